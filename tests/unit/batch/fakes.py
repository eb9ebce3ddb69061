"""A pipeline that crashes, hangs or fails where a text says so; importable by worker processes."""

from __future__ import annotations

import os
import time
from typing import Any

import spacy
from spacy.language import Language

from nlp.batch.tasks import Settings
from nlp.components import register_extensions


@Language.component("lode_test_poison")
def poison(doc: Any) -> Any:
    if "CRASH" in doc.text:
        os._exit(7)
    if "HANG" in doc.text:
        time.sleep(600)
    if "FAIL" in doc.text:
        raise ValueError("no such luck")
    once = os.environ.get("LODE_TEST_ONCE")
    if once and "ONCE" in doc.text and not os.path.exists(once):
        open(once, "w").close()
        os._exit(9)
    return doc


class Fragile(Settings):
    """Settings of workers whose pipeline is nothing but the component above."""

    def load(self) -> Any:
        register_extensions()
        nlp = spacy.blank("xx")
        nlp.add_pipe("lode_test_poison")
        return nlp


class Broken(Settings):
    """Settings of workers that die while they load."""

    def load(self) -> Any:
        os._exit(3)
