//! Files for transcripts: what they are called, and what is written into them.

use std::collections::BTreeSet;
use std::path::Path;

use super::files;
use crate::report::{self, Played};
use crate::text::Sources;

/// Letters of a file's name that come from one text.
const LONGEST: usize = 60;

/// Gives each scenario a name for its files: of the scenario's file and of the scenario, in ASCII letters and digits
/// and in lower case, so that every file system takes it; a number where another scenario has it already.
#[derive(Debug, Default)]
pub(super) struct FileNames {
    taken: BTreeSet<String>,
}

impl FileNames {
    pub(super) fn next(&mut self, file: &str, scenario: &str) -> String {
        let stem = Path::new(file).file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
        let name = format!("{}-{}", slug(&stem, "file"), slug(scenario, "scenario"));
        let mut free = name.clone();
        for number in 2.. {
            if self.taken.insert(free.clone()) {
                break;
            }
            free = format!("{name}-{number}");
        }
        free
    }
}

fn slug(text: &str, otherwise: &str) -> String {
    let letters = text.chars().map(|letter| letter.to_ascii_lowercase());
    let letters: String =
        letters.map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }).collect();
    let words: Vec<&str> = letters.split('-').filter(|word| !word.is_empty()).collect();
    let slug = words.join("-");
    let slug = slug.get(..LONGEST).unwrap_or(&slug).trim_end_matches('-');
    if slug.is_empty() { otherwise.to_owned() } else { slug.to_owned() }
}

/// Writes the transcript of each scenario into a folder, which is made where it is not there. Other files stay.
pub(super) fn write(
    folder: &Path,
    played: &[Played],
    names: &[String],
    sources: &Sources,
) -> anyhow::Result<()> {
    files::make_folder(folder)?;
    for (played, name) in played.iter().filter(|played| !played.is_mistake).zip(names) {
        let mut lines = Vec::new();
        report::transcript(played, &mut lines)?;
        files::write_one_of_many(&folder.join(format!("{name}.jsonl")), &lines)?;
        let mut page = Vec::new();
        report::sequence(played, sources, &mut page)?;
        files::write_one_of_many(&folder.join(format!("{name}.md")), &page)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_stable_and_taken_once() {
        let mut names = FileNames::default();
        let mut next = |file, scenario| names.next(file, scenario);
        assert_eq!(next("a/Hold.yaml", "Ein Chat: gehalten / 25 h"), "hold-ein-chat-gehalten-25-h");
        assert_eq!(next("b/hold.toml", "ein chat gehalten 25 h"), "hold-ein-chat-gehalten-25-h-2");
        assert_eq!(next("hold.yaml", "ein chat gehalten 25 h 2"), "hold-ein-chat-gehalten-25-h-2-2");
        assert_eq!(next("hold.yaml", "ein chat gehalten 25 h"), "hold-ein-chat-gehalten-25-h-3");
        assert_eq!(next("../..", "語"), "file-scenario");
        assert_eq!(next("x.yaml", &"long ".repeat(40)).len(), "x-".len() + LONGEST - 1);
    }
}
