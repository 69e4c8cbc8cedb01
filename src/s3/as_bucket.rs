//! The short ways to name a bucket.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::sync::Arc;

use super::Bucket;
use crate::error::Error;

/// What [`presign_get`](crate::presign_get) and the like take for a bucket: a name in us-east-1 on AWS, a name and its
/// region as in `("photos", "eu-west-1")`, or a [`Bucket`], which says everything. Sealed.
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

impl AsBucket for (&str, &str) {}
impl ToBucket for (&str, &str) {
    fn to_bucket(&self) -> Result<Cow<'_, Bucket>, Error> {
        let &(name, region) = self;
        Bucket::builder(name).region(region).build().map(Cow::Owned)
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
