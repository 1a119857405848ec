//! The file itself: what it says, how it reads back, and that it is always the same.

use std::path::PathBuf;
use std::process::Command;

use credentials::snapshot::Snapshot;
use credentials::template::Design;
use render_certificate_job::render;

const LANDSCAPE: &str = include_str!("../../../../shared/credentials/src/template/landscape.json");
const PORTRAIT: &str = include_str!("../../../../shared/credentials/src/template/portrait.json");
const NAMES: [&str; 9] = [
    "Łukasz Żółć",
    "北京 王",
    "محمد الحسن",
    "Ελένη Παπαδοπούλου",
    "Þóra Jónsdóttir",
    "Nguyễn Thị Minh Khai",
    "Владимир Щукин",
    "ישראל ישראלי",
    "สมชาย ใจดี",
];

pub(crate) fn snapshot() -> Snapshot {
    serde_json::from_str(include_str!("snapshot.json")).unwrap()
}

fn of(name: &str) -> Snapshot {
    let mut snapshot = snapshot();
    snapshot.holder.full_name = name.into();
    snapshot.values.insert("full_name".into(), name.into());
    snapshot
}

fn design(text: &str) -> Design {
    serde_json::from_str(text).unwrap()
}

/// The file in a folder of its own. `RENDER_TO` keeps them, for people to look at.
fn written(name: &str, pdf: &[u8]) -> PathBuf {
    let kept = option_env!("RENDER_TO").map_or_else(std::env::temp_dir, PathBuf::from);
    let path = kept.join(format!("accredit-{name}-{}.pdf", std::process::id()));
    std::fs::write(&path, pdf).unwrap();
    path
}

/// What a tool says; `None` only where it is not installed.
fn said(tool: &str, arguments: &[&str]) -> Option<String> {
    match Command::new(tool).args(arguments).output() {
        Ok(output) => Some(String::from_utf8_lossy(&output.stdout).into_owned()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => panic!("{tool}: {error}"),
    }
}

/// CE-9
#[test]
fn names_of_every_script_are_text_that_reads_back() {
    for (n, name) in NAMES.into_iter().enumerate() {
        let pdf = render(&of(name), &design(LANDSCAPE)).unwrap();
        let path = written(&format!("name-{n}"), &pdf);
        let Some(text) = said("pdftotext", &["-layout", path.to_str().unwrap(), "-"]) else {
            return;
        };
        // Marks that only turn the direction are no part of the name.
        let plain: String =
            text.chars().filter(|c| !matches!(c, '\u{202a}'..='\u{202e}')).collect();
        assert!(plain.contains(name), "{name} in {plain}");
        assert!(plain.contains("7K2M-9QXW-T4HB-NR8F"), "R12");
        std::fs::remove_file(path).unwrap();
    }
}

/// CE-9
#[test]
fn the_qr_code_leads_to_the_check_page() {
    for (name, text) in [("landscape", LANDSCAPE), ("portrait", PORTRAIT)] {
        let path = written(name, &render(&snapshot(), &design(text)).unwrap());
        let image = path.with_extension("");
        let (pdf, target) = (path.to_str().unwrap(), image.to_str().unwrap());
        let drawn = said("pdftoppm", &["-r", "120", "-png", "-singlefile", pdf, target]);
        let png = image.with_extension("png");
        let read = said("zbarimg", &["--quiet", "--raw", png.to_str().unwrap()]);
        if let (Some(_), Some(read)) = (drawn, read) {
            assert_eq!(read.trim(), "https://accredit.test/verify/7K2M9QXWT4HBNR8F");
        }
        if option_env!("RENDER_TO").is_none() {
            let _ = (std::fs::remove_file(path), std::fs::remove_file(png));
        }
    }
}

/// CE-9
#[test]
fn no_font_is_left_out_and_none_is_whole() {
    let pdf = render(&of("北京 王 محمد"), &design(LANDSCAPE)).unwrap();
    assert!(pdf.len() < 120_000, "{} bytes", pdf.len());
    let path = written("fonts", &pdf);
    let Some(fonts) = said("pdffonts", &[path.to_str().unwrap()]) else { return };
    let rows: Vec<&str> = fonts.lines().skip(2).collect();
    assert!(rows.len() >= 4, "{fonts}");
    assert!(
        rows.iter().all(|row| row.contains("yes yes yes")),
        "embedded, subset, readable: {fonts}"
    );
    std::fs::remove_file(path).unwrap();
}

/// CE-8
#[test]
fn the_same_certificate_is_the_same_file_to_the_last_byte() {
    let design = design(PORTRAIT);
    assert_eq!(render(&snapshot(), &design).unwrap(), render(&snapshot(), &design).unwrap());
}

#[test]
fn title_language_tags_and_data_are_in_the_file() {
    let pdf = render(&snapshot(), &design(LANDSCAPE)).unwrap();
    let path = written("meta", &pdf);
    let file = path.to_str().unwrap();
    let Some(info) = said("pdfinfo", &[file]) else { return };
    assert!(info.contains("NRS-2026-000042: Lung cancer in 2026"), "{info}");
    assert!(info.contains("Tagged:          yes"), "{info}");
    assert!(said("pdfdetach", &["-list", file]).unwrap().contains("certificate.json"));
    std::fs::remove_file(path).unwrap();
}

/// The longest name that can be registered still prints as a whole.
#[test]
fn two_hundred_characters_are_all_there() {
    let name = "Wolfeschlegelsteinhausen ".repeat(8);
    let path = written("long", &render(&of(name.trim()), &design(LANDSCAPE)).unwrap());
    let Some(text) = said("pdftotext", &[path.to_str().unwrap(), "-"]) else { return };
    assert_eq!(text.matches("Wolfeschlegelsteinhausen").count(), 8, "{text}");
    std::fs::remove_file(path).unwrap();
}
