"""What each notion of Kubernetes accepts and refuses: held against our types, their schemas and the API server."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from pulumi_inference.kube.cidr import Cidr
from pulumi_inference.kube.cron import CronSchedule
from pulumi_inference.kube.duration import (
    Duration,
    DurationOrZero,
    PeriodSeconds,
    ProbeSeconds,
    WholeSeconds,
    WindowSeconds,
)
from pulumi_inference.kube.http import GrpcService
from pulumi_inference.kube.image import ImageReference
from pulumi_inference.kube.labels import AnnotationKey, LabelKey, LabelValue
from pulumi_inference.kube.names import (
    ApiVersion,
    Dns1035Label,
    Dns1123Label,
    Dns1123Subdomain,
    ExtendedResource,
    Kind,
    MetricName,
)
from pulumi_inference.kube.percentage import IntOrPercent, Percentage
from pulumi_inference.kube.port import PortName, PortNumber
from pulumi_inference.kube.prometheus import PrometheusAddress, PrometheusQuery, Threshold, ThresholdOrZero
from pulumi_inference.kube.quantity import Cpu, Memory, MetricValue, Quantity
from pulumi_inference.kube.selector import LabelSelector, LabelSelectorRequirement, NodeSelectorRequirement
from pydantic import TypeAdapter, ValidationError


@dataclass(frozen=True)
class Samples:
    """What a type accepts and refuses."""

    type: Any
    valid: tuple[Any, ...]
    invalid: tuple[Any, ...]
    """Refused by the type, its JSON Schema and, of the notions that the API server knows, by the server."""
    unsaid: tuple[Any, ...] = ()
    """Refused by the type and the server; a JSON Schema cannot say it."""
    stricter: Collection[tuple[Any, str]] = ()
    """Refused by the type and its schema, while the API server accepts it: and why."""
    stricter_unsaid: Collection[tuple[Any, str]] = ()
    """The same, where a JSON Schema cannot say it."""

    @property
    def where_stricter(self) -> tuple[tuple[Any, str], ...]:
        return (*self.stricter, *self.stricter_unsaid)

    @property
    def refused(self) -> tuple[Any, ...]:
        return (*self.invalid, *self.unsaid, *(value for value, _ in self.where_stricter))

    def refusal(self, value: Any) -> str | None:
        """What the type says against a value; None if it accepts it."""
        try:
            TypeAdapter(self.type).validate_python(value)
        except ValidationError as error:
            return "; ".join(str(detail["msg"]) for detail in error.errors())
        return None


def words(text: str, between: str | None = None) -> list[str]:
    return text.split(between)


OTHER_KINDS: tuple[Any, ...] = (None, True, [], {})
UNREADABLE = "the API server reads it, and nobody means it"

QUANTITY = Samples(
    Quantity,
    valid=(
        *words("4 500m 100n 250u 1.5 .5 5. +5 0.50 007 16Gi 1.5Gi 16G 2k 1Ei 1E 1e3 1E3 1E-3 1e+3 0.5m 5.Gi .5Gi"),
        *words("1Ki 1Mi 1Ti 1Pi 1M 1T 1P"),
        *(4, 0.5, 4.0, 10.0, 17179869184),
    ),
    invalid=(
        *words("0 0Gi 0.0 -1 -0 0e5 4x 1gi 1GI 1e 1e+ --1 +-1 1.2.3 ٣Gi ١ ½ 1_000 NaN 1K 1B 1GiB 1Ee3 1e3Gi"),  # noqa: RUF001
        *words("1e3.5 1k3 0x10 1,5 Infinity Gi . +"),
        *("", "1 Gi", "1Gi\n", 0, -1, 0.0, *OTHER_KINDS),
    ),
    stricter={
        " 1Gi": "the API server cuts the spaces off",
        "1e0003": "an exponent of more than three digits is a slip",
        "1" + "0" * 64: "more characters than any amount needs",
        1e-10: "finer than the API server keeps: it rounds up",
        2.0**63: "above what the API server holds as a number",
    }.items(),
    stricter_unsaid={
        "0.1n": "finer than the API server keeps: it rounds up",
        "1e30": "above what the API server holds as a number",
        "8Ei": "above what the API server holds: it takes less",
    }.items(),
)
CPU = Samples(
    Cpu,
    valid=("4", "500m", "0.5", "0.001", 4, 0.5, 0.001),
    invalid=("0", "4x", 0, -1, 0.0001),
    unsaid=("0.0001", "1u", "1.5m", 0.0015),
)
MEMORY = Samples(
    Memory,
    valid=("16Gi", "1Mi", "1048576", 1048576, 17179869184.0),
    invalid=("0", "16GB", 16, 1048575),
    unsaid=("16", "1Ki"),
)
METRIC_VALUE = Samples(
    MetricValue,
    valid=("10", "500m", "0.5", "1k", "16Gi", 5, 0.5, 0.001),
    invalid=("0", "ten", "10%", "-1", "", 0, -1, *OTHER_KINDS),
    unsaid=("0.0005", "500u", "1.5m"),
)
_LONG = "a" * 2049
PROMETHEUS_ADDRESS = Samples(
    PrometheusAddress,
    valid=("http://prometheus:9090", "https://metrics.example.com/prometheus/", "http://[::1]:9090"),
    invalid=(
        "prometheus:9090",
        "ftp://prometheus",
        "http://me:password@prometheus",
        "http://prometheus/?a=b",
        "http://",
        "http://a b",
        "",
        f"http://{_LONG}",
        *OTHER_KINDS,
    ),
)
PROMETHEUS_QUERY = Samples(
    PrometheusQuery,
    valid=("1", "sum(active_requests)", 'sum(a{app="chat"})\n/ 2'),
    invalid=("", " ", " a", "a ", "a\n", "a\0b", _LONG, *OTHER_KINDS),
)
THRESHOLD = Samples(
    Threshold,
    valid=("5", "0.5", "10.0", "007", 5, 0.5),
    invalid=("0", "0.0", "-1", "+5", "1e3", ".5", "5.", "5Gi", "", 0, -1, *OTHER_KINDS),
)
THRESHOLD_OR_ZERO = Samples(
    ThresholdOrZero,
    valid=("0", "0.0", "5", 0, 0.5),
    invalid=("-1", "1e3", "", -1, *OTHER_KINDS),
)
DURATION = Samples(
    Duration,
    valid=(
        *words("10s 1m30s 500ms 1.5h 2h .5s 1.s 3us 3µs 3μs 7ns +5s 1h1h 30s1m 2562047h47m16.854775807s"),
        *(10, 2.5, 999999, 3.0),
    ),
    invalid=(
        *words("0 0s +0 -1s 10 s .s 1d 1e3s ٣s 1S ++1s 1_0s 1,5s P1D"),
        *("", "10 s", "10s ", "10s\n", "1m 30s", "0" * 64 + "1s", 0, -3, 10**6, 3000000000, *OTHER_KINDS),
    ),
    unsaid=("0.1ns", "2562047h47m16.854775808s", "9999999999999h", 1.00000000001),
)
DURATION_OR_ZERO = Samples(
    DurationOrZero,
    valid=("0", "+0", "0s", "0h0m", "5m", 0, 0.0, 10),
    invalid=("", "-1s", "-0", "00", "0 ", "0\n", -1, 10**6, *OTHER_KINDS),
)
PROBE_SECONDS = Samples(
    ProbeSeconds,
    valid=("10s", "1m30s", "1000ms", "1.0s", 10, 3.0, 100.0),
    invalid=("", "0", "0s", "-1s", "10", 0, -3, 2.5, 10**6, *OTHER_KINDS),
    unsaid=("500ms", "1.5s", "1000000h"),
)
WHOLE_SECONDS = Samples(
    WholeSeconds,
    valid=("10s", "10m", "720h", "1h30m", "60000ms", 10, 3.0, 999999),
    invalid=("", "0", "0s", "-1s", "10", 0, -3, 2.5, 10**6, *OTHER_KINDS),
    unsaid=("500ms", "1.5s", "720h1s"),
)
WINDOW_SECONDS = Samples(
    WindowSeconds,
    valid=("0", "0s", "5m", "1h", "3600s", "1000ms", 0, 300, 3600),
    invalid=("", "-1s", "10", "1d", -1, 2.5, 3601, *OTHER_KINDS),
    unsaid=("3601s", "2h", "1500ms", "3600.5s"),
)
PERIOD_SECONDS = Samples(
    PeriodSeconds,
    valid=("1s", "30m", "1800s", "1.0s", 1, 60, 1800),
    invalid=("", "0", "0s", "-1s", "60", 0, -1, 2.5, 1801, *OTHER_KINDS),
    unsaid=("1801s", "1h", "500ms", "1.5s"),
)
DNS_1123_LABEL = Samples(
    Dns1123Label,
    valid=("a", "7", "team-a", "3chat", "a--b", "a" * 63),
    invalid=("", "A", "a.b", "a_b", "-a", "a-", "a\n", "a b", "ä", "а", "١", "a" * 64, 5, *OTHER_KINDS),  # noqa: RUF001
)
DNS_1123_SUBDOMAIN = Samples(
    Dns1123Subdomain,
    valid=("a", "7", "a.b", "3chat.example.com", "a" * 253, "a.b-c.d"),
    invalid=("", "A", "a..b", ".a", "a.", "a.-b", "a-.b", "a_b", "a\n", "ä.com", "a" * 254, 5, *OTHER_KINDS),
)
DNS_1035_LABEL = Samples(
    Dns1035Label,
    valid=("a", "chat-svc", "a7", "a" * 63),
    invalid=("", "A", "a.b", "a_b", "-a", "a-", "a\n", "ä", "a" * 64, 5, *OTHER_KINDS),
    stricter=dict.fromkeys(
        ("7", "3chat"), "a Service's name may start with a digit only where a feature gate says so"
    ).items(),
)
METRIC_NAME = Samples(
    MetricName,
    valid=(
        *words(
            "requests vllm:num_requests_waiting prometheus.googleapis.com|vllm:num_requests_running|gauge a.b ... s0"
        ),
        "m" * 253,
    ),
    invalid=("", ".", "..", "a/b", "5%", 5, *OTHER_KINDS),
    stricter=dict.fromkeys(("a b", "a\n", "ä", "m" * 254), "no adapter serves a metric of that name").items(),
)
KIND = Samples(
    Kind,
    valid=("Ingress", "HTTPRoute", "A", "Vm2"),
    invalid=("", "a/b", "5%", 5, *OTHER_KINDS),
    stricter=dict.fromkeys(("ingress", "Ingress\n", "My Kind", "K" * 64), "no kind is called so").items(),
)
EXTENDED_RESOURCE = Samples(
    ExtendedResource,
    valid=(
        *words("nvidia.com/gpu amd.com/gpu nvidia.com/mig-1g.10gb gpu.intel.com/i915 a/b example.com/A_b.c"),
        *(f"{'p' * 244}/{'x' * 63}", "requests/a", "a/requests.b"),
    ),
    invalid=(
        *words("gpu /gpu amd.com/ nvidia.com/gpu/1 Nvidia.com/gpu requests.nvidia.com/gpu a/-b a..b/c ä.com/gpu"),
        *words("a/b: hugepages-2Mi"),
        *("", "a/b\n", f"{'p' * 245}/a", f"a/{'x' * 64}", *OTHER_KINDS),
    ),
    stricter=dict.fromkeys(
        words("kubernetes.io/gpu gpus.kubernetes.io/gpu"), "a kubelet takes no device plugin in Kubernetes' own domain"
    ).items(),
)
API_VERSION = Samples(
    ApiVersion,
    valid=("v1", "networking.k8s.io/v1", "gateway.networking.k8s.io/v1beta1", "apps/v2alpha1"),
    invalid=("", "1", "V1", "apps.k8s.io", "/v1", "a/b/v1", "v1\n", "A/v1", 5, *OTHER_KINDS),
)
LABEL_KEY = Samples(
    LabelKey,
    valid=("a", "App", "a.b_c-d", "7", "example.com/a", "a/b", "x" * 63, f"{'p' * 253}/{'x' * 63}"),
    invalid=(
        *words("/a a/ a/b/c Example.com/a -a a- ä a..b/c a_b/c"),
        *("", "a b", "a\n", "x" * 64, f"{'p' * 254}/a", *OTHER_KINDS),
    ),
)
LABEL_VALUE = Samples(
    LabelValue,
    valid=("", "a", "A.b_c-d", "7", "x" * 63),
    invalid=("-a", "a-", "a b", "a/b", "a\n", "\n", "ä", "x" * 64, 1, 1.5, False, True, [], {}),
    stricter={None: "the API server reads null as an empty text"}.items(),
)
ANNOTATION_KEY = Samples(
    AnnotationKey,
    valid=(*LABEL_KEY.valid, "Example.com/a", "A.B/C"),
    invalid=tuple(key for key in LABEL_KEY.invalid if key != "Example.com/a"),
    stricter={"\u212aey": "the Kelvin sign, which is k only in lowercase"}.items(),
)
PORT_NUMBER = Samples(
    PortNumber, valid=(1, 8080, 65535, 8080.0), invalid=(0, -1, 65536, 80.5, "8080", 10**30, *OTHER_KINDS)
)
PORT_NAME = Samples(
    PortName,
    valid=("http", "a", "7a", "a-b", "grpc-web", "1-2-c", "a" * 15),
    invalid=("HTTP", "80", "a--b", "-a", "a-", "a_b", "a.b", "a\n", "ä", "a" * 16, 80, True, [], {}),
    stricter={"": "the API server reads it as no name"}.items(),
)
NO_SUCH_SERVICE = "no service of gRPC is called so"
CIDR = Samples(
    Cidr,
    valid=("10.0.0.0/8", "203.0.113.7/32", "0.0.0.0/0", "::/0", "2001:db8::/32", "2001:db8::7/128"),
    invalid=("models.example.com", "10.0.0.0", "10.0.0.0/33", "10.0.0/8", "", "10.1.0.0/16 ", None, 7, True, [], {}),
    unsaid=(":::/8", "1:2:3:4:5:6:7:8:9/8", "10.0.0.1/8", "2001:db8::1/32"),
)
GRPC_SERVICE = Samples(
    GrpcService,
    valid=("a", "inference.GRPCInferenceService", "grpc.health.v1.Health", "a/b", "7", "x" * 253),
    invalid=(7, True, [], {}),
    stricter=(
        ("", "the server as a whole is what a probe without the field asks about"),
        (None, "the API server reads it as no name"),
        *((name, NO_SUCH_SERVICE) for name in ("a b", " a", "a\n", "ä")),
        ("x" * 254, "longer than any package and name"),
    ),
)
DIGEST = "sha256:" + "0a" * 32
UNPULLABLE = "the container runtime refuses it, when a pod is already there"
IMAGE = Samples(
    ImageReference,
    valid=(
        *words("nginx nginx:1.29 library/nginx ghcr.io/zerfoo/zerfoo:1.59.0 localhost/a localhost:5000/a/b:c"),
        *words("LOCALHOST:5000/a Example.com/a 127.0.0.1:5000/a [::1]:5000/a [fe80::1]/a a__b a---b a.b_c a:_x a:5000"),
        *(f"nginx@{DIGEST}", f"nginx:1@{DIGEST}", f"a@sha512:{'0' * 128}"),
        *(f"a:{'T' * 128}", "b" * 247, "a/" + "b" * 253),
    ),
    invalid=("", *OTHER_KINDS),
    stricter={
        **dict.fromkeys(words("Nginx library/Nginx https://ghcr.io/a docker://a a: a@ a:b:c a/ /a a//b"), UNPULLABLE),
        **dict.fromkeys(words("a_ -a a___b a..b a:-x a@sha256:00 ä ghcr.io/ä a:ä user@host/a a?b"), UNPULLABLE),
        **dict.fromkeys(
            ("a b", " nginx", "nginx ", "nginx\n", f"a:{'T' * 129}", f"a@{DIGEST.upper()}", f"a@md5:{'0' * 32}"),
            UNPULLABLE,
        ),
        **dict.fromkeys(("0a" * 32, "b" * 900), UNPULLABLE),
        "Library/nginx": "the container runtime takes Library for a host, which nobody means without a dot or a port",
    }.items(),
    stricter_unsaid=dict.fromkeys(("b" * 248, "a/" + "b" * 254, "a.io/" + "b" * 256), UNPULLABLE).items(),
)
PERCENTAGE = Samples(Percentage, valid=(0, 10, 100, 3.0), invalid=(-1, 101, 0.5, "10", "10%", 10**30, *OTHER_KINDS))
INT_OR_PERCENT = Samples(
    IntOrPercent,
    valid=(0, 1, 3.0, "0%", "25%", "025%", "100%", "150%"),
    invalid=(-1, 1.5, "-1%", "1.5%", "%", "", "5", "25 %", "25%\n", "٢%", "25%%", 2**31, True, [], {}),
    stricter={"1234567890%": "more digits than any percentage has"}.items(),
)
CRON = Samples(
    CronSchedule,
    valid=(
        *words("* * * * *; 0 3 * * MON-FRI; */15 0-23/2 1,15 JAN-DEC ?; 0  0\t1 1 0; ? ? ? ? ?; 00 05 01 01 00", "; "),
        *words("0 0 1 jan sun; 5/10 * * * *; 59 23 31 12 6; 1-5,10-20/3,40 * * * *; * * * Feb,apr-JUN/2 mon", "; "),
        *words("*/70 * * * *; 0 0 31 2 *; 0-0 * * * *; * * * * 1-SAT; @every 1h30m; @every 500ms", "; "),
        *words("@yearly @annually @monthly @weekly @daily @midnight @hourly"),
    ),
    invalid=(
        *words("* * * *; * * * * * *; 60 * * * *; * 24 * * *; * * 0 * *; * * 32 * *; * * * 0 *; * * * 13 *", "; "),
        *words("* * * * 7; * * * * SUNDAY; * * JAN * *; * * * MON *; */0 * * * *; */-1 * * * *; */ * * * *", "; "),
        *words("1- * * * *; -1 * * * *; 1-2-3 * * * *; 1/2/3 * * * *; a * * * *; 1.5 * * * *; ** * * * *", "; "),
        *words("*/MON * * * *; * * * * MON#1; * * L * *; * * 15W * *; ٣ * * * *; 1~5 * * * *", "; "),
        *words("TZ=UTC * * * * *; CRON_TZ=UTC * * * * *; TZ=0; TZ=; @every  1h; @every 1d", "; "),
        *words("@ @every @reboot @Hourly"),
        *("", " ", "@hourly\n", " @hourly", 5, True, [], {}),
    ),
    unsaid=("5-1 * * * *", "* * * DEC-JAN *", "* * * * SAT-SUN", "* * * * 6-MON/2", "1,9-8 * * * *"),
    stricter={
        " 0 * * * *": UNREADABLE,
        "0 * * * *\n": UNREADABLE,
        "0\u00a0* * * *": UNREADABLE,
        "0\n* * * *": UNREADABLE,
        ", * * * *": "a list of nothing never comes due",
        "1,,2 * * * *": UNREADABLE,
        "*-5 * * * *": "the API server overlooks what follows the star",
        "+5 * * * *": UNREADABLE,
        "@every 0s": "the API server makes it a second",
        "@every -1h": "the API server makes it a second",
        "1" + ",1" * 600 + " * * * *": "longer than any schedule needs",
    }.items(),
)


def rule(operator: str, *values: Any, key: str = "app") -> dict[str, Any]:
    return {"key": key, "operator": operator, "values": list(values)}


LABEL_SELECTOR_REQUIREMENT = Samples(
    LabelSelectorRequirement,
    valid=(
        rule("In", "a"),
        rule("NotIn", "a", ""),
        rule("Exists"),
        rule("DoesNotExist"),
        {"key": "a", "operator": "Exists"},
        rule("In", "a", key="example.com/a"),
    ),
    invalid=(
        rule("In"),
        {"key": "a", "operator": "In"},
        rule("NotIn"),
        rule("Exists", "a"),
        rule("DoesNotExist", ""),
        rule("Gt", "1"),
        rule("in", "a"),
        rule("", "a"),
        rule("In", "-a"),
        rule("In", 1),
        rule("Exists", key="-a"),
        rule("Exists", key=""),
        {"key": "a"},
        {"operator": "Exists"},
    ),
)
NODE_SELECTOR_REQUIREMENT = Samples(
    NodeSelectorRequirement,
    valid=(*LABEL_SELECTOR_REQUIREMENT.valid, rule("Gt", "23034"), rule("Lt", "0")),
    invalid=(
        *(sample for sample in LABEL_SELECTOR_REQUIREMENT.invalid if sample.get("operator") != "Gt"),
        rule("Gt"),
        rule("Lt", "1", "2"),
        rule("Gt", 1),
        rule("Gt", "-1"),
    ),
    stricter=((rule("Gt", "24Gi"), "the scheduler compares whole numbers, and finds no node otherwise"),),
)
LABEL_SELECTOR = Samples(
    LabelSelector,
    valid=(
        {},
        {"matchLabels": {"app": "chat", "example.com/a": ""}},
        {"matchExpressions": [rule("Exists")]},
        {"matchLabels": {"app": "chat"}, "matchExpressions": [rule("In", "a"), rule("NotIn", "b")]},
    ),
    invalid=(
        {"matchLabels": {"-a": "b"}},
        {"matchLabels": {"a": "-b"}},
        {"matchLabels": {"a": 1}},
        {"matchLabels": {"a": True}},
        {"matchLabels": []},
        {"matchExpressions": [rule("In")]},
    ),
    stricter=(({"matchlabels": {}}, "the API server overlooks fields that it does not know"),),
)

ALL: dict[str, Samples] = {name.lower(): samples for name, samples in globals().items() if isinstance(samples, Samples)}
