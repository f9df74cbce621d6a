//! Who places chats into which queue or workbin, and who can take them back: a picture, and its table.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use maud::{Markup, html};

use super::layers::ordered;
use super::parts::{Mark, NAMED, asked, many, many_as, number, wide};
use super::view::PageView;
use crate::chat::EntryPoint;
use crate::deployment::ObjectId;
use crate::dryrun::verify::{Class, Placing, Spot, Taking};

/// How many places the picture and the table show.
const DRAWN: usize = 24;
const LISTED: usize = 200;

/// How many classes of those who take chats back in the same ways are named.
const TAKERS: usize = 4;

/// Measures of the picture.
const WIDTH: usize = 1080;
const COLUMNS: [(usize, usize); 3] = [(0, 290), (410, 260), (790, 290)];
const HEIGHT: usize = 46;
const GAP: usize = 12;

pub(super) fn chapter(view: &PageView<'_>) -> Markup {
    let mut used: Vec<&Spot> =
        view.exchange.spots.iter().filter(|spot| spot.is_workbin || !spot.placing.is_empty()).collect();
    let placing = |spot: &Spot| -> usize {
        spot.placing.iter().map(|one| view.exchange.classes[one.class].agents).sum()
    };
    used.sort_by_key(|spot| std::cmp::Reverse((only_receives(spot), placing(spot))));
    let others = view.exchange.spots.len() - used.len();
    let stuck = used.iter().filter(|spot| only_receives(spot)).count();
    html! {
        p.lead {
            (asked("wdectl chat verify"))
            "One agent of each class was put into the chat machine and asked to place a chat on hold, to store it, and to take it back by "
            "each of the six ways. "
            @if stuck > 0 { strong { (Mark::Bad.says(&format!("{} only receive: nobody can take a chat back from there", many(stuck, "place")))) } }
            @else if !used.is_empty() { "From every place into which chats come, somebody can take them back." }
        }
        @if used.is_empty() {
            p { "No agent can place a chat into any queue or workbin." }
        } @else {
            (picture(view, &used[..used.len().min(DRAWN)]))
            @if used.len() > DRAWN { p.quiet { "The picture shows the first " (DRAWN) " of " (number(used.len())) " places; the table has more." } }
            (table(view, &used))
            @if used.len() > LISTED { p.quiet { "and " (many(used.len() - LISTED, "more place")) } }
        }
        @if others > 0 {
            p.quiet { "Of " (many(others, "further interaction queue")) " none is anybody’s hold queue: only the workflow puts chats there." }
        }
    }
}

/// Chats come in, and nobody gets them out.
fn only_receives(spot: &Spot) -> bool {
    spot.taking.is_empty() && (!spot.placing.is_empty() || spot.is_workbin)
}

/// Classes that stand together at one side of the picture, because the same lines lead from them.
struct Party<'a> {
    classes: Vec<&'a Class>,
    /// The places, by position among those drawn.
    spots: Vec<usize>,
    /// A few words below the name.
    words: String,
}

impl Party<'_> {
    fn agents(&self) -> usize {
        self.classes.iter().map(|class| class.agents).sum()
    }

    fn title(&self, view: &PageView<'_>) -> String {
        let first = self.classes.first().map(|class| view.deployment.bare(class.first)).unwrap_or_default();
        match self.agents() {
            1 => first,
            agents => format!("{} like {first}", many(agents, "agent")),
        }
    }
}

/// Those who place, by the set of places.
fn givers<'a>(view: &'a PageView<'_>, spots: &[&Spot]) -> Vec<Party<'a>> {
    let mut of_class: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, spot) in spots.iter().enumerate() {
        for placing in &spot.placing {
            of_class.entry(placing.class).or_default().push(at);
        }
    }
    parties(view, of_class.into_iter().map(|(class, spots)| (class, spots.clone(), into(&spots))))
}

