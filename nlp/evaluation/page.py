"""The evaluation as one page to open in a browser: scores, confusion, errors in their sentences, two runs side by side.

Everything is in the one file, and nothing in it comes from elsewhere; text of documents is shown as text only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib import resources

from nlp.evaluation.comparison import Difference
from nlp.evaluation.confusion import NONE
from nlp.evaluation.errors import Fault
from nlp.evaluation.report import NAMES, Report
from nlp.evaluation.scores import MAIN, RATES, Score
from nlp.schema import LABELS

_MARKED = re.compile("⟦(.*?)⟧")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What the page says of another run: differences, errors mended, errors new."""

    name: str
    differences: Sequence[Difference]
    mended: Sequence[Fault]
    new: Sequence[Fault]


def build_page(
    report: Report,
    groups: Mapping[str, Sequence[Fault]],
    labels: Mapping[tuple[str, str], int],
    *,
    title: str,
    comparison: Comparison | None = None,
) -> str:
    """The page as HTML."""
    folder = resources.files("nlp.evaluation") / "assets"
    style, script = ((folder / name).read_text(encoding="utf-8") for name in ("report.css", "report.js"))
    body = "\n".join(_sections(report, groups, labels, comparison))
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>{escape(title)}</title>
<style>
{style}</style>
</head>
<body>
<main>
<h1>{escape(title)}</h1>
{body}
</main>
<script>
{script}</script>
</body>
</html>
"""


def _sections(
    report: Report,
    groups: Mapping[str, Sequence[Fault]],
    labels: Mapping[tuple[str, str], int],
    comparison: Comparison | None,
) -> Iterator[str]:
    if report.missing:
        yield f'<p class="warning">{report.missing} gold documents have no prediction; they count as empty.</p>'
    yield "<h2>Scores</h2>"
    yield _scores(report)
    if comparison is not None:
        yield from _compared(comparison)
    yield "<h2>By label and predicate</h2>"
    yield _rows(report)
    yield "<h2>Which label was taken for which</h2>"
    yield _confusion(labels)
    yield "<h2>Errors</h2>"
    yield from _errors(groups)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], *, name: str = "") -> str:
    """A table of cells that are HTML already; the first column names the row."""
    top = "".join(f'<th scope="col">{cell}</th>' for cell in head)
    body = "\n".join(
        f'<tr><th scope="row">{row[0]}</th>' + "".join(f"<td>{cell}</td>" for cell in row[1:]) + "</tr>" for row in rows
    )
    return (
        f'<div class="wide"><table class="{name}"><thead><tr>{top}</tr></thead><tbody>\n{body}\n</tbody></table></div>'
    )


def _scores(report: Report) -> str:
    rows = []
    for key in (*MAIN, *RATES):
        cells = [escape(NAMES[key])]
        for part in report.parts.values():
            value = part.scores.get(key)
            low_high = part.intervals.get(key)
            interval = f" <small>{low_high[0]:.3f}–{low_high[1]:.3f}</small>" if low_high else ""
            if isinstance(value, Score):
                detail = "" if key == "b3" else f' title="precision {value.precision:.3f}, recall {value.recall:.3f}"'
                cells.append(f"<span{detail}>{value.f1:.3f}</span>{_bar(value.f1)}{interval}")
            else:
                cells.append("" if value is None else f"{value:.3f}{_bar(value)}{interval}")
        rows.append(cells)
    head = ["", *(f"{escape(name)} <small>{part.documents} documents</small>" for name, part in report.parts.items())]
    return _table(head, rows, name="scores")


def _bar(value: float) -> str:
    return f'<meter min="0" max="1" value="{value:.3f}" aria-hidden="true"></meter>'


def _rows(report: Report) -> str:
    rows = []
    languages = [name for name in report.parts if name != "all"]
    for key, value in report.parts["all"].scores.items():
        if "." in key and isinstance(value, Score):
            by_language = (report.parts[name].scores.get(key) for name in languages)
            rows.append(
                [
                    escape(key.replace("entity.", "").replace("statement.", "")),
                    f"{value.precision:.3f}", f"{value.recall:.3f}", f"{value.f1:.3f}{_bar(value.f1)}",
                    str(value.gold), str(value.predicted),
                    *(f"{score.f1:.3f}" if isinstance(score, Score) else "" for score in by_language),
                ]
            )  # fmt: skip
    return _table(["", "P", "R", "F1", "gold", "predicted", *(f"F1 {escape(name)}" for name in languages)], rows)


def _confusion(labels: Mapping[tuple[str, str], int]) -> str:
    names = [name for name in (*LABELS, NONE) if any(name in pair for pair in labels)]
    of_gold = {name: sum(labels.get((name, other), 0) for other in names) for name in names}
    of_predicted = {name: sum(labels.get((other, name), 0) for other in names) for name in names}
    rows = []
    for gold in names:
        cells = []
        for predicted in names:
            number = labels.get((gold, predicted), 0)
            share = number / max(1, of_predicted[predicted] if gold == NONE else of_gold[gold])
            kind = "right" if gold == predicted else "wrong"
            cells.append(f'<span class="{kind}" style="--share:{share:.3f}">{number or ""}</span>')
        rows.append([escape("nothing" if gold == NONE else gold), *cells])
    head = ["gold ↓ predicted →", *(escape("nothing" if name == NONE else name.lower()) for name in names)]
    return _table(head, rows, name="confusion")


def _compared(comparison: Comparison) -> Iterator[str]:
    yield f"<h2>Against {escape(comparison.name)}</h2>"
    rows = []
    for row in comparison.differences:
        sign = "better" if row.new > row.old else "worse" if row.new < row.old else ""
        sure = " sure" if row.p < 0.05 else ""
        rows.append(
            [
                escape(NAMES[row.name]), f"{row.old:.3f}", f"{row.new:.3f}",
                f'<span class="{sign}{sure}">{row.new - row.old:+.3f}</span>',
                f"{row.low:+.3f} to {row.high:+.3f}", f"{row.p:.3f}",
            ]
        )  # fmt: skip
    yield _table(["", "before", "now", "difference", "95 % interval", "p"], rows)
    yield "<p>Paired bootstrap over documents; below p = 0.05 the difference is printed bold.</p>"
    for name, faults in (("no longer wrong", comparison.mended), ("newly wrong", comparison.new)):
        yield f"<details><summary>{name} ({len(faults)})</summary>"
        yield "".join(map(_fault, faults))
        yield "</details>"


def _errors(groups: Mapping[str, Sequence[Fault]]) -> Iterator[str]:
    kinds = [(kind, faults) for kind, faults in groups.items() if faults]
    if not kinds:
        yield "<p>There are none.</p>"
        return
    options = "".join(
        f'<option value="{escape(kind)}">{escape(kind)} ({len(faults)})</option>' for kind, faults in kinds
    )
    total = sum(len(faults) for _, faults in kinds)
    yield (
        f'<form class="filter"><label>Kind <select id="kind"><option value="">all ({total})</option>{options}</select></label>'
        '<label>Words <input id="words" type="search" placeholder="document, label, predicate, text"></label>'
        '<output id="shown" aria-live="polite"></output></form>'
    )
    yield '<section id="errors">'
    for _, faults in kinds:
        yield "".join(map(_fault, faults))
    yield "</section>"


def _fault(fault: Fault) -> str:
    context = _MARKED.sub(r"<mark>\1</mark>", escape(fault.context))
    return (
        f'<article class="error" data-kind="{escape(fault.kind)}"><header><b>{escape(fault.kind)}</b> '
        f"<span>{escape(fault.document)}</span></header>"
        f"<p>{context}</p><dl><div><dt>gold</dt><dd>{escape(fault.gold) or '–'}</dd></div>"
        f"<div><dt>predicted</dt><dd>{escape(fault.predicted) or '–'}</dd></div></dl></article>\n"
    )
