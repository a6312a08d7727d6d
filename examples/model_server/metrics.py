"""What Prometheus reads. The names are those that alerts and dashboards go by: a contract."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.gc_collector import GCCollector
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0)


class Metrics:
    """The metrics of one server, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        for standard in (ProcessCollector, PlatformCollector, GCCollector):
            standard(registry=self.registry)
        self._requests = Counter(
            "http_requests_total",
            "Answered requests, those of probes and of Prometheus left out: they would thin out the errors.",
            ["method", "status"],
            registry=self.registry,
        )
        self.duration = Histogram(
            "inference_duration_seconds",
            "Time of a prediction from the request's arrival to its answer, waiting included.",
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.batch_size = Histogram(
            "inference_batch_size",
            "Texts that one inference took.",
            buckets=(1, 2, 4, 8, 16, 32, 64, 128, 256),
            registry=self.registry,
        )
        self.queue_depth = Gauge("inference_queue_depth", "Requests that wait for a worker.", registry=self.registry)
        self.in_flight = Gauge(
            "inference_requests_in_flight", "Requests that are not answered yet.", registry=self.registry
        )
        self.accuracy = Gauge(
            "model_accuracy",
            "Share of the model file's own evaluation that the loaded model gets right.",
            registry=self.registry,
        )
        self.load_seconds = Gauge("model_load_seconds", "Time that loading the model took.", registry=self.registry)
        self.info = Gauge(
            "model_info", "1 for the model that is loaded.", ["name", "version", "checksum"], registry=self.registry
        )

    def answered(self, method: str, status: int) -> None:
        self._requests.labels(method if method in METHODS else "other", str(status)).inc()
