//! The chat machine as a picture made of its transition rows, and how a chat comes to harm in it.

use std::collections::BTreeMap;

use maud::{Markup, html};

use super::parts::{Mark, asked, many, many_as, prose, wide};
use super::view::PageView;
use crate::chat::{Plane, RowId, State, rows};
use crate::dryrun::verify::{Counterexample, PropertyReport, Told};
use crate::report::chat_model::{PLANES, drawn, transitions};
use crate::report::verify_human::told_of;

/// How many stories are told.
const STORIES: usize = 8;

/// Measures of a picture: the gap between boxes, and how high a box is.
const GAP: i32 = 34;
const TALL: i32 = 28;

pub(super) fn chapter(view: &PageView<'_>) -> Markup {
    let edges = Edges::new();
    html! {
        p.lead {
            (asked("wdectl chat model"))
            "Every way in which a chat can change: " (many(rows().count(), "transition")) " between the states of five coupled parts. "
            "Arrows above lead on, arrows below lead back; each number is explained in the table. "
            code { "wdectl chat verify" } " explores all of it."
        }
        div.planes { @for plane in largest_first() { (plain(&edges, plane)) } }
        (table(&edges))
        (stories(view, &edges))
    }
}

/// The planes with many states first.
fn largest_first() -> Vec<Plane> {
    let mut planes = PLANES.to_vec();
    planes.sort_by_key(|&plane| std::cmp::Reverse(drawn(plane).len()));
    planes
}

/// An arrow: from, to, the names of the rows.
type Edge = (State, State, Vec<&'static str>);

/// The numbered arrows of all planes.
struct Edges {
    of: Vec<(Plane, Vec<Edge>)>,
    numbers: BTreeMap<(State, State), usize>,
}

impl Edges {
    fn new() -> Self {
        let of: Vec<_> = PLANES.into_iter().map(|plane| (plane, transitions(plane))).collect();
        let all = of.iter().flat_map(|(_, edges)| edges.iter().map(|&(from, to, _)| (from, to)));
        let numbers = all.enumerate().map(|(at, edge)| (edge, at + 1)).collect();
        Self { of, numbers }
    }

    fn of_plane(&self, plane: Plane) -> &[Edge] {
        self.of.iter().find(|(known, _)| *known == plane).map_or(&[], |(_, edges)| edges)
    }
}

/// Where the arrows of a path stand: of each the steps of the story, from 1.
type Path = BTreeMap<(State, State), Vec<usize>>;

fn plain(edges: &Edges, plane: Plane) -> Markup {
    html! {
        figure {
            div.wide tabindex="0" role="group" aria-label={ "The part " (plane.as_str()) " of the chat machine" } {
                (picture(edges, plane, &Path::new(), &format!("{}: its states and the arrows between them; the table below says the same.", title(plane))))
            }
            figcaption { (title(plane)) }
        }
    }
}

fn title(plane: Plane) -> &'static str {
    match plane {
        Plane::Session => "Chat session",
        Plane::Interaction => "Interaction",
        Plane::Customer => "Customer",
        Plane::Desktop => "Desktop of an agent",
        Plane::Part => "Part of an agent in the chat",
    }
}

/// States in a line, with arcs between them: the further apart, the higher.
struct Drawing {
    states: Vec<State>,
    /// How wide a box is.
    wide: i32,
    /// Where boxes begin, from the top.
    top: i32,
    height: i32,
}

/// An arc: its line, its head, and where its label stands.
struct Arc {
    line: String,
    head: String,
    label: (i32, i32),
}

