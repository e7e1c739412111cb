//! Rules as data: one file each, with reason, practice, patterns or measure, message, fix and examples.
//!
//! A pattern rule is a set of cues. A cue that weighs a whole point is a finding by itself; lighter ones must add up
//! over the note, so that one unlucky word is never a mark. A measure rule names a function of ours and carries only
//! its numbers and its words.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use super::pattern::{Beginning, Pattern, Sets};
use super::rule_file::{KindName, PartName, RuleFile, SeverityName};
use super::tags::Tags;
use super::text::{Part, Sentence, Text, Token};
use super::{Kind, Place, Record, Remark};
use crate::model::{Finding, Severity};

macro_rules! rule_files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("rules/", $name, ".toml")))),*]
    };
}

/// Every rule file, by name.
const FILES: &[(&str, &str)] = rule_files![
    "arrogant",
    "article",
    "begging",
    "comma_splice",
    "copy_paste",
    "device_signature",
    "dictionary",
    "doubled",
    "format_in_person",
    "format_phone",
    "format_video",
    "generic",
    "grammar_agreement",
    "grammar_apostrophes",
    "grammar_confusions",
    "grammar_dropped",
    "grammar_forms",
    "grammar_slips",
    "group_address",
    "late_excuse",
    "linters",
    "missing_close",
    "missing_thanks",
    "misspelled",
    "negative",
    "overfamiliar",
    "placeholder_left",
    "pressure",
    "read_receipt",
    "salary_talk",
    "too_early",
    "too_long",
    "too_short",
    "unmet_promise",
    "unplanned_promise",
    "wrong_company",
    "wrong_day",
    "wrong_honorific",
    "wrong_name",
    "wrong_role",
];

/// A rule ready to use.
#[derive(Debug)]
pub(crate) struct Rule {
    /// As written.
    pub(crate) file: RuleFile,
    /// Its severity.
    pub(crate) severity: Severity,
    cues: Vec<Cue>,
    words: HashMap<String, HashSet<String>>,
}

#[derive(Debug)]
struct Cue {
    patterns: Vec<Pattern>,
    unless: Vec<Pattern>,
    weight: f32,
}

/// Every rule, indexed by the words its patterns begin with.
#[derive(Debug)]
pub(crate) struct Rules {
    list: Vec<Rule>,
    by_word: HashMap<String, Vec<Address>>,
    by_tags: Vec<(Tags, Tags, Address)>,
    anywhere: Vec<Address>,
    measures: HashMap<String, usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Address {
    rule: usize,
    cue: usize,
    pattern: usize,
}

struct Hit {
    rule: usize,
    cue: usize,
    sentence: usize,
    span: Range<usize>,
    weight: f32,
}

/// The rules of the program.
pub(crate) static RULES: LazyLock<Rules> = LazyLock::new(|| {
    let sets: HashMap<String, String> =
        toml::from_str(include_str!("sets.toml")).expect("the sets are part of the program");
    let sets: Sets = sets
        .into_iter()
        .map(|(k, v)| (k, v.split_whitespace().map(str::to_owned).collect()))
        .collect();
    Rules::load(FILES, &sets).unwrap_or_else(|e| panic!("the rules are part of the program: {e}"))
});

impl Rules {
    fn load(files: &[(&str, &str)], sets: &Sets) -> Result<Self, String> {
        let mut rules = Self {
            list: Vec::new(),
            by_word: HashMap::new(),
            by_tags: Vec::new(),
            anywhere: Vec::new(),
            measures: HashMap::new(),
        };
        let mut errors = Vec::new();
        for (name, source) in files {
            let file = toml::from_str::<RuleFile>(source).map_err(|e| e.to_string());
            match file.and_then(|f| Rule::compile(f, sets)) {
                Ok(rule) => {
                    rules.index(&rule);
                    rules
                        .measures
                        .extend(rule.file.measure.clone().map(|m| (m, rules.list.len())));
                    rules.list.push(rule);
                }
                Err(error) => errors.push(format!("{name}: {error}")),
            }
        }
        if errors.is_empty() {
            Ok(rules)
        } else {
            Err(errors.join("\n"))
        }
    }

