//! Many schemas of a Postgres database.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use ingrain::backup::{Backup, PgDump};
use ingrain::tenants::{Outcomes, Schemas};
use ingrain::{Code, Migrator, Pooling, Report, Target};
use ingrain_end_to_end::postgres::Postgres;
use ingrain_end_to_end::testbed::{Testbed, on_postgres, ran, runtime};

use super::{chain, create, history, names, run};
use crate::{assert_says, until};

fn pair(bed: &Testbed) -> [String; 2] {
    let names = ["a", "b"].map(str::to_owned);
    names.iter().for_each(|name| create(bed, name));
    names
}

/// One worker, so that one tenant comes after the other on one connection; how many were made.
fn in_turn(bed: &Testbed, names: &[String], migrator: &Migrator) -> (Outcomes<Report>, usize) {
    let connections = AtomicUsize::new(0);
    let schemas = Schemas::of(names, || {
        connections.fetch_add(1, Ordering::SeqCst);
        bed.postgres().try_connect()
    });
    let outcomes = runtime().block_on(schemas.workers(1).run(migrator));
    (outcomes, connections.into_inner())
}

#[test]
fn there_are_as_many_connections_as_workers() {
    on_postgres(|bed| {
        let names = names(48);
        names.iter().for_each(|name| create(bed, name));
        let (made, most) = (AtomicUsize::new(0), Arc::new(AtomicUsize::new(0)));
        let schemas = Schemas::of(&names, || {
            made.fetch_add(1, Ordering::SeqCst);
            bed.postgres().try_connect()
        });
        let outcomes = runtime().block_on(schemas.workers(4).each(&chain(bed).migrator(), |migrator, client| {
            let (migrator, most) = (migrator.clone(), Arc::clone(&most));
            Box::pin(async move {
                let sql = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'";
                let count: i64 = client.query_one(sql, &[]).await.unwrap().get(0);
                most.fetch_max(count as usize, Ordering::SeqCst);
                migrator.run(client).await
            })
        }));
        assert!(outcomes.is_ok(), "{outcomes}");
        assert_eq!((made.into_inner(), most.load(Ordering::SeqCst)), (4, 4));
    });
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_run_can_be_spawned() {
    let Some(server) = Postgres::for_tests() else {
        return;
    };
    let database = server.database();
    database.execute("CREATE SCHEMA a; CREATE SCHEMA b");
    let url = database.url();
    let files = [
        ("ingrain.toml", "dialects = [\"postgres\"]"),
        ("1_a.up.sql", "CREATE TABLE a (id integer)"),
        ("1_a.down.sql", "DROP TABLE a"),
    ];
    let migrator = ingrain_end_to_end::chain::chain(&files).migrator();
    let outcomes = tokio::spawn(async move {
        let connect = || async {
            let (client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls).await?;
            tokio::spawn(connection);
            Ok::<_, tokio_postgres::Error>(client)
        };
        let schemas = Schemas::of(["a", "b"], connect);
        let outcomes = schemas.run(&migrator).await;
        assert!(schemas.status(&migrator).await.is_current());
        let down = schemas.each(&migrator, |migrator, client| {
            migrator.down(client, Target::Base)
        });
        assert!(down.await.is_ok());
        outcomes
    });
    let outcomes = outcomes.await.unwrap();
    assert!(outcomes.is_ok(), "{outcomes}");
}

#[test]
fn nothing_leaks_from_one_tenant_to_the_next() {
    on_postgres(|bed| {
        let leaky = "CREATE TEMPORARY TABLE leaked (id integer);
            DO $$ BEGIN IF current_setting('app.leaked', true) = 'yes' THEN RAISE 'a setting has leaked'; END IF; END $$;
            SELECT set_config('app.leaked', 'yes', false), set_config('work_mem', '77MB', false);
            PREPARE leaked AS SELECT 1;
            SELECT pg_advisory_lock(4711);
            LISTEN leaked;
            CREATE TABLE notes AS SELECT current_schema() AS made_in, current_setting('work_mem') AS memory,
                (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 4711) AS locks;";
        let leaky = format!("-- ingrain: no-transaction\n{leaky}");
        let migrations = bed.chain(&[("1_leaky", &leaky, "DROP TABLE notes")]);
        let names = names(3);
        names.iter().for_each(|name| create(bed, name));
        let connections = AtomicUsize::new(0);
        let schemas = Schemas::of(&names, || {
            connections.fetch_add(1, Ordering::SeqCst);
            bed.postgres().try_connect()
        });
        let schemas = schemas.workers(1);
        let migrator = migrations.migrator();
        let outcomes = runtime().block_on(schemas.each(&migrator, |migrator, client| {
            let migrator = migrator.clone();
            Box::pin(async move {
                let report = migrator.run(client).await?;
                client.batch_execute("SET ROLE pg_monitor").await.unwrap();
                Ok(report)
            })
        }));
        let connections = connections.into_inner();
        assert!(outcomes.is_ok(), "{outcomes}");
        assert_eq!(connections, 1);
        for name in &names {
            let table = format!("{}.notes", super::quoted(name));
            let made = bed.rows(&format!("SELECT made_in, memory, locks FROM {table}"));
            assert_eq!(made, [format!("{name} | 77MB | 1")]);
            let owner = format!(
                "SELECT pg_get_userbyid(relowner) = current_user FROM pg_class WHERE oid = '{}'::regclass",
                table.replace('\'', "''")
            );
            assert_eq!(bed.rows(&owner), ["t"]);
        }
    });
}

#[test]
fn what_a_tenant_lacks_is_not_found_elsewhere_unless_it_is_shared() {
    on_postgres(|bed| {
        let names = pair(bed);
        bed.execute("CREATE TABLE public.countries (id integer)");
        let up = "INSERT INTO countries VALUES (1)";
        let migrator = bed
            .chain(&[("1_first", up, "DELETE FROM countries")])
            .migrator();
        let outcomes = run(bed, &names, &migrator);
        assert_eq!(outcomes.failed().count(), 2, "{outcomes}");
        let schemas = Schemas::of(&names, || bed.postgres().try_connect()).shared("public");
        let outcomes = runtime().block_on(schemas.run(&migrator));
        assert!(outcomes.is_ok(), "{outcomes}");
        assert_eq!(bed.rows("SELECT count(*) FROM public.countries"), ["2"]);
        assert_eq!(
            bed.rows("SELECT to_regclass('public.ingrain_history')"),
            ["null"]
        );
        assert_eq!(history(bed, "a"), ["1"]);
    });
}

#[test]
fn a_transaction_that_one_tenant_leaves_open_is_not_the_next_ones() {
    for left in ["BEGIN; CREATE TABLE lost (id integer)", "BEGIN; SELECT 1/0"] {
        on_postgres(|bed| {
            let names = names(3);
            names.iter().for_each(|name| create(bed, name));
            let schemas = Schemas::of(&names, || bed.postgres().try_connect()).workers(1);
            let turn = Arc::new(AtomicUsize::new(0));
            let outcomes =
                runtime().block_on(schemas.each(&chain(bed).migrator(), |migrator, client| {
                    let (migrator, turn) = (migrator.clone(), Arc::clone(&turn));
                    Box::pin(async move {
                        let report = migrator.run(client).await?;
                        if turn.fetch_add(1, Ordering::SeqCst) == 0 {
                            let _ = client.batch_execute(left).await;
                        }
                        Ok(report)
                    })
                }));
            let failed: Vec<_> = outcomes.failed().collect();
            assert_eq!(failed.len(), 1, "{outcomes}");
            assert_eq!(failed[0].tenant(), names[0]);
            let words = ["left a transaction open", "with COMMIT or ROLLBACK"];
            assert_says(failed[0].result().unwrap_err(), Code::Stopped, &words);
            for name in &names {
                assert_eq!(history(bed, name), ["1", "2"], "{name}");
            }
            let lost = "SELECT count(*) FROM pg_class WHERE relname = 'lost'";
            assert_eq!(bed.rows(lost), ["0"]);
        });
    }
}

#[test]
fn a_connection_that_comes_inside_a_transaction_is_refused() {
    on_postgres(|bed| {
        let names = pair(bed);
        let schemas = Schemas::of(&names, || async {
            let client = bed.postgres().try_connect().await?;
            client.batch_execute("BEGIN").await?;
            Ok::<_, tokio_postgres::Error>(client)
        });
        let outcomes = runtime().block_on(schemas.run(&chain(bed).migrator()));
        for outcome in outcomes {
            let words = ["inside a transaction already", "COMMIT"];
            assert_says(&outcome.into_result().unwrap_err(), Code::Settings, &words);
        }
    });
}

/// A new one might be refused where there may be only so many: the server takes a moment to end the old one.
#[test]
fn a_tenant_that_fails_leaves_its_connection_to_the_next_one() {
    on_postgres(|bed| {
        let names = names(6);
        names.iter().for_each(|name| create(bed, name));
        for name in names.iter().step_by(2) {
            super::execute(bed, name, "CREATE TABLE tags (other integer)");
        }
        let (outcomes, connections) = in_turn(bed, &names, &chain(bed).migrator());
        assert_eq!(outcomes.failed().count(), 3, "{outcomes}");
        for name in names.iter().skip(1).step_by(2) {
            assert_eq!(history(bed, name), ["1", "2"], "{name}");
        }
        assert_eq!(connections, 1);
    });
}

#[test]
fn a_name_that_postgres_reads_as_the_user_is_refused() {
    on_postgres(|bed| {
        let names = ["$user".to_owned()];
        create(bed, &names[0]);
        bed.execute("CREATE SCHEMA AUTHORIZATION CURRENT_USER");
        let before = bed.dump();
        for outcome in run(bed, &names, &chain(bed).migrator()) {
            let words = ["cannot be called `$user`", "whoever is connected"];
            assert_says(&outcome.into_result().unwrap_err(), Code::Settings, &words);
        }
        assert_eq!(bed.dump(), before);
    });
}

#[test]
fn a_backup_of_the_applications_own_is_told_the_tenant() {
    on_postgres(|bed| {
        let names = pair(bed);
        let first = ("1_notes", "CREATE TABLE notes (id integer)", "SELECT 1");
        assert!(run(bed, &names, &bed.chain(&[first]).migrator()).is_ok());
        let second = ("2_tags", "CREATE TABLE tags (id integer)", "SELECT 1");
        let backup = Backup::by(|upcoming| Ok(format!("of {:?}", upcoming.schema())));
        let migrator = bed.chain(&[first, second]).migrator().backup(backup);
        assert!(run(bed, &names, &migrator).is_ok());
        for name in &names {
            let notes = format!("SELECT note FROM {name}.ingrain_history WHERE version = 2");
            assert_eq!(bed.rows(&notes), [format!("backup of Some({name:?})")]);
        }
    });
}

#[test]
fn a_connection_that_breaks_is_replaced_for_the_next_tenant() {
    on_postgres(|bed| {
        let names = names(3);
        names.iter().for_each(|name| create(bed, name));
        let up = "CREATE TABLE notes (id integer);
            SELECT CASE WHEN current_schema() = 'tenant_1' THEN pg_terminate_backend(pg_backend_pid()) END;";
        let migrator = bed.chain(&[("1_notes", up, "DROP TABLE notes")]).migrator();
        let (outcomes, connections) = in_turn(bed, &names, &migrator);
        let failed: Vec<&str> = outcomes.failed().map(|outcome| outcome.tenant()).collect();
        assert_eq!(failed, ["tenant_1"]);
        assert_eq!(connections, 2);
    });
}

#[test]
fn a_server_that_lets_nobody_in_is_told_for_every_tenant() {
    on_postgres(|bed| {
        let attempts = AtomicUsize::new(0);
        let schemas = Schemas::of(names(20), || async {
            attempts.fetch_add(1, Ordering::SeqCst);
            Err("too many clients already".to_owned())
        });
        let outcomes = runtime().block_on(schemas.workers(2).run(&chain(bed).migrator()));
        assert_eq!(outcomes.failed().count(), 20);
        assert_eq!(attempts.into_inner(), 6);
        let text = outcomes.to_string();
        assert!(
            text.contains("no connection for the tenant: too many clients already"),
            "{text}"
        );
        assert!(text.contains("the tenant's turn never came"), "{text}");
    });
}

/// The leader is elected for each history: while one tenant is being migrated, another one is not waited for.
#[test]
fn tenants_do_not_wait_for_each_other() {
    on_postgres(|bed| {
        let names = pair(bed);
        let up = "-- ingrain: no-transaction\n\
            SELECT CASE WHEN current_schema() = 'a' THEN pg_advisory_lock(4711) END;";
        let migrator = bed.chain(&[("1_waits", up, "SELECT 1")]).migrator();
        let holder = bed.session();
        holder.execute("SELECT pg_advisory_lock(4711)");
        thread::scope(|scope| {
            let run = scope.spawn(|| run(bed, &names, &migrator));
            let applied = || {
                bed.rows("SELECT to_regclass('b.ingrain_history')") != ["null"]
                    && bed.rows("SELECT count(*) FROM b.ingrain_history WHERE event = 'applied'")
                        == ["1"]
            };
            until("b is done", applied);
            assert!(!run.is_finished());
            holder.execute("SELECT pg_advisory_unlock(4711)");
            let outcomes = run.join().unwrap();
            assert!(outcomes.is_ok(), "{outcomes}");
        });
    });
}

#[test]
fn one_tenant_that_waits_for_a_lock_holds_up_no_other() {
    on_postgres(|bed| {
        let names = pair(bed);
        let notes = ("1_notes", "CREATE TABLE notes (id integer)", "SELECT 1");
        assert!(run(bed, &names, &bed.chain(&[notes]).migrator()).is_ok());
        let migrations = bed.chain(&[
            notes,
            (
                "2_body",
                "ALTER TABLE notes ADD COLUMN body text",
                "SELECT 1",
            ),
        ]);
        let migrator = migrations
            .migrator()
            .lock_timeout(Duration::from_millis(20))
            .wait(Duration::from_millis(200));
        let holder = bed.session();
        holder.execute("BEGIN; LOCK TABLE a.notes");
        let outcomes: Vec<_> = run(bed, &names, &migrator).into_iter().collect();
        assert_says(
            outcomes[0].result().unwrap_err(),
            Code::TimedOut,
            &["version 2 waits for a lock"],
        );
        assert_eq!(ran(outcomes[1].result().unwrap()), [2]);
    });
}

#[test]
fn settings_that_are_not_for_tenants_are_refused_before_anything_is_done() {
    on_postgres(|bed| {
        let names = pair(bed);
        let migrator = chain(bed).migrator();
        let folder = tempfile::tempdir().unwrap();
        let dump = PgDump::new(folder.path(), &bed.postgres().url());
        for (migrator, words) in [
            (
                migrator.clone().history_schema("public"),
                "leave `history_schema` out",
            ),
            (
                migrator.clone().backup(dump),
                "make one dump before all tenants",
            ),
        ] {
            for outcome in run(bed, &names, &migrator) {
                assert_says(
                    &outcome.into_result().unwrap_err(),
                    Code::Settings,
                    &[words],
                );
            }
        }
        assert_eq!(
            bed.rows("SELECT to_regclass('a.ingrain_history')"),
            ["null"]
        );
    });
}

#[test]
fn a_pooler_that_hands_out_sessions_is_refused() {
    on_postgres(|bed| {
        let Some(bouncer) = bed.postgres().pgbouncer(&[("pool_mode", "transaction")]) else {
            return;
        };
        let names = pair(bed);
        let connect = || async {
            let (client, connection) =
                tokio_postgres::connect(bouncer.url(), tokio_postgres::NoTls).await?;
            tokio::spawn(connection);
            Ok::<_, tokio_postgres::Error>(client)
        };
        let schemas = Schemas::of(&names, connect).workers(1);
        let migrator = chain(bed).migrator();
        for outcome in runtime().block_on(schemas.run(&migrator)) {
            let words = ["this connection goes through a pooler", "past the pooler"];
            assert_says(&outcome.into_result().unwrap_err(), Code::Settings, &words);
        }
        let migrator = migrator.pooling(Pooling::Session);
        assert!(runtime().block_on(schemas.run(&migrator)).is_ok());
    });
}
