//! A note as a sheet: its sentences with the jot lines they came from, and what is found in it marked in its place.

use std::collections::BTreeMap;
use std::ops::Range;

use afterword_core::casebook::{Key, NoteState, Purpose, TextHash, UNDO_SECONDS};
use afterword_core::check::{Place, Remark};
use afterword_core::model::Severity;
use afterword_core::plan::Decision;
use afterword_core::read::jot;
use afterword_store::book::{NoteRecord, PersonRecord, RoundRecord};

use crate::book::letters::Kept;
use crate::book::trace::{Trace, Traced};
use crate::book::{Desk, gate, measure, words};

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Para {
    pub(crate) pieces: Vec<Piece>,
}

/// A sentence, or what stands between sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece {
    /// Which sentence of the note, from 1; 0 for what is none.
    pub(crate) number: usize,
    /// The lines of the jot it came from, `3 4`.
    pub(crate) lines: String,
    /// Its owner's own words.
    pub(crate) own: bool,
    pub(crate) bits: Vec<Bit>,
}

/// Words that are marked alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bit {
    pub(crate) text: String,
    /// `error`, `warning` or `hint`; empty where nothing is found.
    pub(crate) severity: &'static str,
    /// A new line begins after it.
    pub(crate) ends_line: bool,
}

/// Something found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) rule: String,
    pub(crate) severity: &'static str,
    pub(crate) excerpt: String,
    pub(crate) message: String,
    pub(crate) fix: Option<String>,
}

/// A line of the jot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) number: usize,
    pub(crate) text: String,
    /// `used`, `held`, `aside`, or empty.
    pub(crate) class: &'static str,
}

/// A note to look at.
#[derive(Debug, Clone)]
pub(crate) struct Sheet {
    pub(crate) id: i64,
    pub(crate) case: i64,
    pub(crate) what: &'static str,
    pub(crate) person: i64,
    pub(crate) to: String,
    pub(crate) address: Option<String>,
    pub(crate) subject: String,
    pub(crate) body: String,
    pub(crate) paras: Vec<Para>,
    pub(crate) words: usize,
    pub(crate) enclosures: Vec<String>,
    pub(crate) unfinished: Vec<(String, String)>,
    pub(crate) found: Vec<Found>,
    pub(crate) state: &'static str,
    /// The state in words.
    pub(crate) says: String,
    pub(crate) revision: u32,
    /// What is on this page, to be approved as it stands here.
    pub(crate) shown: String,
    pub(crate) stopped: Option<String>,
    pub(crate) can_change: bool,
    /// Its sentences have other wordings: it was made from a jot.
    pub(crate) can_reword: bool,
    /// Seconds in which the approval can be taken back before anything may leave.
    pub(crate) undo_seconds: i64,
    pub(crate) mailto: String,
    /// It goes out by itself once it is approved, and when.
    pub(crate) goes: Option<String>,
    /// The beginning of the text, as an inbox shows it.
    pub(crate) inbox: String,
}

