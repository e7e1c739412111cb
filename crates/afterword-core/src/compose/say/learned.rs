//! A line put right by what was learned from lines put right: which sentence it completes, and how.
//!
//! The [tagger](afterword_tagger) names a use and says of each word whether it is kept, left out or bent; here that is done, and
//! what comes out is offered to the frames that take it. It is held back where it would lose a figure, a "not" or a verb:
//! whoever learned from examples knows no rule that has no exception.

use std::collections::HashMap;
use std::sync::LazyLock;

use afterword_tagger::{Line, Tags};

use super::edit::{self, Rule};
use super::tag::Tag;
use super::token::{Kind, Token, tokenize_tagged};
use super::{Context, Draft, cues, jotted, stern};
use crate::lexicon::{VerbForm, lexicon};
use crate::memo::Memo;
use crate::model::{Point, PointKind, Pronoun};

/// From here on it is believed before the grammar.
pub(super) const SURE: f32 = 0.5;
/// From here on it is believed where the grammar has nothing.
pub(super) const LIKELY: f32 = 0.05;
/// What is told as theirs must be theirs by this.
const THEIRS: f32 = 0.15;

/// Bad news by this is bad news.
const BAD: f32 = 0.2;

/// A line by this not to be said is not.
const NONE: f32 = 0.35;
/// A line is another kind of thing than it was taken for from here on.
const CLAIM: f32 = 0.8;
/// A use is tried from here on.
const USE: f32 = 0.2;

/// Uses that are left to others, or that nothing is said of.
const UNSAID: &[&str] = &["none", "ask", "quote", "bad"];

/// Uses that speak of the writer or of nothing that can be said.
const NOT_THEIRS: &[&str] = &["mine", "me", "forgot", "will", "because", "none"];

/// What was learned about one line.
pub(super) struct Learned {
    /// Fillings for frames with how sure the tagger is of use and wording together, the surest first.
    pub(super) drafts: Vec<(f32, Draft)>,
    /// Whether a line taken for theirs is hardly so.
    pub(super) not_theirs: bool,
}

/// Reads a point by its words made legible.
pub(super) fn read(point: &Point, text: &str, cx: &Context) -> Option<Learned> {
    // What stands in quotation marks is nobody's to bend.
    if text.contains(['“', '"']) {
        return None;
    }
    let words = afterword_tagger::words(text);
    let pronoun = match cx.person.pronoun {
        Some(Pronoun::She) => "she",
        Some(Pronoun::He) => "he",
        Some(Pronoun::They) => "they",
        None => "unknown",
    };
    let kind = format!("{:?}", point.kind);
    let tagged = SEEN.answer(&(&words, &kind, pronoun), || tag(&words, &kind, pronoun))?;
    let mut out = Learned {
        drafts: Vec::new(),
        not_theirs: tagged.theirs < THEIRS,
    };
    for completion in tagged.completions.iter().filter(|r| r.may_be_said_of(point.kind)) {
        let ending = completion.applied_to(&words);
        if keeps_what_counts(&words, &ending) {
            let ending = edit::joined(&ending);
            if sound(completion.of, &ending) {
                out.drafts
                    .extend(drafts(completion.of, &ending).into_iter().map(|d| (completion.sure, d)));
            }
        }
    }
    Some(out)
}

/// What the tagger makes of a line.
#[derive(Clone)]
struct Tagged {
    /// The uses that it may have; none where nothing should be said of it.
    completions: Vec<Completion>,
    theirs: f32,
}

/// A line as the end of one sentence.
#[derive(Clone)]
struct Completion {
    of: &'static str,
    /// How likely the use is by itself.
    likely: f32,
    /// How likely the use and every tag are together.
    sure: f32,
    tags: Tags,
}

impl Completion {
    /// A line taken for something else is no claim, promise or wish before that is nearly certain.
    fn may_be_said_of(&self, kind: PointKind) -> bool {
        let of: &[&str] = match kind {
            PointKind::Mine => &["mine", "me"],
            PointKind::Forgot => &["forgot"],
            PointKind::Promised => &["will"],
            PointKind::Because => &["because"],
            PointKind::Wants => &["want", "look", "need"],
            PointKind::Shared => &["both"],
            PointKind::Advice => &["advice"],
            PointKind::Thanks => &["thanks", "did"],
            PointKind::Moment | PointKind::Quote | PointKind::AskedMe => &[],
        };
        let heard = matches!(self.of, "that" | "how" | "about" | "did" | "liked" | "thanks");
        let marked = !of.is_empty();
        of.contains(&self.of) || !marked && heard || self.likely >= CLAIM
    }

