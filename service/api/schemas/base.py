from pydantic import BaseModel, ConfigDict


class Body(BaseModel):
    """A request: unknown fields are refused, so that a misspelt one doesn't go unnoticed."""

    model_config = ConfigDict(extra="forbid")


class Answer(BaseModel):
    """A response, filled from a stored row or a dict."""

    model_config = ConfigDict(from_attributes=True)
