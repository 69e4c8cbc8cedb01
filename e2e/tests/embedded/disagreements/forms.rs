//! A form for each row.

use presign_e2e::Cause;
use time::Duration;

use super::pair;
use crate::by_hand::FormByHand;

/// Returns a form that the two disagree about for this reason.
pub(super) fn disputed(cause: Cause) -> Option<FormByHand> {
    let mut form = FormByHand::upload();
    let (fields, conditions) = (&mut form.fields, &mut form.conditions);
    let mut add = |field: Option<(&str, &str)>, condition: &str| {
        fields.extend(field.map(|(name, value)| pair(name, value)));
        conditions.push(condition.to_owned());
    };
    match cause {
        Cause::Token => form.access_key_id = "ASIAEXAMPLE".to_owned(),
        Cause::Region => form.region = "eu-west-1".to_owned(),
        Cause::Service => form.service = "sts".to_owned(),
        Cause::NotYetValid => form.at += Duration::minutes(16),
        Cause::SlashInKey => form.access_key_id = "AKID/EXAMPLE".to_owned(),
        Cause::LongForm => add(Some(("x-ignore-this", &"x".repeat(20 * 1024))), r#"["eq", "$key", "upload"]"#),
        Cause::RepeatedField => add(Some(("Key", "upload")), r#"["eq", "$key", "upload"]"#),
        Cause::KeyOfForm => {
            form.fields.clear();
            form.conditions.truncate(1);
        }
        Cause::UnknownMember => form.members = r#", "version": 1"#.to_owned(),
        Cause::TimeOfExpiration => form.expiration = "2100-01-01 00:00:00Z".to_owned(),
        Cause::BucketWithoutCondition => drop(form.conditions.remove(0)),
        Cause::ExemptField => form.fields.push(pair("submit", "Send")),
        Cause::NameWithoutDollar => add(None, r#"["eq", "key", "upload"]"#),
        Cause::ConditionOnMissingField => add(None, r#"["starts-with", "$acl", ""]"#),
        Cause::ListOfContentTypes => {
            add(Some(("Content-Type", "image/png,text/html")), r#"["starts-with", "$Content-Type", "image/"]"#);
        }
        Cause::RangeOfTexts => add(None, r#"["content-length-range", "1", "10"]"#),
        Cause::PrefixOfSignature => {
            let names = ["x-amz-algorithm", "x-amz-credential", "x-amz-date"];
            form.of_signature = Some(names.map(|name| format!(r#"["starts-with", "${name}", ""]"#)).to_vec());
        }
        _ => return None,
    }
    Some(form)
}
