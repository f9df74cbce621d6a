//! The same thing on several threads.

/// Does `own` on this thread while so many others do `other`; what each came to, this thread's first. A panic of another
/// thread goes on in this one.
pub fn beside<R: Send>(others: usize, other: impl Fn() -> R + Sync, own: impl FnOnce() -> R) -> Vec<R> {
    std::thread::scope(|scope| {
        let others: Vec<_> = (0..others).map(|_| scope.spawn(&other)).collect();
        let mut results = vec![own()];
        let join = |thread: std::thread::ScopedJoinHandle<'_, R>| {
            thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        results.extend(others.into_iter().map(join));
        results
    })
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::beside;

    #[test]
    fn every_thread_brings_what_it_came_to_and_this_one_is_first() {
        let next = AtomicUsize::new(0);
        let other = || {
            let mut taken = Vec::new();
            loop {
                match next.fetch_add(1, Ordering::Relaxed) {
                    number if number < 100 => taken.push(number),
                    _ => return taken,
                }
            }
        };
        let mut all = beside(3, other, || vec![usize::MAX]);
        assert_eq!(all.len(), 4);
        assert_eq!(all.remove(0), [usize::MAX]);
        let mut all = all.concat();
        all.sort_unstable();
        assert_eq!(all, (0..100).collect::<Vec<_>>());
        assert_eq!(beside(0, || 1, || 2), [2]);
    }

    #[test]
    #[should_panic(expected = "on another thread")]
    fn a_panic_goes_on() {
        beside(1, || panic!("on another thread"), || ());
    }
}