/// Those who take back, by the set of places and the ways.
fn takers<'a>(view: &'a PageView<'_>, spots: &[&Spot]) -> Vec<Party<'a>> {
    let mut of_class: BTreeMap<usize, (Vec<usize>, BTreeSet<EntryPoint>)> = BTreeMap::new();
    for (at, spot) in spots.iter().enumerate() {
        for taking in spot.taking.iter() {
            let known = of_class.entry(taking.class).or_default();
            known.0.push(at);
            known.1.extend(taking.from.iter().chain(&taking.from_others));
        }
    }
    let named = of_class.into_iter().map(|(class, (spots, from))| (class, spots, ways(&from)));
    parties(view, named)
}

fn parties<'a>(
    view: &'a PageView<'_>,
    of_class: impl Iterator<Item = (usize, Vec<usize>, String)>,
) -> Vec<Party<'a>> {
    let mut parties: Vec<Party<'a>> = Vec::new();
    for (class, spots, words) in of_class {
        let class = &view.exchange.classes[class];
        match parties.iter_mut().find(|known| known.spots == spots && known.words == words) {
            Some(known) => known.classes.push(class),
            None => parties.push(Party { classes: vec![class], spots, words }),
        }
    }
    parties
}

/// `into 3 places`.
fn into(spots: &[usize]) -> String {
    format!("into {}", many(spots.len(), "place"))
}

/// The ways in a few words.
fn ways(from: &BTreeSet<EntryPoint>) -> String {
    const VIEWS: [(EntryPoint, &str); 4] = [
        (EntryPoint::MyQueues, "queues"),
        (EntryPoint::MyHistory, "history"),
        (EntryPoint::ContactHistory, "contact"),
        (EntryPoint::Search, "search"),
    ];
    let mut words = Vec::new();
    if VIEWS.iter().all(|(view, _)| from.contains(view)) {
        words.push("every view");
    } else {
        words.extend(VIEWS.iter().filter(|(view, _)| from.contains(view)).map(|(_, word)| *word));
    }
    match (from.contains(&EntryPoint::Workbin), from.contains(&EntryPoint::GroupWorkbin)) {
        (true, true) => words.push("own and group workbin"),
        (true, false) => words.push("own workbin"),
        (false, true) => words.push("group workbin"),
        (false, false) => {}
    }
    words.join(" · ")
}

fn long(from: EntryPoint) -> &'static str {
    match from {
        EntryPoint::Workbin => "own workbin",
        EntryPoint::GroupWorkbin => "group workbin",
        EntryPoint::MyQueues => "My Interaction Queues",
        EntryPoint::MyHistory => "My History",
        EntryPoint::ContactHistory => "Contact History",
        EntryPoint::Search => "Interaction Search",
    }
}

