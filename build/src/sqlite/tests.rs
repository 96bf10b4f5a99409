//! What the rehearsal finds, and what it does not.

mod allowed;
mod batches;
mod downs;
mod fails;
mod loses;
mod messages;
mod references;
mod rows;
mod sound;

use std::collections::BTreeSet;

use ingrain_core::{Dialect, Finding, Folder, Rule, Script, Version};

/// Files by name, and their texts.
type Files<'f> = [(&'f str, &'f str)];

/// What is found in a chain of which nothing is proven and nothing allowed.
fn found(files: &Files<'_>) -> Vec<Finding> {
    found_with(files, &[], &|_, _| false)
}

fn found_with(
    files: &Files<'_>,
    proven: &[u64],
    accepts: &dyn Fn(Script<'_>, Rule) -> bool,
) -> Vec<Finding> {
    let files = files
        .iter()
        .map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
    let folder = Folder::new("migrations", files);
    let chains = folder.chains().expect("a whole folder");
    let chain = chains
        .iter()
        .find(|chain| chain.dialect() == Dialect::Sqlite)
        .expect("a chain for SQLite");
    let proven: BTreeSet<Version> = chain
        .migrations()
        .iter()
        .map(|migration| migration.version())
        .filter(|version| proven.contains(&version.number()))
        .collect();
    super::rehearse(chain, &proven, accepts)
}

/// Each finding's rule and place: `rows-lost migrations/0003_x.up.sql:5:1`.
fn places(findings: &[Finding]) -> Vec<String> {
    let place = |finding: &Finding| {
        let path = finding.diagnostic.path().unwrap_or_default();
        let position = finding.diagnostic.line_and_column();
        let position = position.map(|(line, column)| format!(":{line}:{column}"));
        format!("{} {path}{}", finding.rule, position.unwrap_or_default())
    };
    findings.iter().map(place).collect()
}

/// The first line of all that is suggested.
fn helps(findings: &[Finding]) -> Vec<String> {
    let rendered = findings
        .iter()
        .map(|finding| ingrain_core::render(&finding.diagnostic, ingrain_core::Style::Plain));
    let lines: Vec<String> = rendered
        .flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let helps = lines.iter().filter_map(|line| line.split_once("= help: "));
    helps.map(|(_, help)| help.to_owned()).collect()
}

fn check(files: &Files<'_>, expected: &[&str]) {
    let findings = found(files);
    let rendered: Vec<String> = findings
        .iter()
        .map(|finding| ingrain_core::render(&finding.diagnostic, ingrain_core::Style::Plain))
        .collect();
    assert_eq!(
        places(&findings),
        expected,
        "{files:#?}\n{}",
        rendered.join("\n\n")
    );
}

/// Checks a chain of up and down scripts, in which nothing is to be found.
fn sound(migrations: &[(&str, &str)]) {
    let names: Vec<(String, String)> = (1..=migrations.len())
        .map(|version| {
            (
                format!("{version:04}_step.up.sql"),
                format!("{version:04}_step.down.sql"),
            )
        })
        .collect();
    let files: Vec<(&str, &str)> = names
        .iter()
        .zip(migrations)
        .flat_map(|((up, down), (up_text, down_text))| {
            [(up.as_str(), *up_text), (down.as_str(), *down_text)]
        })
        .collect();
    check(&files, &[]);
}
