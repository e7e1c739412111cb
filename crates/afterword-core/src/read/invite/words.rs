//! The word lists by which names, titles, parts, kinds and formats are told apart. All folded: lower case, no accents.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Words of one kind.
type WordList = LazyLock<HashSet<&'static str>>;

/// Nouns that make a phrase a job.
pub(crate) static JOB_NOUNS: WordList = LazyLock::new(|| {
    "\
     engineer developer manager director designer analyst scientist nurse planner advocate professor supervisor \
     lecturer teacher architect consultant specialist officer lead head president vp svp evp ceo cto cfo coo cio \
     cmo cpo chro ciso recruiter coordinator assistant associate administrator accountant attorney counsel \
     paralegal editor writer reporter producer technician operator driver chef cook baker barista clerk cashier \
     buyer trader broker agent representative executive partner principal fellow researcher librarian curator \
     archivist pharmacist physician surgeon therapist dentist veterinarian doctor midwife paramedic carer caretaker \
     chair dean provost chancellor registrar student postdoc intern trainee apprentice foreman machinist welder \
     electrician plumber carpenter mechanic fitter inspector surveyor strategist marketer copywriter controller \
     comptroller treasurer auditor actuary underwriter adjuster programmer tester owner founder cofounder \
     proprietor superintendent chief secretary scheduler generalist sourcer evangelist ambassador steward host \
     hostess server waiter bartender pilot captain conductor guard warden ranger biologist chemist physicist \
     geologist economist statistician mathematician linguist translator interpreter psychologist counselor \
     counsellor tutor coach trainer instructor headteacher bursar matron pa advisor adviser headmaster governor \
     merchandiser stylist photographer videographer illustrator animator artist musician organist cellist violinist \
     curate vicar pastor chaplain rabbi member sre gm md pm em partnerships leiter leiterin teamleiter teamleiterin \
     abteilungsleiter abteilungsleiterin geschaftsfuhrer geschaftsfuhrerin referent referentin ingenieur \
     ingenieurin entwickler entwicklerin berater beraterin sachbearbeiter sachbearbeiterin assistenz assistentin \
     vorstand meister meisterin werkleiter produktionsleiter personalreferent personalreferentin personalleiter \
     personalleiterin projektleiter projektleiterin projektingenieur projektingenieurin buchhalter buchhalterin \
     techniker technikerin konstrukteur konstrukteurin einkaufer einkauferin disponent disponentin pflegefachkraft \
     erzieher erzieherin lehrer lehrerin bereichsleiter bereichsleiterin personal directeur directrice responsable \
     chargee charge cheffe ingenieure developpeur developpeuse gestionnaire comptable conseiller conseillere \
     recruteur recruteuse enseignant enseignante infirmier infirmiere technicien technicienne gerant gerante \
     directora ingeniero ingeniera jefe jefa gerente analista desarrollador desarrolladora profesor profesora \
     enfermera enfermero direttore responsabile addetto addetta impiegato impiegata direttrice ingegnere \
     sviluppatore firefighter emt leader lifeguard dispatcher grader roaster florist baker picker packer \
     cleaner janitor custodian caregiver docente maestro maestra tecnico tecnica contable dependienta manageress hoofd medewerker adviseur ontwikkelaar docent verpleegkundige \
    "
    .split_whitespace()
    .collect()
});

/// Words of a field of work: enough for a title beside a name, not for a role alone.
pub(crate) static FIELDS: WordList = LazyLock::new(|| {
    "\
     recruiting recruitment talent hr people engineering design product operations finance marketing sales legal \
     support research acquisition resources team platform data infrastructure security logistics supply planning \
     faculty staff department recursos humanos rrhh ressources humaines personalabteilung vertrieb einkauf entwicklung ventes achats \
    "
    .split_whitespace()
    .collect()
});

