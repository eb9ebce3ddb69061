"""Accuracy on public cases of other projects: quantities and dates, one JSON object a line.

usage: python benchmarks/suites.py quantity_cases.jsonl date_cases.jsonl [--errors N]

A case is right when every expected item in scope is found with its value, unit and bound (dates: its
iso), and, where the case marks all of its kind, nothing else is found.
"""

from __future__ import annotations

import argparse
import datetime
import json
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from nlp.evaluation.scores import close, expand_iso
from nlp.records import Mention
from nlp.resources.files import patterns_folder
from nlp.text.fold import FoldedText
from nlp.values.dates import DateFinder
from nlp.values.measures import MeasureFinder

MEASURES = MeasureFinder.load(patterns_folder())
DATES = DateFinder.load(patterns_folder())


def overlaps(item: dict[str, Any], mention: Mention) -> bool:
    return bool(mention.start < item["end"] and item["start"] < mention.end)


# size of units as other projects name them, where theirs may differ from the written one (500 g for 0.5 kg)
SIZES = {
    "gram": ("g", 1.0), "kilogram": ("g", 1e3), "milligram": ("g", 1e-3),
    "metre": ("m", 1.0), "m": ("m", 1.0), "kilometre": ("m", 1e3), "centimetre": ("m", 1e-2),
    "kilometer": ("m", 1e3), "inch": ("in", 1.0), "foot": ("in", 12.0), "kilobit": ("bit", 1e3),
}  # fmt: skip
OURS = {
    "g": ("g", 1.0), "kg": ("g", 1e3), "mg": ("g", 1e-3), "jin": ("g", 500.0), "liang": ("g", 50.0),
    "m": ("m", 1.0), "km": ("m", 1e3), "cm": ("m", 1e-2), "in": ("in", 1.0), "ft": ("in", 12.0), "yd": ("in", 36.0),
    "bit": ("bit", 1.0),
}  # fmt: skip


# scale words that some suites write as the unit: 十万 as 10 in 万
SCALES = {"萬": 1e4, "万": 1e4, "億": 1e8, "亿": 1e8, "兆": 1e12, "k": 1e3, "m": 1e6, "million": 1e6, "billion": 1e9}


def scale_of(item: dict[str, Any], unit: str | None) -> float:
    """What a value in our unit has to be multiplied with to be in the unit of the item; 1 where both are as written."""
    scale = SCALES.get(str(item.get("unit_raw", "")).lower())
    if scale and item["kind"] == "number":
        return 1 / scale
    theirs = SIZES.get(str(item.get("unit_raw", "")).lower())
    ours = OURS.get(unit or "")
    return ours[1] / theirs[1] if theirs and ours and theirs[0] == ours[0] else 1.0


def same_quantity(item: dict[str, Any], mention: Mention) -> bool:
    measure = mention.measure
    if measure is None:
        return False
    kind = item["kind"]
    if kind == "number" and measure.kind == "percent" and measure.value is not None:
        # a share of a whole (三分之一) is a percentage in our reading
        return close(item.get("value"), measure.value / 100)
    if kind in ("number", "range"):
        if measure.kind != "count":
            return False
    elif measure.kind != kind:
        return False
    unit = item.get("unit")
    if (
        unit
        and kind not in ("percent", "multiple", "other", "number", "range")
        and (measure.unit or "").lower() != unit.lower()
    ):
        return False
    bounds = item.get("bound_any") or ([item["bound"]] if item.get("bound") else None)
    if bounds and measure.bound not in bounds:
        return False
    scale = scale_of(item, measure.unit)
    low, high, value = (scale * v if v is not None else None for v in (measure.minimum, measure.maximum, measure.value))
    if item.get("value") is not None and close(item["value"], value):
        return True
    if item.get("min") is not None and item.get("max") is not None:
        ends = (low, high) if value is None else (value, value)
        return close(item["min"], ends[0]) and close(item["max"], ends[1])
    return item.get("value") is None


