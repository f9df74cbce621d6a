//! Whether asynchronous chat is ready, for people.

use std::io::{self, Write};

use super::resolution::ladder;
use super::{clean, ready::word};
use crate::behaviour::{
    Answered, ChatKeys, DeskOptions, IdleTimer, Line, LineAnswer, Need, Readiness, Tally, Verdict,
};
use crate::chat::EntryPoint;
use crate::deployment::Deployment;
use crate::names::{TakesEffect, counted};
use crate::text::Sources;

/// How many agents of an answer are named, and how many answers of a line are shown.
const NAMED: usize = 5;
const ANSWERS: usize = 8;

/// Writes the checklist of whoever `subject` names: `agent/NAME`, `agent-group/NAME` or `all agents`. Of one agent
/// everything is shown, of several the counts and what is missing.
///
/// # Errors
///
/// What writing to `out` gives.
pub fn write_ready(
    subject: &str,
    readiness: &Readiness<'_>,
    deployment: &Deployment,
    sources: &Sources,
    out: &mut dyn Write,
) -> io::Result<()> {
    let human = ReadyHuman { deployment, sources, readiness };
    writeln!(out, "{}", headline(&clean(subject), readiness.ready))?;
    let mut title = "";
    for answer in &readiness.lines {
        if heading(answer.line) != title {
            title = heading(answer.line);
            writeln!(out, "\n{title}")?;
        }
        if readiness.ready.agents() == 1 { human.one(answer, out)? } else { human.several(answer, out)? }
    }
    human.lifetimes(out)?;
    human.moments(out)?;
    let (key, value) = Readiness::USER_DATA;
    writeln!(
        out,
        "\nthe chat itself must be created with user data {key}={value}, which is not part of this configuration"
    )
}

struct ReadyHuman<'a> {
    deployment: &'a Deployment,
    sources: &'a Sources,
    readiness: &'a Readiness<'a>,
}

fn headline(subject: &str, ready: Tally) -> String {
    if ready.agents() == 1 {
        return match ready.verdict() {
            Verdict::Yes => format!("{subject} is ready for asynchronous chat"),
            Verdict::No => format!("{subject} is not ready for asynchronous chat"),
            Verdict::Unknown => format!("whether {subject} is ready for asynchronous chat is not known"),
        };
    }
    let unknown =
        if ready.unknown == 0 { String::new() } else { format!("; not known of {}", ready.unknown) };
    let (yes, all) = (ready.yes, ready.agents());
    format!("{subject}: {yes} of {all} agents are ready for asynchronous chat{unknown}")
}

fn heading(line: Line) -> &'static str {
    match line {
        Line::Privilege(_) => "privileges",
        Line::HoldQueue => "where a chat on hold lies",
        Line::Back(_) | Line::OthersWorkbins => match line.need() {
            Need::Optional => "ways back to a chat in a workbin (not required)",
            Need::Required | Need::OneOfThese => "ways back to a chat on hold (one is required)",
        },
        Line::Shortcut => "keys (not required)",
    }
}

