//! A verification for people: a line for each property, then each refutation with its story.

use std::io::{self, Write};

use super::edit::{help, no_repair};
use super::{Human, clean};
use crate::deployment::Deployment;
use crate::diagnostic::{Diagnostic, Severity};
use crate::dryrun::verify::{Counterexample, Outcome, PropertyId, PropertyReport, Report};
use crate::names::counted;

/// Writes a report. `files` are the scenario files that were written, by property and counterexample; `quiet` leaves the
/// summary out.
///
/// # Errors
///
/// What writing to `out` gives.
pub fn write_verified(
    report: &Report,
    deployment: &Deployment,
    human: &Human<'_>,
    files: &[Vec<Option<String>>],
    quiet: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let width =
        report.properties.iter().map(|property| property.property.spec().name.len()).max().unwrap_or(0);
    for property in &report.properties {
        let name = property.property.spec().name;
        let line = format!("{:<8} {name:<width$}  {}", property.outcome.as_str(), visited(property));
        writeln!(out, "{}", line.trim_end())?;
    }
    for (at, property) in report.properties.iter().enumerate() {
        for (number, found) in property.counterexamples.iter().enumerate() {
            writeln!(out)?;
            let file = files.get(at).and_then(|files| files.get(number)).and_then(Option::as_deref);
            refutation(property.property, found, deployment, human, out)?;
            if !found.steps.is_empty() {
                story(found, told_of(report, (at, number)), deployment, out)?;
                replay(file, out)?;
            }
        }
    }
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for property in &report.properties {
        for reason in &property.unknown {
            let name = property.property.spec().name;
            match reasons.iter_mut().find(|(known, _)| known == reason) {
                Some((_, names)) => names.push(name),
                None => reasons.push((reason, vec![name])),
            }
        }
    }
    for (reason, names) in reasons {
        let names = if names.len() == report.properties.len() { "all".to_owned() } else { names.join(", ") };
        writeln!(out, "\nnot known ({names}): {}", clean(reason))?;
    }
    for note in &report.notes {
        writeln!(out, "\nnote: {}", clean(note))?;
    }
    if quiet { Ok(()) } else { summary(report, deployment, out) }
}

fn visited(property: &PropertyReport) -> String {
    let states = explored(property.states, property.transitions);
    match (property.property, property.outcome) {
        (PropertyId::NoDeadPrivilege | PropertyId::NoDeadQueue, Outcome::Proved) => String::new(),
        (_, Outcome::Proved) => states,
        (_, Outcome::Refuted) => match property.counterexamples.first() {
            Some(first) if !first.steps.is_empty() => format!("in {}", counted(first.length, "step")),
            _ => String::new(),
        },
        (_, Outcome::Unknown) => String::new(),
    }
    .trim_end()
    .to_owned()
}

/// `1 state, 2 transitions`.
fn explored(states: usize, transitions: u64) -> String {
    let states = grouped_as(states as u64, "state", "states");
    format!("{states}, {}", grouped_as(transitions, "transition", "transitions"))
}

/// A number of things, its digits in groups of three: `1 class`, `1,200 classes`.
pub(super) fn grouped_as(count: u64, one: &str, several: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { several })
}

/// A number with its digits in groups of three.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn refutation(
    property: PropertyId,
    found: &Counterexample,
    deployment: &Deployment,
    human: &Human<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut diagnostic = Diagnostic::new(found.message.clone());
    (diagnostic.rule, diagnostic.severity) = (property.spec().name, Severity::Error);
    let mut places = found.places.iter().cloned();
    diagnostic.primary = places.next();
    diagnostic.related = places.collect();
    diagnostic.notes.clone_from(&found.notes);
    diagnostic.notes.extend(no_repair(found));
    diagnostic.help = help(found, deployment);
    human.write(&diagnostic, out)
}

