"""The figures of the infrastructure playbook: failures on a cluster, and how well a shuffle buffer mixes."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, sqrt

import numpy as np
from numpy.typing import NDArray

from figures.style import FIRST, INK, MUTED, SECOND, THIRD, canvas, svg

GPU_HOURS = 54 * 24 * 16384 / 419  # to one interruption, in Llama 3's pre-training
SAVE, RESTART = 1 / 60, 10 / 60  # hours


def _lost(interval: float, mtbf: float) -> float:
    """Share of the time lost to saving, redoing and restarting, in %, when failures come at random (all in hours)."""
    wall = mtbf * exp(RESTART / mtbf) * (exp((interval + SAVE) / mtbf) - 1)
    return 100 * (1 - interval / wall)


def time_lost_by_checkpoint_interval() -> str:
    """The share of time lost against the checkpoint interval, for three cluster sizes, with Young's interval."""
    figure, (axes,) = canvas(width=4.8, height=3.2)
    minutes = [5 * (720 / 5) ** (at / 80) for at in range(81)]
    for gpus, colour, dashes, marker, name in (
        (16384, SECOND, "-.", "^", (21, 22.5)),
        (4096, THIRD, "--", "s", (52, 11.2)),
        (512, FIRST, "-", "o", (150, 4.2)),
    ):
        mtbf = GPU_HOURS / gpus
        axes.plot(minutes, [_lost(each / 60, mtbf) for each in minutes], dashes, color=colour, lw=1.6)
        best = sqrt(2 * SAVE * mtbf)
        axes.plot([60 * best], [_lost(best, mtbf)], marker, color=colour, ms=7)
        axes.annotate(f"{gpus:,} GPUs: {60 * best:.0f} min", name, ha="center", color=colour)
    axes.set_xscale("log")
    ticks = [5, 15, 30, 60, 120, 240, 720]
    axes.set(xlabel="time between checkpoints", ylabel="time lost, %", ylim=(0, 40), xlim=(5, 720))
    axes.set_xticks(ticks, ["5 min", "15", "30", "1 h", "2", "4", "12"])
    axes.set_xticks([], minor=True)
    return svg(figure)


def _buffered(stream: NDArray[np.int64], size: int, draws: np.random.Generator) -> NDArray[np.int64]:
    """The stream's order after a shuffle buffer of `size`."""
    held, out = stream[:size].copy(), []
    for each, at in zip(stream[size:], draws.integers(size, size=len(stream) - size), strict=True):
        out.append(held[at])
        held[at] = each
    return np.concatenate([np.array(out, dtype=np.int64), draws.permutation(held)])


def shuffle_buffer_mixing() -> str:
    """Where in the stored order the examples of an epoch come from, for three ways to shuffle."""
    figure, panels = canvas(3, width=5.2, height=2.4)
    stored = np.arange(20_000)
    draws = np.random.default_rng(3)
    shards = stored.reshape(20, -1)[draws.permutation(20)].ravel()
    orders = {
        "buffer of 5 %": (_buffered(stored, 1000, draws), SECOND),
        "20 shards, buffer": (_buffered(shards, 1000, draws), THIRD),
        "shuffled on disk": (draws.permutation(stored), FIRST),
    }
    for axes, (name, (order, colour)) in zip(panels, orders.items(), strict=True):
        shown = np.arange(0, len(order), 125)
        axes.plot(shown / 200, order[shown] / 200, ".", color=colour, ms=3)
        axes.set_title(name, fontsize=8.5, color=INK)
        axes.set(xlim=(0, 100), ylim=(0, 100), xticks=[0, 50, 100], yticks=[0, 50, 100])
        axes.tick_params(labelsize=8)
    panels[0].set_ylabel("place in the files, %")
    panels[1].set_xlabel("progress of the epoch, %")
    panels[1].set_yticklabels([])
    panels[2].set_yticklabels([])
    panels[0].annotate("in stored order", (97, 6), ha="right", color=MUTED, fontsize=8)
    return svg(figure)


INTERVALS = [0.02 * 1.05**at for at in range(180)]  # hours between checkpoints: about 1 minute to 5 days


def _least_lost(save: float, restart: float, mtbf: float) -> float:
    """Share of the time lost at the best of INTERVALS, in %, when failures come at random (all in hours)."""
    restarted = mtbf * exp(restart / mtbf)
    return min(100 * (1 - each / (restarted * (exp((each + save) / mtbf) - 1))) for each in INTERVALS)


def time_lost_by_gpus() -> str:
    """The share of time lost against the number of GPUs, for three ways to save and restart."""
    figure, (axes,) = canvas(width=4.8, height=3.2)
    gpus = [8 * 2 ** (at / 8) for at in range(89)]
    for save, restart, colour, dashes, marker, name, height in (
        (5 / 60, 20 / 60, SECOND, "-.", "^", "save 5 min, restart 20 min", 35.5),
        (1 / 60, 10 / 60, THIRD, "--", "s", "save 1 min, restart 10 min", 31.5),
        (5 / 3600, 3 / 60, FIRST, "-", "o", "save 5 s, restart 3 min", 27.5),
    ):
        lost = [_least_lost(save, restart, GPU_HOURS / each) for each in gpus]
        axes.plot(gpus, lost, dashes, color=colour, lw=1.6)
        for shown in (512, 4096, 16384):
            axes.plot([shown], [_least_lost(save, restart, GPU_HOURS / shown)], marker, color=colour, ms=5)
        axes.plot([12], [height + 0.9], marker, color=colour, ms=5)
        axes.annotate(name, (16, height), color=colour)
    axes.set_xscale("log")
    axes.set(xlabel="GPUs", ylabel="time lost, %", ylim=(0, 40), xlim=(8, 20000))
    axes.set_xticks([8, 64, 512, 4096, 16384], ["8", "64", "512", "4,096", "16,384"])
    axes.set_xticks([], minor=True)
    return svg(figure)


NOTEBOOKS = {
    "found": 27271,
    "in Python": 22578,
    "declare packages": 15817,
    "can be installed": 10388,
    "run to the end": 1203,
    "same results": 879,
}


def notebooks_that_survive() -> str:
    """How many of the notebooks behind biomedical papers pass each step of a rerun."""
    figure, (axes,) = canvas(width=4.8, height=2.7)
    names, counts = list(NOTEBOOKS), list(NOTEBOOKS.values())
    rows = [-at for at in range(len(names))]
    colours = [MUTED, MUTED, FIRST, FIRST, SECOND, SECOND]
    axes.barh(rows, counts, height=0.66, color=colours)
    for row, count in zip(rows, counts, strict=True):
        axes.annotate(f"{count:,}", (count, row), xytext=(4, -3), textcoords="offset points", color=INK)
    axes.set(xlim=(0, 31500), xlabel="notebooks", yticks=rows, yticklabels=names)
    axes.set_xticks([0, 10000, 20000, 30000], ["0", "10,000", "20,000", "30,000"])
    axes.set_axisbelow(True)
    axes.grid(visible=False, axis="y")
    return svg(figure)


FIGURES: dict[str, Callable[[], str]] = {
    "time-lost-by-checkpoint-interval": time_lost_by_checkpoint_interval,
    "shuffle-buffer-mixing": shuffle_buffer_mixing,
    "time-lost-by-gpus": time_lost_by_gpus,
    "notebooks-that-survive": notebooks_that_survive,
}
