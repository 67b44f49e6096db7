"""Rewrite a TensorFlow.js graph as ONNX, without TensorFlow: the few operations our networks use.

A TensorFlow.js model is a JSON file (the graph, and the name, shape and type of every weight) and a
file with the weights in that order. TensorFlow keeps pictures as (n, h, w, c) and ONNX convolves
(n, c, h, w), so every convolution stands between two transpositions; the runtime lets those that
meet cancel out. Weights that lose nothing by it are stored as float16 and cast when loaded.
"""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper, shape_inference

OPSET = 18
IR_VERSION = 8
TO_ONNX, TO_TENSORFLOW = [0, 3, 1, 2], [0, 2, 3, 1]
WORTH_HALVING = 64
"""Weights with fewer numbers than this are kept as they are: a cast would cost more."""

Node = dict[str, Any]
Array = np.ndarray[Any, Any]


class UnknownOperation(Exception):
    """The graph does something that is not translated here."""


@dataclass
class Graph:
    """A TensorFlow.js graph: its nodes by name, and its weights by the name of their node."""

    nodes: dict[str, Node]
    weights: dict[str, Array]

    def constant(self, name: str) -> Array | None:
        """Return what the tensor `name` always holds; None if it depends on the picture."""
        node = self.nodes[node_name(name)]
        if node["op"] == "Const":
            return self.weights[node["name"]]
        fold = FOLDS.get(node["op"])
        values = [self.constant(each) for each in inputs_of(node)] if fold else []
        known = [value for value in values if value is not None]
        return fold(known) if fold and len(known) == len(values) else None

    def must(self, name: str) -> Array:
        """Return what the tensor `name` always holds; raise UnknownOperation if it varies."""
        value = self.constant(name)
        if value is None:
            raise UnknownOperation(f"{name} is not constant")
        return value


def read(path: Path) -> Graph:
    """Return the graph of the model whose JSON file is `path`, its weights beside it."""
    model = json.loads(path.read_text("utf-8"))
    (manifest,) = model["weightsManifest"]
    stored = b"".join((path.parent / part).read_bytes() for part in manifest["paths"])
    nodes = {node["name"]: node for node in model["modelTopology"]["node"]}
    return Graph(nodes, unpack(manifest["weights"], stored))


def unpack(entries: Sequence[Node], stored: bytes) -> dict[str, Array]:
    """Return the weights by name; raise ValueError if the file is longer or shorter than told."""
    weights, at = {}, 0
    for entry in entries:
        kind = np.dtype(entry.get("quantization", entry)["dtype"])
        count = int(np.prod(entry["shape"], dtype=int))
        flat = np.frombuffer(stored, kind, count, at)
        weights[entry["name"]] = flat.reshape(entry["shape"]).astype(entry["dtype"])
        at += flat.nbytes
    if at != len(stored):
        raise ValueError(f"the weights take {at} bytes, the file has {len(stored)}")
    return weights


def node_name(tensor: str) -> str:
    """Return the node a tensor comes from: `^node`, `node` and `node:1` all name `node`."""
    return tensor.split(":")[0].lstrip("^")


def inputs_of(node: Node) -> list[str]:
    """Return the tensors a node reads; what it merely waits for (`^node`) is left out."""
    return [name for name in node.get("input", []) if not name.startswith("^")]


def attribute(node: Node, name: str) -> Any:
    """Return a node's attribute as text, number, truth or list of numbers; None without it."""
    value = node["attr"].get(name, {})
    if "list" in value:
        content = value["list"]
        return [int(each) for each in content.get("i", [])] or [
            base64.b64decode(each).decode() for each in content.get("s", [])
        ]
    if "s" in value:
        return base64.b64decode(value["s"]).decode()
    if "i" in value:
        return int(value["i"])
    return next(iter(value.values()), None)


def joined(values: Sequence[Array]) -> Array:
    """Return the folded ConcatV2: the last value is the axis."""
    *parts, axis = values
    return np.concatenate([np.atleast_1d(part) for part in parts], axis=int(axis))


def scattered(values: Sequence[Array]) -> Array:
    """Return the folded SparseToDense: places, shape, what stands there, what stands elsewhere."""
    places, shape, content, elsewhere = values
    dense = np.full(tuple(np.atleast_1d(shape)), elsewhere)
    dense[places if places.ndim < 2 else tuple(places.T)] = content
    return dense


FOLDS: dict[str, Callable[[Sequence[Array]], Array]] = {
    "Identity": lambda values: values[0],
    "Add": lambda values: values[0] + values[1],
    "AddV2": lambda values: values[0] + values[1],
    "ConcatV2": joined,
    "SparseToDense": scattered,
}


