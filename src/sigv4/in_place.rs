//! Moving text within a `String` without a second buffer.

use alloc::string::String;

/// Moves the end of a text, from `start` on, to the offset `earlier`. The text in between is appended again and its
/// first copy removed, so nothing is allocated if the capacity allows for the copy.
pub(super) fn move_end(text: &mut String, start: usize, earlier: usize) {
    if earlier < start {
        text.extend_from_within(earlier..start);
        text.drain(earlier..start);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cut_of_a_text() {
        let text = "aé日z";
        let cuts = || text.char_indices().map(|(at, _)| at).chain([text.len()]);
        for start in cuts() {
            for earlier in cuts().filter(|&earlier| earlier <= start) {
                let mut moved = String::from(text);
                move_end(&mut moved, start, earlier);
                assert_eq!(moved, [&text[..earlier], &text[start..], &text[earlier..start]].concat());
            }
        }
    }
}
