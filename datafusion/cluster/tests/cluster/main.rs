//! Clusters of processes on this machine. `run` does the same with millions of rows.

mod inventory;
mod killed;
mod mistakes;
mod processes;
mod rows;
mod secrecy;
