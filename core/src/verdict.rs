//! What comes of what a proof found: the levels of `ingrain.toml`, and what scripts say that they may do.

use crate::config::Config;
use crate::diagnostic::sorted;
use crate::directive::{Allowed, allowed};
use crate::resolve::configuration;
use crate::{Code, Diagnostic, Dialect, Finding, Folder, Level, Rule, Script, loses_data, split};

/// How much each rule counts in a folder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lints {
    config: Config,
}

/// What one database's proof looked at, and what it found.
#[derive(Debug)]
pub struct Proof<'a> {
    /// The database.
    pub dialect: Dialect,
    /// The scripts that were proven.
    pub scripts: Vec<Script<'a>>,
    /// What was found in them.
    pub findings: Vec<Finding>,
}

/// What comes of the findings of a proof.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verdict {
    /// What fails the build, by file and line.
    pub denied: Vec<Diagnostic>,
    /// What it warns of, by file and line.
    pub warned: Vec<Diagnostic>,
}

impl Folder {
    /// How much each rule counts in this folder: what `ingrain.toml` says.
    pub fn lints(&self) -> Lints {
        // A mistake in it is reported with the folder's other mistakes.
        let config = configuration(self, &mut Vec::new()).unwrap_or_default();
        Lints { config }
    }
}

impl Lints {
    /// The oldest Postgres that the scripts run on, such as `14`, if the folder says.
    pub fn minimum_postgres(&self) -> Option<&str> {
        self.config.minimum_postgres.as_deref()
    }

    /// Whether a build goes on if `script` goes against `rule`.
    pub fn accepts(&self, script: Script<'_>, rule: Rule) -> bool {
        self.level(script, rule) < Level::Deny
    }

    /// Which databases the folder says it is for, if it does.
    pub fn declared_dialects(&self) -> Option<&[Dialect]> {
        self.config.dialects.as_deref()
    }

    /// What comes of what was found.
    pub fn judge(&self, proof: &Proof<'_>) -> Verdict {
        let of = |finding: &Finding| {
            let mut scripts = proof.scripts.iter();
            scripts.find(|script| finding.diagnostic.path() == Some(script.path()))
        };
        let (mut denied, mut warned) = (Vec::new(), Vec::new());
        for finding in &proof.findings {
            let level = match of(finding) {
                Some(script) => self.level(*script, finding.rule),
                None => self.default_level(finding.rule),
            };
            match level {
                Level::Allow => {}
                Level::Warn => warned.push(explained(finding)),
                Level::Deny => denied.push(explained(finding)),
            }
        }
        // A proof that was broken off has not seen what would have been allowed.
        if denied.is_empty() {
            let scripts = proof.scripts.iter();
            warned.extend(scripts.flat_map(|&script| unneeded(script, proof)));
        }
        Verdict {
            denied: sorted(denied),
            warned: sorted(warned),
        }
    }

    fn default_level(&self, rule: Rule) -> Level {
        let said = self.config.levels.get(&rule);
        said.copied().unwrap_or(rule.default_level())
    }

    fn level(&self, script: Script<'_>, rule: Rule) -> Level {
        let is_allowed = allowed(rule.dialect(), script.text()).any(|allowed| allowed.rule == rule);
        // What was taken over has run long ago, and cannot say `allow` without changing its checksum.
        let is_past = script.is_adopted() && (rule.may_be_meant() || rule.is_about_rows());
        match is_allowed || is_past {
            true => Level::Allow,
            false => self.default_level(rule),
        }
    }
}

/// The finding, and how to live with it where that can be right.
fn explained(Finding { rule, diagnostic }: &Finding) -> Diagnostic {
    let diagnostic = diagnostic.clone().note(format!("the rule is `{rule}`"));
    let when = match rule {
        Rule::SyntaxError => "if Postgres takes it all the same",
        _ => "if it is meant",
    };
    let allow = format!("{when}, say at the top of the script: `-- ingrain: allow {rule} \"why\"`");
    let is_said = diagnostic
        .help_texts()
        .any(|help| help.contains("-- ingrain: allow"));
    match rule.may_be_meant() && !is_said {
        true => diagnostic.help(allow),
        false => diagnostic,
    }
}

/// Every `allow` in `script` that nothing that was found needs.
fn unneeded<'a>(script: Script<'a>, proof: &'a Proof<'_>) -> impl Iterator<Item = Diagnostic> + 'a {
    let dialect = proof.dialect;
    let is_needed = move |allowed: &Allowed| {
        let mut findings = proof.findings.iter();
        findings.any(|finding| {
            finding.rule == allowed.rule && finding.diagnostic.path() == Some(script.path())
        })
    };
    let statements = split(dialect, script.text()).unwrap_or_default();
    let loses_data = loses_data(dialect, &statements);
    // It is the consent that a database stamped as production asks for, whether or not a lint does.
    let is_consent = move |allowed: &Allowed| loses_data && allowed.rule.is_about_loss();
    allowed(dialect, script.text())
        .filter(move |allowed| allowed.rule.dialect() == dialect)
        .filter(move |allowed| !is_needed(allowed) && !is_consent(allowed))
        .map(move |Allowed { rule, span }| {
            let title = format!("nothing in this script goes against `{rule}`");
            Diagnostic::new(Code::UnneededAllow, title)
                .at_part(script.path(), script.text(), span, "")
                .help("delete the line, so that it does not allow what comes later")
        })
}

#[cfg(test)]
mod tests;
