//! A line put right by what was learned from lines put right: which sentence it completes, and how.
//!
//! The [writer](afterword_writer) names a use and writes an ending with the words it is given ([`forms`]); what comes out is offered
//! to the frames that take it. It is held back where it would lose a figure, a "not" or a verb: whoever learned from examples
//! knows no rule that has no exception. What the rules of grammar made is weighed by the writer as well: how likely it would
//! have written that itself.

use std::cell::OnceCell;
use std::sync::LazyLock;

use afterword_weigher::words;
use afterword_writer::{Line, Words};

use super::tag::Tag;
use super::token::{Kind, Token, tokenize_tagged};
use super::{Context, Draft, cues, forms, jotted, own, stern};
use crate::lexicon::{VerbForm, lexicon};
use crate::memo::Memo;
use crate::model::{Point, PointKind, Pronoun};

/// From here on it is believed, before the grammar. Believed from 0.25, more awkward lines stood in notes than are allowed to.
pub(super) const SURE: f32 = 0.35;
/// From here on the person is asked whether it is so.
pub(super) const MAYBE: f32 = 0.03;
/// What the grammar makes is believed where the writer would have written it as likely as this.
pub(super) const AS_WELL: f32 = 0.01;
/// A jot with more points than these is no jot; the others are read by rules alone, so that it comes to an end.
pub(super) const MOST_POINTS: u32 = 120;
/// A long ending is less likely by itself, and no worse for it: so much for each word.
const LONGER: f32 = 1.1;
/// What is told as theirs must be theirs by this.
const THEIRS: f32 = 0.15;

/// Bad news by this is bad news.
const BAD: f32 = 0.3;

/// A line by this not to be said is not.
const NONE: f32 = 0.3;
/// A line is another kind of thing than it was taken for from here on.
const CLAIM: f32 = 0.8;
/// A use is tried from here on.
const USE: f32 = 0.2;

/// Uses that are left to others, or that nothing is said of.
const UNSAID: &[&str] = &["none", "ask", "quote", "bad"];

/// Uses that speak of the writer or of nothing that can be said.
const NOT_THEIRS: &[&str] = &["mine", "me", "forgot", "will", "because", "none"];

/// Words of a line that is the writer's own: "told her", "we've cut waste".
const MINE: &[&str] = &[
    "i",
    "im",
    "ive",
    "me",
    "my",
    "mine",
    "myself",
    "we",
    "us",
    "our",
    "ours",
    "ourselves",
];

/// What was learned about one line.
pub(super) struct Learned {
    /// How it may be said, the surest first.
    pub(super) said: Vec<Said>,
    /// How likely a line taken for theirs is so.
    pub(super) theirs: f32,
    line: Given,
}

/// A line as it is given to the writer, who reads it only if asked for something new.
struct Given {
    text: String,
    kind: String,
    pronoun: &'static str,
    read: OnceCell<Option<Line>>,
}

impl Given {
    fn read(&self) -> Option<&Line> {
        let read = || Line::read(&self.text, &self.kind, self.pronoun);
        self.read.get_or_init(read).as_ref()
    }
}

/// One ending in the frames that take it.
pub(super) struct Said {
    /// How likely use and wording are together.
    pub(super) sure: f32,
    pub(super) drafts: Vec<Draft>,
}

/// Reads a point by its words made legible.
pub(super) fn read(point: &Point, text: String, cx: &Context) -> Option<Learned> {
    // What stands in quotation marks is nobody's to bend.
    if text.contains(['“', '"']) {
        return None;
    }
    let line = Given {
        text,
        kind: format!("{:?}", point.kind),
        pronoun: pronoun(cx),
        read: OnceCell::new(),
    };
    let written = SEEN.answer(&(&line.text, &line.kind, line.pronoun), || write(&line))?;
    let mut out = Vec::new();
    let said = words(&line.text);
    let mine = |w: &String| {
        w.to_lowercase()
            .split(['\'', '’'])
            .next()
            .is_some_and(|w| MINE.contains(&w))
    };
    let own = said.iter().any(mine) || said.first().is_some_and(|w| w.eq_ignore_ascii_case("told"));
    let possible = |c: &&Completion| c.may_be_said_of(point.kind, own);
    for completion in written.completions.iter().filter(possible) {
        let ending = words(&completion.ending);
        if keeps_what_counts(&said, &ending) {
            let ending = forms::joined(&ending);
            if sound(completion.of, &ending) && of_whom(completion.of, &said, &ending) {
                let mut drafts = drafts(completion.of, &ending);
                // "she liked that I weld my own gates": what is the writer's own, and that it was liked.
                if completion.of == "mine" && liking(&line.text) {
                    drafts = vec![Draft::new("youliked", format!("you liked that {ending}"))];
                }
                out.push(Said {
                    sure: completion.sure,
                    drafts,
                });
            }
        }
    }
    Some(Learned {
        said: out,
        theirs: written.theirs,
        line,
    })
}

