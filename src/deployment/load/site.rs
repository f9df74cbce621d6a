//! Where threads bring what they have read, and where objects are made of it, in the order of the files.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::super::allow;
use super::super::builder::{Builder, Mark};
use super::super::model::Deployment;
use super::super::ours::Top;
use super::super::problem::Problem;
use super::super::recognise::{self, Form};
use super::{Input, begin, build, parse};
use crate::text::{Limits, Parsed, Sources, Syntax, Tree};

/// What was read of a file.
pub(super) enum Part<'s> {
    /// A part that others follow.
    More(Tree<'s>),
    /// The last one, often the only one.
    Last(Parsed<'s>),
}

/// So many parts may lie about while somebody builds; whoever brings more waits, so that memory is bounded.
const AHEAD: usize = 16;

/// Parts are brought in any order. Whoever finds the builder free builds all those whose turn has come, unless
/// somebody waits who has nothing else to do.
pub(super) struct Site<'s> {
    sources: &'s Sources,
    inputs: &'s [Input],
    limits: Limits,
    state: Mutex<State<'s>>,
    /// A part was brought, or there is nothing more to come.
    news: Condvar,
    /// A part was built, or nobody builds.
    room: Condvar,
}

struct State<'s> {
    /// Parts read before their turn, by the position of their file and their own.
    read: BTreeMap<(usize, usize), Part<'s>>,
    /// The part whose turn it is.
    due: (usize, usize),
    /// Absent while a thread builds.
    work: Option<Work>,
    /// So many threads wait for parts.
    waiting: usize,
    /// A thread has panicked: nobody waits for it.
    is_given_up: bool,
}

/// What is put together.
#[derive(Default)]
struct Work {
    builder: Builder,
    /// The file that has come in part.
    open: Option<Open>,
}

/// A file of which some parts have come.
struct Open {
    syntax: Syntax,
    /// How much there was before the file.
    start: Mark,
    /// Where among the problems those of its syntax belong.
    problems: usize,
    top: Top,
    /// The file is in another form than its beginning showed.
    is_mistaken: bool,
}

impl<'s> Site<'s> {
    pub(super) fn new(
        sources: &'s Sources,
        inputs: &'s [Input],
        limits: Limits,
        agent: Option<&str>,
    ) -> Self {
        let builder = Builder::for_agent(agent);
        let state = State {
            read: BTreeMap::new(),
            due: (0, 0),
            work: Some(Work { builder, open: None }),
            waiting: 0,
            is_given_up: false,
        };
        Self { sources, inputs, limits, state: Mutex::new(state), news: Condvar::new(), room: Condvar::new() }
    }

    /// To be held while a thread works here.
    pub(super) fn enter(&self) -> Presence<'_, 's> {
        Presence(self)
    }

    /// Hands in a part: the position of its file and its own.
    pub(super) fn bring(&self, at: (usize, usize), part: Part<'s>) {
        let is_full =
            |state: &mut State<'_>| state.read.len() >= AHEAD && state.work.is_none() && !state.is_given_up;
        let mut state = self.room.wait_while(self.lock(), is_full).unwrap_or_else(PoisonError::into_inner);
        state.read.insert(at, part);
        if state.waiting > 0 {
            self.news.notify_one();
        } else {
            drop(self.build_what_is_due(state));
        }
    }

    /// Builds, by turns with the others, until everything is built.
    pub(super) fn build_the_rest(&self) {
        let mut state = self.lock();
        loop {
            state = self.build_what_is_due(state);
            if state.due.0 == self.inputs.len() || state.is_given_up {
                return self.news.notify_all();
            }
            state.waiting += 1;
            state = self.news.wait(state).unwrap_or_else(PoisonError::into_inner);
            state.waiting -= 1;
        }
    }

    pub(super) fn finish(self) -> Deployment {
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        state.work.unwrap_or_default().builder.finish()
    }

    fn lock(&self) -> MutexGuard<'_, State<'s>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn build_what_is_due<'a>(&'a self, mut state: MutexGuard<'a, State<'s>>) -> MutexGuard<'a, State<'s>> {
        let Some(mut work) = state.work.take() else { return state };
        loop {
            let due @ (file, at) = state.due;
            let Some(part) = state.read.remove(&due) else { break };
            state.due = if matches!(part, Part::Last(_)) { (file + 1, 0) } else { (file, at + 1) };
            drop(state);
            self.room.notify_one();
            self.build(&mut work, &self.inputs[file], part);
            state = self.lock();
        }
        state.work = Some(work);
        self.room.notify_all();
        state
    }

    fn build(&self, Work { builder, open }: &mut Work, input: &Input, part: Part<'_>) {
        match part {
            Part::Last(parsed) => match open.take() {
                None => build(builder, self.sources, input, parsed),
                Some(file) => self.close(builder, input, file, parsed),
            },
            Part::More(tree) => {
                open.get_or_insert_with(|| self.open(builder, input)).read(builder, &tree);
            }
        }
    }

    fn open(&self, builder: &mut Builder, input: &Input) -> Open {
        let start = builder.mark();
        let syntax = begin(builder, self.sources.get(input.file), input);
        let problems = builder.problems.len();
        builder.files.push(input.file);
        builder.forms.push((input.file, Form::Lists.words().to_owned()));
        Open { syntax, start, problems, top: Top::new(builder), is_mistaken: false }
    }

    fn close(&self, builder: &mut Builder, input: &Input, mut file: Open, last: Parsed<'_>) {
        file.read(builder, &last.tree);
        if file.is_mistaken {
            builder.forget_since(file.start);
            return build(builder, self.sources, input, parse(self.sources, input, self.limits));
        }
        file.top.close(builder);
        let at = file.problems;
        builder.problems.splice(at..at, last.errors.into_iter().map(Problem::Syntax));
        allow::settle(builder, self.sources.get(input.file), &last.tree, file.syntax, file.start);
    }
}

impl Open {
    fn read(&mut self, builder: &mut Builder, tree: &Tree<'_>) {
        self.is_mistaken |= recognise::may_be_exported(tree);
        if !self.is_mistaken {
            self.top.read(builder, tree);
        }
    }
}

/// A thread at work. Should it panic, the others go home.
pub(super) struct Presence<'a, 's>(&'a Site<'s>);

impl Drop for Presence<'_, '_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.lock().is_given_up = true;
            self.0.news.notify_all();
            self.0.room.notify_all();
        }
    }
}
