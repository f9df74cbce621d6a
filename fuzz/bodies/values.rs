//! Any text is judged as a value of every kind: colours, sounds, numbers, lists, regular expressions and all others.
//! Every part that is told lies in the value, and repairs come to an end.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use wdectl::catalogue::{OptionSpec, repaired};

use super::ground::known;

pub fn corpus() -> Vec<Vec<u8>> {
    let mut texts: Vec<&str> = vec![
        "true",
        "TRUE ",
        "0",
        "-1",
        "15",
        "9223372036854775807",
        "1e3",
        "#FF00FF00",
        "#FFF",
        "red",
        "a,b , c,,d",
        "chat-hold",
        "Sounds\\bell.wav|7|0",
        "a|b|c|d|e",
        "|-1|-1|primary",
        "50,80",
        "^[a-z]+(\\d{2,3})?$",
        "(((((",
        "[[:alpha:]",
        "(?<name>x)\\k<name>",
        "a{1000000}",
        "$Agent.FullName$",
        "$$",
        "%s",
        "",
        " ",
        "\u{FEFF}x",
        "1:30",
    ];
    let specs = known().catalogue.options().iter();
    texts
        .extend(specs.flat_map(|spec| {
            spec.default_text().into_iter().chain(spec.examples.iter().map(String::as_str))
        }));
    texts.sort_unstable();
    texts.dedup();
    texts.into_iter().map(|text| text.as_bytes().to_vec()).collect()
}

/// No value needs more rounds of repairs.
const ROUNDS: u32 = 20;

/// One option of each kind of value.
fn kinds() -> &'static [&'static OptionSpec] {
    static KINDS: OnceLock<Vec<&'static OptionSpec>> = OnceLock::new();
    KINDS.get_or_init(|| {
        let options = known().catalogue.options().iter();
        let by_kind = options.filter_map(|spec| Some((format!("{:?}", spec.judged_kind()?), spec)));
        by_kind.collect::<BTreeMap<_, _>>().into_values().collect()
    })
}

pub fn run(bytes: &[u8]) {
    let text = &String::from_utf8_lossy(bytes);
    for spec in kinds() {
        let errors = spec.judge(text);
        for error in &errors {
            assert!(text.get(error.range.clone()).is_some(), "{}: {error:?}", spec.name);
            let repair = error.repair.as_ref();
            assert!(
                repair.is_none_or(|repair| text.get(repair.range.clone()).is_some()),
                "{}: {error:?}",
                spec.name
            );
        }
        // A repair may show what the next one repairs; `check --fix` goes round as well.
        let (mut value, mut errors) = (text.to_string(), errors);
        for round in 0.. {
            let mends = errors.iter().any(|error| error.repair.is_some());
            let Some(next) = repaired(&value, &errors).filter(|_| mends) else { break };
            assert!(round < ROUNDS && next != value, "{}: {text:?}: {value:?} -> {next:?}", spec.name);
            errors = spec.judge(&next);
            value = next;
        }
    }
}