/// Capitalised words that are no part of anybody's name.
pub(crate) static NOT_NAMES: WordList = LazyLock::new(|| {
    "\
     interview interviews interviewer interviewers meeting meetings call video phone screen zoom teams microsoft \
     google meet webex skype round onsite on site final first second third panel technical hiring team room floor \
     building street avenue road suite hall office lobby reception join link location when where who what agenda \
     schedule time date duration id passcode password dial powered cancel reschedule questions question hi hello \
     dear thanks thank please best regards kind your you we the a an this our my with and for from at in to of by \
     if monday tuesday wednesday thursday friday saturday sunday january february march april june july august \
     september october november december university college school hospital inc llc ltd gmbh ag corp company group \
     center centre medical labs systems solutions technologies careers recruiting recruitment talent human \
     resources people hr department dept event name minute minutes conversation chat intro introduction invitation \
     invite confirmed reminder tentative part session stage step next lunch dinner coffee breakfast break tour talk \
     campus visit presentation demo review code coding system design behavioral behavioural culture fit values \
     debrief welcome wrap up q pair programming case study pacific eastern central mountain standard daylight utc \
     gmt guten tag herr frau sehr geehrte geehrter bonjour gentile egregio cara caro beste geachte hola estimada \
     estimado cher chere liebe lieber hallo buongiorno ciao good morning afternoon observed lesson trial shift \
     madame monsieur vorstellungsgesprach gesprach gesprachspartner teilnehmer besprechung ort entretien \
     participants lieu reunion entrevista colloquio observer observers observing contact coordinator host note \
     notes parking park visitor visitors lot bring ask see looking forward hosted attendees candidate position role \
     job opening req requisition ref united states new north south east west main conference board auditorium \
     commons library studio level tower plaza square drive lane way pier hwy highway http https www mobile tap one \
     two three city st. mt fort san los las calendly greenhouse lever workday outlook apple android iphone wir ihr \
     ihre sie bitte das der die im am um uhr hinweis anfahrt nous vous votre notre le la les un une product \
     products engineering marketing sales finance operations legal support security data platform research science \
     software senior staff junior principal vice global international national regional train flight hotel bus taxi \
     arrive arrival departure check gate airport station zweites erstes zweite erste telefoninterview \
     videointerview kennenlernen sollicitatiegesprek gesprek bewerbungsgesprach besuch mittagessen dejeuner hybrid \
     remote virtual telephone tel fax email mail web url passwort kenncode besprechungs regarding re subject \
     details info information instructions directions dress format topic topics about also then after before during \
     there here ping text message tell ring reach club credit union oral greetings mode panel position recursos humanos ressources humaines human relations customer success \
    "
    .split_whitespace()
    .collect()
});

/// What is written before a name and is none.
pub(crate) static HONORIFICS: WordList = LazyLock::new(|| {
    "\
     dr prof profs drs professor mr mrs ms miss mx sir dame lord lady rev reverend fr hon capt captain col colonel gen \
     general lt lieutenant maj major sgt sergeant cmdr commander adm admiral chief herr frau hr dipl ing mag dott \
     dottssa mme mlle m madame monsieur mademoiselle sr sra srta don dona sig signor signora dhr mevr mevrouw \
     meneer ir drs med rer nat phil jur habil univ hc dean rabbi sister brother father judge ambassador sen senator \
     ra em \
    "
    .split_whitespace()
    .collect()
});

/// What is written behind a name and is none.
pub(crate) static SUFFIXES: WordList = LazyLock::new(|| {
    "\
     phd md mba rn bsn msn np do esq jd cpa pe cfa pmp shrm phr sphr dds dvm msc bsc ma ba ms bs frcs obe mbe cbe \
     edd llm mph mfa dphil ret retd usn usaf usmc usa faia aia ext external contractor mlis lcsw cpcu facs dnp faan \
     sr jr ii iii iv \
    "
    .split_whitespace()
    .collect()
});

/// Small words inside a name.
pub(crate) static PARTICLES: WordList = LazyLock::new(|| {
    "\
     de da di du del della dos das do van von der den ter ten la le al el bin ibn bint zu zur vom y e af av st ap \
    "
    .split_whitespace()
    .collect()
});

