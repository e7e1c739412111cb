//! Phrases by which lines are told apart, folded (lower case, no accents) where they are compared with folded text.

/// What makes a line a disclaimer: all from it on goes.
pub(super) const DISCLAIMERS: &[&str] = &[
    "confidentiality notice", "intended recipient", "intended solely", "intended only", "is intended for",
    "disclaimer", "avis de confidentialite", "is confidential", "are confidential", "may contain confidential",
    "may contain privileged", "privileged and confidential", "vertrauliche informationen", "notice to recipient",
    "notice: ", "virus-free", "unsubscribe", "views expressed", "delete this e", "received this e",
    "received this message in error", "e-mail ist vertraulich", "ce courriel est", "ce message est confidentiel",
    "ce message et", "dit bericht is", "information contained in", "diese e-mail",
];

/// What makes a line registration data or a plea for trees: that line goes.
pub(super) const REGISTRATIONS: &[&str] = &[
    "registered in ", "registered office", "registered scottish", "scottish charity", "registered charity",
    "registered company", "registered number", "company number", "company no", "company reg", "registered no",
    "reg. no", "amtsgericht", "registergericht", "handelsregister", "handelsgericht", "firmenbuch", "hrb ", "hra ",
    "ust-id", "ustid", "ust.-id", "ust id", "steuernummer", "steuer-nr", "geschaftsfuhrung:", "geschaftsfuhrer:",
    "geschaftsfuhrer :", "geschaftsfuhrerin:", "vorstand:", "vorstandsvorsitz", "aufsichtsrat",
    "sitz der gesellschaft", "sitz:", "sitz: ", "capital de ", "capital social", "vat no", "vat reg", "vat:", "gstin",
    "authorised and regulated", "authorized and regulated", "trading name of", "trading as", "der umwelt zuliebe",
    "an die umwelt", "consider the environment", "before printing", "avant d'imprimer", "milieu voor",
    "traditional owners", "traditional custodians", "acknowledge", "directors:", "geschaftsfuhrende",
    "verwaltungsrat:", "personlich haftend", "komplementar", "member fdic", "member finra", "member sipc",
    "securities offered", "equal housing", "nmls", "regulated by", "incorporated in", "uid atu", "uid che", "iban:",
    "iban ", "bankverbindung", "all rights reserved", "©", "equal opportunity", "a subsidiary of",
    "limited liability partnership registered", "cin no", "regd. office", "regd office", "vat number", "rechtsform",
    "vat registration", "charity no", "charity number", "eingetragen",
];

/// Labels of registrations, when a number is on the line.
pub(super) const REGISTRATION_LABELS: &[&str] = &[
    "siret", "siren", "rcs", "kvk", "btw", "btw-nr", "tva", "abn", "acn", "cin", "uid", "fn", "hrb", "hra",
];

/// Header lines of quoted mail, after its sender.
pub(super) const QUOTED_HEADERS: &[&str] = &[
    "sent:", "date:", "to:", "cc:", "subject:", "gesendet:", "datum:", "an:", "betreff:", "envoye", "date :", "a :",
    "objet", "verzonden:", "aan:", "onderwerp:", "reply-to:", "to :", "subject :",
];

/// Words of people talking, rare in a signature.
pub(super) const TALKING: &[&str] = &[
    "we", "you", "your", "my", "our", "us", "me", "it", "is", "are", "was", "will", "not", "this", "that", "have",
    "please", "if", "wir", "sie", "ihre", "nous", "vous", "votre", "pensez", "denk", "bitte", "ist", "sind",
];

/// How slogans, hours, licences and boasts begin.
pub(super) const SLOGAN_STARTS: &[&str] = &[
    "est. ", "est ", "established ", "since ", "seit ", "depuis ", "founded ", "sinds ", "estd ", "mon-", "mon -",
    "mon–", "monday", "mo-fr", "mo.-fr", "office hours", "working days", "i work", "im auftrag", "in vertretung",
    "i.a.:", "working hours", "hours:", "follow us", "find us", "winner", "voted", "awarded",
];

/// What mail programs of telephones add.
pub(super) const DEVICE_NOTES: &[&str] = &[
    "sent from my", "sent from", "get outlook for", "von meinem", "gesendet mit", "gesendet von", "envoye de mon",
    "verzonden vanaf", "sent via", "sent with",
];

/// Hosts that give mailboxes to anybody.
pub(super) const PUBLIC_HOSTS: &[&str] = &[
    "gmail", "googlemail", "yahoo", "hotmail", "outlook", "live", "aol", "icloud", "me", "gmx", "web", "t-online",
    "proton", "protonmail", "msn", "mail", "orange", "free", "wanadoo", "bluewin", "comcast", "verizon", "btinternet",
];

