//! SHA-256 and HMAC-SHA256, computed block by block.
//!
//! `sha2` and `hmac` collect their input in a buffer until a block is full. A message in one piece needs no such
//! buffer, and a state without one is faster to copy and to wipe, which signing does for each URL.

use core::slice;

use hmac::KeyInit;
use hmac::block_api::HmacCore;
use sha2::Sha256;
use sha2::digest::array::Array;
use sha2::digest::block_api::{Buffer, CoreProxy, FixedOutputCore, SmallBlockSizeUser};
use sha2::digest::consts::{U32, U64};

/// The length of a SHA-256 block, in bytes.
pub(crate) const BLOCK: usize = 64;

/// Returns the SHA-256 of a message.
pub(crate) fn sha256(message: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    finish(&mut <Sha256 as CoreProxy>::Core::default(), message, &mut hash);
    hash
}

/// Returns the SHA-256 of each of two messages, faster than one after the other: a processor with instructions for
/// SHA-256 waits for the result of each, and meanwhile processes the other message. Calls `meanwhile` after each block of
/// both: the processor does that at the same time, too.
pub(crate) fn sha256_of_both(messages: [&[u8]; 2], meanwhile: impl FnMut()) -> [[u8; 32]; 2] {
    let mut hashes = [[0; 32]; 2];
    let mut cores: [<Sha256 as CoreProxy>::Core; 2] = Default::default();
    finish_both(cores.each_mut(), messages, &mut hashes, meanwhile);
    hashes
}

/// A message in pieces. They are collected on the stack, which is not wiped.
#[cfg(feature = "verify")]
pub(crate) struct Pieces {
    core: <Sha256 as CoreProxy>::Core,
    collected: [u8; 8 * BLOCK],
    length: usize,
}

#[cfg(feature = "verify")]
impl Pieces {
    pub(crate) fn new() -> Self {
        Self { core: Default::default(), collected: [0; 8 * BLOCK], length: 0 }
    }

    /// Adds a piece. Many pieces are constants, so the compiler knows their length if this is inlined.
    #[inline(always)]
    pub(crate) fn push(&mut self, piece: &str) {
        self.push_bytes(piece.as_bytes());
    }

    #[inline(always)]
    pub(crate) fn push_bytes(&mut self, piece: &[u8]) {
        let end = self.length + piece.len();
        match self.collected.get_mut(self.length..end) {
            Some(place) => {
                place.copy_from_slice(piece);
                self.length = end;
            }
            None => self.push_long(piece),
        }
    }

    #[inline(never)]
    fn push_long(&mut self, mut piece: &[u8]) {
        use sha2::digest::block_api::UpdateCore;
        while piece.len() > self.collected.len() - self.length {
            let (fits, rest) = piece.split_at(self.collected.len() - self.length);
            self.collected[self.length..].copy_from_slice(fits);
            self.core.update_blocks(Array::cast_slice_from_core(self.collected.as_chunks().0));
            (piece, self.length) = (rest, 0);
        }
        self.collected[self.length..self.length + piece.len()].copy_from_slice(piece);
        self.length += piece.len();
    }

    /// Returns the SHA-256 of the message.
    pub(crate) fn sha256(&mut self) -> [u8; 32] {
        let mut hash = [0; 32];
        finish(&mut self.core, &self.collected[..self.length], &mut hash);
        hash
    }
}

/// An HMAC-SHA256 state (RFC 2104) after the key, and perhaps the first blocks of a message. Wiped from memory when
/// dropped.
#[derive(Clone)]
pub(crate) struct Hmac(HmacCore<Sha256>);

impl Hmac {
    /// Creates a state from a key, padded with zeros to the length of a block (RFC 2104, section 2).
    pub(crate) fn new(key: &[u8; BLOCK]) -> Self {
        Self(HmacCore::new(key.into()))
    }

    /// Processes whole blocks.
    pub(crate) fn update(&mut self, blocks: &[[u8; BLOCK]]) {
        use sha2::digest::block_api::UpdateCore;
        self.0.update_blocks(Array::cast_slice_from_core(blocks));
    }

    /// Processes the rest of the message and writes the code to `code`. The state is used up, but stays in its place
    /// until it is dropped: moving it would leave a copy on the stack.
    #[inline]
    pub(crate) fn finish(&mut self, message: &[u8], code: &mut [u8; 32]) {
        finish(&mut self.0, message, code);
    }

    /// Finishes two messages by turns, like [`sha256_of_both`].
    #[inline]
    pub(crate) fn finish_both(states: &mut [Self; 2], messages: [&[u8]; 2], codes: &mut [[u8; 32]; 2]) {
        finish_both(states.each_mut().map(|state| &mut state.0), messages, codes, || ());
    }

    /// Returns whether this is the code of a message. Compares in constant time.
    #[cfg(feature = "verify")]
    pub(crate) fn verify(mut self, message: &[u8], code: &[u8]) -> bool {
        use hmac::Mac;
        use sha2::digest::block_api::UpdateCore;
        let (blocks, rest) = message.as_chunks();
        self.0.update_blocks(Array::cast_slice_from_core(blocks));
        hmac::Hmac::<Sha256>::compose(self.0, Buffer::<HmacCore<Sha256>>::new(rest)).verify_slice(code).is_ok()
    }
}

