"""Every row of a project, counted and compared in the service that it moved to."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from service.app import App
from service.bootstrap import build
from service.certify.queries.certificates import Certificates
from service.core.evaluation.gain import Gain
from service.db.clock import FrozenClock
from service.jobs.queries.work import WorkDone
from service.kit.errors import BadUpload
from service.kit.settings import Settings
from service.moving.pack_project import pack_project
from service.moving.unpack_project import unpack_project
from service.people.sign_in import first_admin
from service.pool.queries.classes import Classes
from service.pool.tables.items import Exposure
from service.practice.tables import PracticeText
from service.rounds.tables.rounds import Suggestion, TargetLook
from service.schema import metadata
from service.trials.queries import EncoderTrials
from service.trials.tables import EncoderTrial, FailedEncoder, TrialOutcome, TriedEncoder
from tests import databases
from tests.answers.test_sets_of_classes import texts as texts_of_sets
from tests.answers.test_sets_of_classes import truth as truth_of_sets
from tests.db.rows import NOON
from tests.driving import API, Driver
from tests.moving import stored_rows
from tests.moving.campaign_to_move import campaign

pytestmark = pytest.mark.slow


FIRST = {"from": 1_000_000_000, "to": 1_500_000_000}


@pytest.fixture
def between(
    request: pytest.FixtureRequest, tmp_path: Path, migrated: Path
) -> Iterator[tuple[App, App]]:
    """Two services."""
    with ExitStack() as stack:
        apps = []
        for name, kind in zip(FIRST, request.param.split(" to "), strict=True):
            (tmp_path / name).mkdir()
            url = None
            if kind == "postgresql":
                server = request.getfixturevalue("postgresql_server")
                template = request.getfixturevalue("migrated_postgresql")
                url = stack.enter_context(databases.database(server, f"moved_{name}", template))
            else:
                (tmp_path / name / "postil.sqlite3").write_bytes(migrated.read_bytes())
            settings = Settings(data_dir=tmp_path / name, database_url=url, encoder="hashing")
            apps.append(build(settings, clock=FrozenClock()))
            stack.callback(apps[-1].close)
            stored_rows.begin_at(apps[-1], FIRST[name])
        yield apps[0], apps[1]


def of_one_class(driver: Driver) -> int:
    """`campaign`, and what it lacks: looks, replies, examples, checks."""
    project = campaign(driver)
    path = f"{API}/projects/{project}"
    assert driver.http.patch(path, json={"state": "active"}).status_code == 200
    classes = {
        each["name"]: each["id"] for each in driver.get(f"/projects/{project}").json()["classes"]
    }
    free = driver.get(f"/projects/{project}/items", state="unlabelled", limit=9).json()["results"]
    of_bird = f"{path}/classes/{classes['bird']}"
    body: dict[str, Any] = {"examples": ["a wren", "a swan"]}
    assert driver.http.put(f"{of_bird}/examples", json=body).status_code == 200
    for item, label in ((free[0], "bird"), (free[1], None)):
        body = {"item_id": item["id"], "answer": label and {"class": label}}
        assert driver.http.put(f"{of_bird}/hunt/{uuid4()}", json=body).status_code == 200
    noted = driver.post(f"/projects/{project}/items/{free[2]['id']}/notes", kind="flag", text="odd")
    reply = f"{path}/notes/{noted.json()['id']}/reply"
    assert driver.http.put(reply, json={"text": "It is."}).status_code == 200
    driver.work()
    with driver.app.write() as uow:
        issued = uow[Certificates].issued(project)
        assert issued is not None
        uow[Certificates].ask(issued, [free[3]["id"]], 0)
        uow.session.add(Exposure(item_id=free[4]["id"], user_id=first_admin(uow)[0].id))
        [one, *_] = uow[Classes].names(project)
        practised = PracticeText(
            item_id=free[5]["id"],
            user_id=first_admin(uow)[0].id,
            project_id=project,
            place=0,
            settled=[one],
            answer=[one],
            is_right=True,
        )
        uow.session.add(practised)
        thought: dict[str, Any] = {"model": "outside", "probability": 0.5, "sent_at": NOON}
        uow.session.add(Suggestion(item_id=free[5]["id"], class_id=classes["bird"], **thought))
        seen: dict[str, Any] = {"labels": 1, "audits": 1, "items": 1, "shown": {"0.9": 0.5}}
        uow.session.add(TargetLook(project_id=project, round=1, **seen))
        uow[EncoderTrials].put(trial_of(project))
    assert driver.http.patch(path, json={"state": "archived"}).status_code == 200
    return project


def trial_of(project: int) -> EncoderTrial:
    gain = Gain(0.1, 0.05, 0.15)
    tried = TriedEncoder(
        encoder="e5", alone=0.5, beside=0.6, gain=gain, on_audits=None, seconds=9.0
    )
    outcome = TrialOutcome(
        views=["hashing"],
        labels=50,
        audits=20,
        items=60,
        before=0.5,
        tried=[tried],
        failed=[FailedEncoder("small", "broken")],
        seconds=1.0,
    )
    return EncoderTrial(project_id=project, outcome=outcome, made_at=NOON)


def of_sets(driver: Driver) -> int:
    """Two people's sets of classes for each text, which differ now and then."""
    project = driver.project(["fruit", "metal", "bird"], answer_kind="multi_label", overlap=2)
    driver.imported(project, [{"text": text} for text in texts_of_sets(40)])
    people = [driver.join(project, name) for name in ("Ann", "Ben")]
    for number in range(24):
        for http in people:
            [offered] = driver.offered(project, http=http)["assignments"]
            said = truth_of_sets(offered["item"]["text"])
            answer = {"classes": said[number % 5 == 0 :]}
            sent = driver.answer(project, offered, "", answer=answer, http=http)
            assert sent.status_code == 201, sent.text
    driver.work()
    path = f"{API}/projects/{project}"
    assert driver.http.patch(path, json={"state": "archived"}).status_code == 200
    return project