    fn index(&mut self, rule: &Rule) {
        if rule.file.measure.is_some() {
            return;
        }
        for (c, cue) in rule.cues.iter().enumerate() {
            for (p, pattern) in cue.patterns.iter().enumerate() {
                let address = Address {
                    rule: self.list.len(),
                    cue: c,
                    pattern: p,
                };
                match pattern.beginning() {
                    Beginning::Of(words, tags) => {
                        for word in words {
                            self.by_word.entry(word).or_default().push(address);
                        }
                        self.by_tags
                            .extend(tags.into_iter().map(|(yes, no)| (yes, no, address)));
                    }
                    Beginning::Any => self.anywhere.push(address),
                }
            }
        }
    }

    /// Every rule.
    pub(crate) fn all(&self) -> &[Rule] {
        &self.list
    }

    /// The rule whose measure has this name.
    pub(crate) fn measure(&self, name: &str) -> &Rule {
        let found = self.measures.get(name);
        &self.list[*found.unwrap_or_else(|| panic!("the measure `{name}` is part of the program"))]
    }

    /// What the pattern rules say about a text; `subject` when it is the subject line.
    pub(crate) fn run(&self, text: &Text<'_>, kind: Kind, record: &Record<'_>, subject: bool) -> Vec<Remark> {
        let mut hits: Vec<Hit> = Vec::new();
        let awake: Vec<bool> = self
            .list
            .iter()
            .map(|r| r.file.when.is_none_or(|w| w.holds(record)))
            .collect();
        for (n, sentence) in text.sentences.iter().enumerate() {
            let tokens = text.tokens_of(sentence);
            for at in 0..tokens.len() {
                let listed = self.by_word.get(&tokens[at].low).map_or(&[][..], Vec::as_slice);
                let here = tokens[at].tags;
                let tagged = self
                    .by_tags
                    .iter()
                    .filter(|(yes, no, _)| here.any(*yes) && !here.any(*no));
                for address in listed.iter().chain(tagged.map(|(_, _, a)| a)).chain(&self.anywhere) {
                    let rule = &self.list[address.rule];
                    if !awake[address.rule] || !rule.applies(kind, sentence.part, subject) {
                        continue;
                    }
                    let cue = &rule.cues[address.cue];
                    let Some(found) = cue.patterns[address.pattern].matches(tokens, at) else {
                        continue;
                    };
                    if cue.unless.iter().any(|p| p.occurs(tokens)) {
                        continue;
                    }
                    if rule.file.not_of_jot && tokens[found.clone()].iter().any(|t| t.tags.any(Tags::KNOWN)) {
                        continue;
                    }
                    let span = if rule.file.whole_sentence {
                        sentence.span.clone()
                    } else {
                        tokens[found.start].span.start..tokens[found.end - 1].span.end
                    };
                    hits.push(Hit {
                        rule: address.rule,
                        cue: address.cue,
                        sentence: n,
                        span,
                        weight: cue.weight,
                    });
                }
            }
        }
        self.judge(text, &hits, subject)
    }

