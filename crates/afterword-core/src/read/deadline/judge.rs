//! Which claim is about the decision: the next news for the candidate, the last word on it.
//!
//! Clauses are weighed by their words. News for the candidate weighs more than a decision among them, that more than
//! a bare date, and that more than a meeting. Start dates, travel, other people's interviews, the candidate's own
//! deadlines, past examples and jokes do not count. A correction sets aside what was said before it.

use super::claim::{Claim, Relation};
use super::expr::{Phrase, Reader, Time};
use super::DeadlineKind;

/// Words by which the candidate will hear.
const NEWS: &[&str] = &[
    "hear|hearing|heard", "let you|everyone|everybody|candidates|people|you|them|folks|applicants know", "letting you|everyone|people|candidates know", "youll|you|youd will|would|should|shall? know", "tell|telling you|everyone|people|candidates",
    "tell", "call|calls|phone|phones|ring|rings|email|emails|mail|mails|text|texts|write|writes|calling|phoning|ringing|emailing|writing", "notify|notified|notifies|notification|inform|informed|informs", "contact|contacted|contacts",
    "in touch", "touch base", "get|gets|getting|come|comes|coming|circle|circling|report|revert|back back? to?", "back to you", "respond|response|reply|revert|responds|replies", "answer|answers|word|news", "confirm|confirms|confirmed|confirmation", "update|updates|updated",
    "follow|following up", "reach|reaching out", "feedback|result|results|outcome|letter|announce|announced|announcement|announcements", "message|messages", "know where you stand", "youll|you know|learn", "give you a", "speak|talk to you", "declared|released|published",
    "find out", "meldet|melden|ruft|antwort|bescheid|ruckmeldung|rückmeldung", "verdict", "ping|pings|ghosted", "drop you", "have something for you", "invite|invitation|invitations", "go|going out", "in your inbox", "youll have", "assume|presume", "wait|waiting to",
];

/// Words by which they decide.
const DECISION: &[&str] = &[
    "decide|decides|decided|deciding|decision|decisions|entscheidung", "pick|picks|picked|picking|choose|chooses|chosen|choosing|choice", "settle|settled|settles", "offer|offers", "minds|mind", "hire|hired|hiring|hires", "fill|filled", "select|selected|selection|selections",
    "recommendation|recommend", "closed", "finalise|finalize|finalised|finalized|finalising|finalizing", "signed|sign off", "deliberations", "aim|aiming|target|targeting|looking|expect|expecting|anticipate|hope|hoping|plan|plans|planning",
    "timeline|timeframe|timetable|process|turnaround", "takes|take|allow|give us|me", "vote|votes|voting|ballot", "conclude|concluded", "shortlist|shortlisted|shortlisting", "make up our|their minds", "wrap this up", "conclusion|conclusions",
];

/// Words of a step on the way that is no news by itself.
const EVENT: &[&str] = &[
    "meets|meeting|meet|met", "board|committee|panel|council", "onsite|interview|interviews|round|rounds|presentation|presentations|visit", "sits|sit", "review|reviews|reviewing", "applications|posting|advert|vacancy|ad close|closes|closing|open|opens", "budget|approval", "test|assessment|take home",
    "finance|headcount", "holiday",
];

