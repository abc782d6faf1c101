"""Forms as people meet them: opened by a command, refused all at once, never lost."""

from playwright.async_api import expect

from sandbox.stories.people import MAYA
from tests.browser.hand import FILTER, LEADS, PROBLEM, Hand


async def test_a_command_opens_a_form_and_the_form_a_dispute(hand: Hand, question: str) -> None:
    await hand.say(f"/roadmap dispute {question}")
    await expect(hand.field("question")).to_have_value(question)
    await hand.send({"problem": PROBLEM, **LEADS})

    await expect(hand.card(question)).to_contain_text(PROBLEM)
    await expect(hand.card(question)).to_contain_text("not filed")


async def test_a_form_says_all_that_is_missing_at_once(hand: Hand, question: str) -> None:
    await hand.open_dispute(question)
    await hand.be(MAYA)
    await hand.open_form(question, "State our case")
    await hand.submit()

    await expect(hand.errors()).to_have_count(len(FILTER) - 2)
    await expect(hand.field("constraint_kind")).to_be_focused()
    await hand.close()


async def test_a_form_says_all_that_the_bot_refuses_at_once(hand: Hand, question: str) -> None:
    await hand.open_dispute(question)
    await hand.be(MAYA)
    await hand.open_form(question, "State our case")
    await hand.fill({**FILTER, "days_to_feedback": "soon", "customer": "", "feedback": ""})
    await hand.submit()

    await expect(hand.errors()).to_have_count(3)
    await expect(hand.field("days_to_feedback")).to_have_attribute("aria-invalid", "true")
    await hand.send({name: FILTER[name] for name in ("days_to_feedback", "customer", "feedback")})
    await expect(hand.card(question)).to_contain_text("@Maya, filed")


async def test_after_an_accidental_escape_the_draft_is_back(hand: Hand, question: str) -> None:
    await hand.open_dispute(question)
    await hand.be(MAYA)
    await hand.open_form(question, "State our case")
    await hand.fill({"constraint_detail": "Half a sentence", "title": "Half an option"})
    await hand.close()

    await hand.open_form(question, "State our case")
    await expect(hand.field("constraint_detail")).to_have_value("Half a sentence")
    await expect(hand.field("title")).to_have_value("Half an option")
    await hand.close()
