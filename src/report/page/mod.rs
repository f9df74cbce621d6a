//! The report of a deployment, or of a change to it, as one page of HTML that needs nothing else: one file a chapter.

mod options;
mod parts;
mod ready;
mod sheet;
mod summary;
mod view;

pub use sheet::write_page;
pub use view::{GroupReady, InputFile, PageView};
