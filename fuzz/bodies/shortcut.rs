//! Any text is judged as a key combination, and what a combination prints is read as the same combination.

use wdectl::shortcut::parse;

pub fn corpus() -> Vec<Vec<u8>> {
    [
        "Ctrl+Alt+V",
        "Control+Shift+F12",
        "Alt+",
        "Ctrl++",
        "Win+Left",
        "AltGr+\u{20AC}",
        "ctrl - x",
        "NumPad5",
        "",
        "Ctrl+Oem3",
    ]
    .map(|text| text.as_bytes().to_vec())
    .to_vec()
}

pub fn run(bytes: &[u8]) {
    let text = &String::from_utf8_lossy(bytes);
    let judgement = parse(text);
    for problem in &judgement.problems {
        assert!(text.get(problem.range.clone()).is_some());
    }
    if let Some(shortcut) = judgement.shortcut {
        assert_eq!(parse(&shortcut.to_string()).shortcut, Some(shortcut));
    }
}
