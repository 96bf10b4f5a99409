//! Chains as constants: what `embed!` writes into a binary and what the runtime reads back.
//!
//! One text holds every script, path and description once; a short index per chain points into it.
//! Ten thousand migrations are then two literals to the compiler, where ten thousand constructor calls
//! took it 1.6 times as long to check and three times as long to build for release.
//!
//! An index is, for each migration: version, description, 1 if it is additive or 0, up script, and 1
//! followed by the down script or 0. A script is its path, its text, the 32 bytes of its checksum and its
//! origin: 0 for one's own, 1 for one that was adopted, 2 for one that was adopted and runs outside
//! transactions. Numbers are LEB128; a text is its offset and length in bytes.

use std::collections::HashMap;

use crate::chain::{Chain, Down, Migration, Origin, Script};
use crate::{Checksum, Class, Dialect, Transaction, Version};

/// Chains, encoded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Encoded {
    /// Every script, path and description.
    pub text: String,
    /// The index of each chain, in the order in which they were given.
    pub indexes: Vec<Vec<u8>>,
}

/// Encodes chains; what they share is stored once.
pub fn encode(chains: &[Chain<'_>]) -> Encoded {
    let mut writer = Writer {
        text: String::new(),
        known: HashMap::new(),
        index: Vec::new(),
    };
    let mut indexes: Vec<Vec<u8>> = Vec::new();
    for chain in chains {
        let same = chains[..indexes.len()]
            .iter()
            .position(|other| other.migrations() == chain.migrations());
        indexes.push(match same {
            Some(same) => indexes[same].clone(),
            None => writer.chain(chain),
        });
    }
    Encoded {
        text: writer.text,
        indexes,
    }
}

/// Decodes one chain; nothing if `text` and `index` do not come from [`encode`].
pub fn decode<'a>(dialect: Dialect, text: &'a str, index: &[u8]) -> Option<Chain<'a>> {
    let mut reader = Reader { text, index };
    let mut migrations = Vec::new();
    while !reader.index.is_empty() {
        migrations.push(reader.migration()?);
    }
    Chain::new(dialect, migrations)
}

struct Writer<'a> {
    text: String,
    known: HashMap<&'a str, (usize, usize)>,
    index: Vec<u8>,
}

impl<'a> Writer<'a> {
    fn chain(&mut self, chain: &Chain<'a>) -> Vec<u8> {
        for migration in chain.migrations() {
            self.number(migration.version.number());
            self.string(migration.description);
            self.index.push(match migration.class {
                Some(Class::Breaking) => 0,
                Some(Class::Additive) => 1,
                None => 2,
            });
            self.script(migration.up);
            match migration.down {
                Down::Script(down) => {
                    self.index.push(1);
                    self.script(down);
                }
                Down::Irreversible => self.index.push(0),
            }
        }
        std::mem::take(&mut self.index)
    }

    fn script(&mut self, script: Script<'a>) {
        self.string(script.path);
        self.string(script.text);
        self.index.extend_from_slice(script.checksum.bytes());
        self.index.push(match script.origin {
            Origin::Own => 0,
            Origin::Adopted(Transaction::Wrapped) => 1,
            Origin::Adopted(Transaction::None) => 2,
        });
    }

    fn string(&mut self, string: &'a str) {
        let (offset, length) = *self.known.entry(string).or_insert_with(|| {
            let offset = self.text.len();
            self.text.push_str(string);
            (offset, string.len())
        });
        self.number(offset as u64);
        self.number(length as u64);
    }

    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.index.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.index.push(number as u8);
    }
}

struct Reader<'a, 'i> {
    text: &'a str,
    index: &'i [u8],
}

