//! Plain tables.

use comfy_table::{ColumnConstraint, ContentArrangement, Table, TableStyle};

use super::clean;

/// A table with a header, columns as wide as needed, no frame.
#[must_use]
pub fn table<const N: usize>(header: [&str; N], rows: impl IntoIterator<Item = [String; N]>) -> String {
    shown(&laid_out(header, rows))
}

/// The same in so many columns of text: the first column is as wide as needed, the texts of the others are wrapped.
#[must_use]
pub fn table_within<const N: usize>(
    width: usize,
    header: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> String {
    let mut table = laid_out(header, rows);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
    if let Some(first) = table.column_mut(0) {
        first.set_constraint(ColumnConstraint::ContentWidth);
    }
    shown(&table)
}

fn laid_out<const N: usize>(header: [&str; N], rows: impl IntoIterator<Item = [String; N]>) -> Table {
    let mut table = Table::new();
    table.load_style(TableStyle::new());
    table.set_header(header.map(|word| word.to_uppercase()));
    for row in rows {
        table.add_row(row.map(|cell| clean(&cell).into_owned()));
    }
    for column in table.column_iter_mut() {
        column.set_padding((0, 2));
    }
    table
}

fn shown(table: &Table) -> String {
    let text = table.to_string();
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}
