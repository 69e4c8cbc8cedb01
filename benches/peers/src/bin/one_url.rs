//! Presigns one URL by the first peer that is turned on, so that the linker keeps what presigning needs: `weight` weighs it.

use presign_peers::Settings;
use presign_peers::peers::ENTRIES;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let key = arguments.next().expect("usage: one_url KEY [SESSION_TOKEN]");
    (ENTRIES[0].new)(&Settings::new(arguments.next())).presign(&key, &mut |url| println!("{url}"));
}
