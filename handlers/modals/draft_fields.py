"""Fields of a form that show what a draft holds for them."""

from enum import StrEnum

from bot.domain.draft import Draft
from handlers.blocks import field, option, select, text_input
from handlers.text import Json


def text_field(
    draft: Draft,
    name: str,
    label: str,
    *,
    hint: str = "",
    placeholder: str = "",
    optional: bool = False,
    multiline: bool = False,
    dispatch: bool = False,
) -> Json:
    """A field to type in, with what the draft holds for it."""
    initial = draft.values.get(name, "")
    element = text_input(initial=initial, placeholder=placeholder, multiline=multiline)
    return field(name, label, element, hint=hint, optional=optional, dispatch=dispatch)


def choice_field(
    draft: Draft,
    name: str,
    label: str,
    kinds: type[StrEnum],
    *,
    hint: str = "",
    optional: bool = False,
) -> Json:
    """A list to choose from, with what the draft holds for it."""
    offered = [option(f"{kind[:1].upper()}{kind[1:]}", kind.value) for kind in kinds]
    element = select(offered, initial=draft.values.get(name, ""), placeholder="Choose one")
    return field(name, label, element, hint=hint, optional=optional)
