//! The proofs of a folder, one for each database whose feature is on, and what comes of them.

use std::path::Path;

use ingrain_core::{Chain, Diagnostic, Dialect, Finding, Folder, Lints, Proof, Rule, sorted};

/// What is known of a folder after its proofs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outcome {
    /// What the folder lacks to be whole, by file and line.
    pub mistakes: Vec<Diagnostic>,
    /// What the proofs found and the folder's lints deny, by file and line.
    pub denied: Vec<Diagnostic>,
    /// What they found and only warn of, by file and line.
    pub warned: Vec<Diagnostic>,
    /// The databases that the folder has a chain for; none while it is not whole.
    pub dialects: Vec<Dialect>,
    /// Those of them on which all of it is proven.
    pub proven: Vec<Dialect>,
}

impl Outcome {
    /// Everything that fails the build, by file and line.
    pub fn errors(&self) -> Vec<Diagnostic> {
        sorted([self.mistakes.clone(), self.denied.clone()].concat())
    }
}

/// Proves what is not yet proven of `folder`: all but what was proven when it was sealed, and has not
/// changed since.
///
/// With the feature `postgres` the scripts for Postgres are parsed and searched for hazards, even if the
/// folder is not whole; `notes` names a file that remembers what was found, so that only what has changed
/// is parsed again. With the feature `sqlite` the SQLite chain is rehearsed in memory. Without a feature
/// its database is not proven.
pub fn prove(folder: &Folder, notes: Option<&Path>) -> Outcome {
    let (chains, mistakes) = match folder.chains() {
        Ok(chains) => (chains, Vec::new()),
        Err(mistakes) => (Vec::new(), mistakes),
    };
    let lints = folder.lints();
    let proofs = proofs(folder, &chains, &lints, notes);
    let is_whole = |proof: &&Proof<'_>| {
        let broken_off = |finding: &Finding| finding.rule == Rule::RehearsalFails;
        !proof.findings.iter().any(broken_off)
    };
    let whole = proofs.iter().filter(is_whole);
    let whole: Vec<Dialect> = whole.map(|proof| proof.dialect).collect();
    let verdict = lints.judge(proofs);
    let is_proven =
        |dialect: &Dialect| whole.contains(dialect) && !verdict.refuted.contains(dialect);
    let dialects: Vec<Dialect> = chains.iter().map(Chain::dialect).collect();
    Outcome {
        mistakes,
        proven: dialects.iter().copied().filter(is_proven).collect(),
        denied: verdict.denied,
        warned: verdict.warned,
        dialects,
    }
}

#[cfg_attr(
    not(all(feature = "postgres", feature = "sqlite")),
    allow(unused_variables, reason = "each feature has its use for some of them")
)]
fn proofs<'a>(
    folder: &'a Folder,
    chains: &[Chain<'a>],
    lints: &Lints,
    notes: Option<&Path>,
) -> Vec<Proof<'a>> {
    vec![
        #[cfg(feature = "postgres")]
        postgres(folder, lints, notes),
        #[cfg(feature = "sqlite")]
        sqlite(folder, chains, lints),
    ]
}

#[cfg(feature = "postgres")]
fn postgres<'a>(folder: &'a Folder, lints: &Lints, notes: Option<&Path>) -> Proof<'a> {
    let scripts = folder.unproven_scripts(Dialect::Postgres);
    Proof {
        dialect: Dialect::Postgres,
        findings: crate::postgres::prove(&scripts, lints.minimum_postgres(), notes),
        scripts: scripts.into_iter().map(|(_, script)| script).collect(),
    }
}

#[cfg(feature = "sqlite")]
fn sqlite<'a>(folder: &Folder, chains: &[Chain<'a>], lints: &Lints) -> Proof<'a> {
    let mut proof = Proof {
        dialect: Dialect::Sqlite,
        scripts: Vec::new(),
        findings: Vec::new(),
    };
    let chain = chains
        .iter()
        .find(|chain| chain.dialect() == Dialect::Sqlite);
    if let Some(chain) = chain {
        let proven = folder.proven(chain);
        let accepts = |script: ingrain_core::Script<'_>, rule| lints.accepts(script, rule);
        proof.findings = crate::sqlite::rehearse(chain, &proven, &accepts);
        let migrations = chain.migrations().iter();
        let new = migrations.filter(|migration| !proven.contains(&migration.version()));
        let both = new.flat_map(|one| [Some(one.up()), one.down_script()]);
        proof.scripts = both.flatten().collect();
    }
    proof
}
