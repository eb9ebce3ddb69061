"""jieba's dictionary in Rust (rjieba): an instance of one's own, made when it is first asked."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import sys
from collections.abc import Callable
from functools import cached_property
from typing import Any


def _native() -> Any:
    """The extension module of rjieba.

    The package around it makes a dictionary for all when it is imported, a tenth of a second for what
    nobody here uses; so the extension is loaded by itself where that can be done.
    """
    if "rjieba" not in sys.modules and "rjieba.rjieba" not in sys.modules:
        package = importlib.util.find_spec("rjieba")
        folders = package.submodule_search_locations if package else None
        spec = importlib.machinery.PathFinder.find_spec("rjieba.rjieba", folders) if folders else None
        if spec and isinstance(spec.loader, importlib.machinery.ExtensionFileLoader):
            # under its own name, so that a later import of the package finds it
            module = sys.modules["rjieba.rjieba"] = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
    return sys.modules.get("rjieba.rjieba") or importlib.import_module("rjieba")


class Dictionary:
    """A dictionary that reads its words when the first text comes: texts without Chinese need none.

    `fill` adds words to a new instance.
    """

    def __init__(self, fill: Callable[[Any], None]) -> None:
        self._fill = fill

    @cached_property
    def jieba(self) -> Any:
        """The instance."""
        made = _native().Jieba()
        self._fill(made)
        return made
