//! Values that differ from one that is known to do, and may well do themselves.

use rusqlite::types::Value;

const STEPS: u8 = 9;

/// Nothing for NULL.
pub(super) fn variants(value: &Value) -> Vec<Value> {
    let steps = 1..=STEPS;
    match value {
        Value::Null => Vec::new(),
        Value::Integer(number) => {
            let above = steps.clone().map(|step| number.saturating_add(step.into()));
            let below = steps.map(|step| number.saturating_sub(step.into()));
            above.chain(below).map(Value::Integer).collect()
        }
        Value::Real(number) => steps
            .map(|step| Value::Real(number + f64::from(step) / 8.0))
            .collect(),
        Value::Text(text) if text.starts_with(['{', '[']) => of_json(text),
        Value::Text(text) => of_text(text).into_iter().map(Value::Text).collect(),
        Value::Blob(bytes) => steps
            .filter_map(|step| {
                let (last, rest) = bytes.split_last()?;
                let last = last.wrapping_add(step);
                Some(Value::Blob([rest, &[last]].concat()))
            })
            .collect(),
    }
}

/// With one element more.
fn of_json(json: &str) -> Vec<Value> {
    let (open, rest) = json.split_at(1);
    let comma = match rest.trim_start().starts_with(['}', ']']) {
        true => "",
        false => ",",
    };
    let key = if open == "{" { "\"a\":" } else { "" };
    let element = |step| Value::Text(format!("{open}{key}{step}{comma}{rest}"));
    (1..=STEPS).map(element).collect()
}

/// The last or the first letter or digit is another one, or there is a digit more.
fn of_text(text: &str) -> Vec<String> {
    let is_part = |letter: char| letter.is_ascii_alphanumeric();
    let places = [text.rfind(is_part), text.find(is_part)];
    let mut variants = Vec::new();
    for place in places.into_iter().flatten() {
        variants.extend((1..=STEPS).filter_map(|step| {
            let letter = shifted(text.as_bytes()[place], step)?;
            let (before, after) = (&text[..place], &text[place + 1..]);
            Some(format!("{before}{}{after}", char::from(letter)))
        }));
    }
    variants.extend((2..=STEPS).map(|step| format!("{text}{step}")));
    variants
}

/// The letter or digit so many steps further; after the last of them comes the first.
fn shifted(letter: u8, step: u8) -> Option<u8> {
    let (first, count) = match letter {
        b'0'..=b'9' => (b'0', 10),
        // Hexadecimal digits remain such.
        b'a'..=b'f' => (b'a', 6),
        b'A'..=b'F' => (b'A', 6),
        b'g'..=b'z' => (b'g', 20),
        b'G'..=b'Z' => (b'G', 20),
        _ => return None,
    };
    let shifted = first + (letter - first + step) % count;
    (shifted != letter).then_some(shifted)
}

#[cfg(test)]
mod tests {
    use rusqlite::types::Value;

    use super::{of_text, variants};

    #[test]
    fn a_variant_looks_like_what_it_is_of() {
        let first = |text| of_text(text).into_iter().next();
        let check = |text, expected: &str| assert_eq!(first(text).as_deref(), Some(expected));
        check("2001-02-03", "2001-02-04");
        check("a@example.com", "a@example.con");
        check("#aabbcc", "#aabbcd");
        check("-", "-2");
        let json = |text: &str| variants(&Value::Text(text.to_owned())).remove(1);
        let is = |text: &str| Value::Text(text.to_owned());
        assert_eq!(json("{}"), is("{\"a\":2}"));
        assert_eq!(json("[1]"), is("[2,1]"));
        assert!(of_text("a@example.com").contains(&"b@example.com".to_owned()));
    }
}
