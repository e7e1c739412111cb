use super::frames::frames;
use super::*;
use crate::model::{Place, PointId};

fn point(jot: &str, kind: PointKind) -> Point {
    let (text, better) = match jot.split_once(" => ") {
        Some((a, b)) => (a, Some(b.to_owned())),
        None => (jot, None),
    };
    let (text, due) = match text.split_once(" @ ") {
        Some((a, b)) => (a, Some(b.to_owned())),
        None => (text, None),
    };
    Point {
        id: PointId(1),
        kind,
        text: text.to_owned(),
        better,
        due,
        favourite: false,
        place: Place {
            line: 1,
            span: 0..text.len(),
        },
    }
}

fn with<T>(run: impl FnOnce(&Context) -> T) -> T {
    let person = Person {
        name: "Maria Gonzalez".into(),
        title: Some("editor".into()),
        ..Person::default()
    };
    let people = [person.clone()];
    let interview = Interview::default();
    let cx = Context {
        person: &person,
        people: &people,
        interview: &interview,
        warmth: Warmth::Warm,
        channel: Channel::Mail,
        known_words: &|_| None,
    };
    run(&cx)
}

fn kind(name: &str) -> PointKind {
    match name {
        "moment" => PointKind::Moment,
        "quote" => PointKind::Quote,
        "mine" => PointKind::Mine,
        "wants" => PointKind::Wants,
        "shared" => PointKind::Shared,
        "thanks" => PointKind::Thanks,
        "advice" => PointKind::Advice,
        "asked" => PointKind::AskedMe,
        "forgot" => PointKind::Forgot,
        "promised" => PointKind::Promised,
        "because" => PointKind::Because,
        other => panic!("no kind {other}"),
    }
}

/// The best way of saying a jot, or what the person is asked.
fn best(jot: &str, kind: PointKind) -> String {
    with(|cx| match sayings(&point(jot, kind), cx) {
        Ok(all) => all[0].text.clone(),
        Err(starter) => starter.text,
    })
}

#[track_caller]
fn check(jot: &str, kind: PointKind, expect: &str) {
    assert_eq!(best(jot, kind), expect, "{jot}");
}

#[test]
fn frames_keep_their_own_examples() {
    for frame in frames() {
        for [k, jot, expect] in &frame.pass {
            let all = with(|cx| sayings(&point(jot, kind(k)), cx)).unwrap_or_default();
            let got = all.iter().find(|s| s.frame == frame.id).map(|s| s.text.as_str());
            assert_eq!(got, Some(expect.as_str()), "{} on {jot}", frame.id);
        }
        for [k, jot] in &frame.fail {
            let all = with(|cx| sayings(&point(jot, kind(k)), cx)).unwrap_or_default();
            assert!(
                all.iter().all(|s| s.frame != frame.id),
                "{} must not take {jot}",
                frame.id
            );
        }
    }
}

#[test]
fn quotes_stay_verbatim() {
    check(
        "\"she runs it, you know\"",
        PointKind::Quote,
        "Your line “she runs it, you know” has stayed with me.",
    );
}
