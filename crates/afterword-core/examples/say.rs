//! Prints what each fragment of a JSON Lines file is said as, beside the ideal sentence: `say FILE [odd|even] [all]`.
//!
//! `say fresh FILE` takes fragments with no more than their setting (`fragment`, `context.recipient`, `context.role`,
//! `context.channel`; or `jot`, `who`, `title`, with `use` kept), reads each as the jot of one person, and prints JSON
//! lines: `id`, `use`, `fragment`, `kind`, `text`. `say lines FILE` prints what every reader is given of each instead: `id`,
//! `use`, `pron`, `jot`, `kind` of point, `doubted`, `text`. A pronoun in `pron` is that of the person. `say offers FILE` prints
//! the same and all that the writer and the rules offer for each: `completes`, `ending`, `sure`, `ruled`, `sound`; and `theirs`.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a tool for those who build the core, not the core"
)]

use std::io::Write;

use afterword_core::compose::say::{Channel, Context, analyze, legible, offers, sayings};
use afterword_core::model::{Interview, Person, Place, Point, PointId, PointKind, Pronoun, Warmth};
use afterword_core::read::jot::{self, Jot};

fn main() {
    let mut args = std::env::args().skip(1);
    let path = args.next().expect("a file of fragments");
    if path == "lines" || path == "offers" {
        let lines = std::fs::read_to_string(args.next().expect("a file")).expect("readable");
        return legible_lines(&lines, path == "offers");
    }
    if path == "fresh" {
        return fresh(&std::fs::read_to_string(args.next().expect("a file")).expect("readable"));
    }
    let half = args.next().unwrap_or_default();
    let all = args.next().is_some();
    let text = std::fs::read_to_string(&path).expect("readable");
    if std::path::Path::new(&path).extension().is_none_or(|e| e != "jsonl") {
        return whole(&text, all);
    }
    let out = std::io::stdout();
    let mut out = out.lock();
    let (mut emitted, mut starters) = (0, 0);
    for (i, line) in text.lines().enumerate() {
        if half == "odd" && i % 2 == 1 || half == "even" && i % 2 == 0 {
            continue;
        }
        let d: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let s = |k: &str| d[k].as_str().unwrap_or("").to_owned();
        let Some(kind) = kind(&s("use"), &s("kind")) else {
            continue;
        };
        let person = Person {
            name: s("who"),
            title: Some(s("title")),
            pronoun: match s("pron").as_str() {
                "she" => Some(Pronoun::She),
                "he" => Some(Pronoun::He),
                "they" => Some(Pronoun::They),
                _ => None,
            },
            ..Person::default()
        };
        let people = [person.clone()];
        let interview = Interview {
            organization: Some(s("org")),
            role: Some(s("role")),
            ..Interview::default()
        };
        let cx = Context {
            person: &person,
            people: &people,
            interview: &interview,
            warmth: Warmth::Warm,
            channel: Channel::Mail,
            known_words: &|_| None,
        };
        let jot = s("jot");
        let (text, better) = split(&jot, kind);
        let point = Point {
            id: PointId(0),
            kind,
            place: Place {
                line: 1,
                span: 0..text.len(),
            },
            text,
            better,
            due: None,
            favourite: false,
            doubted: false,
        };
        let _ = writeln!(out, "{} {} {}\n  jot   {jot}", s("id"), s("use"), s("kind"));
        match sayings(&point, &cx) {
            Ok(found) => {
                emitted += 1;
                for saying in found.iter().take(if all { 12 } else { 1 }) {
                    let _ = writeln!(out, "  SAY   {}   [{}]", saying.text, saying.frame);
                }
            }
            Err(starter) => {
                starters += 1;
                for phrase in analyze(&point, &cx).phrases {
                    let _ = writeln!(
                        out,
                        "        {:?} {:?} {}",
                        phrase.shape, phrase.confidence, phrase.text
                    );
                }
                let _ = writeln!(out, "  ASK   {}", starter.text);
            }
        }
        let _ = writeln!(out, "  ideal {}", s("ideal"));
    }
    let _ = writeln!(out, "{emitted} emitted, {starters} starters");
}

fn kind(usage: &str, kind: &str) -> Option<PointKind> {
    Some(match usage {
        "note" if kind == "QUO" => PointKind::Quote,
        "note" => PointKind::Moment,
        "fit" => PointKind::Mine,
        "clarify" => PointKind::AskedMe,
        "forgot" => PointKind::Forgot,
        "promised" => PointKind::Promised,
        "need" => PointKind::Wants,
        "advice" => PointKind::Advice,
        "thanks" => PointKind::Thanks,
        "shared" => PointKind::Shared,
        "because" => PointKind::Because,
        _ => return None,
    })
}

/// What the jot reader does with a clarification, crudely: the part after `should be`, `answer is` and the like.
fn split(jot: &str, kind: PointKind) -> (String, Option<String>) {
    if kind != PointKind::AskedMe {
        return (jot.to_owned(), None);
    }
    for mark in [
        " should be ",
        "answer is ",
        "answer: ",
        "meant: ",
        "better: ",
        ". its ",
        " should have said ",
    ] {
        if let Some((a, b)) = jot.split_once(mark) {
            return (a.trim_end_matches([',', '.', ' ']).to_owned(), Some(b.to_owned()));
        }
    }
    (jot.to_owned(), None)
}

