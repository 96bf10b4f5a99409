use super::*;
use crate::Folder;

/// The page that publishes the formats.
fn page() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/checksums.md");
    std::fs::read_to_string(path).expect("the page")
}

/// The bytes that stand between `"` and `"` on the page.
fn unescaped(literal: &str) -> Vec<u8> {
    let text = literal
        .replace("\\n", "\n")
        .replace("\\r", "\r")
        .replace("\\u{feff}", "\u{feff}")
        .replace("\\\"", "\"");
    text.into_bytes()
}

/// Version, script on disk, checksum and chain digest of each row of the table.
fn vectors(page: &str) -> Vec<(Version, Vec<u8>, String, String)> {
    let row = |line: &str| {
        let (version, rest) = line.strip_prefix("| ")?.split_once(" | `\"")?;
        let (script, digests) = rest.split_once("\"` | `")?;
        let (checksum, chain) = digests.strip_suffix("` |")?.split_once("` `")?;
        let version = Version::new(version.parse().ok()?)?;
        Some((
            version,
            unescaped(script),
            checksum.to_owned(),
            chain.to_owned(),
        ))
    };
    page.lines().filter_map(row).collect()
}

fn folder(name: &str, bytes: Vec<u8>) -> Folder {
    Folder::new("m", [(name.to_owned(), bytes)])
}

#[test]
fn the_published_vectors_hold() {
    let page = page();
    let vectors = vectors(&page);
    assert_eq!(vectors.len(), 3);
    let mut digest = ChainDigest::BASE;
    for (version, bytes, checksum, chain) in vectors {
        let found = folder("x.sql", bytes).files()[0].checksum;
        digest = digest.then(version, found);
        assert_eq!(found.to_string(), checksum, "version {version}");
        assert_eq!(digest.to_string(), chain, "version {version}");
    }
}

#[test]
fn one_of_them_has_a_byte_order_mark_and_crlf() {
    let vectors = vectors(&page());
    let windows = |bytes: &[u8]| {
        bytes.starts_with("\u{feff}".as_bytes()) && bytes.windows(2).any(|pair| pair == b"\r\n")
    };
    assert!(vectors.iter().any(|(_, bytes, ..)| windows(bytes)));
}

#[test]
fn the_published_folder_digest_holds() {
    let page = page();
    let (before, after) = page
        .split_once("\"` has the digest\n`")
        .expect("the vector");
    let config = before.rsplit_once("`\"").expect("the configuration").1;
    let files = [
        ("0001_create_notes.up.sql", vectors(&page)[0].1.clone()),
        ("ingrain.toml", unescaped(config)),
    ];
    let files = files.map(|(name, bytes)| (name.to_owned(), bytes));
    let digest = Folder::new("anywhere", files).digest().to_string();
    assert!(after.starts_with(&digest), "{digest}");
}

#[test]
fn what_hashes_alone_agrees_with_the_standard() {
    // FIPS 180-4's example for one block.
    let abc = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(Checksum::of("abc").to_string(), abc);
    assert_eq!(Checksum::of("abc").short(), "sha256:ba7816bf8f01");
    assert_eq!(format!("{:?}", Checksum::of("abc")), abc);
}

#[test]
fn fields_do_not_run_into_each_other() {
    let lists: [&[&[u8]]; 6] = [
        &[],
        &[b""],
        &[b"", b""],
        &[b"ab"],
        &[b"a", b"b"],
        &[b"ab", b""],
    ];
    for (at, one) in lists.iter().enumerate() {
        for other in &lists[at + 1..] {
            assert_ne!(framed(one), framed(other), "{one:?} and {other:?}");
        }
    }
}

#[test]
fn a_chain_digest_tells_versions_checksums_and_their_order() {
    let [one, two] = [1, 2].map(Version::embedded);
    let [a, b] = ["a", "b"].map(Checksum::of);
    let digest = |steps: &[(Version, Checksum)]| {
        let then = |digest: ChainDigest, (version, checksum): &(Version, Checksum)| {
            digest.then(*version, *checksum)
        };
        steps.iter().fold(ChainDigest::BASE, then)
    };
    let digests = [
        digest(&[]),
        digest(&[(one, a)]),
        digest(&[(one, b)]),
        digest(&[(two, a)]),
        digest(&[(one, a), (two, b)]),
        digest(&[(one, b), (two, a)]),
    ];
    for (at, one) in digests.iter().enumerate() {
        assert!(!digests[at + 1..].contains(one), "{at}");
    }
}

