//! Shipping and taking back (PL-34), with a `gcloud` and a `skopeo` that write down how they are
//! called and answer what a test put beside them.

use std::io::BufRead as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const STAND_IN: &str = r#"#!/bin/sh
echo "${0##*/} $*" >>"$CALLS"
case "$*" in *"$FAILS"*) [ -n "$FAILS" ] && exit 1 ;; esac
case "$*" in
    *print-access-token*) echo secret-token ;;
    *"describe"*) cat "${CALLS%/*}/service" 2>/dev/null || echo '{"status": {"latestReadyRevisionName": "new", "latestCreatedRevisionName": "new",
        "traffic": [{"revisionName": "old", "percent": 100}, {"revisionName": "new", "tag": "candidate"},
            {"revisionName": "'"${BEFORE:-older}"'", "tag": "before"}]}}' ;;
    *"secrets versions list"*) echo '[{"name": "projects/1/secrets/x/versions/2", "state": "ENABLED"},
        {"name": "projects/1/secrets/x/versions/1", "state": "DISABLED"}]' ;;
    *"secrets list"*) echo "$ANSWERS" ;;
    *"logging read"*) echo "$ANSWERS" | tr ' ' '\n' ;;
esac
[ "$1" = login ] && cat >/dev/null
case "$*" in *"--data-file -"*) cat >"${CALLS%/*}/fed" ;; esac
exit 0
"#;

struct Cloud(PathBuf);

impl Cloud {
    fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("accredit-{}", uuid::Uuid::new_v4()));
        std::fs::create_dir_all(folder.join("env")).unwrap();
        let tfvars = "project = \"p\"\nregion  = \"r\"\ndomain  = \"nowhere.invalid\"\n";
        std::fs::write(folder.join("env/staging.tfvars"), tfvars).unwrap();
        let image = |name| format!("\"{name}\": {{\"digest\": \"sha256:{name}\"}}");
        let images = ["remind-job", "purge-job", "migrate-job", "events-api"].map(image).join(",");
        std::fs::write(folder.join("images.json"), format!("{{{images}}}")).unwrap();
        for name in ["gcloud", "skopeo"] {
            let file = folder.join(name);
            std::fs::write(&file, STAND_IN).unwrap();
            let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
            std::fs::set_permissions(file, mode).unwrap();
        }
        Self(folder)
    }

    /// What every service says of its revisions from now on.
    fn serves(&self, traffic: &str) {
        let status = format!(
            r#"{{"status": {{"latestReadyRevisionName": "new", "latestCreatedRevisionName": "new", "traffic": [{traffic}]}}}}"#
        );
        std::fs::write(self.0.join("service"), status).unwrap();
    }

    fn run(&self, arguments: &str, fails: &str, answers: &str) -> (i32, String, String) {
        let _ = std::fs::remove_file(self.0.join("calls"));
        self.run_with(arguments, fails, answers, "")
    }

    fn run_with(
        &self,
        arguments: &str,
        fails: &str,
        answers: &str,
        input: &str,
    ) -> (i32, String, String) {
        let calls = self.0.join("calls");
        let fed = self.0.join("input");
        std::fs::write(&fed, input).unwrap();
        let Output { status, stdout, stderr } = self
            .command(arguments)
            .stdin(std::fs::File::open(fed).unwrap())
            .envs([("FAILS", fails), ("ANSWERS", answers)])
            .env("CALLS", &calls)
            .output()
            .unwrap();
        let told =
            format!("{}{}", String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
        let calls = std::fs::read_to_string(calls).unwrap_or_default();
        (status.code().unwrap(), calls.replace(" --project p --region r", ""), told)
    }

    fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_accredit"));
        command
            .args(arguments.split(' '))
            .args(["--env", "staging", "--environments"])
            .arg(self.0.join("env"))
            .env_clear()
            .env("PATH", format!("{}:/usr/bin:/bin", self.0.display()));
        command
    }

    fn deploy(&self, what: &str, fails: &str, answers: &str) -> (i32, String, String) {
        let images = self.0.join("images.json");
        self.run(&format!("deploy {what} --images {}", images.display()), fails, answers)
    }
}

