"""Measures, mentions and statements in spaCy's messages: so Docs travel between processes, and into a DocBin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import srsly

from nlp.records import Measure, Mention, Statement

_NAME = "lode_records"
_RECORDS: dict[str, Any] = {"Measure": Measure, "Mention": Mention, "Statement": Statement}
_Chain = Callable[[Any], Any] | None


def register_messages() -> None:
    """Tells msgpack how records are written and read. Calling it again changes nothing."""
    if _NAME not in srsly.msgpack_encoders:
        srsly.msgpack_encoders.register(_NAME, func=encode_record)
        srsly.msgpack_decoders.register(_NAME, func=decode_record)


def encode_record(value: Any, chain: _Chain = None) -> Any:
    """The fields of a record, with its name; other values go to the next encoder."""
    name = type(value).__name__
    if _RECORDS.get(name) is type(value):
        fields = {slot: getattr(value, slot) for slot in value.__slots__}
        if name == "Statement":
            fields["qualifiers"] = dict(value.qualifiers)
        return {"__lode__": name, **fields}
    return value if chain is None else chain(value)


def decode_record(value: Any, chain: _Chain = None) -> Any:
    """The record that `encode_record` wrote, its lists tuples again; other values go to the next decoder."""
    name = value.get("__lode__") if isinstance(value, dict) else None
    if name in _RECORDS:
        fields = {key: item for key, item in value.items() if key != "__lode__"}
        if name == "Statement":
            fields["qualifiers"] = {role: tuple(fillers) for role, fillers in fields["qualifiers"].items()}
            fields["evidence"] = tuple(tuple(span) for span in fields["evidence"])
        return _RECORDS[name](**fields)
    return value if chain is None else chain(value)
