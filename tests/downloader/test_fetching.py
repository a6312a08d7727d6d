"""The downloader's own files against a server on 127.0.0.1: what a pod's log says, and what is on its volume then."""

import signal
import threading
from pathlib import Path

import pytest

from tests.downloader.running import CONTENT, Downloader, file, sha256
from tests.downloader.store import serving

PART = ".model.gguf.part"


@pytest.fixture
def downloader(tmp_path: Path) -> Downloader:
    return Downloader(tmp_path)


def model(downloader: Downloader) -> bytes:
    return (downloader.directory / "model.gguf").read_bytes()


def test_a_verified_file_is_in_its_place_and_is_not_fetched_again(downloader: Downloader) -> None:
    with serving(content=CONTENT) as store:
        wanted = file(f"{store.url}/model.gguf", sha256())
        code, log = downloader.run(wanted)
        assert code == 0, log
        assert "verified" in log
        assert model(downloader) == CONTENT
        assert downloader.left() == {"model.gguf"}
        again, log = downloader.run(wanted)
        assert (again, len(store.asked)) == (0, 1), log
        assert "is there already" in log


def test_a_file_that_was_changed_on_the_volume_is_found_out_and_fetched_again(downloader: Downloader) -> None:
    with serving(content=CONTENT) as store:
        wanted = file(f"{store.url}/model.gguf", sha256())
        downloader.run(wanted)
        (downloader.directory / "model.gguf").write_bytes(b"spoilt" + CONTENT[6:])
        code, log = downloader.run(wanted)
        assert (code, len(store.asked)) == (0, 2), log
        assert model(downloader) == CONTENT


def test_a_file_that_somebody_else_put_there_is_verified_and_taken(downloader: Downloader) -> None:
    downloader.directory.mkdir()
    (downloader.directory / "model.gguf").write_bytes(CONTENT)
    with serving(content=CONTENT) as store:
        code, log = downloader.run(file(f"{store.url}/model.gguf", sha256()))
        assert (code, store.asked) == (0, []), log


def test_after_each_reset_only_the_rest_is_asked_for(downloader: Downloader) -> None:
    with serving(content=CONTENT, cut_at=[1_000_000, 2_000_000]) as store:
        code, log = downloader.run(file(f"{store.url}/model.gguf", sha256()))
        assert code == 0, log
        assert model(downloader) == CONTENT
        first, *later = store.spans()
        assert first is None
        starts = [int(str(span).removeprefix("bytes=").removesuffix("-")) for span in later]
        assert starts[-1] > starts[0] > 0
        assert store.asked[-1][1]["if-range"] == '"one"', "the rest has to be of the same file"


def test_a_server_without_ranges_sends_all_of_it_again(downloader: Downloader) -> None:
    with serving(content=CONTENT, ranges=False, cut_at=[1_000_000]) as store:
        code, log = downloader.run(file(f"{store.url}/model.gguf", sha256()))
        assert code == 0, log
        assert "from its beginning" in log
        assert model(downloader) == CONTENT


def test_a_server_that_never_gets_further_is_given_up(downloader: Downloader) -> None:
    with serving(content=CONTENT, ranges=False, cut_at=[1_000_000] * 50) as store:
        code, log = downloader.run(file(f"{store.url}/model.gguf", sha256()))
        assert code == 1
        assert "without a byte more" in log
        assert downloader.left() == {PART}


def test_busy_servers_are_asked_again(downloader: Downloader) -> None:
    with serving(content=CONTENT, fails_first=3) as store:
        code, log = downloader.run(file(f"{store.url}/model.gguf", sha256()))
        assert (code, len(store.asked)) == (0, 4), log
        assert "the server answers 503" in log


def test_a_host_that_nobody_answers_at_is_named_with_what_to_check(downloader: Downloader) -> None:
    with serving() as store:
        url = f"{store.url}/model.gguf"
    code, log = downloader.run(file(url, sha256()))
    assert code == 1
    assert "127.0.0.1 is the right host" in log
    assert "networkPolicy.modelSources" in log


def test_another_checksum_fails_with_both_and_leaves_nothing(downloader: Downloader) -> None:
    with serving(content=CONTENT) as store:
        code, log = downloader.run(file(f"{store.url}/model.gguf", "0" * 64))
        assert code == 1
        assert f"sha256:{sha256()}" in log
        assert f"sha256:{'0' * 64}" in log
        assert (downloader.directory / PART).stat().st_size == 0
        assert downloader.left() == {PART}


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_refusal_says_at_once_what_to_check_and_shows_no_secret(downloader: Downloader, status: int) -> None:
    with serving(status=status) as store:
        url = f"{store.url}/model.gguf?X-Amz-Signature=hunter2"
        code, log = downloader.run(file(url, sha256()), HTTP_BEARER_TOKEN="hunter2-token")
        assert (code, len(store.asked)) == (1, 1)
        assert f"answers {status}" in log
        assert "Check HTTP_BEARER_TOKEN" in log
        assert "hunter2" not in log


