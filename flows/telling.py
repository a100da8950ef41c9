"""How commands talk: what is wrong with a request, and where files are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from flows.issues import InputError
from flows.period import Month

# The exit code of a request, or reference data, that is wrong.
BAD_REQUEST = 2


def month_of(text: str) -> Month:
    """Read a month as it is typed.

    Raises:
        InputError: it is none.
    """
    try:
        return Month.parse(text)
    except ValueError as error:
        raise InputError(str(error)) from None


@contextmanager
def told() -> Iterator[None]:
    """Tell what is wrong with a request and leave."""
    try:
        yield
    except InputError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(BAD_REQUEST) from None


def shown(path: Path) -> str:
    """Return a path as the user sees it from where they are."""
    return os.path.relpath(path)
