//! Letters with what is wrong in them, as the case files have them.

use afterword_core::check::{Kind, Proofreader, Record, RecordPerson, Remark, check};
use serde_json::Value;

/// One letter with its record and what is wrong with it.
pub(crate) struct Case {
    /// The line as it stands.
    pub(crate) raw: Value,
    people: Vec<RecordPerson>,
}

/// The letters of a JSON Lines file.
pub(crate) fn cases(jsonl: &str) -> Vec<Case> {
    let line = |l: &str| {
        let raw: Value = serde_json::from_str(l).expect("a case a line");
        let person = |p: &Value| RecordPerson {
            name: p["name"].as_str().unwrap_or_default().to_owned(),
            title: p["title"].as_str().map(str::to_owned),
            honorific: p["honorific"].as_str().map(str::to_owned),
        };
        let people = raw["context"]["people"]
            .as_array()
            .expect("people")
            .iter()
            .map(person)
            .collect();
        Case { raw, people }
    };
    jsonl.lines().filter(|l| !l.trim().is_empty()).map(line).collect()
}

impl Case {
    /// The text of the letter.
    pub(crate) fn text(&self) -> &str {
        self.raw["text"].as_str().expect("a text")
    }

    /// What it is.
    pub(crate) fn kind(&self) -> Kind {
        match self.raw["kind"].as_str() {
            Some("card") => Kind::Card,
            Some("followup") => Kind::FollowUp,
            _ => Kind::Email,
        }
    }

    /// What it is measured by.
    pub(crate) fn record(&self) -> Record<'_> {
        let context = &self.raw["context"];
        let field = |name: &str| context[name].as_str().unwrap_or_default();
        let list = |v: &Value| v.as_array().map_or(&[][..], Vec::as_slice).to_vec();
        let strings = |v: &Value| list(v).iter().filter_map(|s| s.as_str().map(str::to_owned)).collect();
        Record {
            candidate: field("candidate"),
            organization: field("company"),
            role: field("role"),
            interview_date: field("interview_date").parse().ok(),
            now: field("now")[..10].parse().expect("a date"),
            people: &self.people,
            to: self.raw["to"].as_str().unwrap_or_default(),
            points: strings(&context["jots"]),
            attachments: strings(&context["attachments"]),
            other_notes: list(&context["other_notes"])
                .iter()
                .filter_map(|n| n["text"].as_str().map(str::to_owned))
                .collect(),
            ..Record::default()
        }
    }

    /// What both tiers say.
    #[allow(dead_code, reason = "not every test that reads letters proofreads them")]
    pub(crate) fn remarks(&self, proofreader: &mut Proofreader) -> Vec<Remark> {
        check(
            self.text(),
            self.raw["subject"].as_str(),
            self.kind(),
            &self.record(),
            Some(proofreader),
        )
    }
}
