//! The e-mail: what must be in, then what there is room for, a thought a paragraph.

use crate::model::{Format, InterviewKind, Note, NoteKind, Part, Person, PointId, PointKind, Role, Sentence, Wording};

use super::super::say::Context;
use super::{Panel, Said, count_words};

/// Words a thank-you e-mail is written to; practice "60-130 words, hard limit 180".
const WORDS: usize = 145;
const WORDS_AT_MOST: usize = 175;

impl<'a> Panel<'a> {
    pub(super) fn mail(
        &mut self,
        index: usize,
        person: &'a Person,
        said: &[Said<'a>],
        cx: &Context<'_>,
    ) -> (Note, Vec<PointId>) {
        let thanks = self.framed("thanks", Role::Thanks, person, false);
        let has = |k: PointKind| said.iter().filter(move |s| s.point.kind == k);
        // What must be in comes first; the general pitch gives way to it (practice X6).
        let mut order: Vec<&Said<'a>> = Vec::new();
        order.extend(said.iter().filter(|s| self.wanted(s.point)));
        order.extend(has(PointKind::AskedMe));
        order.extend(has(PointKind::Promised));
        order.extend(has(PointKind::Forgot).take(2));
        let moments: Vec<&Said<'a>> = said
            .iter()
            .filter(|s| matches!(s.point.kind, PointKind::Moment | PointKind::Quote | PointKind::Advice))
            .collect();
        order.extend(moments.iter().take(1));
        order.extend(has(PointKind::Mine).take(1));
        order.extend(has(PointKind::Wants).take(1));
        order.extend(has(PointKind::Because).take(1));
        order.extend(moments.iter().skip(1).take(1));
        order.extend(has(PointKind::Thanks).take(1));
        // One thing is kept for the card where there is one to keep.
        order.extend(has(PointKind::Shared).take(1));
        order.extend(moments.iter().skip(2).rev().take(1));
        order.extend(has(PointKind::Mine).skip(1).take(1));
        order.extend(said.iter());
        let mut chosen: Vec<&Said<'a>> = Vec::new();
        let mut budget = 45;
        // Behind a call no card is advised, so that nothing waits for it.
        let called = matches!(self.jot.interview.format, Some(Format::Phone | Format::Video));
        let others = said.iter().filter(|s| s.point.kind != PointKind::Because).count();
        let keep_for_card = usize::from(others > 1 && !called);
        let cardable = |s: &Said<'_>| {
            matches!(
                s.point.kind,
                PointKind::Moment | PointKind::Quote | PointKind::Shared | PointKind::Thanks | PointKind::Advice
            )
        };
        for s in order {
            if chosen
                .iter()
                .any(|c| c.point.id == s.point.id && c.ways[0].text == s.ways[0].text)
            {
                continue;
            }
            let cost = s.ways.first().map_or(0, |w| count_words(&w.text));
            let must = self.must(s.point);
            let limit = if must || chosen.len() < 3 { WORDS_AT_MOST } else { WORDS };
            if budget + cost > limit {
                continue;
            }
            let left_for_card = said
                .iter()
                .filter(|o| cardable(o) && o.point.id != s.point.id && !chosen.iter().any(|c| c.point.id == o.point.id))
                .count();
            if cardable(s)
                && !must
                && left_for_card < keep_for_card
                && chosen.iter().filter(|c| cardable(c)).count() >= 1
            {
                continue;
            }
            budget += cost;
            chosen.push(s);
        }
        chosen.sort_by_key(|s| s.point.place.span.start);
        let by = |kinds: &[PointKind]| -> Vec<&Said<'a>> {
            chosen
                .iter()
                .filter(|s| kinds.contains(&s.point.kind))
                .copied()
                .collect()
        };
        let mut paragraphs: Vec<Vec<Sentence>> = Vec::new();
        let mut first: Vec<Sentence> = thanks.into_iter().collect();
        let mut before = first.last().map(|s| s.text.clone());
        let seed = self.seed.wrapping_add(index as u64);
        self.say_all(&mut first, &by(&[PointKind::Thanks]), &mut before, seed, cx);
        thanked_once(&mut first);
        paragraphs.push(first);
        let mut middle = Vec::new();
        self.say_all(
            &mut middle,
            &by(&[
                PointKind::Moment,
                PointKind::Quote,
                PointKind::Advice,
                PointKind::Shared,
            ]),
            &mut before,
            seed,
            cx,
        );
        paragraphs.push(middle);
        let mut strength = Vec::new();
        // My strength answers their need where both were jotted.
        self.say_all(&mut strength, &by(&[PointKind::Wants]), &mut before, seed, cx);
        self.say_all(&mut strength, &by(&[PointKind::Mine]), &mut before, seed, cx);
        paragraphs.push(strength);
        let mut amends = Vec::new();
        self.say_all(&mut amends, &by(&[PointKind::AskedMe]), &mut before, seed, cx);
        self.say_all(&mut amends, &by(&[PointKind::Forgot]), &mut before, seed, cx);
        self.say_all(&mut amends, &by(&[PointKind::Promised]), &mut before, seed, cx);
        paragraphs.push(amends);
        let mut last = Vec::new();
        self.say_all(&mut last, &by(&[PointKind::Because]), &mut before, seed, cx);
        if self.jot.interview.kind != InterviewKind::Informational {
            if let Some(s) = self.framed("interest", Role::Interest, person, false) {
                last.push(s);
            }
            let first_note = index
                == self
                    .jot
                    .people
                    .iter()
                    .position(|p| p.part == Part::Interviewer && !p.points.is_empty())
                    .unwrap_or(0);
            let slot = if first_note && self.slots.has("decide") {
                "timeline"
            } else {
                "look_forward"
            };
            if slot == "timeline" || index % 2 == 1 {
                last.extend(self.framed(slot, Role::Timeline, person, false));
            }
        }
        // Who has been thanked and told something is not thanked again; a short note, and one that asks for no job, ends with it.
        if chosen.len() < 3 || self.jot.interview.kind == InterviewKind::Informational {
            last.extend(self.framed("close", Role::Close, person, false));
        }
        let mut paragraphs = flowing(paragraphs);
        paragraphs.push(last);
        let enclosures = by(&[PointKind::Promised])
            .iter()
            .map(|s| s.point.text.clone())
            .collect();
        let note = Note {
            to: index,
            kind: NoteKind::ThankYou,
            subject: Some(self.subject()),
            greeting: self.greeting(person, false),
            paragraphs,
            sign_off: self.sign_off(false),
            signature: self.signature(),
            contact_line: self.contact_line(),
            enclosures,
            starters: Vec::new(),
            findings: Vec::new(),
        };
        let spare = said
            .iter()
            .map(|s| s.point.id)
            .filter(|id| !chosen.iter().any(|c| c.point.id == *id))
            .collect();
        (note, spare)
    }
}

