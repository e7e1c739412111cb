//! Paper: the sheet a handwritten card is copied from, and the envelope it travels in.
//!
//! Pure geometry. Text goes in, a [`Page`] of positioned lines in millimetres comes out, and the PDF writer walks that
//! page; nothing here opens a file, reads a clock or looks at the environment. Equal input gives equal bytes.
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

mod card;
mod clean;
mod envelope;
mod error;
mod fit;
mod fonts;
mod page;
mod pdf;
mod press;
mod sheet;
mod text;

pub use card::{Card, CardFormat, Hand, Orientation};
pub use envelope::{Envelope, EnvelopeSize};
pub use error::{Field, PaperError, PaperFinding, Place};
pub use fonts::Face;
pub use page::{Ink, Mark, Page, Role, Rule, TextLine};
pub use press::{Press, Printed};
pub use sheet::{CardSheet, ProofMark, SheetPaper};
