"""What the commands of `lode graph` share: their options, the tables they need, what they refuse, how they end."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_type_hints

import typer

if TYPE_CHECKING:
    from nlp.graph.claims import Fact
    from nlp.graph.facts import Refusal

Annotations = Annotated[
    list[str],
    typer.Argument(help="Annotation JSONL: files, folders, or - for standard input.", metavar="ANNOTATIONS..."),
]
StoreOption = Annotated[Path, typer.Option("--store", help="The folder of the graph.", metavar="DIR")]
Fuse = Annotated[
    bool | None,
    typer.Option(
        "--fuse/--no-fuse", help="What several articles tell alike is one fact (default), or each is its own."
    ),
]
Base = Annotated[str | None, typer.Option(help="What the IRIs of things start with.", metavar="IRI")]
PatternsFolder = Annotated[str | None, typer.Option("--patterns", help="A patterns folder of your own.", metavar="DIR")]
RejectsFile = Annotated[str | None, typer.Option("--rejects", help="Where refused records and statements go.")]
MergesFile = Annotated[
    Path | None, typer.Option("--merges", help="Decisions on which things are one (lode graph merges).", metavar="FILE")
]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="No summary.")]
AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]
Limit = Annotated[int, typer.Option(help="At most this many rows.", min=1)]
Shared = TypeVar("Shared")


@dataclass(frozen=True)
class Command:
    """What every command takes that works on a graph."""

    patterns: PatternsFolder = None
    quiet: Quiet = False

    def tables(self) -> tuple[Any, Any]:
        """The projection, and the registry."""
        return tables(self.patterns)

    def done(self, line: str) -> None:
        """The summary of a command that refuses nothing."""
        if not self.quiet:
            typer.secho(line, fg="green", err=True)

    def finish(self, line: str, refused: Refusals, done: bool) -> None:
        """The summary, and the exit code: 0 all fine, 2 something was refused, 3 nothing was fit."""
        if not self.quiet:
            typer.secho(line, fg="green" if done else "red", err=True)
            if not done and not refused.count:
                typer.secho(
                    "no article was found; give annotation JSONL, as lode annotate writes it", fg="red", err=True
                )
            refused.tell()
        raise typer.Exit((2 if refused.count else 0) if done else 3)


@dataclass(frozen=True)
class Store(Command):
    """What a command takes that works on a store."""

    store: StoreOption = Path()

    required = ("store",)


@dataclass(frozen=True)
class Reading(Command):
    """What a command takes that reads annotations."""

    annotations: Annotations = ()  # type: ignore[assignment]
    rejects: RejectsFile = None

    required = ("annotations",)


@dataclass(frozen=True)
class Fusing(Reading):
    """What a command takes that makes facts of annotations."""

    fuse: Fuse = None
    merges: MergesFile = None

    def facts(self, projection: Any, registry: Any, refused: Refusals) -> list[Fact]:
        """The facts of the annotations."""
        from nlp.graph.facts import facts_of
        from nlp.graph.fusion import read_merges

        found: Iterable[Fact] = facts_of(
            self.annotations, registry=registry, projection=projection, fuse=self.fuse is not False,
            merges=read_merges(self.merges) if self.merges else None, refuse=refused.add,
        )  # fmt: skip
        return list(found)


def taking(kind: type[Shared]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Gives a command the options of `kind` beside its own, and their values as its first argument."""
    shared = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]
    required = getattr(kind, "required", ())

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        own = list(inspect.signature(command, eval_str=True).parameters.values())[1:]
        hints = get_type_hints(kind, include_extras=True)
        one = inspect.Parameter.KEYWORD_ONLY
        parameters = [p.replace(kind=one) for p in own]
        for name, field in shared.items():
            default = inspect.Parameter.empty if name in required or field.default is MISSING else field.default
            made = inspect.Parameter(name, one, default=default, annotation=hints[name])
            parameters.insert(0 if name in required else len(parameters), made)

        def called(**given: Any) -> None:
            command(kind(**{name: given.pop(name) for name in shared}), **given)

        called.__name__, called.__doc__ = command.__name__, command.__doc__
        called.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        called.__annotations__ = {p.name: p.annotation for p in parameters}
        return called

    return decorate


def tables(patterns: str | None, *, labels: Collection[str] | None = None) -> tuple[Any, Any]:
    """The projection, and the registry of a patterns folder: all of it, or that of some labels."""
    from nlp.graph.projection import load_projection
    from nlp.resources.files import patterns_folder
    from nlp.resources.registry import FILES, load_registry

    folder = Path(patterns) if patterns else patterns_folder()
    return load_projection(), load_registry(folder, labels=FILES if labels is None else labels)


def checked_base(base: str | None) -> str | None:
    """The base, which must be the start of an IRI.

    Raises:
        LodeError: it is none.
    """
    import re

    from nlp.errors import LodeError

    if base is not None and not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|^`\\#?]*[/:]", base):
        raise LodeError(f"--base must be the start of an IRI that ends in / or :, was {base!r}")
    return base


class Refusals:
    """What was refused, written to a file line by line; the file is made with the first."""

    def __init__(self, path: Path) -> None:
        self.path, self.count, self.first = path, 0, list["Refusal"]()
        self._file: Any = None

    def add(self, refusal: Refusal) -> None:
        """Writes one down."""
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("w", encoding="utf-8", errors="backslashreplace")
        self._file.write(json.dumps(refusal.as_json(), ensure_ascii=False) + "\n")
        self.count += 1
        if len(self.first) < 10:
            self.first.append(refusal)

    def tell(self) -> None:
        """Shows the first of them to people."""
        if self.count:
            typer.secho(f"{self.count} refused → {self.path}:", fg="yellow", err=True)
        for refusal in self.first:
            where = ":".join(str(part) for part in (refusal.path, refusal.line) if part is not None)
            what = f" {refusal.document}" if refusal.document else ""
            number = f" statement {refusal.statement + 1}" if refusal.statement is not None else ""
            typer.echo(f"  {where}{what}{number}: {refusal.reason}", err=True)
        if self.count > len(self.first):
            typer.echo(f"  … and {self.count - len(self.first)} more", err=True)

    def close(self) -> None:
        """Closes the file; one of an earlier run that refused something goes where this run refused nothing."""
        if self._file is not None:
            self._file.close()
        else:
            self.path.unlink(missing_ok=True)


@contextmanager
def refusals(path: str) -> Iterator[Refusals]:
    """The refusals of a run, with their file."""
    from nlp.errors import OutputError

    refused = Refusals(Path(path))
    try:
        yield refused
        refused.close()
    except OSError as error:
        raise OutputError(f"{error.filename or path} cannot be written: {error.strerror or error}") from error
