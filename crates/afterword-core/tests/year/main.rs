//! The simulated year: thousands of seeded cases, judged by an oracle that does not know the planner.
#![allow(clippy::disallowed_macros, reason = "a test may say what it saw")]

mod oracle;
mod seeded;
mod tally;
mod world;

use std::thread;

use afterword_core::plan::policy::{NAMES, Policy};
use tally::Tally;
use world::World;

const YEARS: u64 = 10_000;

fn years(seeds: std::ops::Range<u64>, step: usize) -> Tally {
    let policies: Vec<Policy> = NAMES.iter().map(|n| Policy::built_in(n).expect("built in")).collect();
    let mut all = Tally::default();
    for seed in seeds.step_by(step) {
        let mut world = World::new(seed, &policies);
        world.year();
        all.add(world.tally);
    }
    all
}

#[test]
fn ten_thousand_years_bring_nothing_early_doubled_over_budget_or_unseen() {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let tally = thread::scope(|scope| {
        let of = |first: usize| scope.spawn(move || years(first as u64..YEARS, threads));
        let running: Vec<_> = (0..threads).map(of).collect();
        let mut all = Tally::default();
        for thread in running {
            all.add(thread.join().expect("no panic"));
        }
        all
    });
    println!("{:#?}", tally.seen);
    let wrong = [
        ("early", &tally.early),
        ("duplicate", &tally.duplicate),
        ("over budget", &tally.over_budget),
        ("after an answer or an end", &tally.stopped),
        ("due and not shown", &tally.never_shown),
        ("shown and not open", &tally.wrongly_shown),
        ("other", &tally.other),
    ];
    let lines: Vec<String> = wrong
        .iter()
        .filter(|(_, texts)| !texts.is_empty())
        .map(|(what, texts)| {
            format!(
                "{what}: {}\n  {}",
                texts.len(),
                texts[..texts.len().min(6)].join("\n  ")
            )
        })
        .collect();
    assert!(lines.is_empty(), "\n{}", lines.join("\n"));
    // A year in which nothing happens proves nothing.
    for what in [
        "restarts",
        "sleeps",
        "jumps back",
        "jumps forward",
        "looks under a wrong clock",
        "dates confirmed",
        "dates moved",
        "nothing to do",
        "permits refused",
        "overruled touches",
        "texts overtaken by a moved date",
        "uncertain settled",
        "thank_you",
        "pass_on",
        "card",
        "material",
        "timeline_question",
        "check_in",
        "closing",
        "gratitude",
        "asked elsewhere",
        "bounce",
        "out_of_office",
        "decision_moved",
    ] {
        let count = tally.seen.get(what).copied().unwrap_or_default();
        assert!(count >= 100, "{what} came up {count} times");
    }
}
