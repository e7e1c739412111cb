//! Random SIGKILLs while real notes go to a real Postfix. The test command runs a short one; `scripts/chaos` runs it long
//! by setting `AFTERWORD_CHAOS_KILLS` and `AFTERWORD_CHAOS_SEEDS`.

use std::process::Child;
use std::thread;
use std::time::{Duration, Instant};

use crate::desk::{Desk, audit, run};
use crate::servers::postfix::Postfix;
use crate::servers::postgres::Postgres;

/// A small generator, so that a run can be repeated by its seed.
struct Random(u64);

impl Random {
    fn below(&mut self, most: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % most.max(1)
    }
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|v| v.parse().ok()).unwrap_or(default)
}

/// Ends a process wherever it is; says whether it was still at work.
fn kill(child: &mut Child) -> bool {
    let alive = child.try_wait().unwrap().is_none();
    let _ = child.kill();
    let status = child.wait().unwrap();
    alive && std::os::unix::process::ExitStatusExt::signal(&status) == Some(9)
}

/// What a run came to.
#[derive(Debug, Default)]
struct Sum {
    kills: u64,
    notes: usize,
    sent: usize,
    uncertain: usize,
    uncertain_that_arrived: usize,
}

/// Sends under fire until there were `kills`, then to the end; `processes` at a time on one book.
fn storm(
    postfix: &Postfix,
    new: &dyn Fn(usize) -> Desk,
    seed: u64,
    kills: u64,
    processes: usize,
    lanes: &str,
    sum: &mut Sum,
) {
    let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let args = ["send", "--yes", "--lanes", lanes];
    // How long one note takes from start to end, to aim by.
    let probe = new(1);
    let begin = Instant::now();
    probe.start(&args).wait().unwrap();
    let whole = u64::try_from(begin.elapsed().as_micros()).unwrap();
    let mut done = 0;
    while done < kills {
        postfix.settle();
        let before = postfix.delivered().len();
        let desk = new(60);
        let mut idle = 0;
        while done < kills && idle < 3 {
            let mut children: Vec<Child> = (0..processes).map(|_| desk.start(&args)).collect();
            thread::sleep(Duration::from_micros(whole / 4 + random.below(whole * 5 / 4)));
            let hits = children
                .iter_mut()
                .filter_map(|child| kill(child).then_some(()))
                .count();
            done += u64::try_from(hits).unwrap();
            idle = if hits == 0 { idle + 1 } else { 0 };
        }
        for _ in 0..6 {
            desk.send();
        }
        postfix.settle();
        let delivered = postfix.delivered();
        let mine: Vec<Vec<u8>> = of(&desk, &delivered);
        assert_eq!(
            mine.len(),
            delivered.len() - before,
            "something arrived that no note knows of, in seed {seed}"
        );
        let notes = desk.notes();
        let (sent, uncertain, waiting) = audit(&notes, &mine);
        assert_eq!(waiting, 0, "a note was lost in seed {seed}");
        assert_eq!(sent + uncertain, notes.len());
        sum.notes += notes.len();
        sum.sent += sent;
        sum.uncertain += uncertain;
        sum.uncertain_that_arrived += mine.len() - sent;
        resolved(&desk, &mine);
    }
    sum.kills += done;
}

/// Gives the book what its owner would find in their own mailbox: every uncertain note of which there is a copy is sent
/// then, and the others stay as they are.
fn resolved(desk: &Desk, mine: &[Vec<u8>]) {
    use afterword_core::casebook::NoteState;
    let file = desk.path().with_file_name("found.eml");
    for record in desk.notes() {
        let NoteState::Uncertain { frozen, .. } = &record.note.state else {
            continue;
        };
        let copy = mine
            .iter()
            .find(|m| String::from_utf8_lossy(m).contains(&frozen.message_id));
        if let Some(copy) = copy {
            std::fs::write(&file, copy).unwrap();
            let out = desk.afterword(&["resolve", "--message", file.to_str().unwrap()]);
            assert_eq!(out.status.code(), Some(0), "{out:?}");
        }
    }
    let (sent, uncertain, _) = audit(&desk.notes(), mine);
    assert_eq!((sent, uncertain), (mine.len(), desk.notes().len() - mine.len()));
}

/// The delivered messages that this book's notes could have brought: the server serves several books.
fn of(desk: &Desk, delivered: &[Vec<u8>]) -> Vec<Vec<u8>> {
    use afterword_core::casebook::NoteState;
    let ids: Vec<String> = desk
        .notes()
        .iter()
        .filter_map(|n| match &n.note.state {
            NoteState::Approved { frozen, .. } => frozen.as_ref().map(|f| f.message_id.clone()),
            NoteState::Sent { frozen, .. } | NoteState::Uncertain { frozen, .. } => Some(frozen.message_id.clone()),
            _ => None,
        })
        .collect();
    let has = |message: &&Vec<u8>| {
        let text = String::from_utf8_lossy(message);
        ids.iter().any(|id| text.contains(id.as_str()))
    };
    delivered.iter().filter(has).cloned().collect()
}

#[test]
fn no_kill_makes_a_duplicate_or_loses_a_note() {
    let Some(postfix) = Postfix::start() else { return };
    let (kills, seeds) = (number("AFTERWORD_CHAOS_KILLS", 60), number("AFTERWORD_CHAOS_SEEDS", 1));
    let new = |notes| Desk::new(postfix.port, notes);
    let mut sum = Sum::default();
    for seed in 1..=seeds {
        storm(&postfix, &new, seed, kills.div_ceil(seeds), 1, "1", &mut sum);
    }
    println!("one process: {sum:?}");
}

#[test]
fn nor_do_two_processes_on_one_book() {
    let Some(postfix) = Postfix::start() else { return };
    let (kills, seeds) = (number("AFTERWORD_CHAOS_KILLS", 60), number("AFTERWORD_CHAOS_SEEDS", 1));
    let new = |notes| Desk::new(postfix.port, notes);
    let mut sum = Sum::default();
    for seed in 1..=seeds {
        storm(&postfix, &new, seed + 1_000, kills.div_ceil(seeds), 2, "2", &mut sum);
    }
    println!("two processes: {sum:?}");
}

#[test]
fn nor_with_eight_workers_on_postgresql() {
    let (Some(postfix), Some(postgres)) = (Postfix::start(), Postgres::start()) else {
        return;
    };
    let new = |notes| {
        let location = run(postgres.database());
        Desk::at(tempfile::tempdir().unwrap(), location, postfix.port, notes)
    };
    let (kills, seeds) = (number("AFTERWORD_CHAOS_KILLS", 60), number("AFTERWORD_CHAOS_SEEDS", 1));
    let mut sum = Sum::default();
    for seed in 1..=seeds {
        storm(&postfix, &new, seed + 2_000, kills.div_ceil(seeds), 8, "8", &mut sum);
    }
    println!("eight workers on PostgreSQL: {sum:?}");
}
