"""all-MiniLM-L6-v2 on torch alone: what sentence-transformers computes of its files.

The library brings 2,500 modules for training and for other models: 300 MB, and some seconds before
the first text. Vectors are the library's, bit by bit in fp32. Imports torch.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from service.ports import FloatArray

LAYERS, HEADS, WIDTH, WIDE = 6, 12, 384, 1_536
WORDS, PLACES, KINDS = 30_522, 512, 2
LONGEST = 256
"""Tokens of a text that are read."""
EPSILON = 1e-12

Features = dict[str, Tensor]


@dataclass(frozen=True)
class Reading:
    """As much of the library's tokenizer as encoders use."""

    backend_tokenizer: Tokenizer
    """Cuts at the longest input and pads to the longest text of a batch."""
    padding_side = "right"
    pad_token = "[PAD]"
    pad_token_id = pad_token_type_id = 0


class MiniLM(nn.Sequential):
    """As much of the library's model as encoders use."""

    max_seq_length = LONGEST
    prompts: Mapping[str, str] = {}
    default_prompt_name = None

    def __init__(self, tokenizer: Reading) -> None:
        super().__init__(Transformer(), Pooling(), Normalize())
        self.tokenizer = tokenizer

    @property
    def device(self) -> torch.device:
        return next(self.parameters()).device

    @property
    def transformer(self) -> "Transformer":
        first = self[0]
        assert isinstance(first, Transformer)
        return first

    def read(self, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
        """Token ids of a batch, and their mask (n, length)."""
        read = self.tokenizer.backend_tokenizer.encode_batch(texts)
        ids = torch.tensor([each.ids for each in read], device=self.device)
        return ids, torch.tensor([each.attention_mask for each in read], device=self.device)

    def pooled(self, states: Tensor, mask: Tensor) -> Tensor:
        """(n, 384) unit vectors of what the last layer says (n, length, 384)."""
        features = {"token_embeddings": states, "attention_mask": mask}
        unit: Tensor = self[2](self[1](features))["sentence_embedding"]
        return unit

    def encode(self, texts: Sequence[str], **_for_the_library: object) -> FloatArray:
        """Unit vectors (n, 384) of one batch."""
        ids, mask = self.read(texts)
        with torch.inference_mode():
            means = self({"input_ids": ids, "attention_mask": mask})["sentence_embedding"]
            # Once more, as the library does.
            vectors: FloatArray = functional.normalize(means, dim=1).cpu().numpy()
        return vectors


class Transformer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        # Not of nn.Embedding, which fills its own first and imports the compiler for that.
        self.words = nn.Parameter(torch.empty(WORDS, WIDTH))
        self.places = nn.Parameter(torch.empty(PLACES, WIDTH))
        self.kinds = nn.Parameter(torch.empty(KINDS, WIDTH))
        self.norm = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))

    def forward(self, features: Features) -> Features:
        """Adds `token_embeddings` (n, length, 384) to token ids and their mask (n, length)."""
        states = self.embedded(features["input_ids"])
        for layer in self.layers:
            states = layer(states, features["attention_mask"])
        return {**features, "token_embeddings": states}

    def embedded(self, ids: Tensor) -> Tensor:
        """(n, length, 384) what the first layer reads."""
        states = functional.embedding(ids, self.words) + self.kinds[0]
        states = states + self.places[: ids.shape[1]]
        normed: Tensor = self.norm(states)
        return normed


class Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.attended, self.attended_norm = nn.Linear(WIDTH, WIDTH), nn.LayerNorm(WIDTH, EPSILON)
        self.wide, self.narrow = nn.Linear(WIDTH, WIDE), nn.Linear(WIDE, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, EPSILON)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        query, key, value = (
            part(states).unflatten(-1, (HEADS, -1)).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        may_see = mask[:, None, None, :].bool()
        attended = functional.scaled_dot_product_attention(query, key, value, attn_mask=may_see)
        attended = self.attended(attended.transpose(1, 2).flatten(2))
        states = self.attended_norm(attended + states)
        out: Tensor = self.norm(self.narrow(functional.gelu(self.wide(states))) + states)
        return out


class Pooling(nn.Module):
    """The mean of a text's tokens."""

    def forward(self, features: Features) -> Features:
        states = features["token_embeddings"]
        mask = features["attention_mask"].unsqueeze(-1).to(states.dtype)
        mean = (states * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
        return {**features, "sentence_embedding": mean}


class Normalize(nn.Module):
    def forward(self, features: Features) -> Features:
        unit = functional.normalize(features["sentence_embedding"], dim=-1)
        return {**features, "sentence_embedding": unit}


TABLES = {"words": "word", "places": "position", "kinds": "token_type"}
PARTS = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "attended": "attention.output.dense",
    "attended_norm": "attention.output.LayerNorm",
    "wide": "intermediate.dense",
    "narrow": "output.dense",
    "norm": "output.LayerNorm",
}


def read_minilm(folder: Path, device: str) -> MiniLM:
    """From its files, whose sums have to be checked before."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(LONGEST)
    tokenizer.enable_padding()
    with torch.device("meta"):  # without arrays of its own
        model = MiniLM(Reading(tokenizer))
    # The file is mapped: of the table of words what is used comes into memory.
    stored = load_file(folder / "model.safetensors")
    arrays = {ours: stored[f"embeddings.{name}_embeddings.weight"] for ours, name in TABLES.items()}
    parts = {"norm": "embeddings.LayerNorm"} | {
        f"layers.{number}.{ours}": f"encoder.layer.{number}.{name}"
        for number in range(LAYERS)
        for ours, name in PARTS.items()
    }
    for ours, name in parts.items():
        arrays |= {f"{ours}.{kind}": stored[f"{name}.{kind}"] for kind in ("weight", "bias")}
    model[0].load_state_dict(arrays, assign=True)
    return model.to(device).eval()
