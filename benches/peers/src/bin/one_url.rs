//! Presigns one URL by the first peer that is turned on, so that the linker keeps what presigning needs: `weight` weighs it.

use presign_peers::Settings;
use presign_peers::peers::ENTRIES;

fn main() {
    let key = std::env::args().nth(1).expect("usage: one_url KEY");
    let settings = Settings::new(std::env::var("AWS_SESSION_TOKEN").ok());
    (ENTRIES[0].new)(&settings).presign(&key, &mut |url| println!("{url}"));
}
