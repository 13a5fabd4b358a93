from service.api.schemas.base import Answer


class StrategyAnswer(Answer):
    name: str
    version: int
    title: str
    citation: str


class StrategyList(Answer):
    strategies: list[StrategyAnswer]


class EncoderAnswer(Answer):
    name: str
    title: str
    dimensions: int | None
    takes_model: bool
    workers: list[str]


class EncoderList(Answer):
    encoders: list[EncoderAnswer]


class JobKindAnswer(Answer):
    """A kind of background work, in the words that people are told of it."""

    name: str
    title: str
    when_ended: str
    must_end: str | None
    comes_back: str | None
    is_brief: bool
    unit: str


class JobKindList(Answer):
    kinds: list[JobKindAnswer]
