//! What the tests of whole jots share.
#![allow(dead_code, reason = "each test file uses its own part of this")]

use std::path::{Path, PathBuf};

use afterword_core::model::{Note, Profile};
use afterword_core::write::{Job, Seed, write};
use jiff::{Zoned, civil::Date, tz::TimeZone};
use unicode_normalization::UnicodeNormalization as _;

/// Numbers that differ from run to run of the generator only by the seed, so that a failure can be repeated.
pub(crate) struct Seeded(pub(crate) u64);

impl Seeded {
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % n.max(1)
    }

    pub(crate) fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }

    pub(crate) fn chance(&mut self, one_in: usize) -> bool {
        self.below(one_in) == 0
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }

    /// A word of no language, which stands in no other text.
    pub(crate) fn nonsense(&mut self, number: usize) -> String {
        const SYLLABLES: [&str; 12] = [
            "zub", "vok", "quem", "drax", "wiff", "jorl", "plon", "guzt", "hemf", "yask", "krit", "mulb",
        ];
        let mut word = self.pick(&SYLLABLES).to_owned();
        let mut n = number;
        for _ in 0..3 {
            word.push_str(SYLLABLES[n % SYLLABLES.len()]);
            n /= SYLLABLES.len();
        }
        word
    }
}

/// Six in the evening of a day in New York.
pub(crate) fn evening(day: Date) -> Zoned {
    day.at(18, 0, 0, 0)
        .to_zoned(TimeZone::get("America/New_York").expect("a known zone"))
        .expect("not in a gap")
}

/// The whole job with nothing set, on the evening of Monday, March 2, 2026.
pub(crate) fn written(jot: &str) -> Job {
    write(
        jot,
        &Profile::default(),
        &evening(jiff::civil::date(2026, 3, 2)),
        Seed(0),
    )
}

/// Subject and body, as they would go out.
pub(crate) fn text_of(note: &Note) -> String {
    format!("{}\n{}", note.subject.as_deref().unwrap_or_default(), note.body())
}

/// One spelling of quotation marks, dashes, blanks and cases.
pub(crate) fn fold(text: &str) -> String {
    let lower: String = text.nfkc().collect::<String>().to_lowercase();
    let plain: String = lower
        .chars()
        .flat_map(|c| match c {
            '\u{2018}' | '\u{2019}' => vec!['\''],
            '\u{201C}' | '\u{201D}' => vec!['"'],
            '\u{2013}' | '\u{2014}' => vec!['-'],
            '\u{DF}' => vec!['s', 's'],
            c => vec![c],
        })
        .collect();
    let mut out = String::with_capacity(plain.len());
    for c in plain.chars() {
        if !c.is_whitespace() {
            out.push(c);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}

/// The folder of a set of whole jots.
pub(crate) fn set(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cases/jots")
        .join(name)
}

/// The files of a set with this ending, in order.
pub(crate) fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the cases are there")
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.extension().is_some_and(|e| e == ending))
        .collect();
    found.sort();
    found
}

/// Words that carry no fact of their own.
const FUNCTION_WORDS: &str = "a an the this that these those and or but nor so yet as at by for from in into of off on onto out over to \
    up down with without within about above across after again against along also although always am among any anyone anything \
    are aren't around away be became because become been before behind being below beside between both can cannot can't could \
    couldn't did didn't do does doesn't doing done don't each either else enough even ever every everybody everyone everything \
    few had has have haven't having he her here hers herself him himself his how however i if inside instead is isn't it its \
    itself just least less let like many may me might mine more most much must my myself near neither never no nobody none not \
    nothing now once one ones only other others our ours ourselves own per rather same shall she should since some somebody \
    someone something still such than their theirs them themselves then there they though through till too toward towards under \
    unless until upon us very was wasn't we were weren't what whatever when where whether which while who whom whose why will \
    won't would wouldn't you your yours yourself yourselves going get gets getting got make makes made one's way";

/// The words of a text in one spelling, without marks around them; words joined by a hyphen singly.
pub(crate) fn words(text: &str) -> Vec<String> {
    fold(text)
        .split(|c: char| !(c.is_alphanumeric() || c == '\''))
        .map(|w| w.trim_matches('\'').to_owned())
        .filter(|w| !w.is_empty())
        .collect()
}

/// The words that say something.
pub(crate) fn content_words(text: &str) -> Vec<String> {
    words(text).into_iter().filter(|w| !is_function_word(w)).collect()
}

pub(crate) fn is_function_word(word: &str) -> bool {
    use std::{collections::HashSet, sync::LazyLock};
    static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| FUNCTION_WORDS.split_whitespace().collect());
    WORDS.contains(word)
}

/// The words the program's own sentences bring, from the data they are in.
pub(crate) fn frame_words() -> std::collections::HashSet<String> {
    #[derive(serde::Deserialize)]
    struct File {
        frame: Vec<Frame>,
    }
    #[derive(serde::Deserialize)]
    struct Frame {
        #[serde(default)]
        text: String,
        #[serde(default)]
        texts: Vec<String>,
    }
    [
        include_str!("../../src/compose/letter.toml"),
        include_str!("../../src/compose/say/frames.toml"),
    ]
    .iter()
    .flat_map(|data| toml::from_str::<File>(data).expect("frames").frame)
    .flat_map(|frame| {
        let bare = regex::Regex::new(r"\{\w*\}").expect("a pattern");
        let all = std::iter::once(frame.text).chain(frame.texts);
        all.flat_map(|text| words(&bare.replace_all(&text, " ")))
            .collect::<Vec<_>>()
    })
    .collect()
}
