"""Model servers: how each is started and asked how it is. Data only; a spec may override every field.

The sources are each server's own documentation: https://docs.vllm.ai (serve, metrics),
https://docs.sglang.ai (server arguments), https://huggingface.co/docs/text-generation-inference (launcher),
https://docs.nvidia.com/deeplearning/triton-inference-server (tritonserver --help, inference protocols),
https://www.tensorflow.org/tfx/serving (docker, REST API), https://github.com/ggml-org/llama.cpp (tools/server).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args

RuntimeName = Literal["zerfoo", "vllm", "sglang", "tgi", "triton", "tensorflow-serving", "llama-cpp", "custom"]
RUNTIMES: tuple[RuntimeName, ...] = get_args(RuntimeName)
HTTP = "http"
"""The port of requests and health checks."""
LogLevel = Literal["debug", "info", "warning", "error"]
LOG_LEVELS: tuple[LogLevel, ...] = get_args(LogLevel)
MODEL_REF = "MODEL_REF"
"""The variable that has the model reference."""
MODEL = f"$({MODEL_REF})"
"""The model reference in an argument, in Kubernetes' own notation for a variable of the container."""
MODEL_PATH = "$(MODEL_PATH)"
"""The path of the model's files, where a source brings them into the pod; in its place in an argument."""

MODELS_CONFIG, MONITORING_CONFIG = "models.config", "monitoring.config"
"""The files by which TensorFlow Serving is told of models and metrics."""


@dataclass(frozen=True)
class Ports:
    """Of the container, by name."""

    http: int
    grpc: int | None = None
    metrics: int | None = None
    """None: metrics are served on `http`."""

    @property
    def of_metrics(self) -> str:
        """The name of the one that serves metrics."""
        return "metrics" if self.metrics else HTTP

    def by_name(self) -> dict[str, int]:
        """Those that there are."""
        return {name: number for name, number in vars(self).items() if number is not None}


@dataclass(frozen=True)
class Traces:
    """Where traces go, as a runtime's own flags want to know it."""

    url: str
    """With the path of traces where they go by HTTP."""
    protocol: str
    ratio: str | None
    """None: all."""
    service: str


@dataclass(frozen=True)
class Several:
    """How a server is told of several models."""

    args: Callable[[Ports, tuple[str, ...]], tuple[str, ...]]
    """In place of those of one model, by the names of all."""
    paths: Callable[[str], tuple[str, str]] | None = None
    """Of health and readiness, by the name of one model; None: they are about the server as a whole."""


@dataclass(frozen=True, kw_only=True)
class Container:
    """What a pod needs to know of the container that it is for, whatever that does."""

    user: int
    """Numeric user that the container runs as; runAsNonRoot can be verified only for a number."""
    group: int | None = None
    """None: the image's."""
    writable: tuple[str, ...] = ()
    """Directories of the container that it writes to."""
    shm_size: str | None = None
    """Size of /dev/shm; None: the container runtime's, 64Mi."""
    read_only_root: bool = True

    def ports_by_name(self) -> Mapping[str, int]:
        """Those that it listens on."""
        return {}


@dataclass(frozen=True, kw_only=True)
class Runtime(Container):
    """What a pod needs to know of a model server."""

    ports: Ports
    health_path: str | None
    """None: the spec has to say it."""
    readiness_path: str | None
    """None: the same as `health_path`."""
    args: Callable[[Ports], tuple[str, ...]]
    takes_path: bool = True
    """Whether the model may be a path of the container in place of a reference."""
    named_by: str | None = None
    """The flag by which a model that is a path keeps its reference as its name; None where there is none."""
    command: tuple[str, ...] = ()
    """Empty: the image's entrypoint."""
    each_gpu: str | None = None
    """The flag that spreads a model over several GPUs; None where the server finds them itself."""
    needs_gpu: bool = False
    """Whether the image of the preset starts on no node without a GPU."""
    env: Mapping[str, str] = field(default_factory=dict)
    has_metrics: bool = True
    """Whether it serves them without configuration of its own."""
    several: Several | None = None
    """None: it serves one model."""
    config_directory: str | None = None
    """Of the files that say which models it serves and whether it has metrics; None: its arguments say so."""
    log_flags: Mapping[LogLevel, tuple[str, ...]] = field(default_factory=dict)
    """By the level."""
    log_env: Mapping[LogLevel, Mapping[str, str]] = field(default_factory=dict)
    """By the level. Neither: no level is known."""
    trace_protocols: tuple[str, ...] = ()
    """By which the server sends traces, the usual one first; none: it sends none that are known."""
    trace_flags: Callable[[Traces], tuple[str, ...]] | None = None
    """What it wants beside the variables of OpenTelemetry."""

    def ports_by_name(self) -> Mapping[str, int]:
        return self.ports.by_name()


