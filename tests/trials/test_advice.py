"""What is said of encoders that were tried."""

from service.core.evaluation.gain import Gain
from service.trials.advice import advise, in_words
from service.trials.tables import TriedEncoder


def tried(name: str, value: float, reach: float, seconds: float) -> TriedEncoder:
    gain = Gain(value, value - reach, value + reach)
    return TriedEncoder(
        encoder=name, alone=0.5, beside=0.5, gain=gain, on_audits=None, seconds=seconds
    )


def test_of_what_is_as_good_the_cheaper_is_named() -> None:
    large, small = tried("large", 0.043, 0.02, 300.0), tried("small", 0.041, 0.029, 30.0)
    advice = advise([large, small], 500, 120_000)
    assert advice.encoder == "small"
    assert advice.sentence == (
        "Add small: 4.1 points more (1.2 to 7.0). "
        "It costs 6 minutes of computing for 120,000 texts."
    )
    assert advise([tried("large", 0.09, 0.02, 300.0), small], 500, 9).encoder == "large"
    chance = advise([tried("a", 0.02, 0.02, 1.0), tried("b", 0.01, 0.02, 1.0)], 500, 9)
    assert chance.encoder is None
    assert chance.sentence == (
        "Keep what you have. On 500 labelled texts the gain by each of the 2 others may be chance."
    )


def test_computing_in_words() -> None:
    said = [in_words(seconds) for seconds in (0.2, 45, 100, 7_300)]
    assert said == ["1 second", "45 seconds", "2 minutes", "2 hours"]
