//! Agent groups by requirements; each cell that is not plainly yes opens its reasons and repairs.

use maud::{Markup, html};

use super::parts::{Mark, asked, bar, many, names, number, prose, wide};
use super::summary::word;
use super::view::{GroupReady, PageView};
use crate::behaviour::{Answered, Line, LineAnswer, Need, Readiness, Verdict};
use crate::chat::{EntryPoint, Right};
use crate::report::ready_human::duration;

/// How many reasons a cell opens.
const REASONS: usize = 4;

pub(super) fn chapter(view: &PageView<'_>) -> Markup {
    let Some(all) = view.ready else {
        return html! { p { "The deployment has no enabled agents." } };
    };
    html! {
        p.lead {
            (asked("wdectl chat ready")) strong { (number(all.ready.yes)) " of " (number(all.ready.agents())) " agents" }
            " have everything that asynchronous chat needs"
            @if all.ready.unknown > 0 { "; of " (number(all.ready.unknown)) " it is not known" }
            ". A cell counts the agents of the group who have what the column asks; one that falls short opens why, and what would repair it."
        }
        (wide("Agent groups by requirements", matrix(view, all)))
        (missing(view, all))
        (facts(view, all))
    }
}

/// The heading of a column.
fn heading(line: Line) -> &'static str {
    match line {
        Line::Privilege(Right::UseChat) => "use chat",
        Line::Privilege(Right::PlaceOnHold) => "hold",
        Line::Privilege(Right::ReleaseAsync) => "release async",
        Line::Privilege(_) => "release",
        Line::HoldQueue => "hold queue",
        Line::Back(EntryPoint::MyQueues) => "My Queues",
        Line::Back(EntryPoint::MyHistory) => "My History",
        Line::Back(EntryPoint::ContactHistory) => "Contact History",
        Line::Back(EntryPoint::Search) => "Search",
        Line::Back(EntryPoint::Workbin) => "own workbin",
        Line::Back(EntryPoint::GroupWorkbin) => "group workbin",
        Line::OthersWorkbins => "others’ workbins",
        Line::Shortcut => "shortcut",
    }
}

