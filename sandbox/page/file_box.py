"""A file as it stands below a message."""

from sandbox.files import path_of
from sandbox.page.icons import icon
from sandbox.page.markup import Html, h
from sandbox.records import File

_UNITS = ((10**6, "MB"), (10**3, "kB"))


def draw_file(file: File) -> Html:
    """Its name, which downloads it, its kind and its size."""
    more = f"{_kind(file)}, {say_size(len(file.content))}"
    return h(
        "div",
        h("span", icon("file"), class_="file-sign"),
        h(
            "div",
            h("a", file.title, href=path_of(file), download=file.name, class_="file-name"),
            h("span", more, class_="file-more"),
        ),
        class_="file-box",
        data_key=file.id,
        data_testid=f"file-{file.id}",
    )


def say_size(size: int) -> str:
    """How big a file is, as in 12 kB."""
    for unit, name in _UNITS:
        if size >= unit:
            return f"{size / unit:.3g} {name}"
    return "1 byte" if size == 1 else f"{size} bytes"


def _kind(file: File) -> str:
    _, dot, ending = file.name.rpartition(".")
    return ending.upper() if dot else "File"
