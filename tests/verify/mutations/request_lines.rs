//! The method, the path and the query, and other mechanisms of authentication.

use presign::verify::Rejection;

use super::{Table, get};
use crate::attempt::Attempt;

#[test]
fn methods_paths_and_queries() {
    let mut table = Table::default();
    for method in ["HEAD", "PUT", "DELETE", "get", "GETS"] {
        table.rejected(method, move |a| a.method = method.into(), Rejection::SignatureMismatch);
    }
    for method in ["", "GET ", "GET\n/", "G\u{e9}T"] {
        table.rejected(format!("method {method:?}"), move |a| a.method = method.into(), Rejection::InvalidMethod);
    }
    let path = |path: &'static str| move |attempt: &mut Attempt| attempt.set_path(path);
    for same in [
        "/2026/a%20boat%2B%C3%BC.jpg",
        "/2026/a%20boat%2b%c3%bc.jpg",
        "/2026/a%20boat+%C3%BC.jpg",
        "/2026%2Fa%20boat%2B\u{fc}.jpg",
        "/%32026/%61%20boat%2B%C3%BC%2Ejpg",
    ] {
        table.accepted(same, path(same));
    }
    for other in [
        "/2026/a+boat+%C3%BC.jpg",
        "/2026/a%2520boat%2B%C3%BC.jpg",
        "//2026/a%20boat%2B%C3%BC.jpg",
        "/2026//a%20boat%2B%C3%BC.jpg",
        "/./2026/a%20boat%2B%C3%BC.jpg",
        "/x/../2026/a%20boat%2B%C3%BC.jpg",
        "/2026/a%20boat%2B%C3%BC.jpg/",
        "/2026/a%20boat%2Bu%CC%88.jpg",
        "/2026/A%20boat%2B%C3%BC.jpg",
        "/2026/a%20boat%2B%C3%BC.jpg;x",
        "/",
    ] {
        table.rejected(other, path(other), Rejection::SignatureMismatch);
    }
    for invalid in [
        "",
        "*",
        "2026/a",
        "/a b",
        "/a%",
        "/a%2",
        "/a%zz",
        "/%+1",
        "/a#b",
        "/a%C3",
        "/a%FF",
        "/%C0%AF",
        "/%ED%A0%80",
        "/a\tb",
        "/a\r\nb",
        "/a\u{7f}",
        "http://photos.s3.us-east-1.amazonaws.com/2026/a",
    ] {
        table.rejected(invalid, path(invalid), Rejection::InvalidTarget);
    }
    for same in ["versionId=a/b+c", "versionId=a%2fb%20c", "version%49d=a%2Fb%20c"] {
        table.accepted(same, move |a| a.replace("versionId", |_| vec![same.into()]));
    }
    for other in ["versionId=a/b%2Bc", "versionId=a%252Fb+c", "versionId", "versionid=a/b+c", "versionId=a/b+c+"] {
        table.rejected(other, move |a| a.replace("versionId", |_| vec![other.into()]), Rejection::SignatureMismatch);
    }
    for added in
        ["&x", "&x=", "&=", "&=x", "&acl", "&versionId=a/b+c", "&X-Amz-Foo=1", "&x-amz-acl=public-read", ";x=1", "?x"]
    {
        // The last two are appended to the value of the signature.
        let rejection = if added.starts_with('&') { Rejection::SignatureMismatch } else { Rejection::InvalidSignature };
        table.rejected(added, move |a| a.append(added), rejection);
    }
    for invalid in ["&", "&&x=1", "&x=%", "&x=%4", "&%zz=1", "&x=%FF", "&x=a b", "#x", "&x=\u{1}"] {
        table.rejected(invalid, move |a| a.append(invalid), Rejection::InvalidTarget);
    }
    table.rejected(
        "a separator at the front",
        |a| a.target = a.target.replacen('?', "?&", 1),
        Rejection::InvalidTarget,
    );
    table.rejected("no query", |a| a.target = a.path().into(), Rejection::NotPresigned);
    table.rejected("an empty query", |a| a.target = format!("{}?", a.path()), Rejection::NotPresigned);
    table.rejected("a query without a signature", |a| a.target = format!("{}?acl", a.path()), Rejection::NotPresigned);
    table.accepted("parameters in reverse", |a| {
        let mut parameters = a.parameters();
        parameters.reverse();
        a.set_parameters(&parameters);
    });
    table.rejected("Authorization as well", |a| a.add_header("authorization", "Bearer x"), Rejection::TwoMechanisms);
    table.rejected("an empty Authorization", |a| a.add_header("AUTHORIZATION", ""), Rejection::TwoMechanisms);
    table.rejected("version 2 as well", |a| a.append("&AWSAccessKeyId=A&Signature=B&Expires=1"), Rejection::Version2);
    let version_2 = |query: &'static str| move |a: &mut Attempt| a.target = format!("/boat.jpg?{query}");
    table.rejected("version 2", version_2("AWSAccessKeyId=A&Signature=B&Expires=1"), Rejection::Version2);
    table.rejected("version 2, escaped", version_2("%41WSAccessKeyId=A&Signature=B&Expires=1"), Rejection::Version2);
    for partial in ["AWSAccessKeyId=A&Signature=B", "AWSAccessKeyId=A&Expires=1", "Signature=B&Expires=1"] {
        table.rejected(partial, version_2(partial), Rejection::IncompleteVersion2);
    }
    table.rejected(
        "version 2 and Authorization",
        move |a| {
            version_2("AWSAccessKeyId=A&Signature=B&Expires=1")(a);
            a.add_header("Authorization", "AWS A:B");
        },
        Rejection::TwoMechanisms,
    );
    table.check(83, get);
}