/// Words of `NOT_NAMES` that are family names too, behind a first name.
pub(crate) static FAMILY_NAMES: WordList = LazyLock::new(|| {
    "park lane case hall west north east south may march june april august page church bell main pier drive best king long story mark bill
     grant will city mountain ford hope rose day banks bush field fields gates house key law love moon price reading sharp short small snow
     stone street summer winters wood young lord major monk pope prior sage square way school room floor library gate street temple tower
     welcome read early post speed swift case page central east host demo"
        .split_whitespace()
        .collect()
});

/// Local parts and names of shared mailboxes.
pub(crate) static MAILBOXES: WordList = LazyLock::new(|| {
    "\
     noreply no-reply donotreply do-not-reply notifications notification calendar scheduling scheduler recruiting \
     recruitment recruiter careers career jobs talent hr people hiring info office team interviews interview events \
     admin bookings booking invites invite admissions human-resources personal bewerbung karriere rh recrutement \
     support help contact hello mail reception room rooms resource resources search-committee searchcommittee \
     faculty-search staffing talentacquisition ta goodtime modernloop greenhouse lever calendly zoom candidates \
     candidate \
    "
    .split_whitespace()
    .collect()
});

/// Words in a display name that make it no person.
pub(crate) static NOT_PERSON_WORDS: WordList = LazyLock::new(|| {
    "\
     recruiting recruitment careers career talent team room rooms scheduling calendar hiring interviews interview \
     hr conference projector boardroom office resources department committee staffing notifications notification \
     bookings admissions personalabteilung personalburo bewerbermanagement recrutement besprechungsraum raum salle \
     sala sitzungszimmer konferenzraum huddle auditorium jobs mailbox bot system systems inc gmbh llc ltd \
     university group zoom teams meet webex parking desk equipment laptop van car people acquisition operations \
     coordination panel search via vc club union \
    "
    .split_whitespace()
    .collect()
});

/// Words before a name that make its bearer somebody who arranges: "questions? reply to".
pub(crate) const COORDINATING_BEFORE: &[&str] = &[
    "reply|respond|write|reach|contact|contacting|email|text|ring|message|ping|notify [out] [to]",
    "touch with",
    "call .. if|question*|problem*|trouble",
    "question|questions",
    "ask|asking for",
    "arranged|scheduled|organised|organized|booked|set|sent|coordinated [up] by",
    "on behalf of",
    "trouble|problems|problem|late|lost|delayed|issues|emergency|changes|reschedule",
    "your|the|our recruiter|recruiting|coordinator|contact|scheduler|assistant|host",
    "let .. know",
    "check in with",
    "greeted|met|collected|escorted by",
    "ruckfragen|fragen|ansprechpartner*|melden|wenden|empfang*|kontakt*|rufen",
    "question*|contactez|contacter|joindre|accueilli*|renseignement*|demandez",
    "preguntas|dudas|contacto|contacte|pregunte|recibido",
    "vragen|domande|contatti|contattare",
];

/// Words behind a name that do the same: "will greet you at reception".
pub(crate) const COORDINATING_AFTER: &[&str] = &[
    "greet|greets|greeting|escort|escorts|escorting|collect|collects|collecting|coordinate|coordinates|coordinating",
    "meet|find|waiting|wait|see|fetch [for] you [at|in|by|on|from|downstairs] [the] [main] reception|lobby|front|desk|entrance|gate|door|station|security|downstairs|doors|foyer",
    "pick|picking|let|letting|show|showing|walk|walking|take|bring|sign|buzz you up|in|around|to|through|over",
    "open|opens|opening|start|starts the|this|our call|meeting|session|zoom|day",
    "drop|drops|dropping|leave|leaves|hop|hops off|out|after",
    "introduce|introduces|introductions|intro|kick|kicks [you|off|us|everyone|things]",
    "recruiter|scheduler",
    "help|helps|assist|assists .. with|you",
    "answer|answers|handle|handles|for|with [any|all|your] [logistical] questions|logistics|travel|expenses|changes",
    "is|your your|the|main|day [day|of|main] [of] contact|coordinator|host|guide",
    "your [main] contact|coordinator",
    "empfang*|abholen|abholt|abgeholt|begruss*|koordin*",
    "holt|holen sie|dich .. ab",
    "accueill*|recevra",
    "recibira|acompanara",
    "ontvangt|accogliera",
    "if|for|with [any|you|have] [are|have|need|run|questions|late|problems|trouble] [any|late|questions|lost]",
];