const OFF: &[(&str, &[&str])] = &[
    ("start", &[
        "start|starting date|day", "start|starts|starting on|in|the|work|with|by|as|around|here|mid|early|monday|january|february|march|april|may|june|july|august|september|october|november|december|next|aug|sept|sep|jan|feb|nov|dec|oct", "start|starts|starting", "begin|begins", "first day", "onboard|onboarding|orientation|induction",
        "in|into the|a|that|this? seat|chair|post|role|position|saddle|desk", "in place", "on board", "join|joining|joins", "at your? desk", "on the ground|job|floor", "up and running", "class date", "kick off|kickoff", "relocate|relocation|move in", "go|goes|going live", "launch|launches|launching|release|releases",
        "contract begins|runs", "boots on", "project|programme|program|term|semester|season begins|starts|opens", "vacant|vacates|vacating|retires|retiring|leaves|leaving", "notice period", "salary|payroll", "bewerbungsschluss", "trial shift|day", "go live", "new hire starts",
    ]),
    ("own", &[
        "your|other|another|competing other? offer|deadline|deadlines", "offer runs|expires|lapses", "expires|expire", "you need|have|must|ought|had|got to? answer|decide|let|tell|respond|reply|give", "they|them need|want|wants|needs|expect your|an answer", "your references|reference|transcript|transcripts|portfolio|slides|paperwork|forms|form|test|assignment|documents|passport|samples|cv|resume|proposal|presentation|availability|writing|case",
        "references|forms|documents|materials|assignments|samples|slides are|is? due|back", "send|email|forward|bring me|us|over|in|it|them|her|him", "get me|us|them|her|him the|your|that|those|some", "please send|submit|complete|return|bring|upload|reply|respond|confirm|let|email|get|provide|share|fill|call|sign", "let me|us|him|her know", "submit|upload|hand in", "complete the|your|this", "take home is? due",
        "you told|said|mentioned|asked|wanted|were", "you|youve have another|an offer", "id|i send|owe|promised", "said id send", "due back from you", "sign and return", "my deadline|offer|other", "i need|have|must to? answer|decide|respond|tell", "promised to send", "other company|firm|place|people|offer|employer|job", "google|amazon need|needs|want|wants", "accept or decline|reject",
        "your end", "needs|need my|your answer|decision|reply", "i told them id", "return the|your|it",
    ]),
    ("others", &[
        "person|people|candidate|candidates|applicant|applicants|folks|one|two|more to see|meet|interview|talk", "interviewing|seeing|speaking|talking|meeting more? with? one|two|three|four|another|other|others|candidates|people|the|a|more", "still interviewing|seeing|meeting|talking", "other|another|more|final|remaining|last|two|three|one candidates|candidate|interviews|interview|people|person|applicant|applicants", "candidates|interviews on|are|is|this|next|tomorrow|today|through|until|till|run|continue|scheduled|coming",
        "interviewing", "someone|somebody else", "two|three|four|five|six more|other|others|left", "last|final one is?", "see|seeing the others|other|rest", "internal candidate",
    ]),
    ("past", &[
        "took", "last time|year|search|hire|round|one|month|week|spring|fall|summer|autumn|winter", "previous|previously", "was the|a|first|our|my|your|in|on|at", "ended up", "dragged", "spent", "interviewed", "applied", "have|has|weve|been been? looking|searching|advertising|waiting|open|saying|trying|going|at", "since",
        "ago", "wrote", "posted", "went out", "emailed|called|phoned|rang|told him|her|them|me|us on?", "saying since", "used to", "back in", "predecessor", "dated", "your email|letter|note|message of", "were here|there|away|out", "was away|out|off|here|there|sick|ill",
    ]),
    ("joke", &[
        "pigs", "hell freezes", "your|my dreams", "up to me", "kidding|joking|jk", "yeah right", "id|i wish", "ideal|perfect world", "if only", "lottery", "as if", "haha|ha|lol|hah", "fat chance", "hold your breath", "crystal ball", "your guess", "dog years", "magic wand", "if i had my way", "left to me", "dream on", "holding my breath", "geological", "glacial", "blue moon", "cows come", "would be nice|lovely|great", "doomsday",
    ]),
];

const AWAY: &[&str] = &[
    "im|i|hes|shes|theyre|is|are|am|be|were|was|ill|shell|hell|out|away|off|gone|abroad", "im|we're|were|i off|out|away|gone|closed|shut|in|at|on|flying|fly", "i|he|she|they fly|flies|leave|travel", "travelling|traveling|travels|travel", "vacation|pto|annual|sabbatical|honeymoon|wedding|skiing|conference|trip|surgery|offsite", "on leave|holiday|holidays", "out of the? office|town|country",
    "ooo", "away", "closed|shut|closes", "returns|return|returning", "back", "is out|off|away|in|at|on", "out on|next|this|all|until|till|through|from|for|friday|monday|tuesday|wednesday|thursday|tomorrow|today", "break up", "jury duty", "office is", "i leave", "off till|until|next|this|on|all|from|through",
];

/// "back" that is no return: "get back to you".
const BACK_TO: &[&str] = &["get|gets|getting|hear|hears|come|comes|coming|call|calls|circle|circling|report|write|ring|word|revert|go|going|got|email|feed|be|answer|news|something|reply back", "back to you|everyone|everybody|people|candidates|them|me|all"];

