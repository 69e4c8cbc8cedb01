//! What a URL does.

use presign::{Bucket, PresignRequest};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Operation {
    Get,
    Put,
    Head,
}

impl Operation {
    pub(crate) const ALL: [Self; 3] = [Self::Get, Self::Put, Self::Head];

    pub(crate) fn request<'a>(self, bucket: &'a Bucket, key: &'a str) -> PresignRequest<'a> {
        match self {
            Self::Get => bucket.get_object(key),
            Self::Put => bucket.put_object(key),
            Self::Head => bucket.head_object(key),
        }
    }
}
