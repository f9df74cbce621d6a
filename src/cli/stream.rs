//! Pages that several threads make and one writes, in order.

use std::io::Write;
use std::sync::mpsc;

/// Pages that may wait on each thread to be written.
const AHEAD: usize = 2;

/// Writes a page for each block of items. Each thread that takes part has a worker of its own; the blocks go round, so
/// that what is written is the same for any number of them, and little waits in memory.
pub(super) fn in_order<T, W>(
    items: &[T],
    block: usize,
    jobs: usize,
    worker: impl Fn() -> W + Sync,
    out: &mut dyn Write,
) -> anyhow::Result<()>
where
    T: Sync,
    W: FnMut(&[T], &mut Vec<u8>) -> anyhow::Result<()>,
{
    let blocks = items.len().div_ceil(block);
    if jobs.min(blocks) < 2 {
        let (mut work, mut page) = (worker(), Vec::new());
        for block in items.chunks(block) {
            page.clear();
            work(block, &mut page)?;
            out.write_all(&page)?;
        }
        return Ok(());
    }
    std::thread::scope(|scope| {
        let lane = |first: usize| {
            let (sender, pages) = mpsc::sync_channel(AHEAD);
            let worker = &worker;
            scope.spawn(move || {
                let mut work = worker();
                for block in items.chunks(block).skip(first).step_by(jobs) {
                    let mut page = Vec::new();
                    let made = work(block, &mut page).map(|()| page);
                    let is_last = made.is_err();
                    // Nobody waits for the page any more where writing has failed.
                    if sender.send(made).is_err() || is_last {
                        return;
                    }
                }
            });
            pages
        };
        let lanes: Vec<_> = (0..jobs).map(lane).collect();
        for at in 0..blocks {
            // A thread that has ended without its page has panicked, which the scope passes on.
            let Ok(page) = lanes[at % jobs].recv() else { break };
            out.write_all(&page?)?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(items: &[u32], jobs: usize, fails_at: Option<u32>) -> (Vec<u8>, bool) {
        let mut out = Vec::new();
        let worker = || {
            |block: &[u32], page: &mut Vec<u8>| {
                for item in block {
                    anyhow::ensure!(fails_at != Some(*item), "this one fails");
                    writeln!(page, "{item}")?;
                }
                Ok(())
            }
        };
        let is_ok = in_order(items, 7, jobs, worker, &mut out).is_ok();
        (out, is_ok)
    }

    #[test]
    fn any_number_of_threads_writes_the_same() {
        for count in [0, 1, 7, 8, 1000] {
            let items: Vec<u32> = (0..count).collect();
            let expected: String = items.iter().map(|item| format!("{item}\n")).collect();
            for jobs in [1, 2, 3, 8, 300] {
                assert_eq!(written(&items, jobs, None), (expected.clone().into_bytes(), true), "{jobs}");
            }
        }
    }

    #[test]
    fn a_failure_ends_the_page_and_nothing_waits() {
        let items: Vec<u32> = (0..1000).collect();
        for jobs in [1, 2, 5] {
            let (out, is_ok) = written(&items, jobs, Some(500));
            assert!(!is_ok);
            assert!(String::from_utf8(out).unwrap().ends_with("\n496\n"), "the pages before it are there");
        }
    }

    #[test]
    fn who_cannot_write_stops_the_others() {
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
                Err(std::io::Error::other("full"))
            }
            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let items: Vec<u32> = (0..1000).collect();
        let worker = || {
            |_: &[u32], page: &mut Vec<u8>| {
                page.push(b'x');
                Ok(())
            }
        };
        assert_eq!(in_order(&items, 7, 3, worker, &mut Full).unwrap_err().to_string(), "full");
    }
}
