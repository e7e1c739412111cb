//! The short note to whoever arranged it, greeted or put in a word.

use crate::model::{Note, NoteKind, Part, Person, PointKind, Role, Sentence};

use super::super::say::Channel;
use super::{Panel, Said};

impl<'a> Panel<'a> {
    pub(super) fn short(&mut self, index: usize, person: &'a Person, said: &[Said<'a>]) -> Note {
        let capitals = self.capitals;
        let known = |w: &str| capitals.get(&w.to_ascii_lowercase()).cloned();
        let cx = self.context(person, Channel::Mail, &known);
        let mut body: Vec<Sentence> = Vec::new();
        let points: Vec<&Said<'a>> = said.iter().collect();
        let thanked = points.iter().any(|s| s.point.kind == PointKind::Thanks);
        let mut before = None;
        if !thanked || person.part == Part::Coordinator {
            body.extend(self.framed("short_thanks", Role::Thanks, person, false));
            before = body.last().map(|s| s.text.clone());
        }
        let seed = self.seed.wrapping_add(index as u64);
        self.say_all(&mut body, &points, &mut before, seed, &cx);
        body.extend(self.framed("short_close", Role::Close, person, false));
        Note {
            to: index,
            kind: NoteKind::Coordinator,
            subject: Some(self.subject()),
            greeting: self.greeting(person, false),
            paragraphs: vec![body],
            sign_off: self.sign_off(false),
            signature: self.signature(),
            contact_line: None,
            enclosures: Vec::new(),
            starters: Vec::new(),
            findings: Vec::new(),
        }
    }
}
