"""What a training takes, by the formulas of the pages on language models and on training them efficiently."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from playbooks.calculators.definition import Answer, InputError, Result

GIGA, TERA, HOUR, DAY = 1e9, 1e12, 3600, 24
FEW_TOKENS, HOPED, OTHER_SHAPE = 10, 0.55, 2  # tokens a parameter, MFU, and how often one count holds the other
MOMENTS = {"adamw": 8.0, "adamw8": 2.0, "momentum": 4.0}
WEIGHTS = {"mixed": (2, 2, 4), "mixed32": (2, 4, 4), "fp32": (4, 4, 0)}  # bytes: weights, gradients, fp32 copy
KEPT = {"mixed": (34, 5, 2), "mixed32": (34, 5, 2), "fp32": (66, 9, 4)}  # of a layer: linear part, core, input
NONE_NEEDED, NONE_ENOUGH = "none needed", "none of these"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """All that decides how much memory a device needs."""

    parameters: float
    layers: int
    hidden: int
    heads: int
    vocabulary: int
    length: int
    batch: int
    precision: str
    optimizer: str
    sharding: str
    checkpointing: str
    devices: int
    memory: float
    reserve: float

    def parts(self) -> dict[str, float]:
        """GB a device by part, those left out that are empty."""
        stage = int(self.sharding)
        weights, gradients, copy = WEIGHTS[self.precision]
        state = copy + MOMENTS.get(self.optimizer, 8 / self.hidden)
        shared = [
            self.parameters * size / (self.devices if stage >= first else 1) / GIGA
            for size, first in ((weights, 3), (gradients, 2), (state, 1))
        ]
        found = dict(zip(("weights", "gradients", "optimizer state"), shared, strict=True)) | self._activations()
        found["logits"] = 8 * self.length * self.batch * self.vocabulary / GIGA
        found["kept free"] = self.reserve * self.memory
        return {name: size for name, size in found.items() if size}

    def _activations(self) -> dict[str, float]:
        linear, core, whole = KEPT[self.precision]
        unit = self.length * self.batch * self.hidden / GIGA
        if self.checkpointing == "full":
            return {"activations": self.layers * unit * whole, "layer in work": unit * linear}
        if self.checkpointing == "selective":
            return {"activations": self.layers * unit * linear}
        return {"activations": self.layers * unit * (linear + core * self.heads * self.length / self.hidden)}

    def need(self) -> float:
        """GB a device, with what is kept free."""
        return sum(self.parts().values())

    def fits(self) -> bool:
        """Whether the device holds it."""
        return self.need() <= self.memory


# Cheapest first: what it is called, what it costs, and what it changes.
CHANGES: tuple[tuple[str, str, Mapping[str, str | int]], ...] = (
    ("fused attention", "nothing", {"checkpointing": "selective"}),
    ("16-bit mixed precision", "a check of the loss", {"precision": "mixed"}),
    ("ZeRO-1", "nothing", {"sharding": "1"}),
    ("ZeRO-2", "nothing", {"sharding": "2"}),
    ("micro-batch 1, accumulated", "smaller matrix products", {"batch": 1}),
    ("ZeRO-3", "half as much traffic again", {"sharding": "3"}),
    ("every layer recomputed", "a third more FLOPs", {"checkpointing": "full"}),
    ("8-bit moments", "a check of the loss", {"optimizer": "adamw8"}),
)


def training(
    *, tokens: float, peak: float, utilisation: float, price: float, watts: float, pue: float, **rest: float | str
) -> Result:
    """FLOPs, hours, money, energy and memory; raises InputError for what no device can do."""
    layout = Layout(**rest)  # type: ignore[arg-type]
    dense = 6 * layout.parameters * tokens
    core = 4 * layout.layers * layout.hidden * layout.length * tokens
    flops = dense + 3 * core
    hardware = flops + {"none": 0, "selective": core, "full": flops / 3}[layout.checkpointing]
    _possible(layout, utilisation, hardware / flops)
    hours = flops / (peak * TERA * utilisation) / HOUR
    parts, need, changes = layout.parts(), layout.need(), tuple(_changes(layout))
    first = next((row["change"] for row in changes if row["fits"] == "yes"), NONE_ENOUGH)
    shape = 12 * layout.layers * layout.hidden**2 + layout.vocabulary * layout.hidden
    outputs: dict[str, Answer] = {
        "flops": flops,
        "dense": dense,
        "attention": 3 * core / dense,
        "hardware": hardware,
        "hours": hours,
        "days": hours / layout.devices / DAY,
        "cost": hours * price,
        "energy": hours * watts * pue / 1e6,
        "shape": shape,
        "need": need,
        "first": NONE_NEEDED if layout.fits() else first,
        "parts": tuple({"part": name, "size": size, "share": size / need} for name, size in parts.items()),
        "changes": changes,
    }
    holds = {
        "over": not layout.fits() and first != NONE_ENOUGH,
        "nothing": not layout.fits() and first == NONE_ENOUGH,
        "alone": layout.devices == 1 and layout.sharding != "0",
        "shape": not 1 / OTHER_SHAPE <= layout.parameters / shape <= OTHER_SHAPE,
        "tokens": tokens < FEW_TOKENS * layout.parameters,
        "hoped": utilisation > HOPED,
    }
    return Result(outputs, tuple(name for name, held in holds.items() if held))


def _changes(layout: Layout) -> Iterator[Mapping[str, float | str]]:
    """The layout as it is, then each change that lessens the memory, on top of those before it."""
    yield _row("as it is", "", layout)
    for name, cost, change in CHANGES:
        if "optimizer" in change and layout.optimizer != "adamw":
            continue  # no other keeps two moments
        changed = replace(layout, **change)  # type: ignore[arg-type]
        if changed.need() < layout.need():
            layout = changed
            yield _row(name, cost, layout)


def _row(change: str, takes: str, layout: Layout) -> Mapping[str, float | str]:
    return {"change": change, "takes": takes, "size": layout.need(), "fits": "yes" if layout.fits() else "no"}


def _possible(layout: Layout, utilisation: float, more: float) -> None:
    faults = {}
    if layout.heads > layout.hidden:
        faults["heads"] = f"A head is one number wide at least: write {layout.hidden} or less."
    if utilisation * more > 1 + 1e-9:
        most = math.floor(100 / more + 1e-9) / 100
        faults["utilisation"] = f"With what is recomputed, the devices would pass their peak: write {most} or less."
    if faults:
        raise InputError(faults)
