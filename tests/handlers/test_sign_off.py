"""A founder's signature: how it is asked for, the form, who reads of it, and where it stands."""

from dataclasses import replace

import pytest
from hypothesis import given

from bot.app import App
from bot.domain.area import Stage, Terms
from bot.domain.case import Side
from bot.domain.dispute import Dispute
from bot.domain.ids import DisputeId, OptionId, UserId
from bot.domain.notices import FounderNotReached, Notice, SignedOff, SignOffAsked
from bot.domain.sealing import seen_in_channel
from bot.domain.settings import WorkspaceSettings
from bot.domain.settling import decide
from bot.domain.signing_off import sign_off as sign
from bot.domain.telling import Delivery, Direct, Place, Thread
from bot.services.ports import Begin, SettingsChange
from handlers import card
from handlers.blocks import Message
from handlers.details import fit, full_ranking
from handlers.ids import Click
from handlers.modals.sign_off import About, build
from handlers.rendering import render
from handlers.sign_off_asked import draw_signed
from handlers.text import Json
from sandbox.server import Slack
from tests import world
from tests.builders import (
    ADA,
    BOTH_IN,
    END,
    FILTER,
    HOUR,
    JONAS,
    LEE,
    MAYA,
    MONDAY,
    OLU,
    TRANSFORMER,
    ZOE,
    an_open_dispute,
    an_option,
    file,
    usd,
)
from tests.domain.bound import HUNGRY, LATER, revised, signed
from tests.handlers import deeds
from tests.handlers.area_deeds import an_area
from tests.handlers.deeds import TEAM, everything_in, on_record, press, send, told
from tests.handlers.forms import read_aloud, typed_texts
from tests.handlers.looks import (
    NOW,
    a_full_case,
    a_full_option,
    after,
    as_json,
    buttons,
    check_message,
    check_pings_nobody,
    check_window,
    every_state,
    filed,
    opened,
    read,
)
from tests.handlers.test_sending import until_sent
from tests.journeys.deeds import People
from tests.world import MovableClock, on_screen

SEALED = file(an_open_dispute(terms=Terms()), Side.PRODUCT, HUNGRY)
ASKED = SignOffAsked(SEALED.id, Side.PRODUCT, HUNGRY.id)
SIGNED = SignedOff(SEALED.id, Side.PRODUCT, HUNGRY.id)
WHY = "Two of three pilots renew on this."


def unsealed(dispute: Dispute) -> Dispute:
    return file(dispute, Side.RESEARCH, TRANSFORMER, now=LATER)


def rendered(notice: Notice, place: Place, dispute: Dispute) -> Message | None:
    delivery = Delivery(about=dispute.id, notice=notice, place=place)
    return render(delivery, dispute, now=LATER)


def asked(dispute: Dispute, to: UserId = OLU.id) -> Message | None:
    return rendered(ASKED, Direct(to), dispute)


def lines(message: Message | None) -> list[str]:
    assert message
    return read(message).splitlines()


# How a founder is asked


def test_a_founder_reads_the_option_against_the_budget_until_when_and_what_it_means() -> None:
    assert lines(asked(SEALED)) == [
        "#12 Transformer upgrade or rules-based filter?",
        (
            "@Maya (product) has an option that needs 8 GPU-weeks a month, over the budget of 5. "
            "It takes a founder's signature, until Mon 9 March 2026, 10:00 UTC."
        ),
        "Hungry filter, product's option",
        "- days: 14",
        "- audience: pilot",
        "- customers: three pilot merchants",
        "- their answer: they label each block in the weekly call",
        "- GPU-weeks a month: 8",
        (
            "Product's case is sealed. You read this one option because you are asked; nobody else "
            "outside product may read of it before both cases are in."
        ),
        (
            "A signature lets it use this much, and no more. Without a founder's signature by the "
            "end the rule cannot choose it; people can still agree on it, or decide for it."
        ),
        "[Sign off]",
    ]


def test_its_button_carries_the_dispute_the_side_and_the_option() -> None:
    message = asked(SEALED)
    assert message

    assert buttons(message) == {"Sign off": f"12 product {HUNGRY.id}"}


