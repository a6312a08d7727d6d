"""What hypothesis makes of specs: valid ones, and anything at all that JSON or a file can hold."""

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from pulumi_inference.defaults import DEFAULTS
from pulumi_inference.features.gpus import DRIVERS, MOST_OF_A_CLAIM
from pulumi_inference.features.mig import MIG_MEMORY
from pulumi_inference.model import LARGEST_INT32

REPEATABLE = settings(derandomize=True, database=None, deadline=None)
"""The same tests with the same modules beside them see the same examples (Hypothesis also tries constants of the
modules that are loaded), and none fails because a machine is slow."""

Json = Any
Spec = dict[str, Any]

# Valid specs, by the rules of each field and across fields.

names = st.from_regex(r"[a-z](?:[-a-z0-9]{0,53}[a-z0-9])?", fullmatch=True)
namespaces = st.from_regex(r"[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?", fullmatch=True)
_visible = st.characters(categories=("L", "N", "P", "S")).filter(str.isprintable)
_references = st.text(_visible, min_size=1, max_size=40).filter(lambda text: not text.startswith("-"))
_references_as_usual = st.from_regex(r"[a-z0-9][a-z0-9./:_-]{0,30}", fullmatch=True)
from_secrets = st.fixed_dictionaries(
    {
        "valueFrom": st.fixed_dictionaries(
            {"secretConfig": st.from_regex(r"(?:[a-z]+:)?[A-Za-z][\w.-]{0,20}", fullmatch=True)}
        )
    }
).filter(lambda value: value["valueFrom"]["secretConfig"].isascii())
model_refs = _references_as_usual | _references
cpus = (
    st.integers(1, 10**6).map(lambda count: f"{count}m")
    | st.integers(1, 10**4)
    | st.integers(1, 10**4).map(str)
    | st.integers(1, 10**5).map(lambda millicores: millicores / 1000)
    | st.sampled_from(["1e1", "0.5", ".25", "1.", "2k", "+4"])
)
_memories = st.builds(
    lambda count, unit: f"{count}{unit}", st.integers(1, 4096), st.sampled_from(["Mi", "Gi", "Ti", "G", "T"])
) | st.integers(2**20, 2**50)
_gpu_resources = st.from_regex(r"(?:nvidia|amd)\.com/gpu|[a-z]{1,9}\.example/[A-Za-z0-9]{1,20}", fullmatch=True)
_seconds = st.integers(1, 3600)


def _duration(seconds: int, form: str) -> Json:
    minutes, rest = divmod(seconds, 60)
    return {
        "number": seconds,
        "s": f"{seconds}s",
        "ms": f"{seconds}000ms",
        "parts": f"{minutes}m{rest}s" if rest else f"{seconds}.0s",
    }[form]


_forms = st.sampled_from(["number", "s", "ms", "parts"])
durations = st.builds(_duration, _seconds, _forms)
"""Of whole seconds."""
http_paths = st.from_regex(r"/[!-~]{0,30}", fullmatch=True)
_grpc = st.fixed_dictionaries(
    {"port": st.integers(1, 65535)}, optional={"service": st.from_regex(r"[!-~]{1,30}", fullmatch=True)}
)
_asked: SearchStrategy[Spec] = (
    st.fixed_dictionaries({"path": http_paths}) | st.fixed_dictionaries({"grpc": _grpc}) | st.just({})
)


@st.composite
def _rhythms(draw: st.DrawFn) -> Json:
    """Both of interval and timeout, or neither."""
    interval, timeout = sorted((draw(_seconds), draw(_seconds)), reverse=True)
    both = {"interval": _duration(interval, draw(_forms)), "timeout": _duration(timeout, draw(_forms))}
    return draw(st.just({}) | st.just(both))


@st.composite
def _probes(draw: st.DrawFn) -> Json:
    return draw(_asked) | draw(_rhythms()) | draw(_or_absent("failures", st.integers(1, LARGEST_INT32)))


@st.composite
def _startup_probes(draw: st.DrawFn, load: int) -> Json:
    """With so many failures that the model can load, whatever the interval."""
    enough = st.integers(load + 1, LARGEST_INT32)
    return draw(_asked) | draw(_rhythms()) | draw(_or_absent("failures", enough))


@st.composite
def _timed(draw: st.DrawFn) -> Spec:
    """The health check and all timers, each as long as it has to be."""
    wait = st.integers(1, 200_000)

    def some(seconds: int, usual: int) -> tuple[Json, int]:
        """A duration or its absence, and how long it is then."""
        return (_duration(seconds, draw(_forms)), seconds) if draw(st.booleans()) else (None, usual)

    load_text, load = some(draw(wait), 600)
    drain_text, drain = some(draw(wait), 45)
    sleep_text, sleep = some(draw(wait), 15)
    grace_text, grace = some(sleep + drain + draw(wait), sleep + drain)
    ready_text, ready = some(draw(wait), 0)
    deadline_text, deadline = some(load + ready + draw(wait), load + ready + max(300, grace + 240))
    create_text, _ = some(deadline + draw(wait), deadline)
    update_text, _ = some(deadline + draw(wait), deadline)
    delete_text, _ = some(grace + draw(wait), grace)
    timing = {
        "preStop": sleep_text,
        "terminationGracePeriod": grace_text,
        "minReady": ready_text,
        "progressDeadline": deadline_text,
        "createTimeout": create_text,
        "updateTimeout": update_text,
        "deleteTimeout": delete_text,
    }
    check = draw(_health_checks(load))
    given = {"modelLoad": load_text, "drain": drain_text, "timing": _without_none(timing), "healthCheck": check}
    return {field: value for field, value in given.items() if value}


@st.composite
def _health_checks(draw: st.DrawFn, load: int) -> Json:
    interval, timeout = sorted((draw(_seconds), draw(_seconds)), reverse=True)
    usual = {"interval": _duration(interval, draw(_forms)), "timeout": _duration(timeout, draw(_forms))}
    probes = {"startup": _startup_probes(load), "liveness": _probes(), "readiness": _probes()}
    check = usual | draw(st.fixed_dictionaries({}, optional=probes))
    if not all({"path", "grpc"} & check.get(probe, {}).keys() for probe in ("startup", "liveness")):
        check["path"] = draw(http_paths)
    return draw(st.just({}) | st.just(check))


def _without_none(fields: Spec) -> Spec:
    return {field: value for field, value in fields.items() if value is not None}


_values = st.integers(1, 10**6) | st.builds("{}{}".format, st.integers(1, 999), st.sampled_from(["", "m", "k", "Mi"]))
_percents = st.integers(1, 100)
_label_keys = st.from_regex(r"[a-z]{1,8}(?:\.io/[a-z]{1,8})?", fullmatch=True)
_label_values = st.from_regex(r"[a-z0-9]{0,8}", fullmatch=True)
_rules_on_labels = st.fixed_dictionaries(
    {
        "key": _label_keys,
        "operator": st.sampled_from(["In", "NotIn"]),
        "values": st.lists(_label_values, min_size=1, max_size=2),
    }
) | st.fixed_dictionaries({"key": _label_keys, "operator": st.sampled_from(["Exists", "DoesNotExist"])})
_metrics = st.fixed_dictionaries(
    {"name": st.from_regex(r"[a-z][a-z0-9_:]{0,20}", fullmatch=True)},
    optional={
        "selector": st.fixed_dictionaries(
            {},
            optional={
                "matchLabels": st.dictionaries(_label_keys, _label_values, max_size=2),
                "matchExpressions": st.lists(_rules_on_labels, max_size=2),
            },
        )
    },
)


def _with_target(source: Spec, **targets: SearchStrategy[Any]) -> SearchStrategy[Spec]:
    return st.one_of(
        [st.fixed_dictionaries(source | {field: value}) for field, value in targets.items()],
    )


_objects = st.fixed_dictionaries(
    {
        "apiVersion": st.sampled_from(["v1", "networking.k8s.io/v1", "apps/v1beta1"]),
        "kind": st.sampled_from(["Service", "Ingress", "HTTPRoute"]),
        "name": names,
    }
)
_containers = st.sampled_from(["server", "istio-proxy"])
_sources_of_metrics: dict[str, SearchStrategy[Spec]] = {
    "cpu": _with_target({}, averageUtilization=_percents, averageValue=cpus),
    "memory": _with_target({}, averageUtilization=_percents, averageValue=_memories),
    "containerResource": _with_target(
        {"name": st.sampled_from(["cpu", "memory"]), "container": _containers},
        averageUtilization=_percents,
        averageValue=_values,
    ),
    "pods": _with_target({"metric": _metrics}, averageValue=_values),
    "object": _with_target({"describedObject": _objects, "metric": _metrics}, value=_values, averageValue=_values),
    "external": _with_target({"metric": _metrics}, value=_values, averageValue=_values),
}
_directions = st.fixed_dictionaries({"selectPolicy": st.just("Disabled")}) | st.fixed_dictionaries(
    {},
    optional={
        "stabilizationWindow": st.integers(0, 3600) | st.integers(0, 60).map("{}m".format),
        "selectPolicy": st.sampled_from(["Max", "Min"]),
        "policies": st.lists(
            st.fixed_dictionaries(
                {
                    "type": st.sampled_from(["Pods", "Percent"]),
                    "value": st.integers(1, 1000),
                    "period": st.integers(1, 1800) | st.integers(1, 30).map("{}m".format),
                }
            ),
            min_size=1,
            max_size=3,
        ),
    },
)


