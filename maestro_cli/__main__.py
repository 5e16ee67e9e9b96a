"""`python -m maestro_cli` and the `maestro` command."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from maestro_cli.cli.app import run

    run()


if __name__ == "__main__":
    main()
