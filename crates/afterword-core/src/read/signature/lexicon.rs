//! Words by which the parts of a signature are known, in folded form (lower case, no accents) and in order, so that a
//! look-up is a binary search. Languages are mixed on purpose: a signature mixes them too.

/// Whether a table holds a word.
pub(super) fn has(table: &[&str], word: &str) -> bool {
    table.binary_search(&word).is_ok()
}

/// Words that name what a person does or is in an organisation.
pub(super) const TITLE_HEADS: &[&str] = &[
    "abteilungsleiter", "abteilungsleiterin", "accountant", "actuary", "adjoint", "adjointe", "adjuster",
    "administrator", "adviser", "adviseur", "advisor", "afdelingshoofd", "agent", "agm", "ambassador", "amtsleiter",
    "amtsleiterin", "analyst", "analyste", "animateur", "animatrice", "anwalt", "anwaltin", "appraiser", "apprentice",
    "architect", "architecte", "architektin", "archivist", "artist", "arzt", "arztin", "assembler", "assessor",
    "assistant", "assistante", "assistent", "assistentin", "associate", "asst", "attache", "attachee", "attorney",
    "audiologist", "auditor", "avocat", "avocate", "avp", "bainisteoir", "baker", "banker", "barista", "barrister",
    "bauleiter", "bauleiterin", "beauftragte", "beauftragter", "beleidsmedewerker", "berater", "beraterin",
    "bereichsleiter", "bereichsleiterin", "bestuurder", "biologist", "bookkeeper", "brewer", "broker", "buchhalter",
    "buchhalterin", "burgemeester", "burgermeister", "burgermeisterin", "buroleiter", "buroleiterin", "butcher",
    "buyer", "campaigner", "cao", "capo", "captain", "cardiologist", "carpenter", "caseworker", "cco", "cdo", "ceo",
    "cfo", "chair", "chairman", "chairperson", "chairwoman", "chancellor", "chaplain", "charge", "chargee", "chef",
    "chefarzt", "chefarztin", "cheffe", "chemist", "chercheur", "chercheuse", "chief", "chiropractor",
    "choreographer", "chro", "cio", "ciso", "clerk", "cmo", "co-founder", "co-ordinator", "coach", "cofounder",
    "commissioner", "comptable", "comptroller", "concierge", "conductor", "conseiller", "conseillere", "conservateur",
    "conservatrice", "consul", "consultant", "consultante", "controller", "coo", "coordinateur", "coordinator",
    "coordinatrice", "coordonnateur", "coordonnatrice", "copywriter", "councillor", "councilor", "counsel",
    "counsellor", "counselor", "cpo", "cra", "cro", "cso", "cto", "curate", "curator", "cyfarwyddwr", "dean",
    "delegue", "deleguee", "dentist", "deputy", "designer", "detective", "developer", "developpeur", "developpeuse",
    "dgm", "diensthoofd", "dietitian", "directeur", "directielid", "director", "directrice", "direktor", "direktorin",
    "direttore", "direttrice", "dispatcher", "disponent", "disponentin", "distiller", "docent", "dozent", "dozentin",
    "dramaturg", "driver", "ecologist", "economist", "editor", "eigenaar", "electrician", "engineer", "enseignant",
    "enseignante", "entwickler", "entwicklerin", "envoy", "epidemiologist", "estimator", "evaluator", "evangelist",
    "evp", "examiner", "exec", "executive", "expert", "facilitator", "fellow", "fitter", "florist", "fondateur",
    "fondatrice", "foreman", "founder", "fundraiser", "ganger", "gc", "generalist", "geologist", "geophysicist",
    "gerant", "gerante", "geschaftsfuhrer", "geschaftsfuhrerin", "geschaftsfuhrung", "gesellschafter",
    "gesellschafterin", "gestionnaire", "gm", "governor", "hacker", "head", "headmaster", "headmistress",
    "headteacher", "hoofd", "hoogleraar", "host", "hostess", "housekeeper", "hrbp", "hydrologist", "hygienist",
    "illustrator", "infirmier", "infirmiere", "ingenieur", "ingenieure", "ingenieurin", "inhaber", "inhaberin",
    "inspector", "instructor", "intern", "interpreter", "investigator", "journalist", "judge", "juriste", "kauffrau",
    "kaufmann", "koordinator", "koordinatorin", "lawyer", "lead", "leader", "lecturer", "lehrer", "lehrerin",
    "leiter", "leiterin", "leitung", "liaison", "librarian", "lieutenant", "luthier", "machinist", "magistrate",
    "maire", "maitre", "manager", "managerin", "marketer", "marshal", "master", "mathematician", "matron", "mayor",
    "md", "mechanic", "medecin", "medewerker", "medewerkster", "meister", "meisterin", "mentor", "merchandiser",
    "midwife", "minister", "mitarbeiter", "mitarbeiterin", "modeler", "modeller", "moderator", "musician",
    "negotiator", "notaire", "notar", "notarin", "nurse", "nutritionist", "oberarzt", "oberarztin", "officer",
    "oifigeach", "ombudsman", "onderzoeker", "operator", "optometrist", "organiser", "organist", "organizer", "owner",
    "paralegal", "paramedic", "partner", "pastor", "personalreferent", "personalreferentin", "pharmacist",
    "photographer", "physician", "physicist", "physio", "physiotherapist", "pilot", "planner", "plumber",
    "podiatrist", "postdoc", "practitioner", "prasident", "prasidentin", "president", "presidente", "principal",
    "principalship", "producer", "prof", "professeur", "professeure", "professor", "professorin", "programmer",
    "projectleider", "projectmanager", "projektleiter", "projektleiterin", "prokurist", "prokuristin", "proprietor",
    "provost", "psychiatrist", "psychologist", "radiologist", "ranger", "reader", "receptionist", "rechtsanwalt",
    "rechtsanwaltin", "recruiter", "recruteur", "recruteuse", "rector", "redacteur", "redactrice", "redakteur",
    "redakteurin", "redaktor", "redaktorin", "referent", "referentin", "registrar", "rep", "reporter",
    "representative", "researcher", "responsabile", "responsable", "rheolwr", "rvp", "sachbearbeiter",
    "sachbearbeiterin", "scheduler", "schepen", "scholar", "scientist", "sde", "secretaire", "secretary", "sekretar",
    "sekretarin", "senator", "sergeant", "server", "sheriff", "shopper", "solicitor", "sommelier", "specialist",
    "statistican", "statistician", "stellvertretende", "stellvertretender", "steuerberater", "steuerberaterin",
    "steward", "stiurthoir", "strategist", "stylist", "superintendant", "superintendent", "supervisor", "surgeon",
    "surveyor", "svp", "swe", "swyddog", "teacher", "teamleider", "teamleiter", "teamleiterin", "teamleitung",
    "teammanager", "technician", "technicien", "technicienne", "technologist", "teller", "tester", "therapist",
    "titolare", "toxicologist", "trader", "trainee", "trainer", "translator", "treasurer", "trustee", "tutor",
    "underwriter", "verantwoordelijke", "verger", "verteidiger", "vet", "veterinarian", "vicar", "vice", "vorstand",
    "vorstandin", "vp", "warden", "welder", "werkstudent", "werkstudentin", "wethouder", "winemaker", "writer",
    "zaakvoerder",
];

