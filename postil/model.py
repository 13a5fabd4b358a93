"""The model of a project, as scikit-learn's classifiers are used."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from warnings import warn

from postil.connection import Connection, check_folder
from postil.errors import PostilError, lacking
from postil.figures import Quality
from postil.predicting import Predictions, Vectors, by_view, checked, predicted
from postil.progress import Progress
from postil.waiting import wait_for_job

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


Rung = Literal["full", "fast"]
PREPARING: dict[Rung, str] = {
    "full": "steps, preparing the model",
    "fast": "steps, preparing the fast model",
}


class Model:
    """What the model of the last measured round says of texts, as a worker finds.

    Arrays are numpy's. Texts go in parts that a worker manages in some seconds. Whose texts are
    items of the project is not asked about them in audits. `trial=True` keeps what is asked out of
    `usage`, which tells whether the texts that the model is used on have changed. A model that
    reads vectors of your own needs them of these texts: `vectors={"images": array}`.
    """

    def __init__(self, connection: Connection, base: str) -> None:
        self._connection = connection
        self._base = base

    def __repr__(self) -> str:
        return f"<Model of {self._connection.url}{self._base}>"

    @property
    def classes_(self) -> "NDArray[np.str_]":
        """Names of the classes, in the order of the columns of `predict_proba`."""
        names: NDArray[np.str_] = _numpy().array(self._names(), dtype=str)
        return names

    def predict(
        self, texts: Sequence[str], *, vectors: Vectors | None = None, trial: bool = False
    ) -> "NDArray[np.str_]":
        """The likeliest class of each text. Where a text may have several it raises
        `PostilError`: `sets` has them."""
        if self._connection.get(self._base)["answer_kind"] == "multi_label":
            raise PostilError(
                "A text may have several classes here: `model.sets(texts)` names those of each, "
                "and `model.predict_proba(texts)` says how likely each class is."
            )
        predictions = self._asked(texts, vectors, likeliest=1, trial=trial)
        names = [_likeliest(classes) for classes in predictions]
        predicted: NDArray[np.str_] = _numpy().array(names, dtype=str)
        return predicted

    def sets(
        self, texts: Sequence[str], *, vectors: Vectors | None = None, trial: bool = False
    ) -> list[list[str]]:
        """The classes that each text has, where it may have several, or none."""
        predictions = self._asked(texts, vectors, likeliest=1, trial=trial)
        return [[each["class"] for each in classes if each["named"]] for classes in predictions]

    def predict_proba(
        self, texts: Sequence[str], *, vectors: Vectors | None = None, trial: bool = False
    ) -> "NDArray[np.float64]":
        """(texts, classes): calibrated probabilities, by `classes_`; where a text may have several
        classes each is for itself."""
        place = {name: number for number, name in enumerate(self._names())}
        predictions = list(self._asked(texts, vectors, trial=trial))
        probabilities: NDArray[np.float64] = _numpy().zeros((len(predictions), len(place)))
        for row, classes in zip(probabilities, predictions, strict=True):
            for each in classes:
                if each["class"] in place:  # it may have been retired since the round
                    row[place[each["class"]]] = each["probability"]
        return probabilities

    def score(
        self,
        texts: Sequence[str],
        labels: Sequence[str] | Sequence[Sequence[str]],
        *,
        vectors: Vectors | None = None,
    ) -> float:
        """Share of the texts whose label is what is predicted: the likeliest class, or, of labels
        that are sets, all of their classes and no other."""
        checked_texts, truth = checked(texts), list(labels)
        if not truth:
            raise PostilError("There are no texts to score.")
        if len(checked_texts) != len(truth):
            raise PostilError(
                f"{len(checked_texts)} texts and {len(truth)} labels: each text needs one."
            )
        if isinstance(truth[0], Iterable) and not isinstance(truth[0], str):
            pairs = zip(self.sets(checked_texts, vectors=vectors, trial=True), truth, strict=True)
            return float(_numpy().mean([{*predicted} == {*label} for predicted, label in pairs]))
        named = self.predict(checked_texts, vectors=vectors, trial=True)
        return float((named == _numpy().asarray(truth, dtype=str)).mean())

    def quality(self) -> Quality:
        """Class by class, by the last measured round."""
        return Quality(self._connection.get(f"{self._base}/quality"))

    def explain(
        self, text: str, nearest: int = 3, *, vectors: Vectors | None = None
    ) -> list[dict[str, Any]]:
        """The three likeliest classes of one text, and the labelled items that speak for each."""
        return next(self._asked([text], vectors, likeliest=3, nearest=nearest, trial=True))

    def drift(
        self,
        texts: Sequence[str],
        checks: Mapping[int, str | Sequence[str]] | None = None,
        *,
        vectors: Vectors | None = None,
    ) -> dict[str, Any]:
        """Whether texts that the model is used on look, to it, like those of the project.

        Send a random sample of 30 to 1,000: `changed` says it, `classes`, `confidence` and
        `similarity` say in what, `unlike` has the places of those least like the project's.
        `checks` are true labels by the place of the text, of some drawn at random: `checked` says
        how many the model gets right, and whether that is `worse` than in the project. What was
        found is kept: see `past_drift`.
        """
        sent = checked(texts)
        body = {
            "texts": sent,
            "vectors": by_view(vectors, len(sent)),
            "checks": [
                {"place": place, "classes": [label] if isinstance(label, str) else [*label]}
                for place, label in (checks or {}).items()
            ],
        }
        report: dict[str, Any] = self._connection.post(f"{self._base}/drift", body, again=True)
        return report

    def usage(self) -> dict[str, Any]:
        """Whether the texts that `predict` was asked about differ from the project's, by what the
        model said: `texts`, `since`, `changed`, in which of `classes`, and how it was `checked`."""
        usage: dict[str, Any] = self._connection.get(f"{self._base}/usage")
        return usage

    def past_drift(self) -> list[dict[str, Any]]:
        """What comparisons of texts of today found so far, the first come first."""
        return [*self._connection.pages(f"{self._base}/drift")]

    def save(self, file: str | Path, *, rung: Rung = "full", progress: bool | None = None) -> Path:
        """Writes the model of the last measured round as a zip: encoders, head, card, `predict.py`.

        `about` says of which round. A warning says where the service predicts by a newer one, or
        soon will, as when an encoder is learning. `rung="fast"`: a small encoder in the place of
        slow ones. A worker prepares it, which takes a while. Raises `Refused` before a round is
        measured.
        """
        path = Path(file)
        check_folder(path)
        with Progress(path.name, shown=progress) as bar:
            self._prepare(rung, bar)
            saved = self.fetch(path, bar, rung=rung)
            about = self.about(rung)
            bar.say(f"{_whose(about)}, saved, {saved.stat().st_size:,} bytes")
        if newer := newer_soon(about, self._connection.get(f"{self._base}/stats")):
            warn(f"{path.name} is the model of {_whose(about)}. {newer}", stacklevel=2)
        return saved

    def prepare(self, *, rung: Rung = "full", progress: bool | None = None) -> None:
        """Has a worker make the zip of the last measured round, and waits for it."""
        with Progress("model", shown=progress) as bar:
            self._prepare(rung, bar)

    def _prepare(self, rung: Rung, bar: Progress) -> None:
        job = self._connection.send("POST", f"{self._base}/model", {"rung": rung}, again=True)
        wait_for_job(self._connection, job["id"], bar, PREPARING[rung])

    def fetch(self, file: Path, bar: Progress | None = None, *, rung: Rung = "full") -> Path:
        """Writes the zip that was prepared last, as it is."""
        return self._connection.save(f"{self._base}/model/file", file, bar, rung=rung)

    def about(self, rung: Rung = "full") -> dict[str, Any]:
        """What is known of the zip that was prepared last: its accuracy, and of a fast one `fast`,
        what it gains and loses."""
        status: dict[str, Any] = self._connection.get(f"{self._base}/model", rung=rung)
        return status

    def _names(self) -> list[str]:
        return [each["name"] for each in self._connection.get(self._base)["classes"]]

    def _asked(
        self, texts: Sequence[str], vectors: Vectors | None, **options: int | bool
    ) -> Predictions:
        return predicted(self._connection, self._base, texts, vectors, **options)


def newer_soon(about: Mapping[str, Any], stats: Mapping[str, Any]) -> str | None:
    """Why the service predicts by another model than that of the zip, or soon will."""
    if (reason := about["reason"]) and reason["code"] == "newer_round":
        return f"Round {reason['figures']['newer']} was measured meanwhile: save again."
    if {"tune", "embed"} & {job["kind"] for job in stats["jobs"]}:
        return (
            "An encoder is learning or reading texts: the service will soon predict by another "
            "model. Save again when a newer round is measured."
        )
    return None


def _whose(about: Mapping[str, Any]) -> str:
    model = about["model"]
    return f"round {model['round']} ({model['labels']:,} labels)"


def _likeliest(classes: list[dict[str, Any]]) -> str:
    return str(max(classes, key=lambda each: float(each["probability"]))["class"])


def _numpy() -> Any:
    try:
        import numpy
    except ImportError as error:
        raise lacking("numpy", "An array") from error
    return numpy
