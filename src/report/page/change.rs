//! The change sheet: who notices what and when, what becomes of chats on hold, what becomes possible and impossible, in
//! which order to roll out, and the way back.

use maud::{Markup, html};

use super::machine::steps;
use super::parts::{Mark, asked, listed, many, number, prose, wide};
use super::summary::sentence;
use super::view::ChangeView;
use crate::diagnostic::Label;
use crate::diff::{Change, Moment, Presence, What};
use crate::dryrun::verify::{Behaviour, Outcome, Rollout, Stranded};
use crate::names::{Review, Side};
use crate::report::diff_behaviour::{conclusion, headline};
use crate::report::diff_words::{audience, is_gained, moment, paragraphs, subject, value};

/// How many paragraphs of one moment are shown.
const SHOWN: usize = 200;

/// The answer in a sentence.
pub(super) fn verdict(change: &ChangeView<'_>) -> Markup {
    let Ok(compared) = &change.compared else {
        return html! { p.verdict { (Mark::Unknown.says("What was and what is to be could not be compared")) } };
    };
    let found = compared.diff.rollout.map(|rollout| rollout.rollout);
    let mark = match found {
        Some(found) if found.is_safe() => Mark::Good,
        Some(found) if found.survival.outcome == Outcome::Refuted => Mark::Bad,
        _ => Mark::Warning,
    };
    html! {
        p.verdict { (mark.says(&sentence(&found.map(conclusion).unwrap_or_default().replace('`', "")))) }
        p.change { "Change from " code { (change.old) } ": " (compared.diff.headline()) "." }
    }
}

pub(super) fn chapter(change: &ChangeView<'_>) -> Markup {
    let compared = match &change.compared {
        Ok(compared) => compared,
        Err(reason) => {
            return html! {
                div.notice.bad {
                    h3 { (Mark::Bad.says("Not compared")) }
                    p { (prose(reason)) ". A file that cannot be read would look like one that was removed." }
                }
            };
        }
    };
    let diff = &compared.diff;
    let changes = &diff.difference.changes;
    html! {
        p.lead {
            (asked("wdectl diff --behaviour"))
            "From " code { (change.old) } " to " code { (change.new) } ": " strong { (diff.headline()) } "."
        }
        (figures(change))
        @for moment in Moment::ALL { (of_moment(change, moment)) }
        (objects(change))
        @if changes.is_empty() { p { "No agent gets another value, privilege or object." } }
        @if let Some(rollout) = diff.rollout.map(|rollout| rollout.rollout) {
            (held(change, rollout, false))
            (behaviours(rollout))
        }
        (order(change))
        (back(change))
    }
}

fn figures(change: &ChangeView<'_>) -> Markup {
    let Ok(compared) = &change.compared else { return html! {} };
    let difference = compared.diff.difference;
    let noticing = difference.noticing;
    let one = |label: &str, count: usize, below: Markup| {
        html! { div { dt { (label) } dd { span.big { (number(count)) } " " span.below { (below) } } } }
    };
    html! {
        dl.figures {
            (one("agents notice something", noticing.agents, html! { "of " (number(difference.agents)) " compared; "
                (number(difference.added)) " come, " (number(difference.removed)) " go" }))
            (one("at once", noticing.immediately, html! { "agents" }))
            (one("at the next interaction", noticing.at_next_interaction, html! { "agents; or hold, search, conference" }))
            (one("after a restart", noticing.at_restart, html! { "agents; or where the moment is not documented" }))
            (one("changes", difference.changes.len(), html! {
                @for (at, review) in Review::ALL.into_iter().rev().enumerate() {
                    @if at > 0 { ", " } (number(difference.reviews(review))) " " (review.as_str())
                }
            }))
        }
    }
}

fn is_object(change: &Change) -> bool {
    matches!(change.what, What::Object { .. })
}

