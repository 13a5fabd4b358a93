"""`postil replay` from a file to table, figures and picture."""

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Barrier, BrokenBarrierError
from typing import Any

import numpy as np
import pytest
import typer
from typer.testing import CliRunner, Result

from service.core.acquisition.audit import BALANCED, audit_key
from service.core.acquisition.registry import find
from service.core.heads.head import find_head
from service.core.heads.learner import Learner
from service.core.replay.campaign import CampaignSettings, Point, play
from service.core.replay.held_out import HeldOut
from service.core.targets.class_names import ClassNames, spoken
from service.core.targets.one_class import OneClass
from service.core.vectors.neighbours import find_neighbours
from service.importing.formats import Limits
from service.kit.errors import Invalid
from workers.encoders.hashing import ENCODER
from workers.replay import labelled_file
from workers.replay.campaigns import Campaign, Plan, Played
from workers.replay.command import replay
from workers.replay.contenders import Asked, Contender, contenders
from workers.replay.prepared import Prepared
from workers.replay.report import results

WORDS = {
    "refund": ["refund", "money", "back", "return", "charge"],
    "card": ["card", "lost", "stolen", "pin", "blocked"],
    "other": ["weather", "hello", "thanks", "opening", "hours"],
}
ROWS = 150


@pytest.fixture
def file(tmp_path: Path) -> Path:
    rng = np.random.default_rng(5)
    lines = []
    for i in range(ROWS):
        name = list(WORDS)[i % 3]
        text = " ".join([*rng.choice(WORDS[name], 3), *rng.choice(WORDS["other"], 2), str(i)])
        lines.append({"text": text, "label": name, "split": "test" if i % 5 == 0 else "train"})
    path = tmp_path / "intents.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return path


def run(file: Path, *options: str) -> Result:
    app = typer.Typer()
    app.command()(replay)
    kept = ["--data-dir", str(file.parent / "data"), "--out", str(file.parent / "out")]
    small = ["--labels", "30", "--repeats", "2", "--encoder", "hashing"]
    return CliRunner().invoke(
        app, [str(file), *small, *kept, *options], env={"COLUMNS": "200"}, catch_exceptions=False
    )


