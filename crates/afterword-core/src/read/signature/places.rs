//! Countries: how their numbers are dialled, what they and their regions and large towns are called.

/// How numbers are written inside a country: calling code, the digit dialled before an area code, and how many
/// digits follow it (ITU-T E.164 national significant number).
pub(super) struct Country {
    pub(super) code: &'static str,
    pub(super) calling: &'static str,
    pub(super) trunk: &'static str,
    pub(super) digits: (usize, usize),
}

/// The countries whose forms the reader knows.
pub(super) const COUNTRIES: &[Country] = &[
    Country { code: "US", calling: "1", trunk: "1", digits: (10, 10) },
    Country { code: "CA", calling: "1", trunk: "1", digits: (10, 10) },
    Country { code: "GB", calling: "44", trunk: "0", digits: (9, 10) },
    Country { code: "IE", calling: "353", trunk: "0", digits: (7, 9) },
    Country { code: "DE", calling: "49", trunk: "0", digits: (6, 12) },
    Country { code: "AT", calling: "43", trunk: "0", digits: (5, 13) },
    Country { code: "FR", calling: "33", trunk: "0", digits: (9, 9) },
    Country { code: "IN", calling: "91", trunk: "0", digits: (10, 10) },
    Country { code: "AU", calling: "61", trunk: "0", digits: (9, 9) },
    Country { code: "NZ", calling: "64", trunk: "0", digits: (8, 10) },
    Country { code: "CH", calling: "41", trunk: "0", digits: (9, 9) },
    Country { code: "BE", calling: "32", trunk: "0", digits: (8, 9) },
    Country { code: "NL", calling: "31", trunk: "0", digits: (9, 9) },
];

/// The country with this ISO 3166 code, if its forms are known.
pub(super) fn country(code: &str) -> Option<&'static Country> {
    COUNTRIES.iter().find(|c| c.code == code)
}

/// The second member of the pair whose first is `word`.
pub(super) fn paired(table: &[(&'static str, &'static str)], word: &str) -> Option<&'static str> {
    table.binary_search_by(|(w, _)| (*w).cmp(word)).ok().map(|i| table[i].1)
}

/// States of the USA: postal codes, names and the old short forms.
pub(super) const US_REGIONS: &[&str] = &[
    "ak", "al", "ala", "alabama", "alaska", "ar", "ariz", "arizona", "ark", "arkansas", "az", "ca", "cal", "calif",
    "california", "co", "colo", "colorado", "conn", "connecticut", "ct", "dc", "de", "del", "delaware",
    "district of columbia", "fl", "fla", "florida", "ga", "georgia", "gu", "guam", "hawaii", "hi", "ia", "id",
    "idaho", "il", "ill", "illinois", "in", "ind", "indiana", "iowa", "kan", "kans", "kansas", "kentucky", "ks", "ky",
    "la", "louisiana", "ma", "maine", "maryland", "mass", "massachusetts", "md", "me", "mi", "mich", "michigan",
    "minn", "minnesota", "miss", "mississippi", "missouri", "mn", "mo", "mont", "montana", "ms", "mt", "nc", "nd",
    "ne", "neb", "nebr", "nebraska", "nev", "nevada", "new hampshire", "new jersey", "new mexico", "new york", "nh",
    "nj", "nm", "north carolina", "north dakota", "nv", "ny", "oh", "ohio", "ok", "okla", "oklahoma", "or", "ore",
    "oreg", "oregon", "pa", "penn", "penna", "pennsylvania", "pr", "puerto rico", "rhode island", "ri", "sc", "sd",
    "south carolina", "south dakota", "tenn", "tennessee", "tex", "texas", "tn", "tx", "ut", "utah", "va", "vermont",
    "vi", "virgin islands", "virginia", "vt", "wa", "wash", "washington", "west virginia", "wi", "wis", "wisc",
    "wisconsin", "wv", "wy", "wyo", "wyoming",
];