/// Words up to which what is thanked for goes into the sentence that opens the letter.
const THANKED_WORDS: usize = 34;

/// "Thank you for our conversation about the post. Thank you for showing me the crib.": thanked in one sentence for both.
fn thanked_once(sentences: &mut Vec<Sentence>) {
    let [open, next, ..] = sentences.as_mut_slice() else {
        return;
    };
    let ways = |s: &Sentence| -> Vec<Wording> {
        let first = Wording {
            text: s.text.clone(),
            frame: s.frame.clone(),
        };
        std::iter::once(first).chain(s.others.iter().cloned()).collect()
    };
    let what = ways(next).iter().find_map(|way| {
        let what = way.text.strip_prefix("Thank you for ")?.strip_suffix('.')?;
        (!what.contains(". ")).then(|| what.to_owned())
    });
    let Some(what) = what else { return };
    let mut merged = ways(open).into_iter().filter_map(|way| {
        let text = thanking(&way.text, &what).filter(|text| count_words(text) <= THANKED_WORDS)?;
        Some(Wording { text, ..way })
    });
    let Some(first) = merged.next() else { return };
    let others: Vec<Wording> = merged.collect();
    open.text = first.text;
    open.frame = first.frame;
    open.others = others;
    open.points.append(&mut next.points);
    sentences.remove(1);
}

/// A sentence that thanks, with one thing more to thank for.
fn thanking(sentence: &str, what: &str) -> Option<String> {
    if let Some(head) = sentence.strip_suffix("; thank you.") {
        return Some(format!("{head}; thank you for {what}."));
    }
    if let Some(head) = sentence.strip_suffix("; thank you for your time.") {
        return Some(format!("{head}; thank you for your time, and for {what}."));
    }
    let head = sentence.strip_suffix('.')?;
    let thanks = [
        "Thank you for ",
        "Thanks for ",
        "Many thanks for ",
        "Thank you so much for ",
    ];
    let thanks = thanks.iter().any(|t| head.starts_with(t)) && !head.contains(';');
    thanks.then(|| format!("{head}, and for {what}."))
}

/// Words a paragraph grows to when short ones are joined.
const PARAGRAPH_WORDS: usize = 62;

/// Joins short paragraphs in order: a sentence to a paragraph reads as a list.
fn flowing(parts: Vec<Vec<Sentence>>) -> Vec<Vec<Sentence>> {
    let length = |p: &[Sentence]| p.iter().map(|s| count_words(&s.text)).sum::<usize>();
    let mut out: Vec<Vec<Sentence>> = Vec::new();
    for part in parts.into_iter().filter(|p| !p.is_empty()) {
        match out.last_mut() {
            Some(before) if length(before) + length(&part) <= PARAGRAPH_WORDS && before.len() + part.len() <= 4 => {
                before.extend(part);
            }
            _ => out.push(part),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_sentence_thanks_for_both() {
        let thanks = |sentence| thanking(sentence, "showing me the crib");
        assert_eq!(
            thanks("Thank you for meeting with me about the post.").as_deref(),
            Some("Thank you for meeting with me about the post, and for showing me the crib.")
        );
        assert_eq!(
            thanks("It was good to meet you; thank you.").as_deref(),
            Some("It was good to meet you; thank you for showing me the crib.")
        );
        assert_eq!(thanks("I appreciate the time you took."), None);
    }
}
