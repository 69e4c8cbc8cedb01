//! Searching the memory of this process.

use std::collections::BTreeMap;
use std::fs::File;
use std::hint::black_box;
use std::io::Read;
use std::mem;
use std::ops::Range;
use std::os::unix::fs::FileExt;

/// Bytes that must not stay in memory. They are masked, so that a search does not find this value.
pub(crate) struct Secret {
    name: String,
    pieces: Vec<Piece>,
}

/// Secrets are searched for in pieces, because freed memory is partly overwritten.
type Piece = [u8; 16];
const PIECE: usize = size_of::<Piece>();

impl Secret {
    /// Copies nothing to the heap but the masked bytes.
    pub(crate) fn new(name: impl Into<String>, bytes: &[u8]) -> Self {
        let (pieces, _) = bytes.as_chunks();
        assert!(!pieces.is_empty());
        Self { name: name.into(), pieces: pieces.iter().map(masked).collect() }
    }
}

fn masked(piece: &Piece) -> Piece {
    piece.map(|byte| byte ^ 0x5a)
}

/// The number of pieces that were found of each secret.
pub(crate) type Found = BTreeMap<String, usize>;

/// A search for secrets in the memory of this process, which Linux shows as a file. Rust itself can't read freed memory.
///
/// A search allocates nothing before it finds something, because that would overwrite freed memory.
pub(crate) struct Search {
    secrets: Vec<Secret>,
    /// Whether a piece begins with these two bytes. Checking that first makes the search fast enough without
    /// optimization.
    beginnings: Vec<bool>,
    /// The masked pieces in order, each with the index of its secret.
    pieces: Vec<(Piece, usize)>,
    memory: File,
    /// The text of `/proc/self/maps`.
    maps: String,
    /// A part of the memory. Searches skip this buffer and clear it at the end.
    part: Vec<u8>,
}

const PART: usize = 1 << 16;

impl Search {
    pub(crate) fn new(secrets: Vec<Secret>) -> Self {
        let mut beginnings = vec![false; 1 << 16];
        let mut pieces = Vec::new();
        for (index, secret) in secrets.iter().enumerate() {
            for piece in &secret.pieces {
                beginnings[beginning(&masked(piece))] = true;
                pieces.push((*piece, index));
            }
        }
        pieces.sort_unstable();
        let memory = File::open("/proc/self/mem").unwrap();
        Self { secrets, beginnings, pieces, memory, maps: String::with_capacity(PART), part: vec![0; PART] }
    }

    /// Searches all writable memory except the stacks of this thread and of the main thread: the heap, freed or not,
    /// and static variables.
    pub(crate) fn heap(&mut self) -> Found {
        let here = address_of_frame();
        self.search(|range, name| (!range.contains(&here) && name != "[stack]").then_some(range))
    }

    /// Searches the part of this thread's stack that is not in use: what functions that have returned left there, if
    /// they were called by [`deep_down`].
    pub(crate) fn dead_stack(&mut self) -> Found {
        let here = address_of_frame();
        self.search(|range, _| range.contains(&here).then_some(range.start..here - DEPTH / 2))
    }

    /// Searches the ranges that `choose` returns, given the range and the name of each mapping.
    fn search(&mut self, choose: impl Fn(Range<u64>, &str) -> Option<Range<u64>>) -> Found {
        let mut maps = mem::take(&mut self.maps);
        maps.clear();
        File::open("/proc/self/maps").unwrap().read_to_string(&mut maps).unwrap();
        let address = |text: &str| u64::from_str_radix(text, 16).unwrap();
        let mut found = Found::new();
        for line in maps.lines() {
            let mut fields = line.split_ascii_whitespace();
            let (start, end) = fields.next().unwrap().split_once('-').unwrap();
            let is_writable = fields.next().unwrap().starts_with("rw");
            let name = fields.nth(3).unwrap_or_default();
            if let Some(range) = choose(address(start)..address(end), name).filter(|_| is_writable) {
                self.search_range(range, &mut found);
            }
        }
        self.maps = maps;
        self.part.fill(0);
        found
    }

    fn search_range(&mut self, range: Range<u64>, found: &mut Found) {
        let own = self.part.as_ptr() as u64;
        let own = own..own + PART as u64;
        // Parts overlap, so that a piece is never split between two of them.
        for start in range.clone().step_by(PART - PIECE) {
            let part = &mut self.part[..PART.min((range.end - start) as usize)];
            if self.memory.read_exact_at(part, start).is_err() {
                continue;
            }
            for (page, at) in part.chunks(PAGE).zip((0..).step_by(PAGE)) {
                // Most memory is zero.
                if page.iter().all(|byte| *byte == 0) {
                    continue;
                }
                let windows = part[at..part.len().min(at + PAGE + PIECE - 1)].windows(PIECE);
                for (window, address) in windows.zip(start + at as u64..) {
                    if !self.beginnings[beginning(window)] || own.contains(&address) {
                        continue;
                    }
                    let window = masked(window.try_into().unwrap());
                    if let Ok(at) = self.pieces.binary_search_by_key(&window, |(piece, _)| *piece) {
                        *found.entry(self.secrets[self.pieces[at].1].name.clone()).or_default() += 1;
                    }
                }
            }
        }
    }
}

const PAGE: usize = 4096;

fn beginning(piece: &[u8]) -> usize {
    usize::from(u16::from_ne_bytes([piece[0], piece[1]]))
}

fn address_of_frame() -> u64 {
    let local = 0u8;
    &raw const local as u64
}

/// The distance between the caller's frame and that of a function called by [`deep_down`].
const DEPTH: u64 = 1 << 16;

/// Calls a function so far down the stack that what it leaves there is not overwritten by the search.
#[inline(never)]
pub(crate) fn deep_down(function: impl FnOnce()) {
    let space = black_box([0u8; DEPTH as usize]);
    function();
    black_box(&space);
}
