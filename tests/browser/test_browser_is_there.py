"""Says once what is missing for the pages' tests."""

from __future__ import annotations

import pytest


def test_browser_is_there(missing: list[str]) -> None:
    if missing:
        pytest.skip("the pages' tests did not run, there is no " + "; no ".join(missing))
