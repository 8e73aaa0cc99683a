"""The numbers that a plan itself states."""

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
