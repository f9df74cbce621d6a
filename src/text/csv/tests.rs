use std::fmt::Write as _;

use proptest::prelude::*;

use super::super::Sources;
use super::*;

fn parse(text: &str) -> (Sources, FileId) {
    let mut sources = Sources::new();
    let file = sources.add("a.csv", text.as_bytes().to_vec());
    (sources, file)
}

/// The fields of each row up to the last one that is not empty, and the errors as `[covered text] message`.
fn read_text(text: &str) -> (Vec<Vec<String>>, Vec<String>) {
    let (sources, file) = parse(text);
    let parsed = read(file, sources.get(file).text(), Limits::default());
    let rows = parsed.tree.roots().flat_map(|table| table.items());
    let rows = rows.map(|row| {
        let mut fields = Vec::new();
        for field in row.items() {
            fields.resize(field.column() + 1, String::new());
            fields[field.column()] = field.text().to_owned();
        }
        fields
    });
    let errors = parsed.errors.iter().map(|e| format!("[{}] {}", sources.slice(e.span), e.message));
    (rows.collect(), errors.collect())
}

fn rows(rows: &[&[&str]]) -> Vec<Vec<String>> {
    rows.iter().map(|row| row.iter().map(|&field| field.to_owned()).collect()).collect()
}

#[test]
fn every_field_has_its_bytes() {
    let text = "Action,\"First Name\", Username \r\nADD,\"Ruiz, \"\"Ana\"\"\",ana\r\n\r\nADD,\"two\nlines\",\"\"\r\n";
    let (sources, file) = parse(text);
    let parsed = read(file, sources.get(file).text(), Limits::default());
    assert_eq!(parsed.errors, []);
    let table = parsed.tree.roots().next().unwrap();
    let fields = table.items().flat_map(|row| row.items());
    let found: Vec<_> = fields.map(|field| (field.text(), sources.slice(field.text_span()))).collect();
    assert_eq!(
        found,
        [
            ("Action", "Action"),
            ("First Name", "First Name"),
            ("Username", "Username"),
            ("ADD", "ADD"),
            ("Ruiz, \"Ana\"", "\"Ruiz, \"\"Ana\"\"\""),
            ("ana", "ana"),
            ("ADD", "ADD"),
            ("two\nlines", "two\nlines"),
        ]
    );
    let spans: Vec<&str> = table.items().map(|row| sources.slice(row.span())).collect();
    assert_eq!(spans[1], "ADD,\"Ruiz, \"\"Ana\"\"\",ana");
}

#[test]
fn the_first_row_says_what_separates() {
    let three = rows(&[&["a", "b,c", "d"], &["1", "2", "3"]]);
    assert_eq!(read_text("a;b,c;d\n1;2;3\n"), (three.clone(), vec![]));
    assert_eq!(read_text("a\tb,c\td\r1\t2\t3"), (three.clone(), vec![]));
    assert_eq!(read_text("a,\"b,c\",d\n1,2,3"), (three.clone(), vec![]));
    assert_eq!(read_text("sep=|\r\na|b,c|d\r\n1|2|3"), (three, vec![]));
    assert_eq!(read_text("\"a;b\",c\n"), (rows(&[&["a;b", "c"]]), vec![]));
    assert_eq!(read_text("only\none\n"), (rows(&[&["only"], &["one"]]), vec![]));
}

#[test]
fn rows_without_text_are_left_out() {
    assert_eq!(read_text(""), (vec![], vec![]));
    assert_eq!(read_text("\r\n;;\r\n ; \n"), (vec![], vec![]));
    assert_eq!(read_text("a,b\n,,,,\n\n1,2\n,\n"), (rows(&[&["a", "b"], &["1", "2"]]), vec![]));
}

#[test]
fn a_row_of_another_length_is_told_and_read() {
    let (found, errors) = read_text("a,b,c\n1,2\n1,2,3,4\n\"x\n y\"\n");
    assert_eq!(found, rows(&[&["a", "b", "c"], &["1", "2"], &["1", "2", "3", "4"], &["x\n y"]]));
    assert_eq!(
        errors,
        [
            "[1,2] this row has 2 fields, the first one has 3",
            "[1,2,3,4] this row has 4 fields, the first one has 3",
            "[\"x] this row has 1 fields, the first one has 3",
        ]
    );
}

#[test]
fn a_missing_quote_costs_its_field() {
    let (found, errors) =
        read_text("a,b,c\n1,\"Ana,2\n3,\"Bob\",4\n5,\"say \"hi\" now\",6\n\"7,,\"\"\n8,9,x");
    assert_eq!(
        found,
        rows(&[
            &["a", "b", "c"],
            &["1", "Ana", "2"],
            &["3", "Bob", "4"],
            &["5", "say \"hi\" now", "6"],
            &["7"],
            &["8", "9", "x"],
        ])
    );
    assert_eq!(
        errors,
        [
            "[\"] the quote before `Ana` is never closed",
            "[\"] a quote in a text in quotes",
            "[\"] the quote before `7` is never closed",
        ]
    );
}

