"""`python -m maestro_cli` and the `maestro` command."""

from __future__ import annotations


def main() -> None:
    """Run the command line and end the process."""
    import atexit
    import os
    import sys

    from maestro_cli.cli.command import asked_for

    ended: list[int] = []
    atexit.register(_leave, ended)  # registered first: it runs last, after every thread has ended
    if not any(name.startswith(("_MAESTRO", "_TYPER")) for name in os.environ):  # a shell completes a line
        asked_for.update(sys.argv[1:] or ["--help"])
    from maestro_cli.cli.app import run

    try:
        run()
    except SystemExit as end:
        if isinstance(end.code, int):
            ended.append(end.code)
        raise


def _leave(ended: list[int]) -> None:
    """End at once: taking the interpreter down, object by object, is a tenth of what a command takes."""
    import os
    import sys

    from maestro_cli.ui.streams import settle

    if ended:
        for stream in (sys.stdout, sys.stderr):
            settle(stream)
        os._exit(ended[0])


if __name__ == "__main__":
    main()