    /// Hits that weigh a point are findings; lighter ones must add up over the note, each cue counted once.
    fn judge(&self, text: &Text<'_>, hits: &[Hit], subject: bool) -> Vec<Remark> {
        let mut out: Vec<Remark> = Vec::new();
        for (r, rule) in self.list.iter().enumerate() {
            let mine: Vec<&Hit> = hits.iter().filter(|h| h.rule == r).collect();
            let heavy: Vec<&&Hit> = mine.iter().filter(|h| h.weight >= 1.0).collect();
            if !heavy.is_empty() {
                // Words are marked one by one; a tone is a matter of its sentence, and marked once there.
                let by_words = matches!(rule.file.id.as_str(), "grammar" | "spelling");
                let mut taken: Vec<(usize, Range<usize>)> = Vec::new();
                for hit in heavy {
                    let overlaps = taken.iter().any(|(sentence, span)| {
                        let touches = span.start < hit.span.end && hit.span.start < span.end;
                        touches || !by_words && *sentence == hit.sentence
                    });
                    if !overlaps {
                        taken.push((hit.sentence, hit.span.clone()));
                        out.push(rule.remark(text, hit.span.clone(), Some(hit.cue), subject));
                    }
                }
                continue;
            }
            let mut counted: Vec<usize> = Vec::new();
            let mut sum = 0.0;
            for hit in &mine {
                if !counted.contains(&hit.cue) {
                    counted.push(hit.cue);
                    sum += hit.weight;
                }
            }
            if sum >= 1.0
                && let Some(best) = mine.iter().max_by(|a, b| a.weight.total_cmp(&b.weight))
            {
                let span = text.sentences[best.sentence].span.clone();
                out.push(rule.remark(text, span, None, subject));
            }
        }
        out
    }
}

impl Rule {
    fn compile(file: RuleFile, sets: &Sets) -> Result<Self, String> {
        let parse = |lines: &[String]| {
            lines
                .iter()
                .map(|l| Pattern::parse(l, sets))
                .collect::<Result<Vec<_>, _>>()
        };
        let mut cues = Vec::new();
        for cue in &file.cues {
            cues.push(Cue {
                patterns: parse(&cue.is)?,
                unless: parse(&cue.unless)?,
                weight: cue.weight.unwrap_or(1.0),
            });
        }
        if cues.is_empty() && file.measure.is_none() {
            return Err("neither cues nor a measure".to_owned());
        }
        let severity = match file.severity {
            SeverityName::Hint => Severity::Hint,
            SeverityName::Warning => Severity::Warning,
            SeverityName::Error => Severity::Error,
        };
        let set = |list: &String| list.split_whitespace().map(str::to_owned).collect();
        let words = file
            .words
            .iter()
            .map(|(name, list)| (name.clone(), set(list)))
            .collect();
        Ok(Self {
            file,
            severity,
            cues,
            words,
        })
    }

    /// Whether a word stands in a list of the measure.
    pub(crate) fn has(&self, list: &str, word: &str) -> bool {
        self.words
            .get(list)
            .unwrap_or_else(|| panic!("rule {} has no list {list}", self.file.id))
            .contains(word)
    }

    /// Whether the rule reads notes of this kind.
    pub(crate) fn reads(&self, kind: Kind) -> bool {
        let name = match kind {
            Kind::Email => KindName::Email,
            Kind::Card => KindName::Card,
            Kind::FollowUp => KindName::FollowUp,
            Kind::Short => KindName::Short,
        };
        self.file.kinds.is_empty() || self.file.kinds.contains(&name)
    }

    fn applies(&self, kind: Kind, part: Part, subject: bool) -> bool {
        let name = match (subject, part) {
            (true, _) => PartName::Subject,
            (_, Part::Greeting) => PartName::Greeting,
            (_, Part::Body) => PartName::Body,
            (_, Part::SignOff) => PartName::SignOff,
            (_, Part::Signature) => PartName::Signature,
        };
        let part = if self.file.parts.is_empty() {
            name == PartName::Body
        } else {
            self.file.parts.contains(&name)
        };
        part && self.reads(kind)
    }

    fn remark(&self, text: &Text<'_>, span: Range<usize>, cue: Option<usize>, subject: bool) -> Remark {
        let cue = cue.map(|c| &self.file.cues[c]);
        let excerpt = text.slice(&span).to_owned();
        let fix = cue
            .and_then(|c| c.fix.as_deref())
            .map(|f| in_case_of(&filled(f, &excerpt), &excerpt));
        let message = cue
            .and_then(|c| c.message.as_deref())
            .unwrap_or(&self.file.message)
            .to_owned();
        let finding = Finding {
            rule: self.file.id.clone(),
            severity: self.severity,
            excerpt,
            message,
            fix,
        };
        Remark {
            finding,
            place: if subject {
                Place::Subject(span)
            } else {
                Place::Text(span)
            },
        }
    }