def _autoscalings(resources: Spec) -> SearchStrategy[Spec]:
    """One metric of a source is no duplicate; a percentage asks for what it is a percentage of."""
    metrics = st.lists(st.sampled_from(sorted(_sources_of_metrics)), min_size=1, unique=True).flatmap(
        lambda chosen: st.tuples(*(_entries(source, resources) for source in chosen))
    )
    rest = {
        "behavior": st.fixed_dictionaries({}, optional={"scaleUp": _directions, "scaleDown": _directions}),
    }
    presets = st.sampled_from(["vllm", "sglang", "tgi", "triton", "zerfoo", "article"])
    listed = st.fixed_dictionaries({"metrics": metrics.map(list)}, optional=rest)
    return (
        listed
        | _by_keda(resources, rest)
        | st.fixed_dictionaries({"preset": presets}, optional=rest)
        | (st.fixed_dictionaries({}, optional=rest) if "cpu" in resources else listed)
    )


def _by_keda(resources: Spec, rest: dict[str, SearchStrategy[Any]]) -> SearchStrategy[Spec]:
    """At most one trigger by CPU and by memory; one of Prometheus has every switch."""
    used = st.lists(st.sampled_from(["cpu", "memory"]), unique=True).flatmap(
        lambda chosen: st.tuples(*(_entries(source, resources) for source in chosen))
    )
    keda = st.booleans().flatmap(
        lambda to_zero: st.fixed_dictionaries(
            {
                "triggers": st.builds(lambda asked, more: [{"prometheus": asked}, *more], _queries(to_zero), used),
                "scaleToZero": st.just(to_zero),
            },
            optional={
                "fallback": st.fixed_dictionaries({"failureThreshold": st.integers(1, 9), "replicas": st.just(1)})
            }
            | ({"pollingInterval": _seconds, "cooldownPeriod": _seconds} if to_zero else {}),
        )
    )
    return st.fixed_dictionaries({"keda": keda}, optional=rest)


def _queries(to_zero: bool) -> SearchStrategy[Spec]:
    authentications = st.fixed_dictionaries(
        {"name": names}, optional={"mode": st.sampled_from(["bearer", "basic", "tls", "custom"])}
    )
    return st.fixed_dictionaries(
        {
            "serverAddress": st.sampled_from(["http://prometheus:9090", "https://metrics.example.com/prometheus"]),
            "query": st.from_regex(r"[a-z]{1,9}\([a-z_]{1,9}\)", fullmatch=True),
            "threshold": st.integers(1, 10**6) | st.integers(1, 10**6).map(str),
        },
        optional={"authentication": authentications}
        | ({"activationThreshold": st.integers(0, 10**6)} if to_zero else {}),
    )


def _verticals(autoscaled: bool) -> SearchStrategy[Spec]:
    """Beside a horizontal autoscaler, whatever that goes by, recommendations alone."""
    modes = ["Off"] if autoscaled else ["Off", "Initial", "Recreate", "InPlaceOrRecreate"]
    values = st.sampled_from(["RequestsAndLimits", "RequestsOnly"])
    least = st.fixed_dictionaries({}, optional={"cpu": st.just("100m"), "memory": st.just("1Gi")})
    most = st.fixed_dictionaries({}, optional={"cpu": st.integers(1, 64), "memory": st.just("64Gi")})
    return st.fixed_dictionaries(
        {},
        optional={
            "updateMode": st.sampled_from(modes),
            "minAllowed": least,
            "maxAllowed": most,
            "controlledValues": values,
        },
    ) | st.fixed_dictionaries({"controlledResources": st.just(["cpu"]), "controlledValues": values})


_labels = st.dictionaries(st.from_regex(r"[a-z]{1,9}", fullmatch=True), st.just("yes"), max_size=2)
_monitors = st.fixed_dictionaries(
    {}, optional={"labels": _labels, "interval": st.integers(10, 600), "scrapeTimeout": st.integers(1, 10)}
)
_alert_names = st.sampled_from(["latency", "accuracy", "gpuMemory", "restarts", "queue", "canary", "modelLoad"])
_waits = st.sampled_from(["latency", "errorRate", "accuracy", "gpuMemory", "noReadyPods", "queue", "canary"])
_thresholds = st.sampled_from(["0.5", "1.5", "20"])


def _monitorings(gpus: bool, compared: bool) -> SearchStrategy[Spec]:
    """Thresholds of what is measured: all of it by the preset article."""
    scrapers: SearchStrategy[Spec] = (
        st.just({})
        | st.just({"scrapeAnnotations": True})
        | st.builds(lambda kind, monitor: {kind: monitor}, st.sampled_from(["serviceMonitor", "podMonitor"]), _monitors)
    )
    always = {
        "labels": _labels,
        "alertLabels": _labels,
        "disabled": st.lists(_alert_names, max_size=2, unique=True),
        "restarts": st.integers(1, 20),
        "pending": st.dictionaries(_waits, _seconds, max_size=2),
    }
    measured = {"latency": _seconds, "errorRate": st.integers(1, 100), "queue": _thresholds, "accuracy": _thresholds}
    some = ({"gpuMemory": st.integers(1, 100)} if gpus else {}) | (
        {"canaryErrorRate": st.integers(1, 100), "canaryLatency": _thresholds} if compared else {}
    )
    presets = st.sampled_from(["zerfoo", "vllm", "sglang", "tgi", "triton", "tensorflow-serving", "llama-cpp"])
    gauge = {"accuracyMetric": st.just("quality"), "accuracy": _thresholds}
    fields = st.fixed_dictionaries({}, optional=always | some)
    of_others = st.builds(
        lambda preset, rule, accuracy: {"preset": preset, "prometheusRule": rule | accuracy},
        *(presets, fields, st.just({}) | st.fixed_dictionaries(gauge)),
    )
    of_article = st.builds(
        lambda rule, more: {"preset": "article", "prometheusRule": rule | more},
        *(fields, st.fixed_dictionaries({}, optional=measured)),
    )
    folders = st.from_regex(r"[A-Z][a-z]{0,9}( [a-z]{1,9})?", fullmatch=True)
    drawn = st.fixed_dictionaries({}, optional={"folder": folders, "labels": _labels})
    boards: SearchStrategy[Spec] = st.just({}) | drawn.map(lambda board: {"grafanaDashboard": board})
    return st.builds(lambda one, two, three: one | two | three, st.just({}) | of_others | of_article, scrapers, boards)


def _entries(source: str, resources: Spec) -> SearchStrategy[Spec]:
    fitting = _sources_of_metrics[source].filter(lambda metric: _is_asked_for(source, metric, resources))
    return fitting.map(lambda metric: {source: metric})


def _is_asked_for(source: str, metric: Spec, resources: Spec) -> bool:
    if "averageUtilization" not in metric or metric.get("container", "server") != "server":
        return True
    return metric.get("name", source) in resources


def _or_absent(field: str, value: SearchStrategy[Any]) -> SearchStrategy[Spec]:
    return st.fixed_dictionaries({}, optional={field: value})


_drivers_resources = st.sampled_from(sorted(DRIVERS))
_mig_memories = st.sampled_from(sorted(MIG_MEMORY)).flatmap(
    lambda profile: st.fixed_dictionaries(
        {
            "migProfiles": st.lists(st.sampled_from(sorted(MIG_MEMORY)), max_size=3).map(lambda more: [*more, profile]),
            "gpuMemory": st.integers(1, MIG_MEMORY[profile]).map(lambda amount: f"{amount}Mi"),
            "gpuMemoryBy": st.just("mig"),
        }
    )
)
_gpus: SearchStrategy[Spec] = (
    st.just({})
    | st.fixed_dictionaries({"gpus": st.integers(1, 16)}, optional={"gpuResource": _gpu_resources})
    | st.fixed_dictionaries(
        {"gpuMemory": _memories},
        optional={
            "gpus": st.integers(1, 16),
            "gpuResource": st.sampled_from(["nvidia.com/gpu", "nvidia.com/mig-1g.10gb"]),
            "gpuMemoryBy": st.just("label"),
        },
    )
    | st.fixed_dictionaries(
        {"gpuMemory": _memories, "gpuMemoryBy": st.just("hami")}, optional={"gpus": st.integers(1, 16)}
    )
    | st.fixed_dictionaries(
        {"gpuMemory": _memories, "gpuMemoryBy": st.just("dra")},
        optional={"gpus": st.integers(1, MOST_OF_A_CLAIM), "gpuResource": _drivers_resources},
    )
    | _mig_memories
)
"""A way to ask for GPUs, or none."""


def _rollouts(alone: bool, gpus: int) -> SearchStrategy[Spec]:
    """One pod on GPUs has to have either as many spare ones or leave to be down."""
    spare: SearchStrategy[Spec] = st.integers(gpus, 8 * gpus).map(lambda count: {"spareGpus": count})
    down = st.just({"allowDowntime": True})
    some = {"rollout": spare | down}
    return st.fixed_dictionaries(some) if alone else st.fixed_dictionaries({}, optional=some)