#[test]
fn too_many_values_are_one_error() {
    let (sources, file) = parse("a,b\n1,2\n3,4\n");
    let limits = Limits { expanded_nodes: 5, ..Limits::default() };
    let parsed = read(file, sources.get(file).text(), limits);
    assert_eq!(format!("{:?}", parsed.tree.roots().next().unwrap()), r#"[["a", "b"], ["1", "2"]]"#);
    let [error] = parsed.errors.as_slice() else { panic!("{:?}", parsed.errors) };
    assert_eq!((error.span.start, error.message.as_str()), (10, "more than 5 values in one file"));
}

#[test]
fn quotes_that_are_never_closed_are_looked_for_once() {
    // Each of these looks at everything behind each field, if it is not remembered that nothing closes there.
    let many = 200_000;
    for (what, part, end) in [
        ("fields of one line", "\"a\"b,", ""),
        ("open fields", "\"a,", ""),
        ("lines that double their quote", "\"\"x\n", "\"y"),
        ("lines that open", "\"x\n", ""),
        ("lines that open and close", "\"x\n\"y", ""),
        ("doubled quotes", "\"\"", ""),
        ("doubled quotes in fields", "\"\"\"\",", ""),
        ("blanks", "\" ", ""),
    ] {
        let text = format!("{}{end}", part.repeat(many));
        let (sources, file) = parse(&text);
        let parsed = read(file, sources.get(file).text(), Limits::default());
        assert!(parsed.tree.roots().count() == 1, "{what}");
    }
}

#[test]
fn a_million_rows() {
    let mut text = String::from("Action;Username;Employee Id;Agent Group:Chat\n");
    for row in 0..1_000_000 {
        let _ = writeln!(text, "ADD;a{row};\"E;{row}\";Y");
    }
    let (sources, file) = parse(&text);
    let parsed = read(file, sources.get(file).text(), Limits::default());
    assert!(parsed.errors.is_empty());
    let last = parsed.tree.roots().next().unwrap().items().last().unwrap();
    let fields: Vec<&str> = last.items().map(|field| field.text()).collect();
    assert_eq!(fields, ["ADD", "a999999", "E;999999", "Y"]);
    assert_eq!(sources.locate(last.span()).line, 1_000_001);
}

/// A field as programs write it: in quotes where it has to be, or where they like.
fn written(field: &str, quoted: bool, separator: char) -> String {
    let must = field.contains([separator, '"', '\n', '\r']) || field.trim() != field;
    if must || quoted { format!("\"{}\"", field.replace('"', "\"\"")) } else { field.to_owned() }
}

proptest! {
    #[test]
    fn what_is_written_is_read_as_another_library_reads_it(
        (columns, cells) in (1usize..5).prop_flat_map(|columns| {
            let row = prop::collection::vec(("[a-zé \",;\n]{0,6}", any::<bool>()), columns);
            (Just(columns), prop::collection::vec(row, 0..6))
        }),
        separator in prop::sample::select(vec![',', ';', '\t']),
        ending in prop::sample::select(vec!["\n", "\r\n", "\r"]),
    ) {
        let head = vec!["h"; columns + 1].join(&separator.to_string());
        let mut text = format!("{head}{ending}");
        for row in &cells {
            let fields = row.iter().map(|(field, quoted)| written(field, *quoted, separator));
            let row: Vec<String> = std::iter::once("x".to_owned()).chain(fields).collect();
            text.push_str(&format!("{}{ending}", row.join(&separator.to_string())));
        }
        let (found, errors) = read_text(&text);
        prop_assert_eq!(errors, Vec::<String>::new());
        let mut other = csv::ReaderBuilder::new();
        other.has_headers(false).delimiter(separator as u8);
        let other = other.from_reader(text.as_bytes()).into_records().map(|record| {
            let mut fields: Vec<String> = record.unwrap().iter().map(str::to_owned).collect();
            fields.truncate(fields.iter().rposition(|field| !field.is_empty()).map_or(0, |last| last + 1));
            fields
        });
        prop_assert_eq!(found, other.collect::<Vec<_>>());
    }

    #[test]
    fn no_text_makes_it_panic(text in "([\",;\t\n\r a]|.){0,60}") {
        let (sources, file) = parse(&text);
        let text = sources.get(file).text();
        let parsed = read(file, text, Limits::default());
        for error in &parsed.errors {
            prop_assert!(text.get(error.span.range()).is_some());
        }
        for row in parsed.tree.roots().flat_map(|table| table.items()) {
            prop_assert!(text.get(row.span().range()).is_some());
            for field in row.items() {
                prop_assert!(text.get(field.span().range()).is_some());
                if field.is_verbatim() {
                    prop_assert_eq!(&text[field.text_span().range()], field.text());
                }
            }
        }
    }
}
