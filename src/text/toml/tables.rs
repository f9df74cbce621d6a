//! Where a header or a dotted key leads.

use fixedbitset::FixedBitSet;
use rustc_hash::{FxHashMap, FxHashSet};

use super::super::tree::NodeId;
use super::super::{Kind, Style, Tree};
use super::builder::{Builder, Key};

/// Maps with more entries than this are looked up in an index.
const FEW: usize = 16;

/// The tables that headers and dotted keys made.
pub(super) struct Tables {
    pub(super) root: NodeId,
    /// The table under the last header.
    pub(super) current: NodeId,
    /// Maps and lists from the root down to the current table, both included.
    pub(super) depth: usize,
    /// Tables that were made on the way to another one before they got a header `[x]` of their own.
    defined: FxHashSet<NodeId>,
    /// Maps in which a header or dotted key made a table.
    parents: FixedBitSet,
    indexes: FxHashMap<NodeId, Index>,
}

/// The values of a large map by key, up to the last entry seen.
#[derive(Default)]
struct Index {
    last: Option<NodeId>,
    values: FxHashMap<Box<str>, NodeId>,
}

impl Tables {
    pub(super) fn new(root: NodeId) -> Self {
        Self {
            root,
            current: root,
            depth: 1,
            defined: FxHashSet::default(),
            parents: FixedBitSet::new(),
            indexes: FxHashMap::default(),
        }
    }

    /// The last value of a key.
    fn find(&mut self, tree: &Tree<'_>, map: NodeId, key: &str) -> Option<NodeId> {
        let mut found = None;
        if !self.indexes.contains_key(&map) {
            let mut entries = tree.keys_after(map, None);
            for (_, name, value) in entries.by_ref().take(FEW) {
                if name == key {
                    found = Some(value);
                }
            }
            if entries.next().is_none() {
                return found;
            }
        }
        let index = self.indexes.entry(map).or_default();
        for (at, name, value) in tree.keys_after(map, index.last) {
            index.last = Some(at);
            index.values.insert(name.into(), value);
        }
        index.values.get(key).copied()
    }
}

/// What a key leads to.
enum Found {
    Nothing,
    /// A table that can be continued.
    Table(NodeId),
    /// A table written in braces, which is complete.
    Inline(NodeId),
    /// A list that headers `[[x]]` made.
    Tables(NodeId),
    /// A list written in brackets.
    Array(NodeId),
    Value,
}

/// What stands in the way of a path.
struct Blocked;

