"""Small encoders that are taught what a model says."""

from collections.abc import Callable, Sequence

from service.installation import how_to_install, is_installed
from service.kit.errors import PostilError
from service.ports import Encoder, FloatArray
from workers.encoders.int8 import PACKAGES

TEACHES = "torch"


def taught_student(
    texts: Sequence[str], wanted: FloatArray, seed: int, progress: Callable[[int, int], None]
) -> Encoder:
    """PostilError where it can't be had here."""
    lacking = [package for package in (*PACKAGES, TEACHES) if not is_installed(package)]
    if lacking:
        raise PostilError(
            f"The worker lacks {', '.join(lacking)}, which the fast model takes. "
            f"Run: {how_to_install('workers,int8')}"
        )
    from workers.portable.student import teach_student

    return teach_student(texts, wanted, seed, progress)
