//! What a segment is, before any grammar: its kind by marker or by the way people say such things.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::lexicon::lexicon;
use crate::model::PointKind;

/// What the words at the front of a segment make of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Routed {
    /// A point of this kind; the range is its content without marker.
    Point(PointKind, Range<usize>),
    /// Words about when they decide.
    Decision,
    /// A question they asked: its topic, and whether I say that I answered badly.
    Asked {
        /// The question or topic.
        topic: Range<usize>,
        /// A blunder was named in the same breath.
        blunder: bool,
        /// The better answer, given in the same breath behind a colon.
        better: Option<Range<usize>>,
    },
    /// The better answer to a question asked before.
    Better(Range<usize>),
    /// A marker `private:` or the like stands in front.
    Private,
    /// Nothing to keep: "love that", "very true".
    Filler,
}

impl Routed {
    /// The same, of a segment that begins `by` bytes earlier.
    fn shifted(self, by: usize) -> Self {
        let shift = |r: Range<usize>| r.start + by..r.end + by;
        match self {
            Self::Point(kind, r) => Self::Point(kind, shift(r)),
            Self::Asked { topic, blunder, better } => Self::Asked {
                topic: shift(topic),
                blunder,
                better: better.map(shift),
            },
            Self::Better(r) => Self::Better(shift(r)),
            other => other,
        }
    }
}

fn re(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is part of the program and is tested")
}

macro_rules! patterns {
    ($($name:ident = $pattern:expr;)*) => { $(static $name: LazyLock<Regex> = LazyLock::new(|| re($pattern));)* };
}

