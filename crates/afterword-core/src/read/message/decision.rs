//! The clause of a reply that gives a time of decision, word for word.
//!
//! Only its place is found here; what the time means is the business of the deadline reader. The candidate's own
//! deadlines ("let us know by Friday") and service promises are passed over, and of several statements the last one
//! stands, unless it only recalls what had been said before.

use std::ops::Range;
use std::sync::LazyLock;

use super::dates::{Anchor, dates};
use super::phrases::{Pattern, Words};

/// Words of the employer deciding or telling.
const DECIDING: &[&str] = &[
    "decide|decides|decided|deciding|decision|decisions|verdict|outcome|result|results|answer|choice|shortlist",
    "let [all|both|the|our|every|each] you|everyone|all|candidates|candidate|finalists|applicants know|have",
    "hear|hearing|heard [back|more] [from] [us|me|back|from|anything|one|either|something|by|in|within|before]",
    "get|getting|come|coming|be|circle|circling|report|revert|reach|reaching [back] to|back|out|around [to] [you|with]",
    "be in|back touch|contact",
    "in|keep|get touch|posted",
    "touch base|bases",
    "have|with|get|give|any|more|some|an|expect|bring|send|your [some|more|better|an|firm|further|real] update|updates|news|word|feedback",
    "notify|notified|inform|announce|announcing|announcement|update you|candidates|everyone|all|the",
    "write|call|phone|ring|email|contact|tell|message|drop to|you|everyone|all|the|both",
    "know more|something|where|either",
    "committee|board|panel|team|group|council|director|faculty|partners|leadership meets|meet|votes|vote|convenes|sits|signs|reconvenes|discuss*",
    "conclude|concluding|wrap|wrapping|finish|finishing|complete|completing|finalise|finalize|finalising|finalizing|close [up] [the|our|all|up] [remaining|final|last|other] interviews|interviewing|process|search|round|rounds|conversations|decision|things|review|list|paperwork",
    "make|making|extend|extending|put|send [a|an|the|our|out|together] [final] offer|offers|call|decision|choice|pick",
    "next steps|step",
    "choose|pick|select [a|the|our|between]",
    "make|making|made [up] [our|their|my|up] mind|minds",
    "timeline|timing|deadline",
    "entscheid*|bescheid|ruckmeldung|zuruckkommen|nachricht|ergebnis|zusage",
    "auf sie|dich zu|zuruck",
    "melden|meldet|melde uns|sich|mich",
    "decision|decider|deciderons|reviendrons|reviendrai|reponse|recontact*|tiendrons|tiendrai|nouvelles|retour|communiquer*|informer*|trancher*",
    "decision|decidiremos|decidir|respuesta|contactaremos|comunicaremos|noticias|avisaremos|informaremos",
    "beslissing|besluit|beslissen|laten weten|horen|bericht",
    "decisione|decideremo|risposta|faremo sapere|ricontatteremo|comunicheremo|notizie",
];

