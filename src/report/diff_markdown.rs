//! Differences as Markdown for a merge request: a short table, everything else folded away.

use std::io::{self, Write};

use super::clean;
use super::diff_behaviour_markdown::write_rollout_markdown;
use super::diff_words::{DiffView, audience, moment, names, paragraphs, subject, value};
use crate::diff::Change;
use crate::names::Side;

/// Comments on merge requests are limited in size.
const ROWS: usize = 50;

/// Writes the comment.
///
/// # Errors
///
/// What writing to `out` gives.
pub fn write_diff_markdown(view: &DiffView<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "**{}**\n", view.headline())?;
    for reason in view.unknown {
        writeln!(out, "**not sure**: {}\n", clean(reason).replace('\n', " "))?;
    }
    let changes = &view.difference.changes;
    if !changes.is_empty() {
        writeln!(out, "| review | for whom | what | before | after |")?;
        writeln!(out, "|---|---|---|---|---|")?;
    }
    let paragraphs = paragraphs(changes.iter());
    for paragraph in paragraphs.iter().take(ROWS) {
        row(paragraph, out)?;
    }
    if let Some(more) = paragraphs.len().checked_sub(ROWS).filter(|&more| more > 0) {
        writeln!(out, "\nand {more} more; `wdectl diff` shows them")?;
    }
    if !changes.is_empty() {
        writeln!(out, "\n<details>\n<summary>Why, and when it takes effect</summary>\n")?;
        for paragraph in paragraphs.iter().take(ROWS) {
            details(view, paragraph, out)?;
        }
        writeln!(out, "\n</details>\n")?;
    }
    let moments = view.moments();
    let separator = if moments.is_empty() { "" } else { " · " };
    writeln!(out, "{moments}{separator}{}", view.compared())?;
    view.rollout.map_or(Ok(()), |rollout| write_rollout_markdown(view, &rollout, out))
}

/// A row of the table: one change, or the privileges that the same agents gain or lose for the same reason.
fn row(changes: &[&Change], out: &mut dyn Write) -> io::Result<()> {
    let Some(first) = changes.first() else { return Ok(()) };
    let each = |text: &dyn Fn(&Change) -> String| {
        let mut cells: Vec<String> = Vec::new();
        for change in changes {
            let cell = code(&text(change), true);
            if !cells.contains(&cell) {
                cells.push(cell);
            }
        }
        cells.join("<br>")
    };
    let cells = [
        first.review.to_string(),
        code(&audience(&first.audience), true),
        each(&subject),
        each(&|change| value(change, Side::Old)),
        each(&|change| value(change, Side::New)),
    ];
    writeln!(out, "| {} |", cells.join(" | "))
}

fn details(view: &DiffView<'_>, changes: &[&Change], out: &mut dyn Write) -> io::Result<()> {
    let Some(change) = changes.first() else { return Ok(()) };
    let what: Vec<String> = changes.iter().map(|change| code(&subject(change), false)).collect();
    writeln!(out, "* {} for {}", what.join(", "), code(&audience(&change.audience), false))?;
    if let Some(names) = names(&change.audience) {
        writeln!(out, "  * {}", code(&names, false))?;
    }
    if let Some(moment) = moment(change) {
        writeln!(out, "  * takes effect: {moment}")?;
    }
    for because in &change.because {
        let side = because.side.as_str();
        let cause = code(&view.cause(because), false);
        match because.at {
            Some(at) => {
                let place = view.side(because.side).1.place(at);
                writeln!(out, "  * {side}: {cause} in {}", code(&place, false))?;
            }
            None => writeln!(out, "  * {side}: {cause}")?,
        }
    }
    Ok(())
}

/// A text as code, whatever stands in it; in a cell of a table a bar would end the cell.
pub(super) fn code(text: &str, in_cell: bool) -> String {
    let text = clean(text).replace('\n', " ");
    let text = if in_cell { text.replace('|', "\\|") } else { text };
    let longest = text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if longest > 0 { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn nothing_breaks_out_of_code() {
        assert_eq!(code("plain", true), "`plain`");
        assert_eq!(code("a|b", true), "`a\\|b`");
        assert_eq!(code("a|b", false), "`a|b`");
        assert_eq!(code("say `x` or ``y``", false), "``` say `x` or ``y`` ```");
        assert_eq!(code("two\nlines\u{1b}", false), "`two lines\\u{1b}`");
    }
}