impl Learned {
    /// Whether a line taken for theirs is hardly so.
    pub(super) fn not_theirs(&self) -> bool {
        self.theirs < THEIRS
    }

    /// Whether a filled frame lost no figure of the line, and nothing that limits what it says.
    pub(super) fn kept_by(&self, draft: &Draft) -> bool {
        let ending = ended(draft).map(|(_, ending)| words(ending));
        ending.is_none_or(|ending| keeps_what_counts(&words(&self.line.text), &ending))
    }

    /// Whether a filled frame has the words of the line, all of them and in their order, behind whom it was told.
    pub(super) fn is_line(&self, draft: &Draft) -> bool {
        const TOLD: &[&str] = &[
            "told",
            "showed",
            "mentioned",
            "explained",
            "described",
            "said",
            "i",
            "him",
            "her",
            "them",
            "you",
            "both",
            "about",
            "that",
            "to",
        ];
        let Some((_, ending)) = ended(draft) else { return false };
        // "forgot what the formula was called" was not left out.
        if !draft.particulars && !["I ", "my ", "we "].iter().any(|own| ending.starts_with(own)) {
            return false;
        }
        let (line, ending) = (
            forms::sense(&self.line.text.to_lowercase()),
            forms::sense(&ending.to_lowercase()),
        );
        let Some(before) = line.strip_suffix(&ending) else {
            return false;
        };
        before.split_whitespace().all(|w| TOLD.contains(&w))
    }

    /// How likely the writer would have filled a frame so; `None` for a frame that nothing was learned for.
    pub(super) fn likely(&self, draft: &Draft) -> Option<f32> {
        static JUDGED: LazyLock<Memo<Option<f32>>> = LazyLock::new(Memo::default);
        let (of, ending) = ended(draft)?;
        let given = &self.line;
        JUDGED.answer(&(&given.text, &given.kind, given.pronoun, of, ending), || {
            let line = given.read()?;
            let uses = line.uses();
            let use_ = uses.iter().find(|(name, _)| *name == of).map_or(0.0, |(_, p)| *p);
            Some(sure(use_, line.likely(of, ending), ending))
        })
    }
}

/// How likely a use and its ending are together, whatever its length.
fn sure(use_: f32, likely: f32, ending: &str) -> f32 {
    use_ * likely * LONGER.powi(i32::try_from(ending.split(' ').count()).unwrap_or(0))
}

fn pronoun(cx: &Context) -> &'static str {
    match cx.person.pronoun {
        Some(Pronoun::She) => "she",
        Some(Pronoun::He) => "he",
        Some(Pronoun::They) => "they",
        None => "unknown",
    }
}

/// What is written of a line.
#[derive(Clone)]
struct Written {
    /// The sentences that it may end, and how; none where nothing should be said of it.
    completions: Vec<Completion>,
    theirs: f32,
}

/// A line as the end of one sentence.
#[derive(Clone)]
struct Completion {
    of: &'static str,
    /// How likely the use is by itself.
    likely: f32,
    /// How likely the use and every word are together.
    sure: f32,
    ending: String,
}

impl Completion {
    /// A line taken for something else is no claim, promise or wish before that is nearly certain; nor is it the writer's own where
    /// no word of it says so: "sold 212 houses last year" was done by whoever it was.
    fn may_be_said_of(&self, kind: PointKind, own: bool) -> bool {
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
        let heard = matches!(self.of, "that" | "how" | "about" | "did" | "liked");
        let marked = !of.is_empty();
        // What nobody said was promised or left out is neither.
        let vowed = matches!(self.of, "will" | "forgot");
        let claimed = own || !matches!(self.of, "mine" | "me" | "because");
        of.contains(&self.of) || !marked && heard || !vowed && claimed && self.likely >= CLAIM
    }
}