def figures(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((file.parent / "out" / "intents.json").read_text())
    return found


@pytest.mark.slow
def test_from_a_file_to_table_figures_and_picture(file: Path) -> None:
    done = run(file, "--strategies", "auto,random", "--processes", "2")
    assert done.exit_code == 0, done.output
    assert "auto@" in done.stdout
    assert "random@1" in done.stdout
    assert (file.parent / "out" / "intents.png").read_bytes().startswith(b"\x89PNG")
    found = figures(file)
    assert found["texts"] == ROWS * 4 // 5
    auto, random = found["strategies"]
    assert random["against_random"] is None
    seeds = [
        np.mean(ours["accuracy"]) - np.mean(theirs["accuracy"])
        for ours, theirs in zip(auto["repeats"], random["repeats"], strict=True)
    ]
    assert auto["against_random"]["value"] == pytest.approx(np.mean(seeds))

    # The same seeds give the same points, on any number of processes.
    again = run(file, "--strategies", "auto,random", "--processes", "1", "--json")
    printed = json.loads(again.stdout)
    for before, after in zip(found["strategies"], printed["strategies"], strict=True):
        assert before["repeats"] == after["repeats"]


@pytest.mark.slow
@pytest.mark.parametrize("head", ["logistic@1", "mixture@1"])
def test_campaigns_are_those_of_the_core(file: Path, head: str) -> None:
    run(file, "--strategies", "margin", "--processes", "1", "--seed", "3", "--head", head)
    read = labelled_file.read(file, labelled_file.Columns(), Limits(10_000))
    vectors = ENCODER.load(None).encode(read.texts)
    pool, held_out = vectors[: read.n_pool], vectors[read.n_pool :]
    called = ENCODER.load(None).encode([spoken(name) for name in read.classes])
    names = ClassNames(np.arange(3), called)
    points = play(
        pool,
        read.truth[np.arange(read.n_pool)],
        audit_order=np.argsort([audit_key(4, content) for content in read.hashes()]),
        n_classes=3,
        strategy="margin",
        budget=30,
        pace=CampaignSettings(10, 5, BALANCED),
        seed=4,
        held_out=HeldOut(held_out, read.truth[np.arange(read.n_pool, ROWS)]),
        point_every=10,
        measured=lambda _labels: False,
        learner=Learner(find_head(head), find_neighbours(pool), names),
    )
    assert figures(file)["head"] == head
    second = figures(file)["strategies"][0]["repeats"][1]
    assert second["seed"] == 4
    assert second["accuracy"] == pytest.approx([point.true_accuracy for point in points])


def test_further_views_stand_beside_the_first(tmp_path: Path) -> None:
    """A head that reads one view plays the same campaign, and every label gives as much."""
    rng = np.random.default_rng(0)
    paths, truth = [tmp_path / f"{view}.npy" for view in range(2)], rng.integers(0, 2, 90)
    for path, width in zip(paths, (6, 3), strict=True):
        np.save(path, rng.normal(size=(90, width)).astype(np.float32) + truth[:, None])
    alone = Plan(
        (paths[0],), OneClass(truth), [bytes([i]) for i in range(60)], 2, labels=20,
        pace=CampaignSettings(10, 10, BALANCED), head="logistic@1", noise=0.0,
        names=ClassNames(np.arange(2), np.ones((2, 9), dtype=np.float32)),
    )  # fmt: skip
    one, two = Played(alone), Played(replace(alone, vectors=tuple(paths)))
    assert two.pool.shape == (60, 9)
    first, second = (played.campaign(Contender("margin"), 0).points for played in (one, two))
    assert first == second
    np.testing.assert_array_equal(one.fold(0), two.fold(0))
    assert one.full_data(one.fold(0)[None]) == two.full_data(two.fold(0)[None])


def several(path: Path) -> Path:
    """Texts of one topic, of two, of none."""
    rng = np.random.default_rng(6)
    names = ["refund", "card"]
    lines = []
    for i in range(ROWS):
        label = [name for name in names if rng.random() < 0.5]
        words = [word for name in label for word in rng.choice(WORDS[name], 3)]
        text = " ".join([*words, *rng.choice(WORDS["other"], 2), str(i)])
        lines.append(json.dumps({"text": text, "label": label}))
    path.write_text("\n".join(lines))
    return path


def test_strategies_are_compared_by_the_metric_that_is_named(file: Path) -> None:
    done = run(file, "--strategies", "random", "--metric", "macro_f1", "--processes", "1")
    assert done.exit_code == 0, done.output
    assert "area right: mean accuracy" in " ".join(done.stdout.split())
    [random] = figures(file)["strategies"]
    assert random["area"] == random["macro_f1_area"] != random["accuracy_area"]


@pytest.mark.slow
def test_several_classes_a_text_are_compared_by_macro_f1(tmp_path: Path) -> None:
    file = several(tmp_path / "intents.jsonl")
    done = run(file, "--strategies", "auto,random", "--processes", "1")
    assert done.exit_code == 0, done.output
    assert "area exact" in done.stdout
    found = figures(file)
    assert (found["figure"], found["head"]) == ("macro_f1", "one_against_rest@1")
    auto, random = found["strategies"]
    ours, theirs = (
        np.mean([np.mean(one["macro_f1"]) for one in each["repeats"]]) for each in (auto, random)
    )
    assert auto["against_random"]["value"] == pytest.approx(ours - theirs)
    assert auto["area"] == auto["macro_f1_area"]
    assert 0.5 < ours < found["full_data"]["macro_f1"] + 0.1


@pytest.mark.parametrize(
    ("options", "message"),
    [(["--head", "logistic"], "isn't for"), (["--noise", "0.1"], "one person")],
)
def test_what_is_not_for_several_classes_is_refused(
    tmp_path: Path, options: list[str], message: str
) -> None:
    with pytest.raises(Invalid, match=message):
        run(several(tmp_path / "intents.jsonl"), *options)


def test_vectors_are_made_once_and_an_interrupted_run_goes_on(file: Path, tmp_path: Path) -> None:
    read = labelled_file.read(file, labelled_file.Columns(), Limits(10_000))
    read.texts[:] = [f"{text} {i}" for i in range(5) for text in read.texts]
    encoder = Counting(stop_after=2)
    prepared = Prepared(tmp_path / "kept", read, encoder)
    with pytest.raises(KeyboardInterrupt):
        prepared.embed(lambda _done: None)
    assert 0 < len(encoder.seen) < len(read.texts)
    first = list(encoder.seen)
    encoder.stop_after = None
    counts: list[int] = []
    prepared.embed(counts.append)
    assert sum(counts) == len(read.texts)
    assert encoder.seen == read.texts  # nothing was embedded twice
    assert encoder.seen[: len(first)] == first
    prepared.embed(counts.append)
    assert encoder.seen == read.texts
    kept = np.load(prepared.vectors)
    np.testing.assert_array_equal(kept, ENCODER.load(None).encode(read.texts))


class Counting:
    """The hashing encoder, which notes what it encodes and can be interrupted."""

    def __init__(self, stop_after: int | None) -> None:
        self._encoder = ENCODER.load(None)
        self.fingerprint, self.dimensions = self._encoder.fingerprint, self._encoder.dimensions
        self.stop_after = stop_after
        self.calls = 0
        self.seen: list[str] = []

    def encode(self, texts: list[str]) -> Any:
        if self.stop_after is not None and self.calls == self.stop_after:
            raise KeyboardInterrupt
        self.calls += 1
        self.seen += texts
        return self._encoder.encode(texts)


def test_two_replays_of_one_file_embed_it_once(file: Path, tmp_path: Path) -> None:
    read = labelled_file.read(file, labelled_file.Columns(), Limits(10_000))
    encoder = Meeting()
    both = [Prepared(tmp_path / "kept", read, encoder) for _ in range(2)]
    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(one.embed, lambda _done: None) for one in both]:
            done.result()
    assert encoder.seen == read.texts
    assert [path.suffix for path in (tmp_path / "kept").iterdir()] == [".npy"]


