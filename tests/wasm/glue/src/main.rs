//! Writes the JavaScript for Node.js that a module built with wasm-bindgen needs: `presign-wasm-glue MODULE DIRECTORY`

use std::env;
use std::error::Error;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let module = arguments.next().ok_or("no module")?;
    let directory = arguments.next().ok_or("no directory")?;
    Ok(Bindgen::new().input_path(module).nodejs(true)?.typescript(false).generate(directory)?)
}
