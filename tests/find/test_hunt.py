"""Looking for the items of a class: candidates, what is said of them, and what comes of it."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import select

from service.kit.vocabulary import Source
from service.labelling.queries.decisions import Decisions
from service.pool.queries.blindness import Blindness
from service.pool.queries.items import Items
from service.pool.queries.projects import Projects
from service.pool.tables.items import Exposure
from service.ports import Question
from service.rounds.label_arrays import looks_taken
from tests.asking import answers_questions
from tests.driving import Driver
from tests.texts import texts, truth

RARE = 6


@pytest.fixture
def hunter(driver: Driver) -> Driver:
    return answers_questions(driver)


def rows() -> list[dict[str, Any]]:
    """Mostly metal, and a few fruits and birds."""
    made = texts(400, ("metal",)) + texts(RARE, ("fruit",)) + texts(10, ("bird",))
    return [{"text": row["text"]} for row in made]


def begin(driver: Driver) -> tuple[int, str]:
    """A project with few fruits, and the address at which they are looked for."""
    project = driver.project_with(rows(), ["metal", "fruit", "bird"])
    classes = driver.get(f"/projects/{project}").json()["classes"]
    [fruit] = [each["id"] for each in classes if each["name"] == "fruit"]
    return project, f"/projects/{project}/classes/{fruit}"


def candidates(driver: Driver, place: str, **asked: Any) -> list[dict[str, Any]]:
    answer = driver.post(f"{place}/hunt", **asked)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["candidates"]
    return found


def look(driver: Driver, place: str, item: int, label: str | None, look_id: Any = None) -> Any:
    body = {"item_id": item, "answer": None if label is None else {"class": label}}
    return driver.http.put(f"/api/v1{place}/hunt/{look_id or uuid4()}", json=body)


def tally(driver: Driver, place: str) -> tuple[int, int, list[bool]]:
    """What was found, of how many, and when."""
    known = driver.get(f"{place}/hunt").json()
    return known["found"], known["looked"], known["marks"]


def give(driver: Driver, place: str, *examples: str) -> Any:
    return driver.http.put(f"/api/v1{place}/examples", json={"examples": list(examples)})


@pytest.mark.slow
def test_examples_lead_to_a_rare_class_and_each_answer_further(hunter: Driver) -> None:
    _, place = begin(hunter)
    assert give(hunter, place, "apple and plum", " pear and cherry ").status_code == 200
    assert hunter.get(f"{place}/examples").json() == {
        "examples": ["apple and plum", "pear and cherry"]
    }
    marks = []
    for _ in range(2 * RARE):
        [first] = candidates(hunter, place, limit=1)
        is_fruit = truth(first["text"]) == "fruit"
        marks.append(is_fruit)
        said = look(hunter, place, first["id"], "fruit" if is_fruit else None)
        assert said.status_code == 200, said.text
    assert sum(marks) >= RARE - 2, "but for those that are kept for others"
    assert tally(hunter, place) == (sum(marks), len(marks), marks)


@pytest.mark.both_databases
@pytest.mark.slow
def test_what_is_said_becomes_the_label_and_is_taken_back(hunter: Driver) -> None:
    project, place = begin(hunter)
    one, two, three = candidates(hunter, place, limit=3)
    looks = [uuid4() for _ in range(3)]
    for item, label, each in zip((one, two, three), ("fruit", "bird", None), looks, strict=True):
        assert look(hunter, place, item["id"], label, each).status_code == 200
        assert look(hunter, place, item["id"], label, each).status_code == 200, "sent again"
    assert hunter.get(f"{place}/hunt").json()["marks"] == [True, False, False]
    labels = [label_of(hunter, project, item["id"]) for item in (one, two, three)]
    assert labels == ["fruit", "bird", None]
    with hunter.app.read() as uow:
        assert {each.source for each in uow[Decisions].of_batch(looks[0])} == {Source.HUNT}
    for each in looks:
        for _ in range(2):
            assert hunter.http.delete(f"/api/v1{place}/hunt/{each}").status_code == 200
    assert tally(hunter, place) == (0, 0, [])
    assert [label_of(hunter, project, item["id"]) for item in (one, two, three)] == [None] * 3
    again = {item["id"] for item in candidates(hunter, place, limit=3)}
    assert again == {one["id"], two["id"], three["id"]}
    answer = look(hunter, place, one["id"], "fruit", looks[0])
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")


def label_of(driver: Driver, project: int, item: int) -> str | None:
    label: str | None = driver.get(f"/projects/{project}/items/{item}").json()["label"]
    return label


@pytest.mark.both_databases
@pytest.mark.slow
def test_what_was_labelled_looked_at_or_is_on_the_screen_is_no_candidate(hunter: Driver) -> None:
    project, place = begin(hunter)
    first, second, third = candidates(hunter, place, limit=3)
    look(hunter, place, first["id"], None)
    found = candidates(hunter, place, limit=50, passed_over=[second["id"]])
    ids = [each["id"] for each in found]
    assert third["id"] in ids
    assert not {first["id"], second["id"]} & set(ids)
    labelled = set(hunter.label(project, 5, truth))
    assert not labelled & {each["id"] for each in candidates(hunter, place, limit=50)}


@pytest.mark.slow
def test_what_is_audited_soon_is_no_candidate_and_who_saw_a_candidate_is_known(
    hunter: Driver,
) -> None:
    project, place = begin(hunter)
    with hunter.app.read() as uow:
        kept = uow[Blindness].withheld(uow[Projects].get(project))
        ids = uow[Items].ids_of_ordinals(project, sorted(kept))
    shown = [each["id"] for _ in range(9) for each in candidates(hunter, place, limit=50)]
    assert ids
    assert not {*shown} & {*ids.values()}
    with hunter.app.read() as uow:
        noted = uow.session.exec(select(Exposure.item_id)).all()
    assert {*noted} == {*shown}


@pytest.mark.both_databases
def test_what_is_said_of_a_candidate_counts_though_somebody_has_it_by_now(hunter: Driver) -> None:
    project, place = begin(hunter)
    shown = {each["id"] for each in candidates(hunter, place, limit=50)}
    theirs: set[int] = set()
    people = (hunter.join(project, f"Annotator {number}") for number in range(40))
    while not (theirs & shown and theirs - shown):
        leases = hunter.offered(project, 5, next(people))["assignments"]
        theirs |= {each["item"]["id"] for each in leases}
    mine, unseen = next(iter(theirs & shown)), next(iter(theirs - shown))
    said = look(hunter, place, mine, "fruit")
    assert (said.status_code, said.json()["found"]) == (200, 1)
    assert label_of(hunter, project, mine) == "fruit"
    assert look(hunter, place, unseen, "fruit").json()["code"] == "conflict"
    assert tally(hunter, place) == (1, 1, [True])


@pytest.mark.slow
def test_without_examples_the_name_and_description_lead(hunter: Driver) -> None:
    _, place = begin(hunter)
    for name, leads in (("robin_and_crow", "bird"), ("Apple / plum", "fruit"), ("???", None)):
        hunter.http.patch(f"/api/v1{place}", json={"name": name})
        [found] = candidates(hunter, place, limit=1)
        assert leads in (None, truth(found["text"])), name
    give(hunter, place, "robin and crow")
    [other] = candidates(hunter, place, limit=1)
    assert truth(other["text"]) == "bird"


def test_other_columns_stand_beside_a_candidate(hunter: Driver) -> None:
    project = hunter.project_with(texts(60), ["metal", "fruit"], columns=["batch"])
    [fruit] = [
        each["id"]
        for each in hunter.get(f"/projects/{project}").json()["classes"]
        if each["name"] == "fruit"
    ]
    for found in candidates(hunter, f"/projects/{project}/classes/{fruit}"):
        number = int(found["external_id"].removeprefix("row-"))
        assert found["columns"] == {"batch": str(number % 7)}


@pytest.mark.slow
def test_what_is_refused(hunter: Driver) -> None:
    project, place = begin(hunter)
    assert give(hunter, place, *["x"] * 11).json()["field"] == "examples"
    assert give(hunter, place, " ").json()["field"] == "examples.0"
    assert give(hunter, place, "x" * 1_001).json()["field"] == "examples.0"
    nowhere = f"/projects/{project}/classes/999"
    assert hunter.get(f"{nowhere}/hunt").status_code == 404
    assert hunter.post(f"{nowhere}/hunt").status_code == 404
    [one] = candidates(hunter, place, limit=1)
    answer = look(hunter, place, one["id"], "no such class")
    assert answer.status_code == 422, answer.text
    assert look(hunter, place, 10**9, None).status_code == 404
    assert hunter.http.delete(f"/api/v1{place}/hunt/{uuid4()}").status_code == 404
    assert hunter.get(f"{place}/hunt").json()["looked"] == 0


@pytest.mark.slow
def test_a_class_that_is_merged_while_a_worker_looks_is_not_found(
    hunter: Driver, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The API has seen it, the worker doesn't any more: 503, with a traceback in the log."""
    project, place = begin(hunter)
    class_id = int(place.rsplit("/", 1)[1])
    other = next(
        each["id"]
        for each in hunter.get(f"/projects/{project}").json()["classes"]
        if each["id"] != class_id
    )
    ask = hunter.app.asking.ask

    def merged_meanwhile(question: Question) -> Mapping[str, Any]:
        merged = hunter.post(f"{place}/merge", into=other)
        assert merged.status_code == 200, merged.text
        return ask(question)

    monkeypatch.setattr(hunter.app.asking, "ask", merged_meanwhile)
    answer = hunter.post(f"{place}/hunt")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert "broke" not in caplog.text


