"""How values are shown; built into every template."""

from django import template
from django.middleware.csrf import get_token
from django.utils.formats import number_format
from django.utils.html import format_html_join

from povertyplan import sending
from povertyplan.fields import masked as masked_number

register = template.Library()


@register.filter
def year(value) -> str:
    """A year, which unlike other numbers has no thousands' dot."""
    return "" if value is None else str(value)


@register.filter
def money(value) -> str:
    """1500000 is shown as "1.500.000 đồng", nothing as a dash."""
    return "–" if value in (None, "") else f"{number_format(value, 0, force_grouping=True)} đồng"


@register.filter
def masked(value) -> str:
    return masked_number(value)


@register.filter
def or_dash(value):
    """Zero and nothing are shown as a dash in tables of counts."""
    return value or "–"


@register.simple_tag(takes_context=True)
def csrf_token(context) -> str:
    """In place of Django's tag of this name, in every form that changes something.

    For a signed-in person it adds the one-time key by which a form acts once, and the year that the form was
    made for, so that another window with another year cannot turn it. Works in `include … only` too.
    """
    request = getattr(context, "request", None)
    if request is None:
        return ""
    hidden = [("csrfmiddlewaretoken", get_token(request))]
    if (user := getattr(request, "user", None)) and user.is_authenticated:
        hidden.append((sending.KEY, sending.new_key()))
        if plan := getattr(request, "plan", None):
            hidden.append(("year_of_form", str(plan.year)))
    return format_html_join("", '<input type="hidden" name="{}" value="{}">', hidden)
