"""Rewrite one network as the ONNX file that the product loads: ``weights_onnx.py NAME FROM TO``.

Needs ``pip install onnx numpy``; ``weights.py`` runs it in an environment that has both.

All networks get one kind of input, ``picture``: uint8 (1, h, w, 3), RGB. What a network wants
instead (other order of channels, other numbers) becomes its first nodes, so no caller can get it
wrong. h and w are free, in multiples of 32; weights that lose little by it are stored as float16.
"""

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import onnx
import tfjs
from onnx import TensorProto, helper, numpy_helper

BACKBONE = "tower_0/MobilenetV3/expanded_conv_{}/add"
NANODET_MEAN = (103.53, 116.28, 123.675)
NANODET_SPREAD = (57.375, 57.12, 58.395)
"""Of the channels blue, green, red: what NanoDet was trained with (its config files)."""


def centerface(source: Path) -> onnx.ModelProto:
    """Faces: heat, size, offset and landmarks of every place, a fourth of the picture's size."""
    model = onnx.load(source)
    used = {name for node in model.graph.node for name in node.input}
    weights = [halved(each) for each in model.graph.initializer if each.name in used]
    names = {weight.name for weight in weights}
    (source_of,) = (each.name for each in model.graph.input if each.name in used - names)
    names_here = {old: new for new, old in FACE_OUTPUTS.items()}
    names_here |= {name: wide(name) for name in names}
    nodes = [cast(name) for name in sorted(names)]
    nodes += [renamed(node, names_here) for node in model.graph.node]
    body = helper.make_graph(
        nodes,
        "centerface",
        [helper.make_tensor_value_info(source_of, TensorProto.FLOAT, [1, 3, "h", "w"])],
        [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, channels, None, None])
            for name, channels in FACE_CHANNELS.items()
        ],
        weights,
    )
    return helper.make_model(body, opset_imports=model.opset_import, ir_version=tfjs.IR_VERSION)


FACE_OUTPUTS = {"heat": "537", "size": "538", "offset": "539", "landmarks": "540"}
"""Our names of what comes out, and the numbers the file has in their place."""

FACE_CHANNELS = {"heat": 1, "size": 2, "offset": 2, "landmarks": 10}


def halved(weight: onnx.TensorProto) -> onnx.TensorProto:
    """Return the weight as float16; CenterFace's are stored as float32 and lose little by it."""
    half = numpy_helper.to_array(weight).astype(np.float16)
    return numpy_helper.from_array(half, weight.name)


def wide(name: str) -> str:
    """Return the name of the float32 numbers made of the stored weight `name`."""
    return f"{name}/wide"


def cast(name: str) -> onnx.NodeProto:
    """Return the node that makes float32 of the stored weight `name`."""
    return helper.make_node("Cast", [name], [wide(name)], to=TensorProto.FLOAT)


def renamed(node: onnx.NodeProto, names: dict[str, str]) -> onnx.NodeProto:
    """Return the node reading from and writing to what `names` calls its inputs and outputs."""
    copy = onnx.NodeProto()
    copy.CopyFrom(node)
    copy.input[:] = [names.get(each, each) for each in node.input]
    copy.output[:] = [names.get(each, each) for each in node.output]
    return copy


def nanodet(source: Path) -> onnx.ModelProto:
    """COCO's 80 kinds: scores, and distances to the four sides, at strides 8, 16 and 32."""
    outputs = {
        "scores_8": "Identity",
        "scores_16": "Identity_1",
        "scores_32": "Identity_2",
        "sides_8": "Identity_3",
        "sides_16": "Identity_4",
        "sides_32": "Identity_5",
    }
    return tfjs.rewrite(tfjs.read(source), outputs)


def centernet(source: Path) -> onnx.ModelProto:
    """COCO's 80 kinds: heat, and distances to the four sides in pixels, at stride 4."""
    outputs = {"heat": "tower_0/keypoints", "sides": "tower_0/wh"}
    return tfjs.rewrite(tfjs.read(source), outputs)


def mobilenet(source: Path) -> onnx.ModelProto:
    """What the lower layers of CenterNet see, at strides 8 and 16: features of surfaces."""
    outputs = {"stride_8": BACKBONE.format(5), "stride_16": BACKBONE.format(11)}
    return tfjs.rewrite(tfjs.read(source), outputs)


def fed(model: onnx.ModelProto, first: Sequence[onnx.NodeProto]) -> onnx.ModelProto:
    """Put `first`, which make what the network reads out of ``picture``, before the network."""
    graph = model.graph
    nodes = [*first, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    del graph.input[:]
    shape = [1, "h", "w", 3]
    graph.input.append(helper.make_tensor_value_info("picture", TensorProto.UINT8, shape))
    onnx.checker.check_model(model)
    return model


def plain(name: str, *, channels_first: bool) -> list[onnx.NodeProto]:
    """Return nodes that hand on the picture as float32 numbers 0..255."""
    numbers = "numbers" if channels_first else name
    nodes = [helper.make_node("Cast", ["picture"], [numbers], to=TensorProto.FLOAT)]
    if channels_first:
        nodes.append(helper.make_node("Transpose", [numbers], [name], perm=tfjs.TO_ONNX))
    return nodes


def normalised(name: str) -> list[onnx.NodeProto]:
    """Return nodes that make of the picture what NanoDet was trained on: BGR, centred."""
    order = numpy_helper.from_array(np.array([2, 1, 0], np.int64))
    mean = numpy_helper.from_array(np.array(NANODET_MEAN, np.float32))
    spread = numpy_helper.from_array(np.array(NANODET_SPREAD, np.float32))
    return [
        helper.make_node("Constant", [], ["order"], value=order),
        helper.make_node("Constant", [], ["mean"], value=mean),
        helper.make_node("Constant", [], ["spread"], value=spread),
        helper.make_node("Gather", ["picture", "order"], ["bgr"], axis=3),
        helper.make_node("Cast", ["bgr"], ["numbers"], to=TensorProto.FLOAT),
        helper.make_node("Sub", ["numbers", "mean"], ["centred"]),
        helper.make_node("Div", ["centred", "spread"], ["scaled"]),
        helper.make_node("Transpose", ["scaled"], [name], perm=tfjs.TO_ONNX),
    ]


NETWORKS: dict[str, tuple[Callable[[Path], onnx.ModelProto], Callable[[str], list[onnx.NodeProto]]]]
NETWORKS = {
    "centerface": (centerface, lambda name: plain(name, channels_first=True)),
    "nanodet": (nanodet, normalised),
    "centernet": (centernet, lambda name: plain(name, channels_first=False)),
    "mobilenet": (mobilenet, lambda name: plain(name, channels_first=False)),
}


def main(name: str, source: Path, target: Path) -> None:
    """Write the network `name`, made of `source`, to `target`."""
    network, feed = NETWORKS[name]
    model = network(source)
    (read,) = model.graph.input
    target.write_bytes(fed(model, feed(read.name)).SerializeToString(deterministic=True))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
