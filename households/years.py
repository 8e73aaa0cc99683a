"""Which year's plan a request speaks of."""

from households.models import Plan


def turn_to(request, plan: Plan | None) -> None:
    """From here on the request speaks of `plan`: its frame, its forms, and what its person may do in it.

    Whoever opens something of another year looks at that year until they choose otherwise, so that the lists
    and the rights around it are of one year; the frame of every page says which.
    """
    if getattr(request, "plan", None) not in {None, plan}:
        request.session["year"] = plan.year
    request.plan = plan
    request.user.year_is_closed = plan is not None and plan.is_closed
