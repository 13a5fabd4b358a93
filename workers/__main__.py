"""`python -m workers`: the worker child that `postil serve` starts, and ends by its stdin."""

import sys
from importlib.util import find_spec

from service.errors import how_to_install
from service.settings import Settings
from service.vocabulary import CANT_HELP
from workers.limits import limit_threads
from workers.process import live


def main() -> None:
    if find_spec("celery") is None:
        print(f"The worker needs Celery. Run: {how_to_install()}", file=sys.stderr)
        sys.exit(CANT_HELP)
    settings = Settings()
    limit_threads(settings.worker_threads)
    # Only now: numpy reads the limits when it is imported.
    from workers.embedded import embedded

    live(lambda stop: embedded(settings, stop), with_parent=True)


if __name__ == "__main__":
    main()
