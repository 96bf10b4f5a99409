//! Squawk's rules.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use ingrain_core::{Rule, Transaction};
use squawk_linter::{Linter, Violation};
use squawk_syntax::ast::AstNode as _;
use squawk_syntax::{Parse, SourceFile};

use super::block::Opened;
use super::column;
use super::found::{Found, first_line};
use super::script::Subject;
use super::words;

/// Squawk's rules that say nothing of a script of Ingrain.
pub(super) const LEFT_OUT: [(&str, &str); 7] = [
    ("unused-ignore", "its comments are not heeded"),
    (
        "transaction-nesting",
        "the folder is refused for what it finds",
    ),
    (
        "ban-uncommitted-transaction",
        "the folder is refused for what it finds",
    ),
    (
        "ban-concurrent-index-creation-in-transaction",
        "the folder is refused for what it finds",
    ),
    ("require-lock-timeout", "the runner sets it"),
    ("require-statement-timeout", "the runner sets it"),
    (
        "require-timeout-settings",
        "it stands for the two before it",
    ),
];

/// Rules that are about the words of a statement, whatever it is done to.
const WHATEVER_EXISTS: [Rule; 14] = [
    Rule::BanCharField,
    Rule::BanCreateDomainWithConstraint,
    Rule::BanDropDatabase,
    Rule::BanDuplicateColumnAssignments,
    // Others may refer to a table by now that is as new as the script.
    Rule::BanTruncateCascade,
    Rule::IdentifierTooLong,
    Rule::PreferBigintOverInt,
    Rule::PreferBigintOverSmallint,
    Rule::PreferIdentity,
    Rule::PreferRobustStmts,
    Rule::PreferTextField,
    Rule::PreferTimestampTz,
    Rule::RequireEnumValueOrdering,
    Rule::RequireTableSchema,
];

/// Rules that squawk does not apply in a transaction to tables of a name that the script creates, be it only if
/// they do not exist, or in another schema.
const TRUSTING: [squawk_linter::Rule; 4] = [
    squawk_linter::Rule::AddingForeignKeyConstraint,
    squawk_linter::Rule::ConstraintMissingNotValid,
    squawk_linter::Rule::DisallowedUniqueConstraint,
    squawk_linter::Rule::RequireConcurrentIndexCreation,
];

/// What goes against one of squawk's rules, as far as it matters to what was there before the script.
pub(super) fn lint(subject: &Subject<'_>, script: &Opened<'_>) -> Vec<Found> {
    let text = deaf(&script.text);
    let reparsed = matches!(text, Cow::Owned(_)).then(|| SourceFile::parse(&text));
    let parse = reparsed.as_ref().unwrap_or(&script.parse);
    let violations = violations(subject, parse, &text);
    if violations.is_empty() {
        return Vec::new();
    }
    let statements = statements(script);
    let mut seen = BTreeSet::new();
    violations
        .iter()
        .filter_map(|violation| Some((Rule::named(&violation.code.to_string())?, violation)))
        .filter(|&(rule, violation)| {
            let statement = statement_of(&statements, violation);
            let is_own = statement.is_some_and(|statement| statement.is_own);
            WHATEVER_EXISTS.contains(&rule) || !is_own
        })
        .filter(|&(rule, violation)| !is_said_better(rule, violation, &violations))
        .filter(|&(rule, violation)| !column::is_not_so(rule, violation, parse, subject.server))
        .filter(|&(rule, violation)| {
            // Of a column that is named twice squawk speaks at both places; the second is the slip.
            let start = statement_of(&statements, violation).map(|statement| statement.range.start);
            rule != Rule::BanDuplicateColumnAssignments
                || !seen.insert((start, violation.message.as_str()))
        })
        .map(|(rule, violation)| found(subject, rule, violation))
        .collect()
}

