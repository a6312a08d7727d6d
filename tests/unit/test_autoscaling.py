from pulumi_inference import parse_service
from pulumi_inference.features.autoscaling import children

from tests.specs import autoscaled


def test_the_autoscaler_points_at_its_deployment_with_its_bounds() -> None:
    (autoscaler,) = children("chat", parse_service("chat", autoscaled(3, 20)))
    spec = autoscaler.manifest["spec"]
    assert spec["scaleTargetRef"] == {"apiVersion": "apps/v1", "kind": "Deployment", "name": "chat-primary"}
    assert (spec["minReplicas"], spec["maxReplicas"]) == (3, 20)
