"""What a plan itself states: its numbers, and what it asks of whom."""

from django.db import models

from households.models import Plan


class PlanFigureManager(models.Manager):
    def get_by_natural_key(self, year, key):
        return self.get(plan__year=year, key=key)


class PlanFigure(models.Model):
    """A number that the plan itself states, with its clause; shown beside what the data says, never forced."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="stated_figures")
    key = models.CharField("khóa", max_length=40)
    label = models.CharField("chỉ số", max_length=150)
    unit = models.CharField("đơn vị tính", max_length=20)
    stated = models.PositiveIntegerField("kế hoạch ghi")
    clause = models.CharField("mục", max_length=20)
    order = models.PositiveSmallIntegerField("thứ tự")

    objects = PlanFigureManager()

    class Meta:
        verbose_name = "số liệu của kế hoạch"
        ordering = ["plan", "order"]
        constraints = [models.UniqueConstraint(fields=["plan", "key"], name="plan_figure_once")]

    def __str__(self):
        return f"{self.label}: {self.stated}"

    def natural_key(self):
        return (*self.plan.natural_key(), self.key)


class DutyManager(models.Manager):
    def get_by_natural_key(self, year, clause, order):
        return self.get(plan__year=year, clause=clause, order=order)

    def of(self, plan: Plan, clause: str):
        """What `plan` asks of whoever stands under `clause` (a unit's own: III.1, III.2.10)."""
        return self.filter(plan=plan, clause=clause)


class Duty(models.Model):
    """One thing that the plan asks of the units under a clause, in the plan's own words (part III)."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="duties")
    clause = models.CharField("mục", max_length=20)
    order = models.PositiveSmallIntegerField("thứ tự")
    text = models.TextField("nhiệm vụ")

    objects = DutyManager()

    class Meta:
        verbose_name = "nhiệm vụ kế hoạch giao"
        ordering = ["plan", "clause", "order"]
        constraints = [models.UniqueConstraint(fields=["plan", "clause", "order"], name="duty_once")]

    def __str__(self):
        return f"{self.clause}: {self.text[:60]}"

    def natural_key(self):
        return (*self.plan.natural_key(), self.clause, self.order)
