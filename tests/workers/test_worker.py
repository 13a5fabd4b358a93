"""What a worker is made of."""

from service.bootstrap import App
from service.vocabulary import JobKind
from workers.worker import NICENESS, Worker


def test_every_kind_of_job_has_a_consumer_of_its_own(app: App) -> None:
    made = Worker(app, "test", ["cpu"])
    assert set(NICENESS) == set(JobKind)
    assert len(made._consumers) == len(JobKind)


def test_says_what_it_computes_with(app: App) -> None:
    Worker(app, "test", ["cpu"]).announce()
    with app.read() as uow:
        [told] = uow.workers.alive(uow.now)
    assert (told.lanes, told.compute) == (["cpu"], "numpy")
