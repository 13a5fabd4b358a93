"""What an encoder in torch computes with. For types alone: torch isn't imported to say it."""

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

    from workers.encoders.bert import Bert

TextModel: TypeAlias = "SentenceTransformer | Bert"
