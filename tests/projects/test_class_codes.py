"""The two letters that take a class stay its own."""

import pytest

from tests.driving import Driver
from tests.importing.test_known_answers import send
from tests.projects.test_classes import change, listed, merge

pytestmark = pytest.mark.both_databases


@pytest.fixture
def quick(driver: Driver) -> Driver:
    """Without vectors, which are beside the point."""
    return driver.without("embed")


def codes(driver: Driver, project: int) -> dict[str, str]:
    return {name: each["code"] for name, each in listed(driver, project).items()}


def test_a_code_stays_with_its_class_whatever_becomes_of_others(quick: Driver) -> None:
    project = quick.project(["card lost", "card_late", "Überweisung", "卡"])
    before = codes(quick, project)
    assert before == {"card lost": "CL", "card_late": "CA", "Überweisung": "UB", "卡": "AA"}
    shown = quick.get(f"/projects/{project}").json()["classes"]
    assert {each["name"]: each["code"] for each in shown} == before
    change(quick, project, "card lost", name="cards")
    merge(quick, project, "card_late", "cards")
    change(quick, project, "卡", "retire")
    quick.post(f"/projects/{project}/classes", name="card lounge")
    send(quick, project, [("one", "ca")], create_classes="true")
    after = codes(quick, project)
    assert after["cards"] == "CL", "its own, by another name"
    assert (after["card_late"], after["卡"]) == ("CA", "AA"), "nobody else's"
    assert (after["card lounge"], after["ca"]) == ("CR", "CB")
    quick.post(f"/projects/{project}/duplicate", name="Again")
    again = max(each["id"] for each in quick.get("/projects").json()["results"])
    kept = {name: code for name, code in after.items() if name not in ("card_late", "卡")}
    assert codes(quick, again) == kept
