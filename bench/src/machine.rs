//! What it runs on: machine, versions, date.

use std::fs;
use std::process::Command;

use crate::{Result, place};

/// The tools that are measured, Ingrain first.
pub const TOOLS: [&str; 5] = [
    "ingrain",
    "diesel",
    "refinery",
    "rusqlite_migration",
    "sqlx",
];

/// Today, UTC.
pub fn date() -> String {
    said("date", &["-u", "+%Y-%m-%d %H:%M UTC"])
}

/// How many processes wanted to run in the last minute, on average.
pub fn load() -> String {
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    load.split(' ').next().unwrap_or_default().to_owned()
}

/// Processor, cores, memory, system, in one line.
pub fn described() -> String {
    let field = |path: &str, name: &str| {
        let text = fs::read_to_string(path).ok()?;
        let line = text.lines().find(|line| line.starts_with(name))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    };
    let model = field("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown".to_owned());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let memory = field("/proc/meminfo", "MemTotal").and_then(|kilobytes| {
        let kilobytes: u64 = kilobytes.split(' ').next()?.parse().ok()?;
        Some(format!(", {} GB", kilobytes.div_ceil(1 << 20)))
    });
    format!(
        "{model}, {cores} cores{}, {}",
        memory.unwrap_or_default(),
        said("uname", &["-sr"])
    )
}

/// What a program says, or nothing.
pub fn said(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let text = output.map(|output| output.stdout).unwrap_or_default();
    String::from_utf8_lossy(&text).trim().to_owned()
}

/// The version of a package, out of the lock file of a contender.
pub fn version(contender: &str, package: &str) -> Result<String> {
    let path = place::contender(contender).join("Cargo.lock");
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let after = format!("name = \"{package}\"\nversion = \"");
    let version = text
        .split_once(&after)
        .and_then(|(_, rest)| rest.split('"').next());
    version
        .map(str::to_owned)
        .ok_or_else(|| format!("{} holds no {package}", path.display()))
}

/// The package of a tool that embeds.
pub fn package(tool: &str) -> &str {
    match tool {
        "diesel" => "diesel_migrations",
        tool => tool,
    }
}

/// Every tool with its version.
pub fn versions() -> String {
    let tool = |tool| {
        let version = version(tool, package(tool)).unwrap_or_default();
        format!("{} {version}", package(tool))
    };
    TOOLS.map(tool).join(", ")
}
