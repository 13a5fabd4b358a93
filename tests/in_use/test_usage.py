"""What the model is used on is counted, and compared with its pool."""

from datetime import date
from typing import Any

import pytest

from service.in_use.queries import DaysOfUse
from tests.answers.test_sets_of_classes import label, project_of
from tests.answers.test_sets_of_classes import texts as texts_of_sets
from tests.asking import answers_questions
from tests.driving import Driver
from tests.patience import until
from tests.texts import texts, truth

pytestmark = pytest.mark.slow

CLASSES = ["fruit", "metal", "bird"]
LATER = [row["text"].replace("number", "no") for row in texts(900, CLASSES)]
BIRDS = [text for text in LATER if truth(text) == "bird"]


@pytest.fixture(scope="module")
def asked(shared: Driver) -> Driver:
    return answers_questions(shared)


def made(driver: Driver) -> int:
    project = driver.project_with(texts(240, CLASSES), CLASSES, strategy="margin")
    driver.label_at_once(project, 40, truth)
    driver.work()
    return project


def predict(driver: Driver, project: int, sent: list[str], **options: Any) -> None:
    answer = driver.post(f"/projects/{project}/predict", texts=sent, likeliest=1, **options)
    assert answer.status_code == 200, answer.text


def usage(driver: Driver, project: int) -> dict[str, Any]:
    answer = driver.get(f"/projects/{project}/usage")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def counted(driver: Driver, project: int, number: int) -> dict[str, Any]:
    until(lambda: usage(driver, project)["texts"] >= number)
    found = usage(driver, project)
    assert found["texts"] == number
    return found


def test_before_it_is_used_nothing_is_said(asked: Driver) -> None:
    found = usage(asked, made(asked))
    assert (found["texts"], found["since"], found["enough"]) == (0, None, False)
    assert (found["changed"], found["classes"], found["checked"]) == (False, [], None)


def test_texts_like_those_of_the_pool_show_no_change(asked: Driver) -> None:
    project = made(asked)
    predict(asked, project, LATER[:90])
    assert not counted(asked, project, 90)["enough"]
    predict(asked, project, LATER[90:300])
    found = counted(asked, project, 300)
    assert (found["enough"], found["changed"], found["changed_since"]) == (True, False, None)
    assert found["since"] is not None
    assert {each["class"] for each in found["classes"]} == {*CLASSES}
    for each in found["classes"]:
        assert each["pool"] == pytest.approx(1 / 3, abs=0.1)
        assert each["now"] == pytest.approx(1 / 3, abs=0.1)


def test_a_change_is_said_and_checked(asked: Driver) -> None:
    project = made(asked)
    predict(asked, project, LATER[:90])
    predict(asked, project, BIRDS[:200])
    found = counted(asked, project, len({*LATER[:90], *BIRDS[:200]}))
    assert found["changed"]
    first = found["classes"][0]
    assert (first["class"], first["changed"]) == ("bird", True)
    assert first["since"] == found["changed_since"] == found["since"]
    assert found["checked"] is None
    checks = [{"place": place, "classes": [truth(BIRDS[place])]} for place in range(20)]
    report = asked.post(f"/projects/{project}/drift", texts=BIRDS[:60], checks=checks).json()
    kept = usage(asked, project)["checked"]
    assert (kept["id"], kept["checked"]["checks"]) == (report["comparison"], 20)
    asked.post(f"/projects/{project}/drift", texts=BIRDS[:60])
    assert usage(asked, project)["checked"] == kept, "one without checks takes no place"


def test_what_is_no_use_is_not_counted(asked: Driver) -> None:
    project = made(asked)
    of_pool = [row["text"] for row in texts(40, CLASSES)]
    predict(asked, project, LATER[:40], trial=True)
    predict(asked, project, [*of_pool, *LATER[40:45], *LATER[40:45]])
    predict(asked, project, LATER[44:50])
    counted(asked, project, 10)


def test_counts_are_of_days_and_models(asked: Driver) -> None:
    project = made(asked)
    predict(asked, project, LATER[:60])
    counted(asked, project, 60)
    asked.label_at_once(project, 30, truth)
    asked.work()
    predict(asked, project, LATER[60:100])
    counted(asked, project, 100)
    with asked.app.read() as uow:
        rows = uow[DaysOfUse].of(project)
    days = [date.fromordinal(row.day) for row in rows]
    assert [row.used.texts for row in rows] == [60, 40]
    assert len({row.round for row in rows}) == 2
    assert usage(asked, project)["since"] == days[0].isoformat()


def test_texts_count_although_a_round_is_measured_meanwhile(
    asked: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = made(asked)
    ask = asked.app.asking.ask

    def measure_and_ask(*question: Any) -> Any:
        asked.label_at_once(project, 30, truth)
        asked.work()
        return ask(*question)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(asked.app.asking, "ask", measure_and_ask)
        predict(asked, project, LATER[:60])
    counted(asked, project, 60)


def test_names_and_mergers_are_those_of_now(asked: Driver) -> None:
    project = made(asked)
    predict(asked, project, LATER[:120])
    before = counted(asked, project, 120)
    share = {each["class"]: each["now"] for each in before["classes"]}
    ids = {each["name"]: each["id"] for each in asked.get(f"/projects/{project}").json()["classes"]}
    path = f"/projects/{project}/classes"
    asked.http.patch(f"/api/v1{path}/{ids['bird']}", json={"name": "fowl"}).raise_for_status()
    merged = asked.post(f"{path}/{ids['metal']}/merge", into=ids["fruit"])
    assert merged.is_success, merged.text
    after = usage(asked, project)
    shares = {each["class"]: each["now"] for each in after["classes"]}
    assert shares == pytest.approx(
        {"fowl": share["bird"], "fruit": share["fruit"] + share["metal"]}, abs=1e-3
    )


def test_where_a_text_may_have_several_classes(asked: Driver) -> None:
    project = project_of(asked, name="Use of sets")
    asked.imported(project, [{"text": text} for text in texts_of_sets(160)])
    label(asked, project, 70)
    asked.work()
    predict(asked, project, texts_of_sets(330)[160:])
    found = counted(asked, project, 170)
    assert found["confidence"] is None
    assert not found["changed"]
    assert sum(each["now"] for each in found["classes"]) != pytest.approx(1.0, abs=0.01)
