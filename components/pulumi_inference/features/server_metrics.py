"""What model servers tell Prometheus: the names of their metrics, and the queries that follow from them.

Each service's queries select its own series by the labels `app` and `track`, which the monitors take over from the
pods, and by its namespace where the spec has one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import pulumi

from ..tracks import ROLLOUT, track_with_all_traffic, tracks

if TYPE_CHECKING:
    from ..spec import InferenceServiceSpec

Preset = Literal["zerfoo", "vllm", "sglang", "tgi", "triton", "tensorflow-serving", "llama-cpp", "article"]
WINDOW = "5m"
_LONGEST_STEM = 58
"""Of a generated name, before its five random characters (k8s.io/apiserver/pkg/storage/names)."""
_LONGEST_HASH = 10
"""Of a pod template: a number of 32 bits."""


@dataclass(frozen=True)
class Series:
    """A metric, and which of its series."""

    metric: str
    matchers: str = ""

    def of(self, selector: str) -> str:
        return f"{self.metric}{{{','.join(filter(None, (selector, self.matchers)))}}}"


@dataclass(frozen=True)
class ServerMetrics:
    """The metrics of a model server; None and () for what it does not measure."""

    requests: tuple[Series, ...] = ()
    """Counters whose sum is all answered requests."""
    errors: tuple[Series, ...] = ()
    """Counters whose sum is those that failed by the server's fault."""
    latency: str | None = None
    """The histogram of whole requests."""
    latency_per_second: int = 1
    """How many of the histogram's units a second has."""
    slow: str = "30s"
    """The 95th percentile that is too slow unless the spec says another."""
    queue: str | None = None
    """The gauge of requests that wait, or are in work where only that is told."""
    accuracy: str | None = None
    path: str = "/metrics"


_BY_SERVER_FAULT = 'status=~"5.."'
METRICS: Mapping[Preset, ServerMetrics] = {
    # serve/metrics.go: requests_total has those that succeeded; it has no gauge of its queue.
    "zerfoo": ServerMetrics(
        requests=(Series("requests_total"), Series("errors_total")),
        errors=(Series("errors_total", 'status_code=~"5.."'),),
        latency="request_latency_ms",
        latency_per_second=1000,
        queue="active_requests",
    ),
    # docs/design/metrics.md; its HTTP metrics have status classes such as 5xx.
    "vllm": ServerMetrics(
        requests=(Series("http_requests_total", 'handler=~"/v1/.+"'),),
        errors=(Series("http_requests_total", f'handler=~"/v1/.+",{_BY_SERVER_FAULT}'),),
        latency="vllm:e2e_request_latency_seconds",
        queue="vllm:num_requests_waiting",
    ),
    # docs/references/production_metrics; with --enable-metrics alone.
    "sglang": ServerMetrics(
        requests=(Series("sglang:num_requests_total"),),
        errors=(Series("sglang:num_aborted_requests_total"),),
        latency="sglang:e2e_request_latency_seconds",
        queue="sglang:num_queue_reqs",
    ),
    # docs/source/reference/metrics.md; what it refuses and who goes away is no fault of its own.
    "tgi": ServerMetrics(
        requests=(Series("tgi_request_count"),),
        errors=(Series("tgi_request_failure", 'err!~"validation|dropped"'),),
        latency="tgi_request_duration",
        queue="tgi_queue_size",
    ),
    # docs/user_guide/metrics.md; its latencies are sums, and no percentile follows from them.
    "triton": ServerMetrics(
        requests=(Series("nv_inference_request_success"), Series("nv_inference_request_failure")),
        errors=(Series("nv_inference_request_failure"),),
        queue="nv_inference_pending_request_count",
    ),
    # tensorflow_serving/servables/tensorflow/util.cc; latencies in microseconds.
    "tensorflow-serving": ServerMetrics(
        requests=(Series(":tensorflow:serving:request_count"),),
        errors=(Series(":tensorflow:serving:request_count", 'status!="OK"'),),
        latency=":tensorflow:serving:request_latency",
        latency_per_second=1_000_000,
        slow="2s",
        path="/monitoring/prometheus/metrics",
    ),
    # tools/server/README.md; with --metrics alone, and it counts no requests.
    "llama-cpp": ServerMetrics(queue="llamacpp:requests_deferred"),
    # Those of a server of one's own that keeps to them, such as examples/model_server.
    "article": ServerMetrics(
        requests=(Series("http_requests_total"),),
        errors=(Series("http_requests_total", _BY_SERVER_FAULT),),
        latency="inference_duration_seconds",
        slow="2s",
        queue="inference_queue_depth",
        accuracy="model_accuracy",
    ),
}
"""By the runtime's name."""


