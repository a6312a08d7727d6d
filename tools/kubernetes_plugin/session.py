"""One configured provider: its settings, its cluster if that can be reached, and the engine to talk to."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping

from tools.kubernetes_plugin.awaiting.waiting import Waiting
from tools.kubernetes_plugin.client import Cluster
from tools.kubernetes_plugin.engine import EngineLog
from tools.kubernetes_plugin.errors import ClusterUnreachableError, NoSuchKindError, PluginError
from tools.kubernetes_plugin.informers import Informers
from tools.kubernetes_plugin.kinds import group, is_cluster_scoped_built_in
from tools.kubernetes_plugin.kubeconfig import default_namespace, target
from tools.kubernetes_plugin.objects import Object, api_version, kind, nested_str
from tools.kubernetes_plugin.settings import Settings


class Session:
    """Lives as long as the plugin process: the engine starts one process for each provider."""

    def __init__(self, log: EngineLog) -> None:
        self.log = log
        self.settings = Settings()
        self.namespace = "default"
        self.cancelled = threading.Event()
        self.unreachable = "the provider is not configured"
        self._cluster: Cluster | None = None
        self._informers: Informers | None = None
        self._declared_scopes: dict[tuple[str, str], str] = {}
        self._warned = False

    def configure(self, variables: Mapping[str, str]) -> None:
        """Reads the settings and connects. A cluster that does not answer is no error before it is needed."""
        self.settings = Settings.read(variables, os.environ)
        self.namespace = default_namespace(self.settings, os.environ)
        try:
            self._cluster = Cluster(target(self.settings, os.environ).api_client())
            self._informers = Informers(self._cluster, self.cancelled)
            self.unreachable = ""
        except PluginError as error:
            self.unreachable = str(error)

    @property
    def cluster(self) -> Cluster:
        if self._cluster is None:
            raise ClusterUnreachableError(f"configured Kubernetes cluster is unreachable: {self.unreachable}")
        return self._cluster

    @property
    def renders(self) -> bool:
        return bool(self.settings.render_directory)

    def waiting(self, urn: str) -> Waiting:
        cluster = self.cluster
        assert self._informers is not None  # comes and goes with the cluster
        return Waiting(cluster, self._informers, self.cancelled, lambda message: self.log.status(urn, message))

    def serves(self, obj: Object) -> bool:
        """Whether the cluster can be asked about this object; in preview, the answer may be no."""
        return not self.unreachable and self.cluster.serves(api_version(obj), kind(obj))

    def namespaced(self, obj: Object) -> bool:
        """Whether objects of this kind live in namespaces; custom resources that nobody knows yet are taken to."""
        version, kind_name = api_version(obj), kind(obj)
        if not self.unreachable:
            try:
                return self.cluster.namespaced(version, kind_name)
            except NoSuchKindError:
                pass
        declared = self._declared_scopes.get((group(version), kind_name))
        return declared != "Cluster" and not is_cluster_scoped_built_in(version, kind_name)

    def declare_crd(self, definition: Object) -> None:
        """Remembers the scope of custom resources that this program defines, before the cluster knows them."""
        key = (nested_str(definition, "spec", "group"), nested_str(definition, "spec", "names", "kind"))
        self._declared_scopes[key] = nested_str(definition, "spec", "scope")

    def warn_unreachable(self, urn: str) -> None:
        if self.unreachable and not self.renders and not self._warned:
            self._warned = True
            self.log.warning(urn, f"previewing without a cluster: {self.unreachable}")