class Meeting(Counting):
    """It gives a second caller the time to come."""

    def __init__(self) -> None:
        super().__init__(stop_after=None)
        self._barrier = Barrier(2, timeout=0.5)

    def encode(self, texts: list[str]) -> Any:
        with suppress(BrokenBarrierError):
            self._barrier.wait()
        return super().encode(texts)


def campaign(strategy: str, accuracy: float) -> Campaign:
    point = Point(10, 10, 1, None, 0.0, 1.0, None, accuracy, true_macro_f1=0.5, true_recalls=())
    return Campaign(Contender(strategy), 0, [point], 1.0)


def test_random_is_what_others_are_compared_with_whatever_it_was_called() -> None:
    played = [campaign("auto", 0.75), campaign("random@1", 0.5)]
    auto, random = results(played, {Contender("auto"): "auto@1", Contender("random@1"): "random@1"})
    assert auto.against_random is not None
    assert auto.against_random.value == 0.25
    assert random.against_random is None


def test_a_strategy_is_played_once_whatever_it_was_called() -> None:
    label = find("auto").label
    assert contenders(f"auto,{label},random", "once, twice") == {
        Contender("auto"): label,
        Contender("auto", Asked.TWICE): f"{label} twice",
        Contender("random"): "random@1",
        Contender("random", Asked.TWICE): "random@1 twice",
    }


def test_more_labels_than_texts_is_refused(file: Path) -> None:
    with pytest.raises(Invalid, match=r"5,000 labels are more than the 120 texts"):
        run(file, "--labels", "5000")


def test_a_folder_that_can_not_be_made_is_told_before_anything_is_played(file: Path) -> None:
    with pytest.raises(NotADirectoryError):
        run(file, "--out", str(file / "out"))
    assert not (file.parent / "data").exists()


def test_an_unknown_strategy_is_named(file: Path) -> None:
    done = run(file, "--strategies", "auto,psychic")
    assert done.exit_code == 2
    assert "psychic" in done.output


def test_an_unknown_head_is_named(file: Path) -> None:
    done = run(file, "--head", "oracle")
    assert done.exit_code == 2
    assert "oracle" in done.output
