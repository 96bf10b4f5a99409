//! Another tool's history.

use super::*;

#[test]
fn another_tool_that_was_never_there_is_not_taken_over() {
    let scene = Scene::of(&[NOTES]);
    scene.give(up());
    let tool = ToolName::Sqlx;
    scene.fail(
        Command::Adopt { tool },
        Exit::Refused,
        Code::Unadoptable,
        "_sqlx_migrations",
    );
}