object_names = st.from_regex(r"[a-z0-9](?:[-a-z0-9]{0,20}[a-z0-9])?", fullmatch=True)
_hosts = st.from_regex(r"(?:\*\.)?[a-z][a-z0-9]{0,8}\.example\.com", fullmatch=True)
_route_paths = st.from_regex(r"(?:/[-A-Za-z0-9_~!$&'()*+,;=:@]{1,9}){1,3}/?", fullmatch=True) | st.just("/")
_headers = st.dictionaries(
    st.from_regex(r"x-[a-z0-9]{1,9}", fullmatch=True),
    st.from_regex(r"[!-_a-~]{1,9}", fullmatch=True).filter(lambda value: '"' not in value),
    min_size=1,
    max_size=3,
)
_modifiers: SearchStrategy[Spec] = st.fixed_dictionaries(
    {}, optional={"set": _headers, "add": _headers, "remove": st.lists(st.just("x-internal"), max_size=1)}
).filter(any)
_attempts = st.tuples(_seconds, _seconds).map(sorted)
_gateways: SearchStrategy[Spec] = st.fixed_dictionaries(
    {
        "parentRefs": st.lists(
            st.fixed_dictionaries(
                {"name": object_names}, optional={"namespace": namespaces, "port": st.integers(1, 65535)}
            ),
            min_size=1,
            max_size=1,
        )
    },
    optional={
        "hostnames": st.lists(_hosts, max_size=3, unique=True),
        "path": _route_paths,
        "filters": st.fixed_dictionaries(
            {}, optional={"requestHeaders": _modifiers, "responseHeaders": _modifiers, "replacePrefix": _route_paths}
        ),
        "timeouts": _attempts.map(lambda pair: {"backendRequest": f"{pair[0]}s", "request": f"{pair[1]}s"}),
    },
)
_istios: SearchStrategy[Spec] = st.fixed_dictionaries({}, optional={"timeout": _seconds}) | st.fixed_dictionaries(
    {
        "gateways": st.lists(
            st.builds(lambda one, other: f"{one}/{other}", namespaces, object_names), min_size=1, max_size=2
        ),
        "hosts": st.lists(_hosts, min_size=1, max_size=2, unique=True),
    }
)
_traefiks: SearchStrategy[Spec] = st.fixed_dictionaries(
    {
        "entryPoints": st.lists(object_names, min_size=1, max_size=2),
        "hostnames": st.lists(_hosts.filter(lambda host: "*" not in host), min_size=1, max_size=2, unique=True),
    },
    optional={
        "path": _route_paths,
        "middlewares": st.lists(
            st.fixed_dictionaries({"name": object_names}, optional={"namespace": namespaces}), max_size=2
        ),
        "tlsSecret": object_names,
    },
)
_hashes = st.sampled_from(["Latest", "Stable"]).map(lambda which: {"valueFrom": {"podTemplateHashValue": which}})
_analyses: SearchStrategy[Spec] = st.fixed_dictionaries(
    {
        "templates": st.lists(
            st.fixed_dictionaries({"name": object_names}, optional={"clusterScope": st.booleans()}),
            min_size=1,
            max_size=2,
        )
    },
    optional={
        "args": st.dictionaries(
            st.from_regex(r"[a-z][-a-z0-9]{0,8}[a-z0-9]", fullmatch=True), st.text("abc/:. ", max_size=9) | _hashes
        )
    },
)
_steps: SearchStrategy[Spec] = st.one_of(
    st.just({"pause": {}}),
    st.fixed_dictionaries({"pause": st.fixed_dictionaries({"duration": _seconds})}),
    st.fixed_dictionaries({"analysis": _analyses}),
)
_scales = st.one_of(
    st.fixed_dictionaries({"replicas": st.integers(0, 9)}),
    st.fixed_dictionaries({"weight": st.integers(0, 100)}),
    st.fixed_dictionaries({"matchTrafficWeight": st.booleans()}),
)


def _argos(weight: int, routed: bool) -> SearchStrategy[Spec]:
    """Steps up to a weight."""
    kinds = [_steps, st.fixed_dictionaries({"setWeight": st.integers(0, weight)})]
    kinds += [st.fixed_dictionaries({"setCanaryScale": _scales})] if routed else []
    without = st.fixed_dictionaries({}, optional={"steps": st.lists(st.one_of(kinds), max_size=4)})
    steps = st.lists(st.one_of(kinds), min_size=1, max_size=4)
    return without | steps.flatmap(_measured)


def _measured(steps: list[Spec]) -> SearchStrategy[Spec]:
    """Measurements beside steps."""
    begins = st.integers(0, len(steps) - 1)
    background = st.builds(lambda own, at: own | {"startingStep": at}, _analyses, begins)
    return st.fixed_dictionaries({"steps": st.just(steps), "analysis": background | _analyses})


_cidrs = st.lists(
    st.sampled_from(["203.0.113.0/24", "2001:db8::/32", "0.0.0.0/0"]), min_size=1, max_size=2, unique=True
)
_annotations = st.dictionaries(_label_keys, st.text("abc {}/:", max_size=9), max_size=2)


@st.composite
def _services(draw: st.DrawFn, *, past_a_router: bool) -> Spec:
    """The Service: what one type has a use for."""
    kind = draw(st.sampled_from(["ClusterIP", "NodePort", "LoadBalancer"] if past_a_router else ["ClusterIP"]))
    outside = kind != "ClusterIP"
    port = {"port": st.integers(1, 65535)} | ({"nodePort": st.integers(30000, 32767)} if outside else {})
    choices: dict[str, SearchStrategy[Any]] = {
        "annotations": _annotations,
        "labels": st.dictionaries(_label_keys, _label_values, max_size=2).filter(lambda labels: "app" not in labels),
        "ports": st.lists(st.fixed_dictionaries({"name": st.just("http")}, optional=port), max_size=1),
        "trafficDistribution": st.sampled_from(["PreferSameZone", "PreferSameNode"]),
        "internalTrafficPolicy": st.just("Cluster"),
    }
    if outside:
        choices |= {"hostname": _hosts, "externalTrafficPolicy": st.sampled_from(["Cluster", "Local"])}
    if kind == "LoadBalancer":
        choices |= {"loadBalancerClass": object_names, "loadBalancerSourceRanges": _cidrs}
    found = {"type": kind} | draw(st.fixed_dictionaries({}, optional=choices))
    if "hostname" in found:
        found["aliases"] = draw(st.lists(_hosts, max_size=2))
    return found


