"""`python -m workers`: the worker child that `postil serve` starts, and ends by its stdin."""

from service.kit.settings import Settings
from workers.freed_memory import share_heaps
from workers.limits import limit_threads
from workers.process import live


def main() -> None:
    settings = Settings()
    share_heaps()
    limit_threads(settings.worker_threads)
    # Only now: numpy reads the limits when it is imported.
    from workers.embedded import embedded

    live(lambda stop: embedded(settings, stop), with_parent=True)


if __name__ == "__main__":
    main()
