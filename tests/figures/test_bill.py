"""The bill adds up: to the job rows, to what people gave, and after old jobs were cleared away."""

import json
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from service.app import App
from service.core.evaluation.savings.labels_saved import LabelsSaved, Saving
from service.db.clock import FrozenClock
from service.figures.costs import ComputeTotals
from service.figures.show_bill import show_bill
from service.jobs.energy import UNCERTAINTY
from service.jobs.queries.jobs import Jobs
from service.jobs.queries.work import WorkDone
from service.jobs.run_job import JobRun, run_job
from service.jobs.tables import Job
from service.kit.settings import Settings
from service.projects.kinds import JOBS_KEPT, KEPT
from service.projects.queries import Sweeping
from service.rounds.queries.figures import FigureRows
from service.rounds.queries.rounds import Rounds
from service.rounds.tables.rounds import Figure
from tests.driving import API, Driver
from tests.jobs.test_cpu_time import burn
from tests.parts.counting import CountingEncoder
from tests.texts import texts, truth
from tests.vectors.vectors import current, use

pytestmark = pytest.mark.both_databases

CLASSES = ["fruit", "metal"]


class OnGpu(CountingEncoder):
    device = "cuda:0"


def bill(driver: Driver, project: int) -> Any:
    answer = driver.get(f"/projects/{project}/bill")
    assert answer.status_code == 200, answer.text
    return answer.json()


def label(driver: Driver, project: int, count: int, clock: FrozenClock, seconds: float) -> None:
    for _ in range(count):
        [lease] = driver.offered(project)["assignments"]
        shown = clock.now
        clock.advance(seconds)
        answer = truth(lease["item"]["text"])
        sent = driver.answer(project, lease, answer, shown_at=shown.isoformat())
        assert sent.status_code == 201


def job_rows(driver: Driver, project: int) -> dict[str, list[Any]]:
    found = defaultdict(list)
    for job in driver.get("/jobs", project=project, limit=500).json()["results"]:
        if job["attempts"]:
            found[job["kind"]].append(job)
    return found


def test_of_a_new_project_nothing_is_made_up(driver: Driver) -> None:
    found = bill(driver, driver.project())
    assert found["people"]["active_seconds"] == found["people"]["labels"] == 0
    assert found["compute"] == {"jobs": 0, "cpu_seconds": 0, "gpu_seconds": 0, "kinds": []}
    assert found["stored"] == {"vector_bytes": 0, "uploaded_bytes": 0}
    assert found["energy"]["watt_hours"] == {"value": 0, "low": 0, "high": 0}
    for cost in (found["people"]["cost"], found["cost_per_label"]):
        assert (cost["value"], cost["reason"]["code"]) == (None, "no_price")
    assert found["cost_per_point"]["reason"]["figures"] == {"figures": 0, "needed": 2}
    assert found["random"]["reason"]["code"] == "not_measured"


@pytest.mark.slow
def test_a_campaign_adds_up(driver: Driver, clock: FrozenClock) -> None:
    project = driver.project(CLASSES, round_every=10, price_per_hour=36.0)
    rows = texts(60)
    driver.imported(project, rows)
    for _ in range(2):
        label(driver, project, 10, clock, 4.0)
        driver.work()
    found, jobs = bill(driver, project), job_rows(driver, project)
    assert (found["people"]["active_seconds"], found["people"]["labels"]) == (80.0, 20)
    assert found["people"]["cost"] == {"value": pytest.approx(0.8), "reason": None}
    assert found["cost_per_label"]["value"] == pytest.approx(0.04)
    kinds = {kind["kind"]: kind for kind in found["compute"]["kinds"]}
    assert kinds.keys() == jobs.keys() >= {"import", "embed", "rank", "measure"}
    for name, kind in kinds.items():
        assert kind["jobs"] == len(jobs[name])
        seconds = sum(job["cpu_seconds"] for job in jobs[name])
        assert seconds > 0
        assert kind["cpu_seconds"] == pytest.approx(seconds)
        # What Python and numpy take, and less than any machine has.
        assert 20e6 < kind["peak_bytes"] == max(j["peak_bytes"] for j in jobs[name]) < 2**42
    compute = found["compute"]
    assert compute["jobs"] == sum(map(len, jobs.values()))
    assert compute["cpu_seconds"] == pytest.approx(sum(k["cpu_seconds"] for k in kinds.values()))
    [shard] = current(driver, project)
    vectors = driver.app.blobs.array(shard.blob)
    sent = "\n".join(json.dumps(row) for row in rows)
    assert found["stored"] == {"vector_bytes": vectors.nbytes, "uploaded_bytes": len(sent)}


