"""The provider's configuration: what the program or the stack set, else the environment, else the default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_PREFIX = "kubernetes:config:"


@dataclass(frozen=True)
class Settings:
    kubeconfig: str = ""
    """A path, or the contents of a kubeconfig; empty for the ambient one."""
    context: str = ""
    cluster: str = ""
    namespace: str = ""
    render_directory: str = ""
    """Where to write manifests, instead of applying them."""
    always_render: bool = False
    patch_force: bool = False
    upsert: bool = False
    config_map_mutable: bool = False
    secret_mutable: bool = False
    delete_unreachable: bool = False
    skip_update_unreachable: bool = False

    @staticmethod
    def read(variables: Mapping[str, str], environment: Mapping[str, str]) -> Settings:
        def text(name: str) -> str:
            return variables.get(_PREFIX + name, "")

        def flag(name: str, variable: str = "", default: str = "false") -> bool:
            return variables.get(_PREFIX + name, environment.get(variable, default)) == "true"

        return Settings(
            kubeconfig=text("kubeconfig"),
            context=text("context"),
            cluster=text("cluster"),
            namespace=text("namespace"),
            render_directory=text("renderYamlToDirectory"),
            always_render=flag("alwaysRender"),
            patch_force=flag("enablePatchForce", "PULUMI_K8S_ENABLE_PATCH_FORCE"),
            upsert=flag("upsertExistingObjects", "PULUMI_K8S_UPSERT_EXISTING_OBJECTS"),
            config_map_mutable=flag("enableConfigMapMutable", "PULUMI_K8S_ENABLE_CONFIGMAP_MUTABLE"),
            secret_mutable=flag("enableSecretMutable", "PULUMI_K8S_ENABLE_SECRET_MUTABLE"),
            delete_unreachable=flag("deleteUnreachable", "PULUMI_K8S_DELETE_UNREACHABLE"),
            skip_update_unreachable=flag("skipUpdateUnreachable", "PULUMI_K8S_SKIP_UPDATE_UNREACHABLE"),
        )
