//! Reading into the spanned tree, beside readers without spans.

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use wdectl::text::{FileId, Limits, Sources, Syntax, read};

const SIZE: usize = 20_000_000;

fn main() {
    divan::main();
}

/// Agents with groups, roles and options, on one line, until the text is long enough.
fn json() -> String {
    let options = [
        ("chat.on-hold-queue", "Q-00017"),
        ("chat.auto-answer", "true"),
        ("chat.auto-answer.timer", "120"),
        ("keyboard.shortcut.interaction.chat.hold", "Ctrl+Alt+V"),
        ("interaction.disposition.is-mandatory", "false"),
        ("chat.welcome-text", "text-733"),
    ];
    let mut text = String::with_capacity(SIZE + 1000);
    text.push_str("{\"agents\": [");
    let mut agent = 0;
    while text.len() < SIZE {
        let comma = if agent == 0 { "" } else { ", " };
        let (tenant, group) = (agent % 20, agent * 7919 % 2000);
        text.push_str(&format!(
            "{comma}{{\"name\": \"A-{agent:06}\", \"tenant\": \"T-{tenant:03}\", \"groups\": [\"G-{group:05}\"], \
             \"roles\": [\"R-{group:04}\", \"R-0003\"], \"options\": {{"
        ));
        for (at, (key, value)) in options.iter().cycle().skip(agent % 5).take(agent % 8).enumerate() {
            text.push_str(&format!("{}\"{key}\": \"{value}\"", if at == 0 { "" } else { ", " }));
        }
        text.push_str("}}");
        agent += 1;
    }
    text.push_str("]}\n");
    text
}

/// Options in sections until the text is long enough.
fn cfg() -> String {
    let mut text = String::with_capacity(SIZE + 1000);
    let mut line = 0;
    while text.len() < SIZE {
        if line % 50 == 0 {
            text.push_str(&format!("\n[section-{line}]\n"));
        }
        text.push_str(&format!("keyboard.shortcut.option-{line}=Ctrl+Alt+{}\n", line % 10));
        line += 1;
    }
    text
}

fn spanned(bencher: Bencher<'_, '_>, syntax: Syntax, text: String) {
    let mut sources = Sources::new();
    let file: FileId = sources.add("big", text.into_bytes());
    let size = sources.get(file).text().len();
    bencher
        .counter(BytesCount::new(size))
        .bench_local(|| black_box(read(&sources, file, syntax, Limits::default())));
}

#[divan::bench]
fn json_spanned(bencher: Bencher<'_, '_>) {
    spanned(bencher, Syntax::Json, json());
}

#[divan::bench]
fn json_spanned_pretty(bencher: Bencher<'_, '_>) {
    let value: serde_json::Value = serde_json::from_str(&json()).unwrap_or_default();
    spanned(bencher, Syntax::Json, serde_json::to_string_pretty(&value).unwrap_or_default());
}

#[divan::bench]
fn json_serde_value(bencher: Bencher<'_, '_>) {
    let text = json();
    bencher
        .counter(BytesCount::new(text.len()))
        .bench_local(|| black_box(serde_json::from_str::<serde_json::Value>(&text)));
}

#[divan::bench]
fn cfg_spanned(bencher: Bencher<'_, '_>) {
    spanned(bencher, Syntax::Cfg, cfg());
}

/// Persons with options in their annex, as CfgData has them, until the text is long enough.
fn xml() -> String {
    let options = [
        ("chat.on-hold-queue", "Q-00017"),
        ("chat.auto-answer", "true"),
        ("keyboard.shortcut.interaction.chat.hold", "Ctrl+Alt+V"),
        ("chat.welcome-text", "A &amp; B"),
    ];
    let mut text = String::with_capacity(SIZE + 1000);
    text.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<CfgData>\n  <CfgCreate>\n");
    let mut agent = 0;
    while text.len() < SIZE {
        text.push_str(&format!(
            "    <CfgPerson id=\"P{agent}\" name=\"agent{agent:06}\" employeeID=\"E{agent}\" isAgent=\"2\" state=\"1\" \
             ownerDBID=\"T1\">\n      <userProperties>\n        <list_pair key=\"interaction-workspace\">\n"
        ));
        for (key, value) in options.iter().cycle().skip(agent % 4).take(agent % 6) {
            text.push_str(&format!("          <str_pair key=\"{key}\" value=\"{value}\"/>\n"));
        }
        text.push_str("        </list_pair>\n      </userProperties>\n    </CfgPerson>\n");
        agent += 1;
    }
    text.push_str("  </CfgCreate>\n</CfgData>\n");
    text
}

#[divan::bench]
fn xml_spanned(bencher: Bencher<'_, '_>) {
    spanned(bencher, Syntax::Xml, xml());
}

/// Events alone: the attributes of a tag are one piece of text.
#[divan::bench]
fn xml_quick_xml_events(bencher: Bencher<'_, '_>) {
    quick_xml_alone(bencher, |_| 0);
}

/// Events with the attributes taken apart and their references replaced, which is what a reader needs.
#[divan::bench]
fn xml_quick_xml_attributes(bencher: Bencher<'_, '_>) {
    quick_xml_alone(bencher, |tag| {
        let values = tag.attributes().flatten().map(|attribute| {
            attribute
                .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                .map_or(0, |value| value.len() + attribute.key.as_ref().len())
        });
        values.sum()
    });
}

fn quick_xml_alone(bencher: Bencher<'_, '_>, look: impl Fn(&quick_xml::events::BytesStart<'_>) -> usize) {
    use quick_xml::events::Event;
    let text = xml();
    bencher.counter(BytesCount::new(text.len())).bench_local(|| {
        let mut reader = quick_xml::Reader::from_str(&text);
        let mut seen = 0;
        loop {
            match reader.read_event() {
                Ok(Event::Start(tag) | Event::Empty(tag)) => seen += look(&tag),
                Ok(Event::Eof) | Err(_) => return black_box(seen),
                Ok(_) => {}
            }
        }
    });
}

#[divan::bench]
fn xml_roxmltree(bencher: Bencher<'_, '_>) {
    let text = xml();
    bencher
        .counter(BytesCount::new(text.len()))
        .bench_local(|| black_box(roxmltree::Document::parse(&text).map(drop)));
}
