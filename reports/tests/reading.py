"""Reads a page as a person with a finger on each number: what stands there, and where its link leads."""

from dataclasses import dataclass
from html.parser import HTMLParser

MARKS = ("data-figure", "data-count")


@dataclass
class Mark:
    kind: str
    key: str
    link: str | None
    text: str = ""

    @property
    def number(self) -> int:
        return int(self.text.strip().replace(".", ""))


class _Reader(HTMLParser):
    VOID = frozenset({"br", "img", "input", "link", "meta", "hr", "path", "circle"})

    def __init__(self):
        super().__init__()
        self.marks: list[Mark] = []
        self.open: list[tuple[str, str | None, Mark | None]] = []

    def handle_starttag(self, tag, attrs):
        if tag in self.VOID:
            return
        given = dict(attrs)
        link = given.get("href") if tag == "a" else (self.open[-1][1] if self.open else None)
        mark = next((Mark(kind, given[kind], link) for kind in MARKS if kind in given), None)
        if mark:
            self.marks.append(mark)
        self.open.append((tag, link, mark))

    def handle_endtag(self, tag):
        while self.open and tag not in self.VOID:
            if self.open.pop()[0] == tag:
                return

    def handle_data(self, data):
        for _, _, mark in self.open:
            if mark:
                mark.text += data


def marks(answer) -> list[Mark]:
    """Every element of the page that carries `data-figure` or `data-count`."""
    reader = _Reader()
    reader.feed(answer.text)
    return reader.marks


def count_of(answer) -> int:
    """The total that a list page shows."""
    return next(int(mark.key) for mark in marks(answer) if mark.kind == "data-count")
