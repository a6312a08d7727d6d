"""Real control planes for the tests that want one. All of a run stand in one folder, and all are stopped at its end."""

import os
import shutil
import signal
import tempfile
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tools import interrupts
from tools import toolchain as builds
from tools.control_plane import ControlPlane

RUN_FOLDER = "PULUMI_INFERENCE_TEST_RUN"  # in the environment, from which xdist's workers have it
MADE_HERE = pytest.StashKey[Path]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--record",
        action="store_true",
        help="write what tests compare with: snapshots and states that are missing, and the table of restarts",
    )


@pytest.fixture(scope="session")
def recording_wanted(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--record"))


def pytest_configure(config: pytest.Config) -> None:
    interrupts.reach_children()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # `timeout` and CI end a run so: clean up then, too
    if not hasattr(config, "workerinput"):  # the process that starts the workers, or the only one
        config.stash[MADE_HERE] = Path(tempfile.mkdtemp(prefix="pulumi-inference-tests-"))
        os.environ[RUN_FOLDER] = str(config.stash[MADE_HERE])


def pytest_unconfigure(config: pytest.Config) -> None:
    """In the process that started the workers, after them: a worker that was killed stops nothing itself."""
    folder = config.stash.get(MADE_HERE, None)
    if folder is None:
        return
    failures = []
    for directory in folder.iterdir():
        try:
            ControlPlane(directory).delete()
        except Exception as failure:  # the others are stopped all the same
            failures.append(failure)
    if failures:
        raise ExceptionGroup(f"control planes of this run that could not be deleted; they are in {folder}", failures)
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def toolchain() -> None:
    """Everything is built, so that no test's own time goes into it."""
    builds.ensure_all()


@pytest.fixture(scope="session")
def control_plane(new_control_plane: Callable[[], ControlPlane]) -> ControlPlane:
    """A running control plane, shared by the tests of one worker: each uses a namespace or names of its own."""
    control_plane = new_control_plane()
    control_plane.start()
    return control_plane


@pytest.fixture(scope="session")
def new_control_plane(toolchain: None) -> Iterator[Callable[[], ControlPlane]]:  # noqa: ARG001
    """Makes control planes of their own, not started."""
    made: list[ControlPlane] = []

    def make() -> ControlPlane:
        made.append(ControlPlane(Path(os.environ[RUN_FOLDER]) / uuid.uuid4().hex[:8]))
        return made[-1]

    yield make
    for control_plane in made:
        control_plane.delete()
