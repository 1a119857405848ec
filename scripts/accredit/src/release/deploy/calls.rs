//! What `accredit deploy` asks of `gcloud` and `skopeo`, word by word.

use super::super::rollback::{BEFORE, CANDIDATE};
use super::{Past, Shipped, Target};

pub(super) fn exists(one: &Shipped) -> Vec<String> {
    let image = format!("docker://{}", one.pinned);
    ["skopeo", "inspect", "--raw", &image].map(str::to_owned).to_vec()
}

pub(super) fn batch(target: &Target, one: &Shipped) -> [Vec<String>; 2] {
    [
        target.gcloud(&["run", "jobs", "update", one.name, "--image", &one.pinned]),
        target.gcloud(&["run", "jobs", "execute", one.name, "--wait"]),
    ]
}

pub(super) fn describe(target: &Target, name: &str) -> Vec<String> {
    target.gcloud(&["run", "services", "describe", name, "--format", "json"])
}

pub(super) fn revision(target: &Target, one: &Shipped) -> Vec<String> {
    let image = ["run", "services", "update", one.name, "--image", &one.pinned];
    target.gcloud(&[&image[..], &["--no-traffic", "--tag", CANDIDATE]].concat())
}

pub(super) fn traffic(target: &Target, name: &str, share: u32) -> Vec<String> {
    let share = format!("{CANDIDATE}={share}");
    target.gcloud(&["run", "services", "update-traffic", name, "--to-tags", &share])
}

/// All traffic goes to the revision, the new one loses the address it had as a candidate, and a
/// rollback goes where it went before.
pub(super) fn back(target: &Target, name: &str, revision: &str, past: &Past) -> Vec<String> {
    let share = format!("{revision}=100");
    let mut words = vec!["run", "services", "update-traffic", name, "--to-revisions", &share];
    let (tag, both) =
        (past.before.as_ref().map(|it| format!("{BEFORE}={it}")), format!("{CANDIDATE},{BEFORE}"));
    match &tag {
        Some(tag) => words.extend(["--update-tags", tag, "--remove-tags", CANDIDATE]),
        None => words.extend(["--remove-tags", &both]),
    }
    target.gcloud(&words)
}

/// What serves now is where a rollback goes, from the moment when traffic moves: whoever ends a
/// deploy in the middle may need it more than who comes later.
pub(super) fn kept(target: &Target, name: &str, serving: &str) -> Vec<String> {
    let tag = format!("{BEFORE}={serving}");
    target.gcloud(&["run", "services", "update-traffic", name, "--update-tags", &tag])
}

/// The new revision is a candidate no more.
pub(super) fn settled(target: &Target, name: &str) -> Vec<String> {
    target.gcloud(&["run", "services", "update-traffic", name, "--remove-tags", CANDIDATE])
}
