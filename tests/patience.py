"""How long tests wait for what must come. Waiting longer costs nothing where it comes."""

import time
from collections.abc import Callable

PATIENCE_SECONDS = 120.0
"""For whatever comes at once on a quiet machine: others run many tests at once, on a cold disk."""

WORK_SECONDS = 4 * PATIENCE_SECONDS
"""For a long piece of work, such as a whole demo or an import of twenty thousand texts."""


def until(condition: Callable[[], object], what: str = "", pause: float = 0.02) -> None:
    """Waits until `condition` holds; AssertionError, which says `what`, when it never does.

    It looks every `pause` seconds: looking takes from what is waited for.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, (
            f"not within {PATIENCE_SECONDS:g} s: {what or condition}"
        )
        time.sleep(pause)
