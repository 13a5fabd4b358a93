"""The walk of docs/model.md: from a file to labels, a model elsewhere, a release, a service."""

import csv
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import postil
from tests.cli.running import Served, environment, serving
from tests.cli.running import forked as verb
from tests.client.test_pages_that_run import BLOCK, ROOT
from tests.patience import WORK_SECONDS

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
ENCODER = {"POSTIL_ENCODER": "sentence_transformer"}
HAM = [
    "Mum|Anna|Tom|the boss|my sister|Joe|the teacher|grandma",
    "is late for dinner|will call you tonight|forgot the keys again|says thanks for the cake",
    "ok?|see you there|talk later|don't worry|I'm on the bus",
]
SPAM = [
    "WINNER!|Congratulations!|URGENT!|Free entry!|Dear customer,|Claim now:",
    "you have won a cash prize|your loan is approved|a holiday voucher waits|get a free ringtone",
    "call 0900 now|text WIN to 8007|reply YES|offer ends today|visit our site",
]


def written(file: Path) -> None:
    """Messages as people and as companies send them, three to one."""
    rng = random.Random(0)
    messages = {
        " ".join(rng.choice(words.split("|")) for words in kind) + f" {number}": label
        for number in range(500)
        for kind, label in [(SPAM, "spam") if number % 4 == 0 else (HAM, "ham")]
    }
    with file.open("w", newline="") as lines:
        csv.writer(lines).writerows([("text", "label"), *messages.items()])


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with serving(tmp_path, "serve", "--port", "0", env=ENCODER) as running:
        assert running.url
        running.worker()
        yield running


def test_the_walk(served: Served) -> None:
    folder = served.folder
    written(folder / "messages.csv")
    script = folder / "walk.py"
    section = (ROOT / "docs" / "model.md").read_text().partition("## A walk")[2]
    script.write_text("\n".join(BLOCK.findall(section)))
    token = verb(folder, "token").stdout.strip()
    ours = environment(folder) | {"POSTIL_URL": served.url, "POSTIL_TOKEN": token}
    ours["PATH"] = f"{Path(sys.executable).parent}:{ours['PATH']}"
    for_pip = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    for_pip["PIP_COMPILE"] = "0"  # what is imported once needn't be compiled for all times
    done = subprocess.run(
        [sys.executable, script],
        cwd=folder,
        env=for_pip | ours,
        capture_output=True,
        text=True,
        timeout=3 * WORK_SECONDS,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-2_000:]}\n{done.stderr[-3_000:]}"
    assert " of the machine's labels, " in done.stdout
    assert "spam\t" in done.stdout, "what the zip says without us"
    assert "ClassLabel(names=['ham', 'spam'])" in done.stdout
    with postil.connect(served.url, token) as here:
        [archived] = here.projects(archived=True)
        before = [*archived.curve().points]
    there = folder / "there"
    there.mkdir()
    with serving(there, "serve", "--port", "0", env=ENCODER) as second:
        assert second.url
        arrived = verb(there, "move", "in", str(folder / "messages.move"), env=ENCODER)
        assert arrived.returncode == 0, arrived.stderr
        with postil.connect(second.url, verb(there, "token").stdout.strip()) as elsewhere:
            points = [*elsewhere.project("Messages").curve().points]
            # It may have been measured there since.
            assert points[: len(before)] == before
