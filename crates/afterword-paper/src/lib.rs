//! Paper: the sheet a handwritten card is copied from, the card itself for who wants it printed or drawn by a pen, and
//! the envelope it travels in.
//!
//! Pure geometry. Text goes in, a [`Page`] of positioned lines in millimetres comes out, and the writers of PDF and SVG
//! walk that page; nothing here opens a file, reads a clock or looks at the environment. Equal input gives equal bytes.
//!
//! ```
//! use afterword_paper::{CardSheet, Press};
//!
//! let press = Press::new();
//! let sheet = CardSheet::new("Dear Ines,\n\nThank you for the walk through the press room.\n\nSam", "Ines Okafor");
//! let printed = press.copy_out_sheet(&sheet)?;
//! assert!(printed.bytes.starts_with(b"%PDF"));
//! # Ok::<(), afterword_paper::PaperError>(())
//! ```
//!
//! What it leaves out on purpose: shrinking text to make it fit, dropping a character a font lacks, and imitating the
//! sender's hand. The first two are refused with what to do about it; the third is the person's own work.

mod calibration;
mod card;
mod clean;
mod country;
mod cut;
mod envelope;
mod error;
mod finished;
mod fit;
mod fonts;
mod page;
mod pdf;
mod press;
mod sheet;
mod strokes;
mod svg;
mod text;

pub use calibration::{COPIED_LINE, Copied};
pub use card::{Card, CardFormat, Hand, Orientation};
pub use country::Country;
pub use cut::Cut;
pub use envelope::{AddressSource, Envelope, EnvelopeSize, Locality};
pub use error::{Field, PaperError, PaperFinding, Place, Surcharge};
pub use finished::FinishedCard;
pub use fonts::Face;
pub use page::{Ink, Mark, Page, Role, Rule, TextLine};
pub use press::{Drawn, Mailing, Press, Printed, WrittenLine};
pub use sheet::{CardSheet, ProofMark, SheetPaper};
