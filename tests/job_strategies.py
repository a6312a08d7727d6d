"""What hypothesis makes of specs of jobs: valid ones of every kind, with what their pods share with services'."""

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from pulumi_inference.defaults import DEFAULTS
from pulumi_inference.features.job_rules import (
    ADDED,
    FEWER,
    LONGEST_CRON_JOB,
    LONGEST_HOSTNAME,
    MANY_INDEXES,
    MOST_PARALLEL,
)
from pulumi_inference.features.pod_failure_policy import MOST_RULES, MOST_VALUES
from pulumi_inference.model import LARGEST_INT32

from tests.strategies import (
    Json,
    Spec,
    amounts,
    arguments,
    configured,
    cpus,
    directories,
    durations,
    env_texts,
    from_secrets,
    http_paths,
    json_values,
    key_refs,
    names,
    object_keys,
    object_names,
    open_destinations,
    optional,
    overrides_of,
    pinned,
    plain_data,
    schedulings,
    service_accounts,
    shaped,
    texts,
)

_counts = st.integers(1, 50) | st.integers(1, LARGEST_INT32)
_few = st.integers(0, 10) | st.integers(0, LARGEST_INT32)


# When.


def _numbers(low: int, high: int) -> SearchStrategy[str]:
    """One field of a schedule."""
    one = st.integers(low, high)
    span = st.tuples(one, one).map(sorted).map(lambda pair: f"{pair[0]}-{pair[1]}")
    stepped = st.builds("{}/{}".format, st.just("*") | span, st.integers(1, 9))
    return st.sampled_from(["*", "?"]) | st.lists(one.map(str) | span | stepped, min_size=1, max_size=3).map(",".join)


_schedules = st.tuples(_numbers(0, 59), _numbers(0, 23), _numbers(1, 31), _numbers(1, 12), _numbers(0, 6)).map(
    " ".join
) | st.sampled_from(["0 3 * * MON-FRI", "0 0 1 jan,JUL *", "@hourly", "@midnight", "@yearly", "@every 1h30m"])
_histories = {"successfulJobsHistoryLimit": _few, "failedJobsHistoryLimit": _few}
_cron_jobs: SearchStrategy[Spec] = st.fixed_dictionaries(
    {"schedule": _schedules},
    optional={
        "timeZone": st.sampled_from(["Etc/UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires"]),
        "concurrencyPolicy": st.sampled_from(["Forbid", "Replace", "Allow"]),
        "startingDeadlineSeconds": st.integers(10, LARGEST_INT32),
        "ttlSecondsAfterFinished": _few,
    }
    | _histories,
)
_triggers: SearchStrategy[Spec] = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["rabbitmq", "kafka", "aws-sqs-queue"]),
        "metadata": st.dictionaries(st.from_regex(r"[a-z][A-Za-z]{0,9}", fullmatch=True), env_texts, max_size=3),
    },
    optional={
        "authentication": st.fixed_dictionaries(
            {"name": object_names},
            optional={"kind": st.sampled_from(["TriggerAuthentication", "ClusterTriggerAuthentication"])},
        )
    },
)
_strategies: SearchStrategy[Spec] = optional(strategy=st.sampled_from(["default", "accurate", "eager"])) | (
    st.fixed_dictionaries(
        {"strategy": st.just("custom")},
        optional={
            "customScalingQueueLengthDeduction": _few,
            "customScalingRunningJobPercentage": st.sampled_from(["0", "0.5", ".25", "1", "1.0"]),
        },
    )
)
_bounds: SearchStrategy[Spec] = st.just({}) | st.tuples(_few, _counts).map(sorted).map(
    lambda pair: {"minReplicaCount": pair[0], "maxReplicaCount": max(1, pair[1])}
)
_scaled: SearchStrategy[Spec] = st.builds(
    lambda triggers, bounds, more: {"triggers": triggers} | bounds | more,
    st.lists(_triggers, min_size=1, max_size=2),
    _bounds | st.just({"maxReplicaCount": 1}),
    optional(pollingInterval=durations, rollout=st.sampled_from(["gradual", "immediate"]), scalingStrategy=_strategies),
)
_scaled_jobs: SearchStrategy[Spec] = st.fixed_dictionaries(
    {"scaledJob": _scaled}, optional={"ttlSecondsAfterFinished": _few} | _histories
)


