"""Trains the CLIP: open_clip's model, captions against pictures, and every attribute's values against pictures."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tools.vision.clip.training.dataset import Pictures
from tools.vision.clip.training.labels import UNKNOWN, caption, colour_targets
from tools.vision.clip.vocabulary import KINDS, VALUES, prompt

Log = Callable[[int, int, dict[str, float]], None]
CAPTION_EVERY = 2  # steps: captions differ from batch to batch, and the text tower is a third of a step's cost
KEEP_EVERY = 200  # steps: what a kill can cost
WEIGHTS = {"caption": 0.3, "color": 1.0, "category": 1.0, "pattern": 0.6, "sleeve": 0.3}


@dataclass(frozen=True)
class Recipe:
    steps: int = 5500
    batch: int = 256
    rate: float = 1.5e-3
    decay: float = 0.05
    warm: int = 300
    average: float = 0.999  # of the weights from step to step: the averaged ones are kept
    seed: int = 11


def train(
    config: dict[str, Any], pictures: Pictures, folder: Path, recipe: Recipe, log: Log, threads: int = 2
) -> dict[str, Any]:
    """The averaged weights as a state dict. Goes on from `folder`'s last checkpoint when it is of the same recipe."""
    import torch

    torch.manual_seed(recipe.seed)
    torch.set_num_threads(threads)
    model = _model(config)
    optimizer = torch.optim.AdamW(model.parameters(), lr=recipe.rate, weight_decay=recipe.decay, betas=(0.9, 0.98))
    averaged = {name: value.detach().clone() for name, value in model.state_dict().items()}
    path = folder / "checkpoint.pt"
    first = _resume(path, recipe, model, optimizer, averaged)
    losses = _Losses(model, pictures)
    started = time.perf_counter()
    for step, rows in _batches(len(pictures.images), recipe, first):
        for group in optimizer.param_groups:
            group["lr"] = _rate(step, recipe)
        terms = losses(rows, np.random.default_rng([recipe.seed, 5, step]), captions=step % CAPTION_EVERY == 0)
        total = sum(WEIGHTS[name] * value for name, value in terms.items())
        optimizer.zero_grad(set_to_none=True)
        total.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        with torch.no_grad():
            model.logit_scale.clamp_(0, math.log(100))
            _blend(averaged, model.state_dict(), min(recipe.average, (step + 1) / (step + 10)))
        if step % 50 == 0:
            speed = (step - first + 1) * recipe.batch / (time.perf_counter() - started)
            log(
                step,
                recipe.steps,
                {"pictures a second": speed, **{name: float(each.detach()) for name, each in terms.items()}},
            )
        if (step + 1) % KEEP_EVERY == 0 or step + 1 == recipe.steps:
            _keep(path, recipe, step + 1, model, optimizer, averaged)
    return averaged


def _model(config: dict[str, Any]) -> Any:
    import torch

    from tools.vision.clip import library

    settings = config["model_cfg"]
    model = library.open_clip().CLIP(settings["embed_dim"], settings["vision_cfg"], settings["text_cfg"])
    with torch.no_grad():
        model.logit_scale.fill_(math.log(14))
    model.visual.to(memory_format=torch.channels_last)
    return model.train()


class _Losses:
    """The loss terms of a batch, with the pictures changed anew at each step.

    `usual`, the log share of each kind among the pictures, is added to its logits while training, so that what is
    frequent here is not favoured elsewhere. Source: Menon et al., "Long-tail learning via logit adjustment", 2021.
    """

    def __init__(self, model: Any, pictures: Pictures) -> None:
        import torch

        from tools.vision.clip import library

        self.model, self.pictures = model, pictures
        self.side = int(
            model.visual.image_size if isinstance(model.visual.image_size, int) else model.visual.image_size[0]
        )
        self.tokenizer = library.open_clip().SimpleTokenizer(context_length=model.context_length)
        self.targets = torch.from_numpy(colour_targets(pictures.rgb))
        self.kinds = torch.from_numpy(pictures.kinds)
        self.usual = (self.kinds / self.kinds.sum(1, keepdim=True)).mean(0).clamp(min=1e-4).log()
        self.pattern, self.sleeve = torch.from_numpy(pictures.pattern), torch.from_numpy(pictures.sleeve)
        self.sizes = {name: len(values) for name, values in VALUES.items()}
        self.prompts = [prompt(name, value) for name, values in VALUES.items() for value in values]

    def __call__(self, rows: Any, rng: np.random.Generator, *, captions: bool) -> dict[str, Any]:
        import torch
        from torch.nn import functional as nn

        images = changed(torch.from_numpy(self.pictures.images[rows]), rng, self.side)
        said = self._captions(rows, rng) if captions else []
        unique = sorted(set(said))
        with torch.autocast("cpu", torch.bfloat16):
            seen = self.model.encode_image(images)
            told = self.model.encode_text(self.tokenizer(self.prompts + unique))
        seen, told = nn.normalize(seen.float(), dim=-1), nn.normalize(told.float(), dim=-1)
        scale = self.model.logit_scale.exp()
        logits = scale * seen @ told.T
        parts = dict(
            zip(self.sizes, logits[:, : len(self.prompts)].split(list(self.sizes.values()), dim=1), strict=True)
        )
        index = torch.from_numpy(rows)
        targets = self.targets[index]
        own = torch.tensor([unique.index(each) for each in said])
        terms = {"caption": _contrast(logits[:, len(self.prompts) :], own)} if said else {}
        return terms | {
            "color": -(targets * parts["color"].log_softmax(1)).sum() / targets.sum().clamp(min=1),
            "category": -_set_log_p(parts["category"] + self.usual, self.kinds[index]).mean(),
            "pattern": nn.cross_entropy(parts["pattern"], self.pattern[index], ignore_index=UNKNOWN),
            "sleeve": nn.cross_entropy(parts["sleeve"], self.sleeve[index], ignore_index=UNKNOWN),
        }

    def _captions(self, rows: Any, rng: np.random.Generator) -> list[str]:
        names = list(KINDS)
        said = []
        for row in rows:
            kind = names[int(rng.choice(np.flatnonzero(self.pictures.kinds[row])))]
            known = self.pictures.rgb[row, 0] >= 0
            colour = int(self.targets[row].argmax()) if known else UNKNOWN
            said.append(caption(kind, colour, int(self.pictures.pattern[row])))
        return said