_ingresses: SearchStrategy[Spec] = st.fixed_dictionaries(
    {"hosts": st.lists(_hosts, min_size=1, max_size=2, unique=True)},
    optional={
        "className": object_names,
        "paths": st.lists(_route_paths, min_size=1, max_size=2, unique=True),
        "pathType": st.sampled_from(["Prefix", "Exact", "ImplementationSpecific"]),
        "annotations": _annotations,
        "tls": st.sampled_from([{"secretName": "own"}, {"clusterIssuer": "company"}, {"issuer": "team"}]),
    },
)
_certificates: SearchStrategy[Spec] = st.fixed_dictionaries(
    {
        "issuerRef": st.fixed_dictionaries(
            {"name": object_names},
            optional={"kind": st.sampled_from(["Issuer", "ClusterIssuer"]), "group": st.just("awspca.cert-manager.io")},
        ),
        "dnsNames": st.lists(_hosts, min_size=1, max_size=2, unique=True),
    },
    optional={
        "secretName": object_names,
        "duration": st.integers(48, 9999).map(lambda hours: f"{hours}h"),
        "renewBefore": st.integers(1, 47).map(lambda hours: f"{hours}h"),
        "privateKey": st.sampled_from(
            [
                {},
                {"size": 4096},
                {"algorithm": "Ed25519", "rotationPolicy": "Never"},
                {"algorithm": "ECDSA", "size": 384},
            ]
        ),
    },
)
_remote_refs: SearchStrategy[Spec] = st.fixed_dictionaries(
    {"key": st.just("prod/openai")}, optional={"property": st.just("apiKey"), "version": st.sampled_from(["1", "2"])}
)
_found: SearchStrategy[Spec] = st.fixed_dictionaries(
    {"name": st.just({"regexp": "^prod-.*"})}, optional={"path": st.just("prod"), "tags": st.just({"team": "models"})}
)
_data_from: SearchStrategy[Json] = st.lists(
    st.fixed_dictionaries({"extract": _remote_refs}) | st.fixed_dictionaries({"find": _found}), min_size=1, max_size=2
)
_kept: SearchStrategy[Json] = st.lists(
    st.fixed_dictionaries({"secretKey": st.from_regex(r"[a-z]{1,9}", fullmatch=True), "remoteRef": _remote_refs}),
    min_size=1,
    max_size=2,
    unique_by=lambda one: str(one["secretKey"]),
)
_stores: SearchStrategy[Spec] = st.fixed_dictionaries(
    {"name": object_names}, optional={"kind": st.sampled_from(["SecretStore", "ClusterSecretStore"])}
)
_contents: SearchStrategy[Spec] = st.fixed_dictionaries(
    {"data": _kept}, optional={"dataFrom": _data_from}
) | st.fixed_dictionaries({"dataFrom": _data_from})
_external_secrets: SearchStrategy[Json] = st.lists(
    st.builds(
        lambda named, content: named | content,
        st.fixed_dictionaries(
            {"name": object_names.filter(lambda name: name != "tls"), "secretStoreRef": _stores},
            optional={"refreshInterval": st.sampled_from(["0", "15m", 3600])},
        ),
        _contents,
    ),
    max_size=2,
    unique_by=lambda one: str(one["name"]),
)
_peers: SearchStrategy[Spec] = (
    st.fixed_dictionaries({"namespaces": st.lists(namespaces, min_size=1, max_size=2)})
    | st.fixed_dictionaries(
        {"podLabels": st.dictionaries(_label_keys, _label_values, min_size=1, max_size=2)},
        optional={"namespaces": st.lists(namespaces, min_size=1, max_size=2)},
    )
    | st.just({"cidrs": ["10.0.0.0/8"], "exceptCidrs": ["10.1.0.0/16"]})
    | st.fixed_dictionaries({"cidrs": _cidrs})
)
destinations = st.lists(
    st.builds(
        lambda peers, ports, protocol: peers | {"ports": ports, "protocol": protocol},
        _peers,
        st.lists(st.integers(1, 65535), min_size=1, max_size=2, unique=True),
        st.sampled_from(["TCP", "UDP", "SCTP"]),
    ),
    max_size=2,
)
open_destinations = destinations.map(lambda ways: [*ways, {"cidrs": ["169.254.169.254/32"], "ports": [80, 443]}])
"""With the cloud's metadata server, for whatever identity the pods have."""
_policies: SearchStrategy[Spec] = st.fixed_dictionaries(
    {
        "modelSources": open_destinations,
        "clients": st.lists(_peers, max_size=2).map(lambda peers: [*peers, {"cidrs": ["10.0.0.0/8"]}]),
        "gateways": st.lists(namespaces, min_size=1, max_size=2),
        "monitoring": st.just(["monitoring"]),
    },
    optional={"stores": destinations},
)
"""Which let in whatever the rest of the spec asks for."""
_callers: SearchStrategy[Spec] = st.fixed_dictionaries(
    {
        "methods": st.lists(st.sampled_from(["GET", "POST", "DELETE"]), max_size=2, unique=True),
        "paths": st.lists(st.sampled_from(["/v1/*", "/metrics", "/", "/*"]), max_size=2, unique=True),
    }
)
_securities: SearchStrategy[Spec] = st.fixed_dictionaries(
    {
        "allow": st.lists(_callers, min_size=1, max_size=3).map(
            lambda rules: [rule | {"namespaces": [f"callers-{place}"]} for place, rule in enumerate(rules)]
        )
    },
    optional={
        "mtls": st.sampled_from(["STRICT", "PERMISSIVE"]),
        "trustDomain": object_names,
        "deny": st.lists(_callers.map(lambda rule: rule | {"serviceAccounts": ["web/shop"]}), max_size=2),
    },
)
_affinities: dict[str | None, SearchStrategy[Spec]] = {
    None: st.fixed_dictionaries({"by": st.just("clientIP")}, optional={"ttl": _seconds}),
    "istio": st.sampled_from([{"by": "clientIP"}, {"by": "cookie", "name": "s"}, {"by": "header", "name": "x-user"}]),
    "traefik": st.fixed_dictionaries({"by": st.just("cookie"), "name": st.just("s")}, optional={"ttl": _seconds}),
}


_rules_on_nodes = _rules_on_labels | st.fixed_dictionaries(
    {
        "key": _label_keys,
        "operator": st.sampled_from(["Gt", "Lt"]),
        "values": st.integers(0, 10**6).map(lambda number: [str(number)]),
    }
)
_node_terms = st.fixed_dictionaries({"matchExpressions": st.lists(_rules_on_nodes, min_size=1, max_size=2)})
_node_affinities = st.fixed_dictionaries(
    {},
    optional={
        "requiredDuringSchedulingIgnoredDuringExecution": st.fixed_dictionaries(
            {"nodeSelectorTerms": st.lists(_node_terms, min_size=1, max_size=2)}
        ),
        "preferredDuringSchedulingIgnoredDuringExecution": st.lists(
            st.fixed_dictionaries({"weight": st.integers(1, 100), "preference": _node_terms}), max_size=2
        ),
    },
)
_anti_affinities = st.just({"mode": "none"}) | st.fixed_dictionaries(
    {}, optional={"mode": st.sampled_from(["preferred", "required"]), "topologyKey": _label_keys}
)
_spreads = st.fixed_dictionaries(
    {"topologyKey": _label_keys}, optional={"maxSkew": st.integers(1, 9)}
) | st.fixed_dictionaries(
    {"topologyKey": _label_keys, "whenUnsatisfiable": st.just("DoNotSchedule")},
    optional={"minDomains": st.integers(1, 9)},
)
_effects = st.sampled_from(["NoSchedule", "PreferNoSchedule", "NoExecute"])
_tolerations = (
    st.fixed_dictionaries({"operator": st.just("Exists")}, optional={"key": _label_keys, "effect": _effects})
    | st.fixed_dictionaries({"key": _label_keys}, optional={"value": _label_values, "effect": _effects})
    | st.fixed_dictionaries(
        {"key": _label_keys, "effect": st.just("NoExecute"), "tolerationSeconds": st.integers(0, 10**6)}
    )
)
_spots = st.fixed_dictionaries(
    {"provider": st.sampled_from(["gke", "eks", "aks"]), "notice": st.just("720h")},
    optional={"mode": st.sampled_from(["required", "preferred"])},
) | st.fixed_dictionaries(
    {"nodeSelector": st.dictionaries(_label_keys, _label_values, min_size=1, max_size=2), "notice": st.just("720h")}
)
schedulings = st.fixed_dictionaries(
    {},
    optional={
        "nodeSelector": st.dictionaries(_label_keys, _label_values, max_size=2),
        "nodeAffinity": _node_affinities,
        "podAntiAffinity": _anti_affinities,
        "topologySpreadConstraints": st.lists(
            _spreads, max_size=2, unique_by=lambda one: (one["topologyKey"], one.get("whenUnsatisfiable"))
        ),
        "tolerations": st.lists(_tolerations, max_size=2),
        "priorityClassName": object_names,
        "runtimeClassName": object_names,
        "schedulerName": object_names,
        "spot": _spots,
    },
)
_rules_of_roles = st.fixed_dictionaries(
    {
        "resources": st.lists(st.sampled_from(["configmaps", "pods/log"]), min_size=1, max_size=2),
        "verbs": st.lists(st.sampled_from(["get", "list", "update"]), min_size=1, max_size=2),
    },
    optional={
        "apiGroups": st.lists(st.sampled_from(["", "apps", "batch"]), min_size=1, max_size=2),
        "resourceNames": st.lists(object_names, max_size=2),
    },
)
_identities = st.sampled_from(
    [
        {"awsRoleArn": "arn:aws:iam::111122223333:role/models"},
        {"gcpServiceAccount": "models@my-project.iam.gserviceaccount.com"},
        {"azureClientId": "00000000-0000-0000-0000-000000000000"},
    ]
)
service_accounts = st.fixed_dictionaries(
    {"token": st.just(True)}, optional={"name": object_names, "rules": st.lists(_rules_of_roles, max_size=2)}
) | st.fixed_dictionaries(
    {},
    optional={
        "token": st.booleans(),
        "annotations": st.dictionaries(_label_keys, _label_values, max_size=2),
        "workloadIdentity": _identities,
    },
)
_budgets = st.fixed_dictionaries(
    {},
    optional={
        "maxUnavailable": st.integers(1, 9) | st.integers(1, 100).map("{}%".format),
        "unhealthyPodEvictionPolicy": st.sampled_from(["AlwaysAllow", "IfHealthyBudget"]),
    },
)
ENOUGH_FOR_A_BUDGET = 4
"""Pods: however they are split, one track has two."""


@st.composite
def _placed(draw: st.DrawFn, pods: int) -> Spec:
    """Where the pods go, who they are, and how many of them may be evicted."""
    found = draw(_or_absent("scheduling", schedulings)) | draw(_or_absent("serviceAccount", service_accounts))
    budget = st.just(False) | _budgets if pods >= ENOUGH_FOR_A_BUDGET else st.just(False)
    return found | draw(_or_absent("disruptionBudget", budget))


@st.composite
def _routed(draw: st.DrawFn, router: str | None) -> Spec:
    """The route of a service, and how it knows its clients."""
    found: Spec = {} if router is None else {router: draw(_ROUTES[router])}
    return found | (draw(_or_absent("sessionAffinity", _affinities[router])) if router in _affinities else {})


_ROUTES = {"gateway": _gateways, "istio": _istios, "traefik": _traefiks}
_on_purpose = st.fixed_dictionaries({"headers": _headers})


@st.composite
def _colors(draw: st.DrawFn, references: SearchStrategy[Json]) -> Spec:
    """Two tracks, or the active one alone."""
    active = draw(st.sampled_from(["blue", "green"]))
    there = draw(st.sampled_from([("blue", "green"), (active,)]))
    return {"active": active} | {color: {"modelRef": draw(references)} | draw(_images) for color in there}