/// Words that often begin a title, and alone do not make one.
pub(super) const TITLE_STARTS: &[&str] = &[
    "acting", "assistant", "associate", "charge", "chargee", "chef", "cheffe", "chief", "co", "deputy", "directeur",
    "directrice", "distinguished", "executive", "founding", "general", "global", "group", "head", "hoofd", "interim",
    "jr", "junior", "lead", "leiter", "leiterin", "leitung", "managing", "national", "principal", "regional",
    "responsable", "senior", "sr", "staff", "stellv", "vice",
];

/// Endings of compound titles, German and Dutch.
pub(super) const TITLE_SUFFIXES: &[&str] = &[
    "adviseur", "anwalt", "anwaltin", "arbeiter", "arbeiterin", "arzt", "arztin", "assistent", "assistentin",
    "beauftragte", "beauftragter", "berater", "beraterin", "direktor", "direktorin", "entwickler", "entwicklerin",
    "fuhrer", "fuhrerin", "hoofd", "ingenieur", "ingenieurin", "kauffrau", "kaufmann", "koordinator", "koordinatorin",
    "leider", "leiter", "leiterin", "leitung", "manager", "managerin", "medewerker", "medewerkster", "meister",
    "meisterin", "pfleger", "pflegerin", "referent", "referentin", "schreiber", "schreiberin", "sprecher",
    "sprecherin", "techniker", "technikerin", "trainer", "trainerin", "verkaufer", "verkauferin",
];

