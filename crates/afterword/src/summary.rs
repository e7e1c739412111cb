//! What `write` says on the terminal: short, calm, at most 80 columns, and in the order a person needs it.
//!
//! First each person with their note and what it used, findings standing where they belong; then what was held back
//! and why, what only the person can answer, what happens when and why, and where the files are. Colour is marked in
//! the text and taken out again by the stream where nobody would see it; text from the jot is spelled harmless first.

use std::fmt::Write as _;

use afterword_core::check::likeness::{BOUND, Grid};
use afterword_core::model::{Asks, Finding, Note, NoteKind, Person, PlanEntry, Private, Question, Severity, When};
use afterword_core::read::deadline::Deadline;
use afterword_core::read::jot::person_key;
use afterword_core::write::{Job, panel_likeness, too_alike};
use anstyle::{AnsiColor, Style};
use jiff::Zoned;
use jiff::civil::Date;

use crate::text::{columns, plain, wrap};
use crate::wire;

const BOLD: Style = Style::new().bold();
const QUIET: Style = Style::new().dimmed();
const GOOD: Style = AnsiColor::Green.on_default();
const CARE: Style = AnsiColor::Yellow.on_default();
const STOP: Style = AnsiColor::Red.on_default().bold();
const ASK: Style = AnsiColor::Cyan.on_default();

/// Where the labels of a person's block end.
const LABEL: usize = 9;

/// The whole summary, with colours as ANSI sequences.
pub(crate) fn write_summary(job: &Job, kept: Option<&str>, jot: &str, now: &Zoned, width: usize) -> String {
    let mut page = Page {
        out: String::new(),
        width,
    };
    heading(&mut page, job);
    if job.people.is_empty() {
        nobody(&mut page);
    }
    for (index, person) in job.people.iter().enumerate() {
        person_block(&mut page, index, person, job);
    }
    loose_notes(&mut page, job);
    likeness(&mut page, job);
    held_back(&mut page, job);
    questions(&mut page, job);
    plan(&mut page, &job.plan, now);
    if let Some(kept) = kept {
        page.section("Files");
        page.block("  ", "  ", &plain(kept), Style::new());
    }
    ways_on(&mut page, job, jot);
    page.out
}

/// The notes that answers changed, and where they are kept.
pub(crate) fn changed_summary(before: &Job, job: &Job, kept: Option<&str>, jot: &str, width: usize) -> String {
    let mut page = Page {
        out: String::new(),
        width,
    };
    let same = |note: &Note| {
        before
            .notes
            .iter()
            .any(|old| (old.to, old.kind) == (note.to, note.kind) && old.body() == note.body())
    };
    for (index, person) in job.people.iter().enumerate() {
        let changed = |(_, note): &(usize, &Note)| note.to == index && !same(note);
        let mut notes = (1..).zip(&job.notes).filter(changed).peekable();
        if notes.peek().is_some() {
            page.person(index, person);
        }
        for (number, note) in notes {
            note_block(&mut page, number, note, person, job);
        }
    }
    if job.held_back.len() > before.held_back.len() {
        held_back(&mut page, job);
    }
    questions(&mut page, job);
    if let Some(kept) = kept {
        page.section("Files");
        page.block("  ", "  ", &plain(kept), Style::new());
    }
    ways_on(&mut page, job, jot);
    page.out
}

