"""Every main page of every role, on a desk and on a telephone: calm, complete, Vietnamese and light."""

import re
from urllib.parse import urlsplit

import pytest

PAGES = {
    "tuha": [
        "/",
        "/households/",
        "/households/?q=bui&standing=due",
        "/households/card/blank/",
        "/needs/",
        "/inbox/",
        "/exits/",
        "/submissions/",
        "/imports/",
    ],
    "qldt": [
        "/",
        "/inbox/",
        "/households/",
        "/needs/",
        "/needs/?state=routed&lead=QLDT",
        "/saved-filters/",
        "/saved-filters/add/?list=needs&state=overdue",
        "/submissions/",
        "/account/",
    ],
    "ldtbxh": [
        "/dashboard/",
        "/households/",
        "/needs/?state=queue",
        "/inbox/",
        "/exits/?stage=proposed",
        "/exits/decide/",
        "/submissions/",
        "/imports/",
    ],
    "lanhdao": ["/dashboard/", "/dashboard/?print=1", "/dashboard/rows/needing/", "/exits/"],
    "quantri": ["/accounts/", "/accounts/new/", "/tables/", "/tables/units/", "/access-log/"],
}
# One row of each kind, opened from the first page of the list that has it.
ROWS = {
    "tuha": [
        (
            "/households/",
            "tbody a[href^='/households/']",
            ["", "update/", "edit/", "exit/", "needs/add/", "note/", "people/", "events/died/", "card/"],
        ),
        ("/needs/", "td a[href^='/needs/']", [""]),
        ("/exits/", "tbody a", [""]),
        ("/submissions/", "tbody a", [""]),
    ],
    "qldt": [
        ("/needs/?state=taken_up&lead=QLDT", "td a[href^='/needs/']", ["", "assign/", "measures/add/"]),
        ("/households/", "tbody a", [""]),
    ],
    "ldtbxh": [
        ("/needs/?state=queue", "td a[href^='/needs/']", [""]),
        ("/exits/?stage=proposed", "tbody a", [""]),
        ("/submissions/?state=submitted", "tbody a", [""]),
        ("/imports/", "tbody a", [""]),
    ],
    "lanhdao": [("/households/", "tbody a", [""])],
    "quantri": [("/accounts/", "tbody a", [""]), ("/tables/", ".tasks a", [""])],
}
ENGLISH = re.compile(
    r"\b(This field|required|Submit|Delete|Cancel|Save|Search|None|True|False|Page|Next|Previous|Error|Yes|No|"
    r"Unknown|Sign in|Log ?out|Enter a valid)\b|-{5,}"
)
YEAR_WITH_A_DOT = re.compile(r"\b(?:1\.9\d\d|2\.0[0-4]\d)\b(?![.\d]| (?:hộ|nhu cầu|đồng))")


def rows_of(walker, username: str) -> list[str]:
    """The addresses of one row of each kind that this role opens."""
    found = []
    for path, selector, pages in ROWS[username]:
        place = walker.go(path).page.locator(f"main {selector}").first
        found += [place.get_attribute("href") + page for page in pages]
    return found


def faults_of(walker) -> list[str]:
    """What is wrong with the page that is open."""
    page, found = walker.page, walker.faults[:]
    walker.faults.clear()
    if (wider := walker.wider_than_screen()) > 0:
        found.append(f"{wider} px wider than the screen")
    found += [f"small target: {target}" for target in walker.small_targets()]
    text = page.inner_text("body")
    found += [f"English: {word[0]}" for word in ENGLISH.finditer(text)]
    found += [f"year: {year[0]}" for year in YEAR_WITH_A_DOT.finditer(text)]
    title, headings = page.title(), page.locator("h1").count()
    if not re.fullmatch(r".+ – Giảm nghèo Hương Trà", title):
        found.append(f"title: {title!r}")
    if headings != 1:
        found.append(f"{headings} headings of the first rank")
    return found


@pytest.mark.parametrize("username", PAGES)
def test_pages_look_right_on_a_desk_and_on_a_telephone(walk, username):
    walker, wrong = walk(username), {}
    addresses = PAGES[username] + rows_of(walker, username)
    for width in (1280, 360):
        walker.page.set_viewport_size({"width": width, "height": 800})
        for path in addresses:
            walker.go(path)
            if found := faults_of(walker):
                wrong[f"{path} at {width}"] = found
    assert not wrong


@pytest.mark.parametrize("username", PAGES)
def test_every_link_of_the_main_pages_opens(walk, username):
    walker = walk(username)
    pages = PAGES[username] + rows_of(walker, username)
    here = urlsplit(walker.address)
    links = {}
    for path in pages:
        for href in walker.go(path).page.eval_on_selector_all("a[href]", "links => links.map(a => a.href)"):
            assert urlsplit(href)[:2] == here[:2], f"{path} leads away: {href}"
            links.setdefault(href.partition("#")[0], path)
    broken = {}
    for link, page in one_of_each_kind(links).items():
        answer = walker.page.request.get(link)
        if answer.status >= 400:
            broken[link] = (answer.status, page)
    assert not broken


def one_of_each_kind(links: dict[str, str], each: int = 2) -> dict[str, str]:
    """Two of the links that differ only in their numbers and conditions."""
    seen: dict[str, int] = {}
    chosen = {}
    for link, page in links.items():
        kind = re.sub(r"\d+", "#", urlsplit(link).path) + re.sub(r"=[^&]*", "", urlsplit(link).query)
        seen[kind] = seen.get(kind, 0) + 1
        if seen[kind] <= each:
            chosen[link] = page
    return chosen


@pytest.mark.parametrize("username", PAGES)
def test_the_first_page_is_light_and_asks_nobody_else(walk, address, username):
    walker, sizes = walk(username), {}

    def weigh(answer):
        size = answer.request.sizes()
        sizes[answer.url] = size["responseBodySize"] + size["responseHeadersSize"]

    walker.page.on("requestfinished", lambda request: weigh(request.response()))
    walker.go("/")
    walker.page.wait_for_load_state("networkidle")
    asked = {url: size for url, size in sizes.items() if not url.startswith("data:")}
    assert all(url.startswith(address) for url in asked)
    assert 1 <= len(asked) <= 6
    assert sum(asked.values()) <= 60 * 1024


def test_the_other_conditions_of_a_list_stay_out_of_the_way_on_a_telephone(walk):
    walker = walk("ldtbxh", width=360, scripts=False).go("/households/?standing=remaining")
    commune = walker.page.locator("select[name=commune]")
    assert not commune.is_visible() and walker.page.locator("input[name=q]").is_visible()
    assert walker.page.locator("tbody tr").first.bounding_box()["y"] < 600
    walker.click("label[for=more-conditions]").pick("commune", "Tứ Hạ").button("Áp dụng")
    assert "commune=19996" in walker.path and "standing=remaining" in walker.path
    assert walk("ldtbxh").go("/households/").page.locator("select[name=commune]").is_visible()
