//! How long reading a jot and composing its notes take, warm, with 1, 10 and 100 times the points of a panel of five.
//!
//! `cargo bench -p afterword-core --bench compose`. Proofreading is left out: it is a step of its own.

use std::fmt::Write;
use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

use afterword_core::compose::compose;
use afterword_core::model::Profile;
use afterword_core::read::jot;
use afterword_core::write::Seed;

const PEOPLE: [&str; 5] = [
    "Maria Gonzalez, editor in chief",
    "Theo Lund, art director",
    "Ines Marchetti, managing editor",
    "Priya Raman, research lead",
    "Calvin Yoo, publisher",
];
const POINTS: [&str; 6] = [
    "she moved from Boston, loves long-form",
    "fact checking is in house, 2 checkers",
    "me: told her about my style guide migration",
    "wants a writer who files clean copy a day early",
    "how they hand the desk over at night w/o a meeting",
    "promised: 2 clips (ferry strike, organ builder)",
];

/// A panel of five with so many times six points each.
fn panel(times: usize) -> String {
    let mut text = String::from("Harbor Magazine - staff writer\nwhen: Mon 2 March 2026\nme: Gabriela Garcia\n");
    for person in PEOPLE {
        let _ = write!(text, "\n{person}\n");
        for point in POINTS.iter().cycle().take(POINTS.len() * times) {
            let _ = writeln!(text, "- {point}");
        }
    }
    text
}

fn parts(c: &mut Criterion) {
    let now: jiff::Zoned = "2026-03-02T18:00:00[America/New_York]".parse().expect("a moment");
    let profile = Profile::default();
    for times in [1, 10, 100] {
        let text = panel(times);
        let points = (PEOPLE.len() * POINTS.len() * times) as u64;
        let mut group = c.benchmark_group("read");
        group.sample_size(10).throughput(Throughput::Elements(points));
        group.bench_function(BenchmarkId::from_parameter(points), |b| {
            b.iter(|| jot::read(black_box(&text), &now));
        });
        group.finish();
        let jot = jot::read(&text, &now);
        let mut group = c.benchmark_group("compose");
        group.sample_size(10).throughput(Throughput::Elements(points));
        group.bench_function(BenchmarkId::from_parameter(points), |b| {
            b.iter(|| compose(black_box(&jot), &profile, now.date(), false, Seed(1)));
        });
        group.finish();
    }
}

criterion_group!(benches, parts);
criterion_main!(benches);
