"""The command line: `roadmap-bot`."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from bot import archive, start
from bot.config import Part, Settings
from bot.domain.notices import ExportFormat
from bot.domain.rhythm import known_zone
from bot.domain.words import count
from bot.logs import set_up_logs
from bot.services.verified import say_verified

NOT_AS_EXPECTED, BAD_INPUT = 1, 2

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
database = typer.Typer(no_args_is_help=True, help="Look after the database.")
app.add_typer(database, name="db")


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
    from bot.replay.document import BadFile  # noqa: PLC0415  (what serves Slack needs no YAML)
    from bot.replay.replayed import replay_file  # noqa: PLC0415  (the same)

    try:
        replayed = replay_file(file, as_json=as_json)
    except BadFile as bad:
        typer.echo(str(bad), err=True)
        raise typer.Exit(BAD_INPUT) from bad
    typer.echo(replayed.told)
    if as_json:
        for line in replayed.differing:
            typer.echo(line, err=True)
    if replayed.differing:
        raise typer.Exit(NOT_AS_EXPECTED)


@app.command()
def run() -> None:
    """Connect to Slack by Socket Mode, and keep the clock: all in one process."""
    _start(Part.RUN)


@app.command()
def web() -> None:
    """Answer Slack over HTTP at /slack/events; with SQLite, keep the clock too."""
    _start(Part.WEB)


@app.command()
def worker() -> None:
    """Keep the clock and deliver, beside `web`; for PostgreSQL."""
    _start(Part.WORKER)


@app.command()
def sandbox(
    *,
    port: Annotated[int, typer.Option(envvar="PORT", help="Where the page is.")] = 3000,
    keep: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Keep the disputes in this SQLite file.")
    ] = None,
    empty: Annotated[bool, typer.Option("--empty", help="Begin without any dispute.")] = False,
    story: Annotated[
        str, typer.Option(metavar="NAME", help="Play one dispute, step by step.")
    ] = "",
) -> None:
    """Try it out: a small Slack in the browser, on this machine, with the real bot in it."""
    set_up_logs()
    logging.getLogger("roadmap").setLevel(logging.WARNING)
    with _told_why_not():
        _start_sandbox(port=port, keep=keep, empty=empty, story=story)


def _start_sandbox(*, port: int, keep: Path | None, empty: bool, story: str) -> None:
    """The one way from the bot to the sandbox, which the bot can do without."""
    try:
        from sandbox.start import Asked, start_sandbox  # noqa: PLC0415
    except ModuleNotFoundError as missing:
        raise start.CannotStart(
            f"The sandbox needs {missing.name}, which is not installed. "
            "Run `make sandbox`, or install roadmap-bot[sandbox]."
        ) from missing
    start_sandbox(Asked(port=port, keep=keep, empty=empty, story=story), typer.echo)


@app.command()
def check() -> None:
    """Look at every setting and ask Slack once; exits with 2 when something is wrong."""
    with _told_why_not():
        warning = start.check(Settings())
    if warning:
        typer.echo(warning, err=True)
    well = "Otherwise all is well." if warning else "All is well."
    typer.echo(f"{well} Start it with `roadmap-bot run`, or `roadmap-bot web` for HTTP.")


@app.command("export")
def export_records(
    *,
    form: Annotated[ExportFormat, typer.Option("--format", help="For programs, or tables.")] = (
        ExportFormat.JSON
    ),
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to; else it is printed.")
    ] = None,
    with_private: Annotated[
        bool, typer.Option("--with-private", help="Also what was disputed in private channels.")
    ] = False,
    zone: Annotated[str, typer.Option(help="Beside UTC, such as Europe/Berlin.")] = "UTC",
    team: Annotated[str, typer.Option(help="The workspace, where there are several.")] = "",
) -> None:
    """Hand out everything on record that is not sealed, as JSON or CSV."""
    with _told_why_not():
        if known_zone(zone) != zone:
            raise start.CannotStart(f"--zone {zone} is not known; name one such as Europe/Berlin.")
        done = archive.export_records(
            Settings(), form, team=team, zone=zone, with_private=with_private
        )
        _write(done.content, output)
    typer.echo(f"{count(done.disputes, 'dispute')} exported.", err=True)
    if done.left_out:
        left_out = count(done.left_out, "dispute")
        typer.echo(
            f"{left_out} left out, of channels not known to be public: see --with-private.",
            err=True,
        )


def _write(content: bytes, output: Path | None) -> None:
    if output is None:
        typer.echo(content.decode(), nl=False)
        return
    try:
        output.write_bytes(content)
    except OSError as failure:
        raise start.CannotStart(
            f"{output} cannot be written ({failure.strerror}). Name another file."
        ) from failure


@app.command("import")
def import_records(
    file: Annotated[Path, typer.Argument(help="What `roadmap-bot export` has made, in JSON.")],
) -> None:
    """Take an export into the database of DATABASE_URL, which must be empty."""
    with _told_why_not():
        try:
            content = file.read_bytes()
        except OSError as failure:
            raise start.CannotStart(f"{file} cannot be read ({failure.strerror}).") from failure
        done = archive.import_records(Settings(), content)
    typer.echo(f"{count(done.disputes, 'dispute')} imported.")
    for sentence in done.left_out:
        typer.echo(sentence)


@app.command()
def verify(
    number: Annotated[
        int | None, typer.Argument(min=1, help="Which dispute; else every one.")
    ] = None,
    *,
    team: Annotated[str, typer.Option(help="The workspace, where there are several.")] = "",
) -> None:
    """Check that no record was changed since it was written; exits with 1 when one was."""
    with _told_why_not():
        found = archive.verify_records(Settings(), number, team=team)
    for line in say_verified(found, in_full=number is not None):
        typer.echo(line)
    if any(one.broken for one in found):
        raise typer.Exit(NOT_AS_EXPECTED)


@app.command()
def purge(
    team: Annotated[str, typer.Argument(help="The workspace, such as T024BE7LH.")],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask again.")] = False,
) -> None:
    """Delete everything of one workspace from the database, for good; stop the bot first."""
    with _told_why_not():
        gone = archive.purge_team(Settings(), team, is_sure=lambda known: yes or _is_sure(known))
    if gone is None:
        typer.echo("Nothing was deleted.")
        raise typer.Exit(NOT_AS_EXPECTED)
    told = ", ".join(f"{table} {rows}" for table, rows in gone.items() if rows)
    typer.echo(f"Deleted of {team}, by rows: {told}. Copies made before still have them.")


def _is_sure(team: str) -> bool:
    """Whether the workspace's id is typed once more.

    Raises:
        CannotStart: there is no terminal to type it at.

    """
    if not sys.stdin.isatty():
        raise start.CannotStart("Nobody is there to be asked. Add --yes to delete all the same.")
    typer.echo(
        "To keep what is there, first run `roadmap-bot export`, or `roadmap-bot backup FILE` for "
        "all of it (pg_dump with PostgreSQL)."
    )
    typed: str = typer.prompt(f"To delete everything of {team}, type {team}", default="")
    return typed.strip() == team


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="Where to; there must be no such file yet.")],
) -> None:
    """Copy the SQLite database of DATABASE_URL as a whole, while the bot runs."""
    with _told_why_not():
        archive.back_up_database(Settings(), file)
    typer.echo(f"Copied. To go back to it, stop the bot and put {file} in the database's place.")


@database.command("upgrade")
def upgrade_database() -> None:
    """Bring the database of DATABASE_URL to what this version needs."""
    with _told_why_not():
        start.upgrade_database(Settings())
    typer.echo("The database is up to date.")


@database.command("copy")
def copy_database(
    to: Annotated[str, typer.Argument(help="Such as postgres://user:password@host/name.")],
) -> None:
    """Copy everything in the database of DATABASE_URL into another, empty one; stop the bot first.

    Sealed cases, drafts and waiting messages come along.
    """
    with _told_why_not():
        copied = archive.copy_database(Settings(), to)
    typer.echo(f"{count(copied, 'row')} copied. Set DATABASE_URL to the other one, and start.")


def _start(part: Part) -> None:
    set_up_logs()
    with _told_why_not():
        start.start(part, Settings(), typer.echo)


@contextmanager
def _told_why_not() -> Iterator[None]:
    try:
        yield
    except start.CannotStart as reason:
        for sentence in reason.sentences:
            typer.echo(sentence, err=True)
        raise typer.Exit(BAD_INPUT) from reason


def main() -> None:
    """Run the command line; what a terminal cannot show is written as an escape."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    app()
