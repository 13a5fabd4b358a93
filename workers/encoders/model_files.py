"""The files of a sentence-transformers model: where they are, what they are, and read."""

import copy
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from service.kit.errors import PostilError
from workers.encoders.text_model import TextModel

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

# What decides the vectors, in every layout on the hub. `onnx/` and `openvino/` hold the same
# weights for other engines, README and the like say nothing.
CONFIGURATION = ("*.json", "*.txt", "*.model")
OTHER_ENGINES = ("onnx", "openvino")
CARD = "README.md"
STATED = re.compile(r"\A---\n.*?^license: *[\"']?([\w.+ -]+)", re.DOTALL | re.MULTILINE)


class ModelFilesChanged(PostilError):
    """The files of a model are not the ones that its name promises."""

    code: ClassVar[str] = "model_files_changed"


class ModelNotFound(PostilError):
    """A model that was named can't be had."""

    code: ClassVar[str] = "model_not_found"


def deciding_files(folder: Path) -> list[Path]:
    """The files in `folder` that decide a model's vectors, in a fixed order."""
    weights = "*.safetensors" if any(folder.rglob("*.safetensors")) else "*.bin"
    paths = {path for pattern in (*CONFIGURATION, weights) for path in folder.rglob(pattern)}
    return sorted(
        path
        for path in paths
        if path.is_file() and path.relative_to(folder).parts[0] not in OTHER_ENGINES
    )


def sums(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file that decides the vectors, by its path inside `folder`."""
    return {path.relative_to(folder).as_posix(): sha256(path) for path in deciding_files(folder)}


def licence(folder: Path) -> str | None:
    """The licence that the model's card states at its head; None where it doesn't."""
    card = folder / CARD
    stated = STATED.match(card.read_text(encoding="utf-8")) if card.is_file() else None
    return stated and stated[1].strip()


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check(
    actual: Mapping[str, str], expected: Mapping[str, str], folder: Path, remedy: str
) -> None:
    """Raises ModelFilesChanged, which says what to do, unless every sum is as expected."""
    wrong = [name for name, digest in expected.items() if actual.get(name) != digest]
    if wrong:
        raise ModelFilesChanged(
            f"{', '.join(wrong)} in {folder} is not the file that this version of Postil was "
            f"made for, so its vectors can't be trusted. {remedy}"
        )


def download(model: str) -> Path:
    """The folder of a hub model, from the local cache or else the network.

    Raises ModelNotFound when it can't be had.
    """
    from huggingface_hub.errors import HfHubHTTPError

    name = model if "/" in model else f"sentence-transformers/{model}"
    try:
        # One kind of weights only: many repositories carry them twice.
        folder = _snapshot(name, "*.safetensors")
        return folder if any(folder.rglob("*.safetensors")) else _snapshot(name, "*.bin")
    except (OSError, ValueError, HfHubHTTPError) as error:
        raise ModelNotFound(
            f"The model {name} is not on this machine and can't be fetched from the hub "
            f"({type(error).__name__}). Check its name, or name a folder: "
            "sentence_transformer:/path/to/model"
        ) from error


def _snapshot(name: str, weights: str) -> Path:
    from huggingface_hub import snapshot_download

    other = [f"{engine}/*" for engine in OTHER_ENGINES]
    patterns = [*CONFIGURATION, weights, CARD]
    return Path(snapshot_download(name, allow_patterns=patterns, ignore_patterns=other))


def read_model(folder: Path, device: str) -> "SentenceTransformer":
    """The model in a folder, in single precision. Imports torch, which takes seconds."""
    from huggingface_hub.utils.tqdm import disable_progress_bars

    # Before transformers is imported: it asks only then.
    disable_progress_bars()
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), device=device, local_files_only=True)
    # Some repositories store half precision, and the library would keep it.
    model.float()
    return model


def prompt_of(model: TextModel) -> str:
    """What stands before each text when it is read."""
    return model.prompts.get(model.default_prompt_name or "") or ""


def reading_tokenizer(model: TextModel) -> "Tokenizer":
    """As the model reads: cut at its longest input, padded to the longest of a batch.

    A copy: the model's own may be at work in another thread, and doesn't bear being changed.
    """
    tokenizer = model.tokenizer
    copied: Tokenizer = copy.deepcopy(tokenizer.backend_tokenizer)
    if model.max_seq_length is not None:
        copied.enable_truncation(model.max_seq_length)
    copied.enable_padding(
        direction=tokenizer.padding_side,
        pad_id=tokenizer.pad_token_id,
        pad_type_id=tokenizer.pad_token_type_id,
        pad_token=tokenizer.pad_token,
    )
    return copied