    fn applied_to(&self, words: &[String]) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        for (i, phrase) in self.tags.inserted.iter().enumerate() {
            out.extend(phrase.split_whitespace().map(str::to_owned));
            let rule = self.tags.rules.get(i).and_then(|r| RULES.get(r));
            let bent = words.get(i).zip(rule).and_then(|(w, r)| r.bend(w));
            out.extend(bent.filter(|w| !w.is_empty()));
        }
        out
    }
}

static RULES: LazyLock<HashMap<&str, Rule>> = LazyLock::new(|| {
    let named = afterword_tagger::rules().iter();
    named.filter_map(|name| Some((*name, name.parse().ok()?))).collect()
});

/// A note is worded many times, its lines are tagged once.
static SEEN: LazyLock<Memo<Option<Tagged>>> = LazyLock::new(Memo::default);

fn tag(words: &[String], kind: &str, pronoun: &str) -> Option<Tagged> {
    let line = Line::read(words, kind, pronoun)?;
    let uses = line.uses();
    let sum = |of: &dyn Fn(&str) -> bool| uses.iter().filter(|(name, _)| of(name)).map(|(_, p)| p).sum::<f32>();
    // Bad news is not told with gladness, and nobody is thanked with it.
    let said = sum(&|name| name == "bad") < BAD && sum(&|name| name == "none") < NONE;
    let fits = |i: usize, name| RULES.get(name).is_some_and(|rule| rule.bend(&words[i]).is_some());
    let likely = uses.iter().take_while(|(_, p)| said && *p >= USE).take(2);
    let completion = |(of, p): &(&'static str, f32)| {
        let tags = line.tags(of, fits)?;
        let sure = p * tags.whole;
        let likely = *p;
        Some(Completion { of, likely, sure, tags })
    };
    let mut completions: Vec<Completion> = likely
        .filter(|(of, _)| !UNSAID.contains(of))
        .filter_map(completion)
        .collect();
    completions.sort_by(|a, b| b.sure.total_cmp(&a.sure));
    Some(Tagged {
        completions,
        theirs: sum(&|name| !NOT_THEIRS.contains(&name)),
    })
}

/// Whether every figure and everything that limits what is said came along.
fn keeps_what_counts(words: &[String], ending: &[String]) -> bool {
    const LIMITS: &[&str] = &[
        "not", "no", "never", "nobody", "nothing", "none", "without", "unless", "if", "except", "only", "about",
        "nearly", "almost", "maybe", "once", "until", "most", "some", "half", "hardly", "barely",
    ];
    let count = |of: &[String], word: &str| of.iter().filter(|w| w.eq_ignore_ascii_case(word)).count();
    let told: String = ending.join(" ");
    let figures = words.iter().filter(|w| w.bytes().any(|b| b.is_ascii_digit()));
    let figure_kept = |w: &String| {
        let digits = w.trim_start_matches(['\'', '’']);
        told.contains(digits) || told.contains(digits.trim_end_matches(|c: char| c.is_alphabetic()))
    };
    figures.clone().all(figure_kept)
        && !words.iter().any(|w| w.contains('%') && !told.contains(w.as_str()))
        && LIMITS.iter().all(|w| count(ending, w) >= count(words, w))
}