/// A note is worded many times, its lines are read once.
static SEEN: LazyLock<Memo<Option<Written>>> = LazyLock::new(Memo::default);

fn write(given: &Given) -> Option<Written> {
    let line = given.read()?;
    let uses = line.uses();
    let sum = |of: &dyn Fn(&str) -> bool| uses.iter().filter(|(name, _)| of(name)).map(|(_, p)| p).sum::<f32>();
    // Bad news is not told with gladness, and nobody is thanked with it.
    let said = sum(&|name| name == "bad") < BAD && sum(&|name| name == "none") < NONE;
    let made_of = Words::of(forms::of(&words(&given.text)));
    let mut completions: Vec<Completion> = Vec::new();
    let uses_tried = uses.iter().take_while(|(_, p)| said && *p >= USE).take(2);
    for &(of, likely) in uses_tried.filter(|(of, _)| !UNSAID.contains(of)) {
        for ending in line.endings(of, &made_of) {
            let sure = sure(likely, ending.likely, &ending.text);
            let key = forms::sense(&ending.text);
            let mut same = completions.iter_mut().filter(|c| c.of == of);
            if let Some(same) = same.find(|c| forms::sense(&c.ending) == key) {
                same.sure += sure;
            } else {
                completions.push(Completion {
                    of,
                    likely,
                    sure,
                    ending: ending.text,
                });
            }
        }
    }
    completions.sort_by(|a, b| b.sure.total_cmp(&a.sure));
    Some(Written {
        completions,
        theirs: sum(&|name| !NOT_THEIRS.contains(&name)),
    })
}

/// Which sentence a filled frame ends, and with what: [`drafts`] the other way round.
pub(super) fn ended(draft: &Draft) -> Option<(&'static str, &str)> {
    let slot = draft.slot.as_str();
    Some(match draft.takes {
        "hear" | "told" | "toldthat" => match slot.split_once(' ')? {
            ("that", clause) => ("that", clause),
            ("about", topic) => ("about", topic),
            _ => ("how", slot),
        },
        "fact" => ("that", slot),
        "talk" | "topic" | "topic-noun" => ("about", slot),
        "did" => ("did", &draft.gerund),
        "enjoyed" => ("did", slot),
        "thank" => ("thanks", &draft.gerund),
        "kind" => ("thanks", slot),
        "liked" => ("liked", slot),
        "youliked" => match slot.strip_prefix("you liked that ") {
            Some(mine) => ("mine", mine),
            None => match slot
                .strip_prefix("you liked ")
                .or_else(|| slot.strip_prefix("you loved "))
            {
                Some(thing) if thing.starts_with("my ") => ("me", thing),
                _ => ("liked", slot),
            },
        },
        "want" => ("look", slot),
        "need" => ("need", slot),
        "wantto" => ("want", slot),
        "mine" => ("mine", slot),
        "tell" => (
            "me",
            draft.gerund.strip_prefix("telling you ")?.trim_start_matches("about "),
        ),
        "shared" => ("both", slot),
        "forgot" => ("forgot", slot.strip_prefix("that ").unwrap_or(slot)),
        "omitted" => ("forgot", slot),
        "because" | "hope" => ("because", slot),
        "promise" => ("will", &draft.base),
        "advice" => ("advice", &draft.base),
        _ => return None,
    })
}