/// Words of a time to come that are no plain date.
const TIME: &[&str] = &[
    "end|close|start|beginning|middle|early|late|later|mid|rest|course|half|week|sometime|second|first|last|by|tail [part|half|end|week] [of|in|part] [of] [the|this|next|following|that|our] [following|coming|next] week|month|year|quarter|day|business|january|february|march|april|may|june|july|august|september|october|november|december|summer|spring|autumn|fall|winter",
    "next|this|following|coming|same [coming|business|working] week|month|quarter|year|afternoon|evening|morning|weekend",
    "week after|of|following|commencing|beginning [next|the]",
    "in|within|another|about|around|than|take|takes|next|needs|need|least|for|roughly|over|under [a|an|the|about|around|another|roughly|next|at|of] [a|next|coming|of|few|couple] [couple|few|of|one|two|three|four|five|six|seven|eight|ten|fourteen|couple|2|3|4|5|6|7|8|10|14] [of] [or] [to|two|three|four|five|2|3|4|5] [two|three|four|five|business|working|calendar|more] day|days|week|weeks|month|months|fortnight|hours|weekend",
    "two|three|four|five|six|ten|couple|few|2|3|4|5|6|7|10 [of] [more|or|to] [more|three|business|working|extra] days|weeks|months",
    "today|tonight|tomorrow",
    "after|before|over|until|till|by [the] [christmas|new|holiday|long] thanksgiving|easter|christmas|holidays|holiday|year|break|weekend|summer|labor|memorial|board|budget",
    "in|by|until|till|early|late|mid|during|around|before|of|through [early|late|mid|the] january|february|march|april|may|june|july|august|september|october|november|december",
    "q1|q2|q3|q4|eow|eod|cob|eom",
    "ende|anfang|mitte|laufe|bis|nachste|nachster|kommende|kommenden|dieser|diese [der|des|zum|ende|diesen] [nachsten|kommenden|dieser|ende] [der] woche|monats|monat|jahres|wochen|jahr",
    "innerhalb|binnen|in [der|von] [nachsten|etwa|ca] [ein|zwei|drei|vier|zehn|14|wenigen] [bis] [drei|vier] tagen|wochen|woche",
    "fin|debut|courant|semaine|mois|ici [de|du|la|le] [la|le|semaine|mois|fin] [semaine|mois|prochaine|prochain]",
    "sous|dans [un|une|deux|trois|quinze|huit|les] jours|semaines|semaine|quinzaine|huitaine",
    "final*|principios|mediados|proxima|semana|mes [de] [la|este|semana] [semana|mes|proxima|que]",
    "eind|begin|volgende|week|maand [van] [de|deze|volgende] [week|maand]",
    "fine|inizio|prossima|settimana|mese [della|del] [settimana|mese|prossima]",
    "morgen|demain|manana|domani|ubermorgen",
];

/// Clauses that ask the candidate for something, or promise a service to everybody.
const NOT_THEIRS: &[&str] = &[
    "let us|me know|have",
    "please|kindly|bitte .. by|before|bis|until|return|send|confirm|sign|reply|respond|avant",
    "could|can|would|will you [please] .. by|before|confirm|send|let|reply|get|return",
    "need|want|like|require .. your|you .. by|before",
    "need|want|like|require [to] your|you",
    "your answer|decision|reply|response|references|documents|signed|availability|choice",
    "you .. decide|decided|accept|sign|return|submit|complete",
    "return|submit|complete|sign|upload|send|provide .. by|before|within",
    "all|every|most enquiries|inquiries|emails|messages|requests|applications",
    "your deadline|other|competing",
    "push|move|reschedule|postpone|shift .. call|interview|meeting|conversation|chat",
    "sorry|apologies|apologise [for] .. delay|late|slow|silence",
    "interview|call|meeting|visit|slot|schedule|available|availability|work for you",
    "start|starting date|work|on",
    "i am|will|be|out|away travelling|traveling|leave|vacation|office|holiday",
];

/// Clauses that only recall an earlier promise.
const RECALLED: &[&str] = &[
    "said|promised|hoped|planned|originally|told|mentioned|expected|meant|intended|thought|supposed|wanted|initially",
    "gesagt|angekundigt|ursprunglich|versprochen",
];
/// Words of a change, which make a recalling clause current.
const CHANGED: &[&str] =
    &["now|instead|pushed|moved|slipped|slipping|longer|rather|delayed|later|nun|jetzt|verschoben|desormais|ahora"];
/// Requests that are the employer's news all the same: "if you haven't heard by Friday, write to me".
const SILENCE: &[&str] = &[
    "not|nothing|nichts|pas [have|yet] hear|heard|gehort|nouvelles|back [anything|back|from]",
    "silence|quiet by|until|on",
];

struct Lists {
    deciding: Vec<Pattern>,
    time: Vec<Pattern>,
    not_theirs: Vec<Pattern>,
    recalled: Vec<Pattern>,
    changed: Vec<Pattern>,
    silence: Vec<Pattern>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| Lists {
    deciding: Pattern::all(DECIDING),
    time: Pattern::all(TIME),
    not_theirs: Pattern::all(NOT_THEIRS),
    recalled: Pattern::all(RECALLED),
    changed: Pattern::all(CHANGED),
    silence: Pattern::all(SILENCE),
});

