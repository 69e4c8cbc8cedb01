//! With the secret, a cause is proven.

mod case;
mod limits;
mod pairs;
mod right;
mod singles;
