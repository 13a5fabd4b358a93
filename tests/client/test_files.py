"""Files that are sent by the client, and what may not be meant in them."""

from pathlib import Path

import pandas as pd
import pytest

import postil

pytestmark = pytest.mark.slow
TEXTS = [f"{word} number {n}" for n in range(60) for word in ("plum", "iron")]


def truth(text: str) -> str:
    return "fruit" if text.startswith("plum") else "metal"


def test_what_may_not_be_meant_is_a_warning(server: postil.Server, tmp_path: Path) -> None:
    made = server.create("Unsaid", classes=["fruit", "metal"])
    with pytest.warns(UserWarning, match=r"'label' stays data.* again with `label=`\.$"):
        made.add([{"text": text, "label": truth(text)} for text in TEXTS[:10]])
    with pytest.warns(UserWarning, match="No text has a label yet.*everything=True"):
        assert len(pd.read_csv(made.export(tmp_path / "none.csv"))) == 0
    assert len(pd.read_csv(made.export(tmp_path / "all.csv", everything=True))) == 10


def test_a_table_without_a_header_is_refused_with_what_to_say(
    server: postil.Server, tmp_path: Path
) -> None:
    made = server.create("No header", classes=["fruit"])
    file = tmp_path / "texts.csv"
    file.write_text("where is my plum?\nan iron plum\n")
    with pytest.raises(postil.ImportFailed, match=r'send `csv=\{"header": "none"\}`'):
        made.add(file, progress=False)
    assert made.add(file, csv={"header": "none"}, progress=False).inserted == 2