impl Builder<'_> {
    fn key_text(&self, at: usize) -> &str {
        self.keys[at].text(self.text)
    }

    fn found(&mut self, map: NodeId, at: usize) -> Found {
        let key = self.keys[at].text(self.text);
        let Some(value) = self.tables.find(&self.tree, map, key) else { return Found::Nothing };
        let node = self.tree.node(value);
        let first = self.text.as_bytes().get(node.span().start as usize);
        match node.kind() {
            Kind::Map if first == Some(&b'{') => Found::Inline(value),
            Kind::Map => Found::Table(value),
            Kind::List if first == Some(&b'[') => Found::Array(value),
            Kind::List => Found::Tables(value),
            Kind::Scalar | Kind::Null => Found::Value,
        }
    }

    /// The table under a key, made if need be.
    fn descend(&mut self, map: NodeId, at: usize, depth: &mut usize) -> Result<NodeId, Blocked> {
        *depth += 1;
        match self.found(map, at) {
            Found::Nothing => {
                let table = self.add_table(at);
                self.tables.parents.grow_and_insert(map.index());
                self.add_key(map, at, table);
                Ok(table)
            }
            Found::Table(table) => Ok(table),
            Found::Inline(table) => {
                self.complain_complete(at);
                Ok(table)
            }
            Found::Tables(list) => {
                *depth += 1;
                self.tree.last_item(list).ok_or(Blocked)
            }
            Found::Array(_) | Found::Value => Err(Blocked),
        }
    }

    fn add_table(&mut self, at: usize) -> NodeId {
        let Key { start, end, .. } = self.keys[at];
        let table = self.tree.add_map(start);
        self.tree.set_end(table, end);
        table
    }

    fn add_key(&mut self, map: NodeId, at: usize, value: NodeId) {
        let Key { start, end, style, .. } = self.keys[at];
        // The name may be needed again to word a fault.
        let copied = self.keys[at].copied.clone();
        self.tree.add_entry(map, (start, end), style, copied, value);
    }

    fn complain_complete(&mut self, at: usize) {
        let Key { start, end, .. } = self.keys[at];
        let message = format!("`{}` is complete: it is written in brackets above", self.key_text(at));
        self.fault(
            start,
            end,
            message,
            Some("write this inside those brackets, or use headers instead of them".into()),
        );
    }

    /// The names from `from` to the end as one, with dots.
    fn joined(&self, from: usize) -> String {
        let names: Vec<_> = (from..self.keys.len()).map(|at| self.key_text(at)).collect();
        names.join(".")
    }

    fn is_too_deep(&mut self, depth: usize, from: usize) -> bool {
        let limit = self.limits.depth;
        let deep = depth + (self.keys.len() - from) > limit;
        if deep {
            let Key { start, end, .. } = self.keys[from];
            self.fault(
                start,
                end,
                format!("tables and arrays are nested more than {limit} deep"),
                Some("write the content flatter".into()),
            );
        }
        deep
    }

    /// Adds a value under the keys from `from` on.
    pub(super) fn insert(&mut self, map: NodeId, from: usize, mut depth: usize, value: NodeId) {
        let named = self.keys[from..].iter().all(|key| key.style != Style::Absent);
        let Some(last) = self.keys.len().checked_sub(1).filter(|&last| named && last >= from) else { return };
        if last > from && self.is_too_deep(depth, from) {
            self.keys.truncate(from);
            return;
        }
        let mut at = map;
        for key in from..last {
            match self.descend(at, key, &mut depth) {
                Ok(table) => at = table,
                Err(Blocked) => {
                    self.insert_beside(at, key, from, value);
                    self.keys.truncate(from);
                    return;
                }
            }
        }
        if self.tables.parents.contains(at.index())
            && let Found::Table(table) = self.found(at, last)
        {
            self.complain_shorter(from, table);
        }
        self.add_key(at, last, value);
        self.keys.truncate(from);
    }

    /// A name on the way holds a value: the rest of the path becomes one name beside it.
    fn insert_beside(&mut self, map: NodeId, at: usize, from: usize, value: NodeId) {
        let (start, end) = (self.keys[at].start, self.keys[self.keys.len() - 1].end);
        let name = self.joined(at);
        self.complain_blocked(at, from);
        let copied = (self.text[start..end] != *name).then(|| name.into());
        self.tree.add_entry(map, (start, end), Style::Plain, copied, value);
    }

    fn complain_blocked(&mut self, at: usize, from: usize) {
        let start = self.keys[from].start;
        let end = self.keys[self.keys.len() - 1].end;
        let message = format!("`{}` has a value above, so no name can continue it", self.key_text(at));
        let help = format!("put the whole name in quotes: `\"{}\"`", self.joined(from));
        self.fault(start, end, message, Some(help));
    }

    fn complain_shorter(&mut self, from: usize, table: NodeId) {
        let name = self.joined(from);
        let longer = self.tree.node(table).entries().next().map_or("..", |entry| entry.key.text());
        let help = format!("put the longer names in quotes: `\"{name}.{longer}\"`");
        let (start, end) = (self.keys[from].start, self.keys[self.keys.len() - 1].end);
        self.fault(start, end, format!("`{name}` gets a value, but names above continue it"), Some(help));
    }

    /// Opens the table that a header names, `[[x]]` if `list`.
    pub(super) fn open_table(&mut self, list: bool) {
        let mut depth = 1;
        self.tables.current = match self.table(list, &mut depth) {
            Some(table) => table,
            // What cannot be placed is read for its faults.
            None => self.tree.add_map(self.text.len()),
        };
        self.tables.depth = depth;
    }

    fn table(&mut self, list: bool, depth: &mut usize) -> Option<NodeId> {
        let named = self.keys.iter().all(|key| key.style != Style::Absent);
        let last = self.keys.len().checked_sub(1).filter(|_| named)?;
        if self.is_too_deep(*depth + usize::from(list), 0) {
            return None;
        }
        let mut at = self.tables.root;
        for key in 0..last {
            match self.descend(at, key, depth) {
                Ok(table) => at = table,
                Err(Blocked) => {
                    self.complain_blocked(key, key);
                    let table = self.add_table(last);
                    self.insert_path(at, key, table);
                    *depth += 1;
                    return Some(table);
                }
            }
        }
        *depth += 1 + usize::from(list);
        Some(if list { self.array_table(at, last) } else { self.std_table(at, last) })
    }

    fn insert_path(&mut self, map: NodeId, at: usize, table: NodeId) {
        let (start, end) = (self.keys[at].start, self.keys[self.keys.len() - 1].end);
        let name = self.joined(at);
        let copied = (self.text[start..end] != *name).then(|| name.into());
        self.tree.add_entry(map, (start, end), Style::Plain, copied, table);
    }

    /// Whether a table was made by a header of its own: its name is the last one there.
    fn has_header(&self, table: NodeId) -> bool {
        let end = self.tree.node(table).span().end as usize;
        self.text[end..].trim_start_matches([' ', '\t']).starts_with(']')
    }

    fn std_table(&mut self, map: NodeId, at: usize) -> NodeId {
        let Key { start, end, .. } = self.keys[at];
        match self.found(map, at) {
            Found::Table(table) => {
                if self.has_header(table) || !self.tables.defined.insert(table) {
                    let name = self.joined(0);
                    let help = "put all its entries under one header".to_owned();
                    self.fault(start, end, format!("the table `[{name}]` begins twice"), Some(help));
                }
                return table;
            }
            Found::Inline(table) => {
                self.complain_complete(at);
                return table;
            }
            Found::Tables(list) => {
                let name = self.joined(0);
                let help = format!("write `[[{name}]]` to add one more");
                self.fault(start, end, format!("`{name}` is a list of tables above"), Some(help));
                if let Some(item) = self.tree.last_item(list) {
                    return item;
                }
            }
            Found::Array(_) | Found::Value => {
                let name = self.joined(0);
                let help = "choose another name, or remove that value".to_owned();
                self.fault(
                    start,
                    end,
                    format!("`{name}` has a value above, so it cannot be a table"),
                    Some(help),
                );
            }
            Found::Nothing => {}
        }
        let table = self.add_table(at);
        self.tables.parents.grow_and_insert(map.index());
        self.add_key(map, at, table);
        table
    }

    fn array_table(&mut self, map: NodeId, at: usize) -> NodeId {
        let Key { start, end, .. } = self.keys[at];
        let list = match self.found(map, at) {
            Found::Tables(list) => Some(list),
            Found::Array(list) => {
                self.complain_complete(at);
                Some(list)
            }
            Found::Table(_) | Found::Inline(_) => {
                let name = self.joined(0);
                let help = format!("write `[[{name}]]` there as well, or another name here");
                self.fault(start, end, format!("`{name}` is a single table above"), Some(help));
                None
            }
            Found::Value => {
                let name = self.joined(0);
                let help = "choose another name, or remove that value".to_owned();
                self.fault(
                    start,
                    end,
                    format!("`{name}` has a value above, so it cannot be a list of tables"),
                    Some(help),
                );
                None
            }
            Found::Nothing => None,
        };
        let list = list.unwrap_or_else(|| {
            let list = self.tree.add_list(start);
            self.tree.set_end(list, end);
            self.add_key(map, at, list);
            list
        });
        let table = self.add_table(at);
        self.tree.add_item(list, table);
        table
    }
}
