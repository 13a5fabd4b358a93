"""What a process remembers between hand-outs, so that they don't read again what leads to nothing.

Of each project's ranking it remembers the first row that anybody might still get, and looks for it
anew after some hand-outs, from there on. What lost its answer before that row is found where too
little is left: then it looks from the beginning, once a second at most. A round that writes another
ranking takes that up too.

It also remembers when it last searched in vain for items that came back. A search reads those of
which people ask no more, and those that only somebody else may get. So a process searches again
once something has come back in it, and else once a second at most, for what came back in others.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from service.pool.tables.projects import Project

MOST_HANDED_OUT = 16
"""So many hand-outs of this process later it is looked for anew: others hand out too."""
PAUSE = timedelta(seconds=1)
MOST_KNOWN = 1_000


class Start(NamedTuple):
    """Of a ranking."""

    round: int
    position: int | None
    """None: there is nothing for anybody."""
    handed_out: int = 0
    """From there, by this process."""
    looked_back: datetime | None = None

    def may_look_back(self, now: datetime, *, anew: bool) -> bool:
        """Whether it is time to look from the beginning again; `anew`: at once."""
        if self.round == 0 or self.looked_back is None:
            return self.round > 0
        return self.looked_back < now if anew else now - self.looked_back >= PAUSE

    def is_beyond(self, position: int | None) -> bool:
        """Whether a row was passed over."""
        return position is not None and (self.position is None or position < self.position)


class KnownStarts:
    """By project; of its newest ranking only. A start that is too early costs time, no more."""

    def __init__(self) -> None:
        self._known: dict[int, Start] = {}

    def of(self, project: Project) -> Start:
        start = self._known.get(project.id)
        if start is None or start.round != project.round_number:
            return Start(project.round_number, 0)
        return start

    def keep(self, project: Project, start: Start) -> None:
        """But for what is ranked before the first round: each import ranks it anew."""
        if start.round == 0:
            return
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known[project.id] = start


ANYBODY = 0
"""For whom there was nothing."""


class VainSearches:
    """By project and user. One that isn't known costs a search, no more."""

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