/// Words that begin the name of a unit inside an organisation.
pub(super) const UNIT_STARTS: &[&str] = &[
    "abt", "abteilung", "adran", "afdeling", "agence", "amt", "bereich", "bureau", "cellule", "center", "centre",
    "chair", "chambers", "departement", "department", "dept", "dezernat", "dg", "dienst", "dipartimento", "directie",
    "direction", "division", "divisione", "drh", "dsi", "fachbereich", "fachgebiet", "fachgruppe", "faculteit",
    "faculty", "fakultat", "filiaal", "filiale", "geschaftsbereich", "geschaftsstelle", "hauptabteilung", "institut",
    "institute", "lab", "laboratoire", "laboratory", "lehrstuhl", "niederlassung", "office", "pole", "professur",
    "rectorat", "referat", "ressort", "roinn", "sachgebiet", "school", "secretariat", "section", "service",
    "services", "servizio", "sous-direction", "squad", "stabsstelle", "standort", "succursale", "team", "tribe",
    "ufficio", "ufr", "unit", "unite", "vakgroep", "vestiging", "zentralbereich", "zweigniederlassung", "zweigstelle",
];

/// Words that end the name of a unit inside an organisation.
pub(super) const UNIT_ENDS: &[&str] = &[
    "administration", "branch", "bureau", "chapter", "department", "dept", "desk", "directie", "directorate",
    "division", "group", "lab", "laboratory", "office", "practice", "program", "programme", "secretariat", "section",
    "services", "squad", "team", "tribe", "unit",
];

/// Endings of compound unit names, German and Dutch.
pub(super) const UNIT_SUFFIXES: &[&str] = &[
    "abteiling", "abteilung", "afdeling", "bereich", "dezernat", "dienst", "dienste", "management", "referat",
    "sekretariat", "stelle", "verwaltung", "wesen", "zentrum",
];

/// What units are called by: a line of nothing but these is a unit.
pub(super) const FUNCTIONS: &[&str] = &[
    "&", "accounting", "achats", "acquisition", "admissions", "advancement", "advertising", "affairs", "alumni",
    "anaesthetics", "analytics", "and", "anesthesiology", "anthropology", "assurance", "astronomy", "audit",
    "aussendienst", "benefits", "biology", "brand", "buchhaltung", "business", "cardiology", "chain", "chemistry",
    "clinical", "cloud", "commercial", "communicatie", "communication", "communications", "community", "compensation",
    "compliance", "comptabilite", "controlling", "corporate", "creative", "culture", "customer", "data", "de", "der",
    "dermatology", "des", "design", "development", "developpement", "digital", "diversity", "du", "economics",
    "editorial", "einkauf", "emergency", "employee", "en", "engineering", "english", "entwicklung", "environmental",
    "et", "experience", "facilities", "finance", "finances", "financial", "financien", "finanzen", "fleet", "for",
    "forschung", "fundraising", "fur", "gastroenterology", "geography", "geology", "government", "gynaecology",
    "gynecology", "haematology", "hardware", "hematology", "history", "housing", "hr", "humaines", "human",
    "hydrology", "inclusion", "information", "informatique", "infrastructure", "inkoop", "innendienst", "internal",
    "investor", "it", "juridique", "kommunikation", "kundendienst", "kundenservice", "learning", "legal", "life",
    "linguistics", "literature", "logistics", "logistik", "logistique", "maintenance", "manufacturing", "marketing",
    "maternity", "mathematics", "media", "medical", "medicine", "mobile", "network", "networks", "neurology",
    "neuroscience", "neurosciences", "nursing", "obstetrics", "of", "offentlichkeitsarbeit", "oncology", "onderzoek",
    "ontwikkeling", "operations", "ophthalmology", "organisational", "organizational", "orthopaedics", "orthopedics",
    "outreach", "paediatrics", "parks", "pathology", "payroll", "pediatrics", "people", "personal",
    "personalabteilung", "personaldienst", "personalentwicklung", "personalmanagement", "personalwesen", "personeel",
    "personeelszaken", "personnel", "pharmacy", "philanthropy", "philosophy", "physics", "planning", "platform",
    "procurement", "product", "production", "produktion", "psychiatry", "psychology", "public", "purchasing",
    "qualitatssicherung", "qualite", "quality", "radiology", "recherche", "rechnungswesen", "recht", "recreation",
    "recruiting", "recruitment", "regulatory", "relations", "research", "residential", "resources", "ressources",
    "rewards", "risk", "sales", "science", "sciences", "security", "sociology", "software", "statistics", "strategy",
    "structures", "student", "students", "success", "supply", "support", "surgery", "systems", "talent", "tax",
    "technik", "technology", "the", "total", "training", "trauma", "treasury", "und", "urology", "utilities",
    "ventes", "verkoop", "vertrieb", "verwaltung", "warehouse", "web", "workforce", "works",
];

