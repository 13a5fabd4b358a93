"""A class is renamed or merged while a page still calls it as it was: what people say counts."""

from uuid import uuid4

import pytest

from tests.driving import Driver
from tests.find.test_hunt import label_of, look
from tests.texts import texts

pytestmark = pytest.mark.both_databases


@pytest.mark.slow
def test_labels_and_looks_under_way_count_for_what_the_class_is_by_now(driver: Driver) -> None:
    project = driver.without("embed").project_with(texts(12), ["fruit", "metal", "wood"])
    classes = driver.get(f"/projects/{project}/classes").json()["results"]
    fruit, metal, wood = (f"/projects/{project}/classes/{each['id']}" for each in classes)
    driver.http.patch(f"/api/v1{fruit}", json={"name": "Fruit, fresh"}).raise_for_status()
    driver.post(f"{metal}/merge", into=classes[2]["id"]).raise_for_status()
    found = driver.get(f"/projects/{project}/items", state="unlabelled").json()["results"]
    one, other, looked_at = (row["id"] for row in found[:3])
    for item, name in ((one, "fruit"), (other, "metal")):
        said = {"batch": str(uuid4()), "items": [item], "answer": {"class": name}}
        sent = driver.post(f"/projects/{project}/items:label", **said)
        assert (sent.status_code, sent.json().get("changed")) == (200, 1)
    assert label_of(driver, project, one) == "Fruit, fresh"
    assert label_of(driver, project, other) == "wood"
    said_of_it = look(driver, fruit, looked_at, "fruit")
    assert (said_of_it.status_code, said_of_it.json().get("found")) == (200, 1)
    nothing = look(driver, wood, looked_at, "leather")
    assert nothing.json()["field"] == "answer.class"
