//! `afterword check`: what is wrong with a note, before anybody signs it, and mending what can be mended.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::path::Path;
use std::sync::Arc;

use afterword_core::check::{self, Place, Remark, fix, likeness};
use afterword_core::model::Finding;
use serde::Serialize;

use super::known::{self, Known};
use super::{Ended, page_width, print, print_json};
use crate::failure::Failure;
use crate::input::{self, Source, Text, Wanted};
use crate::language::Language;
use crate::{annotated, difference, replace, summary, wire};

const EXAMPLES: &str = "\
Examples:
  afterword check --to 'Dana Whitlock' --subject 'Thank you' note.txt
  afterword check --kind card --jot jot.txt card.txt
  afterword check --jot jot.txt note.txt --fix
  afterword check --context interview.json *.txt
  afterword check --kind followup --json - < note.txt
";

/// Show what is wrong with a note, and mend it
///
/// Several notes are also compared with each other. Exit code: 0 nothing found, 1 something found, 2 failed.
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct Args {
    /// The note: a text file, or `-` for standard input; several are compared
    #[arg(value_name = "NOTE", required = true)]
    notes: Vec<Source>,
    #[command(flatten)]
    record: known::RecordArgs,
    /// Show what mending would change, and mend when told so
    #[arg(long, conflicts_with = "json")]
    fix: bool,
    /// Mend without asking
    #[arg(long, requires = "fix")]
    yes: bool,
    /// Print the result as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct CheckOut<'a> {
    schema: u8,
    findings: Vec<RemarkOut<'a>>,
}

#[derive(Debug, Serialize)]
struct PanelOut<'a> {
    schema: u8,
    notes: Vec<NoteOut<'a>>,
    likeness: wire::LikenessOut,
}

#[derive(Debug, Serialize)]
struct NoteOut<'a> {
    file: String,
    findings: Vec<RemarkOut<'a>>,
}

#[derive(Debug, Serialize)]
struct RemarkOut<'a> {
    #[serde(flatten)]
    finding: wire::FindingOut<'a>,
    place: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<SpanOut>,
}

#[derive(Debug, Serialize)]
struct SpanOut {
    start: usize,
    end: usize,
}

/// A note with its name and what was found in it.
pub(super) struct Checked {
    name: String,
    text: Text,
    remarks: Vec<Remark>,
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    let known = Arc::new(Known::of(&args.record)?);
    let language = Language::load(known.dialect);
    let mut notes = Vec::new();
    for source in &args.notes {
        let text = input::read_text(source, Wanted::NOTE)?;
        notes.push((source.to_string(), text));
    }
    let texts: Vec<String> = notes.iter().map(|(_, note)| note.text.clone()).collect();
    let mut checked = Vec::new();
    for (i, (name, text)) in notes.into_iter().enumerate() {
        let others: Vec<String> = texts
            .iter()
            .enumerate()
            .filter(|(j, _)| *j != i)
            .map(|(_, t)| t.clone())
            .collect();
        let mut text = text;
        if args.fix {
            let mended = mended(&language, &known, &text.text, &others);
            if mend(&args.notes[i], &text, &mended, args.yes)? {
                text.text = mended;
            }
        }
        let remarks = remarks(&language, &known, &text.text, others);
        checked.push(Checked { name, text, remarks });
    }
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let grid = (texts.len() > 1).then(|| likeness::panel(&texts, &known.record("", &[])));
    report(&checked, grid.as_ref(), known.subject.as_deref(), args)?;
    let found = checked
        .iter()
        .any(|c| !c.text.findings.is_empty() || !c.remarks.is_empty())
        || grid.is_some_and(|grid| !grid.too_alike().is_empty());
    Ok(if found { Ended::Waiting } else { Ended::Done })
}

/// What both tiers say about a text.
pub(super) fn remarks(language: &Language, known: &Arc<Known>, text: &str, others: Vec<String>) -> Vec<Remark> {
    let (known, text) = (Arc::clone(known), text.to_owned());
    language.with(move |proofreader| {
        let others: Vec<&str> = others.iter().map(String::as_str).collect();
        let record = known.record(&text, &others);
        let kind = known.kind.unwrap_or(check::Kind::Email);
        check::check(&text, known.subject.as_deref(), kind, &record, Some(proofreader))
    })
}

