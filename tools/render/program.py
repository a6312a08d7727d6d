"""What a program registers, without an engine and without a cluster."""

import asyncio
import runpy
import sys
from collections.abc import Mapping
from contextlib import chdir
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pulumi
import yaml
from pulumi.runtime import rpc
from pulumi_inference import InvalidSpec

from tools.errors import ToolError
from tools.render.configuration import Configuration

PROVIDER = "pulumi:providers:kubernetes"
NAMESPACE = "kubernetes:namespace"
"""Of the default provider, in the configuration."""
_OF_THE_CLUSTER = {
    "APIService",
    "CSIDriver",
    "ClusterRole",
    "ClusterRoleBinding",
    "CustomResourceDefinition",
    "DeviceClass",
    "IngressClass",
    "MutatingWebhookConfiguration",
    "Namespace",
    "Node",
    "PersistentVolume",
    "PriorityClass",
    "RuntimeClass",
    "StorageClass",
    "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding",
    "ValidatingWebhookConfiguration",
}
"""Kinds without a namespace: `kubectl api-resources --namespaced=false`."""


@dataclass(frozen=True)
class Registered:
    """An object of Kubernetes as the program wants it."""

    manifest: Mapping[str, Any]
    provider: str | None
    """The logical name of the provider; None for the default one."""
    named: bool
    """Whether the program names it; else the engine does, after the logical name that stands here."""
    secret: frozenset[str]
    """Its fields that hold a secret."""

    def placed(self, namespace: str | None) -> "Registered":
        """In the provider's namespace, where it has none of its own."""
        metadata = self.manifest["metadata"]
        if namespace is None or "namespace" in metadata or self.manifest["kind"] in _OF_THE_CLUSTER:
            return self
        return replace(self, manifest={**self.manifest, "metadata": {**metadata, "namespace": namespace}})


@dataclass
class Program:
    """Everything that a run of it has registered."""

    objects: list[Registered] = field(default_factory=list)
    namespaces: dict[str, str] = field(default_factory=dict)
    """Of providers that have one, by their logical names; the default one's is empty."""
    others: list[str] = field(default_factory=list)
    """What cannot be a manifest: resources of other providers, patches, charts (components of the plugin)."""


class _Recorder(pulumi.runtime.Mocks):
    def __init__(self) -> None:
        self.program = Program()

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        inputs = {key: rpc.unwrap_rpc_secret(value) for key, value in args.inputs.items() if value is not None}
        if args.typ == PROVIDER:
            if isinstance(namespace := inputs.get("namespace"), str):
                self.program.namespaces[args.name] = namespace
        elif _is_an_object(args) and "kind" in inputs:
            secret = {key for key, value in args.inputs.items() if rpc.is_rpc_secret(value)}
            metadata = inputs.get("metadata") or {}
            named = "name" in metadata
            inputs["metadata"] = {"name": args.name} | metadata
            self.program.objects.append(Registered(inputs, _name_of(args.provider), named, frozenset(secret)))
        elif not args.typ.startswith("pulumi:") and (args.custom or args.typ.startswith("kubernetes:")):
            self.program.others.append(f"{args.typ} {args.name}")
        return args.name, inputs

    def call(self, args: pulumi.runtime.MockCallArgs) -> tuple[dict[Any, Any], list[tuple[str, str]] | None]:
        raise ToolError(f"The program asks a provider ({args.token}), which nobody can answer while it is rendered.")


def run(project: Path, stack: str, configuration: Configuration) -> Program:
    """Runs the program of a project, whose language has to be Python.

    Raises:
        ToolError: A service is wrong, or the program is in another language.
    """
    said = yaml.safe_load((project / "Pulumi.yaml").read_text())
    runtime = said["runtime"] if isinstance(said["runtime"], str) else said["runtime"]["name"]
    if runtime != "python":
        raise ToolError(f"{project} is a program in {runtime}. Programs in Python alone can be rendered.")
    folder = (project / (said.get("main") or ".")).resolve()
    recorder = _Recorder()
    if NAMESPACE in configuration.values:
        recorder.program.namespaces[""] = configuration.values[NAMESPACE]
    asyncio.set_event_loop(asyncio.new_event_loop())
    pulumi.runtime.set_mocks(recorder, project=said["name"], stack=stack, preview=False)
    pulumi.runtime.set_all_config(dict(configuration.values), list(configuration.secrets))
    sys.path.insert(0, str(folder))

    def program() -> None:
        runpy.run_path(str(folder / "__main__.py"), run_name="__main__")

    try:
        with chdir(folder):
            pulumi.runtime.test(program)()  # type: ignore[no-untyped-call]
    except (InvalidSpec, pulumi.RunError, pulumi.ConfigMissingError) as error:
        raise ToolError(str(error)) from None
    return recorder.program


def _is_an_object(args: pulumi.runtime.MockResourceArgs) -> bool:
    """A whole one: a Patch has some fields of somebody else's."""
    return bool(args.custom and args.typ.startswith("kubernetes:") and not args.typ.endswith("Patch"))


def _name_of(provider: str | None) -> str | None:
    """From a reference, URN::ID; the default provider's is empty."""
    if not provider or "default" in (name := provider.split("::")[-2]):
        return None
    return name
