"""What scripts/build-images makes, read by the rules of the OCI image specification."""

import gzip
import hashlib
import io
import json
import pathlib
import random
import shutil
import subprocess
import tarfile
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = """
#include <stdio.h>
#include <unistd.h>
int main(void) { printf("%d", getuid()); return 0; }
"""


class Images(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)
        cls.programs = cls.folder / "programs"
        cls.programs.mkdir()
        for name, flags in {"small-api": ["-static"], "dynamic-api": []}.items():
            command = ["cc", "-x", "c", "-", *flags, "-o", cls.programs / name]
            subprocess.run(command, input=PROGRAM.encode(), check=True)
        for name in ("render-certificate-job", "issue-document-job"):
            shutil.copy(cls.programs / "small-api", cls.programs / name)
        (cls.programs / "script-api").write_text("#!/bin/sh\n")
        # Noise does not compress.
        large = (cls.programs / "small-api").read_bytes() + random.Random(1).randbytes(16_000_000)
        (cls.programs / "large-api").write_bytes(large)

    def build(self, out, *names):
        command = [ROOT / "scripts/build-images", "--out", self.folder / out, self.programs, *names]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def read(self, out, name):
        """Digest, config and layers, each blob held against its digest and its size."""
        files = {}
        with tarfile.open(self.folder / out / f"{name}.tar") as tar:
            for entry in tar:
                files[entry.name] = tar.extractfile(entry).read()

        def blob(descriptor):
            content = files[f"blobs/{descriptor['digest'].replace(':', '/')}"]
            self.assertEqual(descriptor["digest"], f"sha256:{hashlib.sha256(content).hexdigest()}")
            self.assertEqual(descriptor["size"], len(content))
            return content

        self.assertEqual(json.loads(files["oci-layout"]), {"imageLayoutVersion": "1.0.0"})
        descriptor, = json.loads(files["index.json"])["manifests"]
        manifest = json.loads(blob(descriptor))
        config, layers = json.loads(blob(manifest["config"])), [gzip.decompress(blob(layer)) for layer in manifest["layers"]]
        self.assertEqual(config["rootfs"]["diff_ids"], [f"sha256:{hashlib.sha256(layer).hexdigest()}" for layer in layers])
        self.assertEqual(len(config["history"]), len(layers))
        return descriptor["digest"], config, layers

    def test_holds_one_program_that_runs_as_nobody(self):
        self.assertEqual(self.build("one", "small-api").returncode, 0)
        digest, config, (layer,) = self.read("one", "small-api")
        self.assertEqual((config["os"], config["architecture"]), ("linux", "amd64"))
        self.assertEqual(config["config"]["User"], "65532:65532")
        self.assertEqual(config["config"]["Entrypoint"], ["/small-api"])
        with tarfile.open(fileobj=io.BytesIO(layer)) as tar:
            entry, = tar.getmembers()
            self.assertEqual((entry.name, entry.mode, entry.uid, entry.mtime), ("small-api", 0o555, 0, 0))
            self.assertEqual(tar.extractfile(entry).read(), (self.programs / "small-api").read_bytes())
        listed = json.loads((self.folder / "one/images.json").read_text())
        self.assertEqual(listed["small-api"]["digest"], digest)

    def test_who_prints_has_the_fonts_in_a_layer_that_all_share(self):
        printing = ("render-certificate-job", "issue-document-job")
        self.assertEqual(self.build("printing", *printing, "small-api").returncode, 0)
        shared = set()
        for name in printing:
            _, config, (fonts, program) = self.read("printing", name)
            self.assertEqual(config["config"]["Env"], ["FONTS_DIR=/fonts"])
            with tarfile.open(fileobj=io.BytesIO(program)) as tar:
                self.assertEqual(tar.getnames(), [name])
            with tarfile.open(fileobj=io.BytesIO(fonts)) as tar:
                folder, *files = tar.getmembers()
                self.assertEqual((folder.name, folder.isdir(), folder.mode), ("fonts", True, 0o555))
                for file in files:
                    self.assertEqual((file.mode, file.uid, file.mtime), (0o444, 0, 0))
                    source = ROOT / "shared/print" / file.name
                    self.assertEqual(tar.extractfile(file).read(), source.read_bytes())
                self.assertEqual(len([file for file in files if file.name.endswith((".ttf", ".otf"))]), 14)
                self.assertIn("fonts/OFL.txt", tar.getnames())
            shared.add(config["rootfs"]["diff_ids"][0])
        self.assertEqual(len(shared), 1)
        self.assertNotIn("Env", self.read("printing", "small-api")[1]["config"])

    def test_the_same_program_gives_the_same_digest(self):
        for out in ("first", "second"):
            self.build(out, "small-api")
            (self.programs / "small-api").touch()
        first, second = (self.folder / out / "small-api.tar" for out in ("first", "second"))
        self.assertEqual(first.read_bytes(), second.read_bytes())

    def test_what_cannot_run_alone_or_is_too_large_is_refused_by_name(self):
        built = self.build("refused", "dynamic-api", "script-api", "large-api", "absent-api", "small-api")
        self.assertEqual(built.returncode, 1)
        faults = built.stderr.splitlines()
        self.assertIn("dynamic-api: it needs shared libraries", faults[0])
        self.assertIn("script-api: it is no program", faults[1])
        self.assertRegex(faults[2], r"large-api: its image has \d+\.\d MB; 15 are the limit")
        self.assertIn("absent-api: ", faults[3])
        made = sorted(file.name for file in (self.folder / "refused").iterdir())
        self.assertEqual(made, ["images.json", "small-api.tar"])

    def test_other_tools_read_it(self):
        if shutil.which("skopeo") is None:
            self.skipTest("skopeo is not installed")
        self.build("other", "small-api")
        layout = self.folder / "other/layout"
        with tarfile.open(self.folder / "other/small-api.tar") as tar:
            tar.extractall(layout)
        command = ["skopeo", "inspect", "--config", f"oci:{layout}"]
        told = subprocess.run(command, capture_output=True, text=True, check=True)
        self.assertEqual(json.loads(told.stdout)["config"]["User"], "65532:65532")


if __name__ == "__main__":
    unittest.main()
