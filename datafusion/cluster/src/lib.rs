//! The programs `presign-scheduler`, `presign-executor` and `presign-cluster`, which presign with SQL on several
//! machines. They are built on [Ballista](https://datafusion.apache.org/ballista/).
//!
//! Each function runs a program with the arguments and the environment of this process. Only the executors sign:
//!
//! | program | knows |
//! |---|---|
//! | client | bucket, key, time to live, signing time |
//! | scheduler | the plan, with the same |
//! | executor | the plan, and credentials or the key of one day from its own environment |

mod client;
mod executor;
mod failure;
mod process;
mod scheduler;
mod signer;

pub use client::client;
pub use executor::executor;
pub use scheduler::scheduler;
