"""Document templates: Jinja2 in a sandbox, where every value is escaped for Markdown.

A template `NAME.LANGUAGE.md.j2` of the project's `templates/maestro/` goes before the one that ships.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from maestro_cli.assets import assets_root
from maestro_cli.documents.escape import Markdown, md_code, md_text
from maestro_cli.documents.locale import LANGUAGES, format_date, format_number, format_share
from maestro_cli.documents.markdown import bar_markdown, blocks_to_markdown
from maestro_cli.errors import UsageError
from maestro_cli.files import inside

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

OVERRIDES = "templates/maestro"
"""Where a project keeps templates of its own, relative to its root."""

MAX_TEMPLATE_BYTES = 1 << 20
MAX_DOCUMENT_CHARS = 32 << 20
MAX_REPEATS = 1 << 20

_GAPS = re.compile(r"\n(?:[ \t]*\n){2,}")
_KEPT_FILTERS = (
    "abs", "count", "default", "first", "float", "groupby", "int", "items", "last", "length",
    "list", "lower", "map", "max", "min", "reject", "rejectattr", "replace", "reverse", "round", "select",
    "selectattr", "sort", "sum", "title", "trim", "truncate", "unique", "upper",
)  # fmt: skip
_GROWING = frozenset({"center", "expandtabs", "format", "format_map", "ljust", "replace", "rjust", "zfill"})
_FIX = "Correct the template, or delete it to use the one that ships with Maestro."


def render_template(
    name: str, language: str, values: Mapping[str, object], root: Path | None = None
) -> Markdown:
    """Return the document that template `name` makes of `values` (plain data) in `language`.

    `root` is the project whose own templates go first. Every `{{ value }}` is escaped unless it is
    `Markdown`; filters: text, code, ref, number, share, date, bar, blocks, join.
    Raises UsageError `E-TEMPLATE` with file and line where a template of the project is broken, names
    an unknown value, breaks out of the sandbox or produces more than `MAX_DOCUMENT_CHARS`.
    """
    chosen = language if language in LANGUAGES else LANGUAGES[0]
    environment = _environment(chosen, root)
    try:
        template = environment.get_template(f"{name}.{chosen}.md.j2")
        return _document(template.generate(**values), str(template.name))
    except UsageError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a template of the project does wrong is its fault
        raise _template_error(error, root) or error from None


def render_blocks(
    name: str, language: str, blocks: Sequence[tuple[str, Mapping[str, object]]], root: Path | None = None
) -> tuple[Markdown, ...]:
    """Return what each named block of a template makes of its values, in the order given.

    A template of the project may have some of the blocks; the others come from the one that ships.
    Otherwise as `render_template`.
    """
    chosen = language if language in LANGUAGES else LANGUAGES[0]
    file = f"{name}.{chosen}.md.j2"
    try:
        own, shipped = (_environment(chosen, place).get_template(file) for place in (root, None))
        templates = [own if block in own.blocks else shipped for block, _ in blocks]
        return tuple(
            _document(template.blocks[block](template.new_context(dict(values))), file)
            for template, (block, values) in zip(templates, blocks, strict=True)
        )
    except UsageError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever a template of the project does wrong is its fault
        raise _template_error(error, root) or error from None


def _document(parts: Iterable[str], template: str) -> Markdown:
    """Join the parts of a document, one empty line at most between its paragraphs."""
    text, length = [], 0
    for part in parts:
        text.append(part)
        length += len(part)
        if length > MAX_DOCUMENT_CHARS:
            message = f"template {template} makes a document longer than {MAX_DOCUMENT_CHARS:,} characters"
            raise UsageError(message, code="E-TEMPLATE", path=f"{OVERRIDES}/{template}", fix=_FIX)
    return Markdown(_GAPS.sub("\n\n", "".join(text)).strip("\n") + "\n")


def _environment(language: str, root: Path | None) -> SandboxedEnvironment:
    from jinja2 import FunctionLoader, StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    class Bounded(SandboxedEnvironment):
        """Refuses the operators and methods that turn a short template into endless text."""

        intercepted_binops = frozenset({"*", "**", "%"})

        def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ANN401 - Jinja's
            return super().is_safe_attribute(obj, attr, value) and attr not in _GROWING

        def wrap_str_format(self, value: Any) -> None:  # noqa: ANN401 - Jinja's
            """Let no `format` pass, however safe its fields: a width alone makes a gigabyte."""

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401 - Jinja's
            numbers = isinstance(left, int | float) and isinstance(right, int | float)
            if not numbers or (operator == "**" and abs(right) > 64):
                raise OverflowError(f"{operator} is for small numbers only")
            return super().call_binop(context, operator, left, right)

    environment = Bounded(
        loader=FunctionLoader(lambda name: _source(name, root)),
        undefined=StrictUndefined,
        finalize=_finalize,
        autoescape=False,  # HTML's; _finalize escapes for Markdown
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters = _filters(language)
    environment.globals = {"range": _bounded_range()}
    return environment


def _source(name: str, root: Path | None) -> tuple[str, str, None] | None:
    """Return (text, path, None) of a template, the project's own before the shipped one."""
    if "/" in name or "\\" in name or name.startswith("."):
        return None
    for path in (inside(root, f"{OVERRIDES}/{name}") if root else None, assets_root() / "templates" / name):
        if path is None or not path.is_file():
            continue
        if path.stat().st_size > MAX_TEMPLATE_BYTES:
            raise UsageError(f"{path} is larger than 1 MiB", code="E-TEMPLATE", path=str(path), fix=_FIX)
        try:
            return path.read_text(encoding="utf-8-sig"), str(path), None
        except (OSError, UnicodeDecodeError) as error:
            message = f"template {name} cannot be read: {error}"
            raise UsageError(message, code="E-TEMPLATE", path=str(path), fix=_FIX) from error
    return None


