"""A household splits, joins another one, moves within the town; and what was written down by mistake is undone."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from households import changes
from households.event_forms import UndoForm
from households.models import Household, Movement
from households.views.editing import one_form
from households.years import turn_to
from povertyplan.accounts.access import allowed
from povertyplan.accounts.roles import Permission as P
from tasks import departures, regrouping
from tasks.regrouping_forms import MergeForm, RelocationForm, SplitForm

UNDO_LEAD = "Người, nhu cầu và chỗ trong danh sách trở lại như trước. Biến động này vẫn còn trong lịch sử."


@allowed(P.REGROUP_HOUSEHOLDS)
def split(request, code):
    household = _listed(request, code)
    form = SplitForm(request.POST or None, household=household, plan=request.plan)
    if request.method == "POST" and form.is_valid():
        try:
            movement = regrouping.split_off(household, plan=request.plan, by=request.user, **form.asked())
        except changes.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            new = movement.household
            messages.success(request, f"Đã tách hộ {new.head}, mã {new.code}. Hãy kiểm tra quan hệ của từng người.")
            return redirect("household_people", new.code)
    lead = (
        f"{household.head} vẫn là chủ hộ của hộ cũ. Hộ mới cũng là hộ nghèo, nguyên nhân và thiếu hụt lấy theo hộ cũ."
    )
    return one_form(request, household, form, f"Tách hộ từ hộ {household.head}", lead=lead, button="Ghi tách hộ")


@allowed(P.REGROUP_HOUSEHOLDS)
def relocate(request, code):
    household = _listed(request, code)
    form = RelocationForm(request.POST or None, household=household, plan=request.plan)
    if request.method == "POST" and form.is_valid():
        try:
            relocation = regrouping.relocate(household, plan=request.plan, by=request.user, **form.asked())
        except changes.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            there = relocation.to_hamlet.commune.name
            messages.success(request, f"Đã chuyển hộ {household.head} về {there}; từ nay {there} theo dõi hộ này.")
            return redirect("households" if request.user.commune else reverse("household", args=[code]))
    lead = (
        "Hộ vẫn là hộ nghèo: giảm ở xã, phường cũ, tăng ở xã, phường mới; thông tin và nhu cầu đi theo hộ. Chuyển ra "
        "ngoài thị xã thì dùng «Đề nghị đưa ra khỏi danh sách»."
    )
    title = f"Chuyển hộ {household.head} sang xã, phường khác"
    return one_form(request, household, form, title, lead=lead, button="Ghi chuyển hộ")


@allowed(P.PROPOSE_EXIT)
def merge(request, code):
    household, plan = _listed(request, code), request.plan
    if request.method == "GET" and (waiting := household.movements.filter(plan=plan).open().first()):
        return redirect("exit", waiting.pk)  # a second proposal could not be sent
    form = MergeForm(request.POST or None, household=household, plan=plan, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            movement = changes.propose_exit(household, plan=plan, by=request.user, **form.asked())
        except changes.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã gửi đề nghị nhập hộ {household.head} đến Phòng LĐ-TB&XH.")
            return redirect("exit", movement.pk)
    lead = "Khi có quyết định, mọi người của hộ và nhu cầu chưa xong sang hộ kia; hộ này ra khỏi danh sách (giảm khác)."
    return one_form(request, household, form, f"Nhập hộ {household.head} vào hộ khác", lead=lead, button="Gửi đề nghị")


def _listed(request, code: str) -> Household:
    seen = Household.objects.visible_to(request.user).in_plan(request.plan)
    return get_object_or_404(seen.select_related("commune", "hamlet"), code=code)


@allowed(P.REGROUP_HOUSEHOLDS)
def undo(request, pk):
    """A commune undoes what it wrote down itself; what the division agreed to, the division undoes."""
    movements = Movement.objects.visible_to(request.user).select_related("plan", "household__commune", "decision")
    movement = get_object_or_404(movements, pk=pk)
    turn_to(request, movement.plan)
    household = movement.household
    if not regrouping.may_undo(movement, by=request.user):
        messages.error(request, "Biến động này do Phòng LĐ-TB&XH hủy, hoặc không còn hủy được.")
        return redirect("exit", movement.pk)
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            departures.undo(movement, reason=form.cleaned_data["reason"], by=request.user)
        except changes.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Đã hủy: {movement.what.lower()}.")
            return _back(request, movement)
    title = f"Hủy biến động của hộ {household.head}: {movement.what.lower()}, {movement.counted_on:%d/%m/%Y}"
    return one_form(request, household, form, title, lead=UNDO_LEAD, button="Hủy vì ghi nhầm")


def _back(request, movement: Movement):
    """To the household that is there again, where this person still sees it."""
    there = movement.other_household if movement.kind == Movement.Kind.OTHER_INCREASE else None
    code = (there or movement.household).code
    seen = Household.objects.visible_to(request.user).filter(code=code).exists()
    return redirect("household", code) if seen else redirect("households")