patterns! {
    KEY = r"^(?:(?:nb|n\.b\.|ps|btw)\b[\s:,-]*)?(?P<key>(?:also )?forgotten|left out|(?:it )?never came up|didn'?t come up|never mentioned|didn'?t (?:bring up|mention)|forgot|fgt|didn'?t get to|forgot to (?:say|mention)|i forgot|i forget|forget|missed saying|missed to say|didn'?t say|should have said|should'?ve said|never said|not said|not mentioned|unsaid|to send|will send|promised|privat|private|don'?t (?:mention|put|write|say)|not for (?:the )?notes?|off the record|skip|wants|needs|me|mine|fit|shared|common|thanks|thank|advice|adv|tip|asked me|asked|better|because|why|why i want (?:it|this|the job)|reason|they decide|decision|decide|hear back|reply|timeline|next|next steps?|moment|quote|note|i owe|owe|clarify|fumbled|correct|correction|answer)(?:\s*\([^)]*\))?\s*(?::|=|\s-|->|\.\.\.)\s*(?P<rest>\S.*)$";
    OPENER = r"^(?:um+|uh+|er+|erm+|okay so|ok so|okay|yeah|yep|basically)[,.]? ";
    FORGOT = r"^(?:and |also |but |plus |oh |damn |argh |ps |one thing |btw )*(?:(?:i )?(?:totally |completely |clean )?(?:forgot|didn'?t get to(?: (?:tell|say|mention|add|bring up)\b)?|didn'?t (?:mention|say|tell|bring up)|didn'?t think to (?:mention|say)|missed (?:saying|telling|mentioning)|never (?:said|told|mentioned|got to say|got to mention|brought up|got round to)|(?:it )?never came up(?: that)|(?:it )?did(?:n'?t| not) come up that|no ?(?:one|body) asked (?:about|if|whether)|wish i(?:'d| had|d)(?: also)? (?:said|told|mentioned|brought up)|(?:i )?should(?:'ve|ve| have| of|a)(?: also)? (?:mentioned|told|brought up)|meant to (?:say|mention|tell|add))(?: to (?:tell|say|mention|bring up|add|let)(?: (?:(?:him|her|them|anybody|anyone|everyone|either|both|all)(?: of them)?|[a-z]+(?: [a-z]+)? (?:that|about|i |my ))?)?)?(?: (?:him|her|them|anybody|anyone|everyone)(?: of them)?)?(?: know)?(?: (?:about|that))?(?:[:,]| -)?\s+)(?P<rest>\S.*)$";
    NOT_COME_UP = r"^(?P<rest>.+?)\s*(?:[-,(]\s*|\s)(?:it |which |that |this )?(?:did(?:n'?t| not) come up|never came up|forgot to (?:say|mention|tell (?:him|her|them))|didn'?t (?:mention|say)(?: it| that)?|but didn'?t|never mentioned(?: it| that)?|i forgot(?: to say| to mention)?|slipped my mind|went (?:clean )?out of my (?:head|mind)|clean forgot)\)?$";
    PROMISED = r"^(?:and |also |so |then |oh |ok )*(?:->\s*|→\s*)?(?:i(?:'m| am|m)? )?(?:(?:have |need |going |gonna |gotta |still need |got |supposed |must |should |shall |am |to do |remember )*(?:to )?)?(?:promis+ed|owe|sending|send|to (?:(?:mr|mrs|ms|miss|dr|prof)\.? )?[a-z]+ (?:i (?:must|should|shall|will|have to|need to) )?(?:send|e-?mail|forward)|(?:(?:mr|mrs|ms|miss|dr|prof)\.? )?[a-z.]+(?: [a-z]\.?)? gets\b|e-?mail|(?:said|told (?:him|her|them|[a-z]+)|offered|agreed|volunteered|swore|say) (?:that )?(?:i(?:'d| would|d|'ll|ll| will) )?(?:to )?(?:send|scan|text|drop off|bring|drop in|drop by|drop round|mail|e-?mail|share|forward|get|give|pass on|show|post|write up|put together|ring|whatsapp|upload|dm)|(?:said|told (?:him|her|them|[a-z]+)) i(?:'d|d) follow up with|follow up (?:w/|with|w)|will (?:send|e-?mail|forward|share|text|bring)|i(?:'ll|ll) (?:send|e-?mail|forward|share|text|drop off)|to give|get|forward|share|drop off|post)\b(?P<rest>.+)$";
    PROMISED_SURE = r"^(?:and |also |so |then |oh |ok )*(?:i(?:'m| am|m)? )?(?:promis+ed|owe|share [a-z]+ |drop off (?:my|the|a|an|his|her|their) |(?:(?:mr|mrs|ms|miss|dr|prof)\.? )?[a-z.]+(?: [a-z]\.?)? gets my |(?:mr|mrs|ms|miss|dr|prof)\.? [a-z]+ gets (?:the|an?) |to (?:(?:mr|mrs|ms|miss|dr|prof)\.? )?[a-z]+ (?:i (?:must|should|shall|will|have to|need to) )?(?:send|e-?mail|forward) |->\s*send|→\s*send|(?:i'?m |i am )?sending (?:him|her|them|on|the|my) |(?:need|going|have|still need|got|am|supposed) to (?:send|e-?mail|forward|share|text|bring|mail|give|drop off)|(?:i )?(?:must|gonna|gotta|should|shall) (?:send|e-?mail|forward|share|text|mail) |send |e-?mail |(?:said|told|offered|agreed|volunteered|say)\b.{0,25}?\b(?:send|scan|text|drop off|drop in|drop round|bring|mail|e-?mail|share|forward|get her|get him|give|pass on|post|ring|upload)|follow up (?:w/|with|w) |i(?:'ll|ll) (?:send|e-?mail|text|forward)|(?:i )?will (?:send|share|e-?mail|forward|text)|to give|get [a-z]+ (?:a|the|my) |forward |i'?m to (?:send|e-?mail))";
    DECISION = r"\bi(?:\'ll| will| should|\'d| would)? (?:hear|get (?:an answer|word|news)) (?:by|on|in|before|after|within|next|from|the (?:day|week|mon|tue|wed|thu|fri|same|following)|mon|tue|wed|thu|fri|tomorrow|early|late|end)\b|\b(?:lets?|letting) (?:me|us|you|everyone|people|folk|folks) know\b|\bdecid(?:e|es|ing)\b|\bdecisions?\b|\b(?:[a-z]+)(?:'ll|ll| will| would|'d|d| should| hopes? to| plans? to| expects? to| aims? to| wants? to| reckons?(?: they'?ll)?| says? (?:he|she|they)?'?(?:ll)?| said (?:he|she|they)'?d| (?:is|are) going to|'s going to| hopes?| is to| are to)\s+(?:probably |definitely |hopefully |prob |all )?(?:be )?(?:let (?:me|people|everyone|us|you) know|tell (?:me|us)|letting (?:me|us) know|pick|call|ring|phone|contact|get back|be in touch|in touch|choose|e-?mail|mail|write|reply|confirm|make (?:up )?(?:his|her|their|a)? ?(?:mind|decision|offer|choice)|know|hear|announce|say something|send|come back|revert|give|respond|follow up|have an answer|calling)\b(?: (?:me|us|everyone|all|a|an|out|by|on|in|before|after|within|next|this|to|something|back|either|the|mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|tomorrow|tmrw|tonight|end|early|mid|late|latest|sometime|week|soon|with|who|at|of|when|yes|from|around|about|then|it|one|someone|somebody|his|her|their|know)\b|$|,)|\b(?:hear|know) (?:back|something|from them|by|in|within|more)\b|\banswer (?:in|by|within|about|around) (?:a |an |the |\d|one|two|three|four|five|ten|mid|early|late|end|next|this|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|x?mas|christmas|easter|noon|close|eod|eow)|\bfeedback (?:by|in|latest|within|on|before|after)\b|\bwill know\b|\bmake up (?:his|her|their) mind\b|\bnext (?:steps?|round|stage) ?(?:is|are|:)|\bnext is\b|\bshould (?:know|hear)\b|\boffers? (?:go|goes|out|will go|by|in)\b|\bno idea when\b|\bdidn'?t say when\b|\b(?:ring|call|phon|e-?mail|text)ing (?:me|everyone|everybody|all of us|us all)\b|\bresults? (?:by|on|in|out|within)\b|\bthey (?:figure|reckon|think|say|said|guess|choose|pick)\b.*\d|\b(?:board|committee|council|governors|trustees|panel) (?:meets?|sits?|votes?) (?:on |the |next |in |by |(?:mon|tue|wed|thu|fri|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* )|^(?:they|he|she) (?:say|says|said|reckons?|thinks?|thought) (?:by |on |around |about |before )?(?:next )?(?:mon|tue|wed|thu|fri|sat|sun|week|month)[a-z]*$|^dec\.? (?:by |on |~)?\d{1,2}/\d{1,2}\b|^they (?:tell|inform|answer|write|call|ring|phone|give answer|give an answer)(?: (?:to )?(?:me|us))? (?:until|till|by|in|within|on|before|after|next|end|at the end|mid|the)\b|^(?:answer|word|news) (?:latest|until|till|by|on|before|next|tomorrow|after|mid|end|early|late|first|second|third|last|within)\b|^(?:about |in |within |maybe |prob(?:ably)? )?(?:a |1|2|3|4|two|three|a few|a couple|couple|few)?(?: of)? ?(?:weeks?|wks?|days?)\b.{0,24}\b(?:says?|said|reckons?|thinks?)\b|\b(?:corrected|changed) (?:it|that) to\b|\bmake that the\b|\bif (?:nowt|nothing|no word|no news)\b|^[a-z]+ (?:texts|calls|rings|e-?mails|phones|will (?:text|call|ring|e-?mail|phone|write))$|\bsounds like they\b|\b(?:be )?back to me\b|\bhr (?:says?|said|reckons?)\b|\beither way\b|\b(?:phones|calls|rings|e-?mails|tells) everyone\b|\byes or no\b|\bclose applications\b|\b(?:pick|choose|shortlist) (?:someone|somebody|by)\b";
    CALLS = r"\b(?P<who>[a-z]+) (?:calls|rings|phones|e-?mails|mails|messages|confirms|writes|texts|txts|reverts|replies|answers|informs) (?:me |us |times |dates |details |everyone |everybody |us all )?(?:by|on|mon|tue|wed|thu|fri|next|in (?:a|an|the|about|one|two|three|four|mid|early|late|\d)|early|late|end of|within|w/in|before|after|the week|the day after|tomorrow|until|till)\w*\b";
    ASKED_FUMBLED = r"^(?:and |then |also |so |but )*(?:i )?(?:totally |completely |really )?(?:fumbled|botched|flubbed|butchered|fluffed|messed up|mangled|bombed) (?:the |his |her |their )?(?P<rest>[a-z]\S.*)$";
    ASKED_BLUNDER = r"^(?:and |then |also |so |but )*(?:i )?(?:(?:went )?blank(?:ed)?|fumbled|botched|messed up|flubbed|froze|rambled|waffled|stumbled|choked|bombed|tripped(?: up)?|butchered|fluffed|(?:got )?(?:muddled|tangled|confused|mixed)(?: up)?)(?: (?:on|about|over|the|when (?:he|she|they) asked(?: me)?(?: about)?))+\s+(?P<rest>\S.*)$";
    NO_ANSWER = r"^(?:and |then |also |so |but )*(?:i )?(?:didn'?t have (?:a|any) (?:good )?answer|no (?:good )?answer|had no (?:good )?answer|bad answer|weak answer|poor answer|not a good answer|gave a (?:bad|weak|poor|vague|rambling) answer)(?: (?:on|about|to|for|when|re))+\s+(?P<rest>\S.*)$";
    QUESTION = r"^(?:(?:the|her|his|their|one|first|1st|last|other|tough|hard|big) )*(?:question|q|qs)(?: (?:from [a-z]+|re|on|about|was|of))*\s*[:,-]?\s+(?P<rest>\S.*)$";
    ASKED = r"^(?:and |then |also |so |but |when |where |plus )*(?:(?:(?:i )?(?:was|got|he|she|they)|[a-z]+(?: [a-z]+)?)(?:'d)? )?(?:also |then |even )?(?:asked|askd|aksed|(?:(?:he|she) )(?:also |then )?ask|ask (?:how|what|why|when|where|which|if)(?: would| do| did)? i\b|quizzed|pushed|grilled|pressed|wanted to know|wondered|wanted (?:to hear about|me to (?:talk about|describe)|an example of|a story about))(?: me| us)?(?: (?:about|on|re|for))?\s+(?P<rest>\S.*)$";
    BLUNDER = r"\b(?:blank(?:ed)?|went blank|froze|word salad|(?:went )?r(?:o|ou)nd the houses|hedged|fudged (?:it|that)|ducked (?:it|that)|like (?:a kid|an idiot|a fool|a beginner|a rookie)|made a hash|just stood there|botch(?:ed)?|rambl(?:ed|ing|y)|fumbl(?:ed|ing)|waffl(?:ed|ing)|umm'?d|um+ed|erm+ed|guessed|vague|brain fart|brain fog|brain freeze|got it wrong|wrong answer|backwards|textbook|lecture|weak|didn'?t know|didn'?t have (?:a|any|the)|rubbish answer|no idea|whatever|stumbl(?:ed|ing)|stammer(?:ed|ing)|stutter(?:ed|ing)|chok(?:ed|ing)|panicked|bombed|butchered|dodg(?:ed|ing)|messed up|screwed up|flubbed|babbl(?:ed|ing)|mumbl(?:ed|ing)|muddl(?:ed|ing)|mixed up|said too much|too much|lame|foolish|stupid|silly|dumb|garbled|(?:got |was )?defensive|(?:my )?answer was|(?:my )?english (?:was|went)|the wrong (?:story|example|one)|tongue.?tied|gave (?:her|him|them) (?:a|the|some)|i (?:only |just )?(?:said|say|stated|gave|answered|talked)|flustered|useless answer|not my best|mess of it|wasn'?t great|not great|fluffed|hash of|drew a blank|winged it|bluffed|bs'?d|could not answer|couldn'?t answer|didn'?t answer|went round in circles|circles|missed|kicked myself|off topic|trailed off|poor(?:ly)?|badly|tangled|so-so|meh)\b";
    THANK_FOR = r"^(?:must |should |remember to |please )?thank (?:him|her|them|[a-z]+) (?:(?P<rest>for \S.*)|(?:too|separately|as well|also)\s*[,:-]\s*(?P<what>\S.*))$";
    THANK_TOO = r"^(?:must |should |remember to |please )?(?:thank|tell|write to|write) (?:him|her|them|[a-z]+)(?: (?:too|separately|as well|also|how it went))+$";
    ARROW = r"^(?:→|->|=|=>)\s*(?P<rest>\S.*)$";
    TELL = r"^tell (?:him|her|them|[a-z]+)\s*[:,-]\s*(?P<rest>\S.*)$";
    BETTER = r"^(?:but |and |so |well |anyway |actually |also |no[.,!:]? |nope[.,!:]? |- ?|→\s*|->\s*|=\s*)*(?:what i'?d do(?: is|:)|what i would do(?: is|:)|(?:clearer|cleaner|tighter|sharper|simpler|shorter)(?: answer| version)?(?: is)?:|(?:the )?short (?:version|answer)(?: is)?:|in short:|put (?:better|simply):|take two:|what i (?:should(?:'ve|ve| have| of)|meant to|wanted to|want to|ought to(?: have)?|could(?:'ve|ve| have| of)) sa(?:id|y)(?: (?:was|is))?(?: that)?:?|what i (?:really |actually )?think(?: is|:)|i (?:wanted|meant) to say(?: that)?:?|(?:i )?(?:sh(?:ou?l?|uol)?d(?:'ve|ve| have| of|a)|could(?:'ve|ve| have| of)|ought to have) (?:said|answered|added|gone with|been|told (?:him|her|them))(?: that)?|should be|(?:the |a |my )?(?:better|right|real|true|correct|actual|proper|fuller|honest|short|good|best|full|whole)\b(?: (?:answer|ans|form|version|number|figure|#))?(?: is| was| would be| being)?(?: that)?\s*:?|(?:the )?answer(?:'s| is| was| should be| would be)?(?: that)?\s*:?|(?:the )?truth(?: is)?(?: that)?:?|really:?|meant:?|i meant:?|what i mean[t]?(?: was| is)?(?: that)?:?|(?:the |my )?point (?:is|was|being)(?: that)?:?|what i mean:?|what i(?:'d| would|d) say(?: now)?(?: is)?:?|i mean:?|would do (?:it )?different(?:ly)?:?|sh(?:ou)?l?d be:?|would(?:'ve| have)? say:?|in fact|it should(?:'ve| have)? be(?:en)?|thats the answer|that's the answer|actual answer:?|proper answer:?|in truth|fact is|reality:?|correct(?:ion)?:?|sb:?|s/b:?|ans:?|a:|now:|fix:)\s*[:,=-]?\s*(?P<rest>\S.*)$";
    BETTER_TAIL = r"^(?P<rest>.+?),? (?:(?:that'?s|thats|is|was) the (?:right |real |better |correct )?answer|(?:is|was) (?:correct|right))$";
    WANTS = r"^(?:and |but |also |so |then |plus |oh )*(?:(?:he|she|they|we|[a-z]+(?: [a-z]+)?)(?:'s|s| is| are)? (?:also |really |just |mostly |only |mainly )?(?:wants?|needs?|looking for|look for|looks for|would like|would love|hoping for|hopes for|keen on|values?|prefers?)(?: (?:someone|somebody|people|folks?|a person))?|(?:he|she|they)(?:'s|s|'re|re| is| are) (?:also |really |just |mostly |only |mainly )?after (?:someone|somebody|people|folks?|a person|an?)|wants?|needs?|looking for|want|need|(?:loves|likes)(?:\s*:))(?:\b|\s)\s*:?\s*(?P<rest>\S.*)$";
    WANTS_FREE = r"\bwhat (?:(?:he|she|they) (?:really )?(?:needs?|wants?)(?: most)?|(?:he|she|they)(?:'?s|'?re| is| are) (?:really )?(?:looking for|after)) is (?P<rest>\S.*)$";
    SHARED = r"^(?:and |also |so |turns out |oh |plus )*(?P<rest>(?:we|us) (?:both|all|two)\b.*|(?:the )?(?:two|pair) of us\b.*|we(?:'ve|'re| have| are| were| had) both\b.*|we (?:share|shared)\b.*|both\b.*\b(?:our|us)\b.*|both (?:of us|from|went|grew|learned|learnt|ex|used|started|did|have|like|love|play|run|are|were|worked|studied)\b.*|same (?:high school|school|college|uni|hometown|town|first|year|village|club|team|county|teacher|gym|course|class)\b.*|(?:he|she|[a-z]+) (?:and|n|&|\+) (?:me|i)\b.*|(?:me|i) (?:and|n|&|\+) [a-z]+ both\b.*|we have both\b.*|(?:he|she|me|[a-z]+)\b(?: [a-z0-9'-]+){1,6} (?:too!?|as well as me|like me|same as me|as did i|me too)$|[^,]*\b(?:same as me|me too|like me))$";
    THANKS = r"(?:\b(?:let|gave|lent|showed|walked|drove|bought|brought|introduced|intro'?d|took|found|sent|sorted|fetched|saved|made|offered|handed|got|booked|printed|met|sat|talked|waited|kept|set|poured|treated|called|helped|invited|squeezed|rang|phoned|guided|toured|stayed|cleared|moved|slipped|put|paid|shared|read|emailed|texted|pulled|rushed|popped|fixed|ran)\b(?: [a-z']+){0,4}? (?:me|us|my)\b|\b(?:for|with) me\b|\b(?:so |very |really |super |was |was so )?(?:kind|lovely|sweet|nice|good|gracious|generous) (?:of|about|to me|enough|with me)\b|\bthat was (?:so |very |really )?(?:kind|lovely|sweet|nice|good|generous)\b|\b(?:he|she|they) did(?:n'?t| not) have to\b|\bran over\b|\bstayed (?:late|on|longer|an extra|past|\d+)\b|\bcoffee (?:at|from|was on)\b|\bwalked (?:the|round the|around the) [a-z]+ with (?:him|her|them)\b|\bdid (?:the|a) tour\b|\bgentle with me\b|\bpatient with\b)";
    THANKS_SELF = r"^(?:i |told|showed (?:him|her|them)|my |gave (?:him|her|them)|sent (?:him|her|them)|asked|when i|walked (?:him|her|them))";
    TO_ME = r"^(?:and |then |also |so )*(?:(?:he|she|they|[a-z]+) )?(?:showed|gave|told|walked|took|drove|let|sent|lent) (?:me|us)\b";
    WALKED_WITH = r"^(?:we |i )?(?:walked|toured|went (?:round|around|through)) (?:the|round|around)?.* with (?:him|her|them)\b";
    ADVICE = r"^(?:and |also |so |but )*(?:(?:he|she|they|[a-z]+)(?:'s)? )?(?:(?:told|advised|urged|encouraged) me to|said (?:to|i should)|(?:suggested|recommended|advised) (?:me )?to|suggested (?:that )?i|recommended|recommends|her advice(?: was| is)?(?: to)?|his advice(?: was| is)?(?: to)?|advice(?: was| is)?(?: to)?)\b:?\s*(?P<rest>\S.*)$";
    MINE = r"^(?:and |also |so |then |plus |but |fwiw |btw |well )*(?:(?:i )?(?:told|showed|walked|explained|mentioned|described|talked|shared|said|spoke|brought up|pitched|gave|demo'?d|demoed)(?: to)? (?:him|her|them|both|everyone|all of them|how i|that i|[a-z]+ (?:about|abt|how|that|my|i))\b|i (?:told|showed|ran|did|built|said|explained|mentioned|had|have|was|led|cut|hit|taught|speak|can|wrote|made|got|won|grew|worked|managed|used|described|put|set|started|trained|brought|closed|handled|reduced|designed|[a-z]+ed)\b|i'?ve\b|ive\b|my (?:[a-z0-9%&'-]+ ?){1,}|(?:he|she|they) (?:liked|loved|laughed at|was into|asked to see|remembered|had read|enjoyed) (?:my|the way i|how i)|(?:(?:he|she|they|[a-z]+) )?(?:really |also )?(?:liked|loved|enjoyed) (?:it )?(?:that|how|when|the way|hearing that|hearing how) (?:i|i'm|im|i've|ive|we|my)\b|(?:(?:he|she|they|[a-z]+) )?(?:really |also )?(?:liked|loved) (?:it )?that at [a-z' -]+ (?:i|we)\b|(?:liked|loved|laughed at|had read|was into|knew|remembered) my\b|(?:told|showed|explained|mentioned|described|brought up|talked about|talked through|pitched)\b.*\b(?:my|i)\b|can (?:start|do|run|cover|work)\b)";
    SELF_BLUNDER = r"\b(?:blanked|word salad|went r(?:o|ou)nd the houses|just stood there|went (?:completely |totally )?blank|botched|rambl(?:ed|ing)|fumbled|waffled|umm+'?d|um+ed|mumbled|brain (?:fart|fog|freeze)|got it wrong|(?:jumped|skipped|missed) (?:over )?a step|named the wrong|wrong (?:case|answer|name|one)|half (?:an )?answer|dunked on|flubbed|stumbled|stammered|stuttered|choked|panicked|babbled|muddled|garbled|bluffed|winged it|drew a blank|i (?:totally |just |completely )?(?:missed|froze|guessed)|^(?:and |but )?(?:froze|guessed)|interrupted (?:her|him|them)|let \w+ take over|stuffed (?:it|that) up|got (?:turned around|stuck|tangled|lost|muddled)|shouldn'?t have|oops|daft|no better answer|had no answer|went on about|i named a name|said it backwards|made a mess|kicked myself|talked too much|said too much|did badly|messed up)\b";
    TOPIC_SAID = r#"^(?P<rest>[^:",]{2,50}?),? i (?:only |just )?(?:said|answered|guessed|told (?:him|her|them)) [^"]*?\b(?:wrong|nonsense|rubbish|oops|backwards)\b"#;
    TOPIC_FIRST = r#"^(?P<rest>[^:"]{2,60}?)(?::| -) (?:and )?i (?:[a-z']+ ){0,3}?(?:named|guessed|said|gave|blanked|froze|mumbled|waffled|rambled|umm'?d|missed|fumbled|botched|stumbled|panicked|was|let|got)\b"#;
    GUESSED_SOME = r"\bi guessed (?:\d|one|two|three|four|five|half|most|all|none)\b";
    QUOTE_LIKED = r#"^(?P<rest>"[^"]{4,}"[.!?]*)\s*[-(,\u{2013}\u{2014}:]*\s*(?:i |really |so |just )*(?:love|loved|like|liked|adore|brilliant|great|nice|haha|lol|good (?:one|line)|best line|my favou?rite|favou?rite|keep(?:ing)? (?:this|that)|use (?:this|that))\b[^"]{0,25}$"#;
    I_HEAR = r"^i(?:'ll| will| should|'d| would)? (?:hear|get (?:an answer|word|news))\b";
    SAID_DO = r"^(?:and |also |so )*(?:(?:he|she|they|[a-z]+) )?(?:said|says|reckons|told me):? (?P<rest>(?:(?:always |never |just |do not |don'?t )?(?:read|keep|bring|learn|start|try|write|look|walk|spend|watch|listen|visit|apply|count|measure|practise|practice|study|shadow|sit with|talk to|go and|come and|get (?:my|a|the)|take (?:a|the|my))|don'?t) \S.*)$";
    ASKED_FOR = r"\basked for (?:it|one|that|them|this|a copy|copies|the (?:link|file|slides|pdf|copy))\b";
    TOPIC_Q = r#"^(?:the |their |her |his )?(?P<rest>[a-z0-9][^:".?]{2,40}?) (?:q|qn|question)\s*(?::|-|,|->)+\s*(?:and |so |but )?(?:i )?(?P<said>\S.*)$"#;
    TOPIC_STOOD = r#"^(?P<rest>[^:"]{2,60}?) ?(?:\+|&|and|,) i (?:just |totally |completely )?(?:stood there|froze|blanked|panicked|mumbled|waffled|rambled|babbled)\b"#;
    FILLER = r"^(?:writing (?:this|it|all this) down (?:before|while|now)\b.*|(?:and |then |so )*(?:(?:he|she|they) )?(?:laughed and |nodded and )?asked for (?:it|one|that|them|a copy|copies)|i want to use (?:that|this|it)(?: one)?|(?:and |but )?(?:he|she|they)(?: really)? (?:liked|loved|enjoyed|laughed|smiled|nodded)(?: at)?(?: (?:that|it|this))?|(?:just |only )+(?:said|says) (?:hi|hello|hey)\b.*|(?:and |but )?i said yes(?: to (?:that|it))?|but (?:i )?did(?:n'?t| not)|(?:and )?(?:he|she|they)? ?said (?:it|that|so) .{0,20}times?|nothing(?: much| special| else)?|(?:had )?(?:already )?left(?: early| already)?|not much(?: to say)?|barely (?:spoke|talked|said)\b.*|ha|hm+|product, joined last.*|(?:he|she|[a-z]+) had (?:already )?left|joined (?:the )?last.*|love (?:that|it|this)|loved (?:that|it)|very true|so true|true|lol|haha+|wow|nice|cool|great|amazing|brilliant|excellent|good|phew|ok|okay|anyway|so yeah|yeah|that'?s it|thats it|thats me done|that'?s all|end|done|best story of the day|which was (?:great|nice|cool|fun)|which i (?:thought was great|loved|liked)|(?:and )?we (?:all )?laugh(?:ed)?|(?:he|she|they) (?:said|says|told me)|(?:and |but )?(?:i|it|that|this)(?: really| just| also| so)? (?:loved|liked|enjoyed|adored|found|touched|moved|got|made|struck|stayed|thought)(?: (?:that|this|it|me|with|was|so|very|quite|really|a|good|great|wonderful|charming|lovely|funny|sweet|kind|nice|brilliant|interesting|smile|laugh|advice|idea|thing))*|i saw it|same|right|well|went (?:well|ok|fine|great|good)|good (?:chat|vibe|vibes|day|one)|i think|just left|sat in (?:the )?car|home now|on the (?:bus|train|tube) now|feel(?:ing)? good|felt good|nice (?:lady|guy|man|woman|people|bloke)|lovely (?:lady|woman|man|people)|sweet)[.!]*$";
    SAID_QUOTE = r#"^[^"]{0,60}"[^"]{2,}"[^"]{0,40}$"#;
    WHOLE_QUOTE = r#"^"[^"]+"[.!?]*(?: lol| haha)?$"#;
}