def _template_error(error: Exception, root: Path | None) -> UsageError | None:
    """Return what to tell about an error in a template of the project; None where the fault is ours."""
    from jinja2 import TemplateNotFound, TemplateSyntaxError

    own = str((root / OVERRIDES).resolve()) if root else None
    path: str | None = None
    line: int | None = None
    if isinstance(error, TemplateNotFound):
        return UsageError(f"there is no template {error.name}", code="E-TEMPLATE", fix=_FIX)
    if isinstance(error, TemplateSyntaxError):
        path, line = error.filename, error.lineno
    else:
        for frame in traceback.extract_tb(error.__traceback__):
            if own and frame.filename.startswith(own):
                path, line = frame.filename, frame.lineno
    if own is None or path is None or not path.startswith(own) or root is None:
        return None
    shown = Path(path).relative_to(root.resolve()).as_posix()
    message = f"{type(error).__name__ if not str(error) else error}"
    return UsageError(f"template {shown}: {message}", code="E-TEMPLATE", path=shown, line=line, fix=_FIX)


def _finalize(value: object) -> object:
    """Escape what a template prints; None prints nothing, a number as readers write it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return md_text(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return format_number(value)
    return value if _is_undefined(value) else md_text(str(value))


def _is_undefined(value: object) -> bool:
    from jinja2 import Undefined

    return isinstance(value, Undefined)


def _filters(language: str) -> dict[str, Callable[..., Any]]:
    """Return the filters by name: Jinja's harmless ones and our own."""
    from jinja2.filters import FILTERS

    return {name: FILTERS[name] for name in _KEPT_FILTERS} | {
        "text": _finalize,
        "code": lambda value: md_code(str(value)),
        "ref": lambda value: md_code(str(value).partition(":")[2] or str(value)),
        "number": lambda value, digits=1: Markdown("" if value is None else format_number(value, digits)),
        "share": lambda part, whole=1.0: Markdown(format_share(part, whole)),
        "date": lambda value: _date(value, language),
        "bar": bar_markdown,
        "blocks": blocks_to_markdown,
        "join": _join,
    }


def _join(values: Iterable[object], separator: str = "") -> Markdown:
    return Markdown(separator.join(str(_finalize(value)) for value in values))


def _date(value: object, language: str) -> Markdown:
    if value is None:
        return Markdown("")
    day = value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
    return Markdown(format_date(day, language))


def _bounded_range() -> Callable[..., range]:
    """Return `range` for one document, all its ranges together at most `MAX_REPEATS` long."""
    left = [MAX_REPEATS]

    def bounded(*arguments: int) -> range:
        numbers = range(*arguments)
        left[0] -= len(numbers)
        if left[0] < 0:
            raise OverflowError("too many repetitions")
        return numbers

    return bounded
