"""The story at the door, and the disputes that can be played one by one."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from bot.domain.window import WINDOW
from bot.replay.reading import read_disputes
from bot.replay.schema import DisputeEntry
from sandbox.doings import say_moment
from sandbox.records import Said
from sandbox.server import Slack
from sandbox.stage import Stage
from sandbox.stories.bounds import AREAS
from sandbox.stories.earlier import earlier_disputes
from sandbox.stories.hands import Hands
from sandbox.stories.people import ADA, JONAS, MAYA, OLU, ROADMAP
from sandbox.stories.steps import Played, Step

FIELD = Path(__file__).parents[2] / "examples" / "field.yaml"
STORIES: Mapping[str, str] = {
    "fraud": "Transformer upgrade or rules-based filter for fraud detection?",
    "contracts": "How do we find deadline dates in contracts?",
    "copilot": "Another segmentation model or a co-pilot workflow?",
    "summaries": "Improve summary coherence by 10 % or export to Word?",
    "friday": "Ship at 85 % precision on Friday, or one more week for 90 %?",
    "retrieval": "New retrieval encoder before anything else?",
}
"""The names for `--story`, each with its question in examples/field.yaml."""


def _march(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


AT_THE_DOOR = (
    ("fraud", _march(2, 9), ADA),
    ("friday", _march(5, 9), MAYA),
    ("summaries", _march(10, 9), OLU),
    ("contracts", _march(16, 8), ADA),
    ("copilot", _march(16, 13), JONAS),
)
A_WHILE = timedelta(minutes=1)
"""Longer than it takes to fill in a form at a computer's pace."""
NOW_AT_THE_DOOR = _march(16, 13, 5)
"""By then five have ended, three of them answered by their customers; one ends tomorrow, one has a
sealed case, one has just begun."""

WELCOME = (
    "Welcome. This is a small Slack on your own machine, with the real bot in it.\n"
    "• *Open a dispute:* type `/roadmap dispute Word export or better summaries?` below.\n"
    "• *Be somebody else:* one click on a face. Maya leads product, Jonas research, Olu founded "
    "the company, Ada is an engineer; each sees only what that person may see.\n"
    "• *Let time pass:* move the clock. Seven days after it was opened, a dispute is settled."
)

THE_END = "That was the story. Everything in it can be clicked; the clock is yours."

Tell = Callable[[str], None]
Pause = Callable[[], Awaitable[None]]


def welcome(stage: Stage) -> None:
    """Let the founder say in #roadmap what to try."""
    stage.slack.workspace.post(ROADMAP, OLU, Said(WELCOME))


async def play_door(stage: Stage) -> None:
    """Play the story at the door up to its present."""
    disputes = (step for played in _at_the_door(stage.slack) for step in played.steps())
    steps = (*_new_areas(stage.slack), *disputes)
    for step in sorted(steps, key=lambda step: step.at):
        if step.at < NOW_AT_THE_DOOR:
            await _play(stage, step)
    await _move_to(stage, NOW_AT_THE_DOOR)


def _new_areas(slack: Slack) -> Iterator[Step]:
    founder = Hands(slack, OLU, ROADMAP)
    for area in AREAS:
        make = partial(founder.make_area, area.name, area.typed())
        yield Step(area.at, f"Olu makes the area {area.name}.", make)


def _at_the_door(slack: Slack) -> Iterator[Played]:
    for entry, answer in earlier_disputes():
        yield Played(slack, entry, entry.opened_at, OLU, answer)
    entries = _by_question()
    for name, begins_at, opener in AT_THE_DOOR:
        yield Played(slack, entries[STORIES[name]], begins_at, opener)


async def play_story(stage: Stage, name: str, tell: Tell, pause: Pause) -> None:
    """Play one dispute from its beginning to its ruling, with a pause before each step."""
    entry = _by_question()[STORIES[name]]
    steps = Played(stage.slack, entry, stage.now(), ADA).steps()
    for step in steps:
        await pause()
        _tell_all(tell, await _play(stage, step))
        tell(f"{say_moment(step.at)}: {step.told}")
    if not (entry.agreed or entry.decided or entry.yielded):
        await pause()
        _tell_all(tell, await _move_to(stage, steps[0].at + WINDOW + A_WHILE))
    tell(THE_END)


def _tell_all(tell: Tell, lines: Sequence[str]) -> None:
    for line in lines:
        tell(line)


async def _play(stage: Stage, step: Step) -> Sequence[str]:
    lines = await _move_to(stage, step.at)
    await step.play()
    await stage.settle()
    return lines


async def _move_to(stage: Stage, instant: datetime) -> Sequence[str]:
    return await stage.move(max(instant - stage.now(), timedelta()))


def _by_question() -> Mapping[str, DisputeEntry]:
    return {entry.question: entry for entry in read_disputes(FIELD)}
