//! Tests the gateway over sockets: in this process, and as a child for what happens to a process.

mod child;
mod client;
mod conditions;
mod deletes;
mod forms;
mod hostile;
mod keys;
mod lists;
mod load;
mod page;
mod permissions;
mod reads;
mod shutdown;
mod site;
mod slow;
mod uploads;
