"""Sets of classes as other tools write them: what stands around the names is taken off."""

import json
from collections.abc import Mapping
from typing import Any

from service.kit.errors import Invalid

LISTED = ("[", "{")
"""How a text begins that may hold a list in JSON."""
SUBMITTED = "submitted"
"""The status of a response of Argilla's that somebody has sent."""


def names_in(raw: Any) -> Any:
    """A value of a file, or the list of names that it holds.

    A text may be JSON. Label Studio has `{"choices": [...]}`, as JSON and in a cell; Argilla a list
    of people's responses, each a list or `{"value": [...], "status": "submitted"}`. Drafts and what
    was discarded don't count: None where nothing else is. Raises `Invalid` where those of several
    people differ.
    """
    if isinstance(raw, str) and raw.lstrip().startswith(LISTED):
        raw = as_json(raw)
    if isinstance(raw, Mapping) and isinstance(raw.get("choices"), list):
        return raw["choices"]
    if not isinstance(raw, list) or not raw:
        return raw
    if all(isinstance(each, Mapping) and "value" in each for each in raw):
        raw = [each["value"] for each in raw if each.get("status", SUBMITTED) == SUBMITTED]
        if not raw:
            return None
    responses: list[Any] = raw
    if not all(isinstance(each, list) for each in responses):
        return raw
    if len({frozenset(map(repr, each)) for each in responses}) > 1:
        raise Invalid("holds answers of several people that differ: a text has one answer here")
    return responses[0]


def as_json(text: str) -> Any:
    """What it holds; else the text itself, which holds names then."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
