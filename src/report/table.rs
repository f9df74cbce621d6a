//! Plain tables.

use comfy_table::{Table, TableStyle};

use super::clean;

/// A table with a header, columns as wide as needed, no frame.
#[must_use]
pub fn table<const N: usize>(header: [&str; N], rows: impl IntoIterator<Item = [String; N]>) -> String {
    let mut table = Table::new();
    table.load_style(TableStyle::new());
    table.set_header(header.map(|word| word.to_uppercase()));
    for row in rows {
        table.add_row(row.map(|cell| clean(&cell).into_owned()));
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    let text = table.to_string();
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}