_WANTED = {
    "Deployment": "kube_deployment_spec_replicas",
    "StatefulSet": "kube_statefulset_replicas",
    "DaemonSet": "kube_daemonset_status_desired_number_scheduled",
    "Rollout": "rollout_info_replicas_desired",
}
"""By kube-state-metrics, and by Argo Rollouts' controller."""
_READY = {
    "Deployment": "kube_deployment_status_replicas_ready",
    "StatefulSet": "kube_statefulset_status_replicas_ready",
    "DaemonSet": "kube_daemonset_status_number_ready",
    "Rollout": "rollout_info_replicas_available",
}


@dataclass(frozen=True)
class Queries:
    """The queries of one service, in one namespace or in whichever they find it."""

    name: str
    namespace: str | None
    spec: "InferenceServiceSpec"
    server: ServerMetrics

    @property
    def within(self) -> str:
        """The matcher of the namespace, with a comma after it."""
        return f'namespace="{self.namespace}",' if self.namespace else ""

    @property
    def _renamed(self) -> str:
        """The same, of series whose labels Prometheus has renamed since it does not honour them."""
        return self.within.replace("namespace", "exported_namespace")

    @property
    def own(self) -> str:
        """The matchers of the model servers' own series."""
        return f'{self.within}app="{self.name}"'

    def requests(self, *by: str) -> str:
        """Answered requests a second."""
        return self._rate(self.server.requests, by)

    def errors(self, *by: str) -> str:
        """Failed requests a second; 0 where there are requests and none has failed yet."""
        return f"({self._rate(self.server.errors, by)} or {self.requests(*by)} * 0)"

    def error_ratio(self, *by: str) -> str:
        return f"{self.errors(*by)} / {self.requests(*by)}"

    def latency(self, quantile: float, *by: str) -> str:
        """Seconds."""
        buckets = f"{self.server.latency}_bucket{{{self.own}}}"
        rate = f"sum by ({_labels(*by, 'le')}) (rate({buckets}[{WINDOW}]))"
        found = f"histogram_quantile({quantile}, {rate})"
        return found if self.server.latency_per_second == 1 else f"{found} / {self.server.latency_per_second}"

    def queue(self, *by: str) -> str:
        """Of a pod, on average."""
        return f"avg by ({_labels(*by)}) ({self.server.queue}{{{self.own}}})"

    def gauge(self, metric: str, *by: str, of: str = "min") -> str:
        return f"{of} by ({_labels(*by)}) ({metric}{{{self.own}}})"

    def restarts(self) -> str:
        """Of each container in a quarter of an hour."""
        return f'increase(kube_pod_container_status_restarts_total{{{self.within}pod=~"{self.pods}"}}[15m])'

    def wanted(self, *, serving: bool = False) -> str:
        """Pods that the workloads are to have, by workload; only of those with traffic where `serving`."""
        return self._workloads(_WANTED[self.spec.kind], serving)

    def ready(self, *, serving: bool = False) -> str:
        return self._workloads(_READY[self.spec.kind], serving)

    def loading(self) -> str:
        """Seconds since the start of each model server that is not ready."""
        which = f'{self.within}pod=~"{self.pods}",container="{self.spec.container_name}"'
        started = f"time() - kube_pod_container_state_started{{{which}}}"
        return f"({started}) and on (namespace, pod, container) kube_pod_container_status_ready{{{which}}} == 0"

    def gpu(self, metric: str) -> str:
        """A metric of the service's GPUs by DCGM's exporter, whose labels Prometheus renames unless it honours them."""
        honoured = f'{metric}{{{self.within}pod=~"{self.pods}"}}'
        return f'({honoured} or {metric}{{{self._renamed}exported_pod=~"{self.pods}"}})'

    def gpu_memory_ratio(self) -> str:
        """DCGM_FI_DEV_FB_TOTAL is not among what the exporter exports by default."""
        used, free = self.gpu("DCGM_FI_DEV_FB_USED"), self.gpu("DCGM_FI_DEV_FB_FREE")
        return f"{used} / ({used} + {free})"

    @property
    def pods(self) -> str:
        """The names of the service's pods, and of no other's whose name begins like its."""
        if self.spec.argo:
            return _pods_of(self.name)
        return "|".join(_PODS_OF[self.spec.kind](f"{self.name}-{track}") for track in self._tracks)

    @property
    def _tracks(self) -> tuple[str, ...]:
        return tuple(track.name for track in tracks(self.spec) if track.name != ROLLOUT)

    def _workloads(self, metric: str, serving: bool) -> str:
        if self.spec.argo:
            honoured = f'{metric}{{{self.within}name="{self.name}"}}'
            if not self.within or not self.spec.defaults.renamed_labels:
                return honoured
            renamed = f'{metric}{{{self._renamed}name="{self.name}"}}'
            return f"({honoured} or {renamed})"
        alone = track_with_all_traffic(self.spec) if serving else None
        names = "|".join((alone,) if alone else self._tracks)
        return f'{metric}{{{self.within}{self.spec.kind.lower()}=~"{self.name}-({names})"}}'

    def _rate(self, counters: tuple[Series, ...], by: tuple[str, ...]) -> str:
        rates = [f"rate({one.of(self.own)}[{WINDOW}])" for one in counters]
        # Told apart by a label, since `or` leaves out series whose labels are there already.
        others = [f'label_replace({rate}, "counter", "{at}", "", "")' for at, rate in enumerate(rates[1:], 1)]
        return f"sum by ({_labels(*by)}) ({' or '.join([rates[0], *others])})"