/// Whether the words are about how badly I answered.
pub(super) fn is_blunder(segment: &str) -> bool {
    BLUNDER.is_match(&segment.to_lowercase())
}

/// Whether it is about an own slip, whoever asked what.
pub(super) fn is_own_blunder(segment: &str) -> bool {
    let lower = segment.to_lowercase();
    // "I guessed 1 of 6" of the malts: a game, and no slip.
    let lower = GUESSED_SOME.replace_all(&lower, "");
    SELF_BLUNDER.is_match(&lower) || TOPIC_SAID.is_match(&lower)
}

/// "fn 41: I named the wrong case" names a topic and the slip: the topic.
pub(super) fn topic_first(segment: &str) -> Option<Range<usize>> {
    let lower = segment.to_ascii_lowercase();
    [&TOPIC_FIRST, &TOPIC_SAID, &TOPIC_STOOD]
        .iter()
        .find_map(|topic| topic.captures(&lower))
        .and_then(|c| c.name("rest"))
        .map(|m| m.range())
}

/// Where the words about the slip begin in a topic.
pub(super) fn blunder_at(topic: &str) -> Option<usize> {
    let lower = topic.to_ascii_lowercase();
    // "my weak spot" is what they asked about.
    BLUNDER
        .find_iter(&lower)
        .find(|m| {
            let behind = lower[m.end()..].trim_start();
            !(m.as_str() == "weak"
                && ["spot", "point", "side", "area", "subject"]
                    .iter()
                    .any(|w| behind.starts_with(w)))
        })
        .map(|m| m.start())
}

