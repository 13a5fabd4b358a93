"""Projects whose models leave: real sentences, and encoders of which some are shallow."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from service.ports import Encoder
from tests.driving import Driver
from tests.parts.shallow import shallow_minilm, shallow_tuned
from workers.encoders.registry import Encoders

POOL, LABELS, NEW = 200, 80, 120
LEARNT, TAUGHT = 50, 60
"""Labels of which an encoder learns: of one class a text, and of several. More take a minute."""
SHORT = 80
"""Characters: long texts take long, and of parts of them a model is less sure."""
ODD = ["", "x", "Grüße 👩‍🔬", "long " * 900]
MINILM, LEXICAL = "sentence_transformer", "lexical"


def labelled(
    driver: Driver, corpus: Sequence[dict[str, str]], labels: int = LABELS, **fields: Any
) -> int:
    """A project that is measured after some labels."""
    project = driver.project(sorted({row["label"] for row in corpus}), **fields)
    driver.imported(project, [{"text": row["text"]} for row in corpus[:POOL]])
    topic = {row["text"]: row["label"] for row in corpus}
    driver.label_at_once(project, labels, topic.__getitem__)
    driver.work()
    return project


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    """Real sentences about functions, with the topic of each."""
    file = tmp_path_factory.mktemp("corpus") / "corpus.jsonl"
    subprocess.run([sys.executable, "-m", "service.demo.corpus", file], check=True)
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return [row | {"text": row["text"][:SHORT].strip()} for row in rows]


@pytest.fixture(scope="module")
def encoders() -> Encoders:
    """Loaded once: that takes seconds of each."""
    return Encoders()


@pytest.fixture(scope="module")
def shallow() -> dict[str, Encoder]:
    """Of MiniLM's graph in full `test_it_says_the_same_without_us` tells."""
    return {"tuned": shallow_tuned(), MINILM: shallow_minilm()}


@pytest.fixture
def with_encoders(
    driver: Driver,
    encoders: Encoders,
    shallow: dict[str, Encoder],
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[list[str]], None]:
    """Gives its worker those of these names."""
    usual = driver.announce

    def give(names: list[str]) -> None:
        driver.tools = replace(
            driver.tools, encoder=lambda name: shallow.get(name) or encoders.load(name)
        )
        monkeypatch.setattr(driver, "announce", lambda: usual(names))

    return give
