//! The parameters and headers of uploads.

use hyper::Request;
use presign::s3::{Checksum, CustomerKey};
use presign_e2e::{Call, Target};

use crate::differences::{Case, Differences, refused, status};
use crate::{TestResult, WRONG_SIGNATURE, assert_status};

#[tokio::test]
async fn with_a_checksum() -> TestResult {
    let target = Target::fresh().await?;
    let bucket = target.bucket()?;
    // For "hello", computed with python3: zlib, hashlib, and a loop over the bits for the other two CRCs.
    for checksum in [
        Checksum::md5_of("hello"),
        Checksum::Crc32(0x3610_a686),
        Checksum::Crc32c(0x9a71_bb4c),
        Checksum::Crc64Nvme(0x3377_8570_0652_4257),
        Checksum::Sha1(*b"\xaa\xf4\xc6\x1d\xdc\xc5\xe8\xa2\xda\xbe\xde\x0f\x3b\x48\x2c\xd9\xae\xa9\x43\x4d"),
        Checksum::sha256_of("hello"),
    ] {
        let is_md5 = matches!(checksum, Checksum::Md5(_));
        let url = bucket.put_object("note").checksum(checksum).sign(&target.owner)?;
        let answer = target.send(Call::presigned(&url).body("jello")).await?;
        let s3 = refused(400, "BadDigest");
        if is_md5 { s3 } else { target.expect(Case::WrongChecksum, s3) }.of(&answer);
        let answer = target.send(Call::presigned(&url).body("hello")).await?;
        assert_status(&answer, 200);
        assert_eq!(target.stored_bytes("note").await?.as_deref(), Some(&b"hello"[..]), "{checksum:?}");

        // Without the header, or with the checksum of another body, the signature is wrong.
        let (name, value) = url.headers().next().ok_or("no header")?;
        let other = if value.starts_with('A') { "B" } else { "A" }.to_owned() + &value[1..];
        let missing = Call::presigned(&url).without_header(name).body("jello");
        let changed = missing.clone().header(name, &other);
        target.expect(Case::SignedHeaderMissing, WRONG_SIGNATURE).of(&target.send(missing).await?);
        target.expect(Case::WrongSignature, WRONG_SIGNATURE).of(&target.send(changed).await?);
    }
    Ok(())
}

/// A URL converted to an `http::Request` is the same request that the client here sends, and the server accepts it.
#[tokio::test]
async fn as_a_request_of_the_crate_http() -> TestResult {
    let target = Target::fresh().await?;
    let bucket = target.bucket()?;
    let key = "a b+c%2F//\u{419}(1)";
    let put = bucket.put_object(key).content_type("text/x-note").metadata("title", "a  b").sign(&target.owner)?;
    for (url, body) in [(put, "hello"), (bucket.get_object(key).sign(&target.owner)?, "")] {
        let request = Request::try_from(&url)?;
        let mut call = Call::new(request.method().as_str(), request.uri().to_string());
        for (name, value) in request.headers() {
            call = call.header(name.as_str(), value.to_str()?);
        }
        let ours = Call::presigned(&url);
        assert_eq!(call.to_string(), ours.to_string());
        assert!(call.headers().eq(ours.headers()), "{call:?} {ours:?}");
        let answer = target.send(call.body(body)).await?;
        assert_status(&answer, 200);
        if body.is_empty() {
            assert_eq!((&answer.body[..], answer.header("content-type")), (&b"hello"[..], Some("text/x-note")));
        }
    }
    Ok(())
}

#[tokio::test]
async fn of_a_length() -> TestResult {
    let target = Target::fresh().await?;
    let url = target.bucket()?.put_object("note").content_length(5).content_type("text/plain").sign(&target.owner)?;
    let call = Call::presigned(&url).without_header("content-length");
    for body in ["hell", "hello, world", ""] {
        let answer = target.send(call.clone().body(body)).await?;
        target.expect(Case::WrongSignature, WRONG_SIGNATURE).of(&answer);
    }
    assert_eq!(target.stored_bytes("note").await?, None);
    assert_status(&target.send(Call::presigned(&url).body("hello")).await?, 200);
    Ok(())
}

#[tokio::test]
async fn with_all_its_headers() -> TestResult {
    let target = Target::fresh().await?;
    let bucket = target.bucket()?;
    let url = bucket
        .put_object("note")
        .content_type("text/markdown; charset=utf-8")
        .content_disposition("attachment; filename=\"a note.md\"")
        .content_language("de")
        .content_encoding("identity")
        .cache_control("no-store")
        .expires_header(time::macros::datetime!(2026-11-23 12:00 UTC))
        .metadata("author", "Ann   Example")
        .sign(&target.owner)?;
    assert_status(&target.send(Call::presigned(&url).body("hello")).await?, 200);
    let answer = target.open(&bucket.get_object("note").sign(&target.owner)?).await?;
    for (name, value) in [
        ("content-type", "text/markdown; charset=utf-8"),
        ("content-disposition", "attachment; filename=\"a note.md\""),
        ("content-language", "de"),
        ("content-encoding", "identity"),
        ("cache-control", "no-store"),
        ("expires", "Mon, 23 Nov 2026 12:00:00 GMT"),
    ] {
        let lost = ["content-language", "content-encoding", "expires"];
        let is_lost = lost.contains(&name) && target.differs(Case::LostHeaders);
        assert_eq!(answer.header(name), (!is_lost).then_some(value), "{name}");
    }
    // One space between the words is signed, but the client may send several.
    let author = answer.header("x-amz-meta-author").ok_or("no metadata")?;
    assert_eq!(author.split_whitespace().collect::<Vec<_>>(), ["Ann", "Example"]);
    Ok(())
}