@st.composite
def _once(draw: st.DrawFn) -> Spec:
    """One job, and whether `up` waits for it."""
    found: Spec = draw(optional(activeDeadlineSeconds=st.integers(1, 10**6)))
    if draw(st.booleans()):
        found |= {"ttlSecondsAfterFinished": draw(_few), "runAfterTtl": True}
    if draw(st.booleans()):
        least = found.get("activeDeadlineSeconds", 1)
        found |= {"wait": True} | draw(optional(waitTimeout=st.integers(least, 10**6).map("{}s".format)))
    return found


# How many.


@st.composite
def _indexed(draw: st.DrawFn) -> Spec:
    """Pods with a number each, of which each may have a limit of its own; then there are fewer of them."""
    most = draw(st.sampled_from([MOST_PARALLEL, FEWER]))
    parallelism, completions = sorted((draw(st.integers(1, most)), draw(_counts)))
    parallelism = min(parallelism, most)
    found: Spec = {"completionMode": "Indexed", "parallelism": parallelism, "completions": completions}
    if draw(st.booleans()):
        found |= {"backoffLimitPerIndex": draw(_few), "restartPolicy": "Never"}
        if completions > MANY_INDEXES:
            found |= {"maxFailedIndexes": draw(st.integers(0, FEWER)), "parallelism": min(parallelism, FEWER)}
        else:
            found |= draw(optional(maxFailedIndexes=st.integers(0, completions)))
    return found


_counted: SearchStrategy[Spec] = (
    optional(parallelism=_counts)
    | st.tuples(_counts, _counts).map(sorted).map(lambda pair: {"parallelism": pair[0], "completions": pair[1]})
    | _indexed()
)


@st.composite
def _failing(draw: st.DrawFn, spec: Spec) -> Spec:
    """What the failure of a pod means, and how many may fail."""
    found = draw(optional(backoffLimit=_few, drain=durations, suspend=st.booleans()))
    never = "backoffLimitPerIndex" in spec or draw(st.booleans())
    if not never:
        return found | {"restartPolicy": "OnFailure"}
    beside = [one["name"] for part in ("initContainers", "containers") for one in spec.get(part, [])]
    actions = ["Ignore", "FailJob", "Count", *(["FailIndex"] if "backoffLimitPerIndex" in spec else [])]
    return found | draw(optional(podFailurePolicy=_policies_of_failures(actions, ["job", *beside])))


def _policies_of_failures(actions: list[str], containers: list[str]) -> SearchStrategy[Spec]:
    def codes(operator: str, low: int) -> SearchStrategy[Spec]:
        values = st.lists(st.integers(low, LARGEST_INT32), min_size=1, max_size=MOST_VALUES, unique=True)
        fields = {"operator": st.just(operator), "values": values}
        return st.fixed_dictionaries(fields, optional={"containerName": st.sampled_from(containers)})

    condition = st.fixed_dictionaries(
        {"type": st.sampled_from(["DisruptionTarget", "example.com/Broken"])},
        optional={"status": st.sampled_from(["True", "False", "Unknown"])},
    )
    asked: SearchStrategy[Spec] = (codes("In", 1) | codes("NotIn", 0)).map(lambda one: {"onExitCodes": one}) | st.lists(
        condition, min_size=1, max_size=MOST_RULES
    ).map(lambda some: {"onPodConditions": some})
    rules = st.builds(lambda action, when: {"action": action} | when, st.sampled_from(actions), asked)
    return st.lists(rules, min_size=1, max_size=MOST_RULES).map(lambda some: {"rules": some})


# What.

_programs: SearchStrategy[Spec] = st.fixed_dictionaries(
    {"image": pinned}, optional={"command": arguments, "args": arguments}
)


