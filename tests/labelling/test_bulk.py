"""Many answers in one request."""

from typing import Any
from uuid import uuid4

import pytest

from tests.driving import Driver
from tests.texts import texts

pytestmark = pytest.mark.both_databases


@pytest.mark.slow
def test_a_bundle_gets_a_result_per_row(driver: Driver) -> None:
    project = driver.project_with(texts(12), ["fruit", "metal"], strategy="random")
    leases = driver.offered(project, 4)["assignments"]

    def row(lease: Any, label: str, **fields: Any) -> dict[str, Any]:
        return {
            "id": str(uuid4()),
            "item_id": lease["item"]["id"],
            "assignment_id": lease["id"],
            "answer": {"class": label},
            **fields,
        }

    good, bad, changed = row(leases[0], "fruit"), row(leases[1], "bird"), row(leases[2], "metal")
    missing = row(leases[3], "fruit", item_id=2_000_000)
    clash = {**changed, "answer": {"class": "fruit"}}
    path = f"/projects/{project}/annotations:bulk"
    answer = driver.post(path, annotations=[good, bad, changed, clash, missing, good])
    assert answer.status_code == 200
    results = answer.json()["results"]
    assert [each["status"] for each in results] == [201, 422, 201, 409, 404, 200]
    assert [each["id"] for each in results[:2]] == [good["id"], bad["id"]]
    assert results[1]["refusal"]["code"] == "invalid"
    assert "bird" in results[1]["refusal"]["detail"]
    assert [each["refusal"] is None for each in results] == [True, False, True, False, False, True]
    assert results[0]["annotation"] == results[5]["annotation"]
    assert driver.get(f"/projects/{project}").json()["label_count"] == 2
    assert driver.post(path, annotations=[]).status_code == 422
    assert driver.post(path, annotations=[good] * 501).status_code == 422