/// Words that are rarely found but in the name of an organisation.
pub(super) const ORG_STRONG: &[&str] = &[
    "academy", "agence", "akademie", "alliance", "apotheke", "aquarium", "associates", "atelier", "authority",
    "backerei", "bakery", "bank", "biotech", "boulangerie", "brasserie", "brauerei", "brewery", "bros", "brothers",
    "bundesamt", "cabinet", "canton", "caterers", "cathedral", "charity", "chu", "church", "clinic", "clinique",
    "club", "collective", "college", "comhairle", "commune", "companies", "company", "conservatory", "constabulary",
    "consultancy", "consultants", "consulting", "coop", "cooperative", "corporation", "council", "cyngor", "diocese",
    "ecole", "enterprises", "entreprise", "etablissements", "ets", "fachhochschule", "federation", "fils",
    "finanzamt", "fondation", "foundation", "gemeente", "gemeinde", "groep", "groupe", "gruppe", "guild",
    "handwerkskammer", "hochschule", "holdings", "hopital", "hospice", "hospital", "hotel", "industries",
    "institution", "insurance", "kanton", "kantonsspital", "klinik", "klinikum", "krankenhaus", "laboratories",
    "landratsamt", "landscaping", "league", "librairie", "library", "lycee", "mairie", "maison", "manufaktur",
    "maschinenbau", "ministere", "ministerie", "ministerium", "ministry", "museum", "nhs", "observatory", "ollscoil",
    "orchestra", "outfitters", "parish", "partners", "partnership", "pharmaceuticals", "pharmacy", "plumbing",
    "practice", "prefecture", "prifysgol", "properties", "pty", "publishers", "publishing", "pvt", "realtors",
    "realty", "restaurant", "robotics", "roofing", "semiconductors", "societe", "society", "sohn", "sohne",
    "solutions", "sons", "sparkasse", "spital", "stadt", "stadtwerke", "staffing", "stichting", "stiftung", "surgery",
    "synagogue", "technologies", "temple", "theater", "theatre", "therapeutics", "uhrenmanufaktur", "universita",
    "universitat", "universite", "universiteit", "university", "ventures", "verlag", "versicherung", "volksbank",
    "werk", "werke", "winery", "ymca", "zonen", "zoo",
];

/// Words found in names of organisations, and elsewhere too.
pub(super) const ORG_WEAK: &[&str] = &[
    "advisors", "advisory", "aerospace", "agency", "airlines", "airways", "america", "analytics", "apparel",
    "architects", "association", "audio", "automotive", "aviation", "bancorp", "bar", "bau", "bio", "biotech",
    "board", "books", "brands", "builders", "bureau", "cafe", "capital", "cartographic", "center", "centre",
    "centres", "ceramics", "charities", "city", "commission", "committee", "commons", "community", "concrete",
    "construction", "county", "court", "creative", "dairies", "dairy", "defense", "dental", "dentistry", "department",
    "design", "designs", "diagnostics", "digital", "district", "electric", "electronics", "energie", "energy",
    "engineering", "entertainment", "estate", "europe", "eyewear", "farm", "farms", "federal", "films", "financial",
    "fire", "firm", "fitness", "food", "foods", "freight", "fund", "funds", "gallery", "games", "garden", "gartenbau",
    "gas", "genomics", "global", "goods", "grill", "group", "handel", "haus", "health", "healthcare", "homes",
    "hospitality", "house", "housing", "infotech", "infra", "initiative", "inn", "institut", "institute",
    "instruments", "interactive", "international", "jewelers", "kitchen", "lab", "labs", "law", "legal", "lime",
    "logistics", "logistik", "lumber", "machinery", "machines", "manufacturing", "marine", "market", "markets",
    "media", "medical", "mfg", "mill", "mills", "mining", "ministries", "mission", "motors", "music", "mutual",
    "national", "network", "networks", "office", "oil", "optical", "optics", "outdoors", "paper", "photonics",
    "pictures", "police", "power", "press", "productions", "products", "project", "rail", "railway", "realty",
    "records", "regional", "research", "robotics", "school", "schools", "sciences", "service", "services", "shipping",
    "society", "software", "sports", "staff", "state", "steel", "stone", "store", "stores", "studio", "studios",
    "supply", "systems", "tech", "technik", "technologie", "technology", "telecom", "textiles", "timber",
    "tischlerei", "tools", "tours", "town", "transport", "transportation", "travel", "trust", "union", "utilities",
    "veterinary", "vets", "water", "wealth", "wear", "wireless", "works", "worldwide",
];

