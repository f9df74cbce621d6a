//! The report of a deployment, or of a change to it, as one page of HTML that needs nothing else: one file a chapter.

mod change;
mod holds;
mod layers;
mod machine;
mod options;
mod parts;
mod privileges;
mod ready;
mod sheet;
mod summary;
mod view;

pub use sheet::write_page;
pub use view::{ChangeView, Compared, GroupReady, InputFile, PageView};
