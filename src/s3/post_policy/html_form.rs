//! The HTML page with an upload form.

use alloc::string::String;

const HEAD: &str = r#"<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Upload</title>
</head>
<body>
"#;

const FILE_AND_BUTTON: &str = r#"<p><label>File <input type="file" id="file" name="file" required></label></p>
<p><button type="submit">Upload</button></p>
</form>
"#;

/// Sets the content type to that of the chosen file, and refuses a file whose type is not allowed. The prefix has its
/// own attribute, because after a reload the browser may restore the value that the script set before.
const SCRIPT: &str = r#"<script>
const file = document.getElementById("file");
const type = document.getElementById("content-type");
const fill = () => {
  const chosen = file.files.length > 0 ? file.files[0].type : "";
  const fits = chosen.startsWith(type.dataset.prefix);
  type.value = fits ? chosen : type.dataset.prefix;
  file.setCustomValidity(fits || file.files.length === 0 ? "" : "The type of this file is not allowed here.");
};
file.addEventListener("change", fill);
fill();
</script>
"#;

/// Returns the page, with the fields in order and the file last. Each field is a name, a value, and whether the field
/// is open. Open fields can be filled in; the others are hidden.
pub(super) fn page<'a>(url: &str, fields: impl Iterator<Item = (&'a str, &'a str, bool)>) -> String {
    let mut html = String::from(HEAD);
    html.push_str("<form method=\"post\" enctype=\"multipart/form-data\"");
    push_attribute("action", url, &mut html);
    html.push_str(">\n");
    let mut script = "";
    for (name, value, open) in fields {
        if open && name.eq_ignore_ascii_case("content-type") {
            html.push_str("<input type=\"hidden\" id=\"content-type\"");
            push_attribute("data-prefix", value, &mut html);
            push_field(name, value, &mut html);
            html.push('\n');
            script = SCRIPT;
        } else if open {
            html.push_str("<p><label>");
            push_escaped(name, &mut html);
            html.push_str(" <input type=\"text\"");
            push_field(name, value, &mut html);
            html.push_str("</label></p>\n");
        } else {
            html.push_str("<input type=\"hidden\"");
            push_field(name, value, &mut html);
            html.push('\n');
        }
    }
    html.push_str(FILE_AND_BUTTON);
    html.push_str(script);
    html.push_str("</body>\n</html>\n");
    html
}

/// Appends the rest of an input tag: the name, the value and the closing bracket.
fn push_field(name: &str, value: &str, html: &mut String) {
    push_attribute("name", name, html);
    push_attribute("value", value, html);
    html.push('>');
}

fn push_attribute(name: &str, value: &str, html: &mut String) {
    html.push(' ');
    html.push_str(name);
    html.push_str("=\"");
    push_escaped(value, html);
    html.push('"');
}

/// Appends text, escaped for use as text and as an attribute in either kind of quotation marks.
fn push_escaped(text: &str, html: &mut String) {
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
}
