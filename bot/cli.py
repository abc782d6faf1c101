"""The command line: `roadmap-bot`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.replay.document import BadFile
from bot.replay.reading import read_disputes
from bot.replay.report import disagreements, to_json
from bot.replay.settle import Settled, settle
from bot.replay.tell import tell, tell_sum

NOT_AS_EXPECTED, BAD_INPUT = 1, 2

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback()
def roadmap_bot() -> None:
    """Settles roadmap disputes between product and research."""


@app.command()
def replay(
    file: Annotated[Path, typer.Argument(help="Disputes in YAML, such as examples/field.yaml.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list.")] = False,
) -> None:
    """Settle the disputes of a file by the rules, and say why.

    Exits with 1 when a ruling is not as the file expects, and with 2 when the file is bad.
    """
    try:
        entries = read_disputes(file)
    except BadFile as bad:
        typer.echo(str(bad), err=True)
        raise typer.Exit(BAD_INPUT) from bad
    settled = tuple(settle(entry, number=number) for number, entry in enumerate(entries, start=1))
    typer.echo(to_json(settled) if as_json else _told(settled))
    differing = [line for each in settled for line in _differences(each)]
    if as_json:
        for line in differing:
            typer.echo(line, err=True)
    if differing:
        raise typer.Exit(NOT_AS_EXPECTED)


def _told(settled: tuple[Settled, ...]) -> str:
    told = [tell(each, number=number) for number, each in enumerate(settled, start=1)]
    return "\n\n".join([*told, tell_sum(settled)])


def _differences(settled: Settled) -> list[str]:
    return [f"{settled.entry.question}: {line}" for line in disagreements(settled)]


def main() -> None:
    """Run the command line; what a terminal cannot show is written as an escape."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    app()