/// Provinces and territories of Canada.
pub(super) const CA_REGIONS: &[&str] = &[
    "ab", "alberta", "alta", "bc", "british columbia", "colombie-britannique", "ile-du-prince-edouard", "man",
    "manitoba", "mb", "nb", "new brunswick", "newfoundland", "newfoundland and labrador", "nl",
    "northwest territories", "nouveau-brunswick", "nouvelle-ecosse", "nova scotia", "ns", "nt", "nu", "nunavut", "on",
    "ont", "ontario", "pe", "pq", "prince edward island", "qc", "que", "quebec", "sask", "saskatchewan", "sk", "yt",
    "yukon",
];

/// States and territories of Australia.
pub(super) const AU_REGIONS: &[&str] = &[
    "act", "australian capital territory", "new south wales", "northern territory", "nsw", "nt", "qld", "queensland",
    "sa", "south australia", "tas", "tasmania", "vic", "victoria", "wa", "western australia",
];

/// States and territories of India, with the short forms met on letters.
pub(super) const IN_REGIONS: &[&str] = &[
    "andhra pradesh", "ap", "arunachal pradesh", "assam", "bihar", "chhattisgarh", "gj", "goa", "gujarat", "haryana",
    "himachal pradesh", "hr", "jammu & kashmir", "jammu and kashmir", "jharkhand", "ka", "karnataka", "kerala", "kl",
    "ladakh", "madhya pradesh", "maharashtra", "manipur", "meghalaya", "mh", "mizoram", "mp", "nagaland", "odisha",
    "orissa", "pb", "pondicherry", "puducherry", "punjab", "rajasthan", "rj", "sikkim", "tamil nadu", "tamilnadu",
    "telangana", "tg", "tn", "tripura", "ts", "up", "uttar pradesh", "uttarakhand", "wb", "west bengal",
];

/// Counties of the United Kingdom, historic, administrative and shortened.
pub(super) const GB_REGIONS: &[&str] = &[
    "aberdeenshire", "anglesey", "angus", "antrim", "argyll", "armagh", "ayrshire", "banffshire", "bedfordshire",
    "beds", "berks", "berkshire", "berwickshire", "blaenau gwent", "buckinghamshire", "bucks", "caernarfonshire",
    "caithness", "cambridgeshire", "cambs", "carmarthenshire", "ceredigion", "ches", "cheshire", "clackmannanshire",
    "clwyd", "co antrim", "co armagh", "co down", "co durham", "co fermanagh", "co londonderry", "co tyrone", "conwy",
    "cornwall", "county antrim", "county armagh", "county down", "county durham", "county fermanagh",
    "county londonderry", "county tyrone", "cumberland", "cumbria", "denbighshire", "derbys", "derbyshire", "devon",
    "dorset", "down", "dumfries and galloway", "dumfriesshire", "dunbartonshire", "durham", "dyfed", "e sussex",
    "east lothian", "east riding of yorkshire", "east sussex", "east yorkshire", "essex", "fermanagh", "fife",
    "flintshire", "glamorgan", "glos", "gloucestershire", "greater london", "greater manchester", "gwent", "gwynedd",
    "hampshire", "hants", "herefordshire", "herefs", "hertfordshire", "herts", "highland", "huntingdonshire",
    "inverness-shire", "isle of anglesey", "isle of wight", "kent", "kincardineshire", "kinross-shire",
    "kirkcudbrightshire", "lanarkshire", "lancashire", "lancs", "leicestershire", "leics", "lincolnshire", "lincs",
    "merionethshire", "merseyside", "mid glamorgan", "middlesex", "middx", "midlothian", "monmouthshire",
    "montgomeryshire", "moray", "morayshire", "n yorks", "n yorkshire", "nairnshire", "norfolk", "north yorkshire",
    "northamptonshire", "northants", "northumb", "northumberland", "nottinghamshire", "notts", "orkney",
    "oxfordshire", "oxon", "peeblesshire", "pembrokeshire", "perth and kinross", "perthshire", "powys", "radnorshire",
    "renfrewshire", "rhondda cynon taf", "ross-shire", "roxburghshire", "rutland", "s yorks", "salop",
    "scottish borders", "selkirkshire", "shetland", "shrops", "shropshire", "somerset", "south glamorgan",
    "south yorkshire", "staffordshire", "staffs", "stirlingshire", "suffolk", "surrey", "sussex", "sutherland",
    "tyne & wear", "tyne and wear", "tyrone", "vale of glamorgan", "w mids", "w sussex", "w yorks", "warks",
    "warwickshire", "west glamorgan", "west lothian", "west midlands", "west sussex", "west yorkshire", "westmorland",
    "wigtownshire", "wilts", "wiltshire", "worcestershire", "worcs", "yorks", "yorkshire",
];

