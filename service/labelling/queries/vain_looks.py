"""When a process last searched in vain for items that came back.

Those of which people ask no more, and those that nobody but somebody else may get, are read at
each search: one costs the more the more there are. So a process searches again once something has
come back in it, and else once a second at most, for what came back in others.
"""

from datetime import datetime, timedelta

PAUSE = timedelta(seconds=1)
MOST_KNOWN = 1_000
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
