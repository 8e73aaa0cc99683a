"""Filters that people keep under a name: what is shown of them above a list, and what may be kept."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from households.models import Plan
from povertyplan.accounts.models import User
from povertyplan.accounts.roles import Permission as P
from povertyplan.listing import ListFilter
from tasks.filters import NeedFilter
from tasks.household_filter import HouseholdNeedFilter
from tasks.models import SavedFilter
from tasks.models.saved import conditions

LISTS: dict[str, tuple[type[ListFilter], P]] = {
    "needs": (NeedFilter, P.VIEW_NEEDS),
    "households": (HouseholdNeedFilter, P.VIEW_HOUSEHOLDS),
}


@dataclass(frozen=True)
class Shelf:
    """`filters` are pairs of a saved filter and whether the list is under it now; `save_url` keeps the present one."""

    filters: list[tuple[SavedFilter, bool]]
    save_url: str


def shelf(name: str, found: ListFilter, *, user: User) -> Shelf:
    """What stands above the list `name` that shows `found`."""
    query = as_applied(found)
    saved = SavedFilter.objects.visible_to(user).of_list(name)
    filters = [(one, one.is_same_as(query)) for one in saved]
    new = bool(query) and not any(here for _, here in filters)
    return Shelf(filters, reverse("saved_filter_add") + f"?list={name}&{query}" if new else "")


def as_applied(found: ListFilter) -> str:
    """The conditions that `found` understood, as a query string without empty ones."""
    chips, misread = found.chips(), set(found.form.errors)
    asked = conditions(found.query()) if chips else {}
    names = [name for name in asked if name in found.form.fields and name not in misread]
    return urlencode({name: asked[name] for name in names}, doseq=True)


def read(name: str, data, *, user: User, plan: Plan) -> ListFilter | None:
    """The filter of the list `name` under the conditions in `data`; None where `user` has no such list."""
    filter_of, right = LISTS.get(name, (None, None))
    return filter_of(data, user=user, plan=plan) if filter_of and user.may(right) else None