/// Words around a name whose bearer looks on.
pub(crate) const OBSERVING_AFTER: &[&str] = &[
    "observ*|shadow*|beobacht*|hospitier*|observat*",
    "sit|sits|sitting in",
    "listen|listens|listening [in|only|along]",
    "note taker|taking|keeper",
    "notetaker",
    "taking|takes|take notes",
    "silent|silently",
    "in training",
    "zuhoren|zuhort|zu|protokoll|notizen|beisitzer*",
    "als gast",
    "assiste comme|en",
    "prendra des notes",
];
pub(crate) const OBSERVING_BEFORE: &[&str] = &[
    "observed|shadowed by",
    "observer*|observing|shadow|shadowing|beobachter*|observateur*|listening|notetaker|taker",
];

/// Headings under which the interviewers stand.
pub(crate) const INTERVIEWER_HEADINGS: &[&str] = &[
    "interviewer*",
    "you|candidate will|are|ll be|meet|meeting|speak|talk [meeting|speaking|talking|interviewing|interviewed] [with|by]",
    "you will meet|speak|talk",
    "your|the|interview|hiring panel|interviewer*|team",
    "panel",
    "panelists|panellists|attendees|participants|teilnehmer*|beteiligte",
    "meet|meeting the|your|with",
    "who you|is",
    "who|wer|quien|qui",
    "gesprachspartner*|interlocuteur*|entrevistador*|intervistator*|gesprekspartner*|jury|selectiecommissie|intervenants",
    "schedule|agenda|itinerary|programm|programme|ablauf|tagesablauf|programma",
    "mit dabei",
    "von unserer|seite",
    "avec|mit|con|met",
];

/// Headings under which the arrangers stand.
pub(crate) const COORDINATOR_HEADINGS: &[&str] = &[
    "coordinator*|contact*|kontakt*|ansprechpartner*|questions|recruiter*|host|hosts|organizer|organiser|organisation|logistics|koordination|scheduling|arranged|point",
    "fragen|ruckfragen|vos|votre contact*",
    "contacto|referente|contatto|contactpersoon",
];

/// Headings under which the onlookers stand.
pub(crate) const OBSERVER_HEADINGS: &[&str] =
    &["observer*|observing|shadow*|beobachter*|observateur*|optional|listening|gaste|note"];

/// Domains of programs and of private mail, which are no employer's.
#[rustfmt::skip]
pub(crate) const PLATFORMS: &[&str] = &[
    "google", "gmail", "googlemail", "outlook", "hotmail", "live", "yahoo", "icloud", "me", "aol", "gmx", "web",
    "proton", "protonmail", "fastmail", "mail", "post", "calendly", "greenhouse", "lever", "ashby", "ashbyhq",
    "workday", "myworkday", "smartrecruiters", "icims", "goodtime", "zoom", "teams", "webex", "microsoft", "apple",
    "meet", "greenhouse-mail", "hire", "personio", "recruitee", "workable", "bamboohr", "jobvite", "taleo",
    "modernloop", "cal", "doodle", "whereby", "example", "indeed", "linkedin", "glassdoor", "ziprecruiter", "hirevue",
    "interviews", "teamtailor", "breezy", "jazzhr", "rippling", "gem", "paradox", "trac", "adp", "ukg", "successfactors",
];

/// Words at which a company's name has ended.
#[rustfmt::skip]
pub(crate) const COMPANY_STOPS: &[&str] = &[
    "interview", "interviews", "recruiting", "recruitment", "careers", "career", "talent", "team", "hiring", "hr",
    "people", "room", "office", "offices", "hq", "headquarters", "phone", "video", "onsite", "on-site", "round",
    "panel", "call", "meeting", "x", "zoom", "teams", "meet", "screen", "candidate", "position", "role",
    "conversation", "chat", "intro", "lobby", "reception", "campus", "scheduling", "calendar",
];

/// Words before a company's name.
#[rustfmt::skip]
pub(crate) const COMPANY_FORMS: &[&str] = &[
    "at", "with", "bei", "chez", "bij", "presso", "joining", "from", "company", "employer", "organisation",
    "organization", "unternehmen", "entreprise", "empresa", "azienda",
];