fn picture(view: &PageView<'_>, spots: &[&Spot]) -> Markup {
    let (givers, takers) = (givers(view, spots), takers(view, spots));
    let sizes = [givers.len(), spots.len(), takers.len()];
    let left: Vec<(usize, usize)> = givers
        .iter()
        .enumerate()
        .flat_map(|(at, party)| party.spots.iter().map(move |&spot| (at, spot)))
        .collect();
    let right: Vec<(usize, usize)> = takers
        .iter()
        .enumerate()
        .flat_map(|(at, party)| party.spots.iter().map(move |&spot| (spot, at)))
        .collect();
    let orders = ordered(&sizes, &[left.clone(), right.clone()]);
    let rows = sizes.iter().copied().max().unwrap_or(0);
    let height = 30 + rows * (HEIGHT + GAP);
    // Columns stand around the middle of the highest one.
    let top = |column: usize, node: usize| {
        let at = orders[column].iter().position(|&known| known == node).unwrap_or(0);
        30 + (rows - sizes[column]) * (HEIGHT + GAP) / 2 + at * (HEIGHT + GAP)
    };
    let line = |column: usize, from: usize, to: usize| {
        let x = COLUMNS[column].0 + COLUMNS[column].1;
        let end = COLUMNS[column + 1].0;
        let (y, other) = (top(column, from) + HEIGHT / 2, top(column + 1, to) + HEIGHT / 2);
        let middle = (x + end) / 2;
        format!("M{x} {y}C{middle} {y} {middle} {other} {} {other}", end - 7)
    };
    let label = "Left, who places chats; in the middle, queues and workbins; right, who can take them back. The table below says the same.";
    html! {
        figure {
            div.wide tabindex="0" role="group" aria-label="Hold-queue map" {
                svg.map viewBox={ "0 0 " (WIDTH) " " (height) } role="img" aria-label=(label) {
                    defs {
                        marker #arrow viewBox="0 0 8 8" refX="1" refY="4" markerWidth="8" markerHeight="8" orient="auto" { path d="M0 0L8 4L0 8z" {} }
                    }
                    @for (column, title) in ["who places chats", "where they lie", "who can take them back"].iter().enumerate() {
                        text.columntitle x=(COLUMNS[column].0) y="14" { (title) }
                    }
                    @for &(from, to) in &left { path.line d=(line(0, from, to)) marker-end="url(#arrow)" {} }
                    @for &(from, to) in &right { path.line d=(line(1, from, to)) marker-end="url(#arrow)" {} }
                    @for (at, party) in givers.iter().enumerate() {
                        (node(0, top(0, at), "party", &party.title(view), &party.words))
                    }
                    @for (at, spot) in spots.iter().enumerate() {
                        (node(1, top(1, at), class(spot), &view.deployment.bare(spot.object), below(spot)))
                    }
                    @for (at, party) in takers.iter().enumerate() {
                        (node(2, top(2, at), "party", &party.title(view), &party.words))
                    }
                }
            }
            figcaption.quiet { "Agents who can do the same stand together. An arrow leads the way of the chat." }
        }
    }
}

fn class(spot: &Spot) -> &'static str {
    match (only_receives(spot), spot.is_workbin) {
        (true, _) => "spot stuck",
        (false, true) => "spot workbin",
        (false, false) => "spot",
    }
}

fn below(spot: &Spot) -> &'static str {
    match (only_receives(spot), spot.is_workbin) {
        (true, _) => "✗ only receives",
        (false, true) => "workbin",
        (false, false) => "interaction queue",
    }
}

fn node(column: usize, top: usize, class: &str, title: &str, words: &str) -> Markup {
    let (x, width) = COLUMNS[column];
    html! {
        g class={ "node " (class) } {
            title { (title) }
            rect x=(x) y=(top) width=(width) height=(HEIGHT) rx="5" {}
            text.name x=(x + 12) y=(top + 19) { (cut(title, width / 8)) }
            text.words x=(x + 12) y=(top + 36) { (cut(words, width / 7)) }
        }
    }
}

/// `1 other class`, `2 other classes`.
fn more_classes(count: usize) -> String {
    many_as(count, "other class", "other classes")
}

/// A text that fits; the whole stands in the table.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}

fn table(view: &PageView<'_>, spots: &[&Spot]) -> Markup {
    wide(
        "Queues and workbins",
        html! {
            table.spots {
                thead { tr {
                    th scope="col" { "queue or workbin" }
                    th scope="col" { "who places chats" }
                    th scope="col" { "who can take them back" }
                    th scope="col" { "of those who place" }
                } }
                tbody { @for spot in spots.iter().take(LISTED) { (row(view, spot)) } }
            }
        },
    )
}