impl Sheet {
    pub(crate) fn of(
        desk: &Desk,
        record: &NoteRecord,
        to: &PersonRecord,
        remarks: &[Remark],
        lines: &BTreeMap<String, usize>,
    ) -> Self {
        let trace = Trace::read(record.trace.as_ref());
        let errors = measure::errors(remarks);
        let state = &record.note.state;
        let says = says(desk, state);
        Self {
            id: record.note.id.0,
            case: record.case.0,
            what: words::purpose(record.note.key.purpose),
            person: to.id.0,
            to: to.name.clone(),
            address: to.addr_spec.clone(),
            subject: record.subject.clone(),
            body: record.body.clone(),
            paras: paragraphs(&record.body, &trace.sentences, remarks, lines),
            words: record.body.split_whitespace().count(),
            enclosures: record.enclosures.clone(),
            unfinished: trace.starters.iter().map(|s| (s.text.clone(), s.jot.clone())).collect(),
            found: found(remarks),
            state: state.name(),
            says,
            revision: record.note.revision,
            shown: hex(&gate::hash(desk, record, to)),
            stopped: gate::stopped(record, errors, trace.starters.len()),
            can_change: matches!(
                state,
                NoteState::Drafted { .. }
                    | NoteState::Opened { .. }
                    | NoteState::Approved { .. }
                    | NoteState::Failed { .. }
            ),
            can_reword: record.note.key.purpose == Purpose::ThankYou,
            undo_seconds: match state {
                NoteState::Approved { approval, .. } => {
                    let passed = desk.now.timestamp().duration_since(approval.at).as_secs();
                    (UNDO_SECONDS - passed).clamp(0, UNDO_SECONDS)
                }
                _ => 0,
            },
            mailto: mailto(to.addr_spec.as_deref(), &record.subject, &record.body),
            goes: None,
            inbox: record
                .body
                .split("\n\n")
                .skip(1)
                .collect::<Vec<_>>()
                .join(" ")
                .chars()
                .take(90)
                .collect(),
        }
    }

    /// Says when it goes out by itself, where it does: its plan's day, or as soon as the approval can no longer be taken back.
    pub(crate) fn goes_by_itself(&mut self, desk: &Desk, decision: &Decision, key: &Key) {
        if self.address.is_none() {
            return;
        }
        let opens = decision
            .refusals
            .iter()
            .find(|r| r.key == *key)
            .map(|r| r.until.clone());
        self.goes = match opens {
            None => Some("It goes out by itself in a moment.".to_owned()),
            Some(Some(until)) => Some(format!(
                "It goes out by itself from {}.",
                words::moment(&until, &desk.now)
            )),
            Some(None) => None,
        };
    }

    /// Whether this is the state, for the template.
    pub(crate) fn is(&self, state: &str) -> bool {
        self.state == state
    }

    /// Not approved yet, and nothing but its reader stands in the way.
    pub(crate) fn can_approve(&self) -> bool {
        self.stopped.is_none() && matches!(self.state, "drafted" | "opened" | "failed")
    }
}

fn says(desk: &Desk, state: &NoteState) -> String {
    let moment = |at: &jiff::Timestamp| words::moment(&at.to_zoned(desk.now.time_zone().clone()), &desk.now);
    match state {
        NoteState::Drafted { .. } | NoteState::Opened { .. } => "A draft.".to_owned(),
        NoteState::Approved { .. } => "Approved, and ready to send.".to_owned(),
        NoteState::Sending { .. } | NoteState::Dot { .. } => "On its way.".to_owned(),
        NoteState::Sent { at, .. } => format!("Sent {}.", moment(at)),
        NoteState::Failed { reply, .. } => format!("It was refused: {reply}"),
        NoteState::Uncertain { at, .. } => format!("It left {}, and nobody knows whether it arrived.", moment(at)),
        NoteState::Discarded { .. } => "Laid aside.".to_owned(),
    }
}

/// As hexadecimal digits.
pub(crate) fn hex(hash: &TextHash) -> String {
    use std::fmt::Write as _;
    hash.0.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "hint",
    }
}

/// What is found, as a list.
pub(crate) fn found(remarks: &[Remark]) -> Vec<Found> {
    remarks
        .iter()
        .map(|r| Found {
            rule: r.finding.rule.clone(),
            severity: severity(r.finding.severity),
            excerpt: r.finding.excerpt.clone(),
            message: r.finding.message.clone(),
            fix: r.finding.fix.clone(),
        })
        .collect()
}

/// Which line of its jot each point stands on.
pub(crate) fn lines_of(round: &RoundRecord) -> BTreeMap<String, usize> {
    let Some(read) = read(round) else {
        return BTreeMap::new();
    };
    let points = read.people.iter().flat_map(|p| &p.points).chain(&read.everyone);
    let held = read.held_back.iter().map(|h| (h.id.to_string(), h.place.line));
    points.map(|p| (p.id.to_string(), p.place.line)).chain(held).collect()
}

