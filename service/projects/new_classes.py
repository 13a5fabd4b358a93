"""Classes as they come in: their names and keys, in a new project and in one that runs."""

from collections.abc import Collection, Iterable, Sequence

from service.answers.names import class_name, folded
from service.kit.errors import Conflict, Invalid
from service.kit.vocabulary import ClassState
from service.pool.tables.classes import LabelClass
from service.projects.shapes.projects import NewClass

KEYS = "1234567890"
MAX_CLASSES = 1_000


def new_classes(
    project_id: int, classes: Sequence[NewClass], codes: Sequence[str | None] = ()
) -> list[LabelClass]:
    """The classes of a new project, in order. `codes`: those of the classes that they are like."""
    check_number(len(classes))
    names = _names(classes)
    keys = _keys(classes)
    return [
        LabelClass(
            project_id=project_id,
            position=place,
            key=keys[place],
            code=codes[place] if codes else None,
            name=names[place],
            description=new.description,
            colour=new.colour,
        )
        for place, new in enumerate(classes)
    ]


def check_number(classes: int) -> None:
    if classes > MAX_CLASSES:
        raise Invalid(f"{classes} classes; the limit is {MAX_CLASSES}.", field="classes")


def written_name(name: str, field: str) -> str:
    """The name as it is stored: in one line, its accents in one piece."""
    name = class_name(name)
    if not name:
        raise Invalid("A class needs a name.", field=field)
    return name


def written_key(key: str, field: str) -> str:
    if key not in KEYS:
        raise Invalid(
            f"The key {key!r} can't be used: keys are the digits 1 to 9 and 0.", field=field
        )
    return key


def free_name(name: str, others: Iterable[LabelClass], advice: str = "") -> str:
    """The name as it is stored; `Conflict` says which of the project's other classes has it, with
    `advice` where that is offered."""
    name = written_name(name, "name")
    for other in others:
        if folded(other.name) == folded(name) and other.state is not ClassState.HIDDEN:
            what_then = advice if other.state is ClassState.ACTIVE else ""
            raise Conflict(f"{_taken(name, other)} {what_then}".rstrip(), field="name")
    return name


def free_key(key: str, others: Iterable[LabelClass]) -> str:
    """The key; `Conflict` says which of the active ones has it."""
    key = written_key(key, "key")
    for other in others:
        if other.key == key and other.state is ClassState.ACTIVE:
            raise Conflict(f"The key {key!r} is taken by the class {other.name!r}.", field="key")
    return key


def next_key(taken: Collection[str | None]) -> str | None:
    """The first digit that no class has."""
    return next((key for key in KEYS if key not in taken), None)


def _taken(name: str, other: LabelClass) -> str:
    if other.state is ClassState.RETIRED:
        return f"The class {other.name!r} is retired. Bring it back instead."
    if other.state is ClassState.MERGED:
        return f"The class {other.name!r} is merged into another. Bring it back instead."
    if other.name == name:
        return f"The class {name!r} exists already."
    return (
        f"The class {name!r} exists already, as {other.name!r}. Names must differ in more than "
        "capitals."
    )


def _names(classes: Sequence[NewClass]) -> list[str]:
    taken_by: dict[str, str] = {}
    names: list[str] = []
    for place, new in enumerate(classes):
        field = f"classes.{place}.name"
        names.append(name := written_name(new.name, field))
        other = taken_by.setdefault(folded(name), name)
        if len(taken_by) == place + 1:
            continue
        if other == name:
            raise Invalid(f"The class {name!r} appears twice.", field=field)
        raise Invalid(
            f"The class {name!r} exists as {other!r}. Names must differ in more than capitals.",
            field=field,
        )
    return names


def _keys(classes: Sequence[NewClass]) -> list[str | None]:
    """The key of each class: its own, else the first ten get the digits that are left."""
    own: list[str | None] = []
    for place, new in enumerate(classes):
        field = f"classes.{place}.key"
        key = written_key(new.key, field) if new.key else None
        if key is not None and key in own:
            raise Invalid(f"The key {key!r} is there twice.", field=field)
        own.append(key)
    left = iter([key for key in KEYS if key not in own])
    return [key if key is not None else next(left, None) for key in own]
