"""Files that aren't UTF-8: read in the encoding that was named, or refused as a whole."""

import gzip
import io
import json
from itertools import product
from typing import Any

import pytest

from service.importing.formats import Limits, Manner, Row, known_encoding, read_rows
from service.importing.shapes import RejectedRow
from service.kit.errors import BadUpload
from tests.driving import NDJSON, Driver
from tests.importing.test_import import counts, found, items

CSV, JSON = "text/csv", "application/json"
LATIN = "windows-1252"


@pytest.fixture
def driver(driver: Driver) -> Driver:
    return driver.without("embed")


def read(kind: str, content: bytes, encoding: str = "utf-8") -> list[Row | RejectedRow]:
    manner = Manner(Limits(1_000), encoding=encoding)
    return list(read_rows(io.BytesIO(content), kind, manner))


def content(kind: str, text: str) -> str:
    row = {"text": text}
    return {CSV: f"text\n{text}\n", NDJSON: json.dumps(row, ensure_ascii=False)}.get(
        kind, json.dumps([row], ensure_ascii=False)
    )


ENCODED = [
    ("utf-8", "Grüße \N{GRINNING FACE}"),
    ("windows-1252", "Grüße für 5 €"),
    ("utf-16", "Grüße \N{GRINNING FACE}"),
    ("utf-16-be", "Grüße"),
    ("shift_jis", "日本語"),
    ("gb18030", "中文"),
]


@pytest.mark.slow
def test_texts_are_read_in_the_encoding_that_was_named(driver: Driver) -> None:
    """Whatever the kind of the file, and packed as well."""
    project, sent = driver.project(), {}
    for (encoding, words), kind, pack in product(ENCODED, (CSV, NDJSON, JSON), (False, True)):
        text = f"{words} {len(sent)}"
        mark = "\ufeff" if encoding == "utf-16-be" else ""
        body = (mark + content(kind, text)).encode(encoding)
        declared = f'{kind}; Charset="{encoding.upper()}"'
        answer = driver.upload(project, gzip.compress(body) if pack else body, declared)
        assert answer.status_code == 202, (encoding, kind, pack, answer.text)
        sent[text] = answer
    driver.work()
    read_as = {text: counts(found(driver, project, answer)) for text, answer in sent.items()}
    assert read_as == dict.fromkeys(sent, (1, 1, 0, 0))
    lines = driver.get(f"/projects/{project}/export", everything=True).text.splitlines()
    assert {json.loads(line)["text"] for line in lines} == {*sent}


@pytest.mark.parametrize("kind", [CSV, NDJSON, JSON])
def test_another_encoding_refuses_the_file_at_once(driver: Driver, kind: str) -> None:
    project = driver.project()
    answer = driver.upload(project, content(kind, "Grüße").encode(LATIN), kind)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "bad_upload")
    assert problem["line"] == (2 if kind == CSV else 1)
    assert f"Byte {problem['byte']}, in line {problem['line']}, is not UTF-8" in problem["detail"]
    assert "charset=windows-1252" in problem["detail"]
    assert "--encoding windows-1252" in problem["detail"]


@pytest.mark.parametrize(("name", "told"), [("a.csv.GZ", True), ("a.csv", False)])
def test_a_file_that_only_its_name_packs(driver: Driver, name: str, told: bool) -> None:
    project, body = driver.project(), content(CSV, "Grüße").encode(LATIN)
    detail = driver.upload(project, body, CSV, file_name=name).json()["detail"]
    assert ("a.csv.GZ isn't a gzip file" in detail) is told
    assert ("is not UTF-8" in detail) is not told


@pytest.mark.slow
def test_another_encoding_refuses_the_file_when_it_shows_late(driver: Driver) -> None:
    """Of 21,000 rows the 1,000 with an accent were dropped, and all seemed well."""
    rows = [f"row {n}" for n in range(20_000)] + [f"Gr\u00fc\u00dfe {n}" for n in range(1_000)]
    body = "\n".join(["text", *rows]).encode(LATIN)
    project = driver.project()
    answer = driver.upload(project, body, CSV)
    driver.work()
    shown = found(driver, project, answer)
    assert (shown["state"], shown["inserted"]) == ("failed", 0)
    assert f"Byte {body.index(0xFC) + 1:,}, in line 20,002, is not UTF-8" in shown["error"]
    assert items(driver, project) == []

    named = driver.upload(project, body, f"{CSV}; charset={LATIN}")
    driver.work()
    shown = found(driver, project, named)
    assert (counts(shown), shown["encoding"]) == ((21_000, 21_000, 0, 0), "cp1252")


@pytest.mark.parametrize(
    ("kind", "body", "encoding", "message"),
    [
        (CSV, b"text\nok\n\xed\xa0\x80\n", "utf-8", "Byte 9, in line 3"),
        (NDJSON, b'{"text": "a"}\n{"text": "caf\xe9"}', "utf-8", "Byte 28, in line 2"),
        (CSV, b"text\ncut \xc3", "utf-8", "Byte 10, in line 2"),
        (CSV, b"text\nok\n\x81\n", "cp1252", "Byte 9, in line 3, is not cp1252"),
        (CSV, "text\nok\n".encode("utf-16-le") + b"\x00\xd8a\0", "utf-16-le", "Byte 17, in line 3"),
        (CSV, "text\nok\n".encode("utf-16"), "utf-8", "charset=utf-16"),
        (CSV, "text\n日本\n".encode("shift_jis") + b"\x80\n", "shift_jis", "Byte 11, in line 3"),
    ],
)
def test_the_first_wrong_byte_is_named(kind: str, body: bytes, encoding: str, message: str) -> None:
    with pytest.raises(BadUpload) as refused:
        read(kind, body, encoding)
    assert message in refused.value.detail


@pytest.mark.parametrize(
    "declared", ["klingon", "base64", "idna", "unicode_escape", "UTF-7", "x" * 99]
)
def test_what_is_no_encoding_is_refused_by_name(driver: Driver, declared: str) -> None:
    answer = driver.upload(driver.project(), b"text\nhello\n", f"{CSV}; charset={declared}")
    problem: dict[str, Any] = answer.json()
    assert (answer.status_code, problem["field"]) == (422, "content-type")
    assert repr(declared) in problem["detail"]


def test_a_charset_says_nothing_of_a_table(driver: Driver) -> None:
    kind = "application/vnd.apache.parquet; charset=latin-1"
    answer = driver.upload(driver.project(), b"PAR1", kind)
    assert answer.status_code == 422
    assert "no charset" in answer.json()["detail"]


def test_the_same_file_in_another_encoding_is_another_import(driver: Driver) -> None:
    project, body = driver.project(), "text\nGrüße\n".encode()
    kinds = (CSV, f"{CSV}; charset={LATIN}", f"{CSV}; charset=utf8")
    ids = [driver.upload(project, body, kind).json()["import_id"] for kind in kinds]
    assert ids[0] == ids[2] != ids[1]


def test_a_content_type_names_its_encoding_in_any_spelling() -> None:
    declared = ["text/csv", "text/csv;charset=UTF8", 'text/csv; a=b; charset="Latin1" ; c=d']
    assert [known_encoding(one) for one in declared] == ["utf-8", "utf-8", "iso8859-1"]
