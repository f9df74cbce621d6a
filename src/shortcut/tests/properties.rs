//! What holds for every text and every combination.

use proptest::prelude::*;

use super::super::{Judgement, Key, Modifiers, Shortcut, Verdict, parse};

/// Texts near the grammar: names, separators, blanks and noise in any order.
fn texts() -> impl Strategy<Value = String> {
    let names: Vec<&'static str> = Key::all().flat_map(Key::names).copied().collect();
    let word = prop_oneof![
        4 => prop::sample::select(vec!["Ctrl", "Control", "shift", "ALT", "Win", "Windows", "Strg", "Meta", "None"]),
        4 => prop::sample::select(names),
        6 => prop::sample::select(vec!["+", "+", "+", ",", "-", " ", "\u{a0}", "65", "-0", "ſ", "é", ";", "\\"]),
    ];
    prop_oneof![prop::collection::vec(word, 0..8).prop_map(|words| words.concat()), any::<String>()]
}

/// A combination WPF should judge, by the names of its parts alone.
struct Named {
    modifiers: Vec<&'static str>,
    key: &'static str,
}

impl Named {
    fn has(&self, modifier: &str) -> bool {
        self.modifiers.contains(&modifier)
    }

    fn commands(&self) -> bool {
        self.has("Ctrl") || self.has("Alt") || self.has("Windows")
    }

    fn letter_or_digit(&self) -> bool {
        self.key.len() == 1
    }

    fn types(&self) -> bool {
        let pad = ["Multiply", "Add", "Separator", "Subtract", "Decimal", "Divide"].contains(&self.key);
        let far_east = ["OemAttn", "OemFinish", "OemCopy", "OemAuto", "OemEnlw", "OemBackTab", "OemClear"];
        let punctuation = ["Oem", "Abnt"].iter().any(|start| self.key.starts_with(start));
        self.letter_or_digit()
            || pad
            || self.key == "Space"
            || self.key.starts_with("NumPad")
            || (punctuation && !far_east.contains(&self.key))
    }

    fn is_modifier(&self) -> bool {
        matches!(
            self.key,
            "LeftCtrl" | "RightCtrl" | "LeftAlt" | "RightAlt" | "LeftShift" | "RightShift" | "LWin" | "RWin"
        )
    }

    fn verdict(&self) -> Verdict {
        let refused_key = self.is_modifier() && !self.key.ends_with("Shift");
        if (self.letter_or_digit() && !self.commands()) || (refused_key && self.commands()) {
            Verdict::Invalid
        } else if self.is_modifier() || self.has("Windows") || (!self.modifiers.is_empty() && !self.types()) {
            Verdict::OutsideDocumentedGrammar
        } else {
            Verdict::Valid
        }
    }
}

#[test]
fn every_combination_has_the_verdict_that_its_names_alone_give() {
    let mut counts = [0; 3];
    for key in Key::all() {
        for modifiers in Modifiers::all() {
            let named = Named { modifiers: modifiers.names().collect(), key: key.name() };
            let text = [named.modifiers.as_slice(), &[named.key]].concat().join("+");
            let judgement = parse(&text);
            assert_eq!(judgement.verdict, named.verdict(), "{text}");
            assert_eq!(judgement.shortcut, Shortcut::new(modifiers, key), "{text}");
            if let Some(shortcut) = judgement.shortcut {
                assert_eq!(shortcut.to_string(), text);
                assert_eq!(shortcut.is_documented(), judgement.verdict == Verdict::Valid, "{text}");
            }
            counts[judgement.verdict as usize] += 1;
        }
    }
    assert_eq!(counts.iter().sum::<i32>(), 171 * 16);
    // Refused: 36 letters and digits without or with Shift, 6 modifier keys with 14 of the 16 sets.
    assert_eq!(counts[Verdict::Invalid as usize], 36 * 2 + 6 * 14);
}

