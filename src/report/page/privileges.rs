//! Roles by privileges, and classes of agents by privileges.

use maud::{Markup, html};

use super::parts::{asked, many, many_as, number, wide};
use super::view::PageView;
use crate::privilege::{PrivilegeId, Standing};

/// How many classes of agents are shown.
const CLASSES: usize = 60;

pub(super) fn chapter(view: &PageView<'_>) -> Markup {
    let matrix = &view.matrix;
    let columns = &matrix.privileges;
    html! {
        p.lead {
            (asked("wdectl privilege matrix"))
            strong { (many(columns.len(), "privilege")) } " that " (many(matrix.roles.len(), "role")) " grant. "
            "A hatched cell is a grant without effect: something it depends on is not granted. In the row of a role that means to an agent who has this role only."
        }
        (legend())
        @if columns.is_empty() { p { "No role grants any privilege." } }
        @else {
            (wide("Roles by privileges", html! {
                table.grid {
                    caption { "Roles by privileges" }
                    (head(view, columns, "role"))
                    tbody {
                        @for row in &matrix.roles {
                            tr {
                                th scope="row" { bdi { (view.deployment.bare(row.role.role)) }
                                    @if !view.deployment.object(row.role.role).enabled { " " span.quiet { "disabled" } } }
                                td.n { (number(row.agents)) }
                                @for &privilege in columns { (cell(row.standing(privilege))) }
                            }
                        }
                    }
                }
            }))
            (wide("Classes of agents by privileges", html! {
                table.grid {
                    caption { "Agents who hold the same privileges, the largest class first" }
                    (head(view, columns, "agents like"))
                    tbody {
                        @for row in matrix.agents.iter().take(CLASSES) {
                            tr {
                                th scope="row" {
                                    @for (at, &agent) in row.first.iter().enumerate() { @if at > 0 { ", " } bdi { (view.deployment.bare(agent)) } }
                                    @if row.class.agents.len() > row.first.len() { " …" }
                                }
                                td.n { (number(row.class.agents.len())) }
                                @for &privilege in columns { (cell(row.standing(privilege))) }
                            }
                        }
                    }
                }
            }))
            @if matrix.agents.len() > CLASSES {
                p.quiet { "and " (many_as(matrix.agents.len() - CLASSES, "smaller class", "smaller classes")) }
            }
            (key(view, columns))
        }
    }
}

fn legend() -> Markup {
    html! {
        ul.legend {
            li { (swatch(Standing::Effective)) " has effect" }
            li { (swatch(Standing::Inert)) " granted, no effect" }
            li { (swatch(Standing::Unknown)) " not known: a role has keys that map to no known privilege" }
            li { (swatch(Standing::No)) " not granted" }
        }
    }
}

fn swatch(standing: Standing) -> Markup {
    html! { span class={ "cell " (look(standing).0) } aria-hidden="true" { (look(standing).1) } }
}

/// Class, sign and words of a standing.
fn look(standing: Standing) -> (&'static str, &'static str, &'static str) {
    match standing {
        Standing::Effective => ("has", "●", "has effect"),
        Standing::Inert => ("inert", "○", "granted, no effect"),
        Standing::No => ("lacks", "·", "not granted"),
        Standing::Unknown => ("maybe", "?", "not known"),
    }
}

fn head(view: &PageView<'_>, columns: &[PrivilegeId], first: &str) -> Markup {
    html! {
        thead { tr {
            th scope="col" { (first) }
            th.n scope="col" { "agents" }
            @for (at, &privilege) in columns.iter().enumerate() {
                th.tall scope="col" { span { (number(at + 1)) " " (view.graph.name(privilege)) } }
            }
        } }
    }
}

fn cell(standing: Standing) -> Markup {
    let (class, sign, words) = look(standing);
    html! { td class={ "cell " (class) } { span aria-hidden="true" { (sign) } span.hidden { (words) } } }
}

/// What each privilege depends on.
fn key(view: &PageView<'_>, columns: &[PrivilegeId]) -> Markup {
    let needs = |privilege: PrivilegeId| -> Vec<&str> {
        view.graph.needs(privilege).iter().map(|needed| view.graph.name(needed)).collect()
    };
    html! {
        details {
            summary { "What each of them depends on" }
            ol.needs {
                @for &privilege in columns {
                    @let needed = needs(privilege);
                    li { (view.graph.name(privilege)) " " span.quiet {
                        @if needed.is_empty() { "depends on nothing" } @else { "needs " (needed.join(", ")) }
                    } }
                }
            }
        }
    }
}
