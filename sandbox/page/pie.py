"""The slices of a pie."""

from collections.abc import Sequence
from math import cos, pi, sin

from sandbox.page.markup import Html, h
from sandbox.page.scale import say_number
from sandbox.wire import Json

RADIUS = 50


def draw_pie(segments: Sequence[Json]) -> Html:
    """Slices clockwise from the top, each as big as its share."""
    total, done = sum(segment["value"] for segment in segments), 0.0
    slices = []
    for number, segment in enumerate(segments, start=1):
        share = segment["value"] / total
        slices.append(_draw_slice(segment, done, share, f"is-series-{number}"))
        done += share
    size = f"-{RADIUS} -{RADIUS} {2 * RADIUS} {2 * RADIUS}"
    return h("svg", slices, class_="chart-pie", viewBox=size)


def _draw_slice(segment: Json, start: float, share: float, look: str) -> Html:
    value = segment["value"]
    tip = h("title", f"{segment['label']}: {say_number(value)} ({say_share(share)})")
    if share == 1:
        return h("circle", tip, r=RADIUS, class_=look)
    is_most = 1 if share > 1 / 2 else 0
    path = f"M0 0L{_at(start)}A{RADIUS} {RADIUS} 0 {is_most} 1 {_at(start + share)}Z"
    return h("path", tip, d=path, class_=look)


def _at(share: float) -> str:
    angle = 2 * pi * share
    return f"{RADIUS * sin(angle):.3f} {-RADIUS * cos(angle):.3f}"


def say_share(share: float) -> str:
    """A share of the whole, in per cent."""
    return f"{share:.0%}"
