//! The first chapter: what was read, what was found, what is proved, and on what all this rests.

use maud::{Markup, html};

use super::parts::{Mark, NAMED, asked, bar, listed, many, number, prose, wide};
use super::view::PageView;
use crate::behaviour::Verdict;
use crate::diagnostic::{Diagnostic, Severity};
use crate::dryrun::verify::Outcome;
use crate::lint::find_rule;
use crate::names::ObjectKind;
use crate::report::ready_human::duration;

/// How many findings of a rule are shown at once.
const FIRST: usize = 3;

/// The answer in one sentence, and the numbers behind it.
pub(super) fn verdict(view: &PageView<'_>) -> Markup {
    let found = view.check.summary();
    let outcome = view.verified.outcome();
    let properties = &view.verified.properties;
    let count = |outcome| properties.iter().filter(|property| property.outcome == outcome).count();
    let proved = count(Outcome::Proved);
    let (mut mark, mut words) = (Mark::of_outcome(outcome), Vec::new());
    if !view.check.unreadable.is_empty() {
        words.push(format!("{} could not be read", many(view.check.unreadable.len(), "file")));
    }
    words.push(match found.errors {
        0 => "no errors found".to_owned(),
        errors => format!("{} found", many(errors, "error")),
    });
    words.push(match (outcome, properties.len()) {
        (Outcome::Proved, all) => format!("all {all} properties of chats are proved"),
        (Outcome::Refuted, all) => {
            format!("{} of {all} properties of chats refuted", count(Outcome::Refuted))
        }
        (Outcome::Unknown, all) => format!(
            "of {} of {all} properties of chats it is not known whether they hold",
            count(Outcome::Unknown)
        ),
    });
    if found.errors > 0 || !view.check.unreadable.is_empty() {
        mark = Mark::Bad;
    }
    let words = sentence(&words.join(", "));
    html! {
        @if view.change.is_some() { p.change { (mark.says(&words)) " in what is to be." } } @else { p.verdict { (mark.says(&words)) } }
        dl.figures {
            (figure("#objects", "objects read", &number(view.deployment.object_count()), html! {
                (many(view.deployment.agents().count(), "enabled agent")) }))
            (figure("#findings", "errors", &number(found.errors), html! {
                (many(found.warnings, "warning")) ", " (many(found.infos, "info")) }))
            (figure("#proof", "properties proved", &format!("{proved} of {}", properties.len()), html! {
                (number(view.verified.states)) " states explored" }))
            @if let Some(ready) = view.ready {
                (figure("#ready", "agents ready for asynchronous chat",
                    &format!("{} of {}", number(ready.ready.yes), number(ready.ready.agents())), bar(ready.ready)))
            }
        }
    }
}

/// With a capital letter.
pub(super) fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn figure(target: &str, label: &str, number: &str, below: Markup) -> Markup {
    html! {
        div {
            dt { a href=(target) { (label) } }
            dd { span.big { (number) } " " span.below { (below) } }
        }
    }
}

pub(super) fn chapter(view: &PageView<'_>) -> Markup {
    html! {
        (unread(view))
        div.columns {
            div { (objects(view)) }
            div { (inputs(view)) }
        }
        (findings(view))
        (proof(view))
        (assumptions(view))
    }
}

/// What stands in no answer on the page.
fn unread(view: &PageView<'_>) -> Markup {
    let mistakes = view.deployment.problems().iter().filter(|problem| problem.is_mistake()).count();
    html! {
        @if !view.check.unreadable.is_empty() {
            div.notice.bad {
                h3 { (Mark::Bad.says("Could not be read")) }
                p { "Everything below is said of the rest." }
                ul { @for file in view.check.unreadable { li { (prose(&file.reason)) } } }
            }
        }
        @if mistakes > 0 {
            p.notice.warning {
                (Mark::Warning.says(&many(mistakes, "mistake"))) " met while reading: what stands there is skipped, and each "
                "is a finding below."
            }
        }
    }
}

