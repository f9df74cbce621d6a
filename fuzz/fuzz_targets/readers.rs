//! Any bytes are read in every syntax, and make a deployment; every place lies in the text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use wdectl::deployment::{Input, load};
use wdectl::text::{Limits, Sources, Syntax, read};

fuzz_target!(|bytes: &[u8]| {
    for syntax in [Syntax::Json, Syntax::Yaml, Syntax::Toml, Syntax::Cfg, Syntax::Xml, Syntax::Csv] {
        let mut sources = Sources::new();
        let file = sources.add("agent/any.cfg", bytes.to_vec());
        let limits = Limits { expanded_nodes: 100_000, ..Limits::default() };
        for error in read(&sources, file, syntax, limits).errors {
            assert!(sources.get(file).text().get(error.span.range()).is_some());
        }
        let _ = load(&sources, &[Input { file, syntax, object: None }], limits);
    }
});
