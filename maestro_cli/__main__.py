"""`python -m maestro_cli` and the `maestro` command."""

from __future__ import annotations


def main() -> None:
    """Run the command line and end the process."""
    import os
    import sys

    from maestro_cli.cli.command import asked_for

    if not any(name.startswith(("_MAESTRO", "_TYPER")) for name in os.environ):  # a shell completes a line
        asked_for.update(sys.argv[1:] or ["--help"])
    from maestro_cli.cli.app import run

    try:
        run()
    except SystemExit as ended:
        if not isinstance(ended.code, int):
            raise
        _leave(ended.code)


def _leave(code: int) -> None:
    """End at once: taking the interpreter down, object by object, is a tenth of what a command takes."""
    import atexit
    import os
    import sys

    from maestro_cli.ui.streams import settle

    atexit._run_exitfuncs()  # noqa: SLF001 - there is no other way to do what was registered
    for stream in (sys.stdout, sys.stderr):
        settle(stream)
    os._exit(code)


if __name__ == "__main__":
    main()