/// A marker in front of the whole line: `me:`, `wants:`, `asked me:` and the like.
pub(super) fn keyed(segment: &str) -> Option<Routed> {
    let lower = segment.to_ascii_lowercase();
    let c = KEY.captures(&lower)?;
    let rest = c.name("rest")?.range();
    let key = c.name("key")?;
    let dashed = lower[key.end()..].trim_start().starts_with('-');
    by_key(&lower, key.as_str(), rest, dashed)
}

/// Where a segment begins to speak of when they decide.
fn decides_at(s: &str) -> Option<usize> {
    // "artists decide themselves", "decide what goes in": nothing about me.
    let others = [
        "themselves",
        "for ",
        "on ",
        "what ",
        "how ",
        "which ",
        "their ",
        "where ",
        "who ",
        "whether ",
        "if ",
    ];
    let plain = DECISION
        .find_iter(s)
        .find(|m| {
            let behind = s[m.end()..].trim_start();
            let theirs = m.as_str().starts_with("decid") && others.iter().any(|o| behind.starts_with(o));
            // "staff that will call the doctor", "kept calling me Kevin": neither says when.
            let of_whom = ["that ", "who ", "which ", "i ", "staff ", "who'", "wholl ", "that'll "]
                .iter()
                .any(|w| m.as_str().starts_with(w));
            // "will write to Lucinda Faye": to somebody, not to me.
            let to_another = m.as_str().ends_with(" to")
                && ["write", "send", "mail"].iter().any(|w| m.as_str().contains(w))
                && !["me", "us", "all", "every", "say", "let", "tell", "the candidates"]
                    .iter()
                    .any(|w| behind.starts_with(w));
            !theirs && !of_whom && !to_another && !s[..m.start()].ends_with("kept ")
        })
        .map(|m| m.start());
    let calls = CALLS
        .captures_iter(s)
        .find(|c| {
            // "confirms by text two days ahead" says how.
            let behind = c.get(0).map_or("", |m| s[m.end()..].trim_start());
            let how = ["text", "phone", "email", "e-mail", "hand", "post", "letter", "whatsapp"];
            calls_people(&c["who"]) && !how.iter().any(|h| behind.starts_with(h))
        })
        .and_then(|c| c.get(0))
        .map(|m| m.start());
    plain.into_iter().chain(calls).min()
}

