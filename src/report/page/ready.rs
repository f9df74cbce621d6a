//! Agent groups by requirements; each cell that is not plainly yes opens its reasons and repairs.

use maud::{Markup, html};
use rustc_hash::FxHashMap;

use super::parts::{Mark, NAMED, asked, bar, many, names, number, prose, wide};
use super::summary::word;
use super::view::{GroupReady, PageView};
use crate::behaviour::{Answered, Line, LineAnswer, Need, Readiness, Tally, Verdict};
use crate::chat::{EntryPoint, Right};
use crate::report::ready_human::duration;

/// How many rows the matrix has at most; with more groups than these, those that answer alike are one row.
const ROWS: usize = 80;

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
        @if folded(view.groups).len() > ROWS { p.quiet { "and " (many(folded(view.groups).len() - ROWS, "more row")) } }
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
    let folded = folded(view.groups);
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
                @for groups in folded.iter().take(ROWS) { (row(view, groups)) }
            }
            tfoot {
                tr {
                    th scope="row" { "all agents" }
                    (ready_cell(all.ready))
                    @for answer in &all.lines { td { (share(answer, answer.tally)) } }
                }
            }
        }
    }
}

/// The groups in their order; where they are many, those that answer alike stand in one row.
fn folded<'a, 'd>(groups: &'a [GroupReady<'d>]) -> Vec<Vec<&'a GroupReady<'d>>> {
    if groups.len() <= ROWS {
        return groups.iter().map(|group| vec![group]).collect();
    }
    let mut rows: Vec<Vec<&GroupReady<'_>>> = Vec::new();
    let mut at: FxHashMap<Vec<String>, usize> = FxHashMap::default();
    for group in groups {
        let row = *at.entry(alike(&group.readiness)).or_insert(rows.len());
        match rows.get_mut(row) {
            Some(known) => known.push(group),
            None => rows.push(vec![group]),
        }
    }
    rows.sort_by_key(|row| std::cmp::Reverse(row.len()));
    rows
}

/// What groups have in common that answer alike: of each line, whether all, none or some have it, and the reasons.
fn alike(readiness: &Readiness<'_>) -> Vec<String> {
    let of_line = |answer: &LineAnswer<'_>| {
        let tally = answer.tally;
        let some = usize::from(tally.yes > 0) + usize::from(tally.yes == tally.agents());
        let reasons = answer.answers.iter().map(|one| format!("{}\n{:?}", one.check.message, one.check.help));
        format!("{some}\n{}", reasons.collect::<Vec<_>>().join("\n"))
    };
    readiness.lines.iter().map(of_line).collect()
}

fn row(view: &PageView<'_>, groups: &[&GroupReady<'_>]) -> Markup {
    let Some(first) = groups.first() else { return html! {} };
    let ready = sum(groups.iter().map(|group| group.readiness.ready));
    html! {
        tr {
            th scope="row" {
                @match first.group {
                    Some(group) => bdi { (view.deployment.bare(group)) },
                    None => i { "in no agent group" },
                }
                @if groups.len() > 1 { " and " (many(groups.len() - 1, "group")) " alike" }
            }
            (ready_cell(ready))
            @for (at, answer) in first.readiness.lines.iter().enumerate() {
                td { (cell(view, answer, sum(groups.iter().map(|group| group.readiness.lines[at].tally)))) }
            }
        }
    }
}

fn sum(tallies: impl Iterator<Item = Tally>) -> Tally {
    tallies.fold(Tally::default(), |sum, one| Tally {
        yes: sum.yes + one.yes,
        no: sum.no + one.no,
        unknown: sum.unknown + one.unknown,
    })
}

fn ready_cell(ready: Tally) -> Markup {
    html! {
        td.ready {
            span { (number(ready.yes)) " of " (number(ready.agents())) }
            (bar(ready))
        }
    }
}

/// How many agents have what a line asks, with a sign.
fn share(answer: &LineAnswer<'_>, tally: Tally) -> Markup {
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
        yes => format!("{}/{}", number(yes), number(tally.agents())),
    })
}

fn cell(view: &PageView<'_>, answer: &LineAnswer<'_>, tally: Tally) -> Markup {
    let wrong: Vec<&Answered<'_>> = wrong(answer).collect();
    if wrong.is_empty() {
        return share(answer, tally);
    }
    html! {
        details name="ready" {
            summary { (share(answer, tally)) }
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

/// Everything that is missing, once, most agents first; this is what paper shows. Lines that lack the same for the same
/// agents stand together.
fn missing(view: &PageView<'_>, all: &Readiness<'_>) -> Markup {
    let mut lines: Vec<Vec<&LineAnswer<'_>>> = Vec::new();
    for answer in &all.lines {
        if answer.line.need() == Need::Optional || answer.tally.verdict() == Verdict::Yes {
            continue;
        }
        match lines.iter_mut().find(|known| known.first().is_some_and(|first| is_like(first, answer))) {
            Some(known) => known.push(answer),
            None => lines.push(vec![answer]),
        }
    }
    html! {
        @if !lines.is_empty() {
            h3 { "What is missing, and what repairs it" }
            @for alike in &lines {
                @if let Some(first) = alike.first() {
                    h4 {
                        (alike.iter().map(|answer| heading(answer.line)).collect::<Vec<_>>().join(", ")) " "
                        span.quiet { (rights(first)) }
                    }
                    ul.reasons {
                        @for answered in wrong(first).take(NAMED) { li { (reason(view, answered, true)) } }
                    }
                    @if wrong(first).count() > NAMED {
                        p.quiet { "and " (number(wrong(first).count() - NAMED)) " more; " code { "wdectl chat ready" } " tells all" }
                    }
                }
            }
        }
    }
}

fn wrong<'a, 'd>(answer: &'a LineAnswer<'d>) -> impl Iterator<Item = &'a Answered<'d>> {
    answer.answers.iter().filter(|answered| answered.check.verdict != Verdict::Yes)
}

/// Whether the same agents lack two things for the same reasons.
fn is_like(one: &LineAnswer<'_>, other: &LineAnswer<'_>) -> bool {
    let mut pairs = one.answers.iter().zip(&other.answers);
    one.answers.len() == other.answers.len()
        && pairs.all(|(left, right)| {
            left.agents == right.agents
                && (&left.check.message, &left.check.help) == (&right.check.message, &right.check.help)
        })
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
