//! Each option that some object sets: its values by level, and how many agents get which.

use maud::{Markup, html};

use super::parts::{Mark, asked, many, names, number, value, wide};
use super::view::PageView;
use crate::names::{Level, WORKSPACE_SECTION};
use crate::resolve::{Rung, Spread, Standing};

/// How many values an option shows at once.
const FIRST: usize = 8;

pub(super) fn chapter(view: &PageView<'_>) -> Markup {
    let agents = view.deployment.agents().count();
    let (desktop, others): (Vec<&Spread<'_>>, Vec<&Spread<'_>>) =
        view.spreads.iter().partition(|spread| spread.section == WORKSPACE_SECTION);
    html! {
        p.lead {
            (asked("wdectl resolve")) strong { (many(view.spreads.len(), "option")) } " that some object sets. A higher level wins over a lower one, "
            "from the default over application, tenant, agent group and virtual agent group to the agent. The bars show how many of "
            (many(agents, "agent")) " get a value."
        }
        (wide("Options", html! {
            table.options data-filter="options" {
                thead { tr {
                    th scope="col" { "option" }
                    th scope="col" { "agents get" }
                    th scope="col" { "ladder: level, value, where" }
                } }
                tbody { @for spread in desktop.iter().chain(&others) { (row(view, spread, agents)) } }
            }
        }))
    }
}

fn row(view: &PageView<'_>, spread: &Spread<'_>, agents: usize) -> Markup {
    let moment = spread.spec.and_then(|spec| spec.takes_effect.as_ref()).map(|fact| fact.value.words());
    let values = spread.values();
    let rungs = &spread.rungs;
    html! {
        tr {
            th scope="row" {
                @if spread.section != WORKSPACE_SECTION { span.section { (spread.section) "/" } }
                code { (spread.name) }
                @match spread.spec {
                    Some(spec) => div.quiet { (spec.description) @if let Some(moment) = moment { " Counts " (moment) "." } },
                    None => div.quiet { "not in the catalogue of known options" },
                }
            }
            td {
                ul.plain.values {
                    @for (text, count) in values.iter().take(FIRST) {
                        li { span.n { (number(*count)) } " " (share(*count, agents)) " " (value(*text)) }
                    }
                    @if values.len() > FIRST { li.quiet { "and " (many(values.len() - FIRST, "other value")) } }
                    @if values.is_empty() { li.quiet { "no option of agents" } }
                }
            }
            td {
                ol.ladder { @for rung in rungs.iter().rev().take(FIRST) { (step(view, rung)) } }
                @if rungs.len() > FIRST {
                    details {
                        summary { (many(rungs.len() - FIRST, "more rung")) }
                        ol.ladder { @for rung in rungs.iter().rev().skip(FIRST).take(super::parts::NAMED) { (step(view, rung)) } }
                        @if rungs.len() > FIRST + super::parts::NAMED {
                            p.quiet { "and " (number(rungs.len() - FIRST - super::parts::NAMED)) " more" }
                        }
                    }
                }
            }
        }
    }
}

fn share(count: usize, agents: usize) -> Markup {
    let width = format!("{:.1}", count as f64 * 100.0 / agents.max(1) as f64);
    html! {
        svg.bar viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
            rect.rest width="100" height="6" {}
            rect.plainpart width=(width) height="6" {}
        }
    }
}

fn step(view: &PageView<'_>, rung: &Rung<'_>) -> Markup {
    let level = rung.level.map_or("server or other", Level::as_str);
    html! {
        li {
            span.level { (level) } " " (value(rung.value)) " "
            @match rung.refused {
                Some(refused) => (Mark::Warning.says(refusal(refused))),
                None if rung.agents > 0 => span.wins { "wins for " (number(rung.agents)) },
                None if rung.level == Some(Level::Transaction) => span.quiet { "for interactions that name it" },
                None if rung.level.is_some() => span.quiet { "wins for nobody" },
                None => {},
            }
            @if !rung.objects.is_empty() {
                " " span.quiet {
                    (names(view.deployment, &rung.objects))
                    @if let Some(at) = rung.at { " " span.place { (view.place(at)) } }
                }
            }
        }
    }
}

fn refusal(standing: Standing) -> &'static str {
    match standing {
        Standing::NotAllowedAtLevel => "does not count: not allowed at this level",
        Standing::NotOverridableByRouting => "does not count: no routing strategy may override it",
        Standing::Disabled => "does not count: disabled with a leading #",
        Standing::Wins | Standing::Overridden => "counts",
    }
}
