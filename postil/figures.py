"""How good the model is, label by label and class by class."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from postil.errors import lacking
from postil.table import Row, Table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

POINT = ("labels", "audit_labels", "estimate", "low", "high", "macro_f1", "round", "strategy")
METRICS = {
    "accuracy": "right",
    "exact_match": "exactly right",
    "jaccard": "overlap (Jaccard)",
    "micro_f1": "micro-F1",
    "macro_f1": "macro-F1",
}
"""What the figures are of, after "80 %"."""
RANDOM = ("labels", "estimate", "low", "high", "extrapolated")


class Curve:
    """Quality against labels, with intervals of 95 %, and what random sampling would have done.

    `raw` is all that the service says.
    """

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = raw
        self.points = Table(({n: row[n] for n in POINT} for row in raw["points"]), POINT)
        """A row a measurement; `estimate` is None as long as audit items are too few for one."""
        self.random = Table(
            ({n: row[n] for n in RANDOM} for row in raw["random"]["points"]), RANDOM
        )
        self.unread_views: dict[str, float] = {
            view["encoder"]: view["share"] for view in raw["unread_views"]
        }
        """The share of the texts that each view covers which the measured model didn't use yet."""
        self.metric: str = raw["metric"]
        """What all figures and the target are of, as the project names it."""
        self.target: float | None = raw["target"]["value"] if raw["target"] else None
        saved = raw["labels_saved"]
        self.labels_saved: int | None = (
            saved["estimate"] if saved and saved["is_significant"] else None
        )
        """Against random sampling; None while nobody can tell whether any were saved."""

    @property
    def estimate(self) -> float | None:
        """How good the model is now, by the metric; None where it isn't known yet."""
        return self.points[-1]["estimate"] if self.points else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Of the estimate, 95 %; None before anything is measured."""
        return (self.points[-1]["low"], self.points[-1]["high"]) if self.points else None

    @property
    def reasons(self) -> list[str]:
        """Why something isn't known."""
        return [str(reason["detail"]) for reason in self.raw["reasons"]]

    def __str__(self) -> str:
        if self.interval is None:
            return " ".join(self.reasons) or "Nothing is measured yet."
        low, high = (100 * end for end in self.interval)
        after = f"after {self.points[-1]['labels']:,} labels.{self._without}"
        if self.estimate is None:
            return f"Between {low:.0f} and {high:.0f} % {self._of} {after}"
        return f"{100 * self.estimate:.0f} % {self._of} ({low:.0f}–{high:.0f} %) {after}"

    @property
    def _without(self) -> str:
        return "".join(
            f" Measured without {encoder}. It covers {100 * share:.0f} % of the texts so far."
            for encoder, share in self.unread_views.items()
        )

    @property
    def _of(self) -> str:
        return METRICS.get(self.metric, self.metric)

    def __repr__(self) -> str:
        return f"<Curve: {self}>"

    def plot(self, axes: "Axes | None" = None) -> "Axes":
        """Draws it with matplotlib, into `axes` where they are given."""
        try:
            from matplotlib import pyplot
        except ImportError as error:
            raise lacking("matplotlib", "A plot") from error
        axes = axes or pyplot.figure(figsize=(6, 4), layout="constrained").add_subplot()
        _draw(axes, self.points, "model", "C0", "o-")
        _draw(axes, self.random, "at random", "C7", "--")
        if self.target is not None:
            axes.axhline(self.target, color="C2", linewidth=1, linestyle=":", label="target")
        axes.set_xlabel("labels")
        right = self.metric == "accuracy"
        axes.set_ylabel("share of the pool predicted right" if right else self._of)
        axes.yaxis.set_major_formatter(lambda share, _: f"{100 * share:.0f} %")
        if axes.get_legend_handles_labels()[0]:
            axes.legend(loc="lower right", frameon=False)
        return axes


def _draw(axes: "Axes", points: Table, name: str, colour: str, style: str) -> None:
    if not points:
        return
    labels, low, high = (points.column(each) for each in ("labels", "low", "high"))
    axes.fill_between(labels, low, high, color=colour, alpha=0.15, linewidth=0)
    estimated = [row for row in points if row["estimate"] is not None]
    axes.plot(
        [row["labels"] for row in estimated],
        [row["estimate"] for row in estimated],
        style,
        color=colour,
        markersize=4,
        label=name,
    )


class Quality:
    """Figures from audit items alone, with intervals of 95 %.

    `raw` is all that the service says.
    """

    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = raw
        self._names = {each["class_id"]: each["name"] for each in raw["classes"]}
        self.classes = Table(map(_of_class, raw["classes"]))
        """A row a class. `recall`, `precision` and `f1` are None as long as audit items are too
        few; `more_labels` says how many labels more they take. `expected_precision` is what the
        model itself expects: nobody has checked it, it tells which classes to look at."""
        self.groups = Table(self._groups())
        """Classes that are mixed up, with enough audit items together; the weakest first."""
        self.pairs = Table(self._pairs(), ("one", "other", "audit_items", "labels"))
        """Two classes that are taken for each other, those most often so first."""

    def __repr__(self) -> str:
        judged = sum(value is not None for value in self.classes.column("f1"))
        return f"<Quality of {judged:,} of {len(self.classes):,} classes>"

    def _groups(self) -> Iterator[Row]:
        for each in self.raw["groups"]:
            names = [self._names[number] for number in each["class_ids"]]
            yield {"classes": names, **_share("recall", each["recall"])}

    def _pairs(self) -> Iterator[Row]:
        for pair in self.raw["pairs"]:
            named = {side: self._names[pair[side]] for side in ("one", "other")}
            yield {**pair, **named}


def _of_class(each: Mapping[str, Any]) -> Row:
    return {
        "class": each["name"],
        "labels": each["labels"],
        **_share("recall", each["recall"]),
        **_share("precision", each["precision"]),
        "f1": each["f1"],
        "more_labels": each["more_labels"],
        "expected_precision": each["expected_precision"],
    }


def _share(name: str, share: Mapping[str, Any]) -> Row:
    ends = {f"{name}_{end}": share[end] for end in ("low", "high", "items")}
    return {name: share["value"], **ends}
