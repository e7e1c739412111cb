//! `afterword envelope`: one envelope, or a mailing of them from a table of addresses.

use std::path::PathBuf;

use afterword_paper::{AddressSource, CardFormat, Envelope, Locality, Mailing, Press};
use afterword_store::name::slug;

use super::Ended;
use super::address_table::addresses;
use super::paper_files::{Keep, remark};
use crate::config::{self, Settings};
use crate::failure::Failure;
use crate::input::Source;
use crate::stationery::{CardOptions, EnvelopeArg, refused};

const EXAMPLES: &str = "\
Examples:
  afterword envelope --to 'Ines Okafor' --department 'Editorial Department' --organization 'Harbor Magazine' \\
      --street '412 Wharf St, Suite 300' --last-line 'Portland, ME 04101'
  afterword envelope --to 'Jonas Feld' --street 'Torstr. 6' --city Berlin --postal-code 10119 --country Germany
  afterword envelope --csv addresses.csv --size 10     an envelope for every row, in one PDF
";

/// Print an envelope in the order the post reads
///
/// Recipient, department, organization, street and last line as USPS Publication 28 has them, inside the area its machines
/// read; abroad as the country has them, its name last. An address taken from a website needs a department: without one the
/// card reaches the building and nobody in it.
#[derive(Debug, clap::Args)]
#[command(before_help = EXAMPLES, help_template = super::TEMPLATE)]
pub(super) struct Args {
    /// The person
    #[arg(long, value_name = "NAME", required_unless_present_any = ["organization", "csv"])]
    to: Option<String>,
    /// The department, or whoever passes it on
    #[arg(long, visible_alias = "attention", value_name = "NAME")]
    department: Option<String>,
    /// The organization
    #[arg(long, value_name = "NAME")]
    organization: Option<String>,
    /// Street, suite or box; may be repeated
    #[arg(long, value_name = "LINE")]
    street: Vec<String>,
    /// City, state and ZIP code as one line
    #[arg(long, value_name = "LINE", conflicts_with_all = ["city", "state", "postal_code", "district"])]
    last_line: Option<String>,
    /// City or town; with --state and --postal-code the country says how they are written
    #[arg(long, value_name = "NAME")]
    city: Option<String>,
    /// District or suburb, where the address has one
    #[arg(long, value_name = "NAME")]
    district: Option<String>,
    /// State, province or prefecture
    #[arg(long, value_name = "NAME")]
    state: Option<String>,
    /// ZIP or postal code
    #[arg(long, visible_alias = "zip", value_name = "CODE")]
    postal_code: Option<String>,
    /// Where it goes, by English name or code; printed only if it leaves your country
    #[arg(long, value_name = "COUNTRY")]
    country: Option<String>,
    /// Your own address, a line each; `-` leaves it out [default: name and `return_address` of the profile]
    #[arg(long = "from", value_name = "LINE", allow_hyphen_values = true)]
    from_lines: Vec<String>,
    /// Your country [default: the profile's, else the United States]
    #[arg(long, value_name = "COUNTRY")]
    from_country: Option<String>,
    /// Where you learned the address
    #[arg(long, value_enum, default_value_t = SourceArg::Person)]
    source: SourceArg,
    /// 10, a2, a6, a7, 4bar, c6, dl, or measures like 140x140mm [default: what the card of your profile needs]
    #[arg(long, value_name = "ENVELOPE")]
    size: Option<EnvelopeArg>,
    /// Print an envelope for each row of this table, all in one PDF. Columns: to, department, organization, street, `last_line`,
    /// city, district, state, `postal_code`, country, source; the others of these options hold for every row
    #[arg(long, value_name = "FILE", conflicts_with_all = ["to", "department", "organization", "street", "last_line", "city", "svg"])]
    csv: Option<Source>,
    /// Write a picture (SVG) instead of a PDF
    #[arg(long)]
    svg: bool,
    #[command(flatten)]
    keep: Keep,
    /// Read your address and card from this file [default: afterword/config.toml in the configuration folder]
    #[arg(long, value_name = "FILE")]
    profile: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum SourceArg {
    /// From the person: a business card, a signature, their word
    Person,
    /// From the organization's website
    Website,
}

impl From<SourceArg> for AddressSource {
    fn from(source: SourceArg) -> Self {
        match source {
            SourceArg::Person => Self::Person,
            SourceArg::Website => Self::Website,
        }
    }
}

pub(super) fn run(args: &Args) -> anyhow::Result<Ended> {
    let settings = config::load(args.profile.as_deref())?;
    let press = Press::new();
    let usual = usual(args, &settings)?;
    if let Some(source) = &args.csv {
        let envelopes = addresses(source, &usual)?;
        let Mailing { bytes, pages, findings } = press
            .mailing(&envelopes)
            .map_err(|(row, error)| refused(&format!("no envelopes; row {} of {source}", row + 1), &error))?;
        args.keep.keep("envelopes.pdf", bytes)?;
        remark(&format!("{pages} envelopes"));
        for (row, finding) in &findings {
            remark(&format!("row {}: {finding}", row + 1));
        }
        return Ok(Ended::Done);
    }
    let envelope = Envelope {
        recipient_line: args.to.clone().unwrap_or_default(),
        attention_line: args.department.clone(),
        organization: args.organization.clone(),
        delivery_address_lines: args.street.clone(),
        last_line: args.last_line.clone().unwrap_or_default(),
        locality: Locality {
            district: args.district.clone(),
            city: args.city.clone(),
            state: args.state.clone(),
            postal_code: args.postal_code.clone(),
            sorting_code: None,
        },
        ..usual
    };
    let printed = press.envelope(&envelope).map_err(|e| refused("no envelope", &e))?;
    let stem = slug(
        args.to.as_deref().or(args.organization.as_deref()).unwrap_or_default(),
        "envelope",
    );
    if args.svg {
        let svg = press.preview(&printed.page);
        args.keep.keep(&format!("{stem}-envelope.svg"), svg.into_bytes())?;
    } else {
        args.keep.keep(&format!("{stem}-envelope.pdf"), printed.bytes)?;
    }
    for finding in &printed.findings {
        remark(&finding.to_string());
    }
    Ok(Ended::Done)
}

/// What is the same on every envelope: its size, the sender, the countries.
fn usual(args: &Args, settings: &Settings) -> Result<Envelope, Failure> {
    let return_address_lines = match args.from_lines.as_slice() {
        [] => {
            let mut lines = settings.return_address.clone();
            if let (Some(name), Some(first)) = (&settings.profile.candidate.name, lines.first())
                && name != first
            {
                lines.insert(0, name.clone());
            }
            lines
        }
        [one] if one == "-" => Vec::new(),
        lines => lines
            .iter()
            .flat_map(|line| line.split(';'))
            .map(|line| line.trim().to_owned())
            .filter(|line| !line.is_empty())
            .collect(),
    };
    let from_country = args.from_country.clone().or_else(|| settings.country.clone());
    for country in [&args.country, &from_country].into_iter().flatten() {
        known_country(country)?;
    }
    let card: CardFormat = settings.card.card(&CardOptions::default()).format;
    Ok(Envelope {
        size: args.size.map_or_else(|| card.envelope_size(), |size| size.0),
        country: args.country.clone(),
        from_country,
        return_address_lines,
        source: args.source.into(),
        ..Envelope::default()
    })
}

/// A country nobody knows is a slip of the pen: the post could not read it either.
pub(super) fn known_country(name: &str) -> Result<(), Failure> {
    match afterword_paper::Country::named(name) {
        Some(_) => Ok(()),
        None => Err(Failure::new(format!("no country is called {name:?}"))
            .hint("write its English name, or its two-letter code, like DE")),
    }
}
