//! Values of each kind: what is wrong, where, and what to write.

use std::fmt::Write;

use proptest::prelude::*;
use snapbox::assert_data_eq;
use wdectl::catalogue::{Charset, Unit, ValueKind, repaired};
use wdectl::diagnostic::Severity;
use wdectl::names::ScriptType;

fn texts(words: &[&str]) -> Vec<String> {
    words.iter().map(|&word| word.to_owned()).collect()
}

fn seconds() -> ValueKind {
    ValueKind::Integer { min: Some(1), max: Some(86_400), unit: Some(Unit::Seconds) }
}

fn charset() -> Option<Charset> {
    Some(Charset::parse("A-Za-z0-9_ ").unwrap())
}

/// A kind with values of it that are wrong or suspicious, and values that are right.
fn cases() -> Vec<(&'static str, ValueKind, &'static [&'static str], &'static [&'static str])> {
    let list =
        |items, other_items, codes| ValueKind::List { items: texts(items), other_items, codes: texts(codes) };
    vec![
        (
            "boolean",
            ValueKind::Boolean,
            &["", "True", "FALSE", " true", "false\t", "yes", "Off", "1", "0", "treu", "prompt", "  "],
            &["true", "false"],
        ),
        (
            "enumeration",
            ValueKind::Enumeration {
                values: texts(&["never", "noanswer", "noagents", "always"]),
                legacy: vec![("false".into(), "never".into()), ("true".into(), "noanswer".into())],
            },
            &["", "Never", "true", "noagent", "sometimes", " always"],
            &["never", "noanswer", "noagents", "always"],
        ),
        (
            "integer",
            seconds(),
            &[
                "",
                " ",
                "0",
                "-1",
                "86401",
                "99999999999999999999",
                " 30 ",
                "+30",
                "1,000",
                "1.000",
                "1 000",
                "1'000",
                "1_000",
                "30s",
                "30 sec",
                "2m",
                "1h",
                "1d",
                "2d",
                "1500ms",
                "1.5",
                "1e3",
                "0x1E",
                "thirty",
                "３０",
                "30;",
                "10k",
                "10x",
            ],
            &["1", "30", "86400", "030"],
        ),
        (
            "minutes",
            ValueKind::Integer { min: Some(20), max: None, unit: Some(Unit::Minutes) },
            &["10", "3h", "90s", "1800s"],
            &["20", "525600"],
        ),
        (
            "bytes",
            ValueKind::Integer { min: None, max: Some(100), unit: Some(Unit::Bytes) },
            &["2k", "64 bytes", "101", "2min"],
            &["-5", "100"],
        ),
        (
            "list",
            list(&["Ready", "NotReady", "LogOff"], false, &[]),
            &[
                "Ready,,LogOff",
                "Ready,",
                ",Ready",
                ",",
                " , ,",
                "Ready, Ready",
                "ready",
                "ready,Ready",
                "Ready;NotReady",
                "Raedy",
                "Busy",
                "Ready,  ,LogOff,",
                "Busy, Away",
            ],
            &["", "Ready", "Ready, NotReady,LogOff", " Ready ,LogOff "],
        ),
        (
            "open list",
            list(&["Sender", "Subject"], true, &[]),
            &["Sender,,Urgency", "Sender,Sender"],
            &["Sender, Urgency", "sender,Sender"],
        ),
        (
            "list with codes",
            list(&[], false, &["Agent", "AgentGroup"]),
            &["All,$agent$", "All, $Agnt$", "$Agent", "$agent$,$Agent$", "All,$Skill$"],
            &["All,$Agent$,$AgentGroup$", "Team $Agent$"],
        ),
        (
            "colour",
            ValueKind::Colour,
            &[
                "#FFBA00",
                "#FFB",
                "FFFFBA00",
                "0xFFFFBA00",
                "#FFGFBA00",
                "#FFFFBA0ü",
                "red",
                " #FFFFBA00",
                "#",
            ],
            &["", "#FFFFBA00", "#ff6f7074"],
        ),
        (
            "sound",
            ValueKind::Sound,
            &[
                "Sounds\\bell.mp3",
                "Sounds\\bell.mp3|7",
                "a|1|2|primary|x",
                "BELL|7|0",
                "bell|7|0|100",
                "https://acme.example/a.mp3|7|0",
                "Sounds\\a.mp3|7|-1",
                "Sounds\\a.mp3|7|0|80",
                "|7|0",
                "Sounds\\a?.mp3|7|0",
                "Sounds\\a.mp3|high|0",
                "Sounds\\a.mp3|7|1.5",
                "Sounds\\a.mp3|7|-2",
                "Sounds\\a.mp3|7|0|",
                "Sounds\\a.mp3| 7|0",
                "a.mp3|7|2s",
                "x|y|z",
            ],
            &[
                "",
                "Sounds\\bell.mp3|7|0|primary",
                "Sounds\\chat_bell.wav|7|0",
                "C:\\Sounds\\a b.wav|1|500|both",
            ],
        ),
        (
            "thresholds",
            ValueKind::Thresholds,
            &["30", "30,50,70", "50,30", "30,", "a,50", "-1,50", "30s,1m", "30;50"],
            &["", "30,50", "30, 50", " 5 ,5"],
        ),
        (
            "field codes",
            ValueKind::FieldCodeText { codes: texts(&["Agent.UserName", "Window.Title", "Env.<variable>"]) },
            &[
                "$Agent.Username$",
                "$Agent.UserNam$",
                "$Contact.FirstName$",
                "costs $5",
                "$Agent.UserName",
                "$5 for $Window.Title$",
                "$$",
                "$Window.Title",
                "a $b$ c $d",
            ],
            &["", "Hello", "$Agent.UserName$ - $Window.Title$", "$Env.ProgramFiles(x86)$"],
        ),
        (
            "field codes not listed",
            ValueKind::FieldCodeText { codes: vec![] },
            &["$AttachedData.Segment$", "$agent.lastname$"],
            &["$Agent.FirstName$ of $Env.COMPUTERNAME$", "Support"],
        ),
        ("keys", ValueKind::KeyCombination, &[], &["", "F1", "Ctrl+Alt+V", "ctrl + shift + v"]),
        (
            "script",
            ValueKind::Script(ScriptType::InteractionQueue),
            &[" chat-hold", "chat-hold\u{a0}", "\t"],
            &["", "chat-hold", "Project.Diagram.Block", "Kö 7"],
        ),
        (
            "business attribute",
            ValueKind::BusinessAttribute { charset: charset() },
            &["Case-Data", "Größe", "a--b.c", " x"],
            &["", "CaseData_1 de"],
        ),
        ("key", ValueKind::AttachedDataKey { charset: None }, &["IW_Key "], &["", "IW_OverrideOptions"]),
        (
            "directory",
            ValueKind::Directory { codes: texts(&["Agent.UserName", "Env.<variable>"]) },
            &[
                "C:\\Users\\$Agent.username$",
                "D:\\a*b",
                "Users:\\x",
                "C:\\a|b?",
                "C:\\$Agent.Mail$",
                " C:\\x",
            ],
            &[
                "",
                "C:\\Users\\$Agent.UserName$",
                "$Env.APPDATA$\\wde",
                "\\\\server\\share$\\wde",
                "profiles/wde",
            ],
        ),
        (
            "regular expression",
            ValueKind::RegularExpression,
            &["(", "[a", "a{2,1}"],
            &["", "^[0-9]+$", "(?=x)y", "(a)\\1"],
        ),
        ("text", ValueKind::Text { charset: charset() }, &["a;b", "ä"], &["", " Disposition Code "]),
        ("any text", ValueKind::Text { charset: None }, &[], &["", " anything; at all! "]),
    ]
}

#[test]
fn what_is_wrong_is_told_with_its_place_and_the_spelling_that_works() {
    let mut told = String::new();
    for (title, kind, wrong, _) in cases() {
        writeln!(told, "# {title}").unwrap();
        for value in wrong {
            let errors = kind.judge(value);
            assert!(!errors.is_empty(), "{title}: {value:?}");
            writeln!(told, "\n{value:?}").unwrap();
            for error in &errors {
                let (range, severity) = (&error.range, error.severity);
                writeln!(told, "  {severity} {}..{}: {}", range.start, range.end, error.message).unwrap();
                if let Some(help) = &error.help {
                    writeln!(told, "    {help}").unwrap();
                }
            }
            if let Some(text) = repaired(value, &errors) {
                writeln!(told, "  -> {text:?}").unwrap();
            }
        }
        told.push('\n');
    }
    assert_data_eq!(told, snapbox::file!["../../../fixtures/catalogue/values.expected.txt"].raw());
}

#[test]
fn what_is_right_is_quiet() {
    for (title, kind, _, right) in cases() {
        for value in right {
            assert_eq!(kind.judge(value), [], "{title}: {value:?}");
        }
    }
}

#[test]
fn keys_are_judged_as_key_combinations() {
    let judged = |value: &str| {
        let errors = ValueKind::KeyCombination.judge(value);
        (errors[0].severity, errors[0].range.clone(), repaired(value, &errors))
    };
    assert_eq!(judged("Ctrl++"), (Severity::Error, 5..6, Some("Ctrl+Plus".to_owned())));
    assert_eq!(judged("Control+Windows+V").0, Severity::Warning);
    assert_eq!(judged("Control+V"), (Severity::Warning, 0..7, Some("Ctrl+V".to_owned())));
    assert_eq!(judged("A"), (Severity::Error, 0..1, None));
}

fn any_value() -> impl Strategy<Value = String> {
    let near_misses: Vec<&'static str> = cases().into_iter().flat_map(|case| case.2).copied().collect();
    let pieces = prop::sample::select(vec![
        "true", "Ready", "ready", "30", "50", "#FF", "$", "$Agent$", "$agent$", ",", "|", " ", "é", "+",
        "Ctrl", "-", ".", "\u{a0}", "C:\\", "s",
    ]);
    prop_oneof![
        any::<String>(),
        prop::sample::select(near_misses).prop_map(str::to_owned),
        prop::collection::vec(pieces, 0..8).prop_map(|pieces| pieces.concat()),
    ]
}

proptest! {
    #[test]
    fn any_value_is_judged_with_places_inside_it(value in any_value()) {
        for (title, kind, ..) in cases() {
            for error in kind.judge(&value) {
                prop_assert!(value.get(error.range.clone()).is_some(), "{title} {:?}", error);
                prop_assert!(!error.message.is_empty() && !error.message.ends_with('.'), "{:?}", error);
                if let Some(repair) = error.repair {
                    prop_assert!(value.get(repair.range).is_some(), "{title} {value:?}");
                    prop_assert!(error.help.is_some());
                }
            }
        }
    }

    #[test]
    fn a_repaired_value_is_right(value in any_value()) {
        for (title, kind, ..) in cases() {
            let errors = kind.judge(&value);
            if let Some(text) = repaired(&value, &errors) {
                let left: Vec<_> =
                    kind.judge(&text).into_iter().filter(|error| error.severity > Severity::Info).collect();
                prop_assert_eq!(left, [], "{} {:?} -> {:?}", title, value, text);
            }
        }
    }
}

#[test]
fn every_word_of_a_kind_is_the_word_of_that_kind() {
    for word in ValueKind::WORDS {
        assert_eq!(ValueKind::from_word(word).unwrap().as_str(), word);
    }
    assert_eq!(ValueKind::from_word("bolean"), None);
}

#[test]
fn a_set_of_characters_reads_ranges_and_a_dash_at_either_end() {
    let set = Charset::parse("a-c_-").unwrap();
    let inside: String = "abcd_-x".chars().filter(|&character| set.contains(character)).collect();
    assert_eq!(inside, "abc_-");
    assert_eq!(Charset::parse("z-a"), None);
    assert_eq!(Charset::parse(""), None);
}