_CACHE = "/var/cache/server"
_PYTHON = {"HOME": _CACHE, "HF_HOME": f"{_CACHE}/huggingface", "USER": "server"}
"""Torch asks for the user's name, which a number without an entry in the image's passwd does not have."""
_TEMPORARY = "/tmp"
_TENSORFLOW = "/etc/tensorflow-serving"
_GRPC, _HTTP = "grpc", "http/protobuf"
_TF_LOG_LEVELS = {"debug": "0", "info": "0", "warning": "1", "error": "2"}


def _level_by(name: str) -> Mapping[LogLevel, Mapping[str, str]]:
    return {level: {name: level.upper()} for level in LOG_LEVELS}


def _triton_traces(traces: Traces) -> tuple[str, ...]:
    """It counts: a rate of 10 is every tenth request, and the default is every thousandth."""
    rate = round(1 / max(float(traces.ratio), 1e-9)) if traces.ratio else 1
    settings = ("mode=opentelemetry", f"opentelemetry,url={traces.url}", "level=TIMESTAMPS", f"rate={rate}")
    return tuple(
        f"--trace-config={setting}" for setting in (*settings, f"opentelemetry,resource=service.name={traces.service}")
    )


def _triton(ports: Ports) -> tuple[str, ...]:
    own = _flags(http_port=ports.http, grpc_port=ports.grpc, metrics_port=ports.metrics)
    return (f"--model-repository={MODEL}", *own)


def _tensorflow(ports: Ports) -> tuple[str, ...]:
    return f"--port={ports.grpc}", f"--rest_api_port={ports.http}"


def _tensorflow_paths(model: str) -> tuple[str, str]:
    """Metadata is answered once a version is there to serve; the server listens once each of its models has one
    (ConnectAdaptersToManagerAndAwaitModelLoads in its server_core.cc)."""
    return f"/v1/models/{model}", f"/v1/models/{model}/metadata"


def _flags(**flags: Any) -> tuple[str, ...]:
    return tuple(f"--{name.replace('_', '-')}={value}" for name, value in flags.items())