def _contrast(logits: Any, own: Any) -> Any:
    """Both directions; every picture with the same caption is a positive of it."""
    import torch
    from torch.nn import functional as nn

    same = torch.zeros_like(logits).scatter_(1, own[:, None], 1.0)
    to_pictures = -((same / same.sum(0, keepdim=True)) * logits.log_softmax(0)).sum(0).mean()
    return (nn.cross_entropy(logits, own) + to_pictures) / 2


def _set_log_p(logits: Any, allowed: Any) -> Any:
    """(n,) log of the probability that lies on the allowed values."""
    return logits.log_softmax(1).masked_fill(~allowed, -1e4).logsumexp(1)


def changed(images: Any, rng: np.random.Generator, side: int) -> Any:
    """(n, S, S, 3) uint8 to (n, 3, side, side), cropped, turned, mirrored, under another lamp, with some noise."""
    import torch
    from torch.nn import functional as nn

    count = len(images)
    angle, scale = rng.normal(0, 0.07, count), _zoom(rng, count)
    flip = np.where(rng.random(count) < 0.5, -1.0, 1.0)
    theta = np.zeros((count, 2, 3), np.float32)
    theta[:, 0, 0], theta[:, 0, 1] = np.cos(angle) * scale[:, 0] * flip, -np.sin(angle) * scale[:, 1]
    theta[:, 1, 0], theta[:, 1, 1] = np.sin(angle) * scale[:, 0] * flip, np.cos(angle) * scale[:, 1]
    theta[:, :, 2] = rng.uniform(-1, 1, (count, 2)) * (1.02 - np.minimum(scale, 1.0))
    values = images.permute(0, 3, 1, 2).float().div_(255)
    grid = nn.affine_grid(torch.from_numpy(theta), [count, 3, side, side], align_corners=False)
    values = nn.grid_sample(values, grid, padding_mode="border", align_corners=False)
    lamp = np.exp(rng.normal(0, 0.06, (count, 3)) * (rng.random((count, 1)) < 0.6) + rng.normal(0, 0.12, (count, 1)))
    gamma = np.exp(rng.normal(0, 0.1, (count, 1)))
    values = values.clamp(1e-4, 1).pow(torch.from_numpy(gamma.astype(np.float32))[:, :, None, None])
    values = values * torch.from_numpy(np.clip(lamp, 0.55, 1.5).astype(np.float32))[:, :, None, None]
    noise = torch.from_numpy(rng.normal(0, 1, (count, 1, side, side)).astype(np.float32))
    values = values + noise * torch.from_numpy(rng.uniform(0, 0.03, (count, 1, 1, 1)).astype(np.float32))
    return ((values.clamp(0, 1) - 0.5) / 0.25).contiguous(memory_format=torch.channels_last)


def _zoom(rng: np.random.Generator, count: int) -> Any:
    """(n, 2) share of the picture that is seen, down and across: from close up to all of it, a little squeezed."""
    return rng.uniform(0.62, 1.05, (count, 1)) * rng.uniform(0.9, 1.1, (count, 2))


def _batches(count: int, recipe: Recipe, first: int) -> Iterator[tuple[int, Any]]:
    """Steps from `first`, each with its rows: every picture once an epoch, in an order fixed by the seed."""
    a_pass = count // recipe.batch
    order = np.arange(count)
    for step in range(first, recipe.steps):
        if step == first or step % a_pass == 0:
            order = np.random.default_rng([recipe.seed, 3, step // a_pass]).permutation(count)
        start = step % a_pass * recipe.batch
        yield step, order[start : start + recipe.batch]


def _rate(step: int, recipe: Recipe) -> float:
    if step < recipe.warm:
        return recipe.rate * (step + 1) / recipe.warm
    share = (step - recipe.warm) / max(1, recipe.steps - recipe.warm)
    return recipe.rate * (0.01 + 0.99 * (1 + math.cos(math.pi * share)) / 2)


def _blend(averaged: dict[str, Any], now: dict[str, Any], keep: float) -> None:
    for name, value in now.items():
        if value.dtype.is_floating_point:
            averaged[name].lerp_(value, 1 - keep)
        else:
            averaged[name].copy_(value)


def _keep(path: Path, recipe: Recipe, step: int, model: Any, optimizer: Any, averaged: dict[str, Any]) -> None:
    import torch

    partial = path.with_suffix(".partial")
    kept = {"recipe": json.dumps(asdict(recipe)), "step": step, "averaged": averaged}
    torch.save({**kept, "model": model.state_dict(), "optimizer": optimizer.state_dict()}, partial)
    partial.rename(path)


def _resume(path: Path, recipe: Recipe, model: Any, optimizer: Any, averaged: dict[str, Any]) -> int:
    import torch

    if not path.is_file():
        return 0
    kept = torch.load(path, weights_only=True)
    if kept["recipe"] != json.dumps(asdict(recipe)):
        return 0
    model.load_state_dict(kept["model"])
    optimizer.load_state_dict(kept["optimizer"])
    averaged.update(kept["averaged"])
    return int(kept["step"])
