//! What is tried on any bytes: functions that panic where something is not as it must be. `tests/it/fuzz.rs` runs them
//! on mutated fixtures with the stable toolchain, the targets of cargo-fuzz run the same.

pub mod catalogue;
pub mod cfgdata;
pub mod commands;
pub mod exports;
pub mod fixes;
pub mod ground;
pub mod readers;
pub mod scenarios;
pub mod shortcut;
pub mod values;

/// Something that is tried.
pub struct Body {
    /// Its name.
    pub name: &'static str,
    /// Panics where something is not as it must be.
    pub run: fn(&[u8]),
    /// What to begin with.
    pub corpus: fn() -> Vec<Vec<u8>>,
    /// How often it is tried where no time is set; what reads more is tried less.
    pub times: u32,
}

/// Everything that is tried.
pub const BODIES: [Body; 10] = [
    Body { name: "readers", run: readers::run, corpus: readers::corpus, times: 150 },
    Body { name: "cfgdata", run: cfgdata::run, corpus: cfgdata::corpus, times: 150 },
    Body { name: "exports", run: exports::run, corpus: exports::corpus, times: 150 },
    Body { name: "shortcut", run: shortcut::run, corpus: shortcut::corpus, times: 2000 },
    Body { name: "values", run: values::run, corpus: values::corpus, times: 300 },
    Body { name: "catalogue", run: catalogue::run, corpus: catalogue::corpus, times: 60 },
    Body { name: "scenarios", run: scenarios::run, corpus: scenarios::corpus, times: 80 },
    Body { name: "fixes", run: fixes::run, corpus: fixes::corpus, times: 80 },
    Body { name: "settings", run: commands::settings, corpus: commands::settings_corpus, times: 30 },
    Body { name: "rename", run: commands::rename, corpus: commands::rename_corpus, times: 30 },
];
