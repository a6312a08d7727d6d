"""What a newcomer gets wrong in stacks/Pulumi.local.yaml, and what the real engine's `pulumi preview` then says."""

import re
from collections.abc import Iterator

import pytest
import yaml

from tests.cluster.live import Live
from tests.cluster.project import ROOT, STACK, Project, Run
from tests.corpus import FIELDS, Entry, entries
from tests.schemas import SERVICES, marks
from tools.control_plane import ControlPlane

LOCAL = (ROOT / "stacks" / "Pulumi.local.yaml").read_text()
CHAT = LOCAL[LOCAL.index("    chat:\n") : LOCAL.index("# Of the passphrase")]
"""The service of the example, as it stands there."""

TYPICAL = {
    "misspelt": (
        ("replicas: 4", "replica: 4"),
        "",
        [
            "replica: is not a field. Did you mean replicas?",
        ],
    ),
    "snake": (
        ("healthCheck:", "health_check:"),
        "",
        ["health_check: is not a field. Did you mean healthCheck?"],
    ),
    "weight": (
        ("weight: 10", "weight: 140"),
        "canary.weight",
        ["canary.weight: 140 is above 100. Give a whole percentage from 0 to 100."],
    ),
    "quoted": (
        ("replicas: 4", 'replicas: "4"'),
        "replicas",
        ['replicas: "4" is not a whole number. Leave out the quotes: 4.'],
    ),
    "gigabytes": (
        ("gpuMemory: 24Gi", "gpuMemory: 24GB"),
        "resources.gpuMemory",
        ['resources.gpuMemory: "24GB" is not a Kubernetes quantity. Did you mean 24G?'],
    ),
    "none": (
        ("replicas: 4", "replicas: -1"),
        "replicas",
        ["replicas: -1 is below 0. Give a whole number from 0 to 2147483647."],
    ),
    "indented": (
        (
            '{cpu: "4", memory: 16Gi, gpuMemory: 24Gi}\n      canary:',
            '\n        cpu: "4"\n        memory: 16Gi\n        canary:',
        ),
        "resources",
        [f"resources.canary: is not a field. The fields here are {FIELDS['resources']}."],
    ),
    "timeout": (
        ("timeout: 3s", "timeout: 30s"),
        None,
        [
            "healthCheck.timeout: 30s is above healthCheck.interval 10s: a probe would still be running when the next "
            "is due. Give a timeout of 10s or less, or a longer interval."
        ],
    ),
    "nothing": (
        ("      modelRef: llama3-8b-q4\n", ""),
        "",
        ["modelRef: is required. Give one, such as llama3-8b-q4."],
    ),
    "bounds": (
        ("replicas: 4", "minReplicas: 8\n      maxReplicas: 4"),
        None,
        ["minReplicas: 8 is above maxReplicas 4. Lower minReplicas or raise maxReplicas."],
    ),
    "cpuless": (
        ('replicas: 4\n      resources: {cpu: "4", ', "minReplicas: 4\n      maxReplicas: 8\n      resources: {"),
        None,
        [
            "resources.cpu: is required beside minReplicas and maxReplicas: the autoscaler compares the CPU in use "
            "with it."
        ],
    ),
    "milliseconds": (
        ("timeout: 3s", "timeout: 500ms"),
        None,
        ['healthCheck.timeout: "500ms" is not in whole seconds, as a probe needs. The nearest above is 1s.'],
    ),
    "nanoseconds": (
        ("interval: 10s", "interval: 10000000000"),
        "healthCheck.interval",
        [
            "healthCheck.interval: 10000000000 looks like nanoseconds, as Go writes a duration in JSON: that is 10s. "
            "Give 10s."
        ],
    ),
}
"""By the name of the service: the edit, the place that an editor marks (None: no schema can say it), the report."""

ENGINES_OWN = {
    "a repeated key": (
        "chat:\n      modelRef: m\n      replicas: 1\n      replicas: 2",
        'mapping key "replicas" already',
    ),
    "a repeated service": ("chat: {modelRef: m}\n    chat: {modelRef: b}", 'mapping key "chat" already'),
    "a tab": ("chat:\n\t  modelRef: m", "found character that cannot start any token"),
    "infinity": ("chat: {modelRef: m, replicas: .inf}", "unsupported value: +Inf"),
    "a map as a key": ("chat: {modelRef: {{ .Values.model }}}", "invalid map key"),
    "a stray indentation": (
        "chat:\n      modelRef: m\n      resources: {}\n        replicas: 4",
        "yaml: line",
    ),
    "a missing space": ("chat:\n      modelRef: m\n      replicas:4\n      name: chat", "could not find expected ':'"),
}
"""What the engine's YAML reader refuses before any program runs, and its words."""

NO_CLUSTER = "no-such-kubeconfig"


