"""Entries are found by name and version, by being a module."""

from dataclasses import dataclass

import pytest

from service.core.acquisition import registry
from service.kit.errors import Invalid, UnknownStrategy
from service.kit.registry import VersionedRegistry


@dataclass(frozen=True)
class Thing:
    name: str
    version: int


@pytest.fixture
def things() -> VersionedRegistry[Thing]:
    filled: VersionedRegistry[Thing] = VersionedRegistry("service.core.evaluation", "thing")
    for name, version in (("b", 1), ("a", 1), ("a", 10), ("a", 2)):
        filled.add(Thing(name, version))
    return filled


def test_a_plain_name_is_its_newest_version(things: VersionedRegistry[Thing]) -> None:
    assert things.find("a") == Thing("a", 10)
    assert things.find("a@2") == Thing("a", 2)
    assert things.names() == ["a", "b"]
    assert [(t.name, t.version) for t in things.all()] == [("a", 1), ("a", 2), ("a", 10), ("b", 1)]


@pytest.mark.parametrize("name", ["c", "a@3", "a@", "a@x", "", "@1"])
def test_an_unknown_name_tells_the_known_ones(things: VersionedRegistry[Thing], name: str) -> None:
    if name == "a@":
        assert things.find(name) == Thing("a", 10)
        return
    with pytest.raises(Invalid, match=r"There is no thing .*\. Use one of: a, b\."):
        things.find(name)


def test_a_version_is_registered_once(things: VersionedRegistry[Thing]) -> None:
    with pytest.raises(ValueError, match="'a@2' is registered twice"):
        things.add(Thing("a", 2))


def test_the_strategies() -> None:
    assert {"auto", "margin", "random", "uncertainty_herding"} <= set(registry.names())
    assert registry.find("auto") is registry.find("auto@1")
    with pytest.raises(UnknownStrategy, match=r"Use one of: (\w+, )*auto, (\w+, )*badge"):
        registry.find("oracle")
