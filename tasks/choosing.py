"""Which needs a sent form means, and with which of them the act can be done.

A list sends marks, or "the page", or "all that match"; the page that asks for confirmation sends back exactly
the needs that it showed, each with the version that was seen, so that what others did meanwhile is noticed.
"""

from collections import defaultdict
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
MOST_LINES = 5  # of what others did with one need


@dataclass(frozen=True)
class Change:
    """What others did with `need` after this person's page was opened: `lines`, the newest first.

    `why` says why the act can no longer be done with it; empty where it still can.
    """

    need: Need
    lines: list[Step]
    why: str

    @property
    def mark(self) -> str:
        return _mark(self.need)

    def __str__(self):
        last = self.lines[0]
        return (
            f"Nhu cầu «{self.need.type.name}» của hộ {self.need.household.head} đã được {last.by or 'phần mềm'} "
            f"{last.done} lúc {timezone.localtime(last.at):%H:%M %d/%m/%Y}."
        )


@dataclass
class Choice:
    """`left` are seen but cannot be acted upon, each with the reason; `unseen` is how many are not this person's.

    `changed` are those with which others did something meanwhile: whoever wants the act all the same says so.
    """

    act: type[Act]
    by: User
    doable: list[Need] = field(default_factory=list)
    left: list[tuple[Need, str]] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unseen: int = 0
    asked: int = 0  # how many were chosen on the page before

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
    def possible(self) -> list[Need]:
        """What the act may still be done with, the changed ones last."""
        return [*self.doable, *(change.need for change in self.changed if not change.why)]

    @property
    def is_one(self) -> bool:
        """One need alone was chosen: its button is answer enough to what others did meanwhile."""
        return self.asked == 1

    @property
    def is_forbidden(self) -> bool:
        """Nothing of what was chosen is for this person to move, whatever its state."""
        rest = [*(need for need, _ in self.left), *(change.need for change in self.changed)]
        return not self.doable and not any(has_right(self.act.verb, need, by=self.by) for need in rest)

    @property
    def is_as_shown(self) -> bool:
        """Nothing happened between the confirming page and its answer."""
        return not (self.left or self.unseen or self.changed)

    @property
    def households(self) -> int:
        return len({need.household_id for need in self.possible})

    @property
    def token(self) -> str:
        """What the confirming page sends back."""
        return ",".join(_mark(need) for need in (self.possible if self.is_one else self.doable))


def _mark(need: Need) -> str:
    return f"{need.pk}.{need.version}"


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


def confirmed(marks: Iterable[str], *, act: type[Act], by: User) -> Choice:
    """What the confirming page showed, each need as "key.version". One that changed since is not acted upon."""
    pairs = [mark.partition(".") for mark in marks]
    seen = {int(key): int(version) for key, _, version in pairs if _is_key(key) and _is_key(version)}
    found = Need.objects.visible_to(by).with_faces().with_routing().in_bulk(list(seen))
    choice = Choice(act, by, unseen=len(seen) - len(found), asked=len(seen))
    changed = [need for key, need in found.items() if need.version != seen[key]]
    lines = _lines_of(changed)
    choice.changed = [
        Change(need, lines[need.pk][: max(need.version - seen[need.pk], 1)][:MOST_LINES], act.obstacle(need, by=by))
        for need in changed
    ]
    return choice.sort_in(found[key] for key in seen if key in found and found[key] not in changed)


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 19


def _lines_of(needs: list[Need]) -> dict[int, list[Step]]:
    """What was done with each of `needs` (by key), the newest first; as `Need.saved_since`, for many in one query."""
    lines = defaultdict(list)
    for step in Step.objects.filter(need__in=needs).exclude(verb="note").select_related("by__unit").order_by("-pk"):
        lines[step.need_id].append(step)
    return lines
