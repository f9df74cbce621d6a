//! What import and export have in common: what is withheld, and what is told of the rest.

use std::io::Write as _;

use super::args::Global;
use super::exit::Exit;
use super::load::Loaded;
use super::terminal::Terminal;
use crate::deployment::{Loss, Losses};
use crate::lint::{self, Levels};
use crate::names::{and_more, counted, counted_as};
use crate::report::{Concise, clean};

/// The rules that tell of something that is not in the deployment although it stands in a file.
const LOSSES: [&str; 9] = [
    "syntax",
    "not-read",
    "not-a-deployment-file",
    "unplaced-options",
    "ambiguous-object",
    "unknown-key",
    "not-a-value",
    "duplicate-key",
    "invalid-suppression",
];

/// As many of their findings are told.
const TOLD: usize = 20;

/// What stands in the files and was not read, as `check` says it.
pub(super) fn unread(loaded: &Loaded, global: &Global) -> anyhow::Result<Vec<u8>> {
    let mut levels = Levels::default();
    for rule in LOSSES {
        levels.select(rule)?;
    }
    let outcome = lint::check(&loaded.context(), &levels, None, global.jobs());
    // That a suppression keeps `check` quiet does not bring back what was not read.
    let mut findings: Vec<_> = outcome.findings.iter().collect();
    findings.extend(outcome.quieted.iter().map(|quieted| &quieted.diagnostic));
    findings.sort_by_key(|finding| finding.primary.as_ref().map(|label| label.span));
    let mut told = Vec::new();
    if !findings.is_empty() {
        writeln!(told, "warning: not everything that stands in these files is in what was written")?;
    }
    let concise = Concise::new(&loaded.sources);
    for finding in findings.iter().take(TOLD) {
        concise.write(finding, &mut told)?;
    }
    if findings.len() > TOLD {
        writeln!(told, "and {} more; `wdectl check` shows them all", findings.len() - TOLD)?;
    }
    Ok(told)
}

/// Says how many secrets are left out.
pub(super) fn tell_withheld(count: usize, terminal: &mut Terminal) -> anyhow::Result<()> {
    let values = if count == 1 { "1 secret value is" } else { &format!("{count} secret values are") };
    if count > 0 {
        writeln!(terminal.err, "warning: {values} left out; --show-secrets writes them")?;
    }
    Ok(())
}

/// Says what `form` could not hold. What it never holds is a remark, which `--quiet` leaves out; everything else makes
/// the answer a no.
pub(super) fn tell(
    losses: &Losses,
    form: &str,
    global: &Global,
    terminal: &mut Terminal,
) -> anyhow::Result<Exit> {
    let mut exit = Exit::Yes;
    let mut by_nature = Vec::new();
    for (why, lost) in losses.iter() {
        if why.is_by_nature() {
            by_nature.push(match why {
                Loss::Membership => counted(lost.count, "membership"),
                Loss::Object => {
                    format!("{} ({})", counted(lost.count, "object"), some(&lost.first, lost.count, 3))
                }
                _ => counted(lost.count, "other field"),
            });
            continue;
        }
        if why != Loss::FileName {
            exit = Exit::No;
        }
        let what = some(&lost.first, lost.count, Losses::NAMED);
        writeln!(terminal.err, "warning: {}: {}", words(why, lost.count, form), clean(&what))?;
    }
    if let (Some((last, before)), false) = (by_nature.split_last(), global.quiet) {
        let all = if before.is_empty() { last.clone() } else { format!("{} and {last}", before.join(", ")) };
        writeln!(terminal.err, "note: {form} has no place for {}", clean(&all))?;
    }
    Ok(exit)
}

fn words(why: Loss, count: usize, form: &str) -> String {
    let things = |one, several| counted_as(count, one, several);
    match why {
        Loss::Characters => {
            format!("{} left out, for {form} cannot hold the characters", things("text", "texts"))
        }
        Loss::Options => {
            format!("{} left out, for such objects have none in {form}", things("option", "options"))
        }
        Loss::Reference => format!(
            "{} left out that lead nowhere, and would lead somewhere in {form}",
            things("reference", "references")
        ),
        Loss::Comment => {
            format!("{} left out, at nothing that is written", things("suppression", "suppressions"))
        }
        Loss::Condition => format!(
            "{}, for the condition is not known",
            things(
                "virtual agent group written as an ordinary one",
                "virtual agent groups written as ordinary ones"
            )
        ),
        Loss::Type => {
            format!("{} left out, for {form} knows types by their numbers", things("type", "types"))
        }
        Loss::Second => {
            format!("{} left out, for an agent has one", things("application", "applications"))
        }
        Loss::Member => format!(
            "{} left out that {form} does not find by name, for they belong to other tenants",
            things("member", "members")
        ),
        Loss::Number => format!(
            "{} left out, for a number of the database is digits and never changes",
            things("`dbid`", "`dbid`s")
        ),
        Loss::Skill => {
            format!("{} left out that are not written as a name and a level", things("skill", "skills"))
        }
        Loss::FileName => format!(
            "{} named otherwise, to tell them apart where letter case does not; read them with --as",
            things("file", "files")
        ),
        Loss::Change => format!("{} left out, for {form} cannot say them", things("change", "changes")),
        Loss::Field | Loss::Membership | Loss::Object => format!("{} left out", things("thing", "things")),
    }
}

/// The first of a list, and how many more there are.
pub(super) fn some(first: &[String], count: usize, most: usize) -> String {
    let named = &first[..first.len().min(most)];
    format!("{}{}", named.join(", "), and_more(count - named.len()))
}