def test_a_part_of_an_earlier_run_is_resumed_and_one_of_another_file_is_not_kept(downloader: Downloader) -> None:
    downloader.directory.mkdir()
    part = downloader.directory / PART
    with serving(content=CONTENT) as store:
        wanted = file(f"{store.url}/model.gguf", sha256())
        part.write_bytes(CONTENT[:1_000_000])
        code, log = downloader.run(wanted)
        assert (code, store.spans()) == (0, ["bytes=1000000-"]), log
        (downloader.directory / "model.gguf").unlink()
        part.write_bytes(b"x" * 1_000_000)
        code, log = downloader.run(wanted)
        assert code == 0, log
        assert model(downloader) == CONTENT
        assert "does not go with the rest" in log


def test_a_part_that_is_whole_is_not_fetched_again(downloader: Downloader) -> None:
    downloader.directory.mkdir()
    (downloader.directory / PART).write_bytes(CONTENT)
    with serving(content=CONTENT) as store:
        code, log = downloader.run(file(f"{store.url}/model.gguf", sha256()))
        assert (code, store.spans()) == (0, [f"bytes={len(CONTENT)}-"]), log
        assert model(downloader) == CONTENT


def test_without_a_checksum_the_length_is_held_and_no_earlier_part_is_trusted(downloader: Downloader) -> None:
    downloader.directory.mkdir()
    (downloader.directory / PART).write_bytes(b"x" * 1000)
    with serving(content=CONTENT, cut_at=[1_000_000]) as store:
        code, log = downloader.run(file(f"{store.url}/model.gguf"))
        assert code == 0, log
        assert "without a checksum" in log
        assert store.spans()[0] is None
        assert model(downloader) == CONTENT


def test_several_files_keep_their_folders(downloader: Downloader) -> None:
    with serving(content=CONTENT) as store:
        wanted = [
            file(f"{store.url}/{name}", sha256(), name) for name in ("resnet/1/model.onnx", "resnet/config.pbtxt")
        ]
        code, log = downloader.run(*wanted)
        assert code == 0, log
    for one in wanted:
        assert (downloader.directory / one["name"]).read_bytes() == CONTENT


def test_two_at_once_fetch_into_a_shared_cache_once(downloader: Downloader) -> None:
    gate = threading.Event()
    with serving(content=CONTENT, gate=gate) as store:
        wanted = file(f"{store.url}/model.gguf", sha256())
        with downloader.started(wanted) as first:
            assert store.halfway.wait(60)
            with downloader.started(wanted) as second:
                assert second.stderr
                assert "another pod is fetching" in second.stderr.readline()
                gate.set()
                first.communicate()
                second.communicate()
        assert (first.returncode, second.returncode, len(store.asked)) == (0, 0, 1)
    assert model(downloader) == CONTENT


def test_told_to_stop_it_stops_and_the_next_run_resumes(downloader: Downloader) -> None:
    gate = threading.Event()
    with serving(content=CONTENT, gate=gate) as store:
        wanted = file(f"{store.url}/model.gguf", sha256())
        with downloader.started(wanted) as process:
            assert store.halfway.wait(60)
            process.send_signal(signal.SIGTERM)
            _, log = process.communicate()
        assert process.returncode == 128 + signal.SIGTERM
        assert "told to stop" in log
        kept = (downloader.directory / PART).stat().st_size
        gate.set()
        code, log = downloader.run(wanted)
        assert code == 0, log
        assert store.spans()[-1] == (f"bytes={kept}-" if kept else None)
    assert model(downloader) == CONTENT


def test_what_lasts_longer_than_the_model_may_load_fails_and_says_what_to_raise(downloader: Downloader) -> None:
    with serving(content=CONTENT, gate=threading.Event()) as store:
        code, log = downloader.run(file(f"{store.url}/model.gguf", sha256()), MODEL_TIMEOUT="1")
    assert code == 1
    assert "Raise modelLoad" in log


ON_A_SMALL_DISK = ("unshare", "--map-root-user", "--mount", "sh", "-c", 'mount -t tmpfs -o size=1m d "$0" && exec "$@"')
AS_ONE_WHO_MAY_NOT_WRITE = ("unshare", "--map-root-user", "setpriv", "--bounding-set=-dac_override")


def test_a_file_that_does_not_fit_is_not_even_begun(downloader: Downloader) -> None:
    downloader.directory.mkdir()
    with serving(content=CONTENT) as store:
        small = (*ON_A_SMALL_DISK, str(downloader.directory))
        code, log = downloader.run(file(f"{store.url}/model.gguf", sha256()), through=small)
    assert code == 1
    assert f"{len(CONTENT)} bytes are missing, and {2**20} are free" in log
    assert f"{downloader.directory} has no room" in log
    assert "model.cache" in log


def test_a_disk_that_fills_up_meanwhile_is_told(downloader: Downloader) -> None:
    downloader.directory.mkdir()
    with serving(content=CONTENT, tells_length=False) as store:
        small = (*ON_A_SMALL_DISK, str(downloader.directory))
        code, log = downloader.run(file(f"{store.url}/model.gguf", sha256()), through=small)
    assert code == 1
    assert f"{downloader.directory} has no room: {2**20} bytes of model.gguf are there" in log


def test_a_directory_of_another_user_is_told_with_what_to_do(downloader: Downloader) -> None:
    downloader.directory.mkdir(mode=0o555)
    with serving(content=CONTENT) as store:
        wanted = file(f"{store.url}/model.gguf", sha256())
        code, log = downloader.run(wanted, through=AS_ONE_WHO_MAY_NOT_WRITE)
    assert code == 1
    assert "user 0 may not write" in log
    assert "chown" in log