def optional(**fields: SearchStrategy[Json]) -> SearchStrategy[Spec]:
    return st.fixed_dictionaries({}, optional=fields)


pinned = st.from_regex(
    r"[a-z]{1,9}(?:\.[a-z]{2,5}/[a-z]{1,9})?:(?!latest)[A-Za-z0-9_][A-Za-z0-9._-]{0,20}", fullmatch=True
)
_images = optional(image=pinned)
arguments = st.lists(st.text(_visible, max_size=10) | st.integers(-(2**63), 2**63 - 1), max_size=3)
_ports = st.fixed_dictionaries({"http": st.integers(9000, 65535)})  # no preset has another port there
directories = st.lists(
    st.from_regex(r"/w(?:/[a-z0-9_-]{1,9}){1,3}", fullmatch=True), min_size=1, max_size=3, unique=True
)

_served_names = st.from_regex(r"[A-Za-z0-9_][-._A-Za-z0-9]{0,15}", fullmatch=True)
_served_models = st.fixed_dictionaries(
    {"name": _served_names, "path": st.from_regex(r"(?:/|s3://)[!-~]{1,15}", fullmatch=True)},
    optional={
        "versions": st.fixed_dictionaries({"latest": st.integers(1, LARGEST_INT32)})
        | st.fixed_dictionaries({"specific": st.lists(st.integers(0, LARGEST_INT32), min_size=1, max_size=3)})
        | st.just({"all": True}),
    },
)
_labelled_models = st.fixed_dictionaries(
    {"name": _served_names, "path": st.just("/models/a")},
    optional={"labels": st.dictionaries(_served_names, st.integers(0, LARGEST_INT32), max_size=2)},
)
_servings = {
    "triton": st.fixed_dictionaries(
        {
            "models": st.lists(
                st.fixed_dictionaries({"name": _served_names}),
                min_size=1,
                max_size=3,
                unique_by=lambda model: str(model["name"]),
            )
        }
    ),
    "tensorflow-serving": st.fixed_dictionaries(
        {
            "models": st.lists(
                _served_models | _labelled_models,
                min_size=1,
                max_size=3,
                unique_by=lambda model: str(model["name"]),
            )
        },
        optional={"monitoring": st.booleans()},
    ),
}


@st.composite
def _runtimes(draw: st.DrawFn, gpus: int, answers: bool, *, custom: bool) -> Spec:
    """Which model server, and what differs of it."""
    own = ["zerfoo", "triton", "llama-cpp", *(["tensorflow-serving"] if custom else [])]
    name = draw(
        st.sampled_from(
            [*own, *(["vllm", "sglang", "tgi"] if gpus else []), *(["custom"] if answers and custom else [])]
        )
    )
    if draw(st.booleans()):
        return {}
    found: Spec = {"runtime": name} | draw(
        optional(
            image=pinned,
            imagePullPolicy=st.sampled_from(["IfNotPresent", "Always", "Never"]),
            ports=_ports,
            securityContext=optional(
                runAsUser=st.integers(1, LARGEST_INT32),
                runAsGroup=st.integers(1, LARGEST_INT32),
                readOnlyRootFilesystem=st.booleans(),
            ),
            writablePaths=directories,
        )
    )
    match draw(st.sampled_from(["own", "args", "extra", "command"])):
        case "args":
            found["args"] = draw(arguments)
        case "extra" if name != "custom":
            found["extraArgs"] = draw(arguments)
        case "command":
            found |= {"command": draw(arguments), "args": draw(arguments)}
        case _ if name in _servings:
            found["serving"] = draw(_servings[name])
    if name == "custom":
        found.setdefault("image", draw(pinned))
    return found


_sums = st.from_regex(r"sha256:[0-9a-f]{64}", fullmatch=True)
object_keys = st.from_regex(r"[a-z0-9]{1,9}(?:/[A-Za-z0-9_][A-Za-z0-9._-]{0,9}){0,2}", fullmatch=True)
_stored: SearchStrategy[Spec] = st.one_of(
    st.fixed_dictionaries(
        {"http": st.fixed_dictionaries({"url": object_keys.map("https://models.example.com/{}".format)})}
    ),
    st.fixed_dictionaries({"s3": st.fixed_dictionaries({"bucket": st.just("acme-models"), "key": object_keys})}),
    st.fixed_dictionaries({"gs": st.fixed_dictionaries({"bucket": st.just("acme-models"), "object": object_keys})}),
    st.fixed_dictionaries(
        {"az": st.fixed_dictionaries({"account": st.just("acme"), "container": st.just("models"), "blob": object_keys})}
    ),
    object_keys.map(lambda key: {"hf": {"repository": "acme/llama3", "revision": "v1.0", "files": [key]}}),
)
_placed_models: SearchStrategy[Spec] = st.sampled_from(
    [{"oci": {"reference": "registry.example.com/models/llama3:1.0"}}, {"pvc": {"claimName": "models", "path": "a/b"}}]
).map(lambda source: {"source": source})
_fetched_models: SearchStrategy[Spec] = st.builds(
    lambda source, checksum: {"source": source, "checksum": checksum}, _stored, _sums
)


@st.composite
def _with_models(draw: st.DrawFn, spec: Spec) -> Spec:
    """The same spec with files for each of its models, where its server takes a path."""
    if spec.get("runtime", "zerfoo") == "zerfoo" and "args" not in spec:
        return spec
    fetches = draw(st.booleans())
    models = _fetched_models if fetches else _placed_models
    nodes: list[Spec] = [{"node": {"path": "/var/lib/models"} | warm} for warm in ({}, {"warm": True})]
    caches = [{"emptyDir": {"sizeLimit": "9Gi"}}, *nodes]
    kept = draw(_or_absent("cache", st.sampled_from([*caches, {"claim": {"claimName": "models"}}]))) if fetches else {}
    if "blueGreen" in spec:
        colors = {color: one | {"model": draw(models)} for color, one in spec["blueGreen"].items() if color != "active"}
        found = spec | {"blueGreen": spec["blueGreen"] | colors} | ({"model": kept} if kept else {})
    else:
        found = spec | {"model": draw(models) | kept}
        if "canary" in spec:
            found["canary"] = spec["canary"] | {"model": draw(models)}
    if fetches and "networkPolicy" in spec:
        everywhere = [{"cidrs": ["0.0.0.0/0"], "ports": [80, 443]}]  # a cloud's metadata server, too
        found["networkPolicy"] = spec["networkPolicy"] | {"modelSources": everywhere}
    return found


@st.composite
def _canaries(draw: st.DrawFn, weight: int, *, fewest: int, router: str | None, argo: bool) -> Spec:
    """All of a canary but its model and its weight."""
    warm = {} if argo and weight else {"warmReplicas": st.integers(fewest, 5)}
    found: Spec = draw(st.fixed_dictionaries({}, optional={"exact": st.just(False), "image": pinned} | warm))
    if router:
        found |= draw(st.fixed_dictionaries({}, optional={"capacity": st.sampled_from(["extra", "share"])}))
    if router and not argo:
        found |= draw(_or_absent("match", _on_purpose))
        if weight == 0 and found.get("warmReplicas", 1):
            found |= draw(_or_absent("mirror", st.fixed_dictionaries({"percent": st.integers(1, 100)})))
    return found


@st.composite
def _beside_argo(draw: st.DrawFn, resources: Spec, router: str | None) -> Spec:
    """What a route asks for: no GPUs, which it would want as often again, and a namespace for the Gateway's plugin."""
    if router:
        for field in ("gpus", "gpuMemory", "gpuMemoryBy", "gpuResource", "migProfiles"):
            resources.pop(field, None)
    return {"namespace": draw(namespaces)} if router == "gateway" else {}


_env_names = st.from_regex(r"[A-Z_][A-Z0-9_]{0,9}", fullmatch=True)
env_texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
key_refs = st.fixed_dictionaries({"name": object_names, "key": st.from_regex(r"[a-z][-._a-z]{0,8}", fullmatch=True)})
_optional_key_refs = st.builds(lambda ref, more: ref | more, key_refs, _or_absent("optional", st.booleans()))
_env_sources: SearchStrategy[Spec] = st.one_of(
    st.fixed_dictionaries({"secretKeyRef": _optional_key_refs}),
    st.fixed_dictionaries({"configMapKeyRef": _optional_key_refs}),
    st.sampled_from(["metadata.name", "metadata.labels['app']", "spec.nodeName", "status.podIPs"]).map(
        lambda path: {"fieldRef": {"fieldPath": path}}
    ),
    st.sampled_from([("limits.cpu", "1m"), ("requests.cpu", "1"), ("limits.memory", "1Mi")]).map(
        lambda pair: {"resourceFieldRef": {"resource": pair[0], "divisor": pair[1]}}
    ),
)
plain_data = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | env_texts,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text("abc.", max_size=4), inner, max_size=2),
    max_leaves=4,
).filter(lambda data: data is not None)


