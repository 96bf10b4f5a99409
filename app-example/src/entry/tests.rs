use super::*;

#[test]
fn a_day_is_one_of_the_calendar() {
    for day in ["2026-03-14", "2024-02-29", "2000-02-29", "0001-01-01"] {
        assert!(is_day(day), "{day}");
    }
    for text in [
        "2026-02-29",
        "1900-02-29",
        "2026-04-31",
        "2026-13-01",
        "2026-00-10",
        "2026-01-00",
        "0000-01-01",
        "2026-1-1",
        "2026-01-01T00",
        "20260-1-01",
        "today",
        "٢٠٢٦-٠١",
    ] {
        assert!(!is_day(text), "{text}");
    }
}

#[test]
fn a_draft_is_tidied() -> Result<(), Invalid> {
    let entry = NewEntry::try_from(Draft {
        title: "  A \t walk\n".to_owned(),
        body: "one\r\ntwo\0\n".to_owned(),
        written_on: Some(" ".to_owned()),
        place: Some("".to_owned()),
        tags: ["Sea", " sea ", "", "Été"].map(str::to_owned).to_vec(),
    })?;
    assert_eq!(entry.title, "A walk");
    assert_eq!(entry.body, "one\ntwo\n");
    assert_eq!(entry.written_on, None);
    assert_eq!(entry.place, None);
    assert_eq!(entry.tags.into_iter().collect::<Vec<_>>(), ["sea", "été"]);
    Ok(())
}

#[test]
fn a_broken_rule_is_named() {
    let draft = |title: &str| Draft {
        title: title.to_owned(),
        ..Draft::default()
    };
    let many = (0..=MOST_TAGS).map(|n| n.to_string()).collect();
    for (draft, expected) in [
        (draft(" "), "the title is blank: an entry needs one"),
        (
            draft(&"é".repeat(201)),
            "the title has 201 characters: 200 is the most",
        ),
        (
            Draft {
                written_on: Some("2026-02-30".to_owned()),
                ..draft("x")
            },
            "“2026-02-30” is not a day: expected one such as 2026-03-14",
        ),
        (
            Draft {
                tags: many,
                ..draft("x")
            },
            "there are 21 tags: 20 is the most",
        ),
    ] {
        let found = NewEntry::try_from(draft).map_err(|invalid| invalid.to_string());
        assert_eq!(found.err().as_deref(), Some(expected));
    }
}
