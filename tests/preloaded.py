"""What our programs import, with warnings as errors, for a process to fork them from.

No computing here: a process with threads can't be forked.
"""

import warnings
from importlib import import_module

from service.kit.gc_tuning import without_looking

PROGRAMS = ("service.commands.server.embedded", "service.commands.migrate", "service.commands.api")
WORKERS = (
    "workers.embedded",
    "workers.cli",
    "workers.encoders.hashing",
    "workers.encoders.lexical",
)
AT_FIRST_USE = (
    "scipy.linalg",
    "scipy.optimize",
    "scipy.sparse.csgraph",
    "sklearn.feature_extraction.text",
)

warnings.simplefilter("error")
with without_looking():
    for name in (*PROGRAMS, *WORKERS, *AT_FIRST_USE):
        import_module(name)
