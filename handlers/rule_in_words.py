"""The default rule in plain words: its order, what it can choose, and what it cannot do."""

from bot.domain.choosable import FEWEST_DAYS, MOST_DAYS
from handlers.blocks import bullets, paragraph
from handlers.text import Bold, Json

ORDER = (
    "the fewest days to the customer's answer",
    "then the higher cost of delay a week; not known counts as 0",
    "then the lower ops burden; not known counts as 5",
    "then the lower cost per query; not known comes last",
    "then the case that was filed first",
    "then the title, by the alphabet",
)
CHOOSABLE = (
    "its case names a constraint, an impact hypothesis and at least one piece of evidence",
    "it reaches somebody outside the company, names them, and says how their answer comes back",
    f"its days are a whole number from {FEWEST_DAYS} to {MOST_DAYS}",
    "it was in its case, and choosable, when both cases came in",
    "no gate that binds stands against it",
    (
        "it keeps within its area's limits; before the first customer prototype they bind only "
        "what paying customers see"
    ),
    "it keeps within the area's GPU budget, or a founder has signed for it",
)
LIMITS = (
    "The order never looks at which side an option comes from. It breaks ties between things that "
    "customers can see. It cannot say stop, and it knows neither risk nor strategy: for these, "
    "agree or decide. An option that it cannot choose can still be agreed or decided."
)


def rule_blocks() -> list[Json]:
    """The rule as it is explained to somebody who wonders how a dispute will end."""
    return [
        paragraph((Bold("The rule's order"),)),
        bullets(*((step,) for step in ORDER)),
        paragraph((Bold("It can choose an option when"),)),
        bullets(*((condition,) for condition in CHOOSABLE)),
        paragraph((Bold("What it cannot do"),), (LIMITS,)),
    ]
