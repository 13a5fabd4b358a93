"""How long tests wait for what must come. Waiting longer costs nothing where it comes."""

import time
from collections.abc import Callable

PATIENCE_SECONDS = 120.0
"""For whatever comes at once on a quiet machine: others run many tests at once, on a cold disk."""

WORK_SECONDS = 4 * PATIENCE_SECONDS
"""For a long piece of work, such as a whole demo or an import of twenty thousand texts."""


def until(condition: Callable[[], object], what: str = "", pause: float | None = None) -> None:
    """Waits until `condition` holds; AssertionError, which says `what`, when it never does.

    It looks every `pause` seconds, else less and less often, after a tenth of what it has waited:
    looking takes from what is waited for.
    """
    begun = time.monotonic()
    while not condition():
        waited = time.monotonic() - begun
        assert waited < PATIENCE_SECONDS, f"not within {PATIENCE_SECONDS:g} s: {what or condition}"
        time.sleep(pause or min(max(waited / 10, 0.02), 0.5))
