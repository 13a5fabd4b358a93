"""What tests of practice share."""

from typing import Any
from uuid import uuid4

from fastapi.testclient import TestClient

from tests.driving import API, Driver
from tests.texts import truth

CLASSES = ["fruit", "metal"]


def practise(project: int, http: TestClient) -> Any:
    answer = http.post(f"{API}/projects/{project}/practice")
    assert answer.status_code == 200, answer.text
    return answer.json()


def send(project: int, http: TestClient, item_id: int, label: str) -> Any:
    path = f"{API}/projects/{project}/practice/{item_id}"
    return http.put(path, json={"answer": {"class": label}})


def finish(project: int, http: TestClient) -> list[int]:
    """Answers all that is asked, rightly; the ids."""
    ids: list[int] = []
    while (item := practise(project, http)["next"]) is not None:
        assert send(project, http, item["id"], truth(item["text"])).status_code == 200
        ids.append(item["id"])
    return ids


def wrong(text: str) -> str:
    return next(name for name in CLASSES if name != truth(text))


def change(driver: Driver, project: int, **settings: Any) -> None:
    answer = driver.http.patch(f"{API}/projects/{project}", json=settings)
    assert answer.is_success, answer.text


def settle(driver: Driver, project: int, item_ids: list[int], label: str) -> str:
    batch = str(uuid4())
    body = {"batch": batch, "items": item_ids, "answer": {"class": label}}
    assert driver.post(f"/projects/{project}/items:label", **body).is_success
    return batch


def practised(driver: Driver, project: int, name: str) -> list[int]:
    """The ids of as many texts as there are to practise."""
    change(driver, project, practice=50)
    return finish(project, driver.join(project, name))


def answer_all(driver: Driver, project: int, http: TestClient) -> list[int]:
    """Answers truly until nothing is offered; the ids."""
    ids: list[int] = []
    while leases := driver.offered(project, 50, http)["assignments"]:
        for lease in leases:
            chosen = truth(lease["item"]["text"])
            assert driver.answer(project, lease, chosen, http=http).status_code == 201
            ids.append(lease["item"]["id"])
    return ids


def text_of(driver: Driver, project: int, item: int) -> str:
    return str(driver.get(f"/projects/{project}/items/{item}").json()["text"])
