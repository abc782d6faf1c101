"""Troubles one can switch on, to see how the bot takes them."""

from collections import defaultdict, deque

EVERY_METHOD = "*"
DOWN_PAGE = "<html><h1>503 Service Unavailable</h1></html>"


class Faults:
    """The troubles that are on; `clear` ends them all."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Be well again."""
        self.is_down = False
        self.seconds_slow = 0.0
        self._retry_after: dict[str, int] = {}
        self._drops: dict[str, int] = defaultdict(int)
        self._failures: dict[str, deque[str]] = defaultdict(deque)

    def go_down(self) -> None:
        """Answer every call with 503 and a page of HTML."""
        self.is_down = True

    def be_slow(self, seconds: float) -> None:
        """Let every call wait this long."""
        self.seconds_slow = seconds

    def limit_rate(self, retry_after: int, method: str = EVERY_METHOD) -> None:
        """Answer a method with 429 until `lift_rate`."""
        self._retry_after[method] = retry_after

    def lift_rate(self, method: str = EVERY_METHOD) -> None:
        """End a rate limit."""
        self._retry_after.pop(method, None)

    def drop_after_accepting(self, method: str, times: int = 1) -> None:
        """Do what the next calls ask for, and hang up instead of saying so."""
        self._drops[method] += times

    def fail_next(self, method: str, error: str) -> None:
        """Refuse the next call of a method with this error; asked twice, the next two."""
        self._failures[method].append(error)

    def get_retry_after(self, method: str) -> int | None:
        """Give the seconds a rate-limited method shall wait."""
        return self._retry_after.get(method, self._retry_after.get(EVERY_METHOD))

    def take_failure(self, method: str) -> str | None:
        """Use up a failure asked for."""
        waiting = self._failures[method]
        return waiting.popleft() if waiting else None

    def take_drop(self, method: str) -> bool:
        """Use up a hang-up asked for."""
        if self._drops[method] == 0:
            return False
        self._drops[method] -= 1
        return True
