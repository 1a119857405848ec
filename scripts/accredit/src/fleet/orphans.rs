//! No function outlives the process that started it, also where that one was killed and could
//! clean nothing up: the kernel ends a function with its parent, and what got away is ended by the
//! next start.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::Context as _;
use tokio::process::Command;

/// Of util-linux, which every Debian has; that of busybox knows no `--pdeathsig`.
const SETPRIV: [&str; 2] = ["/usr/bin/setpriv", "/bin/setpriv"];

/// Holds the functions of this process.
pub(super) struct Leash {
    setpriv: Option<&'static str>,
    /// A file for each running function.
    folder: PathBuf,
}

/// A process, told from a later one that got the same number.
#[derive(Debug, PartialEq, Eq)]
struct Known {
    id: u32,
    /// In ticks since the machine started.
    started: u64,
}

impl Leash {
    /// Ends what a killed process left in the data folder, first of all.
    pub(super) async fn new(data: &Path) -> anyhow::Result<Self> {
        let folder = data.join("running");
        std::fs::create_dir_all(&folder).context("the folder of running functions")?;
        sweep(&folder).await?;
        let mut setpriv = None;
        for program in SETPRIV {
            let able = Command::new(program)
                .args(["--pdeathsig", "KILL", "true"])
                .stdin(Stdio::null())
                .stderr(Stdio::null())
                .status()
                .await;
            if able.is_ok_and(|status| status.success()) {
                setpriv = Some(program);
                break;
            }
        }
        Ok(Self { setpriv, folder })
    }

    /// Starts `program`, with the kernel watching over its parent where that can be had. The
    /// kernel means the thread that starts it: one of the runtime's workers, which live as long.
    pub(super) fn command(&self, program: &Path) -> Command {
        match self.setpriv {
            Some(setpriv) => {
                let mut command = Command::new(setpriv);
                command.args(["--pdeathsig", "KILL"]).arg(program);
                command
            }
            None => Command::new(program),
        }
    }

    /// Keeps in mind whose child it is. On a machine without `/proc` there is nothing to keep.
    pub(super) fn started(&self, name: &str, id: u32) {
        let (Some(child), Some(parent)) = (known(id), known(std::process::id())) else { return };
        let line = format!("{} {} {} {}", child.id, child.started, parent.id, parent.started);
        if let Err(error) = std::fs::write(self.folder.join(name), line) {
            tracing::warn!(function = name, %error, "its process id could not be kept");
        }
    }

    /// It has ended.
    pub(super) fn ended(&self, name: &str) {
        let _ = std::fs::remove_file(self.folder.join(name));
    }
}

/// Ends every process of `folder` whose parent is gone, if it still is the one that was written
/// down.
async fn sweep(folder: &Path) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let file = entry?.path();
        let Some((child, parent)) = read(&file) else { continue };
        if alive(&parent) {
            continue;
        }
        if alive(&child) {
            tracing::warn!(pid = child.id, "a function that was left behind is ended");
            let id = child.id.to_string();
            Command::new("kill").args(["-KILL", &id]).status().await.context("kill")?;
        }
        std::fs::remove_file(file)?;
    }
    Ok(())
}

fn read(file: &Path) -> Option<(Known, Known)> {
    let text = std::fs::read_to_string(file).ok()?;
    let numbers: Vec<u64> = text.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    let [child, child_started, parent, parent_started] = numbers[..] else { return None };
    let known = |id, started| Some(Known { id: u32::try_from(id).ok()?, started });
    Some((known(child, child_started)?, known(parent, parent_started)?))
}

fn alive(process: &Known) -> bool {
    known(process.id).as_ref() == Some(process)
}

/// The 22nd field of `/proc/ID/stat` (proc(5)); the second is a name that may hold anything.
fn known(id: u32) -> Option<Known> {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let (_, behind_name) = stat.rsplit_once(')')?;
    let mut fields = behind_name.split_whitespace();
    // A zombie has ended.
    if fields.next()? == "Z" {
        return None;
    }
    let started = fields.nth(18)?.parse().ok()?;
    Some(Known { id, started })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sleeper() -> std::process::Child {
        std::process::Command::new("sleep").arg("1000").spawn().unwrap()
    }

    /// Only what was written down, and only when whoever started it is gone.
    #[tokio::test]
    async fn what_a_killed_process_left_is_ended_and_nothing_else() {
        let folder = std::env::temp_dir().join(format!("accredit-orphans-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let mut processes = [sleeper(), sleeper(), sleeper()];
        let [orphan, stranger, kept] = processes.each_ref().map(|p| known(p.id()).unwrap());
        let here = known(std::process::id()).unwrap();
        let gone = format!("{} {}", here.id, here.started - 1);
        let write = |name: &str, line: String| std::fs::write(folder.join(name), line).unwrap();
        write("orphan-api", format!("{} {} {gone}", orphan.id, orphan.started));
        // The number was given anew since.
        write("stranger-api", format!("{} {} {gone}", stranger.id, stranger.started - 1));
        write("kept-api", format!("{} {} {} {}", kept.id, kept.started, here.id, here.started));
        write("torn-api", "12".to_owned());
        sweep(&folder).await.unwrap();
        assert!(!processes[0].wait().unwrap().success(), "it was killed");
        assert!(alive(&stranger) && alive(&kept));
        for process in &mut processes {
            let _ = process.kill();
            process.wait().unwrap();
        }
        std::fs::remove_dir_all(folder).unwrap();
    }
}
