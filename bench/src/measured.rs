//! A command in a process of its own, which can tell how much memory it took: the system counts that for
//! all children of a process together.

use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, ExitCode};
use std::time::Instant;

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

/// What this program is called with to run a command.
pub const MEASURE: &str = "--measure";

/// The same command, measured.
pub fn command(command: Command) -> Command {
    let own = std::env::current_exe().unwrap_or_else(|_| "ingrain-bench".into());
    let mut measured = Command::new(own);
    measured
        .arg(MEASURE)
        .arg(command.get_program())
        .args(command.get_args());
    measured.process_group(0);
    if let Some(directory) = command.get_current_dir() {
        measured.current_dir(directory);
    }
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => measured.env(name, value),
            None => measured.env_remove(name),
        };
    }
    measured
}

/// Ends it with everything that it has started.
pub fn end(child: &mut Child) {
    if let Ok(group) = i32::try_from(child.id()) {
        let _ = killpg(Pid::from_raw(group), Signal::SIGKILL);
    }
    let _ = child.wait();
}

/// Runs the command, and says how many seconds it took and how many bytes its largest process had.
pub fn measure(command: &[String]) -> ExitCode {
    let Some((program, arguments)) = command.split_first() else {
        return ExitCode::FAILURE;
    };
    let begun = Instant::now();
    let status = Command::new(program).args(arguments).status();
    let seconds = begun.elapsed().as_secs_f64();
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).map(|usage| usage.max_rss());
    // Linux counts kilobytes, macOS bytes.
    let unit = if cfg!(target_os = "macos") { 1 } else { 1024 };
    println!("{seconds} {}", usage.unwrap_or_default() * unit);
    match status {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

/// What [`measure`] has said.
pub fn read(output: &[u8]) -> Option<(f64, f64)> {
    let text = String::from_utf8_lossy(output);
    let (seconds, bytes) = text.lines().last()?.split_once(' ')?;
    Some((seconds.parse().ok()?, bytes.parse().ok()?))
}
