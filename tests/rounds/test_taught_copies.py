"""Near copies of audits: none teaches, none is waited for, and what has taught measures nothing."""

import numpy as np
import pytest

from service.app import App
from service.core.vectors.matrix import Vectors
from service.db.unit_of_work import UnitOfWork
from service.jobs.run_job import JobRun
from service.model.measured_again import measured_again
from service.model.pack_model import to_pack
from service.model.students import Student, rounded_student
from service.pool.queries.items import Items
from service.pool.queries.projects import Projects, Views
from service.pool.tables.items import Item
from service.rounds.audit_sample import move_frontier
from service.rounds.lessons import lesson_of
from service.rounds.measuring import measure_round
from service.rounds.tune_encoder import TuningInputs, teaching, tuning_inputs
from service.rounds.views_read import load_views, views_now
from service.rounds.what_teaches import as_if_untaught
from tests.driving import Driver, on_sqlite
from tests.parts import light_tuned
from tests.texts import texts, truth

pytestmark = [on_sqlite, pytest.mark.slow]
CLASSES = ["fruit", "metal"]


@pytest.fixture
def pairs(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> tuple[Driver, int]:
    """A project whose texts come in pairs that differ in one of forty words: ordinals 2 n and
    2 n + 1."""
    light_tuned.give(driver, monkeypatch)
    rows = [
        row | {"id": f"{row['id']}-{end}", "text": f"{' '.join([row['text']] * 6)} {end}"}
        for row in texts(90)
        for end in ("one", "two")
    ]
    return driver, driver.project_with(rows, CLASSES, views=["tuned"], audits="proof")


def inputs_of(driver: Driver, project: int) -> TuningInputs:
    with driver.app.read() as uow:
        return tuning_inputs(uow, project, uow[Views].of(project)[1].id)


def chosen(inputs: TuningInputs) -> set[int]:
    return {*inputs.labels.ordinals[~inputs.labels.audit].tolist()}


def test_no_text_like_an_audit_teaches(pairs: tuple[Driver, int]) -> None:
    driver, project = pairs
    driver.label_at_once(project, 80, truth)
    inputs = inputs_of(driver, project)
    apart = {*inputs.apart}
    with_copy = {ordinal for ordinal in chosen(inputs) if ordinal ^ 1 in apart}
    taught = {*teaching(driver.app, inputs).ordinals.tolist()}
    assert taught == chosen(inputs) - with_copy - apart
    assert with_copy, "some would have taught"
    assert len(taught) > 10


def test_it_is_asked_for_by_what_would_teach(pairs: tuple[Driver, int]) -> None:
    """Else a job would come after each round, to find too few."""
    driver, project = pairs
    driver.without("measure")
    while len(chosen(inputs_of(driver, project))) < 30:
        driver.label_at_once(project, 5, truth)
    inputs = inputs_of(driver, project)
    assert len(teaching(driver.app, inputs)) < 30 <= len(chosen(inputs))
    driver.post(f"/projects/{project}/rounds")
    assert "tune" not in driver.work()
    while len(teaching(driver.app, inputs_of(driver, project))) < 30:
        driver.label_at_once(project, 5, truth)
    driver.post(f"/projects/{project}/rounds")
    assert driver.work().count("tune") == 1


def item_of(uow: UnitOfWork, project: int, ordinal: int) -> Item:
    return uow[Items].get(project, uow[Items].ids_of_ordinals(project, [ordinal])[ordinal])


def test_an_audit_like_what_has_taught_is_measured_without_it(
    pairs: tuple[Driver, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    driver, project = pairs
    while not driver.get(f"/projects/{project}/stats").json()["tuning"]["seconds"]:
        driver.label_at_once(project, 30, truth)
        driver.work()
    with driver.app.read() as uow:
        stored = uow[Projects].get(project)
        views, rows = views_now(uow, stored), stored.next_ordinal
        lesson = lesson_of(driver.app.blobs, views[1])
        assert lesson is not None
        twins = {o: item_of(uow, project, o ^ 1) for o in lesson.ordinals.tolist()}
        # The one that is to be audited first, and all before it.
        own, twin = min(twins.items(), key=lambda pair: pair[1].audit_key)
    with driver.app.write() as uow:
        uow[Projects].lock(project)
        move_frontier(uow, project, twin.import_id, twin.audit_key)
    seen: list[Vectors] = []
    measured = measure_round.measure
    monkeypatch.setattr(
        measure_round,
        "measure",
        lambda vectors, *args, **named: (seen.append(vectors), measured(vectors, *args, **named))[
            1
        ],
    )
    while own ^ 1 not in {*inputs_of(driver, project).labels.ordinals.tolist()}:
        driver.label_at_once(project, 1, truth)
    inputs = inputs_of(driver, project)
    assert own ^ 1 in inputs.labels.ordinals[inputs.labels.audit]
    assert own not in teaching(driver.app, inputs).ordinals, "it won't teach again"
    driver.handlers |= {"tune": lambda _app, _run: None}
    driver.post(f"/projects/{project}/rounds")
    driver.work()
    plain = load_views(driver.app.blobs, views, rows)[0][np.array([own, own ^ 1])]
    width = plain.shape[1] - 2
    assert not np.allclose(plain[0, width:], plain[1, width:]), "it was read by what had learnt it"
    at_measuring = np.asarray(seen[0][np.array([own, own ^ 1])])[:, width:]
    np.testing.assert_array_equal(at_measuring[1], plain[0, width:])
    for audits in ([own ^ 1], sorted([own, own ^ 1])):  # what has taught may be an audit by now
        vectors = load_views(driver.app.blobs, views, rows)[0]
        untaught = as_if_untaught(driver.app.blobs, views, vectors, np.array(audits))
        row = np.asarray(untaught[np.array([own ^ 1])])[0, width:]
        np.testing.assert_array_equal(row, plain[0, width:])
    students: list[Student] = []

    def read_anew(app: App, run: JobRun) -> None:
        pack = to_pack(app, run)
        again, encoder = measured_again(app, pack.measured), pack.encoders[1]
        assert encoder is not None
        students.append(rounded_student(app, run, again, pack.released.views, 1, encoder, 0))

    driver.handlers |= {"fast_model": read_anew}
    assert driver.post(f"/projects/{project}/model?rung=fast").status_code == 202
    assert driver.work() == ["fast_model"]
    [student] = students
    np.testing.assert_array_equal(student.vectors[own ^ 1], plain[0, width:])
    np.testing.assert_array_equal(student.vectors[own], plain[0, width:])
    assert own ^ 1 not in student.fitted, "no audit fits anything"
