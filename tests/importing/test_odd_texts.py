"""Texts that may not be meant are named at their import."""

import json
from typing import Any

import pytest

from tests.driving import Driver
from tests.texts import texts

pytestmark = pytest.mark.both_databases


def warnings(driver: Driver, sent: list[str]) -> list[Any]:
    """Of a file with these texts."""
    driver = driver.without("embed")
    project = driver.project()
    upload = driver.upload(project, "\n".join(json.dumps({"text": text}) for text in sent))
    driver.work()
    report = driver.get(f"/projects/{project}/imports/{upload.json()['import_id']}").json()
    return [(each["line"], each["detail"]) for each in report["warnings"]]


def test_odd_texts_are_told_once_a_kind(driver: Driver) -> None:
    odd = ["12-34", "a<br>b", "Tom &amp; Ann", "Un cafÃ©", "?!", "w" * 2_001, "--", "== 7"]
    plain = ["a < b & c", "Émile; Ätna; Ünal", "5 >3 is true", *texts(20)]
    assert warnings(driver, [*odd, *plain]) == [
        (None, "Texts without a letter: 4 (line 1, line 5, line 7, 1 more)."),
        (None, "Texts with markup, such as <br> or &amp;: 2 (line 2, line 3)."),
        (None, "Texts that look misread, such as Ã© for é: 1 (line 4). Is the file UTF-8?"),
        (None, LONG),
    ]


LONG = "Texts of more than 2,000 characters: 1 (line 6). Most encoders read the beginning only."


def test_what_most_texts_are_is_not_odd(driver: Driver) -> None:
    assert warnings(driver, [*map(str, range(9)), "a"]) == []
