"""How many people answer an item, changed while they do."""

from typing import Any

from tests.driving import API, Driver, texts

CLASSES = ["fruit", "metal"]


def item(driver: Driver, project: int, lease: Any) -> Any:
    return driver.get(f"/projects/{project}/items/{lease['item']['id']}").json()


def test_fewer_people_an_item_settles_what_has_answers_enough(driver: Driver) -> None:
    """Not where people disagree."""
    project = driver.project(CLASSES, overlap=3)
    driver.without("embed").imported(project, texts(12))
    path = f"{API}/projects/{project}"
    ann, ben = driver.join(project, "Ann"), driver.join(project, "Ben")
    [first, second] = driver.offered(project, 2, ann)["assignments"]
    [same, other] = driver.offered(project, 2, ben)["assignments"]
    assert [each["item"]["id"] for each in (same, other)] == [
        each["item"]["id"] for each in (first, second)
    ]
    for http, lease, name in ((ann, first, "fruit"), (ann, second, "fruit"), (ben, same, "metal")):
        assert driver.answer(project, lease, name, http=http).status_code == 201
    assert [item(driver, project, each)["state"] for each in (first, second)] == 2 * ["provisional"]
    assert driver.http.patch(path, json={"overlap": 1}).status_code == 200
    states = [item(driver, project, each)["state"] for each in (first, second)]
    assert states == ["provisional", "settled"]
