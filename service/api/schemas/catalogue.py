from service.kit.fields import Response


class StrategyResponse(Response):
    name: str
    version: int
    title: str
    citation: str


class EncoderResponse(Response):
    name: str
    title: str
    dimensions: int | None
    takes_model: bool
    workers: list[str]


class JobKindResponse(Response):
    """A kind of background work, in the words that people are told of it."""

    name: str
    title: str
    when_ended: str
    must_end: str | None
    comes_back: str | None
    is_brief: bool
    unit: str


class ExportFormatResponse(Response):
    """A kind of file that labels can be taken away in; `name` is also how the file ends."""

    name: str
    title: str
    content_type: str