@pytest.mark.slow
def test_a_look_is_taken_back_by_whoever_took_it(hunter: Driver) -> None:
    project, place = begin(hunter)
    bea = hunter.join(project, "Bea", "engineer")
    [one] = candidates(hunter, place, limit=1)
    look_id = uuid4()
    look(hunter, place, one["id"], None, look_id)
    assert bea.delete(f"/api/v1{place}/hunt/{look_id}").status_code == 404
    assert hunter.get(f"{place}/hunt").json()["looked"] == 1


@pytest.mark.both_databases
def test_what_is_written_anew_makes_earlier_looks_count_no_more(driver: Driver) -> None:
    """Against the patience with which rounds look for the class; they lead on."""
    _, place = begin(driver)
    class_id = int(place.rsplit("/", 1)[1])

    def counting() -> list[bool]:
        driver.wait(1.0)
        with driver.app.read() as uow:
            return looks_taken(uow, [class_id], {}).count.tolist()

    look(driver, place, 1, None)
    assert counting() == [True]
    for change, counts in (("Sweet.", False), ("Sweet.", False), ("", False)):
        driver.http.patch(f"/api/v1{place}", json={"description": change})
        assert counting() == [counts]
    look(driver, place, 2, None)
    assert counting() == [False, True]
    give(driver, place, "apple", "plum")
    assert counting() == [False, False]
    look(driver, place, 3, None)
    give(driver, place, "plum")
    assert counting() == [False, False, True], "what was taken away says nothing new"