def test_once_both_cases_are_in_nothing_is_said_of_a_seal() -> None:
    assert "sealed" not in read_aloud({"blocks": _of(asked(unsealed(SEALED)))})


def _of(message: Message | None) -> list[Json]:
    assert message
    return message.blocks


def test_a_founder_who_speaks_for_that_side_reads_that_it_will_be_marked() -> None:
    own = "You speak for a side, and are the only founder: your signature will be marked as your"

    assert any(line.startswith(own) for line in lines(asked(SEALED, MAYA.id)))
    assert not any(line.startswith(own) for line in lines(asked(SEALED)))


def test_a_founder_who_speaks_for_the_other_side_reads_nothing_of_a_sealed_case() -> None:
    assert asked(SEALED, JONAS.id) is None
    assert asked(unsealed(SEALED), JONAS.id)


@pytest.mark.parametrize(
    "dispute",
    [
        signed(SEALED, HUNGRY),
        revised(SEALED, FILTER),
        revised(SEALED, replace(HUNGRY, figures=FILTER.figures)),
    ],
    ids=["signed", "taken out", "within the budget"],
)
def test_where_no_signature_is_needed_any_more_nobody_is_asked(dispute: Dispute) -> None:
    assert asked(dispute) is None


def test_the_one_option_is_all_that_a_founder_reads_of_a_sealed_case() -> None:
    case = a_full_case("sealed-7f3a", Side.PRODUCT, options=3)
    first = a_full_option("first", Side.PRODUCT, 1)
    case = replace(case, options=(first, *case.options[1:]))
    dispute = filed(opened("x", terms=Terms()), Side.PRODUCT, case)
    about = About(side=Side.PRODUCT, option=OptionId("p1"))
    seen = seen_in_channel(dispute, now=NOW)
    form = fit(lambda page: build(page, about, first, is_own=False), seen, NOW)
    message = rendered(
        SignOffAsked(dispute.id, Side.PRODUCT, OptionId("p1")), Direct(OLU.id), dispute
    )

    for shown in (message, form):
        assert shown
        assert "first" in as_json(shown)
        assert "sealed-7f3a" not in as_json(shown)


@given(text=typed_texts)
def test_whatever_was_typed_slack_takes_what_a_founder_reads(text: str) -> None:
    said = every_state(text)
    about = About(side=Side.PRODUCT, option=OptionId("p1"), answer_at="https://example.com/" * 9)
    for state in ("over the budget, one filed", "over the budget"):
        dispute, now = said[state]
        (option, *_) = dispute.filed[0].case.options
        seen = seen_in_channel(dispute, now=now)
        form = fit(lambda page: build(page, about, option, is_own=True), seen, now)  # noqa: B023
        check_window(form)
        check_pings_nobody(form)
    for state in ("signed off, one filed", "signed off"):
        dispute, now = said[state]
        message = draw_signed(dispute, Side.PRODUCT, OptionId("p1"), now=now)
        check_message(message)
        check_pings_nobody(message)


# That it is signed


def test_its_side_reads_who_signed_for_how_much_and_why_while_it_is_sealed() -> None:
    assert lines(rendered(SIGNED, Direct(MAYA.id), signed(SEALED, HUNGRY)))[1:] == [
        "@Olu has signed off Hungry filter, product's option, for up to 8 GPU-weeks a month:",
        "> Worth it.",
        "Its GPU use no longer keeps the rule from choosing it.",
        "Only product reads this until both cases are in.",
    ]


def test_the_thread_reads_it_once_both_cases_are_in() -> None:
    both = unsealed(signed(SEALED, HUNGRY))

    assert rendered(SIGNED, Thread(), signed(SEALED, HUNGRY)) is None
    assert lines(rendered(SIGNED, Thread(), both))[-2].startswith(
        "The rule would choose today: Hungry filter, 14 days"
    )


