//! The fonts that certificates and invoices are printed with. An image has them as files beside its
//! program (`scripts/build-images`); this program carries them, so that it is all that a server needs.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use uuid::Uuid;

mod found {
    include!(concat!(env!("OUT_DIR"), "/fonts.rs"));
}

/// Where they lie in the folder of a server.
pub(crate) fn folder(data: &Path) -> PathBuf {
    data.join("fonts")
}

/// Unpacks them, unless they lie there just as this program has them. Another server that starts
/// at the same moment, or prints, sees of each file all or nothing.
pub(crate) fn unpack(data: &Path) -> anyhow::Result<()> {
    let folder = folder(data);
    unpack_into(&folder).with_context(|| format!("unpacking fonts into {}", folder.display()))
}

fn unpack_into(folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    for (name, content) in found::FONTS {
        let file = folder.join(name);
        if std::fs::read(&file).is_ok_and(|there| there == *content) {
            continue;
        }
        let unfinished = folder.join(format!(".{}", Uuid::new_v4().simple()));
        std::fs::write(&unfinished, content)?;
        std::fs::rename(unfinished, file)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// PL-10
    #[test]
    fn fonts_are_whole_whoever_unpacks_them_and_whatever_lay_there() {
        let data = std::env::temp_dir().join(format!("accredit-unpacked-{}", std::process::id()));
        std::thread::scope(|scope| {
            let servers: Vec<_> = (0..4).map(|_| scope.spawn(|| unpack(&data))).collect();
            assert!(servers.into_iter().all(|server| server.join().unwrap().is_ok()));
        });
        let thai = folder(&data).join("NotoSansThai-Bold.ttf");
        let whole = std::fs::read(&thai).unwrap();
        let made = std::fs::metadata(folder(&data).join("OFL.txt")).unwrap().modified().unwrap();
        std::fs::write(&thai, &whole[..100]).unwrap();
        unpack(&data).unwrap();
        assert_eq!(std::fs::read(&thai).unwrap(), whole);
        let now = std::fs::metadata(folder(&data).join("OFL.txt")).unwrap().modified().unwrap();
        assert_eq!(made, now, "what is there already is left alone");
        let names = std::fs::read_dir(folder(&data)).unwrap().flatten();
        let mut names: Vec<_> = names.map(|f| f.file_name().into_string().unwrap()).collect();
        names.sort();
        let ours: Vec<_> = found::FONTS.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ours);
        std::fs::remove_dir_all(&data).unwrap();
    }
}