/// Legal forms, dots left out.
pub(super) const LEGAL_FORMS: &[&str] = &[
    "ab", "ag", "aps", "asbl", "bv", "bvba", "cic", "cio", "clg", "co", "corp", "corporation", "dac", "doo", "eg",
    "eurl", "ev", "gbr", "gesmbh", "ggmbh", "gmbh", "inc", "incorporated", "kft", "kg", "kgaa", "limited", "llc",
    "llp", "lp", "ltd", "ltee", "mbh", "nv", "ohg", "oy", "oyj", "pc", "plc", "pllc", "pllp", "pty", "pvt", "sa",
    "sarl", "sas", "sasu", "sci", "scop", "se", "senc", "snc", "spa", "sprl", "srl", "sro", "teo", "uc", "ug", "vof",
    "vzw",
];

/// What may stand before a name without being part of it.
pub(super) const HONORIFICS: &[&str] = &[
    "adm", "admiral", "adv", "alderman", "ar", "arch", "avv", "bba", "brother", "bsc", "ca", "canon", "capt",
    "captain", "chief", "cllr", "cmdr", "col", "colonel", "commander", "corporal", "councillor", "cpl", "cr", "cs",
    "dame", "ddr", "dhr", "dhr.", "di", "dipl", "dipl-ing", "diplbetrw", "diplbiol", "diplchem", "diplinf", "dipling",
    "diplkffr", "diplkfm", "diplomingenieur", "diplpsych", "diplvolksw", "doctor", "dott", "dottssa", "dr", "dring",
    "dripl", "dripling", "drs", "em", "er", "father", "fr", "frau", "gen", "general", "habil", "hc", "heer", "herr",
    "hon", "hon.", "honorable", "honourable", "hr", "ia", "imam", "ing", "ingenieur", "inh", "ir", "iv", "judge",
    "jur", "justice", "lady", "lieutenant", "lord", "lt", "m", "madame", "mag", "maitre", "maj", "major", "mba", "me",
    "med", "mevr", "mevrouw", "miss", "mister", "mlle", "mme", "monsieur", "mr", "mr.drs", "mrs", "ms", "msc", "mult",
    "mw", "mx", "nat", "pd", "phd", "phil", "pp", "ppa", "priv-doz", "prof", "professor", "prop", "rabbi", "rer",
    "ret", "rev", "revd", "reverend", "sergeant", "sgt", "shri", "sig", "sigra", "sir", "sister", "smt", "sri",
    "univ-prof", "univprof", "ven", "venerable",
];

/// What may stand after a name without being part of it, dots left out.
pub(super) const POST_NOMINALS: &[&str] = &[
    "abr", "aca", "acca", "acis", "acma", "aia", "aicp", "aicpa", "am", "ao", "ap", "aprn", "arb", "are", "asa",
    "asla", "atc", "aud", "ba", "bao", "bcba", "bch", "bcom", "bcps", "bds", "be", "beng", "bfa", "bl", "bs", "bsc",
    "bsc-hons", "bsn", "btech", "bts", "bvsc", "ca", "cae", "capm", "cb", "cbe", "cbet", "ccc-slp", "cchem", "ccim",
    "ccrn", "ceh", "ceng", "cfa", "cfp", "cfre", "cgfm", "cgma", "chb", "chfc", "chrl", "chrp", "cia", "cima", "cipd",
    "cisa", "cism", "cissp", "clp", "clu", "cma", "cmg", "cmp", "cnor", "cpa", "cpcu", "cphr", "cpht", "cphys",
    "cpim", "cpm", "cpo", "cpp", "cpsm", "crc", "crha", "crisc", "crna", "crs", "cs", "csci", "cscp", "csm", "cst",
    "ctp", "dba", "dbe", "dcm", "dds", "dent", "deug", "dipl", "dlitt", "dmd", "dmin", "dnp", "do", "dphil", "dplg",
    "dpt", "dsc", "dvm", "edd", "eit", "emba", "emt", "engd", "esq", "esquire", "eth", "faap", "facc", "fache",
    "facp", "facs", "faia", "fba", "fbcs", "fca", "fcca", "fcipd", "fcips", "fcis", "fcmi", "ffpmrcsi", "fh", "fice",
    "fnp", "fpc", "fpsc", "fraes", "frcog", "frcp", "frcpath", "frcpc", "frcr", "frcs", "frics", "frs", "frsa",
    "frsc", "fsa", "gisp", "gphr", "gri", "habil", "hc", "hdip", "hmonp", "hon", "hons", "icwa", "ieng", "ing",
    "ipma", "itil", "iur", "jd", "kbe", "kc", "lcsw", "ldn", "leed", "lic", "llb", "llm", "lmft", "lmhc", "lpc",
    "lpcc", "lpn", "lssbb", "ma", "maaa", "mb", "mba", "mbbs", "mbchb", "mbcs", "mbe", "mch", "mciarb", "mcibse",
    "mciob", "mcipd", "mcips", "mcmi", "mcsp", "md", "mdiv", "med", "meng", "mep", "mfa", "mha", "micaew", "mice",
    "miet", "miscp", "mla", "mlis", "mls", "mnzm", "mp", "mpa", "mph", "mphil", "mrcgp", "mrcp", "mrcpi", "mrcs",
    "mrcvs", "mrics", "mrpharms", "mrsc", "mrtpi", "ms", "msc", "msci", "msis", "msn", "msp", "msw", "mtech", "mult",
    "ncc", "np", "npqh", "oam", "obe", "ocn", "od", "oec", "om", "onzm", "ot", "otr", "pa", "pac", "pe", "peng",
    "pgce", "pharmd", "phd", "phil", "phn", "phr", "pmi-acp", "pmp", "pol", "psm", "pspo", "psyd", "pt", "qc", "qso",
    "qts", "raic", "rbt", "rd", "rdh", "realtor", "rer", "ret", "riba", "rn", "rpa", "rph", "safe", "sc", "scd", "se",
    "shrm-cp", "shrm-scp", "sior", "slp", "sphr", "tu", "univ", "usa", "usaf", "usmc", "usn", "vet", "vmd",
];