@pytest.mark.slow
def test_without_a_worker_it_says_so(driver: Driver) -> None:
    _, place = begin(driver)
    answer = driver.post(f"{place}/hunt")
    assert answer.status_code == 503
    assert answer.json()["code"] == "not_answered"
    assert answer.json()["reason"]["code"] == "no_worker"
    assert answer.headers["retry-after"] == "5"


@pytest.mark.both_databases
@pytest.mark.slow
def test_rounds_look_for_a_class_with_examples_too(hunter: Driver) -> None:
    """One in five texts that people are asked about may be of it; what they say is a look."""
    project, place = begin(hunter)
    give(hunter, place, "apple and plum", "pear and cherry")
    hunter.work()
    for _ in range(2):
        hunter.label(project, 40, truth)
        hunter.work()
    asked = [each for each in hunter.assignments(project) if each.source is Source.HUNT]
    class_id = int(place.rsplit("/", 1)[1])
    assert {(each.strategy, each.hunted_class_id) for each in asked} == {
        ("auto@1:hunt@1", class_id)
    }
    marks = [label_of(hunter, project, each.item_id) == "fruit" for each in asked]
    assert sum(marks) >= 2
    assert tally(hunter, place) == (sum(marks), len(marks), marks)
    known = hunter.get(f"{place}/hunt").json()
    [fruit] = [each for each in hunter.get(f"/projects/{project}/stats").json()["classes"]
               if each["id"] == class_id]  # fmt: skip
    assert (fruit["found"], fruit["looked"]) == (sum(marks), len(marks))
    assert known["audits"] >= 20
    assert known["audits_of_it"] == fruit["audit_total"]
    assert known["share_high"] == fruit["share_high"]
    assert known["audits_of_it"] / known["audits"] < known["share_high"] < 0.3
    listed = hunter.get(f"/projects/{project}/items", source="hunt").json()["results"]
    assert {each["id"] for each in listed} == {each.item_id for each in asked}
