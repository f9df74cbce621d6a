//! What agents may do: as data and for people.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;

use super::clean;
use crate::deployment::Deployment;
use crate::privilege::{Change, DependencyGraph, Held, Matrix, PrivilegeId, Standing, Via, WhoCan, WhyNot};
use crate::text::Sources;

/// What is needed to name things.
#[derive(Debug, Clone, Copy)]
pub struct PrivilegeNames<'a> {
    /// The deployment.
    pub deployment: &'a Deployment,
    /// The files.
    pub sources: &'a Sources,
    /// The privileges.
    pub graph: &'a DependencyGraph,
}

/// The answer of `privilege effective` for one agent.
#[derive(Debug, Serialize)]
pub struct EffectiveReport<'a> {
    version: u32,
    agent: String,
    effective: Vec<&'a str>,
    inert: Vec<InertRow<'a>>,
    grants: Vec<GrantRow<'a>>,
}

#[derive(Debug, Serialize)]
struct InertRow<'a> {
    privilege: &'a str,
    missing: Vec<&'a str>,
}

#[derive(Debug, Serialize)]
struct GrantRow<'a> {
    privilege: &'a str,
    via: Vec<String>,
}

/// The answer of `privilege who-can`.
#[derive(Debug, Serialize)]
pub struct WhoCanReport<'a> {
    version: u32,
    privilege: &'a str,
    agents: Vec<HolderRow>,
}

#[derive(Debug, Serialize)]
struct HolderRow {
    agent: String,
    via: Vec<String>,
}

/// The answer of `privilege why-not`.
#[derive(Debug, Serialize)]
pub struct WhyNotReport<'a> {
    version: u32,
    agent: String,
    privilege: &'a str,
    effective: bool,
    repairs: Vec<RepairRow<'a>>,
}

#[derive(Debug, Serialize)]
struct RepairRow<'a> {
    changes: Vec<ChangeRow<'a>>,
    also_affects: usize,
}

#[derive(Debug, Serialize)]
struct ChangeRow<'a> {
    action: &'static str,
    object: String,
    privilege: Option<&'a str>,
    member: Option<String>,
}

