//! What can be typed in a session.

use serde::Serialize;

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

/// What a verb does.
fn meaning(verb: &str) -> &'static str {
    match verb {
        "start" => "a customer begins a chat, ASYNC is true or false",
        "message" => "the customer writes",
        "leave" => "the customer leaves",
        "return" => "the customer comes back",
        "login" => "the agent logs in",
        "logout" => "the agent logs out",
        "accept" => "the agent takes the chat that is offered",
        "decline" => "the agent refuses the chat that is offered",
        "hold" => "the agent leaves the chat in the hold queue and keeps its session alive",
        "release" => "the agent ends the session of the chat",
        "done" => "the agent marks the chat done",
        "leave-conference" => "the agent leaves the chat to the others",
        "say" => "the agent writes",
        "press" => "the agent presses keys in the window of the chat",
        "pull" => "the agent takes a waiting chat from a list",
        "store" => "the agent puts the chat in a workbin",
        "transfer" => "the agent hands the chat to another one",
        "conference" => "the agent brings another one in",
        "consult" => "the agent asks another one, unseen by the customer",
        "monitor" => "a supervisor joins the chat",
        "disposition" => "the agent sets the disposition code",
        "crash" => "the agent's desktop is gone without a word",
        "route" => "a strategy offers the chat to an agent",
        "move" => "the workflow moves a chat that lies in a queue",
        "wait" => "time passes: 90s, 25h, 1h30m",
        "set" => "an option gets another value",
        "restart" => "the agent's desktop is closed, and reads its options when it starts again",
        "lose" => "a Chat Server or Interaction Server is lost",
        "grant" => "a role gets a privilege",
        "revoke" => "a role loses a privilege",
        "expect" => "checks what is the case now",
        "never" => "checks from here to the end that something is not the case",
        "eventually" => "checks that something is the case at some moment from here to the end",
        _ => "",
    }
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
