"""What goes out. Nothing of what people wrote does that nobody named."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Choice:
    texts: bool
    """Whether the texts go out; without them a release says little but how it was made."""
    ids: bool = False
    """Whether the ids go out that rows came with."""
    columns: tuple[str, ...] = ()
    """Columns of the rows' data that go out."""
    guidelines: bool = False
    model: bool = False
    """The model that was prepared last. With vectors of texts in it, as some have, it goes out
    with the texts alone."""
    licence: str = "unknown"
    """By its name on the Hugging Face hub, such as cc-by-4.0."""
