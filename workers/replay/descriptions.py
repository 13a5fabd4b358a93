"""What is written about classes before anybody labels: a description, and sentences as examples."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

from pydantic import StringConstraints, TypeAdapter, ValidationError

from service.kit.errors import BadUpload
from service.projects.shapes.examples import MOST_EXAMPLES

Sentence = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Description(NamedTuple):
    """Of one class."""

    description: str = ""
    examples: tuple[Sentence, ...] = ()


NOTHING = Description()
_SHAPE: TypeAdapter[Description] = TypeAdapter(Description)


def read_descriptions(path: Path, stem: str, classes: Sequence[str]) -> dict[str, Description]:
    """What a JSON file says of these classes of a labelled one, by name.

    It has for each class its sentences, or `description` and `examples`. A class may be called
    `SET:CLASS`, by the `stem` of the labelled file; what is called otherwise is of others. Raises
    BadUpload where it says nothing of any class, or a class has too many.
    """
    try:
        written = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        raise BadUpload(f"{path.name} is no JSON: {error}.") from error
    if not isinstance(written, dict):
        raise BadUpload(f"{path.name} is no object with the sentences of each class.")
    descriptions = {
        name: _description(path, key, written[key])
        for name in classes
        for key in (name, f"{stem}:{name}")
        if key in written
    }
    if not descriptions:
        raise BadUpload(f"{path.name} names no class of {stem}: {_some(classes)}.")
    return descriptions


def _description(path: Path, key: str, written: object) -> Description:
    content = {"examples": written} if isinstance(written, list) else written
    try:
        if not isinstance(content, dict):
            raise BadUpload(f"{path.name}: {key} is neither a list nor an object.")
        described = _SHAPE.validate_python(
            (content.get("description", ""), content.get("examples", ()))
        )
    except ValidationError as error:
        raise BadUpload(
            f"{path.name}: {key} isn't sentences: {error.errors()[0]['msg']}."
        ) from error
    if len(described.examples) > MOST_EXAMPLES:
        raise BadUpload(
            f"{path.name}: {key} has {len(described.examples)} examples: {MOST_EXAMPLES} at most."
        )
    return described


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:5])
