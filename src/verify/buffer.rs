//! Text on the stack.

use alloc::string::String;
use core::fmt;
use core::ops::Range;

/// Text of up to `N` bytes on the stack, and longer text on the heap.
pub(super) struct Buffer<const N: usize> {
    bytes: [u8; N],
    length: usize,
    /// All of the text, once it is longer than `N`.
    heap: String,
}

impl<const N: usize> Buffer<N> {
    pub(super) fn new() -> Self {
        Self { bytes: [0; N], length: 0, heap: String::new() }
    }

    pub(super) fn len(&self) -> usize {
        self.length
    }

    #[expect(
        clippy::expect_used,
        reason = "only `write_str` writes to the buffer, and it is sliced where a text begins or ends"
    )]
    pub(super) fn slice(&self, range: Range<usize>) -> &str {
        if self.heap.is_empty() {
            core::str::from_utf8(&self.bytes[range]).expect("the buffer was filled with strings")
        } else {
            &self.heap[range]
        }
    }
}

impl<const N: usize> fmt::Write for Buffer<N> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.length + text.len();
        if self.heap.is_empty() {
            if let Some(place) = self.bytes.get_mut(self.length..end) {
                place.copy_from_slice(text.as_bytes());
                self.length = end;
                return Ok(());
            }
            let mut heap = String::with_capacity(end.max(2 * N));
            heap.push_str(self.slice(0..self.length));
            self.heap = heap;
        }
        self.heap.push_str(text);
        self.length = end;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use core::fmt::Write;

    use super::*;

    #[test]
    fn text_outgrows_the_stack() {
        let (mut buffer, mut expected) = (Buffer::<8>::new(), String::new());
        for text in ["", "abc", "déf", "", "g", "hijklmnop", "ü", "qrs"] {
            buffer.write_str(text).unwrap();
            expected.push_str(text);
            assert_eq!((buffer.slice(0..buffer.len()), buffer.len()), (&*expected, expected.len()));
        }
        assert_eq!(buffer.slice(3..6), "déf"[..3].to_string());
    }

    use alloc::string::ToString;
}