impl ReadyHuman<'_> {
    fn name<'n>(&self, answer: &'n LineAnswer<'_>) -> &'n str {
        match answer.line {
            Line::Privilege(right) => answer.rights.first().map_or(right.as_str(), |(_, name)| name),
            Line::HoldQueue => DeskOptions::HOLD,
            Line::Shortcut => ChatKeys::HOLD,
            Line::OthersWorkbins => "workbins of others, through a history or Interaction Search",
            Line::Back(EntryPoint::Workbin) => "the agent's own workbins",
            Line::Back(EntryPoint::GroupWorkbin) => "workbins of the agent's groups",
            Line::Back(EntryPoint::MyQueues) => "My Interaction Queues",
            Line::Back(EntryPoint::MyHistory) => "My History",
            Line::Back(EntryPoint::ContactHistory) => "Contact History",
            Line::Back(EntryPoint::Search) => "Interaction Search",
        }
    }

    fn one(&self, answer: &LineAnswer<'_>, out: &mut dyn Write) -> io::Result<()> {
        let name = clean(self.name(answer));
        for answered in &answer.answers {
            let check = &answered.check;
            let message = match (check.verdict, answer.line) {
                (Verdict::Yes, Line::Privilege(_)) => String::new(),
                _ if check.message.is_empty() => String::new(),
                _ => format!(": {}", clean(&check.message)),
            };
            writeln!(out, "  {:<8}{name}{message}", word(check.verdict))?;
            ladder(&check.ladder, self.deployment, self.sources, "            ", out)?;
            self.places(answered, "            ", !check.ladder.is_empty(), out)?;
        }
        Ok(())
    }

    fn several(&self, answer: &LineAnswer<'_>, out: &mut dyn Write) -> io::Result<()> {
        let (tally, name) = (answer.tally, clean(self.name(answer)).into_owned());
        let all = tally.agents().to_string();
        writeln!(out, "  {:>width$} of {all} agents  {name}", tally.yes, width = all.len())?;
        if answer.line.need() == Need::Optional && answer.line != Line::Shortcut {
            return Ok(());
        }
        if let Some(known) = self.told_before(answer) {
            return writeln!(out, "      the others as for {}", clean(self.name(known)));
        }
        for answered in answer.answers.iter().take(ANSWERS) {
            let check = &answered.check;
            let mut agents: Vec<String> =
                answered.agents.iter().take(NAMED).map(|&agent| self.deployment.bare(agent)).collect();
            let more = answered.agents.len() - agents.len();
            if more > 0 {
                agents.push(format!("and {more} more"));
            }
            let agents = agents.join(", ");
            writeln!(out, "      {}: {}: {}", word(check.verdict), clean(&agents), clean(&check.message))?;
            self.places(answered, "          ", false, out)?;
        }
        let more = answer.answers.len().saturating_sub(ANSWERS);
        if more > 0 {
            writeln!(out, "      and {}; `--format json` has all", counted(more, "more reason"))?;
        }
        Ok(())
    }

    /// An earlier way back with the same exceptions.
    fn told_before(&self, answer: &LineAnswer<'_>) -> Option<&LineAnswer<'_>> {
        let told = |known: &&LineAnswer<'_>| {
            let pairs = known.answers.iter().zip(&answer.answers);
            known.line.need() == Need::OneOfThese
                && known.answers.len() == answer.answers.len()
                && pairs.into_iter().all(|(left, right)| {
                    left.agents == right.agents && left.check.message == right.check.message
                })
        };
        let before = self.readiness.lines.iter().take_while(|known| known.line != answer.line);
        let is_way = answer.line.need() == Need::OneOfThese && !answer.answers.is_empty();
        before.filter(|_| is_way).find(told)
    }

    /// Where to look and what to do. Where the ladder has shown the values, they are not shown again.
    fn places(
        &self,
        answered: &Answered<'_>,
        indent: &str,
        has_ladder: bool,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let check = &answered.check;
        for label in &check.places {
            if has_ladder
                && check.ladder.iter().any(|rung| rung.setting.is_some_and(|set| set.at == label.span))
            {
                continue;
            }
            writeln!(out, "{indent}{}   {}", clean(&label.text), self.sources.place(label.span))?;
        }
        match &check.help {
            Some(help) => writeln!(out, "{indent}help: {}", clean(help)),
            None => Ok(()),
        }
    }

    fn lifetimes(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\nhow long a chat on hold lives without activity")?;
        for lifetime in &self.readiness.lifetimes {
            let timer = |name: &str, timer: IdleTimer| {
                let place = timer.at.map_or_else(|| "default".to_owned(), |at| self.sources.place(at));
                format!("{name} {} ({place})", duration(u64::from(timer.seconds)))
            };
            let server = match lifetime.application {
                Some(application) => self.deployment.display(application),
                None => "no Chat Server in this configuration".to_owned(),
            };
            let (alert, close) =
                (timer("async-idle-alert", lifetime.alert), timer("async-idle-close", lifetime.close));
            writeln!(out, "  {}: {alert} + {close}   {}", duration(lifetime.seconds()), clean(&server))?;
        }
        Ok(())
    }

    fn moments(&self, out: &mut dyn Write) -> io::Result<()> {
        writeln!(out, "\nwhen a change counts")?;
        for moment in TakesEffect::ALL {
            let options: Vec<&str> = self
                .readiness
                .moments
                .iter()
                .filter(|&&(_, its)| its == moment)
                .map(|&(option, _)| option)
                .collect();
            if !options.is_empty() {
                writeln!(out, "  {}: {}", moment.words(), clean(&options.join(", ")))?;
            }
        }
        Ok(())
    }
}

/// A duration in words: in days where they are whole, else in hours, minutes and seconds.
pub(super) fn duration(seconds: u64) -> String {
    let units = if seconds > 0 && seconds.is_multiple_of(86_400) {
        [(seconds / 86_400, "day"), (0, ""), (0, "")]
    } else {
        [(seconds / 3600, "hour"), (seconds / 60 % 60, "minute"), (seconds % 60, "second")]
    };
    let parts: Vec<String> = units
        .into_iter()
        .filter(|&(count, _)| count > 0)
        .map(|(count, unit)| format!("{count} {unit}{}", if count == 1 { "" } else { "s" }))
        .collect();
    if parts.is_empty() { "0 seconds".to_owned() } else { parts.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn durations_are_read_as_people_say_them() {
        for (seconds, words) in [
            (90_000, "25 hours"),
            (86_400, "1 day"),
            (3_456_000, "40 days"),
            (3600, "1 hour"),
            (5_461, "1 hour 31 minutes 1 second"),
            (0, "0 seconds"),
        ] {
            assert_eq!(duration(seconds), words);
        }
    }
}
