"""What a process remembers between hand-outs, to save searches that would find nothing.

Of each project's ranking it remembers the first row that anybody might still get. After some
hand-outs it searches for it again, from there on. Items before that row may have lost their answer.
They are found when too little is left: then it searches from the beginning, once a second at most.
A round that writes another ranking includes them too.

It also remembers when a search for items that came back found nothing. Such a search reads items
that only others may get, and items that need no answer any more. So a process searches again once
something has come back in it. For what came back in other processes it searches once a second at
most.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from service.pool.tables.projects import Project

MOST_HANDED_OUT = 16
"""The number of hand-outs in this process after which it searches again: others hand out too."""
PAUSE = timedelta(seconds=1)
MOST_KNOWN = 1_000


class Start(NamedTuple):
    """The part of a ranking from which to hand out."""

    round: int
    position: int | None
    """The first position; None: there is nothing for anybody."""
    handed_out: int = 0
    """The number of items that this process has handed out from there."""
    looked_back: datetime | None = None

    def may_look_back(self, now: datetime, *, anew: bool) -> bool:
        """Whether it is time to search from the beginning again; `anew`: at once."""
        if self.round == 0 or self.looked_back is None:
            return self.round > 0
        return self.looked_back < now if anew else now - self.looked_back >= PAUSE

    def is_beyond(self, position: int | None) -> bool:
        """Whether any row was left out."""
        return position is not None and (self.position is None or position < self.position)


class KnownStarts:
    """Starts by project, of its newest ranking only. A start that is too early only costs time."""

    def __init__(self) -> None:
        self._known: dict[int, Start] = {}

    def of(self, project: Project) -> Start:
        start = self._known.get(project.id)
        if start is None or start.round != project.round_number:
            return Start(project.round_number, 0)
        return start

    def keep(self, project: Project, start: Start) -> None:
        """Remembers a start, except before the first round, when each import ranks again."""
        if start.round == 0:
            return
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known[project.id] = start


ANYBODY = 0
"""The key of a search that found nothing for anybody."""


class VainSearches:
    """Times of vain searches by project and user. A missing one only costs a search."""

    def __init__(self) -> None:
        self._last: dict[int, dict[int, datetime]] = {}

    def may_search(self, project_id: int, now: datetime, user_id: int = ANYBODY) -> bool:
        last = self._last.get(project_id, {}).get(user_id)
        return last is None or now - last >= PAUSE

    def note(self, project_id: int, now: datetime, user_id: int = ANYBODY) -> None:
        if len(self._last) >= MOST_KNOWN:
            self._last.clear()
        self._last.setdefault(project_id, {})[user_id] = now

    def came_back(self, project_id: int) -> None:
        self._last.pop(project_id, None)
