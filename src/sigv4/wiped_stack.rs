//! Wiping the part of the stack where keys were computed.

use zeroize::zeroize_stack;

/// Twice the stack that deriving a key and signing with it takes. Functions that are not optimized take more.
pub(crate) const HMAC_STACK: usize = if cfg!(debug_assertions) { 12 * 1024 } else { 2 * 1024 };

/// Twice the stack that `p256` takes.
#[cfg(feature = "sigv4a")]
pub(crate) const P256_STACK: usize = if cfg!(debug_assertions) { 32 * 1024 } else { 12 * 1024 };

/// Calls a function and then wipes `BYTES` of the stack below the caller, where the function had its variables. Values
/// that were moved, registers that were spilled and the variables of other crates would stay there: no destructor
/// reaches them.
///
/// The result is in the caller's frame, which is not wiped. If it is a secret, it should be on the heap.
#[inline]
pub(crate) fn on_wiped_stack<const BYTES: usize, T>(compute: impl FnOnce() -> T) -> T {
    let result = apart(compute);
    zeroize_stack::<BYTES>();
    result
}

/// Calls a function in a frame of its own, below that of the caller.
#[inline(never)]
fn apart<T>(compute: impl FnOnce() -> T) -> T {
    compute()
}
