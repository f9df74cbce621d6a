//! Fixes in any text: what is changed can still be read, nothing changes but what an edit says, and once all are made
//! none is left.

use wdectl::diagnostic::Applicability;
use wdectl::lint::{repair, settle_fixes};
use wdectl::text::{FileId, Limits, Sources, Syntax, TextEdit, apply, read};

use super::ground::{deployment, fixtures, judged, name_of};

pub fn corpus() -> Vec<Vec<u8>> {
    fixtures("rules", &["toml", "yaml", "json", "cfg"]).into_iter().map(|(_, bytes)| bytes).collect()
}

fn errors(sources: &Sources, file: FileId) -> usize {
    let source = sources.get(file);
    let syntax = Syntax::of(source.path(), source.true_text());
    syntax.map_or(0, |syntax| read(sources, file, syntax, Limits::default()).errors.len())
}

pub fn run(bytes: &[u8]) {
    let mut sources = Sources::new();
    let file = sources.add(name_of(bytes), bytes.to_vec());
    let source = sources.get(file);
    let before = source.true_text().to_owned();
    if source.encoding_errors().is_empty() {
        assert_eq!(
            source.encoded(&before),
            bytes_as_decoded(source, bytes),
            "what is not changed is as it was"
        );
    }
    let mut found = judged(&sources, &deployment(&sources)).findings;
    settle_fixes(&mut found, &sources);
    for fix in found.iter().filter_map(|finding| finding.fix.as_ref()) {
        let own: Vec<TextEdit> = fix.edits.iter().filter(|edit| edit.span.file == file).cloned().collect();
        assert!(own.iter().all(|edit| before.get(edit.span.range()).is_some()), "{fix:?}");
        if own.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start) {
            let after = apply(&before, &own);
            let (first, last) =
                (own.first().map(|edit| edit.span.range()), own.last().map(|edit| edit.span.range()));
            if let (Some(first), Some(last)) = (first, last) {
                assert!(after.starts_with(&before[..first.start]) && after.ends_with(&before[last.end..]));
            }
        }
    }
    for up_to in [Applicability::Safe, Applicability::Unsafe] {
        let had = errors(&sources, file);
        let fixed = repair(&mut sources, up_to, |sources| judged(sources, &deployment(sources)));
        if !fixed.originals.is_empty() {
            assert_eq!((had, errors(&sources, file)), (0, 0), "only sound files are changed, and stay sound");
        }
        let once = sources.get(file).true_text().to_owned();
        repair(&mut sources, up_to, |sources| judged(sources, &deployment(sources)));
        assert_eq!(sources.get(file).true_text(), once, "made until none is left");
    }
}

/// The bytes, but that an ambiguous encoding is written in one way.
fn bytes_as_decoded(source: &wdectl::text::Source, bytes: &[u8]) -> Vec<u8> {
    match source.encoding() {
        wdectl::text::Encoding::CodePage(_) => source.encoded(source.true_text()),
        _ => bytes.to_vec(),
    }
}
