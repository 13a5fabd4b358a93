"""What a replay is asked for."""

from dataclasses import dataclass

from service.core.heads.head import find_head
from service.core.replay.campaign import CampaignSettings
from service.core.replay.held_out import ScoredBy
from service.kit.errors import Invalid
from workers.replay.contenders import Asked, Contender
from workers.replay.labelled_file import LabelledFile


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

    def check(self, read: LabelledFile) -> None:
        """Raises Invalid where the file has no such campaigns."""
        if self.labels > read.n_pool:
            raise Invalid(
                f"{self.labels:,} labels are more than the {read.n_pool:,} texts to label."
            )
        if find_head(self.head).is_of_sets != read.is_of_sets:
            raise Invalid(f"The head {self.head} isn't for answers of the kind {read.kind.name}.")
        asked_once = all(contender.asked is Asked.ONCE for contender in self.contenders)
        if read.is_of_sets and (self.noise or not asked_once):
            raise Invalid(
                "Where a text may have several classes one person answers, who knows them."
            )
