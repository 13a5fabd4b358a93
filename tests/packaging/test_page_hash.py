"""The page is built anew whenever what it is made of has changed."""

import runpy
from pathlib import Path
from typing import Any

from tests.architecture.source import ROOT


def test_a_file_that_moves_changes_the_page(tmp_path: Path) -> None:
    script: dict[str, Any] = runpy.run_path(str(ROOT / "scripts" / "build_page.py"))

    def found() -> str:
        return str(script["hash_of"](tmp_path, script["sources"](tmp_path)))

    for folder in ("chart", "list"):
        (tmp_path / folder).mkdir()
    here = tmp_path / "chart" / "row.ts"
    here.write_text("export const row = 1;\n")
    before = found()
    assert found() == before
    here.rename(tmp_path / "list" / "row.ts")
    assert found() != before
    (tmp_path / "list" / "row.ts").rename(here)
    assert found() == before, "whatever the folder is called that all of it lies in"
