"""How each unit's papers look that are its own: what stands above its name, its symbol, who signs, who gets a copy."""

from django.db import models
from django.db.models.functions import Coalesce

from households.models import Plan
from povertyplan.accounts.models import Unit
from reports.documents.blocks import Issuer, Signature


class LetterheadManager(models.Manager):
    def get_by_natural_key(self, code, valid_from):
        if not code:
            return self.get(unit=None)
        return self.get(unit__code=code, unit__valid_from=valid_from)

    def of_division(self, plan: Plan) -> "Letterhead":
        """Of the division, which draws up the town's papers and receives what units hand in."""
        return self.of(Unit.objects.on(plan.issued_on).filter(is_division=True).first())

    def of(self, unit: Unit | None) -> "Letterhead":
        """The row of `unit` (None: the town's People's Committee), or what can be assumed of one without a row."""
        return self.filter(unit=unit).first() or Letterhead.assumed(unit)


class Letterhead(models.Model):
    """One row a unit, and one without unit for the town's People's Committee. Texts of several lines keep them.

    Decree 30/2020/NĐ-CP, Annex I, II.2–4, 7 and 9.
    """

    unit = models.OneToOneField(
        Unit, models.PROTECT, null=True, blank=True, related_name="letterhead", verbose_name="đơn vị"
    )
    superior = models.CharField("cơ quan chủ quản trực tiếp", max_length=150, blank=True)
    issuer = models.TextField("tên cơ quan ban hành", max_length=200)
    told_as = models.CharField("gọi trong câu", max_length=150)
    symbol = models.CharField("chữ viết tắt trong ký hiệu", max_length=30)
    place = models.CharField("địa danh", max_length=60)
    authority = models.TextField("quyền hạn, chức vụ người ký", max_length=200)
    signer = models.CharField("họ và tên người ký", max_length=100, blank=True)
    receivers = models.TextField("nơi nhận", max_length=1000, blank=True)

    objects = LetterheadManager()

    class Meta:
        verbose_name = "thể thức văn bản của đơn vị"
        ordering = ["unit__kind", "unit__order"]
        constraints = [
            # A unique field lets any number of rows have nothing in it; there is one town.
            models.UniqueConstraint(
                Coalesce("unit", 0), name="letterhead_once", violation_error_message="Đơn vị này đã có một dòng."
            )
        ]

    def __str__(self):
        return self.told_as

    def natural_key(self):
        return self.unit.natural_key() if self.unit else ("", None)

    natural_key.dependencies = ["accounts.unit"]

    @classmethod
    def assumed(cls, unit: Unit | None) -> "Letterhead":
        """Not saved: as papers of such a unit usually look, for a unit that nobody has described yet."""
        if unit is None:
            return cls(issuer="ỦY BAN NHÂN DÂN", told_as="UBND", symbol="UBND", authority="CHỦ TỊCH")
        if unit.is_commune:
            return cls(
                unit=unit,
                issuer=f"ỦY BAN NHÂN DÂN\n{unit.name.upper()}",
                told_as=f"UBND {unit.name[0].lower()}{unit.name[1:]}",
                symbol="UBND",
                place=unit.short_name,
                authority="TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH",
                receivers="Lưu: VT",
            )
        symbol = unit.code.replace("_", "-")
        return cls(
            unit=unit, issuer=unit.name.upper(), told_as=unit.name, symbol=symbol, authority="THỦ TRƯỞNG ĐƠN VỊ",
            receivers="Lưu: VT",
        )  # fmt: skip

    @property
    def head(self) -> Issuer:
        return Issuer(self.superior, _lines(self.issuer), self.symbol, self.place, self.told_as)

    @property
    def signature(self) -> Signature:
        return Signature(tuple(_lines(self.authority).split("\n")), self.signer)

    @property
    def copies(self) -> tuple[str, ...]:
        """Nơi nhận."""
        return tuple(line for line in _lines(self.receivers).split("\n") if line)


def _lines(text: str) -> str:
    """Browsers send two signs for a line end."""
    return "\n".join(line.strip() for line in text.replace("\r", "").split("\n")).strip()
