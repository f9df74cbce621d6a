//! From text to statements: a header, or a key with its value over all its lines.

use toml_parser::Source;
use toml_parser::lexer::{Token, TokenKind};

use super::super::{FileId, Limits, Parsed};
use super::builder::Builder;
use super::lines;

/// Reads a TOML file; one without tables and keys has no root.
///
/// Keys that are given twice are kept twice. A bracket or a multi-line string that is never closed ends before the
/// next line that looks like a header or a key.
pub(in crate::text) fn read(file: FileId, text: &str, limits: Limits) -> Parsed<'_> {
    let mut builder = Builder::new(file, text, limits);
    let mut base = 0;
    while base < text.len() {
        base = read_from(&mut builder, text, base);
    }
    builder.finish()
}

/// Reads statements from `base` on, to the end or past the first one that must be cut; says where that is.
fn read_from(builder: &mut Builder<'_>, text: &str, base: usize) -> usize {
    let mut tokens: Vec<Token> = Vec::new();
    let mut statement = Statement::new(base);
    for token in Source::new(&text[base..]).lex() {
        tokens.push(token);
        if let Some(cut) = statement.cut_after(&token, text, base) {
            tokens.clear();
            tokens.extend(Source::new(&text[statement.start..cut]).lex());
            builder.statement(&tokens, statement.start);
            return cut;
        }
        if token.kind() == TokenKind::Eof || (token.kind() == TokenKind::Newline && statement.open.is_empty())
        {
            builder.statement(&tokens, base);
            tokens.clear();
            statement.begin(base + token.span().end());
        }
    }
    text.len()
}

/// The statement whose tokens are being collected.
struct Statement {
    start: usize,
    has_value: bool,
    /// Brackets of the value that are open.
    open: Vec<TokenKind>,
    /// The last token that is neither blank nor comment.
    last: TokenKind,
    /// The first line inside an open bracket that looks like a statement of its own.
    suspect: Option<usize>,
}

impl Statement {
    fn new(start: usize) -> Self {
        Self { start, has_value: false, open: Vec::new(), last: TokenKind::Newline, suspect: None }
    }

    fn begin(&mut self, start: usize) {
        self.start = start;
        self.has_value = false;
        self.open.clear();
        self.last = TokenKind::Newline;
        self.suspect = None;
    }

    /// Takes a token in; says where the statement must end if that shows that something was never closed.
    fn cut_after(&mut self, token: &Token, text: &str, base: usize) -> Option<usize> {
        let kind = token.kind();
        let (start, end) = (base + token.span().start(), base + token.span().end());
        match kind {
            TokenKind::Equals if self.open.is_empty() => self.has_value = true,
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket if self.has_value => {
                self.open.push(kind)
            }
            TokenKind::RightSquareBracket if self.open.last() == Some(&TokenKind::LeftSquareBracket) => {
                self.open.pop();
            }
            TokenKind::RightCurlyBracket if self.open.last() == Some(&TokenKind::LeftCurlyBracket) => {
                self.open.pop();
            }
            TokenKind::MlBasicString => return swallowed(text, start, end, "\"\"\""),
            TokenKind::MlLiteralString => return swallowed(text, start, end, "'''"),
            TokenKind::Newline if !self.open.is_empty() => return self.next_line(text, end),
            TokenKind::Eof => return self.suspect,
            _ => {}
        }
        if !matches!(kind, TokenKind::Whitespace | TokenKind::Comment | TokenKind::Newline) {
            self.last = kind;
        }
        None
    }

    /// A line begins at `at` while a bracket is open: where to cut, if that cannot be right.
    fn next_line(&mut self, text: &str, at: usize) -> Option<usize> {
        let line = lines::at(text, at);
        let header = lines::is_header(line);
        let assignment = !header && lines::is_assignment(line);
        if !header && !assignment {
            return None;
        }
        let impossible = if self.open.last() == Some(&TokenKind::LeftSquareBracket) {
            assignment
        } else {
            // Keys are at home in braces; without a comma, what is not indented is meant as a new statement.
            let indent = line.len() - line.trim_start().len();
            let own = lines::at(text, self.start);
            let follows = matches!(self.last, TokenKind::Comma | TokenKind::LeftCurlyBracket);
            header || (!follows && indent <= own.len() - own.trim_start().len())
        };
        if header || impossible {
            self.suspect.get_or_insert(at);
        }
        if impossible { self.suspect } else { None }
    }
}

/// Where a multi-line string that reaches the end of the file without its delimiter should have ended.
fn swallowed(text: &str, start: usize, end: usize, delimiter: &str) -> Option<usize> {
    let string = &text[start..end];
    if string.len() >= 2 * delimiter.len() && string.ends_with(delimiter) {
        return None;
    }
    let breaks = string.match_indices('\n').map(|(at, _)| start + at + 1);
    breaks.into_iter().find(|&at| {
        let line = lines::at(text, at);
        lines::is_header(line) || lines::is_assignment(line)
    })
}
