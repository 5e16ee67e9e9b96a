"""`python -m maestro_cli` and the `maestro` command."""

from __future__ import annotations


def main() -> None:
    """Run the command line and end the process, whoever calls: it never returns."""
    import os
    import sys

    from maestro_cli.cli.command import asked_for

    if not any(name.startswith(("_MAESTRO", "_TYPER")) for name in os.environ):  # a shell completes a line
        asked_for.update(sys.argv[1:] or ["--help"])
    from maestro_cli.cli.app import run

    try:
        run()
    except SystemExit as end:
        if isinstance(end.code, int):
            _leave(end.code)
        raise


def _leave(code: int) -> None:
    """End as the interpreter does, but for taking every object down: a tenth of a command's time."""
    import atexit
    import os
    import sys

    from maestro_cli.ui.streams import settle

    if threading := sys.modules.get("threading"):
        threading._shutdown()  # noqa: SLF001 - waits for threads, as at every end
    atexit._run_exitfuncs()  # noqa: SLF001 - nothing else does what was registered
    for stream in (sys.stdout, sys.stderr):
        settle(stream)
    os._exit(code)


if __name__ == "__main__":
    main()
