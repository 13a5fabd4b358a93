"""What the card of a release says of its rows."""

import re
from pathlib import Path

from service.releasing.make_release import make_release
from service.releasing.released_rows import Choice
from tests.driving import Driver, on_sqlite
from tests.releasing.test_release import here, labelled

pytestmark = on_sqlite
POINT = re.compile(r"^\| ([\d,]+) \|", re.MULTILINE)


def test_without_a_split_nothing_is_said_of_it(driver: Driver, tmp_path: Path) -> None:
    project = driver.project(("fruit", "metal  ware"), name="Known")
    rows = [{"text": f"Text {n}", "label": "fruit"} for n in range(3)]
    driver.without("embed").imported(project, rows, labels="import")
    folder = make_release(here(driver, project), Choice(texts=True), tmp_path).folder
    card = (folder / "README.md").read_text()
    assert "`train`" in card
    assert "`test`" not in card


def test_classes_are_listed_by_number_and_people_counted(driver: Driver, tmp_path: Path) -> None:
    folder = make_release(here(driver, labelled(driver)), Choice(texts=True), tmp_path).folder
    card = (folder / "README.md").read_text()
    assert "- 0: fruit\n- 1: metal\n- 2: wood\n" in card
    assert "2 people labelled, answered" in card


def test_the_curve_has_each_number_of_labels_once(driver: Driver, tmp_path: Path) -> None:
    project = driver.project(("fruit", "metal"), name="Alone")
    driver.imported(project, [{"text": f"Text {n}"} for n in range(40)])
    driver.label_at_once(project, 20, lambda text: "fruit" if text.endswith("1") else "metal")
    driver.work()
    for _ in range(3):
        driver.post(f"/projects/{project}/rounds")
        driver.work()
    place = here(driver, project)
    points = place.curve().points
    folder = make_release(place, Choice(texts=True), tmp_path).folder
    card = (folder / "README.md").read_text()
    assert len({point["labels"] for point in points}) < len(points)
    assert POINT.findall(card) == [str(n) for n in sorted({p["labels"] for p in points})]
    assert "1 person labelled" in card
