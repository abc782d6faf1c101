"""A dispute from its command to its ruling, by clicks alone."""

from playwright.async_api import expect

from sandbox.stories.people import JONAS, MAYA
from tests.browser.hand import Hand


async def test_both_sides_agree(hand: Hand, question: str) -> None:
    await hand.open_dispute(question)
    await hand.both_file(question)
    for person in (MAYA, JONAS):
        await hand.be(person)
        await hand.open_form(question, "Confirm an option")
        await hand.choose("Transformer upgrade")

    await expect(hand.card(question)).to_contain_text("Agreed: Transformer upgrade")


async def test_the_decider_decides_with_a_reason(hand: Hand, question: str) -> None:
    await hand.open_dispute(question)
    await hand.both_file(question)
    await hand.move("+1 day")
    await hand.be(MAYA)
    await hand.open_form(question, "More")
    await hand.modal.get_by_role("button", name="Decide", exact=True).click()
    await hand.choose("Transformer upgrade", {"reason": "Two pilots end in April."})
    await hand.close()

    await expect(hand.card(question)).to_contain_text("Decided: Transformer upgrade")
    await expect(hand.card(question)).to_contain_text("Two pilots end in April.")


async def test_at_the_deadline_the_rule_decides(hand: Hand, question: str) -> None:
    await hand.open_dispute(question)
    await hand.both_file(question)
    await hand.until_settled(question)

    await expect(hand.card(question)).to_contain_text("Settled by the rule: Rules-based filter")
    await expect(hand.status).to_contain_text("is settled by the rule: Rules-based filter.")
