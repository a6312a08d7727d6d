"""What the component registers, with which resource options. Orders and waits on real parts are in tests/cluster."""

from typing import Any

import pulumi
import pulumi_kubernetes
import pytest
from pulumi_inference import InferenceService, InvalidSpec, parse_service

from tests.engine.recording import Recording, record, run, unknown
from tests.specs import MINIMAL, SEED, ready, with_canary

PREVIEW_TOO = pytest.mark.parametrize("preview", [False, True], ids=["update", "preview"])


@PREVIEW_TOO
def test_the_least_spec_declares_a_deployment_a_service_an_account_and_nothing_else(preview: bool) -> None:
    assert record(MINIMAL, preview=preview).objects.keys() == {"chat", "chat-primary", "chat-svc"}


@PREVIEW_TOO
def test_the_seeds_spec_declares_every_object_under_its_contracted_name(preview: bool) -> None:
    assert record(SEED, preview=preview).objects.keys() == {
        "chat",
        "chat-primary",
        "chat-canary",
        "chat-svc",
        "chat-hpa",
        "chat-canary-hpa",
        "chat-pdb",
    }


def test_names_types_and_parents_are_a_contract() -> None:
    """A change here replaces live objects of every user: it needs an alias and a major version."""
    recording = record(SEED)
    registered = [one for one in recording.registrations if one.type != "pulumi:pulumi:Stack"]
    found = {(one.type, one.name, one.inputs.get("metadata", {}).get("name")) for one in registered}
    assert found == {
        ("inference:index:InferenceService", "chat", None),
        ("kubernetes:apps/v1:Deployment", "chat-primary", "chat-primary"),
        ("kubernetes:apps/v1:Deployment", "chat-canary", "chat-canary"),
        ("kubernetes:core/v1:Service", "chat-svc", "chat-svc"),
        ("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", "chat-hpa", "chat-hpa"),
        ("kubernetes:autoscaling/v2:HorizontalPodAutoscaler", "chat-canary-hpa", "chat-canary-hpa"),
        ("kubernetes:policy/v1:PodDisruptionBudget", "chat-pdb", "chat-pdb"),
        ("kubernetes:core/v1:ServiceAccount", "chat", "chat"),
    }
    for name in recording.objects:
        assert recording.objects[name].request.parent.endswith("inference:index:InferenceService::chat")


def test_the_service_comes_after_every_deployment_and_does_not_wait_a_second_time() -> None:
    recording = record(with_canary(10))
    order = [registration.name for registration in recording.registrations]
    assert order.index("chat-svc") > max(order.index("chat-primary"), order.index("chat-canary"))
    assert recording.dependencies("chat-svc") == set(), "an edge that points the other way next time breaks --target"
    annotations = recording.resources["chat-svc"].inputs["metadata"]["annotations"]
    assert annotations["pulumi.com/skipAwait"] == "true"


def test_the_template_of_claims_is_there_before_the_pods_that_claim_and_is_named_after_its_content() -> None:
    claiming = with_canary(50) | {"resources": {"gpuMemory": "20Gi", "gpuMemoryBy": "dra"}}
    recording = record(claiming)
    (name,) = recording.objects.keys() - {"chat", "chat-pdb", "chat-primary", "chat-canary", "chat-svc"}
    template = recording.resources[name]
    assert template.type == "kubernetes:resource.k8s.io/v1:ResourceClaimTemplate"
    assert template.inputs["metadata"]["name"] == name
    assert recording.dependencies("chat-primary") == recording.dependencies("chat-canary") == {name, "chat"}
    (claim,) = recording.resources["chat-canary"].inputs["spec"]["template"]["spec"]["resourceClaims"]
    assert claim == {"name": "gpus", "resourceClaimTemplateName": name}


def test_an_autoscaler_comes_after_its_deployment() -> None:
    recording = record(SEED)
    order = [registration.name for registration in recording.registrations]
    assert order.index("chat-hpa") > order.index("chat-primary")
    assert order.index("chat-canary-hpa") > order.index("chat-canary")


def test_under_autoscaling_the_count_is_ignored_so_that_no_update_resets_it() -> None:
    recording = record(SEED)
    for name in ("chat-primary", "chat-canary"):
        assert list(recording.resources[name].request.ignoreChanges) == ["spec.replicas"]


