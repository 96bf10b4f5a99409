//! What is in a database, the history aside, as text: the same for the same content.

use ingrain::Dialect;
use ingrain_end_to_end::testbed::Testbed;

/// Columns, constraints, indexes, views, functions and triggers of the schema `public`.
const CATALOG: &str = "
SELECT 'column ' || c.relname || '.' || row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum) || ' ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
    || ' not null ' || a.attnotnull || ' default ' || coalesce(pg_get_expr(d.adbin, d.adrelid), '')
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v') AND a.attnum > 0 AND NOT a.attisdropped
    AND c.relname <> 'ingrain_history'
UNION ALL
SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) || ' ' || convalidated
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid <> coalesce(to_regclass('ingrain_history')::oid, 0)
UNION ALL
SELECT 'index ' || pg_get_indexdef(indexrelid) || ' valid ' || indisvalid || ' ready ' || indisready || ' unique ' || indisunique
  FROM pg_index WHERE indrelid <> coalesce(to_regclass('ingrain_history')::oid, 0)
    AND indrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
UNION ALL
SELECT 'view ' || viewname || ' ' || definition FROM pg_views WHERE schemaname = 'public'
UNION ALL
SELECT 'function ' || pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
UNION ALL
SELECT 'trigger ' || pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
ORDER BY 1";

/// Everything but the history.
pub(crate) fn dump(bed: &Testbed) -> String {
    match bed.dialect() {
        Dialect::Sqlite => bed.dump_without_history(),
        Dialect::Postgres => postgres(bed),
    }
}

/// The same without the indexes that are marked as invalid: nobody uses them, and the next attempt at what
/// makes them sees to them.
pub(crate) fn without_invalid(dump: &str) -> String {
    let valid = dump
        .lines()
        .filter(|line| !(line.starts_with("index ") && line.contains(" valid false ")));
    valid.map(|line| format!("{line}\n")).collect()
}

/// The lines that only one of them has.
pub(crate) fn difference(expected: &str, found: &str) -> String {
    let only = |one: &str, other: &str, sign: &str| {
        let other: Vec<&str> = other.lines().collect();
        let lines = one.lines().filter(|line| !other.contains(line));
        lines
            .map(|line| format!("{sign} {line}\n"))
            .collect::<String>()
    };
    let missing = only(expected, found, "-");
    let added = only(found, expected, "+");
    format!(
        "{missing}{added}({} and {} lines)",
        expected.lines().count(),
        found.lines().count()
    )
}

fn postgres(bed: &Testbed) -> String {
    let session = bed.session();
    let mut lines = session.rows(CATALOG);
    let tables = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace \
         AND relname <> 'ingrain_history' ORDER BY relname";
    for table in session.rows(tables) {
        let rows = session.rows(&format!("SELECT t::text FROM {table} t ORDER BY 1"));
        lines.extend(rows.iter().map(|row| format!("row {table} {row}")));
    }
    lines.iter().map(|line| format!("{line}\n")).collect()
}
