"""A year that nobody planned: any verbs by any people in any order, and what must be true after each of them.

One lead body a need; whoever has left is the same in figures, list and export; the movement table closes for any
period; what a household and a need are now is what their diary and steps tell; a refusal changes nothing.
"""

import os
from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.db.models import Prefetch, Q
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from households import changes
from households.models import Cause, Decision, Diary, Hamlet, Household, Member, Movement, PersonEvent, Plan
from households.models.movement import Stage
from households.resources import HouseholdResource
from povertyplan import clock
from povertyplan.accounts.models import Unit
from reports.figures import as_json, figures
from reports.movement_table import Column, movement_table
from tasks import departures, looks, regrouping, steps
from tasks.household_filter import HouseholdNeedFilter
from tasks.models import Need, NeedType, Question, Step
from tasks.states import COUNTED, IN_QUEUE

FIRST, LAST = date(2022, 8, 1), date(2022, 12, 20)
ROWS = (Household, Movement, Decision, Diary, Need, Step, Member, PersonEvent, Question)
some = st.integers(0, 9)  # which household, need or person of those there are


class AnyYear(RuleBasedStateMachine):
    """Six households of two communes, their officers, three bodies and the division, from 1/8 to 20/12/2022."""

    cast: dict  # the people and the ways to make households, from pytest's fixtures

    def __init__(self):
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.today = FIRST + timedelta(days=1)  # whatever is decided counts after the plan's own day
        self.told = {}  # household: lines of its diary

    def teardown(self):
        transaction.set_rollback(True)
        with suppress(transaction.TransactionManagementError):
            self.savepoint.__exit__(None, None, None)

    @initialize()
    def a_list_comes_in(self):
        make, places = self.cast["a_household"], (self.cast["tu_ha"], self.cast["binh_tien"])
        needs = [["house_repair", "credit"], ["health_education"], ["livestock"], [], ["employment"], ["resettlement"]]
        for number, wanted in enumerate(needs):
            make(places[number % 2], f"Lê Thị {'ABCDEF'[number]}", needs=wanted, member_count=1 + number % 3)
        self.plan = Plan.objects.get(year=2022)

    # --- What people do ---------------------------------------------------------------------------------

    def attempt(self, verb, *args, **facts) -> None:
        """Does it on the day that it is; a refusal must leave every table as it was."""
        before = {model: model.objects.count() for model in ROWS}
        lines = Diary.objects.count()
        with clock.assume(self.today):
            try:
                with transaction.atomic():
                    verb(*args, **facts)
            except changes.Refused as refusal:
                assert str(refusal).endswith((".", "?"))
                assert before == {model: model.objects.count() for model in ROWS}
                return
        assert Diary.objects.count() > lines, "what was done stands in the diary"

    @property
    def households(self) -> list[Household]:
        return list(Household.objects.order_by("pk"))

    def household(self, which: int) -> Household:
        return self.households[which % len(self.households)]

    def listed(self, which: int) -> Household:
        """One of those that the year's list names: pages show the others no form for looks and needs."""
        return self.of(Household.objects.in_plan(self.plan), which)

    def of(self, queryset, which: int):
        rows = list(queryset.order_by("pk"))
        return rows[which % len(rows)] if rows else None

    def officer_of(self, household: Household):
        return self.cast["officer" if household.commune == self.cast["tu_ha"] else "stranger"]

    def head_of(self, need: Need):
        return {"QLDT": self.cast["housing"], "NHCSXH": self.cast["bank"]}.get(need.lead and need.lead.code)

    @rule(days=st.integers(1, 25))
    def days_pass(self, days):
        self.today = min(self.today + timedelta(days=days), LAST)

    @rule(which=some, reason=st.sampled_from(sorted(Movement.Reason.values)), back=st.integers(-2, 20))
    def propose(self, which, reason, back):
        if reason in ("moved_in", "split_off"):
            return
        household = self.household(which)
        on = self.today - timedelta(days=back)
        outcome = "" if reason in ("deceased", "moved", "merged") else "above_near_poor"
        self.attempt(
            changes.propose_exit, household, plan=self.plan, reason=reason, on=on, evidence="Biên bản",
            by=self.officer_of(household), outcome=outcome,
        )  # fmt: skip

    @rule(which=some, kind=st.sampled_from(["relapse", "newly_poor", "from_near_poor"]), back=st.integers(-2, 20))
    def propose_a_return(self, which, kind, back):
        household = self.household(which)
        self.attempt(
            changes.propose_increase, household, plan=self.plan, kind=kind, on=self.today - timedelta(days=back),
            evidence="Biên bản họp dân", by=self.officer_of(household),
            cause=Cause.objects.first() if kind == "relapse" else None,
        )  # fmt: skip

    @rule(which=some, agrees=st.booleans())
    def answer(self, which, agrees):
        movement = self.of(Movement.objects.open(), which)
        if movement is None:
            return
        if agrees:
            self.attempt(changes.agree, movement, by=self.cast["division"])
        else:
            self.attempt(changes.return_proposal, movement, reason="Thiếu biên bản", by=self.cast["division"])

    @rule(which=some)
    def carry_through(self, which):
        """Whatever waits is agreed to and decided, so that walks come to returns and their undoing."""
        if movement := self.of(Movement.objects.open(), which):
            self.attempt(changes.agree, movement, by=self.cast["division"])
            self.attempt(
                departures.decide, [movement], decision_no=f"{which}/QĐ-UBND", decision_on=self.today,
                by=self.cast["division"],
            )  # fmt: skip

    @rule(which=st.booleans(), people=st.integers(1, 5))
    def a_household_that_no_list_named(self, which, people):
        hamlet = Hamlet.objects.named(self.cast["tu_ha" if which else "binh_tien"], "Thôn 2")
        self.attempt(
            changes.add_household, hamlet, plan=self.plan, head=f"Võ Thị {len(self.households)}",
            member_count=people, by=self.cast["officer" if which else "stranger"],
        )  # fmt: skip

    @rule(which=some)
    def withdraw(self, which):
        if movement := self.of(Movement.objects.open(), which):
            self.attempt(changes.withdraw_proposal, movement, by=self.officer_of(movement.household))

    @rule(which=some, back=st.integers(-2, 30))
    def decide(self, which, back):
        if movement := self.of(Movement.objects.agreed(), which):
            self.attempt(
                departures.decide, [movement], decision_no=f"{which}/QĐ-UBND",
                decision_on=self.today - timedelta(days=back), by=self.cast["division"],
            )  # fmt: skip

    @rule(which=some)
    def undo(self, which):
        if movement := self.of(Movement.objects.decided(), which):
            self.attempt(departures.undo, movement, reason="Ghi nhầm hộ", by=self.cast["division"])

    @rule(which=some, kind=st.sampled_from(["relapse", "newly_poor", "from_near_poor"]), back=st.integers(-2, 20))
    def propose_to_come(self, which, kind, back):
        household = self.household(which)
        self.attempt(
            changes.propose_increase, household, plan=self.plan, kind=kind, on=self.today - timedelta(days=back),
            evidence="Giấy đề nghị", cause=Cause.objects.first(), by=self.officer_of(household),
        )  # fmt: skip

    @rule(
        which=some, back=st.integers(-2, 20), answers=st.lists(st.sampled_from(["confirmed", "rejected"]), max_size=3)
    )
    def review_the_year(self, which, back, answers):
        unit, on = self.household(which).commune, self.today - timedelta(days=back)

        def conclude():
            facts = {"number": f"{which}/RS", "signed_on": on, "kind": "annual", "by": self.cast["division"]}
            decision = changes.open_decision(unit, **facts)
            waiting = changes.to_conclude(self.plan, unit)
            if not waiting or not answers:
                raise changes.Refused("Không có gì để kết luận.")
            departures.conclude(zip(waiting, answers, strict=False), decision=decision, by=self.cast["division"])

        self.attempt(conclude)

    @rule(which=some)
    def withdraw_a_decision(self, which):
        decision = self.of(
            Decision.objects.standing().with_counts().filter(Q(decided__gt=0) | Q(concluded__gt=0)), which
        )
        if decision is not None:
            self.attempt(departures.withdraw, decision, reason="Ghi nhầm", by=self.cast["division"])

    @rule(which=some, back=st.integers(-2, 20))
    def correct_a_day(self, which, back):
        decision = self.of(Decision.objects.standing().with_counts().filter(Q(decided__gt=0)), which)
        day = self.today - timedelta(days=back)
        if decision is not None and day != decision.signed_on:
            self.attempt(
                changes.correct_decision, decision, number=decision.number, signed_on=day, signer="", signer_title="",
                reason="Gõ nhầm ngày", by=self.cast["division"],
            )  # fmt: skip

    @rule(which=some, people=st.integers(0, 3), back=st.integers(-1, 40), with_needs=st.booleans())
    def split(self, which, people, back, with_needs):
        household, on = self.household(which), self.today - timedelta(days=back)
        needs = list(household.needs.open()) if with_needs else []
        self.attempt(
            regrouping.split_off, household, plan=self.plan, on=on, decision_no=f"{which}/QĐ-UBND", decision_on=on,
            head_name=f"Hồ Văn {self.today:%d%m}", unnamed=people, needs=needs, by=self.cast["division"],
        )  # fmt: skip

    @rule(which=some, back=st.integers(-1, 40))
    def move_within_the_town(self, which, back):
        household, on = self.household(which), self.today - timedelta(days=back)
        away = self.cast["binh_tien" if household.commune == self.cast["tu_ha"] else "tu_ha"]
        self.attempt(
            regrouping.relocate, household, plan=self.plan, to=Hamlet.objects.named(away, "Thôn 1"), on=on,
            decision_no=f"{which}/QĐ-UBND", decision_on=on, by=self.cast["division"],
        )  # fmt: skip

    @rule(which=some, into=some)
    def propose_to_join(self, which, into):
        household, other = self.household(which), self.household(into)
        if household != other:
            self.attempt(
                changes.propose_exit, household, plan=self.plan, reason="merged", on=self.today, evidence="Đơn xin",
                by=self.officer_of(household), other_household=other,
            )  # fmt: skip

    @rule(which=some, what=st.sampled_from(["take_up", "refuse", "deliver", "confirm", "dispute", "withdraw"]))
    def move_a_need(self, which, what):
        need = self.of(Need.objects.filter(state__in=COUNTED), which)
        if need is None:
            return
        division, lead, officer = self.cast["division"], self.head_of(need), self.officer_of(need.household)
        match what:
            case "take_up" | "deliver" if lead:
                self.attempt(getattr(steps, what), [need] if what == "take_up" else need, by=lead)
            case "refuse" if lead:
                self.attempt(steps.refuse, [need], by=lead, reason="Không thuộc nhiệm vụ")
            case "confirm":
                self.attempt(steps.confirm, [need], by=officer)
            case "dispute":
                self.attempt(steps.dispute, need, by=officer, reason="Chưa nhận được")
            case "withdraw":
                self.attempt(steps.withdraw, [need], by=division, reason="Hộ không cần nữa")

    @rule(which=some, to=st.sampled_from(["QLDT", "NHCSXH", "MTTQ"]))
    def route(self, which, to):
        if need := self.of(Need.objects.filter(state__in=COUNTED), which):
            unit = Unit.objects.on(FIRST).get(code=to)
            self.attempt(steps.route, [need], to=unit, by=self.cast["division"], note="Theo phân công")

    @rule(which=some)
    def split_a_need(self, which):
        if need := self.of(Need.objects.filter(state__in=IN_QUEUE), which):
            into = NeedType.objects.filter(code__in=["health", "education"])
            self.attempt(steps.split, [need], into=into, by=self.cast["division"])

    @rule(which=some, type=st.sampled_from(["credit", "livestock", "basic_service"]))
    def add_a_need(self, which, type):
        household = self.listed(which)
        type = NeedType.objects.get(code=type)
        self.attempt(steps.add, household, plan=self.plan, type=type, by=self.officer_of(household))

    @rule(which=some, progress=st.sampled_from(["under_way", "stuck"]))
    def look(self, which, progress):
        household = self.listed(which)
        with suppress(changes.Refused), clock.assume(self.today), transaction.atomic():
            looks.see(
                household, plan=self.plan, progress=progress, on=self.today, note="Đã đến thăm",
                by=self.officer_of(household),
            )  # fmt: skip

    @rule(which=some, back=st.integers(0, 20))
    def a_child_is_born(self, which, back):
        household = self.household(which)
        on = self.today - timedelta(days=back)
        facts = {"name": f"Lê Thị {self.today:%d%m}", "relation": "Con", "birth_on": on, "birth_year": on.year}
        self.attempt(changes.arrive, household, kind="born", facts=facts, on=on, by=self.officer_of(household))

    # --- What is true after each of them ----------------------------------------------------------------

    @invariant()
    def a_need_has_one_lead_or_waits_for_one(self):
        for need in Need.objects.filter(state__in=COUNTED):
            assert need.state in IN_QUEUE or need.lead_id, need
            last = need.steps.exclude(to_state="").order_by("pk").last()
            assert (last.to_state, last.lead_id) == (need.state, need.lead_id)

    @invariant()
    def steps_lead_from_one_to_the_next(self):
        for need in Need.objects.prefetch_related("steps"):
            state = ""
            for step in sorted(need.steps.all(), key=lambda step: step.pk):
                assert step.from_state == state
                state = step.to_state
            assert state == need.state

    @invariant()
    def who_has_left_is_the_same_everywhere(self):
        with clock.assume(self.today):
            found = as_json(figures(self.plan, self.today))
            everything = {
                name: HouseholdNeedFilter({"standing": name}, user=self.cast["division"], plan=self.plan).qs.count()
                for name in ("left", "exited", "other_decrease", "remaining")
            }
            leavers = HouseholdNeedFilter({"standing": "left"}, user=self.cast["division"], plan=self.plan).qs
            needs = Prefetch("needs", Need.objects.counted(), to_attr="shown_needs")
            exported = HouseholdResource(self.plan).export(leavers.with_place(self.plan).prefetch_related(needs))
        left = found["left"]
        assert len(exported) == left["total"]
        assert everything == {
            "left": left["total"], "exited": left["exited"], "other_decrease": left["other_decrease"],
            "remaining": found["remaining"],
        }  # fmt: skip
        assert left["total"] == left["exited"] + left["other_decrease"] == sum(left["by_reason"].values())
        assert sum(commune["left"] for commune in found["communes"]) == left["total"]
        needs = sum(commune["needs"] for commune in found["communes"])
        assert needs == found["needs"]["total"] == sum(found["needs"]["by_state"].values())

    @invariant()
    def movements_close_over_any_period(self):
        with clock.assume(self.today):
            communes = list(Unit.objects.communes().on(FIRST))
            middle = FIRST + (self.today - FIRST) / 2
            whole = movement_table(FIRST, self.today, communes=communes)
            halves = [movement_table(FIRST, middle, communes=communes)]
            halves += (
                [movement_table(middle + timedelta(days=1), self.today, communes=communes)]
                if (middle < self.today)
                else []
            )
        for table in (whole, *halves):
            assert all(row.rest(unit) == 0 for row in (*table.rows, table.total) for unit in ("households", "people"))
        if len(halves) == 2:
            for unit in ("households", "people"):
                ends, begins = halves[0].total[Column.CLOSING], halves[1].total[Column.OPENING]
                assert getattr(ends, unit) == getattr(begins, unit)
                assert getattr(halves[1].total[Column.CLOSING], unit) == getattr(whole.total[Column.CLOSING], unit)
        listed = {entry.household for entry in whole.total[Column.CLOSING].entries}
        with clock.assume(self.today):
            remaining = set(Household.objects.in_plan(self.plan).remaining(self.plan).values_list("pk", flat=True))
        assert listed & set(Household.objects.in_plan(self.plan).values_list("pk", flat=True)) == remaining

    @invariant()
    def the_diary_only_grows(self):
        now = {household.pk: household.diary.count() for household in self.households}
        assert all(now.get(key, 0) >= lines for key, lines in self.told.items())
        self.told = now

    @invariant()
    def a_standing_is_explained_by_its_movement(self):
        for movement in Movement.objects.exclude(stage__in=[Stage.WITHDRAWN]).select_related("household"):
            texts = list(movement.household.diary.filter(kind=Diary.Kind.EXIT).values_list("text", flat=True))
            wanted = {
                Stage.PROPOSED: ("Đề nghị", "Gửi lại"), Stage.RETURNED: ("Trả lại",), Stage.AGREED: ("Đồng ý",),
                Stage.DECIDED: ("Quyết định",), Stage.UNDONE: ("Hủy",),
            }[Stage(movement.stage)]  # fmt: skip
            assert any(word in text for text in texts for word in wanted), (movement.stage, texts)


@pytest.mark.django_db
def test_any_year_holds(a_household, tu_ha, binh_tien, officer, stranger, housing, bank, division):
    AnyYear.cast = locals()
    walks = os.environ.get("WALKS")  # WALKS=200 for a long evening of new ways; without it the same few each time
    calm = settings(
        max_examples=int(walks or 8), stateful_step_count=25, deadline=None, derandomize=not walks,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    run_state_machine_as_test(AnyYear, settings=calm)