/// The byte range of the clause in the reply.
pub(crate) fn decision_clause(text: &str, words: &Words, anchor: Anchor) -> Option<Range<usize>> {
    let lists = &*LISTS;
    let found = dates(text, words, anchor);
    let dated = |range: &Range<usize>| found.iter().any(|date| range.contains(&date.words.start));
    let has = |patterns: &[Pattern], range: &Range<usize>| words.any(patterns, range.start, range.end).is_some();
    let mut best: Option<(u8, Range<usize>)> = None;
    for sentence in 0..words.sentences.len() {
        // A question asks; it does not tell.
        if words.words[words.sentence(sentence)]
            .last()
            .is_some_and(|word| word.text == "?")
        {
            continue;
        }
        let clauses = clauses(text, words, sentence);
        let timed = |range: &Range<usize>| dated(range) || has(&lists.time, range);
        let whole = words.sentence(sentence);
        let in_one = clauses
            .iter()
            .filter(|clause| timed(clause) && has(&lists.deciding, clause))
            .cloned();
        // "It will be the 23rd, so please bear with us until we decide": the two halves stand apart.
        let spread = (timed(&whole) && has(&lists.deciding, &whole)).then_some(whole);
        let candidates: Vec<Range<usize>> = in_one.collect();
        let candidates = if candidates.is_empty() {
            spread.into_iter().collect()
        } else {
            candidates
        };
        for clause in candidates {
            let silence = has(&lists.silence, &clause);
            if has(&lists.not_theirs, &clause) && !silence {
                continue;
            }
            let recalled = has(&lists.recalled, &clause) && !has(&lists.changed, &clause);
            let weight = if recalled {
                0
            } else {
                1 + u8::from(dated(&clause) && !silence)
            };
            if best.as_ref().is_none_or(|(known, _)| weight >= *known) {
                best = Some((weight, clause));
            }
        }
    }
    let (weight, clause) = best?;
    let (first, last) = (
        words.words.get(clause.start)?,
        words.words.get(clause.end.checked_sub(1)?)?,
    );
    (weight > 0).then_some(first.start..last.end)
}

/// A sentence at its joints: dashes, colons, and the conjunctions that begin a new statement.
fn clauses(text: &str, words: &Words, sentence: usize) -> Vec<Range<usize>> {
    let range = words.sentence(sentence);
    let mut out = Vec::new();
    let mut start = range.start;
    for at in range.start + 1..range.end {
        let gap = &text[words.words[at - 1].end.min(words.words[at].start)..words.words[at].start];
        let word = words.words[at].text.as_str();
        let joint = gap.contains([':', ';', '—', '–', '('])
            || gap.contains(" - ")
            || gap.contains(',')
                && [
                    "so", "but", "though", "although", "because", "since", "aber", "sodass", "mais", "donc", "pero",
                    "maar", "ma", "however", "please", "and", "und", "daher", "yet", "which",
                ]
                .contains(&word);
        if joint {
            out.push(start..at);
            start = at;
        }
    }
    out.push(start..range.end);
    // The conjunction itself says nothing.
    for clause in &mut out {
        if clause.len() > 1
            && ["so", "but", "and", "aber", "und", "mais", "pero", "donc"]
                .contains(&words.words[clause.start].text.as_str())
        {
            clause.start += 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn finds_the_clause_that_moves_the_decision() {
        for (text, clause) in [
            (
                "Quick update: our VP is travelling, so we now expect to make a decision by October 23. Thanks.",
                Some("we now expect to make a decision by October 23"),
            ),
            (
                "We meet on Friday and will let you know the week after.",
                Some("We meet on Friday and will let you know the week after"),
            ),
            ("Please let us know by Friday.", None),
            (
                "Die Leitung tagt in der kommenden Woche, eine Entscheidung fällt voraussichtlich bis zum 27. November.",
                Some(
                    "Die Leitung tagt in der kommenden Woche, eine Entscheidung fällt voraussichtlich bis zum 27. November",
                ),
            ),
            ("We will be in touch soon.", None),
            (
                "Wir melden uns bis Ende der Woche bei Ihnen.",
                Some("Wir melden uns bis Ende der Woche bei Ihnen"),
            ),
            (
                "Nous reviendrons vers vous d'ici vendredi.",
                Some("Nous reviendrons vers vous d'ici vendredi"),
            ),
            (
                "We'd said Friday. It will take another two weeks before we decide.",
                Some("It will take another two weeks before we decide"),
            ),
        ] {
            let words = Words::new(text);
            let anchor = Anchor {
                date: date(2026, 10, 7),
                month_first: true,
            };
            assert_eq!(
                decision_clause(text, &words, anchor).map(|range| &text[range]),
                clause,
                "{text}"
            );
        }
    }
}
