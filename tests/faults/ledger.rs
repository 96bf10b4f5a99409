//! The history, read with plain SQL and believed in nothing: what its rows say is worked out here, by the
//! rules of `docs/checksums.md`, without Ingrain.

use std::collections::BTreeMap;

use ingrain_end_to_end::testbed::Testbed;
use sha2::{Digest as _, Sha256};

/// One row, as far as the campaign looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) event: String,
    pub(crate) version: u64,
    pub(crate) statements: u64,
    /// Of what runs outside transactions, which script.
    pub(crate) way: Option<Way>,
    checksum: String,
    chain: String,
}

/// The rows in order, and what they come to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ledger {
    pub(crate) rows: Vec<Row>,
    /// Versions and checksums of their up scripts.
    pub(crate) applied: BTreeMap<u64, String>,
    /// What began outside a transaction and is not done.
    pub(crate) unfinished: Option<Unfinished>,
}

/// A script that is part-way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unfinished {
    pub(crate) version: u64,
    pub(crate) way: Way,
    pub(crate) done: u64,
}

/// Which script.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Up,
    Down,
}

impl Ledger {
    /// Reads it, or says what is wrong with it.
    pub(crate) fn read(bed: &Testbed) -> Result<Ledger, String> {
        let exists = bed.pick(
            "SELECT count(*) FROM sqlite_schema WHERE name = 'ingrain_history'",
            "SELECT count(*) FROM pg_class WHERE relname = 'ingrain_history'",
        );
        if bed.rows(exists) == ["0"] {
            return Ok(Ledger::default());
        }
        let columns = "seq, event, version, checksum, chain, statements";
        let rows = bed.history(columns);
        let mut ledger = Ledger::default();
        for (at, row) in rows.iter().enumerate() {
            let taken = ledger.take(at, row);
            taken.map_err(|wrong| {
                format!(
                    "row {} of the history {wrong}:\n{}",
                    at + 1,
                    rows.join("\n")
                )
            })?;
        }
        Ok(ledger)
    }

    fn take(&mut self, at: usize, row: &str) -> Result<(), String> {
        let cells: Vec<&str> = row.split(" | ").collect();
        let [seq, event, version, checksum, chain, statements] = cells[..] else {
            return Err("has other columns".to_owned());
        };
        if seq != (at + 1).to_string() {
            return Err(format!("has the number {seq}"));
        }
        let mut row = Row {
            event: event.to_owned(),
            version: version.parse().map_err(|_| "has no version".to_owned())?,
            statements: statements.parse().unwrap_or(0),
            way: None,
            checksum: checksum.to_owned(),
            chain: chain.to_owned(),
        };
        self.happened(&row)?;
        row.way = self.unfinished.map(|unfinished| unfinished.way);
        let expected = chain_digest(&self.applied)?;
        if row.chain != expected {
            return Err(format!("holds the chain {}, not {expected}", row.chain));
        }
        self.rows.push(row);
        Ok(())
    }

    fn happened(&mut self, row: &Row) -> Result<(), String> {
        let version = row.version;
        let was_applied = self.applied.contains_key(&version);
        let part_way = self.unfinished.take();
        if part_way.is_some_and(|unfinished| unfinished.version != version) {
            return Err(format!("comes while {part_way:?} is part-way"));
        }
        match (row.event.as_str(), was_applied) {
            ("applied" | "stamped", true) => return Err("applies it a second time".to_owned()),
            ("applied" | "stamped", false) => {
                self.applied.insert(version, row.checksum.clone());
            }
            ("reverted", false) => return Err("reverts what is not applied".to_owned()),
            ("reverted", true) => {
                self.applied.remove(&version);
            }
            ("started", was_applied) => {
                let way = if was_applied { Way::Down } else { Way::Up };
                let begun = Unfinished {
                    version,
                    way,
                    done: 0,
                };
                self.unfinished = Some(begun);
            }
            ("progressed", _) => {
                let unfinished = part_way.ok_or("progresses what never started")?;
                if row.statements != unfinished.done + 1 {
                    return Err(format!("leaves a statement out after {}", unfinished.done));
                }
                let done = row.statements;
                self.unfinished = Some(Unfinished { done, ..unfinished });
            }
            ("repaired", true) => {
                self.applied.insert(version, row.checksum.clone());
            }
            (other, _) => return Err(format!("says {other:?}")),
        }
        Ok(())
    }

    /// What happened, without the digests: equal histories have equal effects.
    pub(crate) fn story(&self) -> String {
        let told = self
            .rows
            .iter()
            .map(|row| format!("{} {} {}", row.event, row.version, row.statements));
        told.collect::<Vec<_>>().join(", ")
    }
}

fn chain_digest(applied: &BTreeMap<u64, String>) -> Result<String, String> {
    let mut digest: [u8; 32] = [0; 32];
    for (version, checksum) in applied {
        let checksum = bytes(checksum).ok_or_else(|| format!("has the checksum {checksum}"))?;
        let mut hash = Sha256::new();
        for field in [
            &b"ingrain-chain-1"[..],
            &digest,
            &version.to_be_bytes(),
            &checksum,
        ] {
            hash.update((field.len() as u64).to_be_bytes());
            hash.update(field);
        }
        digest = hash.finalize().into();
    }
    Ok(written(&digest))
}

/// The checksum of a script, as the history holds it.
pub(crate) fn checksum(script: &str) -> String {
    written(&Sha256::digest(script))
}

fn written(digest: &[u8]) -> String {
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{hex}")
}

fn bytes(checksum: &str) -> Option<Vec<u8>> {
    let hex = checksum.strip_prefix("sha256:")?;
    let digits = (0..hex.len()).step_by(2);
    digits
        .map(|at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok())
        .collect()
}
