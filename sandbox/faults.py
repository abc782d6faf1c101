"""Troubles one can switch on, to see how the bot takes them."""

from collections import defaultdict, deque

from sandbox.wire import SlackError

EVERY_METHOD = EVERYWHERE = "*"
UNAVAILABLE = 503
DOWN_PAGE = "<html><h1>503 Service Unavailable</h1></html>"


class Faults:
    """The troubles that are on; `clear` ends them all."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Be well again."""
        self.is_down = False
        self.refuses_bytes = False
        self._seconds_slow: dict[str, float] = {}
        self._pages: dict[str, int] = {}
        self._refusals: dict[str, str] = {}
        self._retry_after: dict[str, int] = {}
        self._drops: dict[str, int] = defaultdict(int)
        self._failures: dict[tuple[str, str | None], deque[str]] = defaultdict(deque)
        self._refused_blocks: set[str] = set()

    @property
    def is_silent(self) -> bool:
        """Whether calls are not answered as they should be, or not soon."""
        troubles = (self._seconds_slow, self._pages, self._refusals, self._retry_after)
        return self.is_down or any(troubles)

    @property
    def seconds_slow(self) -> float:
        """How long every call waits."""
        return self.get_seconds_slow(EVERY_METHOD)

    def go_down(self) -> None:
        """Answer every call with 503 and a page of HTML."""
        self.is_down = True

    def refuse_bytes(self) -> None:
        """Answer with 503 where the bytes of a file are to go; all else is well."""
        self.refuses_bytes = True

    def be_slow(self, seconds: float, method: str = EVERY_METHOD) -> None:
        """Let every call of a method wait this long before it is done; 0 ends that."""
        self._seconds_slow.pop(method, None)
        if seconds:
            self._seconds_slow[method] = seconds

    def answer_pages(self, status: int, method: str = EVERY_METHOD) -> None:
        """Do what a method is asked for, and answer with that status and a page, until `clear`."""
        self._pages[method] = status

    def refuse(self, error: str, method: str = EVERY_METHOD) -> None:
        """Refuse every call of a method with this error until `clear`."""
        self._refusals[method] = error

    def limit_rate(self, retry_after: int, method: str = EVERY_METHOD) -> None:
        """Answer a method with 429 until `lift_rate`."""
        self._retry_after[method] = retry_after

    def lift_rate(self, method: str = EVERY_METHOD) -> None:
        """End a rate limit."""
        self._retry_after.pop(method, None)

    def drop_after_accepting(self, method: str, times: int = 1) -> None:
        """Do what the next calls ask for that can be done, and hang up instead of saying so."""
        self._drops[method] += times

    def fail_next(self, method: str, error: str, *, channel: str = EVERYWHERE) -> None:
        """Refuse the next call of a method with this error; asked twice, the next two.

        With a channel, only a call that names it is refused.
        """
        self._failures[method, channel].append(error)

    def refuse_blocks(self, *kinds: str) -> None:
        """Refuse these kinds of blocks, as a Slack does that has no such blocks yet."""
        self._refused_blocks |= set(kinds)

    def check_blocks(self, blocks: object, error: str = "invalid_blocks") -> None:
        """Refuse what has blocks in it of a kind that is refused."""
        found = [
            f"unsupported type: {block['type']} [json-pointer:/blocks/{place}/type]"
            for place, block in enumerate(blocks if isinstance(blocks, list) else [])
            if isinstance(block, dict) and block.get("type") in self._refused_blocks
        ]
        if found:
            raise SlackError(error, found)

    def get_retry_after(self, method: str) -> int | None:
        """Give the seconds a rate-limited method shall wait."""
        return self._retry_after.get(method, self._retry_after.get(EVERY_METHOD))

    def get_seconds_slow(self, method: str) -> float:
        """Give the seconds a call waits."""
        return self._seconds_slow.get(method, self._seconds_slow.get(EVERY_METHOD, 0.0))

    def get_page_status(self, method: str) -> int | None:
        """Give the status of the page with which a method is answered."""
        return self._pages.get(method, self._pages.get(EVERY_METHOD))

    def take_failure(self, method: str, channel: str | None) -> str | None:
        """Use up a failure asked for, or give one that lasts."""
        asked = (self._failures[method, place] for place in (channel, EVERYWHERE))
        once = next((waiting.popleft() for waiting in asked if waiting), None)
        return once or self._refusals.get(method, self._refusals.get(EVERY_METHOD))

    def take_drop(self, method: str) -> bool:
        """Use up a hang-up asked for."""
        if self._drops[method] == 0:
            return False
        self._drops[method] -= 1
        return True