    /// Whether a pattern of the rule occurs in the sentence.
    pub(crate) fn mentions(&self, tokens: &[Token<'_>]) -> bool {
        self.cues
            .iter()
            .any(|c| c.patterns.iter().any(|p| p.occurs(tokens)) && !c.unless.iter().any(|p| p.occurs(tokens)))
    }

    /// Where a pattern of the rule first occurs in the sentence.
    pub(crate) fn find(&self, text: &Text<'_>, sentence: &Sentence) -> Option<Range<usize>> {
        let tokens = text.tokens_of(sentence);
        let patterns = || self.cues.iter().flat_map(|c| &c.patterns);
        let found = (0..tokens.len()).find_map(|at| patterns().find_map(|p| p.matches(tokens, at)))?;
        Some(tokens[found.start].span.start..tokens[found.end - 1].span.end)
    }

    /// Whether a pattern of the rule matches right up to the end of these tokens.
    pub(crate) fn ends_with(&self, tokens: &[Token<'_>]) -> bool {
        self.mentions(tokens)
    }

    /// A finding about the whole note.
    pub(crate) fn whole(&self) -> Remark {
        Remark {
            finding: self.finding(String::new(), None),
            place: Place::Note,
        }
    }

    /// A finding about some words of the note.
    pub(crate) fn at(&self, raw: &str, span: Range<usize>, fix: Option<String>) -> Remark {
        Remark {
            finding: self.finding(raw[span.clone()].to_owned(), fix),
            place: Place::Text(span),
        }
    }

    /// The same with a message of its own.
    pub(crate) fn saying(&self, raw: &str, span: Range<usize>, fix: Option<String>, message: String) -> Remark {
        let mut remark = self.at(raw, span, fix);
        remark.finding.message = message;
        remark
    }

    fn finding(&self, excerpt: String, fix: Option<String>) -> Finding {
        Finding {
            rule: self.file.id.clone(),
            severity: self.severity,
            excerpt,
            message: self.file.message.clone(),
            fix,
        }
    }

    /// A number of the measure.
    pub(crate) fn number(&self, name: &str) -> usize {
        *self
            .file
            .numbers
            .get(name)
            .unwrap_or_else(|| panic!("rule {} has no number {name}", self.file.id))
    }
}

/// A fix with the words it replaces put in: `~ing` is their -ing form, `~` the words themselves.
fn filled(fix: &str, excerpt: &str) -> String {
    let low = excerpt.to_lowercase();
    fix.replace("~ing", &super::tags::ing(&low)).replace('~', &low)
}

/// A fix with the capital of what it replaces.
pub(crate) fn in_case_of(fix: &str, excerpt: &str) -> String {
    let mut chars = fix.chars();
    match chars.next() {
        Some(c) if excerpt.starts_with(char::is_uppercase) => c.to_uppercase().chain(chars).collect(),
        _ => fix.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::names::Names;
    use super::super::rule_file::When;
    use super::*;
    use crate::model::Format;

    /// Whether the rules call an example by the name of one of them, under the circumstance it needs.
    fn says(rule: &Rule, example: &str) -> bool {
        let format = match rule.file.when {
            Some(When::ByPhone) => Some(Format::Phone),
            Some(When::ByVideo) => Some(Format::Video),
            Some(When::InPerson) => Some(Format::InPerson),
            _ => None,
        };
        let record = Record {
            format,
            to: "Dana Whitlock",
            planned: Some(Vec::new()),
            ..Record::default()
        };
        let greets = rule.file.parts.contains(&PartName::Greeting) && !rule.file.parts.contains(&PartName::Body);
        let letter = format!("{example}\n\nThank you for the tour of the mill.");
        let mut text = if greets {
            Text::note(&letter, None)
        } else {
            Text::line(example, None)
        };
        Names::of(&record).mark(&mut text);
        RULES
            .run(&text, Kind::Email, &record, false)
            .iter()
            .any(|r| r.finding.rule == rule.file.id)
    }

    #[test]
    fn every_rule_keeps_its_examples() {
        let mut wrong = Vec::new();
        for rule in RULES.all().iter().filter(|r| r.file.measure.is_none()) {
            let examples = &rule.file.examples;
            assert!(
                !examples.fails.is_empty() && !examples.passes.is_empty(),
                "{} has no examples",
                rule.file.id
            );
            wrong.extend(
                examples
                    .fails
                    .iter()
                    .filter(|e| !says(rule, e))
                    .map(|e| format!("{} misses: {e}", rule.file.id)),
            );
            wrong.extend(
                examples
                    .passes
                    .iter()
                    .filter(|e| says(rule, e))
                    .map(|e| format!("{} marks: {e}", rule.file.id)),
            );
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn every_rule_says_why() {
        for rule in RULES.all() {
            let file = &rule.file;
            assert!(!file.reason.is_empty() && !file.message.is_empty(), "{}", file.id);
            assert!(file.practice.starts_with(['S', 'X']), "{}", file.id);
        }
    }
}
