"""The Knative services that accredit renders, held against the schema and against the manifests (PL-36)."""

import copy
import json
import os
import pathlib
import subprocess
import unittest

import jsonschema
from ruamel.yaml import YAML

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHEMA = json.loads(pathlib.Path(__file__).with_name("knative-service.schema.json").read_text())
CHECK = jsonschema.Draft202012Validator(SCHEMA)


class Knative(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # With all of them, or cargo would build with other features what is there already.
        subprocess.run(["cargo", "build", "--quiet", "--workspace", "--bin", "accredit"], cwd=ROOT, check=True)
        accredit = ROOT / os.environ.get("CARGO_TARGET_DIR", "target") / "debug/accredit"
        command = [accredit, "routes", "--knative", "registry.example", "--namespace", "cpd"]
        told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        yaml = YAML(typ="safe")
        cls.services = {one["metadata"]["name"]: one for one in yaml.load_all(told.stdout) if one}
        folders = ROOT.glob("functions/*/function.yaml")
        cls.manifests = {file.parent.name: yaml.load(file) for file in folders}

    def test_every_service_keeps_to_the_schema(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)
        for name, service in self.services.items():
            faults = [f"{fault.json_path}: {fault.message}" for fault in CHECK.iter_errors(service)]
            self.assertEqual(faults, [], name)

    def test_a_service_is_what_its_manifest_says(self):
        answering = {name for name, manifest in self.manifests.items() if manifest["kind"] != "batch"}
        self.assertEqual(set(self.services), answering)
        for name in answering:
            manifest, service = self.manifests[name], self.services[name]
            template = service["spec"]["template"]
            container, = template["spec"]["containers"]
            scale = template["metadata"]["annotations"]["autoscaling.knative.dev/max-scale"]
            self.assertEqual(scale, str(manifest.get("max_instances", 3)), name)
            self.assertEqual(template["spec"]["containerConcurrency"], manifest.get("concurrency", 40), name)
            self.assertEqual(f"{template['spec']['timeoutSeconds']}s", manifest.get("timeout", "30s"), name)
            self.assertEqual(container["resources"]["limits"]["memory"], manifest.get("memory", "256Mi"), name)
            secrets = {source["secretRef"]["name"] for source in container["envFrom"] if "secretRef" in source}
            wanted = set(manifest.get("secrets", []))
            if "database" in manifest.get("uses", ["database"]):
                wanted.add(f"{name}-database")
            self.assertEqual(secrets, wanted, name)
            private = "networking.knative.dev/visibility" in service["metadata"]["labels"]
            self.assertEqual(private, manifest["kind"] == "job", name)

    def test_a_job_knows_its_caller(self):
        for name, service in self.services.items():
            manifest = self.manifests[name]
            container, = service["spec"]["template"]["spec"]["containers"]
            told = {one["name"]: one for one in container["env"] if one["name"].startswith("JOB_")}
            if manifest["kind"] != "job":
                self.assertEqual(told, {}, name)
                continue
            self.assertEqual(told["JOB_AUDIENCE"]["value"], f"http://{name}.cpd.svc.cluster.local")
            self.assertEqual(service["metadata"]["namespace"], "cpd")
            keys = {one: told[one]["valueFrom"]["configMapKeyRef"] for one in ("JOB_CALLER", "JOB_KEYS")}
            caller = "queue" if "queue" in manifest else "schedule"
            self.assertEqual(keys["JOB_CALLER"], {"name": "accredit-callers", "key": caller}, name)
            self.assertEqual(keys["JOB_KEYS"], {"name": "accredit-callers", "key": "keys"}, name)

    def test_the_schema_refuses_what_a_cluster_would(self):
        def with_fault(change):
            service = copy.deepcopy(next(iter(self.services.values())))
            change(service)
            return service

        def spec(service):
            return service["spec"]["template"]["spec"]

        faults = {
            "a misspelt field": lambda s: spec(s).update(containerConcurency=1),
            "a scale that is no string": lambda s: s["spec"]["template"]["metadata"]["annotations"].update({"autoscaling.knative.dev/max-scale": 3}),
            "two containers": lambda s: spec(s)["containers"].append(spec(s)["containers"][0]),
            "a reserved name": lambda s: spec(s)["containers"][0]["env"].append({"name": "PORT", "value": "1"}),
            "no limit": lambda s: spec(s)["containers"][0].pop("resources"),
            "longer than a cluster waits": lambda s: spec(s).update(timeoutSeconds=3600),
        }
        for why, change in faults.items():
            self.assertFalse(CHECK.is_valid(with_fault(change)), why)


if __name__ == "__main__":
    unittest.main()
