//! The card: short, by hand, and about another thing than the e-mail.

use crate::model::{Note, NoteKind, Person, PointId, PointKind, Role, Sentence};

use super::super::say::{Channel, Saying};
use super::{Panel, Said, count_words};

/// Words a card is written to; practice "35-60 words".
const WORDS: usize = 56;
pub(in crate::compose) const WORDS_AT_MOST: usize = 64;

impl<'a> Panel<'a> {
    pub(super) fn card(
        &mut self,
        index: usize,
        person: &'a Person,
        said: &[Said<'a>],
        spare: &[PointId],
        mail: &Note,
    ) -> Option<Note> {
        let capitals = self.capitals;
        let known = |w: &str| capitals.get(&w.to_ascii_lowercase()).cloned();
        let cx = self.context(person, Channel::Card, &known);
        let rank = |s: &Said<'_>| {
            let spare_first = usize::from(!spare.contains(&s.point.id)) * 10;
            spare_first
                + match s.point.kind {
                    PointKind::Quote | PointKind::Moment => 0,
                    PointKind::Shared | PointKind::Advice => 1,
                    PointKind::Thanks => 2,
                    PointKind::Mine => 3,
                    PointKind::Wants => 4,
                    PointKind::Forgot | PointKind::AskedMe | PointKind::Promised | PointKind::Because => 9,
                }
        };
        let mut order: Vec<&Said<'a>> = said.iter().collect();
        order.sort_by_key(|s| rank(s));
        let mut body: Vec<Sentence> = Vec::new();
        let mut before: Option<String> = None;
        let open = self.framed("card_thanks", Role::Thanks, person, true);
        let close = self.framed("card_close", Role::Close, person, true);
        let own = |s: &Option<Sentence>| s.as_ref().map_or(0, |s| count_words(&s.text));
        let mut count = own(&open) + own(&close);
        body.extend(open);
        let seed = self.seed.wrapping_add(index as u64).wrapping_add(1);
        let mut taken = 0;
        for s in order {
            if rank(s) >= 19 || taken > 0 && rank(s) >= 10 {
                break;
            }
            // Said in the mail already: only in other words.
            let ways: Vec<Saying> = match self.ways(s.point, &cx) {
                Ok(ways) => ways
                    .into_iter()
                    .filter(|w| !mail.sentences().any(|m| m.text == w.text))
                    .collect(),
                Err(_) => Vec::new(),
            };
            let fitting: Vec<Saying> = ways
                .into_iter()
                .filter(|w| count + count_words(&w.text) <= if taken == 0 { WORDS_AT_MOST + 8 } else { WORDS })
                .collect();
            let ids = vec![s.point.id];
            if let Some(sentence) = Self::pick(&mut self.cards_used, &fitting, before.as_deref(), seed, ids) {
                count += count_words(&sentence.text);
                before = Some(sentence.text.clone());
                body.push(sentence);
                taken += 1;
            }
            if count > 44 {
                break;
            }
        }
        if taken == 0 {
            return None;
        }
        let mut paragraphs = vec![body];
        if let Some(c) = close {
            paragraphs[0].push(c);
        }
        Some(Note {
            to: index,
            kind: NoteKind::Card,
            subject: None,
            greeting: self.greeting(person, true),
            paragraphs,
            sign_off: self.sign_off(true),
            signature: self.signature(),
            contact_line: None,
            enclosures: Vec::new(),
            starters: Vec::new(),
            findings: Vec::new(),
        })
    }
}