/// Whether the word in front of "calls on Wednesday" can be whoever calls: not "the phones on a friday", not "house calls
/// on wednesdays".
fn calls_people(who: &str) -> bool {
    let l = lexicon();
    let determiner = matches!(
        who,
        "the"
            | "a"
            | "an"
            | "his"
            | "her"
            | "their"
            | "my"
            | "our"
            | "your"
            | "these"
            | "those"
            | "some"
            | "all"
            | "no"
            | "every"
            | "of"
            | "who"
            | "that"
            | "which"
            | "and"
            | "or"
            | "always"
            | "never"
    );
    let thing = l.noun(who).is_some_and(|n| !n.person() && !n.group());
    // HR is a noun and calls people all the same.
    who == "hr" || !determiner && !thing && l.adjective(who).is_none()
}

/// The kind of a segment and the range of its content within it.
///
/// `None` where nothing marks it: then it is a moment, or whatever the reader makes of its place.
pub(super) fn route(segment: &str) -> Option<Routed> {
    let lower = segment.to_ascii_lowercase();
    let s = lower.as_str();
    if let Some(opener) = OPENER.find(s).filter(|m| m.end() < s.len()) {
        return route(&segment[opener.end()..]).map(|r| r.shifted(opener.end()));
    }
    if FILLER.is_match(s) {
        return Some(Routed::Filler);
    }
    if let Some(routed) = keyed(segment) {
        return Some(routed);
    }
    let rest = |r: &Regex| r.captures(s).and_then(|c| c.name("rest")).map(|m| m.range());
    if let Some(range) = rest(&BETTER_TAIL) {
        return Some(Routed::Better(range));
    }
    if THANK_TOO.is_match(s) {
        return Some(Routed::Filler);
    }
    if let Some(m) = THANK_FOR
        .captures(s)
        .and_then(|c| c.name("rest").or_else(|| c.name("what")))
    {
        return Some(Routed::Point(PointKind::Thanks, m.range()));
    }
    if let Some(range) = rest(&ARROW).filter(|_| !PROMISED_SURE.is_match(s)) {
        return Some(Routed::Better(range));
    }
    if let Some(range) = rest(&TELL) {
        return Some(Routed::Point(PointKind::Forgot, range));
    }
    // "answer by labor day", where nobody asked.
    if s.starts_with("answer ") && decides_at(s) == Some(0) {
        return Some(Routed::Decision);
    }
    if !s.starts_with("should've mentioned")
        && !s.starts_with("shouldve mentioned")
        && let Some(range) = rest(&BETTER)
    {
        // "really good", "answers the phones": only with something answer-like behind.
        if !s.starts_with("really ") || s.split_whitespace().count() > 4 {
            return Some(Routed::Better(range));
        }
    }
    if let Some(range) = rest(&FORGOT) {
        let range = strip_tail(s, range, &[" but didn't", " but didnt", " lol", "!!!"]);
        return Some(Routed::Point(PointKind::Forgot, range));
    }
    if let Some(range) = rest(&NOT_COME_UP) {
        return Some(Routed::Point(PointKind::Forgot, range));
    }
    if let Some(m) = QUOTE_LIKED.captures(s).and_then(|c| c.name("rest")) {
        return Some(Routed::Point(PointKind::Quote, m.range()));
    }
    if WHOLE_QUOTE.is_match(s) {
        return Some(Routed::Point(PointKind::Quote, 0..s.len()));
    }
    if PROMISED_SURE.is_match(s)
        && let Some(range) = rest(&PROMISED)
    {
        return Some(Routed::Point(PointKind::Promised, range));
    }
    if let Some(range) = rest(&ADVICE).or_else(|| rest(&SAID_DO).filter(|_| !s.contains('"'))) {
        return Some(Routed::Point(PointKind::Advice, range));
    }
    if let Some(topic) = rest(&ASKED_BLUNDER)
        .or_else(|| rest(&NO_ANSWER))
        .or_else(|| rest(&ASKED_FUMBLED))
    {
        return Some(asked(s, topic, true));
    }
    if let Some(c) = TOPIC_Q.captures(s)
        && let (Some(topic), Some(said)) = (c.name("rest"), c.name("said"))
        && (BLUNDER.is_match(said.as_str()) || said.as_str().starts_with("said ") || s[..said.start()].ends_with("i "))
    {
        let better = answer_behind(&s[said.start()..]).map(|r| said.start() + r.start..said.start() + r.end);
        return Some(Routed::Asked {
            topic: topic.range(),
            blunder: BLUNDER.is_match(said.as_str()),
            better,
        });
    }
    if let Some(topic) = rest(&QUESTION) {
        return Some(asked(s, topic, BLUNDER.is_match(s)));
    }
    if let Some(topic) = rest(&ASKED) {
        let asked_me = !s.starts_with("asked him")
            && !s.starts_with("asked her")
            && !s.starts_with("asked them")
            && !s.starts_with("i asked")
            && !s[topic.clone()].starts_with("him ")
            && !s[topic.clone()].starts_with("her about")
            && !s[topic.clone()].starts_with("the best questions")
            && !s.contains("asked to see")
            // "he laughed and asked for it", "she asked for a copy": a wish, and no question.
            && !ASKED_FOR.is_match(s)
            // "wanted to know all about the clips": interest, and nothing to answer.
            && !["all ", "more ", "everything "].iter().any(|w| {
                s[topic.clone()].starts_with(w) && s[..topic.start].trim_end().ends_with("wanted to know")
            });
        if asked_me {
            return Some(asked(s, topic, BLUNDER.is_match(s)));
        }
    }
    let decides = decides_at(s);
    if (decides.is_some() || s.starts_with("if not"))
        && (!s.starts_with("i ") || I_HEAR.is_match(s))
        && !s.starts_with("told ")
        && decides.is_none_or(|at| s.find('"').is_none_or(|q| at < q))
    {
        return Some(Routed::Decision);
    }
    if let Some(m) = WANTS_FREE.captures(s).and_then(|c| c.name("rest")) {
        return Some(Routed::Point(PointKind::Wants, m.range()));
    }
    let later = [
        "after lunch",
        "after that",
        "after the",
        "after this",
        "after work",
        "after we",
        "after a ",
        "after i ",
    ];
    if WANTS.is_match(s)
        && !later.iter().any(|w| s.contains(w))
        && !s.starts_with("needs me")
        && !s.contains("want me to")
        && !s.starts_with("want to ")
    {
        return Some(Routed::Point(PointKind::Wants, 0..s.len()));
    }
    if matches!(s, "same as me" | "me too" | "same here" | "like me") {
        return None;
    }
    // "so the Saaz contracts too" goes on with what stood before.
    let goes_on = ["so ", "the ", "in ", "on ", "also the ", "and the "]
        .iter()
        .any(|p| s.starts_with(p))
        && s.ends_with(" too");
    if SHARED.is_match(s) && !THANKS_SELF.is_match(s) && !goes_on {
        return Some(Routed::Point(PointKind::Shared, 0..s.len()));
    }
    if SAID_QUOTE.is_match(s) && !MINE.is_match(s) {
        return Some(Routed::Point(PointKind::Quote, 0..s.len()));
    }
    if THANKS.is_match(s) && !THANKS_SELF.is_match(s) && (!MINE.is_match(s) || TO_ME.is_match(s)) {
        return Some(Routed::Point(PointKind::Thanks, 0..s.len()));
    }
    if WALKED_WITH.is_match(s) {
        return Some(Routed::Point(PointKind::Thanks, 0..s.len()));
    }
    if MINE.is_match(s) {
        return Some(Routed::Point(PointKind::Mine, 0..s.len()));
    }
    None
}

