//! Texts that a LIKE or GLOB pattern takes.

/// So many characters of a class are taken by themselves.
const MEMBERS: usize = 8;

/// Whether the text has anything in it that is special to LIKE or GLOB.
pub(super) fn is_pattern(text: &str) -> bool {
    // An underscore by itself is more often one of an identifier.
    text.contains(['%', '*', '?', '[']) || text.contains("__")
}

/// A few texts that the pattern may take; whether it is for LIKE or for GLOB is not known.
///
/// `lengths` are those that a text may have to have.
pub(super) fn instances(pattern: &str, lengths: &[usize]) -> Vec<String> {
    const FILLERS: [&str; 4] = ["a", "", "1", "A"];
    let mut texts: Vec<String> = FILLERS.map(|filler| instance(pattern, filler)).to_vec();
    let shortest = instance(pattern, "").chars().count();
    if pattern.matches(['%', '*']).count() == 1 {
        let missing = lengths.iter().filter_map(|it| it.checked_sub(shortest));
        texts.extend(missing.flat_map(|missing| {
            ["a", "1", "A"].map(|letter| instance(pattern, &letter.repeat(missing)))
        }));
    }
    texts.extend(of_nothing_else(pattern, lengths));
    texts.retain(|text| !text.is_empty());
    texts.dedup();
    texts
}

/// With NOT, `*[^…]*` takes what is made of the class alone.
fn of_nothing_else(pattern: &str, lengths: &[usize]) -> Vec<String> {
    let class = pattern
        .strip_prefix("*[^")
        .and_then(|rest| rest.strip_suffix("]*"));
    let Some(class) = class else {
        return Vec::new();
    };
    let members: Vec<char> = (' '..='~').filter(|it| contains(class, *it)).collect();
    let single = members.iter().take(MEMBERS).map(char::to_string);
    let Some(first) = members.last().map(char::to_string) else {
        return Vec::new();
    };
    let repeated = lengths.iter().map(|length| first.repeat(*length));
    single.chain(repeated).collect()
}

/// `filler` stands for any number of characters.
fn instance(pattern: &str, filler: &str) -> String {
    let single = filler.chars().next().unwrap_or('a');
    let is_like = pattern.contains('%') || pattern.contains("__");
    let mut text = String::new();
    let mut rest = pattern.chars();
    while let Some(letter) = rest.next() {
        match letter {
            '%' | '*' => text.push_str(filler),
            '?' => text.push(single),
            // It is itself to GLOB.
            '_' if is_like => text.push(single),
            '[' => {
                let (class, after) = match rest.as_str().split_once(']') {
                    Some(("" | "^", _)) | None => return pattern.to_owned(),
                    Some(parts) => parts,
                };
                text.push(member(class, single));
                rest = after.chars();
            }
            other => text.push(other),
        }
    }
    text
}

/// A character of the class that `wish` is in, or the first one.
fn member(class: &str, wish: char) -> char {
    let (excluded, class) = match class.strip_prefix('^') {
        Some(class) => (true, class),
        None => (false, class),
    };
    let is_in = |letter: char| contains(class, letter) != excluded;
    let known = [wish, 'a', 'A', '0', '-', '~'];
    let first = class.chars().next().unwrap_or(wish);
    known
        .into_iter()
        .find(|letter| is_in(*letter))
        .unwrap_or(first)
}

fn contains(class: &str, letter: char) -> bool {
    let letters: Vec<char> = class.chars().collect();
    let in_range = |range: &[char]| range[1] == '-' && range[0] <= letter && letter <= range[2];
    letters.contains(&letter) || letters.windows(3).any(in_range)
}

#[cfg(test)]
mod tests {
    use super::instances;

    #[test]
    fn a_pattern_takes_its_instances() {
        let check = |pattern, expected: &[&str]| assert_eq!(instances(pattern, &[5]), expected);
        check("%@%.%", &["a@a.a", "@.", "1@1.1", "A@A.A"]);
        check(
            "[0-9]?*",
            &["0aa", "0a", "111", "0AA", "0aaaa", "11111", "0AAAA"],
        );
        check("[A-Z]-[^0-9]", &["A-a", "A-A"]);
        check("*[^XY]*", &["aaa", "a", "111", "AAA", "X", "Y", "YYYYY"]);
        check("sku-??", &["sku-aa", "sku-11", "sku-AA"]);
        check("[", &["["]);
        check("INV-__%", &["INV-aaa", "INV-aa", "INV-111", "INV-AAA"]);
        check("a_b", &["a_b"]);
    }
}