fn of_moment(change: &ChangeView<'_>, wanted: Moment) -> Markup {
    let Ok(compared) = &change.compared else { return html! {} };
    let changes = &compared.diff.difference.changes;
    let of = changes.iter().filter(|one| !is_object(one) && Moment::of(one.takes_effect) == wanted);
    let paragraphs = paragraphs(of);
    html! {
        @if !paragraphs.is_empty() {
            h3 { (title(wanted)) }
            (sheet(change, &paragraphs, title(wanted)))
        }
    }
}

fn title(moment: Moment) -> &'static str {
    match moment {
        Moment::AtOnce => "Noticed at once",
        Moment::NextInteraction => "Noticed at the next interaction, hold, search or conference",
        Moment::Restart => "Noticed after a restart",
    }
}

fn objects(change: &ChangeView<'_>) -> Markup {
    let Ok(compared) = &change.compared else { return html! {} };
    let paragraphs = paragraphs(compared.diff.difference.changes.iter().filter(|one| is_object(one)));
    html! {
        @if !paragraphs.is_empty() {
            h3 { "Objects that options speak of" }
            p.quiet { "Nobody is counted for these: they are noticed only through options that name them." }
            (sheet(change, &paragraphs, "Objects that options speak of"))
        }
    }
}

fn review(review: Review) -> Markup {
    match review {
        Review::Security => Mark::Bad.says(review.as_str()),
        Review::Behavioural => Mark::Warning.says(review.as_str()),
        Review::Cosmetic => Mark::Plain.says(review.as_str()),
    }
}

fn sheet(change: &ChangeView<'_>, paragraphs: &[Vec<&Change>], label: &str) -> Markup {
    html! {
        (wide(label, html! {
            table.sheet {
                thead { tr {
                    th scope="col" { "review" }
                    th scope="col" { "who" }
                    th scope="col" { "what" }
                    th scope="col" { "before" }
                    th scope="col" { "after" }
                    th scope="col" { "why, and where" }
                } }
                tbody { @for paragraph in paragraphs.iter().take(SHOWN) { (row(change, paragraph)) } }
            }
        }))
        @if paragraphs.len() > SHOWN { p.quiet { "and " (number(paragraphs.len() - SHOWN)) " more; " code { "wdectl diff" } " shows all" } }
    }
}

fn row(sheet: &ChangeView<'_>, changes: &[&Change]) -> Markup {
    let (Ok(compared), Some(first)) = (&sheet.compared, changes.first()) else { return html! {} };
    let verb = match (&first.what, is_gained(first)) {
        (What::Privilege { .. }, true) => "gain ",
        (What::Privilege { .. }, false) => "lose ",
        (
            What::Agents(Presence::Added | Presence::Removed) | What::Option { .. } | What::Object { .. },
            _,
        ) => "",
    };
    let people = &first.audience;
    html! {
        tr {
            td { (review(first.review)) }
            td {
                strong { (audience(people)) }
                @if people.whole.is_none() && people.count > 1 { div.quiet { (listed(&people.agents, people.count)) } }
            }
            td {
                (verb)
                @for (at, change) in changes.iter().enumerate() { @if at > 0 { br; } code { (subject(change)) } }
                @if let Some(moment) = moment(first) { div.quiet { "counts " (moment) } }
            }
            td { @for (at, change) in changes.iter().enumerate() { @if at > 0 { br; } (value(change, Side::Old)) } }
            td { @for (at, change) in changes.iter().enumerate() { @if at > 0 { br; } strong { (value(change, Side::New)) } } }
            td {
                @for because in &first.because {
                    div {
                        span.side { (because.side.as_str()) } " " (prose(&compared.diff.cause(because)))
                        @if let Some(at) = because.at {
                            " " span.place { (compared.place(sheet.roots, because.side, at)) }
                        }
                    }
                }
            }
        }
    }
}