/// A new word on the matter.
const CORRECTION: &[&str] = &[
    "no wait|,|-|.|make|lets|thats|its|hang|hold|sorry", "wait", "hang|hold on", "actually", "sorry", "scratch that", "correction", "make it|that", "lets call|make|say it?", "call it", "id|ill say", "more like", "rather", "instead", "i mean|meant", "second thought|thoughts", "strike that", "edit", "now", "moved|pushed|slipped|slips|changed|postponed|delayed|bumped|shifted|moves|push|pushing|brought to|back|forward|until|till|out",
    "turns out", "realistically", "disregard", "new date|plan|timeline", "oops|whoops", "more|most realistically? likely", "to be safe|honest", "revised|amended", "it is", "say", "better make|say", "think", "has become|moved|slipped", "becomes", "but id|ill|i think|realistically|probably|more|make|say|lets|now|its", "its|it is|was now", "hm|hmm|er|erm|um|no", "now its|looking|looks", "not", "unfortunately", "however", "apologies", "rescheduled", "extended to|until|through", "update", "agreed|deal", "wont make", "in fact", "or rather", "well ,", "optimistic", "instead of", "dont quote",
];

/// Sets aside the expression it leads to.
const WITHDRAWN_BEFORE: &[&str] = &[
    "originally", "instead of", "rather than", "wish i could say", "love|like to say|have|tell", "were|was|had|been|we'd|id aiming|hoping|planning|going|supposed|meant|thinking|hoped|planned|said|told|set|due|looking|shooting|targeting|expecting|expected", "earlier|previous|last|first message|email|mail|note|letter|date|plan", "used to", "did i say", "forget|ignore|disregard|scratch|strike|cancel", "not|isnt|wont", "i said", "no longer|more", "could say|do", "i know|realise|realize we|i said", "thought", "initially", "at first", "was|were",
    "asked about|if|whether|for",
];

/// Sets aside the expression it follows.
const WITHDRAWN_AFTER: &[&str] = &[
    "is|was|s|seems|looks|looked|sounds|now|its|it|would|be|a|bit|little|very|too|probably|just|really optimistic|unlikely|off|gone|impossible|ambitious|doubtful|unrealistic|soon|early|tight|dead|blown|aspirational", "isnt|not|wont|cant|wasnt|aint|not|doesnt going|happen|happening|realistic|possible|work|hold|looking|gonna|on|make|be", "no chance|way|good", "no longer", "slipped|fell", "came and", "out of the question", "off the table", "is out", "would be a miracle", "in your dreams", "going to be missed", "has slipped|gone|passed|moved|been", "had to move|change", "the plan was", "was the plan", "fat chance", "we cant", "not possible", "but we cant|wont", "not a chance", "forget it", "wont happen",
];

/// Takes every date back.
const CANCELLED: &[&str] = &[
    "really? cant|couldnt|can|could not? say|tell", "scratch that", "forget it|that|what", "bets are off", "no date", "on hold|ice", "freeze|frozen", "until further notice", "cant|couldnt commit", "off the table", "scrapped", "not anymore|any more", "no longer", "cancelled|canceled", "disregard", "no idea", "who knows", "dont know when", "cant|wont promise|give any|a|you date|dates?", "not sure when", "ignore that|what", "paused", "shelved", "take that back", "open ended", "anyones guess",
];

/// What a candidate would do, not they: "if not, call HR".
const MY_MOVE: &[&str] = &["if not", "otherwise", "else", "i should|could|can call|email|check|ring|chase|nudge", "call|email|chase|nudge|ring|ping|text|write hr|her|him|them|again"];

const HEDGES: &str = "maybe|probably|perhaps|possibly|likely|more|most|i|id|ill|think|say|guess|expect|reckon|suppose|well|the|a|or|so|hopefully|with|any|luck|basically|on|in|by|at|latest|outside|earliest|before|after|then|that|is|it|its|its|thats|really|very|even|actually|ideally|fingers|crossed|around|about|make|call|lets|me|of|to|be|safe|honest|fair|enough|yes|yeah|yep|ok|okay|right|fine|no|sure|until|till|within|just|sorry|and|even|if|im|hoping|promise|for|my|money|best|worst|case|sounds|agreed|deal|will|do|not|better|rather|than|like|sometime|as|course|should|would|could|know|see|specifically|precisely|exactly";

