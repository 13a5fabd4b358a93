"""The most memory that this process, or a child of its that has ended, ever had."""

import resource
import sys

_UNIT = 1 if sys.platform == "darwin" else 1024


def peak_bytes() -> int:
    """Of its whole life, whatever for. The system keeps it, so that asking costs nothing."""
    here, children = (
        resource.getrusage(who).ru_maxrss
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return max(here, children) * _UNIT
