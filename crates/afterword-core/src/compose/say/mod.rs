//! Stub until the sentence engine lands.
use std::ops::Range;
use crate::model::{Interview, Person, Point, PointKind, Role, Starter, Warmth};
/// Channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel { /// mail
 Mail, /// card
 Card }
/// Context.
pub struct Context<'a> { /// p
 pub person: &'a Person, /// p
 pub people: &'a [Person], /// p
 pub interview: &'a Interview, /// p
 pub warmth: Warmth, /// p
 pub channel: Channel, /// p
 pub known_words: &'a dyn Fn(&str) -> Option<String> }
/// Saying.
#[derive(Debug, Clone)]
pub struct Saying { /// t
 pub text: String, /// f
 pub frame: String, /// r
 pub role: Role, /// o
 pub opening: String, /// s
 pub strength: u8 }
/// Says.
pub fn sayings(point: &Point, _cx: &Context) -> Result<Vec<Saying>, Starter> {
    let _: Option<Range<usize>> = None;
    let role = match point.kind { PointKind::Mine | PointKind::Wants => Role::Strength, PointKind::AskedMe => Role::BetterAnswer, PointKind::Forgot => Role::Forgot, PointKind::Promised => Role::Promised, PointKind::Because => Role::Interest, _ => Role::Moment };
    Ok(vec![Saying { text: format!("We spoke of {}{}.", point.text, point.better.as_ref().map_or(String::new(), |b| format!(": {b}"))), frame: "stub".into(), role, opening: "We spoke".into(), strength: 1 }])
}
/// Joined.
pub fn joined(_a: &Point, _b: &Point, _cx: &Context) -> Vec<Saying> { vec![] }
