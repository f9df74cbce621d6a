//! CFG, which has no quotes and no escapes: what does not fit cannot be written.

/// A section: its name, and its options with their values. A disabled option has a `#` before its name.
pub type Section<'a> = (&'a str, Vec<(String, &'a str)>);

/// Writes sections; what the form cannot hold is left out and comes back with the position of its section, and that of
/// the option where it is not the whole section.
#[must_use]
pub fn write_cfg(sections: &[Section<'_>]) -> (String, Vec<(usize, Option<usize>)>) {
    let mut out = String::new();
    let mut left = Vec::new();
    for (at, (section, options)) in sections.iter().enumerate() {
        if !is_name(section) {
            left.push((at, None));
            continue;
        }
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&format!("[{section}]\n"));
        for (place, (name, value)) in options.iter().enumerate() {
            if is_option(name) && !value.contains(commands) {
                out.push_str(&format!("{name}={value}\n"));
            } else {
                left.push((at, Some(place)));
            }
        }
    }
    (out, left)
}

fn is_option(name: &str) -> bool {
    let bare = name.strip_prefix('#');
    is_name(name)
        && !name.contains('=')
        && !name.starts_with([';', '['])
        && bare.is_none_or(|bare| !bare.is_empty() && !bare.contains([' ', '\t', '#']))
}

/// Blanks around a name are no part of it.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.trim_ascii() == name && !name.contains(commands)
}

/// Control characters end a line or do things on a terminal, and no escape would keep them.
fn commands(character: char) -> bool {
    character.is_control() && character != '\t'
}
