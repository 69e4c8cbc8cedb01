//! The ways in which signers percent-encode by mistake, for paths and queries.

use crate::diagnose::search::change::Rank;
use crate::diagnose::search::escaping::Escaping;

/// An encoding, how a finding describes it, and how usual it is.
pub(super) type Way = (Escaping, &'static str, Rank);

/// Ways for both.
pub(super) const WAYS: [Way; 18] = [
    (Escaping::Twice, "percent-encoded twice", Rank::Usual),
    (Escaping::Decoded, "without percent-encoding", Rank::Usual),
    (Escaping::Replaced("%20", "+"), "with `+` in place of `%20` for a space", Rank::Usual),
    (Escaping::Replaced("%2B", "+"), "with `+` unescaped", Rank::Usual),
    (Escaping::LowerCase, "with lower-case escapes such as `%2f`", Rank::Usual),
    (Escaping::Raw("!'()*"), "with `!'()*` unescaped, as encodeURIComponent of JavaScript leaves them", Rank::Usual),
    (Escaping::Escaped("~"), "with `~` escaped, as older URL encoders do", Rank::Usual),
    (Escaping::Once, "percent-encoded once, and the URL has it percent-encoded twice", Rank::Unusual),
    (Escaping::Replaced("%2B", "%20"), "with a space where the URL has a plus sign", Rank::Unusual),
    (Escaping::Replaced("%20", "%2B"), "with a plus sign where the URL has a space", Rank::Unusual),
    (Escaping::Raw("!$'()*+,;:@=&"), "with the characters unescaped that RFC 3986 allows in a path", Rank::Unusual),
    (
        Escaping::Raw("!#$'()*+,/:;=?@&"),
        "with the characters unescaped that encodeURI of JavaScript leaves",
        Rank::Unusual,
    ),
    (Escaping::Raw("*"), "with `*` unescaped, as URLEncoder of Java leaves it", Rank::Unusual),
    (Escaping::Raw("="), "with `=` unescaped", Rank::Unusual),
    (Escaping::Raw(":"), "with `:` unescaped", Rank::Unusual),
    (Escaping::Raw("@"), "with `@` unescaped", Rank::Unusual),
    (Escaping::Raw(","), "with `,` unescaped", Rank::Rare),
    (Escaping::Latin1, "in ISO 8859-1 instead of UTF-8", Rank::Rare),
];
