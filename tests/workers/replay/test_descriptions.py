"""What is written of classes, read for a replay."""

import json
from pathlib import Path
from typing import Any

import pytest

from service.importing.formats import Limits
from service.kit.errors import BadUpload
from workers.encoders.hashing import ENCODER
from workers.replay import labelled_file
from workers.replay.labelled_file import Columns, LabelledFile
from workers.replay.prepared import Prepared

LINES = [{"text": f"{name} {i}", "label": name} for i in range(9) for name in ("refund", "card")]


@pytest.fixture
def file(tmp_path: Path) -> LabelledFile:
    path = tmp_path / "intents.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in LINES))
    return labelled_file.read(path, Columns(), Limits(1_000))


def written(tmp_path: Path, content: Any) -> Path:
    path = tmp_path / "written.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path


def test_name_description_and_sentences_of_a_class_become_its_texts(
    file: LabelledFile, tmp_path: Path
) -> None:
    described = {
        "note": "by nobody who saw a text",
        "intents:card": {"description": "a card", "examples": [" it was stolen ", "it is lost"]},
        "refund": ["my money back"],
        "other:card": ["an ace"],
    }
    read = file.described_by(written(tmp_path, described))
    assert list(read.descriptions) == ["card", "refund"]
    names = Prepared(tmp_path, read, ENCODER.load(None)).class_names()
    texts = ["card: a card", "it was stolen", "it is lost", "refund", "my money back"]
    assert names.classes.tolist() == [0, 0, 0, 1, 1]
    assert (names.vectors == ENCODER.load(None).encode(texts)).all()
    assert names.examples(2).tolist() == [2, 1]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("{", "is no JSON"),
        (["refund"], "is no object"),
        ({"ENTY": ["what"]}, "names no class of intents: card, refund"),
        ({"card": "lost"}, "card is neither a list nor an object"),
        ({"card": [""]}, "card isn't sentences"),
        ({"card": {"description": 3}}, "card isn't sentences"),
        ({"card": [str(i) for i in range(11)]}, "card has 11 examples: 10 at most"),
    ],
)
def test_what_is_no_such_file_is_refused(
    file: LabelledFile, tmp_path: Path, content: Any, says: str
) -> None:
    with pytest.raises(BadUpload, match=says):
        file.described_by(written(tmp_path, content))
