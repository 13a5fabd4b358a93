"""A page of estimates is written section by section."""

from pathlib import Path

from benchmarks.estimates.page import Page, write

OF_OTHERS = "## `auto@3+mixture@2`\n\nMade by `a command`.\n\n### Audits: even\n\n| a | table |\n"


def written(into: Path, inputs: list[str], command: str) -> str:
    """The page after a report of a contender without records."""
    write(Page("final", inputs, command), into, ["even"], ["auto@4+mixture@4"], into)
    return (into / "estimates.md").read_text(encoding="utf-8")


def test_a_report_replaces_its_own_section_and_no_other(tmp_path: Path) -> None:
    (tmp_path / "estimates.md").write_text(f"# Title\n\nBefore.\n\n{OF_OTHERS}", encoding="utf-8")
    first = written(tmp_path, [], "report one")
    assert OF_OTHERS in first
    assert first.endswith("## `auto@4+mixture@4`\n\nMade by `report one`.\n")
    assert written(tmp_path, [], "report two") == first.replace("report one", "report two")


def test_heads_that_read_other_views_have_a_section_of_their_own(tmp_path: Path) -> None:
    written(tmp_path, [], "report one")
    both = written(tmp_path, ["lexical+small"], "report two")
    assert "## `auto@4+mixture@4`\n\nMade by `report one`." in both
    assert "## `auto@4+mixture@4`, lexical+small\n\nMade by `report two`." in both


def test_each_section_has_a_picture_of_its_own() -> None:
    page = Page("final", ["lexical+small"], "report")
    assert page.image("auto@6+mixture@4") == "estimates-lexical-small-auto6-mixture4.png"
    assert page.image("auto@4+mixture@4") != page.image("auto@6+mixture@4")