def _pods_of(workload: str) -> str:
    """The workload, a hash, and five characters; of a long one Kubernetes cuts what stands before these."""
    stem = f"{workload}-"
    cut = len(stem) + _LONGEST_HASH + 1 > _LONGEST_STEM
    return f"{stem[:_LONGEST_STEM]}[a-z0-9]*-?[a-z0-9]{{5}}" if cut else f"{stem}[a-z0-9]+-[a-z0-9]{{5}}"


_PODS_OF: Mapping[str, Callable[[str], str]] = {
    "Deployment": _pods_of,
    "StatefulSet": lambda workload: f"{workload}-[0-9]+",
    "DaemonSet": lambda workload: f"{workload[:_LONGEST_STEM]}-?[a-z0-9]{{5}}",
}
"""The names of their pods."""


def _labels(*by: str) -> str:
    return ", ".join(("namespace", "app", *by))


def preset_of(spec: "InferenceServiceSpec") -> Preset:
    """Whose metric names hold: those that the spec names, or the runtime's."""
    if spec.monitoring and spec.monitoring.preset:
        return spec.monitoring.preset
    return "article" if spec.runtime == "custom" else spec.runtime  # a rule asks for one with custom


def for_namespace(name: str, spec: "InferenceServiceSpec", text: Callable[[Queries], str]) -> Any:
    """A text of a service's queries; an Output where the namespace is one."""
    server = METRICS[preset_of(spec)]
    if isinstance(spec.namespace, pulumi.Output):
        return spec.namespace.apply(lambda namespace: text(Queries(name, namespace, spec, server)))
    return text(Queries(name, spec.namespace, spec, server))  # type: ignore[arg-type]