def test_without_autoscaling_the_spec_owns_the_count() -> None:
    recording = record(with_canary(50))
    for name in ("chat-primary", "chat-canary"):
        assert list(recording.resources[name].request.ignoreChanges) == []
        assert recording.resources[name].inputs["spec"]["replicas"] == 2


def test_the_count_can_be_taken_back_from_an_autoscaler_that_still_owns_the_field() -> None:
    annotations = record(MINIMAL).resources["chat-primary"].inputs["metadata"]["annotations"]
    assert annotations["pulumi.com/patchForce"] == "true"


def test_a_deployment_has_time_to_load_its_model() -> None:
    timeouts = record(MINIMAL).resources["chat-primary"].request.customTimeouts
    assert (timeouts.create, timeouts.update, timeouts.delete) == ("900s", "960s", "600s")


def test_the_engine_waits_for_every_wave_of_a_model_that_loads_for_long() -> None:
    on_gpus = MINIMAL | {"replicas": 3, "resources": {"gpuMemory": "20Gi"}}
    fields = {"modelLoad": "30m", "drain": "15m", "timing": {"createTimeout": "2h"}}
    timeouts = record(on_gpus | fields).resources["chat-primary"].request.customTimeouts
    update = (1800 + 915) * 3 + 915 + 240
    assert (timeouts.create, timeouts.update, timeouts.delete) == ("7200s", f"{update}s", "1215s")


def test_every_deployment_has_a_hook_of_its_own_that_also_runs_in_preview() -> None:
    recording = record(SEED)
    names = {
        name
        for track in ("primary", "canary")
        for name in recording.resources[f"chat-{track}"].request.hooks.before_update
    }
    assert len(names) == 4
    assert names < {hook.name for hook in recording.hooks}
    assert {hook.name.split("/")[1] for hook in recording.hooks if hook.on_dry_run} == {"count-stands", "rollout"}


@PREVIEW_TOO
def test_every_child_has_its_failures_explained_by_one_hook_of_the_service(preview: bool) -> None:
    recording = record(SEED, preview=preview)
    hooks = {name: list(recording.objects[name].request.hooks.on_error) for name in recording.objects}
    assert len(hooks) == 7
    (name,) = {tuple(names) for names in hooks.values()}
    assert name[0].startswith("chat/explain-failures/")


def test_the_outputs_say_where_the_service_is_and_how_it_is() -> None:
    outputs = record(with_canary(10)).outputs
    assert outputs["url"] == "http://chat-svc.default.svc:80"
    assert outputs["status"] == {
        "ready": True,
        "replicas": 4,
        "message": "4 of 4 pods ready (primary 3/3, canary 1/1)",
        "conditions": [
            ready("Ready", "4 of 4 pods ready (primary 3/3, canary 1/1)"),
            ready("PrimaryReady", "3 of 3 pods ready"),
            ready("CanaryReady", "1 of 1 pods ready"),
        ],
    }
    assert outputs["summary"] == {
        "url": "http://chat-svc.default.svc:80",
        "status": outputs["status"],
        "canary": {"modelRef": "llama3.1-8b-q4", "weight": 10, "effectiveWeight": 25.0},
    }


def test_the_summary_of_a_service_without_a_canary_names_none() -> None:
    assert "canary" not in record(MINIMAL).outputs["summary"]


@PREVIEW_TOO
def test_a_model_reference_may_be_an_output(preview: bool) -> None:
    recording = record(lambda: {"modelRef": pulumi.Output.from_input("llama3-8b-q4")}, preview=preview)
    assert server_args(recording)[-1] == "llama3-8b-q4"


def test_a_model_reference_that_is_unknown_at_preview_leaves_the_structure_known() -> None:
    recording = record(lambda: {"modelRef": unknown(), "replicas": 3}, preview=True)
    assert recording.resources["chat-primary"].inputs["spec"]["replicas"] == 3
    assert recording.objects.keys() == {"chat", "chat-pdb", "chat-primary", "chat-svc"}


def test_a_role_and_a_priority_class_may_come_from_other_resources() -> None:
    arn = "arn:aws:iam::111122223333:role/models"

    def spec() -> dict[str, Any]:
        return MINIMAL | {
            "serviceAccount": {"workloadIdentity": {"awsRoleArn": pulumi.Output.from_input(arn)}},
            "scheduling": {"priorityClassName": pulumi.Output.from_input("high")},
        }

    objects = record(spec).objects
    assert objects["chat"].inputs["metadata"]["annotations"] == {"eks.amazonaws.com/role-arn": arn}
    assert objects["chat-primary"].inputs["spec"]["template"]["spec"]["priorityClassName"] == "high"


