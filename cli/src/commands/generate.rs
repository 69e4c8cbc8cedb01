//! `presign completions` and `presign man`: what clap derives from the commands.

use std::path::Path;

use clap::Command;
use clap_complete::Shell;
use clap_mangen::Man;

use crate::failure::Failure;
use crate::output;

pub(crate) fn completions(shell: Shell, mut command: Command) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "presign", &mut script);
    output::print(&String::from_utf8_lossy(&script))
}

pub(crate) fn manual(folder: Option<&Path>, command: Command) -> Result<(), Failure> {
    if let Some(folder) = folder {
        return clap_mangen::generate_to(command, folder)
            .map_err(|error| Failure::new(format!("can't write the pages to {}: {error}", folder.display())));
    }
    let mut page = Vec::new();
    Man::new(command).render(&mut page).map_err(Failure::new)?;
    output::print(&String::from_utf8_lossy(&page))
}