/// The property of which the story of this counterexample has been told already.
pub(super) fn told_of(report: &Report, (at, number): (usize, usize)) -> Option<PropertyId> {
    let found = &report.properties[at].counterexamples[number];
    let mut before = report.properties[..=at].iter().enumerate().flat_map(|(place, property)| {
        let known = if place == at { number } else { property.counterexamples.len() };
        property.counterexamples[..known].iter().map(|other| (property.property, other))
    });
    let is_same = |other: &Counterexample| other.tenant == found.tenant && other.steps == found.steps;
    before.find(|(_, other)| is_same(other)).map(|(property, _)| property)
}

fn story(
    found: &Counterexample,
    told: Option<PropertyId>,
    deployment: &Deployment,
    out: &mut dyn Write,
) -> io::Result<()> {
    let tenant = deployment.text(found.tenant);
    let tenant = if tenant.is_empty() { String::new() } else { format!(" in {}", clean(tenant)) };
    if let Some(property) = told {
        let (steps, name) = (counted(found.length, "step"), property.spec().name);
        return writeln!(out, "  how it comes to this{tenant}, in {steps}: as told of `{name}` above");
    }
    writeln!(out, "  how it comes to this{tenant}, in {}:", counted(found.length, "step"))?;
    for told in &found.steps {
        writeln!(out, "    {}", clean(&told.step))?;
        for event in &told.events {
            writeln!(out, "        {}", clean(event))?;
        }
        if !told.changes.is_empty() {
            writeln!(out, "        now: {}", clean(&told.changes.join(", ")))?;
        }
    }
    Ok(())
}

fn replay(file: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    match file {
        Some(file) => writeln!(out, "  replay it: wdectl chat run {}", clean(file)),
        None => writeln!(out, "  write it as a scenario: --emit-scenarios DIR"),
    }
}

fn summary(report: &Report, deployment: &Deployment, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out)?;
    for lifetime in &report.lifetimes {
        let whose = lifetime.application.map_or_else(
            || "by the documented defaults".to_owned(),
            |application| format!("by {}", deployment.display(application)),
        );
        let hours = lifetime.seconds() as f64 / 3600.0;
        writeln!(
            out,
            "hint: a chat on hold to which nothing happens is closed after {} s ({hours:.1} h) {}",
            grouped(lifetime.seconds()),
            clean(&whose)
        )?;
    }
    if !report.assumptions.is_empty() {
        let all: Vec<String> = report
            .assumptions
            .iter()
            .map(|(assumption, value)| format!("{} = {value}", assumption.spec().name))
            .collect();
        writeln!(out, "assumed: {}", all.join(", "))?;
    }
    let count = |outcome| report.properties.iter().filter(|property| property.outcome == outcome).count();
    let parts: Vec<String> = [Outcome::Proved, Outcome::Refuted, Outcome::Unknown]
        .into_iter()
        .filter(|&outcome| count(outcome) > 0)
        .map(|outcome| format!("{} {}", count(outcome), outcome.as_str()))
        .collect();
    writeln!(
        out,
        "{}; {}, {} in {}, {}",
        parts.join(", "),
        grouped_as(report.tenants as u64, "tenant", "tenants"),
        grouped_as(report.agents as u64, "agent", "agents"),
        grouped_as(report.classes as u64, "behaviour class", "behaviour classes"),
        explored(report.states, report.transitions)
    )
}

/// Writes what is to be known about some properties.
///
/// # Errors
///
/// What writing to `out` gives.
pub fn write_properties(properties: &[PropertyId], out: &mut dyn Write) -> io::Result<()> {
    for (at, property) in properties.iter().enumerate() {
        let spec = property.spec();
        let gap = if at == 0 { "" } else { "\n" };
        writeln!(out, "{gap}{}\n  {}\n", spec.name, spec.what)?;
        writeln!(out, "  why      {}\n  example  {}\n  repair   {}", spec.why, spec.example, spec.repair)?;
        let names: Vec<&str> = spec.assumes.iter().map(|assumption| assumption.spec().name).collect();
        if !names.is_empty() {
            writeln!(out, "  assumes  {}", names.join(", "))?;
        }
    }
    Ok(())
}
