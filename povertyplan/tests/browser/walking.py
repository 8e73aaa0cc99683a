"""A person at a browser, whose clicks and keys are counted and whose pages are looked at for faults."""

import os
import re
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Locator, Page

PICTURES = Path(settings.BASE_DIR) / "docs" / "guide"


class Walker:
    """Clicks like a person. `faults` collects script errors, refused content and failed requests."""

    def __init__(self, page: Page, address: str):
        self.page, self.address = page, address
        self.clicks = self.keys = 0
        self.faults: list[str] = []
        page.on("console", lambda message: message.type == "error" and self.faults.append(message.text))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("response", lambda answer: answer.status >= 500 and self.faults.append(answer.url))

    def sign_in(self, username: str, password: str) -> None:
        self.page.goto(f"{self.address}/accounts/login/")
        self.page.fill("input[name=username]", username)
        self.page.fill("input[name=password]", password)
        self.page.click("main button")
        self.page.wait_for_load_state()

    def go(self, path: str) -> "Walker":
        self.page.goto(self.address + path)
        return self

    def click(self, selector: str) -> "Walker":
        """One click of the pointer, on the first element that fits."""
        return self.click_on(self.page.locator(selector))

    def click_on(self, place: Locator) -> "Walker":
        place.first.click()
        self.page.wait_for_load_state()
        self.clicks += 1
        return self

    def link(self, words: str) -> "Walker":
        """Clicks the first link of the page's own part that reads so; a `*` stands for anything."""
        return self.click_on(self.page.locator("main").get_by_role("link", name=pattern(words)))

    def button(self, words: str) -> "Walker":
        return self.click_on(self.page.locator("main").get_by_role("button", name=pattern(words)))

    def choose(self, words: str) -> "Walker":
        """Clicks the first radio button or box that reads so."""
        return self.click_on(self.page.locator("main label.rd").filter(has_text=pattern(words)))

    def press(self, key: str) -> "Walker":
        """One stroke on the keyboard, which is as dear as a click; Enter opens a page."""
        if key == "Enter":
            with self.page.expect_navigation():
                self.page.keyboard.press(key)
        else:
            self.page.keyboard.press(key)
        self.clicks += 1
        return self

    def fill(self, name: str, text: str) -> "Walker":
        self.page.fill(f"[name={name}]", text)
        self.keys += len(text)
        return self

    def pick(self, name: str, words: str) -> "Walker":
        """Chooses in a drop-down list by what is read there."""
        self.page.select_option(f"[name={name}]", label=words)
        return self

    def start_counting(self) -> "Walker":
        self.clicks = self.keys = 0
        return self

    @property
    def text(self) -> str:
        return self.page.inner_text("main")

    @property
    def heading(self) -> str:
        return self.page.inner_text("h1")

    @property
    def said(self) -> str:
        """What the page tells of the act before it."""
        notice = self.page.locator("main .notice[role=status]")
        return notice.first.inner_text() if notice.count() else ""

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.address)

    @property
    def count(self) -> int:
        """The total that a list names, in its first [data-count]."""
        return int(self.page.locator("main [data-count]").first.get_attribute("data-count"))

    def shot(self, name: str, *, height: int = 460, of: str = "main") -> "Walker":
        """A picture of the page from the top of `of` on, for docs/guide, taken only when GUIDE=1 asks for it."""
        if os.environ.get("GUIDE") == "1":
            PICTURES.mkdir(exist_ok=True)
            size = self.page.viewport_size
            self.page.set_viewport_size({"width": 760, "height": 2400})
            top = self.page.locator(of).bounding_box()["y"]
            part = {"x": 0, "y": top, "width": 760, "height": height}
            self.page.screenshot(path=PICTURES / f"{name}.png", clip=part)
            self.page.set_viewport_size(size)
        return self

    def wider_than_screen(self) -> int:
        """By how many pixels the page can be pushed sideways; 0 when it fits."""
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    def small_targets(self) -> list[str]:
        """Links and buttons under 24 by 24 pixels, which a thumb misses (WCAG 2.5.8)."""
        return self.page.evaluate(
            """() => [...document.querySelectorAll("a, button, input, select, summary")]
            .filter(e => e.offsetParent && e.type !== "hidden")
            .map(e => [e, e.getBoundingClientRect()])
            .filter(([e, r]) => r.width && (r.width < 24 || r.height < 24))
            .filter(([e]) => !e.closest("p, li, dd, caption, .skip, .vh, svg"))
            .map(([e, r]) => `${e.outerHTML.slice(0, 90)} ${Math.round(r.width)}×${Math.round(r.height)}`)"""
        )


def pattern(words: str) -> re.Pattern:
    return re.compile(".*".join(re.escape(part) for part in words.split("*")))


def first_number(text: str) -> int:
    return int(re.search(r"\d+", text)[0])
