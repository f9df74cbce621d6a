//! `wdectl shortcut`.

use std::io::Write as _;

use anyhow::{Context as _, bail};
use rustc_hash::FxHashSet;

use super::args::{self, Format, Global, ShortcutCommand};
use super::exit::Exit;
use super::load::Loaded;
use super::objects::document;
use super::resolve::subjects;
use super::terminal::Terminal;
use crate::behaviour::Keymap;
use crate::report::{FreeReport, KeymapReport, ParsedReport, clean, table, write_parsed};
use crate::resolve::Subject;
use crate::shortcut::{Judgement, Shortcut, Verdict, free, parse};

pub(super) fn run(
    global: &Global,
    command: &ShortcutCommand,
    terminal: &mut Terminal,
) -> anyhow::Result<Exit> {
    match command {
        ShortcutCommand::Parse { texts } => judge(global, texts, terminal),
        ShortcutCommand::List { subject } => list(global, subject, terminal),
        ShortcutCommand::Free { subject, near, count } => {
            propose(global, subject, near, usize::from(*count), terminal)
        }
    }
}

fn judge(global: &Global, texts: &[String], terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let mut all = Vec::new();
    for text in texts {
        if text == "-" { all.extend(lines(terminal)?) } else { all.push(text.clone()) }
    }
    if texts.is_empty() {
        if terminal.input_is_person() {
            bail!("no text to judge: name one, or `-` for the lines of standard input");
        }
        all = lines(terminal)?;
    }
    if all.is_empty() {
        bail!("standard input holds no text to judge");
    }
    let judged: Vec<(String, Judgement)> = all
        .into_iter()
        .map(|text| {
            let judgement = parse(&text);
            (text, judgement)
        })
        .collect();
    match global.format.unwrap_or(Format::Human) {
        Format::Human | Format::Table => {
            for (text, judgement) in &judged {
                write_parsed(text, judgement, &mut *terminal.out)?;
            }
        }
        other => document(other, &ParsedReport::new(&judged), terminal)?,
    }
    Ok(Exit::yes_if(judged.iter().all(|(_, judgement)| judgement.verdict < Verdict::Invalid)))
}

/// The lines of standard input, without line ends and byte order mark.
fn lines(terminal: &Terminal) -> anyhow::Result<Vec<String>> {
    let text = std::str::from_utf8(terminal.input()?).context("standard input is not UTF-8")?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text).lines().map(str::to_owned).collect())
}

fn list(global: &Global, asked: &args::Subject, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let loaded = Loaded::new(global, &[])?;
    loaded.warn(terminal)?;
    let (resolver, deployment) = (loaded.resolver(), &loaded.deployment);
    let format = global.format.unwrap_or(if asked.all { Format::Jsonl } else { Format::Table });
    for subject in subjects(asked, deployment)? {
        let keymap = Keymap::new(&resolver, &loaded.settings.catalogue, subject);
        let report = KeymapReport::new(subject, &keymap, deployment, &loaded.sources);
        match format {
            Format::Human | Format::Table => {
                if asked.all {
                    writeln!(terminal.out, "# {}", clean(report.subject()))?;
                }
                let header = ["keys", "option", "level", "object", "place"];
                match keymap.bindings() {
                    [] => writeln!(terminal.out, "{} has no shortcuts", clean(report.subject()))?,
                    _ => writeln!(terminal.out, "{}", table(header, report.rows()))?,
                }
                if asked.all {
                    writeln!(terminal.out)?;
                }
            }
            Format::Json if !asked.all => document(format, &report, terminal)?,
            Format::Json | Format::Jsonl => {
                serde_json::to_writer(&mut terminal.out, &report)?;
                writeln!(terminal.out)?;
            }
            other => return Err(other.not_made()),
        }
    }
    Ok(Exit::Yes)
}

fn propose(
    global: &Global,
    asked: &args::Subject,
    near: &str,
    count: usize,
    terminal: &mut Terminal,
) -> anyhow::Result<Exit> {
    let loaded = Loaded::new(global, &[])?;
    loaded.warn(terminal)?;
    let (resolver, deployment) = (loaded.resolver(), &loaded.deployment);
    let mut subjects = subjects(asked, deployment)?;
    if let [Subject::AgentGroup(group)] = *subjects {
        // What is free for the group must be free for its agents, who may have shortcuts of their own.
        subjects.extend(deployment.agents_in(group).map(Subject::Agent));
    }
    let taken: FxHashSet<Shortcut> = subjects
        .into_iter()
        .flat_map(|subject| {
            let keymap = Keymap::new(&resolver, &loaded.settings.catalogue, subject);
            keymap.shortcuts().collect::<Vec<_>>()
        })
        .collect();
    let proposed: Vec<Shortcut> = free(near, |shortcut| taken.contains(&shortcut)).take(count).collect();
    match global.format.unwrap_or(Format::Human) {
        Format::Human | Format::Table => {
            for shortcut in &proposed {
                writeln!(terminal.out, "{shortcut}")?;
            }
        }
        other => document(other, &FreeReport::new(near, &proposed), terminal)?,
    }
    Ok(Exit::yes_if(!proposed.is_empty()))
}
