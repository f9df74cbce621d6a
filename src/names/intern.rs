//! One number for each distinct text.

use std::hash::{BuildHasher, BuildHasherDefault};

use rustc_hash::FxHasher;

/// A text of an [`Interner`]; equal symbols of one interner are equal texts. Symbols are ordered by first use.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(u32);

impl Symbol {
    /// The empty text, the first symbol of every interner.
    pub const EMPTY: Self = Self(0);

    /// The position of the text in its interner.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Keeps each distinct text once, all of them in one buffer. The hash is fast, not keyed: names come from local
/// files.
#[derive(Debug, Clone)]
pub struct Interner {
    text: String,
    ends: Vec<u32>,
    /// Open addressing, a power of two of slots; the first bits of a hash say where to begin.
    slots: Vec<Slot>,
}

/// A symbol with its text's hash, so that a text is looked at only where it is very likely the one, and never when
/// the table grows.
#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    hash: u32,
    /// The symbol's index plus one, 0 where the slot is free.
    symbol: u32,
}

impl Default for Interner {
    fn default() -> Self {
        let mut interner = Self { text: String::new(), ends: Vec::new(), slots: vec![Slot::default(); 64] };
        interner.intern("");
        interner
    }
}

/// All bits of it are as good, whatever the hasher.
fn hash(text: &str) -> u32 {
    let hash = BuildHasherDefault::<FxHasher>::default().hash_one(text);
    (hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32
}

impl Interner {
    /// An interner that knows the empty text only.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The symbol of `text`, new if it was never seen.
    pub fn intern(&mut self, text: &str) -> Symbol {
        let hash = hash(text);
        let free = match self.slot(text, hash) {
            Ok(symbol) => return symbol,
            Err(free) => free,
        };
        let symbol = self.apart(text);
        self.slots[free] = Slot { hash, symbol: symbol.0 + 1 };
        if self.ends.len() * 4 > self.slots.len() * 3 {
            self.grow();
        }
        symbol
    }

    /// A symbol of its own, equal to no other, that shows as `text`; no text is ever found under it.
    pub fn apart(&mut self, text: &str) -> Symbol {
        let symbol = Symbol(self.ends.len() as u32);
        self.text.push_str(text);
        self.ends.push(self.text.len() as u32);
        symbol
    }

    /// The symbol of `text` if it was ever interned.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Symbol> {
        self.slot(text, hash(text)).ok()
    }

    /// The text of a symbol of this interner.
    #[must_use]
    pub fn text(&self, symbol: Symbol) -> &str {
        let start = if symbol.0 == 0 { 0 } else { self.ends[symbol.index() - 1] };
        &self.text[start as usize..self.ends[symbol.index()] as usize]
    }

    /// Number of distinct texts.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Never true: the empty text is always there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        false
    }

    fn slot(&self, text: &str, hash: u32) -> Result<Symbol, usize> {
        let mut at = self.first(hash);
        loop {
            let slot = self.slots[at];
            if slot.symbol == 0 {
                return Err(at);
            }
            let symbol = Symbol(slot.symbol - 1);
            if slot.hash == hash && self.text(symbol) == text {
                return Ok(symbol);
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    /// Where a text of this hash is looked for first.
    fn first(&self, hash: u32) -> usize {
        (hash >> (32 - self.slots.len().trailing_zeros())) as usize
    }

    /// Slots are in the order of their hashes, but for neighbours, in the new table as in the old one: both are gone
    /// through once, from one end to the other.
    fn grow(&mut self) {
        let slots = vec![Slot::default(); self.slots.len() * 2];
        for slot in std::mem::replace(&mut self.slots, slots).into_iter().filter(|slot| slot.symbol != 0) {
            let mut at = self.first(slot.hash);
            while self.slots[at].symbol != 0 {
                at = (at + 1) & (self.slots.len() - 1);
            }
            self.slots[at] = slot;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_are_one_symbol_also_after_growing() {
        let mut interner = Interner::new();
        assert_eq!(interner.intern(""), Symbol::EMPTY);
        let texts: Vec<String> = (0..5000).map(|n| format!("option-{n}")).collect();
        let first: Vec<Symbol> = texts.iter().map(|text| interner.intern(text)).collect();
        let again: Vec<Symbol> = texts.iter().map(|text| interner.intern(text)).collect();
        assert_eq!(first, again);
        assert_eq!(interner.len(), 5001);
        assert!(first.iter().zip(&texts).all(|(&symbol, text)| interner.text(symbol) == text));
        assert_eq!(interner.find("option-4711"), Some(first[4711]));
        assert_eq!(interner.find("missing"), None);
    }

    #[test]
    fn a_symbol_apart_is_equal_to_none_and_never_found() {
        let mut interner = Interner::new();
        let apart = interner.apart("x");
        let (found, other) = (interner.intern("x"), interner.apart("x"));
        for n in 0..100 {
            interner.intern(&n.to_string());
        }
        assert_eq!((interner.text(apart), interner.text(other), interner.find("x")), ("x", "x", Some(found)));
        assert!(apart != other && apart != found && other != found);
    }
}
