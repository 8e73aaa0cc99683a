"""Who may do which verb with which need: asked by the verbs themselves, and by pages for their buttons."""

from collections.abc import Sequence

from povertyplan.accounts.models import User
from tasks.models import Need
from tasks.states import MOVES

_LEADS_OWN = frozenset({"take_up", "refuse", "deliver"})
_COMMUNES_OWN = frozenset({"confirm", "dispute"})


def has_right(verb: str, need: Need, *, by: User) -> bool:
    """A lead's verbs are for the lead body alone; a commune's for its own households."""
    if not by.may(MOVES[verb].permission):
        return False
    if verb in _LEADS_OWN:
        return need.lead_id == by.unit_id
    return verb not in _COMMUNES_OWN or need.commune_id == by.unit_id


def obstacle(verb: str, need: Need, *, by: User) -> str:
    """Why `by` may not do `verb` with `need` as it stands now; empty where they may."""
    name = f"«{need.type.name}» của hộ {need.household.head}"
    if not need.may(verb):
        return f"Nhu cầu {name} đang ở trạng thái «{need.get_state_display()}»."
    if not by.may(MOVES[verb].permission):
        return "Tài khoản này không được làm việc đó."
    if not has_right(verb, need, by=by):
        own = need.commune if verb in _COMMUNES_OWN else need.lead
        return f"Việc này ở nhu cầu {name} là của {own}."
    if verb == "route" and need.must_be_split:
        return f"Nhu cầu {name} phải tách trước khi giao."
    if verb == "split" and not need.must_be_split:
        return f"Nhu cầu {name} không cần tách."
    return ""


def in_short(problems: Sequence[str], most: int = 5) -> str:
    """The first few of many problems, and how many more there are."""
    more = [f"Và {len(problems) - most} nhu cầu khác."] if len(problems) > most else []
    return " ".join([*problems[:most], *more])
