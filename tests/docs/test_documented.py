"""What can be set, called or typed is documented, and what is documented is there."""

import re
import tomllib
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from service import cli
from service.answers import answer_kind
from service.answers.answer import Feature
from service.core.acquisition import registry
from service.core.heads.head import head_names
from service.exporting.export_format import EXPORT_FORMATS
from service.kit.reason_codes import SENTENCES
from service.kit.settings import Settings
from service.ports import ENCODERS
from tests.driving import description

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *DOCS.rglob("*.md"), *ROOT.glob("benchmarks/**/*.md")]
METHODS = {"get", "post", "put", "patch", "delete"}
# Verbs that talk to a service read these; they are no settings of it.
OF_THE_CLIENT = {"POSTIL_URL", "POSTIL_TOKEN"}
LINK = re.compile(r"\]\((?!https?://)([^)#]*)(?:#([^)]*))?\)")


def read(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def settings() -> set[str]:
    return {f"POSTIL_{name.upper()}" for name in Settings.model_fields}


def test_what_a_kind_of_answer_lacks_is_documented() -> None:
    """A row that names a feature says `no` where projects of that kind don't have it."""
    rows = re.findall(r"^\| (.*\(`(\w+)`\)) \| (.*) \| (.*) \|$", read("answers.md"), re.MULTILINE)
    kinds = [answer_kind("single_label"), answer_kind("multi_label")]
    documented = {
        (feature, kind.name)
        for _, feature, *cells in rows
        for kind, cell in zip(kinds, cells, strict=True)
        if cell.startswith("no")
    }
    assert {feature for _, feature, *_ in rows} == {*Feature}
    assert documented == {(each.value, kind.name) for kind in kinds for each in kind.lacks}


def test_every_setting_is_documented() -> None:
    documented = set(re.findall(r"^\| `(POSTIL_\w+)`", read("settings.md"), re.MULTILINE))
    assert documented == settings(), "docs/settings.md has a row for each field of Settings"


def test_defaults_are_documented_as_they_are() -> None:
    page = read("settings.md")
    for name, field in Settings.model_fields.items():
        if field.default is not None:
            row = next(line for line in page.splitlines() if f"`POSTIL_{name.upper()}`" in line)
            assert f"| `{field.default}` |" in row, f"the default of {name} is {field.default}"


def test_no_document_names_a_setting_that_is_not_there() -> None:
    named = {name for page in PAGES for name in re.findall(r"POSTIL_\w+", page.read_text("utf-8"))}
    assert named <= settings() | OF_THE_CLIENT


def test_every_strategy_is_documented() -> None:
    documented = re.findall(r"^\| `(\w+)` \|", read("strategies.md"), re.MULTILINE)
    assert sorted(documented) == sorted({strategy.name for strategy in registry.all()}), (
        "docs/strategies.md has a row for each registered strategy"
    )


def test_every_head_is_documented() -> None:
    documented = re.findall(r"^\| `(\w+)` \|", read("heads.md"), re.MULTILINE)
    assert sorted(documented) == head_names(), "docs/heads.md has a row for each registered head"


def test_every_encoder_is_documented() -> None:
    """Those that ship: others may be installed beside them."""
    documented = re.findall(r"^\| `(\w+)` \|", read("extending.md"), re.MULTILINE)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert sorted(documented) == sorted(project["entry-points"][ENCODERS]), (
        "docs/extending.md has a row for each encoder of pyproject.toml"
    )


def test_every_export_format_is_documented(openapi: dict[str, Any]) -> None:
    section = _section(read("http.md"), "Exports")
    assert {name for name in EXPORT_FORMATS if f"`{name}`" not in section} == set()
    parameters = openapi["paths"]["/api/v1/projects/{project_id}/export"]["get"]["parameters"]
    [formats] = [each["schema"]["enum"] for each in parameters if each["name"] == "format"]
    assert sorted(formats) == sorted(EXPORT_FORMATS)


@pytest.fixture(scope="module")
def openapi() -> dict[str, Any]:
    return description()


def endpoints(openapi: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """`METHOD /path` and its operation."""
    return {
        f"{method.upper()} {path}": operation
        for path, operations in openapi["paths"].items()
        for method, operation in operations.items()
        if method in METHODS
    }


def test_the_reference_is_as_the_service_describes_itself(
    openapi: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    script = import_module("write_api_reference")
    assert script.written(openapi, script.callers()) == read("api.md"), (
        "The API has changed: run `python scripts/write_api_reference.py`."
    )


def test_the_tour_visits_every_endpoint(openapi: dict[str, Any]) -> None:
    steps = re.findall(r"^# ([A-Z]+ /.*)$", read("tour.md"), re.MULTILINE)
    visited = [endpoint for step in steps for endpoint in step.split(", ")]
    assert sorted(visited) == sorted(endpoints(openapi)), "docs/tour.md tries each endpoint once"


OF_THE_CODE = re.compile(
    r"audit item|check text|released head|the pool|evaluation (?:set|item)", re.IGNORECASE
)


def test_people_read_audit_text_and_no_words_of_the_code() -> None:
    page = ROOT / "frontend" / "src"
    files = chain((page / "words").rglob("*.ts*"), page.glob("rooms/*/words.ts*"))
    screens = [path for path in files if ".test." not in path.name]
    reasons = {str(code): sentence for code, sentence in SENTENCES.items()}
    sentences = reasons | {path.name: path.read_text("utf-8") for path in screens}
    broken = {name: OF_THE_CODE.findall(text) for name, text in sentences.items()}
    assert not {name: words for name, words in broken.items() if words}, (
        "What people read follows docs/architecture.md#words: audit text, all texts, the model"
    )


@pytest.mark.parametrize("verb", cli.verbs())
@pytest.mark.slow
def test_every_verb_and_flag_is_documented(verb: str) -> None:
    section = _section(read("cli.md"), f"`postil {verb}")
    documented = set(re.findall(r"`(--[\w-]+)`", section))
    flags = {
        name
        for parameter in cli.load(verb).params
        for name in [*parameter.opts, *parameter.secondary_opts]
        if name.startswith("--")
    }
    assert documented == flags - {"--help"}, f"docs/cli.md on `postil {verb}`"


def test_the_flags_of_postil_itself_are_documented() -> None:
    head = read("cli.md").partition("\n## ")[0]
    assert {"--help", "--version", "--install-completion", "--show-completion"} <= set(
        re.findall(r"--[\w-]+", head)
    )


def _section(page: str, title: str) -> str:
    """The part of a page under the heading that begins so, without the next heading."""
    parts = re.split(r"^(#{2,3} .*)$", page, flags=re.MULTILINE)
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    found = [body for heading, body in sections.items() if heading.lstrip("# ").startswith(title)]
    assert found, f"there is no section {title}`"
    return found[0]


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    for page in PAGES:
        for target, anchor in LINK.findall(page.read_text(encoding="utf-8")):
            file = (page.parent / target).resolve() if target else page
            if not file.exists():
                broken.append(f"{page.relative_to(ROOT)}: {target}")
            elif anchor and anchor not in _anchors(file):
                broken.append(f"{page.relative_to(ROOT)}: {target}#{anchor}")
    assert not broken


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_folder_of_the_source_has_its_line() -> None:
    tree = set(re.findall(r"\w+(?=/)", read("architecture.md").split("```")[1]))
    packages = {
        path.parent.name
        for folder in ("service", "workers", "postil")
        for path in (ROOT / folder).rglob("__init__.py")
    }
    parts = {path.name for path in (ROOT / "frontend" / "src").iterdir() if path.is_dir()}
    assert packages | parts <= tree, "docs/architecture.md has a line for each folder"


def test_what_the_wiring_names_is_there() -> None:
    tree = read("architecture.md").split("```")[1]
    folders = [each for each in ROOT.glob("[!.]*") if each.name != "frontend"]
    there = {path.name for folder in folders for path in folder.rglob("*.py")}
    named = set(re.findall(r"\w+\.py", tree))
    assert len(named) > 5
    assert named <= there
