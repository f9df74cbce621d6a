//! XML of elements and attributes.

/// An element.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Markup {
    /// The name of the element.
    pub name: String,
    /// Names of attributes with their values.
    pub attributes: Vec<(&'static str, String)>,
    /// The elements in it.
    pub children: Vec<Self>,
}

impl Markup {
    /// An element without attributes and children.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// The element with one more attribute.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    /// The element with more children.
    #[must_use]
    pub fn holding(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.children.extend(children);
        self
    }
}

/// Whether XML 1.0 can hold a text, with escapes where they help.
#[must_use]
pub fn is_xml(text: &str) -> bool {
    text.chars().all(|next| {
        matches!(next, '\t' | '\n' | '\r') || next >= ' ' && !matches!(next, '\u{FFFE}' | '\u{FFFF}')
    })
}

/// Writes a document, in UTF-8.
#[must_use]
pub fn write_xml(root: &Markup) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    element(root, 0, &mut out);
    out
}

fn element(markup: &Markup, indent: usize, out: &mut String) {
    let pad = |out: &mut String| out.extend(std::iter::repeat_n(' ', indent));
    pad(out);
    out.push('<');
    out.push_str(&markup.name);
    for (name, value) in &markup.attributes {
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        escape(value, out);
        out.push('"');
    }
    if markup.children.is_empty() {
        out.push_str("/>\n");
        return;
    }
    out.push_str(">\n");
    for child in &markup.children {
        element(child, indent + 2, out);
    }
    pad(out);
    out.push_str(&format!("</{}>\n", markup.name));
}

/// Line ends and tabs are escaped too: readers turn them into blanks in attributes. So is what does things on a terminal.
fn escape(value: &str, out: &mut String) {
    for character in value.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            control if control.is_control() => out.push_str(&format!("&#{};", u32::from(control))),
            other => out.push(other),
        }
    }
}
