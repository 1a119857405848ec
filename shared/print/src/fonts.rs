//! The fonts, parsed once and shared by all files.

use std::sync::LazyLock;

use krilla::text::Font;

use crate::style::Family;

/// One font, for measuring and for embedding.
pub(crate) struct Face {
    /// For embedding.
    pub(crate) font: Font,
    /// For shaping.
    pub(crate) shaper: rustybuzz::Face<'static>,
    /// Letters stand apart; they may be moved.
    pub(crate) separable: bool,
}

impl Face {
    fn new(bytes: &'static [u8], separable: bool) -> Self {
        let font = Font::new(bytes.into(), 0).expect("an embedded font");
        let shaper = rustybuzz::Face::from_slice(bytes, 0).expect("an embedded font");
        Self { font, shaper, separable }
    }

    /// Has a glyph for this character.
    pub(crate) fn covers(&self, c: char) -> bool {
        self.shaper.glyph_index(c).is_some()
    }

    /// A length in this font's units as a part of the size.
    #[expect(clippy::cast_precision_loss, reason = "units of a font are small")]
    pub(crate) fn em(&self, units: i32) -> f32 {
        units as f32 / self.font.units_per_em()
    }
}

/// All weights of all scripts.
struct Fonts {
    regular: Weight,
    bold: Weight,
}

struct Weight {
    serif: Face,
    sans: Face,
    others: [Face; 5],
}

macro_rules! weight {
    ($name:literal) => {
        Weight {
            serif: Face::new(include_bytes!(concat!("../fonts/NotoSerif-", $name, ".ttf")), true),
            sans: Face::new(include_bytes!(concat!("../fonts/NotoSans-", $name, ".ttf")), true),
            others: [
                Face::new(
                    include_bytes!(concat!("../fonts/NotoSansArabic-", $name, ".ttf")),
                    false,
                ),
                Face::new(
                    include_bytes!(concat!("../fonts/NotoSansHebrew-", $name, ".ttf")),
                    false,
                ),
                Face::new(
                    include_bytes!(concat!("../fonts/NotoSansDevanagari-", $name, ".ttf")),
                    false,
                ),
                Face::new(include_bytes!(concat!("../fonts/NotoSansThai-", $name, ".ttf")), false),
                Face::new(include_bytes!(concat!("../fonts/NotoSansCJK-", $name, ".otf")), false),
            ],
        }
    };
}

static FONTS: LazyLock<Fonts> =
    LazyLock::new(|| Fonts { regular: weight!("Regular"), bold: weight!("Bold") });

/// Every face that may set a text of this style, the best first.
pub(crate) fn faces(family: Family, bold: bool) -> impl Iterator<Item = &'static Face> + Clone {
    let weight = if bold { &FONTS.bold } else { &FONTS.regular };
    let (first, second) = match family {
        Family::Serif => (&weight.serif, &weight.sans),
        Family::Sans => (&weight.sans, &weight.serif),
    };
    [first, second].into_iter().chain(&weight.others)
}

/// The face for a character: the one in use if it has it, so that spaces and points stay with
/// the words around them; else the first that has it.
pub(crate) fn face_for(
    c: char,
    in_use: Option<&'static Face>,
    mut faces: impl Iterator<Item = &'static Face> + Clone,
) -> &'static Face {
    if let Some(face) = in_use.filter(|face| face.covers(c) && !c.is_alphabetic()) {
        return face;
    }
    let first = faces.clone().next().expect("a family has faces");
    faces.find(|face| face.covers(c)).or(in_use).unwrap_or(first)
}