def test_nobody_but_its_side_is_told_of_it_while_it_is_sealed() -> None:
    for user in (JONAS, LEE, ADA, ZOE, OLU):
        assert rendered(SIGNED, Direct(user.id), signed(SEALED, HUNGRY)) is None


def test_a_signature_that_covers_the_option_no_more_is_not_told() -> None:
    more = an_option("Hungry filter", 14, gpu_weeks_per_month=usd(9))

    assert rendered(SIGNED, Direct(MAYA.id), revised(signed(SEALED, HUNGRY), more)) is None


# Where it stands


def says(dispute: Dispute) -> str:
    return read(card.build(seen_in_channel(dispute, now=LATER), now=LATER))


STANDS = (
    "Over the GPU budget, and signed off:\n"
    '- Hungry filter (product). Signed off by @Olu: "Worth it.", up to 8 GPU-weeks a month.'
)


def test_the_card_shows_it_beside_the_option_once_both_cases_are_in() -> None:
    both = unsealed(signed(SEALED, HUNGRY))
    ranking = fit(full_ranking, seen_in_channel(both, now=LATER), LATER)

    assert "igned off" not in says(signed(SEALED, HUNGRY))
    assert STANDS in says(both)
    assert STANDS in read(ranking)


def test_an_own_sign_off_is_marked() -> None:
    own = replace(MAYA, founder=True)
    word = sign(SEALED, Side.PRODUCT, HUNGRY.id, "So.", by=own, founders=[own.id], now=LATER)
    both = unsealed(after(word))
    news = rendered(SIGNED, Thread(), both)

    assert 'Signed off by @Maya (own sign-off): "So."' in says(both)
    assert "It is their own sign-off" in read_aloud({"blocks": _of(news)})


def test_without_a_signature_the_card_says_why_the_rule_cannot_choose_it() -> None:
    assert "over the budget of 5, and no founder has signed for it" in says(unsealed(SEALED))
    assert "Signed off" not in says(unsealed(SEALED))


def test_the_ended_card_shows_it_under_the_option_that_was_chosen() -> None:
    both = unsealed(signed(SEALED, HUNGRY))
    for option, shown in ((HUNGRY, True), (TRANSFORMER, False)):
        ended = after(decide(both, option.id, "So.", by=MAYA, now=END - HOUR))
        said = read(card.build(seen_in_channel(ended, now=END), now=END))

        assert ('Signed off by @Olu: "Worth it."' in said) is shown


def not_reached(dispute: Dispute, to: UserId) -> Message | None:
    return rendered(FounderNotReached(dispute.id, Side.PRODUCT, OLU.id), Direct(to), dispute)


def test_its_side_reads_that_a_founder_could_not_be_asked_and_what_to_do() -> None:
    told = not_reached(SEALED, MAYA.id)

    assert lines(told) == [
        "#12 Transformer upgrade or rules-based filter?",
        "Slack takes no messages to @Olu, who is to sign off as a founder:",
        "Hungry filter: 8 GPU-weeks a month, over the budget of 5",
        ("Without a founder's signature by Mon 9 March 2026, 10:00 UTC the rule cannot choose it."),
        'Ask a founder yourself: they find it by "More" on the card.',
        "[More]",
    ]
    assert not_reached(signed(SEALED, HUNGRY), MAYA.id) is None


@pytest.mark.parametrize("dispute", [SEALED, unsealed(SEALED)])
def test_nobody_but_its_side_reads_that_a_founder_could_not_be_asked(dispute: Dispute) -> None:
    assert [not_reached(dispute, who) for who in (LEE.id, JONAS.id, OLU.id)] == [None] * 3


# In Slack


async def a_hungry_dispute(begin: Begin, *, both: bool = False) -> DisputeId:
    """Product's option is over the budget of its area."""
    await an_area(begin, stage=Stage.AFTER)
    dispute = await deeds.a_dispute(begin)
    await deeds.file(begin, dispute, Side.PRODUCT, HUNGRY)
    if both:
        await deeds.file(begin, dispute, Side.RESEARCH, TRANSFORMER, now=BOTH_IN)
    return dispute


