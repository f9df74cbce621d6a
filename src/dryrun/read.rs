//! From a scenario file to scenarios, or to every mistake in it.

use super::fields::{Mistakes, Variable, Variables, put_in};
use super::lookup::{StepReader, scripts};
use super::scenario::{Chat, Scenario, Step};
use crate::behaviour::{Ground, Roster};
use crate::deployment::SECRET;
use crate::diagnostic::Diagnostic;
use crate::names::ScriptType;
use crate::text::{self, EncodingError, Entry, FileId, Kind, Limits, Node, Parsed, Sources, Span, Syntax};

/// What names in scenarios are looked up in.
pub type Known<'g, 'd> = Ground<'g, 'd>;

/// The keys of a scenario.
const KEYS: [&str; 4] = ["name", "tags", "with", "steps"];

/// Reads the scenarios of a file, from its text on.
///
/// # Errors
///
/// Every mistake in the file, with its place, bytes that are no text included; then nothing of the file can be played.
pub fn read_file(
    known: &Known<'_, '_>,
    sources: &Sources,
    file: FileId,
    syntax: Syntax,
) -> Result<Vec<Scenario>, Vec<Diagnostic>> {
    let mut mistakes = Mistakes::default();
    for EncodingError { span, likely } in sources.get(file).encoding_errors() {
        let message = format!("bytes here are not text; they look like {likely}; save the file as UTF-8");
        mistakes.note(*span, message);
    }
    let read = read_into(known, &text::read(sources, file, syntax, Limits::default()), &mut mistakes);
    read.map_err(|mistakes| mistakes.into_iter().map(|mistake| as_shown(mistake, sources)).collect())
}

/// A mistake whose words quote no secret.
pub(super) fn as_shown(mistake: Diagnostic, sources: &Sources) -> Diagnostic {
    let message = mistake.primary.as_ref().map(|label| sources.told(label.span, &mistake.message));
    match message {
        Some(message) => Diagnostic { message, ..mistake },
        None => mistake,
    }
}

/// Reads the scenarios of a file that was parsed.
///
/// # Errors
///
/// Every mistake in the file, with its place; then nothing of the file can be played.
pub fn read(known: &Known<'_, '_>, parsed: &Parsed<'_>) -> Result<Vec<Scenario>, Vec<Diagnostic>> {
    read_into(known, parsed, &mut Mistakes::default())
}

/// Reads a file; the mistakes that were noted before count as well.
pub(super) fn read_into(
    known: &Known<'_, '_>,
    parsed: &Parsed<'_>,
    mistakes: &mut Mistakes,
) -> Result<Vec<Scenario>, Vec<Diagnostic>> {
    for error in &parsed.errors {
        let help = error.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
        mistakes.note(error.span, format!("{}{help}", error.message));
    }
    let mut scenarios = Vec::new();
    let start = Span { file: parsed.tree.file(), start: 0, end: 0 };
    let mut lists = 0;
    for root in parsed.tree.roots() {
        mistakes.keys(root, "a scenario file", &["scenarios"]);
        let Some(list) = root.get("scenarios") else { continue };
        lists += 1;
        if list.kind() != Kind::List {
            mistakes.note(list.span(), "`scenarios` must be a list");
        } else if list.items().next().is_none() {
            mistakes.note(list.span(), "the list `scenarios` is empty; a scenario has `name` and `steps`");
        }
        for node in list.items() {
            scenario(known, node, mistakes, &mut scenarios);
        }
    }
    if lists == 0 {
        mistakes.note(start, "the file has no list `scenarios`");
    }
    mistakes.list.sort_by_key(|mistake| mistake.primary.as_ref().map(|label| label.span));
    if mistakes.list.is_empty() { Ok(scenarios) } else { Err(std::mem::take(&mut mistakes.list)) }
}

fn scenario(known: &Known<'_, '_>, node: Node<'_>, mistakes: &mut Mistakes, scenarios: &mut Vec<Scenario>) {
    if node.kind() != Kind::Map {
        mistakes.note(node.span(), "a scenario must have `name` and `steps`");
        return;
    }
    mistakes.keys(node, "a scenario", &KEYS);
    let none = Variables::new();
    let name = match node.get("name") {
        Some(name) => mistakes.text(name, "name", &none).map(|text| (text, name.span())),
        None => {
            mistakes.note(first_key(node), "the scenario has no `name`");
            None
        }
    };
    let (name, at) = name.unwrap_or_else(|| (String::new(), node.span()));
    let tags = node.get("tags").map(|list| texts(list, "tags", mistakes)).unwrap_or_default();
    let Some(steps) = node.get("steps").filter(|steps| steps.items().next().is_some()) else {
        mistakes.note(at, "the scenario has no steps");
        return;
    };
    let rows = node.get("with").map(|list| rows(list, mistakes)).unwrap_or_default();
    let single = [Variables::new()];
    for variables in if rows.is_empty() { &single[..] } else { &rows } {
        let secret = known.deployment().secret_names();
        let shown = |variable: &'_ Variable| match secret.is_some_and(|secret| secret.has(&variable.name)) {
            true => SECRET.to_owned(),
            false => variable.value.clone(),
        };
        let mut names: Vec<String> = variables.iter().map(shown).collect();
        names.reverse();
        let name = match names.as_slice() {
            [] => name.clone(),
            names => format!("{name} [{}]", names.join(", ")),
        };
        let (roster, mut chats) = (Roster::default(), Vec::new());
        started(known, steps.items(), variables, &mut chats);
        let mistakes = &mut *mistakes;
        let mut reader = StepReader { known, scenario: &name, variables, roster, chats, waited: 0, mistakes };
        let steps = steps.items().filter_map(|step| reader.step(step)).collect();
        let StepReader { roster, chats, .. } = reader;
        scenarios.push(Scenario { name, tags: tags.clone(), at, roster, chats, steps });
    }
}

