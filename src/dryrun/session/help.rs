//! What can be typed in a session.

use serde::Serialize;

use super::super::form::meaning;
use super::super::steps::{SHAPES, Shape, words};
use super::line::{hint, usage};

/// The commands of a session: how each is written, and what it does.
pub(super) const COMMANDS: [(&str, &str); 9] = [
    ("back [N]", "takes the last N steps back, one without a number"),
    ("redo [N]", "takes N steps again that were taken back"),
    ("why", "explains the last refusal: what is missing, where, and what to change"),
    ("state", "shows the session, the interaction, the desktops and the timers of each chat"),
    ("agents", "shows who is logged in, what they handle, and what they could pull"),
    ("save FILE", "writes a scenario (.yaml, .yml or .toml) that `wdectl chat run` replays to the same end"),
    ("save! FILE", "the same, and overwrites the file"),
    ("help [VERB]", "shows all that can be typed, or the fields of one verb"),
    ("quit", "ends the session; so do the end of input and `exit`"),
];

/// What can be typed, or how one verb is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Help {
    /// A line for each verb and command.
    pub rows: Vec<HelpRow>,
    /// More about one verb.
    pub notes: Vec<String>,
}

/// How something is written, and what it does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HelpRow {
    /// How it is written: `hold AGENT CHAT`.
    pub usage: String,
    /// What it does.
    pub meaning: &'static str,
}

/// All that can be typed, or one verb or command.
pub(super) fn help(topic: Option<&str>) -> Result<Help, String> {
    let verb = |shape: Shape| HelpRow { usage: usage(shape), meaning: meaning(shape.0) };
    let command = |(usage, meaning): (&str, &'static str)| HelpRow { usage: usage.to_owned(), meaning };
    let Some(topic) = topic else {
        let rows = SHAPES.into_iter().map(verb).chain(COMMANDS.into_iter().map(command)).collect();
        let note = "a step can also be written as in a scenario file: `hold: {agent: ana, chat: c1}`";
        return Ok(Help { rows, notes: vec![note.to_owned()] });
    };
    let is_named = |usage: &str| usage.split(' ').next() == Some(topic);
    if let Some(found) = COMMANDS.into_iter().find(|(usage, _)| is_named(usage)) {
        return Ok(Help { rows: vec![command(found)], notes: Vec::new() });
    }
    let Some(shape) = SHAPES.into_iter().find(|shape| shape.0 == topic) else {
        let hint = hint(topic);
        return Err(format!("`{topic}` is no verb and no command{hint}"));
    };
    let Shape(verb_name, needs, may) = shape;
    let fields = [needs, may].concat();
    let mut notes = Vec::new();
    if verb_name == "wait" {
        notes.push("as in a file: wait: 25h".to_owned());
    } else {
        let written: Vec<String> = fields.iter().map(|field| format!("{field}: ..")).collect();
        notes.push(format!("as in a file: {verb_name}: {{{}}}", written.join(", ")));
    }
    for field in fields {
        let words = words(verb_name, field);
        if !words.is_empty() {
            notes.push(format!("{field}: {}", words.join(", ")));
        }
    }
    Ok(Help { rows: vec![verb(shape)], notes })
}
