//! Comma lists.

use std::ops::Range;

use crate::names::nearest;

use super::ValueError;
use super::codes;
use super::word::{letter_case, list_of, words};

/// What may stand in a list.
struct Allowed<'k> {
    items: &'k [String],
    codes: &'k [String],
    /// Whether nothing else may.
    closed: bool,
}

/// An item without the blanks around it, with its place in the value.
struct Item<'v> {
    text: &'v str,
    range: Range<usize>,
}

fn items(value: &str) -> impl Iterator<Item = Item<'_>> {
    let mut next = 0;
    value.split(',').map(move |part| {
        let start = next + part.len() - part.trim_start().len();
        next += part.len() + 1;
        let text = part.trim();
        Item { text, range: start..start + text.len() }
    })
}

/// Items separated by commas, each at most once and none empty.
pub(in crate::catalogue) fn list(
    value: &str,
    known: &[String],
    other_items: bool,
    codes: &[String],
) -> Vec<ValueError> {
    let mut errors = Vec::new();
    if value.is_empty() {
        return errors;
    }
    if items(value).all(|item| item.text.is_empty()) {
        let all = 0..value.len();
        return vec![ValueError::new(all.clone(), "a list without items").write(all, "")];
    }
    let allowed = Allowed { items: known, codes, closed: !known.is_empty() && !other_items };
    let mut seen_item = false;
    for (at, item) in items(value).enumerate() {
        if item.text.is_empty() {
            errors.push(empty(value, &item, seen_item));
            continue;
        }
        seen_item = true;
        if let Some(first) = items(value).take(at).position(|before| allowed.same(before.text, item.text)) {
            errors.push(twice(value, &item, first));
        } else {
            allowed.judge(&item, &mut errors);
        }
    }
    errors
}

impl Allowed<'_> {
    fn is_code(&self, item: &str) -> bool {
        !self.codes.is_empty() && item.contains('$')
    }

    /// Whether two items are meant to be the same; letter case counts only where nothing tells the right one.
    fn same(&self, one: &str, other: &str) -> bool {
        one == other || ((self.closed || self.is_code(one)) && one.eq_ignore_ascii_case(other))
    }

    fn judge(&self, item: &Item<'_>, errors: &mut Vec<ValueError>) {
        if self.is_code(item.text) {
            let found = codes::unknown_codes(item.text, self.codes, true);
            errors.extend(found.into_iter().map(|error| error.shifted(item.range.start)));
        } else if self.closed && !self.items.iter().any(|name| name == item.text) {
            errors.push(self.unknown(item));
        }
    }

    fn unknown(&self, item: &Item<'_>) -> ValueError {
        if let Some(name) = self.items.iter().find(|name| name.eq_ignore_ascii_case(item.text)) {
            return letter_case(item.text, name).shifted(item.range.start);
        }
        let message = format!("`{}` is none of the items of this list", item.text);
        let error = ValueError::new(item.range.clone(), message);
        if item.text.contains([';', '|']) {
            return error.help("items are separated by commas");
        }
        error.help(match nearest(item.text, self.items.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`? The items are {}", list_of(self.items)),
            None => format!("write {}", words(self.items)),
        })
    }
}

/// An item that stands there already, as the item at index `first`.
fn twice(value: &str, item: &Item<'_>, first: usize) -> ValueError {
    let range = item.range.clone();
    let comma = value[..range.start].rfind(',').unwrap_or(range.start);
    let repair = comma..range.end;
    let message = format!("`{}` stands in the list twice", item.text);
    let help = format!("take it out, it is item {} already", first + 1);
    ValueError::new(range, message).warning().write(repair, "").help(help)
}

/// Nothing between two commas, or at an end. The comma that goes with it is the one before, once there was an item.
fn empty(value: &str, item: &Item<'_>, seen_item: bool) -> ValueError {
    let start = value[..item.range.start].rfind(',').map_or(0, |comma| comma + 1);
    let end = value[start..].find(',').map_or(value.len(), |comma| start + comma);
    let range = if seen_item { start - 1..end } else { start..end + 1 };
    ValueError::new(range.clone(), "an empty item").write(range, "").help("take the comma out")
}
