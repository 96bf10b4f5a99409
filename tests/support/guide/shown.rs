//! What the page shows, compared with what was said.

/// What cargo says of its own doings, which is another thing on each machine.
const OF_CARGO: [&str; 12] = [
    "Adding",
    "Blocking",
    "Compiling",
    "Creating",
    "Dirty",
    "Downloaded",
    "Downloading",
    "Finished",
    "Locking",
    "Running",
    "Updating",
    "note: see more",
];

/// Looks for every line that is shown, in order.
///
/// # Errors
///
/// The first line that is not where it is shown.
pub fn compare<'a>(shown: &'a str, said: &str) -> Result<(), &'a str> {
    let is_of_cargo = |line: &&str| {
        OF_CARGO
            .iter()
            .any(|word| line.trim_start().starts_with(word))
    };
    let said: Vec<String> = said
        .lines()
        .filter(|line| !is_of_cargo(line))
        .map(timeless)
        .collect();
    let mut said = said.iter().map(|line| line.trim_end());
    let mut skips = false;
    for line in shown.lines() {
        if line.trim() == "…" {
            skips = true;
            continue;
        }
        let pattern = timeless(line);
        let is_it = |said: &str| is_like(said, &pattern);
        let found = match skips {
            true => said.by_ref().any(is_it),
            false => said.next().is_some_and(is_it),
        };
        if !found {
            return Err(line);
        }
        skips = false;
    }
    match skips || said.all(str::is_empty) {
        true => Ok(()),
        false => Err("nothing more"),
    }
}

/// Whether `said` is the pattern, in which `…` stands for any text.
fn is_like(said: &str, pattern: &str) -> bool {
    let Some((before, mut rest)) = pattern.split_once('…') else {
        return said == pattern;
    };
    let Some(mut said) = said.strip_prefix(before) else {
        return false;
    };
    while let Some((part, after)) = rest.split_once('…') {
        let Some(at) = said.find(part) else {
            return false;
        };
        (said, rest) = (&said[at + part.len()..], after);
    }
    said.ends_with(rest)
}

/// The line with every moment and duration left out, and with single spaces: columns are as wide as what they hold.
fn timeless(line: &str) -> String {
    let indent = &line[..line.len() - line.trim_start().len()];
    let words: Vec<&str> = line.split_whitespace().collect();
    let is_time = |(at, word): &(usize, &&str)| {
        let is_duration = words.get(at + 1).is_some_and(|unit| unit.starts_with("ms"));
        let is_date = word.len() == 10 && word.starts_with("20") && word.matches('-').count() == 2;
        let is_hour = word.len() == 8 && word.matches(':').count() == 2;
        is_duration || is_date || is_hour
    };
    let timeless = words.iter().enumerate().filter(|word| !is_time(word));
    let timeless: Vec<&str> = timeless.map(|(_, word)| *word).collect();
    format!("{indent}{}", timeless.join(" "))
}

#[test]
fn lines_are_found_in_their_order() {
    let said =
        "   Compiling x\napplied 1 a (12 ms)\nat  2026-11-20 10:15:00  by x (pid 1 on y)\nend\n";
    let shown = "applied 1 a (1 ms)\nat 2027-01-01 00:00:00 by x (pid … on …)\nend";
    assert_eq!(compare(shown, said), Ok(()));
    assert_eq!(compare("applied 1 a (1 ms)\n…", said), Ok(()));
    assert_eq!(compare("…\nend", said), Ok(()));
    assert_eq!(compare("applied 1 a (1 ms)", said), Err("nothing more"));
    assert_eq!(compare("end\n…", said), Err("end"));
    assert_eq!(compare("…\nend\n…\nend", said), Err("end"));
}