/// WPF's reader the long way round; an error where it refuses, nothing where it reads no key.
fn read_naively(text: &str) -> Result<Option<(Vec<Modifiers>, Key)>, ()> {
    let gesture = text.trim().split(',').next().unwrap_or_default();
    let mut parts: Vec<String> = gesture.split('+').map(|part| part.trim().to_ascii_lowercase()).collect();
    let key = match parts.pop().unwrap_or_default().as_str() {
        "" | "none" => None,
        number if number.len() > 1 && number.parse::<i32>().is_ok() => match number.parse::<usize>() {
            Ok(number) => number.checked_sub(1).map(|at| Key::all().nth(at).ok_or(())).transpose()?,
            Err(_) if number.bytes().all(|byte| matches!(byte, b'-' | b'0')) => None,
            Err(_) => return Err(()),
        },
        name => Some(
            Key::all().find(|key| key.names().iter().any(|known| known.to_lowercase() == name)).ok_or(())?,
        ),
    };
    let mut modifiers = Vec::new();
    for part in parts.iter().take_while(|part| !part.is_empty()) {
        modifiers.push(match part.as_str() {
            "ctrl" | "control" => Modifiers::CTRL,
            "shift" => Modifiers::SHIFT,
            "alt" => Modifiers::ALT,
            "win" | "windows" => Modifiers::WINDOWS,
            _ => return Err(()),
        });
    }
    Ok(key.map(|key| (modifiers, key)))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn a_judgement_is_whole_for_any_text(text in texts()) {
        let judgement = parse(&text);
        let worst = judgement.problems.iter().map(|problem| problem.kind.verdict()).max();
        prop_assert_eq!(judgement.verdict, worst.unwrap_or(Verdict::Valid));
        for problem in &judgement.problems {
            prop_assert!(!problem.range.is_empty());
            prop_assert!(text.get(problem.range.clone()).is_some());
            prop_assert!(problem.help.is_some());
        }
        prop_assert!(judgement.problems.is_sorted_by_key(|problem| problem.range.start));
        prop_assert_eq!(judgement.shortcut.is_none(), text.trim().is_empty() || judgement.verdict == Verdict::Invalid);
    }

    #[test]
    fn a_text_is_read_as_the_long_way_round_reads_it(text in texts()) {
        let naive = read_naively(&text).ok().flatten().and_then(|(modifiers, key)| {
            Shortcut::new(modifiers.into_iter().fold(Modifiers::NONE, Modifiers::with), key)
        });
        prop_assert_eq!(parse(&text).shortcut, naive);
    }

    #[test]
    fn what_is_printed_reads_as_the_same(text in texts()) {
        let judgement = parse(&text);
        if let Some(shortcut) = judgement.shortcut {
            let again = parse(&shortcut.to_string());
            prop_assert_eq!(again.shortcut, Some(shortcut));
            prop_assert!(again.verdict <= judgement.verdict);
        }
    }

    #[test]
    fn a_repair_works(text in texts()) {
        let judgement = parse(&text);
        if let Some(repair) = judgement.repair {
            let again = parse(&repair);
            prop_assert!(again.verdict < judgement.verdict, "{} -> {}", text, repair);
            prop_assert!(again.shortcut.is_some());
        }
    }

    #[test]
    fn letter_case_and_blanks_around_parts_do_not_count(text in texts()) {
        let spaced = text.replace('+', " +\t").replace(',', " , ").to_ascii_uppercase();
        let (plain, spaced) = (parse(&text), parse(&format!("\u{3000}{spaced} ")));
        prop_assert_eq!(plain.shortcut, spaced.shortcut);
        prop_assert_eq!(plain.verdict, spaced.verdict);
        let kinds = |judgement: &Judgement| -> Vec<_> {
            judgement.problems.iter().map(|problem| problem.kind).collect()
        };
        prop_assert_eq!(kinds(&plain), kinds(&spaced));
    }
}
