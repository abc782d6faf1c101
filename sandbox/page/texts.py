"""Text objects as HTML, and the folding of long ones."""

from sandbox.page.markup import Html, h, join
from sandbox.page.mrkdwn import draw_mrkdwn
from sandbox.page.reader import Reader
from sandbox.seen import find_strings
from sandbox.wire import Json

MOST_CHARACTERS, MOST_LINES = 700, 12


def draw_text(text: Json, reader: Reader) -> Html:
    """A plain_text or mrkdwn object."""
    if text["type"] == "plain_text":
        return join(text["text"])
    return draw_mrkdwn(text["text"], reader, verbatim=text.get("verbatim", False))


def fold(drawn: Html, content: object) -> Html:
    """What is drawn, folded behind "See more" where its content is long."""
    if not is_long("".join(find_strings(content))):
        return drawn
    more = h(
        "button",
        "See more",
        type="button",
        class_="fold-more",
        aria_expanded="false",
        data_own=True,
    )
    return h("div", h("div", drawn, class_="fold-text"), more, class_="fold")


def is_long(text: str) -> bool:
    """Whether a text is too long to be shown at once."""
    return len(text) > MOST_CHARACTERS or text.count("\n") >= MOST_LINES
