use presign::diagnose::Certainty::{Certain, Likely, Possible};

use super::*;

#[test]
fn cors() {
    let blocked = "Access to fetch at 'https://examplebucket.s3.eu-west-1.amazonaws.com/' from origin \
                   'https://example.com' has been blocked by CORS policy";
    let no_header = format!("{blocked}: No 'Access-Control-Allow-Origin' header is present on the requested resource.");
    let preflight = format!("{blocked}: Response to preflight request doesn't pass access control check");
    let response = "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, \
                    request method / Access-Control-Request-Method or Access-Control-Request-Headers are not \
                    whitelisted by the resource's CORS spec.";
    let good = |attempt: Attempt| attempt.response(200, "").response_header("Content-Type", "image/jpeg");
    check(&[
        (put().method("OPTIONS").response(403, xml("AccessForbidden", response)), "cors-preflight", Certain),
        (
            put()
                .method("OPTIONS")
                .response(403, xml("AccessForbidden", "CORSResponse: CORS is not enabled for this bucket.")),
            "cors-preflight",
            Certain,
        ),
        (put().method("OPTIONS").response(400, xml("BadRequest", "")), "cors-preflight", Certain),
        (put().method("OPTIONS").response(403, ""), "cors-preflight", Certain),
        (put().failed_with(&preflight), "cors-preflight", Certain),
        (put().failed_with(&no_header), "cors-preflight", Likely),
        (put().failed_with("TypeError: Failed to fetch"), "cors-preflight", Likely),
        (put().failed_with("TypeError: NetworkError when attempting to fetch resource."), "cors-preflight", Likely),
        // The response is good, and comes from a cache.
        (good(get()).failed_with(&no_header), "cached-without-cors", Likely),
        (good(get()).failed_with("TypeError: Failed to fetch"), "cached-without-cors", Likely),
        (good(get()).header("Origin", "https://example.com"), "cached-without-cors", Possible),
        (
            get().response(304, "").response_header("ETag", "\"1\"").header("Origin", "https://example.com"),
            "cached-without-cors",
            Possible,
        ),
        // For an upload, no cache is at fault.
        (good(put()).failed_with(&no_header), "cors-preflight", Likely),
    ]);
}

#[test]
fn good_answers_lead_to_nothing() {
    let of_page =
        good_get().header("Origin", "https://example.com").response_header("Access-Control-Allow-Origin", "*");
    // What was downloaded is not what the server says.
    let json = get().response(200, r#"{"code":"AccessDenied","message":"Request has expired"}"#);
    let xml = get().response(200, super::xml("AccessDenied", "Request has expired"));
    for attempt in [get(), put(), good_get(), of_page, good_get().response(304, ""), put().response(204, ""), json, xml]
    {
        assert!(explained(&attempt).findings().is_empty(), "{}", explained(&attempt));
    }
}

fn good_get() -> Attempt {
    get().response(200, "<html>403 Forbidden</html>").response_header("Content-Type", "text/html")
}
