//! The parameters of the signature: missing, repeated, misspelled, empty, and written in other ways.

use presign::verify::Rejection;

use super::{Table, get};
use crate::attempt::Attempt;

const REQUIRED: [&str; 6] =
    ["X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders", "X-Amz-Signature"];

#[test]
fn each_parameter_of_the_signature() {
    use Rejection::{MissingParameter, MisspelledParameter, RepeatedParameter};

    let mut table = Table::default();
    let empty = [
        Rejection::UnknownAlgorithm,
        Rejection::InvalidCredential,
        Rejection::InvalidDate,
        Rejection::ExpiresNotANumber,
        Rejection::UnsignedHeaders { names: "host".into() },
        Rejection::InvalidSignature,
    ];
    let cut = [
        Rejection::UnknownAlgorithm,
        Rejection::InvalidCredential,
        Rejection::InvalidDate,
        // 90 seconds: the signature covers it.
        Rejection::SignatureMismatch,
        Rejection::UnsignedHeaders { names: "host".into() },
        Rejection::InvalidSignature,
    ];
    for ((name, empty), cut) in REQUIRED.into_iter().zip(empty).zip(cut) {
        table.rejected(format!("{name} missing"), move |a| a.replace(name, |_| vec![]), MissingParameter { name });
        table.rejected(
            format!("{name} in lower case"),
            move |a| a.replace(name, |v| vec![format!("{}={v}", name.to_lowercase())]),
            MissingParameter { name },
        );
        table.rejected(
            format!("{name} repeated"),
            move |a| a.replace(name, |v| vec![format!("{name}={v}"); 2]),
            RepeatedParameter { name },
        );
        table.rejected(
            format!("{name} again, first"),
            move |a| a.replace(name, |v| vec![format!("{name}=x"), format!("{name}={v}")]),
            RepeatedParameter { name },
        );
        table.rejected(
            format!("{name} again, empty and last"),
            move |a| a.append(&format!("&{name}")),
            RepeatedParameter { name },
        );
        table.rejected(
            format!("{name} again, escaped"),
            move |a| a.append(&format!("&{}=", name.replace('m', "%6D"))),
            RepeatedParameter { name },
        );
        table.rejected(
            format!("{name} again, in lower case"),
            move |a| a.append(&format!("&{}=", name.to_lowercase())),
            MisspelledParameter { name },
        );
        table.rejected(
            format!("{name} again, in lower case and escaped"),
            move |a| a.append(&format!("&{}=", name.to_lowercase().replace('m', "%6d"))),
            MisspelledParameter { name },
        );
        table.rejected(format!("{name} empty"), move |a| a.set(name, ""), empty.clone());
        table.rejected(
            format!("{name} without a value"),
            move |a| a.replace(name, |_| vec![name.into()]),
            empty.clone(),
        );
        table.rejected(
            format!("{name} cut"),
            move |a| a.replace(name, |v| vec![format!("{name}={}", &v[..v.len() - 1])]),
            cut.clone(),
        );
        table.accepted(format!("{name} with an escaped name"), move |a| {
            a.replace(name, |v| vec![format!("{}={v}", name.replace("-A", "%2dA"))])
        });
        table.accepted(format!("{name} moved to the front"), move |a| move_to(a, name, 0));
        table.accepted(format!("{name} moved to the end"), move |a| move_to(a, name, usize::MAX));
        table.accepted(format!("{name} with an escaped value"), move |a| {
            a.replace(name, |v| vec![format!("{name}=%{:02x}{}", v.as_bytes()[0], &v[1..])])
        });
    }
    table.check(90, get);
}

fn move_to(attempt: &mut Attempt, name: &str, to: usize) {
    let mut parameters = attempt.parameters();
    let at = parameters.iter().position(|pair| pair.starts_with(name)).unwrap();
    let parameter = parameters.remove(at);
    parameters.insert(to.min(parameters.len()), parameter);
    attempt.set_parameters(&parameters);
}
