//! A library that signs without the standard library.
//!
//! It defines its own panic handler and allocator. If a dependency used `std`, there would be a second panic handler,
//! and the build would fail with `duplicate lang item`. `check` links the library and runs it.

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

/// Creates a presigned URL. At 2013-05-24, 00:00:00 UTC it is the one in the S3 documentation. Returns null on an
/// error.
#[unsafe(no_mangle)]
pub extern "C" fn presign_no_std_bucket(unix_time: i64) -> *mut c_char {
    into_c(unix_time, |at| {
        let credentials = Credentials::new(ACCESS_KEY_ID, SECRET_ACCESS_KEY);
        let bucket = Bucket::builder("examplebucket").global_endpoint(true).build()?;
        bucket.get_object("test.txt").expires_in(Duration::from_secs(86400)).sign_at(&credentials, at)
    })
}

/// Creates a URL for another service, signed with a key that was derived before. Returns null on an error.
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

/// Creates a URL for a multi-region access point. Returns null on an error.
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

/// The precompiled `alloc` refers to these two functions in its unwinding tables. They are never called, because
/// nothing unwinds with `panic = "abort"`.
#[unsafe(no_mangle)]
extern "C" fn rust_eh_personality() {}

#[unsafe(no_mangle)]
extern "C" fn _Unwind_Resume() {}

/// An allocator that hands out a static array from front to back and never frees. The array is enough for a few URLs.
struct Bump {
    arena: UnsafeCell<[u8; ARENA]>,
    used: AtomicUsize,
}

const ARENA: usize = 64 * 1024;

#[global_allocator]
static ALLOCATOR: Bump = Bump { arena: UnsafeCell::new([0; ARENA]), used: AtomicUsize::new(0) };

// Unsafe code can't be avoided here: an allocator must implement `GlobalAlloc`, which is an unsafe trait.
//
// SAFETY: the array is accessed only through `alloc`, which never hands out a byte twice.
unsafe impl Sync for Bump {}

// SAFETY: `alloc` returns null or a block inside the array with the layout's size and alignment. `used` only grows, so
// blocks never overlap. Neither function unwinds.
unsafe impl GlobalAlloc for Bump {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // Extra bytes for the alignment, since the array itself is not aligned.
        let Some(size) = layout.size().checked_add(layout.align()) else { return null_mut() };
        let claim = |used: usize| used.checked_add(size).filter(|&end| end <= ARENA);
        let Ok(start) = self.used.fetch_update(Ordering::Relaxed, Ordering::Relaxed, claim) else { return null_mut() };
        // SAFETY: `start + size` is within the array.
        let block = unsafe { self.arena.get().cast::<u8>().add(start) };
        // SAFETY: the offset is less than the alignment, and `size` includes the alignment.
        unsafe { block.add(block.align_offset(layout.align())) }
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}
