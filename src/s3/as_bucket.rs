//! The short ways to name a bucket.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::sync::Arc;

use super::Bucket;
use crate::error::Error;

/// The bucket argument of [`presign_get`](crate::presign_get) and the other shortcuts. This trait is sealed. It is
/// implemented for:
///
/// - a name (`&str` or `String`): a bucket on AWS in us-east-1
/// - a name and a region, such as `("photos", "eu-west-1")`: a bucket on AWS in that region
/// - a [`Bucket`], for everything else
///
/// ```
/// use presign::{Bucket, Credentials, presign_get};
/// use std::time::Duration;
///
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let url = presign_get(&credentials, ("photos", "eu-west-1"), "boat.jpg", Duration::from_secs(600))?;
/// assert!(url.as_str().starts_with("https://photos.s3.eu-west-1.amazonaws.com/boat.jpg?"));
///
/// let minio = Bucket::builder("photos").endpoint("http://127.0.0.1:9000").build()?;
/// let url = presign_get(&credentials, &minio, "boat.jpg", Duration::from_secs(600))?;
/// assert!(url.as_str().starts_with("http://127.0.0.1:9000/photos/boat.jpg?"));
/// # Ok::<(), presign::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not name a bucket",
    label = "not a bucket",
    note = "pass a name (`\"photos\"`, in us-east-1), a name and a region (`(\"photos\", \"eu-west-1\")`), or a `Bucket`",
    note = "for an endpoint or other settings, pass `&Bucket::builder(\"photos\").endpoint(\"http://127.0.0.1:9000\").build()?`",
    note = "a `Result` or an `Option` must be unwrapped first, for instance with `?`"
)]
pub trait AsBucket: sealed::ToBucket {}

mod sealed {
    use super::{Bucket, Cow, Error};

    pub trait ToBucket {
        fn to_bucket(&self) -> Result<Cow<'_, Bucket>, Error>;
    }
}

pub(crate) use sealed::ToBucket;

impl AsBucket for str {}
impl ToBucket for str {
    fn to_bucket(&self) -> Result<Cow<'_, Bucket>, Error> {
        Bucket::new(self).map(Cow::Owned)
    }
}

impl AsBucket for String {}
impl ToBucket for String {
    fn to_bucket(&self) -> Result<Cow<'_, Bucket>, Error> {
        Bucket::new(self.as_str()).map(Cow::Owned)
    }
}

impl<N: AsRef<str>, R: AsRef<str>> AsBucket for (N, R) {}
impl<N: AsRef<str>, R: AsRef<str>> ToBucket for (N, R) {
    fn to_bucket(&self) -> Result<Cow<'_, Bucket>, Error> {
        let (name, region) = self;
        Bucket::builder(name.as_ref()).region(region.as_ref()).build().map(Cow::Owned)
    }
}

impl AsBucket for Bucket {}
impl ToBucket for Bucket {
    fn to_bucket(&self) -> Result<Cow<'_, Bucket>, Error> {
        Ok(Cow::Borrowed(self))
    }
}

impl<T: AsBucket + ?Sized> AsBucket for &T {}
impl<T: ToBucket + ?Sized> ToBucket for &T {
    fn to_bucket(&self) -> Result<Cow<'_, Bucket>, Error> {
        (**self).to_bucket()
    }
}

impl<T: AsBucket + ?Sized> AsBucket for Arc<T> {}
impl<T: ToBucket + ?Sized> ToBucket for Arc<T> {
    fn to_bucket(&self) -> Result<Cow<'_, Bucket>, Error> {
        (**self).to_bucket()
    }
}
