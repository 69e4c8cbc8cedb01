//! How many rows were written, shown while the query runs.

use std::io::{IsTerminal, stderr};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::output::Output;

pub(crate) struct Progress(ProgressBar);

impl Progress {
    /// Creates the display. It is hidden if standard error is not a terminal, or the rows themselves are shown on one.
    pub(crate) fn new(output: &Output) -> Self {
        if output.is_terminal() || !stderr().is_terminal() {
            return Self(ProgressBar::hidden());
        }
        let style = ProgressStyle::with_template("{human_pos} rows in {elapsed}, {per_sec}");
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
        let bar = style.map(|style| bar.clone().with_style(style)).unwrap_or(bar);
        bar.enable_steady_tick(Duration::from_millis(200));
        Self(bar)
    }

    pub(crate) fn add(&self, rows: usize) {
        self.0.inc(rows as u64);
    }

    /// Leaves the last line on the terminal.
    pub(crate) fn finish(&self) {
        self.0.abandon();
    }
}
