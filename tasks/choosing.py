"""Which needs a sent form means, and with which of them the act can be done.

A list sends marks, or "the page", or "all that match"; the page that asks for confirmation sends back exactly
the needs that it showed, each with the version that was seen, so that what others did meanwhile is noticed.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.paginator import Paginator
from django.utils import timezone

from households.models import Plan
from povertyplan.accounts.models import User
from tasks.acts import Act
from tasks.filters import NeedFilter
from tasks.models import Need, Step
from tasks.rights import has_right

PER_PAGE = 50


@dataclass
class Choice:
    """`left` are seen but cannot be acted upon, each with the reason; `unseen` is how many are not this person's."""

    act: type[Act]
    by: User
    doable: list[Need] = field(default_factory=list)
    left: list[tuple[Need, str]] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unseen: int = 0

    def sort_in(self, needs: Iterable[Need]) -> "Choice":
        for need in needs:
            if why := self.act.obstacle(need, by=self.by):
                self.left.append((need, why))
            else:
                self.doable.append(need)
        return self

    @property
    def is_empty(self) -> bool:
        return not (self.doable or self.left or self.unseen or self.changed)

    @property
    def is_forbidden(self) -> bool:
        """Nothing of what was chosen is for this person to move, whatever its state."""
        return not self.doable and not any(has_right(self.act.verb, need, by=self.by) for need, _ in self.left)

    @property
    def is_as_shown(self) -> bool:
        """Nothing happened between the confirming page and its answer."""
        return not (self.left or self.unseen or self.changed)

    @property
    def households(self) -> int:
        return len({need.household_id for need in self.doable})

    @property
    def token(self) -> str:
        """What the confirming page sends back."""
        return ",".join(f"{need.pk}.{need.version}" for need in self.doable)


def first(post, query, *, act: type[Act], by: User, plan: Plan) -> Choice:
    """What was chosen in the list of needs (`post["scope"]`: marked, page or all of `query`) or on one's own page."""
    choice = Choice(act, by)
    if post.get("scope") in {"all", "page"} or "all" in post:
        found = NeedFilter(query, user=by, plan=plan).qs.with_faces().with_routing()
        whole = "all" in post or post["scope"] == "all"
        return choice.sort_in(found if whole else Paginator(found, PER_PAGE).get_page(query.get("page")))
    keys = {int(key) for key in post.getlist("need") if _is_key(key)}
    visible = list(Need.objects.visible_to(by).filter(pk__in=keys).with_faces().with_routing())
    choice.unseen = len(keys) - len(visible)
    return choice.sort_in(visible)


def confirmed(token: str, *, act: type[Act], by: User) -> Choice:
    """What the confirming page showed. A need that changed since is told, not acted upon."""
    pairs = [pair.partition(".") for pair in token.split(",")]
    seen = {int(key): version for key, _, version in pairs if _is_key(key)}
    found = Need.objects.visible_to(by).with_faces().with_routing().in_bulk(list(seen))
    choice = Choice(act, by, unseen=len(seen) - len(found))
    changed = [need for key, need in found.items() if str(need.version) != seen[key]]
    choice.changed = _told(changed)
    return choice.sort_in(found[key] for key in seen if key in found and found[key] not in changed)


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


def _told(needs: list[Need]) -> list[str]:
    """Who did what with each of `needs` last."""
    steps = Step.objects.filter(need__in=needs).select_related("by__unit").order_by("pk")
    last = {step.need_id: step for step in steps}
    return [
        f"Nhu cầu «{need.type.name}» của hộ {need.household.head} đã được {last[need.pk].by or 'phần mềm'} "
        f"{last[need.pk].done} lúc {timezone.localtime(last[need.pk].at):%H:%M %d/%m/%Y}."
        for need in needs
    ]
