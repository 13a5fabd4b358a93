"""What a replay is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.core.heads.head import find_head
from service.core.replay.campaign import CampaignSettings
from service.core.replay.held_out import ScoredBy
from service.core.targets.class_names import ClassNames
from service.kit.errors import Invalid
from service.ports import learns_labels
from workers.replay.campaigns import Plan
from workers.replay.contenders import Asked, Contender
from workers.replay.labelled_file import LabelledFile
from workers.replay.prepared import Prepared
from workers.replay.taught_view import Taught


@dataclass(frozen=True)
class Wanted:
    """What is to be compared, and how."""

    contenders: dict[Contender, str]
    """What each is called in figures: its strategy with the version, how many people it asks."""
    noise: float
    labels: int
    repeats: int
    pace: CampaignSettings
    seed: int
    processes: int
    head: str
    """With its version."""
    views: list[str]
    """Encoders, the main one first."""
    figure: ScoredBy
    """What they are compared by."""

    @property
    def read_at_once(self) -> list[str]:
        """The views whose encoders know no label."""
        return [view for view in self.views if not learns_labels(view)]

    @property
    def taught(self) -> str | None:
        """The view whose encoder learns from a campaign's labels."""
        return next(filter(learns_labels, self.views), None)

    def plan(self, read: LabelledFile, prepared: Sequence[Prepared]) -> Plan:
        """What all campaigns have in common; `prepared` are the views that are read at once."""
        taught = self.taught
        return Plan(
            vectors=tuple(view.vectors for view in prepared),
            truth=read.truth,
            hashes=read.hashes(),
            n_classes=len(read.classes),
            labels=self.labels,
            pace=self.pace,
            head=self.head,
            noise=self.noise,
            names=ClassNames.stacked([view.class_names() for view in prepared]),
            taught=None if taught is None else Taught(taught, read.texts, read.classes),
        )

    def check(self, read: LabelledFile) -> None:
        """Raises Invalid where the file has no such campaigns."""
        if self.labels > read.n_pool:
            raise Invalid(
                f"{self.labels:,} labels are more than the {read.n_pool:,} texts to label."
            )
        if find_head(self.head).is_of_sets != read.is_of_sets:
            raise Invalid(f"The head {self.head} isn't for answers of the kind {read.kind.name}.")
        self._check_taught()
        asked_once = all(contender.asked is Asked.ONCE for contender in self.contenders)
        if read.is_of_sets and (self.noise or not asked_once):
            raise Invalid(
                "Where a text may have several classes one person answers, who knows them."
            )

    def _check_taught(self) -> None:
        if self.taught is None:
            return
        if self.views[0] == self.taught:
            raise Invalid(f"{self.taught} learns from labels, so it can't be the main encoder.")
        if len(self.read_at_once) < len(self.views) - 1:
            raise Invalid("One view can learn from labels, not several.")
        if not find_head(self.head).reads_views:
            raise Invalid(
                f"The head {self.head} reads the main encoder alone, and not {self.taught}: "
                "take --head mixture."
            )
