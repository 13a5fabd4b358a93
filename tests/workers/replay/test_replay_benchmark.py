"""What the benchmark makes of campaigns."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib.image import imread
from scipy import stats

from benchmarks.replay.development import development_half
from benchmarks.replay.page import write
from benchmarks.replay.protocol import Contender
from benchmarks.replay.rare import SET_ASIDE, Rare, set_aside, with_rare
from benchmarks.replay.report import Compared, Row, cells, duels, ranks
from service.core.acquisition.audit import FEWEST, NONE
from service.core.replay.held_out import FullData
from service.core.targets.one_class import OneClass, class_of_each
from workers.replay.labelled_file import LabelledFile

LABELS = np.arange(10, 90, 10)


def row(contender: str, gain: float) -> Row:
    rng = np.random.default_rng(len(contender))
    curves = np.linspace(0.4, 0.9, 8) + gain + 0.01 * rng.random((5, 8))
    return Row(contender, np.arange(5), LABELS, curves, curves, 1.0, 0.012)


def compared() -> Compared:
    rows = [row("auto@1+mixture@1", 0.05), row("random@1+mixture@1", 0.0)]
    full = FullData(accuracy=0.9, macro_f1=0.9, C=10.0)
    return Compared("sentences", "accuracy", 500, 4, "test", 100, full, rows)


def test_differences_are_paired_and_bounded() -> None:
    found = compared()
    ours, random = found.rows
    test = stats.ttest_rel(ours.curves.mean(axis=1), random.curves.mean(axis=1))
    low = 100 * test.confidence_interval(0.90).low
    value = 100 * (ours.curves.mean() - random.curves.mean())
    _, area, quarter, over, _, reached, _, query = cells(found, ours)
    assert over == f"{value:+.1f} (≥ {low:+.1f})"
    assert area == f"{100 * ours.curves.mean():.1f}"
    assert quarter == f"{100 * ours.curves[:, :2].mean():.1f}"
    # 0.81, 0.855, 0.882; at 50, 60, 70 labels the curves are near 0.741, 0.812 and 0.884.
    assert reached == "60 / 70 / 70"
    assert query == "12"
    assert cells(found, random)[3] == "–"
    assert ranks([found, found]) == {"auto@1+mixture@1": 1, "random@1+mixture@1": 2}


def test_contenders_of_fewer_seeds_are_paired_on_those() -> None:
    ours, random = compared().rows
    fewer = ours.on(np.array([1, 3]))
    found = replace(compared(), rows=[fewer, random])
    gains = 100 * (fewer.curves - random.curves[[1, 3]]).mean(axis=1)
    name, *_ = cells(found, fewer)
    assert name == "auto@1+mixture@1 (2 seeds)"
    assert cells(found, fewer)[3].startswith(f"{gains.mean():+.1f} (")
    assert cells(found, random)[0] == "random@1+mixture@1"


def test_the_best_other_contender_is_met_on_each_data_set() -> None:
    """Three data sets: p is Holm's, the smallest times three, never smaller than one before."""
    sets = [
        replace(compared(), rows=[row("auto@1+mixture@1", gain), row("margin@1+mixture@1", 0.0)])
        for gain in (0.05, 0.003, 0.002)
    ]
    found = duels(sets, "auto@1+mixture@1")
    assert [duel.other for duel in found] == ["margin@1+mixture@1"] * 3
    plain = [stats.ttest_rel(*(row.curves.mean(axis=1) for row in one.rows)).pvalue for one in sets]
    smallest, second, third = sorted(plain)
    wanted = [3 * smallest, max(3 * smallest, 2 * second), max(2 * second, third)]
    assert sorted(duel.p for duel in found) == pytest.approx([min(p, 1) for p in wanted])


@pytest.mark.slow
def test_the_page_has_a_table_and_a_picture(tmp_path: Path) -> None:
    write(tmp_path, [compared()], development=True, command="python -m somewhere")
    page = (tmp_path / "acquisition.md").read_text()
    assert "development figures" in page
    assert "the vectors of one encoder" in page
    assert "| auto@1+mixture@1 |" in page
    assert "| sentences | random@1+mixture@1 | +" in page
    assert (tmp_path / "sentences.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.slow
def test_campaigns_with_several_encoders_have_a_page_of_their_own(tmp_path: Path) -> None:
    views = ["hashing", "lexical"]
    write(tmp_path, [compared()], development=False, command="python -m somewhere", views=views)
    page = (tmp_path / "acquisition-views.md").read_text()
    assert "All have the vectors of hashing, lexical." in page
    assert "![Curves of sentences](sentences-views.png)" in page
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"acquisition-views.md", "sentences-views.png"}