/// Top-level names by which a bare word is taken for a host.
pub(super) const TOP_DOMAINS: &[&str] = &[
    "com", "org", "net", "example", "edu", "gov", "io", "ai", "co", "de", "at", "ch", "fr", "uk", "ie", "nl", "be",
    "ca", "au", "nz", "in", "us", "eu", "info", "biz", "app", "dev",
];

/// Labels of hosts that tell nothing about the organisation.
pub(super) const PLAIN_LABELS: &[&str] = &[
    "www", "co", "com", "ac", "gov", "org", "net", "edu", "mail", "nhs", "nsw", "govt", "gouv", "lists", "email",
];

/// Words that begin a unit on a line of its own, not in a title line.
pub(super) const LOOSE_UNIT_STARTS: &[&str] = &[
    "service", "services", "center", "centre", "team", "chair", "unit", "section", "lab", "laboratory", "institut",
    "institute", "school", "bereich", "amt", "cellule", "direction", "dienst", "bureau", "squad", "ressort", "office",
];

/// Words that end a unit on a line of its own, not in a title line.
pub(super) const LOOSE_UNIT_ENDS: &[&str] = &[
    "services", "program", "programme", "practice", "administration", "desk", "chapter", "lab", "laboratory",
    "office", "branch", "bureau",
];

/// Honorifics that are names too: taken only with a dot or before two more words.
pub(super) const AMBIGUOUS_HONORIFICS: &[&str] = &[
    "er", "ar", "ca", "cs", "ma", "ing", "ir", "em", "gen", "lord", "sir", "pd", "mult", "med", "nat", "jur", "pol",
    "judge", "chief", "canon", "cr", "hr", "ven", "mag", "fr", "pp", "ia", "iv", "di", "prop",
];

/// Heads of titles that are family names too.
pub(super) const TITLES_THAT_ARE_NAMES: &[&str] = &[
    "reader", "teller", "baker", "butcher", "cooper", "mason", "gardener", "page", "marshal", "dean", "chase", "vicar", "steward", "warden", "clerk", "fellow",
    "mayor", "ranger", "carpenter", "driver", "scholar", "master", "conductor", "deputy", "brewer", "cra", "judge",
    "vet", "meister", "arzt", "notar", "chef", "maire", "capo", "head", "agent",
];

/// Words of organisations that are family names too.
pub(super) const ORGANISATIONS_THAT_ARE_NAMES: &[&str] = &[
    "bros", "church", "bank", "sons", "practice", "temple", "college", "partners", "ville", "guild", "maison",
    "manufaktur", "surgery",
];

/// Words no name holds.
pub(super) const NEVER_IN_NAMES: &[&str] = &[
    "the", "of", "and", "your", "our", "my", "at", "to", "with", "from", "by", "in", "on", "is", "street", "avenue",
    "department", "team", "office", "floor", "suite", "building", "tel", "fax", "mobile", "email", "dear", "hi",
    "hello", "sent", "subject", "please",
];

/// Labels of lines about an assistant.
pub(super) const ASSISTANTS: &[&str] = &[
    "assistant", "secretary", "pa", "ea", "assistenz", "assistentin", "sekretariat", "secretariat", "assistante",
    "secretaire", "scheduling", "asst", "assistent", "assistente",
];

/// How lines about somebody else begin.
pub(super) const ABOUT_ANOTHER: &[&str] = &[
    "my assistant", "sent on behalf", "signed on behalf", "signed by", "dictated", "assistant to be reached",
    "on behalf of", "for scheduling", "for and on behalf", "assisted by", "cc: ", "please contact my", "to schedule",
];

/// Mailboxes that are nobody's own.
pub(super) const GENERAL_MAILBOXES: &[&str] = &[
    "info", "contact", "office", "hello", "mail", "kontakt", "sales", "support", "admin", "enquiries", "careers",
    "jobs",
];

/// Abbreviations that stay in capitals in a line of capitals.
pub(super) const KEPT_CAPITALS: &[&str] = &[
    "LLC", "LLP", "LP", "PLC", "USA", "UK", "US", "VP", "SVP", "EVP", "CEO", "CFO", "COO", "CTO", "CIO", "HR", "IT",
    "NHS", "AG", "KG", "SE", "SA", "SAS", "BV", "NV", "PC", "II", "III", "PO", "BP", "CS", "NE", "NW", "SW", "QA",
    "R&D",
];