def is_expression(case: dict[str, Any]) -> bool:
    """Whether the text is one expression, or one of which every number is wanted."""
    whole = case.get("whole_input") or case.get("partial")
    return bool(whole) or any(item["kind"] in ("number", "range", "other") for item in case["expected"])


def quantity_case(case: dict[str, Any]) -> bool | None:
    wanted = [item for item in case["expected"] if item.get("in_scope", True)]
    if case["expected"] and not wanted:
        return None
    text = FoldedText.of(case["input"])
    found = MEASURES.find(text, bare_numbers=is_expression(case))
    if case.get("whole_input"):
        if not wanted:
            return not found
        return len(wanted) == 1 and any(same_quantity(wanted[0], m) for m in found)
    for item in wanted:
        if not any(overlaps(item, m) and same_quantity(item, m) for m in found):
            return False
    if case.get("partial") or len(wanted) < len(case["expected"]):
        return True
    return all(any(overlaps(item, m) for item in case["expected"]) for m in found)


def days_of(iso: str | None) -> str | None:
    """A month or year as the interval of its days: some suites write 2018 as 2018-01-01/2018-12-31."""
    if iso and re.fullmatch(r"\d{4}", iso):
        return f"{iso}-01-01/{iso}-12-31"
    if iso and re.fullmatch(r"\d{4}-\d\d", iso):
        return expand_iso(f"{iso}/{iso}")
    return expand_iso(iso)


def find_dates(case: dict[str, Any], anchor: datetime.date | None) -> list[Mention]:
    """The dates of a case. All are expressions or short sentences about a date."""
    return DATES.find(FoldedText.of(case["input"]), anchor, whole_input=True)


def date_case(case: dict[str, Any]) -> bool | None:
    wanted = [item for item in case["expected"] if item.get("in_scope", True)]
    if case["expected"] and not wanted:
        return None
    anchor = datetime.date.fromisoformat(case["ref_date"]) if case.get("ref_date") else None
    whole = bool(case.get("whole_input"))
    found = find_dates(case, anchor)

    def right(item: dict[str, Any], mention: Mention) -> bool:
        readings = item.get("iso_any") or [item.get("iso")]
        return days_of(mention.iso) in {days_of(r) for r in readings}

    if whole:
        return len(wanted) == 1 and any(right(wanted[0], m) for m in found)
    for item in wanted:
        if not any(overlaps(item, m) and right(item, m) for m in found):
            return False
    return all(any(overlaps(item, m) for item in case["expected"]) for m in found)


def show(found: Sequence[Mention]) -> str:
    return " | ".join(f"{m.text}={m.iso if m.label == 'DATE' else m.measure}" for m in found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    for path in arguments.files:
        counts: Counter[tuple[str, str]] = Counter()
        wrong = []
        with open(path, encoding="utf-8") as file:
            for line in file:
                case = json.loads(line)
                is_date = "ref_date" in case
                result = date_case(case) if is_date else quantity_case(case)
                if result is None:
                    continue
                for key in ("total", case["suite"], case.get("lang", "")):
                    counts[key, "n"] += 1
                    counts[key, "right"] += result
                if not result and arguments.only in f"{case['suite']} {case.get('model', '')} {case.get('lang')}":
                    wrong.append(case)
        print(path)
        for key in dict.fromkeys(key for key, _ in counts):
            n = counts[key, "n"]
            print(f"  {key:24} {counts[key, 'right']:5}/{n:<5} {counts[key, 'right'] / n:.3f}")
        for case in wrong[: arguments.errors]:
            text = FoldedText.of(case["input"])
            if "ref_date" in case:
                found = find_dates(case, datetime.date.fromisoformat(case["ref_date"]))
            else:
                found = MEASURES.find(text, bare_numbers=is_expression(case))
            wanted = [{k: v for k, v in i.items() if k not in ("start", "end", "in_scope")} for i in case["expected"]]
            print(
                f"    {case['suite']}/{case.get('model', '')} {case['input']!r}\n       want {wanted}\n       got  {show(found)}"
            )


if __name__ == "__main__":
    main()