impl Drawing {
    fn new(edges: &[Edge], plane: Plane) -> Self {
        let states: Vec<State> = drawn(plane).into_iter().collect();
        let longest = states.iter().map(|state| state.as_str().len()).max().unwrap_or(0);
        let wide = i32::try_from(longest).unwrap_or(0).clamp(10, 30) * 7 + 18;
        let mut drawing = Self { states, wide, top: 0, height: 0 };
        let highest = |forth: bool| {
            let of = edges.iter().filter(|(from, to, _)| (from < to) == forth);
            of.map(|&(from, to, _)| drawing.rise(from, to)).max().unwrap_or(0)
        };
        let (above, below) = (highest(true), highest(false));
        drawing.top = above * 3 / 4 + 14;
        drawing.height = drawing.top + TALL + below * 3 / 4 + 14;
        drawing
    }

    fn at(&self, state: State) -> i32 {
        let at = self.states.iter().position(|&known| known == state).unwrap_or(0);
        i32::try_from(at).unwrap_or(0)
    }

    fn middle(&self, state: State) -> i32 {
        self.at(state) * (self.wide + GAP) + self.wide / 2 + 4
    }

    fn width(&self) -> i32 {
        self.states.last().map_or(0, |&last| self.middle(last) + self.wide / 2 + 4)
    }

    fn rise(&self, from: State, to: State) -> i32 {
        22 + 26 * (self.at(from) - self.at(to)).abs()
    }

    /// Arcs that lead on stand above the boxes, arcs that lead back below.
    fn arc(&self, from: State, to: State) -> Arc {
        let (forth, rise) = (self.at(from) < self.at(to), self.rise(from, to));
        // Up is less.
        let (edge, up) = if forth { (self.top, -1) } else { (self.top + TALL, 1) };
        let (start, end) = (self.middle(from) - up * 14, self.middle(to) + up * 14);
        let (peak, neck) = (edge + up * rise, edge + up * 6);
        Arc {
            line: format!("M{start} {edge}C{start} {peak} {end} {peak} {end} {neck}"),
            head: format!("M{end} {edge}L{} {neck}L{} {neck}z", end - 4, end + 4),
            label: ((start + end) / 2, edge + up * (rise * 3 / 4 + 1)),
        }
    }
}

fn picture(edges: &Edges, plane: Plane, path: &Path, label: &str) -> Markup {
    let of_plane = edges.of_plane(plane);
    let drawing = Drawing::new(of_plane, plane);
    let (width, height) = (drawing.width(), drawing.height);
    let visited = |state: State| path.keys().any(|&(from, to)| from == state || to == state);
    html! {
        svg.machine viewBox={ "0 0 " (width) " " (height) } width=(width) height=(height) role="img" aria-label=(label) {
            // Those that are taken lie on top.
            @for taken in [false, true] {
                @for &(from, to, _) in of_plane.iter().filter(|(from, to, _)| path.contains_key(&(*from, *to)) == taken) {
                    @let arc = drawing.arc(from, to);
                    path class=(if taken { "arc taken" } else { "arc" }) d=(arc.line) {}
                    path class=(if taken { "head taken" } else { "head" }) d=(arc.head) {}
                }
            }
            @for (from, to, names) in of_plane {
                @let label = drawing.arc(*from, *to).label;
                @let steps = path.get(&(*from, *to));
                g class=(if steps.is_some() { "mark-at taken" } else { "mark-at" }) {
                    title { (from.as_str()) " → " (to.as_str()) ": " (names.join(", ")) }
                    @match steps {
                        Some(steps) => (badge(label, &format!("step {}", joined(steps)))),
                        None if path.is_empty() => (badge(label, &edges.numbers[&(*from, *to)].to_string())),
                        None => {},
                    }
                }
            }
            @for &state in &drawing.states {
                g class=(if visited(state) { "state taken" } else { "state" }) {
                    rect x=(drawing.middle(state) - drawing.wide / 2) y=(drawing.top) width=(drawing.wide) height=(TALL) rx="5" {}
                    text x=(drawing.middle(state)) y=(drawing.top + 18) { (state.as_str()) }
                }
            }
        }
    }
}

