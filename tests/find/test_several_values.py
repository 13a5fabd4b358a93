"""A filter may have several values: what is one of them is found."""

import pytest

from tests.driving import API, Driver
from tests.texts import texts, truth

pytestmark = pytest.mark.both_databases

CLASSES = ["fruit", "metal", "bird"]


def found(driver: Driver, project: int, query: str) -> set[int]:
    answer = driver.http.get(f"{API}/projects/{project}/items?limit=500&{query}")
    assert answer.status_code == 200, answer.text
    return {row["id"] for row in answer.json()["results"]}


@pytest.fixture
def project(driver: Driver) -> int:
    made = driver.without("embed").project_with(texts(90, CLASSES), CLASSES)
    ann = driver.join(made, "Ann")
    for _ in range(4):
        [lease] = driver.offered(made, http=ann)["assignments"]
        driver.answer(made, lease, truth(lease["item"]["text"]), http=ann)
    driver.label(made, 12, truth)
    return made


def test_of_classes_people_and_states_one_is_enough(driver: Driver, project: int) -> None:
    def all_of(query: str) -> set[int]:
        return found(driver, project, query)

    one, other, both = (all_of(f"class={each}") for each in ("fruit", "metal", "fruit&class=metal"))
    assert one
    assert other
    assert both == one | other
    assert not one & other
    stats = driver.get(f"/projects/{project}/stats").json()
    people = [each["user_id"] for each in stats["people"]]
    by = [all_of(f"annotator={user_id}") for user_id in people]
    assert len(by) == 2
    assert all(by)
    assert all_of("&".join(f"annotator={each}" for each in people)) == by[0] | by[1]
    assert all_of("state=settled&state=unlabelled") == all_of("")
    assert all_of("source=seed&source=audit&source=strategy") == all_of("state=labelled")


def test_many_are_labelled_by_several_values(driver: Driver, project: int) -> None:
    for matching in ({"class": ["fruit", "metal"]}, {"class": "fruit"}):
        body = {"batch": "11111111-1111-4111-8111-111111111111", "dry_run": True}
        answer = driver.http.post(
            f"{API}/projects/{project}/items:label",
            json=body | {"answer": {"class": "bird"}, "matching": matching},
        )
        names = matching["class"] if isinstance(matching["class"], list) else ["fruit"]
        wanted = found(driver, project, "&".join(f"class={name}" for name in names))
        assert answer.json()["changed"] == len(wanted), answer.text


def test_a_value_that_is_none_names_its_field(driver: Driver, project: int) -> None:
    for query in ("class=fruit&class=gone", "state=settled&state=odd"):
        answer = driver.http.get(f"{API}/projects/{project}/items?{query}")
        assert answer.status_code == 422
        assert query.partition("=")[0] in answer.text