@dataclass
class Rewriting:
    """An ONNX graph under way: what stands for which tensor of the TensorFlow.js graph."""

    graph: Graph
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    weights: list[onnx.TensorProto] = field(default_factory=list)
    written: dict[str, list[str]] = field(default_factory=dict)
    names: int = 0

    def name(self) -> str:
        """Return a name no other value has."""
        self.names += 1
        return f"v{self.names}"

    def add(self, operation: str, inputs: Sequence[str], outputs: int = 1, **how: Any) -> list[str]:
        """Write one ONNX node and return the names of what comes out of it."""
        names = [self.name() for _ in range(outputs)]
        self.nodes.append(helper.make_node(operation, inputs, names, **how))
        return names

    def keep(self, value: Array) -> str:
        """Write a weight, as float16 if that is exact, and return its name."""
        half = value.astype(np.float16) if value.dtype == np.float32 else None
        exact = half is not None and bool(np.array_equal(half.astype(np.float32), value))
        stored = half if exact and half is not None and value.size >= WORTH_HALVING else value
        name = self.name()
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(stored), name))
        return name if stored is value else self.add("Cast", [name], to=TensorProto.FLOAT)[0]

    def value(self, tensor: str) -> str:
        """Return the ONNX value of a tensor; write all that leads to it if it is not there yet."""
        name, _, index = tensor.partition(":")
        if name not in self.written:
            node = self.graph.nodes[name]
            self.written[name] = self.translate(node)
        return self.written[name][int(index or 0)]

    def translate(self, node: Node) -> list[str]:
        """Write what does the work of `node`; raise UnknownOperation where nothing does."""
        constant = self.graph.constant(node["name"])
        if constant is not None:
            return [self.keep(constant)]
        try:
            rule = RULES[node["op"]]
        except KeyError:
            raise UnknownOperation(f"{node['op']} of {node['name']}") from None
        return rule(self, node)

    def transpose(self, value: str, order: list[int]) -> str:
        """Write a transposition and return its outcome."""
        return self.add("Transpose", [value], perm=order)[0]


def convolution(to: Rewriting, node: Node) -> list[str]:
    """Write a convolution with its bias and activations, if they are fused into it."""
    picture, kernel, *bias = inputs_of(node)
    weight, groups = kernel_of(node, to.graph.must(kernel))
    out = to.add(
        "Conv",
        [to.transpose(to.value(picture), TO_ONNX), to.keep(weight)],
        strides=attribute(node, "strides")[1:3],
        dilations=(attribute(node, "dilations") or [1, 1, 1, 1])[1:3],
        group=groups,
        auto_pad={"SAME": "SAME_UPPER", "VALID": "VALID"}[attribute(node, "padding")],
    )
    for step in attribute(node, "fused_ops") or []:
        if step == "BiasAdd":
            shift = to.graph.must(bias[0]).reshape(1, -1, 1, 1)
            out = to.add("Add", [out[0], to.keep(shift)])
        else:
            out = activation(to, step, out[0])
    return [to.transpose(out[0], TO_TENSORFLOW)]


def kernel_of(node: Node, kernel: Array) -> tuple[Array, int]:
    """Return a kernel (h, w, in, out) in ONNX's order (out, in, h, w), and the number of groups."""
    if "Depthwise" not in node["op"]:
        return kernel.transpose(3, 2, 0, 1), 1
    height, width, channels, times = kernel.shape
    return kernel.transpose(2, 3, 0, 1).reshape(channels * times, 1, height, width), channels


def activation(to: Rewriting, kind: str, value: str) -> list[str]:
    """Write an activation without a parameter."""
    if kind == "Relu6":
        limits = [to.keep(np.array(limit, np.float32)) for limit in (0, 6)]
        return to.add("Clip", [value, *limits])
    return to.add(kind, [value])


def simple(operation: str) -> Callable[[Rewriting, Node], list[str]]:
    """Return the rule for an operation that both sides do alike, without attributes."""
    return lambda to, node: to.add(operation, [to.value(name) for name in inputs_of(node)])


def reshaped(to: Rewriting, node: Node) -> list[str]:
    """Write a Reshape to a constant shape."""
    value, shape = inputs_of(node)
    return to.add("Reshape", [to.value(value), to.keep(to.graph.must(shape).astype(np.int64))])


def padded(to: Rewriting, node: Node) -> list[str]:
    """Write a Pad, with zeros or what PadV2 names."""
    value, widths, *content = inputs_of(node)
    before_and_after = to.graph.must(widths).T.reshape(-1).astype(np.int64)
    fill = to.graph.must(content[0]) if content else np.array(0, np.float32)
    return to.add("Pad", [to.value(value), to.keep(before_and_after), to.keep(fill)])


def largest(to: Rewriting, node: Node) -> list[str]:
    """Write a MaxPool."""
    out = to.add(
        "MaxPool",
        [to.transpose(to.value(inputs_of(node)[0]), TO_ONNX)],
        kernel_shape=attribute(node, "ksize")[1:3],
        strides=attribute(node, "strides")[1:3],
        auto_pad={"SAME": "SAME_UPPER", "VALID": "VALID"}[attribute(node, "padding")],
    )
    return [to.transpose(out[0], TO_TENSORFLOW)]