impl Drop for Cloud {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn moves(calls: &str) -> Vec<&str> {
    let traffic = calls.lines().filter_map(|call| call.split("update-traffic ").nth(1));
    traffic.collect()
}

#[test]
fn functions_move_together_after_the_database_did() {
    let (code, calls, told) =
        Cloud::new().deploy("remind-job migrate-job purge-job --pause 0", "", "200");
    assert_eq!(code, 0, "{told}");
    let at = |needle: &str| calls.find(needle).unwrap_or_else(|| panic!("{needle} in {calls}"));
    assert!(at("jobs execute migrate-job --wait") < at("services update remind-job"));
    assert!(at("services update purge-job") < at("update-traffic remind-job"));
    let shares = ["5", "50", "100"].map(|share| {
        ["remind-job", "purge-job"].map(|name| format!("{name} --to-tags candidate={share}"))
    });
    let both = |what: &str| ["remind-job", "purge-job"].map(|name| format!("{name} {what}"));
    let (kept, settled) = (both("--update-tags before=old"), both("--remove-tags candidate"));
    assert_eq!(moves(&calls), [kept.to_vec(), shares.concat(), settled.to_vec()].concat());
    assert!(!calls.contains("secret-token") && !told.contains("secret-token"));
    assert!(calls.contains("--image r-docker.pkg.dev/p/functions/remind-job@sha256:remind-job --no-traffic --tag candidate"));
}

#[test]
fn errors_of_the_new_revision_send_everything_back() {
    let bad = ["500"; 30].join(" ");
    let (code, calls, told) = Cloud::new().deploy("remind-job purge-job --pause 0", "", &bad);
    assert_eq!(code, 4, "{told}");
    assert!(told.contains("30 of 30 answers are errors"), "{told}");
    assert_eq!(
        moves(&calls),
        [
            "remind-job --update-tags before=old",
            "purge-job --update-tags before=old",
            "remind-job --to-tags candidate=5",
            "purge-job --to-tags candidate=5",
            "remind-job --to-revisions old=100 --update-tags before=older --remove-tags candidate",
            "purge-job --to-revisions old=100 --update-tags before=older --remove-tags candidate",
        ]
    );
    // Nothing was there before the first release but one.
    let cloud = Cloud::new();
    cloud.serves(r#"{"revisionName": "old", "percent": 100}"#);
    let (code, calls, told) = cloud.deploy("remind-job --pause 0", "", &bad);
    assert_eq!(code, 4, "{told}");
    let last = moves(&calls).pop();
    assert_eq!(last, Some("remind-job --to-revisions old=100 --remove-tags candidate,before"));
}

/// PL-34: one that few people use is judged by few answers.
#[test]
fn few_answers_tell_when_half_of_them_are_errors() {
    let cloud = Cloud::new();
    let deploy = |answers| cloud.deploy("remind-job --pause 0", "", answers);
    let (code, _, told) = deploy("500 503 500");
    assert_eq!(code, 4, "{told}");
    assert!(told.contains("3 of 3 answers are errors"), "{told}");
    assert_eq!(deploy("500 200 503 200").0, 4, "half of them");
    assert_eq!(deploy("500 503").0, 0, "two may be chance");
    assert_eq!(deploy("500 200 200").0, 0, "one of three may be chance");
}

/// PL-34
#[test]
fn a_function_that_is_named_twice_is_shipped_once() {
    let (code, calls, told) = Cloud::new().deploy("remind-job remind-job --pause 0", "", "200");
    assert_eq!(code, 0, "{told}");
    assert_eq!(calls.matches("services update remind-job").count(), 1, "{calls}");
    assert_eq!(moves(&calls).len(), 5, "{calls}");
}

/// PL-34, PL-35: each is taken back, whatever becomes of the others, and who was not is named.
#[test]
fn one_that_cannot_be_taken_back_leaves_no_other_behind() {
    let bad = ["500"; 30].join(" ");
    let fails = "remind-job --to-revisions";
    let (code, calls, told) = Cloud::new().deploy("remind-job purge-job --pause 0", fails, &bad);
    assert_eq!(code, 5, "{told}");
    assert!(told.contains("NOT taken back, do it by hand: remind-job to old"), "{told}");
    let back =
        "purge-job --to-revisions old=100 --update-tags before=older --remove-tags candidate";
    assert!(moves(&calls).contains(&back), "{calls}");
}

/// PL-34: a cancelled build sends everything back, too.
#[test]
fn whoever_terminates_a_deploy_gets_the_old_revision() {
    let cloud = Cloud::new();
    let images = cloud.0.join("images.json").display().to_string();
    let calls = cloud.0.join("calls");
    let mut deploy = cloud
        .command(&format!("deploy remind-job --images {images} --pause 600"))
        .envs([("FAILS", ""), ("ANSWERS", "200")])
        .env("CALLS", &calls)
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    // It says so when traffic has moved, and then waits.
    let mut told = std::io::BufReader::new(deploy.stderr.take().unwrap()).lines();
    assert!(told.any(|line| line.unwrap().contains("5 % of the traffic")));
    let killed = Command::new("kill").arg(deploy.id().to_string()).status().unwrap();
    assert!(killed.success());
    assert_eq!(deploy.wait().unwrap().code(), Some(4));
    let calls = std::fs::read_to_string(calls).unwrap();
    assert!(calls.contains("remind-job --to-revisions old=100"), "{calls}");
}

#[test]
fn what_fails_before_traffic_moves_touches_nobody() {
    let cloud = Cloud::new();
    let (code, calls, _) = cloud.deploy("remind-job migrate-job --pause 0", "jobs execute", "");
    assert_eq!((code, calls.contains("services update")), (1, false));
    let (code, calls, _) = cloud.deploy("remind-job --pause 0", "services describe", "");
    assert_eq!((code, calls.contains("services update")), (3, false));
    // Without the tag nobody would know where to go back to.
    let (code, calls, _) = cloud.deploy("remind-job --pause 0", "--update-tags before=old ", "");
    assert_eq!((code, calls.contains("--to-tags")), (1, false), "{calls}");
    assert_eq!(cloud.deploy("no-such-api", "", "").0, 2);
    assert_eq!(cloud.deploy("remind-job --env-typo", "", "").0, 2);
}

#[test]
fn a_plan_calls_nobody() {
    let (code, calls, told) = Cloud::new().deploy("events-api migrate-job --plan", "", "");
    assert_eq!((code, calls.as_str()), (0, ""), "{told}");
    let at = |needle: &str| told.find(needle).unwrap_or_else(|| panic!("{needle} in {told}"));
    assert!(at("jobs execute migrate-job") < at("services update events-api"), "{told}");
    assert!(at("--update-tags before=THE-ONE-BEFORE") < at("--to-tags candidate=5"), "{told}");
    for said in [
        "jobs execute migrate-job",
        "https://events-api.candidate.nowhere.invalid/readyz",
        "candidate=50",
        "THE-ONE-BEFORE=100",
    ] {
        assert!(told.contains(said), "{said} in {told}");
    }
}

/// PL-34: one that was taken back, or never served, is ready as well.
#[test]
fn a_rollback_goes_to_the_last_revision_that_served_everybody() {
    let cloud = Cloud::new();
    let (code, calls, told) = cloud.run("rollback events-api", "", "");
    assert_eq!(
        (code, moves(&calls)),
        (0, vec!["events-api --to-revisions older=100 --remove-tags candidate"]),
        "{told}"
    );
    let (code, calls, _) = cloud.run("rollback events-api --to broken", "", "");
    assert_eq!(
        (code, moves(&calls)),
        (0, vec!["events-api --to-revisions broken=100 --remove-tags candidate"])
    );
    assert_eq!(
        cloud.run("rollback migrate-job", "", "").0,
        2,
        "what runs to its end serves nobody"
    );
    assert_eq!(cloud.run("rollback events-api --plan", "", "").1, "");
    assert!(Path::new(&cloud.0).exists());
}

/// PL-34: a deploy that was killed has moved some of the traffic and taken back none.
#[test]
fn a_rollback_in_the_middle_of_a_deploy_goes_to_what_served_before_it() {
    let cloud = Cloud::new();
    let back = "events-api --to-revisions old=100 --remove-tags candidate";
    for (old, new) in [(95, 5), (50, 50), (0, 100)] {
        cloud.serves(&format!(
            r#"{{"revisionName": "old", "percent": {old}}}, {{"revisionName": "old", "tag": "before"}},
               {{"revisionName": "new", "percent": {new}, "tag": "candidate"}}"#
        ));
        let (code, calls, told) = cloud.run("rollback events-api", "", "");
        assert_eq!((code, moves(&calls)), (0, vec![back]), "{old} and {new}: {told}");
    }
    cloud.serves(r#"{"revisionName": "old", "percent": 100, "tag": "before"}"#);
    let (code, calls, _) = cloud.run("rollback events-api", "", "");
    assert_eq!((code, moves(&calls)), (3, vec![]), "once more is not two releases back");
}

#[test]
fn a_rollback_goes_nowhere_when_nothing_is_known_to_have_served_before() {
    let cloud = Cloud::new();
    let fed = cloud.0.join("calls");
    let mut rollback = cloud.command("rollback events-api");
    let rollback = rollback.envs([("FAILS", ""), ("ANSWERS", ""), ("BEFORE", "old")]);
    let ended = rollback.env("CALLS", &fed).output().unwrap();
    let told = String::from_utf8_lossy(&ended.stderr);
    assert_eq!(ended.status.code(), Some(3), "{told}");
    assert!(told.contains("name it with --to"), "{told}");
}

/// PL-35: who reads what, which version, and whether it can be read; the exit code says it too.
#[test]
fn secrets_are_listed_with_their_readers_and_a_missing_one_is_an_error() {
    let cloud = Cloud::new();
    let tfvars = cloud.0.join("env/staging.tfvars");
    let kept = std::fs::read_to_string(&tfvars).unwrap();
    let versions = "secret_versions = {\n  smtp-url = 2\n  \"vault-key\" = 3\n}\n";
    std::fs::write(&tfvars, kept + versions).unwrap();
    let made =
        r#"[{"name": "projects/1/secrets/smtp-url"}, {"name": "projects/1/secrets/vault-key"}]"#;
    let (code, calls, told) = cloud.run("secrets list", "", made);
    assert_eq!(code, 3, "{told}");
    let row = |name: &str| {
        let line = told.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(row("smtp-url"), "smtp-url 2 enabled send-email-job");
    assert!(row("vault-key").starts_with("vault-key 3 no such version "), "{told}");
    assert!(row("zoom-client-id").contains("not made by Terraform"), "{told}");
    assert!(
        told.contains("cannot be read: ") && !told.contains("cannot be read: smtp-url"),
        "{told}"
    );
    assert!(calls.contains("gcloud secrets versions list smtp-url"), "{calls}");
    assert_eq!(cloud.run("secrets list", "secrets list", made).0, 1, "gcloud failed");
}

#[test]
fn a_new_version_goes_in_unseen() {
    let cloud = Cloud::new();
    let (code, calls, told) = cloud.run_with("secrets add smtp-url", "", "", "smtp://u:hidden@h\n");
    assert_eq!(code, 0, "{told}");
    assert_eq!(std::fs::read_to_string(cloud.0.join("fed")).unwrap(), "smtp://u:hidden@h");
    assert!(calls.contains("gcloud secrets versions add smtp-url --data-file - "), "{calls}");
    assert!(told.contains("smtp-url = 2") && told.contains("deploy send-email-job"), "{told}");
    assert!(!calls.contains("hidden") && !told.contains("hidden"));
    assert_eq!(cloud.run_with("secrets add smtp-url", "", "", "\n").0, 2, "nothing is no secret");
    assert_eq!(cloud.run_with("secrets add smpt-url", "", "", "x").0, 2, "nobody reads that");
    assert_eq!(cloud.run_with("secrets add smtp-url", "versions add", "", "x").0, 1);
}

/// Without an environment it is this machine that is asked, and nobody else.
#[test]
fn secrets_of_this_machine_are_listed_without_a_cloud() {
    let command = ["secrets", "list", "--data", "/nowhere"];
    let listed =
        Command::new(env!("CARGO_BIN_EXE_accredit")).args(command).env_clear().output().unwrap();
    let told = String::from_utf8(listed.stdout).unwrap();
    assert!(listed.status.success(), "{told}");
    for words in ["vault-key", "not yet; accredit serve makes it", "the sandbox stands in"] {
        assert!(told.contains(words), "{words} in {told}");
    }
}

/// PL-3, PL-35: the exit code says whether it fits, and a comment is no number.
#[test]
fn connections_are_compared_with_what_the_database_allows() {
    let cloud = Cloud::new();
    let tfvars = cloud.0.join("env/staging.tfvars");
    let kept = std::fs::read_to_string(&tfvars).unwrap();
    let (code, _, told) = cloud.run("connections", "", "");
    assert_eq!(code, 3, "{told}");
    for (connections, code) in [("5000 # many", 0), ("100 // few", 1)] {
        let database = format!("database = {{\n  connections = {connections}\n}}\n");
        std::fs::write(&tfvars, format!("{kept}{database}")).unwrap();
        let (ended, _, told) = cloud.run("connections", "", "");
        assert_eq!(ended, code, "{connections}: {told}");
    }
}
