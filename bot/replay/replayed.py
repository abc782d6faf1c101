"""A whole file of disputes, settled: what there is to print of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.replay.reading import read_disputes
from bot.replay.report import disagreements, to_json
from bot.replay.settle import Settled, settle
from bot.replay.tell import tell, tell_sum


@dataclass(frozen=True, slots=True)
class Replayed:
    """What became of the file's disputes, and what of it is not as the file expects."""

    told: str
    differing: tuple[str, ...]


def replay_file(file: Path, *, as_json: bool) -> Replayed:
    """Every dispute of the file, settled by the rules.

    Raises:
        BadFile: it holds no such disputes.

    """
    entries = enumerate(read_disputes(file), start=1)
    settled = tuple(settle(entry, number=number) for number, entry in entries)
    told = to_json(settled) if as_json else _told(settled)
    return Replayed(told, tuple(line for each in settled for line in _differences(each)))


def _told(settled: tuple[Settled, ...]) -> str:
    told = [tell(each, number=number) for number, each in enumerate(settled, start=1)]
    return "\n\n".join([*told, tell_sum(settled)])


def _differences(settled: Settled) -> Iterator[str]:
    return (f"{settled.entry.question}: {line}" for line in disagreements(settled))
