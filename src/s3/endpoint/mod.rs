//! From a bucket's name, region and settings to where its requests go.

mod partition;
mod rules;

pub(crate) use self::rules::{BucketEndpoint, resolve};
