"""When evidence that grows is looked at, so that what looks say together can be reckoned with."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class LookSchedule:
    """The first at so many audits, each other when there are `growth` times those of the last."""

    first: int
    growth: float
    most: float = math.inf

    def due(self, audits_before: int, audits: int) -> bool:
        """Whether a look falls due as the audits grow from one number to another."""
        return self._made(audits) > self._made(audits_before)

    def following(self, audits: int) -> int | None:
        """The audits at which the next falls due, after one at so many; None: there is no more."""
        number = self._made(audits)
        return None if number >= self.most else math.ceil(self.first * self.growth**number - 1e-9)

    def _made(self, audits: int) -> float:
        if audits < self.first:
            return 0
        grown = math.log(audits / self.first) / math.log(self.growth)
        return min(1 + math.floor(grown + 1e-9), self.most)