/// Whether an ending can complete its sentence at all.
fn sound(of: &str, ending: &str) -> bool {
    let tokens = tokenize_tagged(ending);
    let (Some(first), Some(last)) = (tokens.first(), tokens.iter().rfind(|t| t.is_word())) else {
        return false;
    };
    // "me I want", "she trained": a label, or one who should have become the reader.
    let left = first.any(&[
        "me", "him", "he", "she", "her", "his", "and", "but", "also", "so", "then",
    ]) || first.any(&["they", "their"]) && of != "that";
    let hanging = last.any(&[
        "the", "a", "and", "or", "but", "with", "of", "your", "my", "which", "that", "is", "like", "than", "because",
        "as", "who", "whose", "when", "while", "if", "has", "have", "had", "was", "were", "are", "be", "to", "from",
    ]);
    let mine = tokens
        .iter()
        .any(|t| t.any(&["i", "my", "mine", "myself", "we", "our"]));
    let fits = match of {
        // "you sat me down": seen, not heard.
        "that" => {
            !mine
                && !tokens
                    .windows(3)
                    .any(|w| w[0].is("you") && w[1].tag == Tag::Past && w[2].is("me"))
        }
        "look" | "need" | "want" => !mine && first.tag != Tag::Wh,
        "mine" | "because" | "forgot" => mine || of == "because",
        "both" => tokens.iter().any(|t| t.any(&["we", "us", "our", "both"])),
        "thanks" => !first.any(&["feeling", "to"]),
        _ => true,
    };
    let clause = matches!(of, "that" | "mine" | "both" | "forgot" | "because");
    let finite = tokens.iter().any(|t| t.tag.finite());
    let glad = matches!(of, "that" | "how" | "about" | "liked" | "both");
    let trouble =
        glad && tokens.iter().any(cues::trouble) || tokens.iter().any(|t| t.any(ILL) || glad && t.any(jotted::PAY));
    // "bread you make it with the whey", "the stairs you built in the gym": a thing, and no clause about it.
    let led = tokens
        .iter()
        .position(|t| t.any(&["you", "they", "i", "we", "anybody", "everybody", "nobody", "anyone"]))
        .filter(|at| of == "that" && *at > 0);
    let named = |t: &Token| {
        t.is_word() && (t.tag.nominal() || matches!(t.tag, Tag::Det | Tag::Adj | Tag::Num | Tag::Participle))
    };
    let topic = led.is_some_and(|at| {
        let timed = lexicon().noun(&tokens[at - 1].lower).is_some_and(|n| n.time());
        !timed && tokens[..at].iter().all(named)
    });
    let bare = matches!(of, "that" | "look" | "need" | "thanks") && stern::bare(&tokens);
    (!clause || finite) && !left && !hanging && fits && !trouble && !topic && !bare && agrees(&tokens)
}

/// No "you is", "have wrote", "who letting", "are both speak", "for 11 years ago", "that is why" behind a comma, or "a spider
/// venom masters".
fn agrees(tokens: &[Token]) -> bool {
    let lexicon = lexicon();
    let only_past = |t: &Token| {
        lexicon.is_verb(&t.lower, VerbForm::Past) && !lexicon.is_verb(&t.lower, VerbForm::Participle) && t.is_word()
    };
    let third = |t: &Token| t.any(&["is", "has", "was", "does"]) || t.tag == Tag::Third;
    let pair = |w: &[Token]| {
        w[0].any(&["you", "i", "we"]) && third(&w[1]) || w[0].any(&["have", "has", "had"]) && only_past(&w[1])
    };
    let both =
        |w: &[Token]| w[0].is("are") && w[1].is("both") && matches!(w[2].tag, Tag::Plain | Tag::Base | Tag::Past);
    let many = (0..tokens.len()).filter(|i| tokens[*i].any(&["a", "an"])).any(|i| {
        let named = tokens[i + 1..]
            .iter()
            .take_while(|t| t.is_word() && (t.tag.nominal() || t.tag == Tag::Adj));
        let counted = tokens[i + 1..]
            .first()
            .is_some_and(|t| t.any(&["few", "lot", "dozen", "series", "hundred", "couple", "good"]));
        !counted && named.last().is_some_and(|t| t.tag == Tag::Plural)
    });
    let joined = |w: &[Token]| {
        matches!(w[0].tag, Tag::Wh) && w[1].tag == Tag::Gerund && !w[0].any(&["when", "while"])
            || w[0].kind == Kind::Comma && w[1].any(&["that", "this"])
    };
    // "for four nights a week"
    let each = (2..tokens.len()).any(|i| {
        tokens[i].any(&["a", "each", "every", "per"])
            && tokens[i - 2..i]
                .iter()
                .any(|t| lexicon.noun(&t.lower).is_some_and(|n| n.time()))
            && tokens[i.saturating_sub(4)..i].iter().any(|t| t.is("for"))
    });
    let ago = tokens.iter().position(|t| t.is("ago"));
    let since = ago.is_some_and(|at| tokens[at.saturating_sub(4)..at].iter().any(|t| t.is("for")));
    !since
        && !each
        && !tokens.windows(2).any(joined)
        && !tokens.windows(2).any(pair)
        && !tokens.windows(3).any(both)
        && !many
}

/// Somebody's body: read by the rules alone, or asked about.
const ILL: &[&str] = &[
    "sick", "ill", "illness", "injured", "injury", "wrist", "ankle", "knee", "knees", "hip", "surgery", "cancer",
    "stroke", "funeral", "pregnant",
];

