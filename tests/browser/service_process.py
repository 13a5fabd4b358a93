"""`postil serve` as a user starts it: its own process, data folder and port."""

import json
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.cli.running import SIGN_IN, serving
from tests.patience import PATIENCE_SECONDS, until

ADMIN_TOKEN = "an-admin-token-for-the-browser-tests"


class Service:
    """A running service, and what tests prepare and check through its HTTP interface."""

    def __init__(self, url: str, sign_in: str) -> None:
        self.url = url
        self.sign_in = sign_in
        """The printed link; it works once."""
        self.http = httpx.Client(
            # A server ends what was idle for five seconds, perhaps as it is used again.
            limits=httpx.Limits(keepalive_expiry=2),
            base_url=f"{url}/api/v1",
            headers={"Authorization": f"Bearer {ADMIN_TOKEN}"},
            timeout=PATIENCE_SECONDS,
        )

    def project(
        self,
        name: str,
        classes: Iterable[str | dict[str, str]],
        texts: Iterable[str],
        **settings: Any,
    ) -> int:
        """A project whose texts are in."""
        declared = [{"name": one} if isinstance(one, str) else one for one in classes]
        made = self.http.post("/projects", json={"name": name, "classes": declared, **settings})
        made.raise_for_status()
        project_id = int(made.json()["id"])
        rows = "\n".join(json.dumps({"text": text}) for text in texts)
        if rows:
            self.http.post(
                f"/projects/{project_id}/imports?wait=60",
                content=rows.encode(),
                headers={"Content-Type": "application/x-ndjson"},
            ).raise_for_status()
            self.imported(project_id)
        return project_id

    def expect_ranked(self, project_id: int) -> None:
        """Waits until no ranking is due: what is asked next stays as it is."""
        self._expect_none_open(project_id, {"rank"})

    def _expect_none_open(self, project_id: int, kinds: set[str]) -> None:
        def none_is_open() -> bool:
            found = self.http.get("/jobs", params={"project": project_id, "limit": 500})
            jobs = found.raise_for_status().json()["results"]
            open_ones = [one for one in jobs if one["state"] in ("queued", "running")]
            return kinds.isdisjoint({one["kind"] for one in open_ones})

        until(none_is_open, f"the end of {' and '.join(sorted(kinds))}")

    def send(self, project_id: int, name: str, lines: Iterable[str], **options: str) -> int:
        """Sends a CSV, and waits until it is read or refused; the import's id."""
        answer = self.http.post(
            f"/projects/{project_id}/imports",
            params={"file_name": name, **options},
            content="\n".join(lines).encode(),
            headers={"Content-Type": "text/csv"},
        )
        self.imported(project_id)
        return int(answer.raise_for_status().json()["import_id"])

    def imported(self, project_id: int) -> list[dict[str, Any]]:
        """The imports of a project, once none of them runs."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            answer = self.http.get(f"/projects/{project_id}/imports").raise_for_status()
            found: list[dict[str, Any]] = answer.json()["results"]
            if all(one["state"] != "running" for one in found):
                return found
            assert time.monotonic() < deadline, found
            time.sleep(0.05)

    def texts(self, project_id: int) -> set[str]:
        """Every text, once every file is in. Lists leave some out: what is asked next."""
        self.imported(project_id)
        everything = {"format": "jsonl", "everything": True}
        answer = self.http.get(f"/projects/{project_id}/export", params=everything)
        lines = answer.raise_for_status().text.splitlines()
        return {json.loads(line)["text"] for line in lines}

    def invitation(self, project_id: int) -> str:
        """The path and fragment of a link into the project."""
        made = self.http.post(f"/projects/{project_id}/invitations", json={"role": "annotator"})
        made.raise_for_status()
        return str(made.json()["url"]).removeprefix(self.url)

    def export(self, project_id: int, everything: bool = False) -> dict[str, dict[str, Any]]:
        """The exported line of each labelled text, or of every text."""
        params = {"format": "jsonl", "everything": everything}
        answer = self.http.get(f"/projects/{project_id}/export", params=params)
        answer.raise_for_status()
        lines = [json.loads(line) for line in answer.text.splitlines()]
        return {line["text"]: line for line in lines}

    def expect_curve(self, project_id: int) -> None:
        """Waits until the curve of a project has begun, and for the figures of its last label.

        No figure, no prediction and no job changes then until somebody labels.
        """
        path = f"/projects/{project_id}/curve"
        until(
            lambda: self.http.get(path).raise_for_status().json()["points"],
            "a point of the curve",
        )
        self._expect_none_open(project_id, {"rank", "measure"})

    def expect_labels(self, project_id: int, wanted: dict[str, str]) -> None:
        """Waits until exactly these labels have arrived; answers are sent behind the hand."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.labels(project_id) != wanted and time.monotonic() < deadline:
            time.sleep(0.05)
        there = self.labels(project_id)
        differ = {text: (wanted.get(text), there.get(text)) for text in {*wanted, *there}}
        assert not {text: both for text, both in differ.items() if both[0] != both[1]}

    def labels(self, project_id: int) -> dict[str, str]:
        """The label of each labelled text."""
        exported = self.export(project_id)
        return {text: line["label"] for text, line in exported.items() if line["label"]}


@contextmanager
def served(folder: Path, encoder: str = "hashing", views: str = "") -> Iterator[Service]:
    chosen = {"POSTIL_ENCODER": encoder, "POSTIL_VIEWS": views, "POSTIL_ADMIN_TOKEN": ADMIN_TOKEN}
    with serving(folder, "serve", "--port", "0", env=chosen) as running:
        service = Service(running.url, running.expect(SIGN_IN)[0])
        yield service
        service.http.close()