/// Words that only a company has in its name.
#[rustfmt::skip]
pub(crate) const COMPANY_WORDS: &[&str] = &[
    "inc", "llc", "ltd", "gmbh", "ag", "corp", "corporation", "company", "group", "university", "college", "school",
    "hospital", "center", "centre", "medical", "labs", "laboratories", "systems", "solutions", "technologies",
    "technology", "software", "bank", "partners", "associates", "foundation", "institute", "museum", "library",
    "studio", "studios", "works", "industries", "logistics", "analytics", "health", "healthcare", "clinic",
    "insurance", "mutual", "capital", "energy", "media", "press", "council", "agency", "services", "consulting",
    "outfitters", "maschinenbau", "stadtwerke", "klinikum", "verlag", "werke", "trust", "society", "co", "rail",
    "pharma", "foods", "sons", "bakery", "cafe", "restaurant", "store", "market", "farm", "farms", "garage", "union", "landscaping", "construction", "homes", "robotics", "biotech", "plumbing", "roofing", "electric",
    "ministry", "agentur", "spital", "krankenhaus", "kita",
    "pharmacy", "dental", "brewery", "hotel", "theatre", "theater", "orchestra", "church", "nursery", "academy",
    "clinics", "airlines", "solar", "bv", "nv", "ab", "as", "oy", "sarl", "sas", "spa", "srl", "kg", "fils",
];

/// Words right before a role.
#[rustfmt::skip]
pub(crate) const ROLE_LEADS: &[&str] = &[
    "interview for the position of", "interview for the role of", "for the position of", "for the role of",
    "for our open position of", "for the post of", "for the job of", "the role of", "the position of",
    "your application as", "your application for the", "your application for", "applying for the", "applied for the",
    "interview for our", "interview for the", "interview for a", "interview for", "interviewing for the",
    "interviewing for", "candidacy for the", "candidate for the", "candidate for", "position:", "role:", "job:",
    "job title:", "position as", "role as", "stelle als", "position als", "stelle:", "bewerbung als", "poste de",
    "poste d'", "poste :", "poste:", "puesto de", "puesto:", "posizione di", "posizione:", "functie van", "functie:",
    "conversation about the", "opening:", "vacancy:", "req:", "requisition:", "posten:",
];

/// The same, where a job must follow.
#[rustfmt::skip]
pub(crate) const ROLE_LEADS_WEAK: &[&str] = &[
    "for the", "for our", "about the", "for a", "about our", "for an", "our open", "the open",
];

/// Words right behind a role.
#[rustfmt::skip]
pub(crate) const ROLE_NOUNS: &[&str] = &[
    " role", " position", " job", " opening", " post", " vacancy", " internship", " opportunity",
];

/// What every invitation is called.
#[rustfmt::skip]
pub(crate) const FORMALITIES: &[&str] = &[
    "on-site interview", "onsite interview", "phone interview", "video interview", "panel interview",
    "final interview", "technical interview", "first interview", "second interview", "zoom interview",
    "telephone interview", "virtual interview", "job interview", "interview", "phone screen", "video call",
    "screening", "screen", "vorstellungsgespräch", "bewerbungsgespräch", "telefoninterview", "zweitgespräch",
    "gespräch", "entretien d'embauche", "entretien téléphonique", "entretien", "entrevista de trabajo", "entrevista",
    "colloquio", "sollicitatiegesprek", "campus visit", "on-site", "onsite", "panel", "final conversation", "meeting",
    "lunch", "dinner", "call",
];

/// Words behind a role that say what the meeting is.
#[rustfmt::skip]
pub(crate) const ROLE_TAILS: &[&str] = &[
    "search", "day", "process", "application", "recruitment", "hiring", "selection", "finalist", "candidate", "visit",
    "loop", "round", "program", "programme", "scheme",
];

/// What domains add to a company's name.
#[rustfmt::skip]
pub(crate) const DOMAIN_TAILS: &[&str] = &[
    "hq", "inc", "co", "app", "io", "uk", "us", "de", "group", "corp", "labs", "edu", "mail", "jobs", "health", "hr",
];