async def with_founders(begin: Begin, *founders: str) -> None:
    settings = WorkspaceSettings(founders=tuple(map(UserId, founders)))
    change = SettingsChange(settings=settings, by=UserId(world.OLU), at=MONDAY)
    async with begin() as tx:
        await tx.settings.put(TEAM, change)


def asks(people: People, who: str) -> bool:
    return people.dm(who, having="It takes a founder's signature") is not None


@pytest.mark.usefixtures("bot")
async def test_a_founder_is_asked_signs_in_the_message_and_its_side_is_told(
    slack: Slack, begin: Begin, clock: MovableClock
) -> None:
    people = People(slack)
    await with_founders(begin, world.OLU)
    await a_hungry_dispute(begin)
    clock.now = LATER
    await slack.wait_for(lambda: asks(people, world.OLU))

    question = people.dm(world.OLU, having="It takes a founder's signature")
    assert question
    assert (await people.click(world.OLU, Click.SIGN_OFF, question)).ok
    assert "Hungry filter" in read(on_screen(slack, world.OLU).content)
    assert (await send(slack, world.OLU, reason=WHY)).ok

    (word,) = (await on_record(begin, 1)).signoffs
    assert (word.by, word.reason, word.gpu_weeks, word.is_own) == (world.OLU, WHY, usd(8), False)
    assert slack.top_view(world.OLU) is None
    await slack.wait_for(lambda: people.dm(world.MAYA, having="has signed off"))
    await slack.wait_for(lambda: people.dm(world.OLU, having="Signed off by"))
    assert not asks(people, world.OLU)
    assert "igned" not in everything_in(people.cards()[0])


