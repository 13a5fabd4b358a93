"""The demo's campaign: a project, its texts, simulated annotators, and what the curve says.

Without anyone watching it is checked: the page answers, labels go in, a point of the curve comes.
"""

import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import httpx

from postil import Project, Server
from postil.connection import Connection
from postil.importing import send_upload
from postil.progress import Progress
from postil.rows import upload_of_file
from service.demo.annotators import AnnotatorPace, Annotators, AnnotatorWork
from service.demo.material import Material
from service.installation import how_to_get_the_encoder

AUDITS = "proof"
"""More than the default, so that the curve says something early."""
TARGET = 0.85
PRICE_PER_HOUR = 25.0
POLL_SECONDS = 0.5
SAY_EVERY = 10
"""Labels between two lines about the curve."""
CURVE_SECONDS = 120.0
"""How long a curve may lag behind the labels."""


@dataclass(frozen=True)
class CampaignPlan:
    """How much of the work the simulated annotators do, and how fast."""

    before_vectors: int = 12
    """Labels given while there are no vectors yet: these texts are drawn at random."""
    labels: int = 150
    pace: AnnotatorPace = field(default_factory=AnnotatorPace)


class Campaign:
    """What happens in a demo. Ends early, between two steps, when `stop` is set."""

    def __init__(
        self,
        engineer: Connection,
        material: Material,
        plan: CampaignPlan,
        stop: threading.Event,
        say: Callable[[str], None],
    ) -> None:
        self._server = Server(engineer)
        self._material = material
        self._plan = plan
        self._stop = stop
        self._say = say
        self._reported_labels = 0

    def open_project(self) -> Project:
        """The project of that name, made when it isn't there, with the texts in it.

        Sending the file again is no second import, so this can run at every start.
        """
        material = self._material
        self._project = self._server.create(
            material.name,
            [
                {"name": name, "description": material.descriptions.get(name, "")}
                for name in material.classes
            ],
            exist_ok=True,
            guidelines=material.guidelines,
            audits=AUDITS,
            target=TARGET,
            price_per_hour=PRICE_PER_HOUR,
        )
        report = send_upload(
            self._project.connection,
            self._project.path,
            upload_of_file(material.file),
            {**material.columns, "labels": "ignore"},
            Progress("", shown=False),
        )
        if report["state"] == "failed":
            raise RuntimeError(f"The import failed: {report['error']}")
        is_again, items = report["job_id"] is None, self._project.settings()["item_count"]
        self._say(f"{'Found' if is_again else 'Imported'} {items:,} texts.")
        return self._project

    def simulate(self) -> None:
        """Lets the simulated annotators label their part, and says how the curve moves."""
        if not self._material.answers or self._labels() >= self._plan.labels:
            return
        annotators = self._invite(self._material, self._plan.pace)
        try:
            if not self._is_ranked():
                self._say("Simulated annotators begin with random texts, until there are vectors.")
                self._work(annotators, self._plan.before_vectors)
                self._wait_for_ranking()
            self._say("Simulated annotators label the first part:")
            self._work(annotators, self._plan.labels)
        finally:
            annotators.leave()
        self._wait_for_last_point()

    def _labels(self) -> int:
        return int(self._project.settings()["label_count"])

    def _is_ranked(self) -> bool:
        """Whether the strategy chooses: labels before that are random ones.

        By the small encoder's vectors, where those of the main one are still to come.
        """
        return self._project.stats()["last_round"] is not None

    def _invite(self, material: Material, pace: AnnotatorPace) -> Annotators:
        url = self._server.connection.url
        work = AnnotatorWork(url, self._project.id, material.answers, pace)
        return Annotators(work, self._project.people.invite(days=1), self._stop)

    def _wait_for_ranking(self) -> None:
        """Says how far the embedding is, a quarter at a time."""
        last = ""
        preparing = f"The encoder isn't there yet. {how_to_get_the_encoder()}"
        while not self._stop.is_set() and not self._is_ranked():
            encoder = self._project.stats()["encoder"]
            quarter = 4 * encoder["done"] // max(encoder["total"], 1)
            news = preparing if encoder["state"] == "preparing" else f"Embedded {25 * quarter} %."
            if news != last and quarter < 4:
                self._say(news)
                last = news
            self._say_points()
            self._stop.wait(POLL_SECONDS)

    def _work(self, annotators: Annotators, until: int) -> None:
        with ThreadPoolExecutor(1) as thread:
            working: Future[None] = thread.submit(annotators.label, until)
            while not working.done():
                self._say_points()
                self._stop.wait(POLL_SECONDS)
                if self._stop.is_set():
                    break
            working.result()

    def _wait_for_last_point(self) -> None:
        """On a busy machine the curve lags behind the labels, and a demo is to show it."""
        deadline = time.monotonic() + CURVE_SECONDS
        while not self._stop.is_set() and time.monotonic() < deadline:
            self._say_points()
            if self._reported_labels + SAY_EVERY > self._labels():
                break
            self._stop.wait(POLL_SECONDS)

    def _say_points(self) -> None:
        for point in self.points():
            if point["labels"] >= self._reported_labels + SAY_EVERY:
                self._say(f"  {point['labels']:4d} labels  {quality(point)}")
                self._reported_labels = point["labels"]

    def points(self) -> Sequence[Mapping[str, Any]]:
        """The points of the curve so far."""
        return self._project.curve().points


def quality(point: Mapping[str, Any]) -> str:
    """What a point of the curve says, in words."""
    low, high = round(100 * point["low"]), round(100 * point["high"])
    if point["estimate"] is None:
        return f"too early to say ({low}–{high} %)"
    return f"{round(100 * point['estimate'])} % accurate ({low}–{high} %)"


LABELS = 5
PLAN = CampaignPlan(
    before_vectors=LABELS, labels=LABELS, pace=AnnotatorPace(seconds=0.05, seconds_per_word=0.0)
)
# The encoder may still be on its way; whoever installs it gives up by itself.
PATIENCE_SECONDS = 1800.0
PAGE_SECONDS = 30.0
ASSET = re.compile(r'(?:src|href)="(/assets/[^"]+)"')


class CheckFailed(Exception):
    """The demo doesn't work; the message says what."""


def check_page(url: str) -> None:
    """The page and what it loads are served."""
    page = httpx.get(url, timeout=PAGE_SECONDS)
    if page.status_code != 200 or "<html" not in page.text:
        raise CheckFailed(f"{url} answered {page.status_code} and no page.")
    assets = ASSET.findall(page.text)
    if not assets:
        raise CheckFailed("The page loads no asset; is it built? Run: make page")
    for asset in assets:
        answer = httpx.get(f"{url}{asset}", timeout=PAGE_SECONDS)
        if answer.status_code != 200:
            raise CheckFailed(f"{asset} answered {answer.status_code}.")


def check_curve(campaign: Campaign, stop: threading.Event, say: Callable[[str], None]) -> None:
    """Labels go in, and the curve gets a point that counts them."""
    campaign.simulate()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and not stop.is_set():
        points = [point for point in campaign.points() if point["labels"] >= LABELS]
        if points:
            say(f"A point of the curve: {points[0]['labels']} labels, {quality(points[0])}.")
            return
        stop.wait(0.5)
    raise CheckFailed(f"No point of the curve with {LABELS} labels came.")
