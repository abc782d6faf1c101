"""A person's or bot's picture: initials on a colour of their own."""

from zlib import crc32

from sandbox.page.icons import icon
from sandbox.page.markup import Html, h
from sandbox.records import Person

# Each of them carries white letters with a contrast above 4.5.
COLOURS = ("#8a3f6d", "#2c6e8f", "#8a4b1f", "#4d5fb3", "#3f7339", "#a03a3a", "#6a4c93", "#1f6f66")
BOT_COLOUR = "#1f4d43"


def draw_avatar(person: Person, *, size: str = "") -> Html:
    """Decoration only: the name always stands beside it."""
    colour = BOT_COLOUR if person.is_bot else COLOURS[crc32(person.id.encode()) % len(COLOURS)]
    look = f"avatar {size} {'is-bot' if person.is_bot else ''}".strip()
    shown = icon("fork") if person.is_bot else initials(person.real_name)
    return h("span", shown, class_=look, style=f"--colour:{colour}", aria_hidden="true")


def initials(name: str) -> str:
    """At most two letters."""
    words = name.split() or ["?"]
    return "".join(word[0] for word in [words[0], *words[1:][-1:]]).upper()
