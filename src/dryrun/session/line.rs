//! A line as it is typed: a command of the session, a step as in a file, or a step in short.

use std::ops::Range;

use super::super::fields::quoted;
use super::super::steps::{SHAPES, Shape};
use super::help::COMMANDS;
use super::reply::Mistake;
use crate::names::nearest;

/// What a line is.
#[derive(Debug)]
pub(super) enum Typed<'l> {
    /// Empty, or a comment.
    Nothing,
    /// Something about the session itself.
    Command(Command<'l>),
    /// A step.
    Step(StepLine),
}

/// Something about the session itself.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Command<'l> {
    Back(usize),
    Redo(usize),
    Why,
    State,
    Agents,
    Save { file: &'l str, overwrites: bool },
    Help(Option<&'l str>),
    Quit,
}

/// A step in the form that files have.
#[derive(Debug)]
pub(super) struct StepLine {
    pub(super) text: String,
    /// Which bytes of the text stand for which bytes of the line; none where both are the same.
    pieces: Vec<(Range<usize>, Range<usize>)>,
}

impl StepLine {
    /// Where a part of the text stands in the line.
    pub(super) fn typed(&self, made: Range<usize>, input: &str) -> (usize, usize) {
        let (start, end) = trimmed(input);
        if self.pieces.is_empty() {
            let from = (start + made.start).min(end);
            return (from, (start + made.end).clamp(from, end));
        }
        let touched = self.pieces.iter().filter(|(own, _)| own.start < made.end && made.start < own.end);
        touched
            .map(|(_, typed)| (typed.start, typed.end))
            .reduce(|(from, _), (_, to)| (from, to))
            .unwrap_or((start, end))
    }

    /// Adds a text that stands for a part of the line.
    fn push(&mut self, text: &str, typed: Range<usize>) {
        let start = self.text.len();
        self.text.push_str(text);
        self.pieces.push((start..self.text.len(), typed));
    }
}

/// Which verb or command was probably meant: a near one, else one that begins so.
pub(super) fn hint(word: &str) -> String {
    let commands = COMMANDS.iter().filter_map(|(usage, _)| usage.split(' ').next());
    let all = || SHAPES.iter().map(|Shape(verb, ..)| *verb).chain(commands.clone());
    let near = nearest(word, all()).or_else(|| all().find(|known| known.starts_with(word)));
    near.map_or("; `help` shows all".to_owned(), |near| format!("; did you mean `{near}`?"))
}

/// The line without the spaces around it, and without a mark of byte order, with which a file begins that an editor wrote.
pub(super) fn trimmed(input: &str) -> (usize, usize) {
    let end = input.trim_end().len();
    let is_passed_over = |letter: char| letter.is_whitespace() || letter == '\u{FEFF}';
    (end - input[..end].trim_start_matches(is_passed_over).len(), end)
}

/// Understands a line as far as that goes without the configuration.
pub(super) fn typed(input: &str) -> Result<Typed<'_>, Mistake> {
    let (start, end) = trimmed(input);
    let line = &input[start..end];
    if line.is_empty() || line.starts_with('#') {
        return Ok(Typed::Nothing);
    }
    let word = &line[..line.find([' ', '\t', ':']).unwrap_or(line.len())];
    if is_as_in_a_file(line) {
        return Ok(Typed::Step(StepLine { text: line.to_owned(), pieces: Vec::new() }));
    }
    let rest = start + word.len()..end;
    let mistake = |message: String| Mistake { message, from: start, to: start + word.len() };
    if COMMANDS.iter().any(|(usage, _)| usage.split(' ').next() == Some(word)) || word == "exit" {
        return command(word, input, rest).map(Typed::Command);
    }
    match SHAPES.into_iter().find(|Shape(verb, ..)| *verb == word) {
        Some(shape) => in_short(shape, input, start, rest).map(Typed::Step),
        None => {
            let hint = hint(word);
            Err(mistake(format!("`{word}` is no verb and no command{hint}")))
        }
    }
}

/// Whether a line is a step in the form that files have.
pub(super) fn is_as_in_a_file(input: &str) -> bool {
    let (start, end) = trimmed(input);
    let line = &input[start..end];
    let word = line.find([' ', '\t', ':']).unwrap_or(line.len());
    line.starts_with(['{', '-', '[', '"', '\'']) || line[word..].starts_with(':')
}

fn command<'l>(word: &str, input: &'l str, rest: Range<usize>) -> Result<Command<'l>, Mistake> {
    let argument = input[rest.clone()].trim();
    let from = rest.end - argument.len();
    let mistake = |message: String| Mistake { message, from, to: rest.end };
    let steps = || match argument {
        "" => Ok(1),
        text => text
            .parse()
            .ok()
            .filter(|&steps| steps > 0)
            .ok_or_else(|| mistake(format!("`{text}` is no number of steps; write it like `{word} 3`"))),
    };
    match word {
        "back" => steps().map(Command::Back),
        "redo" => steps().map(Command::Redo),
        "save" | "save!" if argument.is_empty() => {
            let start = rest.start - word.len();
            let message = format!("`{word}` needs a file, such as `{word} hold.yaml`");
            Err(Mistake { message, from: start, to: rest.start })
        }
        "save" | "save!" => {
            Ok(Command::Save { file: argument.trim_matches(['"', '\'']), overwrites: word == "save!" })
        }
        "help" => Ok(Command::Help(Some(argument).filter(|argument| !argument.is_empty()))),
        _ if !argument.is_empty() => Err(mistake(format!("`{word}` takes nothing more"))),
        "why" => Ok(Command::Why),
        "state" => Ok(Command::State),
        "agents" => Ok(Command::Agents),
        _ => Ok(Command::Quit),
    }
}

