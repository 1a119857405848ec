"""What Terraform and Rust both have to say, they say alike."""

import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]


def read(path):
    return (ROOT / path).read_text()


class SaidTwice(unittest.TestCase):
    def test_defaults_of_a_manifest(self):
        rust, terraform = read("scripts/accredit/src/manifest.rs"), read("terraform/functions.tf")
        defaults = re.search(r"  defaults = \{\n(.*?)\n  \}", terraform, re.S)[1]
        for key in ("memory", "cpu", "concurrency", "max_instances", "timeout", "pool"):
            there = re.search(rf'^fn {key}\(\) -> \w+ \{{\n    "?(\w+)"?', rust, re.M)[1]
            here = re.search(rf'^ +{key} += "?(\w+)"?$', defaults, re.M)[1]
            self.assertEqual(here, there, key)

    def test_values_of_a_secret(self):
        rust, terraform = read("scripts/accredit/src/release/secrets/known.rs"), read("terraform/secrets.tf")
        there = re.search(r"const VALUES: .*? =\s*\[(.*?)\];", rust, re.S)[1]
        here = re.search(r"secret_values = \{\n(.*?)\n  \}", terraform, re.S)[1]
        groups = {name: set(re.findall(r'"(.*?)"', values)) for name, values in re.findall(r'\("(.*?)", &\[(.*?)\]\)', there, re.S)}
        self.assertEqual({name: set(re.findall(r'"(.*?)"', values)) for name, values in re.findall(r"([\w-]+) += \[(.*?)\]", here)}, groups)

    def test_pages_whose_address_is_a_secret(self):
        rust, terraform = read("scripts/accredit/src/guard.rs"), read("terraform/routes.tf")
        there = re.search(r"const SECRET: .*? = \[(.*?)\];", rust, re.S)[1]
        here = re.search(r"secret_pages = \[(.*?)\]", terraform, re.S)[1]
        # Signed files are addresses of the bucket in the cloud.
        pages = {page.rstrip("/") for page in re.findall(r'"(.*?)"', there)} - {"/objects"}
        self.assertEqual(set(re.findall(r'"(.*?)"', here)), pages)

    def test_headers_of_a_page(self):
        rust, terraform = read("scripts/accredit/src/guard.rs"), read("terraform/routes.tf")
        there = re.search(r'format!\(\s*"(default-src.*?)"\s*\)', rust, re.S)[1]
        here = re.search(r'Content-Security-Policy += "(.*?)"\n', terraform)[1]
        plain = re.sub(r"\\\n\s*", "", there).replace("{starter}", "")
        self.assertEqual(re.sub(r" 'sha256-\$\{.*?\}'", "", here), plain)
        for header in ("Cross-Origin-Opener-Policy", "Permissions-Policy", "Referrer-Policy", "Strict-Transport-Security", "X-Content-Type-Options"):
            value = re.search(rf'{header} += "(.*?)"', terraform)[1]
            self.assertIn(f'"{value}"', rust, header)


if __name__ == "__main__":
    unittest.main()
