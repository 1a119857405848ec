#!/usr/bin/env python3
"""Writes the schemas of resource types, rebuilt from the bindings in a cdktn-provider-google wheel.

    extract_schema.py WHEEL OUT.json google_cloud_run_v2_service data.google_project …

The bindings state for every attribute its name, its type and whether it is required, optional or
computed, and for every block how it nests. That is all that Terraform asks a provider about.
"""

import json
import re
import sys
import tarfile
import zipfile

CLASS = re.compile(r"^class (\w+) extends cdktn\.(\w+) \{", re.M)
MEMBER = re.compile(r"^    // (\w+) - computed: (true|false), optional: (true|false), required: (true|false)$", re.M)
NESTED = re.compile(r'= new (?:(cdktn)\.|\w+\.)?(\w+)\(this, "\w+"(?:, (true|false))?\)')
GETTER = re.compile(r"this\.(get\w+Attribute)\('\w+'\)")
BY_GETTER = {
    "getStringAttribute": "string",
    "getNumberAttribute": "number",
    "getBooleanAttribute": "bool",
    "getListAttribute": ["list", "string"],
    "getNumberListAttribute": ["list", "number"],
    "getStringMapAttribute": ["map", "string"],
    "getBooleanMapAttribute": ["map", "bool"],
    "getNumberMapAttribute": ["map", "number"],
}
BY_CLASS = {
    "StringMap": ["map", "string"],
    "NumberMap": ["map", "number"],
    "BooleanMap": ["map", "bool"],
    "AnyMap": ["map", "string"],
    "StringMapList": ["list", ["map", "string"]],
    "AnyMapList": ["list", ["map", "string"]],
}
PROVIDER_TYPES = {
    "scopes": ["list", "string"],
    "user_project_override": "bool",
    "add_terraform_attribution_label": "bool",
    "default_labels": ["map", "string"],
}
PROVIDER_BLOCKS = {"alias", "batching", "external_credentials"}


class Bindings:
    """The classes of one generated module, whose larger ones are several files."""

    def __init__(self, source):
        found = list(CLASS.finditer(source))
        ends = [match.start() for match in found[1:]] + [len(source)]
        self.classes = {m[1]: (m[2], source[m.end() : end]) for m, end in zip(found, ends)}

    def top(self):
        kinds = ("TerraformResource", "TerraformDataSource")
        return next(name for name, (base, _) in self.classes.items() if base in kinds)

    def members(self, name):
        """(attribute, computed, optional, required, nesting or None, type or class of the block)"""
        body = self.classes[name][1]
        found = list(MEMBER.finditer(body))
        ends = [match.start() for match in found[1:]] + [len(body)]
        for match, end in zip(found, ends):
            computed, optional, required = (flag == "true" for flag in match.groups()[1:])
            nesting, what = self.kind(body[match.end() : end])
            yield match[1], computed, optional, required, nesting, what

    def kind(self, text):
        nested = NESTED.search(text)
        if nested is None:
            getter = GETTER.search(text)
            plain = BY_GETTER.get(getter[1], "dynamic") if getter else "dynamic"
            is_set = "Fn.tolist(" in text and isinstance(plain, list)
            return None, ["set", plain[1]] if is_set else plain
        is_library, kind, is_set = nested.groups()
        if is_library:
            return None, BY_CLASS.get(kind, "dynamic")
        if kind.endswith("OutputReference"):
            return "single", kind
        base, body = self.classes[kind]
        item = re.search(r"return new (\w+OutputReference)\(", body)[1]
        return ("map" if base == "ComplexMap" else "set" if is_set == "true" else "list"), item

    def object(self, name):
        fields = {}
        for member, _, _, _, nesting, what in self.members(name):
            fields[member] = what if nesting is None else [collection(nesting), self.object(what)]
        return ["object", fields]

    def block(self, name):
        attributes, blocks = {}, {}
        for member, computed, optional, required, nesting, what in self.members(name):
            if nesting is None or computed or nesting == "map":
                of = what if nesting is None else [collection(nesting), self.object(what)]
                attributes[member] = {
                    "type": of,
                    "computed": computed and not required,
                    "optional": optional,
                    "required": required,
                    "write_only": member.endswith("_wo"),
                }
            elif member == "timeouts":
                blocks[member] = {"nesting": "single", "min": 0, "max": 0, "block": self.block(what)}
            else:
                blocks[member] = {
                    "nesting": "set" if nesting == "set" else "list",
                    "min": int(required),
                    "max": int(nesting == "single"),
                    "block": self.block(what),
                }
        return {"attributes": attributes, "blocks": blocks}


def collection(nesting):
    return nesting if nesting in ("map", "set") else "list"


def provider(source):
    """Arguments of the provider itself, all of them optional."""
    table = re.search(r"synthesizeAttributes\(\) \{(.*?)\n    \}", source, re.S)[1]
    names = set(re.findall(r"^            (\w+): ", table, re.M)) - PROVIDER_BLOCKS
    optional = {"computed": False, "optional": True, "required": False, "write_only": False}
    of = lambda name: {"type": PROVIDER_TYPES.get(name, "string"), **optional}
    return {"attributes": {name: of(name) for name in sorted(names)}, "blocks": {}}


def module_of(wanted):
    """The folder of a type within the wheel."""
    is_data, name = wanted.startswith("data."), wanted.removeprefix("data.").removeprefix("google_")
    return ("data-google-" if is_data else "") + name.replace("_", "-")


def sources(wheel, modules):
    """The text of each module."""
    texts = {}
    with zipfile.ZipFile(wheel) as files:
        packed = next(name for name in files.namelist() if name.endswith(".jsii.tgz"))
        # In order of the archive: going back in it would unpack it anew.
        with files.open(packed) as stream, tarfile.open(fileobj=stream, mode="r|gz") as archive:
            for entry in archive:
                module = entry.name.removeprefix("package/lib/").split("/")[0]
                if module in modules and entry.name.endswith(".js"):
                    text = archive.extractfile(entry).read().decode()
                    texts[module] = texts.get(module, "") + text
    return texts


def main(wheel, out, wanted):
    modules = {name: module_of(name) for name in wanted}
    texts = sources(wheel, {*modules.values(), "provider"})
    missing = sorted(name for name, module in modules.items() if module not in texts)
    if missing:
        sys.exit(f"not in the provider: {', '.join(missing)}")
    schemas = {"resources": {}, "data_sources": {}, "provider": provider(texts["provider"])}
    for name, module in modules.items():
        bindings = Bindings(texts[module])
        kind = "data_sources" if name.startswith("data.") else "resources"
        schemas[kind][name.removeprefix("data.")] = bindings.block(bindings.top())
    with open(out, "w") as file:
        json.dump(schemas, file)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