fn read(round: &RoundRecord) -> Option<jot::Jot> {
    let text = round.jot.as_deref()?;
    let written = Kept::of(round).written.unwrap_or_else(|| round.end.clone());
    Some(jot::read(text, &written))
}

/// The jot, line by line, with what became of each.
pub(crate) fn jot_lines(round: &RoundRecord, used: &[usize]) -> Vec<Line> {
    let Some(read) = read(round) else { return Vec::new() };
    let held: Vec<usize> = read.held_back.iter().map(|h| h.place.line).collect();
    let aside: Vec<usize> = read.set_aside.iter().map(|p| p.line).collect();
    let text = &read.text;
    text.lines()
        .enumerate()
        .map(|(i, line)| {
            let number = i + 1;
            Line {
                number,
                text: line.to_owned(),
                class: if used.contains(&number) {
                    "used"
                } else if held.contains(&number) {
                    "held"
                } else if aside.contains(&number) {
                    "aside"
                } else {
                    ""
                },
            }
        })
        .collect()
}

/// The text in paragraphs, its sentences known and what is found marked.
pub(crate) fn paragraphs(
    body: &str,
    sentences: &[Traced],
    remarks: &[Remark],
    lines: &BTreeMap<String, usize>,
) -> Vec<Para> {
    let mut known: Vec<(Range<usize>, usize)> = Vec::new();
    let mut from = 0;
    for (i, sentence) in sentences.iter().enumerate() {
        if sentence.text.is_empty() {
            continue;
        }
        if let Some(at) = body[from..].find(&sentence.text) {
            let start = from + at;
            from = start + sentence.text.len();
            known.push((start..from, i + 1));
        }
    }
    let mut out = Vec::new();
    let mut start = 0;
    for part in body.trim_end().split("\n\n") {
        let span = start..start + part.len();
        start = span.end + 2;
        let mut pieces = Vec::new();
        let mut at = span.start;
        for (range, number) in known.iter().filter(|(r, _)| r.start >= span.start && r.end <= span.end) {
            if at < range.start {
                pieces.push(piece(body, at..range.start, 0, None, remarks, lines));
            }
            pieces.push(piece(
                body,
                range.clone(),
                *number,
                sentences.get(number - 1),
                remarks,
                lines,
            ));
            at = range.end;
        }
        if at < span.end {
            pieces.push(piece(body, at..span.end, 0, None, remarks, lines));
        }
        out.push(Para { pieces });
    }
    out
}

fn piece(
    body: &str,
    span: Range<usize>,
    number: usize,
    sentence: Option<&Traced>,
    remarks: &[Remark],
    lines: &BTreeMap<String, usize>,
) -> Piece {
    let mut from: Vec<usize> = sentence
        .iter()
        .flat_map(|s| &s.points)
        .filter_map(|p| lines.get(p).copied())
        .collect();
    from.sort_unstable();
    from.dedup();
    Piece {
        number,
        lines: from.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
        own: sentence.is_some_and(|s| s.own),
        bits: bits(body, span, remarks),
    }
}