@pytest.mark.slow
def test_however_long_the_words_above_it_the_picture_keeps_its_width(tmp_path: Path) -> None:
    scored_on = "2,000 rows of the train split set aside, with the natural share of each class"
    long = replace(compared(), scored_on=scored_on)
    write(tmp_path, [long], development=True, command="python -m somewhere")
    drawn = imread(tmp_path / "sentences.png")[:, :, :3]
    longest = np.all(drawn < 0.4, axis=2).sum(axis=1).max()
    assert longest > 0.8 * drawn.shape[1], "the axis below the curves is the longest dark line"


def test_a_development_half_leaves_what_is_scored_on_alone() -> None:
    texts = [str(i) for i in range(100)]
    truth = np.arange(100) % 3
    file = LabelledFile("file", texts, OneClass(truth), 80, ["a", "b", "c"], "test", [])
    half = development_half(file)
    assert half.n_pool == 40
    assert sorted(int(text) for text in half.texts) == list(range(80))
    assert class_of_each(half.truth).tolist() == [int(text) % 3 for text in half.texts]
    assert development_half(file).texts == half.texts


def test_a_rare_class_is_cut_in_the_pool_alone() -> None:
    truth = np.arange(6_000) % 3
    texts = [str(i) for i in range(6_000)]
    file = LabelledFile("file", texts, OneClass(truth), 5_000, list("abc"), "t", [])
    found = set_aside(file)
    assert (found.n_pool, len(found.texts)) == (3_000, 3_000 + SET_ASIDE)
    assert all(int(text) < 5_000 for text in found.texts)
    rare = with_rare(found, "b")
    was, now = class_of_each(found.truth), class_of_each(rare.truth)
    of = np.bincount(now[: rare.n_pool])
    assert of[1] == round(0.01 * rare.n_pool)
    assert of[[0, 2]].tolist() == np.bincount(was[:3_000])[[0, 2]].tolist()
    assert rare.texts[rare.n_pool :] == found.texts[3_000:]
    assert now.tolist() == [int(text) % 3 for text in rare.texts]
    assert not set(rare.texts[rare.n_pool :]) & set(development_half(file).texts[:2_500])
    with pytest.raises(ValueError, match="rare already"):
        with_rare(rare, "b")


def test_rare_figures_are_paired_and_bounded() -> None:
    rng = np.random.default_rng(0)
    ours, random = (Rare(rng.random((6, 2)), rng.random((6, 2))) for _ in range(2))
    test = stats.ttest_rel(ours.recall[:, 1], random.recall[:, 1])
    low = 100 * test.confidence_interval(0.90).low
    value = 100 * (ours.recall - random.recall)[:, 1].mean()
    *_, cell = ours.cells(random)
    assert cell == f"{100 * ours.recall[:, 1].mean():.1f} ({value:+.1f} ≥ {low:+.1f})"
    assert random.cells(random)[0] == f"{100 * random.macro_f1[:, 0].mean():.1f}"


def test_auto_is_charged_its_audit_items() -> None:
    assert Contender.of("auto@1+mixture@1").audits is FEWEST
    assert Contender.of("random@1+mixture@1").audits is NONE
    assert Contender.of("margin@1") == Contender("margin@1", "logistic@1")
    assert Contender.of("margin@1+mixture@1:10") == Contender("margin@1", "mixture@1", 10)
    assert str(Contender.of("margin@1+mixture@1:10")) == "margin@1+mixture@1"


def test_where_items_have_several_classes_what_is_exactly_right_stands_beside_macro_f1() -> None:
    of_one = compared()
    found = replace(of_one, is_of_sets=True, full=FullData(accuracy=0.1, macro_f1=0.9, C=10.0))
    ours, random = found.rows
    *rest, exact = cells(found, ours)
    assert rest == cells(of_one, ours), "labels are counted by macro-F1"
    mean, over = f"{100 * ours.curves.mean():.1f}", rest[3].replace("(", "").rstrip(")")
    assert exact == f"{mean} ({over})"
    assert cells(found, random)[-1] == f"{100 * random.curves.mean():.1f}"
