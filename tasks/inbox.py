"""The inbox: which needs wait for a person's unit, by what they wait for.

A matter is a set of conditions of the list of needs, so its number, its rows, the acts offered for all of them
and the same list under "Nhu cầu" come from one place (`tasks.filters`). Needs that wait for somebody else are
shown apart and not counted in the menu.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from django.db.models import Count, Q
from django.http import QueryDict

from households.models import Plan
from povertyplan.accounts.models import User
from povertyplan.accounts.roles import Permission as P
from tasks.filters import DUE_SOON_DAYS, in_view
from tasks.models import Need
from tasks.states import State

WORKS = (P.ROUTE_NEEDS, P.HANDLE_NEEDS, P.CONFIRM_NEEDS)

PARTS = {"lead": "lead", "coordinator": "coordinators"}  # the condition of the list, and the field of a need


@dataclass(frozen=True)
class Matter:
    """`view` is a state of the list of needs; `part` asks for those in which one's own body has this part."""

    key: str
    title: str
    view: str
    part: Literal["", "lead", "coordinator"] = ""
    waits_for_others: bool = False


LEADING = (
    Matter("take_up", "Chờ tiếp nhận", State.ROUTED.value, part="lead"),
    Matter("disputed", "Xã, phường chưa xác nhận", "disputed", part="lead"),
    Matter("overdue", "Quá hạn", "overdue", part="lead"),
    Matter("due_soon", f"Đến hạn trong {DUE_SOON_DAYS} ngày", "due_soon", part="lead"),
    Matter("delivered", "Chờ xã, phường xác nhận", State.DELIVERED.value, part="lead", waits_for_others=True),
    Matter("coordinate", "Phối hợp với cơ quan khác", "open", part="coordinator", waits_for_others=True),
)
ROUTING = (
    Matter("to_split", "Phải tách", "to_split"),
    Matter("to_give", "Phải chọn cơ quan chủ trì", "to_give"),
    Matter("refused", "Bị cơ quan trả lại", State.REFUSED.value),
    Matter("to_name", "Phải xác định chỉ số", "to_name"),
    Matter("take_up_late", "Quá hạn tiếp nhận", "take_up_overdue"),
    Matter("led_otherwise", "Chủ trì khác bảng phân công", "led_otherwise"),
)
CONFIRMING = (
    Matter("to_confirm", "Chờ xác nhận", State.DELIVERED.value),
    Matter("sent_back", "Đã chuyển lại cơ quan", "disputed", waits_for_others=True),
    Matter("refused", "Cơ quan trả lại, chờ giao lại", State.REFUSED.value, waits_for_others=True),
    Matter("late", "Cơ quan chủ trì quá hạn", "overdue", waits_for_others=True),
)


@dataclass(frozen=True)
class Tab:
    matter: Matter
    count: int
    is_chosen: bool


class Inbox:
    """What waits in `plan` for `user`: for the whole unit, or for `mine` and what is nobody's yet."""

    def __init__(self, user: User, plan: Plan, *, mine: bool = False):
        self.user, self.plan, self.mine = user, plan, mine
        self.matters = matters_of(user)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many needs each matter has, in one query."""
        asked = {matter.key: Count("pk", filter=Q(pk__in=self._needs(matter))) for matter in self.matters}
        return self._within().aggregate(**asked)

    def to_do(self) -> int:
        """How many needs wait for the unit: each once, however many matters it is in; in one query."""
        works = [Q(pk__in=self._needs(matter)) for matter in self.matters if not matter.waits_for_others]
        return self._within().filter(_any(works)).count() if works else 0

    def chosen(self, key: str | None) -> Matter:
        """The matter named `key`, else the first with something in it."""
        named = next((matter for matter in self.matters if matter.key == key), None)
        return named or next((matter for matter in self.matters if self.counts[matter.key]), self.matters[0])

    def groups(self, chosen: Matter) -> list[tuple[str, list[Tab]]]:
        """The matters with their numbers: the town's, the unit's own, and what others have to do."""
        tabs = [Tab(matter, self.counts[matter.key], matter == chosen) for matter in self.matters]
        town = [tab for tab in tabs if not (tab.matter.part or tab.matter.waits_for_others)]
        led = [tab for tab in tabs if tab.matter.part and not tab.matter.waits_for_others]
        others = [tab for tab in tabs if tab.matter.waits_for_others]
        first = "Phòng phân công, đôn đốc" if led and town else "Cần làm"
        names = (first, f"{self.user.unit.short_name} chủ trì", "Đang chờ nơi khác")
        return [(name, group) for name, group in zip(names, (town, led, others), strict=True) if group]

    def query(self, matter: Matter) -> QueryDict:
        """The conditions of the list of needs that has exactly the rows of `matter`."""
        query = QueryDict(mutable=True)
        query["state"] = matter.view
        if matter.part:
            query[matter.part] = self.user.unit.code
        if self.mine:
            query["officer"] = "mine"
        return query

    def _within(self):
        seen = Need.objects.visible_to(self.user).in_plan(self.plan)
        return seen.of_person(self.user, or_nobody=True) if self.mine else seen

    def _needs(self, matter: Matter):
        needs = Need.objects.in_plan(self.plan)
        needs = needs.filter(**{PARTS[matter.part]: self.user.unit}) if matter.part else needs
        return in_view(needs, matter.view, self.today)

    @property
    def today(self) -> date:
        return self.plan.today


def matters_of(user: User) -> tuple[Matter, ...]:
    """Those for which `user` has a right."""
    return (
        *(ROUTING if user.may(P.ROUTE_NEEDS) else ()),
        *(LEADING if user.may(P.HANDLE_NEEDS) else ()),
        *(CONFIRMING if user.may(P.CONFIRM_NEEDS) else ()),
    )


def has_inbox(user: User) -> bool:
    return any(user.may(right) for right in WORKS)


def _any(conditions: Iterable[Q]) -> Q:
    found = Q()
    for condition in conditions:
        found |= condition
    return found
