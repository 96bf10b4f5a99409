//! What a script that is part-way goes on as.

use super::*;

#[test]
fn a_script_goes_on_as_what_it_began_as() {
    let began = |until: Option<&str>| {
        let mut history = History::default();
        let migration = Some(recorded(1, "SELECT 1;"));
        let begun = match until {
            Some(key) => {
                let key = key.parse().expect("a key");
                history.record_key(Event::Started, migration, None, key, None)
            }
            None => history.record(Event::Started, migration, None, None),
        };
        begun.expect("it can follow");
        history
    };
    let directives = |script| Directives::of(crate::Dialect::Postgres, script);
    let backfill = directives("-- ingrain: backfill notes.id rows 10\nUPDATE notes SET a = 1;");
    let plain = directives("-- ingrain: no-transaction\nVACUUM;");
    assert_eq!(began(Some("9")).began_as(backfill), Ok(()));
    assert_eq!(began(None).began_as(plain), Ok(()));
    for (until, directives, what) in [
        (None, backfill, "without a `last_key`, with which it ends"),
        (Some("9"), plain, "whose script is no backfill"),
    ] {
        let corrupt = began(until).began_as(directives).expect_err(what);
        assert!(corrupt.to_string().contains(what), "{corrupt}");
    }
    assert_eq!(History::default().began_as(backfill), Ok(()));
}
