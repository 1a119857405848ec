//! How many files a second one core makes: `cargo bench -p render-certificate-job`.

use std::time::Instant;

use credentials::template::Design;
use render_certificate_job::render;

const DESIGN: &str = include_str!("../../../shared/credentials/src/template/landscape.json");
const SNAPSHOT: &str = include_str!("../tests/it/snapshot.json");
const FILES: u32 = 500;

#[expect(clippy::print_stdout, reason = "this is what it is for")]
fn main() {
    let design: Design = serde_json::from_str(DESIGN).expect("a design");
    let snapshot = serde_json::from_str(SNAPSHOT).expect("a snapshot");
    render(&snapshot, &design).expect("a file");
    let start = Instant::now();
    let bytes: usize = (0..FILES).map(|_| render(&snapshot, &design).expect("a file").len()).sum();
    let rate = f64::from(FILES) / start.elapsed().as_secs_f64();
    println!("{rate:.0} files a second, {} bytes each", bytes / FILES as usize);
}
