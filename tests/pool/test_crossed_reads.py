"""An engineer crosses all that the reads of a project say of each item, to tell the next audits."""

import csv
import io
from collections import Counter
from collections.abc import Hashable, Mapping

import pytest

from service.kit.vocabulary import Source
from tests.driving import Driver, on_sqlite
from tests.find.test_items import look
from tests.texts import texts, truth

pytestmark = [on_sqlite, pytest.mark.slow]

CLASSES = ["fruit", "metal"]
SECRET = 0x2D48_9F3C_A68D_51E7_14C0_0BF2_EA6B_7795
TOGETHER, SINGLY = 240, 40
FOLLOWED = 60
"""Hand-outs after the reads."""
Reads = Mapping[int, tuple[Hashable, ...]]
"""By item, what each read says of it."""


@pytest.fixture
def project(driver: Driver) -> int:
    """A file of many rows and many of one, some labels, and a model that was measured."""
    rows = texts(TOGETHER + SINGLY)
    project = driver.project_with(
        rows[:TOGETHER], CLASSES, strategy="margin", round_every=10, audit_secret=SECRET
    )
    for number, row in enumerate(rows[TOGETHER:]):
        driver.imported(project, [row], file_name=f"row {number}")
    driver.label_at_once(project, 60, truth)
    driver.work()
    return project


def reads_of(driver: Driver, project: int) -> Reads:
    """What is to be read of each item without a label that nobody has."""
    at = f"/projects/{project}"
    listed = {row["id"] for row in look(driver, project, state="unlabelled")}
    sorted_by_model = {row["id"] for row in look(driver, project, sort="confidence")}
    table = driver.get(f"{at}/predictions", format="csv").text
    rows = {int(row["id"]): row for row in csv.DictReader(io.StringIO(table))}
    found = {}
    for item_id, row in rows.items():
        item = driver.get(f"{at}/items/{item_id}").json()
        if row["label"] or item["state"] == "leased":
            continue
        found[item_id] = (
            item_id in listed,
            item_id in sorted_by_model,
            item["prediction"] is None,
            not item["likeliest"],
            row["withheld"],
            not row["probability"],
        )
    return found


def follow(driver: Driver, project: int, count: int) -> set[int]:
    """Labels so many. The items that were handed out as audits."""
    driver.label_at_once(project, count, truth)
    driver.work()
    given = driver.assignments(project)
    return {row.item_id for row in given if row.source is Source.AUDIT}


def shares(reads: Reads, audits: set[int]) -> dict[tuple[Hashable, ...], tuple[int, int]]:
    """By what is read of them: how many items became audits, and how many didn't."""
    inside = Counter(said for item, said in reads.items() if item in audits)
    total = Counter(reads.values())
    return {said: (inside[said], total[said] - inside[said]) for said in total}


def test_no_crossing_of_reads_tells_which_items_are_audited_next(
    driver: Driver, project: int
) -> None:
    reads = reads_of(driver, project)
    audits = follow(driver, project, FOLLOWED) & {*reads}
    assert len(audits) >= 9
    for said, (inside, outside) in shares(reads, audits).items():
        assert inside <= outside, said


def test_nor_does_what_two_moments_say(driver: Driver, project: int) -> None:
    """What changes as the audits go on changes in both windows."""
    before = reads_of(driver, project)
    follow(driver, project, FOLLOWED)
    now = reads_of(driver, project)
    both = {item: before[item] + said for item, said in now.items() if item in before}
    audits = follow(driver, project, FOLLOWED) & {*both}
    assert len(audits) >= 9
    for said, (inside, outside) in shares(both, audits).items():
        assert inside <= outside, said
