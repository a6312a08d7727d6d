"""The pinned Go modules, and what is taken from each: executables and data files."""

import hashlib
import json
import platform
import re
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent
STRIPPED = "-s -w"


@dataclass(frozen=True)
class Files:
    """Files that stand in a Go module beside its code."""

    module: str
    pattern: str
    folder: str = "."  # where they go in the cache
    executable: bool = False
    containing: str = ""  # only files with a line that is this text


@dataclass(frozen=True)
class Module:
    """A folder with go.mod and go.sum; the versions stand there and nowhere else."""

    name: str
    executables: dict[str, str]  # name: package
    ldflags: str = STRIPPED
    tags: str = ""  # build tags
    files: tuple[Files, ...] = ()
    parent: Path = ROOT
    beside: tuple["Module", ...] = ()  # modules whose executables have to stand in the same folder

    @property
    def folder(self) -> Path:
        return self.parent / self.name

    def content_hash(self) -> str:
        """Changes with everything that the result depends on, and with nothing else."""
        what = {
            "go.mod": self._text("go.mod"),
            "go.sum": self._text("go.sum"),
            "executables": self.executables,
            "ldflags": self.ldflags,
            "files": [asdict(files) for files in self.files],
            "beside": [module.content_hash() for module in self.beside],
            **({"tags": self.tags} if self.tags else {}),
            **{path.name: path.read_text() for path in sorted(self.folder.glob("*.go"))},
            "platform": f"{platform.system()}-{platform.machine()}",
        }
        return hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()[:16]

    def _text(self, name: str) -> str:
        return (self.folder / name).read_text()


def _crds(folder: str, module: str, pattern: str) -> Files:
    return Files(module, pattern, folder=folder, containing="kind: CustomResourceDefinition")


def required_version(folder: str, module: str) -> str:
    """The version of a Go module that the go.mod in a folder requires."""
    path = ROOT / folder / "go.mod"
    found = re.search(rf"^(?:require)?\s+{re.escape(module)} (v\S+)", path.read_text(), re.MULTILINE)
    if found is None:
        raise LookupError(f"{path} does not require {module}")
    return found[1]


def _with_variables(package: str, **values: str) -> str:
    """Linker flags that set variables of a Go package."""
    return " ".join([STRIPPED, *(f"-X {package}.{name}={value}" for name, value in values.items())])


PULUMI_VERSION = required_version("pulumi", "github.com/pulumi/pulumi/pkg/v3")
KUBERNETES_VERSION = required_version("kubernetes", "k8s.io/kubernetes")
_MAJOR, _MINOR, _ = KUBERNETES_VERSION.removeprefix("v").split(".")

KUBERNETES_COMMANDS = ("kube-apiserver", "kube-controller-manager", "kube-scheduler", "kubectl")

# Later versions of the SDK's Go module do not hold the language host; this one works with later engines.
PULUMI_LANGUAGE_PYTHON = Module(
    "pulumi-language-python",
    {"pulumi-language-python": "github.com/pulumi/pulumi/sdk/v3/python/cmd/pulumi-language-python"},
)
PULUMI = Module(
    "pulumi",
    {"pulumi": "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"},
    # Without it `pulumi version` is an empty line, which no caller can parse.
    ldflags=_with_variables("github.com/pulumi/pulumi/sdk/v3/go/common/version", Version=PULUMI_VERSION),
    files=(
        # The Python language host starts this script, and looks for it beside itself.
        Files("github.com/pulumi/pulumi/sdk/v3", "python/cmd/pulumi-language-python-exec", executable=True),
    ),
    beside=(PULUMI_LANGUAGE_PYTHON,),  # where the engine looks first
)
ETCD = Module("etcd", {"etcd": "go.etcd.io/etcd/server/v3"})
KUBERNETES = Module(
    "kubernetes",
    {name: f"k8s.io/kubernetes/cmd/{name}" for name in KUBERNETES_COMMANDS},
    # Without these the API server calls itself v0.0.0-master+$Format:%H$, which no client can parse.
    ldflags=_with_variables(
        "k8s.io/component-base/version", gitVersion=KUBERNETES_VERSION, gitMajor=_MAJOR, gitMinor=_MINOR
    ),
)
PROMTOOL = Module(
    "promtool",
    {"promtool": "github.com/prometheus/prometheus/cmd/promtool"},
    tags="remove_all_sd",  # without the service discovery of every cloud, it is a quarter of the code
)
KUBE_SCORE = Module("kube-score", {"kube-score": "github.com/zegl/kube-score/cmd/kube-score"})
K6 = Module("k6", {"k6": "go.k6.io/k6"})
RCLONE = Module("rclone", {"rclone": "."})  # main.go beside its go.mod says which parts
KWOK = Module(
    "kwok",
    {"kwok": "sigs.k8s.io/kwok/cmd/kwok"},
    files=(
        Files("sigs.k8s.io/kwok", "kustomize/crd/bases/kwok.x-k8s.io_stages.yaml", folder="crd"),
        Files("sigs.k8s.io/kwok", "kustomize/stage/node/fast/node-*.yaml", folder="stages"),
        Files("sigs.k8s.io/kwok", "kustomize/stage/node/heartbeat-with-lease/node-*.yaml", folder="stages"),
        Files("sigs.k8s.io/kwok", "kustomize/stage/pod/fast/pod-*.yaml", folder="stages"),
    ),
)
# Custom resource definitions by name, from the modules of the projects that define them.
CRDS = Module(
    "crds",
    {},
    files=(
        _crds("argo-rollouts", "github.com/argoproj/argo-rollouts", "manifests/crds/*-crd.yaml"),
        _crds("cert-manager", "github.com/cert-manager/cert-manager", "deploy/crds/cert-manager.io_certificates.yaml"),
        _crds(
            "external-secrets",
            "github.com/external-secrets/external-secrets",
            "config/crds/bases/external-secrets.io_externalsecrets.yaml",
        ),
        _crds("gateway-api", "sigs.k8s.io/gateway-api", "config/crd/standard/*.yaml"),
        _crds("istio", "istio.io/api", "kubernetes/customresourcedefinitions.gen.yaml"),
        _crds("keda", "github.com/kedacore/keda/v2", "config/crd/bases/*.yaml"),
        # Those that a service can have: the others are up to a megabyte each, and slow to install.
        *(
            _crds(
                "prometheus-operator",
                "github.com/prometheus-operator/prometheus-operator",
                f"example/prometheus-operator-crd-full/*_{kinds}.yaml",
            )
            for kinds in ("podmonitors", "prometheusrules", "servicemonitors")
        ),
        _crds(
            "traefik",
            "github.com/traefik/traefik/v3",
            "docs/content/reference/dynamic-configuration/traefik.io_*.yaml",
        ),
        _crds("vpa", "k8s.io/autoscaler/vertical-pod-autoscaler", "deploy/vpa-v1-crd-gen.yaml"),
    ),
    parent=ROOT.parent,
)
