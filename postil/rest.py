"""The rest of the texts, labelled by the machine under a certificate."""

from dataclasses import dataclass
from typing import Any

from postil.connection import Connection


@dataclass(frozen=True)
class Certificate:
    """That at most the share `error` of the machine's labels is wrong, with this `confidence`.

    `raw` is all that the service says.
    """

    state: str
    """`checking`, `writing` its labels, then `issued`; or `failed`, and later `revoked`."""
    error: float
    confidence: float
    labels: int
    """Given by the machine; 0 before it is issued."""
    checks: int
    """Answers that it rests on so far."""
    wrong: int
    """Of these."""
    raw: dict[str, Any]


class Rest:
    """What people haven't labelled: the machine may, where few of its labels are wrong."""

    def __init__(self, connection: Connection, base: str) -> None:
        self._connection = connection
        self._base = base

    def offers(self, checks: int | None = None) -> list[dict[str, Any]]:
        """What it would take at several shares of error; none while a certificate is under way.

        `expected` checks, for the `labels` that are tested first; None where the model expects more
        errors than `error` allows. `least`: checks if all come out right.
        """
        offers: list[dict[str, Any]] = self._shown(checks)["offers"]
        return offers

    def certify(
        self, error: float = 0.05, *, confidence: float = 0.95, checks: int | None = None
    ) -> Certificate:
        """Has people check some of the machine's labels, `checks` at most, among all else.

        Whoever labels answers them, as `Project.label` does: what is asked isn't told apart. What
        has come of it: `certificate()`.
        """
        wanted = {"error": error, "confidence": confidence, "checks": checks}
        body = {name: value for name, value in wanted.items() if value is not None}
        return _certificate(self._connection.post(f"{self._base}/certify", body))

    def certificate(self) -> Certificate | None:
        """The one under way, else the one whose labels count, else the last one; None: none yet."""
        shown = self._shown()
        certificate = shown["under_way"] or shown["issued"] or shown["last"]
        return None if certificate is None else _certificate(certificate)

    def finish(self) -> None:
        """Asks for no more checks: what is shown by now is taken, if anything is."""
        self._connection.post(f"{self._base}/certify:finish")

    def revoke(self) -> None:
        """Takes all labels of the machine back, at once."""
        self._connection.delete(f"{self._base}/machine-labels")

    def _shown(self, checks: int | None = None) -> Any:
        return self._connection.get(f"{self._base}/certify", checks=checks)


def _certificate(raw: dict[str, Any]) -> Certificate:
    fields = ("state", "error", "confidence", "labels", "checks", "wrong")
    return Certificate(raw=raw, **{name: raw[name] for name in fields})
