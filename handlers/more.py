"""The window "More": what this person may do now on a dispute, and nothing else."""

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.case import Side
from bot.domain.ids import UserId
from bot.domain.person import Person
from bot.domain.ruling import Ruling
from bot.domain.sealing import SeenDispute
from bot.domain.words import Mention, Words
from bot.services.ports import Directory
from bot.services.reads import find
from bot.services.workspace import WorkspaceDirectory
from handlers.aside import and_set_aside
from handlers.blocks import modal, paragraph, section
from handlers.buttons import one, to_read
from handlers.context import Request, present
from handlers.details import fit
from handlers.endings import full_ending
from handlers.ids import Click
from handlers.may_do import Asker, Deed, deeds
from handlers.page import Page
from handlers.reading import read_clicked
from handlers.text import Json


def build(page: Page, asker: Asker) -> Json:
    """The window for who asks."""
    found = deeds(asker)
    return modal(
        f"{page.number}: what you can do",
        paragraph(page.first_line),
        *(_afterwards(page, page.ruling) if page.ruling else []),
        *[_block(page, deed) for deed in found],
        *([] if found or page.ruling else _nothing(page)),
        section((_how(page),), one(page, Click.HOW_IT_ENDS)),
    )


def _how(page: Page) -> str:
    return "How it ended." if page.ruling else "How and when it ends."


def _block(page: Page, deed: Deed) -> Json:
    if deed.click is None:
        return section(deed.line)
    pressed = one(page, deed.click, label=deed.label, side=deed.side, option=deed.option)
    return section(deed.line, pressed)


def _afterwards(page: Page, ruling: Ruling) -> list[Json]:
    """What everybody may do once it has ended."""
    ended = f"{full_ending(page, ruling)}{and_set_aside(page)}. It does not change any more."
    reading = [section((_READ[click],), one(page, click)) for click in to_read(page, ruling)]
    reopen = section(("Take it up again, with something new.",), one(page, Click.REOPEN))
    return [paragraph((ended,)), *reading, reopen]


def _nothing(page: Page) -> list[Json]:
    if page.running is None:
        return [section(("The seven days are over. The ruling is on its way.",))]
    return [section(_who_may(page))]


_READ = {Click.BOTH_CASES: "What both sides said.", Click.FULL_RANKING: "What the rule says of it."}


def _who_may(page: Page) -> Words:
    product, research = (Mention(page.seen.party(side).lead) for side in Side)
    return (
        *(product, " and ", research, " speak for the two sides; "),
        *(Mention(page.opening.by), " opened it. Ask one of them if something should change."),
    )


async def on_more(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """What who clicked may do, for who may see the dispute."""
    seen = await read_clicked(body, asked)
    asker = Asker(
        dispute=await find(seen.opening.id, begin=asked.begin),
        person=(person := await asked.person()),
        now=asked.now,
        left=await _left(seen, person, asked.directory),
        founders=await _founders(person, asked.directory),
    )
    await present(client, body, fit(lambda page: build(page, asker), seen, asked.now))
    await ack()


async def _left(seen: SeenDispute, person: Person, directory: Directory) -> frozenset[Side]:
    """The sides whose lead has left; asked only for a founder, who may act then."""
    if not person.founder:
        return frozenset()
    leads = [(side, await directory.person(seen.party(side).lead)) for side in Side]
    return frozenset(side for side, lead in leads if lead.has_left)


async def _founders(person: Person, directory: WorkspaceDirectory) -> tuple[UserId, ...]:
    """All of the workspace's; asked only for a founder, to whom it matters whether there is one."""
    if not person.founder:
        return ()
    return await directory.founders() or (person.id,)


def register(app: AsyncApp) -> None:
    """The button."""
    app.action(Click.MORE.value)(on_more)
