"""A person at a browser, whose clicks are counted and whose pages are looked at for faults."""

from playwright.sync_api import Page


class Walker:
    """Clicks like a person. `faults` collects script errors, refused content and failed requests."""

    def __init__(self, page: Page, address: str):
        self.page, self.address = page, address
        self.clicks = 0
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
        self.page.locator(selector).first.click()
        self.page.wait_for_load_state()
        self.clicks += 1
        return self

    def fill(self, name: str, text: str) -> "Walker":
        self.page.fill(f"[name={name}]", text)
        return self

    @property
    def text(self) -> str:
        return self.page.inner_text("main")

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.address)

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
            .filter(([e]) => !e.closest("p, li, dd, caption, .skip, svg"))
            .map(([e, r]) => `${e.outerHTML.slice(0, 90)} ${Math.round(r.width)}×${Math.round(r.height)}`)"""
        )
