"""Every name by which Slack tells us what a person did: said once, here."""

from enum import StrEnum

COMMAND = "/roadmap"


class Shortcut(StrEnum):
    """What can be chosen from a message's menu (`callback_id`)."""

    OPEN_DISPUTE = "open_dispute_about_message"


class Happening(StrEnum):
    """What Slack tells us without being asked (`type` of an event)."""

    HOME_OPENED = "app_home_opened"


class Form(StrEnum):
    """The forms that can be submitted (`callback_id`)."""

    OPEN_DISPUTE = "open_dispute"
    REOPEN = "reopen"
    STATE_CASE = "state_case"
    OPTION = "option"
    CONFIRM = "confirm"
    YIELD = "yield"
    DECIDE = "decide"
    WITHDRAW = "withdraw"
    NAME_DEPUTY = "name_deputy"
    NOT_ME = "not_me"
    REPLACE_LEAD = "replace_lead"
    SETTINGS = "settings"
    SET_ASIDE = "set_aside"
    RAISE_GATE = "raise_gate"
    LIFT_GATE = "lift_gate"
    SIGN_OFF = "sign_off"
    RETIRE = "retire"
    AREA = "area"
    HANDOFF = "handoff"
    LONGER = "longer"
    ANSWERED = "answered"
    NOT_YET = "not_yet"
    DROPPED = "dropped"
    LOOK_AGAIN = "look_again"


class Click(StrEnum):
    """What can be clicked outside of a form's own fields (`action_id`)."""

    STATE_CASE = "state_case"
    CONFIRM = "confirm"
    YIELD = "yield"
    DECIDE = "decide"
    WITHDRAW = "withdraw"
    NAME_DEPUTY = "name_deputy"
    NOT_ME = "not_me"
    REPLACE_LEAD = "replace_lead"
    REOPEN = "reopen"
    SET_ASIDE = "set_aside"
    RAISE_GATE = "raise_gate"
    LIFT_GATE = "lift_gate"
    SIGN_OFF = "sign_off"
    RETIRE = "retire"
    NEW_AREA = "new_area"
    CHANGE_AREA = "change_area"
    CHOOSE_AREA = "choose_area"
    ACCEPT_LIMITS = "accept_limits"
    HANDOFF = "handoff"
    ACCEPT_HANDOFF = "accept_handoff"
    STANDS = "stands"
    LONGER = "longer"
    BURDEN = "burden"
    ANSWERED = "answered"
    NOT_YET = "not_yet"
    DROPPED = "dropped"
    LOOK_AGAIN = "look_again"
    STOP_LOOKING_AGAIN = "stop_looking_again"
    SETTINGS = "settings"
    LATER = "later"
    NEXT_DAY = "next_day"
    MUTE = "mute"
    UNMUTE = "unmute"
    MORE = "more"
    HOW_IT_ENDS = "how_it_ends"
    BOTH_CASES = "both_cases"
    FULL_RANKING = "full_ranking"
    TRY_AGAIN = "try_again"
    SHOW = "show"
    ADD_FIGURES = "add_figures"
    ADD_EVIDENCE = "add_evidence"
    REMOVE_EVIDENCE = "remove_evidence"
    ADD_OPTION = "add_option"
    OPTION_MENU = "option_menu"
    ADD_OPTION_FIGURES = "add_option_figures"


ANSWER = "answer"
"""The `action_id` of every field; a field is told from others by its `block_id`."""