fn first_key(map: Node<'_>) -> Span {
    map.entries().next().map_or(map.span(), |entry| entry.key.span())
}

fn texts(list: Node<'_>, what: &str, mistakes: &mut Mistakes) -> Vec<String> {
    if list.kind() != Kind::List {
        mistakes.note(list.span(), format!("`{what}` must be a list"));
    }
    list.items().filter_map(|item| mistakes.text(item, what, &Variables::new())).collect()
}

/// The rows of `with`: each gives names and what stands for them, longer names first.
fn rows(list: Node<'_>, mistakes: &mut Mistakes) -> Vec<Variables> {
    if list.kind() != Kind::List || list.items().next().is_none() {
        mistakes.note(list.span(), "`with` must be a list of maps, such as `[{agent: ana}, {agent: ben}]`");
    }
    let mut rows = Vec::new();
    for item in list.items() {
        if item.kind() != Kind::Map {
            mistakes.note(item.span(), "an entry of `with` must be a map, such as `{agent: ana}`");
        }
        let mut row: Variables = item
            .entries()
            .filter_map(|Entry { key, value }| {
                let (at, is_verbatim) = (value.text_span(), value.is_verbatim());
                let text = mistakes.text(value, key.text(), &Variables::new())?;
                Some(Variable { name: key.text().to_owned(), value: text, at, is_verbatim })
            })
            .collect();
        row.sort_by(|Variable { name: left, .. }, Variable { name: right, .. }| {
            right.len().cmp(&left.len()).then_with(|| left.cmp(right))
        });
        rows.push(row);
    }
    rows
}

/// Puts in the chats that the steps start, in order; the first start of a name counts.
fn started<'t>(
    known: &Known<'_, '_>,
    steps: impl Iterator<Item = Node<'t>>,
    variables: &Variables,
    chats: &mut Vec<Chat>,
) {
    for fields in steps.filter_map(|step| step.get("start")) {
        let Some(name) = fields.get("chat").map(|name| put_in(name.text(), variables)) else { continue };
        if chats.iter().any(|chat| chat.name == name) {
            continue;
        }
        let deployment = known.deployment();
        let queue = fields.get("queue").map(|queue| put_in(queue.text(), variables)).unwrap_or_default();
        let queues = scripts(deployment, ScriptType::InteractionQueue, &queue);
        let tenant = queues.first().map(|&queue| deployment.object(queue).tenant).unwrap_or_default();
        let data = fields.get("user-data").into_iter().flat_map(Node::entries);
        let user_data = data
            .map(|Entry { key, value }| (key.text().to_owned(), put_in(value.text(), variables)))
            .collect();
        chats.push(Chat { name, tenant, user_data });
    }
}

/// Who takes part, what takes part, and the chats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cast {
    pub(super) roster: Roster,
    pub(super) chats: Vec<Chat>,
}

/// Reads one step that follows others: `cast` takes part already, and `waited` seconds have passed.
pub(super) fn read_step(
    known: &Known<'_, '_>,
    parsed: &Parsed<'_>,
    cast: Cast,
    waited: u32,
) -> Result<(Step, Cast), Vec<Diagnostic>> {
    let mut mistakes = Mistakes::default();
    for error in &parsed.errors {
        let help = error.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
        mistakes.note(error.span, format!("{}{help}", error.message));
    }
    let whole = parsed.tree.roots().next().map_or(Span::new(parsed.tree.file(), 0, 0), Node::span);
    let Some(node) = only_step(parsed).filter(|_| mistakes.list.is_empty()) else {
        if mistakes.list.is_empty() {
            mistakes.note(whole, "a line is one step");
        }
        return Err(mistakes.list);
    };
    let none = Variables::new();
    let Cast { roster, mut chats } = cast;
    started(known, std::iter::once(node), &none, &mut chats);
    let mistakes = &mut mistakes;
    let mut reader =
        StepReader { known, scenario: "", variables: &none, roster, chats, waited, mistakes: &mut *mistakes };
    let step = reader.step(node);
    let StepReader { roster, chats, .. } = reader;
    match step {
        Some(step) if mistakes.list.is_empty() => Ok((step, Cast { roster, chats })),
        _ => Err(std::mem::take(&mut mistakes.list)),
    }
}

/// The one step of a line, as in a file with or without `- `.
pub(super) fn only_step<'t>(parsed: &'t Parsed<'_>) -> Option<Node<'t>> {
    let mut roots = parsed.tree.roots();
    let root = roots.next().filter(|_| roots.next().is_none())?;
    if root.kind() != Kind::List {
        return Some(root);
    }
    let mut items = root.items();
    items.next().filter(|_| items.next().is_none())
}
