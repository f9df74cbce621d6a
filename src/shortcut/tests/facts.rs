//! The names that WPF knows, transcribed a second time and in another form than the room's own table.

use std::collections::{HashMap, HashSet};

use super::super::{Key, Verdict, parse};

/// The enumeration in its order; `a=b` are two names of one key.
const ENUMERATION: &str = "None Cancel Back Tab LineFeed Clear Return=Enter Pause Capital=CapsLock \
    KanaMode=HangulMode JunjaMode FinalMode HanjaMode=KanjiMode Escape ImeConvert ImeNonConvert ImeAccept \
    ImeModeChange Space Prior=PageUp Next=PageDown End Home Left Up Right Down Select Print Execute \
    Snapshot=PrintScreen Insert Delete Help D0 D1 D2 D3 D4 D5 D6 D7 D8 D9 A B C D E F G H I J K L M N O P Q R S T U V \
    W X Y Z LWin RWin Apps Sleep NumPad0 NumPad1 NumPad2 NumPad3 NumPad4 NumPad5 NumPad6 NumPad7 NumPad8 NumPad9 \
    Multiply Add Separator Subtract Decimal Divide F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 F11 F12 F13 F14 F15 F16 F17 F18 F19 \
    F20 F21 F22 F23 F24 NumLock Scroll LeftShift RightShift LeftCtrl RightCtrl LeftAlt RightAlt BrowserBack \
    BrowserForward BrowserRefresh BrowserStop BrowserSearch BrowserFavorites BrowserHome VolumeMute VolumeDown \
    VolumeUp MediaNextTrack MediaPreviousTrack MediaStop MediaPlayPause LaunchMail SelectMedia LaunchApplication1 \
    LaunchApplication2 Oem1=OemSemicolon OemPlus OemComma OemMinus OemPeriod Oem2=OemQuestion Oem3=OemTilde AbntC1 \
    AbntC2 Oem4=OemOpenBrackets Oem5=OemPipe Oem6=OemCloseBrackets Oem7=OemQuotes Oem8 Oem102=OemBackslash \
    ImeProcessed System OemAttn=DbeAlphanumeric OemFinish=DbeKatakana OemCopy=DbeHiragana OemAuto=DbeSbcsChar \
    OemEnlw=DbeDbcsChar OemBackTab=DbeRoman Attn=DbeNoRoman CrSel=DbeEnterWordRegisterMode \
    ExSel=DbeEnterImeConfigureMode EraseEof=DbeFlushString Play=DbeCodeInput Zoom=DbeNoCodeInput \
    NoName=DbeDetermineString Pa1=DbeEnterDialogConversionMode OemClear";

/// What the key converter understands besides.
const ALIASES: &str = "ENTER=Return ESC=Escape PGUP=PageUp PGDN=PageDown PRTSC=PrintScreen INS=Insert DEL=Delete \
    WINDOWS=LWin WIN=LWin LEFTWINDOWS=LWin RIGHTWINDOWS=RWin APPS=Apps APPLICATION=Apps BREAK=Cancel BACKSPACE=Back \
    BKSP=Back BS=Back SHIFT=LeftShift LEFTSHIFT=LeftShift RIGHTSHIFT=RightShift CONTROL=LeftCtrl CTRL=LeftCtrl \
    LEFTCTRL=LeftCtrl RIGHTCTRL=RightCtrl ALT=LeftAlt LEFTALT=LeftAlt RIGHTALT=RightAlt SEMICOLON=OemSemicolon \
    PLUS=OemPlus COMMA=OemComma MINUS=OemMinus PERIOD=OemPeriod QUESTION=OemQuestion TILDE=OemTilde \
    OPENBRACKETS=OemOpenBrackets PIPE=OemPipe CLOSEBRACKETS=OemCloseBrackets QUOTES=OemQuotes BACKSLASH=OemBackslash \
    FINISH=OemFinish ATTN=Attn CRSEL=CrSel EXSEL=ExSel ERASEEOF=EraseEof PLAY=Play ZOOM=Zoom PA1=Pa1";

fn pairs(text: &str) -> Vec<(&str, &str)> {
    text.split_whitespace().map(|word| word.split_once('=').unwrap_or((word, word))).collect()
}

#[test]
fn every_name_of_the_enumeration_is_a_key_and_two_names_of_one_are_the_same() {
    let enumeration = pairs(ENUMERATION);
    assert_eq!(enumeration.len(), 172);
    let mut seen = HashSet::new();
    for (number, (one, other)) in enumeration.into_iter().enumerate().skip(1) {
        let key = Key::from_name(one).unwrap_or_else(|| panic!("{one}"));
        assert_eq!(Key::from_name(other), Some(key), "{other}");
        assert!(seen.insert(key), "{one} is another key's name too");
        // With Alt or alone, WPF takes every key; by its number too.
        let text = if key.is_modifier() { one.to_owned() } else { format!("alt + {one}") };
        assert_eq!(parse(&text).shortcut.unwrap().key(), key);
        if number > 9 {
            let text = if key.is_modifier() { number.to_string() } else { format!("Alt+{number}") };
            assert_eq!(parse(&text).shortcut.unwrap().key(), key);
        }
    }
    assert_eq!(seen.len(), Key::all().count());
}

#[test]
fn every_alias_means_its_key() {
    let aliases = pairs(ALIASES);
    assert_eq!(aliases.len(), 47);
    for (alias, name) in aliases {
        assert_eq!(Key::from_name(alias), Key::from_name(name), "{alias}");
        assert!(Key::from_name(alias).is_some(), "{alias}");
        assert_eq!(Key::from_name(&alias.to_lowercase()), Key::from_name(name), "{alias}");
    }
}

#[test]
fn there_are_no_further_names() {
    let mut known: HashSet<String> = HashSet::new();
    for (one, other) in pairs(ENUMERATION).into_iter().chain(pairs(ALIASES)) {
        known.extend([one.to_lowercase(), other.to_lowercase()]);
    }
    for key in Key::all() {
        for name in key.names().iter().filter(|name| name.len() > 1) {
            assert!(known.contains(&name.to_lowercase()), "{name}");
        }
    }
}

#[test]
fn a_canonical_name_is_what_aliases_stand_for_or_else_the_first_of_the_enumeration() {
    let aliases: HashMap<&str, &str> = pairs(ALIASES).into_iter().collect();
    for (one, other) in pairs(ENUMERATION).into_iter().skip(1) {
        let target = [one, other].into_iter().find(|name| aliases.values().any(|target| target == name));
        let digit = one.strip_prefix('D').filter(|rest| rest.parse::<u8>().is_ok());
        assert_eq!(Key::from_name(one).unwrap().name(), digit.or(target).unwrap_or(one));
    }
}

#[test]
fn every_key_alone_is_valid_but_for_letters_digits_and_modifiers() {
    for (name, other) in pairs(ENUMERATION).into_iter().chain(pairs(ALIASES)).skip(1) {
        let verdict = parse(name).verdict;
        let modifier = ["Shift", "Ctrl", "Alt", "LWin", "RWin"].iter().any(|part| other.ends_with(part));
        let typing = name.len() == 1 || (name.len() == 2 && name.starts_with('D'));
        let expected = match () {
            () if typing => Verdict::Invalid,
            () if modifier => Verdict::OutsideDocumentedGrammar,
            () => Verdict::Valid,
        };
        assert_eq!(verdict, expected, "{name}");
    }
}
