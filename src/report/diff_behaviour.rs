//! What becomes possible and impossible, and what becomes of chats on hold: for people.

use std::io::{self, Write};

use super::clean;
use super::diff_words::{DiffView, RolloutView, wrapped};
use crate::dryrun::verify::{Behaviour, Group, Outcome, Rollout, Stranded, Told};
use crate::names::{Side, and_more, counted};
use crate::text::Span;

/// Writes the section on behaviour; its last line says whether the change is safe.
pub(super) fn write_rollout(
    view: &DiffView<'_>,
    rollout: &RolloutView<'_>,
    quiet: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let found = rollout.rollout;
    writeln!(out, "{}what agents can do with a chat: {}", if quiet { "" } else { "\n" }, equality(found))?;
    for (at, behaviour) in found.behaviours.iter().enumerate() {
        writeln!(out, "  {}", clean(&headline(behaviour)))?;
        if let Some(names) = names(&behaviour.group) {
            for line in wrapped(&clean(&names)) {
                writeln!(out, "      {line}")?;
            }
        }
        steps(&behaviour.steps, out)?;
        trailer(
            behaviour.under,
            RolloutView::file(rollout.behaviours, at),
            behaviour.scenario.is_some(),
            out,
        )?;
        for note in &behaviour.notes {
            writeln!(out, "      note: {}", clean(note))?;
        }
    }
    for reason in &found.unknown {
        writeln!(out, "  not known: {}", clean(reason))?;
    }
    writeln!(out, "\nheld-chat-survives-change: {}", survival(found))?;
    for (at, stranded) in found.survival.stranded.iter().enumerate() {
        write_stranded(view, stranded, RolloutView::file(rollout.stranded, at), out)?;
    }
    for reason in &found.survival.unknown {
        writeln!(out, "  not known: {}", clean(reason))?;
    }
    writeln!(out, "\n{}", conclusion(found))
}

fn write_stranded(
    view: &DiffView<'_>,
    stranded: &Stranded,
    file: Option<&str>,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "  {}", clean(&stranded.message))?;
    steps(&stranded.steps, out)?;
    for (under, label) in &stranded.places {
        writeln!(
            out,
            "      {}  {}  {}",
            under.as_str(),
            clean(&label.text),
            clean(&place(view, *under, label.span))
        )?;
    }
    for note in &stranded.notes {
        writeln!(out, "      note: {}", clean(note))?;
    }
    if let Some(help) = &stranded.help {
        writeln!(out, "      help: {}", clean(help))?;
    }
    match &stranded.scenario {
        Some((under, _)) => trailer(*under, file, true, out),
        None => Ok(()),
    }
}

fn steps(steps: &[Told], out: &mut dyn Write) -> io::Result<()> {
    steps.iter().try_for_each(|told| writeln!(out, "      {}", clean(&told.step)))
}

fn trailer(under: Side, file: Option<&str>, has_scenario: bool, out: &mut dyn Write) -> io::Result<()> {
    match file {
        Some(file) => {
            writeln!(out, "      passes under {} only: {}", under.as_str().to_uppercase(), clean(file))
        }
        None if has_scenario => writeln!(out, "      write it as a scenario: --emit-scenarios DIR"),
        None => Ok(()),
    }
}

/// A place in the sources of one side.
pub(super) fn place(view: &DiffView<'_>, under: Side, span: Span) -> String {
    view.side(under).1.place(span)
}

/// Whom a difference reaches.
pub(super) fn whom(group: &Group) -> String {
    match (group.count, group.agents.first()) {
        (1, Some(agent)) => format!("agent/{agent}"),
        (count, _) => counted(count, "agent"),
    }
}

/// The agents by name; nothing where it is one.
pub(super) fn names(group: &Group) -> Option<String> {
    let more = group.count.saturating_sub(group.agents.len());
    (group.count > 1).then(|| format!("{}{}", group.agents.join(", "), and_more(more)))
}

/// `12 agents can no longer hold (missing-privilege ..)`.
pub(super) fn headline(behaviour: &Behaviour) -> String {
    let (who, verb) = (whom(&behaviour.group), behaviour.verb);
    let place = if behaviour.in_workbin { "what lies in a workbin" } else { "here" };
    let refused =
        if behaviour.refused.is_empty() { String::new() } else { format!(" ({})", behaviour.refused) };
    match behaviour.under {
        Side::Old => format!("{who} can no longer `{verb}` {place}{refused}"),
        Side::New => format!("{who} can now `{verb}` {place}, before not{refused}"),
    }
}

/// Whether both sides are equal.
pub(super) fn equality(found: &Rollout) -> String {
    let alike = match found.states {
        0 => "all alike".to_owned(),
        states => format!("{states} states of both together"),
    };
    let compared = format!("{} of classes, {alike}", counted(found.pairs, "pair"));
    match found.equality() {
        Outcome::Proved => format!("equal ({compared})"),
        Outcome::Refuted => format!("{} ({compared})", counted(found.behaviours.len(), "difference")),
        Outcome::Unknown => format!("not known ({compared})"),
    }
}

/// Whether chats on hold survive.
pub(super) fn survival(found: &Rollout) -> String {
    let survival = &found.survival;
    let places = counted(survival.places, "place");
    let (starts, states) = (counted(survival.starts, "start"), counted(survival.states, "state"));
    format!("{} ({places} where chats lie, {starts}, {states})", survival.outcome.as_str())
}

/// The last line.
pub(super) fn conclusion(found: &Rollout) -> String {
    if found.is_safe() {
        return "safe to roll out: no chat can be stranded, neither new ones nor those on hold".to_owned();
    }
    let mut reasons = Vec::new();
    match found.survival.outcome {
        Outcome::Proved => {}
        Outcome::Refuted => reasons.push("chats on hold do not survive it"),
        Outcome::Unknown => reasons.push("it is not known whether chats on hold survive it"),
    }
    match found.verified.outcome() {
        Outcome::Proved => {}
        Outcome::Refuted => reasons.push("`wdectl chat verify` refutes the new deployment"),
        Outcome::Unknown => reasons.push("`wdectl chat verify` cannot prove the new deployment"),
    }
    format!("not shown to be safe: {}", reasons.join("; "))
}
