//! Checks the HTML page and the curl command that upload with a form.

#![cfg(feature = "post")]

mod util;

use presign::s3::PresignedPost;
use presign::{Bucket, Credentials};

use crate::util::NOW;

const AWKWARD: &str = r#"it's "quoted" <b>&amp; $HOME `id` \ ;type=text/html @/etc/hostname Отчёт 😀 </script>"#;

fn credentials() -> Credentials {
    util::credentials().with_session_token("a/b+c=")
}

fn awkward() -> PresignedPost {
    let bucket = Bucket::builder("photos").endpoint("http://[::1]:9000/o'neil&sons").build().unwrap();
    let policy = bucket
        .post_policy()
        .key(AWKWARD)
        .content_type_starts_with("image/")
        .metadata("a'b&c", AWKWARD)
        .metadata("at", "@/etc/hostname")
        .metadata("tab", "a\tb")
        .metadata("empty", "")
        .field_starts_with("x-amz-meta-title", AWKWARD)
        .content_length_range(1..=1000);
    policy.sign_at(&credentials(), NOW).unwrap()
}

fn plain() -> PresignedPost {
    let bucket = Bucket::new("photos").unwrap();
    let policy = bucket.post_policy().key_starts_with("uploads/").content_type("image/png");
    policy.sign_at(&credentials(), NOW).unwrap()
}

/// Parses the start tags of a page as a browser does: their names, and their attributes with escapes decoded.
fn tags(html: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut tags = Vec::new();
    let (mut rest, mut in_script) = (html, false);
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if rest.starts_with(['!', '/']) || in_script {
            in_script = in_script && !rest.starts_with("/script>");
            continue;
        }
        let end = rest.find([' ', '>']).unwrap();
        let name = rest[..end].to_string();
        rest = &rest[end..];
        let mut attributes = Vec::new();
        while let Some(attribute) = rest.strip_prefix(' ') {
            let end = attribute.find([' ', '>', '=']).unwrap();
            let mut value = "";
            rest = &attribute[end..];
            if let Some(quoted) = rest.strip_prefix("=\"") {
                let (inside, after) = quoted.split_once('"').unwrap();
                (value, rest) = (inside, after);
            }
            attributes.push((attribute[..end].to_string(), unescaped(value)));
        }
        rest = rest.strip_prefix('>').unwrap_or_else(|| panic!("the tag is not closed before {rest}"));
        in_script = name == "script";
        tags.push((name, attributes));
    }
    tags
}

fn unescaped(text: &str) -> String {
    assert!(!text.contains(['<', '>', '\'']), "{text}");
    let plain =
        ["&lt;", "&gt;", "&quot;", "&#39;", "&amp;"].iter().fold(text.to_string(), |text, e| text.replace(e, ""));
    assert!(!plain.contains('&'), "{text}");
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    text.replace("&amp;", "&")
}

fn attribute<'a>(attributes: &'a [(String, String)], name: &str) -> Option<&'a str> {
    attributes.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
}

#[test]
fn a_browser_sends_every_field_and_the_file_last() {
    for post in [awkward(), plain()] {
        let html = post.to_html_form();
        let tags = tags(&html);
        let inputs: Vec<_> =
            tags.iter().filter(|(name, _)| name == "input").map(|(_, attributes)| attributes).collect();
        let (file, fields) = inputs.split_last().unwrap();
        assert_eq!((attribute(file, "type"), attribute(file, "name")), (Some("file"), Some("file")));
        let sent = fields.iter().map(|input| (attribute(input, "name").unwrap(), attribute(input, "value").unwrap()));
        assert_eq!(sent.collect::<Vec<_>>(), post.fields().collect::<Vec<_>>());

        for (input, (name, _)) in fields.iter().zip(post.fields()) {
            let typed = name == "x-amz-meta-title";
            assert_eq!(attribute(input, "type"), Some(if typed { "text" } else { "hidden" }), "{name}");
        }
        let (_, form) = tags.iter().find(|(name, _)| name == "form").unwrap();
        let expected = [("method", "post"), ("enctype", "multipart/form-data"), ("action", post.url())];
        assert_eq!(form.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect::<Vec<_>>(), expected);
        assert!(tags.iter().any(|(name, attributes)| name == "button" && attribute(attributes, "name").is_none()));
    }
}

#[test]
fn a_page_is_complete_and_loads_nothing() {
    for post in [awkward(), plain()] {
        let html = post.to_html_form();
        assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"), "{html}");
        assert!(html.ends_with("</body>\n</html>\n"));
        let tags = tags(&html);
        for name in ["html", "head", "title", "body", "form", "button"] {
            assert_eq!(tags.iter().filter(|(other, _)| other == name).count(), 1, "{name}");
            assert_eq!(html.matches(&format!("</{name}>")).count(), 1, "{name}");
        }
        for (name, attributes) in &tags {
            for elsewhere in ["src", "href", "style", "srcset", "data", "onclick"] {
                assert_eq!(attribute(attributes, elsewhere), None, "{name}");
            }
        }
    }
}

/// The page only has a script if the script is needed, and the script contains no values from the caller.
#[test]
fn a_script_fills_in_an_open_content_type() {
    assert!(!plain().to_html_form().contains("<script"));
    let html = awkward().to_html_form();
    let (_, script) = html.split_once("<script>").unwrap();
    let (script, _) = script.split_once("</script>").unwrap();
    assert!(!script.contains("image/") && !script.contains("quoted"));
    let tags = tags(&html);
    let (_, input) = tags.iter().find(|(_, attributes)| attribute(attributes, "id") == Some("content-type")).unwrap();
    assert_eq!((attribute(input, "name"), attribute(input, "data-prefix")), (Some("Content-Type"), Some("image/")));
}

/// A shell passes the intended arguments to curl, whatever characters they contain.
#[cfg(unix)]
#[test]
fn a_shell_passes_on_the_arguments() {
    let post = awkward();
    let command = post.to_curl(r#"it's a "boat"\;$HOME.jpg"#);
    let script = format!(r#"curl() {{ printf '%s\n' "$@"; }}; {command}"#);
    let output = std::process::Command::new("sh").args(["-c", &script]).output().unwrap();
    let arguments = String::from_utf8(output.stdout).unwrap();

    let mut expected = vec!["--globoff".to_string(), "--path-as-is".to_string()];
    for (name, value) in post.fields() {
        expected.extend(["--form-string".to_string(), format!("{name}={value}")]);
    }
    let file = r#"file=@"it's a \"boat\"\\;$HOME.jpg""#;
    expected.extend(["--form".to_string(), file.to_string(), post.url().to_string()]);
    assert_eq!(arguments.lines().collect::<Vec<_>>(), expected);
}
