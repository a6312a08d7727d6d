"""One service from its first deployment to its end, on the real engine and the real API server.

After every step: the live objects, a second `up` that changes nothing, a preview that expects no changes.
"""

from typing import Any

import pytest

from tests.cluster.live import Live
from tests.cluster.project import Project
from tests.specs import SEED, SMALL, ready, with_canary

AUTOSCALED = SMALL | {"minReplicas": 2, "maxReplicas": 6}


def settle(project: Project, spec: dict[str, Any]) -> dict[str, str]:
    """Brings the stack to `spec`, proves that it is there for good, and returns what the engine did."""
    project.configure({"chat": spec})
    done = project.up("--skip-preview")
    assert done.exit_code == 0, done.output
    again = project.up("--skip-preview")
    assert again.exit_code == 0, again.output
    assert again.operations == {}, again.output
    nothing = project.preview("--expect-no-changes")
    assert nothing.exit_code == 0, nothing.output
    return done.operations


def test_a_service_is_created_scaled_changed_and_destroyed_without_a_replacement(project: Project, live: Live) -> None:
    created = settle(project, SMALL | {"replicas": 2})
    assert created == dict.fromkeys(("chat", "chat-primary", "chat-svc", "chat-pdb"), "create")
    assert live.ready_pods("chat", "primary") == 2
    live.wait_for_endpoints("chat-svc", live.pod_addresses("chat"))
    assert project.outputs()["chat"] == {
        "url": f"http://chat-svc.{live.namespace}.svc:80",
        "status": {
            "ready": True,
            "replicas": 2,
            "message": "2 of 2 pods ready (primary 2/2)",
            "conditions": [
                ready("Ready", "2 of 2 pods ready (primary 2/2)"),
                ready("PrimaryReady", "2 of 2 pods ready"),
            ],
        },
    }

    assert settle(project, SMALL | {"replicas": 3}) == {"chat-primary": "update"}
    assert live.ready_pods("chat", "primary") == 3

    before = live.pod_names("chat", "primary")
    assert settle(project, SMALL | {"replicas": 3, "modelRef": "llama3-8b-q8"}) == {"chat-primary": "update"}
    assert live.container("chat-primary")["args"][-1] == "llama3-8b-q8"
    assert not before & live.pod_names("chat", "primary")

    larger = SMALL | {"replicas": 3, "resources": {"cpu": "200m", "memory": "128Mi"}}
    assert settle(project, larger) == {"chat-primary": "update"}
    assert live.container("chat-primary")["resources"]["limits"] == {"cpu": "200m", "memory": "128Mi"}

    checked = larger | {"healthCheck": {"path": "/livez", "interval": "5s", "timeout": "2s"}}
    before = live.pod_names("chat", "primary")
    assert settle(project, checked) == {"chat-primary": "update"}
    assert live.container("chat-primary")["livenessProbe"]["httpGet"]["path"] == "/livez"
    assert not before & live.pod_names("chat", "primary"), "a changed health check rolls out"

    assert settle(project, SMALL | {"replicas": 3}) == {"chat-primary": "update"}
    assert live.container("chat-primary")["resources"]["limits"] == {"cpu": "100m", "memory": "64Mi"}

    gone = project.destroy()
    assert gone.exit_code == 0, gone.output
    assert live.remains() == set()


def test_a_canary_comes_changes_its_weight_is_promoted_and_goes(project: Project, live: Live) -> None:
    settle(project, SMALL | {"replicas": 4})
    model = live.pod_names("chat", "primary")

    ten = with_canary(10, replicas=4) | {"resources": SMALL["resources"]}
    assert settle(project, ten) == {"chat-primary": "update", "chat-canary": "create"}
    assert (live.ready_pods("chat", "primary"), live.ready_pods("chat", "canary")) == (3, 1)
    assert live.container("chat-canary")["args"][-1] == "llama3.1-8b-q4"
    live.wait_for_endpoints("chat-svc", live.pod_addresses("chat"))
    assert project.outputs()["chat"]["canary"] == {
        "modelRef": "llama3.1-8b-q4",
        "weight": 10,
        "effectiveWeight": 25,
    }
    assert live.pod_names("chat", "primary") < model, "a canary restarts no pod of the primary"

    half = ten | {"canary": ten["canary"] | {"weight": 50}}
    assert settle(project, half) == {"chat-primary": "update", "chat-canary": "update"}
    assert (live.ready_pods("chat", "primary"), live.ready_pods("chat", "canary")) == (2, 2)

    everything = ten | {"canary": ten["canary"] | {"weight": 100}}
    assert settle(project, everything) == {
        "chat-primary": "update",
        "chat-canary": "update",
        "chat-svc": "update",
        "chat-canary-pdb": "create",
        "chat-pdb": "delete",
    }
    live.wait_for_endpoints("chat-svc", live.pod_addresses("chat", "canary"))

    promoted = {key: value for key, value in ten.items() if key != "canary"} | {"modelRef": "llama3.1-8b-q4"}
    assert settle(project, promoted) == {
        "chat-primary": "update",
        "chat-svc": "update",
        "chat-pdb": "create",
        "chat-canary": "delete",
        "chat-canary-pdb": "delete",
    }
    assert live.container("chat-primary")["args"][-1] == "llama3.1-8b-q4"
    assert live.ready_pods("chat", "primary") == 4
    live.wait_for_endpoints("chat-svc", live.pod_addresses("chat", "primary"))

    assert project.destroy().exit_code == 0
    assert live.remains() == set()