/// The words of a span, apart where a mark begins or ends and where a line does.
fn bits(body: &str, span: Range<usize>, remarks: &[Remark]) -> Vec<Bit> {
    let marks: Vec<(&Range<usize>, Severity)> = remarks
        .iter()
        .filter_map(|r| match &r.place {
            Place::Text(range) if !range.is_empty() => Some((range, r.finding.severity)),
            _ => None,
        })
        .collect();
    let mut cuts = vec![span.start, span.end];
    for (range, _) in &marks {
        cuts.extend([range.start, range.end].into_iter().filter(|c| span.contains(c)));
    }
    cuts.extend(
        body[span.clone()]
            .match_indices('\n')
            .flat_map(|(i, _)| [span.start + i, span.start + i + 1]),
    );
    cuts.retain(|c| body.is_char_boundary(*c));
    cuts.sort_unstable();
    cuts.dedup();
    let mut out: Vec<Bit> = Vec::new();
    for pair in cuts.windows(2) {
        let (start, end) = (pair[0], pair[1]);
        let text = &body[start..end];
        if text == "\n" {
            match out.last_mut() {
                Some(last) => last.ends_line = true,
                None => out.push(Bit {
                    text: String::new(),
                    severity: "",
                    ends_line: true,
                }),
            }
            continue;
        }
        let worst = marks
            .iter()
            .filter(|(r, _)| r.start <= start && r.end >= end)
            .map(|(_, s)| *s)
            .max();
        out.push(Bit {
            text: text.to_owned(),
            severity: worst.map_or("", severity),
            ends_line: false,
        });
    }
    out
}

/// A link that opens the note in a mail program (RFC 6068).
fn mailto(address: Option<&str>, subject: &str, body: &str) -> String {
    fn encoded(text: &str) -> String {
        use std::fmt::Write as _;
        let mut out = String::new();
        for byte in text.replace("\r\n", "\n").replace('\n', "\r\n").bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                out.push(char::from(byte));
            } else {
                let _ = write!(out, "%{byte:02X}");
            }
        }
        out
    }
    let to = address.map(|a| encoded(a).replace("%40", "@")).unwrap_or_default();
    format!(
        "mailto:{to}?subject={}&body={}",
        encoded(subject),
        encoded(body.trim_end())
    )
}

/// Lines that a sentence of these sheets came from.
pub(crate) fn used(sheets: &[Sheet]) -> Vec<usize> {
    let pieces = sheets.iter().flat_map(|s| &s.paras).flat_map(|p| &p.pieces);
    pieces
        .flat_map(|p| p.lines.split(' '))
        .filter_map(|n| n.parse().ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use afterword_core::model::Finding;

    use super::*;

    fn traced(text: &str, point: &str) -> Traced {
        Traced {
            text: text.to_owned(),
            points: vec![point.to_owned()],
            ..Traced::default()
        }
    }

    #[test]
    fn sentences_know_their_lines_and_marks_stand_in_their_place() {
        let body = "Dear Ann,\n\nYou told me of the ferry. It was good.\n\nBest,\nGabriela\n";
        let sentences = [traced("You told me of the ferry.", "p2"), traced("It was good.", "p9")];
        let at = body.find("ferry").unwrap();
        let remark = Remark {
            finding: Finding {
                rule: "x".to_owned(),
                severity: Severity::Warning,
                excerpt: "ferry".to_owned(),
                message: String::new(),
                fix: None,
            },
            place: Place::Text(at..at + 5),
        };
        let lines = BTreeMap::from([("p2".to_owned(), 7)]);
        let got = paragraphs(body, &sentences, &[remark], &lines);
        assert_eq!(got.len(), 3);
        let second = &got[1].pieces;
        assert_eq!((second[0].number, second[0].lines.as_str()), (1, "7"));
        let bits: Vec<(&str, &str)> = second[0].bits.iter().map(|b| (b.text.as_str(), b.severity)).collect();
        assert_eq!(bits, [("You told me of the ", ""), ("ferry", "warning"), (".", "")]);
        assert_eq!((second[2].number, second[2].lines.as_str()), (2, ""));
        let close: Vec<bool> = got[2].pieces[0].bits.iter().map(|b| b.ends_line).collect();
        assert_eq!(close, [true, false]);
    }

    #[test]
    fn a_mail_program_gets_every_sign_as_it_is() {
        assert_eq!(
            mailto(Some("a+b@x.example"), "50% & more?", "Dear Ann,\n\nYes."),
            "mailto:a%2Bb@x.example?subject=50%25%20%26%20more%3F&body=Dear%20Ann%2C%0D%0A%0D%0AYes."
        );
    }
}
