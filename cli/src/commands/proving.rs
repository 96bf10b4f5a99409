//! A sign of life while a folder is proven.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use ingrain_core::Folder;

/// So long nobody wonders.
const PATIENCE: Duration = Duration::from_millis(300);

/// Proves `folder`. If it takes long, a terminal shows how long already; how much is left nobody can tell.
pub(super) fn during<T>(folder: &Folder, prove: impl FnOnce(&Folder) -> T) -> T {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
    let style = ProgressStyle::with_template("{spinner} {msg} ({elapsed})");
    let scripts = folder
        .files()
        .iter()
        .filter(|file| file.name().ends_with(".sql"));
    let message = format!("proving {} scripts of `{}`", scripts.count(), folder.path());
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
    bar.set_message(message);
    std::thread::scope(|scope| {
        let (done, waiting) = std::sync::mpsc::channel::<()>();
        let waits = bar.clone();
        scope.spawn(move || {
            let is_long =
                waiting.recv_timeout(PATIENCE) == Err(std::sync::mpsc::RecvTimeoutError::Timeout);
            if is_long {
                waits.set_draw_target(ProgressDrawTarget::stderr());
                waits.enable_steady_tick(PATIENCE / 3);
            }
        });
        let proven = prove(folder);
        drop(done);
        bar.finish_and_clear();
        proven
    })
}