/// What becomes of chats that lie somewhere.
fn held(change: &ChangeView<'_>, rollout: &Rollout, is_back: bool) -> Markup {
    let survival = &rollout.survival;
    html! {
        @if is_back { h4 { "Chats on hold when this is taken back" } } @else { h3 { "Chats on hold when this goes live" } }
        p {
            (Mark::of_outcome(survival.outcome).says(match survival.outcome {
                Outcome::Proved => "every chat on hold or in a workbin can still be taken back and finished",
                Outcome::Refuted => "some chats stay where they lie",
                Outcome::Unknown => "not known",
            }))
            " (" (many(survival.places, "place")) " where chats can lie, " (many(survival.states, "state")) " explored)"
        }
        @if is_back && !survival.stranded.is_empty() {
            p.quiet { "In these sentences the new deployment is the one that is brought back." }
        }
        @for stranded in &survival.stranded { (stays(change, stranded, is_back)) }
        @for reason in &survival.unknown { p { "Not known: " (prose(reason)) } }
    }
}

fn stays(change: &ChangeView<'_>, stranded: &Stranded, is_back: bool) -> Markup {
    let place = |side: Side, label: &Label| {
        // Of the way back, what is to be is what was.
        let (its, word) = match (is_back, side) {
            (false, side) => (side, side.as_str()),
            (true, Side::Old) => (Side::New, "from"),
            (true, Side::New) => (Side::Old, "to"),
        };
        let at = change.compared.as_ref().map(|compared| compared.place(change.roots, its, label.span));
        (word, at.unwrap_or_default())
    };
    html! {
        div.reason {
            p { strong { (prose(&stranded.message)) } }
            @if let Some(help) = &stranded.help { p.help { "→ " (prose(help)) } }
            @for note in &stranded.notes { p.quiet { (prose(note)) } }
            @for (side, label) in &stranded.places {
                @let (side, at) = place(*side, label);
                div.at { span.side { (side) } " " (prose(&label.text)) " " span.place { (at) } }
            }
            @if !stranded.steps.is_empty() {
                details { summary { "How a chat comes to lie there, in " (many(stranded.length, "step")) } (steps(&stranded.steps)) }
            }
        }
    }
}

fn behaviours(rollout: &Rollout) -> Markup {
    let (lost, gained): (Vec<&Behaviour>, Vec<&Behaviour>) =
        rollout.behaviours.iter().partition(|one| one.under == Side::Old);
    html! {
        h3 { "What agents can do with a chat" }
        @if rollout.behaviours.is_empty() && rollout.unknown.is_empty() {
            p { (Mark::Good.says("the same as before")) " (" (many(rollout.states, "state")) " of both together)" }
        }
        (list("No longer possible", Mark::Warning, &lost))
        (list("Possible from now on", Mark::Good, &gained))
        @for reason in &rollout.unknown { p { (Mark::Unknown.says("not known: ")) (prose(reason)) } }
    }
}

/// Behaviours that read alike stand together; the shortest example is told.
fn list(title: &str, mark: Mark, behaviours: &[&Behaviour]) -> Markup {
    let mut alike: Vec<Vec<&Behaviour>> = Vec::new();
    for &behaviour in behaviours {
        let same = |known: &&mut Vec<&Behaviour>| {
            known
                .first()
                .is_some_and(|first| (first.verb, &first.refused) == (behaviour.verb, &behaviour.refused))
        };
        match alike.iter_mut().find(same) {
            Some(known) => known.push(behaviour),
            None => alike.push(vec![behaviour]),
        }
    }
    html! {
        @if !behaviours.is_empty() {
            h4 { (mark.says(title)) }
            @for several in &alike { (together(several)) }
        }
    }
}

fn together(several: &[&Behaviour]) -> Markup {
    let Some(shortest) = several.iter().min_by_key(|one| one.length) else { return html! {} };
    html! {
        div.reason {
            @for behaviour in several {
                p { strong { (prose(&headline(behaviour))) }
                    @if behaviour.group.count > 1 { span.quiet { ": " (listed(&behaviour.group.agents, behaviour.group.count)) } }
                }
                @for note in &behaviour.notes { p.quiet { (prose(note)) } }
            }
            @if !shortest.steps.is_empty() {
                details { summary { "Shortest example, in " (many(shortest.length, "step")) } (steps(&shortest.steps)) }
            }
        }
    }
}

