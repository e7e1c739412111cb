//! A question before its time, and two sentences joined by a comma alone.

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};

use super::rules::RULES;
use super::tags::Tags;
use super::text::{Part, Sentence, Text, Token};
use super::{Kind, Record, Remark};

/// Judges both.
pub(crate) fn judge(text: &Text<'_>, kind: Kind, record: &Record<'_>, out: &mut Vec<Remark>) {
    too_early(text, kind, record, out);
    for sentence in text.part(Part::Body) {
        comma_splice(text, sentence, out);
    }
}

/// A check-in, or a question about the decision in another note, before the business day after the date they gave.
fn too_early(text: &Text<'_>, kind: Kind, record: &Record<'_>, out: &mut Vec<Remark>) {
    let Some(theirs) = record.decision_date else { return };
    let from = next_business_day(theirs);
    if record.now >= from {
        return;
    }
    let rule = RULES.measure("before_their_date");
    let message = format!(
        "{} They named {}; ask on {} or later.",
        rule.file.message,
        theirs.strftime("%-d %B"),
        from.strftime("%A, %-d %B")
    );
    let asks = text.part(Part::Body).find(|s| rule.mentions(text.tokens_of(s)));
    match (asks, kind) {
        (Some(sentence), _) => out.push(rule.saying(text.raw, sentence.span.clone(), None, message)),
        (None, Kind::FollowUp) => {
            let mut remark = rule.whole();
            remark.finding.message = message;
            out.push(remark);
        }
        (None, _) => {}
    }
}

/// The first Monday to Friday after a day; holidays are the plan's to know.
fn next_business_day(day: Date) -> Date {
    let days = match day.weekday() {
        Weekday::Friday => 3,
        Weekday::Saturday => 2,
        _ => 1,
    };
    day.saturating_add(days.days())
}

/// `I enjoyed the tour, it was the best part of my week.`
///
/// Only the plain case is judged: one comma, a subject and a finite verb on both sides, and no word that leaves the
/// first half open.
fn comma_splice(text: &Text<'_>, sentence: &Sentence, out: &mut Vec<Remark>) {
    let rule = RULES.measure("comma_splice");
    let tokens = text.tokens_of(sentence);
    let marks: Vec<usize> = (0..tokens.len()).filter(|i| !tokens[*i].is_wordlike()).collect();
    let [comma, stop] = marks.as_slice() else { return };
    if tokens[*comma].text != "," || tokens[*stop].text != "." || *stop + 1 != tokens.len() {
        return;
    }
    let (left, right) = (&tokens[..*comma], &tokens[comma + 1..*stop]);
    let open = left.iter().take(2).any(|t| rule.has("leaves_open", &t.low))
        || left.iter().any(|t| {
            matches!(
                t.low.as_str(),
                "if" | "when" | "so" | "such" | "more" | "not" | "whether"
            )
        });
    let aside = right.len() < 4 || right.iter().take(3).any(|t| rule.has("asides", &t.low)) && right.len() < 5;
    if open || aside || left.len() < 4 {
        return;
    }
    let thanks = left[0].low.starts_with("thank") && left.get(1).is_some_and(|t| t.low == "you");
    if (clause(left) || thanks) && plain_start(right) && clause(right) {
        let span = sentence.span.start..right[right.len() - 1].span.end;
        out.push(rule.at(text.raw, span, None));
    }
}

/// Begins with a pronoun that is a subject and nothing else.
fn plain_start(tokens: &[Token<'_>]) -> bool {
    matches!(
        tokens[0].low.as_str(),
        "i" | "we" | "they" | "he" | "she" | "it" | "i'm" | "it's" | "they're" | "we're"
    )
}

/// A subject with a finite verb close behind: `I enjoyed`, `your team works`, `it was`.
fn clause(tokens: &[Token<'_>]) -> bool {
    let contracted = matches!(
        tokens[0].low.as_str(),
        "i'm" | "it's" | "they're" | "we're" | "i've" | "we've"
    );
    let subject =
        tokens[0].tags.any(Tags::SUBJECT.with(Tags::POSSESSIVE)) || matches!(tokens[0].low.as_str(), "it" | "the");
    let finite = Tags::PAST
        .with(Tags::BE)
        .with(Tags::HAVE)
        .with(Tags::MODAL)
        .with(Tags::DO)
        .with(Tags::THIRD)
        .with(Tags::BASE);
    let from = usize::from(!matches!(
        tokens[0].low.as_str(),
        "the" | "your" | "my" | "our" | "their" | "his" | "her"
    ));
    let from = if from == 1 { 1 } else { 2 };
    contracted || subject && tokens.iter().skip(from).take(2).any(|t| t.tags.any(finite))
}
