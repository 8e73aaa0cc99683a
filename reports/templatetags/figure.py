"""How a figure stands on a page: the number, the key it has in the JSON, and the link to its rows."""

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html

from reports.links import link_for, value_of

register = template.Library()


@register.simple_tag(takes_context=True)
def figure(context, *parts, label=""):
    """{% figure "communes" commune.code "left" %}: read from the page's `json`, linked to exactly its rows.

    `label` says in words what is counted, for those who hear the page.
    """
    key = ".".join(map(str, parts))
    value = value_of(context["json"], key)
    return _shown(value, link_for(key) if value else None, format_html(' data-figure="{}"', key), label)


@register.simple_tag
def counted(value, url, label=""):
    """A number that has no key in the JSON; zero is a dash and no link."""
    return _shown(value, url, format_html(' data-count="{}"', str(value)), label) if value else "–"


def _shown(value: int, url: str | None, mark: str, label: str):
    text = number_format(value, force_grouping=True)
    if not url:
        return format_html("<span{}>{}</span>", mark, text)
    named = format_html(' aria-label="{} {}"', text, label) if label else ""
    return format_html('<a href="{}"{}{}>{}</a>', url, mark, named, text)