/// Counties of Ireland, without "Co.".
pub(super) const IE_REGIONS: &[&str] = &[
    "carlow", "cavan", "clare", "cork", "donegal", "dublin", "galway", "kerry", "kildare", "kilkenny", "laois",
    "leitrim", "limerick", "longford", "louth", "mayo", "meath", "monaghan", "offaly", "roscommon", "sligo",
    "tipperary", "waterford", "westmeath", "wexford", "wicklow",
];

/// Cantons of Switzerland.
pub(super) const CH_REGIONS: &[&str] = &[
    "ag", "ai", "ar", "be", "bl", "bs", "fr", "ge", "gl", "gr", "ju", "lu", "ne", "nw", "ow", "sg", "sh", "so", "sz",
    "tg", "ti", "ur", "vd", "vs", "zg", "zh",
];

/// What countries are called, dots left out, to their ISO 3166 codes.
pub(super) const COUNTRY_NAMES: &[(&str, &str)] = &[
    ("alba", "GB"), ("allemagne", "DE"), ("aotearoa", "NZ"), ("aotearoa new zealand", "NZ"), ("argentina", "AR"),
    ("australia", "AU"), ("australie", "AU"), ("australien", "AU"), ("austria", "AT"), ("autriche", "AT"),
    ("bangladesh", "BD"), ("belgie", "BE"), ("belgien", "BE"), ("belgique", "BE"), ("belgium", "BE"),
    ("bharat", "IN"), ("brasil", "BR"), ("brazil", "BR"), ("bulgaria", "BG"), ("canada", "CA"), ("chile", "CL"),
    ("china", "CN"), ("colombia", "CO"), ("croatia", "HR"), ("cymru", "GB"), ("cyprus", "CY"),
    ("czech republic", "CZ"), ("czechia", "CZ"), ("danmark", "DK"), ("denmark", "DK"), ("deutschland", "DE"),
    ("duitsland", "DE"), ("egypt", "EG"), ("eire", "IE"), ("england", "GB"), ("espagne", "ES"), ("espana", "ES"),
    ("estonia", "EE"), ("etats-unis", "US"), ("finland", "FI"), ("france", "FR"), ("frankreich", "FR"),
    ("frankrijk", "FR"), ("germania", "DE"), ("germany", "DE"), ("ghana", "GH"), ("great britain", "GB"),
    ("greece", "GR"), ("grossbritannien", "GB"), ("holland", "NL"), ("hong kong", "HK"), ("hungary", "HU"),
    ("iceland", "IS"), ("inde", "IN"), ("india", "IN"), ("indien", "IN"), ("indonesia", "ID"), ("ireland", "IE"),
    ("irland", "IE"), ("irlande", "IE"), ("israel", "IL"), ("italia", "IT"), ("italie", "IT"), ("italien", "IT"),
    ("italy", "IT"), ("japan", "JP"), ("kanada", "CA"), ("kenya", "KE"), ("korea", "KR"), ("ksa", "SA"),
    ("latvia", "LV"), ("liechtenstein", "LI"), ("lithuania", "LT"), ("luxembourg", "LU"), ("luxemburg", "LU"),
    ("malaysia", "MY"), ("malta", "MT"), ("mexico", "MX"), ("morocco", "MA"), ("nederland", "NL"), ("nepal", "NP"),
    ("netherlands", "NL"), ("neuseeland", "NZ"), ("new zealand", "NZ"), ("niederlande", "NL"), ("nigeria", "NG"),
    ("norge", "NO"), ("northern ireland", "GB"), ("norway", "NO"), ("nouvelle-zelande", "NZ"), ("oostenrijk", "AT"),
    ("osterreich", "AT"), ("pakistan", "PK"), ("pays-bas", "NL"), ("peru", "PE"), ("philippines", "PH"),
    ("poland", "PL"), ("polska", "PL"), ("portugal", "PT"), ("pr china", "CN"), ("republic of ireland", "IE"),
    ("romania", "RO"), ("royaume-uni", "GB"), ("saudi arabia", "SA"), ("schweiz", "CH"), ("scotland", "GB"),
    ("serbia", "RS"), ("singapore", "SG"), ("slovakia", "SK"), ("slovenia", "SI"), ("south africa", "ZA"),
    ("south korea", "KR"), ("spain", "ES"), ("spanien", "ES"), ("sri lanka", "LK"), ("suisse", "CH"), ("suomi", "FI"),
    ("sverige", "SE"), ("svizzera", "CH"), ("sweden", "SE"), ("swiss", "CH"), ("switzerland", "CH"), ("taiwan", "TW"),
    ("thailand", "TH"), ("the netherlands", "NL"), ("turkey", "TR"), ("turkiye", "TR"), ("uae", "AE"), ("uk", "GB"),
    ("ukraine", "UA"), ("united arab emirates", "AE"), ("united kingdom", "GB"), ("united states", "US"),
    ("united states of america", "US"), ("us", "US"), ("usa", "US"), ("vereinigte staaten", "US"), ("vietnam", "VN"),
    ("wales", "GB"), ("zwitserland", "CH"),
];