/// Small words inside family names.
pub(super) const PARTICLES: &[&str] = &[
    "ab", "af", "al", "ap", "av", "ben", "bin", "bint", "d'", "da", "das", "de", "dei", "del", "della", "dello",
    "den", "der", "des", "di", "do", "dos", "du", "e", "el", "i", "ibn", "l'", "la", "le", "les", "mac", "ni", "nic",
    "o", "o'", "of", "te", "ten", "ter", "the", "ui", "van", "vom", "von", "y", "zu", "zum", "zur",
];

/// Words that name ways, towards the end (English) or at the start (elsewhere) of a street line.
pub(super) const STREET_WORDS: &[&str] = &[
    "allee", "allees", "alley", "approach", "av", "ave", "avenue", "bend", "blvd", "bothar", "boul", "boulevard",
    "broadway", "bypass", "calle", "causeway", "chemin", "chowk", "cir", "circle", "circuit", "close", "concourse",
    "corso", "cours", "court", "cres", "crescent", "cross", "crossing", "ct", "damm", "dr", "dreef", "drive",
    "embankment", "esplanade", "expressway", "expy", "faubourg", "freeway", "fwy", "gardens", "gasse", "gate", "gdns",
    "graben", "gracht", "green", "grove", "gurtel", "highway", "hill", "hwy", "impasse", "kade", "kai", "laan",
    "lane", "ln", "loop", "marg", "markt", "mews", "montee", "nagar", "parade", "parkway", "passage", "path", "pde",
    "piazza", "pike", "pkwy", "pl", "place", "platz", "plaza", "plein", "promenade", "quai", "quay", "rd", "ring",
    "rise", "road", "route", "row", "rte", "rue", "run", "salai", "sentier", "singel", "sq", "square", "sraid", "st",
    "steenweg", "str", "straat", "strasse", "street", "stryd", "ter", "terrace", "tpke", "trail", "trl", "turnpike",
    "ufer", "via", "viale", "walk", "way", "weg", "wharf", "wynd", "yard",
];

/// Words that begin the name of a way and need no number after it.
pub(super) const STREET_PREFIXES: &[&str] = &[
    "allee", "allees", "avenue", "boul", "boulevard", "calle", "chemin", "corso", "cours", "esplanade", "faubourg",
    "ffordd", "highway", "hwy", "impasse", "montee", "passage", "piazza", "place", "quai", "route", "rte", "rue",
    "sraid", "stryd", "via", "viale",
];

/// Endings of compound street names, German and Dutch.
pub(super) const STREET_SUFFIXES: &[&str] = &[
    "allee", "berg", "chaussee", "damm", "dreef", "gasse", "graben", "gracht", "gurtel", "kade", "kai", "laan",
    "markt", "platz", "plein", "promenade", "ring", "singel", "steenweg", "steig", "stieg", "str", "straat",
    "strasse", "ufer", "weg",
];

