"""Where a proposal stands among those that wait for an answer, so that one leads to the next."""

from dataclasses import dataclass

from households.models import Movement


@dataclass(frozen=True)
class Place:
    """`number` of `total` from one; `previous` and `next` are keys. Behind the last comes the first again."""

    number: int | None
    total: int
    previous: int | None
    next: int | None


def place_of(movement: Movement, waiting) -> Place:
    """`waiting`: the queryset of proposals in turn. One that is not among them leads to the first."""
    keys = list(waiting.values_list("pk", flat=True))
    if movement.pk not in keys:
        return Place(None, len(keys), None, keys[0] if keys else None)
    here = keys.index(movement.pk)
    others = len(keys) > 1
    return Place(
        number=here + 1,
        total=len(keys),
        previous=keys[here - 1] if others else None,
        next=keys[(here + 1) % len(keys)] if others else None,
    )
