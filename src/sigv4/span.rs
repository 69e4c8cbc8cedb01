//! The beginning of a text that consists of certain characters.

/// Returns the number of bytes before the first one that is not allowed.
///
/// The compiler unrolls the search in an array. With a table in `is_allowed`, a byte takes three instructions.
#[inline]
pub(crate) fn span(bytes: &[u8], is_allowed: impl Fn(u8) -> bool) -> usize {
    let is_other = |&byte: &u8| !is_allowed(byte);
    let (eights, rest) = bytes.as_chunks::<8>();
    let mut length = 0;
    for eight in eights {
        match eight.iter().position(is_other) {
            Some(at) => return length + at,
            None => length += eight.len(),
        }
    }
    length + rest.iter().position(is_other).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_of_the_first_other_byte() {
        for length in 0..30 {
            let mut text = [b'a'; 30];
            assert_eq!(span(&text[..length], |byte| byte == b'a'), length);
            for at in (0..length).rev() {
                text[at] = b'b';
                assert_eq!(span(&text[..length], |byte| byte == b'a'), at);
            }
        }
    }
}
