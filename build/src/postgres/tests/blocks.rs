//! Statements in DO blocks: they run like those around them.

use super::check;

#[test]
fn they_are_held_to_the_rules() {
    check(
        "SELECT 1;\n\
         DO $$ BEGIN\n  \
         IF EXISTS (SELECT FROM pg_class) THEN\n    \
         DROP TABLE t;\n    \
         ALTER TABLE u DROP COLUMN c, ADD COLUMN d int NOT NULL;\n  \
         ELSE DELETE FROM u; END IF;\n\
         EXCEPTION WHEN OTHERS THEN UPDATE v SET a = 'é;';\n\
         END $$;\n\
         DROP TABLE w;",
        &[
            ("ban-drop-table", 4, 5),
            ("ban-drop-column", 5, 19),
            ("adding-required-field", 5, 34),
            ("write-without-where", 6, 8),
            ("write-without-where", 7, 28),
            ("ban-drop-table", 9, 1),
        ],
    );
    check(
        "DO LANGUAGE plpgsql $a$ BEGIN BEGIN DROP TABLE t; END; END $a$;",
        &[("ban-drop-table", 1, 37)],
    );
    check(
        "DO 'BEGIN DROP TABLE t; END';",
        &[("ban-drop-table", 1, 11)],
    );
}

#[test]
fn a_block_may_not_run_as_far_as_it_goes() {
    let made = "IF a THEN CREATE TABLE t (a int); CREATE INDEX ON t (a); END IF;";
    check(&format!("DO $$ BEGIN {made} END $$;"), &[]);
    check(
        &format!("DO $$ BEGIN {made} END $$;\nDROP TABLE t;"),
        &[("ban-drop-table", 2, 1)],
    );
    check(
        "CREATE TABLE t (a int); DO $$ BEGIN DROP TABLE t; END $$;",
        &[],
    );
}

#[test]
fn what_is_not_a_statement_of_sql_is_left_alone() {
    for block in [
        "DO $$ BEGIN EXECUTE 'DROP TABLE t'; END $$;",
        "DO LANGUAGE plpython3u $$ plpy.execute('DROP TABLE t') $$;",
        "DO $$ DECLARE a int; BEGIN a := 1; RAISE NOTICE 'DROP TABLE t'; END $$;",
        "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DELETE FROM t; END $$;",
        "DO E'BEGIN PERFORM \\'DROP TABLE t;\\'; END';",
    ] {
        check(block, &[]);
    }
}
