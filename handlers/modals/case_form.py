"""Somebody's form "State our case": what stands behind it, and how it is kept and redrawn."""

import asyncio
import uuid
from dataclasses import dataclass, replace
from datetime import datetime

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.area import Terms
from bot.domain.bounds import limits_bind
from bot.domain.case import Case, Filed, Option, Side
from bot.domain.draft import Draft
from bot.domain.ids import DisputeId, OptionId
from bot.domain.minimum_model import MinimumModel, OwnLimit
from bot.domain.person import Person
from bot.domain.sealing import SeenDispute, seen_by
from bot.services import drafts
from bot.services.ports import Directory
from handlers.context import PATIENCE_SECONDS, Request
from handlers.modals.case_answers import Builders, builders_in, typed_option
from handlers.modals.case_as_typed import draft_of
from handlers.modals.case_draft import (
    NOTHING_TYPED,
    holding,
    with_evidence,
    with_figures,
    with_options,
)
from handlers.slack_errors import error_of
from handlers.text import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseForm:
    """The dispute as its reader may see it, the side they speak for, and what that has typed."""

    dispute: SeenDispute
    side: Side
    by: Person
    draft: Draft
    record: str = ""
    """How the side's days have held so far, as its form says it."""

    @property
    def id(self) -> DisputeId:
        """The dispute that the case is about."""
        return self.dispute.opening.id

    @property
    def ends_at(self) -> datetime:
        """The end of the window."""
        return self.dispute.opening.window.closes_at

    @property
    def filed(self) -> Filed | None:
        """The side's case that counts, if there is one."""
        standing = self.dispute.party(self.side).standing
        return standing if isinstance(standing, Filed) else None

    @property
    def late(self) -> Filed | None:
        """The side's case once both are in, from when on its figures can only get worse."""
        return self.filed if self.dispute.is_unsealed else None

    @property
    def terms(self) -> Terms | None:
        """What the area laid down for this dispute, if it has one."""
        return self.dispute.opening.terms

    @property
    def minimum(self) -> MinimumModel:
        """The area's limits."""
        return self.terms.minimum if self.terms else MinimumModel()

    @property
    def own_limits(self) -> tuple[OwnLimit, ...]:
        """Those that the area has named itself."""
        return self.minimum.own

    def option(self, option: OptionId) -> Option:
        """An option as far as what is typed can be understood."""
        return typed_option(self.draft, option, self.own_limits)

    def is_limited(self, option: OptionId) -> bool:
        """Whether the area's limits hold for that option, as far as it is typed."""
        return self.terms is not None and limits_bind(self.terms, self.option(option))

    def holding(self, draft: Draft) -> "CaseForm":
        """The form with another draft in it."""
        return replace(self, draft=draft)


async def load_form(dispute: DisputeId, asked: Request) -> CaseForm:
    """The form with the draft that was kept; without one, with the options of the filed case.

    Raises:
        HasEnded, NotAllowed, NoSuchDispute: as stating the case would.

    """
    by = await asked.speaker()
    found, side, kept = await drafts.open_form(dispute, by=by, now=asked.now, begin=asked.begin)
    seen = seen_by(found, by, now=asked.now)
    form = CaseForm(dispute=seen, side=side, by=by, draft=kept or NOTHING_TYPED)
    if kept is None and form.filed:
        return form.holding(draft_of(form.filed.case, evidence_ids=(), own=form.own_limits))
    return form


def begun(form: CaseForm) -> CaseForm:
    """The form with something to fill in: what was typed, else the filed case, else a blank one."""
    draft = form.draft
    if form.filed and not draft.evidence:
        draft = _upon(form.filed.case, form)
    if not draft.evidence:
        draft = with_evidence(draft, new_id())
    if not draft.options:
        draft = with_options(draft, OptionId(new_id()))
    return form.holding(draft)


def _upon(case: Case, form: CaseForm) -> Draft:
    """The case as it was typed, and what has been typed since upon it."""
    draft, pieces = form.draft, [new_id() for _ in case.evidence]
    typed = draft_of(case, evidence_ids=pieces, own=form.own_limits)
    typed = with_figures(with_options(typed, *draft.options), *draft.with_figures)
    return holding(typed, draft.values)


def new_id() -> str:
    """A name for a piece of evidence or an option that nobody else has."""
    return uuid.uuid4().hex[:12]


async def keep(form: CaseForm, asked: Request) -> None:
    """The form's draft in place of the one before."""
    await drafts.keep_draft(form.id, form.draft, by=form.by, now=asked.now, begin=asked.begin)


async def show_and_keep(
    form: CaseForm, page: Json, view: Json, client: AsyncWebClient, asked: Request
) -> None:
    """The page in the view's place; a click on a view that has changed since does nothing."""
    if await _redraw(client, view, page):
        await keep(form, asked)


async def _redraw(client: AsyncWebClient, view: Json, page: Json) -> bool:
    """Whether the page took the place of the view; not when that had changed since the click."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await client.views_update(view_id=view["id"], hash=view["hash"], view=page)
    except SlackApiError as refusal:
        if error_of(refusal) != "hash_conflict":
            raise
        return False
    return True


async def ask_builders(draft: Draft, *options: OptionId, directory: Directory) -> Builders:
    """Who the people are whom the draft names as builders of those options."""
    named = builders_in(draft, *options)
    found = await asyncio.gather(*map(directory.person, named))
    return {person.id: person for person in found}