def _environments(secrets: bool) -> SearchStrategy[Spec]:
    """Variables and files from wherever they may come."""
    texts = env_texts | from_secrets if secrets else env_texts
    contents = [
        texts.map(lambda text: {"text": text}),
        plain_data.map(lambda data: {"yaml": data}),
        plain_data.map(lambda data: {"json": data}),
        key_refs.map(lambda ref: {"configMapKeyRef": ref}),
        key_refs.map(lambda ref: {"secretKeyRef": ref}),
    ]
    paths = st.from_regex(r"/[a-z]{1,4}/\.?[A-Za-z0-9_-]{1,9}", fullmatch=True)
    files = st.lists(
        st.builds(lambda path, content: {"path": path} | content, paths, st.one_of(contents)),
        max_size=3,
        unique_by=lambda file: file["path"].replace("/", "."),
    )
    sources = st.sampled_from(["configMapRef", "secretRef"]).flatmap(
        lambda kind: st.fixed_dictionaries(
            {kind: object_names}, optional={"prefix": _env_names, "optional": st.booleans()}
        )
    )
    return st.fixed_dictionaries(
        {},
        optional={
            "env": st.dictionaries(
                _env_names, texts | _env_sources.map(lambda source: {"valueFrom": source}), max_size=3
            ),
            "envFrom": st.lists(sources, max_size=2),
            "files": files,
        },
    )


_logs = st.sampled_from(["debug", "info", "warning", "error"]).map(lambda level: {"level": level})
_traces = st.fixed_dictionaries(
    {"endpoint": st.sampled_from(["http://otel-collector.observability:4317", "https://traces.example.com/otlp"])},
    optional={
        "ratio": st.sampled_from(["0", "0.25", 0.5, 1]),
        "sampler": st.sampled_from(["traceidratio", "parentbased_traceidratio"]),
        "serviceName": st.just("chat"),
        "resourceAttributes": st.dictionaries(st.sampled_from(["team", "a.b"]), env_texts, max_size=2),
    },
)
_drain_commands = st.sampled_from([{"httpGet": {"path": "/drain"}}, {"exec": {"command": ["/bin/drain", 5]}}])
_labelled = st.lists(
    st.builds(
        lambda key, value: {"op": "add", "path": f"/metadata/labels/{key}", "value": value},
        st.from_regex(r"x[a-z]{0,5}", fullmatch=True),
        _label_values,
    ),
    min_size=1,
    max_size=2,
)


def overrides_of(role: str) -> SearchStrategy[Spec]:
    return st.dictionaries(st.just(role), _labelled)


def _extra_containers(prefix: str, *, autoscaled: bool, stays: bool) -> SearchStrategy[list[Spec]]:
    """Beside the model server; each asks for what an autoscaler may go by."""
    asked: dict[str, SearchStrategy[Any]] = {"cpu": cpus, "memory": _memories}
    amounts = st.fixed_dictionaries(asked) if autoscaled else st.fixed_dictionaries({}, optional=asked)
    port = st.fixed_dictionaries({"containerPort": st.integers(100, 999)}, optional={"protocol": st.just("TCP")})
    probe = st.sampled_from(
        [
            {"tcpSocket": {"port": 9100}},
            {"httpGet": {"path": "/healthz", "port": 9100}, "interval": "5s", "timeout": "2s"},
            {"exec": {"command": ["/bin/check"]}, "failures": 5, "initialDelay": 3},
            {"grpc": {"port": 9100}},
        ]
    )
    beside = {"ports": st.lists(port, max_size=1), "startupProbe": probe, "livenessProbe": probe}
    one = st.fixed_dictionaries(
        {"image": pinned, "resources": amounts} | ({"restartPolicy": st.just("Always")} if prefix == "i" else {})
        if stays
        else {"image": pinned},
        optional={
            "command": arguments,
            "env": st.dictionaries(_env_names, env_texts, max_size=2),
            "securityContext": st.fixed_dictionaries({}, optional={"runAsUser": st.integers(1, 9999)}),
        }
        | (beside if stays else {"resources": amounts}),
    )
    # One port at most among them all: they share an address.
    numbered = st.lists(one, max_size=2).filter(lambda found: sum(bool(each.get("ports")) for each in found) < 2)
    return numbered.map(lambda found: [each | {"name": f"{prefix}-{at}"} for at, each in enumerate(found)])


def _container_sets(*, autoscaled: bool) -> SearchStrategy[Spec]:
    first = _extra_containers("i", autoscaled=autoscaled, stays=False)
    return st.fixed_dictionaries({}, optional={"initContainers": first}) | st.one_of(
        _extra_containers("i", autoscaled=autoscaled, stays=True).map(lambda found: {"initContainers": found}),
        _extra_containers("c", autoscaled=autoscaled, stays=True).map(lambda found: {"containers": found}),
    )


def _volume_sources(pods: int) -> SearchStrategy[Spec]:
    """What a volume may be; a claim lets as many pods have it as there may be."""
    modes = st.sampled_from([["ReadWriteMany"], ["ReadWriteOnce", "ReadWriteMany"]])
    claims = st.fixed_dictionaries({"claimName": object_names}) | st.fixed_dictionaries(
        {"size": _memories, "accessModes": modes},
        optional={"storageClassName": object_names, "onDelete": st.sampled_from(["refuse", "keep", "delete"])},
    )
    if not pods:
        claims |= st.fixed_dictionaries({"size": _memories, "accessModes": st.just(["ReadWriteOncePod"])})
    projected = st.one_of(
        object_names.map(lambda name: {"configMap": name}),
        object_names.map(lambda name: {"secret": name}),
        st.integers(10, 60).map(lambda wait: {"serviceAccountToken": {"path": "token", "expiration": f"{wait}m"}}),
        st.just({"downwardAPI": {"path": "labels", "fieldPath": "metadata.labels"}}),
    )
    return st.one_of(
        claims.map(lambda claim: {"persistentVolumeClaim": claim}),
        st.fixed_dictionaries({}, optional={"sizeLimit": _memories, "medium": st.just("Memory")}).map(
            lambda directory: {"emptyDir": directory}
        ),
        st.sampled_from([{}, {"type": "Directory"}]).map(lambda kind: {"hostPath": {"path": "/var/lib/models"} | kind}),
        st.just({"csi": {"driver": "csi.example.com", "volumeAttributes": {"a": "b"}}}),
        st.just({"image": {"reference": "registry.example.com/models/llama3:1.0"}}),
        st.lists(projected, min_size=1, max_size=1).map(lambda sources: {"projected": sources}),
    )


def _volumes(pods: int) -> SearchStrategy[list[Spec]]:
    places = st.lists(st.integers(0, 9), max_size=2, unique=True)
    return places.flatmap(
        lambda numbers: st.tuples(
            *(
                st.builds(
                    lambda source, more, number=number: (
                        {"name": f"volume-{number}", "mountPath": f"/volumes/{number}"} | source | more
                    ),
                    _volume_sources(pods),
                    st.fixed_dictionaries({}, optional={"readOnly": st.booleans(), "subPath": st.just("a/b")}),
                )
                for number in numbers
            )
        ).map(list)
    )


@st.composite
def amounts(draw: st.DrawFn) -> Spec:
    """Of memory and GPUs, with one amount of memory as request and limit, or two."""
    resources: Spec = draw(_or_absent("memory", _memories)) | draw(_gpus)
    if "memory" not in resources:
        bounds = st.tuples(st.integers(1, 512), st.integers(512, 4096))
        apart = bounds.map(lambda pair: {"requests": {"memory": f"{pair[0]}Mi"}, "limits": {"memory": f"{pair[1]}Mi"}})
        resources |= draw(apart) if draw(st.booleans()) else {}
    return resources


def _renamed(spec: Spec) -> SearchStrategy[Spec]:
    """The name of the server's container, where no metric goes by the usual one."""
    metrics = spec.get("autoscaling", {}).get("metrics", [])
    known = [one["containerResource"]["container"] for one in metrics if "containerResource" in one]
    return st.just({}) if "server" in known else _or_absent("containerName", st.just("model-server"))


