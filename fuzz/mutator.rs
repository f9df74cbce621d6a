//! Small changes to bytes, out of a seed: the same seed makes the same bytes on every machine.

/// Random numbers (SplitMix64).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `most`, 0 where that is none.
    pub fn below(&mut self, most: usize) -> usize {
        self.next() as usize % most.max(1)
    }
}

/// Pieces that mean something somewhere.
const WORDS: [&str; 64] = [
    "{",
    "}",
    "[",
    "]",
    "\"",
    "'",
    ":",
    ": ",
    "=",
    ",",
    "\n",
    "\r\n",
    "\r",
    "- ",
    "  ",
    "\t",
    "#",
    "<",
    ">",
    "</",
    "/>",
    "&amp;",
    "&#0;",
    "&#x1F600;",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "&a ",
    "*a",
    "<<: *a",
    "|\n",
    ">-\n",
    "\"\"\"",
    "'''",
    "\\u0000",
    "\\ud800",
    "\\",
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "!!binary ",
    "~",
    "null",
    "true",
    "1e999",
    "-0",
    "99999999999999999999",
    "0x",
    "\u{FEFF}",
    "\u{2028}",
    "\u{1F600}",
    "\u{0}",
    "\u{1b}[31m",
    "\u{202E}",
    "agents",
    "options",
    "interaction-workspace",
    "password",
    "chat.on-hold-queue",
    "wdectl: allow(",
    "tenant",
    "$",
    "Ctrl+Alt+",
];

/// Bytes that are not text.
const ODD: [&[u8]; 6] = [b"\xFF\xFE", b"\xFE\xFF", b"\xEF\xBB\xBF", b"\xE9", b"\xC0\x80", b"\xF0\x9F"];

/// No text grows longer than this.
const LONGEST: usize = 12_000;

/// Some bytes of the corpus, changed in a few places.
pub fn mutated(random: &mut Random, corpus: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = corpus.get(random.below(corpus.len())).cloned().unwrap_or_default();
    for _ in 0..=random.below(6) {
        change(random, &mut bytes, corpus);
    }
    bytes.truncate(LONGEST);
    bytes
}

fn part(random: &mut Random, length: usize, longest: usize) -> std::ops::Range<usize> {
    let start = random.below(length + 1);
    let end = (start + random.below(longest)).min(length);
    start..end
}

fn change(random: &mut Random, bytes: &mut Vec<u8>, corpus: &[Vec<u8>]) {
    let at = random.below(bytes.len() + 1);
    match random.below(11) {
        0 | 1 => {
            let word = WORDS[random.below(WORDS.len())];
            bytes.splice(at..at, word.bytes());
        }
        2 | 3 => {
            let gone = part(random, bytes.len(), 24);
            bytes.drain(gone);
        }
        4 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << random.below(8);
            }
        }
        5 => {
            let again = bytes[part(random, bytes.len(), 120)].to_vec();
            bytes.splice(at..at, again);
        }
        6 => {
            let other = &corpus[random.below(corpus.len())];
            let piece = other[part(random, other.len(), 200)].to_vec();
            bytes.splice(at..at, piece);
        }
        7 => {
            let odd = ODD[random.below(ODD.len())];
            bytes.splice(at..at, odd.iter().copied());
        }
        8 => {
            // Deep, or long.
            let word = WORDS[random.below(WORDS.len())];
            let many = word.repeat(1 + random.below(300));
            bytes.splice(at..at, many.into_bytes());
        }
        9 => bytes.truncate(at),
        _ => {
            // A word for another one.
            let gone = part(random, bytes.len(), 8);
            let word = WORDS[random.below(WORDS.len())];
            bytes.splice(gone, word.bytes());
        }
    }
}