impl<'a> PrivilegeNames<'a> {
    /// The display name of a privilege.
    #[must_use]
    pub fn privilege(&self, id: PrivilegeId) -> &'a str {
        self.graph.name(id)
    }

    pub(super) fn all(&self, ids: &[PrivilegeId]) -> Vec<&'a str> {
        ids.iter().map(|&id| self.privilege(id)).collect()
    }

    fn via(&self, via: &Via) -> Vec<String> {
        via.objects().map(|object| self.deployment.display(object)).collect()
    }

    /// All that an agent holds, as data.
    #[must_use]
    pub fn effective(&self, held: &Held) -> EffectiveReport<'a> {
        let inert = held.inert.iter();
        let grants =
            held.grants.iter().flat_map(|(privilege, ways)| ways.iter().map(move |way| (*privilege, way)));
        EffectiveReport {
            version: 1,
            agent: self.deployment.bare(held.agent),
            effective: self.all(&held.effective),
            inert: inert
                .map(|inert| InertRow {
                    privilege: self.privilege(inert.privilege),
                    missing: self.all(&inert.missing),
                })
                .collect(),
            grants: grants
                .map(|(id, way)| GrantRow { privilege: self.privilege(id), via: self.via(way) })
                .collect(),
        }
    }

    /// All that an agent holds, for people.
    ///
    /// # Errors
    ///
    /// What writing to `out` gives.
    pub fn write_effective(&self, held: &Held, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "{}", clean(&self.deployment.display(held.agent)))?;
        if !self.deployment.is_subject(held.agent) {
            return writeln!(out, "  may do nothing: this is no enabled agent");
        }
        if held.grants.is_empty() {
            return writeln!(out, "  may do nothing: no role grants this agent anything");
        }
        for (privilege, ways) in &held.grants {
            let inert = held.inert.iter().find(|inert| inert.privilege == *privilege);
            match inert {
                None => writeln!(out, "  {}", self.privilege(*privilege))?,
                Some(inert) => {
                    let missing: Vec<String> =
                        inert.missing.iter().map(|&id| format!("`{}`", self.privilege(id))).collect();
                    let name = self.privilege(*privilege);
                    writeln!(out, "  {name}   (granted, no effect: needs {})", missing.join(" and "))?;
                }
            }
            for way in ways {
                let place = self.sources.place(way.grant);
                writeln!(out, "      via {}   {place}", clean(&self.via(way).join(" via ")))?;
            }
        }
        Ok(())
    }

    /// Who may do something, as data: one entry a way.
    #[must_use]
    pub fn who_can(&self, privilege: PrivilegeId, who: &WhoCan) -> WhoCanReport<'a> {
        let agents = who.agents.iter().flat_map(|holder| {
            let agent = self.deployment.bare(holder.agent);
            holder.via.iter().map(move |way| HolderRow { agent: agent.clone(), via: self.via(way) })
        });
        WhoCanReport { version: 1, privilege: self.privilege(privilege), agents: agents.collect() }
    }

    /// The rows of a table of who may do something: agent, ways.
    pub fn who_can_rows(&self, who: &WhoCan) -> impl Iterator<Item = [String; 2]> {
        who.agents.iter().map(|holder| {
            let ways: Vec<String> = holder.via.iter().map(|way| self.via(way).join(" via ")).collect();
            [self.deployment.bare(holder.agent), ways.join("; ")]
        })
    }

    /// Whether an agent may do something, and what would have to change, as data.
    #[must_use]
    pub fn why_not(&self, answer: &WhyNot) -> WhyNotReport<'a> {
        let change = |change: &Change| match *change {
            Change::Grant { role, privilege } => ChangeRow {
                action: "grant",
                object: self.deployment.display(role),
                privilege: Some(self.privilege(privilege)),
                member: None,
            },
            Change::AddMember { object, member, .. } => ChangeRow {
                action: "add-member",
                object: self.deployment.display(object),
                privilege: None,
                member: Some(self.deployment.display(member)),
            },
        };
        WhyNotReport {
            version: 1,
            agent: self.deployment.bare(answer.agent),
            privilege: self.privilege(answer.privilege),
            effective: answer.standing == Standing::Effective,
            repairs: answer
                .repairs
                .iter()
                .map(|repair| RepairRow {
                    changes: repair.changes.iter().map(change).collect(),
                    also_affects: repair.also_affects,
                })
                .collect(),
        }
    }

    /// Whether an agent may do something, and what would have to change, for people. `most` repairs are shown.
    ///
    /// # Errors
    ///
    /// What writing to `out` gives.
    pub fn write_why_not(
        &self,
        answer: &WhyNot,
        ways: &[Via],
        most: usize,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let agent = clean(&self.deployment.display(answer.agent)).into_owned();
        let name = self.privilege(answer.privilege);
        let missing: Vec<String> =
            answer.missing.iter().map(|&id| format!("`{}`", self.privilege(id))).collect();
        match answer.standing {
            Standing::Effective => {
                writeln!(out, "yes: {agent} has `{name}`")?;
                for way in ways {
                    let place = self.sources.place(way.grant);
                    writeln!(out, "  via {}   {place}", clean(&self.via(way).join(" via ")))?;
                }
                return Ok(());
            }
            Standing::Inert => {
                let missing = missing.join(" and ");
                writeln!(out, "no: `{name}` is granted to {agent}, no effect: {missing} is not granted")?;
            }
            Standing::No => writeln!(out, "no: {agent} is not granted {}", missing.join(" and "))?,
            Standing::Unknown => {
                writeln!(out, "not known: a role of {agent} has keys that map to no known privilege")?;
            }
        }
        if !self.deployment.is_subject(answer.agent) {
            return writeln!(out, "this is no enabled agent");
        }
        if answer.repairs.is_empty() {
            return writeln!(out, "no change of grants and memberships would do");
        }
        writeln!(out, "smallest changes that would do:")?;
        for (at, repair) in answer.repairs.iter().take(most).enumerate() {
            let changes: Vec<String> = repair
                .changes
                .iter()
                .map(|change| match *change {
                    Change::Grant { role, privilege } => {
                        let role = self.deployment.display(role);
                        format!("grant `{}` in {}", self.privilege(privilege), clean(&role))
                    }
                    Change::AddMember { object, member, .. } => {
                        let (object, member) =
                            (self.deployment.display(object), self.deployment.display(member));
                        format!("make {} a member of {}", clean(&member), clean(&object))
                    }
                })
                .collect();
            let also = match repair.also_affects {
                0 => "affects nobody else".to_owned(),
                1 => "also affects 1 other agent".to_owned(),
                more => format!("also affects {more} other agents"),
            };
            writeln!(out, "  {}. {}   ({also})", at + 1, changes.join(", and "))?;
        }
        let more = answer.repairs.len().saturating_sub(most);
        if more > 0 {
            writeln!(out, "  and {more} more; `--format json` has all")?;
        }
        if !answer.complete {
            writeln!(out, "  the search was cut short: there may be others")?;
        }
        Ok(())
    }

    /// The matrix for people: a row a role, a row a class of agents, a column a privilege; `yes`, `no effect` or
    /// nothing.
    #[must_use]
    pub fn matrix(&self, matrix: &Matrix<'_>) -> String {
        let mut text = String::new();
        let word = |standing| match standing {
            Standing::Effective => "yes",
            Standing::Inert => "no effect",
            Standing::No => "-",
            Standing::Unknown => "?",
        };
        for (at, &privilege) in matrix.privileges.iter().enumerate() {
            let _ = writeln!(text, "{:>3}  {}", at + 1, self.privilege(privilege));
        }
        let mut rows: Vec<Vec<String>> = Vec::new();
        let mut header = vec!["role".to_owned(), "agents".to_owned()];
        header.extend((1..=matrix.privileges.len()).map(|at| at.to_string()));
        rows.push(header.clone());
        for row in &matrix.roles {
            let mut cells = vec![self.deployment.bare(row.role.role), row.agents.to_string()];
            cells.extend(matrix.privileges.iter().map(|&id| word(row.standing(id)).to_owned()));
            rows.push(cells);
        }
        rows.push(Vec::new());
        header[0] = "agents like".to_owned();
        rows.push(header);
        for row in &matrix.agents {
            let mut names: Vec<String> = row.first.iter().map(|&agent| self.deployment.bare(agent)).collect();
            if row.class.agents.len() > names.len() {
                names.push("...".to_owned());
            }
            let mut cells = vec![names.join(", "), row.class.agents.len().to_string()];
            cells.extend(matrix.privileges.iter().map(|&id| word(row.standing(id)).to_owned()));
            rows.push(cells);
        }
        let columns = matrix.privileges.len() + 2;
        let widths: Vec<usize> = (0..columns)
            .map(|column| {
                rows.iter().filter_map(|row| row.get(column)).map(|cell| width(cell)).max().unwrap_or(0)
            })
            .collect();
        for row in rows {
            text.push('\n');
            let mut line = String::new();
            for (cell, column) in row.iter().zip(&widths) {
                line.push_str(&clean(cell));
                line.extend(std::iter::repeat_n(' ', column - width(cell) + 2));
            }
            text.push_str(line.trim_end());
        }
        text.push('\n');
        text
    }
}

fn width(cell: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(cell)
}
