"""The rooms of the service: which there are, what may be in them, and which may import which.

A room is a folder of `service/` about one noun. Its files by name: `tables` (how it is stored),
`queries` (the SQL), `shapes` (what leaves and comes in), `routes` (HTTP), and a file for each use
case. Where one of the four would be too long it is a folder. `verb_NAME` is a verb of `postil`.
"""

from tests.architecture.source import (
    OPTIONAL,
    ROOMS,
    STORED,
    Import,
    Module,
    is_in,
    modules,
    part_of,
    resolve,
    room_of,
)

BELOW = ("service.kit", "service.db", "service.core", "service.answers", "service.ports")
"""What every room may import."""
ONLY_IN = {
    "sqlalchemy": STORED,
    "sqlmodel": STORED,
    "fastapi": ("routes",),
    "starlette": ("routes",),
}
"""Packages from elsewhere, and the parts of a room that may import them."""


def _may(module: Module, target: str) -> bool:
    """Whether a module of a room may import one of ours."""
    room, other = room_of(module.name), room_of(target)
    part = part_of(module.name)
    if other is None:
        beside = ("service.schema",) if part in (*STORED, "use case") else ()
        beside += () if part in STORED else ("service.app",)
        beside += ("service.web",) if part == "routes" else ()
        return is_in(target, *BELOW, *beside)
    if room != other and (other in OPTIONAL or ROOMS.index(other) > ROOMS.index(str(room))):
        return False
    if part_of(target) in STORED:
        return part != "routes"
    if part in STORED:
        return other == "pool"
    return part_of(target) != "routes" or (part == "routes" and room == other)


def _ours(module: Module) -> list[tuple[Import, str]]:
    """What a module imports of ours, other than the package that it is in."""
    targets = ((imported, resolve(imported.name)) for imported in module.imports)
    return [(imported, target) for imported, target in targets if target not in (None, "service")]


def test_use_cases_import_only_rooms_below_theirs() -> None:
    inside = [module for module in modules().values() if room_of(module.part)]
    assert {room_of(module.name) for module in inside} == set(ROOMS)
    broken = [
        f"{module.place}:{imported.line} imports {target}"
        for module in inside
        for imported, target in _ours(module)
        if not _may(module, target)
    ]
    assert not broken, (
        "A room imports one above it, or a part that isn't for it: the top of this file says which "
        "may import which. Move what both need to the lower room, or hand it in, as a "
        "kind of job names its handler:\n  " + "\n  ".join(broken)
    )


def test_sql_stays_in_tables_and_queries_and_http_in_routes() -> None:
    broken = [
        f"{module.place}:{imported.line} imports {package}, which belongs to {' and '.join(parts)}"
        for module in modules().values()
        if room_of(module.part)
        for imported in module.imports
        for package, parts in ONLY_IN.items()
        if is_in(imported.name, package) and part_of(module.name) not in parts
    ]
    assert not broken, "A part of a room does another's work:\n  " + "\n  ".join(broken)
