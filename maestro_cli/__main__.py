"""`python -m maestro_cli` and the `maestro` command."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    import os
    import sys

    from maestro_cli.cli.command import asked_for

    if not any(name.startswith(("_MAESTRO", "_TYPER")) for name in os.environ):  # a shell completes a line
        asked_for.update(sys.argv[1:] or ["--help"])
    from maestro_cli.cli.app import run

    run()


if __name__ == "__main__":
    main()
