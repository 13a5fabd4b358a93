"""What was taken away comes back as it was: texts and labels, whatever they are made of."""

from collections.abc import Sequence
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.driving import NDJSON, Driver, on_sqlite
from tests.exporting.test_export import columns as parquet_columns
from tests.importing.test_known_answers import send

pytestmark = [pytest.mark.both_databases, pytest.mark.slow]

TYPES = {"jsonl": NDJSON, "csv": "text/csv", "parquet": "application/vnd.apache.parquet"}
ODD = st.text(
    st.one_of(
        st.sampled_from("=+-@'\"\r\n\t ,;|\\\x01\x1f\x7f\x85\u2028\ufeff\ufffe\u0301eé"),
        st.characters(exclude_categories=["Cs"], exclude_characters="\x00"),
    ),
    min_size=1,
    max_size=12,
)
TEXT = ODD.filter(lambda text: not text.isspace())
ROWS = st.lists(
    st.tuples(TEXT, st.none() | ODD, st.none() | ODD),
    min_size=1,
    max_size=8,
    unique_by=lambda row: row[0],
)
FORMULAS = [("=1+1", "-1", "@x"), ("+49 30", "=B", None), ("@ann hi", None, "\r\n")]
BLANKS = [
    (" a\r\nb ", "é", ""),
    ("c", "a \r\n\u2028b", None),
    ("\ufeffa", "\ufeffb", "NaN"),
    ("none", "none", "null"),
]
MARKS = [('"', '"', '""'), ("'", "'", ","), ("a;b|c\td", ";", "\\")]


def kept(driver: Driver, project: int) -> list[tuple[str, str | None]]:
    """Texts and labels in their order."""
    found = parquet_columns(driver, project, everything=True).to_pylist()
    return [(row["text"], row["label"]) for row in found]


def plain(name: str) -> str:
    """In one line, whatever its case."""
    return normalize("NFC", " ".join(name.split()).casefold())


@on_sqlite
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ROWS)
@example(FORMULAS + BLANKS + MARKS)
def test_texts_and_labels_come_back(driver: Driver, rows: Sequence[tuple[Any, ...]]) -> None:
    driver.without("embed")
    project = driver.project([])
    sent = [{"text": text, "label": label, "note": note} for text, label, note in rows]
    done = send(driver, project, sent, create_classes=True, fold_case=True)
    assert (done["received"], done["rejected"]) == (len(rows), 0)
    first = kept(driver, project)
    assert [text for text, _ in first] == [text for text, *_ in rows]
    for (_, label), (_, name, _) in zip(first, rows, strict=True):
        assert label is None or plain(label) in plain(name)
    for kind, content_type in TYPES.items():
        body = driver.get(f"/projects/{project}/export", format=kind, everything=True).content
        other = driver.project([])
        asked = driver.upload(other, body, content_type, labels="import", create_classes=True)
        assert asked.status_code == 202, asked.text
        driver.work()
        assert kept(driver, other) == first, kind
