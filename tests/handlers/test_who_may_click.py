"""Who may do what: every listener by each kind of person, in each state of a dispute."""

import pytest
from slack_bolt.listener.async_listener import AsyncCustomListener

from bot.app import App
from bot.services.ports import Begin
from handlers.commands import ANSWERS
from handlers.ids import ANSWER, COMMAND, Click, Form, Happening, Shortcut
from handlers.lists import HELP
from handlers.modals.opening_fields import QUESTION
from handlers.text import Json
from sandbox.server import Slack
from tests.handlers.attempts import Asked, Moment, Scene, State, Word
from tests.handlers.test_register import listeners, matches
from tests.world import ADA, GUS, JONAS, LEE, MAYA, OLU, ZOE, MovableClock

EVERYBODY = (LEE, MAYA, JONAS, ADA, OLU, ZOE, GUS)
"""The opener, two leads, research's deputy, the owner, somebody else, a guest in the channel."""
ALL, NOBODY = frozenset(EVERYBODY), frozenset[str]()
MEMBERS = ALL - {GUS}
SPEAKERS, LEADS = frozenset({MAYA, JONAS, ADA}), frozenset({MAYA, JONAS})
RESEARCH = frozenset({JONAS, ADA})
PEOPLE, OPENER, DECIDER, FOUNDER = SPEAKERS | {LEE}, {LEE}, {MAYA}, {OLU}
WINNER = {MAYA}
"""Product, by the rule; nobody is its deputy."""
BUILDER = {ZOE}

DAYS = "option:o1:days_to_feedback"

Row = tuple[Asked, *tuple[frozenset[str] | set[str], ...]]

