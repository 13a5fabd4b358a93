"""Which encoders a worker has, and loading them once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest

from service.kit.errors import UnknownEncoder
from service.kit.settings import Settings
from service.ports import Encoder, EncoderEntry, EncoderSpec, FloatArray, registered_encoders
from workers.encoders.registry import Encoders


class Constant:
    dimensions = 2
    numeric_class = "exact"

    def __init__(self, model: str | None) -> None:
        self.fingerprint = f"constant {model}"

    def encode(self, texts: list[str]) -> FloatArray:
        return np.tile(np.float32([1, 0]), (len(texts), 1))

    reference = encode


class Shelf:
    """Entries whose availability a test decides; counts what is asked of it."""

    def __init__(self) -> None:
        self.installed = {"always"}
        self.asked: list[str] = []
        self.loaded: list[str | None] = []

    def entry(self, name: str, takes_model: bool = False) -> EncoderEntry:
        def available() -> bool:
            self.asked.append(name)
            return name in self.installed

        def load(model: str | None) -> Encoder:
            self.loaded.append(model)
            return Constant(model)

        return EncoderEntry(EncoderSpec(name, name, 2, takes_model), available, load)

    def encoders(self, check_seconds: float = 0) -> Encoders:
        entries = {"always": self.entry("always"), "later": self.entry("later", True)}
        return Encoders(entries, check_seconds)


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def test_what_was_loaded_to_be_lent_goes_and_what_was_there_stays(shelf: Shelf) -> None:
    encoders = shelf.encoders()
    for _ in range(2):
        with encoders.borrow("always") as lent:
            assert lent is encoders.load("always")
    assert len(shelf.loaded) == 2
    encoders.load("always")
    with encoders.borrow("always"):
        pass
    encoders.load("always")
    assert len(shelf.loaded) == 3


def test_what_is_there_doesnt_wait_for_another_that_is_being_loaded(shelf: Shelf) -> None:
    """Both begin before either ends."""
    begun = threading.Barrier(2)

    def load(model: str | None) -> Encoder:
        begun.wait(timeout=30)
        return Constant(model)

    encoders = Encoders(
        {name: replace(shelf.entry(name), load=load) for name in ("one", "other")}, 0
    )
    with ThreadPoolExecutor(2) as threads:
        loaded = [*threads.map(encoders.load, ("one", "other"))]
    assert loaded == [encoders.load("one"), encoders.load("other")]


def test_an_encoder_appears_when_its_packages_are_there(shelf: Shelf) -> None:
    encoders = shelf.encoders()
    assert encoders.available() == ("always",)
    shelf.installed.add("later")
    assert encoders.available() == ("always", "later")


def test_what_is_available_is_not_asked_again(shelf: Shelf) -> None:
    encoders = shelf.encoders()
    shelf.installed.add("later")
    for _ in range(5):
        encoders.available()
    assert sorted(shelf.asked) == ["always", "later"]


def test_the_packages_are_looked_up_every_few_seconds_only(shelf: Shelf) -> None:
    encoders = shelf.encoders(check_seconds=60)
    for _ in range(50):
        encoders.available()
    assert shelf.asked.count("later") == 1


def test_a_model_is_loaded_once_and_the_last_few_are_kept(shelf: Shelf) -> None:
    encoders = shelf.encoders()
    first = encoders.load("later:a")
    assert encoders.load("later:a") is first
    for other in "bcde":
        encoders.load(f"later:{other}")
    encoders.load("later:a")
    encoders.load("later:f")  # drops b, which was used longest ago
    assert encoders.load("later:a") is first
    encoders.load("later:b")
    assert shelf.loaded == [*"abcdef", "b"]


def test_the_views_that_new_projects_have_stay_loaded_together(shelf: Shelf) -> None:
    """A prediction asks all of them: it took seconds while they drove each other out."""
    wanted = Settings.model_fields["views"].default.split(",")
    views = [f"later:{view}" for view in ("main", *wanted)]
    encoders = shelf.encoders()
    for view in views * 3:
        encoders.load(view)
    assert shelf.loaded == ["main", *wanted]


def test_a_path_with_colons_is_one_model(shelf: Shelf) -> None:
    assert shelf.encoders().load("later:c:/models/x").fingerprint == "constant c:/models/x"


@pytest.mark.parametrize("name", ["nothing", "nothing:x", "always:x", ""])
def test_an_unknown_name_says_what_is_known(shelf: Shelf, name: str) -> None:
    with pytest.raises(UnknownEncoder, match="always"):
        shelf.encoders().load(name)


def test_ours_are_registered() -> None:
    assert {"hashing", "sentence_transformer"} <= set(registered_encoders())
