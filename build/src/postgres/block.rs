//! DO blocks: they run at once, and their statements are judged like those around them.

use std::borrow::Cow;
use std::ops::Range;

use squawk_syntax::ast::{self, AstNode as _};
use squawk_syntax::plpgsql::Plpgsql;
use squawk_syntax::{Parse, SourceFile};

use super::created::Created;

/// A script, and in the place of each DO block the statements of SQL in it. What stands around them is blank,
/// so that everything is where it was.
pub(super) struct Opened<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) parse: Parse<SourceFile>,
    blocks: Vec<Range<usize>>,
}

impl<'a> Opened<'a> {
    pub(super) fn new(text: &'a str, parse: Parse<SourceFile>) -> Opened<'a> {
        let mut bytes = Cow::Borrowed(text.as_bytes());
        let mut blocks = Vec::new();
        for statement in parse.tree().stmts() {
            let ast::Stmt::Do(block) = &statement else {
                continue;
            };
            if let Some(body) = block.plpgsql() {
                let range = Range::from(block.syntax().text_range());
                open(bytes.to_mut(), text, range.clone(), &body);
                blocks.push(range);
            }
        }
        let opened = String::from_utf8(bytes.into_owned()).ok();
        let opened = opened.filter(|_| !blocks.is_empty()).and_then(|opened| {
            let parse = SourceFile::parse(&opened);
            parse.errors().is_empty().then_some((opened, parse))
        });
        match opened {
            Some((opened, parse)) => Opened {
                text: Cow::Owned(opened),
                parse,
                blocks,
            },
            None => Opened {
                text: Cow::Borrowed(text),
                parse,
                blocks: Vec::new(),
            },
        }
    }

    /// Each statement, and what was created before it for certain: a block may not do all that it says, so that
    /// what it creates counts within it only.
    pub(super) fn each(&self, mut visit: impl FnMut(&ast::Stmt, &Created)) {
        let mut outside = Created::default();
        let mut inside: Option<(&Range<usize>, Created)> = None;
        for statement in self.parse.tree().stmts() {
            let end = usize::from(statement.syntax().text_range().end());
            let next = self.blocks.partition_point(|block| block.end < end);
            let block = self.blocks.get(next).filter(|block| block.start < end);
            let before = inside.take().filter(|(before, _)| Some(*before) == block);
            inside = before.or_else(|| Some((block?, outside.clone())));
            let created = match &mut inside {
                Some((_, created)) => created,
                None => &mut outside,
            };
            visit(&statement, created);
            created.follow(&statement);
        }
    }
}

/// Leaves of a block the statements in `body` alone.
fn open(bytes: &mut [u8], text: &str, block: Range<usize>, body: &Plpgsql) {
    for byte in &mut bytes[block] {
        if *byte != b'\n' {
            *byte = b' ';
        }
    }
    let statements = body.syntax().descendants();
    for statement in statements.filter_map(ast::PlpgsqlExecSqlStmt::cast) {
        let node = statement.syntax();
        let range = Range::<usize>::from(body.source_range(node.text_range()));
        // In a string that has escapes it may be written otherwise than it is read.
        if let Some(source) = text
            .get(range.clone())
            .filter(|source| node.text() == *source)
        {
            bytes[range].copy_from_slice(source.as_bytes());
        }
    }
}