# fmt: off
TABLE: tuple[Row, ...] = (
    # what is asked                before a case  a day after both  after the end
    (Click.STATE_CASE,             SPEAKERS,      SPEAKERS,         NOBODY),
    (Click.ADD_FIGURES,            SPEAKERS,      SPEAKERS,         NOBODY),
    (Click.ADD_EVIDENCE,           SPEAKERS,      SPEAKERS,         NOBODY),
    (Click.REMOVE_EVIDENCE,        SPEAKERS,      SPEAKERS,         NOBODY),
    (Click.ADD_OPTION,             SPEAKERS,      SPEAKERS,         NOBODY),
    (Click.OPTION_MENU,            SPEAKERS,      SPEAKERS,         NOBODY),
    (Click.ADD_OPTION_FIGURES,     SPEAKERS,      SPEAKERS,         NOBODY),
    (Moment.DAYS_TYPED,            SPEAKERS,      SPEAKERS,         NOBODY),
    (Moment.OPTION_DAYS_TYPED,     SPEAKERS,      SPEAKERS,         NOBODY),
    (Moment.CASE_CLOSED,           ALL,           ALL,              ALL),
    (Moment.OPTION_CLOSED,         ALL,           ALL,              ALL),
    (Form.OPTION,                  SPEAKERS,      SPEAKERS,         NOBODY),
    (Form.STATE_CASE,              SPEAKERS,      SPEAKERS,         NOBODY),
    (Click.STANDS,                 NOBODY,        BUILDER,          NOBODY),
    (Click.BURDEN,                 NOBODY,        BUILDER,          NOBODY),
    (Click.LONGER,                 NOBODY,        BUILDER,          NOBODY),
    (Form.LONGER,                  NOBODY,        BUILDER,          NOBODY),
    (Click.YIELD,                  SPEAKERS,      NOBODY,           NOBODY),
    (Form.YIELD,                   SPEAKERS,      NOBODY,           NOBODY),
    (Click.CONFIRM,                NOBODY,        SPEAKERS,         NOBODY),
    (Form.CONFIRM,                 NOBODY,        SPEAKERS,         NOBODY),
    (Click.DECIDE,                 NOBODY,        DECIDER,          NOBODY),
    (Form.DECIDE,                  NOBODY,        DECIDER,          NOBODY),
    (Click.RAISE_GATE,             NOBODY,        RESEARCH,         NOBODY),
    (Form.RAISE_GATE,              NOBODY,        RESEARCH,         NOBODY),
    (Click.LIFT_GATE,              NOBODY,        RESEARCH,         NOBODY),
    (Form.LIFT_GATE,               NOBODY,        RESEARCH,         NOBODY),
    (Click.SIGN_OFF,               NOBODY,        FOUNDER,          NOBODY),
    (Form.SIGN_OFF,                NOBODY,        FOUNDER,          NOBODY),
    (Click.NEW_AREA,               MEMBERS,       MEMBERS,          MEMBERS),
    (Click.CHANGE_AREA,            *[LEADS | FOUNDER] * 3),
    (Form.AREA,                    *[LEADS | FOUNDER] * 3),
    (Click.HANDOFF,                *[LEADS | FOUNDER] * 3),
    (Form.HANDOFF,                 *[LEADS | FOUNDER] * 3),
    (Click.ACCEPT_LIMITS,          *[{JONAS} | FOUNDER] * 3),
    (Click.ACCEPT_HANDOFF,         *[{JONAS}] * 3),
    (Click.CHOOSE_AREA,            ALL,           ALL,              ALL),
    (Word.AREA,                    MEMBERS,       MEMBERS,          MEMBERS),
    (Click.NAME_DEPUTY,            LEADS,         LEADS,            NOBODY),
    (Form.NAME_DEPUTY,             LEADS,         LEADS,            NOBODY),
    (Click.NOT_ME,                 LEADS,         LEADS,            NOBODY),
    (Form.NOT_ME,                  LEADS,         LEADS,            NOBODY),
    (Click.REPLACE_LEAD,           OPENER,        NOBODY,           NOBODY),
    (Form.REPLACE_LEAD,            OPENER,        NOBODY,           NOBODY),
    (Click.WITHDRAW,               PEOPLE,        SPEAKERS,         NOBODY),
    (Form.WITHDRAW,                PEOPLE,        SPEAKERS,         NOBODY),
    (Word.DISPUTE,                 MEMBERS,       MEMBERS,          MEMBERS),
    (Shortcut.OPEN_DISPUTE,        MEMBERS,       MEMBERS,          MEMBERS),
    (Form.OPEN_DISPUTE,            MEMBERS,       MEMBERS,          MEMBERS),
    (Moment.QUESTION_TYPED,        ALL,           ALL,              ALL),
    (Click.REOPEN,                 MEMBERS,       MEMBERS,          MEMBERS),
    (Form.REOPEN,                  NOBODY,        NOBODY,           MEMBERS),
    (Click.ANSWERED,               NOBODY,        NOBODY,           WINNER),
    (Form.ANSWERED,                NOBODY,        NOBODY,           WINNER),
    (Click.NOT_YET,                NOBODY,        NOBODY,           WINNER),
    (Form.NOT_YET,                 NOBODY,        NOBODY,           WINNER),
    (Click.DROPPED,                NOBODY,        NOBODY,           WINNER),
    (Form.DROPPED,                 NOBODY,        NOBODY,           WINNER),
    (Click.SET_ASIDE,              NOBODY,        NOBODY,           FOUNDER),
    (Form.SET_ASIDE,               NOBODY,        NOBODY,           FOUNDER),
    (Click.RETIRE,                 NOBODY,        NOBODY,           WINNER | FOUNDER),
    (Form.RETIRE,                  NOBODY,        NOBODY,           WINNER | FOUNDER),
    (Click.LOOK_AGAIN,             NOBODY,        NOBODY,           SPEAKERS | FOUNDER),
    (Form.LOOK_AGAIN,              NOBODY,        NOBODY,           SPEAKERS | FOUNDER),
    (Click.STOP_LOOKING_AGAIN,     *[SPEAKERS | FOUNDER] * 3),
    (Click.MORE,                   ALL,           ALL,              ALL),
    (Click.HOW_IT_ENDS,            ALL,           ALL,              ALL),
    (Click.BOTH_CASES,             ALL,           ALL,              ALL),
    (Click.FULL_RANKING,           ALL,           ALL,              ALL),
    (Click.SHOW,                   MEMBERS,       MEMBERS,          MEMBERS),
    (Word.SHOW,                    MEMBERS,       MEMBERS,          MEMBERS),
    (Word.VERIFY,                  MEMBERS,       MEMBERS,          MEMBERS),
    (Word.LIST,                    ALL,           ALL,              ALL),
    (Word.BOARD,                   ALL,           ALL,              ALL),
    (Word.LEDGER,                  ALL,           ALL,              ALL),
    (Word.LOG,                     ALL,           ALL,              ALL),
    (Word.HELP,                    ALL,           ALL,              ALL),
    (Moment.HOME_OPENED,           ALL,           ALL,              ALL),
    (Click.LATER,                  ALL,           ALL,              ALL),
    (Click.NEXT_DAY,               ALL,           ALL,              ALL),
    (Click.MUTE,                   ALL,           ALL,              ALL),
    (Click.UNMUTE,                 ALL,           ALL,              ALL),
    (Click.TRY_AGAIN,              PEOPLE,        PEOPLE,           PEOPLE),
    (Click.SETTINGS,               FOUNDER,       FOUNDER,          FOUNDER),
    (Form.SETTINGS,                FOUNDER,       FOUNDER,          FOUNDER),
    (Word.SETTINGS,                FOUNDER,       FOUNDER,          FOUNDER),
    (Word.DIGEST,                  FOUNDER,       FOUNDER,          FOUNDER),
    (Word.EXPORT,                  FOUNDER,       FOUNDER,          FOUNDER),
    (Word.HEALTH,                  FOUNDER,       FOUNDER,          FOUNDER),
)
# fmt: on