@pytest.fixture(scope="module")
def previews(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A stack for previews that end before anything is declared: they need neither a cluster nor its plugin."""
    folder = tmp_path_factory.mktemp("previews")
    return Project(folder, folder / "home", folder / NO_CLUSTER, "default")


def preview(project: Project, services: str) -> Run:
    """Of a stack file with this text below `inference:services`."""
    write(project, services)
    return project.preview()


def write(project: Project, services: str) -> None:
    path = project.directory / "stacks" / f"Pulumi.{STACK}.yaml"
    salt = next(line for line in path.read_text().splitlines() if line.startswith("encryptionsalt:"))
    path.write_text(f"{salt}\nconfig:\n  inference:services:\n{services}")


def reported(run: Run) -> Iterator[str]:
    """The lines of the report, which the engine indents and prefixes."""
    for line in run.output.splitlines():
        if found := re.search(r"services[.\[].*", line):
            yield found[0]


def edited(name: str, old: str, new: str) -> str:
    assert old in CHAT
    return CHAT.replace(old, new).replace("    chat:", f"    {name}:")


def test_each_typical_mistake_is_named_with_its_fix_and_nothing_else_is(previews: Project) -> None:
    refused = preview(previews, "".join(edited(name, *edit) for name, (edit, _, _) in TYPICAL.items()))
    assert refused.exit_code != 0
    assert "Traceback" not in refused.output
    expected = {f"services.{name}.{line}" for name, (_, _, report) in TYPICAL.items() for line in report}
    assert set(reported(refused)) == expected


@pytest.mark.parametrize("name", TYPICAL)
def test_an_editor_marks_the_same_place_as_the_report(name: str) -> None:
    edit, place, _ = TYPICAL[name]
    document = yaml.safe_load(f"config:\n  inference:services:\n{edited(name, *edit)}")
    path = f"config.{SERVICES}.{name}"
    assert marks(document) == (set() if place is None else {f"{path}.{place}" if place else path})


def test_the_whole_corpus_gets_from_the_engine_the_report_that_stands_there(previews: Project) -> None:
    mistakes: dict[str, Entry] = {f"s{number}": entry for number, entry in enumerate(entries()) if entry.kind == "spec"}
    services = "".join(
        f"    {name}:\n" + "".join(f"      {line}\n" for line in entry.text.splitlines())
        for name, entry in mistakes.items()
    )
    refused = preview(previews, services)
    assert "Traceback" not in refused.output
    expected = {
        line.replace("services.chat", f"services.{name}", 1)
        for name, entry in mistakes.items()
        for line in entry.report
    }
    assert set(reported(refused)) == expected


@pytest.mark.parametrize("name", ENGINES_OWN)
def test_what_is_no_yaml_to_the_engine_ends_with_its_own_words(name: str, previews: Project) -> None:
    text, words = ENGINES_OWN[name]
    refused = preview(previews, f"    {text}\n")
    assert refused.exit_code != 0
    assert words in refused.output
    assert "Traceback" not in refused.output


def test_a_secret_inside_the_services_is_refused_and_not_shown(previews: Project) -> None:
    write(previews, "    chat: {modelRef: m}\n")
    previews.engine.run(
        "config", "set", "--stack", STACK, "--secret", "--path", "inference:services.chat.modelRef", "hunter2-model"
    )
    assert "secure:" in (previews.directory / "stacks" / f"Pulumi.{STACK}.yaml").read_text()
    refused = previews.preview()
    assert refused.exit_code != 0
    assert "inference:services: holds a secret (secure:)" in refused.output
    assert "valueFrom: {secretConfig: KEY}" in refused.output
    assert "hunter2" not in refused.output
    assert "Traceback" not in refused.output


def test_a_key_that_the_configuration_lacks_is_named_with_the_command_that_sets_it(previews: Project) -> None:
    refused = preview(previews, "    chat: {modelRef: {valueFrom: {secretConfig: model}}}\n")
    assert refused.exit_code != 0
    assert (
        list(reported(refused))
        == [
            "services.chat.modelRef: names inference:model, which the configuration does not hold. "
            "Set it: pulumi config set --secret inference:model"
        ]
        or refused.output
    )
    assert "Traceback" not in refused.output


def test_a_value_from_a_secret_is_served_and_stands_nowhere_in_clear(project: Project, live: Live) -> None:
    project.configure({"chat": {"modelRef": {"valueFrom": {"secretConfig": "model"}}}})
    project.engine.run("config", "set", "--stack", STACK, "--secret", "model", "hunter2-model")
    done = project.up()
    assert done.exit_code == 0, done.output
    assert live.container("chat-primary")["args"][-1] == "hunter2-model"
    assert "hunter2" not in done.output
    assert not any(
        "hunter2" in file.read_text(errors="replace") for file in project.directory.rglob("*") if file.is_file()
    )


def test_the_operators_own_resources_are_deployed_unchanged(
    project: Project, control_plane: ControlPlane, namespace: str
) -> None:
    path = project.directory / "stacks" / f"Pulumi.{STACK}.yaml"
    project.configure({})
    content = yaml.safe_load(path.read_text())
    del content["config"]["inference:services"]
    content["config"]["inference:manifests"] = [str(ROOT / "examples" / "zerfoo.yaml")]
    path.write_text(yaml.safe_dump(content))
    done = project.up()
    assert done.exit_code == 0, done.output
    try:
        chat, code = Live(control_plane.kubeconfig, "default"), Live(control_plane.kubeconfig, namespace)
        assert chat.container("chat-primary")["args"][-1] == "llama3-8b-q4"
        assert chat.container("chat-primary")["livenessProbe"]["periodSeconds"] == 10
        assert chat.bounds("chat-hpa")[0] < chat.bounds("chat-hpa")[1]
        assert code.container("code-primary")["args"][-1] == "qwen2.5-coder-7b-q4"
        assert project.preview("--expect-no-changes").exit_code == 0
    finally:
        assert project.destroy().exit_code == 0