/// Legal forms.
#[rustfmt::skip]
pub(crate) const LEGAL_FORMS: &[&str] = &[
    "inc", "llc", "ltd", "gmbh", "ag", "kg", "co", "corp", "plc", "sa", "sas", "bv", "nv", "se", "limited", "sarl",
    "spa", "srl", "e.v",
];

/// Words of a summary that are no company.
#[rustfmt::skip]
pub(crate) const SUMMARY_WORDS: &[&str] = &[
    "interview", "screen", "call", "round", "gesprach", "vorstellungsgesprach", "entretien", "onsite", "panel",
    "meeting", "lunch", "chat", "train", "flight",
];

/// What ends a role.
#[rustfmt::skip]
pub(crate) const ROLE_STOPS: &[&str] = &[
    " with ", " at ", " bei ", " chez ", " is ", " has ", " on ", " (", "\n", ". ", "; ", "! ", "? ", " – ", " - ",
    " role", " position", " job", " | ", " @ ", " we ", " will ", " as ", " im ", " von ", " i ", " from ",
    " presso ", " en ", " bij ", ":", " team", "\"", "”", " opening", " and the ", " und ", " à ", " in der ",
    " en la ",
];

/// Words that are no role alone.
#[rustfmt::skip]
pub(crate) const NO_ROLE: &[&str] = &[
    "open", "new", "next", "this", "that", "our", "your", "same", "interview", "job", "dream", "current", "first",
    "right", "great", "good",
];

/// Titles that say who talks and not what for.
#[rustfmt::skip]
pub(crate) const ROLES_OF_HOSTS: &[&str] = &[
    "hiring manager", "recruiter", "chair", "dean", "head", "lead", "ceo", "cto", "cfo", "coo", "founder", "partner",
    "manager", "host", "director", "provost", "student", "students", "vp", "president", "staff", "faculty", "peer",
    "team lead", "engineer", "engineers", "designer", "principal",
];

/// Stems of titles of people who arrange interviews for a living.
#[rustfmt::skip]
pub(crate) const ARRANGING_TITLES: &[&str] = &[
    "recruit", "talent", "coordinator", "scheduler", "scheduling", "sourcer", "people partner", "people operations",
    "executive assistant", "personalreferent", "recruteu", "recursos humanos", "ressources humaines", "personalabteilung", "recrutement", "seleccion", "selezione", "werving", "human resources", "hr ", "personal assistant",
    "administrative assistant", "assistentin", "pa to", "secretary to",
];

/// Words right before somebody who takes part.
#[rustfmt::skip]
pub(crate) const CUES_BEFORE: &[&str] = &[
    "consists of", "consisting of", "made up of", "comprises", "with", "meet", "meeting", "by", "host", "hosted", "interviewer", "interviewers", "join", "joins", "contact",
    "mit", "avec", "con", "met", "von", "par", "bei", "rencontrer", "ask for", "reply to", "speak to", "talk to",
    "speaking to", "reach", "call", "treffen", "w/", "ansprechpartner", "kontakt", "x", "and", "greeted by",
    "colleague", "colleagues", "kollege", "kollegin", "kollegen", "collegue", "boss", "sind", "are", "including",
    "aus", "organizer",
];

/// Words right behind somebody who takes part.
#[rustfmt::skip]
pub(crate) const CUES_AFTER: &[&str] = &[
    "is inviting you", "will call", "will interview", "will join", "will meet", "will be", "will lead", "will host",
    "will greet", "will collect", "joins", "invites you", "invited you", "has invited", "ladt sie", "wird",
    "vous invite", "te invita", "will observe", "will introduce", "will walk", "will take", "who ",
];

/// What ends a title.
#[rustfmt::skip]
pub(crate) const TITLE_STOPS: &[&str] = &[
    " will ", " who ", " is ", " are ", " joins", " at ", " and then ", " on ", " has ", " may ", " bei ", " wird ",
    " chez ", " sera ", " can ", " where ", " then ", " <", " (", " [", "; ", "\t", " | ", " – ", " — ", " - ", " @ ",
    " from ",
];