def _credentials(secrets: bool, variables: list[str]) -> SearchStrategy[Spec]:
    values: SearchStrategy[Json] = key_refs.map(lambda ref: {"valueFrom": {"secretKeyRef": ref}})
    given = st.fixed_dictionaries(dict.fromkeys(variables, values | from_secrets if secrets else values))
    return object_names.map(lambda name: {"secretName": name}) | given.map(lambda env: {"env": env})


def _places(secrets: bool) -> list[SearchStrategy[Spec]]:
    s3 = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]
    stores: dict[str, tuple[list[str], Spec, Spec]] = {
        "s3": (
            s3,
            {"bucket": object_names},
            {"region": st.just("eu-west-1"), "endpoint": st.just("http://minio:9000")},
        ),
        "gs": (["GS_ACCESS_KEY_ID", "GS_SECRET_ACCESS_KEY"], {"bucket": object_names}, {}),
        "az": (["AZURE_STORAGE_SAS_TOKEN"], {"account": object_names, "container": object_names}, {}),
    }
    every: list[SearchStrategy[Spec]] = [
        st.fixed_dictionaries(
            {
                store: st.fixed_dictionaries(
                    needed, optional=more | {"prefix": object_keys, "credentials": _credentials(secrets, variables)}
                )
            }
        )
        for store, (variables, needed, more) in stores.items()
    ]
    claim = st.fixed_dictionaries({"claimName": object_names}, optional={"path": object_keys})
    return [*every, claim.map(lambda one: {"pvc": one})]


@st.composite
def _copies(draw: st.DrawFn, secrets: bool) -> Spec:
    """From one place to others, each of another store: none of them is a folder of another."""
    source, *others = draw(st.permutations(_places(secrets)))
    some = draw(st.integers(1, len(others)))
    copy = {"source": draw(source), "destinations": [draw(one) for one in others[:some]]}
    if draw(st.booleans()):
        return {"sync": copy | draw(optional(delete=st.booleans()))}
    return {"backup": copy | draw(optional(prefix=st.sampled_from(["%Y-%m-%d", "nightly/%Y/%m", "a"])))}


@st.composite
def _load_tests(draw: st.DrawFn, secrets: bool) -> Spec:
    users = draw(st.integers(1, 1000))
    shares = st.sampled_from(["0%", "0.1%", "100%"])
    values: SearchStrategy[Json] = env_texts | key_refs.map(lambda ref: {"valueFrom": {"secretKeyRef": ref}})
    headers = st.dictionaries(
        st.from_regex(r"X-[A-Z][a-z]{0,8}", fullmatch=True), values | from_secrets if secrets else values, max_size=2
    )
    payload = draw(optional(payload=plain_data))
    methods = ["POST", "PUT"] if payload else ["GET", "POST", "PUT"]
    test = draw(
        st.fixed_dictionaries(
            {"target": st.sampled_from(["http://chat-svc.inference.svc:80", "https://chat.example.com"])},
            optional={
                "path": http_paths,
                "method": st.sampled_from(methods),
                "headers": headers,
                "virtualUsers": st.just(users),
                "duration": durations,
                "iterations": st.integers(max(users, 10), LARGEST_INT32),
                "pause": st.just("0") | durations,
                "timeout": durations,
                "thresholds": optional(p95=durations, failures=shares),
            },
        )
    )
    return {"loadTest": test | payload}


# All of it.


