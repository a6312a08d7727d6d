"""The component in larger stacks: what it is given reaches its objects, and a rename or a move leaves them alone."""

from tests.cluster.live import Live
from tests.cluster.project import Project
from tools.control_plane import ControlPlane
from tools.control_plane.kubectl import Kubectl

PROGRAM = """\
import pulumi
import pulumi_kubernetes as kubernetes
from pulumi import Alias, ComponentResource, ResourceOptions
from pulumi_inference import InferenceService

SMALL = {{"modelRef": "llama3-8b-q4", "resources": {{"cpu": "100m", "memory": "64Mi"}}}}

class Platform(ComponentResource):
    def __init__(self, name, opts=None):
        super().__init__("test:index:Platform", name, {{}}, opts)

{body}

pulumi.export("services", {{}} if service is None else {{"chat": service.summary}})
"""
ALONE = 'service = InferenceService("chat", SMALL)'


def run(project: Project, body: str, *, code: int = 0) -> dict[str, str]:
    """What the engine did to Kubernetes objects."""
    project.program(PROGRAM.format(body=body))
    done = project.up()
    assert done.exit_code == code, done.output
    return done.operations


def uids(live: Live) -> set[str]:
    return {
        live.get("deployment", "chat-primary")["metadata"]["uid"],
        live.get("service", "chat-svc")["metadata"]["uid"],
    }


def test_a_service_that_moves_under_a_parent_or_is_renamed_keeps_its_objects_by_an_alias(
    project: Project, live: Live
) -> None:
    project.configure({})
    run(project, ALONE)
    before = uids(live)

    moved = 'options = ResourceOptions(parent=Platform("ml"), aliases=[Alias(parent=pulumi.ROOT_STACK_RESOURCE)])\n'
    assert run(project, moved + 'service = InferenceService("chat", SMALL, options)') == {}

    renamed = (
        'options = ResourceOptions(parent=Platform("ml"), aliases=[Alias(name="chat")])\n'
        'service = InferenceService("talk", SMALL | {"name": "chat"}, options)'
    )
    assert run(project, renamed) == {}
    assert uids(live) == before
    assert project.outputs()["chat"]["url"] == f"http://chat-svc.{live.namespace}.svc:80"
    assert project.preview("--expect-no-changes").exit_code == 0


def test_two_services_of_one_name_stand_in_two_namespaces_by_two_providers(
    project: Project, live: Live, control_plane: ControlPlane
) -> None:
    project.configure({})
    other = f"{live.namespace}-other"
    two = f"""\
namespace = kubernetes.core.v1.Namespace("other", metadata={{"name": "{other}"}})
elsewhere = kubernetes.Provider("elsewhere", namespace="{live.namespace}")
here = InferenceService("chat", SMALL, ResourceOptions(providers=[elsewhere]))
service = InferenceService("there", SMALL | {{"name": "chat", "namespace": namespace.metadata["name"]}})
"""
    assert set(run(project, two).values()) == {"create"}
    assert project.outputs()["chat"]["url"] == f"http://chat-svc.{other}.svc:80"
    there = Live(control_plane.kubeconfig, other)
    for place in (live, there):
        assert place.names("deployments,services") == {"Deployment/chat-primary", "Service/chat-svc"}
    destroyed = project.destroy()
    assert destroyed.exit_code == 0, destroyed.output


def test_transforms_dependencies_and_protection_given_to_the_component_reach_its_objects(
    project: Project, live: Live
) -> None:
    project.configure({})
    whole = """\
def label(resource):
    metadata = resource.props["metadata"]
    resource.props["metadata"] = dict(metadata) | {"labels": dict(metadata["labels"]) | {"team": "ml"}}
    return pulumi.ResourceTransformResult(resource.props, resource.opts)

def only_objects(resource):
    return label(resource) if resource.type_.startswith("kubernetes:") else None

quota = kubernetes.core.v1.ConfigMap("first", metadata={"name": "first"})
options = ResourceOptions(depends_on=[quota], protect=True, transforms=[only_objects])
service = InferenceService("chat", SMALL, options)
"""
    project.program(PROGRAM.format(body=whole))
    created = project.up()
    assert created.exit_code == 0, created.output
    order = [
        event["resOutputsEvent"]["metadata"]["urn"].rsplit("::", 1)[-1]
        for event in created.events
        if "resOutputsEvent" in event and event["resOutputsEvent"]["metadata"]["op"] == "create"
    ]
    assert order.index("first") < order.index("chat-primary")
    for kind, name in (("deployment", "chat-primary"), ("service", "chat-svc")):
        assert live.get(kind, name)["metadata"]["labels"]["team"] == "ml"

    refused = project.destroy()
    assert refused.exit_code != 0
    assert "protected" in refused.output
    assert live.names("deployments,services") == {"Deployment/chat-primary", "Service/chat-svc"}


def test_a_service_that_is_retained_stays_when_it_leaves_the_program(project: Project, live: Live) -> None:
    project.configure({})
    run(project, 'service = InferenceService("chat", SMALL, ResourceOptions(retain_on_delete=True))')
    before = uids(live)
    run(project, "service = None")
    assert uids(live) == before


def test_a_service_with_an_address_outside_the_cluster_hands_that_out(
    project: Project, live: Live, control_plane: ControlPlane
) -> None:
    """The address comes from the cloud's controller after the up, so that a refresh finds it."""
    project.configure({})
    outside = """\
def balanced(resource):
    if resource.type_ == "kubernetes:core/v1:Service":
        resource.props["spec"] = dict(resource.props["spec"]) | {"type": "LoadBalancer"}
        return pulumi.ResourceTransformResult(resource.props, resource.opts)

service = InferenceService("chat", SMALL, ResourceOptions(transforms=[balanced]))
"""
    run(project, outside)
    assert project.outputs()["chat"]["url"] == f"http://chat-svc.{live.namespace}.svc:80"
    status = '{"status": {"loadBalancer": {"ingress": [{"ip": "203.0.113.7"}]}}}'
    patch = ("--namespace", live.namespace, "--subresource=status", "--type=merge", f"--patch={status}")
    Kubectl(control_plane.kubeconfig)("patch", "service", "chat-svc", *patch)
    refreshed = project.refresh("--run-program")
    assert refreshed.exit_code == 0, refreshed.output
    assert project.outputs()["chat"]["url"] == "http://203.0.113.7:80"