@st.composite
def valid_specs(draw: st.DrawFn, secrets: bool = True) -> Spec:
    """A spec in camelCase, as YAML or JSON gives it."""
    references = model_refs | from_secrets if secrets else model_refs
    spec: Spec = {}
    autoscaled = draw(st.booleans())
    colors = draw(st.booleans()) and draw(st.booleans())
    canary = not colors and draw(st.booleans())
    weight = draw(st.integers(0, 100))
    router = draw(st.sampled_from([None, *_ROUTES]))
    argo = (
        not colors and router != "traefik" and not (canary and weight == 0 and router is None) and draw(st.booleans())
    )
    fewest = 2 if canary and weight not in (0, 100) else 1
    counts = st.integers(fewest, 50) | st.integers(fewest, LARGEST_INT32)
    resources: Spec = draw(amounts())
    if autoscaled:
        low, start, high = sorted(draw(counts) for _ in range(3))
        spec |= {"minReplicas": low, "maxReplicas": high} | draw(_or_absent("replicas", st.just(start)))
        resources |= draw(_or_absent("cpu", cpus))
        if "cpu" in resources:
            spec |= draw(_or_absent("autoscaling", _autoscalings(resources)))
        else:
            spec["autoscaling"] = draw(_autoscalings(resources))
    else:
        counts |= st.just(0)
        spec |= {"replicas": draw(counts)} if fewest > 1 else draw(_or_absent("replicas", counts))
        resources |= draw(_or_absent("cpu", cpus))
    if resources:
        spec["resources"] = resources
    if canary:
        spec["canary"] = {"modelRef": draw(references), "weight": weight} | draw(
            _canaries(weight, fewest=1 if autoscaled else 0, router=router, argo=argo)
        )
    spec |= draw(_routed(router))
    if colors:
        spec["blueGreen"] = draw(_colors(references))
    else:
        spec["modelRef"] = draw(references)
    if argo:
        spec |= draw(_beside_argo(resources, router)) | {
            "argo": draw(_argos(weight if canary else 100, router is not None))
        }
    if gpus := resources.get("gpus", 1 if "gpuMemory" in resources else 0):
        spec |= draw(_rollouts(max(spec.get("replicas", 1), spec.get("minReplicas", 0)) == 1, gpus))
    else:
        gpus = 0
    spec |= draw(_or_absent("verticalPodAutoscaler", _verticals(autoscaled)))
    spec |= draw(_or_absent("monitoring", _monitorings(gpus > 0, canary and not argo)))
    spec |= draw(_or_absent("requireCRDs", st.booleans())) | draw(_timed())
    check = spec.get("healthCheck", {})
    answers = "path" in check or bool({"path", "grpc"} & check.get("readiness", {}).keys())
    spec |= draw(_runtimes(gpus, answers, custom="monitoring" not in spec))
    spec |= draw(_renamed(spec))
    if spec.get("runtime") in ("triton", "vllm", "sglang", "tgi", "custom") and "args" not in spec:
        spec |= draw(_or_absent("logging", _logs)) | draw(_or_absent("tracing", _traces))
    spec |= draw(
        configured(
            secrets,
            autoscaled=autoscaled,
            shared=argo or autoscaled or spec.get("replicas") != 0,
            shm=not {"memory", "limits"} & resources.keys(),
        )
    )
    spec |= draw(_or_absent("drainCommand", _drain_commands)) | draw(_or_absent("overrides", overrides_of("service")))
    spec |= draw(_reached(past_a_router=not ((canary or argo) and router), traced="tracing" in spec))
    spec |= draw(_placed(spec.get("maxReplicas") or spec.get("replicas", 1)))
    if draw(st.booleans()):
        spec = draw(_with_models(spec))
    version = _or_absent("defaultsVersion", st.sampled_from(sorted(DEFAULTS)))
    spec |= draw(_or_absent("name", names)) | draw(version)
    return draw(_of_some_kind(spec))


_claim_templates = st.fixed_dictionaries(
    {"size": _memories}, optional={"storageClassName": object_names, "accessModes": st.just(["ReadWriteOncePod"])}
)
_retentions = st.fixed_dictionaries(
    {}, optional={"whenDeleted": st.sampled_from(["Retain", "Delete"]), "whenScaled": st.just("Delete")}
)
_policies_of_pods = st.sampled_from(["Parallel", "OrderedReady"])
_percentages_of_nodes = st.integers(1, 100).map(lambda percent: f"{percent}%")


@st.composite
def _of_some_kind(draw: st.DrawFn, spec: Spec) -> Spec:
    """The same spec, or one for a StatefulSet or a DaemonSet, without what that has no place for."""
    kind = draw(st.sampled_from([None, None, "statefulSet", "daemonSet"]))
    if kind is None or "argo" in spec or "progressDeadline" in spec.get("timing", {}):
        return spec
    if kind == "statefulSet":
        return draw(_with_stateful_set(spec))
    counted = spec.keys() & {"canary", "blueGreen", "minReplicas"}
    warmed = "warm" in spec.get("model", {}).get("cache", {}).get("node", {})
    return spec if counted or warmed or spec.get("replicas") == 0 else draw(_with_daemon_set(spec))


@st.composite
def _with_stateful_set(draw: st.DrawFn, spec: Spec) -> Spec:
    own = draw(_or_absent("podManagementPolicy", _policies_of_pods))
    name = draw(st.from_regex(r"[a-z](?:[-a-z0-9]{0,42}[a-z0-9])?", fullmatch=True))
    spec |= {"statefulSet": own, "name": name}
    if max(spec.get("replicas", 1), spec.get("minReplicas", 0)) == 1:
        spec["rollout"] = spec.get("rollout", {}) | {"allowDowntime": True}
    if draw(st.booleans()):
        claim = {"name": "claim", "mountPath": "/claims", "volumeClaimTemplate": draw(_claim_templates)}
        spec["volumes"] = [*spec.get("volumes", []), claim]
        own |= draw(_or_absent("persistentVolumeClaimRetentionPolicy", _retentions))
    return spec


@st.composite
def _with_daemon_set(draw: st.DrawFn, spec: Spec) -> Spec:
    field = "maxUnavailable" if {"gpus", "gpuMemory"} & spec.get("resources", {}).keys() else "maxSurge"
    amounts: SearchStrategy[Json] = _percentages_of_nodes
    if "updateTimeout" in spec.get("timing", {}):
        amounts |= st.integers(1, LARGEST_INT32)
    without = {"replicas", "rollout", "disruptionBudget"}
    placed = {
        rule: value
        for rule, value in spec.get("scheduling", {}).items()
        if rule not in ("podAntiAffinity", "topologySpreadConstraints")
    }
    rest = {key: value for key, value in spec.items() if key not in without}
    rest |= {"scheduling": placed} if placed else {}
    return rest | {"daemonSet": draw(_or_absent(draw(st.sampled_from(["maxUnavailable", field])), amounts))}


@st.composite
def configured(draw: st.DrawFn, secrets: bool, *, autoscaled: bool, shared: bool, shm: bool) -> Spec:
    """What the pods of services and of jobs are given; what is shared is no claim of one pod."""
    found: Spec = draw(_environments(secrets))
    found |= draw(_or_absent("volumes", _volumes(1 if shared else 0)))
    found |= draw(_or_absent("externalSecrets", _external_secrets))
    found |= draw(_or_absent("imagePullSecrets", st.lists(object_names, max_size=2, unique=True)))
    if secrets:
        account = {"server": st.just("registry.example.com"), "username": env_texts, "password": from_secrets}
        found |= draw(_or_absent("registries", st.lists(st.fixed_dictionaries(account), max_size=1)))
    found |= draw(_container_sets(autoscaled=autoscaled))
    return found | (draw(_or_absent("shmSize", _memories)) if shm else {})


@st.composite
def _reached(draw: st.DrawFn, *, past_a_router: bool, traced: bool) -> Spec:
    """By whom, and how."""
    found: Spec = draw(_or_absent("service", _services(past_a_router=past_a_router)))
    if not traced:
        found |= draw(_or_absent("networkPolicy", _policies))
    if found.get("service", {}).get("type", "ClusterIP") == "ClusterIP":
        found |= draw(_or_absent("istioSecurity", _securities))
    found |= draw(_or_absent("ingress", _ingresses)) if past_a_router else {}
    if "ingress" not in found:
        return found | draw(_or_absent("certificate", _certificates))
    if draw(st.booleans()):
        found |= {"certificate": draw(_certificates), "ingress": found["ingress"] | {"tls": {}}}
    return found


# Anything.

texts = st.text(st.characters(), max_size=20)
"""Lone surrogates and control characters among them."""
_scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(min_value=10**4000)
    | st.floats()
    | texts
    | st.sampled_from(["", "3", "10s", "16Gi", "-", "<text>", "<valueFrom>", "[key]", "a" * 10_000])
)
_field_names = st.sampled_from(
    [
        "modelRef",
        "model",
        "runtime",
        "image",
        "imagePullPolicy",
        "containerName",
        "command",
        "args",
        "extraArgs",
        "ports",
        "securityContext",
        "writablePaths",
        "rollout",
        "spareGpus",
        "allowDowntime",
        "warmReplicas",
        "exact",
        "replicas",
        "minReplicas",
        "maxReplicas",
        "autoscaling",
        "preset",
        "metrics",
        "behavior",
        "keda",
        "triggers",
        "scaleToZero",
        "monitoring",
        "serviceMonitor",
        "prometheusRule",
        "errorRate",
        "verticalPodAutoscaler",
        "updateMode",
        "statefulSet",
        "daemonSet",
        "maxUnavailable",
        "requireCRDs",
        "averageUtilization",
        "averageValue",
        "policies",
        "resources",
        "requests",
        "initContainers",
        "containers",
        "restartPolicy",
        "cpu",
        "memory",
        "gpus",
        "gpuResource",
        "gpuMemory",
        "gpuMemoryBy",
        "migProfiles",
        "canary",
        "weight",
        "healthCheck",
        "path",
        "interval",
        "timeout",
        "startup",
        "readiness",
        "grpc",
        "port",
        "failures",
        "scheduling",
        "nodeSelector",
        "spot",
        "disruptionBudget",
        "serviceAccount",
        "modelLoad",
        "drain",
        "logging",
        "tracing",
        "serving",
        "timing",
        "drainCommand",
        "overrides",
        "preStop",
        "progressDeadline",
        "name",
        "namespace",
        "defaultsVersion",
        "valueFrom",
        "secretConfig",
        "model_ref",
        "<text>",
        "<valueFrom>",
        "<nil>",
        "[key]",
    ]
)
json_values: SearchStrategy[Json] = st.recursive(
    _scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_field_names | texts, inner, max_size=4),
    max_leaves=12,
)