#[tokio::test]
async fn only_what_is_new_or_known() -> TestResult {
    let target = Target::fresh().await?;
    let bucket = target.bucket()?;
    let new = bucket.put_object("note").if_none_match("*").sign(&target.owner)?;
    let first = target.send(Call::presigned(&new).body("first")).await?;
    if target.differs(Case::ConditionalPut) {
        target.expect(Case::ConditionalPut, refused(412, "PreconditionFailed")).of(&first);
        return Ok(());
    }
    assert_status(&first, 200);
    let second = target.send(Call::presigned(&new).body("second")).await?;
    target.expect(Case::PutOfExisting, refused(412, "PreconditionFailed")).of(&second);

    let etag = first.header("etag").ok_or("no entity tag")?;
    let known = bucket.put_object("note").if_match(etag).sign(&target.owner)?;
    let second = target.send(Call::presigned(&known).body("second")).await?;
    target.expect(Case::PutIfMatch, status(200)).of(&second);
    let third = target.send(Call::presigned(&known).body("third")).await?;
    target.expect(Case::PutOfExisting, refused(412, "PreconditionFailed")).of(&third);
    let stored = match (&second, &third) {
        (_, third) if third.status.is_success() => "third",
        (second, _) if second.status.is_success() => "second",
        _ => "first",
    };
    assert_eq!(target.stored_bytes("note").await?.as_deref(), Some(stored.as_bytes()));
    Ok(())
}

#[tokio::test]
async fn with_a_key_of_the_clients() -> TestResult {
    let target = Target::fresh().await?;
    let bucket = target.bucket()?;
    let (key, other) = (CustomerKey::from([7; 32]), CustomerKey::from([8; 32]));
    let url = bucket.put_object("note").sse_c(key.clone()).sign(&target.owner)?;
    let answer = target.send(Call::presigned(&url).body("hush")).await?;
    target.expect(Case::CustomerKeysOverHttp, status(200)).of(&answer);
    if target.differs(Case::CustomerKeysOverHttp) {
        assert_eq!(target.stored_bytes("note").await?, None);
        return Ok(());
    }
    if target.differs(Case::CustomerKeys) {
        let answer = target.open(&bucket.get_object("note").sign(&target.owner)?).await?;
        assert_eq!(answer.body, "hush");
        return Ok(());
    }
    assert_eq!(answer.header("x-amz-server-side-encryption-customer-algorithm"), Some("AES256"));

    let answer = target.open(&bucket.get_object("note").sse_c(key.clone()).sign(&target.owner)?).await?;
    assert_status(&answer, 200);
    assert_eq!(answer.body, "hush");
    assert_status(&target.open(&bucket.head_object("note").sse_c(key.clone()).sign(&target.owner)?).await?, 200);
    let answer = target.open(&bucket.get_object("note").sign(&target.owner)?).await?;
    target.expect(Case::NoCustomerKey, refused(400, "InvalidRequest")).of(&answer);
    assert_status(&target.open(&bucket.head_object("note").sign(&target.owner)?).await?, 400);
    let answer = target.open(&bucket.get_object("note").sse_c(other).sign(&target.owner)?).await?;
    target.expect(Case::AnotherCustomerKey, refused(403, "AccessDenied")).of(&answer);

    // The key is in signed headers and not in the URL, so the URL alone does not give access.
    let url = bucket.get_object("note").sse_c(key).sign(&target.owner)?;
    let answer = target.send(Call::new("GET", url.as_str())).await?;
    target.expect(Case::SignedHeaderMissing, WRONG_SIGNATURE).of(&answer);
    Ok(())
}

#[tokio::test]
async fn with_a_key_of_the_servers() -> TestResult {
    let target = Target::fresh().await?;
    let bucket = target.bucket()?;
    let url = bucket.put_object("note").sse_s3().sign(&target.owner)?;
    let answer = target.send(Call::presigned(&url).body("hello")).await?;
    target.expect(Case::ServerKeys, status(200)).of(&answer);
    let algorithm = (!target.differs(Case::ServerKeys)).then_some("AES256");
    assert_eq!(answer.header("x-amz-server-side-encryption"), algorithm);
    let answer = target.open(&bucket.head_object("note").sign(&target.owner)?).await?;
    assert_eq!(answer.header("x-amz-server-side-encryption"), algorithm);
    Ok(())
}

#[tokio::test]
async fn into_a_storage_class() -> TestResult {
    let target = Target::fresh().await?;
    let bucket = target.bucket()?;
    let url = bucket.put_object("note").storage_class("STANDARD").sign(&target.owner)?;
    assert_status(&target.send(Call::presigned(&url).body("hello")).await?, 200);

    let url = bucket.put_object("rarely read").storage_class("STANDARD_IA").sign(&target.owner)?;
    let answer = target.send(Call::presigned(&url).body("hello")).await?;
    target.expect(Case::StorageClasses, status(200)).of(&answer);
    let class = (!target.differs(Case::StorageClasses)).then_some("STANDARD_IA");
    let answer = target.open(&bucket.head_object("rarely read").sign(&target.owner)?).await?;
    assert_eq!(answer.header("x-amz-storage-class"), class);
    Ok(())
}

#[tokio::test]
async fn with_an_acl() -> TestResult {
    let target = Target::fresh().await?;
    let bucket = target.bucket()?;
    let url = bucket.put_object("note").acl("public-read").sign(&target.owner)?;
    let answer = target.send(Call::presigned(&url).body("hello")).await?;
    target.expect(Case::PublicRead, refused(400, "AccessControlListNotSupported")).of(&answer);
    let url = bucket.put_object("note").acl("bucket-owner-full-control").sign(&target.owner)?;
    assert_status(&target.send(Call::presigned(&url).body("hello")).await?, 200);
    Ok(())
}
