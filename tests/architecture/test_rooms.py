"""The rooms of service/loop: no arrow leads back from one to another that comes after it."""

from tests.architecture.source import is_in, modules, resolve

# The rooms of the loop, the lowest first: each imports only those before it.
ROOMS = (
    "people",
    "jobs",
    "questions",
    "vectors",
    "rounds",
    "labelling",
    "certifying",
    "review",
    "items",
    "searching",
    "predicting",
    "figures",
    "projects",
    "importing",
    "exporting",
    "packing",
    "moving",
)


def _room(name: str) -> str:
    return name.split(".")[2]


def test_no_arrow_leads_back_between_the_rooms_of_the_loop() -> None:
    inside = [module for module in modules().values() if module.name.count(".") > 2]
    inside = [module for module in inside if is_in(module.name, "service.loop")]
    assert {_room(module.name) for module in inside} == set(ROOMS)
    broken = [
        f"{module.place}:{imported.line} imports {target}"
        for module in inside
        for imported in module.imports
        if (target := resolve(imported.name)) is not None
        and is_in(target, *(f"service.loop.{room}" for room in ROOMS))
        and ROOMS.index(_room(target)) > ROOMS.index(_room(module.name))
    ]
    assert not broken, (
        "A room of service/loop imports one that comes after it (ROOMS), so that neither can be "
        "read without the other. Move what both need to the earlier room, or hand it in, as a kind "
        "of job names its handler:\n  " + "\n  ".join(broken)
    )
