//! Tries every body of `fuzz/bodies` on mutated fixtures.
//!
//! As a test each is tried so often, always on the same bytes. `WDECTL_FUZZ_SECONDS` tries each that long instead, and
//! `WDECTL_FUZZ_SEED` on others; bytes on which a body panics are kept in `target/fuzz`.

#[path = "../../fuzz/bodies/mod.rs"]
#[expect(unreachable_pub, reason = "the targets of cargo-fuzz use the same files")]
mod bodies;
#[path = "../../fuzz/mutator.rs"]
#[expect(unreachable_pub, reason = "it stands beside the bodies")]
mod mutator;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use bodies::BODIES;
use mutator::{Random, mutated};

use super::commands::root;

/// The seed of the gate.
const SEED: u64 = 20_261_122;

/// What takes longer than this is told, for people to look at.
const SLOW: Duration = Duration::from_millis(1500);

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[expect(clippy::print_stdout, reason = "people who try longer want to see how often")]
fn say(text: &str) {
    println!("{text}");
}

/// Tries a body; panics with the place of the bytes where it does.
fn tried(name: &str) {
    let body = BODIES.iter().find(|body| body.name == name).unwrap();
    let (seconds, seed) = (number("WDECTL_FUZZ_SECONDS"), number("WDECTL_FUZZ_SEED").unwrap_or(SEED));
    let corpus = (body.corpus)();
    assert!(!corpus.is_empty(), "{name} has nothing to begin with");
    let began = Instant::now();
    let mut random = Random::new(seed);
    let (mut times, mut slowest) = (0_u64, Duration::ZERO);
    loop {
        let bytes = match corpus.get(times as usize) {
            Some(whole) => whole.clone(),
            None => mutated(&mut random, &corpus),
        };
        let start = Instant::now();
        let result = catch_unwind(AssertUnwindSafe(|| (body.run)(&bytes)));
        let took = start.elapsed();
        if result.is_err() || took > SLOW {
            let folder = root().join("target/fuzz");
            std::fs::create_dir_all(&folder).unwrap();
            let kept = folder.join(format!("{name}-{seed}-{times}"));
            std::fs::write(&kept, &bytes).unwrap();
            say(&format!(
                "{name}: {} ({took:?}): {}",
                if result.is_err() { "panics" } else { "slow" },
                kept.display()
            ));
            assert!(result.is_ok(), "{name} panics on {}", kept.display());
        }
        slowest = slowest.max(took);
        times += 1;
        let is_over = match seconds {
            Some(seconds) => began.elapsed() >= Duration::from_secs(seconds),
            None => times >= u64::from(body.times),
        };
        if is_over {
            break;
        }
    }
    say(&format!("{name}: {times} times, seed {seed}, slowest {slowest:?}"));
}

/// One test a body, so that they run side by side.
macro_rules! bodies {
    ($($name:ident)*) => {
        $(#[test] fn $name() { tried(stringify!($name)); })*

        #[test]
        fn every_body_is_tried() {
            assert_eq!([$(stringify!($name)),*], BODIES.map(|body| body.name));
        }
    };
}

bodies!(readers cfgdata exports shortcut values catalogue scenarios fixes settings rename);

#[test]
fn the_same_seed_makes_the_same_bytes() {
    let corpus = vec![b"a: 1\n".to_vec(), b"[b]\nc = 'd'\n".to_vec()];
    let bytes = |seed| {
        let mut random = Random::new(seed);
        (0..50).map(|_| mutated(&mut random, &corpus)).collect::<Vec<_>>()
    };
    assert_eq!(bytes(1), bytes(1));
    assert_ne!(bytes(1), bytes(2));
}
