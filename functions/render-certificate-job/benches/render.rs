//! How many files a second one core makes: `cargo bench -p render-certificate-job`.

use std::path::Path;
use std::time::Instant;

use credentials::template::Design;
use print::Fonts;
use render_certificate_job::render;

const DESIGN: &str = include_str!("../../../shared/credentials/src/template/landscape.json");
const SNAPSHOT: &str = include_str!("../tests/it/snapshot.json");
const FONTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/print/fonts");
const FILES: u32 = 500;

#[expect(clippy::print_stdout, reason = "this is what it is for")]
fn main() {
    let design: Design = serde_json::from_str(DESIGN).expect("a design");
    let snapshot = serde_json::from_str(SNAPSHOT).expect("a snapshot");
    let fonts = Fonts::of(Path::new(FONTS)).expect("the fonts");
    render(&snapshot, &design, fonts).expect("a file");
    let start = Instant::now();
    let one = || render(&snapshot, &design, fonts).expect("a file").len();
    let bytes: usize = (0..FILES).map(|_| one()).sum();
    let rate = f64::from(FILES) / start.elapsed().as_secs_f64();
    println!("{rate:.0} files a second, {} bytes each", bytes / FILES as usize);
}
