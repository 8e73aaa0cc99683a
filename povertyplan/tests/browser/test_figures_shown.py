"""What the dashboard shows is what `figures --json` says, and what stands behind each number."""

import re

from reports.links import value_of


def number(text: str) -> int:
    return int(text.strip().replace(".", ""))


def marks_of(page) -> list[tuple[str, str, str | None]]:
    """Key, text and link of every figure on the page that is open."""
    return page.eval_on_selector_all(
        "[data-figure]", "marks => marks.map(m => [m.dataset.figure, m.textContent, m.closest('a')?.href ?? null])"
    )


def test_every_figure_is_the_one_that_the_command_tells(walk, figures):
    leader = walk("lanhdao").go("/dashboard/")
    marks, told = marks_of(leader.page), figures()
    assert len(marks) > 100
    wrong = {key: (text, value_of(told, key)) for key, text, _ in marks if number(text) != value_of(told, key)}
    assert not wrong


def test_behind_every_number_are_exactly_its_rows(walk):
    division = walk("ldtbxh").go("/dashboard/")
    links = {link: number(text) for _, text, link in marks_of(division.page) if link}
    counted = "a[data-count], a:has(> b[data-count])"
    for link, text in division.page.eval_on_selector_all(
        counted, "links => links.map(a => [a.href, (a.querySelector('b') ?? a).textContent])"
    ):
        links.setdefault(link, number(text))
    wrong = {}
    for link, shown in links.items():
        found = re.search(r'data-count="(\d+)"', division.page.request.get(link).text())
        if found is None or int(found[1]) != shown:
            wrong[link] = (shown, found and found[1])
    assert len(links) > 100 and not wrong