/// The fields that a verb takes by their position.
pub(super) fn positions(Shape(verb, needs, may): Shape) -> Vec<&'static str> {
    match verb {
        "expect" | "never" | "eventually" => vec!["chat"],
        _ => [needs, may].concat(),
    }
}

/// The verb with its fields by position: `hold AGENT CHAT`, `move CHAT [QUEUE] [WORKBIN] [OWNER]`.
pub(super) fn usage(shape: Shape) -> String {
    let Shape(verb, needs, _) = shape;
    if verb == "wait" {
        return "wait TIME".to_owned();
    }
    let mut usage = verb.to_owned();
    for field in positions(shape) {
        let word = field.to_uppercase();
        usage.push_str(&if needs.contains(&field) { format!(" {word}") } else { format!(" [{word}]") });
    }
    if needs.is_empty() {
        usage.push_str(" FIELD=VALUE..");
    }
    usage
}

/// The fields that hold free text: the last of them takes the rest of the line.
fn is_free(field: &str) -> bool {
    matches!(field, "text" | "keys" | "value" | "privilege" | "code")
}

/// A step in short, as a file has it.
fn in_short(shape: Shape, input: &str, start: usize, rest: Range<usize>) -> Result<StepLine, Mistake> {
    let Shape(verb, needs, may) = shape;
    let at_verb = start..rest.start;
    let mut step = StepLine { text: String::new(), pieces: Vec::new() };
    step.push(verb, at_verb.clone());
    step.text.push_str(": ");
    if verb == "wait" {
        let time = input[rest.clone()].trim();
        if time.is_empty() {
            let message = "`wait` needs a time, such as `wait 25h`".to_owned();
            return Err(Mistake { message, from: at_verb.start, to: at_verb.end });
        }
        let together: String = time.split_whitespace().collect();
        step.push(&quoted(&together), rest.end - time.len()..rest.end);
        return Ok(step);
    }
    let positions = positions(shape);
    let (mut given, mut next, mut at) = (Vec::new(), 0, rest.start);
    step.text.push('{');
    while let Some(word) = word(input, at, rest.end)? {
        let text = &input[word.clone()];
        let named = text.split_once('=').filter(|(key, _)| {
            let is_known = needs.contains(key) || may.contains(key);
            is_known || (needs.is_empty() && next == positions.len())
        });
        if !given.is_empty() {
            step.text.push_str(", ");
        }
        if let Some((key, value)) = named {
            step.push(&quoted(key), word.start..word.start + key.len());
            step.text.push_str(": ");
            step.push(&written(value), word.end - value.len()..word.end);
            given.push(key);
            at = word.end;
            continue;
        }
        while positions.get(next).is_some_and(|field| given.contains(field)) {
            next += 1;
        }
        let Some(&field) = positions.get(next) else {
            let message = format!("`{text}` is too much; write `{}`", usage(shape));
            return Err(Mistake { message, from: word.start, to: word.end });
        };
        next += 1;
        let takes_rest = is_free(field) && next == positions.len() && !text.starts_with(['"', '\'']);
        let typed = if takes_rest { word.start..rest.end } else { word };
        step.text.push_str(&format!("{field}: "));
        step.push(&written(&input[typed.clone()]), typed.clone());
        given.push(field);
        at = typed.end;
    }
    let missing: Vec<String> =
        needs.iter().filter(|need| !given.contains(need)).map(|need| format!("`{need}`")).collect();
    if !missing.is_empty() || given.is_empty() {
        let missing = if missing.is_empty() { "fields".to_owned() } else { missing.join(" and ") };
        let message = format!("`{verb}` needs {missing}; write `{}`", usage(shape));
        return Err(Mistake { message, from: at_verb.start, to: at_verb.end });
    }
    step.text.push('}');
    Ok(step)
}

/// A value as a file has it: in quotes where it must be; lists and maps, and what is in quotes, as they are.
fn written(value: &str) -> String {
    let is_closed = |open: char, close: char| value.starts_with(open) && value.ends_with(close);
    let is_quoted = value.len() > 1 && (is_closed('"', '"') || is_closed('\'', '\''));
    if is_quoted || is_closed('[', ']') || is_closed('{', '}') { value.to_owned() } else { quoted(value) }
}

/// The next word from `at` on: quotes and brackets keep what they enclose together.
fn word(input: &str, at: usize, end: usize) -> Result<Option<Range<usize>>, Mistake> {
    let part = &input[at..end];
    let start = at + part.len() - part.trim_start().len();
    if start == end {
        return Ok(None);
    }
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut before = '=';
    for (offset, letter) in input[start..end].char_indices() {
        let is_in_quotes = open.last().is_some_and(|(close, _)| "\"'".contains(*close));
        if open.last().is_some_and(|(close, _)| *close == letter) {
            open.pop();
        } else if is_in_quotes {
        } else if letter.is_whitespace() && open.is_empty() {
            return Ok(Some(start..start + offset));
        } else if before == '=' || !open.is_empty() {
            let close = match letter {
                '[' => Some(']'),
                '{' => Some('}'),
                '"' | '\'' => Some(letter),
                _ => None,
            };
            open.extend(close.map(|close| (close, start + offset)));
        }
        before = letter;
    }
    match open.first() {
        None => Ok(Some(start..end)),
        Some(&(close, from)) => {
            Err(Mistake { message: format!("the closing `{close}` is missing"), from, to: end })
        }
    }
}
