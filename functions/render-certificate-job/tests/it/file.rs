//! The file itself: what it says, how it reads back, and that it is always the same.

use std::path::{Path, PathBuf};
use std::process::Command;

use credentials::snapshot::Snapshot;
use credentials::template::Design;
use print::Fonts;
use render_certificate_job::Error;

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

fn render(snapshot: &Snapshot, design: &Design) -> Result<Vec<u8>, Error> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/print/fonts");
    render_certificate_job::render(snapshot, design, Fonts::of(Path::new(folder)).unwrap())
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

/// Throws a file away that nobody wants to look at.
fn done(path: &Path) {
    if option_env!("RENDER_TO").is_none() {
        // An image is only there if the tool that draws it is installed.
        let _ = std::fs::remove_file(path);
    }
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
        done(&path);
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
        done(&path);
        done(&png);
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
    done(&path);
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
    let head = String::from_utf8_lossy(&pdf);
    assert!(head.contains("<pdfaid:part>3</pdfaid:part>"), "PDF/A-3u");
    assert!(head.contains("<pdfaid:conformance>U</pdfaid:conformance>"), "PDF/A-3u");
    assert!(said("pdfdetach", &["-list", file]).unwrap().contains("certificate.json"));
    done(&path);
}

/// The longest name that can be registered still prints as a whole.
#[test]
fn two_hundred_characters_are_all_there() {
    let name = "Wolfeschlegelsteinhausen ".repeat(8);
    let path = written("long", &render(&of(name.trim()), &design(LANDSCAPE)).unwrap());
    let Some(text) = said("pdftotext", &[path.to_str().unwrap(), "-"]) else { return };
    assert_eq!(text.matches("Wolfeschlegelsteinhausen").count(), 8, "{text}");
    done(&path);
}

/// Everything that is long at once: two lines of title, credits of two bodies with many lines,
/// the longest sentence, on both designs. Nothing is cut.
#[test]
fn a_certificate_with_much_to_say_says_it_all() {
    let mut full = of("Dr María-José Fernández-Villaverde y Ortiz de Zárate");
    let long = [
        (
            "offering_title",
            "Multidisciplinary management of locally advanced non-small-cell lung cancer: from screening and staging to second-line therapy and survivorship",
        ),
        ("credits", "12.25 external CPD credits · 9.75 AMA PRA Category 1 Credits™"),
        (
            "credit_lines",
            "Clinical 4.5, Ethics 1.25, Audit 2, Leadership 1.5, Teaching 3; Clinical 6.25, Ethics 3.5",
        ),
        ("counted_time", "12 h 44 min"),
        ("duration", "14 h 30 min"),
        ("delivery_method", "Group Internet Based and Group Live"),
        (
            "approval_sentence",
            "Northern Respiratory Society designates this activity for a maximum of 9.75 AMA PRA Category 1 Credits™. Physicians should claim only the credit commensurate with the extent of their participation in the activity.",
        ),
    ];
    full.values.extend(long.map(|(key, value)| (key.to_owned(), value.to_owned())));
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for (name, text) in [("landscape", LANDSCAPE), ("portrait", PORTRAIT)] {
        let path = written(&format!("full-{name}"), &render(&full, &design(text)).unwrap());
        let Some(text) = said("pdftotext", &[path.to_str().unwrap(), "-"]) else { return };
        for (key, value) in &long {
            assert!(words(&text).contains(&words(value)), "{key} on {name}: {text}");
        }
        done(&path);
    }
}

/// CR-19: attendance without credit, without a title, a licence or an end of validity.
#[test]
fn a_certificate_with_little_to_say_has_no_empty_captions() {
    let mut bare = of("Þóra Jónsdóttir");
    for key in [
        "professional_title",
        "organization_name",
        "credits",
        "credit_lines",
        "approval_sentence",
        "approval_number",
        "expiry_date",
    ] {
        bare.values.remove(key);
    }
    for (name, text) in [("landscape", LANDSCAPE), ("portrait", PORTRAIT)] {
        let path = written(&format!("bare-{name}"), &render(&bare, &design(text)).unwrap());
        let Some(text) = said("pdftotext", &[path.to_str().unwrap(), "-"]) else { return };
        for caption in ["Valid until", "Approval number", "{"] {
            assert!(!text.contains(caption), "{caption} on {name}: {text}");
        }
        assert!(text.contains("1 h 44 min of 2 h"), "{text}");
        done(&path);
    }
}

/// CE-2: what people call themselves or their event is never read as a placeholder.
#[test]
fn a_name_in_braces_is_a_name() {
    let mut hostile = of("{credits} {verification_url}");
    hostile.values.insert("credits".into(), "{full_name}".into());
    let text = serde_json::from_value(serde_json::json!({
        "area": {"x": 0, "y": 0, "width": 100, "height": 10}, "font": "sans", "size": 12,
        "color": "#000000", "align": "start",
        "text": "{full_name}: {credits} of {full_name}, {unknown}."
    }));
    assert_eq!(
        hostile.filled(&text.unwrap()).unwrap(),
        "{credits} {verification_url}: {full_name} of {credits} {verification_url}, ."
    );
}

/// CE-9: every script of ours is written as PDF/A; what no font can print is not, and is a file.
#[test]
fn only_what_conforms_says_so() {
    let claims = |name: &str, text: &str| {
        let pdf = render(&of(name), &design(text)).unwrap();
        String::from_utf8_lossy(&pdf).contains("pdfaid:part")
    };
    for name in NAMES {
        assert!(claims(name, LANDSCAPE) && claims(name, PORTRAIT), "{name}");
    }
    assert!(!claims("Ada \u{12000} Park", LANDSCAPE), "cuneiform");
}
