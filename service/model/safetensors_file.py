"""Arrays in the format of safetensors: the length of a JSON header, the header, the numbers.

https://github.com/huggingface/safetensors#format. The library comes with the encoders' packages,
which a worker may lack.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ALIGNED = 8
"""The header is padded to a multiple of so many bytes."""


def write_safetensors(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """All as float32."""
    header: dict[str, Any] = {}
    end = 0
    for name, array in arrays.items():
        first, end = end, end + 4 * array.size
        shape = list(array.shape)
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [first, end]}
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % ALIGNED)
    with path.open("wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for array in arrays.values():
            file.write(np.ascontiguousarray(array, dtype="<f4").data)
