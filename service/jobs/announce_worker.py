"""Notes that a worker lives and what it can do."""

from collections.abc import Collection

from service.app import App
from service.jobs.queries.workers import Workers
from service.jobs.tables import Worker


def announce(
    app: App,
    name: str,
    lanes: Collection[str],
    device: str,
    encoders: Collection[str],
    compute: str = "numpy",
) -> None:
    """Called every few seconds; a worker that stops calling is swept."""
    with app.write() as uow:
        uow[Workers].announce(
            Worker(
                name=name,
                lanes=sorted(lanes),
                device=device,
                compute=compute,
                encoders=sorted(encoders),
                started_at=uow.now,
                heartbeat_at=uow.now,
            )
        )
