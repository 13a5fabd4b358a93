"""Waits for what workers do, and for what people do."""

import time
import warnings
from collections.abc import Mapping
from typing import Any

from postil.connection import Connection
from postil.errors import PostilError, Refused, StillWorking
from postil.progress import Progress

POLL_SECONDS = 0.5
FIRST_POLL_SECONDS = 0.05
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


def wait_until_chosen(connection: Connection, base: str, bar: Progress, deadline: float) -> None:
    """Until what is asked next is chosen by all answers so far, or the project is paused.

    Raises `StillWorking` at the `deadline`. A round that fails is waited for no more: a warning
    says so.
    """
    progress = connection.get(f"{base}/progress")
    jobs: list[int] = progress["choosing"]
    pause = FIRST_POLL_SECONDS
    while progress["state"] == "active" and (left := {*jobs} & {*progress["choosing"]}):
        bar.update(0, None, "waiting for the next ranking")
        if time.monotonic() + pause > deadline:
            raise StillWorking(
                f"The ranking hasn't seen the last answers: job {min(left)} is still open. Is a "
                "worker running? What was labelled is stored. Go on without waiting: pace=0."
            )
        time.sleep(pause)
        pause = min(2 * pause, POLL_SECONDS)
        progress = connection.get(f"{base}/progress")
    for job in jobs:
        _warn_of_failure(connection, job)


def _warn_of_failure(connection: Connection, job_id: int) -> None:
    try:
        job = connection.get(f"/jobs/{job_id}")
    except Refused:  # annotators aren't told
        return
    if job["state"] == "failed":
        warnings.warn(
            f"The {job['kind']} job {job_id} has failed: {job['error'] or 'nobody said why'}. What "
            "is asked next is chosen without the last answers.",
            stacklevel=2,
        )


def _pause(deadline: float | None, why: str) -> None:
    if deadline is not None and time.monotonic() + POLL_SECONDS > deadline:
        raise StillWorking(f"The time to wait is over, and {why}.")
    time.sleep(POLL_SECONDS)


def _why_stopped(stats: Mapping[str, Any]) -> str:
    undone = [job for job in stats["undone"] if job["kind"] == "embed"]
    why = next((job["error"] for job in undone if job["error"]), "it was cancelled")
    jobs = ", ".join(str(job["id"]) for job in undone)
    return (
        f"Not all texts have vectors: {why}. Try again in the project's page, or POST "
        f"/jobs/ID/retry with {jobs or 'the id of its job'}."
    )