PRESETS: Mapping[RuntimeName, Runtime] = {
    "zerfoo": Runtime(
        # The server refuses to start with neither a key nor this flag (zerfoo v1.59.0, cmd/cli/serve.go). See
        # docs/network.md before anybody from outside may come.
        args=lambda ports: ("serve", "--port", str(ports.http), "--allow-no-auth", MODEL),
        takes_path=False,  # inference.Load asks its registry for a name and nothing else
        ports=Ports(http=8080),
        health_path="/healthz",
        readiness_path="/readyz",
        user=65532,  # nonroot of the distroless base image (zerfoo v1.59.0, deploy/aws/Dockerfile)
        group=65532,
        writable=("/home/nonroot", _TEMPORARY),  # its home, in which it keeps models: ~/.zerfoo, ~/.cache/zerfoo
    ),
    "vllm": Runtime(
        command=("vllm", "serve"),
        args=lambda ports: (MODEL, *_flags(host="0.0.0.0", port=ports.http)),
        ports=Ports(http=8000),
        health_path="/health",
        readiness_path=None,
        user=1000,
        named_by="--served-model-name",
        each_gpu="--tensor-parallel-size",
        needs_gpu=True,
        env=_PYTHON,
        writable=(_CACHE, _TEMPORARY),
        shm_size="2Gi",
        log_env=_level_by("VLLM_LOGGING_LEVEL"),
        trace_protocols=(_GRPC, _HTTP),
        trace_flags=lambda traces: (f"--otlp-traces-endpoint={traces.url}",),
    ),
    "sglang": Runtime(
        command=("python3", "-m", "sglang.launch_server"),
        args=lambda ports: (
            f"--model-path={MODEL}",
            *_flags(host="0.0.0.0", port=ports.http),
            "--enable-metrics",
        ),
        ports=Ports(http=30000),
        health_path="/health",
        readiness_path=None,  # /health_generate would cost a token each time
        user=1000,
        named_by="--served-model-name",
        each_gpu="--tp-size",
        needs_gpu=True,
        env=_PYTHON,
        writable=(_CACHE, _TEMPORARY),
        shm_size="2Gi",
        log_flags={level: (f"--log-level={level}",) for level in LOG_LEVELS},
        trace_protocols=(_GRPC,),
        trace_flags=lambda traces: ("--enable-trace", f"--otlp-traces-endpoint={traces.url.partition('://')[2]}"),
    ),
    "tgi": Runtime(
        command=("text-generation-launcher",),
        args=lambda ports: (f"--model-id={MODEL}", *_flags(hostname="0.0.0.0", port=ports.http)),
        ports=Ports(http=8080),
        health_path="/health",
        readiness_path=None,
        user=1000,
        each_gpu="--num-shard",
        needs_gpu=True,
        env=_PYTHON | {"HUGGINGFACE_HUB_CACHE": f"{_CACHE}/huggingface"},
        writable=(_CACHE, _TEMPORARY),
        shm_size="1Gi",  # what its documentation starts it with
        log_env={level: {"LOG_LEVEL": level.removesuffix("ing")} for level in LOG_LEVELS},  # Rust's is called warn
        trace_protocols=(_GRPC,),
        trace_flags=lambda traces: (f"--otlp-endpoint={traces.url}", f"--otlp-service-name={traces.service}"),
    ),
    "triton": Runtime(
        command=("tritonserver",),
        args=_triton,
        several=Several(
            args=lambda ports, models: (
                *_triton(ports),
                "--model-control-mode=explicit",
                *(f"--load-model={model}" for model in models),
            ),
        ),
        ports=Ports(http=8000, grpc=8001, metrics=8002),
        health_path="/v2/health/live",
        readiness_path="/v2/health/ready",
        user=1000,  # triton-server of the image
        env={"HOME": _CACHE},
        writable=(_CACHE, _TEMPORARY),
        shm_size="1Gi",  # that of a Python model's process
        log_flags={
            "debug": ("--log-verbose=1",),
            "info": (),
            "warning": ("--log-info=false",),
            "error": ("--log-info=false", "--log-warning=false"),
        },
        trace_protocols=(_HTTP,),
        trace_flags=_triton_traces,
    ),
    "tensorflow-serving": Runtime(
        command=("tensorflow_model_server",),
        args=lambda ports: (*_tensorflow(ports), "--model_name=model", f"--model_base_path={MODEL}"),
        several=Several(
            args=lambda ports, _: (*_tensorflow(ports), f"--model_config_file={_TENSORFLOW}/{MODELS_CONFIG}"),
            paths=_tensorflow_paths,
        ),
        config_directory=_TENSORFLOW,
        ports=Ports(http=8501, grpc=8500),
        health_path=_tensorflow_paths("model")[0],
        readiness_path=_tensorflow_paths("model")[1],
        user=1000,
        writable=(_TEMPORARY,),
        has_metrics=False,  # a file of the server's own switches them on
        log_env={level: {"TF_CPP_MIN_LOG_LEVEL": _TF_LOG_LEVELS[level]} for level in LOG_LEVELS}
        | {"debug": {"TF_CPP_MIN_LOG_LEVEL": "0", "TF_CPP_MAX_VLOG_LEVEL": "1"}},
    ),
    "llama-cpp": Runtime(
        command=("/app/llama-server",),
        args=lambda ports: (f"--model={MODEL}", *_flags(host="0.0.0.0", port=ports.http), "--metrics"),
        named_by="--alias",
        ports=Ports(http=8080),
        health_path="/health",
        readiness_path=None,
        user=1000,
        env={"HOME": _CACHE},
        writable=(_CACHE, _TEMPORARY),
    ),
    "custom": Runtime(
        args=lambda ports: (),  # noqa: ARG005
        ports=Ports(http=8080),
        health_path=None,
        readiness_path=None,
        user=1000,
        read_only_root=False,
        log_env=_level_by("LOG_LEVEL"),
        trace_protocols=(_GRPC, _HTTP),
    ),
}
"""Each by its name in a spec."""


def preset_of(runtime: RuntimeName, closed_zerfoo: bool) -> Runtime:
    """What a runtime is started with, where the spec says nothing else."""
    preset = PRESETS[runtime]
    if runtime == "zerfoo" and not closed_zerfoo:
        return replace(preset, group=None, writable=(), read_only_root=False)
    return preset


def image_of(runtime: RuntimeName, images: Mapping[str, str], gpus: bool) -> str | None:
    """The runtime's image; on GPUs another one where it has such. None of `custom`."""
    on_gpus = images.get(f"{runtime} on GPUs") if gpus else None
    return on_gpus or images.get(runtime)