def test_an_object_of_the_whole_cluster_has_no_namespace_and_is_there_before_the_pods() -> None:
    recording = record(MINIMAL | {"namespace": "models", "scheduling": {"priorityClass": {"value": 1000}}})
    (name,) = (name for name in recording.objects if name.startswith("chat-priority-"))
    assert "namespace" not in recording.objects[name].inputs["metadata"]
    assert recording.objects["chat"].inputs["metadata"]["namespace"] == "models"
    assert recording.dependencies("chat-primary") == {name, "chat"}


def test_an_output_that_is_no_model_reference_is_held_back() -> None:
    with pytest.raises(Exception, match=r"services\.chat\.modelRef: The value of this Output is empty"):
        record(lambda: {"modelRef": pulumi.Output.from_input("")})


def test_the_component_records_who_has_the_pods_and_the_traffic_and_hears_of_a_change_in_preview() -> None:
    recording = record(with_canary(100))
    component = recording.resources["chat"]
    recorded = component.inputs["rollout"]
    assert (recorded["traffic"], recorded["replicas"]) == ("canary", {"primary": 1, "canary": 4})
    assert recorded["templates"]["primary"] != recorded["templates"]["canary"]
    (hook,) = component.request.hooks.before_update
    assert list(component.request.hooks.before_create) == [hook]
    assert [heard.on_dry_run for heard in recording.hooks if heard.name == hook] == [True]


@PREVIEW_TOO
def test_a_wrong_spec_registers_nothing(preview: bool) -> None:
    recording = Recording()
    with pytest.raises(InvalidSpec, match=r"services\.chat\.replicas: -1 is below 0"):
        record(MINIMAL | {"replicas": -1}, preview=preview, into=recording)
    assert recording.resources == {}


def server_args(recording: Recording) -> list[Any]:
    (server,) = recording.resources["chat-primary"].inputs["spec"]["template"]["spec"]["containers"]
    return list(server["args"])


def test_services_of_one_name_under_different_parents_do_not_get_into_each_others_way() -> None:
    recording = Recording()

    class East(pulumi.ComponentResource):
        def __init__(self) -> None:
            super().__init__("test:index:East", "models")
            InferenceService("chat", parse_service("chat", MINIMAL), pulumi.ResourceOptions(parent=self))

    class West(pulumi.ComponentResource):
        def __init__(self) -> None:
            super().__init__("test:index:West", "models")
            InferenceService("chat", parse_service("chat", MINIMAL), pulumi.ResourceOptions(parent=self))

    run(lambda: [East(), West()], recording)
    names = [hook.name for hook in recording.hooks]
    assert len(names) == len(set(names)) == 6, "the engine refuses a program with two hooks of one name"


def test_a_provider_given_to_the_component_reaches_every_child() -> None:
    recording = Recording()

    def program() -> None:
        provider = pulumi_kubernetes.Provider("elsewhere", context="elsewhere")
        InferenceService(
            "chat", parse_service("chat", SEED), pulumi.ResourceOptions(providers=[provider], protect=True)
        )

    run(program, recording)
    for found in recording.objects.values():
        assert "::elsewhere::" in found.request.provider
        assert found.request.protect


def test_the_component_hands_out_every_child_by_its_role() -> None:
    services: list[InferenceService] = []
    run(lambda: services.append(InferenceService("chat", parse_service("chat", SEED))), Recording())
    (service,) = services
    assert {role: handle.pulumi_resource_name for role, handle in service.resources.by_role().items()} == {
        "primary": "chat-primary",
        "canary": "chat-canary",
        "service": "chat-svc",
        "primaryAutoscaler": "chat-hpa",
        "canaryAutoscaler": "chat-canary-hpa",
        "primaryDisruptionBudget": "chat-pdb",
        "serviceAccount": "chat",
    }


