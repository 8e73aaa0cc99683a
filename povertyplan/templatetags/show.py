"""How values are shown; built into every template."""

from django import template
from django.utils.formats import number_format

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