impl<'a> Reader<'a, '_> {
    fn migration(&mut self) -> Option<Migration<'a>> {
        let version = Version::new(self.number()?)?;
        let description = self.string()?;
        let class = match self.bytes::<1>()? {
            [0] => Some(Class::Breaking),
            [1] => Some(Class::Additive),
            [2] => None,
            _ => return None,
        };
        let up = self.script()?;
        let down = match self.bytes::<1>()? {
            [0] => Down::Irreversible,
            [1] => Down::Script(self.script()?),
            _ => return None,
        };
        Some(Migration {
            version,
            description,
            up,
            down,
            class,
        })
    }

    fn script(&mut self) -> Option<Script<'a>> {
        Some(Script {
            path: self.string()?,
            text: self.string()?,
            checksum: Checksum::from_bytes(self.bytes()?),
            origin: match self.bytes::<1>()? {
                [0] => Origin::Own,
                [1] => Origin::Adopted(Transaction::Wrapped),
                [2] => Origin::Adopted(Transaction::None),
                _ => return None,
            },
        })
    }

    fn string(&mut self) -> Option<&'a str> {
        let offset = usize::try_from(self.number()?).ok()?;
        let length = usize::try_from(self.number()?).ok()?;
        self.text.get(offset..offset.checked_add(length)?)
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..u64::BITS).step_by(7) {
            let [byte] = self.bytes()?;
            number |= u64::from(byte & 0x7f).checked_shl(shift)?;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn bytes<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (bytes, rest) = self.index.split_first_chunk()?;
        self.index = rest;
        Some(*bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Folder;
    use proptest::prelude::*;

    fn folder(scripts: usize, text: &str) -> Folder {
        let mut files = vec![(
            "ingrain.toml".to_owned(),
            b"dialects = ['sqlite', 'postgres']".to_vec(),
        )];
        for version in 1..=scripts {
            files.push((
                format!("{version}_it.up.sql"),
                format!("SELECT {version}; {text}").into_bytes(),
            ));
            files.push((
                format!("{version}_it.postgres.down.sql"),
                b"SELECT 'down'".to_vec(),
            ));
            files.push((
                format!("{version}_it.sqlite.down.sql"),
                b"SELECT 1".to_vec(),
            ));
        }
        Folder::new("migrations", files)
    }

    #[test]
    fn what_is_decoded_is_what_was_encoded() {
        let folder = folder(300, "-- naïve");
        let chains = folder.chains().expect("a valid folder");
        let encoded = encode(&chains);
        for (chain, index) in chains.iter().zip(&encoded.indexes) {
            assert_eq!(
                decode(chain.dialect(), &encoded.text, index).as_ref(),
                Some(chain)
            );
        }
        assert_eq!(
            encoded.text.matches("SELECT 300;").count(),
            1,
            "a shared script is stored once"
        );
    }

    /// Every class, every way back and every origin.
    #[test]
    fn all_that_a_migration_can_be_comes_back() {
        let files = [
            (
                "ingrain.toml",
                "dialects = ['sqlite']\nadopted = { from = \"sqlx\", up-to = 2 }",
            ),
            ("1_a.sql", "CREATE TABLE a (id);"),
            ("2_b.sql", "-- no-transaction\nVACUUM;"),
            (
                "3_c.up.sql",
                "-- ingrain: irreversible \"why\"\n-- ingrain: compatible \"why\"\nSELECT 3;",
            ),
            ("4_d.up.sql", "-- ingrain: breaking\nSELECT 4;"),
            ("4_d.down.sql", "SELECT 'd';"),
        ];
        let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
        let folder = Folder::new("m", files);
        let chains = folder.chains().expect("a valid folder");
        let told: Vec<_> = chains[0]
            .migrations()
            .iter()
            .map(|it| (it.class(), it.down_script().is_some(), it.up.origin))
            .collect();
        let adopted = |transaction| Origin::Adopted(transaction);
        let expected = [
            (Class::Breaking, false, adopted(Transaction::Wrapped)),
            (Class::Breaking, false, adopted(Transaction::None)),
            (Class::Additive, false, Origin::Own),
            (Class::Breaking, true, Origin::Own),
        ];
        assert_eq!(told, expected);
        let encoded = encode(&chains);
        let decoded = decode(Dialect::Sqlite, &encoded.text, &encoded.indexes[0]);
        assert_eq!(decoded.as_ref(), Some(&chains[0]));
    }

    proptest! {
        #[test]
        fn nothing_else_is_decoded_and_nothing_panics(text in ".{0,40}", index in prop::collection::vec(any::<u8>(), 0..200)) {
            if let Some(chain) = decode(Dialect::Sqlite, &text, &index) {
                prop_assert!(chain.migrations().windows(2).all(|pair| pair[0].version < pair[1].version));
            }
        }
    }
}
