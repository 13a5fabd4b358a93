"""What a labelling tab asks for again and again."""

import pytest

from tests.driving import Driver
from tests.texts import texts

pytestmark = pytest.mark.both_databases


def test_it_says_how_many_people_hold_texts(driver: Driver) -> None:
    project = driver.project(["fruit", "metal"])
    driver.imported(project, texts(40))

    def holders() -> int:
        answer = driver.get(f"/projects/{project}/progress")
        return int(answer.json()["holders"])

    assert holders() == 0
    driver.offered(project, 3)
    assert holders() == 1
    driver.offered(project, 3, driver.join(project, "Ann"))
    assert holders() == 2
