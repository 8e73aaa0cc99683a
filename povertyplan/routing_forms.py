"""The administrator's forms of the routing tables, and what a change of them leaves as it is."""

from django.db.models import Q
from django.forms import ModelForm, ValidationError

from households.models import Plan
from povertyplan import clock
from povertyplan.accounts.models import Unit
from tasks.filters import VIEWS
from tasks.models import NeedType
from tasks.routing import left_behind


class RoutingForm(ModelForm):
    """Only bodies lead and coordinate, and only those that are there today or stand in the row already."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        units = Unit.objects.on(clock.today())
        self._offer(units.agencies(), "lead", "suggestion", "coordinators")
        self._offer(units.communes(), "commune")

    def _offer(self, units, *names: str) -> None:
        for name in names:
            if name in self.fields:
                value = self.initial.get(name) or []
                kept = [getattr(one, "pk", one) for one in (value if isinstance(value, list) else [value])]
                self.fields[name].queryset = Unit.objects.filter(Q(pk__in=units.values("pk")) | Q(pk__in=kept))


class NeedTypeForm(RoutingForm):
    def clean(self):
        data = super().clean()
        if data.get("lead") and data.get("splits_into"):
            self.add_error("lead", "Loại phải tách thì chưa có cơ quan chủ trì; hãy ghi ở các loại được tách ra.")
        return data


class CommuneRouteForm(RoutingForm):
    """What is not filled in follows the type's own row."""

    SAYS = ("lead", "coordinators", "clause", "take_up_days", "deliver_days")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["type"].queryset = NeedType.objects.whole()
        for name in self.SAYS:
            self.fields[name].help_text = "Để trống thì theo dòng chung của loại nhu cầu."

    def clean(self):
        data = super().clean()
        if not self.errors and not any(data[name] or data[name] == 0 for name in self.SAYS):
            raise ValidationError("Hãy ghi ít nhất một điều khác với dòng chung của loại nhu cầu.")
        return data


def not_moved(type: NeedType, plan: Plan, commune: Unit | None = None) -> str:
    """What the administrator is told after a change: nothing that waits already is moved by it."""
    leads = left_behind(plan, type, commune)
    if not leads:
        return ""
    whom = "; ".join(f"{count} nhu cầu chờ {name} tiếp nhận" for name, count in leads)
    return (
        f"Phần mềm không tự chuyển các nhu cầu đã phân công theo bảng cũ: {whom}. Phòng LĐ-TB&XH xem ở trang "
        f"Nhu cầu, trạng thái «{VIEWS['led_otherwise']}», và giao lại nếu cần."
    )
