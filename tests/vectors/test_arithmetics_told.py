"""In which numbers vectors were computed: by whom they were made, wherever they lie now."""

import pytest

from service.pool.queries.projects import Views
from service.ports import Encoder
from service.vectors.queries import Shards
from tests.driving import Driver, on_sqlite
from tests.parts.counting import CountingEncoder, Stumbling
from tests.texts import texts, truth
from tests.vectors.vectors import current, project_with, use
from workers.encoders.hashing import HashingEncoder

pytestmark = pytest.mark.slow


def computing_in(arithmetic: str) -> CountingEncoder:
    """A worker on some processor; all give the same vectors here."""
    encoder = CountingEncoder()
    encoder.arithmetic = arithmetic
    return encoder


def told(driver: Driver, project: int) -> list[list[str] | None]:
    """Of the project's shards."""
    return [shard.arithmetics for shard in current(driver, project)]


def in_round(driver: Driver, project: int) -> list[str] | None:
    """As the last round tells it, here and on the project's screen."""
    driver.label_at_once(project, 12, truth)
    driver.work()
    [view] = driver.get(f"/projects/{project}/stats").json()["last_round"]["views"]
    [shown] = driver.get(f"/projects/{project}/rounds").json()["results"][-1]["views"]
    assert view == shown
    names: list[str] | None = view["arithmetics"]
    return names


@pytest.mark.both_databases
def test_a_round_tells_in_which_numbers_all_of_its_vectors_were_computed(driver: Driver) -> None:
    rows = texts(120)
    use(driver, computing_in("float32"))
    project = project_with(driver, rows[:40])
    assert in_round(driver, project) == ["float32"]
    use(driver, computing_in("bfloat16"))
    driver.imported(project, rows[40:80])
    assert told(driver, project) == [["bfloat16", "float32"]], "of one that was merged"
    assert in_round(driver, project) == ["bfloat16", "float32"]


@on_sqlite
def test_vectors_that_were_found_are_as_they_were_made(driver: Driver) -> None:
    rows = texts(80)
    use(driver, computing_in("bfloat16"))
    project_with(driver, rows[:40])
    use(driver, computing_in("float32"))
    assert told(driver, project_with(driver, rows[:40])) == [["bfloat16"]]
    assert told(driver, project_with(driver, rows[20:60])) == [["bfloat16", "float32"]]


class Replaced(Stumbling):
    """A worker in bfloat16 that breaks down; another takes over, in fp32."""

    @property
    def arithmetic(self) -> str:  # type: ignore[override]
        return "bfloat16" if self.left > 0 else "float32"


@on_sqlite
def test_what_a_broken_attempt_made_is_as_that_worker_made_it(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.vectors.encode_stretch.FIRST_SLICE", 200)
    use(driver, Replaced(call=3))
    project = project_with(driver, texts(60))
    assert told(driver, project) == [["bfloat16", "float32"]]


class Silent(HashingEncoder):
    """Of somebody else's package, which says nothing of it."""

    arithmetic = None  # type: ignore[assignment]


@pytest.mark.parametrize("encoder", [Silent(), HashingEncoder()])
@on_sqlite
def test_what_is_not_known_is_not_told(driver: Driver, encoder: Encoder) -> None:
    """Of vectors from before it was noted as of those whose encoder doesn't say."""
    rows = texts(80)
    use(driver, encoder)
    project = project_with(driver, rows[:40])
    if encoder.__class__ is HashingEncoder:
        with driver.app.write() as uow:
            for shard in uow[Shards].current(uow[Views].ranked(project)):
                shard.arithmetics = None
    use(driver, computing_in("float32"))
    driver.imported(project, rows[40:])
    assert told(driver, project) == [None]
    assert in_round(driver, project) is None
