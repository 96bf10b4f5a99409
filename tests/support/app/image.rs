//! What app-example/Dockerfile makes, as far as it can be made without a container engine: everything but the
//! base image of the stage that builds.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::path::Path;
use std::process::Command;

use crate::program;
use crate::project::environment;

/// How the program is built in the image; the test links it statically by a flag, as Alpine's Rust does by itself.
const BUILD: &str = "cargo build --release --locked --package app-example";

/// The instructions of the Dockerfile.
#[derive(Default)]
pub(super) struct Image {
    /// What the stage that builds runs.
    commands: Vec<String>,
    copies: Vec<Copy>,
    pub(super) user: u32,
    pub(super) group: u32,
    pub(super) folder: String,
    pub(super) variables: Vec<(String, String)>,
    pub(super) entry: String,
}

/// `COPY --from=build --chown=OWNER SOURCE TARGET`
struct Copy {
    owner: Option<(u32, u32)>,
    source: String,
    target: String,
}

impl Image {
    /// Reads the Dockerfile.
    pub(super) fn read() -> Image {
        let path = format!("{}/app-example/Dockerfile", environment::WORKSPACE);
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
        let mut image = Image::default();
        let (builds, is_made) = text
            .split_once("\nFROM scratch\n")
            .unwrap_or_else(|| panic!("{path}: no stage is FROM scratch"));
        for (word, rest) in instructions(builds) {
            match word {
                "RUN" => image.commands.push(rest.to_owned()),
                "FROM" | "WORKDIR" => {}
                "COPY" => assert_eq!(rest, ". .", "everything is built from the checkout"),
                other => panic!("{path}: {other} is not known here"),
            }
        }
        for (word, rest) in instructions(is_made) {
            match word {
                "COPY" => image.copies.push(copy(rest)),
                "USER" => (image.user, image.group) = owner(rest),
                "WORKDIR" => image.folder = rest.to_owned(),
                "ENV" => image.variables.extend(rest.split(' ').map(variable)),
                "ENTRYPOINT" => image.entry = rest.replace(['[', ']', '"'], ""),
                "EXPOSE" | "VOLUME" => {}
                other => panic!("{path}: {other} is not known here"),
            }
        }
        image
    }

    /// Puts into `root` what the image holds, with `program` for the one that is built.
    pub(super) fn make(&self, program: &Path, root: &Path, owners: Owners) -> std::io::Result<()> {
        let stage = tempfile::tempdir()?;
        let built = stage.path().join("target/release");
        fs::create_dir_all(&built)?;
        fs::copy(program, built.join("app-example"))?;
        assert!(self.commands.iter().any(|command| command == BUILD));
        let own = ["apk ", "cargo "];
        let others = self.commands.iter().filter(|command| {
            let mut own = own.iter();
            !own.any(|program| command.starts_with(program))
        });
        for command in others {
            let here = command.replace("/image", &format!("{}/image", stage.path().display()));
            let mut shell = Command::new("sh");
            let ended = shell
                .args(["-ec", &here])
                .current_dir(stage.path())
                .status()?;
            assert!(ended.success(), "{command}");
        }
        // Others than the owner of a temporary directory may not enter it.
        fs::set_permissions(root, fs::Permissions::from_mode(0o755))?;
        for copy in &self.copies {
            let [source, target] = [(stage.path(), &copy.source), (root, &copy.target)]
                .map(|(root, path)| root.join(path.trim_start_matches('/')));
            match source.is_dir() {
                true => fs::create_dir(&target)?,
                false => program::copy(&source, &target)?,
            }
            if let (Some((user, group)), Owners::Given) = (copy.owner, owners) {
                chown(&target, Some(user), Some(group))?;
            }
        }
        Ok(())
    }
}

/// Whether files can be given to somebody else.
#[derive(Clone, Copy)]
pub(super) enum Owners {
    Given,
    /// There is nobody but the user of this process.
    Alone,
}

fn instructions(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let lines = text.lines().map(str::trim);
    lines
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once(' '))
}

fn copy(rest: &str) -> Copy {
    let (options, paths): (Vec<&str>, Vec<&str>) =
        rest.split(' ').partition(|word| word.starts_with("--"));
    let [source, target] = paths[..] else {
        panic!("COPY {rest}: not one source and one target");
    };
    let given = options
        .iter()
        .find_map(|option| option.strip_prefix("--chown="));
    Copy {
        owner: given.map(owner),
        source: source.to_owned(),
        target: target.to_owned(),
    }
}

fn owner(text: &str) -> (u32, u32) {
    let numbers = text
        .split_once(':')
        .map(|(user, group)| (user.parse(), group.parse()));
    match numbers {
        Some((Ok(user), Ok(group))) => (user, group),
        _ => panic!("{text}: an image without /etc/passwd needs numbers"),
    }
}

fn variable(text: &str) -> (String, String) {
    let (name, value) = text.split_once('=').unwrap_or_else(|| panic!("ENV {text}"));
    (name.to_owned(), value.to_owned())
}
