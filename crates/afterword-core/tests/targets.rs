//! The fuzz targets, run as plain tests: over a small corpus, the cases, and seeded mutations of both.
//!
//! `fuzz/` runs the same functions under libFuzzer.

#[path = "fuzz/targets.rs"]
mod targets;

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

/// How long one input of at most [`LONGEST`] bytes may take, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(2);
const LONGEST: usize = 8 * 1024;

struct Seeded(u64);

impl Seeded {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % n.max(1) as u64).unwrap_or(0)
    }

    /// Cuts, doubles, swaps, splices and bends what is given.
    fn mutate(&mut self, seeds: &[Vec<u8>]) -> Vec<u8> {
        const BITS: [&[u8]; 18] = [
            b"\r\n ",
            b"\n",
            b"\r",
            b"\0",
            b"\xff",
            b"\xc3",
            b"=?utf-8?q?=0D=0A?=",
            b"--b1\r\n",
            b"BEGIN:VEVENT\r\n",
            b";TZID=",
            b"99999999999",
            b"\xe2\x80\xae",
            b"\"",
            b"\\",
            b"<!--",
            b"&#x",
            b"next week",
            b"BEGIN:VCARD\r\n",
        ];
        let mut out = seeds[self.below(seeds.len())].clone();
        for _ in 0..=self.below(6) {
            let (a, b) = (self.below(out.len()), self.below(out.len()));
            let (from, to) = (a.min(b), a.max(b));
            match self.below(6) {
                0 => drop(out.drain(from..to)),
                1 => {
                    let piece = out[from..to.min(from + 400)].to_vec();
                    out.splice(from..from, piece);
                }
                2 => {
                    let bits = BITS[self.below(BITS.len())];
                    out.splice(from..from, bits.iter().copied());
                }
                3 if !out.is_empty() => {
                    let bit = u8::try_from(self.below(8)).unwrap_or(0);
                    out[from] ^= 1 << bit;
                }
                4 => {
                    let other = &seeds[self.below(seeds.len())];
                    let at = self.below(other.len());
                    out.truncate(to);
                    out.extend_from_slice(&other[at..]);
                }
                _ => out.truncate(to),
            }
        }
        out.truncate(LONGEST);
        out
    }
}

/// The files of a folder of the corpus, and whatever else is given.
fn seeds(folder: &str, more: &[&str]) -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mut paths: Vec<_> = [root.join("corpus").join(folder)]
        .into_iter()
        .chain(more.iter().map(|more| root.join(more)))
        .flat_map(|folder| fs::read_dir(folder).expect("a folder of seeds"))
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_none_or(|extension| extension != "json"))
        .collect();
    paths.sort();
    let mut out: Vec<Vec<u8>> = paths.iter().map(|path| fs::read(path).expect("a seed")).collect();
    assert!(!out.is_empty(), "no seeds for {folder}");
    out.push(Vec::new());
    out
}

/// The texts of a case file, as seeds.
fn texts(cases: &str, key: &str) -> Vec<Vec<u8>> {
    let text = |line: &str| {
        let case: serde_json::Value = serde_json::from_str(line).expect("a case");
        case[key].as_str().expect("a text").as_bytes().to_vec()
    };
    cases.lines().filter(|line| !line.is_empty()).map(text).collect()
}

fn run(target: fn(&[u8]), seeds: &[Vec<u8>], rounds: usize) {
    let mut seeded = Seeded(0x9e37_79b9_7f4a_7c15);
    let mutated = (0..rounds).map(|_| seeded.mutate(seeds)).collect::<Vec<_>>();
    for input in seeds.iter().chain(&mutated) {
        let begun = Instant::now();
        target(input);
        let took = begun.elapsed();
        assert!(took < PATIENCE, "{took:?} for {:?}", String::from_utf8_lossy(input));
    }
}

#[test]
fn deadline() {
    let mut all = seeds("deadline", &[]);
    all.extend(texts(include_str!("cases/third/timeline.jsonl"), "text"));
    run(targets::deadline, &all, 2_000);
}

#[test]
fn signature() {
    let mut all = seeds("signature", &[]);
    all.extend(texts(include_str!("cases/third/signature.jsonl"), "text"));
    run(targets::signature, &all, 1_500);
}

#[test]
fn message() {
    let mut all = seeds("message", &[]);
    all.extend(texts(include_str!("cases/third/inbound.jsonl"), "raw"));
    run(targets::message, &all, 1_000);
}

#[test]
fn invite() {
    run(
        targets::invite,
        &seeds("invite", &["cases/invites", "cases/third/invites"]),
        1_000,
    );
}

#[test]
fn vcard() {
    run(targets::vcard, &seeds("vcard", &[]), 3_000);
}

#[test]
fn holidays() {
    run(targets::holidays, &seeds("holidays", &[]), 1_500);
}
