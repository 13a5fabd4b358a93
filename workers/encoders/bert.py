"""A BERT of width 384 on torch alone: all-MiniLM-L6-v2 and multilingual-e5-small are two of them.

sentence-transformers brings 2,500 modules for training and for other models: 300 MB, and some
seconds before the first text. Vectors are the library's, bit by bit in fp32. Imports torch.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from service.ports import FloatArray

HEADS, WIDTH, WIDE = 12, 384, 1_536
PLACES, KINDS = 512, 2
EPSILON = 1e-12

Features = dict[str, Tensor]


@dataclass(frozen=True)
class Reading:
    """As much of the library's tokenizer as encoders use."""

    backend_tokenizer: Tokenizer
    """Cuts at the longest input, and doesn't pad."""
    padding_side = "right"
    pad_token: str = "[PAD]"
    pad_token_id: int = 0
    pad_token_type_id = 0


class Bert(nn.Sequential):
    """As much of the library's model as encoders use."""

    default_prompt_name = "text"

    def __init__(self, reading: Reading, words: "Words", layers: int, prompt: str = "") -> None:
        super().__init__(Transformer(words, layers), Pooling(), Normalize())
        self.tokenizer = reading
        self.prompts: Mapping[str, str] = {self.default_prompt_name: prompt}

    @property
    def device(self) -> torch.device:
        return next(self.parameters()).device

    @property
    def max_seq_length(self) -> int:
        """Tokens of a text that are read."""
        cut = self.tokenizer.backend_tokenizer.truncation
        assert cut is not None
        return int(cut["max_length"])

    @property
    def transformer(self) -> "Transformer":
        first = self[0]
        assert isinstance(first, Transformer)
        return first

    def read(self, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
        """Token ids of a batch, and their mask (n, length)."""
        prompt = self.prompts[self.default_prompt_name]
        read = self.tokenizer.backend_tokenizer.encode_batch([prompt + text for text in texts])
        padding = self.tokenizer.pad_token_id
        rows = [torch.tensor(each.ids, device=self.device) for each in read]
        ids = nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=padding)
        lengths = torch.tensor([len(row) for row in rows], device=self.device)
        mask = torch.arange(ids.shape[1], device=self.device) < lengths[:, None]
        return ids, mask.long()

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


class Words(nn.Module):
    """A vector for each token: ids (n, length) to (n, length, 384)."""

    def __init__(self, count: int) -> None:
        super().__init__()
        # Not of nn.Embedding, which fills its own first and imports the compiler for that.
        self.table = nn.Parameter(torch.empty(count, WIDTH))

    def forward(self, ids: Tensor) -> Tensor:
        return functional.embedding(ids, self.table)

    def in_graphs(self) -> "Words":
        """The same in operations that ONNX has."""
        return self


class Transformer(nn.Module):
    words: Words

    def __init__(self, words: Words, layers: int) -> None:
        super().__init__()
        self.words = words
        self.places = nn.Parameter(torch.empty(PLACES, WIDTH))
        self.kinds = nn.Parameter(torch.empty(KINDS, WIDTH))
        self.norm = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))

    def forward(self, features: Features) -> Features:
        """Adds `token_embeddings` (n, length, 384) to token ids and their mask (n, length)."""
        states = self.embedded(features["input_ids"])
        for layer in self.layers:
            states = layer(states, features["attention_mask"])
        return {**features, "token_embeddings": states}

    def embedded(self, ids: Tensor) -> Tensor:
        """(n, length, 384) what the first layer reads."""
        states = self.words(ids) + self.kinds[0] + self.places[: ids.shape[1]]
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
        return self._beyond(states, self._attended(self._asked(states), mask))

    def of_tokens(self, states: Tensor, mask: Tensor) -> Tensor:
        """The same of the tokens that there are (t, 384), one text after another, as `mask`
        (n, length) has them. Nothing is worked out for padding but what each attends to."""
        places = mask.flatten().nonzero().squeeze(1)

        def padded(each: Tensor) -> Tensor:
            rows = each.new_zeros(mask.numel(), WIDTH).index_copy(0, places, each)
            return torch.unflatten(rows, 0, tuple(mask.shape))

        query, key, value = (padded(each) for each in self._asked(states))
        attended = self._attended((query, key, value), mask).flatten(0, 1)
        return self._beyond(states, attended.index_select(0, places))

    def _asked(self, states: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        return self.query(states), self.key(states), self.value(states)

    def _attended(self, heads: tuple[Tensor, Tensor, Tensor], mask: Tensor) -> Tensor:
        """(n, length, 384)"""
        query, key, value = (
            torch.unflatten(each, -1, (HEADS, -1)).transpose(1, 2) for each in heads
        )
        may_see = mask[:, None, None, :].bool()
        attended = functional.scaled_dot_product_attention(query, key, value, attn_mask=may_see)
        return attended.transpose(1, 2).flatten(2)

    def _beyond(self, states: Tensor, attended: Tensor) -> Tensor:
        states = self.attended_norm(self.attended(attended) + states)
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