fn objects(view: &PageView<'_>) -> Markup {
    let deployment = view.deployment;
    let rows = ObjectKind::ALL.into_iter().filter_map(|kind| {
        let all = deployment.of_kind(kind);
        let count = |test: &dyn Fn(&crate::deployment::Object) -> bool| {
            all.iter().filter(|&&id| test(deployment.object(id))).count()
        };
        let disabled = count(&|object| !object.enabled);
        let named = count(&|object| object.is_mentioned);
        (!all.is_empty()).then_some((kind.list(), all.len(), disabled, named))
    });
    let blank = |count: usize| if count == 0 { "–".to_owned() } else { number(count) };
    html! {
        h3 id="objects" { "Objects read" }
        table {
            thead { tr { th scope="col" { "kind" } th.n scope="col" { "read" } th.n scope="col" { "disabled" } th.n scope="col" { "only named" } } }
            tbody {
                @for (kind, all, disabled, named) in rows {
                    tr { th scope="row" { (kind) } td.n { (number(all)) } td.n { (blank(disabled)) } td.n { (blank(named)) } }
                }
            }
            tfoot { tr { th scope="row" { "all" } td.n { (number(deployment.object_count())) } td {} td {} } }
        }
    }
}

fn inputs(view: &PageView<'_>) -> Markup {
    html! {
        h3 { "Input" }
        p { (many(view.inputs.len(), "file"))
            @if !view.root.is_empty() { " in " code { (view.root) } ", from which places below are shown" }
            ", judged by wdectl " (env!("CARGO_PKG_VERSION"))
            " under the settings in force. The sums tell whether a file is still the one that was judged (sha256sum --check)." }
        details open[view.inputs.len() <= 12] {
            summary { "SHA-256 of each file" }
            div.wide tabindex="0" role="group" aria-label="SHA-256 of each file" {
                pre.sums { @for file in view.inputs { (file.sha256) "  " (file.path) "\n" } }
            }
        }
    }
}

fn findings(view: &PageView<'_>) -> Markup {
    let summary = view.check.summary();
    let mut rules: Vec<(&str, Severity, Vec<&Diagnostic>)> = Vec::new();
    for finding in view.check.diagnostics {
        match rules
            .iter_mut()
            .find(|(rule, severity, _)| (*rule, *severity) == (finding.rule, finding.severity))
        {
            Some((_, _, known)) => known.push(finding),
            None => rules.push((finding.rule, finding.severity, vec![finding])),
        }
    }
    rules.sort_by_key(|(rule, severity, found)| {
        (std::cmp::Reverse(*severity), std::cmp::Reverse(found.len()), *rule)
    });
    html! {
        h3 id="findings" { "Findings" }
        p.lead {
            (asked("wdectl check")) strong { (view.check.verdict()) } "."
            @if summary.suppressed > 0 { " Suppressed with a reason: " (number(summary.suppressed)) "." }
            @if summary.baselined > 0 { " Known by the baseline: " (number(summary.baselined)) "." }
        }
        @if !rules.is_empty() {
            (wide("Findings by rule", html! {
                table.findings {
                    thead { tr { th scope="col" { "severity" } th.n scope="col" { "findings" } th scope="col" { "rule and first findings" } } }
                    tbody {
                        @for (rule, severity, found) in &rules {
                            tr {
                                td { (Mark::of_severity(*severity).says(severity.as_str())) }
                                td.n { (number(found.len())) }
                                td { (of_rule(view, rule, found)) }
                            }
                        }
                    }
                }
            }))
        }
    }
}

fn of_rule(view: &PageView<'_>, rule: &str, found: &[&Diagnostic]) -> Markup {
    let summary = find_rule(rule).ok().map_or("", |rule| rule.summary);
    let rest = found.get(FIRST..).unwrap_or_default();
    html! {
        p.rule { code { (rule) } " " span.quiet { (summary) } }
        ul.plain { @for finding in found.iter().take(FIRST) { li { (of_finding(view, finding)) } } }
        @if !rest.is_empty() {
            details {
                summary { (many(rest.len(), "more finding")) }
                ul.plain { @for finding in rest.iter().take(NAMED) { li { (of_finding(view, finding)) } } }
                @if rest.len() > NAMED { p.quiet { "and " (number(rest.len() - NAMED)) " more; " code { "wdectl check" } " shows all" } }
            }
        }
    }
}

