use super::*;

fn folder(toml: &str, up: &str) -> Folder {
    let files = [
        ("ingrain.toml", toml),
        ("1_a.up.sql", up),
        ("1_a.down.sql", "SELECT 1;"),
    ];
    let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
    Folder::new("m", files)
}

/// Judges these rules, all found in the up script, by a folder's settings: title or code of what is denied
/// and of what is warned of.
fn judged(toml: &str, up: &str, rules: &[Rule]) -> (Vec<String>, Vec<String>) {
    let toml = format!("dialects = ['postgres']\n{toml}");
    let folder = folder(&toml, up);
    let chains = folder.chains().expect("a chain");
    let script = chains[0].migrations()[0].up();
    let finding = |rule: &Rule| {
        Finding::new(*rule, rule.name(), |diagnostic| {
            diagnostic.at_part(script.path(), script.text(), 0..1, "")
        })
    };
    let verdict = folder.lints().judge(&Proof {
        dialect: Dialect::Postgres,
        scripts: vec![script],
        findings: rules.iter().map(finding).collect(),
    });
    let titles = |found: &[Diagnostic]| found.iter().map(|one| one.title().to_owned()).collect();
    (titles(&verdict.denied), titles(&verdict.warned))
}

fn names(rules: &[Rule]) -> Vec<String> {
    rules.iter().map(|rule| rule.name().to_owned()).collect()
}

#[test]
fn rules_have_levels_of_their_own() {
    let rules = [
        Rule::BanDropTable,
        Rule::RenamingTable,
        Rule::PreferTextField,
    ];
    let (denied, warned) = judged("", "SELECT 1;", &rules);
    assert_eq!((denied, warned), (names(&rules[..1]), names(&rules[1..2])));
}

#[test]
fn the_folder_can_give_them_others() {
    let rules = [Rule::BanDropTable, Rule::PreferTextField];
    let toml = "[lints]\nban-drop-table = 'warn'\nprefer-text-field = 'deny'";
    let (denied, warned) = judged(toml, "SELECT 1;", &rules);
    assert_eq!((denied, warned), (names(&rules[1..]), names(&rules[..1])));
}

#[test]
fn what_was_taken_over_is_held_to_what_cannot_work_only() {
    let rules = [
        Rule::BanDropTable,
        Rule::AddingRequiredField,
        Rule::EnumValueUsedAtOnce,
    ];
    let toml = "adopted = { from = 'sqlx', up-to = 1 }";
    let (denied, warned) = judged(toml, "SELECT 1;", &rules);
    assert_eq!((denied, warned), (names(&rules[2..]), Vec::new()));
}

#[test]
fn a_script_can_allow_one() {
    let up = "-- ingrain: allow ban-drop-table \"empty since 2.0\"\nSELECT 1;";
    let rules = [Rule::BanDropTable, Rule::BanDropColumn];
    let (denied, warned) = judged("", up, &rules);
    assert_eq!((denied, warned), (names(&rules[1..]), Vec::new()));
    let toml = "[lints]\nban-drop-column = 'warn'";
    let (denied, warned) = judged(toml, up, &rules);
    assert_eq!((denied, warned), (Vec::new(), names(&rules[1..])));
}

#[test]
fn an_allow_that_allows_nothing_is_told_unless_the_proof_was_broken_off() {
    let up = "-- ingrain: allow ban-drop-table \"empty since 2.0\"\nSELECT 1;";
    let unneeded = vec!["nothing in this script goes against `ban-drop-table`".to_owned()];
    assert_eq!(judged("", up, &[]), (Vec::new(), unneeded));
    let (denied, warned) = judged("", up, &[Rule::SyntaxError]);
    assert_eq!((denied, warned), (names(&[Rule::SyntaxError]), Vec::new()));
}

#[test]
fn an_allow_that_consents_to_a_loss_is_needed() {
    let up = "-- ingrain: allow ban-drop-table \"expired\"\nDELETE FROM sessions;";
    assert_eq!(judged("", up, &[]), (Vec::new(), Vec::new()));
}

#[test]
fn what_is_said_tells_the_rule_and_how_to_live_with_it() {
    let meant = |rule| {
        let told = explained(&Finding::new(rule, "x", |diagnostic| diagnostic));
        let help: Vec<String> = told.help_texts().map(str::to_owned).collect();
        help.join("\n")
    };
    assert!(meant(Rule::BanDropTable).contains("-- ingrain: allow ban-drop-table \"why\""));
    assert_eq!(meant(Rule::DownDiffers), "");
}

#[test]
fn what_a_folder_says_of_itself_is_known_to_the_proof() {
    let silent = folder("", "SELECT 1;").lints();
    assert_eq!(
        (silent.minimum_postgres(), silent.declared_dialects()),
        (None, None)
    );
    let toml = "dialects = ['postgres']\nminimum-versions = { postgres = '14' }\n[lints]\nban-drop-table = 'warn'";
    let said = folder(toml, "SELECT 1;").lints();
    assert_eq!(said.minimum_postgres(), Some("14"));
    assert_eq!(said.declared_dialects(), Some(&[Dialect::Postgres][..]));
}

#[test]
fn a_build_goes_on_over_what_is_warned_of_or_allowed() {
    let accepts = |toml: &str, up: &str, rule: Rule| {
        let toml = format!("dialects = ['postgres']\n{toml}");
        let folder = folder(&toml, up);
        let chains = folder.chains().expect("a chain");
        folder.lints().accepts(chains[0].migrations()[0].up(), rule)
    };
    let drop = "DROP TABLE a;";
    assert!(!accepts("", drop, Rule::BanDropTable));
    assert!(accepts(
        "[lints]\nban-drop-table = 'warn'",
        drop,
        Rule::BanDropTable
    ));
    assert!(accepts(
        "[lints]\nban-drop-table = 'allow'",
        drop,
        Rule::BanDropTable
    ));
    let allowed = "-- ingrain: allow ban-drop-table \"why\"\nDROP TABLE a;";
    assert!(accepts("", allowed, Rule::BanDropTable));
    assert!(!accepts("", allowed, Rule::SyntaxError));
}
