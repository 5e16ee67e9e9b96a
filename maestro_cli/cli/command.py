"""Turns a function `f(call, …) -> Answer` into a command with the common options."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from maestro_cli.cli.call import Call

if TYPE_CHECKING:
    from maestro_cli.model.answer import Answer

DOCUMENT_FORMATS = ("text", "json", "md")

asked_for: set[str] = set()
"""Words of the command line. A command that none of them names is listed without its options, which are half
of the time of `--help`; while there are no words, all commands are complete."""

EARLIEST_YEAR, LATEST_YEAR = 1900, 2999


class Llm(StrEnum):
    """Which engine phrases."""

    AUTO = "auto"
    CLAUDE = "claude"
    OFFLINE = "offline"


class Progress(StrEnum):
    """How progress is shown on stderr."""

    AUTO = "auto"
    LIVE = "live"
    PLAIN = "plain"
    JSONL = "jsonl"
    NONE = "none"


def add(
    app: typer.Typer,
    function: Callable[..., Answer],
    *,
    name: str | None = None,
    kind: str | None = None,
    formats: Sequence[str] = DOCUMENT_FORMATS,
) -> None:
    """Register `function` on `app` with its own options and the common ones.

    Its first parameter is the `Call`; its return value is delivered in the chosen format. `kind` is
    what its envelope says of a failure; by default the name of its group, else its own.
    """
    command = name or function.__name__.replace("_", "-")
    group = app.info.name if app.info.name != "maestro" else None
    path, kind = f"{group} {command}" if group else command, kind or group or command
    run, options = _entry(function, path, kind, formats)

    def entry(**values: Any) -> None:  # noqa: ANN401 - Typer passes whatever the options hold
        run(values)

    _declare(entry, function, options)
    app.command(command)(entry)


def add_default(app: typer.Typer, function: Callable[..., Answer], *, kind: str | None = None) -> None:
    """Register `function` as what the group `app` does when none of its commands is named.

    Like `add`, but its parameters can only be options: a word after the group's name is a command of it.
    """
    path = app.info.name or function.__name__
    run, options = _entry(function, path, kind or path, DOCUMENT_FORMATS)

    def entry(context: typer.Context, **values: Any) -> None:  # noqa: ANN401 - as in `add`
        if context.invoked_subcommand is None:
            run(values)
        sources = {name: context.get_parameter_source(name) for name in values}
        given = [name for name, source in sources.items() if source and source.name != "DEFAULT"]
        if given:
            option = given[0].rstrip("_").replace("_", "-")
            raise typer.BadParameter(f"--{option} belongs after {context.invoked_subcommand}")

    context = inspect.Parameter("context", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)
    _declare(entry, function, [context, *options])
    app.callback(invoke_without_command=True)(entry)


def _entry(
    function: Callable[..., Answer], path: str, kind: str, formats: Sequence[str]
) -> tuple[Callable[[dict[str, Any]], None], list[inspect.Parameter]]:
    """Return what runs `function` on the values of its options, and those options."""
    if not _is_asked_for(path):
        return lambda _: None, []
    own = list(inspect.signature(function).parameters.values())[1:]
    own = [_resolved(parameter, function) for parameter in own]
    common = _common_parameters(tuple(formats))

    def run(values: dict[str, Any]) -> None:
        from maestro_cli.cli.execute import execute

        shared: dict[str, Any] = {p.name.removesuffix("_"): _plain(values.pop(p.name)) for p in common}
        call = Call(command=path, kind=kind, **shared)
        raise typer.Exit(execute(function, call, values))

    return run, [*own, *common]


def _is_asked_for(path: str) -> bool:
    return not asked_for or not asked_for.isdisjoint(path.split())


def _declare(
    entry: Callable[..., None], function: Callable[..., Answer], options: list[inspect.Parameter]
) -> None:
    """Give `entry` the signature that Typer reads, and the help of `function`."""
    entry.__signature__ = inspect.Signature(options)  # type: ignore[attr-defined]
    entry.__annotations__ = {parameter.name: parameter.annotation for parameter in options}
    entry.__doc__ = inspect.getdoc(function)


def _plain(value: object) -> object:
    return value.value if isinstance(value, StrEnum) else value


def _resolved(parameter: inspect.Parameter, function: Callable[..., Any]) -> inspect.Parameter:
    """Evaluate the annotation now: the wrapper lives in another module than the function."""
    annotation = parameter.annotation
    if isinstance(annotation, str):
        annotation = eval(annotation, inspect.unwrap(function).__globals__)  # noqa: S307 - our own source
    return parameter.replace(annotation=annotation, kind=inspect.Parameter.KEYWORD_ONLY)


def parse_date(text: str) -> date:
    """Read a date given on the command line; around it there is room in the calendar to reckon in."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not a date; write it as 2026-11-21") from None
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise typer.BadParameter(f"{text} is not between {EARLIEST_YEAR} and {LATEST_YEAR}")
    return day


@cache
def _common_parameters(formats: tuple[str, ...]) -> list[inspect.Parameter]:
    """Return the options of every command, made once for each set of formats."""
    format_type = StrEnum("Format", {name.upper(): name for name in formats})  # type: ignore[misc]
    first = format_type(formats[0])
    return [
        _option("format_", format_type, first, "How the answer is written.", "--format"),
        _option("output", Path | None, None, "Write the answer to this file instead of stdout."),
        _option("project", Path | None, None, "The project's folder; else the nearest with maestro.yaml."),
        _option(
            "as_of", date | None, None, "What today is, as 2026-11-21.", parser=parse_date, metavar="DATE"
        ),
        _option("seed", int, 0, "Seed of everything random.", min=0),
        _option("llm", Llm | None, None, "Which engine phrases the text."),
        _option("progress", Progress, Progress.AUTO, "How progress is shown on stderr."),
        _option("quiet", bool, False, "Show errors only, besides the answer.", "--quiet", "-q"),
        _option("debug", bool, False, "Show the traceback of an unexpected error.", "--debug"),
        _option("dry_run", bool, False, "Change and write nothing.", "--dry-run"),
        _option("exit_zero", bool, False, "Exit with 0 even when something was found.", "--exit-zero"),
    ]


def _option(
    name: str,
    kind: Any,  # noqa: ANN401 - a type as Typer takes it, unions included
    default: object,
    text: str,
    *flags: str,
    **more: Any,  # noqa: ANN401 - further settings of typer.Option
) -> inspect.Parameter:
    option = typer.Option(*flags, help=text, show_default=bool(default), **more)
    return inspect.Parameter(
        name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[kind, option]
    )