def resized(to: Rewriting, node: Node) -> list[str]:
    """Write a bilinear resize to a constant size (`loosened` makes it a factor)."""
    value, size = inputs_of(node)
    centred = "half_pixel" if attribute(node, "half_pixel_centers") else "asymmetric"
    sides = to.keep(to.graph.must(size).astype(np.int64))
    out = to.add(
        "Resize",
        [to.transpose(to.value(value), TO_ONNX), "", "", sides],
        axes=[2, 3],
        mode="linear",
        coordinate_transformation_mode="align_corners"
        if attribute(node, "align_corners")
        else centred,
    )
    return [to.transpose(out[0], TO_TENSORFLOW)]


def parts(to: Rewriting, node: Node) -> list[str]:
    """Write a SplitV."""
    value, sizes, axis = inputs_of(node)
    lengths = to.graph.must(sizes).astype(np.int64)
    at = int(to.graph.must(axis))
    return to.add("Split", [to.value(value), to.keep(lengths)], len(lengths), axis=at)


def mean(to: Rewriting, node: Node) -> list[str]:
    """Write a Mean over constant axes."""
    value, axes = inputs_of(node)
    along = to.keep(np.atleast_1d(to.graph.must(axes)).astype(np.int64))
    keep = int(bool(attribute(node, "keep_dims")))
    return to.add("ReduceMean", [to.value(value), along], keepdims=keep)


def concatenation(to: Rewriting, node: Node) -> list[str]:
    """Write a ConcatV2 along a constant axis."""
    *values, axis = inputs_of(node)
    return to.add("Concat", [to.value(each) for each in values], axis=int(to.graph.must(axis)))


def transposition(to: Rewriting, node: Node) -> list[str]:
    """Write a Transpose in a constant order."""
    value, order = inputs_of(node)
    return [to.transpose(to.value(value), [int(each) for each in to.graph.must(order)])]


def leaky(to: Rewriting, node: Node) -> list[str]:
    """Write a LeakyRelu."""
    slope = attribute(node, "alpha")
    return to.add("LeakyRelu", [to.value(inputs_of(node)[0])], alpha=slope)


RULES: dict[str, Callable[[Rewriting, Node], list[str]]] = {
    "Identity": lambda to, node: [to.value(inputs_of(node)[0])],
    "Conv2D": convolution,
    "_FusedConv2D": convolution,
    "DepthwiseConv2dNative": convolution,
    "FusedDepthwiseConv2dNative": convolution,
    "Add": simple("Add"),
    "AddV2": simple("Add"),
    "Sub": simple("Sub"),
    "Mul": simple("Mul"),
    "Relu": simple("Relu"),
    "Sigmoid": simple("Sigmoid"),
    "Relu6": lambda to, node: activation(to, "Relu6", to.value(inputs_of(node)[0])),
    "LeakyRelu": leaky,
    "Mean": mean,
    "ConcatV2": concatenation,
    "Transpose": transposition,
    "Reshape": reshaped,
    "Pad": padded,
    "PadV2": padded,
    "MaxPool": largest,
    "ResizeBilinear": resized,
    "SplitV": parts,
}


def rewrite(graph: Graph, outputs: dict[str, str]) -> onnx.ModelProto:
    """Return the ONNX model of the part of `graph` that leads to `outputs` (new name → tensor)."""
    (source,) = (node for node in graph.nodes.values() if node["op"] == "Placeholder")
    to = Rewriting(graph, written={source["name"]: ["input"]})
    for name, tensor in outputs.items():
        to.nodes.append(helper.make_node("Identity", [to.value(tensor)], [name]))
    shape = [int(size["size"]) for size in source["attr"]["shape"]["shape"]["dim"]]
    body = helper.make_graph(
        to.nodes,
        "network",
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs],
        to.weights,
    )
    opsets = [helper.make_opsetid("", OPSET)]
    return loosened(helper.make_model(body, opset_imports=opsets, ir_version=IR_VERSION))


def loosened(model: onnx.ModelProto) -> onnx.ModelProto:
    """Let the model take pictures of any size: a resize to a size becomes one by a factor."""
    weights = {weight.name: weight for weight in model.graph.initializer}
    known = shape_inference.infer_shapes(model).graph
    shapes = {
        value.name: np.array([size.dim_value for size in value.type.tensor_type.shape.dim])
        for value in [*known.value_info, *known.input]
    }
    for node in model.graph.node:
        if node.op_type == "Resize":
            size = weights[node.input[3]]
            factor = numpy_helper.to_array(size) / shapes[node.input[0]][2:]
            size.CopyFrom(numpy_helper.from_array(factor.astype(np.float32), size.name))
            node.input[:] = [node.input[0], "", size.name]
    outputs = [loose_output(value) for value in known.output]
    del model.graph.output[:]
    model.graph.output.extend(outputs)
    return model


def loose_output(value: onnx.ValueInfoProto) -> onnx.ValueInfoProto:
    """Return what comes out, of which only the batch of one and the channels are known."""
    one, *places, channels = (size.dim_value for size in value.type.tensor_type.shape.dim)
    shape = [one, *(None for _ in places), channels]
    return helper.make_tensor_value_info(value.name, TensorProto.FLOAT, shape)
