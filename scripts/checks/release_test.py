"""The steps of cloudbuild.yaml, run here with commands that only write down how they are called."""

import os
import pathlib
import subprocess
import tempfile
import unittest

from ruamel.yaml import YAML

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS = "target/x86_64-unknown-linux-gnu/release"
# Say what they were asked, and answer what the test put beside them.
ECHO = """#!/bin/sh
echo "${0##*/} $*" >>"$CALLS"
[ "${0##*/} $1" = "$FAILS" ] && exit 1
cat "$ANSWERS/${0##*/}-$1" 2>/dev/null || true
"""


class Release(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.steps = YAML(typ="safe").load(ROOT / "cloudbuild.yaml")["steps"]
        (self.folder / "terraform").mkdir()
        (self.folder / "terraform/env").symlink_to(ROOT / "terraform/env")
        for name in ("gcloud", "git", "apt-get", "curl", "npm", "scripts/test", "scripts/build", "scripts/build-images", f"{PROGRAMS}/accredit"):
            file = self.folder / (name if "/" in name else f"commands/{name}")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(ECHO)
            file.chmod(0o755)
        for name in ("assets/app-1a2b.js", "favicon.svg", "index.html", "starter.sha256"):
            file = self.folder / "frontend/dist" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("sha256-abc=")
        self.answers = {
            "gcloud-run": "0a1b2c\n",
            "accredit-affected": "events-api\nmigrate-job\nremind-job\n",
            "accredit-fingerprint": "auth-api    aa11\nevents-api  bb22\n",
            "curl---silent": "content-security-policy: script-src 'self' 'sha256-abc='\n",
        }

    def release(self, fails=""):
        """Runs every step in the order of the file; gives the calls, and the step that failed."""
        answers = self.folder / "answers"
        answers.mkdir(exist_ok=True)
        for name, answer in self.answers.items():
            (answers / name).write_text(answer)
        calls = self.folder / "calls"
        environment = {
            "PATH": f"{self.folder}/commands:{os.environ['PATH']}",
            "CALLS": str(calls), "ANSWERS": str(answers), "FAILS": fails,
            "_ENVIRONMENT": "staging", "PROJECT_ID": "accredit-staging", "COMMIT_SHA": "3d4e5f",
        }
        failed = None
        for step in self.steps:
            run = subprocess.run(["bash", "-c", step["script"]], cwd=self.folder, env=environment, capture_output=True, text=True, check=False)
            if run.returncode != 0:
                failed = step["id"]
                self.told = run.stderr
                break
        return [line for line in calls.read_text().splitlines() if not line.startswith("apt-get")], failed

    def test_ships_what_changed_the_database_first_and_the_page_last(self):
        calls, failed = self.release()
        self.assertIsNone(failed)
        bucket = "gs://accredit-staging-frontend"
        self.assertEqual(calls, [
            "test ",
            "build ",
            "npm ci --prefix frontend --no-audit --no-fund",
            "npm run build --prefix frontend",
            "gcloud run jobs describe migrate-job --project accredit-staging --region europe-west3 --format value(metadata.labels.commit)",
            "accredit affected --since 0a1b2c",
            f"build-images {PROGRAMS} events-api migrate-job remind-job",
            "accredit deploy migrate-job --env staging",
            "accredit deploy events-api remind-job --env staging",
            "curl --silent --show-error --head https://staging.accredit.example/",
            f"gcloud storage rsync --recursive frontend/dist/assets {bucket}/assets --cache-control public, max-age=31536000, immutable",
            f"gcloud storage cp --cache-control no-cache frontend/dist/favicon.svg {bucket}/",
            f"gcloud storage cp --cache-control no-cache frontend/dist/starter.sha256 {bucket}/",
            f"gcloud storage cp --cache-control no-cache frontend/dist/index.html {bucket}/index.html",
            "gcloud run jobs update migrate-job --project accredit-staging --region europe-west3 --update-labels commit=3d4e5f",
        ])

    def test_the_first_release_is_of_everything(self):
        self.answers["gcloud-run"] = ""
        calls, failed = self.release()
        self.assertIsNone(failed)
        self.assertIn("accredit deploy auth-api events-api --env staging", calls)

    def test_a_change_of_no_function_deploys_none(self):
        self.answers["accredit-affected"] = ""
        calls, failed = self.release()
        self.assertIsNone(failed)
        self.assertFalse([call for call in calls if call.startswith(("accredit deploy", "build-images"))])

    def test_a_deploy_that_was_taken_back_ends_the_release(self):
        calls, failed = self.release(fails="accredit deploy")
        self.assertEqual(failed, "migrate")
        self.assertFalse([call for call in calls if "storage" in call or "update-labels" in call])

    def test_a_page_whose_script_the_balancer_refuses_is_not_released(self):
        self.answers["curl---silent"] = "content-security-policy: script-src 'self' 'sha256-old='\n"
        calls, failed = self.release()
        self.assertEqual(failed, "release-app")
        self.assertIn("apply terraform", self.told)
        self.assertFalse([call for call in calls if "storage" in call])

    def test_steps_wait_for_steps_that_come_before_them(self):
        seen = {"-"}
        for step in self.steps:
            self.assertLessEqual(set(step.get("waitFor", [])), seen, step["id"])
            seen.add(step["id"])


if __name__ == "__main__":
    unittest.main()
