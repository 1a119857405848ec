//! What certificates and invoices are printed with: fonts of every script, text in both
//! directions, and PDF files that archives and those who listen can read.
//!
//! It knows no page: what stands where is each function's own. The same input and fonts give the
//! same bytes.

mod archive;
mod draw;
mod fit;
mod fonts;
mod shape;
mod style;

pub use archive::{Refused, archived, finished};
pub use draw::{color, decoration, fill, points, rectangle, set, stroke};
pub use fit::{Fitted, fit, wrapped};
pub use fonts::{Fonts, Unreadable};
pub use shape::{Line, line};
pub use style::{Align, Family, Style};
