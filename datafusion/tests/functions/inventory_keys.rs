//! The keys of CSV inventories.

use crate::util::{context, error, run, strings, with_inventory};

#[tokio::test]
async fn are_encoded_as_in_a_form() {
    let encoded = [
        Some("a+b.txt"),
        Some("a%2Bb.txt"),
        Some("100%25.csv"),
        Some("%ED%95%9C%EA%B8%80/x.txt"),
        Some("plain/key-1.0_x*"),
        Some("a%0Ab"),
        Some(""),
        None,
    ];
    let keys = [
        Some("a b.txt"),
        Some("a+b.txt"),
        Some("100%.csv"),
        Some("한글/x.txt"),
        Some("plain/key-1.0_x*"),
        Some("a\nb"),
        Some(""),
        None,
    ];
    let expected = keys.map(|key| key.map(str::to_owned));
    let context = with_inventory([("key", strings(encoded))]);
    assert_eq!(run(&context, "SELECT decode_inventory_key(key) FROM inventory").await.unwrap(), expected);
    for (encoded, key) in encoded.iter().zip(expected).filter_map(|(encoded, key)| Some((encoded.as_ref()?, key))) {
        let query = format!("SELECT decode_inventory_key('{encoded}')");
        assert_eq!(run(&context, &query).await.unwrap(), [key]);
    }
}

#[tokio::test]
async fn that_are_not_utf_8() {
    let found = error(&context(), "SELECT decode_inventory_key('a%FFb')").await;
    assert!(found.contains(r#"decode_inventory_key: key "a%FFb" is not UTF-8 when decoded"#), "{found}");
}