/// Clauses and sentences as token ranges.
pub(super) struct Clauses {
    clause: Vec<(usize, usize)>,
    sentence: Vec<(usize, usize)>,
}

impl Clauses {
    pub(super) fn new(reader: &Reader<'_>, phrases: &[Phrase]) -> Self {
        let text = reader.text;
        let mut inside = vec![false; text.len()];
        for p in phrases {
            inside[p.from..p.to.min(text.len())].fill(true);
        }
        let cut = |i: usize, words: &str| !inside[i] && text.is(i, words);
        let ranges = |cuts: &dyn Fn(usize) -> bool| {
            let mut all = Vec::with_capacity(text.len());
            let mut from = 0;
            for i in 0..=text.len() {
                if i == text.len() || cuts(i) {
                    all.extend(std::iter::repeat_n((from, i), i - from));
                    if i < text.len() {
                        all.push((i, i + 1));
                    }
                    from = i + 1;
                }
            }
            all
        };
        let stop = |i: usize| cut(i, ".|!|?|\n") && !(text.is(i, ".") && text.tight(i + 1));
        let words = "but|so|because|though|although|while|whereas|and|plus|yet|however|as";
        let clause = |i: usize| stop(i) || cut(i, ",|;|:|-|(|)|=") || cut(i, words) || (cut(i, "then") && !text.is(i.wrapping_sub(1), "by|until|till|before|since"));
        Self { clause: ranges(&clause), sentence: ranges(&stop) }
    }

    fn of(ranges: &[(usize, usize)], at: usize) -> (usize, usize) {
        ranges.get(at).copied().unwrap_or((0, 0))
    }
}

/// A claim weighed.
struct Weighed {
    claim: Claim,
    /// 0 is a fallback, 4 is news for the candidate.
    weight: u8,
    /// Nothing but the date and hedges.
    fragment: bool,
    withdrawn: bool,
    sentence: (usize, usize),
}

