"""Who may do which verb with which need: asked by the verbs themselves, and by pages for their buttons."""

from collections.abc import Sequence

from povertyplan.accounts.models import User
from povertyplan.accounts.roles import Permission
from tasks.models import Measure, Need
from tasks.states import VERBS

_LEADS_OWN = frozenset({"take_up", "refuse", "deliver", "assign"})
_COMMUNES_OWN = frozenset({"confirm", "dispute", "plan"})


def has_right(verb: str, need: Need, *, by: User) -> bool:
    """A lead's verbs are for the lead body alone; a commune's for its own households."""
    if not by.may(VERBS[verb].permission):
        return False
    if verb in _LEADS_OWN:
        return need.lead_id == by.unit_id
    return verb not in _COMMUNES_OWN or need.commune_id == by.unit_id


def may_change(measure: Measure, *, by: User) -> bool:
    """What a unit wrote down is put right by itself, or by the division, which answers for the figures."""
    return by.may(Permission.RECORD_MEASURE) and (measure.unit_id == by.unit_id or by.may(Permission.ROUTE_NEEDS))


def obstacle(verb: str, need: Need, *, by: User) -> str:
    """Why `by` may not do `verb` with `need` as it stands now; empty where they may.

    The words go on after the need's name: "phải tách trước khi giao".
    """
    if not need.may(verb):
        return f"đang ở trạng thái «{need.get_state_display()}»"
    if not by.may(VERBS[verb].permission):
        return "ngoài quyền của tài khoản này"
    if not has_right(verb, need, by=by):
        return f"là việc của {need.commune if verb in _COMMUNES_OWN else need.lead}"
    if verb == "route" and need.must_be_split:
        return "phải tách trước khi giao"
    if verb == "split" and not need.must_be_split:
        return "không cần tách"
    if verb == "indicator" and not need.asks_indicator:
        return "không hỏi chỉ số thiếu hụt"
    return ""


def sentence(need: Need, words: str) -> str:
    return f"Nhu cầu «{need.type.name}» của hộ {need.household.head} {words}."


def in_short(problems: Sequence[str], most: int = 5) -> str:
    """The first few of many problems, and how many more there are."""
    more = [f"Và {len(problems) - most} nhu cầu khác."] if len(problems) > most else []
    return " ".join([*problems[:most], *more])
