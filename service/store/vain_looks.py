"""When a process last looked in vain for audit items that came back.

They lie before the frontier of an import, among all that was ever asked of it: a look there reads
the more the more is labelled. So a process looks again once something has come back in it, and else
once a second at most, for what came back in others.
"""

from datetime import datetime, timedelta

PAUSE = timedelta(seconds=1)
MOST_KNOWN = 1_000


class VainLooks:
    """By project. One that isn't known costs a look, no more."""

    def __init__(self) -> None:
        self._last: dict[int, datetime] = {}

    def may_look(self, project_id: int, now: datetime) -> bool:
        last = self._last.get(project_id)
        return last is None or now - last >= PAUSE

    def note(self, project_id: int, now: datetime) -> None:
        if len(self._last) >= MOST_KNOWN:
            self._last.clear()
        self._last[project_id] = now

    def came_back(self, project_id: int) -> None:
        self._last.pop(project_id, None)