fn badge((x, y): (i32, i32), text: &str) -> Markup {
    let width = 10 + 7 * i32::try_from(text.chars().count()).unwrap_or(0);
    html! {
        rect x=(x - width / 2) y=(y - 8) width=(width) height="16" rx="8" {}
        text x=(x) y=(y + 4) { (text) }
    }
}

fn joined(steps: &[usize]) -> String {
    steps.iter().map(usize::to_string).collect::<Vec<_>>().join(", ")
}

fn table(edges: &Edges) -> Markup {
    let basis: BTreeMap<&str, &str> = rows().map(|row| (row.name, row.basis.as_str())).collect();
    html! {
        details {
            summary { "What the numbers stand for" }
            (wide("Arrows of the chat machine", html! {
                table {
                    thead { tr { th.n scope="col" { "arrow" } th scope="col" { "part" } th scope="col" { "from → to" } th scope="col" { "transitions, each with how it is known" } } }
                    tbody {
                        @for (plane, list) in &edges.of {
                            @for (from, to, names) in list {
                                tr {
                                    td.n { (edges.numbers[&(*from, *to)]) }
                                    td { (plane.as_str()) }
                                    th scope="row" { (from.as_str()) " → " (to.as_str()) }
                                    td { @for (at, name) in names.iter().enumerate() {
                                        @if at > 0 { ", " }
                                        code { (name) } " " span.quiet { (basis.get(name).copied().unwrap_or_default()) }
                                    } }
                                }
                            }
                        }
                    }
                }
            }))
        }
        details {
            summary { "All transitions with their conditions and effects" }
            (wide("Transitions of the chat machine", html! {
                table {
                    thead { tr { th scope="col" { "transition" } th scope="col" { "from → to" } th scope="col" { "only if" } th scope="col" { "effects" } th scope="col" { "basis" } } }
                    tbody {
                        @for row in rows() {
                            tr {
                                th scope="row" { code { (row.name) } }
                                td { (states(row.from)) @if row.from != row.to { " → " (states(row.to)) } }
                                td { (row.guard)
                                    @if !row.assumes.is_empty() { " " span.quiet { "(assumed: "
                                        @for (at, one) in row.assumes.iter().enumerate() { @if at > 0 { ", " } (one.spec().name) }
                                    ")" } }
                                }
                                td { (row.effects) }
                                td { (row.basis.as_str()) }
                            }
                        }
                    }
                }
            }))
        }
    }
}

fn states(states: &[State]) -> String {
    states.iter().map(|state| state.as_str()).collect::<Vec<_>>().join(", ")
}

/// Each way to harm once, with the properties that fail by it.
fn stories(view: &PageView<'_>, edges: &Edges) -> Markup {
    let properties = &view.verified.properties;
    let mut told: Vec<(&PropertyReport, &Counterexample)> = Vec::new();
    for (at, property) in properties.iter().enumerate() {
        for (number, found) in property.counterexamples.iter().enumerate() {
            if !found.steps.is_empty() && told_of(view.verified, (at, number)).is_none() {
                told.push((property, found));
            }
        }
    }
    let also = |found: &Counterexample, first: &PropertyReport| -> Vec<&str> {
        let same = |property: &&PropertyReport| {
            property.property != first.property
                && property
                    .counterexamples
                    .iter()
                    .any(|other| other.tenant == found.tenant && other.steps == found.steps)
        };
        properties.iter().filter(same).map(|property| property.property.spec().name).collect()
    };
    html! {
        @for (number, (property, found)) in told.iter().take(STORIES).enumerate() {
            @let tenant = view.deployment.text(found.tenant);
            article.story {
                h3 {
                    (Mark::Bad.says("refuted: ")) code { (property.property.spec().name) }
                    @if !tenant.is_empty() { " in " bdi { (tenant) } }
                }
                p { strong { (prose(&found.message)) } }
                @let others = also(found, property);
                @if !others.is_empty() { p.quiet { "By the same steps: " (others.join(", ")) } }
                div.columns {
                    div { (steps(&found.steps)) }
                    div {
                        @let paths = paths(&found.steps);
                        @for (plane, path) in &paths {
                            figure {
                                div.wide tabindex="0" role="group" aria-label={ "Story " (number + 1) ": the way of the " (plane.as_str()) } {
                                    (picture(edges, *plane, path, &format!("The way of the {}: the steps of the story are numbered.", plane.as_str())))
                                }
                                figcaption.quiet { (title(*plane)) ": the heavy arrows are the steps of the story" }
                            }
                        }
                        @if !found.places.is_empty() {
                            h4 { "Lines that are the cause" }
                            ul.plain { @for label in &found.places { li { span.place { (view.place(label.span)) } " " (prose(&label.text)) } } }
                        }
                        @for note in &found.notes { p.quiet { (prose(note)) } }
                        @if let Some(help) = &found.help { p.help { "→ " (prose(help)) } }
                    }
                }
            }
        }
        @if told.len() > STORIES {
            p.quiet { "and " (many_as(told.len() - STORIES, "more story", "more stories")) "; " code { "wdectl chat verify" } " tells all" }
        }
    }
}