def test_what_was_cleared_away_stays_in_the_bill(driver: Driver, clock: FrozenClock) -> None:
    project = driver.project()

    def work(_app: App, run: JobRun) -> None:
        burn(0.02)
        run.gpu_seconds += 1.5

    def run_some(kind: str, count: int) -> None:
        for _ in range(count):
            with driver.app.write() as uow:
                made = Job(kind=kind, project_id=project, run_after=uow.now, created_at=uow.now)
                job = uow[Jobs].add(made).id
            assert run_job(driver.app, job, "test", {kind: work}, driver.tools)

    def compute() -> ComputeTotals:
        with driver.app.read() as uow:  # sessions don't last as long as jobs are kept
            return ComputeTotals.of(uow[WorkDone].by_kind(project))

    def forget() -> int:
        clock.advance((JOBS_KEPT + KEPT + timedelta(hours=1)).total_seconds())
        with driver.app.write() as uow:
            return uow[Sweeping].forget_jobs(project, uow.now - JOBS_KEPT, [], 100)

    run_some("embed", 3)
    run_some("rank", 2)
    before = compute()
    assert forget() == 3
    after = compute()
    assert [(kind.kind, kind.jobs) for kind in after.kinds] == [("embed", 3), ("rank", 2)]
    assert after.gpu_seconds == pytest.approx(7.5)
    for kind, kept in zip(before.kinds, after.kinds, strict=True):
        assert kept.cpu_seconds == pytest.approx(kind.cpu_seconds)
        assert kept[3:] == kind[3:]
    run_some("embed", 1)
    assert forget() == 1  # added to what was kept before
    assert [kind.jobs for kind in compute().kinds] == [4, 2]
    assert compute().gpu_seconds == pytest.approx(9.0)


def test_energy_has_a_band_and_comes_from_seconds(driver: Driver) -> None:
    project = driver.project()
    job = Job(kind="embed", project_id=project, attempts=1, cpu_seconds=3_600.0, gpu_seconds=0.0)
    with driver.app.write() as uow:
        uow[Jobs].add(job)
    found = bill(driver, project)["energy"]
    assert found["watt_hours"] == pytest.approx({"value": 10.0, "low": 6.0, "high": 14.0})
    assert found["co2e_grams"] == pytest.approx({"value": 4.73, "low": 2.838, "high": 6.622})
    assert (found["core_watts"], found["carbon_intensity"]) == (10.0, 473.0)
    assert found["reason"] is None
    assert UNCERTAINTY == 0.4


def test_what_counters_saw_is_not_estimated(driver: Driver) -> None:
    project = driver.project()
    took = {"cpu_seconds": 3_600.0, "joules": 7_200.0, "metered_cpu_seconds": 1_800.0}
    with driver.app.write() as uow:
        uow[Jobs].add(Job(kind="embed", project_id=project, attempts=1, **took))
    found = bill(driver, project)["energy"]
    # 2 Wh counted, and half an hour of a core at 10 W.
    assert found["watt_hours"] == pytest.approx({"value": 7.0, "low": 4.7, "high": 9.3})
    assert found["metered_share"] == 0.5


def test_a_gpu_whose_power_nobody_knows_makes_energy_unknown(driver: Driver) -> None:
    project = driver.project(CLASSES)
    encoder = OnGpu()
    use(driver, encoder)
    driver.imported(project, texts(20))
    found = bill(driver, project)
    [embed] = [kind for kind in found["compute"]["kinds"] if kind["kind"] == "embed"]
    assert embed["gpu_seconds"] > 0
    energy = found["energy"]
    assert (energy["watt_hours"], energy["co2e_grams"]) == (None, None)
    assert energy["reason"]["code"] == "gpu_watts_unknown"
    settings = driver.app.settings.model_copy(update={"gpu_watts": 300.0})
    with driver.app.read() as uow:
        known = show_bill(uow, settings, project).energy
    assert known.reason is None
    assert known.watt_hours is not None
    compute = found["compute"]
    joules = 10.0 * compute["cpu_seconds"] + 300.0 * compute["gpu_seconds"]
    assert known.watt_hours.value == pytest.approx(joules / 3_600)


def figure(project: int, number: int, estimate: float | None, labels: int) -> Figure:
    return Figure(
        project_id=project,
        round=number,
        strategy="random@1",
        estimator="audits@1",
        labels=labels + 5,
        known_answers=5,
        audit_labels=9,
        annotator_seconds=0.0,
        compute_seconds=0.0,
        estimate=estimate,
        low=0.1,
        high=0.9,
    )


