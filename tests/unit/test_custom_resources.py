import pytest
from pulumi_inference.kube.custom_resources import PROJECTS, definition_of, project_of


@pytest.mark.parametrize(
    ("api_version", "kind", "expected"),
    [
        ("v1", "Service", None),
        ("apps/v1", "Deployment", None),
        ("autoscaling/v2", "HorizontalPodAutoscaler", None),
        ("networking.k8s.io/v1", "NetworkPolicy", None),
        ("resource.k8s.io/v1", "ResourceClaimTemplate", None),
        ("keda.sh/v1alpha1", "ScaledObject", "scaledobjects.keda.sh"),
        ("autoscaling.k8s.io/v1", "VerticalPodAutoscaler", "verticalpodautoscalers.autoscaling.k8s.io"),
        ("gateway.networking.k8s.io/v1", "HTTPRoute", "httproutes.gateway.networking.k8s.io"),
        ("networking.istio.io/v1", "VirtualService", "virtualservices.networking.istio.io"),
        ("external-secrets.io/v1", "ExternalSecret", "externalsecrets.external-secrets.io"),
        ("cert-manager.io/v1", "Certificate", "certificates.cert-manager.io"),
        ("security.istio.io/v1", "AuthorizationPolicy", "authorizationpolicies.security.istio.io"),
    ],
)
def test_what_kubernetes_has_itself_needs_no_definition(api_version: str, kind: str, expected: str | None) -> None:
    assert definition_of({"apiVersion": api_version, "kind": kind}) == expected


def test_the_words_say_what_to_install_and_where_it_says_how() -> None:
    assert project_of("scaledobjects.keda.sh") == PROJECTS["keda.sh"]
    assert project_of("things.example.com") == "the project of example.com"
