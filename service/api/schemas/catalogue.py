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
