//! A bucket's region and endpoint from the environment variables that the AWS CLI reads.

use alloc::string::String;

use super::{Bucket, BucketBuilder};
use crate::credentials::environment_variable;
use crate::error::{Error, Repr};

impl Bucket {
    /// Creates a bucket with the settings that the AWS CLI and SDKs read from the environment:
    ///
    /// | variable | setting |
    /// |---|---|
    /// | `AWS_REGION`, or else `AWS_DEFAULT_REGION` | [`region`](BucketBuilder::region) |
    /// | `AWS_ENDPOINT_URL_S3`, or else `AWS_ENDPOINT_URL` | [`endpoint`](BucketBuilder::endpoint), unless `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS` is `true` |
    /// | `AWS_USE_FIPS_ENDPOINT` | [`fips`](BucketBuilder::fips) |
    /// | `AWS_USE_DUALSTACK_ENDPOINT` | [`dual_stack`](BucketBuilder::dual_stack) |
    ///
    /// An empty variable counts as not set. Profiles and configuration files are not read. Without any of these
    /// variables, the bucket is that of [`Bucket::new`].
    ///
    /// # Errors
    ///
    /// - [`Environment`](crate::ErrorKind::Environment) when a variable is not UTF-8, or one of the last two is neither
    ///   `true` nor `false`.
    /// - The errors of [`BucketBuilder::build`].
    ///
    /// ```
    /// use presign::{Bucket, Credentials, Error};
    ///
    /// fn link(key: &str) -> Result<String, Error> {
    ///     Ok(Bucket::from_env("photos")?.get_object(key).sign(&Credentials::from_env()?)?.into_string())
    /// }
    /// # let _ = link("boat.jpg");
    /// ```
    ///
    /// Source: [Environment variables for the AWS CLI][aws] and [Service-specific endpoints][endpoints].
    ///
    /// [aws]: https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html
    /// [endpoints]: https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
    #[doc(alias = "AWS_REGION")]
    #[doc(alias = "AWS_ENDPOINT_URL")]
    pub fn from_env(name: impl Into<String>) -> Result<Self, Error> {
        let set =
            |builder: BucketBuilder, value: Option<String>, setter: fn(BucketBuilder, String) -> BucketBuilder| {
                match value {
                    Some(value) => setter(builder, value),
                    None => builder,
                }
            };
        let endpoint = match switch("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")? {
            true => None,
            false => first_of(["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"])?,
        };
        let builder = Self::builder(name)
            .fips(switch("AWS_USE_FIPS_ENDPOINT")?)
            .dual_stack(switch("AWS_USE_DUALSTACK_ENDPOINT")?);
        let builder = set(builder, first_of(["AWS_REGION", "AWS_DEFAULT_REGION"])?, BucketBuilder::region);
        set(builder, endpoint, BucketBuilder::endpoint).build()
    }
}

fn first_of(names: [&'static str; 2]) -> Result<Option<String>, Error> {
    let [first, second] = names;
    match environment_variable(first)? {
        Some(value) => Ok(Some(value)),
        None => environment_variable(second),
    }
}

fn switch(name: &'static str) -> Result<bool, Error> {
    match environment_variable(name)? {
        None => Ok(false),
        Some(value) if value.eq_ignore_ascii_case("false") => Ok(false),
        Some(value) if value.eq_ignore_ascii_case("true") => Ok(true),
        Some(_) => Err(Repr::Environment { name, problem: "is neither `true` nor `false`" }.into()),
    }
}
