//! What the functions sign with, and where the buckets are.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::error::Error;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion_common::Result;
use datafusion_expr::ScalarUDF;
use datafusion_expr::registry::FunctionRegistry;
use presign::s3::Addressing;
use presign::{Bucket, Signer};

use crate::function::functions;

/// A signer and the places of the buckets, from which the SQL functions are made.
///
/// Cloning is cheap. `Debug` shows neither the signer nor the endpoint.
///
/// ```
/// use datafusion::prelude::SessionContext;
/// use presign::{Bucket, CachedSigner, Credentials};
/// use presign_datafusion::Presigner;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let credentials = Credentials::new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
/// let presigner = Presigner::new(CachedSigner::new(credentials))
///     .region("eu-west-1")
///     .bucket(Bucket::builder("logs").region("us-east-1").build()?)
///     .bucket(Bucket::builder("backups").endpoint("http://127.0.0.1:9000").build()?);
/// presigner.register(&mut SessionContext::new())?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "a presigner does nothing until its functions are registered"]
pub struct Presigner {
    signer: Arc<dyn Signer + Send + Sync>,
    places: Arc<Places>,
}

/// Where the buckets are.
#[derive(Clone, PartialEq, Default)]
struct Places {
    region: Option<String>,
    endpoint: Option<String>,
    addressing: Addressing,
    buckets: BTreeMap<String, Bucket>,
    others: Option<Rule>,
}

/// The caller's own rule for buckets.
#[derive(Clone)]
struct Rule(Arc<dyn Fn(&str) -> Found + Send + Sync>);

type Found = Result<Bucket, Box<dyn Error + Send + Sync>>;

impl Presigner {
    /// Creates a presigner for buckets on AWS in us-east-1.
    ///
    /// For speed, pass a [`CachedSigner`](presign::CachedSigner): `Credentials` derive their signing key again for each
    /// batch. The signer is asked again for each batch, so its credentials may be replaced while a query runs.
    pub fn new(signer: impl Signer + Send + Sync + 'static) -> Self {
        Self { signer: Arc::new(signer), places: Arc::default() }
    }

    /// Sets the region of the buckets that are not added by [`bucket`](Self::bucket), as
    /// [`BucketBuilder::region`](presign::s3::BucketBuilder::region) does.
    pub fn region(mut self, region: impl Into<String>) -> Self {
        self.places_mut().region = Some(region.into());
        self
    }

    /// Sets the URL of the S3-compatible server of the buckets that are not added by [`bucket`](Self::bucket), as
    /// [`BucketBuilder::endpoint`](presign::s3::BucketBuilder::endpoint) does.
    pub fn endpoint(mut self, url: impl Into<String>) -> Self {
        self.places_mut().endpoint = Some(url.into());
        self
    }

    /// Sets where the name goes in the URLs of the buckets that are not added by [`bucket`](Self::bucket).
    pub fn addressing(mut self, addressing: Addressing) -> Self {
        self.places_mut().addressing = addressing;
        self
    }

    /// Adds a bucket with its own settings. It is used for rows with the same [name](Bucket::name), and replaces a bucket
    /// that was added under that name before.
    pub fn bucket(mut self, bucket: Bucket) -> Self {
        self.places_mut().buckets.insert(bucket.name().to_owned(), bucket);
        self
    }

    /// Sets how a bucket that is not added by [`bucket`](Self::bucket) is made of its name, in place of
    /// [`region`](Self::region), [`endpoint`](Self::endpoint) and [`addressing`](Self::addressing). It is called once for
    /// each bucket of a batch. Its error ends the query, so it must show nothing secret.
    pub fn buckets_by<E>(mut self, rule: impl Fn(&str) -> Result<Bucket, E> + Send + Sync + 'static) -> Self
    where
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        self.places_mut().others = Some(Rule(Arc::new(move |name| rule(name).map_err(Into::into))));
        self
    }

    /// Returns the functions, for a registry of your own.
    pub fn functions(&self) -> Vec<Arc<ScalarUDF>> {
        functions(Some(self))
    }

    /// Registers the functions. They replace functions of the same names.
    ///
    /// # Errors
    ///
    /// The errors of the registry, such as one that is read-only.
    pub fn register(&self, registry: &mut dyn FunctionRegistry) -> Result<()> {
        for function in self.functions() {
            registry.register_udf(function)?;
        }
        Ok(())
    }

    pub(crate) fn signer(&self) -> &dyn Signer {
        &self.signer
    }

    /// Returns the bucket of this name.
    pub(crate) fn find(&self, name: &str) -> Result<Cow<'_, Bucket>, Box<dyn Error + Send + Sync>> {
        let Places { region, endpoint, addressing, buckets, others } = &*self.places;
        if let Some(bucket) = buckets.get(name) {
            return Ok(Cow::Borrowed(bucket));
        }
        if let Some(Rule(rule)) = others {
            return rule(name).map(Cow::Owned);
        }
        let mut builder = Bucket::builder(name).addressing(*addressing);
        if let Some(region) = region {
            builder = builder.region(region);
        }
        if let Some(endpoint) = endpoint {
            builder = builder.endpoint(endpoint);
        }
        Ok(Cow::Owned(builder.build()?))
    }

    fn places_mut(&mut self) -> &mut Places {
        Arc::make_mut(&mut self.places)
    }
}

/// Omits the signer, which may not redact itself, and the endpoint, which may contain a password.
impl fmt::Debug for Presigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Presigner")
            .field("region", &self.places.region)
            .field("buckets", &self.places.buckets.keys())
            .finish_non_exhaustive()
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// Whether they sign with the same signer, for the same places. DataFusion compares functions to find equal expressions.
impl PartialEq for Presigner {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.signer, &other.signer) && self.places == other.places
    }
}

impl Eq for Presigner {}

impl Hash for Presigner {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Arc::as_ptr(&self.signer).cast::<()>().hash(state);
        self.places.region.hash(state);
    }
}
