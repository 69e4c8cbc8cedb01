//! QR codes, to share a URL with a phone.

use fast_qr::{ECL, QRBuilder};

use crate::failure::Failure;

/// Draws a text with half blocks, two modules to a character.
pub(crate) fn draw(text: &str) -> Result<String, Failure> {
    // The lowest level of correction gives the fewest modules: the code is on a screen, where nothing is damaged.
    let code = QRBuilder::new(text).ecl(ECL::L).build();
    let code = code.map_err(|_| {
        Failure::new(format!(
            "the URL has {} characters, too many for a QR code: leave out parameters, or sign with credentials without a session token",
            text.len()
        ))
    })?;
    Ok(code.to_str())
}
