//! A table of addresses, as a spreadsheet saves it, to envelopes.
//!
//! The first row names the columns. A name nobody knows is refused: a department under a wrong heading would silently stay
//! off the envelope. Cells are text and nothing else; no formula is looked at.

use afterword_paper::{AddressSource, Envelope};
use csv_core::ReadRecordResult;

use super::envelope::known_country;
use crate::failure::Failure;
use crate::input::{self, Source, Wanted};

/// The columns a table may have; a street of several lines is parted by `;`.
const COLUMNS: &str =
    "to, department, organization, street, last_line, city, district, state, postal_code, country, source";

/// The most envelopes made at once.
const MOST_ROWS: usize = 20_000;

/// The envelopes of a table, over what is the same on all.
pub(super) fn addresses(source: &Source, usual: &Envelope) -> Result<Vec<Envelope>, Failure> {
    let text = input::read_text(source, Wanted::ADDRESSES)?.text;
    read(&text, usual).map_err(|Trouble { row, why, hint }| {
        let place = row.map_or_else(String::new, |row| format!("row {row} "));
        Failure::new(format!("cannot use {source}: {place}{why}")).hint(hint)
    })
}

/// What is wrong with a table; rows are counted from 1, the one of the names left out.
#[derive(Debug, PartialEq, Eq)]
struct Trouble {
    row: Option<usize>,
    why: String,
    hint: String,
}

fn trouble(row: Option<usize>, why: impl Into<String>, hint: impl Into<String>) -> Trouble {
    Trouble {
        row,
        why: why.into(),
        hint: hint.into(),
    }
}

fn read(text: &str, usual: &Envelope) -> Result<Vec<Envelope>, Trouble> {
    let about_columns = || format!("the first row names the columns, any of: {COLUMNS}");
    let mut rows = rows(text).into_iter();
    let names: Vec<String> = rows
        .next()
        .unwrap_or_default()
        .iter()
        .map(|name| name.to_lowercase().replace([' ', '-'], "_"))
        .collect();
    if let Some(name) = names
        .iter()
        .find(|name| !COLUMNS.split(", ").any(|known| known == *name))
    {
        return Err(trouble(None, format!("no column is called {name:?}"), about_columns()));
    }
    let mut envelopes = Vec::new();
    for (index, cells) in rows.enumerate() {
        let row = Some(index + 1);
        if cells.iter().all(String::is_empty) {
            continue;
        }
        if cells.len() > names.len() {
            return Err(trouble(
                row,
                format!("has {} cells for {} columns", cells.len(), names.len()),
                "put a cell with a comma in it between double quotes",
            ));
        }
        if envelopes.len() == MOST_ROWS {
            return Err(trouble(
                None,
                format!("it has more than {MOST_ROWS} rows"),
                "print it in several parts",
            ));
        }
        let mut envelope = usual.clone();
        for (name, cell) in names.iter().zip(&cells).filter(|(_, cell)| !cell.is_empty()) {
            fill(&mut envelope, name, cell).map_err(|(why, hint)| trouble(row, why, hint))?;
        }
        envelopes.push(envelope);
    }
    if envelopes.is_empty() {
        return Err(trouble(None, "it has no rows", about_columns()));
    }
    Ok(envelopes)
}

/// Puts one cell where its column says.
fn fill(envelope: &mut Envelope, column: &str, cell: &str) -> Result<(), (String, &'static str)> {
    let some = Some(cell.to_owned());
    match column {
        "to" => cell.clone_into(&mut envelope.recipient_line),
        "department" => envelope.attention_line = some,
        "organization" => envelope.organization = some,
        "street" => {
            let lines = cell.split([';', '\n']).map(|line| line.trim().to_owned());
            envelope.delivery_address_lines = lines.filter(|line| !line.is_empty()).collect();
        }
        "last_line" => cell.clone_into(&mut envelope.last_line),
        "city" => envelope.locality.city = some,
        "district" => envelope.locality.district = some,
        "state" => envelope.locality.state = some,
        "postal_code" => envelope.locality.postal_code = some,
        "country" => {
            known_country(cell).map_err(|error| (error.to_string(), "write its English name or its code, like DE"))?;
            envelope.country = some;
        }
        _ => {
            envelope.source = match cell.to_lowercase().as_str() {
                "website" => AddressSource::Website,
                "person" => AddressSource::Person,
                _ => return Err((format!("has the source {cell:?}"), "a source is person or website")),
            }
        }
    }
    Ok(())
}

/// The cells of each row, trimmed.
fn rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv_core::Reader::new();
    let mut input = text.as_bytes();
    // No row is longer than the text, and no row has more ends than it has bytes.
    let mut cells = vec![0; 4096];
    let mut ends = vec![0; 64];
    let (mut written, mut ended) = (0, 0);
    let mut out = Vec::new();
    loop {
        let (result, read, wrote, ends_added) = reader.read_record(input, &mut cells[written..], &mut ends[ended..]);
        input = &input[read..];
        written += wrote;
        ended += ends_added;
        match result {
            ReadRecordResult::InputEmpty => {}
            ReadRecordResult::OutputFull => cells.resize(cells.len() * 2, 0),
            ReadRecordResult::OutputEndsFull => ends.resize(ends.len() * 2, 0),
            ReadRecordResult::Record => {
                let mut from = 0;
                let row = ends[..ended].iter().map(|&end| {
                    let cell = String::from_utf8_lossy(&cells[from..end]).trim().to_owned();
                    from = end;
                    cell
                });
                out.push(row.collect());
                (written, ended) = (0, 0);
            }
            ReadRecordResult::End => return out,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spreadsheets_table_is_read_whole() {
        let text = "To,Department,Street,Last Line,Source\r\n\
                    \"Lee, Ann\",Design,\"1 Main St; Suite 3\",\"Portland, ME 04101\",website\r\n\
                    ,,,,\r\n\
                    =HYPERLINK(1),,2 Side St,\"Bath, ME 04530\"\r\n";
        let got = read(text, &Envelope::default()).unwrap();
        assert_eq!(got.len(), 2);
        assert_eq!(got[0].recipient_line, "Lee, Ann");
        assert_eq!(got[0].delivery_address_lines, ["1 Main St", "Suite 3"]);
        assert_eq!(
            (got[0].source, got[1].source),
            (AddressSource::Website, AddressSource::Person)
        );
        assert_eq!(got[1].recipient_line, "=HYPERLINK(1)", "text, and nothing else");
    }

    #[test]
    fn what_cannot_be_used_is_named_with_its_row() {
        let check = |text: &str, row: Option<usize>, why: &str| {
            let got = read(text, &Envelope::default()).unwrap_err();
            assert!(got.row == row && got.why.contains(why), "{text:?}: {got:?}");
        };
        check("", None, "no rows");
        check("to,salary\nAnn,1\n", None, "\"salary\"");
        check("to,country\nAnn,Atlantis\n", Some(1), "Atlantis");
        check("to,source\nAnn,person\nBo,rumour\n", Some(2), "rumour");
        check("to\nLee, Ann\n", Some(1), "2 cells for 1 columns");
        let long = format!("to\n{}", "Ann\n".repeat(MOST_ROWS + 1));
        check(&long, None, "more than");
    }

    #[test]
    fn a_cell_longer_than_the_room_for_it_is_kept_whole() {
        let cell = "x".repeat(20_000);
        let names = "a,".repeat(200);
        assert_eq!(
            rows(&format!("{cell}\n{names}")),
            [vec![cell], {
                let mut row = vec!["a".to_owned(); 200];
                row.push(String::new());
                row
            }]
        );
    }
}
