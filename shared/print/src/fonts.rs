//! The fonts: files of a folder, read once and shared by all that a process prints.

use std::collections::BTreeMap;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use krilla::text::Font;
use models::{Fault, Kind};

use crate::style::Family;

/// The fonts of every script that are printed with. They stay for as long as the process lives.
#[derive(Clone, Copy)]
pub struct Fonts(&'static Weights);

/// A font is not where it should be. Somebody may put it there, so trying again may help.
#[derive(Debug, thiserror::Error)]
#[error("the font {} cannot be read: {cause}", .file.display())]
pub struct Unreadable {
    file: PathBuf,
    cause: Error,
}

impl Fault for Unreadable {
    fn kind(&self) -> Kind {
        Kind::Unavailable
    }

    fn code(&self) -> &'static str {
        "unavailable"
    }
}

/// One font, for measuring and for embedding.
pub(crate) struct Face {
    /// For embedding.
    pub(crate) font: Font,
    /// For shaping.
    pub(crate) shaper: rustybuzz::Face<'static>,
    /// Letters stand apart; they may be moved.
    pub(crate) separable: bool,
}

/// The faces in the order of [`FAMILIES`].
struct Weights {
    regular: Vec<Face>,
    bold: Vec<Face>,
}

/// Each with the ending of its files, and whether its letters stand apart: with and without
/// serifs, and then the other scripts.
const FAMILIES: [(&str, &str, bool); 7] = [
    ("NotoSerif", "ttf", true),
    ("NotoSans", "ttf", true),
    ("NotoSansArabic", "ttf", false),
    ("NotoSansHebrew", "ttf", false),
    ("NotoSansDevanagari", "ttf", false),
    ("NotoSansThai", "ttf", false),
    ("NotoSansCJK", "otf", false),
];

/// What has been read, by its folder. Functions of one process share it.
static READ: Mutex<BTreeMap<PathBuf, Fonts>> = Mutex::new(BTreeMap::new());

impl Fonts {
    /// The fonts of a folder. Whoever asks first waits until they are read.
    pub fn of(folder: &Path) -> Result<Self, Unreadable> {
        let mut read = READ.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(fonts) = read.get(folder) {
            return Ok(*fonts);
        }
        let (regular, bold) = (files(folder, "Regular")?, files(folder, "Bold")?);
        // Kept for good only when all of them are there: a job that tries again takes no more.
        let weights = Weights { regular: faces(regular)?, bold: faces(bold)? };
        let fonts = Self(Box::leak(Box::new(weights)));
        read.insert(folder.to_owned(), fonts);
        Ok(fonts)
    }

    /// Every face that may set a text of this style, the best first.
    pub(crate) fn faces(
        self,
        family: Family,
        bold: bool,
    ) -> impl Iterator<Item = &'static Face> + Clone {
        let weight = if bold { &self.0.bold } else { &self.0.regular };
        let (latin, others) = weight.split_at(2);
        let (first, second) = match family {
            Family::Serif => (&latin[0], &latin[1]),
            Family::Sans => (&latin[1], &latin[0]),
        };
        [first, second].into_iter().chain(others)
    }
}

/// The files of a weight, each of them a font.
fn files(folder: &Path, weight: &str) -> Result<Vec<(PathBuf, Vec<u8>)>, Unreadable> {
    let files = FAMILIES.iter().map(|(family, ending, _)| {
        let file = folder.join(format!("{family}-{weight}.{ending}"));
        match std::fs::read(&file) {
            Ok(bytes) if rustybuzz::Face::from_slice(&bytes, 0).is_some() => Ok((file, bytes)),
            Ok(_) => Err(no_font(file)),
            Err(cause) => Err(Unreadable { file, cause }),
        }
    });
    files.collect()
}

fn faces(files: Vec<(PathBuf, Vec<u8>)>) -> Result<Vec<Face>, Unreadable> {
    let faces = files.into_iter().zip(FAMILIES);
    faces
        .map(|((file, bytes), (.., separable))| {
            Face::new(bytes.leak(), separable).ok_or_else(|| no_font(file))
        })
        .collect()
}

fn no_font(file: PathBuf) -> Unreadable {
    Unreadable { file, cause: Error::new(ErrorKind::InvalidData, "it is no font") }
}

impl Face {
    fn new(bytes: &'static [u8], separable: bool) -> Option<Self> {
        let font = Font::new(bytes.into(), 0)?;
        let shaper = rustybuzz::Face::from_slice(bytes, 0)?;
        Some(Self { font, shaper, separable })
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

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// Ours.
    pub(crate) fn fonts() -> Fonts {
        Fonts::of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts")).unwrap()
    }

    /// A folder that lacks one, or has something else in its place, is none; put right, it is.
    #[test]
    fn a_font_that_is_not_there_is_told_by_name() {
        let folder = std::env::temp_dir().join(format!("accredit-fonts-{}", std::process::id()));
        let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
        std::fs::create_dir_all(&folder).unwrap();
        for file in std::fs::read_dir(&ours).unwrap().flatten() {
            std::os::unix::fs::symlink(file.path(), folder.join(file.file_name())).unwrap();
        }
        let told = || Fonts::of(&folder).err().map(|missing| missing.to_string());
        let thai = folder.join("NotoSansThai-Bold.ttf");
        std::fs::remove_file(&thai).unwrap();
        assert!(told().unwrap().contains("NotoSansThai-Bold.ttf cannot be read: No such file"));
        std::fs::write(&thai, "thai").unwrap();
        assert!(told().unwrap().ends_with("NotoSansThai-Bold.ttf cannot be read: it is no font"));
        std::fs::copy(ours.join("NotoSansThai-Bold.ttf"), &thai).unwrap();
        assert_eq!(told(), None);
        std::fs::remove_dir_all(&folder).unwrap();
        assert_eq!(told(), None, "read once");
    }
}
