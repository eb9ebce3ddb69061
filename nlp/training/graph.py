"""ONNX graphs written node by node: large matrices in 8 bits, in one file that the graphs of both precisions read.

A linear layer's matrix is stored turned, with a scale for each column; a table that rows are looked up in has a scale
for each row. In int8 products are reckoned in 8 bits, the states rounded as they come; in fp32 the matrices are widened
when the graph is loaded.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, external_data_helper, helper, numpy_helper

# of the operators that ONNX Runtime adds to those of ONNX
RUNTIME = "com.microsoft"
#: how the names of weights begin that are stored as they are; what stands before the number of a turned part; what ends
#: the names of weights in 8 bits and of their scales
PLAIN, TURNED, BYTES, SCALES = "_model.", ".turned.", ".bytes", ".scales"
_OPSET, _IR = 20, 9
# constants of so many bytes lie in the file of weights, each where a page begins
_OUTSIDE, _PAGE = 1_024, 4_096

Array = NDArray[Any]
Shape = Iterable[str | int]


class Graph:
    """Nodes and constants, as they come.

    Args:
        weights: those of the network, by their names there.
        whole: whether products are reckoned in 32 bits, in place of 8.
    """

    def __init__(self, weights: Mapping[str, Array], *, whole: bool) -> None:
        self._weights, self._whole = weights, whole
        self._nodes: list[Any] = []
        self._constants: dict[str, Any] = {}
        self._rounded: dict[str, list[str]] = {}

    def keep(self, name: str, value: Array) -> str:
        """A constant that no training made."""
        self._constants[name] = numpy_helper.from_array(numpy.ascontiguousarray(value), name)
        return name

    def constant(self, name: str) -> str:
        """A weight as the network has it."""
        return self.keep(PLAIN + name, self._weights[name])

    def node(self, kind: str, inputs: Iterable[str], name: str = "", **given: Any) -> str:
        """The output of a node."""
        return self.nodes(kind, inputs, [name or self._name(kind)], **given)[0]

    def nodes(self, kind: str, inputs: Iterable[str], outputs: list[str], **given: Any) -> list[str]:
        """The outputs of a node."""
        self._nodes.append(helper.make_node(kind, list(inputs), outputs, **given))
        return outputs

    def _name(self, kind: str) -> str:
        return f"{kind.lower()}_{len(self._nodes)}"

    def norm(self, layer: str, states: str, least: float, name: str = "") -> str:
        """States normed by the weights of a layer, and its bias where it has one."""
        bias = [self.constant(f"{layer}.bias")] if f"{layer}.bias" in self._weights else []
        inputs = [states, self.constant(f"{layer}.weight"), *bias]
        return self.node("LayerNormalization", inputs, name, axis=-1, epsilon=least)

    def look_up(self, table: str, numbers: str) -> str:
        """Rows of a table."""
        rows, scales = in_bytes(self._weights[table], axis=1)
        rows, scales = self.keep(table + BYTES, rows), self.keep(table + SCALES, scales)
        wide = self.node("Cast", [self.node("Gather", [rows, numbers], axis=0)], to=TensorProto.FLOAT)
        return self.node("Mul", [wide, self.node("Gather", [scales, numbers], axis=0)])

    def linear(self, layer: str, states: str, parts: int = 1) -> list[str]:
        """States through a matrix, whose product comes in parts."""
        bias = self._weights.get(f"{layer}.bias")
        made = []
        for number, part in enumerate(numpy.split(self._weights[f"{layer}.weight"], parts)):
            name = f"{layer}.weight{TURNED}{number}"
            matrix, scales = in_bytes(part.T, axis=0)
            matrix, scales = self.keep(name + BYTES, matrix), self.keep(name + SCALES, scales)
            added = self.constant(f"{layer}.bias") if bias is not None else ""
            made.append(self._product(states, matrix, scales, added))
        return made

    def _product(self, states: str, matrix: str, scales: str, bias: str) -> str:
        """States times a matrix in 8 bits, and a bias if there is one."""
        if self._whole:
            wide = self.node("Mul", [self.node("Cast", [matrix], to=TensorProto.FLOAT), scales])
            product = self.node("MatMul", [states, wide])
            return self.node("Add", [product, bias]) if bias else product
        if states not in self._rounded:
            names = [f"{states}{BYTES}", f"{states}{SCALES}", f"{states}.zero"]
            self._rounded[states] = self.nodes("DynamicQuantizeLinear", [states], names)
        rounded, scale, zero = self._rounded[states]
        inputs = [rounded, matrix, scale, scales, zero, *(["", bias] if bias else [])]
        return self.node("MatMulIntegerToFloat", inputs, domain=RUNTIME)

    def score(self, layer: str, states: str, name: str) -> str:
        """States through a small linear layer, as exactly in both precisions."""
        turned = self.keep(f"{layer}.weight{TURNED}0", self._weights[f"{layer}.weight"].T)
        return self.node("Add", [self.node("MatMul", [states, turned]), self.constant(f"{layer}.bias")], name)

    def model(self, inputs: Mapping[str, Shape], outputs: Mapping[str, Shape], wide: Mapping[str, Shape] = {}) -> Any:
        """The whole: names and shapes of whole numbers that go in and of what comes out, in 32 bits; `wide` goes in so too."""
        graph = helper.make_graph(
            self._nodes,
            "lode",
            [*_told(TensorProto.INT64, inputs), *_told(TensorProto.FLOAT, wide)],
            _told(TensorProto.FLOAT, outputs),
            initializer=list(self._constants.values()),
        )
        imports = [helper.make_opsetid("", _OPSET), helper.make_opsetid(RUNTIME, 1)]
        return helper.make_model(graph, opset_imports=imports, ir_version=_IR)


def _told(kind: int, shapes: Mapping[str, Shape]) -> list[Any]:
    """What goes into a graph or comes out of it."""
    return [helper.make_tensor_value_info(name, kind, list(shape)) for name, shape in shapes.items()]


def in_bytes(matrix: Array, axis: int) -> tuple[Any, Any]:
    """A matrix in 8 bits, and the scales along an axis."""
    scales = numpy.maximum(numpy.abs(matrix).max(axis=axis, keepdims=True), 1e-12) / 127
    bytes_ = numpy.rint(matrix / scales).astype(numpy.int8)
    return bytes_, (scales if axis else scales[0]).astype(numpy.float32)


def save_together(graphs: Mapping[Path, Any], weights: Path) -> None:
    """Writes graphs of one folder, what they share in one file beside them."""
    places: dict[str, tuple[int, int]] = {}
    with weights.open("wb") as file:
        for model in graphs.values():
            for tensor in model.graph.initializer:
                raw = tensor.raw_data
                if len(raw) < _OUTSIDE:
                    continue
                if tensor.name not in places:
                    file.write(b"\0" * (-file.tell() % _PAGE))
                    places[tensor.name] = (file.tell(), len(raw))
                    file.write(raw)
                offset, length = places[tensor.name]
                external_data_helper.set_external_data(tensor, weights.name, offset=offset, length=length)
                tensor.data_location = TensorProto.EXTERNAL
                tensor.ClearField("raw_data")
    for path, model in graphs.items():
        onnx.save(model, path)


def stored_weights(path: Path) -> dict[str, Array]:
    """The weights of a graph, by their names in the network, in 32 bits; as exact as they are stored."""
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in onnx.load(path).graph.initializer}
    wide = {
        name.removesuffix(BYTES): value * stored[name.removesuffix(BYTES) + SCALES] if name.endswith(BYTES) else value
        for name, value in stored.items()
        if not name.endswith(SCALES)
    }
    found = {}
    for name, value in wide.items():
        whole, turned, _ = name.partition(TURNED)
        if turned:
            numbered = (f"{whole}{TURNED}{number}" for number in itertools.count())
            parts = itertools.takewhile(wide.__contains__, numbered)
            found[whole] = numpy.concatenate([wide[part].T for part in parts])
        else:
            found[name.removeprefix(PLAIN)] = value
    return found