/// What the person can do next, as they would type it.
fn ways_on(page: &mut Page, job: &Job, jot: &str) {
    const COMMAND: usize = 18;
    let mut ways: Vec<(String, String)> = Vec::new();
    let other = (1..).zip(&job.notes).find_map(|(n, note)| {
        let mut sentences = (1..).zip(note.sentences());
        sentences
            .find(|(_, s)| !s.points.is_empty() && !s.others.is_empty())
            .map(|(m, s)| (n, m, s.others.len()))
    });
    if let Some((note, sentence, count)) = other {
        let ways_word = if count == 1 { "way" } else { "ways" };
        let text = format!("sentence {sentence} of note {note} another way ({count} other {ways_word})");
        ways.push((format!("--reword {note}.{sentence}"), text));
    }
    if let Some((_, id)) = job.left_over.first() {
        ways.push((
            format!("--use {id}"),
            "bring in a point there was no room for".to_owned(),
        ));
    } else if let Some(held) = job
        .held_back
        .iter()
        .find(|h| h.why != Private::OtherDate && h.why != Private::Blunder)
    {
        ways.push((format!("--use {}", held.id), "switch on a line held back".to_owned()));
    }
    let used = job
        .notes
        .iter()
        .flat_map(Note::sentences)
        .find_map(|s| s.points.first());
    if let Some(id) = used {
        ways.push((format!("--drop {id}"), "leave a point out".to_owned()));
    }
    if let Some(question) = job.questions.first() {
        let about = plain(&question.about);
        let yes = if question.guess.is_some() {
            format!("`{about}: yes` takes what is offered; ")
        } else {
            String::new()
        };
        let text = format!(
            "with a line for each answer, like `{about}: {}`; {yes}`{about}: -` leaves it out",
            example(question)
        );
        ways.push(("--answers FILE".to_owned(), text));
    }
    if let Some(i) = job.without_reason.first() {
        let about = plain(&person_key(&job.people, *i));
        let text = format!("to say why something mattered, like `{about}: because: I grew up on that harbor`");
        let same = job.questions.is_empty();
        ways.push((if same { "--answers FILE" } else { "" }.to_owned(), text));
    }
    if ways.is_empty() {
        return;
    }
    page.section("To change something");
    page.block(
        "  ",
        "    ",
        &format!("afterword write {} with", plain(jot)),
        Style::new(),
    );
    for (command, text) in ways {
        let first = format!("  {command:<COMMAND$}");
        page.block(&first, &" ".repeat(2 + COMMAND), &text, Style::new());
    }
}

/// What an answer might look like.
fn example(question: &Question) -> &'static str {
    match &question.asks {
        Asks::OwnName => "Gabriela Garcia",
        Asks::Role => "staff writer",
        Asks::Organization => "Harbor Magazine",
        Asks::People => "Maria Gonzalez, editor in chief",
        Asks::Thing { .. } => "showed me the darkroom",
        Asks::Wording { .. } => "You moved here from Boston.",
        Asks::Better { .. } => "I would cut the gift guide",
        Asks::Whose { .. } => "Maria",
        Asks::Promised { .. } => "the two clips",
    }
}

/// The jot as understood, for `read jot`.
pub(crate) fn jot_summary(job: &Job, width: usize) -> String {
    let mut page = Page {
        out: String::new(),
        width,
    };
    heading(&mut page, job);
    for (index, person) in job.people.iter().enumerate() {
        page.person(index, person);
        for point in &person.points {
            page.labelled(
                &point.id.to_string(),
                &format!("{}: {}", kind_word(point.kind), plain(&point.text)),
                Style::new(),
            );
            if let Some(better) = &point.better {
                page.labelled("", &format!("better: {}", plain(better)), Style::new());
            }
        }
    }
    loose_notes(&mut page, job);
    held_back(&mut page, job);
    questions(&mut page, job);
    page.out
}

/// When a decision comes, for `read deadline`.
pub(crate) fn deadline_summary(deadline: &Deadline, text: &str, width: usize) -> String {
    let mut page = Page {
        out: String::new(),
        width,
    };
    let dates = days(deadline);
    let answer = if dates.is_empty() {
        "no date"
    } else {
        dates.trim_start()
    };
    page.block("", "", answer, BOLD);
    page.block("", "", &plain(&deadline.reason), Style::new());
    if let Some(words) = deadline.span.clone().and_then(|span| text.get(span)) {
        page.block("", "", &format!("from \u{201c}{}\u{201d}", plain(words)), QUIET);
    }
    page.out
}

