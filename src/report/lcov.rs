//! The lines of the configuration that give the chat machine an answer, with how often each did, as an LCOV tracefile.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::dryrun::{Reachable, Usage};
use crate::text::Sources;

/// Writes one record for each file, files by path and lines by number. Of several answers on one line the counts are
/// added. `path` says how a path is written.
///
/// # Errors
///
/// What writing to `out` gives.
pub fn lcov(
    usage: &Usage,
    reachable: &Reachable,
    sources: &Sources,
    path: impl Fn(&str) -> String,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut files: BTreeMap<String, BTreeMap<usize, u64>> = BTreeMap::new();
    let never = reachable.lines.iter().map(|line| (line, 0));
    for (span, count) in never.chain(usage.lines.iter().map(|(line, &count)| (line, count))) {
        let source = sources.get(span.file);
        let line = source.line_of(span.start) + 1;
        *files.entry(path(source.path())).or_default().entry(line).or_default() += count;
    }
    for (file, lines) in files {
        writeln!(out, "TN:\nSF:{}", file.replace(['\r', '\n'], " "))?;
        for (line, count) in &lines {
            writeln!(out, "DA:{line},{count}")?;
        }
        let hit = lines.values().filter(|&&count| count > 0).count();
        writeln!(out, "LF:{}\nLH:{hit}\nend_of_record", lines.len())?;
    }
    Ok(())
}
