"""Tables as people have them: without a header, with commas outside quotation marks."""

import io
from typing import Any

import pytest

from service.importing.formats import Limits, Manner, Row, read_rows
from service.importing.formats.csv_table import is_like_a_text
from service.importing.shapes import RejectedRow
from service.kit.errors import BadUpload
from tests.driving import Driver
from tests.importing.test_import import found, items

CSV = "text/csv"


@pytest.fixture
def driver(driver: Driver) -> Driver:
    return driver.without("embed")


def read(content: str, **asked: Any) -> list[Row | RejectedRow]:
    return list(read_rows(io.BytesIO(content.encode()), CSV, Manner(Limits(200_000), **asked)))


def texts(content: str, **asked: Any) -> list[tuple[int, str]]:
    return [(row.line, row.text) for row in read(content, **asked) if isinstance(row, Row)]


def sent(driver: Driver, body: str, **query: str) -> tuple[dict[str, Any], list[str]]:
    """What is shown of an import, and the texts that it brought."""
    project = driver.project()
    answer = driver.upload(project, body, CSV, **query)
    driver.work()
    shown: dict[str, Any] = found(driver, project, answer)
    return shown, sorted(item["text"] for item in items(driver, project))


@pytest.mark.parametrize(
    ("name", "is_text"),
    [
        ("text", False),
        ("Customer feedback text", False),
        ("where is my refund?", True),
        ("my card was eaten", True),
        ("Where?", True),
        ("卡在哪里？", True),
        ("x" * 61, True),
    ],
)
def test_what_looks_like_a_text(name: str, is_text: bool) -> None:
    assert is_like_a_text(name) is is_text


NO_HEADER = "where is my refund?\nmy card was eaten\nhello\n"


def test_the_first_text_of_a_file_without_a_header_is_never_lost_in_silence(
    driver: Driver,
) -> None:
    """The page guessed that the texts were in the column “where is my refund?”."""
    shown, there = sent(driver, NO_HEADER, text="where is my refund?")
    assert (shown["state"], there) == ("failed", [])
    assert "looks like a text: 'where is my refund?'" in shown["error"]
    assert "`header=none`" in shown["error"]
    assert "`header=first-line`" in shown["error"]
    shown, _ = sent(driver, NO_HEADER)
    assert "If line 1 is a row like the others, send `header=none`." in shown["error"]


def test_without_a_header_the_first_line_is_a_row(driver: Driver) -> None:
    shown, there = sent(driver, NO_HEADER, header="none")
    assert (shown["received"], there) == (3, ["hello", "my card was eaten", "where is my refund?"])


def test_a_question_may_be_the_name_of_a_column(driver: Driver) -> None:
    body = "What could we improve?\nthe queue\n"
    name = "What could we improve?"
    shown, there = sent(driver, body, text=name, header="first-line")
    assert (shown["state"], there) == ("ready", ["the queue"])


def test_the_same_file_read_otherwise_is_another_import(driver: Driver) -> None:
    project = driver.project()
    first = driver.upload(project, "text\nhello\n", CSV).json()["import_id"]
    driver.work()
    again = driver.upload(project, "text\nhello\n", CSV, header="none").json()["import_id"]
    assert again != first


def test_several_columns_without_names_have_numbers() -> None:
    rows = 'spam;"first\nof two"\nham;second\n'
    asked = {"header": False, "columns": {"text": "column_2", "label": "column_1"}}
    [first, second] = read(rows, **asked)
    assert isinstance(first, Row)
    assert isinstance(second, Row)
    assert (first.line, first.text, first.label) == (1, "first\nof two", "spam")
    assert (second.line, second.text, second.data) == (3, "second", {"column_1": "ham"})
    with pytest.raises(BadUpload, match=r"the columns are: 'column_1', 'column_2'\. Name the text"):
        read(rows, header=False)
    assert read("a\n1,2\n", header=False)[1] == RejectedRow(
        2, "2 fields where the first row has 1", "['1', '2']"
    )


def test_commas_outside_quotation_marks_may_belong_to_the_text(driver: Driver) -> None:
    body = 'id,text,label\n1,no, I said, no,a\n2,"a, b",b\n3,plain,a\n'
    shown, there = sent(driver, body)
    assert (shown["rejected"], there) == (1, ["a, b", "plain"])
    [warning] = [each["detail"] for each in shown["warnings"] if "`surplus=text`" in each["detail"]]
    assert warning.startswith("1 row has more fields than there are columns")
    shown, there = sent(driver, body, surplus="text")
    assert (shown["rejected"], there) == (0, ["a, b", "no, I said, no", "plain"])
    assert not [each for each in shown["warnings"] if "surplus" in each["detail"]]


def test_a_single_column_takes_all_commas() -> None:
    rows = "text\nyes, of course, sir\nno\n"
    assert texts(rows, joins=True) == [(2, "yes, of course, sir"), (3, "no")]
    assert texts("one\nyes, two\n", joins=True, header=False) == [(1, "one"), (2, "yes, two")]


def test_a_row_with_too_few_fields_is_refused_all_the_same() -> None:
    assert [row.line for row in read("text,label\nonly\na,b\n", joins=True)] == [2, 3]
    assert texts("text,label\nonly\na,b\n", joins=True) == [(3, "a")]