/// An ending in the frames that take it.
fn drafts(of: &str, ending: &str) -> Vec<Draft> {
    let one = |takes: &'static str, slot: &str| vec![Draft::new(takes, slot)];
    match of {
        "that" => one("hear", &format!("that {ending}")),
        "how" => one("hear", ending),
        "about" => {
            let mut out = one("talk", ending);
            out.extend(one("hear", &format!("about {ending}")));
            out
        }
        "did" => match base(ending) {
            Some(base) => vec![Draft::doing("did", base, ending)],
            None => one("enjoyed", ending),
        },
        "thanks" => match base(ending) {
            Some(base) => vec![Draft::doing("thank", base, ending)],
            None => one("kind", ending),
        },
        "liked" => one("liked", ending),
        "look" | "need" | "want" => {
            let takes = match of {
                _ if ending.starts_with("to ") => "wantto",
                "look" => "want",
                "need" => "need",
                _ => "wantto",
            };
            one(takes, ending)
        }
        "mine" => one("mine", ending),
        "me" => {
            let asks = ["how ", "why ", "that ", "what ", "about "]
                .iter()
                .any(|w| ending.starts_with(w));
            let about = if asks { "" } else { "about " };
            vec![Draft::doing(
                "tell",
                format!("tell you {about}{ending}"),
                format!("telling you {about}{ending}"),
            )]
        }
        "both" => one("shared", ending),
        "forgot" => {
            let mut out = one("forgot", &format!("that {ending}"));
            out.extend(one("omitted", ending));
            out
        }
        "will" => {
            let first = ending.split(' ').next().unwrap_or_default();
            let verb = lexicon().is_verb(first, VerbForm::Base) && !matches!(first, "will" | "be" | "have");
            let base = if verb { ending.to_owned() } else { String::new() };
            if verb {
                vec![Draft {
                    base,
                    ..Draft::new("promise", "")
                }]
            } else {
                Vec::new()
            }
        }
        "because" => one("because", ending),
        "advice" => vec![Draft {
            base: ending.to_owned(),
            ..Draft::new("advice", "")
        }],
        _ => Vec::new(),
    }
}

/// `walking me through it and showing me the press` -> `walk me through it and show me the press`.
fn base(gerund: &str) -> Option<String> {
    let words: Vec<&str> = gerund.split(' ').collect();
    let plain = |word: &str| {
        let completions = lexicon().verb(word);
        let verb = completions.iter().find(|(_, form)| *form == VerbForm::Gerund)?;
        Some(verb.0.lemma)
    };
    let mut out = vec![plain(words.first()?)?.to_owned()];
    for pair in words.windows(2) {
        let joined = matches!(pair[0], "and" | "or" | "then") || pair[0] == "not";
        let verb = plain(pair[1]).filter(|_| joined);
        out.push(verb.unwrap_or(pair[1]).to_owned());
    }
    Some(out.join(" "))
}

#[cfg(test)]
mod tests {
    use afterword_tagger::words;

    use super::*;

    fn kept(line: &str, ending: &str) -> bool {
        keeps_what_counts(&words(line), &words(ending))
    }

    #[test]
    fn what_counts_is_kept() {
        assert!(kept(
            "got mispicks from 2.1% to 0.6%",
            "I got mispicks from 2.1% to 0.6%"
        ));
        assert!(!kept(
            "got mispicks from 2.1% to 0.6%",
            "I got mispicks from 2.1% to 0.6"
        ));
        assert!(!kept("not before may", "before May"));
        assert!(!kept("24 beds, two nurses", "you have beds and two nurses"));
    }

    #[test]
    fn an_ending_must_be_able_to_end_its_sentence() {
        assert!(sound("that", "you run the swim meet every June"));
        for (of, ending) in [
            ("that", "the swim meet every June"),
            ("that", "you runs the swim meet"),
            ("that", "she runs the swim meet"),
            ("mine", "me I want nights"),
            ("that", "you run the swim meet and"),
            ("that", "dock 9 is the bottleneck"),
            ("that", "the bread you make with the whey"),
            ("that", "you told my brother"),
        ] {
            assert!(!sound(of, ending), "{of} {ending}");
        }
    }

    #[test]
    fn joined_verbs_change_together() {
        assert_eq!(
            base("walking me round and showing me the press").as_deref(),
            Some("walk me round and show me the press")
        );
        assert_eq!(base("the tour"), None);
    }

    #[test]
    fn every_rule_of_the_tagger_is_one() {
        for name in afterword_tagger::rules() {
            assert!(name.parse::<Rule>().is_ok(), "{name}");
        }
    }
}
