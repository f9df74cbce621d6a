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
