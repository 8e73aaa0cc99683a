"""A household's card is one A4 page, also when every table is as full as it gets."""

import re

# Fills each table of the card to the most that it shows (households.card), with two lines in every row.
FULLEST = """() => {
  const most = [8, 5, 6];
  document.querySelector(".sheet").classList.add("dense");
  document.querySelectorAll(".sheet table").forEach((table, n) => {
    const row = table.tBodies[0].rows[0];
    while (table.tBodies[0].rows.length < most[n]) table.tBodies[0].append(row.cloneNode(true));
    for (const one of table.tBodies[0].rows) one.querySelector("th").textContent = "Nguyễn Thị Phương Thảo Quỳnh Như";
  });
}"""


def pages_of(walker) -> int:
    printed = walker.page.pdf(prefer_css_page_size=True)
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", printed))


def test_each_card_of_a_list_is_a_page_of_its_own(walk):
    officer = walk("binhtien").go("/households/cards/")
    sheets = officer.page.locator(".sheet").count()
    assert sheets > 20
    assert pages_of(officer) == sheets


def test_the_fullest_card_is_one_page(walk):
    officer = walk("tuha").go("/households/")
    officer.page.locator("tbody tr", has_text="(đã hoàn thành)").locator("a[href^='/households/']").first.click()
    officer.page.get_by_role("link", name="In phiếu hộ").click()
    officer.page.locator(".signs").wait_for()
    assert officer.page.locator(".sheet table").count() == 3
    officer.page.evaluate(FULLEST)
    assert pages_of(officer) == 1


def test_the_blank_card_is_one_page(walk):
    assert pages_of(walk("tuha").go("/households/card/blank/")) == 1
