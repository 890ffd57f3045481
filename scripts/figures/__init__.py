"""What draws the committed figures: one module a playbook, one for the code, and how they look."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules


def figures() -> dict[str, Callable[[], str]]:
    """Every figure's name with the function that draws it, from all modules here but the style's."""
    modules = (import_module(f"figures.{found.name}") for found in iter_modules(__path__) if found.name != "style")
    return {name: draw for module in modules for name, draw in module.FIGURES.items()}
