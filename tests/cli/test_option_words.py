"""What the service says of parameters a verb says of its options."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from postil import Project
from service.commands.export_labels import _format
from service.commands.option_words import OPTIONS, in_options
from service.commands.report_import import report_import
from service.exporting.export_format import EXPORT_FORMATS
from service.kit.errors import PostilError
from tests.architecture.source import ROOT
from tests.client.test_connection import stumbling

PARAMETER = re.compile(r"`[a-z_]+=[a-z]*`")


def test_every_parameter_that_is_hinted_at_is_an_option_too() -> None:
    files = [path for path in (ROOT / "service").rglob("*.py") if "commands" not in path.parts]
    hinted = {hint for file in files for hint in PARAMETER.findall(file.read_text())}
    assert len(hinted) >= 4
    assert hinted <= {*OPTIONS}
    assert in_options("Name it with `text=`.") == "Name it with `--text`."


def test_where_the_other_refused_rows_are_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [{"line": n, "detail": "`create_classes=true` adds it"} for n in range(1_000)]
    done: dict[str, Any] = {"state": "ready", "import_id": 7, "labels": "ignore", "job_id": 1}
    done |= {"rejected": 1_000, "warnings": [{"line": 3, "detail": "long"}]}
    done |= dict.fromkeys(("inserted", "received", "duplicates", "conflicts"), 0)
    with stumbling((200, {"results": rows, "next": None, "total": 1_000})) as (connection, _):
        report_import(Project(connection, 1, "A"), done)
    output = capsys.readouterr().err
    assert "meant:\n  line 3: long\nLeft out:\n  line 0: " in output
    assert "line 9: `--create-classes` adds it" in output
    assert "and 990 more refused rows" in output
    assert f"{connection.url}/api/v1/projects/1/imports/7/rejected" in output


@pytest.mark.parametrize(
    ("name", "asked", "chosen"),
    [
        (None, None, "jsonl"),
        ("x.parquet", None, "parquet"),
        ("x.XLSX", None, "xlsx"),
        ("x.ndjson", None, "jsonl"),
        ("labels", "csv", "csv"),
        ("labels", None, "jsonl"),
        ("labels.tsv", "csv", "csv"),
        ("x.csv", "csv", "csv"),
    ],
)
def test_the_end_of_the_name_says_the_format(
    name: str | None, asked: str | None, chosen: str
) -> None:
    assert _format(None if name is None else Path(name), asked, [*EXPORT_FORMATS]) == chosen


def test_a_name_that_says_another_format_is_an_error() -> None:
    with pytest.raises(PostilError, match=r"x\.csv ends like csv, and --format says parquet"):
        _format(Path("x.csv"), "parquet", [*EXPORT_FORMATS])


@pytest.mark.parametrize("name", ["x.xls", "x.tsv", "labels.txt"])
def test_an_ending_that_says_no_format_needs_one(name: str) -> None:
    with pytest.raises(PostilError, match=rf"{name} ends like none of \.jsonl.*by --format\."):
        _format(Path(name), None, [*EXPORT_FORMATS])


def test_a_format_that_the_service_does_not_have_is_an_error() -> None:
    with pytest.raises(PostilError, match=r"no 'yaml'. It has jsonl, parquet, xlsx, csv\."):
        _format(Path("x.yaml"), "yaml", [*EXPORT_FORMATS])


def test_rows_are_counted_as_they_pass(tmp_path: Path) -> None:
    table = b'id,text\r\n1,"a\r\nb ""c"" \n"\r\n2,plain\r\n'
    for size in (1, 3, 100):
        count = EXPORT_FORMATS["csv"].count()
        for at in range(0, len(table), size):
            count.add(table[at : at + size])
        assert count.rows() == 2
    count = EXPORT_FORMATS["jsonl"].count()
    count.add(b'{"a": "\\n"}\n{}\n')
    assert count.rows() == 2
    with zipfile.ZipFile(packed := io.BytesIO(), "w") as parts:
        parts.writestr("xl/worksheets/sheet1.xml", "<sheetData>" + '<row r="1"/>' * 200_000)
    (tmp_path / "a.xlsx").write_bytes(packed.getvalue())
    assert EXPORT_FORMATS["xlsx"].count(tmp_path / "a.xlsx").rows() == 199_999
    assert EXPORT_FORMATS["xlsx"].count().rows() is None
