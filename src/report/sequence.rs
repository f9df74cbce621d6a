//! The transcript of one scenario as a Markdown page with a sequence diagram for Mermaid.

use std::io::{self, Write};

use super::chat_run::Played;
use super::clean::is_direction;
use super::transcript::numbered;
use crate::dryrun::{Entry, Who};
use crate::text::Sources;

/// Writes the page: name, place and outcome, the diagram, and the transcript as a table.
///
/// # Errors
///
/// What writing to `out` gives.
pub fn sequence(played: &Played, sources: &Sources, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}\n", in_markdown(&played.name))?;
    match &played.failure {
        None => writeln!(out, "{}: passed\n", in_markdown(&played.file))?,
        Some(failure) => {
            let line = played.line(sources).unwrap_or_default();
            let message = in_markdown(&failure.message);
            writeln!(out, "{}: {} at line {line}: {message}\n", in_markdown(&played.file), played.outcome())?;
        }
    }
    writeln!(out, "```mermaid\nsequenceDiagram")?;
    write!(out, "{}", Diagram::of(&played.transcript).text)?;
    writeln!(out, "```\n\n| step | time | asked | what happened |\n|---:|---:|---|---|")?;
    for (step, entry) in numbered(&played.transcript) {
        let mut cells: Vec<String> = entry.events.iter().map(|event| in_markdown(event)).collect();
        if let Some(refusal) = &entry.refusal {
            cells.push(format!("refused ({}): {}", refusal.because, in_markdown(&refusal.message)));
        }
        let (time, command) = (time(entry.at), in_markdown(&entry.command));
        writeln!(out, "| {step} | {time} | {command} | {} |", cells.join("<br>"))?;
    }
    Ok(())
}

/// Virtual seconds as days, hours, minutes and seconds: `1d 1h`.
fn time(seconds: u32) -> String {
    let parts =
        [(seconds / 86_400, "d"), (seconds / 3600 % 24, "h"), (seconds / 60 % 60, "m"), (seconds % 60, "s")];
    let shown: Vec<String> = parts
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, unit)| format!("{number}{unit}"))
        .collect();
    if shown.is_empty() { "0s".to_owned() } else { shown.join(" ") }
}

/// The diagram, line by line, and who takes part.
struct Diagram {
    text: String,
    parts: Vec<Who>,
}

impl Diagram {
    fn of(transcript: &[Entry]) -> Self {
        let mut parts: Vec<Who> = transcript
            .iter()
            .flat_map(|entry| {
                let refused = entry.refusal.iter().map(|_| &entry.by);
                entry.ends.iter().flat_map(|ends| [&ends.from, &ends.to]).chain(refused)
            })
            .cloned()
            .collect();
        // Customers left, agents right, queues and workbins between them.
        parts.sort();
        parts.dedup();
        let mut diagram = Self { text: String::new(), parts };
        for (number, part) in (1..).zip(&diagram.parts) {
            let (kind, name) = match part {
                Who::Customer(chat) => ("actor", format!("customer of {chat}")),
                Who::ChatServer => ("participant", "chat server".to_owned()),
                Who::Place(place) => ("participant", place.clone()),
                Who::Agent(agent) => ("actor", format!("agent {agent}")),
                Who::System => ("participant", "workflow and clock".to_owned()),
            };
            diagram.text.push_str(&format!("  {kind} p{number} as {}\n", in_mermaid(&name)));
        }
        let mut now = None;
        for entry in transcript {
            if now != Some(entry.at) && (!entry.ends.is_empty() || entry.refusal.is_some()) {
                now = Some(entry.at);
                diagram.note_over_all(&time(entry.at));
            }
            diagram.entry(entry);
        }
        diagram
    }

    fn id(&self, who: &Who) -> usize {
        self.parts.iter().position(|part| part == who).unwrap_or_default() + 1
    }

    fn note_over_all(&mut self, text: &str) {
        let last = self.parts.len();
        let over = if last > 1 { format!("p1,p{last}") } else { "p1".to_owned() };
        self.text.push_str(&format!("  Note over {over}: {text}\n"));
    }

    fn entry(&mut self, entry: &Entry) {
        for (ends, event) in entry.ends.iter().zip(&entry.events) {
            let (from, to, event) = (self.id(&ends.from), self.id(&ends.to), in_mermaid(event));
            let line = if from == to {
                format!("  Note over p{from}: {event}\n")
            } else {
                format!("  p{from}->>p{to}: {event}\n")
            };
            self.text.push_str(&line);
        }
        if let Some(refusal) = &entry.refusal {
            let by = self.id(&entry.by);
            let said = in_mermaid(&format!("{} refused: {}", entry.command, refusal.message));
            self.text.push_str(&format!("  p{by}-xp{by}: {said}\n"));
        }
    }
}

/// A text as it can stand in a line of a diagram: what Mermaid would read as the end of a statement, as an entity or
/// as markup is written as an entity.
fn in_mermaid(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '#' | ';' | '<' | '>' | '&' | '`' | '%' => shown.push_str(&format!("#{};", u32::from(letter))),
            control if control.is_control() => shown.push(' '),
            mark if is_direction(mark) => shown.extend(mark.escape_default()),
            other => shown.push(other),
        }
    }
    shown
}

/// A text as it can stand in a line of Markdown, or in a cell of a table.
fn in_markdown(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => shown.push_str("&amp;"),
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            '\\' | '|' | '*' | '_' | '[' | ']' | '#' | '$' | '~' => shown.extend(['\\', letter]),
            control if control.is_control() => shown.push(' '),
            mark if is_direction(mark) => shown.extend(std::iter::once('\\').chain(mark.escape_default())),
            other => shown.push(other),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_users_end_no_statement_and_are_no_markup() {
        assert_eq!(in_mermaid("a;b #1 <b>\n%%"), "a#59;b #35;1 #60;b#62; #37;#37;");
        assert_eq!(in_markdown("a|b <b> *x*\n_y_"), "a\\|b &lt;b&gt; \\*x\\* \\_y\\_");
        assert_eq!(in_mermaid("a\u{202E}b"), "a\\u{202e}b");
        assert_eq!(in_markdown("a\u{202E}b"), "a\\\\u{202e}b");
    }

    #[test]
    fn times_are_shown_in_the_units_of_scenarios() {
        let all = [0, 59, 3_600, 86_400, 90_061].map(time);
        assert_eq!(all, ["0s", "59s", "1h", "1d", "1d 1h 1m 1s"]);
    }
}