/// Whether every figure and everything that limits what is said came along.
fn keeps_what_counts(words: &[String], ending: &[String]) -> bool {
    const LIMITS: &[&str] = &[
        "not", "no", "never", "nobody", "nothing", "none", "without", "unless", "if", "except", "only", "nearly",
        "almost", "maybe", "once", "until", "most", "some", "half", "hardly", "barely", "could", "might", "should",
        "or",
    ];
    let count = |of: &[String], word: &str| of.iter().filter(|w| w.eq_ignore_ascii_case(word)).count();
    // "PA1" is written in capitals on either side.
    let told = forms::alike(&ending.join(" ").to_lowercase().replace(" percent", "%"));
    let digit = |c: char| c.is_ascii_digit();
    let line = forms::alike(&words.join(" ").to_lowercase());
    let times = |of: &str, figure: &str| {
        let whole = |(at, f): &(usize, &str)| !of[..*at].ends_with(digit) && !of[at + f.len()..].starts_with(digit);
        of.match_indices(figure).filter(whole).count()
    };
    // "2 weeks on / 2 off" has it twice.
    let has = |figure: &str| times(&told, figure) >= times(&line, figure).max(1);
    // "1.5k" may have become 1,500; "'88" stays what it is.
    let figure_kept = |w: &String| {
        let figure = forms::alike(&w.to_lowercase());
        let digits = figure.trim_start_matches(['\'', '’']);
        !digits.bytes().any(|b| b.is_ascii_digit())
            || digits == "1"
            || has(digits)
            || !digits.ends_with('%') && has(digits.trim_end_matches(|c: char| c.is_alphabetic()))
    };
    // "would have seen" is not "has seen"; "she'd like somebody" is a wish all the same.
    let would = |of: &[String]| {
        let pairs = of.windows(2).filter(|w| w[0].eq_ignore_ascii_case("would"));
        pairs
            .filter(|w| !matches!(w[1].as_str(), "like" | "love" | "prefer" | "rather" | "want"))
            .count()
    };
    // "about 40" is not 40; "told him about the bees" is.
    let roughly = |of: &[String]| {
        let pairs = of.windows(2).filter(|w| w[0].eq_ignore_ascii_case("about"));
        pairs
            .filter(|w| forms::alike(&w[1]).starts_with(|c: char| c.is_ascii_digit()))
            .count()
    };
    words.iter().all(figure_kept)
        && roughly(ending) >= roughly(words)
        && would(ending) >= would(words)
        && LIMITS.iter().all(|w| count(ending, w) >= count(words, w))
}

/// Whether a line tells that something of the writer's was liked: `she liked that I weld`.
pub(super) fn liking(line: &str) -> bool {
    let words: Vec<String> = line.split_whitespace().take(4).map(str::to_lowercase).collect();
    words
        .windows(2)
        .any(|w| matches!(w[0].as_str(), "liked" | "loved") && matches!(w[1].as_str(), "that" | "how"))
}

/// Whether "we" did not become the reader alone, nor somebody else the writer.
fn of_whom(of: &str, words: &[String], ending: &str) -> bool {
    let count = |of: &[&str], word: &str| of.iter().filter(|w| w.eq_ignore_ascii_case(word)).count();
    let line: Vec<&str> = words.iter().map(String::as_str).collect();
    let told: Vec<&str> = ending.split(' ').map(|w| w.trim_end_matches([',', ';'])).collect();
    let ours = line.first().is_some_and(|w| w.eq_ignore_ascii_case("we"));
    // "thanked me for coming": theirs to thank for.
    if of == "thanks" && line.first().is_some_and(|w| w.eq_ignore_ascii_case("thanked")) {
        return false;
    }
    let apart = ours && !matches!(of, "about" | "did" | "both") && count(&told, "we") + count(&told, "our") == 0;
    // "liked my idea": they did.
    let liked =
        matches!(line.first(), Some(&"liked" | &"loved")) && matches!(told.as_slice(), ["I", "liked" | "loved", ..]);
    // "not only washing deck" is not "their washing deck": whose it is, the line says.
    let theirs = [
        "their", "they", "them", "they're", "theyre", "they'd", "they'll", "there",
    ];
    let whose = count(&told, "their") == 0 || theirs.iter().any(|w| count(&line, w) > 0);
    !apart && !liked && whose && count(&told, "me") <= count(&line, "me").max(1)
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
    // "the texts reads", "there is milk walks in", "I would PIT tagged"
    let subject = |w: &[Token]| w[0].tag == Tag::Plural && w[1].tag == Tag::Third;
    let opened = tokens
        .iter()
        .position(|t| {
            t.any(&[
                "who", "which", "that", "where", "when", "and", "but", "whose", "so", "because",
            ])
        })
        .unwrap_or(tokens.len());
    let there =
        tokens.len() > 3 && tokens[0].is("there") && tokens[2..opened.max(2)].iter().any(|t| t.tag == Tag::Third);
    let modal = (0..tokens.len()).filter(|i| tokens[*i].tag == Tag::Modal).any(|i| {
        let verb = tokens[i + 1..]
            .iter()
            .take(3)
            .find(|t| !matches!(t.tag, Tag::Adv | Tag::Pro | Tag::Pro3));
        let base = |t: &Token| {
            matches!(t.tag, Tag::Base | Tag::Plain | Tag::Be | Tag::Have | Tag::Do)
                || lexicon.is_verb(&t.lower, VerbForm::Base)
        };
        verb.is_some_and(|t| t.is_word() && !base(t) && lexicon.has(&t.lower))
            || tokens[i + 1..].iter().take(2).any(only_past)
    });
    let since = ago.is_some_and(|at| tokens[at.saturating_sub(4)..at].iter().any(|t| t.any(&["for", "in"])));
    // "with the cash-out frequency was the big signal", "with 22 midwives came"
    let with = (0..tokens.len()).filter(|i| tokens[*i].is("with")).any(|i| {
        let joins = |t: &&Token| {
            t.is_word()
                && !matches!(t.tag, Tag::Coord | Tag::Sub | Tag::Wh)
                && !t.any(&["that", "i", "you", "we", "they"])
        };
        let mut thing = tokens[i + 1..].iter().take_while(joins);
        thing.any(|t| matches!(t.tag, Tag::Be | Tag::Have) || only_past(t))
    });
    !since
        && !there
        && !with
        && !modal
        && !tokens.windows(2).any(subject)
        && !each
        && !tokens.windows(2).any(joined)
        && !tokens.windows(2).any(pair)
        && !tokens.windows(3).any(both)
        && !many
}

