//! What an event is, and how people meet.

use std::sync::LazyLock;

use super::super::message::phrases::{Pattern, Words, fold};
use super::calendar::RawEvent;
use super::text::EventText;
use super::words::{MEETING_HOSTS, PLACE_WORDS, VAGUE_PLACES};
use super::{Format, Kind, Person};

const INTERVIEW: &[&str] = &[
    "interview*|screen|screening|panel|onsite|assessment|gesprach|vorstellungsgesprach*|bewerbungsgesprach*|entretien*|entrevista*|colloquio|sollicitatie*|kennenlern*|debrief|presentation|technical",
    "job talk",
    "on site",
    "hiring manager",
    "campus visit",
    "case study",
];
const SOCIAL: &[&str] = &[
    "lunch|dinner|coffee|breakfast|brunch|drinks|reception|supper|tea|social|meal|mittagessen|abendessen|fruhstuck|kaffee|dejeuner|diner|almuerzo|comida|cena|pranzo|borrel|pizza|barbecue|mixer",
    "happy hour",
    "team outing",
    "office|campus|building|facility|plant tour",
];
const OTHER: &[&str] = &[
    "train|flight|hotel|dentist|doctor|physio|haircut|taxi|bus|airport|rental|ferry|gym|yoga|birthday|holiday|vacation|zug|flug|zahnarzt|arzt|friseur|vol|tren|vuelo|deadline|reminder|commute|drive|travel|errand|vet|school|daycare|accommodation|amtrak|uber|lyft|parking|anniversary|rent|bahn|ice|bin|laundry",
    "check in|out",
    "focus time",
    "busy|blocked|hold|break|pause|buffer",
    "out of office",
    "to do|pick up|prep|prepare",
];
const VIDEO: &[&str] = &[
    "zoom|webex|skype|whereby|hangout|hangouts|facetime|bluejeans|gotomeeting|videokonferenz|videocall|videochat|visio|visioconference|videollamada|videogesprach|videointerview|jitsi|videoconferencia|videochiamata|coderpad|hackerrank|ringcentral|chime",
    "google|hangouts meet",
    "microsoft|ms|on|via|per|uber|over|by|im|sur|in|par teams",
    "teams meeting|besprechung|call|link|reunion|vergadering|interview",
    "video [call|conference|interview|chat|meeting|link|conferencing|screen|based]",
    "meet link",
    "virtual|virtually|remotely|online [interview|meeting|onsite|panel]",
    "join .. meeting|call|online|link",
];
const PHONE: &[&str] = &[
    "phone|telephone|telefon|telefonisch|telefoninterview|telefonat|telephonique|telefonica|telefono|telefonisches|telefonico|phoner|telefonische|cell|handy",
    "will|to call|ring|phone|dial you",
    "call|calls|calling|ring you [at|on]",
    "will call",
    "rufe|rufen|ruft|anrufen sie|dich|an",
    "sie|dich an|anrufen",
    "vous appeler*|appellera",
    "le|te llamar*",
    "par telephone",
    "audio only",
];
const ONSITE: &[&str] = &[
    "campus visit|interview|day",
    "onsite|on site|sur|in person|site|place",
    "in person|persona|presenza",
    "vor ort",
    "en presentiel|presencial|persona",
    "sur place",
    "our|main|front|the office|offices|lobby|reception|building|entrance|gate|desk|headquarters|hq|store|campus|plant|warehouse|front|site",
    "park|parking in|at|is|behind|in|lot|garage",
    "visitor|visitors badge|parking|pass|lot|entrance",
    "bring .. id|identification|passport|licence|license",
    "floor|suite|room",
    "empfang|werkstor|pforte|accueil|recepcion",
    "arrive at|by|through",
    "come to|in",
];

struct Lists {
    interview: Vec<Pattern>,
    social: Vec<Pattern>,
    other: Vec<Pattern>,
    video: Vec<Pattern>,
    phone: Vec<Pattern>,
    onsite: Vec<Pattern>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| Lists {
    interview: Pattern::all(INTERVIEW),
    social: Pattern::all(SOCIAL),
    other: Pattern::all(OTHER),
    video: Pattern::all(VIDEO),
    phone: Pattern::all(PHONE),
    onsite: Pattern::all(ONSITE),
});

fn says(patterns: &[Pattern], text: &str) -> bool {
    let words = Words::new(text);
    words.any(patterns, 0, words.words.len()).is_some()
}

