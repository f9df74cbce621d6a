//! What may come next where the cursor stands.

use super::super::steps::{SHAPES, Shape, words};
use super::Session;
use super::help::COMMANDS;
use super::line::positions;
use crate::deployment::ObjectId;
use crate::names::{ApplicationType, ObjectKind, ScriptType, option_label};

impl Session<'_, '_, '_> {
    /// The words that may stand where the cursor is: the byte at which the word begins, and every word that begins
    /// as it does so far, in order.
    #[must_use]
    pub fn complete(&self, line: &str, cursor: usize) -> (usize, Vec<String>) {
        let head = line.get(..cursor).unwrap_or(line);
        let (start, mut found) = self.candidates(head);
        let typed = head.get(start..).unwrap_or_default();
        found.retain(|candidate| candidate.starts_with(typed));
        found.sort_unstable();
        found.dedup();
        (start, found)
    }

    fn candidates(&self, head: &str) -> (usize, Vec<String>) {
        let indent = head.len() - head.trim_start().len();
        let first = head[indent..].find([' ', '\t', ':']).map(|end| &head[indent..indent + end]);
        let commands = || COMMANDS.iter().filter_map(|(usage, _)| usage.split(' ').next());
        let all = || SHAPES.iter().map(|shape| shape.0).chain(commands()).map(str::to_owned).collect();
        let start = head.rfind([' ', '\t', '{', '[', ',', '=']).map_or(indent, |at| at + 1);
        match first {
            None => (indent, all()),
            Some("help") => (start, all()),
            Some(verb) => match SHAPES.into_iter().find(|shape| shape.0 == verb) {
                Some(shape) => self.of_verb(shape, head, indent + verb.len(), start),
                None => (start, Vec::new()),
            },
        }
    }

    fn of_verb(&self, shape: Shape, head: &str, verb_end: usize, start: usize) -> (usize, Vec<String>) {
        let Shape(verb, needs, may) = shape;
        let fields = [needs, may].concat();
        if head[verb_end..].starts_with(':') {
            // As in a file: the key before the word, or before the list that the word is in.
            let inside = &head[verb_end + 1..start.max(verb_end + 1)];
            let list = inside.rfind('[').filter(|&open| !inside[open..].contains(']'));
            let before = list.map_or(inside, |open| &inside[..open]).trim_end();
            let found = match before.strip_suffix(':') {
                Some(keys) => self.values(verb, keys.rsplit([' ', '{', ',']).next().unwrap_or_default()),
                None if before.is_empty() => Vec::new(),
                None => fields.iter().map(|field| format!("{field}: ")).collect(),
            };
            return (start, found);
        }
        if let Some(named) = head[..start].strip_suffix('=') {
            return (start, self.values(verb, named.rsplit([' ', '\t']).next().unwrap_or_default()));
        }
        let before: Vec<&str> = head[verb_end..start].split_whitespace().collect();
        let given: Vec<&str> = before.iter().filter_map(|word| Some(word.split_once('=')?.0)).collect();
        let is_open = |field: &&'static str| !given.contains(field);
        let positions: Vec<&str> = positions(shape).into_iter().filter(is_open).collect();
        let at = before.len() - given.len();
        // The name of a privilege has spaces; it comes last.
        if let Some(last) = positions.len().checked_sub(1).filter(|&last| at >= last)
            && positions[last] == "privilege"
        {
            let begins = nth_word(head, verb_end, last + given.len()).unwrap_or(start);
            return (begins, self.values(verb, "privilege"));
        }
        let mut found = positions.get(at).map(|field| self.values(verb, field)).unwrap_or_default();
        if at >= needs.len().max(1) {
            let taken = &positions[..at.min(positions.len())];
            let named = fields.iter().filter(|field| is_open(field) && !taken.contains(field));
            found.extend(named.map(|field| format!("{field}=")));
        }
        (start, found)
    }

    /// What may be the value of a field.
    fn values(&self, verb: &str, field: &str) -> Vec<String> {
        let ground = &self.setting.ground;
        let deployment = ground.deployment();
        let bare = |objects: &mut dyn Iterator<Item = ObjectId>| -> Vec<String> {
            objects.map(|object| deployment.bare(object)).collect()
        };
        let scripts = |kind| {
            let all = deployment.of_kind(ObjectKind::Script).iter().copied();
            bare(
                &mut all
                    .filter(|&id| deployment.script_type(id) == Some(kind) && deployment.object(id).enabled),
            )
        };
        let shown = |kind| deployment.of_kind(kind).iter().map(|&object| deployment.display(object));
        match field {
            "agent" | "to" | "agents" => bare(&mut deployment.agents()),
            "chat" => self.player.stage.chats.iter().map(|chat| chat.name.clone()).collect(),
            "queue" => scripts(ScriptType::InteractionQueue),
            "workbin" => scripts(ScriptType::InteractionWorkbin),
            "owner" => shown(ObjectKind::Agent).chain(shown(ObjectKind::AgentGroup)).collect(),
            "object" => deployment.objects().map(|(object, _)| deployment.display(object)).collect(),
            "role" => bare(&mut deployment.of_kind(ObjectKind::Role).iter().copied()),
            "privilege" => {
                let graph = ground.privileges.graph();
                graph.ids().map(|id| graph.name(id).to_owned()).collect()
            }
            "server" => {
                let is_server = |&id: &ObjectId| {
                    let kind = deployment.application_type(id);
                    matches!(kind, Some(ApplicationType::ChatServer | ApplicationType::InteractionServer))
                };
                bare(&mut deployment.of_kind(ObjectKind::Application).iter().copied().filter(is_server))
            }
            "option" => {
                let known = ground.catalogue.options().iter().filter(|option| option.template.is_none());
                let known = known.map(|option| (option.section.as_str(), option.name.as_str()));
                let written = |(section, name): (&str, &str)| option_label(section, name);
                known.chain(ground.resolver.options()).map(written).collect()
            }
            _ => words(verb, field).iter().map(|word| (*word).to_owned()).collect(),
        }
    }
}

/// Where the word number `count` (from 0) behind `from` begins.
fn nth_word(head: &str, from: usize, count: usize) -> Option<usize> {
    let mut at = from;
    for number in 0..=count {
        at += head[at..].len() - head[at..].trim_start().len();
        if number < count {
            at += head[at..].find(char::is_whitespace)?;
        }
    }
    Some(at)
}
