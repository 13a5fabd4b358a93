"""The demo from outside: it works, says when it doesn't, and leaves nothing running."""

import os
import re
import signal
import time
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.cli.running import ends, forked, serving
from tests.patience import PATIENCE_SECONDS

pytestmark = pytest.mark.slow

LINK = re.compile(r"(http://\S+)/sign-in#token=(\S+)&next=(/projects/\d+)")
LIGHT = {"POSTIL_ENCODER": "hashing"}
"""Where it doesn't matter what the encoder is: MiniLM takes seconds to load."""
SECOND_POINT = re.compile(r"labels .*labels ", re.DOTALL)
CSV = "text,label\n" + "".join(
    f"{word} number {place},{label}\n"
    for label, word in (("card", "lost my card"), ("refund", "money back please"))
    for place in range(40)
)


def test_the_check_passes_and_leaves_nothing(tmp_path: Path) -> None:
    done = forked(tmp_path, "demo", "--check", "--port", "0")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "A point of the curve" in done.stdout
    assert not list(tmp_path.iterdir())
    assert not processes_that_mention(tmp_path)


def test_the_check_fails_without_an_encoder(tmp_path: Path) -> None:
    """Labels go in all the same; the point doesn't come, and stopping it is no success."""
    (tmp_path / "mine.csv").write_text(CSV)
    env = {"POSTIL_ENCODER": "sentence_transformer:/nowhere"}
    arguments = ("--check", "--data", "mine.csv", "--port", "0")
    with serving(tmp_path, "demo", *arguments, env=env) as served:
        worker = served.worker()
        served.expect(re.compile("The page answers"))
        time.sleep(5)
        assert served.stop() == 1
        assert ends(worker)


def processes_that_mention(folder: Path) -> list[str]:
    """Command and folder of those that run in `folder`."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink().is_relative_to(folder):
                found.append(process.name)
        except OSError:
            continue
    return [pid for pid in found if int(pid) != os.getpid()]


def test_annotators_move_the_curve_and_the_link_leads_to_the_project(tmp_path: Path) -> None:
    with serving(tmp_path, "demo", "--port", "0") as served:
        link = served.expect(LINK)
        served.expect(SECOND_POINT)
        with closing(signed_in(link)) as admin:
            project = link[3]
            stats = admin.get(f"{project}/stats").json()
            assert stats["items"] > 1000
            assert {person["name"] for person in stats["people"]} == {
                "Ada (simulated)",
                "Ben (simulated)",
                "Chi (simulated)",
            }
            assert len(admin.get(f"{project}/curve").json()["points"]) >= 2
            assert admin.get(project).json()["audits"] == "proof"
        worker = served.worker()
        assert served.stop(signal.SIGINT) == 0
        assert ends(worker)
        assert "failed" not in served.output


def test_a_second_run_goes_on_with_the_same_project(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(CSV)
    first = one_run(tmp_path)
    again = one_run(tmp_path)
    assert first == again == 80


def one_run(folder: Path) -> int:
    """Texts in the only project after a run with one's own file."""
    with serving(folder, "demo", "--data", "mine.csv", "--port", "0", env=LIGHT) as served:
        link = served.expect(LINK)
        with closing(signed_in(link)) as admin:
            projects = admin.get("/projects").json()["results"]
        assert [project["name"] for project in projects] == ["mine"]
        assert served.stop() == 0
    return int(projects[0]["item_count"])


def test_without_answers_nobody_is_simulated(tmp_path: Path) -> None:
    (tmp_path / "plain.csv").write_text("text\nhello there\nwhere is my card\n")
    arguments = ("--data", "plain.csv", "--classes", "card, other", "--port", "0")
    with serving(tmp_path, "demo", *arguments, env=LIGHT) as served:
        link = served.expect(LINK)
        served.expect(re.compile("The rest is yours"))
        with closing(signed_in(link)) as admin:
            classes = admin.get(link[3]).json()["classes"]
            assert [each["name"] for each in classes] == ["card", "other"]
            assert admin.get(f"{link[3]}/stats").json()["labels"] == 0
        assert served.stop() == 0


def signed_in(link: "re.Match[str]") -> httpx.Client:
    client = httpx.Client(base_url=f"{link[1]}/api/v1", timeout=PATIENCE_SECONDS)
    client.post("/session", json={"token": link[2]}).raise_for_status()
    return client
