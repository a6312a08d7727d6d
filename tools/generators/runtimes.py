"""docs/runtimes.md: each runtime with what its container is started with, as it is rendered."""

import shlex
from collections.abc import Mapping
from typing import Any

from pulumi_inference import parse_service
from pulumi_inference.features.deployment import deployment
from pulumi_inference.runtimes import PRESETS, RuntimeName
from pulumi_inference.tracks import tracks

INTRODUCTION = """\
<!-- Generated from what is rendered: `make generate` writes it anew. -->
# Runtimes

`runtime` names the model server. It brings an image, a command line, ports, probes and a user that isn't root; each of
them gives way to a field of the spec: `image` (a tag other than `latest`, or a digest), `command` and `args` or
`extraArgs`, `ports`, `healthCheck`, `securityContext`, `writablePaths`. `canary.image` tries another version of the
server itself.

```yaml
modelRef: meta-llama/Llama-3.1-8B-Instruct
runtime: vllm
replicas: 2
resources: {gpus: 1, memory: 32Gi}
extraArgs: [--max-model-len=8192]
```

`$(MODEL_REF)` in arguments is the model reference; Kubernetes itself puts it there. On several GPUs vLLM, SGLang and
TGI spread the model over all of them. `custom` is a server of your own: `image` and `healthCheck` are required, and the
model reference is in its environment as `MODEL_REF`.

With `model.source` the files are in the pod before the server starts ([models.md](models.md)), and `$(MODEL_PATH)` is
their path: the presets that take one have it in the place of the reference, as the second table shows.

The command lines follow each project's documentation. The images were not pulled, nor the servers started, where these
pages were written: try a new one with a canary of weight 0.
"""
TROUBLE = """\
## What can go wrong
- `image: ... has no version`: a tag is missing or `latest`, and pods would run different servers on different days.
  Give one, or `imagePullPolicy: Always`.
- `resources.gpus: is required with runtime: vllm`: the preset's image needs a GPU. An `image` for CPUs is taken
  without.
- The container stops with `Read-only file system`: the server writes somewhere else than the preset says. Add the
  directory to `writablePaths`, or give `securityContext: {readOnlyRootFilesystem: false}`.
- The container stops with `permission denied` on its own files: the image is made for another user. Give
  `securityContext: {runAsUser: ...}`.
- TensorFlow Serving has no metrics: a file of its own switches them on, `--monitoring_config_file` in `extraArgs`.
"""


def runtimes() -> str:
    """The page."""
    columns = ("`runtime`", "Image", "Command line", "Ports", "Probes: liveness, readiness", "User", "Writes to")
    head = (f"| {' | '.join(columns)} |", "|---" * len(columns) + "|")
    table = "\n".join((*head, *(_row(name) for name in PRESETS if name != "custom")))
    tables = f"## Presets\nWith one GPU where there has to be one.\n\n{table}\n\n{_with_files()}"
    return f"{INTRODUCTION}\n{tables}\n\n{TROUBLE}"


def _with_files() -> str:
    rows = [f"| `{name}` | {_line_with_files(name)} |" for name in PRESETS if name != "custom"]
    head = ("## With files of their own", "| `runtime` | Command line with `model.source` |", "|---|---|")
    return "\n".join((*head, *rows))


def _line_with_files(name: RuntimeName) -> str:
    if not PRESETS[name].takes_path:
        return "refused: it takes no path"
    container, _ = _rendered(name, {"model": {"source": {"pvc": {"claimName": "models", "path": "PATH"}}}})
    return f"`{shlex.join([*container.get('command', ()), *container['args']])}`"


def _row(name: RuntimeName) -> str:
    container, who = _rendered(name)
    line = shlex.join([*container.get("command", ()), *container["args"]])
    ports = ", ".join(f"{port['name']} {port['containerPort']}" for port in container["ports"])
    asked = [container[f"{probe}Probe"]["httpGet"]["path"] for probe in ("liveness", "readiness")]
    writes = ", ".join(f"`{mount['mountPath']}`" for mount in container.get("volumeMounts", ()))
    probes = ", ".join(f"`{path}`" for path in asked)
    cells = (f"`{name}`", f"`{container['image']}`", f"`{line}`", ports, probes, who["runAsUser"], writes or "any")
    return f"| {' | '.join(map(str, cells))} |"


def _rendered(name: RuntimeName, more: Mapping[str, Any] | None = None) -> tuple[dict[str, Any], dict[str, Any]]:
    gpus = {"resources": {"gpus": 1}, "replicas": 2} if PRESETS[name].needs_gpu else {}
    spec = parse_service("chat", {"modelRef": "MODEL", "runtime": name} | gpus | dict(more or {}))
    pod = deployment("chat", spec, tracks(spec)[0])["spec"]["template"]["spec"]
    return pod["containers"][0], pod["securityContext"]