fn violations(subject: &Subject<'_>, parse: &Parse<SourceFile>, text: &str) -> Vec<Violation> {
    let violations = |rules: Vec<squawk_linter::Rule>, is_wrapped: bool| {
        let mut linter = Linter::from(rules);
        linter.settings.assume_in_transaction = is_wrapped;
        if let Some(Ok(version)) = subject.server.map(str::parse) {
            linter.settings.pg_version = version;
        }
        linter.lint(parse, text)
    };
    let is_wrapped = subject.transaction == Transaction::Wrapped;
    let mut all = violations(rules(subject).collect(), is_wrapped);
    if is_wrapped {
        let trusting = rules(subject).filter(|rule| TRUSTING.contains(rule));
        let doubtful = violations(trusting.collect(), false);
        let known: BTreeSet<_> = all.iter().map(place).collect();
        let more = doubtful
            .into_iter()
            .filter(|other| !known.contains(&place(other)));
        let more: Vec<_> = more.collect();
        all.extend(more);
        all.sort_by_key(|violation| violation.text_range.start());
    }
    all
}

/// What it is about, and where.
fn place(violation: &Violation) -> (String, usize, usize) {
    let range = violation.text_range;
    (
        violation.code.to_string(),
        range.start().into(),
        range.end().into(),
    )
}

fn rules(subject: &Subject<'_>) -> impl Iterator<Item = squawk_linter::Rule> {
    let direction = subject.direction;
    let wanted = move |rule: &Rule| rule.is_for(direction) && !is_left_out(*rule);
    let rules = Rule::ALL.iter().copied().filter(wanted);
    rules.filter_map(|rule| squawk_linter::Rule::try_from(rule.name()).ok())
}

/// Whether squawk is not asked about `rule`.
pub(super) fn is_left_out(rule: Rule) -> bool {
    LEFT_OUT.iter().any(|(name, _)| *name == rule.name())
}

/// `text` without the comments that squawk takes orders from, of the same length: what is waived is said to
/// Ingrain, with a reason, and looked after.
fn deaf(text: &str) -> Cow<'_, str> {
    if !text.contains("squawk-") {
        return Cow::Borrowed(text);
    }
    let text = text.replace("squawk-ignore", "squawk_ignore");
    Cow::Owned(text.replace("squawk-disable", "squawk_disable"))
}

struct Statement {
    range: Range<usize>,
    /// Whether it concerns nothing but what those before it created.
    is_own: bool,
}

fn statements(script: &Opened<'_>) -> Vec<Statement> {
    let mut statements = Vec::new();
    script.each(|statement, created| {
        statements.push(Statement {
            range: statement.syntax().text_range().into(),
            is_own: created.is_all_of(statement),
        });
    });
    statements
}

fn statement_of<'s>(statements: &'s [Statement], violation: &Violation) -> Option<&'s Statement> {
    let start = usize::from(violation.text_range.start());
    let after = statements.partition_point(|statement| statement.range.start <= start);
    let statement = statements.get(after.checked_sub(1)?)?;
    statement.range.contains(&start).then_some(statement)
}

/// Of a new constraint squawk speaks twice: of constraints, and of its kind.
fn is_said_better(rule: Rule, violation: &Violation, violations: &[Violation]) -> bool {
    let range = violation.text_range;
    let from = violations.partition_point(|other| other.text_range.start() < range.start());
    let mut within = violations[from..]
        .iter()
        .take_while(|other| other.text_range.start() < range.end());
    rule == Rule::ConstraintMissingNotValid
        && within.any(|other| {
            matches!(
                other.code,
                squawk_linter::Rule::AddingForeignKeyConstraint
                    | squawk_linter::Rule::AddingSerialPrimaryKeyField
                    | squawk_linter::Rule::DisallowedUniqueConstraint
            )
        })
}

fn found(subject: &Subject<'_>, rule: Rule, violation: &Violation) -> Found {
    let span = first_line(subject.text(), violation.text_range.into());
    let words = words::of(rule, violation);
    let found = Found::new(rule, span, words.title);
    let found = words.notes.into_iter().fold(found, Found::note);
    match words.help {
        Some(help) => found.help(help),
        None => found,
    }
}
