//! `wdectl shortcut`.

use anyhow::{Context as _, bail};

use super::args::{Format, Global, ShortcutCommand};
use super::exit::Exit;
use super::objects::document;
use super::terminal::Terminal;
use crate::report::{ParsedReport, write_parsed};
use crate::shortcut::{Judgement, Verdict, parse};

pub(super) fn run(
    global: &Global,
    command: &ShortcutCommand,
    terminal: &mut Terminal,
) -> anyhow::Result<Exit> {
    let ShortcutCommand::Parse { texts } = command;
    judge(global, texts, terminal)
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
    let text = String::from_utf8(terminal.input()?).context("standard input is not UTF-8")?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).lines().map(str::to_owned).collect())
}
