//! The JSON of each command, for `--help` and the pages made of it. Keys may be added, and are never taken away.
//! No line is longer than a narrow terminal.

/// What a report looks like, by an example.
macro_rules! report {
    ($example:literal) => {
        concat!(
            "With --json:\n",
            $example,
            "\n  current: the last applied version, or null. recorded: versions that were",
            "\n  recorded without running anything. direction: up or down. because:",
            "\n  beyond_target or not_embedded. backup: the file that was made, or null"
        )
    };
}

pub(super) const REPORT: &str = report!(
    r#"  {"current": 8,
   "ran": [{"version": 8, "description": "add_author", "direction": "up",
     "duration_ms": 12}],
   "recorded": [], "skipped": [{"version": 9, "because": "beyond_target"}],
   "backup": null}"#
);

pub(super) const DOWN: &str = report!(
    r#"  {"current": 7,
   "ran": [{"version": 8, "description": "add_author", "direction": "down",
     "duration_ms": 12}],
   "recorded": [], "skipped": [], "backup": null}"#
);

pub(super) const REDO: &str = report!(
    r#"  {"current": 8,
   "ran": [{"version": 8, "description": "add_author", "direction": "down",
     "duration_ms": 12},
     {"version": 8, "description": "add_author", "direction": "up",
     "duration_ms": 12}],
   "recorded": [], "skipped": [], "backup": null}"#
);

pub(super) const RECORDED: &str =
    report!(r#"  {"current": 8, "ran": [], "recorded": [8], "skipped": [], "backup": null}"#);

pub(super) const PLAN: &str = r#"With --json:
  {"current": 7,
   "steps": [{"action": "apply", "version": 8, "description": "add_author",
     "class": "additive", "path": "migrations/0008_add_author.up.sql",
     "in_transaction": true, "loses_data": false,
     "statements": ["ALTER TABLE notes ADD COLUMN author text"],
     "rust": null, "environment": null}, …],
   "skipped": [{"version": 9, "because": "beyond_target"}]}
  action: apply, revert or refresh (the history's down script is replaced).
  class: what is not sealed is taken for breaking. rust: the revision of the
  function that it calls, where it is Rust. environment: null but in a program's
  own plans. What a step has not is null"#;

pub(super) const SQL: &str = r#"With --json:
  {"dialect": "postgres", "from": "base", "to": "head", "sql": "…"}"#;

pub(super) const STATUS: &str = r#"With --json:
  {"is_current": false, "current": 7, "head": 9, "pending": [8, 9],
   "refusal": {"code": "ING0104", "title": "…", "text": "error[ING0104]: …",
     "remedy": "…"},
   "last_event_at": "2026-11-20T10:15:00.000Z", "last_event_age_ms": 4711,
   "environment": "production",
   "migrations": [{"version": 7, "description": "search", "state": "applied",
     "class": "breaking", "checksum": "sha256:…",
     "recorded_checksum": "sha256:…", "down_differs": false,
     "event": "applied", "applied_at": "2026-11-20T10:15:00.000Z",
     "applied_by": "journal 0.1.0 (pid 4711 on web-3)", "duration_ms": 12}, …]}
  refusal: why `up` would be refused, or null. state: applied, pending,
  out_of_order, divergent, missing, newer, unfinished, or broken: it has a
  mistake in the folder, which the refusal tells. event: applied, stamped (a
  baseline) or adopted. Times are UTC, by the database's clock. What there is
  not is null: of a migration that is pending, all from recorded_checksum on"#;

pub(super) const HISTORY: &str = r#"With --json:
  {"environment": "production",
   "events": [{"seq": 8, "event": "applied", "version": 8,
     "description": "add_author", "checksum": "sha256:…", "chain": "sha256:…",
     "statements": null, "duration_ms": 12,
     "applied_at": "2026-11-20T10:15:00.000Z",
     "applied_by": "journal 0.1.0 (pid 4711 on web-3)", "note": null}, …]}
  event: applied, reverted, started, progressed, stamped, adopted or repaired;
  the newest first"#;

pub(super) const SHOW: &str = r#"With --json:
  {"version": 8, "dialect": "sqlite", "irreversible": null,
   "up": {"path": "migrations/0008_add_author.up.sql",
     "checksum": "sha256:…", "sql": "…"},
   "down": {"path": "migrations/0008_add_author.down.sql",
     "checksum": "sha256:…", "sql": "…"},
   "recorded": {"version": 8, "state": "applied", …}, "recorded_down": "…"}
  irreversible: why there is no down script. up and down are null where they are
  not embedded, recorded where no database was looked at; it is one of the
  migrations of `status`. recorded_down: as the history keeps it"#;

pub(super) const ENVIRONMENT: &str = r#"With --json:
  {"environment": "production"}"#;
