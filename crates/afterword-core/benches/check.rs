//! What checking a letter costs beside harper-core alone, all in one run.
//!
//! `cargo bench -p afterword-core --bench check`. First uses are timed once, before anything is warm, and printed with
//! the memory they leave; the rest is criterion's. Every round reads another letter of the same 150 words, so that
//! nobody answers from memory: a number in each sentence counts up.

use std::cell::Cell;
use std::hint::black_box;
use std::time::{Duration, Instant};

use afterword_core::check::{Kind, Proofreader, Record, RecordPerson, check, fast};
use criterion::{BatchSize, Criterion};
use harper_core::linting::{LintGroup, Linter as _};
use harper_core::spell::FstDictionary;
use harper_core::{Dialect, Document};

/// A letter of 150 words; every `#` becomes a number.
const LETTER: &str = "Dear Ms. Whitlock,

Thank you for taking the time to meet me on Tuesday and for showing me all # looms of the upper floor. I kept thinking \
about what you said on the way home: that a good weaver hears the fault # seconds before she sees it. At my last mill we \
lost # rolls a month to broken ends, and a small bell on the warp stopper brought that down by half.

You asked how I would train the night shift. I would pair each of the # new hands with somebody who has been there for \
longer, and I would have them write the fault book together, because two people seldom miss the same thread.

I would be glad to bring my own notes, some # pages, if they are of use. Thank you again for the tour and for the tea.

Kind regards,
Leon Haskett";

fn letter(round: u32) -> String {
    LETTER.replace('#', &(100 + round).to_string())
}

/// The same letter with one word changed.
fn edited(round: u32) -> String {
    letter(0).replace("some 100 pages", &format!("some {} pages", 1000 + round))
}

fn people() -> [RecordPerson; 1] {
    [RecordPerson {
        name: "Dana Whitlock".to_owned(),
        title: Some("Mill Manager".to_owned()),
        honorific: Some("Ms.".to_owned()),
    }]
}

fn record(people: &[RecordPerson]) -> Record<'_> {
    Record {
        candidate: "Leon Haskett",
        organization: "Calder Mill",
        role: "Shift Supervisor",
        people,
        to: "Dana Whitlock",
        points: vec![
            "a good weaver hears the fault".to_owned(),
            "train the night shift".to_owned(),
        ],
        ..Record::default()
    }
}

/// Resident memory in MiB, where the system tells.
fn resident_mib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:"));
    line.and_then(|l| l.split_whitespace().next()?.parse::<f64>().ok())
        .unwrap_or_default()
        / 1024.0
}

fn timed<T>(task: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let out = task();
    (out, begun.elapsed())
}

fn median(mut task: impl FnMut(u32)) -> Duration {
    let mut times: Vec<Duration> = (0..31).map(|round| timed(|| task(round)).1).collect();
    times.sort_unstable();
    times[15]
}

fn main() {
    let people = people();
    let record = record(&people);
    let kind = Kind::Email;
    let before = resident_mib();
    let (_, first_fast) = timed(|| black_box(fast(&letter(1), None, kind, &record)));
    let after_fast = resident_mib();
    let (mut harper, first_harper) = timed(|| {
        let dictionary = FstDictionary::curated();
        let mut linters = LintGroup::new_curated(dictionary, Dialect::American);
        black_box(linters.lint(&Document::new_plain_english_curated(&letter(1))));
        linters
    });
    let after_harper = resident_mib();
    let mut ours = Proofreader::load();
    black_box(check(&letter(1), None, kind, &record, Some(&mut ours)));
    let alone = median(|round| {
        black_box(harper.lint(&Document::new_plain_english_curated(&letter(2 + round))));
    });
    let full = median(|round| {
        black_box(check(&letter(100 + round), None, kind, &record, Some(&mut ours)));
    });
    let fast_tier = median(|round| {
        black_box(fast(&letter(200 + round), None, kind, &record));
    });
    black_box(check(&letter(0), None, kind, &record, Some(&mut ours)));
    let edit = median(|round| {
        black_box(check(&edited(round), None, kind, &record, Some(&mut ours)));
    });
    let share = |a: Duration, b: Duration| a.as_secs_f64() / b.as_secs_f64();
    println!(
        "first findings of the fast tier {first_fast:?}, first use of harper {first_harper:?}: {:.4}x",
        share(first_fast, first_harper)
    );
    println!(
        "resident MiB: {before:.1} at the start, {after_fast:.1} with the fast tier, {after_harper:.1} with harper"
    );
    println!("full pass {full:?}, harper alone {alone:?}: {:.2}x", share(full, alone));
    println!(
        "one word edited {edit:?}, full pass {full:?}: {:.2}x",
        share(edit, full)
    );
    println!("fast tier alone {fast_tier:?}");

    let mut criterion = Criterion::default().configure_from_args().sample_size(20);
    let round = Cell::new(1000);
    let next = || round.replace(round.get() + 1);
    criterion.bench_function("harper alone", |b| {
        b.iter_batched(
            || letter(next()),
            |text| harper.lint(&Document::new_plain_english_curated(&text)),
            BatchSize::SmallInput,
        );
    });
    criterion.bench_function("full pass", |b| {
        b.iter_batched(
            || letter(next()),
            |text| check(&text, None, kind, &record, Some(&mut ours)),
            BatchSize::SmallInput,
        );
    });
    criterion.bench_function("one word edited", |b| {
        b.iter_batched(
            || edited(next()),
            |text| check(&text, None, kind, &record, Some(&mut ours)),
            BatchSize::SmallInput,
        );
    });
    criterion.bench_function("fast tier", |b| {
        b.iter_batched(
            || letter(next()),
            |text| fast(&text, None, kind, &record),
            BatchSize::SmallInput,
        );
    });
    criterion.final_summary();
}
