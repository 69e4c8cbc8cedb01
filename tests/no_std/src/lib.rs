//! A library for a machine without an operating system, that signs.
//!
//! It defines what the standard library would: a panic handler and an allocator. A dependency that pulls std in brings a
//! second panic handler, and the build fails with `duplicate lang item`. `check` links the result and runs it.

#![no_std]

extern crate alloc;

use alloc::ffi::CString;
use core::alloc::{GlobalAlloc, Layout};
use core::cell::UnsafeCell;
use core::ffi::c_char;
use core::panic::PanicInfo;
use core::ptr::null_mut;
use core::sync::atomic::{AtomicUsize, Ordering};
use core::time::Duration;

use presign::sigv4a::Sigv4aSigner;
use presign::{Bucket, Credentials, Error, Method, PresignedUrl, Service};
use time::OffsetDateTime;

const ACCESS_KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET_ACCESS_KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/// The presigned URL of the S3 documentation, when the time is its own: 2013-05-24, 00:00:00 UTC. Null on an error.
#[unsafe(no_mangle)]
pub extern "C" fn presign_no_std_bucket(unix_time: i64) -> *mut c_char {
    into_c(unix_time, |at| {
        let credentials = Credentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY);
        let bucket = Bucket::builder("examplebucket").global_endpoint(true).build()?;
        bucket.get_object("test.txt").expires_in(Duration::from_secs(86400)).sign_at(&credentials, at)
    })
}

/// A URL for another service, signed with a key that was derived before. Null on an error.
#[unsafe(no_mangle)]
pub extern "C" fn presign_no_std_service(unix_time: i64) -> *mut c_char {
    into_c(unix_time, |at| {
        let service = Service::new("sts", "us-east-1", "https://sts.amazonaws.com")?;
        let request = service.request(Method::Get, "/").query("Action", "GetCallerIdentity");
        let scope = presign::sigv4::Scope::new(at.date(), service.region(), service.signing_service())?;
        let signer = Credentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY).scoped(&scope);
        request.sign_at(&signer, at)
    })
}

/// A URL for a multi-region access point. Null on an error.
#[unsafe(no_mangle)]
pub extern "C" fn presign_no_std_multi_region(unix_time: i64) -> *mut c_char {
    into_c(unix_time, |at| {
        let signer = Sigv4aSigner::new(Credentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY));
        let bucket = Bucket::builder("arn:aws:s3::123456789012:accesspoint:mfzwi23gnjvgw.mrap").build()?;
        bucket.get_object("test.txt").sign_at(&signer, at)
    })
}

fn into_c(unix_time: i64, sign: impl FnOnce(OffsetDateTime) -> Result<PresignedUrl, Error>) -> *mut c_char {
    let at = OffsetDateTime::from_unix_timestamp(unix_time).ok();
    let url = at.and_then(|at| sign(at).ok());
    url.and_then(|url| CString::new(url.into_string()).ok()).map_or(null_mut(), CString::into_raw)
}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    loop {}
}

/// Rust's precompiled `alloc` names these two in its unwinding tables. With `panic = "abort"` nothing unwinds.
#[unsafe(no_mangle)]
extern "C" fn rust_eh_personality() {}

#[unsafe(no_mangle)]
extern "C" fn _Unwind_Resume() {}

/// Hands out a static array from front to back and takes nothing back: enough for a few URLs.
struct Bump {
    arena: UnsafeCell<[u8; ARENA]>,
    used: AtomicUsize,
}

const ARENA: usize = 64 * 1024;

#[global_allocator]
static ALLOCATOR: Bump = Bump { arena: UnsafeCell::new([0; ARENA]), used: AtomicUsize::new(0) };

// Unsafe code can't be avoided here: there is no allocator without `GlobalAlloc`, and it is an unsafe trait.
//
// SAFETY: the array is reached only through `alloc`, which never hands out a byte twice.
unsafe impl Sync for Bump {}

// SAFETY: `alloc` gives null or a block of the layout's size and alignment inside the array, and since `used` only grows,
// no block overlaps another. Neither function unwinds.
unsafe impl GlobalAlloc for Bump {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // Room for the alignment too: the array itself has none.
        let Some(size) = layout.size().checked_add(layout.align()) else { return null_mut() };
        let claim = |used: usize| used.checked_add(size).filter(|&end| end <= ARENA);
        let Ok(start) = self.used.fetch_update(Ordering::Relaxed, Ordering::Relaxed, claim) else { return null_mut() };
        // SAFETY: `start + size` is within the array.
        let block = unsafe { self.arena.get().cast::<u8>().add(start) };
        // SAFETY: the offset is less than the alignment, which `size` has in it.
        unsafe { block.add(block.align_offset(layout.align())) }
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}
