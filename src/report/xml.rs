//! Text as it can stand in XML.

use std::borrow::Cow;

/// The text for an element or an attribute in double quotes: characters that XML does not know are replaced.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    let is_plain = |letter: char| {
        !matches!(letter, '&' | '<' | '>' | '"' | '\u{FFFE}' | '\u{FFFF}')
            && (letter == '\n' || letter == '\t' || !letter.is_control())
    };
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            plain if is_plain(plain) => escaped.push(plain),
            _ => escaped.push(char::REPLACEMENT_CHARACTER),
        }
    }
    Cow::Owned(escaped)
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn what_xml_does_not_know_is_replaced() {
        assert_eq!(
            escaped("a<b> & \"c\"\n\u{1b}\u{FFFE}ü"),
            "a&lt;b&gt; &amp; &quot;c&quot;\n\u{FFFD}\u{FFFD}ü"
        );
        assert!(matches!(escaped("plain\ttext"), std::borrow::Cow::Borrowed(_)));
    }
}