#[inline]
fn finish<C>(core: &mut C, message: &[u8], output: &mut [u8; 32])
where
    C: FixedOutputCore<BlockSize = U64, OutputSize = U32> + SmallBlockSizeUser<_BlockSize = U64>,
{
    let (blocks, rest) = message.as_chunks();
    core.update_blocks(Array::cast_slice_from_core(blocks));
    core.finalize_fixed_core(&mut Buffer::<C>::new(rest), output.into());
}

/// Processes the blocks of two messages by turns, as far as both have them, then finishes each.
#[inline]
fn finish_both<C>(cores: [&mut C; 2], messages: [&[u8]; 2], outputs: &mut [[u8; 32]; 2], mut meanwhile: impl FnMut())
where
    C: FixedOutputCore<BlockSize = U64, OutputSize = U32> + SmallBlockSizeUser<_BlockSize = U64>,
{
    let [one, other] = cores;
    let [(blocks, _), (other_blocks, _)] = messages.map(<[u8]>::as_chunks::<BLOCK>);
    for (block, other_block) in blocks.iter().zip(other_blocks) {
        one.update_blocks(Array::cast_slice_from_core(slice::from_ref(block)));
        other.update_blocks(Array::cast_slice_from_core(slice::from_ref(other_block)));
        meanwhile();
    }
    let done = blocks.len().min(other_blocks.len()) * BLOCK;
    let [message, other_message] = messages.map(|message| &message[done..]);
    let [output, other_output] = outputs;
    finish(one, message, output);
    finish(other, other_message, other_output);
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use hmac::Mac;
    use sha2::Digest;

    use super::*;

    /// Returns messages of up to five blocks, with every possible length of the last block. Miri, where each block takes a
    /// hundredth of a second, gets only some of them.
    fn messages() -> impl Iterator<Item = Vec<u8>> {
        let step = if cfg!(miri) { 21 } else { 1 };
        let lengths = (0..=5 * BLOCK).step_by(step);
        lengths.map(|length| (0..length).map(|index| (index * 7 + length) as u8).collect())
    }

    #[test]
    fn a_message_in_one_piece_has_the_hash_of_one_in_many() {
        for message in messages() {
            let gathered = message.chunks(13).fold(Sha256::new(), Digest::chain_update);
            assert_eq!(sha256(&message), <[u8; 32]>::from(gathered.finalize()), "{} bytes", message.len());
        }
    }

    #[cfg(feature = "verify")]
    #[test]
    fn pieces_have_the_hash_of_the_whole() {
        for length in (0..2000).step_by(if cfg!(miri) { 999 } else { 1 }) {
            let whole: alloc::string::String = (0..length).map(|index| char::from(b'a' + (index % 23) as u8)).collect();
            for at in [0, length / 7, length / 2, length] {
                let (start, end) = whole.split_at(at);
                let expected = sha256(whole.as_bytes());
                let mut pieces = Pieces::new();
                ["", start, "", end].into_iter().for_each(|piece| pieces.push(piece));
                assert_eq!(pieces.sha256(), expected, "{length} bytes in two pieces, at {at}");
            }
        }
    }

    #[test]
    fn two_messages_have_the_hashes_and_codes_that_each_has_alone() {
        let key: [u8; BLOCK] = core::array::from_fn(|index| index as u8);
        let messages: Vec<_> = messages().step_by(13).collect();
        for (message, other) in messages.iter().flat_map(|one| messages.iter().map(move |other| (one, other))) {
            let mut blocks = 0;
            assert_eq!(sha256_of_both([message, other], || blocks += 1), [sha256(message), sha256(other)]);
            assert_eq!(blocks, message.len().min(other.len()) / BLOCK);

            let (mut codes, mut alone) = ([[0; 32]; 2], [[0; 32]; 2]);
            Hmac::finish_both(&mut [Hmac::new(&key), Hmac::new(&key)], [message, other], &mut codes);
            Hmac::new(&key).finish(message, &mut alone[0]);
            Hmac::new(&key).finish(other, &mut alone[1]);
            assert_eq!(codes, alone, "{} and {} bytes", message.len(), other.len());
        }
    }

    #[test]
    fn a_message_has_the_same_code_whole_or_begun() {
        let key: [u8; BLOCK] = core::array::from_fn(|index| index as u8);
        for message in messages() {
            let gathered = hmac::Hmac::<Sha256>::new_from_slice(&key).unwrap().chain_update(&message);
            let expected: [u8; 32] = gathered.finalize().into_bytes().into();

            let mut code = [0; 32];
            Hmac::new(&key).finish(&message, &mut code);
            assert_eq!(code, expected, "{} bytes", message.len());

            let (blocks, rest) = message.as_chunks();
            let mut begun = Hmac::new(&key);
            begun.update(blocks);
            begun.finish(rest, &mut code);
            assert_eq!(code, expected, "{} bytes, begun", message.len());
        }
    }
}
