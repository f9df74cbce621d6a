//! A session for people: below each line what happened, what is different, or what is wrong with the line.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr as _;

use super::{Human, clean};
use crate::dryrun::{
    AgentState, Answer, Change, ChatState, Help, Mistake, Moved, Reply, Saved, State, Stepped, When,
};
use crate::names::counted;

/// A virtual time as people read it: hours, minutes, seconds, as in `25:00:00`.
#[must_use]
pub fn clock(seconds: u32) -> String {
    format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// Writes answers of a session.
#[derive(Debug)]
pub struct SessionPage<'a> {
    human: Human<'a>,
    /// Columns of the terminal.
    width: usize,
}

impl<'a> SessionPage<'a> {
    /// A writer that shows places with `human`, `width` columns wide.
    #[must_use]
    pub fn new(human: Human<'a>, width: usize) -> Self {
        Self { human, width }
    }

    /// Writes the answer to the line that stands above, behind a prompt of so many columns.
    ///
    /// # Errors
    ///
    /// What writing to `out` gives.
    pub fn write(&self, reply: &Reply, prompt: usize, out: &mut dyn Write) -> io::Result<()> {
        match &reply.answer {
            Answer::Nothing | Answer::Quit => Ok(()),
            Answer::Step(stepped) => self.stepped(stepped, out),
            Answer::Back(moved) => write_moved("back", moved, out),
            Answer::Redo(moved) => write_moved("again", moved, out),
            Answer::Why(diagnostic) => self.human.write(diagnostic, out),
            Answer::State(state) => write_state(state, out),
            Answer::Agents(agents) => write_agents(agents, out),
            Answer::Save(saved) => write_saved(saved, out),
            Answer::Help(help) => write_help(help, out),
            Answer::Mistakes(mistakes) => {
                mistakes.iter().try_for_each(|mistake| self.mistake(&reply.input, mistake, prompt, out))
            }
        }
    }

    fn stepped(&self, stepped: &Stepped, out: &mut dyn Write) -> io::Result<()> {
        let takes_time = stepped.step.starts_with("wait:");
        let mut is_said = !stepped.changes.is_empty();
        for entry in &stepped.entries {
            for event in &entry.events {
                let moment = if takes_time { format!("{}  ", clock(entry.at)) } else { String::new() };
                writeln!(out, "  {moment}{}", clean(event))?;
                is_said = true;
            }
            if let Some(refused) = &entry.refusal {
                let message = clean(&refused.message);
                writeln!(out, "  refused ({}): {message}; `why` tells more", refused.because)?;
                is_said = true;
            }
        }
        write_changes(&stepped.changes, out)?;
        for failure in &stepped.failures {
            self.human.write(failure, out)?;
            is_said = true;
        }
        match (stepped.check, stepped.takes_effect) {
            _ if is_said => Ok(()),
            (Some(When::Now), _) => writeln!(out, "  holds"),
            (Some(When::Never | When::Eventually), _) => writeln!(out, "  is watched from here on"),
            (None, Some(moment)) => writeln!(out, "  the change takes effect {moment}"),
            (None, None) => writeln!(out, "  nothing happens"),
        }
    }

    /// A caret below what is wrong; below a line that is wider than the terminal, the column.
    fn mistake(&self, input: &str, mistake: &Mistake, prompt: usize, out: &mut dyn Write) -> io::Result<()> {
        let part = |from, to| clean(input.get(from..to).unwrap_or_default()).width();
        let before = prompt + part(0, mistake.from);
        let marked = part(mistake.from, mistake.to).max(1);
        let message = clean(&mistake.message);
        if prompt + clean(input).width() < self.width {
            writeln!(out, "{:before$}{} {message}", "", "^".repeat(marked))
        } else {
            writeln!(out, "  at column {}: {message}", before - prompt + 1)
        }
    }
}

/// What is different, one line for each chat and agent.
fn write_changes(changes: &[Change], out: &mut dyn Write) -> io::Result<()> {
    for of in changes.chunk_by(|left, right| left.of == right.of) {
        let shown = |change: &Change| {
            let after = change.after.as_deref()?;
            match change.before.as_deref() {
                Some(before) => Some(format!("{} {before} -> {after}", change.field)),
                None if after == "none" || after == "[]" => None,
                None => Some(format!("{} {after}", change.field)),
            }
        };
        let shown: Vec<String> = of.iter().filter_map(shown).collect();
        let text = if shown.is_empty() { "not started".to_owned() } else { shown.join(", ") };
        writeln!(out, "  ~ {}: {}", clean(&of[0].of), clean(&text))?;
    }
    Ok(())
}

fn write_moved(word: &str, moved: &Moved, out: &mut dyn Write) -> io::Result<()> {
    for step in &moved.steps {
        writeln!(out, "  {word}: {}", clean(step))?;
    }
    write_changes(&moved.changes, out)
}

fn write_state(state: &State, out: &mut dyn Write) -> io::Result<()> {
    let logged_in = if state.logged_in.is_empty() { "nobody".to_owned() } else { state.logged_in.join(", ") };
    writeln!(out, "  logged in: {}", clean(&logged_in))?;
    if state.chats.is_empty() {
        writeln!(out, "  no chat is started")?;
    }
    state.chats.iter().try_for_each(|chat| write_chat(chat, out))
}

fn write_chat(chat: &ChatState, out: &mut dyn Write) -> io::Result<()> {
    let applies = |(_, word): &(&&str, &String)| *word != "none" && *word != "[]";
    let facts = chat.facts.iter().filter(applies).map(|(field, word)| format!("{field} {word}"));
    let facts = facts.collect::<Vec<_>>().join(", ");
    writeln!(out, "  {}: {}", clean(&chat.chat), clean(&facts))?;
    for desktop in &chat.desktops {
        writeln!(out, "      desktop of {}: {}", clean(&desktop.agent), desktop.part)?;
    }
    for timer in &chat.timers {
        let of = timer.agent.as_ref().map(|agent| format!(" of {agent}")).unwrap_or_default();
        writeln!(out, "      {}{} runs out at {}", timer.timer, clean(&of), clock(timer.at))?;
    }
    Ok(())
}

fn write_agents(agents: &[AgentState], out: &mut dyn Write) -> io::Result<()> {
    if agents.is_empty() {
        writeln!(out, "  nobody takes part so far; `login AGENT` begins")?;
    }
    for agent in agents {
        let mut parts = vec![if agent.logged_in { "logged in".to_owned() } else { "logged out".to_owned() }];
        parts.extend(agent.chats.iter().map(|held| format!("{} ({})", held.chat, held.part)));
        parts.extend(
            agent.pulls.iter().map(|pull| format!("can pull {} from {}", pull.chat, pull.from.join(", "))),
        );
        writeln!(out, "  {}: {}", clean(&agent.agent), clean(&parts.join("; ")))?;
    }
    Ok(())
}

fn write_saved(saved: &Saved, out: &mut dyn Write) -> io::Result<()> {
    let steps = counted(saved.steps, "step");
    writeln!(out, "  {}: {steps}, and what is the case after them", clean(&saved.file))?;
    for check in &saved.left_out {
        writeln!(out, "  left out, because it does not hold: {}", clean(check))?;
    }
    Ok(())
}

fn write_help(help: &Help, out: &mut dyn Write) -> io::Result<()> {
    let widest = help.rows.iter().map(|row| row.usage.len()).max().unwrap_or(0);
    for row in &help.rows {
        writeln!(out, "  {:widest$}  {}", row.usage, row.meaning)?;
    }
    help.notes.iter().try_for_each(|note| writeln!(out, "  {note}"))
}
