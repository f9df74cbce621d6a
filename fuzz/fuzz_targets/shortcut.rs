//! Any text is judged, and what a combination prints is read as the same combination.

#![no_main]

use libfuzzer_sys::fuzz_target;
use wdectl::shortcut::parse;

fuzz_target!(|text: &str| {
    let judgement = parse(text);
    for problem in &judgement.problems {
        assert!(text.get(problem.range.clone()).is_some());
    }
    if let Some(shortcut) = judgement.shortcut {
        assert_eq!(parse(&shortcut.to_string()).shortcut, Some(shortcut));
    }
});