/// Large towns: a hint for a line without a postal code.
pub(super) const CITIES: &[(&str, &str)] = &[
    ("aarau", "CH"), ("aberdeen", "GB"), ("adelaide", "AU"), ("ahmedabad", "IN"), ("amsterdam", "NL"),
    ("antwerp", "BE"), ("antwerpen", "BE"), ("arnhem", "NL"), ("atlanta", "US"), ("auckland", "NZ"), ("austin", "US"),
    ("baltimore", "US"), ("bangalore", "IN"), ("basel", "CH"), ("belfast", "GB"), ("bengaluru", "IN"),
    ("berlin", "DE"), ("bern", "CH"), ("biel", "CH"), ("biel/bienne", "CH"), ("birmingham", "GB"), ("bonn", "DE"),
    ("bordeaux", "FR"), ("boston", "US"), ("bregenz", "AT"), ("bremen", "DE"), ("brisbane", "AU"), ("bristol", "GB"),
    ("brooklyn", "US"), ("bruges", "BE"), ("brugge", "BE"), ("brussel", "BE"), ("brussels", "BE"),
    ("bruxelles", "BE"), ("calgary", "CA"), ("cambridge", "GB"), ("canberra", "AU"), ("cardiff", "GB"),
    ("chandigarh", "IN"), ("charleroi", "BE"), ("charlotte", "US"), ("chennai", "IN"), ("chicago", "US"),
    ("christchurch", "NZ"), ("chur", "CH"), ("cleveland", "US"), ("cologne", "DE"), ("cork", "IE"), ("dallas", "US"),
    ("darwin", "AU"), ("delft", "NL"), ("delhi", "IN"), ("den haag", "NL"), ("denver", "US"), ("detroit", "US"),
    ("dornbirn", "AT"), ("dortmund", "DE"), ("dresden", "DE"), ("dublin", "IE"), ("dunedin", "NZ"),
    ("dusseldorf", "DE"), ("edinburgh", "GB"), ("edmonton", "CA"), ("eindhoven", "NL"), ("essen", "DE"),
    ("frankfurt", "DE"), ("frankfurt am main", "DE"), ("fribourg", "CH"), ("galway", "IE"), ("geneva", "CH"),
    ("geneve", "CH"), ("genf", "CH"), ("gent", "BE"), ("ghent", "BE"), ("glasgow", "GB"), ("graz", "AT"),
    ("grenoble", "FR"), ("groningen", "NL"), ("gurgaon", "IN"), ("gurugram", "IN"), ("haarlem", "NL"),
    ("halifax", "CA"), ("hamburg", "DE"), ("hamilton", "NZ"), ("hannover", "DE"), ("hasselt", "BE"), ("hobart", "AU"),
    ("hong kong", "HK"), ("houston", "US"), ("hyderabad", "IN"), ("innsbruck", "AT"), ("invercargill", "NZ"),
    ("jaipur", "IN"), ("kansas city", "US"), ("klagenfurt", "AT"), ("kochi", "IN"), ("kolkata", "IN"), ("koln", "DE"),
    ("kortrijk", "BE"), ("las vegas", "US"), ("lausanne", "CH"), ("leeds", "GB"), ("leiden", "NL"), ("leipzig", "DE"),
    ("leuven", "BE"), ("liege", "BE"), ("lille", "FR"), ("limerick", "IE"), ("linz", "AT"), ("liverpool", "GB"),
    ("london", "GB"), ("los angeles", "US"), ("louvain-la-neuve", "BE"), ("lucerne", "CH"), ("lucknow", "IN"),
    ("lugano", "CH"), ("luzern", "CH"), ("lyon", "FR"), ("maastricht", "NL"), ("manchester", "GB"),
    ("marseille", "FR"), ("mechelen", "BE"), ("melbourne", "AU"), ("miami", "US"), ("milwaukee", "US"),
    ("minneapolis", "US"), ("mons", "BE"), ("montpellier", "FR"), ("montreal", "CA"), ("mumbai", "IN"),
    ("munchen", "DE"), ("munich", "DE"), ("namur", "BE"), ("nantes", "FR"), ("napier", "NZ"), ("nashville", "US"),
    ("nelson", "NZ"), ("neuchatel", "CH"), ("new delhi", "IN"), ("new orleans", "US"), ("new york", "US"),
    ("new york city", "US"), ("newcastle", "GB"), ("nice", "FR"), ("nijmegen", "NL"), ("noida", "IN"),
    ("nottingham", "GB"), ("nurnberg", "DE"), ("nyc", "US"), ("oakland", "US"), ("ottawa", "CA"), ("oxford", "GB"),
    ("palmerston north", "NZ"), ("paris", "FR"), ("perth", "AU"), ("philadelphia", "US"), ("phoenix", "US"),
    ("pittsburgh", "US"), ("portland", "US"), ("pune", "IN"), ("quebec", "CA"), ("queenstown", "NZ"),
    ("rapperswil", "CH"), ("rennes", "FR"), ("rotorua", "NZ"), ("rotterdam", "NL"), ("sacramento", "US"),
    ("salt lake city", "US"), ("salzburg", "AT"), ("san antonio", "US"), ("san diego", "US"), ("san francisco", "US"),
    ("san jose", "US"), ("schaffhausen", "CH"), ("seattle", "US"), ("sheffield", "GB"), ("singapore", "SG"),
    ("sion", "CH"), ("st gallen", "CH"), ("st louis", "US"), ("st polten", "AT"), ("strasbourg", "FR"),
    ("stuttgart", "DE"), ("sydney", "AU"), ("tampa", "US"), ("tauranga", "NZ"), ("thun", "CH"), ("tilburg", "NL"),
    ("toronto", "CA"), ("toulouse", "FR"), ("utrecht", "NL"), ("vancouver", "CA"), ("vienna", "AT"),
    ("villach", "AT"), ("washington", "US"), ("waterford", "IE"), ("wellington", "NZ"), ("wels", "AT"),
    ("whangarei", "NZ"), ("wien", "AT"), ("winnipeg", "CA"), ("winterthur", "CH"), ("zug", "CH"), ("zurich", "CH"),
];