def test_both_autoscalers_go_by_the_same_metrics_at_the_same_pace() -> None:
    autoscaling = {"preset": "zerfoo", "behavior": {"scaleDown": {"stabilizationWindow": "10m"}}}
    recording = record(SEED | {"autoscaling": autoscaling})
    primary, canary = (recording.resources[name].inputs["spec"] for name in ("chat-hpa", "chat-canary-hpa"))
    assert primary["metrics"] == canary["metrics"]
    assert primary["metrics"][0]["pods"]["metric"]["name"] == "active_requests"
    assert primary["behavior"] == canary["behavior"] == {"scaleDown": {"stabilizationWindowSeconds": 600}}


def test_each_autoscaler_scales_its_own_track_within_its_own_bounds() -> None:
    resources = record(SEED).resources
    targets = {
        name: (spec["scaleTargetRef"]["name"], spec["minReplicas"], spec["maxReplicas"])
        for name in ("chat-hpa", "chat-canary-hpa")
        for spec in [resources[name].inputs["spec"]]
    }
    assert targets == {"chat-hpa": ("chat-primary", 2, 18), "chat-canary-hpa": ("chat-canary", 1, 2)}


def test_the_service_leads_to_the_port_that_the_server_listens_on() -> None:
    resources = record(MINIMAL).resources
    (port,) = resources["chat-svc"].inputs["spec"]["ports"]
    (server,) = resources["chat-primary"].inputs["spec"]["template"]["spec"]["containers"]
    assert port["port"] == 80, "the port of a URL that names none"
    assert port["targetPort"] in [listening["name"] for listening in server["ports"]]
    assert resources["chat-svc"].inputs["spec"]["type"] == "ClusterIP"


def test_no_weight_is_written_into_any_object_since_nothing_would_read_it() -> None:
    """The seed's operator wrote weights on the Service, which cannot route by them."""
    for name, found in record(with_canary(10)).objects.items():
        spec = found.inputs.get("spec", {})
        rest = spec | {"template": None}  # where the scheduler weighs nodes
        assert "weight" not in str({**found.inputs, "spec": rest}).lower(), name


def test_the_definition_of_anothers_kind_is_read_once_for_all_services_and_not_where_none_is_needed() -> None:
    vertical: Any = MINIMAL | {"verticalPodAutoscaler": {}}
    recording = Recording()

    def program() -> None:
        InferenceService("chat", vertical)
        InferenceService("code", vertical)
        InferenceService("talk", {"modelRef": "llama3-8b-q4"})
        elsewhere = pulumi_kubernetes.Provider("east")
        InferenceService("east", vertical, pulumi.ResourceOptions(provider=elsewhere))

    run(program, recording)
    definition = "verticalpodautoscalers.autoscaling.k8s.io"
    assert [read.id for read in recording.reads] == [definition, definition]
    here, east = (read.name for read in recording.reads)
    assert here.startswith(f"{definition}: installed with the Vertical Pod Autoscaler")
    assert east.startswith(f"{definition} in the cluster of east: ")
    assert record(vertical | {"requireCRDs": False}).reads == record(MINIMAL).reads == []


def test_each_kind_of_the_prometheus_operator_has_its_definition_read() -> None:
    monitoring: Any = {"podMonitor": {}, "prometheusRule": {}, "grafanaDashboard": {}}
    found = record(MINIMAL | {"monitoring": monitoring})
    assert {read.id for read in found.reads} == {
        "podmonitors.monitoring.coreos.com",
        "prometheusrules.monitoring.coreos.com",
    }
    assert all("installed with the Prometheus Operator" in read.name for read in found.reads)


def test_under_keda_the_engine_leaves_alone_what_keda_writes_into_its_autoscaler() -> None:
    requests = {"serverAddress": "http://prometheus:9090", "query": "sum(active_requests)", "threshold": 5}
    keda = {"keda": {"triggers": [{"prometheus": requests}]}}
    recording = record(MINIMAL | {"minReplicas": 3, "maxReplicas": 20, "autoscaling": keda})
    (scaled,) = (one for one in recording.registrations if one.type == "kubernetes:keda.sh/v1alpha1:ScaledObject")
    ignored = recording.resources["chat-hpa"].request.ignoreChanges
    assert list(ignored) == ["spec", "metadata.labels", "metadata.annotations"]
    after = [urn.rsplit("::", 1)[-1] for urn in scaled.request.dependencies]
    assert after == ["chat-hpa"], "so that KEDA finds the one that it takes over"
