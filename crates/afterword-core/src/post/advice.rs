//! E-mail or card: both sides, and what the dates say about the card. The choice is the person's (S36, S68).

use jiff::civil::Date;

use super::Arrival;
use crate::model::Format;

/// A card is advised from this many days before the decision on (defaults of the practices).
const DAYS_BEFORE_DECISION: i32 = 5;

/// What is known when somebody asks whether to send a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// The day of the question.
    pub today: Date,
    /// How the conversation was held.
    pub format: Option<Format>,
    /// A postal address of their work is known.
    pub has_address: bool,
    /// First and last day of the decision, as far as they were named.
    pub decision: (Option<Date>, Option<Date>),
}

/// What the dates say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is on the desk before they decide, if the post keeps its times.
    InTime,
    /// It may be there before they decide, or after.
    MayBeLate,
    /// It is there after they decided, even if the post is quick.
    TooLate,
    /// Nobody said when they decide.
    NoDate,
}

/// Both sides and a word on the card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Advice {
    /// What the dates say.
    pub verdict: Verdict,
    /// Whether a card is advised.
    pub card_is_advised: bool,
    /// Why, or why not: plain sentences.
    pub reasons: Vec<String>,
    /// What speaks for the e-mail.
    pub for_email: Vec<String>,
    /// What speaks for the card.
    pub for_card: Vec<String>,
}

/// Weighs a card that would arrive so.
#[must_use]
pub fn advise(facts: &Facts, arrival: &Arrival) -> Advice {
    let desk = arrival.on_desk;
    // Before the first day of the decision nobody decides; where only a last day is known, they may on any day up to it.
    let (earliest, latest) = facts.decision;
    let verdict = match (earliest.or(latest), latest.or(earliest)) {
        (Some(first), _) if desk.last < first => Verdict::InTime,
        (_, Some(last)) if desk.first > last => Verdict::TooLate,
        (Some(_), _) => Verdict::MayBeLate,
        (None, _) => Verdict::NoDate,
    };
    let mut reasons = Vec::new();
    reasons.push(match verdict {
        Verdict::InTime => "if the post keeps its times, it is on the desk before they decide".to_owned(),
        Verdict::MayBeLate => "it may be on the desk before they decide, or after".to_owned(),
        Verdict::TooLate => "it would be on the desk only after they decided, even if the post is quick".to_owned(),
        Verdict::NoDate => "nobody said when they decide, so it can hardly be late".to_owned(),
    });
    let is_close = latest.or(earliest).is_some_and(|day| {
        let days = facts.today.until(day).map_or(i32::MAX, |span| span.get_days());
        days < DAYS_BEFORE_DECISION
    });
    if is_close && verdict != Verdict::TooLate {
        reasons.push(format!("they decide in fewer than {DAYS_BEFORE_DECISION} days"));
    }
    match facts.format {
        Some(Format::InPerson) => reasons.push("you met in one room".to_owned()),
        Some(_) => reasons.push("you did not meet in one room, so the e-mail is enough".to_owned()),
        None => {}
    }
    if !facts.has_address {
        reasons.push("the address of their work is not known".to_owned());
    }
    let met = matches!(facts.format, None | Some(Format::InPerson));
    Advice {
        verdict,
        card_is_advised: verdict != Verdict::TooLate && !is_close && met && facts.has_address,
        reasons,
        for_email: vec![
            "it is there today, while the conversation is fresh".to_owned(),
            "it is there whatever the post does, and can be answered at once".to_owned(),
        ],
        for_card: vec![
            "it is more personal: your own hand, on paper they may keep and read again".to_owned(),
            "it costs a card, a stamp and a quarter of an hour".to_owned(),
        ],
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::{Window, arrival, classes};
    use super::*;
    use crate::calendar::Holidays;

    fn day(day: i8) -> Date {
        date(2026, 3, day)
    }

    fn facts(decision: (Option<Date>, Option<Date>)) -> Facts {
        Facts {
            today: day(2),
            format: Some(Format::InPerson),
            has_address: true,
            decision,
        }
    }

    #[test]
    fn the_window_is_held_against_the_decision() {
        let posted = arrival(day(2), false, &classes()[0], &Holidays::us());
        assert_eq!(
            posted.on_desk,
            Window {
                first: day(3),
                last: day(9)
            }
        );
        let check = |decision, verdict, advised| {
            let got = advise(&facts(decision), &posted);
            assert_eq!(
                (got.verdict, got.card_is_advised),
                (verdict, advised),
                "{decision:?}: {got:?}"
            );
            assert!(
                !got.for_email.is_empty() && !got.for_card.is_empty(),
                "both sides are shown"
            );
        };
        check((None, Some(day(13))), Verdict::InTime, true);
        check((None, Some(day(9))), Verdict::MayBeLate, true);
        check((Some(day(6)), Some(day(20))), Verdict::MayBeLate, true);
        check((None, Some(day(6))), Verdict::MayBeLate, false);
        check((None, Some(day(2))), Verdict::TooLate, false);
        check((None, None), Verdict::NoDate, true);
    }

    #[test]
    fn a_card_needs_a_meeting_and_an_address() {
        let posted = arrival(day(2), false, &classes()[0], &Holidays::us());
        let far = facts((None, Some(day(27))));
        let advised = |facts: Facts| advise(&facts, &posted).card_is_advised;
        assert!(advised(far));
        assert!(!advised(Facts {
            format: Some(Format::Phone),
            ..far
        }));
        assert!(!advised(Facts {
            has_address: false,
            ..far
        }));
    }
}