def check_arrival(
    left: stored_rows.Rows, now: stored_rows.Rows, before: stored_rows.Rows, admin_id: int
) -> None:
    """All that left is there under new numbers, nothing else is new, and nothing was changed."""
    arrived = stored_rows.since(now, before)
    engineers = [k for k, row in arrived["member"].items() if row["user_id"] == admin_id]
    assert len(engineers) == 1, "who took it in looks after it"
    del arrived["member"][engineers[0]]
    expected = stored_rows.translated(left, arrived)
    for name in left:
        assert stored_rows.moving(arrived, name) == stored_rows.moving(expected, name), name


@pytest.mark.parametrize(
    ("between", "begin"),
    [
        ("sqlite to sqlite", of_sets),
        pytest.param("postgresql to postgresql", of_sets, marks=pytest.mark.slow),
        pytest.param("sqlite to postgresql", of_one_class, marks=pytest.mark.slow),
        pytest.param("postgresql to sqlite", of_one_class, marks=pytest.mark.slow),
    ],
    indirect=["between"],
)
def test_each_row_arrives_with_all_that_it_refers_to(
    between: tuple[App, App], begin: Callable[[Driver], int], tmp_path: Path
) -> None:
    """Twice into the same service: the second time its own numbers and UUIDs are there already."""
    first, other = between
    empty = stored_rows.rows(first)
    project = begin(Driver(first))
    left = stored_rows.since(stored_rows.rows(first), empty)
    with first.read() as uow:
        past_work = [(project, *each) for each in uow[WorkDone].by_kind(project)]
    columns = metadata.tables["past_work"].c.keys()
    left["past_work"] = {row[:2]: dict(zip(columns, row, strict=True)) for row in past_work}
    if begin is of_one_class:
        assert [name for name, found in left.items() if not found] == []
    pack_project(first, project, tmp_path / "moves")
    with other.write() as uow:
        admin_id = first_admin(uow)[0].id
    for _ in range(2):
        before = stored_rows.rows(other)
        unpack_project(other, tmp_path / "moves", admin_id, again=True)
        check_arrival(left, stored_rows.rows(other), before, admin_id)


@pytest.mark.parametrize("between", ["sqlite to sqlite"], indirect=True)
def test_a_file_with_one_other_byte_is_refused_whole(
    between: tuple[App, App], tmp_path: Path
) -> None:
    first, other = between
    driver = Driver(first)
    project = driver.without("embed").project_with([{"text": "one"}])
    assert driver.http.patch(f"{API}/projects/{project}", json={"state": "archived"}).is_success
    file = tmp_path / "moves"
    pack_project(first, project, file)
    content, before = file.read_bytes(), stored_rows.rows(other)
    for place in [*range(100), *range(100, len(content), 11), len(content) - 1]:
        file.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        with pytest.raises(BadUpload):
            pytest.fail(f"taken with byte {place}: {unpack_project(other, file, 1)}")
    assert stored_rows.rows(other) == before
    file.write_bytes(content)
    with other.write() as uow:
        admin_id = first_admin(uow)[0].id
    assert unpack_project(other, file, admin_id).name == "Test"