def test_a_weight_of_zero_keeps_the_canary_warm_and_out_of_the_service(project: Project, live: Live) -> None:
    settle(project, with_canary(0, replicas=2) | {"resources": SMALL["resources"]})
    assert live.ready_pods("chat", "canary") == 1
    live.wait_for_endpoints("chat-svc", live.pod_addresses("chat", "primary"))


def test_autoscaling_goes_on_off_and_on_and_each_switch_is_a_change(project: Project, live: Live) -> None:
    settle(project, SMALL | {"replicas": 3})

    assert settle(project, AUTOSCALED | {"replicas": 3}) == {"chat-primary": "update", "chat-hpa": "create"}
    live.let_the_autoscaler_choose("chat-hpa", 5, bounds=(2, 6))
    assert live.replicas("chat-primary") == 5

    settle(project, AUTOSCALED | {"replicas": 3, "modelRef": "llama3-8b-q8"})
    assert live.replicas("chat-primary") == 5, "no update resets the autoscaler's count"

    pinned = AUTOSCALED | {"replicas": 3, "minReplicas": 3, "maxReplicas": 3, "modelRef": "llama3-8b-q8"}
    assert settle(project, pinned) == {"chat-primary": "update", "chat-hpa": "update"}

    fixed = SMALL | {"replicas": 3, "modelRef": "llama3-8b-q8"}
    assert settle(project, fixed) == {"chat-primary": "update", "chat-hpa": "delete"}
    assert live.replicas("chat-primary") == 3
    assert live.ready_pods("chat", "primary") == 3

    assert settle(project, AUTOSCALED | {"replicas": 3, "modelRef": "llama3-8b-q8"}) == {
        "chat-primary": "update",
        "chat-hpa": "create",
    }
    assert project.destroy().exit_code == 0
    assert live.remains() == set()


def test_the_count_is_the_specs_again_after_autoscaling_although_the_number_never_changed(
    project: Project, live: Live
) -> None:
    """The trap: the recorded input stays 3 all the time, while 5 pods run."""
    settle(project, SMALL | {"replicas": 3})
    settle(project, AUTOSCALED | {"replicas": 3, "minReplicas": 3, "maxReplicas": 3})
    live.let_the_autoscaler_choose("chat-hpa", 5, bounds=(5, 5))
    live.delete("horizontalpodautoscaler", "chat-hpa")

    assert settle(project, SMALL | {"replicas": 3}) == {"chat-primary": "update", "chat-hpa": "delete"}
    assert live.replicas("chat-primary") == 3
    assert live.ready_pods("chat", "primary") == 3


@pytest.mark.parametrize("command", ["preview", "up"])
def test_switching_off_an_autoscaler_that_is_not_pinned_is_refused_with_the_two_steps(
    command: str, project: Project, live: Live
) -> None:
    settle(project, AUTOSCALED | {"replicas": 3})
    project.configure({"chat": SMALL | {"replicas": 3}})
    refused = project.preview() if command == "preview" else project.up("--skip-preview")
    assert refused.exit_code != 0
    assert "services.chat.minReplicas: switching autoscaling off in one step" in refused.output
    assert "1. pin it" in refused.output
    assert "Traceback" not in refused.output
    assert live.get("horizontalpodautoscaler", "chat-hpa")["spec"]["maxReplicas"] == 6


def test_the_seeds_whole_spec_is_served_as_it_is(project: Project, live: Live) -> None:
    created = settle(project, SEED)
    assert created == dict.fromkeys(
        ("chat", "chat-primary", "chat-canary", "chat-svc", "chat-hpa", "chat-canary-hpa", "chat-pdb"), "create"
    )
    assert (live.ready_pods("chat", "primary"), live.ready_pods("chat", "canary")) == (2, 1)
    assert live.bounds("chat-hpa") == (2, 18)
    assert live.bounds("chat-canary-hpa") == (1, 2)
    assert project.destroy().exit_code == 0
    assert live.remains() == set()


def test_a_canary_under_autoscaling_has_its_own_autoscaler_with_its_share_of_the_bounds(
    project: Project, live: Live
) -> None:
    alone = SMALL | {"minReplicas": 4, "maxReplicas": 8}
    quarter = alone | {"canary": {"modelRef": "llama3.1-8b-q4", "weight": 25}}
    half = alone | {"canary": {"modelRef": "llama3.1-8b-q4", "weight": 50}}
    settle(project, alone)

    assert settle(project, quarter) == {
        "chat-primary": "update",
        "chat-hpa": "update",
        "chat-canary": "create",
        "chat-canary-hpa": "create",
    }
    assert (live.bounds("chat-hpa"), live.bounds("chat-canary-hpa")) == ((3, 6), (1, 2))

    assert settle(project, half) == dict.fromkeys(
        ("chat-primary", "chat-hpa", "chat-canary", "chat-canary-hpa"), "update"
    )
    assert (live.bounds("chat-hpa"), live.bounds("chat-canary-hpa")) == ((2, 4), (2, 4))
    live.wait_until(lambda: live.ready_pods("chat", "canary") == 2, "the canary's autoscaler obeys its new minimum")

    assert settle(project, alone) == {
        "chat-primary": "update",
        "chat-hpa": "update",
        "chat-canary": "delete",
        "chat-canary-hpa": "delete",
    }
    assert project.destroy().exit_code == 0
    assert live.remains() == set()