/// What the event is to the candidate.
pub(crate) fn kind(event: &RawEvent, text: &EventText, people: &[Person]) -> Kind {
    let lists = &*LISTS;
    let others = !event.attendees.is_empty() || event.organizer.is_some();
    let interview = says(&lists.interview, &text.summary);
    let social = says(&lists.social, &text.summary);
    if social
        && (!interview || !names_interview(&text.summary))
        && (!people.is_empty() || says(&lists.interview, &text.description))
    {
        return Kind::Social;
    }
    if interview && !(says(&lists.other, &text.summary) && people.is_empty()) {
        return Kind::Interview;
    }
    if says(&lists.other, &text.summary) && people.is_empty() {
        return Kind::Other;
    }
    let meets = !people.is_empty() || says(&lists.interview, &text.all()) || others && says(&lists.video, &text.all());
    if meets { Kind::Interview } else { Kind::Other }
}

/// Whether a summary names an errand and no interview.
pub(crate) fn is_errand(summary: &str) -> bool {
    says(&LISTS.other, summary) && !says(&LISTS.interview, summary)
}

/// "Lunch interview" is an interview, "campus visit - lunch" is not.
fn names_interview(summary: &str) -> bool {
    let folded = fold(summary);
    ["interview", "gesprach", "entretien", "entrevista", "colloquio"]
        .iter()
        .any(|word| folded.contains(word))
}

/// How people meet, if the file says.
pub(crate) fn format(event: &RawEvent, text: &EventText) -> Option<Format> {
    let lists = &*LISTS;
    let location = place_words(&text.location);
    let link = has_meeting_link(&event.location);
    let place_video = link || says(&lists.video, &text.location);
    let place_phone = says(&lists.phone, &text.location) && !place_video;
    let address =
        !location.is_empty() && !place_phone && !is_vague(&location) && (!place_video || looks_like_address(&location));
    let head = &text.summary;
    if says(&lists.phone, head) && !says(&lists.video, head) && !address {
        return Some(Format::Phone);
    }
    let words = format!("{}\n{}\n{}", text.description, text.alternative, text.other);
    if address {
        // A room of theirs beside a video link: only words that ask the candidate to come make it a visit.
        let joins = place_video || has_meeting_link(&words) && says(&lists.video, head);
        let comes = says(&lists.onsite, &words) || says(&lists.onsite, head);
        return Some(if joins && !comes { Format::Video } else { Format::Onsite });
    }
    if says(&lists.onsite[..6], head) {
        return Some(Format::Onsite);
    }
    if place_video {
        return Some(Format::Video);
    }
    if place_phone {
        return Some(Format::Phone);
    }
    if says(&lists.video, head) {
        return Some(Format::Video);
    }
    if says(&lists.phone[1..], &words) && !says(&lists.video, &words) && !has_meeting_link(&event.description) {
        return Some(Format::Phone);
    }
    let video = event.conference
        || has_meeting_link(&event.description)
        || has_meeting_link(&words)
        || says(&lists.video, &words);
    if says(&lists.onsite, &words) && (!video || says(&lists.onsite[..6], &words)) {
        return Some(Format::Onsite);
    }
    if video {
        return Some(Format::Video);
    }
    says(&lists.phone, &words).then_some(Format::Phone)
}

/// The location without links and without the names of meeting programs.
fn place_words(location: &str) -> String {
    location
        .split([';', '\n'])
        .map(|piece| {
            piece
                .split_whitespace()
                .filter(|word| !word.contains("://") && !word.starts_with("www."))
                .collect::<Vec<_>>()
                .join(" ")
        })
        .filter(|piece| !piece.trim().is_empty() && !says(&LISTS.video, piece))
        .collect::<Vec<_>>()
        .join("; ")
}

fn is_vague(location: &str) -> bool {
    let folded = fold(location);
    VAGUE_PLACES.iter().any(|vague| folded.starts_with(vague))
        || folded.chars().all(|c| c.is_ascii_digit() || " +-()./,#".contains(c))
}

fn looks_like_address(location: &str) -> bool {
    let folded = fold(location);
    folded.chars().any(|c| c.is_ascii_digit()) || PLACE_WORDS.iter().any(|word| folded.contains(word))
}

/// Whether a text holds the address of a meeting by video.
fn has_meeting_link(text: &str) -> bool {
    text.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '(' | ')'))
        .filter_map(|word| word.find("://").map(|at| &word[at + 3..]))
        .any(|address| {
            let address = address.to_ascii_lowercase();
            MEETING_HOSTS.iter().any(|host| {
                address.starts_with(host)
                    || address
                        .split('/')
                        .next()
                        .is_some_and(|domain| domain.contains(&format!(".{host}")))
                    || host.starts_with('/') && address.contains(host)
                    || address.contains("meetup-join")
            })
        })
}