def shaped(**fields: SearchStrategy[Json]) -> SearchStrategy[Json]:
    """A map with these fields, right or wrong, and now and then one that is none."""
    known = st.fixed_dictionaries({}, optional=fields)
    return known | st.builds(lambda right, other: other | right, known, st.dictionaries(texts, json_values, max_size=2))


_sources = shaped(valueFrom=shaped(secretConfig=json_values) | json_values) | json_values
_nearly_probes = shaped(
    path=st.just("/h") | json_values,
    grpc=shaped(port=st.integers(-1, 70_000) | json_values, service=texts) | json_values,
    interval=_seconds | json_values,
    timeout=_seconds | json_values,
    failures=st.integers(-1, 100) | json_values,
)
nearly_specs = shaped(
    modelRef=model_refs | _sources,
    replicas=st.integers(-2, 9) | json_values,
    minReplicas=st.integers(-2, 9) | json_values,
    maxReplicas=st.integers(-2, 9) | json_values,
    autoscaling=shaped(
        preset=st.sampled_from(["vllm", "other"]) | json_values,
        metrics=st.lists(
            shaped(**{source: metric | json_values for source, metric in _sources_of_metrics.items()}), max_size=3
        )
        | json_values,
        behavior=shaped(scaleUp=_directions | json_values, scaleDown=_directions | json_values) | json_values,
        keda=shaped(
            triggers=st.lists(shaped(prometheus=_queries(True) | json_values, cpu=json_values), max_size=3)
            | json_values,
            scaleToZero=json_values,
        )
        | json_values,
    )
    | json_values,
    monitoring=shaped(
        preset=st.sampled_from(["vllm", "other"]) | json_values,
        scrapeAnnotations=st.booleans() | json_values,
        podMonitor=shaped(interval=_seconds | json_values, scrapeTimeout=_seconds | json_values) | json_values,
        serviceMonitor=shaped(interval=_seconds) | json_values,
        prometheusRule=shaped(
            errorRate=st.integers(-1, 101) | json_values,
            accuracy=_thresholds | json_values,
            disabled=st.lists(_alert_names | texts, max_size=2) | json_values,
            pending=shaped(latency=_seconds | json_values) | json_values,
        )
        | json_values,
        grafanaDashboard=shaped(folder=texts | json_values) | json_values,
    )
    | json_values,
    verticalPodAutoscaler=shaped(
        updateMode=st.sampled_from(["Off", "Auto"]) | json_values, minAllowed=shaped(cpu=cpus | json_values)
    )
    | json_values,
    resources=shaped(
        cpu=cpus | json_values,
        memory=_memories | json_values,
        requests=shaped(cpu=cpus | json_values, memory=_memories | json_values) | json_values,
        limits=shaped(cpu=cpus | json_values) | json_values,
        gpus=st.integers(-1, 40) | json_values,
        gpuResource=_gpu_resources | json_values,
        gpuMemory=_memories | json_values,
        gpuMemoryBy=st.sampled_from(["label", "hami", "dra", "mig", "time-slicing"]) | json_values,
        migProfiles=st.lists(st.sampled_from(["1g.10gb", "3g.40gb", "9g.1gb"]), max_size=2) | json_values,
    )
    | json_values,
    canary=shaped(modelRef=model_refs | _sources, weight=st.integers(-1, 101) | json_values) | json_values,
    initContainers=st.lists(
        shaped(name=object_names, image=pinned | texts | _sources, restartPolicy=st.just("Always") | json_values),
        max_size=2,
    )
    | json_values,
    containers=st.lists(
        shaped(
            name=st.just("server") | object_names,
            image=pinned | json_values,
            ports=st.lists(shaped(containerPort=st.integers(-1, 70_000), name=texts), max_size=2) | json_values,
            livenessProbe=shaped(tcpSocket=shaped(port=st.integers(0, 9)), exec=json_values) | json_values,
        ),
        max_size=2,
    )
    | json_values,
    healthCheck=shaped(
        path=st.just("/h") | json_values,
        interval=_seconds | json_values,
        timeout=_seconds | json_values,
        startup=_nearly_probes | json_values,
        readiness=_nearly_probes | json_values,
    )
    | json_values,
    env=st.dictionaries(_env_names | texts, env_texts | _sources | shaped(valueFrom=_env_sources), max_size=2)
    | json_values,
    envFrom=st.lists(shaped(configMapRef=object_names | _sources, prefix=texts), max_size=2) | json_values,
    files=st.lists(
        shaped(path=st.just("/app/a") | texts, text=texts | _sources, yaml=json_values, file=texts), max_size=2
    )
    | json_values,
    volumes=st.lists(
        shaped(name=object_names, mountPath=texts, persistentVolumeClaim=shaped(size=_memories) | json_values)
        | json_values,
        max_size=2,
    )
    | json_values,
    shmSize=_memories | json_values,
    model=shaped(
        source=shaped(http=shaped(url=texts | _sources), s3=shaped(bucket=texts | _sources, key=texts))
        | _stored
        | json_values,
        checksum=_sums | texts,
        credentials=shaped(env=st.dictionaries(texts, _sources | texts, max_size=2)) | json_values,
        cache=shaped(claim=shaped(size=_memories) | json_values) | json_values,
    )
    | json_values,
    imagePullSecrets=st.lists(object_names | _sources, max_size=2) | json_values,
    registries=st.lists(shaped(server=texts, username=texts | _sources, password=_sources), max_size=2) | json_values,
    statefulSet=shaped(podManagementPolicy=st.just("Parallel") | json_values) | json_values,
    daemonSet=shaped(maxUnavailable=st.integers(-1, 3) | texts | json_values, maxSurge=texts) | json_values,
    logging=shaped(level=st.sampled_from(["info", "loud"]) | json_values) | json_values,
    serving=shaped(
        models=st.lists(
            shaped(
                name=texts,
                path=st.just("/models/a") | texts,
                versions=shaped(latest=st.integers(-1, 3), specific=st.lists(st.integers(-1, 3)), all=st.booleans()),
                labels=st.dictionaries(texts, st.integers(-1, 3), max_size=2),
            )
            | json_values,
            max_size=2,
        ),
        monitoring=json_values,
    )
    | json_values,
    tracing=shaped(endpoint=texts | json_values, ratio=st.sampled_from(["2", 0.5]) | json_values) | json_values,
    scheduling=shaped(
        nodeAffinity=_node_affinities | json_values,
        tolerations=st.lists(_tolerations | json_values, max_size=2) | json_values,
        spot=shaped(provider=st.sampled_from(["gke", "other"]) | json_values, notice=_seconds | json_values)
        | json_values,
    )
    | json_values,
    disruptionBudget=shaped(minAvailable=st.integers(-1, 3) | texts | json_values) | json_values,
    serviceAccount=shaped(name=texts | json_values, rules=st.lists(_rules_of_roles | json_values, max_size=2))
    | json_values,
    modelLoad=_seconds | json_values,
    drain=_seconds | json_values,
    drainCommand=shaped(httpGet=shaped(path=texts, port=json_values) | json_values, exec=json_values) | json_values,
    overrides=st.dictionaries(
        st.sampled_from(["primary", "service"]) | texts,
        st.lists(
            shaped(
                op=st.sampled_from(["add", "remove", "replace", "move", "copy", "test", "put"]),
                path=st.sampled_from(["/spec", "/spec/replicas", "/metadata/labels/a", "/a/b", "a", "/~2"]),
                value=json_values,
                **{"from": st.sampled_from(["/spec", "/metadata"])},
            ),
            max_size=3,
        )
        | json_values,
        max_size=2,
    )
    | json_values,
    timing=shaped(
        preStop=_seconds | json_values,
        terminationGracePeriod=_seconds | json_values,
        minReady=_seconds | json_values,
        progressDeadline=_seconds | json_values,
        createTimeout=_seconds | json_values,
        updateTimeout=_seconds | json_values,
        deleteTimeout=_seconds | json_values,
    )
    | json_values,
    name=names | json_values,
    namespace=namespaces | _sources,
)
"""Maps with the real fields at every level, and values that are wrong more often than not."""

_yaml_parts = st.sampled_from(
    [
        "kind: ZerfooInferenceService\n",
        "name: chat\n",
        "spec:\n",
        "  modelRef: m\n",
        "  replicas: ",
        "  canary:\n",
        "---\n",
        "{",
        "}",
        "[",
        "]",
        "&a ",
        "*a",
        "<<: ",
        "!!int ",
        "!!map ",
        "!!str ",
        "!x ",
        "? ",
        "- ",
        ": ",
        "|\n",
        "'",
        '"',
        "\t",
        "#",
        "\n",
        ", ",
        "010",
        "1e3",
        ".inf",
        "2026-02-31",
        "yes",
        "~",
        "1_0",
        "1:30",
        "0x",
        "=",
        "%",
        "@",
        "\ufeff",
        "\x00",
        "\x85",
    ]
)
yaml_like = st.lists(_yaml_parts, max_size=25).map("".join)
"""Texts that are YAML now and then, with its surprises."""
