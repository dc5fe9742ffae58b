"""From trained weights to what is shipped: open_clip's own files, the picture tower for ONNX Runtime, the prompts."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from tools.vision.clip.shipped import CONFIG, PROMPTS, TOWER, WEIGHTS
from tools.vision.clip.vocabulary import VALUES, prompt

SMALL = 1024  # values under which an array stays in single precision


def export(config: dict[str, Any], state: dict[str, Any], folder: Path) -> str:
    """Write all files into `folder`; answers the SHA-256 of the weights."""
    import torch
    from safetensors.torch import save_file

    from tools.vision.clip import library

    folder.mkdir(parents=True, exist_ok=True)
    (folder / CONFIG).write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    halves = {name: value.half() if value.dtype.is_floating_point else value for name, value in state.items()}
    save_file({name: value.contiguous() for name, value in halves.items()}, folder / WEIGHTS)
    (folder / WEIGHTS).chmod(0o644)
    model, _, _ = library.open_clip().create_model_and_transforms(f"local-dir:{folder}", precision="fp32")
    model.eval()
    with torch.inference_mode():
        texts = [prompt(name, value) for name, values in VALUES.items() for value in values]
        tokens = library.open_clip().get_tokenizer(f"local-dir:{folder}")(texts)
        vectors = model.encode_text(tokens, normalize=True).numpy().astype(np.float32)
        scale = float(model.logit_scale.exp())
    _tower(model.visual, int(config["model_cfg"]["vision_cfg"]["image_size"]), folder / TOWER)
    digest = hashlib.sha256((folder / WEIGHTS).read_bytes()).hexdigest()
    np.savez(folder / PROMPTS, texts=np.array(texts), vectors=vectors, scale=np.float32(scale), digest=np.array(digest))
    return digest


def _tower(visual: Any, side: int, path: Path) -> None:
    """The picture tower as an ONNX graph, its large arrays in half precision."""
    import onnx
    import torch

    example = torch.zeros(2, 3, side, side)
    batch = {0: torch.export.Dim("pictures", min=1, max=1024)}
    program = torch.onnx.export(visual.eval().float(), (example,), dynamo=True, dynamic_shapes=(batch,), verbose=False)
    if program is None:
        raise RuntimeError("torch exported no graph")
    model = program.model_proto
    onnx.save_model(_halved(model), path)


def _halved(model: Any) -> Any:
    from onnx import TensorProto, helper, numpy_helper

    graph = model.graph
    casts = []
    for index, tensor in enumerate(list(graph.initializer)):
        if tensor.data_type != TensorProto.FLOAT or int(np.prod(tensor.dims)) < SMALL:
            continue
        half = numpy_helper.from_array(numpy_helper.to_array(tensor).astype(np.float16), tensor.name + "_half")
        casts.append(helper.make_node("Cast", [half.name], [tensor.name], to=TensorProto.FLOAT))
        graph.initializer[index].CopyFrom(half)
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    return model