/// Every point of one whole jot, person by person.
fn whole(text: &str, all: bool) {
    let now = "2026-11-20T12:00:00[America/New_York]"
        .parse::<jiff::Zoned>()
        .expect("a date");
    let jot = jot::read(text, &now);
    let shared = Person {
        name: "Nobody Nowhere".into(),
        ..Person::default()
    };
    let everyone = (&shared, jot.everyone.as_slice());
    for (person, points) in jot.people.iter().map(|p| (p, p.points.as_slice())).chain([everyone]) {
        println!("== {} {:?}", person.name, person.pronoun);
        let cx = context(person, &jot);
        for point in points {
            let better = point.better.as_deref().map(|b| format!(" => {b}")).unwrap_or_default();
            let due = point.due.as_deref().map(|b| format!(" @ {b}")).unwrap_or_default();
            println!("  {:?}: {}{better}{due}", point.kind, point.text);
            match sayings(point, &cx) {
                Ok(found) => {
                    for saying in found.iter().take(if all { 12 } else { 1 }) {
                        println!("      {}", saying.text);
                    }
                }
                Err(starter) => {
                    println!("      ??? {}", starter.text);
                    for phrase in analyze(point, &cx).phrases {
                        println!("          {:?} {:?} {}", phrase.shape, phrase.confidence, phrase.text);
                    }
                }
            }
        }
    }
}

/// Fragments as they are typed, each as the points that the jot reader makes of it, made legible.
fn legible_lines(lines: &str, with_offers: bool) {
    for (d, _, jot) in read_each(lines) {
        for (cx, point) in points(&jot) {
            let pronoun = cx.person.pronoun.map(|p| format!("{p:?}").to_lowercase());
            let mut out = serde_json::json!({"id": d["id"], "use": d["use"], "pron": pronoun, "jot": d["jot"],
                "kind": format!("{:?}", point.kind), "doubted": point.doubted, "text": legible(point, &cx)});
            if with_offers {
                let (theirs, offers) = offers(point, &cx);
                let offers = offers.into_iter().map(|o| {
                    serde_json::json!({"completes": o.of, "ending": o.ending, "sure": o.sure, "ruled": o.ruled, "sound": o.sound})
                });
                out["offers"] = offers.collect();
                out["theirs"] = theirs.into();
            }
            println!("{out}");
        }
    }
}

/// Fragments as they are typed, each through the whole reader.
fn fresh(lines: &str) {
    for (d, fragment, jot) in read_each(lines) {
        let s = |v: &serde_json::Value| v.as_str().unwrap_or("").to_owned();
        let (kind, text) = one(&jot);
        let out = serde_json::json!({"id": s(&d["id"]), "use": s(&d["use"]), "fragment": fragment, "kind": kind, "text": text});
        println!("{out}");
    }
}

/// Every case with its fragment, read as the jot of one person.
fn read_each(lines: &str) -> Vec<(serde_json::Value, String, Jot)> {
    let now = "2026-11-20T12:00:00[America/New_York]"
        .parse::<jiff::Zoned>()
        .expect("a date");
    let s = |v: &serde_json::Value| v.as_str().unwrap_or("").to_owned();
    let either = |a: String, b: String| if a.is_empty() { b } else { a };
    let mut out = Vec::new();
    for line in lines.lines().filter(|l| !l.trim().is_empty()) {
        let d: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let setting = &d["context"];
        let fragment = either(s(&d["fragment"]), s(&d["jot"]));
        let pronoun = match s(&d["pron"]).as_str() {
            "" => String::new(),
            p => format!(" ({p})"),
        };
        let text = format!(
            "how: {}\nme: Sam Whitlock\n\n{} ({}){pronoun}\n- {fragment}\n",
            either(s(&setting["channel"]), "in person".to_owned()),
            either(
                either(s(&setting["recipient"]), s(&d["who"])),
                "Robin Castellane".to_owned()
            ),
            either(either(s(&setting["role"]), s(&d["title"])), "manager".to_owned())
                .split(',')
                .next()
                .unwrap_or(""),
        );
        out.push((d, fragment, jot::read(&text, &now)));
    }
    out
}

/// Every point of a jot for everybody it is said to, with what its wording depends on.
fn points(jot: &Jot) -> impl Iterator<Item = (Context<'_>, &Point)> {
    jot.people.iter().flat_map(move |person| {
        let points = person.points.iter().chain(&jot.everyone);
        points.map(move |point| (context(person, jot), point))
    })
}

fn context<'a>(person: &'a Person, jot: &'a Jot) -> Context<'a> {
    Context {
        person,
        people: &jot.people,
        interview: &jot.interview,
        warmth: Warmth::Warm,
        channel: Channel::Mail,
        known_words: &|_| None,
    }
}

/// What a note would say of a jot with one line in it, and what would be asked.
fn one(jot: &Jot) -> (&'static str, String) {
    let (mut said, mut starters) = (Vec::new(), Vec::new());
    for (cx, point) in points(jot) {
        match sayings(point, &cx) {
            Ok(found) => said.push(found[0].text.clone()),
            Err(starter) => starters.push(starter.text),
        }
    }
    let asked: Vec<&str> = jot.questions.iter().map(|q| q.text.as_str()).collect();
    if !said.is_empty() {
        ("sentence", said.join(" "))
    } else if !starters.is_empty() {
        ("starter", starters.join(" "))
    } else if asked.is_empty() {
        let held: Vec<String> = jot
            .held_back
            .iter()
            .map(|h| format!("{:?}: {}", h.why, h.text))
            .collect();
        ("nothing", held.join(" | "))
    } else {
        ("question", asked.join(" "))
    }
}