/// In which order: what is new first, then what points to it, then restarts, and what is gone last.
fn order(change: &ChangeView<'_>) -> Markup {
    let Ok(compared) = &change.compared else { return html! {} };
    let changes = &compared.diff.difference.changes;
    let presence = |one: &&Change, is_there: bool| {
        matches!(one.what, What::Object { property: "presence", .. })
            && one.new.as_deref().is_some_and(|word| word == "present") == is_there
    };
    let fresh: Vec<&Change> = changes.iter().filter(|one| presence(one, true)).collect();
    let gone: Vec<&Change> = changes.iter().filter(|one| presence(one, false)).collect();
    let between = |wanted: Moment| {
        changes.iter().filter(|one| !is_object(one) && Moment::of(one.takes_effect) == wanted).count()
    };
    let stranded = compared.diff.rollout.map_or(&[][..], |rollout| &rollout.rollout.survival.stranded);
    let noticing = compared.diff.difference.noticing;
    html! {
        @if !changes.is_empty() {
            h3 { "Order of the rollout" }
            ol.order {
                @if !stranded.is_empty() {
                    li { strong { "Before: " } "see to the chats that would stay behind"
                        ul { @for one in stranded { li { (prose(one.help.as_deref().unwrap_or(&one.message))) } } } }
                }
                @if !fresh.is_empty() { li { strong { "Create what is new: " } (names(&fresh)) ". Options may point to it only when it is there." } }
                @if between(Moment::NextInteraction) + between(Moment::AtOnce) > 0 {
                    li { strong { "Change options and roles: " }
                        @if between(Moment::AtOnce) > 0 {
                            (many(between(Moment::AtOnce), "change")) " at once, for " (many(noticing.immediately, "agent")) ". "
                        }
                        @if between(Moment::NextInteraction) > 0 {
                            (many(between(Moment::NextInteraction), "change")) " at the next interaction, hold, search or conference, for "
                            (many(noticing.at_next_interaction, "agent")) "."
                        }
                    }
                }
                @if between(Moment::Restart) > 0 {
                    li { strong { "Change what counts after a restart, and restart: " } (many(between(Moment::Restart), "change")) ", for "
                        (many(noticing.at_restart, "agent")) ". Until then both states are in use side by side." }
                }
                @if !gone.is_empty() { li { strong { "Remove what is gone last: " } (names(&gone)) "." } }
                li { strong { "After: " } code { "wdectl check" } " and " code { "wdectl chat verify" } " on a fresh export." }
            }
        }
    }
}

fn names(changes: &[&Change]) -> Markup {
    let names: Vec<String> = changes
        .iter()
        .filter_map(|one| match &one.what {
            What::Object { object, .. } => Some(object.clone()),
            What::Agents(_) | What::Privilege { .. } | What::Option { .. } => None,
        })
        .collect();
    listed(&names, names.len())
}

/// The way back is the same change the other way round; chats that came meanwhile are another matter.
fn back(change: &ChangeView<'_>) -> Markup {
    let Ok(compared) = &change.compared else { return html! {} };
    html! {
        @if !compared.diff.difference.is_empty() {
            h3 { "The way back" }
            p { "Bring back the files of " code { (change.old) } ": each row above the other way round, for the same agents and at the same moments." }
            (held(change, compared.reverse, true))
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::report::page::view::short;

    #[test]
    fn places_are_shown_from_their_folder() {
        assert_eq!(short("old/a.yaml:3", "old"), "a.yaml:3");
        assert_eq!(short("older/a.yaml:3", "old"), "older/a.yaml:3");
        assert_eq!(short("a.yaml:3", ""), "a.yaml:3");
    }
}