impl Reader<'_> {
    /// The claim that counts, or none.
    pub(super) fn judge(&self, phrases: &[Phrase]) -> Option<Claim> {
        let clauses = Clauses::new(self, phrases);
        let text = self.text;
        let mut all: Vec<Weighed> = Vec::new();
        let mut last_to = 0;
        for phrase in phrases {
            let from = last_to;
            last_to = phrase.to;
            let Some(weighed) = self.weigh(*phrase, &clauses, phrases) else { continue };
            let corrects = text.has(from.max(phrase.from.saturating_sub(24)), phrase.from, CORRECTION) || text.has(phrase.to, phrase.to + 5, &["it is", "instead", "more|most likely", "then ."]);
            let same_sentence = all.last().is_some_and(|w| w.sentence == weighed.sentence);
            let refines = weighed.fragment && !all.is_empty() && !(same_sentence && weighed.claim.phrase.anaphor);
            let inside = all.last().is_some_and(|w| {
                w.claim.kind == DeadlineKind::Window && weighed.claim.kind == DeadlineKind::Window && !w.claim.denied && w.weight <= weighed.weight.max(2)
                    && w.claim.earliest <= weighed.claim.earliest && w.claim.latest >= weighed.claim.latest && w.claim.earliest != w.claim.latest
            });
            if (corrects || refines || inside) && weighed.weight >= 1 && !weighed.claim.denied && !weighed.withdrawn {
                if let Some(merged) = all.last().and_then(|w| self.merge(w, &weighed)) {
                    all.clear();
                    all.push(merged);
                    continue;
                }
                let carried = all.iter().map(|w| w.weight).max().unwrap_or(0);
                let keep = corrects && !refines && !inside && weighed.weight < 2 && carried > 2;
                if !keep {
                    all.clear();
                }
                all.push(Weighed { weight: if weighed.fragment { weighed.weight.max(carried) } else { weighed.weight }, ..weighed });
                continue;
            }
            all.push(weighed);
        }
        let standing = |w: &&Weighed| !w.withdrawn && !w.claim.denied;
        let best = all.iter().filter(standing).map(|w| w.weight).max();
        let found = best.and_then(|best| all.iter().position(|w| standing(&w) && w.weight == best)).or_else(|| all.iter().position(|w| w.claim.denied))?;
        let chosen = &all[found];
        if self.cancelled(chosen.claim.phrase.to) {
            return None;
        }
        let merged = all.get(found + 1).filter(|n| n.sentence == chosen.sentence).and_then(|next| self.merge(chosen, next));
        Some(merged.map_or(chosen.claim, |w| w.claim))
    }

    /// "no earlier than the 15th and no later than the 19th" is one window.
    fn merge(&self, first: &Weighed, second: &Weighed) -> Option<Weighed> {
        let limits = |w: &Weighed| w.weight >= 2 && !w.withdrawn && !w.claim.denied && !w.claim.by_event;
        let (after, by) = match (first.claim.kind, second.claim.kind) {
            (DeadlineKind::After, DeadlineKind::By) => (first, second),
            (DeadlineKind::By, DeadlineKind::After) => (second, first),
            _ => return None,
        };
        let near = second.claim.phrase.from.saturating_sub(first.claim.phrase.to) < 12 && first.sentence == second.sentence;
        let ordered = after.claim.earliest.zip(by.claim.latest).is_some_and(|(a, b)| a <= b);
        (limits(first) && limits(second) && near && ordered).then(|| Weighed {
            claim: Claim { kind: DeadlineKind::Window, earliest: after.claim.earliest, latest: by.claim.latest, ..first.claim },
            weight: first.weight.max(second.weight),
            fragment: false,
            withdrawn: false,
            sentence: second.sentence,
        })
    }

    fn weigh(&self, phrase: Phrase, clauses: &Clauses, phrases: &[Phrase]) -> Option<Weighed> {
        let text = self.text;
        let (mut from, mut to) = Clauses::of(&clauses.clause, phrase.from);
        let sentence = Clauses::of(&clauses.sentence, phrase.from);
        (from, to) = (from.max(phrase.from.saturating_sub(24)), to.max(phrase.to).min(phrase.to + 16));
        let mut claim = self.claim(phrase, from)?;
        let around = |list: &[&str]| text.has(from, phrase.from, list) || text.has(phrase.to, to, list) || text.has(from, to, list);
        let heard = text.has(from, to, &["heard|hear|hearing", "let you know", "hear from", "no news", "notified|informed|contacted"]) && !text.has(from, to, &["heard back from"]);
        let news = around(NEWS);
        let decision = around(DECISION);
        let event = around(EVENT);
        let off = |name: &str| OFF.iter().any(|(n, list)| *n == name && around(list));
        let near_sentence = (sentence.0.max(phrase.from.saturating_sub(30)), sentence.1.min(phrase.to + 30));
        let joke = OFF.iter().any(|(n, list)| *n == "joke" && text.has(near_sentence.0, near_sentence.1, list));
        let greeting = text.has(from, to, &["thank|thanks|great|nice|lovely|pleasure|enjoyed|good|met|spoke|came|talked|coming|time|speaking|talking|meeting|conversation|chat|seeing"]);
        let is_today = matches!(phrase.time, Time::Day(d, false) if d == self.today) || text.is(phrase.from, "this") && phrase.to == phrase.from + 2;
        let no_preposition = claim.relation == Relation::On;
        if joke || (off("past") && !heard) || (greeting && is_today && no_preposition && !text.has(from, to, &["decide|decision|hear|know|call|email|answer"])) {
            return None;
        }
        if off("own") && !heard {
            return None;
        }
        if off("start") && !text.has(from, to, &["hear|decide|decision|let you know|answer"]) {
            return None;
        }
        if text.has(from, phrase.from, MY_MOVE) && !heard && !text.has(from, phrase.from, &["we|they"]) {
            return None;
        }
        let counts_else = matches!(phrase.time, Time::Length(_))
            && (text.is(phrase.to, "notice|vacation|leave|holiday|pto|contract|trial|experience|probation|training|onboarding|plan|program|programme|off|probationary|rotation|internship|blocks|shifts|commute|per|each|warranty|job|assignment|interview|in|away|tenure|call|screen|session|drive|project|course|block|shift|trip|visit|position|role|gig")
                && !text.is(phrase.to, "in")
                || text.is(phrase.to, "a") && text.is(phrase.to + 1, "week|day|month|year")
                || text.is(phrase.from.wrapping_sub(1), "every|each|past|last|previous|lasted|took|been|spent")
                || text.seq_back(phrase.from, "every|each|past|last|previous").is_some());
        if counts_else {
            return None;
        }
        let returning = text.has(from, to, &["back"]) && !text.has(from, to, BACK_TO) || text.has(from, to, &["returns|return|returning"]);
        let away = around(AWAY) && !(text.has(from, to, BACK_TO)) && !(news && !returning && claim.relation != Relation::NotBefore && claim.relation != Relation::After);
        let others = off("others");
        let finishing = text.has(from, to, &["finish|finishing|finished|wrap|wraps|wrapping|conclude|concludes|done|complete|last|run|runs|end|ends|through"]);
        let weight = if others && !news {
            let over = finishing && matches!(claim.relation, Relation::After | Relation::On | Relation::By | Relation::Through) || claim.relation == Relation::After;
            if !over || claim.denied {
                return None;
            }
            if claim.relation != Relation::After {
                let day = claim.latest?;
                (claim.kind, claim.earliest, claim.latest) = (DeadlineKind::After, Some(self.holidays.next_business_day(day)), None);
            }
            0
        } else if away && (!news || returning) && !decision {
            let limit = returning || matches!(claim.relation, Relation::NotBefore | Relation::After);
            if !limit {
                return None;
            }
            if returning && claim.relation == Relation::On {
                (claim.kind, claim.latest) = (DeadlineKind::After, None);
            }
            0
        } else if news {
            4
        } else if decision {
            3
        } else if event || claim.by_event {
            1
        } else {
            2
        };
        if let Time::Length(_) = phrase.time {
            if self.hangs_on_event(phrase, near_sentence, phrases) {
                (claim.kind, claim.earliest, claim.latest) = (DeadlineKind::Unknown, None, None);
            }
        }
        if phrase.anaphor && weight < 2 {
            return None;
        }
        let plain = |i: usize| text.is(i, HEDGES) || phrases.iter().any(|p| (p.from..p.to).contains(&i)) || text.get(i).is_some_and(|t| t.capital && t.kind == super::lex::Kind::Word && !text.at_stop(i.wrapping_sub(1)));
        let fragment = (from..to).all(|i| (phrase.from..phrase.to).contains(&i) || plain(i)) && to - from < 24;
        let close = from.max(phrase.from.saturating_sub(6));
        let withdrawn_before = text.has(close, phrase.from, WITHDRAWN_BEFORE) && !claim.denied && claim.relation != Relation::NotBefore && !text.has(close, phrase.from, &["no|not|any later|more|longer|sooner|earlier"]) && !heard && !matches!(claim.relation, Relation::After);
        let withdrawn = withdrawn_before || text.has(phrase.to, near_sentence.1.min(phrase.to + 6), WITHDRAWN_AFTER);
        Some(Weighed { claim, weight, fragment, withdrawn, sentence })
    }

    /// "about two weeks once the references are in": counted from something without a date.
    fn hangs_on_event(&self, phrase: Phrase, near: (usize, usize), phrases: &[Phrase]) -> bool {
        let text = self.text;
        (near.0..near.1.min(text.len())).any(|i| {
            let word = text.is(i, "once|pending") || text.is(i, "after") && i + 1 != phrase.from && !text.is(i + 1, "that|all|which|this") || text.any(i, &["as soon as", "depending on", "depends on"]).is_some();
            word && !phrases.iter().any(|p| p.from >= i && p.from < i + 12 && p.from != phrase.from) && !(i < phrase.from && i + 3 > phrase.from)
        })
    }

    fn cancelled(&self, from: usize) -> bool {
        let text = self.text;
        let turn = (from..text.len()).find(|i| text.has(*i, i + 3, CANCELLED));
        turn.is_some_and(|at| text.has(from, at, &["but", "now", "however", "sorry", "actually", "wait", "unfortunately", "although"]) || text.has(at, at + 3, &["scratch", "forget", "disregard", "ignore", "take that back"]))
    }
}
