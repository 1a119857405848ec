#!/usr/bin/env python3
"""A provider that knows the schemas of hashicorp/google and nothing else: it never calls anybody.

    stub_provider.py SCHEMAS.json

Terraform starts it and speaks its plugin protocol with it, as with the real one. Values that only
the cloud knows stay unknown in a plan.
"""

import json
import sys

import msgpack
import tf.provider
import tf.runner
from tf.gen import tfplugin_pb2 as pb
from tf.gen import tfplugin_pb2_grpc as rpc

NESTING = {"single": 1, "list": 2, "set": 3}
UNKNOWN = msgpack.ExtType(0, b"\x00")
# `bool write_only = 11` of Schema.Attribute, which the messages of tf 1.2.0 do not have yet.
WRITE_ONLY = b"\x58\x01"


def block(of):
    made = pb.Schema.Block(version=0)
    for name, attribute in sorted(of["attributes"].items()):
        flags = {flag: attribute[flag] for flag in ("required", "optional", "computed")}
        made.attributes.add(name=name, type=json.dumps(attribute["type"]).encode(), **flags)
        if attribute["write_only"]:
            made.attributes[-1].MergeFromString(WRITE_ONLY)
    for name, nested in sorted(of["blocks"].items()):
        made.block_types.add(
            type_name=name,
            block=block(nested["block"]),
            nesting=NESTING[nested["nesting"]],
            min_items=nested["min"],
            max_items=nested["max"],
        )
    return made


def schema(of):
    return pb.Schema(version=0, block=block(of))


def planned(of, value):
    """What is left open becomes unknown where the cloud would decide."""
    for name, attribute in of["attributes"].items():
        if attribute["computed"] and value.get(name) is None:
            value[name] = UNKNOWN
    for name, nested in of["blocks"].items():
        if isinstance(value.get(name), list):
            value[name] = [planned(nested["block"], item) for item in value[name]]
    return value


class Stub(rpc.ProviderServicer):
    def __init__(self, schemas):
        self.schemas = schemas

    def GetProviderSchema(self, request, context):
        answer = pb.GetProviderSchema.Response(provider=schema(self.schemas["provider"]))
        for name, of in self.schemas["resources"].items():
            answer.resource_schemas[name].CopyFrom(schema(of))
        for name, of in self.schemas["data_sources"].items():
            answer.data_source_schemas[name].CopyFrom(schema(of))
        return answer

    def ValidateProviderConfig(self, request, context):
        return pb.ValidateProviderConfig.Response()

    def ValidateResourceConfig(self, request, context):
        return pb.ValidateResourceConfig.Response()

    def ValidateDataResourceConfig(self, request, context):
        return pb.ValidateDataResourceConfig.Response()

    def ConfigureProvider(self, request, context):
        return pb.ConfigureProvider.Response()

    def PlanResourceChange(self, request, context):
        value = msgpack.unpackb(request.proposed_new_state.msgpack, strict_map_key=False)
        is_new = msgpack.unpackb(request.prior_state.msgpack, strict_map_key=False) is None
        if value is not None and is_new:
            value = planned(self.schemas["resources"][request.type_name], value)
        state = pb.DynamicValue(msgpack=msgpack.packb(value))
        return pb.PlanResourceChange.Response(planned_state=state, legacy_type_system=True)

    def StopProvider(self, request, context):
        return pb.StopProvider.Response()

    def GetFunctions(self, request, context):
        return pb.GetFunctions.Response()


if __name__ == "__main__":
    with open(sys.argv[1]) as file:
        schemas = json.load(file)
    # The package wraps a provider of its own kind; only its handshake is wanted here.
    tf.provider.ProviderServicer = lambda _: Stub(schemas)
    tf.runner.run_provider(None, sys.argv)
