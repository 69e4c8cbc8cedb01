//! Presigned requests to STS, whose payload hash is that of an empty body and not `UNSIGNED-PAYLOAD`.

use presign::{Credentials, Method, PresignedUrl, Service};
use presign_e2e::Call;

use crate::{TestResult, assert_refused, assert_status, ministack};

fn who_am_i(sts: &Service, signer: &Credentials) -> Result<PresignedUrl, presign::Error> {
    sts.request(Method::Get, "/").query("Action", "GetCallerIdentity").query("Version", "2011-06-15").sign(signer)
}

#[tokio::test]
#[ignore = "only MiniStack verifies these; `e2e/servers/run ministack` starts it and runs them"]
async fn who_signed() -> TestResult {
    let target = ministack().await?;
    let sts = Service::new("sts", &*target.region, &*target.endpoint)?;
    for (signer, name) in [
        (&target.owner, ":user/owner"),
        (&target.user2, ":user/user2"),
        (&target.temporary(), ":assumed-role/uploader/suite"),
    ] {
        let answer = target.open(&who_am_i(&sts, signer)?).await?;
        assert_status(&answer, 200);
        let arn = answer.element("Arn").ok_or("no ARN")?;
        assert!(arn.ends_with(name), "{arn}");
    }
    Ok(())
}

#[tokio::test]
#[ignore = "only MiniStack verifies these; `e2e/servers/run ministack` starts it and runs them"]
async fn not_what_was_signed() -> TestResult {
    let target = ministack().await?;
    let sts = Service::new("sts", &*target.region, &*target.endpoint)?;
    let url = who_am_i(&sts, &target.owner)?;
    let longer = Call::presigned(&url).map_url(|url| url.replace("Expires=900", "Expires=901"));
    assert_refused(&target.send(longer).await?, 403, "SignatureDoesNotMatch");
    let other = Call::presigned(&url).map_url(|url| url.replace("GetCallerIdentity", "GetSessionToken"));
    assert_refused(&target.send(other).await?, 403, "SignatureDoesNotMatch");
    let impostor = Credentials::new(target.owner.access_key_id(), "a-secret");
    let answer = target.open(&who_am_i(&sts, &impostor)?).await?;
    assert_refused(&answer, 403, "SignatureDoesNotMatch");
    Ok(())
}