async def test_who_is_a_founder_no_more_when_it_is_sent_is_not_asked(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    people = People(slack)
    dispute = await a_hungry_dispute(begin)
    clock.now = LATER
    notice = SignOffAsked(dispute, Side.PRODUCT, HUNGRY.id)
    async with begin() as tx:
        await tx.outbox.put(
            Delivery(about=dispute, notice=notice, place=Direct(UserId(who)))
            for who in (world.OLU, world.ZOE)
        )
    await until_sent(bot)

    assert asks(people, world.OLU)
    assert not asks(people, world.ZOE)


async def test_what_needs_more_by_now_than_the_founder_has_read_is_not_signed_unread(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    dispute = await a_hungry_dispute(begin)
    clock.now = LATER
    await press(slack, bot, world.OLU, Click.SIGN_OFF, f"1 product {HUNGRY.id}")
    hungrier = replace(HUNGRY, figures=replace(HUNGRY.figures, gpu_weeks_per_month=usd(40)))
    await deeds.file(begin, dispute, Side.PRODUCT, hungrier, now=LATER)
    await send(slack, world.OLU, reason=WHY)

    said = read(on_screen(slack, world.OLU).content)
    assert "needs 40 GPU-weeks a month by now, against 8 as you read it." in said
    assert WHY in said
    assert not (await on_record(begin, 1)).signoffs


@pytest.mark.usefixtures("bot")
async def test_a_founder_finds_it_by_more_without_reading_what_it_is(
    slack: Slack, begin: Begin, clock: MovableClock
) -> None:
    people = People(slack)
    await a_hungry_dispute(begin)
    clock.now = LATER
    await slack.wait_for(people.cards)

    await people.click(world.OLU, Click.MORE)
    said = read(on_screen(slack, world.OLU).content)
    assert "Product asks for more GPU than its area has for one option." in said
    assert "Hungry filter" not in said
    assert (await people.click(world.OLU, Click.SIGN_OFF, on_screen(slack, world.OLU))).ok
    assert (await send(slack, world.OLU, reason=WHY)).ok
    assert len((await on_record(begin, 1)).signoffs) == 1


async def press_sign_off(slack: Slack, bot: App, who: str) -> str:
    """The button, and what was said to them alone."""
    await press(slack, bot, who, Click.SIGN_OFF, f"1 product {HUNGRY.id}")
    return told(slack, who)


@pytest.mark.parametrize("who", [world.JONAS, world.LEE, world.ZOE, world.MAYA])
async def test_nobody_but_a_founder_reads_the_sealed_option(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock, who: str
) -> None:
    await a_hungry_dispute(begin)
    clock.now = LATER

    said = await press_sign_off(slack, bot, who)

    assert said == "You cannot sign off GPU use on #1. A founder can."
    assert slack.top_view(who) is None


async def test_a_founder_who_leads_the_other_side_reads_who_can(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    await with_founders(begin, world.OLU, world.JONAS)
    await a_hungry_dispute(begin)
    clock.now = LATER

    assert await press_sign_off(slack, bot, world.JONAS) == (
        "You speak for a side of #1; another founder can sign this off."
    )
    assert slack.top_view(world.JONAS) is None


async def test_the_only_founder_who_leads_the_other_side_signs_once_both_are_in(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    await with_founders(begin, world.JONAS)
    dispute = await a_hungry_dispute(begin)
    clock.now = LATER
    assert "so you can sign this off once both cases are in" in (
        await press_sign_off(slack, bot, world.JONAS)
    )

    await deeds.file(begin, dispute, Side.RESEARCH, TRANSFORMER, now=LATER)
    await press(slack, bot, world.JONAS, Click.SIGN_OFF, f"1 product {HUNGRY.id}")
    assert "own sign-off" in read(on_screen(slack, world.JONAS).content)
    assert (await send(slack, world.JONAS, reason=WHY)).ok
    (word,) = (await on_record(begin, 1)).signoffs
    assert word.is_own


async def test_twice_is_once_and_the_second_founder_reads_who_was_first(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    await with_founders(begin, world.OLU, world.ZOE)
    await a_hungry_dispute(begin)
    clock.now = LATER
    for who in (world.OLU, world.ZOE):
        await press(slack, bot, who, Click.SIGN_OFF, f"1 product {HUNGRY.id}")
    assert (await send(slack, world.OLU, reason=WHY)).ok
    assert (await send(slack, world.ZOE, reason="Me too.")).ok

    (word,) = (await on_record(begin, 1)).signoffs
    assert (word.by, word.reason) == (world.OLU, WHY)
    assert await press_sign_off(slack, bot, world.ZOE) == (
        f"<@{world.OLU}> has signed it off; nothing more is needed."
    )


async def test_a_click_that_comes_late_reads_that_no_signature_is_needed(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    dispute = await a_hungry_dispute(begin)
    await deeds.file(begin, dispute, Side.PRODUCT, FILTER, now=LATER)
    clock.now = LATER

    assert await press_sign_off(slack, bot, world.OLU) == (
        "No option of #1 needs this signature any more."
    )


async def test_a_button_that_names_no_option_leads_nowhere(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    await a_hungry_dispute(begin)
    clock.now = LATER
    await press(slack, bot, world.OLU, Click.SIGN_OFF, "1")

    assert slack.top_view(world.OLU) is None


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("  ", "Say in a sentence why; it stands beside the option."),
        ("x" * 301, "At most 300 characters fit here; these are 301."),
    ],
)
async def test_a_reason_that_does_not_fit_is_said_at_its_field(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock, reason: str, sentence: str
) -> None:
    await a_hungry_dispute(begin)
    clock.now = LATER
    await press(slack, bot, world.OLU, Click.SIGN_OFF, f"1 product {HUNGRY.id}")

    outcome = await send(slack, world.OLU, reason=reason)

    assert outcome.errors["reason"].startswith(sentence)
    assert (await on_record(begin, 1)).signoffs == ()


async def test_after_the_end_a_signature_does_not_count_and_its_reason_is_given_back(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    await a_hungry_dispute(begin, both=True)
    clock.now = END - HOUR
    await press(slack, bot, world.OLU, Click.SIGN_OFF, f"1 product {HUNGRY.id}")
    clock.now = END
    await send(slack, world.OLU, reason=WHY)

    answer = read_aloud(on_screen(slack, world.OLU).content)
    assert "this came later and does not count" in answer
    assert WHY in answer
