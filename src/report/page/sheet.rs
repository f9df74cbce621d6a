//! The page itself: its head, its chapters in order, its foot. What is written is plain text for a browser and holds no
//! address from which anything would be fetched.

use std::io::{self, Write};

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::super::clean::is_direction;
use super::view::PageView;
use super::{change, holds, machine, options, privileges, ready, summary};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");

/// A chapter: its anchor, its title, and how it is written; nothing where there is nothing to say.
struct Chapter {
    id: &'static str,
    title: &'static str,
    body: Markup,
}

/// Writes the page.
///
/// # Errors
///
/// What writing to `out` gives.
pub fn write_page(view: &PageView<'_>, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(harmless(&page(view).into_string()).as_bytes())
}

fn chapters(view: &PageView<'_>) -> Vec<Chapter> {
    let chapter = |id, title, body| Chapter { id, title, body };
    let sheet = view.change.as_ref().map(|change| chapter("change", "Change", change::chapter(change)));
    sheet
        .into_iter()
        .chain([
            chapter("summary", "Summary", summary::chapter(view)),
            chapter("ready", "Is asynchronous chat ready?", ready::chapter(view)),
            chapter("holds", "Hold-queue map", holds::chapter(view)),
            chapter("privileges", "Privileges", privileges::chapter(view)),
            chapter("options", "Options", options::chapter(view)),
            chapter("machine", "The chat machine", machine::chapter(view)),
        ])
        .collect()
}

fn page(view: &PageView<'_>) -> Markup {
    let chapters = chapters(view);
    let kind = if view.change.is_some() { "change report" } else { "deployment report" };
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="generator" content={ "wdectl " (env!("CARGO_PKG_VERSION")) };
                meta name="color-scheme" content="light dark";
                meta http-equiv="Content-Security-Policy"
                    content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";
                title { (view.title) " · " (kind) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                a.skip href="#summary" { "To the summary" }
                header.top {
                    p.kind { "Workspace Desktop Edition · " (kind) }
                    h1 { bdi { (view.title) } }
                    @if let Some(change) = &view.change { (change::verdict(change)) }
                    (summary::verdict(view))
                }
                nav aria-label="Chapters" {
                    ol { @for chapter in &chapters { li { a href={ "#" (chapter.id) } { (chapter.title) } } } }
                }
                main {
                    @for chapter in &chapters {
                        section id=(chapter.id) aria-labelledby={ (chapter.id) "-title" } {
                            h2 id={ (chapter.id) "-title" } { (chapter.title) }
                            (chapter.body)
                        }
                    }
                }
                footer {
                    p {
                        "Written by wdectl " (env!("CARGO_PKG_VERSION")) " from configuration files alone, without the "
                        "live system. Each number is that of the command named beside it. What the product's public "
                        "documentation does not state is an assumption, and stands under Summary."
                    }
                }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
}

/// The text without characters that a document may not hold, or that would turn the order of others: they are shown by
/// their numbers. None of them means anything to HTML, so that this may be done to the whole.
fn harmless(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if is_harmful(character) {
            shown.extend(character.escape_unicode());
        } else {
            shown.push(character);
        }
    }
    shown
}

fn is_harmful(character: char) -> bool {
    let code = u32::from(character);
    (character.is_control() && character != '\n')
        || is_direction(character)
        || matches!(code, 0xFDD0..=0xFDEF | 0xFEFF)
        || code & 0xFFFE == 0xFFFE
}

#[cfg(test)]
mod tests {
    use super::{SCRIPT, STYLE, harmless};

    #[test]
    fn characters_that_do_things_are_shown_by_their_numbers() {
        assert_eq!(harmless("a\u{0}\u{1b}[2J\tb\n"), "a\\u{0}\\u{1b}[2J\\u{9}b\n");
        assert_eq!(harmless("\u{202E}cba\u{FFFE}\u{1FFFF}ü😀"), "\\u{202e}cba\\u{fffe}\\u{1ffff}ü😀");
    }

    #[test]
    fn style_and_script_stay_within_their_elements_and_fetch_nothing() {
        for text in [STYLE, SCRIPT] {
            for forbidden in
                ["</", "<!--", "url(", "@import", "fetch(", "XMLHttp", "http:", "https:", "innerHTML"]
            {
                assert!(!text.contains(forbidden), "{forbidden}");
            }
            assert_eq!(harmless(text), text);
        }
    }
}