/// "asked why I left and I got vague: they moved the team" names the answer behind the colon.
fn asked(s: &str, topic: Range<usize>, blunder: bool) -> Routed {
    let blunder = blunder || BLUNDER.is_match(&s[topic.clone()]);
    let better = answer_behind(&s[topic.clone()]).map(|r| topic.start + r.start..topic.start + r.end);
    Routed::Asked { topic, blunder, better }
}

/// The answer that stands behind the words about the slip: "and i said it backwards, on a txv you charge by subcooling".
pub(super) fn answer_behind(text: &str) -> Option<Range<usize>> {
    let lower = text.to_ascii_lowercase();
    let m = BLUNDER
        .find_iter(&lower)
        .chain(SELF_BLUNDER.find_iter(&lower))
        .max_by_key(regex::Match::end)?;
    let behind = &text[m.end()..];
    let at = behind.find([':', ',', '=', ';']).or_else(|| behind.find(" - "))?;
    let answer = behind[at..].trim_start_matches([':', ',', '=', ';', ' ', '-']);
    let lower = answer.to_ascii_lowercase();
    let answer = BETTER
        .captures(&lower)
        .and_then(|c| c.name("rest"))
        .filter(|_| lower.len() == answer.len())
        .map_or(answer, |m| &answer[m.start()..]);
    let answer = ["correct:", "better:", "answer:", "really ", "i'd say:", "i would say:"]
        .iter()
        .find_map(|p| answer.strip_prefix(*p))
        .unwrap_or(answer)
        .trim_start();
    (at <= 24 && answer.split_whitespace().count() >= 3).then(|| text.len() - answer.len()..text.len())
}

