use super::planter::Planter;

pub(super) const PLANTERS: &[Planter] = &[];
