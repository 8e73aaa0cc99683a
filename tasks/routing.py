"""Who should lead a need: what the tables say, or nobody, and then a person chooses.

Three tables, all the administrator's: the type's row (`NeedType`), what a commune does otherwise
(`CommuneRoute`), and, once it is named, the deprivation behind the need (`IndicatorLead`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count

from households.models import Plan
from povertyplan.accounts.models import Unit
from tasks.models import CommuneRoute, Need, NeedType


@dataclass(frozen=True, slots=True)
class Route:
    """Where needs of one type of one commune go, and in how many days. No `lead`: into the division's queue."""

    lead: Unit | None
    clause: str
    take_up_days: int
    deliver_days: int

    def take_up_by(self, routed_on: date) -> date:
        return routed_on + timedelta(days=self.take_up_days)

    def due_on(self, routed_on: date) -> date:
        return routed_on + timedelta(days=self.deliver_days)


def route_of(type: NeedType, commune_id: int) -> Route:
    """The commune's own row where it says something, else the type's."""
    own = _own_row(type, commune_id) or CommuneRoute()
    return Route(
        lead=own.lead or type.lead,
        clause=own.clause or type.clause,
        take_up_days=type.take_up_days if own.take_up_days is None else own.take_up_days,
        deliver_days=type.deliver_days if own.deliver_days is None else own.deliver_days,
    )


def coordinators_of(type: NeedType, commune_id: int) -> list[Unit]:
    """The bodies beside the lead."""
    own, lead = _own_row(type, commune_id), route_of(type, commune_id).lead
    units = (list(own.coordinators.all()) if own else []) or list(type.coordinators.all())
    return [unit for unit in units if unit != lead]


def _own_row(type: NeedType, commune_id: int) -> CommuneRoute | None:
    return next((row for row in type.commune_routes.all() if row.commune_id == commune_id), None)


def suggested_lead(need: Need) -> Unit | None:
    """By the indicator where one is named, else by the tables; never a body that has already sent it back.

    None where the need must be split first and where the plan names nobody. Only a suggestion: the division
    may choose any body.
    """
    if need.must_be_split:
        return None
    lead = _by_tables(need)
    refused_by = {step.by.unit_id for step in need.refusals}
    return None if lead is None or lead.pk in refused_by else lead


def offered_lead(need: Need) -> Unit | None:
    """Whom to offer the division: nobody where a person chose otherwise, or where that body leads already."""
    if need.routed_by_hand or not need.may("route"):
        return None
    lead = suggested_lead(need)
    return None if lead is None or lead.pk == need.lead_id else lead


def _by_tables(need: Need) -> Unit | None:
    if need.indicator_id:
        for row in need.type.indicator_leads.all():
            if row.indicator_id == need.indicator_id:
                return row.lead
    return route_of(need.type, need.commune_id).lead or need.type.suggestion


def left_behind(plan: Plan, type: NeedType, commune: Unit | None = None) -> list[tuple[str, int]]:
    """The bodies that still have needs which the tables would give to another now, and how many each."""
    needs = Need.objects.in_plan(plan).of_type(type).led_otherwise()
    needs = needs.in_commune(commune) if commune else needs
    return list(needs.order_by().values_list("lead__name").annotate(Count("pk")).order_by("lead__order"))


def of_commune_and_type(pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], tuple[Route, list[Unit]]]:
    """The route and the coordinating bodies for each (type, commune), in a handful of queries for any number."""
    pairs = set(pairs)
    types = NeedType.objects.with_routes().in_bulk({type for type, _ in pairs})
    return {pair: (route_of(types[pair[0]], pair[1]), coordinators_of(types[pair[0]], pair[1])) for pair in pairs}
