"""What a browser would send back for the form on a page."""

from html.parser import HTMLParser


class _Form(HTMLParser):
    """Collects the values of the page's inputs, as they would be sent untouched. Buttons are not pressed."""

    def __init__(self):
        super().__init__()
        self.data: dict[str, list[str]] = {}
        self._select = self._textarea = None

    def _add(self, name, value):
        if name and name != "csrfmiddlewaretoken":
            self.data.setdefault(name, []).append(value or "")

    def handle_starttag(self, tag, attrs):
        facts = dict(attrs)
        if tag == "input" and (facts.get("type") not in {"checkbox", "radio"} or "checked" in facts):
            self._add(facts.get("name"), facts.get("value", "on" if facts.get("type") == "checkbox" else ""))
        elif tag == "select":
            self._select = facts.get("name")
        elif tag == "option" and "selected" in facts:
            self._add(self._select, facts.get("value"))
        elif tag == "textarea":
            self._textarea = facts.get("name")
            self._add(self._textarea, "")

    def handle_data(self, text):
        if self._textarea:
            self.data[self._textarea][-1] += text.removeprefix("\r\n").removeprefix("\n")

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._textarea = None


def filled_in(page, **typed) -> dict:
    """The form as it was opened, with `typed` over it."""
    form = _Form()
    form.feed(page.text)
    return form.data | typed