/// Notes in brackets behind a name that are no title.
#[rustfmt::skip]
pub(crate) const NAME_NOTES: &[&str] = &[
    "she", "he", "they", "her", "him", "them", "remote", "optional", "organizer", "organiser", "interviewer", "host",
    "observer", "observing", "shadow", "shadowing", "note", "lead interviewer", "listening", "you", "via", "tbc",
];

/// Words between the times of an agenda.
#[rustfmt::skip]
pub(crate) const TIME_JOINTS: &[&str] = &[
    "am", "pm", "to", "-", "–", "—", "bis", "uhr", "et", "pt", "ct", "mt", "est", "edt", "pst", "pdt", "cst", "cdt",
    "cet", "cest", "gmt", "bst", "a.m", "p.m", "von", "from", "|", "",
];

/// Words between two names.
#[rustfmt::skip]
pub(crate) const JOINTS: &[&str] = &[
    "and", "und", "et", "y", "e", "en", "or", "then", "followed by", "plus", "sowie",
];

/// Abbreviations inside a title.
#[rustfmt::skip]
pub(crate) const TITLE_ABBREVIATIONS: &[&str] = &[
    "sr", "jr", "st", "dept", "mgr", "asst", "assoc", "dir", "eng", "vp", "exec", "prof", "dr", "adm", "stellv",
];

/// Words no title begins with.
#[rustfmt::skip]
pub(crate) const NO_TITLE: &[&str] = &[
    "and", "und", "et", "y", "who", "will", "our", "with", "mit", "avec", "then", "is", "you", "i", "we", "please",
    "or", "plus",
];

/// Words at which a title before a name begins.
#[rustfmt::skip]
pub(crate) const TITLE_BOUNDS: &[&str] = &[
    "our", "the", "your", "with", "meet", "by", "and", "is", "from", "unser", "unsere", "unserem", "unserer", "mit",
    "notre", "avec", "dem", "der", "to", "via", "-",
];

/// What people are in the process, which is no title.
#[rustfmt::skip]
pub(crate) const PROCESS_ROLES: &[&str] = &[
    "hiring manager", "host", "interviewer", "your host", "meeting host", "contact", "chief", "head", "student",
    "candidate", "chair", "member", "manager interview", "lead",
];

/// Beginnings of the addresses of video meetings.
#[rustfmt::skip]
pub(crate) const MEETING_HOSTS: &[&str] = &[
    "zoom.", "teams.", "meet.", "webex.", "whereby.", "hangouts.", "skype.", "bluejeans.", "gotomeet", "jitsi",
    "chime.", "around.", "/meet/", "/j/", "meetup-join", "video.", "conf.", "gather.", "goto.", "ringcentral",
    "livestorm", "visio.",
];

/// Locations that say nothing.
#[rustfmt::skip]
pub(crate) const VAGUE_PLACES: &[&str] = &[
    "tbd", "tba", "tbc", "to be", "remote", "online", "virtual", "n/a", "see", "link", "web", "call", "details",
    "wird noch", "none", "anywhere",
];

/// Words of a place to go to.
#[rustfmt::skip]
pub(crate) const PLACE_WORDS: &[&str] = &[
    "room", "hall", "floor", "street", "office", "building", "raum", "strasse", "salle", "rue", "avenue", "hq",
    "campus",
];

/// How compounds end that are jobs.
#[rustfmt::skip]
pub(crate) const JOB_ENDINGS: &[&str] = &[
    "leiter", "leiterin", "ingenieur", "ingenieurin", "entwickler", "entwicklerin", "referent", "referentin",
    "berater", "beraterin", "meister", "fuhrer", "fuhrerin", "kraft", "techniker", "manager", "engineer",
    "medewerker", "adviseur", "ontwikkelaar", "keeper", "worker", "maker", "ician", "grapher", "ologist", "nist",
    "alist", "pist", "ptionist", "fighter", "laborant", "laborantin", "kaufmann", "kauffrau", "pfleger", "pflegerin",
    "fahrer", "fahrerin", "helfer", "helferin", "arbeiter", "arbeiterin", "euse", "trice",
];