/// Somebody's body: read by the rules alone, or asked about.
const ILL: &[&str] = &[
    "sick",
    "ill",
    "illness",
    "injured",
    "injury",
    "wrist",
    "ankle",
    "knee",
    "knees",
    "hip",
    "surgery",
    "cancer",
    "stroke",
    "funeral",
    "pregnant",
    "amputee",
    "disability",
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
        "because" => own::reason(ending),
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
        assert!(kept("mispicks down to 0.6%", "mispicks are down to 0.6 percent"));
        assert!(!kept("not before may", "before May"));
        assert!(!kept("24 beds, two nurses", "you have beds and two nurses"));
        assert!(!kept("24 beds, two nurses", "you have 24 beds and nurses"));
        assert!(kept("24 beds, two nurses", "you have 24 beds and 2 nurses"));
        assert!(!kept(
            "about forty beds, about 12 nurses",
            "you have forty beds and 12 nurses"
        ));
        assert!(kept("told her about the 9 beds", "the nine beds"));
        assert!(kept("I have a PA1 and a PA6", "I have a PA1 and a PA6"));
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
            ("that", "the texts reads raw on air"),
            ("that", "there is milk walks in warm from next door"),
            ("mine", "I would tagged about 40,000 smolts"),
            (
                "thanks",
                "walking me through the model, with the frequency was the big signal",
            ),
            ("that", "you started as a picker in 11 years ago"),
        ] {
            assert!(!sound(of, ending), "{of} {ending}");
        }
    }

    #[test]
    fn what_we_did_is_not_what_you_did() {
        let of = |of: &str, line: &str, ending: &str| of_whom(of, &words(line), ending);
        assert!(!of("that", "we compared notes on bonds", "you compared notes on bonds"));
        assert!(of("did", "we compared notes on bonds", "comparing notes on bonds"));
        assert!(!of("mine", "liked my idea w QR tags", "I liked my idea with QR tags"));
        assert!(!of("that", "not only washing deck", "not only their washing deck"));
        assert!(!of(
            "thanks",
            "showed me the cameras, saves em 400 k",
            "showing me the cameras and saving me 400 k"
        ));
    }

    #[test]
    fn joined_verbs_change_together() {
        assert_eq!(
            base("walking me round and showing me the press").as_deref(),
            Some("walk me round and show me the press")
        );
        assert_eq!(base("the tour"), None);
    }
}