@st.composite
def valid_jobs(draw: st.DrawFn, secrets: bool = True) -> Spec:
    """A spec in camelCase, as YAML or JSON gives it."""
    what = draw(_programs | _copies(secrets) | _load_tests(secrets))
    when: list[SearchStrategy[Spec]] = [_once(), _cron_jobs, *([_scaled_jobs] if "image" in what else [])]
    spec = what | draw(st.one_of(when))
    if not {"sync", "backup"} & what.keys():
        spec |= draw(_counted)
    resources = draw(amounts()) | draw(optional(cpu=cpus))
    spec |= {"resources": resources} if resources else {}
    spec |= draw(
        configured(secrets, autoscaled=False, shared=_several(spec), shm=not {"memory", "limits"} & resources.keys())
    )
    spec |= draw(_failing(spec))
    if spec.get("suspend"):
        for field in ("wait", "waitTimeout"):
            spec.pop(field, None)
    spec |= draw(
        optional(
            networkPolicy=st.fixed_dictionaries({"stores": open_destinations}),
            scheduling=schedulings,
            serviceAccount=service_accounts,
            writablePaths=directories,
            run=env_texts,
            imagePullPolicy=st.sampled_from(["IfNotPresent", "Always", "Never"]),
            securityContext=optional(
                runAsUser=st.integers(1, LARGEST_INT32),
                runAsGroup=st.integers(1, LARGEST_INT32),
                readOnlyRootFilesystem=st.booleans(),
            ),
            overrides=overrides_of(_role(spec)),
            requireCRDs=st.booleans(),
            defaultsVersion=st.sampled_from(sorted(DEFAULTS)),
        )
    )
    return spec | draw(optional(name=_named(spec)))


def _several(spec: Spec) -> bool:
    """Whether there may be pods on several nodes."""
    most = spec.get("scaledJob", {"maxReplicaCount": 1}).get("maxReplicaCount", 100)
    parallel = min(spec.get("parallelism", 1), spec.get("completions", LARGEST_INT32))
    return parallel > 1 or most > 1 or spec.get("concurrencyPolicy") == "Allow"


def _role(spec: Spec) -> str:
    return "cronJob" if "schedule" in spec else "scaledJob" if "scaledJob" in spec else "job"


def _named(spec: Spec) -> SearchStrategy[str]:
    """With room for what is put behind it."""
    kind = {"cronJob": "CronJob", "scaledJob": "ScaledJob", "job": "Job"}[_role(spec)]
    last = len(f"-{spec['completions'] - 1}") if "completionMode" in spec else 0
    room = LONGEST_CRON_JOB if kind == "CronJob" else LONGEST_HOSTNAME
    most = min(room, LONGEST_HOSTNAME - ADDED[kind] - last) if last else room
    return names.map(lambda name: name[:most].rstrip("-"))


# Nearly.

_wrong = json_values
nearly_jobs: SearchStrategy[Json] = shaped(
    image=pinned | _wrong,
    sync=shaped(source=shaped(s3=shaped(bucket=object_names | _wrong), pvc=_wrong) | _wrong, destinations=_wrong)
    | _copies(True).map(lambda copy: next(iter(copy.values()))),
    backup=shaped(source=_wrong, destinations=st.lists(_wrong, max_size=2), prefix=texts) | _wrong,
    loadTest=shaped(target=texts, method=st.just("GET") | _wrong, payload=_wrong, headers=_wrong, thresholds=_wrong),
    command=arguments | _wrong,
    parallelism=st.integers(-1, 9) | _wrong,
    completions=st.integers(-1, 9) | _wrong,
    completionMode=st.just("Indexed") | _wrong,
    backoffLimitPerIndex=st.integers(-1, 9) | _wrong,
    maxFailedIndexes=st.integers(-1, 9) | _wrong,
    podFailurePolicy=_policies_of_failures(["FailIndex", "Other"], ["job", "other"]) | shaped(rules=_wrong),
    activeDeadlineSeconds=st.integers(-1, 9) | _wrong,
    ttlSecondsAfterFinished=st.integers(-1, 9) | _wrong,
    runAfterTtl=st.booleans() | _wrong,
    restartPolicy=st.sampled_from(["OnFailure", "Always"]) | _wrong,
    wait=st.booleans() | _wrong,
    waitTimeout=durations | _wrong,
    suspend=st.booleans() | _wrong,
    run=texts | _wrong,
    schedule=_schedules | texts | _wrong,
    timeZone=texts | _wrong,
    startingDeadlineSeconds=st.integers(-1, 30) | _wrong,
    scaledJob=_scaled | shaped(triggers=_wrong, scalingStrategy=_strategies | _wrong) | _wrong,
    volumes=_wrong,
    resources=amounts() | _wrong,
    drain=durations | _wrong,
    overrides=overrides_of("job") | _wrong,
    name=names | _wrong,
)
"""Maps with the fields of jobs, and values that are wrong more often than not."""
