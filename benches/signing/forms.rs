//! Signing of a form, with a policy that restricts the upload.

use std::borrow::Borrow;
use std::hint::black_box;
use std::rc::Rc;

use presign::s3::{PostPolicy, PresignedPost};
use presign::{Bucket, CachedSigner};

use crate::contest::{Case, Contest, Make};
use crate::floor::{Keyed, derive, hmac, keyed_blocks, push_hex};
use crate::urls::credentials;
use crate::{KEYS, NOON};

pub(crate) fn contest<'a>(bucket: &'a Bucket, prepared: &'a [PostPolicy<'a>]) -> Contest<'a> {
    Contest {
        title: "CachedSigner, a form",
        ways: &["floor", "sign_at"],
        cases: vec![
            case("POST policy", move |number| policy(bucket, number)),
            case("POST policy, built before", move |number| &prepared[number]),
        ],
    }
}

pub(crate) fn prepare(bucket: &Bucket) -> Vec<PostPolicy<'_>> {
    (0..KEYS).map(|number| policy(bucket, number)).collect()
}

fn policy(bucket: &Bucket, number: usize) -> PostPolicy<'_> {
    bucket
        .post_policy()
        .key_starts_with(format!("uploads/{number:08}/"))
        .content_type_starts_with("image/")
        .content_length_range(1..=10_000_000)
        .metadata("photographer", "Alice Example")
        .success_action_status(201)
}

fn case<'a, R: Borrow<PostPolicy<'a>> + 'a>(name: &'static str, policy: impl Fn(usize) -> R + 'a) -> Case<'a> {
    let signer = Rc::new(CachedSigner::new(credentials()));
    let keyed = derive();
    let sign =
        move |number| -> PresignedPost { policy(number).borrow().sign_at(&*signer, NOON).expect("a valid policy") };
    let laid_out: Vec<_> = (0..KEYS).map(|number| LaidOut::new(&sign(number), &keyed)).collect();
    let blocks = keyed_blocks(laid_out[0].policy().len());
    let floor: Make = Box::new(move |number, out| laid_out[number].sign(&keyed, out));
    let sign_at: Make = Box::new(move |number, _| {
        black_box(sign(number));
    });
    Case { name, blocks, ways: vec![floor, sign_at] }
}

/// Everything about a form that is known without hashing.
struct LaidOut {
    /// The URL and the fields without the signature. The base64 policy is last.
    text: String,
    policy_start: usize,
}

impl LaidOut {
    fn new(post: &PresignedPost, keyed: &Keyed) -> Self {
        let mut text = post.url().to_owned();
        let (mut policy_start, mut signature) = (0, "");
        for (name, value) in post.fields() {
            if name == "x-amz-signature" {
                signature = value;
            } else {
                text.extend(["\n", name, ":"]);
                policy_start = text.len();
                text.push_str(value);
            }
        }
        let laid_out = Self { text, policy_start };
        let mut signed = String::new();
        laid_out.sign(keyed, &mut signed);
        assert!(signed.ends_with(signature) && signature.len() == 64, "the policy is the last field");
        laid_out
    }

    fn policy(&self) -> &str {
        &self.text[self.policy_start..]
    }

    fn sign(&self, keyed: &Keyed, out: &mut String) {
        out.push_str(&self.text);
        let signature = hmac(keyed, &out[self.policy_start..]);
        push_hex(&signature, out);
    }
}
