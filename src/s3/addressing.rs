//! Host or path: the two places for a bucket's name, and none.

/// Where the bucket's name stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Addressing {
    /// As AWS's own endpoint rules have it: in the host, or in the path where the name can't stand in a host. In the path
    /// too for an endpoint on an IP address, on localhost or on any other host of one label.
    #[default]
    Auto,
    /// In the host: `https://photos.s3.us-east-1.amazonaws.com/boat.jpg`.
    VirtualHosted,
    /// In the path: `https://s3.us-east-1.amazonaws.com/photos/boat.jpg`.
    Path,
    /// Nowhere: the endpoint's host already is the bucket, as with a custom domain or a CDN.
    Cname,
}
