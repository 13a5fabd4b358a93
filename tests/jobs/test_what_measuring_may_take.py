"""What measuring may take, by what learning took."""

from service.jobs.queries.work import JobKindCost
from service.rounds.kinds import left_to_measure


def test_what_teaches_an_encoder_earns_figures_too() -> None:
    """Else a project whose encoder learns had hardly a point on its curve: with it a measurement
    takes more, and ranking doesn't."""

    def left(**seconds: float) -> float:
        kinds = [JobKindCost(kind, 1, spent, 0.0, 0) for kind, spent in seconds.items()]
        return left_to_measure(kinds)

    assert left(rank=4, measure=5) == 0
    assert left(rank=4, tune=20, measure=5) == 10
    assert left(rank=4, embed=20, measure=5) == 0
