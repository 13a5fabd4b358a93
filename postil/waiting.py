"""Waits for what workers do, and for what people do."""

import time
import warnings
from collections.abc import Mapping, Sequence
from typing import Any

from postil.connection import Connection
from postil.errors import PostilError, Refused, StillWorking
from postil.progress import Progress

POLL_SECONDS = 0.5
FIRST_POLL_SECONDS = 0.05
READYING = {
    "import": "reading a file",
    "withdraw": "taking a file out",
    "embed": "embedding texts",
    "resettle": "counting answers again",
    "certify": "drawing checks",
    "rank": "choosing the next texts",
}
"""Background work that changes what is asked next, and what it does."""
MEASURING = READYING | {
    "tune": "teaching an encoder the labels",
    "measure": "measuring the model",
}
"""And what changes how good the model is: a round that reads what an encoder learns comes after."""


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
        open_kinds = _open_kinds(connection, stats["jobs"])
        under_way = [name for kind, name in kinds.items() if kind in open_kinds]
        if encoder["state"] == "stopped":
            raise PostilError(_why_stopped(stats))
        if encoder["state"] == "ready" and not under_way:
            bar.say("ready")
            return
        if encoder["state"] == "preparing":
            under_way.append("waiting for a worker that has the encoder")
        doing = ", ".join(under_way) or "waiting for a worker"
        bar.update(encoder["done"], encoder["total"], f"texts embedded, {doing}")
        _pause(deadline, f"Postil is still {doing}")


def _open_kinds(connection: Connection, jobs: Sequence[Mapping[str, Any]]) -> set[str]:
    """Kinds of the open jobs, but for lessons that no worker there is can give."""
    lessons = {job["encoder"] for job in jobs if job["kind"] == "tune"}
    if lessons:
        lessons &= {each["name"] for each in connection.pages("/encoders") if each["workers"]}
    return {job["kind"] for job in jobs if job["kind"] != "tune" or job["encoder"] in lessons}


def wait_for_labels(
    connection: Connection, base: str, bar: Progress, labels: int, deadline: float | None
) -> None:
    """Until the project has that many labels, whoever gives them."""
    while (done := connection.get(f"{base}/progress")["labels"]) < labels:
        bar.update(done, labels, "labels")
        _pause(deadline, f"there are {done:,} of {labels:,} labels")


def wait_for_job(connection: Connection, job_id: int, bar: Progress, doing: str) -> None:
    """Until a background job, which does what `doing` says, has ended.

    Raises `PostilError` where it failed.
    """
    while (job := connection.get(f"/jobs/{job_id}"))["state"] in ("queued", "running"):
        note = doing if job["state"] == "running" else "waiting for a worker"
        bar.update(job["done"], job["total"], note)
        time.sleep(POLL_SECONDS)
    if job["state"] != "done":
        raise PostilError(f"The {job['kind']} job {job_id} {_ended(job)}.")


def wait_for_first_ranking(
    connection: Connection, base: str, bar: Progress, patience: float
) -> None:
    """Until something chose what is asked first: texts without vectors come in random order.

    Raises `StillWorking` once no text got a vector for `patience` seconds, and `PostilError` where
    embedding has ended early.
    """
    last, deadline = -1, 0.0
    while True:
        progress = connection.get(f"{base}/progress")
        if progress["state"] != "active" or not progress["items"] or progress["next_round"]:
            return
        stats = connection.get(f"{base}/stats")
        encoder = stats["encoder"]
        if encoder["state"] == "stopped":
            raise PostilError(_why_stopped(stats))
        if encoder["done"] > last:
            last, deadline = encoder["done"], time.monotonic() + patience
        bar.update(encoder["done"], encoder["total"], "texts embedded, then some are chosen")
        _pause(deadline, "texts have no vectors. Start a worker, or label in random order: pace=0")


def wait_until_chosen(connection: Connection, base: str, bar: Progress, deadline: float) -> None:
    """Until what is asked next is chosen by all answers so far, or the project is paused.

    Raises `StillWorking` at the `deadline`. A round that fails is waited for no more: a warning
    says so.
    """
    progress = connection.get(f"{base}/progress")
    jobs: list[int] = progress["choosing"]
    pause = FIRST_POLL_SECONDS
    while progress["state"] == "active" and (left := {*jobs} & {*progress["choosing"]}):
        bar.update(0, None, "waiting until the next texts are chosen")
        if time.monotonic() + pause > deadline:
            raise StillWorking(
                f"The next texts aren't chosen yet: job {min(left)} is still open. Your labels are "
                "stored. Check that a worker is running, or go on without waiting: pace=0."
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
            f"The {job['kind']} job {job_id} {_ended(job)}. The next texts are chosen without the "
            "last answers.",
            stacklevel=2,
        )


def _ended(job: Mapping[str, Any]) -> str:
    how = "failed" if job["state"] == "failed" else f"was {job['state']}"
    return f"{how}: {job['error'].rstrip('.')}" if job["error"] else how


def _pause(deadline: float | None, why: str) -> None:
    if deadline is not None and time.monotonic() + POLL_SECONDS > deadline:
        raise StillWorking(f"The time to wait is over: {why}.")
    time.sleep(POLL_SECONDS)


def _why_stopped(stats: Mapping[str, Any]) -> str:
    undone = [job for job in stats["undone"] if job["kind"] == "embed"]
    why = next((job["error"] for job in undone if job["error"]), "it was cancelled")
    jobs = ", ".join(str(job["id"]) for job in undone)
    return (
        f"Embedding stopped before all texts had vectors: {why}. Try again on the project's page, "
        f"or with POST /jobs/ID/retry for {jobs or 'each of its jobs'}."
    )
