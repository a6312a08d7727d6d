"""Wait for a condition, with a bound, and with words for what did not come."""

from collections.abc import Callable

import tenacity


def wait_until(condition: Callable[[], bool], what: str, timeout: float = 60.0, interval: float = 0.1) -> None:
    """Ask until the condition holds; TimeoutError says what did not happen within so many seconds."""

    def give_up(_: tenacity.RetryCallState) -> None:
        raise TimeoutError(f"{what}: not within {timeout:.0f} s")

    tenacity.Retrying(
        retry=tenacity.retry_if_result(lambda held: not held),
        wait=tenacity.wait_fixed(interval),
        stop=tenacity.stop_after_delay(timeout),
        retry_error_callback=give_up,
    )(condition)
