from pathlib import Path

import yaml

from tools.kubernetes_plugin.rendering import manifest_path, remove_manifest, write_manifest

ROLE = {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": "r", "namespace": "team"}}


def test_a_manifest_is_written_readable_for_its_owner_only_and_removed_again(tmp_path: Path) -> None:
    path = write_manifest(str(tmp_path), ROLE)

    assert path == tmp_path / "1-manifest" / "rbac.authorization.k8s.io_v1-role-team-r.yaml"
    assert yaml.safe_load(path.read_text()) == ROLE
    assert path.stat().st_mode & 0o077 == 0
    remove_manifest(str(tmp_path), ROLE)
    assert not path.exists()
    remove_manifest(str(tmp_path), ROLE)


def test_definitions_come_before_what_they_define() -> None:
    metadata = {"name": "things.example.com"}
    definition = {"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition", "metadata": metadata}

    expected = "0-crd/apiextensions.k8s.io_v1-customresourcedefinition-default-things.example.com.yaml"
    assert manifest_path("out", definition) == Path("out") / expected
