"""A BERT of width 384 as an ONNX graph, in fp32 or in 8 bits. Needs no torch.

Of 8 bits a weight uses 7, with a scale each column: so processors without VNNI compute the same.
What comes in uses all 8, with a scale each text.
"""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import load_file

HEADS, WIDTH, EPSILON = 12, 384, 1e-12
IDS, MASK = "input_ids", "attention_mask"
MICROSOFT = "com.microsoft"
OPSET, IR = 18, 9
Arrays = Mapping[str, NDArray[Any]]
"""The numbers of MiniLM's file by their names; of fewer layers, those of the first.

In the place of the words there may be `steps` (n, blocks, 32) and their `scales` (n, blocks, 1).
With `classes.weight` (C, 384) and `classes.bias` the vectors are the roots of how likely each is.
"""


def read_weights(folder: Path) -> Arrays:
    """Of MiniLM's file in its folder."""
    return load_file(folder / "model.safetensors")


def write_plain(arrays: Arrays, to: Path) -> None:
    """The graph of the model: token ids and their mask (n, length) to `vectors`."""
    onnx.save(_Graph(arrays).model(), to)


def write_rounded(arrays: Arrays, to: Path, coarse: Collection[int] = ()) -> None:
    """The same in 8 bits, but for the last product of layers that would be `coarse`."""
    quantize_dynamic(
        _Graph(arrays).model(),
        to,
        op_types_to_quantize=["MatMul"],
        nodes_to_exclude=[f"encoder.layer.{number}.output.dense.product" for number in coarse],
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        # It can't tell what its own fused nodes give.
        extra_options={"DefaultTensorType": TensorProto.FLOAT},
    )


class _Graph:
    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self._layers = sum(name.endswith(".query.weight") for name in arrays)
        self._held: list[TensorProto] = []
        self._nodes: list[NodeProto] = []

    def model(self) -> ModelProto:
        states = self._embedded()
        self._node("Cast", [MASK], "seen", to=TensorProto.INT32)
        for number in range(self._layers):
            states = self._layer(f"encoder.layer.{number}", states)
        self._pooled(states)
        width = self._of_classes() if "classes.weight" in self._arrays else WIDTH
        inputs = [
            helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"])
            for name in (IDS, MASK)
        ]
        vectors = helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["batch", width])
        graph = helper.make_graph(self._nodes, "bert", inputs, [vectors], self._held)
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=IR)
        # There is nothing to fuse or fold in it: without this the library warns.
        helper.set_model_props(model, {"onnx.quant.pre_process": "onnxruntime.quant"})
        return model

    def _embedded(self) -> str:
        table = "embeddings.{}_embeddings.weight"
        places = self._arrays[table.format("position")]
        kind = self._arrays[table.format("token_type")][0]
        self._words()
        self._node("Shape", [IDS], "length", start=1, end=2)
        first = self._hold("first", np.zeros(1, dtype=np.int64))
        self._node("Slice", [self._hold("places", places + kind), first, "length"], "own_places")
        self._node("Add", ["words", "own_places"], "placed")
        norm = [self._array(f"embeddings.LayerNorm.{each}") for each in ("weight", "bias")]
        return self._node("LayerNormalization", ["placed", *norm], "embedded", epsilon=EPSILON)

    def _words(self) -> None:
        if "steps" not in self._arrays:
            self._node("Gather", [self._array("embeddings.word_embeddings.weight"), IDS], "words")
            return
        for part in ("steps", "scales"):
            own = self._node("Gather", [self._array(part), IDS], f"{part}.own")
            self._node("Cast", [own], f"{part}.cast", to=TensorProto.FLOAT)
        blocks = self._node("Mul", ["steps.cast", "scales.cast"], "blocks")
        self._node("Reshape", [blocks, self._hold("shape", np.array([0, 0, WIDTH]))], "words")

    def _layer(self, name: str, states: str) -> str:
        own = f"{name}.attention"
        parts = [self._linear(f"{own}.self.{part}", states) for part in ("query", "key", "value")]
        seen = [*parts, "", "seen"]
        attended = self._fused("MultiHeadAttention", seen, f"{own}.seen", num_heads=HEADS)
        attended = self._linear(f"{own}.output.dense", attended)
        states = self._normed(f"{own}.output.LayerNorm", attended, states)
        wide = self._linear(f"{name}.intermediate.dense", states)
        bent = self._fused("Gelu", [wide], f"{name}.bent")
        narrow = self._linear(f"{name}.output.dense", bent)
        return self._normed(f"{name}.output.LayerNorm", narrow, states)

    def _pooled(self, states: str) -> None:
        """The mean of a text's tokens, of length 1: by what it is divided doesn't count."""
        last, second = (self._hold(f"axis{at}", np.array([at])) for at in (2, 1))
        self._node("Cast", [MASK], "counted", to=TensorProto.FLOAT)
        self._node("Unsqueeze", ["counted", last], "column")
        self._node("Mul", [states, "column"], "own")
        self._node("ReduceSum", ["own", second], "sum", keepdims=0)
        to = "unit" if "classes.weight" in self._arrays else "vectors"
        self._node("LpNormalization", ["sum"], to, axis=1, p=2)

    def _of_classes(self) -> int:
        """How many there are. Their scores stay in fp32."""
        weights, bias = self._array("classes.weight"), self._array("classes.bias")
        scores = self._node("Gemm", ["unit", weights, bias], "scores", transB=1)
        self._node("Sqrt", [self._node("Softmax", [scores], "likely", axis=1)], "vectors")
        return len(self._arrays["classes.bias"])

    def _linear(self, name: str, states: str) -> str:
        weights = self._hold(f"{name}.weight", self._arrays[f"{name}.weight"].T)
        product = self._node("MatMul", [states, weights], f"{name}.product")
        return self._node("Add", [product, self._array(f"{name}.bias")], f"{name}.out")

    def _normed(self, name: str, states: str, beside: str) -> str:
        norm = [self._array(f"{name}.{each}") for each in ("weight", "bias")]
        inputs = [states, beside, *norm]
        return self._fused("SkipLayerNormalization", inputs, f"{name}.out", epsilon=EPSILON)

    def _array(self, name: str) -> str:
        return self._hold(name, self._arrays[name])

    def _hold(self, name: str, array: NDArray[Any]) -> str:
        self._held.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def _fused(self, kind: str, inputs: Sequence[str], output: str, **how: Any) -> str:
        return self._node(kind, inputs, output, domain=MICROSOFT, **how)

    def _node(self, kind: str, inputs: Sequence[str], output: str, **how: Any) -> str:
        self._nodes.append(helper.make_node(kind, list(inputs), [output], output, **how))
        return output