fn mended(language: &Language, known: &Arc<Known>, text: &str, others: &[String]) -> String {
    fix::settle(text, |text| remarks(language, known, text, others.to_vec()))
}

/// Shows the difference and, when told so, writes it; whether it did.
fn mend(source: &Source, note: &Text, mended: &str, yes: bool) -> anyhow::Result<bool> {
    let Source::File(path) = source else {
        return Err(Failure::new("cannot mend standard input")
            .hint("name a file, or leave --fix out")
            .into());
    };
    if *mended == note.text {
        return Ok(false);
    }
    print(difference::difference(&source.to_string(), &note.text, mended, page_width()).as_bytes())?;
    let asking = io::stdin().is_terminal() && io::stderr().is_terminal();
    if !(yes || asking && agreed("mend it like this?")?) {
        print(b"nothing was changed; --yes mends it\n\n")?;
        return Ok(false);
    }
    if !note.findings.is_empty() {
        return Err(Failure::new(format!("cannot mend {source}: it is not in UTF-8"))
            .hint("save it as UTF-8 first; it was not changed")
            .into());
    }
    write_back(path, mended)?;
    print(b"mended\n\n")?;
    Ok(true)
}

/// The file keeps its byte-order mark if it had one.
fn write_back(path: &Path, text: &str) -> Result<(), Failure> {
    let marked = std::fs::read(path).is_ok_and(|bytes| bytes.starts_with(b"\xef\xbb\xbf"));
    let mark = if marked { "\u{feff}" } else { "" };
    replace::replace(path, format!("{mark}{text}").as_bytes()).map_err(|e| {
        Failure::new(format!("cannot write {}", path.display()))
            .because(e)
            .hint("the note is as it was; look at the rights of its folder")
    })
}

/// Asks on the terminal; only a yes is one.
pub(super) fn agreed(question: &str) -> io::Result<bool> {
    let mut stderr = anstream::stderr();
    write!(stderr, "{question} [y/N] ")?;
    stderr.flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

/// What was found in one note, for a person.
pub(super) fn shown(name: &str, text: &Text, subject: Option<&str>, remarks: &[Remark]) -> String {
    annotated::findings(name, &text.text, subject, &text.findings, remarks, page_width())
}

fn report(
    checked: &[Checked],
    grid: Option<&likeness::Grid>,
    subject: Option<&str>,
    args: &Args,
) -> anyhow::Result<()> {
    if !args.json {
        let mut page: String = checked
            .iter()
            .map(|c| shown(&c.name, &c.text, subject, &c.remarks))
            .collect();
        if let Some(grid) = grid {
            let names: Vec<&str> = checked.iter().map(|c| c.name.as_str()).collect();
            page.push_str(&summary::likeness_summary(grid, &names, page_width()));
        }
        return print(page.as_bytes());
    }
    match (checked, grid) {
        ([one], _) => print_json(&CheckOut {
            schema: wire::SCHEMA,
            findings: remarks_out(one),
        }),
        (all, grid) => print_json(&PanelOut {
            schema: wire::SCHEMA,
            notes: all
                .iter()
                .map(|c| NoteOut {
                    file: c.name.clone(),
                    findings: remarks_out(c),
                })
                .collect(),
            likeness: wire::likeness(grid),
        }),
    }
}

fn remarks_out(checked: &Checked) -> Vec<RemarkOut<'_>> {
    let whole = checked.text.findings.iter().map(|finding| (finding, &Place::Note));
    let placed = checked.remarks.iter().map(|remark| (&remark.finding, &remark.place));
    whole
        .chain(placed)
        .map(|(finding, place)| remark_out(finding, place))
        .collect()
}

fn remark_out<'a>(finding: &'a Finding, place: &Place) -> RemarkOut<'a> {
    let (place, span) = match place {
        Place::Note => ("note", None),
        Place::Text(span) => ("text", Some(span)),
        Place::Subject(span) => ("subject", Some(span)),
    };
    RemarkOut {
        finding: wire::finding(finding),
        place,
        span: span.map(|span| SpanOut {
            start: span.start,
            end: span.end,
        }),
    }
}
