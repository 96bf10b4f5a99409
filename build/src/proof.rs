//! The proofs of a folder, one for each database whose feature is on, and what comes of them.

use std::path::Path;

use ingrain_core::{
    Chain, Diagnostic, Dialect, Folder, Lints, Proof, Rule, SealRequest, Verdict, sorted,
};

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
    prove_to_seal(folder, &SealRequest::default(), notes)
}

/// The same for a folder that is to be sealed: what the request names may have changed.
pub fn prove_to_seal(folder: &Folder, request: &SealRequest, notes: Option<&Path>) -> Outcome {
    let (chains, mistakes) = match folder.chains_to_seal(request) {
        Ok(chains) => (chains, Vec::new()),
        Err(mistakes) => (Vec::new(), mistakes),
    };
    let lints = folder.lints();
    let proofs = proofs(folder, &chains, &lints, notes).into_iter();
    let judged = proofs.map(|proof| Judged {
        verdict: lints.judge(&proof),
        proof,
    });
    let mut judged: Vec<Judged<'_>> = judged.collect();
    let dialects: Vec<Dialect> = chains.iter().map(Chain::dialect).collect();
    if lints.declared_dialects().is_none() {
        judged = meant(judged, &dialects, folder.path());
    }
    let is_proven = |dialect: &Dialect| {
        let mut judged = judged.iter();
        judged.any(|judged| judged.proof.dialect == *dialect && judged.is_whole())
    };
    let proven = dialects.iter().copied().filter(is_proven).collect();
    let (mut denied, mut warned) = (Vec::new(), Vec::new());
    for Judged { verdict, .. } in judged {
        denied.extend(verdict.denied);
        warned.extend(verdict.warned);
    }
    // A script that two databases share may be found wanting by both.
    Outcome {
        mistakes,
        denied: sorted(denied),
        warned: sorted(warned),
        dialects,
        proven,
    }
}

/// A proof, and what comes of it.
struct Judged<'a> {
    proof: Proof<'a>,
    verdict: Verdict,
}

impl Judged<'_> {
    /// Whether everything was looked at, and nothing was denied.
    fn is_whole(&self) -> bool {
        // After these, whatever their level, something was left out.
        let left_out = [
            Rule::RehearsalFails,
            Rule::UnknownFunction,
            Rule::SyntaxError,
        ];
        let mut findings = self.proof.findings.iter();
        self.verdict.denied.is_empty() && !findings.any(|finding| left_out.contains(&finding.rule))
    }
}

/// What counts in a folder that does not say which databases it is for: its scripts may read well under both,
/// and be meant for one. What has run on SQLite need not be SQL for Postgres; and before the folder is whole,
/// nobody can tell.
fn meant<'a>(mut judged: Vec<Judged<'a>>, dialects: &[Dialect], path: &str) -> Vec<Judged<'a>> {
    match dialects {
        [] => return Vec::new(),
        [_] => return judged,
        _ => {}
    }
    let runs_on_sqlite = |one: &Judged<'_>| one.proof.dialect == Dialect::Sqlite && one.is_whole();
    if judged.iter().any(runs_on_sqlite) {
        judged.retain(|one| {
            let mut findings = one.proof.findings.iter();
            !findings.any(|finding| finding.rule == Rule::SyntaxError)
        });
    }
    for Judged { proof, verdict } in &mut judged {
        let other = match proof.dialect {
            Dialect::Sqlite => Dialect::Postgres,
            Dialect::Postgres => Dialect::Sqlite,
        };
        let (title, name) = (other.title(), other.name());
        let help = format!(
            "if `{path}` is for {title} alone, say so in `{path}/ingrain.toml`: `dialects = [\"{name}\"]`"
        );
        let denied = std::mem::take(&mut verdict.denied).into_iter();
        verdict.denied = denied.map(|found| found.help(&help)).collect();
    }
    judged
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

#[cfg(all(test, feature = "postgres", feature = "sqlite"))]
mod tests;