CELLS = [
    pytest.param(asked, state, may, id=f"{type(asked).__name__}-{asked.value}-{state.name}")
    for asked, *cells in TABLE
    for state, may in zip(State, cells, strict=True)
]


@pytest.mark.parametrize(("asked", "state", "may"), CELLS)
async def test_who_may_does_it_and_everybody_else_reads_who_may(
    slack: Slack,
    bot: App,
    begin: Begin,
    clock: MovableClock,
    asked: Asked,
    state: State,
    may: frozenset[str],
) -> None:
    read = await Scene(slack, bot, begin, clock, state).try_all(asked, EVERYBODY)

    refused = {who: sentence for who, sentence in read.items() if sentence}
    assert set(read) - set(refused) == may
    for sentence in refused.values():
        assert len(sentence) > 30
        assert not may or names_who_may(sentence, may)


ROLES = ("founder", "full member", "one lead proposes", "named as the builder", "The other lead")
UNSEEN = "There is no dispute #"
"""Who may not see a dispute is not told who may, as that would say that there is one."""


def names_who_may(sentence: str, may: frozenset[str]) -> bool:
    named = any(f"@{who}" in sentence for who in may)
    return named or any(role in sentence for role in (*ROLES, UNSEEN))


# The table is whole


def as_request(asked: Asked) -> Json:  # noqa: PLR0911  (one row a kind)
    """What Slack sends of it, as far as Bolt looks at it to find the listener."""
    match asked:
        case Click():
            return _click(asked.value)
        case Form():
            return {"type": "view_submission", "view": _view(asked)}
        case Shortcut():
            return {"type": "message_action", "callback_id": asked.value}
        case Word():
            return {"command": COMMAND}
        case Moment.HOME_OPENED:
            return {"type": "event_callback", "event": {"type": Happening.HOME_OPENED.value}}
        case Moment() if asked in CLOSED:
            return {"type": "view_closed", "view": _view(CLOSED[asked])}
        case Moment():
            form, block = TYPED[asked]
            return _click(ANSWER, block) | {"view": _view(form)}


CLOSED = {Moment.CASE_CLOSED: Form.STATE_CASE, Moment.OPTION_CLOSED: Form.OPTION}
TYPED = {
    Moment.DAYS_TYPED: (Form.STATE_CASE, DAYS),
    Moment.OPTION_DAYS_TYPED: (Form.OPTION, DAYS),
    Moment.QUESTION_TYPED: (Form.OPEN_DISPUTE, QUESTION),
}
"""In which form, and in which of its fields."""


def _click(action: str, block: str = DAYS) -> Json:
    return {"type": "block_actions", "actions": [{"action_id": action, "block_id": block}]}


def _view(form: Form) -> Json:
    return {"type": "modal", "callback_id": form.value}


async def test_the_table_has_every_listener_and_nothing_else(bot: App) -> None:
    known: set[AsyncCustomListener] = set()
    for asked, *_ in TABLE:
        (found,) = [one for one in listeners(bot) if await matches(one, as_request(asked))]
        known.add(found)

    assert known == set(listeners(bot))


def test_the_table_has_every_word_of_the_command() -> None:
    words = {asked.value for asked, *_ in TABLE if isinstance(asked, Word)}

    assert words == set(HELP) == {"dispute", "settings", *ANSWERS}


def test_no_row_stands_twice() -> None:
    rows = [(type(asked), asked) for asked, *_ in TABLE]

    assert len(set(rows)) == len(rows)