def test_a_point_of_accuracy_costs_what_came_between_two_figures(driver: Driver) -> None:
    project = driver.project(price_per_label=0.5)

    def measured(number: int, estimate: float | None, labels: int) -> Any:
        with driver.app.write() as uow:
            uow[FigureRows].put(figure(project, number, estimate, labels))
        return bill(driver, project)["cost_per_point"]

    assert measured(1, None, 10)["reason"]["figures"] == {"figures": 0, "needed": 2}
    assert measured(2, 0.6, 20)["reason"]["figures"] == {"figures": 1, "needed": 2}
    assert measured(3, 0.6, 30)["reason"]["code"] == "quality_did_not_rise"
    assert measured(4, 0.7, 60) == {"value": pytest.approx(2.0), "reason": None}
    driver.http.patch(f"/api/v1/projects/{project}", json={"price_per_label": None})
    assert bill(driver, project)["cost_per_point"]["reason"]["code"] == "no_price"


def test_prices_that_say_nothing_yet_have_a_reason(driver: Driver) -> None:
    project = driver.project(price_per_hour=30.0)
    assert bill(driver, project)["people"]["cost"]["reason"]["code"] == "no_time"
    by_label = bill(driver, driver.project(price_per_label=0.5))
    assert by_label["people"]["cost"] == {"value": 0.0, "reason": None}
    assert by_label["cost_per_label"]["reason"]["code"] == "no_labels"


@pytest.mark.slow
def test_random_sampling_costs_more_by_what_was_saved(driver: Driver) -> None:
    project = driver.project(CLASSES, round_every=10, price_per_label=0.5)
    driver.imported(project, texts(120))
    driver.label_at_once(project, 60, truth)
    driver.work()
    with driver.app.write() as uow:
        stored = uow[Rounds].last_measured(project)
        assert stored is not None
        assert stored.metrics is not None
        metrics = stored.metrics
        saved = LabelsSaved(60, 15, 20, False, 50, 10, 60, 15, 40, None)
        stored.metrics = replace(metrics, labels_saved=Saving(saved, None))
    found = bill(driver, project)["random"]
    assert found == {"lower": 37.5, "estimate": 40.0, "reason": None}
    with driver.app.write() as uow:
        stored = uow[Rounds].last_measured(project)
        assert stored is not None
        unsure = replace(saved, low=-10, audits_to_tell=90)
        stored.metrics = replace(metrics, labels_saved=Saving(unsure, None))
    unsaid = bill(driver, project)["random"]
    assert (unsaid["lower"], unsaid["estimate"]) == (None, None)
    assert unsaid["reason"]["code"] == "saving_unsure"
    with driver.app.write() as uow:
        stored = uow[Rounds].last_measured(project)
        assert stored is not None
        lost = replace(saved, lower=-10, estimate=-5, low=-20, high=-2)
        stored.metrics = replace(metrics, labels_saved=Saving(lost, None))
    with driver.app.write() as uow:
        figure = uow[FigureRows].last(project)
        assert figure is not None
        figure.known_answers = 55
    assert bill(driver, project)["random"]["lower"] == 0.0, "fewer than came with files"
    driver.http.patch(f"/api/v1/projects/{project}", json={"price_per_label": None})
    assert bill(driver, project)["random"]["reason"]["code"] == "no_price"


def test_carbon_intensity_is_a_number_or_a_country() -> None:
    assert Settings(carbon_intensity="deu").carbon_intensity == 381
    assert Settings(carbon_intensity="12.5").carbon_intensity == 12.5
    with pytest.raises(ValueError, match="'XYZ' is no number, nor one of the countries"):
        Settings(carbon_intensity="XYZ")


def test_money_has_the_projects_currency(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    project = driver.project(CLASSES, price_per_label=2.0, value_per_point=5)
    path = f"/projects/{project}"
    assert {driver.get(each).json()["currency"] for each in (path, f"{path}/curve")} == {"EUR"}
    for wrong in ("usd", "US", "€", None):
        answer = driver.http.patch(f"{API}{path}", json={"currency": wrong})
        assert (answer.status_code, answer.json()["field"]) == (422, "currency")
    assert driver.http.patch(f"{API}{path}", json={"currency": "USD"}).status_code == 200
    shown = {driver.get(f"{path}{each}").json()["currency"] for each in ("", "/bill", "/curve")}
    assert shown == {"USD"}
    copy = driver.post(f"{path}/duplicate", name="Copy").json()
    assert copy["currency"] == "USD"
    swiss = driver.app.settings.model_copy(update={"currency": "CHF"})
    monkeypatch.setattr(driver.app, "settings", swiss)
    assert driver.post("/projects", name="Swiss", classes=[]).json()["currency"] == "CHF"
