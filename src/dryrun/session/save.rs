//! A session as a scenario file.

use super::super::fields::{Variables, in_quotes, on_one_line, quoted};
use super::super::read::only_step;
use super::super::scenario::{ExpectedRefusal, Field, Step, Verb, When};
use super::{Saved, Session};
use crate::chat::{ChatId, Phase};
use crate::text::{self, Entry, Kind, Limits, Node, Sources, Syntax};

impl Session<'_, '_, '_> {
    /// The session as a scenario that replays to the same end, and says at its end what the end is. Checks that do
    /// not hold are left out.
    pub(super) fn save(&self, sources: &Sources, file: &str, overwrites: bool) -> Result<Saved, String> {
        let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
        let (stem, extension) = name.rsplit_once('.').unwrap_or((name, ""));
        let syntax = match extension.to_ascii_lowercase().as_str() {
            "yaml" | "yml" => Syntax::Yaml,
            "toml" => Syntax::Toml,
            _ => return Err(format!("`{file}` must end in .yaml, .yml or .toml")),
        };
        if self.taken.is_empty() {
            return Err("no step was taken, so that there is nothing to save".to_owned());
        }
        let mut lines = Vec::new();
        let mut left_out = Vec::new();
        let mut watched = self.player.watched.iter();
        for taken in &self.taken {
            let step = &taken.step;
            let holds = match step.verb {
                Verb::Check(When::Never, _) => watched.next().is_none_or(|watched| !watched.came_true),
                Verb::Check(When::Eventually, _) => watched.next().is_none_or(|watched| watched.came_true),
                _ => true,
            };
            if holds {
                lines.push(written(sources, step, syntax));
            } else {
                left_out.push(step.text.clone());
            }
        }
        let steps = lines.len();
        lines.extend(self.end().iter().map(|fields| check(fields, syntax)));
        let mut text = match syntax {
            Syntax::Toml => format!("[[scenarios]]\nname = {}\nsteps = [\n", in_quotes(stem)),
            _ => format!("scenarios:\n  - name: {}\n    steps:\n", quoted(stem)),
        };
        for line in &lines {
            match syntax {
                Syntax::Toml => text.push_str(&format!("  {{ {line} }},\n")),
                _ => text.push_str(&format!("      - {line}\n")),
            }
        }
        if syntax == Syntax::Toml {
            text.push_str("]\n");
        }
        Ok(Saved { file: file.to_owned(), overwrites, text, steps, left_out })
    }

    /// What is the case at the end, as fields of `expect`.
    fn end(&self) -> Vec<Vec<(&'static str, Value)>> {
        let (names, world) = (self.player.names(), &self.player.world);
        let mut checks = Vec::new();
        for (number, chat) in self.player.stage.chats.iter().enumerate() {
            let id = ChatId(number as u16);
            if world.chat(id).phase == Phase::Absent {
                continue;
            }
            let mut fields = vec![("chat", Value::Text(chat.name.clone()))];
            for field in Field::ALL {
                let actual = names.actual(world, id, field);
                if field == Field::Agents {
                    let mut agents: Vec<String> =
                        actual.objects.iter().map(|&agent| names.deployment.bare(agent)).collect();
                    agents.sort_unstable();
                    fields.push((field.as_str(), Value::List(agents)));
                } else if actual.word != "none" {
                    fields.push((field.as_str(), Value::Text(actual.word)));
                }
            }
            checks.push(fields);
        }
        for agent in self.subjects() {
            let is_in = world.logged_in().contains(agent).to_string();
            checks.push(vec![("agent", Value::Text(names.agent(agent))), ("logged-in", Value::Text(is_in))]);
        }
        checks
    }
}

/// The value of a field.
enum Value {
    Text(String),
    List(Vec<String>),
}

fn check(fields: &[(&str, Value)], syntax: Syntax) -> String {
    let text = |text: &String| if syntax == Syntax::Toml { in_quotes(text) } else { quoted(text) };
    let value = |value: &Value| match value {
        Value::Text(word) => text(word),
        Value::List(words) => format!("[{}]", words.iter().map(text).collect::<Vec<_>>().join(", ")),
    };
    let join = |between: &str| {
        let fields = fields.iter().map(|(key, own)| format!("{key}{between}{}", value(own)));
        fields.collect::<Vec<_>>().join(", ")
    };
    match syntax {
        Syntax::Toml => format!("expect = {{ {} }}", join(" = ")),
        _ => format!("expect: {{{}}}", join(": ")),
    }
}

/// A step with the refusal that it expects, without `- ` before it or braces around it.
fn written(sources: &Sources, step: &Step, syntax: Syntax) -> String {
    let refused = step.refused.as_ref().map(|expected| refused(expected, syntax));
    // As it was typed: what is shown of the step may hide a secret.
    let parsed = text::read(sources, step.at.file, Syntax::Yaml, Limits::default());
    let entries = only_step(&parsed).into_iter().flat_map(Node::entries);
    let mut verb = entries.filter(|entry| entry.key.text() != "refused");
    if syntax != Syntax::Toml {
        let line = verb.next().map_or_else(
            || step.text.clone(),
            |entry| format!("{}: {}", entry.key.text(), on_one_line(entry.value, &Variables::new())),
        );
        return match refused {
            Some(refused) => format!("{line}\n        {refused}"),
            None => line,
        };
    }
    verb.map(|entry| toml_entry(&entry)).chain(refused).collect::<Vec<_>>().join(", ")
}

fn refused(expected: &ExpectedRefusal, syntax: Syntax) -> String {
    let because = expected.because.as_str().to_owned();
    let fields = [
        ("because", Some(&because)),
        ("privilege", expected.privilege.as_ref()),
        ("option", expected.option.as_ref()),
    ];
    let given = fields.into_iter().filter_map(|(key, text)| Some((key, text?)));
    if syntax == Syntax::Toml {
        let fields: Vec<String> = given.map(|(key, text)| format!("{key} = {}", in_quotes(text))).collect();
        format!("refused = {{ {} }}", fields.join(", "))
    } else {
        let fields: Vec<String> = given.map(|(key, text)| format!("{key}: {}", quoted(text))).collect();
        format!("refused: {{{}}}", fields.join(", "))
    }
}

/// A key with its value in TOML.
fn toml_entry(entry: &Entry<'_>) -> String {
    let key = entry.key.text();
    let is_bare = |letter: char| letter.is_ascii_alphanumeric() || letter == '-' || letter == '_';
    let is_bare = !key.is_empty() && key.chars().all(is_bare);
    let key = if is_bare { key.to_owned() } else { in_quotes(key) };
    format!("{key} = {}", toml(entry.value))
}

fn toml(node: Node<'_>) -> String {
    match node.kind() {
        Kind::Map => {
            // Of a key that is there twice the last one counts; TOML would refuse both.
            let counts = |entry: &Entry<'_>| {
                node.get(entry.key.text()).is_some_and(|last| last.span() == entry.value.span())
            };
            let entries: Vec<String> =
                node.entries().filter(counts).map(|entry| toml_entry(&entry)).collect();
            if entries.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", entries.join(", ")) }
        }
        Kind::List => format!("[{}]", node.items().map(toml).collect::<Vec<_>>().join(", ")),
        Kind::Scalar | Kind::Null => in_quotes(node.text()),
    }
}