fn of_finding(view: &PageView<'_>, finding: &Diagnostic) -> Markup {
    let affected = finding.affected.as_ref().filter(|affected| affected.count > 0);
    html! {
        span.place { @match &finding.primary {
            Some(label) => (view.place(label.span)),
            None => (finding.object.as_deref().unwrap_or("deployment")),
        } }
        " " (prose(&finding.message))
        @if let Some(affected) = affected {
            " " span.quiet { "(affects " (many(affected.count, "agent")) ": " (listed(&affected.agents[..affected.agents.len().min(5)], affected.count)) ")" }
        }
        @if let Some(help) = &finding.help { div.help { "→ " (prose(help)) } }
    }
}

fn proof(view: &PageView<'_>) -> Markup {
    let report = view.verified;
    html! {
        h3 id="proof" { "Proof" }
        p.lead {
            (asked("wdectl chat verify")) strong { (report.outcome().as_str()) } ". Every order of events was explored, for "
            (many(report.agents, "agent")) " in " (many(report.classes, "class")) " that behave alike, in "
            (many(report.tenants, "tenant")) ": " (number(report.states)) " states, "
            (number(usize::try_from(report.transitions).unwrap_or(usize::MAX))) " transitions."
        }
        (wide("Properties", html! {
            table {
                thead { tr { th scope="col" { "verdict" } th scope="col" { "property" } th.n scope="col" { "states" } th.n scope="col" { "transitions" } } }
                tbody {
                    @for property in &report.properties {
                        tr {
                            td { (Mark::of_outcome(property.outcome).says(property.outcome.as_str())) }
                            td {
                                code { (property.property.spec().name) } " " span.quiet { (prose(property.property.spec().what)) }
                                @if property.counterexamples.len() > NAMED {
                                    div { strong { "in " (number(property.counterexamples.len())) " cases, of which the first:" } }
                                }
                                @for found in property.counterexamples.iter().take(NAMED) {
                                    div { (prose(&found.message)) }
                                    @if let Some(help) = &found.help { div.help { "→ " (prose(help)) } }
                                }
                                @for reason in &property.unknown { div { "not known: " (prose(reason)) } }
                            }
                            td.n { (number(property.states)) }
                            td.n { (number(usize::try_from(property.transitions).unwrap_or(usize::MAX))) }
                        }
                    }
                }
            }
        }))
        @for note in &report.notes { p.quiet { "Note: " (prose(note)) } }
    }
}

fn assumptions(view: &PageView<'_>) -> Markup {
    let report = view.verified;
    html! {
        h3 { "What the proof rests on" }
        p { "Where the product's behaviour is not documented, wdectl assumes. If one of these is otherwise at your site, set it under "
            code { "[assumptions]" } " in " code { "wdectl.toml" } " and write the page anew." }
        dl.assumed {
            @for (assumption, value) in &report.assumptions {
                div {
                    dt { code { (assumption.spec().name) } " = " code { (value) } }
                    dd { (prose(assumption.spec().doc)) }
                }
            }
        }
        @if !report.lifetimes.is_empty() {
            p { "A chat on hold to which nothing happens is closed after "
                @for (at, lifetime) in report.lifetimes.iter().enumerate() {
                    @if at > 0 { ", " }
                    strong { (duration(lifetime.seconds())) } " ("
                    @match lifetime.application {
                        Some(application) => bdi { (view.deployment.display(application)) },
                        None => "documented defaults; the configuration has no Chat Server",
                    }
                    ")"
                }
                ". This is never part of the verdict."
            }
        }
    }
}

/// How a verdict is told of one agent or of several.
pub(super) fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Yes => "yes",
        Verdict::No => "no",
        Verdict::Unknown => "not known",
    }
}