/// How alike several notes are, for `check`: a grid in percent, and the pairs at the bound or over it.
pub(crate) fn likeness_summary(grid: &Grid, names: &[&str], width: usize) -> String {
    let mut page = Page {
        out: String::new(),
        width,
    };
    let notes: Vec<usize> = (0..names.len()).collect();
    likeness_grid(&mut page, grid, &notes, names);
    for (a, b, likeness) in grid.too_alike() {
        let said = format!(
            "{} and {} share {:.0} % of their words in a row; from {:.0} % on, two people who compare them will notice.",
            plain(names[a]),
            plain(names[b]),
            likeness * 100.0,
            BOUND * 100.0
        );
        page.block("  ", "  ", &said, CARE);
    }
    page.out
}

/// The grid of these notes, each row with the note's number and name.
fn likeness_grid(page: &mut Page, grid: &Grid, notes: &[usize], names: &[&str]) {
    page.section("Likeness, in percent of the shorter note");
    for (i, (&a, name)) in notes.iter().zip(names).enumerate() {
        let mut row = format!("  {:>3} ", a + 1);
        for &b in &notes[..=i] {
            let likeness = grid.at(a, b).unwrap_or_default();
            let cell = if a == b {
                "-".to_owned()
            } else {
                format!("{:.0}", likeness * 100.0)
            };
            let _ = write!(row, "{cell:>4}");
        }
        let room = page.width.saturating_sub(columns(&row) + 2).max(12);
        page.line(&format!("{row}  {}", wrap(&plain(name), room).join(" ")));
    }
}

/// The notes of a job that stayed too alike; nothing where none did. The findings say which pairs.
fn likeness(page: &mut Page, job: &Job) {
    /// As many columns as leave room for a name.
    const SHOWN: usize = 8;
    let grid = panel_likeness(job);
    let pairs = too_alike(&job.notes, &grid);
    let mut notes: Vec<usize> = pairs.iter().flat_map(|(a, b, _)| [*a, *b]).take(SHOWN).collect();
    notes.sort_unstable();
    notes.dedup();
    if notes.is_empty() {
        return;
    }
    let name = |i: &usize| {
        let person = job.people.get(job.notes[*i].to);
        person.map_or("(nobody)", Person::given_name)
    };
    let names: Vec<&str> = notes.iter().map(name).collect();
    likeness_grid(page, &grid, &notes, &names);
}

/// ` by Fri 13 March 2026`; nothing if no day is known.
fn days(deadline: &Deadline) -> String {
    match (deadline.earliest, deadline.latest) {
        (Some(a), Some(b)) if a == b => format!(" on {}", day(a)),
        (Some(a), Some(b)) => format!(" between {} and {}", day(a), day(b)),
        (None, Some(b)) => format!(" by {}", day(b)),
        (Some(a), None) => format!(" from {}", day(a)),
        (None, None) => String::new(),
    }
}

struct Page {
    out: String,
    width: usize,
}