/// The story step by step.
pub(super) fn steps(steps: &[Told]) -> Markup {
    html! {
        ol.steps {
            @for told in steps {
                li {
                    code { (told.step) }
                    @for event in &told.events { div.quiet { (event) } }
                    @if !told.changes.is_empty() { div { "now: " (told.changes.join(", ")) } }
                }
            }
        }
    }
}

/// The arrows that a story takes in the parts that are the chat's own, by the rows that fire.
fn paths(steps: &[Told]) -> Vec<(Plane, Path)> {
    let planes = [Plane::Interaction, Plane::Session, Plane::Customer];
    let ways = planes.into_iter().map(|plane| {
        let fired =
            steps.iter().enumerate().flat_map(|(at, told)| told.rows.iter().map(move |&row| (at + 1, row)));
        (plane, way(plane, fired))
    });
    ways.filter(|(_, path)| !path.is_empty()).collect()
}

fn way(plane: Plane, fired: impl Iterator<Item = (usize, RowId)>) -> Path {
    let mut path = Path::new();
    let mut now: Option<State> = None;
    for (step, row) in fired {
        let of = |states: &[State]| -> Vec<State> {
            states.iter().copied().filter(|state| state.plane() == plane).collect()
        };
        let (from, to) = (of(row.row().from), of(row.row().to));
        let &[next] = to.as_slice() else { continue };
        let before = now.filter(|state| from.contains(state)).or(match from.as_slice() {
            &[only] => Some(only),
            _ => None,
        });
        if let Some(before) = before.filter(|&before| before != next) {
            let taken = path.entry((before, next)).or_default();
            if taken.last() != Some(&step) {
                taken.push(step);
            }
        }
        now = Some(next);
    }
    path
}

#[cfg(test)]
mod tests {
    use super::{Edges, Plane, RowId, State, way};

    #[test]
    fn a_way_takes_arrows_that_are_drawn() {
        let fired = [
            (1, RowId::StartAsync),
            (2, RowId::Route),
            (3, RowId::Accept),
            (4, RowId::Hold),
            (5, RowId::PullFromQueue),
            (6, RowId::Hold),
        ];
        let path = way(Plane::Interaction, fired.into_iter());
        let steps = |from, to| path.get(&(from, to)).cloned().unwrap_or_default();
        assert_eq!(steps(State::NotStarted, State::Queued), [1]);
        assert_eq!(steps(State::Offered, State::Handling), [3]);
        assert_eq!(steps(State::Handling, State::Queued), [4, 6]);
        assert_eq!(steps(State::Queued, State::Handling), [5]);
        let edges = Edges::new();
        assert!(path.keys().all(|edge| edges.numbers.contains_key(edge)), "{path:?}");
    }
}
