"""A campaign with all that moves with a project."""

from service.certify.queries.certificates import Certificates
from service.certify.tables import Certificate
from service.kit.vocabulary import CertificateState
from tests.asking import answers_questions
from tests.beginnings import once
from tests.driving import Driver
from tests.patience import until
from tests.texts import texts, truth

SECRET = "170141183460469231731687303715884105727"


def campaign(driver: Driver) -> int:
    """Three rounds, two people, and a row of everything that moves, or stays behind."""
    return once(driver.app, "a campaign that is to move", lambda: _campaign(driver))


def _campaign(driver: Driver) -> int:
    classes = ("fruit", "metal", "bird", "alloy")
    fields = {"audit_secret": SECRET, "target": 0.9, "overlap": 1, "views": ["lexical"]}
    project = driver.project(classes, name="Things", **fields)
    driver.imported(project, texts(90, classes[:3]))
    driver.imported(project, [{"text": "iron test", "label": "metal"}], role="evaluation")
    ann = driver.join(project, "Ann")
    for _ in range(3):
        driver.label(project, 10, truth)
        for _ in range(4):
            [one] = driver.offered(project, http=ann)["assignments"]
            driver.answer(project, one, truth(one["item"]["text"]), http=ann)
        driver.work()
    [skipped] = driver.offered(project, http=ann)["assignments"]
    driver.end(project, "skip", skipped, http=ann)
    base = f"/projects/{project}"
    ids = {each["name"]: each["id"] for each in driver.get(f"{base}/classes").json()["results"]}
    assert driver.post(f"{base}/classes/{ids['alloy']}/merge", into=ids["metal"]).status_code == 200
    found = driver.get(f"{base}/items", state="unlabelled", limit=1).json()["results"]
    sent = {"batch": "4b6ee9b2-6a53-4a3c-8f2d-93b2f1b5d2f5", "answer": {"class": "bird"}}
    done = driver.post(f"{base}/items:label", items=[found[0]["id"]], **sent)
    assert done.status_code == 200, done.text
    driver.post(f"{base}/items/{found[0]['id']}/notes", kind="flag", text="odd")
    driver.work()
    certified(driver, project, ids["bird"])
    today = [row["text"] for row in texts(40)]
    compared = answers_questions(driver).post(f"{base}/drift", texts=today)
    assert compared.status_code == 200, compared.text
    driver.post(f"{base}/predict", texts=["a bird that the pool lacks"]).raise_for_status()
    until(lambda: driver.get(f"{base}/usage").json()["texts"] == 1)
    for change in ({"price_per_hour": 20}, {"price_per_hour": None}, {"state": "archived"}):
        assert driver.http.patch(f"/api/v1{base}", json=change).status_code == 200
    return project


def certified(driver: Driver, project: int, bird: int) -> None:
    """One text that the machine labels, as an issued certificate has it."""
    base = f"/projects/{project}"
    last = driver.get(f"{base}/items", state="unlabelled", limit=9).json()["results"][-1]
    with driver.app.write() as uow:
        made = uow[Certificates].add(
            Certificate(
                project_id=project,
                state=CertificateState.ISSUED,
                method="by hand",
                error=0.05,
                confidence=0.95,
                most_checks=200,
                labels=1,
                classes=[[bird, 1]],
            )
        )
        given = {"item_id": [last["id"]], "class_id": [bird], "probability": [0.9]}
        uow[Certificates].give(made.id, given)