#[test]
fn what_is_read_piece_by_piece_has_the_checksum_of_the_whole() {
    for length in [0, 1, 1 << 16, (1 << 16) + 1, 200_000] {
        let bytes: Vec<u8> = (0..length).map(|at: u32| at.to_le_bytes()[1]).collect();
        // A reader may give less than it is asked for, and be interrupted.
        let halves = bytes.split_at(bytes.len() / 2);
        let reader = io::Read::chain(halves.0, Interrupted(false));
        let reader = io::Read::chain(reader, halves.1);
        let checksum = Checksum::of_reader(reader).unwrap();
        assert_eq!(checksum, Checksum::of_bytes(&bytes), "{length}");
    }
}

/// Fails once as a signal does, then ends.
struct Interrupted(bool);

impl io::Read for Interrupted {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        match std::mem::replace(&mut self.0, true) {
            false => Err(io::ErrorKind::Interrupted.into()),
            true => Ok(0),
        }
    }
}

#[test]
fn a_checksum_is_read_as_it_is_written_and_not_otherwise() {
    let checksum = Checksum::of("abc");
    let text = checksum.to_string();
    assert_eq!(text.parse(), Ok(checksum));
    assert_eq!(Checksum::from_bytes(*checksum.bytes()), checksum);
    let digest = ChainDigest::BASE.then(Version::MAX, checksum);
    assert_eq!(digest.to_string().parse(), Ok(digest));
    assert_eq!(ChainDigest::from_bytes(*digest.bytes()), digest);
    let wrong = [
        text.replace("sha256:", ""),
        text.replace("sha256:", "sha512:"),
        text.to_uppercase(),
        text.replace("ba78", "ba7g"),
        text[..70].to_owned(),
        format!("{text}0"),
        format!(" {text}"),
        text.replace("ba78", "é8"),
        String::new(),
    ];
    for wrong in wrong {
        assert_eq!(
            wrong.parse::<Checksum>(),
            Err(ParseChecksumError),
            "{wrong}"
        );
    }
}

/// Gives what it holds, a byte at a time, and is interrupted before each.
struct Slow<'a> {
    bytes: &'a [u8],
    interrupted: bool,
    end: io::ErrorKind,
}

impl io::Read for Slow<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.interrupted = !self.interrupted;
        match (self.interrupted, self.bytes.split_first()) {
            (true, _) => Err(io::ErrorKind::Interrupted.into()),
            (false, Some((first, rest))) => {
                (into[0], self.bytes) = (*first, rest);
                Ok(1)
            }
            // Whoever goes on after another error than an interruption comes to an end here.
            (false, None) => match std::mem::replace(&mut self.end, io::ErrorKind::Interrupted) {
                io::ErrorKind::Interrupted => Ok(0),
                failed => Err(failed.into()),
            },
        }
    }
}

#[test]
fn what_is_read_in_pieces_has_the_checksum_of_the_whole_and_what_fails_has_none() {
    let slow = |end| Slow {
        bytes: b"SELECT 1;",
        interrupted: false,
        end,
    };
    let read = Checksum::of_reader(slow(io::ErrorKind::Interrupted));
    assert_eq!(read.expect("read"), Checksum::of("SELECT 1;"));
    let failed = Checksum::of_reader(slow(io::ErrorKind::BrokenPipe)).expect_err("failed");
    assert_eq!(failed.kind(), io::ErrorKind::BrokenPipe);
}

#[test]
fn a_digest_is_shown_as_it_is_written() {
    let digest = ChainDigest::BASE;
    assert_eq!(format!("{digest:?}"), digest.to_string());
    let checksum = Checksum::of("");
    assert_eq!(format!("{checksum:?}"), checksum.to_string());
}
