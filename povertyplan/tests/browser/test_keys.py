"""The list of needs without a mouse: down, mark, up, open, find; and letters stay letters where somebody types."""


def focused(walker, asked: str) -> str:
    return walker.page.evaluate(f"document.activeElement.{asked}")


def test_a_need_is_found_marked_and_opened_with_the_keys_that_the_page_names(walk):
    walker = walk("qldt")
    walker.go("/needs/?state=routed&lead=QLDT")
    page, keyboard = walker.page, walker.page.keyboard
    assert "Phím tắt" in page.inner_text("main")
    needs = [link.get_attribute("href") for link in page.locator("tbody a[data-open]").all()]
    for key in "jjk":
        keyboard.press(key)
    assert focused(walker, "getAttribute('href')") == needs[0]
    keyboard.press("j")
    keyboard.press("x")
    marked = page.locator("tbody input:checked")
    assert marked.count() == 1
    assert f"/needs/{marked.get_attribute('value')}/" == needs[1]
    keyboard.press("/")
    assert focused(walker, "name") == "q"
    page.keyboard.type("jx/k")
    assert focused(walker, "value") == "jx/k"
    assert marked.count() == 1
    page.locator("tbody a[data-open]").nth(1).focus()
    keyboard.press("Enter")
    page.wait_for_url(f"**{needs[1]}")


def test_in_the_inbox_the_search_leads_to_the_list_under_the_same_conditions(walk):
    walker = walk("qldt")
    walker.go("/inbox/?matter=take_up")
    walker.page.keyboard.press("/")
    walker.page.keyboard.type("xuan")
    walker.page.keyboard.press("Enter")
    walker.page.wait_for_url("**/needs/?*")
    assert "state=routed" in walker.page.url and "lead=QLDT" in walker.page.url and "q=xuan" in walker.page.url
