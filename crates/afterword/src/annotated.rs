//! Findings shown in the words they are about, in at most 80 columns.
//!
//! A paragraph of a letter is one long line; it is broken at spaces first, which moves no byte, so that every mark
//! stands under its own words. Colour is marked here and taken out again by the stream where nobody would see it.

use std::ops::Range;

use afterword_core::check::{Place, Remark};
use afterword_core::model::{Finding, Severity};
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::text::{columns, is_unsafe, plain, wrap};

/// Columns the frame around the words takes.
const FRAME: usize = 8;

/// What was found in one note. `read` are findings of reading the file.
pub(crate) fn findings(
    name: &str,
    text: &str,
    subject: Option<&str>,
    read: &[Finding],
    remarks: &[Remark],
    width: usize,
) -> String {
    let renderer = Renderer::styled().term_width(width);
    let mut out = String::new();
    let mut show = |finding: &Finding, place: &Place| {
        let group = group(name, text, subject, finding, place, width);
        out.push_str(&renderer.render(&[group]));
        out.push_str("\n\n");
    };
    for finding in read {
        show(finding, &Place::Note);
    }
    for remark in remarks {
        show(&remark.finding, &remark.place);
    }
    out.push_str(&count(name, read.len() + remarks.len()));
    out
}

fn count(name: &str, findings: usize) -> String {
    let name = plain(name);
    match findings {
        0 => format!("{name}: nothing found\n"),
        1 => format!("{name}: 1 finding\n"),
        n => format!("{name}: {n} findings\n"),
    }
}

fn group<'a>(
    name: &str,
    text: &str,
    subject: Option<&str>,
    finding: &Finding,
    place: &Place,
    width: usize,
) -> Group<'a> {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Hint => Level::NOTE.with_name("hint"),
    };
    let indent = 14;
    let title = wrap(
        &plain(&finding.message),
        width.saturating_sub(indent + columns(&finding.rule)).max(30),
    );
    let mut group = Group::with_title(level.primary_title(title.join("\n")).id(plain(&finding.rule)));
    match (place, subject) {
        (Place::Text(span), _) => {
            group = group
                .element(origin(name, text, span))
                .element(snippet(text, span, width));
        }
        (Place::Subject(span), Some(subject)) => {
            let name = format!("{name}, subject");
            group = group
                .element(origin(&name, subject, span))
                .element(snippet(subject, span, width));
        }
        _ => {}
    }
    if let Some(fix) = &finding.fix {
        let better = if fix.is_empty() {
            "leave it out".to_owned()
        } else {
            plain(fix)
        };
        let lines = wrap(&better, width.saturating_sub(18).max(30));
        group = group.element(Level::HELP.with_name("better").message(lines.join("\n")));
    }
    group
}

/// The line and column of a span, in the file as it is.
fn origin<'a>(name: &str, text: &str, span: &Range<usize>) -> Origin<'a> {
    let before = &text[..span.start];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |l| l.chars().count()) + 1;
    Origin::path(plain(name)).line(line).char_column(column)
}

/// The lines a span stands in, broken to the width, with the span marked.
fn snippet<'a>(text: &str, span: &Range<usize>, width: usize) -> Snippet<'a, Annotation<'a>> {
    let broken = broken(text, width.saturating_sub(FRAME).max(20));
    let first = broken[..span.start].rfind('\n').map_or(0, |i| i + 1);
    let last = broken[span.end..].find('\n').map_or(broken.len(), |i| span.end + i);
    Snippet::source(broken[first..last].to_owned())
        .line_numbering(false)
        .fold(false)
        .annotation(AnnotationKind::Primary.span(span.start - first..span.end - first))
}

/// The text with some spaces turned into line breaks, and with nothing in it that steers a terminal. No byte moves.
fn broken(text: &str, width: usize) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c != '\n' && is_unsafe(c) || c == '\t' {
            out.extend(std::iter::repeat_n(if c == '\t' { ' ' } else { '?' }, c.len_utf8()));
        } else {
            out.push(c);
        }
    }
    let mut bytes = out.into_bytes();
    let mut used = 0;
    let mut space = None;
    for (i, c) in text.char_indices() {
        if c == '\n' {
            (used, space) = (0, None);
            continue;
        }
        if c == ' ' {
            space = Some((i, used));
        }
        used += columns(c.encode_utf8(&mut [0; 4]));
        if used > width
            && let Some((at, before)) = space.take()
        {
            bytes[at] = b'\n';
            used -= before + 1;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn breaking_moves_no_byte_and_steers_no_terminal() {
        let text =
            "na\u{ef}ve words \u{1b}[31m that go on and on \u{202e}backwards\nand a second line, longer than that one";
        let broken = broken(text, 16);
        assert_eq!(broken.len(), text.len());
        assert!(broken.lines().all(|l| columns(l) <= 20), "{broken}");
        assert!(!broken.contains(['\u{1b}', '\u{202e}']), "{broken}");
        assert_eq!(broken.find("second"), text.find("second"));
    }
}