fn strip_tail(s: &str, range: Range<usize>, tails: &[&str]) -> Range<usize> {
    let mut end = range.end;
    for tail in tails {
        if s[range.start..end].ends_with(tail) {
            end -= tail.len();
        }
    }
    range.start..end
}

fn by_key(s: &str, key: &str, rest: Range<usize>, dashed: bool) -> Option<Routed> {
    Some(match key {
        "forgotten" | "also forgotten" | "left out" | "never came up" | "it never came up" | "didn't come up"
        | "didnt come up" | "never mentioned" | "didn't bring up" | "didnt bring up" | "didn't mention"
        | "didnt mention" | "forgot" | "fgt" | "didn't get to" | "didnt get to" | "i forgot" | "i forget"
        | "forget" | "forgot to say" | "forgot to mention" | "missed saying" | "missed to say" | "didn't say"
        | "didnt say" | "should have said" | "should've said" | "shouldve said" | "never said" | "not said"
        | "not mentioned" | "unsaid" => Routed::Point(PointKind::Forgot, rest),
        "promised" | "i owe" | "owe" | "to send" | "will send" => Routed::Point(PointKind::Promised, rest),
        "private" | "privat" | "don't mention" | "dont mention" | "don't put" | "dont put" | "don't write"
        | "dont write" | "don't say" | "dont say" | "not for the note" | "not for the notes" | "not for note"
        | "not for notes" | "off the record" | "skip" => Routed::Private,
        "wants" | "needs" => Routed::Point(PointKind::Wants, rest),
        "me" | "mine" | "fit" => Routed::Point(PointKind::Mine, rest),
        "shared" | "common" => Routed::Point(PointKind::Shared, rest),
        "thanks" | "thank" => Routed::Point(PointKind::Thanks, rest),
        "advice" | "adv" | "tip" => Routed::Point(PointKind::Advice, rest),
        "asked me" | "asked" | "fumbled" | "clarify" => asked(s, rest, false),
        "better" | "correct" | "correction" | "answer" => Routed::Better(rest),
        "because" | "why" | "why i want it" | "why i want this" | "why i want the job" | "reason" => {
            Routed::Point(PointKind::Because, rest)
        }
        "they decide" | "decision" | "decide" | "reply" | "hear back" | "timeline" | "next" | "next step"
        | "next steps" => Routed::Decision,
        "moment" | "quote" | "note" if !dashed => Routed::Point(PointKind::Moment, rest),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(s: &str) -> String {
        match route(s) {
            None => "moment".into(),
            Some(Routed::Point(k, r)) => format!("{k:?}:{}", &s[r]),
            Some(Routed::Asked { topic, blunder, .. }) => format!("Asked({blunder}):{}", &s[topic]),
            Some(Routed::Better(r)) => format!("Better:{}", &s[r]),
            Some(other) => format!("{other:?}"),
        }
    }

    #[test]
    fn segments_go_where_people_mean_them_to() {
        for (s, expect) in [
            ("moved from Boston, loves long-form", "moment"),
            ("forgot: i speak portuguese", "Forgot:i speak portuguese"),
            (
                "forgot to tell her OSHA 30 card good thru 2027",
                "Forgot:OSHA 30 card good thru 2027",
            ),
            ("never said i have my haccp level 3", "Forgot:i have my haccp level 3"),
            (
                "board certified since 2021 - didnt come up",
                "Forgot:board certified since 2021",
            ),
            (
                "should've mentioned my avalanche level 1 but didn't",
                "Forgot:my avalanche level 1",
            ),
            (
                "promised Maria 2 clips: ferry strike story",
                "Promised: Maria 2 clips: ferry strike story",
            ),
            ("send carl the mispick chart", "Promised: carl the mispick chart"),
            ("they decide friday the 13th, Ines emails", "Decision"),
            ("HR calls by 6/30", "Decision"),
            ("wants ppl who speak up early", "Wants:wants ppl who speak up early"),
            (
                "\"captions are the second headline\"",
                "Quote:\"captions are the second headline\"",
            ),
            (
                "asked what I'd cut from the current issue and I blanked",
                "Asked(true):what I'd cut from the current issue and I blanked",
            ),
            ("the answer is the gift guide", "Better:the gift guide"),
            (
                "should have said hash map plus doubly linked list",
                "Better:hash map plus doubly linked list",
            ),
            (
                "told him how i got mispicks from 2.1% to 0.6% at Ridley",
                "Mine:told him how i got mispicks from 2.1% to 0.6% at Ridley",
            ),
            (
                "We both used to referee soccer",
                "Shared:We both used to referee soccer",
            ),
            (
                "advice: publish the methods paper first",
                "Advice:publish the methods paper first",
            ),
            (
                "intro'd me to Sunil Rao at the estuary reserve",
                "Thanks:intro'd me to Sunil Rao at the estuary reserve",
            ),
            ("he shoots film on weekends", "moment"),
            ("undergrads go out on the research vessel first semester", "moment"),
            ("reps write their own call plans", "moment"),
            ("cheryl calls monday or tues", "Decision"),
            ("HR calls by 6/30", "Decision"),
            ("his nan answers the phones on a friday", "moment"),
            (
                "they do house calls on wednesdays w/ a converted ice cream van",
                "moment",
            ),
            ("HR reverts in 3 working days", "Decision"),
            ("answer latest 1. april", "Decision"),
            ("news first week of october", "Decision"),
            ("answer until 23.10", "Decision"),
            ("she lets me know next friday", "Decision"),
            ("Leanne in HR emails w/in 2 wks", "Decision"),
            ("to send: the validation report", "Promised:the validation report"),
            ("not said: HACCP since march", "Forgot:HACCP since march"),
            ("didnt think to say i speak isiZulu", "Forgot:i speak isiZulu"),
            ("shoulda mentioned my EPA 608", "Forgot:my EPA 608"),
            ("under 50 is correct", "Better:under 50"),
            ("Ola from HR writes within 10 days", "Decision"),
            ("real number: 74, up from 61", "Better:74, up from 61"),
            ("he did the tour", "Thanks:he did the tour"),
            ("liked that i can read a P&ID", "Mine:liked that i can read a P&ID"),
            ("Shd have added: late filing", "Better:late filing"),
            ("sounds like they'll know mid September", "Decision"),
            ("they figure 7-10 days", "Decision"),
        ] {
            assert_eq!(kind(s), expect, "{s}");
        }
    }
}