/// Words for a place inside a building or a box at the post office.
pub(super) const INSIDE_WORDS: &[&str] = &[
    "annex", "annexe", "apartment", "apt", "bag", "bat", "batiment", "bay", "bldg", "block", "boite", "box", "bp",
    "bte", "building", "bureau", "bus", "campus", "cp", "cs", "cubicle", "dock", "door", "drawer", "eg", "etage",
    "fl", "flat", "floor", "flr", "gebaude", "gpo", "hall", "hangar", "haus", "house", "hse", "immeuble", "level",
    "locked", "lot", "lvl", "m/s", "mailcode", "maildrop", "mailstop", "ms", "msc", "no", "number", "og", "penthouse",
    "ph", "pier", "plot", "pmb", "po", "pobox", "postbus", "postfach", "private", "residence", "rm", "room", "shop",
    "ste", "stiege", "stock", "stop", "studio", "succ", "suite", "top", "tower", "tsa", "tur", "ug", "unit",
    "village", "warehouse", "wing", "za", "zac", "zi",
];

/// Words that end (or begin) the name of a building or estate.
pub(super) const BUILDING_WORDS: &[&str] = &[
    "airport", "annex", "annexe", "arcade", "barn", "batiment", "bazaar", "bhavan", "bhawan", "brewery", "building",
    "campus", "castle", "center", "centre", "chambers", "chateau", "complex", "cottage", "court", "courthouse",
    "espace", "estate", "exchange", "farm", "foundry", "gatehouse", "gebaude", "granary", "hall", "haus", "hotel",
    "house", "hub", "immeuble", "lodge", "mall", "maltings", "manor", "mill", "mills", "neuadd", "parc", "park",
    "parkade", "pavilion", "plaza", "quadrangle", "quay", "rathaus", "rectory", "residence", "ropeworks", "stadhuis",
    "station", "technopark", "technopole", "tour", "tower", "towers", "vicarage", "warehouse", "wharf", "works",
    "yard",
];

/// Words of which a line of links, buttons and pronouns consists.
pub(super) const NOISE: &[&str] = &[
    "a", "and", "any", "blog", "bluesky", "book", "calendar", "calendly", "call", "chat", "click", "connect",
    "directions", "donate", "elle", "er", "et", "facebook", "follow", "github", "gitlab", "he", "her", "here", "hers",
    "him", "his", "home", "homepage", "iel", "ihm", "ihr", "il", "instagram", "like", "linkedin", "lui", "map",
    "maps", "mastodon", "me", "medium", "meeting", "newsletter", "on", "online", "or", "ou", "our", "page",
    "pinterest", "policy", "privacy", "profile", "pronouns", "schedule", "she", "shop", "sie", "site", "skype",
    "store", "subscribe", "teams", "terms", "theirs", "them", "they", "threads", "tiktok", "to", "twitter", "und",
    "us", "vcard", "view", "vimeo", "visit", "web", "website", "whatsapp", "with", "www", "x", "xing", "youtube",
    "ze", "zoom",
];

/// Labels of numbers no voice answers at.
pub(super) const FAX_LABELS: &[&str] = &[
    "efax", "f", "facsimile", "fax", "ffacs", "fx", "telecopie", "telecopieur", "telefax", "telefaxnummer", "tfx",
];

/// Labels of phone numbers, before or after them.
pub(super) const PHONE_LABELS: &[&str] = &[
    "&", "24", "24h", "a", "accueil", "after", "and", "assistant", "board", "bureau", "bus", "business", "c", "call",
    "cel", "cell", "cellular", "central", "centrale", "chambers", "clinic", "customer", "d", "dd", "ddi", "desk",
    "did", "dir", "direct", "directe", "direkt", "doorkies", "durchwahl", "dw", "e", "emergency", "enquiries", "ext",
    "extn", "fax", "ffon", "fijn", "fixe", "fon", "frais", "free", "freecall", "freephone", "front", "general",
    "gratuit", "gsm", "guthan", "h", "handy", "headquarters", "help", "helpdesk", "home", "hotline", "hours", "hq",
    "hrs", "inquiries", "landline", "ligne", "line", "m", "main", "mob", "mobiel", "mobil", "mobile", "natel", "no",
    "nr", "number", "o", "off", "office", "or", "p", "pager", "ph", "phone", "port", "portable", "reception", "res",
    "residence", "rufnummer", "s", "sales", "sans", "secretariaat", "secretariat", "secretary", "sekretariat",
    "service", "shop", "signal", "sms", "standard", "store", "studio", "support", "switchboard", "t", "tel",
    "telefon", "telefoon", "telephone", "text", "tl", "toll", "tollfree", "us", "voice", "w", "whatsapp", "work",
    "zentrale",
];

