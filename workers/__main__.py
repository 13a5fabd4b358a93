"""`python -m workers`: the worker child that `postil serve` starts, and ends by its stdin."""

import sys
from importlib.util import find_spec

from service.settings import Settings
from workers.limits import limit_threads

MISSING = 78
"""Exit status (EX_CONFIG): starting it again would not help."""


def main() -> None:
    if find_spec("celery") is None:
        print("Jobs need Celery: pip install 'postil[queue]'", file=sys.stderr)
        sys.exit(MISSING)
    settings = Settings()
    limit_threads(settings.worker_threads)
    # Only now: numpy reads the limits when it is imported.
    from workers import embedded

    embedded.main(settings)


if __name__ == "__main__":
    main()
