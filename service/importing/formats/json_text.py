"""JSON as rows may hold it: without what Python takes and PostgreSQL or an export does not."""

import json
import math
import re
from typing import Any

from service.kit.json_depth import TOO_DEEP

HALF = re.compile(r"\\u[dD][89a-fA-F]")


class Decoder:
    """Decodes values, and notes in `problem` numbers that aren't any without losing its place."""

    def __init__(self) -> None:
        self.problem: str | None = None
        self._decoder = json.JSONDecoder(parse_float=self._finite, parse_constant=self._refuse)

    def decode(self, text: str, start: int = 0) -> tuple[Any, int]:
        """The value that begins at `start`, and where it ends. ValueError, RecursionError."""
        self.problem = None
        return self._decoder.raw_decode(text, start)

    def _finite(self, number: str) -> float:
        value = float(number)
        if math.isinf(value):
            self.problem = f"not JSON: the number {number[:20]} is too large"
        return value

    def _refuse(self, name: str) -> float:
        self.problem = f"not JSON: {name} is no number"
        return 0.0


def half_characters(value: Any, text: str) -> str | None:
    """Why a value can't be stored as text, if it can't; `text` is what it was decoded from."""
    if HALF.search(text):
        try:
            json.dumps(value, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            return "half a character: an escaped surrogate without its other half"
        except RecursionError:
            return TOO_DEEP
    return None


def no_object(value: Any) -> str:
    """What a value is that should be an object."""
    if isinstance(value, str):
        return 'not a JSON object but a text: a row looks like {"text": "…"}'
    if isinstance(value, list):
        return "not a JSON object but a list"
    return f"not a JSON object but {json.dumps(value)[:20]}"