/// Labels of addresses for mail, the web and chat.
pub(super) const MAIL_LABELS: &[&str] = &[
    "adresse", "at", "contact", "courriel", "e", "e-mail", "ebost", "em", "email", "epost", "id", "internet",
    "linkedin", "mail", "mailto", "mel", "or", "riomhphost", "site", "site-web", "skype", "teams", "twitter", "und",
    "url", "via", "w", "web", "website", "www", "zoom",
];

/// Words before numbers that are none of a phone.
pub(super) const NOT_PHONE: &[&str] = &[
    "abn", "account", "acct", "acn", "bar", "bic", "blz", "bre", "btw", "cage", "case", "charity", "cin", "company",
    "crd", "crn", "dbpr", "dir", "dre", "duns", "ein", "est", "established", "fn", "gstin", "hra", "hrb", "iban",
    "id", "invoice", "isbn", "issn", "konto", "kontonummer", "kvk", "lic", "licence", "license", "license#",
    "meeting", "naics", "nmls", "npi", "nzbn", "nzcn", "order", "pan", "passcode", "passwort", "rcs", "ref",
    "reference", "reg", "registered", "registration", "sec", "since", "siren", "siret", "sra", "swift", "tfn",
    "ticket", "tin", "tva", "uid", "ust", "ust-id", "ust-idnr", "ustid", "ustidnr", "vat", "vendor", "zip",
];

/// Labels of extensions.
pub(super) const EXT_LABELS: &[&str] = &[
    "app", "apparat", "durchwahl", "dw", "ext", "ext.", "extension", "extn", "interne", "kl", "klappe", "nebenstelle",
    "poste", "posten", "toestel", "x", "xt",
];

/// Words that make a line a greeting at the end.
pub(super) const SIGN_OFF_KEYS: &[&str] = &[
    "amicalement", "amities", "appreciation", "atentamente", "bav", "bedankt", "best", "best,", "beste", "besten",
    "bg", "bien", "brgds", "buiochas", "care", "cdlt", "cdt", "cheers", "ciao", "cofion", "cordialement", "cordiales",
    "cordiali", "cordially", "dhanyavaad", "dhea-ghui", "diolch", "distinti", "faithfully", "freundliche",
    "freundlichen", "gr", "gratefully", "gratitude", "grazie", "groet", "groeten", "groetjes", "gruss", "grusse",
    "grussen", "hartelijke", "hochachtungsvoll", "hoogachtend", "hooroo", "kind", "kindest", "kindly", "later", "lg",
    "liebe", "love", "meas", "meilleures", "meilleurs", "merci", "mfg", "mihi", "mvg", "namaste", "nga", "onwards",
    "peace", "regard", "regards", "respectfully", "respectueusement", "rgds", "saludos", "salutations", "saluti",
    "sentiments", "servus", "sincerely", "sinceres", "slainte", "soon", "thank", "thanks", "thx", "tks", "truly",
    "tschuss", "ttyl", "tx", "vg", "vriendelijke", "warm", "warmest", "warmly", "wish", "wishes", "xo", "xx", "yours",
];

/// Further words a greeting at the end may hold.
pub(super) const SIGN_OFF_WORDS: &[&str] = &[
    "&", "a", "advance", "again", "agat", "agreer", "all", "always", "and", "as", "aus", "avance", "bald", "be",
    "beste", "bien", "bis", "bonne", "consideration", "d'agreer", "dank", "danke", "day", "de", "dem", "den",
    "distinguees", "dymuniadau", "einen", "en", "evening", "ever", "expression", "for", "forward", "friday", "from",
    "gach", "ganz", "go", "good", "gorau", "great", "have", "hearing", "heartfelt", "help", "herzliche", "herzlichen",
    "in", "je", "journee", "l'expression", "le", "les", "looking", "lovely", "madame", "mai", "maith", "many", "mes",
    "met", "mihi", "mit", "monday", "monsieur", "much", "my", "next", "nice", "noho", "nos", "nui", "of", "ora",
    "our", "par", "patience", "personal", "plus", "prie", "professional", "raibh", "rest", "safe", "schone",
    "schonen", "see", "sincere", "so", "speak", "stay", "tag", "take", "talk", "the", "then", "thursday", "till",
    "time", "to", "tomorrow", "tres", "tuesday", "und", "une", "until", "very", "viel", "viele", "vielen", "vorab",
    "vous", "vr", "wednesday", "week", "weekend", "well", "with", "wonderful", "you", "your",
];
