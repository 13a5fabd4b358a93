"""`postil backup` beside people who label, and cut off by a power failure."""

import os
import subprocess
import threading
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.cli.running import command, environment, forked, serving
from tests.patience import PATIENCE_SECONDS, until
from tests.texts import texts, truth

pytestmark = pytest.mark.slow
ROWS = 300


class Labelling(threading.Thread):
    """Someone who labels until told to stop, and knows what was acknowledged."""

    def __init__(self, http: httpx.Client, project: int) -> None:
        super().__init__(daemon=True)
        self.http, self.project = http, project
        self.stop = threading.Event()
        self.acknowledged: list[str] = []
        self.refused: list[Any] = []

    def run(self) -> None:
        while not self.stop.is_set():
            offered = self.http.post(f"/projects/{self.project}/assignments", json={"limit": 1})
            if offered.is_error:
                self.refused.append(offered.json())
                return
            for each in offered.json()["assignments"]:
                sent = str(uuid4())
                answer = {"class": truth(each["item"]["text"])}
                body = {
                    "item_id": each["item"]["id"],
                    "assignment_id": each["id"],
                    "answer": answer,
                }
                response = self.http.put(f"/projects/{self.project}/annotations/{sent}", json=body)
                if response.status_code == 201:
                    self.acknowledged.append(each["item"]["text"])
                else:
                    self.refused.append(response.json())


def new_project(http: httpx.Client) -> int:
    body = {"name": "Labelled", "classes": [{"name": "fruit"}, {"name": "metal"}]}
    project = int(http.post("/projects", json=body).json()["id"])
    path, params = f"/projects/{project}/imports", {"wait": 30}
    sent = http.post(path, params=params, json=texts(ROWS))
    assert sent.json()["state"] == "ready", sent.text
    until(lambda: http.get(f"/projects/{project}/stats").json()["embedded"] == ROWS, "vectors")
    return project


def labelled(http: httpx.Client, project: int) -> set[str]:
    lines = http.get(f"/projects/{project}/export", params={"format": "csv"}).text.splitlines()
    return {text for line in lines[1:] for text in line.split(",")}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a service labels, is stopped, and another one goes on."""
    return tmp_path_factory.mktemp("saved")


def test_a_campaign_goes_on_while_it_is_saved(folder: Path) -> None:
    with serving(folder, "serve", "--port", "0") as served, closing(served.sign_in()) as http:
        project = new_project(http)
        someone = Labelling(http, project)
        someone.start()
        until(lambda: len(someone.acknowledged) > 20, "labels")
        before: list[str] = []

        def saved_meanwhile() -> bool:
            """Whether someone labelled during a backup. One may be over before a label is due."""
            before[:] = someone.acknowledged
            done = forked(folder, "backup", "saved.tar", "--replace")
            assert done.returncode == 0, done.stderr
            return len(someone.acknowledged) > len(before)

        until(lambda: saved_meanwhile() or someone.refused, "a label while it is saved")
        someone.stop.set()
        someone.join()
        assert someone.refused == []
        token = forked(folder, "token").stdout.strip()
    assert forked(folder, "restore", "saved.tar", "--data-dir", "again").returncode == 0
    with serving(folder, "serve", "--port", "0", "--data-dir", "again") as served:
        made = forked(folder, "token", "--data-dir", "again").stdout.strip()
        assert made != token
        head = {"Authorization": f"Bearer {made}"}
        url = f"{served.url}/api/v1"
        with httpx.Client(base_url=url, headers=head, timeout=PATIENCE_SECONDS) as again:
            found = labelled(again, project)
            assert set(before) <= found
            assert again.get(f"/projects/{project}/stats").json()["embedded"] == ROWS


def test_a_backup_that_is_killed_leaves_no_file_of_that_name(folder: Path) -> None:
    """It waits at a file that doesn't end, so that the kill hits it within the archive."""
    [shard, *_] = sorted((folder / "postil-data/blobs/projects/1/shards").iterdir())
    content = shard.read_bytes()
    shard.write_bytes(b"")
    os.truncate(shard, 50 * 2**30)  # a hole: it takes no room, and long to read
    command_line = command("backup", "killed.tar")
    running = subprocess.Popen(command_line, cwd=folder, env=environment(folder))
    part = folder / "killed.tar.part"
    try:
        until(lambda: part.exists() and part.stat().st_size > 10_000_000, "it writes")
    finally:
        running.kill()
        running.wait(PATIENCE_SECONDS)
    assert not (folder / "killed.tar").exists()
    shard.write_bytes(content)
    assert forked(folder, "backup", "killed.tar").returncode == 0
    names = {path.name for path in folder.iterdir()}
    assert {name for name in names if name.startswith("killed")} == {"killed.tar"}
    assert forked(folder, "restore", "killed.tar", "--data-dir", "whole").returncode == 0


def test_a_file_that_is_there_is_replaced_only_if_told_to(folder: Path) -> None:
    file = folder / "mine.tar"
    file.write_text("something else")
    refused = forked(folder, "backup", "mine.tar")
    assert refused.returncode == 1
    assert "mine.tar exists. Name another file, or replace it: --replace" in refused.stderr
    assert file.read_text() == "something else"
    assert forked(folder, "backup", "mine.tar", "--replace").returncode == 0
    assert forked(folder, "backup", "mine.tar", "--verify").returncode == 0


@pytest.mark.parametrize("verb", ["backup", "restore"])
def test_what_lives_elsewhere_is_not_saved_by_halves(tmp_path: Path, verb: str) -> None:
    (tmp_path / "saved.tar").write_bytes(b"")
    for name, value, message in (
        ("POSTIL_DATABASE_URL", "postgresql://me@127.0.0.1:1/away", "pg_dump"),
        ("POSTIL_BLOB_URL", "memory://blobs", "a copy of that place"),
    ):
        done = forked(tmp_path, verb, "saved.tar", env={name: value})
        assert done.returncode == 1
        assert message in done.stderr
