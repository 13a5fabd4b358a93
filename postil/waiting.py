"""Waits for what workers do, and for what people do."""

import time
from collections.abc import Mapping
from typing import Any

from postil.connection import Connection
from postil.errors import PostilError, StillWorking
from postil.progress import Progress

POLL_SECONDS = 0.5
READYING = {
    "import": "reading",
    "withdraw": "clearing away",
    "embed": "embedding",
    "resettle": "deciding labels anew",
    "certify": "preparing checks",
    "rank": "choosing what is asked next",
}
"""Background work that changes what is asked next, and what it does."""
MEASURING = READYING | {"measure": "measuring"}


def wait_until_ready(
    connection: Connection, base: str, bar: Progress, *, measured: bool, deadline: float | None
) -> None:
    """Until all texts have vectors and nothing is under way that changes what is asked next.

    `measured`: until the curve is up to date, too. Raises `StillWorking` at the `deadline`, which
    is a time of `time.monotonic`, and `PostilError` where embedding has ended early.
    """
    kinds = MEASURING if measured else READYING
    while True:
        stats = connection.get(f"{base}/stats")
        encoder = stats["encoder"]
        open_kinds = {job["kind"] for job in stats["jobs"]}
        doing = ", ".join(name for kind, name in kinds.items() if kind in open_kinds)
        if encoder["state"] == "stopped":
            raise PostilError(_why_stopped(stats))
        if encoder["state"] == "ready" and not doing:
            bar.say("ready")
            return
        if encoder["state"] == "preparing":
            doing = f"{doing}; no worker has the encoder yet"
        bar.update(encoder["done"], encoder["total"], f"texts embedded; {doing}")
        _pause(deadline, f"this goes on: {doing}")


def wait_for_labels(
    connection: Connection, base: str, bar: Progress, labels: int, deadline: float | None
) -> None:
    """Until the project has that many labels, whoever gives them."""
    while (done := connection.get(f"{base}/progress")["labels"]) < labels:
        bar.update(done, labels, "labels")
        _pause(deadline, f"there are {done:,} of {labels:,} labels")


def wait_for_job(connection: Connection, job_id: int, bar: Progress) -> None:
    """Until a piece of background work has ended; raises `PostilError` where it failed."""
    while (job := connection.get(f"/jobs/{job_id}"))["state"] in ("queued", "running"):
        bar.update(job["done"], job["total"], job["kind"])
        time.sleep(POLL_SECONDS)
    if job["state"] != "done":
        raise PostilError(f"{job['kind']} has {job['state']}: {job['error'] or 'nobody said why'}")


def _pause(deadline: float | None, why: str) -> None:
    if deadline is not None and time.monotonic() + POLL_SECONDS > deadline:
        raise StillWorking(f"The time to wait is over, and {why}.")
    time.sleep(POLL_SECONDS)


def _why_stopped(stats: Mapping[str, Any]) -> str:
    why = next((job["error"] for job in stats["undone"] if job["error"]), "it was cancelled")
    jobs = ", ".join(str(job["id"]) for job in stats["undone"])
    return (
        f"Not all texts have vectors: {why}. Try again in the project's page, or POST "
        f"/jobs/ID/retry with {jobs or 'the id of its job'}."
    )
