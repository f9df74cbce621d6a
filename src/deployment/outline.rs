//! A deployment as it is to be written: one walk, from which every form is written.

use rustc_hash::{FxHashMap, FxHashSet};

use super::model::{Deployment, Object, ObjectId, Setting};
use crate::names::Symbol;

/// An option to be written.
#[derive(Debug, Clone, Copy)]
pub struct Pair<'d> {
    /// The option as it stands.
    pub setting: &'d Setting,
    /// Its name, without the `#` of a disabled one.
    pub name: &'d str,
    /// Its value.
    pub value: &'d str,
}

impl Pair<'_> {
    /// The name as it is written in every form: a disabled one with a `#` before it.
    #[must_use]
    pub fn written_name(&self) -> String {
        let mark = if self.setting.disabled { "#" } else { "" };
        format!("{mark}{}", self.name)
    }
}

/// An object to be written.
#[derive(Debug)]
pub struct Record<'d> {
    /// Which.
    pub id: ObjectId,
    /// The object.
    pub object: &'d Object,
    /// Its options by section, in the order of the first option of each.
    pub sections: Vec<(&'d str, Vec<Pair<'d>>)>,
    /// The options that are left out, for their values are hidden.
    pub hidden: Vec<&'d Setting>,
}

/// What of a deployment is to be written.
#[derive(Debug)]
pub struct Outline<'d> {
    deployment: &'d Deployment,
    records: Vec<Record<'d>>,
    written: FxHashSet<ObjectId>,
}

impl<'d> Outline<'d> {
    /// The objects that are `wanted`, in the order of reading, without the options whose values are hidden.
    #[must_use]
    pub fn of(deployment: &'d Deployment, wanted: impl Fn(ObjectId) -> bool) -> Self {
        let mut outline = Self { deployment, records: Vec::new(), written: FxHashSet::default() };
        for (id, object) in deployment.objects().filter(|&(id, _)| wanted(id)) {
            let mut places: FxHashMap<Symbol, usize> = FxHashMap::default();
            let mut sections: Vec<(&str, Vec<Pair<'_>>)> = Vec::new();
            let mut hidden = Vec::new();
            for setting in &object.options {
                if deployment.is_hidden(setting.value) {
                    hidden.push(setting);
                    continue;
                }
                let at = *places.entry(setting.section).or_insert_with(|| {
                    sections.push((deployment.text(setting.section), Vec::new()));
                    sections.len() - 1
                });
                let (name, value) = (deployment.text(setting.name), deployment.text(setting.value));
                sections[at].1.push(Pair { setting, name, value });
            }
            outline.records.push(Record { id, object, sections, hidden });
            outline.written.insert(id);
        }
        outline
    }

    /// The deployment that all this is of.
    #[must_use]
    pub fn deployment(&self) -> &'d Deployment {
        self.deployment
    }

    /// The objects.
    #[must_use]
    pub fn records(&self) -> &[Record<'d>] {
        &self.records
    }

    /// Whether an object is among them.
    #[must_use]
    pub fn has(&self, id: ObjectId) -> bool {
        self.written.contains(&id)
    }

    /// How many secret options are left out.
    #[must_use]
    pub fn withheld(&self) -> usize {
        self.records.iter().map(|record| record.hidden.len()).sum()
    }
}
