"""What the images install is locked, and fits what pyproject.toml asks for."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from service.ports import registered_encoders
from tests.production import dockerfile
from tests.production.dockerfile import ROOT

OF_ENCODERS = {entry.spec.extra for entry in registered_encoders().values()} - {None}
EXTRAS = {("api", "queue"), ("worker", "workers"), *(("worker", extra) for extra in OF_ENCODERS)}
IMAGES = ("api", "worker")
PIN = re.compile(r"(?P<name>[\w.-]+)==(?P<version>[\w.+!]+)(?P<marker> ; .*)?")
UPDATE = "run scripts/lock_requirements.py, which writes both lists anew"


def blocks(image: str) -> list[str]:
    text = Path(ROOT / f"requirements-{image}.txt").read_text(encoding="utf-8")
    return re.split(r"\n(?=\S)", text.strip())


def pins(image: str) -> dict[str, Version]:
    found = [PIN.match(block.split(" \\")[0]) for block in blocks(image)]
    assert all(found)
    return {canonicalize_name(m["name"]): Version(m["version"]) for m in found if m}


def wanted(extra: str) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"][extra]]
    return [Requirement(one) for one in asked]


@pytest.mark.parametrize(("image", "extra"), sorted(EXTRAS))
def test_all_that_is_asked_for_is_locked_to_a_version_that_fits(image: str, extra: str) -> None:
    locked = pins(image)
    for requirement in wanted(extra):
        name = canonicalize_name(requirement.name)
        if name == "torch":
            [version] = [
                stage.arguments["TORCH"]
                for stage in dockerfile.stages().values()
                if "TORCH" in stage.arguments
            ]
            assert Version(version) in requirement.specifier
            continue
        assert name in locked, f"{name} is in no list: {UPDATE}"
        assert locked[name] in requirement.specifier, f"{name} is locked to another: {UPDATE}"


@pytest.mark.parametrize("image", IMAGES)
def test_every_package_has_hashes(image: str) -> None:
    assert len(blocks(image)) > 50
    assert [block for block in blocks(image) if "--hash=sha256:" not in block] == []


def test_the_worker_has_what_the_api_has_in_the_same_version() -> None:
    api, worker = pins("api"), pins("worker")
    assert {name: worker.get(name) for name in api} == api