/// Neighbouring columns of one kind, with their title.
fn bands(lines: &[LineAnswer<'_>]) -> Vec<(&'static str, usize)> {
    let mut bands: Vec<(&str, usize)> = Vec::new();
    for answer in lines {
        let title = match (answer.line, answer.line.need()) {
            (Line::Shortcut, _) => "optional",
            (_, Need::Required) => "required",
            (_, Need::OneOfThese) => "ways back: one is required",
            (_, Need::Optional) => "ways back from workbins: optional",
        };
        match bands.last_mut() {
            Some((known, count)) if *known == title => *count += 1,
            _ => bands.push((title, 1)),
        }
    }
    bands
}

fn matrix(view: &PageView<'_>, all: &Readiness<'_>) -> Markup {
    html! {
        table.matrix {
            caption.hidden { "Agent groups by requirements of asynchronous chat" }
            thead {
                tr {
                    td colspan="2" {}
                    @for (title, count) in bands(&all.lines) { th.band scope="colgroup" colspan=(count) { (title) } }
                }
                tr {
                    th scope="col" { "agent group" }
                    th scope="col" { "ready" }
                    @for answer in &all.lines { th scope="col" { (heading(answer.line)) } }
                }
            }
            tbody {
                @for group in view.groups { (row(view, group)) }
            }
            tfoot {
                tr {
                    th scope="row" { "all agents" }
                    (ready_cell(all))
                    @for answer in &all.lines { td { (share(answer)) } }
                }
            }
        }
    }
}

fn row(view: &PageView<'_>, group: &GroupReady<'_>) -> Markup {
    html! {
        tr {
            th scope="row" {
                @match group.group {
                    Some(group) => bdi { (view.deployment.bare(group)) },
                    None => i { "in no agent group" },
                }
            }
            (ready_cell(&group.readiness))
            @for answer in &group.readiness.lines { td { (cell(view, answer)) } }
        }
    }
}

fn ready_cell(readiness: &Readiness<'_>) -> Markup {
    let ready = readiness.ready;
    html! {
        td.ready {
            span { (number(ready.yes)) " of " (number(ready.agents())) }
            (bar(ready))
        }
    }
}

/// How many agents have what a line asks, with a sign.
fn share(answer: &LineAnswer<'_>) -> Markup {
    let tally = answer.tally;
    let optional = answer.line.need() == Need::Optional;
    let mark = match (tally.verdict(), tally.yes) {
        (Verdict::Yes, _) => Mark::Good,
        (Verdict::Unknown, _) => Mark::Unknown,
        (Verdict::No, _) if optional => Mark::Plain,
        (Verdict::No, 0) => Mark::Bad,
        (Verdict::No, _) => Mark::Warning,
    };
    if tally.verdict() == Verdict::Yes {
        return mark.says("all");
    }
    mark.says(&match tally.yes {
        0 => "none".to_owned(),
        yes => format!("{} of {}", number(yes), number(tally.agents())),
    })
}

fn cell(view: &PageView<'_>, answer: &LineAnswer<'_>) -> Markup {
    let wrong: Vec<&Answered<'_>> =
        answer.answers.iter().filter(|answered| answered.check.verdict != Verdict::Yes).collect();
    if wrong.is_empty() {
        return share(answer);
    }
    html! {
        details name="ready" {
            summary { (share(answer)) }
            div.panel {
                p.panel-title { (heading(answer.line)) }
                ul.plain {
                    @for answered in wrong.iter().take(REASONS) { li { (reason(view, answered, false)) } }
                }
                @if wrong.len() > REASONS { p.quiet { "and " (many(wrong.len() - REASONS, "more reason")) " below" } }
            }
        }
    }
}

/// Why some agents do not have what a line asks, and what would repair it.
fn reason(view: &PageView<'_>, answered: &Answered<'_>, with_places: bool) -> Markup {
    let check = &answered.check;
    html! {
        (Mark::of_verdict(check.verdict).says(&format!("{}: ", word(check.verdict))))
        strong { (many(answered.agents.len(), "agent")) } ": " (prose(&check.message))
        div.quiet { (names(view.deployment, &answered.agents)) }
        @if let Some(help) = &check.help { div.help { "→ " (prose(help)) } }
        @if with_places {
            @for label in &check.places {
                div.at { span.place { (view.place(label.span)) } " " (prose(&label.text)) }
            }
        }
    }
}

/// Everything that is missing, once, most agents first; this is what paper shows.
fn missing(view: &PageView<'_>, all: &Readiness<'_>) -> Markup {
    let lines: Vec<&LineAnswer<'_>> = all
        .lines
        .iter()
        .filter(|answer| answer.line.need() != Need::Optional && answer.tally.verdict() != Verdict::Yes)
        .collect();
    html! {
        @if !lines.is_empty() {
            h3 { "What is missing, and what repairs it" }
            @for answer in lines {
                h4 { (heading(answer.line)) " " span.quiet { (rights(answer)) } }
                ul.reasons {
                    @for answered in answer.answers.iter().filter(|one| one.check.verdict != Verdict::Yes).take(super::parts::NAMED) {
                        li { (reason(view, answered, true)) }
                    }
                }
            }
        }
    }
}

fn rights(answer: &LineAnswer<'_>) -> String {
    answer.rights.iter().map(|(_, privilege)| privilege.as_str()).collect::<Vec<_>>().join(", ")
}

fn facts(view: &PageView<'_>, all: &Readiness<'_>) -> Markup {
    let (key, value) = Readiness::USER_DATA;
    html! {
        h3 { "Besides" }
        ul {
            @for lifetime in &all.lifetimes {
                li {
                    "A chat on hold lives " strong { (duration(lifetime.seconds())) } " without activity: alert after "
                    (duration(u64::from(lifetime.alert.seconds))) ", closed " (duration(u64::from(lifetime.close.seconds))) " later ("
                    @match lifetime.application {
                        Some(application) => bdi { (view.deployment.display(application)) },
                        None => "defaults: no Chat Server in this configuration",
                    }
                    ")."
                }
            }
            @for (option, moment) in &all.moments {
                li { "A change of " code { (option) } " counts " (moment.words()) "." }
            }
            li { "The chat itself must be created with user data " code { (key) "=" (value) } ", which is not part of this configuration." }
        }
    }
}
