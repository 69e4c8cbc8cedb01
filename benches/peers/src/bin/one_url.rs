//! Presigns one URL with the first enabled library. `weight` measures the size of this program.

use presign_peers::Settings;
use presign_peers::peers::ENTRIES;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let key = arguments.next().expect("usage: one_url KEY [SESSION_TOKEN]");
    (ENTRIES[0].new)(&Settings::new(arguments.next())).presign(&key, &mut |url| println!("{url}"));
}