impl Page {
    fn line(&mut self, text: &str) {
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    fn section(&mut self, title: &str) {
        let _ = writeln!(self.out, "\n{BOLD}{title}{BOLD:#}");
    }

    /// Wraps `text` behind a first and a following indent.
    fn block(&mut self, first: &str, rest: &str, text: &str, style: Style) {
        let room = self.width.saturating_sub(columns(first).max(columns(rest)));
        for (i, line) in wrap(text, room).iter().enumerate() {
            let indent = if i == 0 { first } else { rest };
            let _ = writeln!(self.out, "{indent}{style}{line}{style:#}");
        }
    }

    fn labelled(&mut self, label: &str, text: &str, style: Style) {
        let first = format!("   {QUIET}{label:<LABEL$}{QUIET:#}");
        let rest = " ".repeat(3 + LABEL);
        let room = self.width.saturating_sub(3 + LABEL);
        for (i, line) in wrap(text, room).iter().enumerate() {
            let indent = if i == 0 { &first } else { &rest };
            let _ = writeln!(self.out, "{indent}{style}{line}{style:#}");
        }
    }

    fn person(&mut self, index: usize, person: &Person) {
        let mut who = plain(&person.name);
        if let Some(prefix) = &person.honorific_prefix {
            who.insert_str(0, &format!("{} ", plain(prefix)));
        }
        if let Some(title) = &person.title {
            let _ = write!(who, ", {}", plain(title));
        }
        if let Some(addr_spec) = &person.addr_spec {
            let _ = write!(who, " <{}>", plain(addr_spec));
        }
        self.out.push('\n');
        self.block(&format!("{:<3}", index + 1), "   ", &who, BOLD);
    }
}

fn heading(page: &mut Page, job: &Job) {
    let interview = &job.interview;
    let named: Vec<String> = [&interview.organization, &interview.role]
        .into_iter()
        .flatten()
        .map(|t| plain(t))
        .collect();
    let title = if named.is_empty() {
        "An interview".to_owned()
    } else {
        named.join(", ")
    };
    page.block("", "", &title, BOLD);
    let mut facts = Vec::new();
    facts.extend(interview.date.map(day));
    facts.extend(interview.format.map(|f| wire::format_word(f).to_owned()));
    if interview.round > 1 {
        facts.push(format!("round {}", interview.round));
    }
    facts.extend(job.candidate.name.as_ref().map(|name| format!("from {}", plain(name))));
    if !facts.is_empty() {
        page.block("", "", &facts.join(" · "), Style::new());
    }
    if let Some(decision) = &interview.decision {
        let dates = days(&decision.deadline);
        let text = format!("they decide{dates}: \u{201c}{}\u{201d}", plain(&decision.text));
        page.block("", "  ", &text, Style::new());
    }
    for finding in &job.findings {
        finding_lines(page, "", finding);
    }
}

fn nobody(page: &mut Page) {
    page.out.push('\n');
    page.block("", "", "Nobody to write to was found in this jot.", CARE);
    let rule = "A name on its own line starts a person; what stands under it is about that person. \
                `afterword new --template` prints a jot to fill in.";
    page.block("", "", rule, Style::new());
}

fn person_block(page: &mut Page, index: usize, person: &Person, job: &Job) {
    page.person(index, person);
    let mut notes = (1..).zip(&job.notes).filter(|(_, note)| note.to == index).peekable();
    if notes.peek().is_none() {
        let why = if person.no_note {
            "none: you said so"
        } else if job.questions.iter().any(|q| concerns(q, index)) {
            "none yet: see the question below"
        } else {
            "none"
        };
        page.labelled("note", why, QUIET);
    }
    for (number, note) in notes {
        note_block(page, number, note, person, job);
    }
    not_used(page, index, person, job);
}

fn concerns(question: &Question, person: usize) -> bool {
    match &question.asks {
        Asks::Thing { person: p } | Asks::Wording { person: p, .. } => *p == person,
        Asks::Better { person: p, .. } | Asks::Promised { person: p, .. } => *p == Some(person),
        _ => false,
    }
}

/// What there was no room for, best first.
fn not_used(page: &mut Page, index: usize, person: &Person, job: &Job) {
    const SHOWN: usize = 5;
    let own: Vec<_> = job.left_over.iter().filter(|(i, _)| *i == index).collect();
    let mut label = "not used";
    for (_, id) in own.iter().take(SHOWN) {
        if let Some(point) = person.points.iter().find(|p| p.id == *id) {
            page.labelled(
                label,
                &format!("{id} {}: {}", line_of(point.place.line), plain(&point.text)),
                QUIET,
            );
        }
        label = "";
    }
    if own.len() > SHOWN {
        page.labelled("", &format!("and {} more", own.len() - SHOWN), QUIET);
    }
}

/// Where something was said: a line of the jot, or an answer.
fn line_of(line: usize) -> String {
    if line == 0 {
        "answer".to_owned()
    } else {
        format!("line {line}")
    }
}

/// Notes whose person is not in the list would be a mistake; they are shown rather than lost.
fn loose_notes(page: &mut Page, job: &Job) {
    let nobody = Person {
        name: "(nobody)".to_owned(),
        ..Person::default()
    };
    for (number, note) in (1..).zip(&job.notes).filter(|(_, note)| note.to >= job.people.len()) {
        note_block(page, number, note, &nobody, job);
    }
}

fn note_block(page: &mut Page, number: usize, note: &Note, person: &Person, job: &Job) {
    page.out.push('\n');
    let label = if note.kind == NoteKind::Card { "card" } else { "e-mail" };
    let (mut state, style) = state(note);
    if note.kind != NoteKind::Card && person.addr_spec.is_none() {
        state.push_str("; the address is yours to fill in");
    }
    let words = wire::words(note);
    let title = match &note.subject {
        Some(subject) => plain(subject),
        None => format!("{words} words, for your own hand"),
    };
    page.labelled(label, &title, BOLD);
    page.labelled(&format!("note {number}"), &state, style);
    page.out.push('\n');
    let placed = text_with_findings(page, note);
    page.out.push('\n');
    for starter in &note.starters {
        page.labelled(
            "finish",
            &format!("{}  (you jotted: {})", plain(&starter.text), plain(&starter.jot)),
            ASK,
        );
    }
    for (finding, _) in note.findings.iter().zip(&placed).filter(|(_, placed)| !**placed) {
        finding_lines(page, &" ".repeat(3 + LABEL), finding);
    }
    let mut label = "used";
    for point in used(note, person, job) {
        page.labelled(label, &point, QUIET);
        label = "";
    }
    let mut label = "with it";
    for enclosure in &note.enclosures {
        page.labelled(label, &format!("[ ] {}", plain(enclosure)), Style::new());
        label = "";
    }
}

fn state(note: &Note) -> (String, Style) {
    let errors = note.findings.iter().filter(|f| f.severity == Severity::Error).count();
    let warnings = note.findings.iter().filter(|f| f.severity == Severity::Warning).count();
    let count = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    let mut open = Vec::new();
    if !note.starters.is_empty() {
        open.push(count(note.starters.len(), "sentence to finish", "sentences to finish"));
    }
    if errors > 0 {
        open.push(count(errors, "thing to correct", "things to correct"));
    }
    if !open.is_empty() {
        (format!("not ready: {}", open.join(", ")), STOP)
    } else if warnings > 0 {
        (
            format!("ready, with {} to look at", count(warnings, "thing", "things")),
            CARE,
        )
    } else {
        ("ready".to_owned(), GOOD)
    }
}

/// Prints the text, each finding under the words it is about; says which findings found their place.
fn text_with_findings(page: &mut Page, note: &Note) -> Vec<bool> {
    let indent = " ".repeat(3 + LABEL);
    let room = page.width.saturating_sub(indent.len());
    let mut placed = vec![false; note.findings.len()];
    for paragraph in note.body().trim_end().split('\n') {
        let paragraph = plain(paragraph);
        if paragraph.trim().is_empty() {
            page.out.push('\n');
            continue;
        }
        for line in wrap(&paragraph, room) {
            page.line(&format!("{indent}{line}"));
            for (finding, placed) in note.findings.iter().zip(&mut placed).filter(|(_, placed)| !**placed) {
                let excerpt = plain(&finding.excerpt);
                if let Some(at) = find_on_line(&line, &excerpt) {
                    *placed = true;
                    let style = severity_style(finding.severity);
                    let under = "^".repeat(columns(&line[at.clone()]).max(1));
                    let indent = format!("{indent}{}", " ".repeat(columns(&line[..at.start])));
                    let _ = writeln!(page.out, "{indent}{style}{under}{style:#}");
                    finding_lines(page, &" ".repeat(3 + LABEL), finding);
                }
            }
        }
    }
    placed
}

/// Where an excerpt stands on a wrapped line; of one that runs over the line's end, its first words.
fn find_on_line(line: &str, excerpt: &str) -> Option<std::ops::Range<usize>> {
    let excerpt = excerpt.trim();
    if excerpt.is_empty() {
        return None;
    }
    if let Some(at) = line.find(excerpt) {
        return Some(at..at + excerpt.len());
    }
    let breaks = excerpt.match_indices(' ').map(|(i, _)| i);
    breaks
        .rev()
        .find(|&i| line.ends_with(&excerpt[..i]))
        .map(|i| line.len() - i..line.len())
}

fn finding_lines(page: &mut Page, indent: &str, finding: &Finding) {
    let word = match finding.severity {
        Severity::Hint => "hint",
        Severity::Warning => "warning",
        Severity::Error => "error",
    };
    let mut text = format!("{word}: {}", plain(&finding.message));
    if let Some(fix) = &finding.fix {
        let _ = write!(text, " Better: {}", plain(fix));
    }
    let _ = write!(text, " [{}]", plain(&finding.rule));
    page.block(indent, &format!("{indent}  "), &text, severity_style(finding.severity));
}

fn severity_style(severity: Severity) -> Style {
    match severity {
        Severity::Hint => QUIET,
        Severity::Warning => CARE,
        Severity::Error => STOP,
    }
}

/// The points a note used, each once, in the jot's order.
fn used(note: &Note, person: &Person, job: &Job) -> Vec<String> {
    let mut ids: Vec<_> = note.sentences().flat_map(|s| s.points.iter().copied()).collect();
    ids.sort();
    ids.dedup();
    let everyone = person.points.iter().chain(job.people.iter().flat_map(|p| &p.points));
    let all: Vec<_> = everyone.collect();
    ids.into_iter()
        .map(|id| match all.iter().find(|point| point.id == id) {
            Some(point) => format!("{id} {}: {}", line_of(point.place.line), plain(&point.text)),
            None => id.to_string(),
        })
        .collect()
}

fn held_back(page: &mut Page, job: &Job) {
    if job.held_back.is_empty() {
        return;
    }
    page.section("Held back: stays with you");
    for held in &job.held_back {
        let text = format!("{} ({})", plain(&held.text), held.why.reason());
        page.block(
            &format!("  {:<5}{:<9}", held.id.to_string(), line_of(held.place.line)),
            &" ".repeat(16),
            &text,
            Style::new(),
        );
    }
}

fn questions(page: &mut Page, job: &Job) {
    if job.questions.is_empty() {
        return;
    }
    page.section("Only you can answer");
    for question in &job.questions {
        let place = question
            .line
            .filter(|line| *line > 0)
            .map(|line| format!(" (line {line})"))
            .unwrap_or_default();
        let about = plain(&question.about);
        page.block(
            "  ? ",
            "    ",
            &format!("{about}: {}{place}", plain(&question.text)),
            ASK,
        );
    }
}

fn plan(page: &mut Page, plan: &[PlanEntry], now: &Zoned) {
    const DATES: usize = 22;
    if plan.is_empty() {
        return;
    }
    page.section("Plan");
    // What is the same step for several people is said once.
    let mut steps: Vec<(&PlanEntry, Vec<String>)> = Vec::new();
    for entry in plan {
        let to = entry
            .to
            .as_ref()
            .filter(|to| !entry.what.contains(to.as_str()))
            .map(|to| plain(to));
        let same = |(step, _): &&mut (&PlanEntry, Vec<String>)| {
            (&step.when, &step.what, &step.why) == (&entry.when, &entry.what, &entry.why)
        };
        match steps.iter_mut().find(same) {
            Some((_, people)) => people.extend(to),
            None => steps.push((entry, to.into_iter().collect())),
        }
    }
    for (entry, people) in steps {
        let when = when(&entry.when, now);
        let mut what = plain(&entry.what);
        if !people.is_empty() {
            let _ = write!(what, ": {}", people.join(", "));
        }
        page.block(
            &format!("  {when:<DATES$}"),
            &" ".repeat(2 + DATES),
            &what,
            Style::new(),
        );
        let why = format!("{} [{}]", plain(&entry.why), entry.practice);
        page.block(&" ".repeat(2 + DATES), &" ".repeat(2 + DATES), &why, QUIET);
    }
}

fn when(when: &When, now: &Zoned) -> String {
    let short = |date: Date| {
        let year = if date.year() == now.year() {
            String::new()
        } else {
            format!(" {}", date.year())
        };
        format!("{}{year}", date.strftime("%a %-d %b"))
    };
    match when {
        When::On(date) => short(*date),
        When::At(zoned) => format!("{}, {}", short(zoned.date()), zoned.strftime("%H:%M")),
        When::After(date) => format!("from {}", short(*date)),
    }
}

fn day(date: Date) -> String {
    date.strftime("%a %-d %B %Y").to_string()
}

fn kind_word(kind: afterword_core::model::PointKind) -> &'static str {
    use afterword_core::model::PointKind::{
        Advice, AskedMe, Because, Forgot, Mine, Moment, Promised, Quote, Shared, Thanks, Wants,
    };
    match kind {
        Moment => "moment",
        Quote => "quote",
        Mine => "mine",
        Wants => "wants",
        Shared => "shared",
        Thanks => "thanks",
        Advice => "advice",
        AskedMe => "asked me",
        Forgot => "forgot",
        Promised => "promised",
        Because => "because",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture;

    fn seen(job: &Job, width: usize) -> String {
        let summary = write_summary(
            job,
            Some("8 files in afterword-out/harbor-magazine-2026-03-02"),
            "jot.txt",
            &fixture::now(),
            width,
        );
        anstream::adapter::strip_str(&summary).to_string()
    }

    #[test]
    fn it_fits_the_page_and_says_everything_once() {
        let summary = seen(&fixture::job(), 80);
        assert!(
            summary.lines().all(|l| columns(l) <= 80 && l == l.trim_end()),
            "{summary}"
        );
        for (what, times) in [
            ("Maria Gonzalez, editor in chief <mgonzalez@harbormag.example>", 1),
            ("ready, with 1 thing to look at", 1),
            ("not ready: 1 sentence to finish", 1),
            ("seemed tired (you marked it private)", 1),
            ("none yet: see the question below", 1),
            ("(line 20)", 1),
            ("from Mon 16 Mar", 1),
            ("Tue 3 Mar, 12:00", 1),
            ("[ ] 2 clips", 1),
        ] {
            assert_eq!(summary.matches(what).count(), times, "{what} in\n{summary}");
        }
    }

    #[test]
    fn a_finding_stands_under_its_words() {
        let summary = seen(&fixture::job(), 80);
        let lines: Vec<&str> = summary.lines().collect();
        let marked = lines.iter().position(|l| l.trim() == "^^^^^").unwrap();
        assert_eq!(lines[marked - 1].find("peice"), lines[marked].find('^'), "{summary}");
        assert!(
            lines[marked + 1].contains("warning: This is spelled differently. Better: piece"),
            "{summary}"
        );
    }

    #[test]
    fn nothing_typed_steers_the_terminal() {
        let mut job = fixture::job();
        let sly = "\x1b]0;owned\x07\u{9b}31m\u{202e}\r\n";
        job.people[0].name.push_str(sly);
        job.held_back[0].text.push_str(sly);
        job.questions[0].text.push_str(sly);
        job.plan[0].what.push_str(sly);
        job.interview.organization = Some(sly.to_owned());
        job.notes[0].greeting.push_str(sly);
        let styled = write_summary(&job, None, "jot.txt", &fixture::now(), 80);
        assert!(!styled.contains(['\x07', '\r', '\u{9b}', '\u{202e}']) && !styled.contains("\x1b]"));
        assert!(styled.contains("\\x1b]0;owned\\x07"));
    }

    #[test]
    fn every_width_holds() {
        for width in [40, 60, 80] {
            let summary = seen(&fixture::job(), width);
            assert!(summary.lines().all(|l| columns(l) <= width), "{width}:\n{summary}");
        }
    }
}
