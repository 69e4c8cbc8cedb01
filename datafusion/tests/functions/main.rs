//! The functions in SQL. One program, since linking DataFusion takes long.

mod buckets;
mod inventory_keys;
mod mistakes;
mod planning;
mod properties;
mod secrecy;
mod types;
mod util;
