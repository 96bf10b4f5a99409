//! Postgres bodies that hold statements.

use super::super::Construct;
use super::Postgres;

#[track_caller]
fn check(script: &str, expected: &[&str]) {
    super::check(Postgres, script, expected);
}

#[track_caller]
fn check_open(marked: &str, what: Construct) {
    super::check_open(Postgres, marked, what);
}

/// A script of this one statement and a second.
#[track_caller]
fn check_one(statement: &str) {
    check(&format!("{statement}; SELECT 2"), &[statement, "SELECT 2"]);
}

#[test]
fn function_bodies() {
    check_one("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END");
    check_one(
        "create or replace procedure p()\nbegin /* ; */ atomic\ninsert into t values (1);\nend",
    );
    check_one("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC; ; SELECT 1; END");
    check_one("CREATE FUNCTION f() RETURNS void BEGIN ATOMIC END");
    check_one("CREATE FUNCTION f() RETURNS begin BEGIN ATOMIC SELECT 1; END");
    check_one("CREATE FUNCTION f() RETURNS int RETURN CASE WHEN a THEN 1 END");
    check(
        "CREATE FUNCTION f() BEGIN ATOMIC SELECT 1; END",
        &["CREATE FUNCTION f() BEGIN ATOMIC SELECT 1; END"],
    );
    check_one(
        "CREATE FUNCTION f(a int) RETURNS int BEGIN ATOMIC\n\
         SELECT CASE WHEN a = 1 THEN CASE a WHEN 1 THEN 2 END ELSE (CASE WHEN true THEN 3 END) END;\n\
         SELECT 1; END",
    );
    // A keyword names a column after a point or as a label.
    check_one(
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT t.case, t.end, 1 end; SELECT 1 AS case; END",
    );
    check_one(
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT begin atomic FROM t; SELECT 1; END",
    );
    check_one(
        "CREATE FUNCTION f() BEGIN ATOMIC CREATE FUNCTION g() BEGIN ATOMIC SELECT 1; END; SELECT 2; END",
    );
    check_open(
        "CREATE FUNCTION f() ^BEGIN ATOMIC~ SELECT 1; SELECT 2;",
        Construct::AtomicBody,
    );
    check_open(
        "CREATE FUNCTION f() ^BEGIN\n/**/ATOMIC~ SELECT CASE 1 END; SELECT 2",
        Construct::AtomicBody,
    );
    check_open(
        "CREATE FUNCTION f() BEGIN ATOMIC SELECT ^(~1; END; SELECT 2",
        Construct::Parenthesis,
    );
}

#[test]
fn words_that_open_no_body() {
    let two = |first| {
        check(
            &format!("{first}; END; SELECT 2"),
            &[first, "END", "SELECT 2"],
        )
    };
    two("BEGIN ATOMIC");
    two("CREATE FUNCTION begin() RETURNS int");
    two("CREATE FUNCTION begin.atomic() RETURNS int");
    two("CREATE FUNCTION f(begin atomic) RETURNS int");
    two("CREATE FUNCTION f() RETURNS TABLE (begin atomic)");
    two("CREATE FUNCTION \"BEGIN\" ATOMIC");
    two("CREATE TABLE function (begin atomic)");
    two("CREATE VIEW function AS SELECT begin atomic FROM procedure");
    two("CREATE TRIGGER t BEFORE INSERT ON x EXECUTE FUNCTION begin()");
    two("SELECT 1 AS create, function FROM begin atomic");
    two("DROP FUNCTION begin");
}