fn row(view: &PageView<'_>, spot: &Spot) -> Markup {
    let classes = &view.exchange.classes;
    let placing: usize = spot.placing.iter().map(|one| classes[one.class].agents).sum();
    let back: usize = spot
        .placing
        .iter()
        .filter(|one| spot.taking.iter().any(|taking| taking.class == one.class))
        .map(|one| classes[one.class].agents)
        .sum();
    html! {
        tr {
            th scope="row" {
                bdi { (view.deployment.bare(spot.object)) }
                div.quiet { (if spot.is_workbin { "workbin" } else { "interaction queue" }) " "
                    span.place { (view.place(view.deployment.object(spot.object).at)) } }
                @if only_receives(spot) { div { (Mark::Bad.says("only receives")) } }
            }
            td { (placers(view, spot)) }
            td { (takings(view, spot)) }
            td {
                @if placing == 0 { span.quiet { "only the workflow puts chats here" } }
                @else if back == placing { (Mark::Good.says("all can take back")) }
                @else { (Mark::Warning.says(&format!("{} of {} can take back", number(back), number(placing)))) }
            }
        }
    }
}

/// Who places, those who do so under the same transactions together.
fn placers(view: &PageView<'_>, spot: &Spot) -> Markup {
    let classes = &view.exchange.classes;
    let mut alike: Vec<(&[ObjectId], Vec<&Placing>)> = Vec::new();
    for placing in &spot.placing {
        match alike.iter_mut().find(|(under, _)| *under == placing.under) {
            Some((_, known)) => known.push(placing),
            None => alike.push((&placing.under, vec![placing])),
        }
    }
    html! {
        @if alike.is_empty() { span.quiet { "no agent" } }
        ul.plain {
            @for (under, placing) in &alike {
                @let agents: usize = placing.iter().map(|one| classes[one.class].agents).sum();
                li {
                    strong { (many(agents, "agent")) } ": "
                    @for (at, one) in placing.iter().take(NAMED).enumerate() { @if at > 0 { ", " } (like(view, one.class)) }
                    @if placing.len() > NAMED { " and " (more_classes(placing.len() - NAMED)) }
                    @if !under.is_empty() {
                        div.under.quiet { "only under "
                            @for (at, &transaction) in under.iter().take(NAMED).enumerate() {
                                @if at > 0 { ", " } bdi { (view.deployment.bare(transaction)) }
                            }
                            @if under.len() > NAMED { " and " (under.len() - NAMED) " more" }
                        }
                    }
                }
            }
        }
    }
}

fn like(view: &PageView<'_>, class: usize) -> Markup {
    let class = &view.exchange.classes[class];
    html! {
        @if class.agents > 1 { (number(class.agents)) " like " }
        bdi { (view.deployment.bare(class.first)) }
    }
}

/// Who can take chats back, those with the same ways together.
fn takings(view: &PageView<'_>, spot: &Spot) -> Markup {
    let mut ways: Vec<(&[EntryPoint], &[EntryPoint], Vec<&Taking>)> = Vec::new();
    for taking in spot.taking.iter() {
        let same =
            ways.iter_mut().find(|(from, others, _)| *from == taking.from && *others == taking.from_others);
        match same {
            Some((_, _, known)) => known.push(taking),
            None => ways.push((&taking.from, &taking.from_others, vec![taking])),
        }
    }
    let words = |ways: &[EntryPoint]| ways.iter().map(|&from| long(from)).collect::<Vec<_>>().join(", ");
    html! {
        @if ways.is_empty() { strong { "nobody" } }
        ul.plain {
            @for (from, others, takings) in &ways {
                @let agents: usize = takings.iter().map(|one| view.exchange.classes[one.class].agents).sum();
                li {
                    strong { (many(agents, "agent")) } ": "
                    @for (at, one) in takings.iter().take(TAKERS).enumerate() { @if at > 0 { ", " } (like(view, one.class)) }
                    @if takings.len() > TAKERS { " and " (more_classes(takings.len() - TAKERS)) }
                    div.quiet {
                        @if !from.is_empty() { "by " (words(from)) }
                        @if !from.is_empty() && !others.is_empty() { "; " }
                        @if !others.is_empty() { "others’ part by " (words(others)) }
                    }
                }
            }
        }
    }
}
