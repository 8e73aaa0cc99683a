"""What the poverty standard makes of a household: a pure rule that shows its arithmetic.

Poor: income at or under the line and at least three deprivations; near-poor: the same line and fewer; above it
nobody is either, whatever is lacking (Nghị định 07/2021/NĐ-CP, Nghị định 351/2025/NĐ-CP). The scores of sheets
B1 (income) and B2 (10 points a deprivation) are the law's way of measuring (Thông tư 07/2021/TT-BLĐTBXH), so
where an office has both a score and an estimate the score decides, and the disagreement is told.
"""

from dataclasses import dataclass, field

from households.models.standard import PovertyClass, PovertyStandard

POINTS = 10  # of sheet B2 for each deprivation


@dataclass(frozen=True)
class Contradiction:
    """Two facts that cannot both be right. `code` names the kind: "b2_step", "b2_count" or "income_b1"."""

    code: str
    text: str


@dataclass(frozen=True)
class Assessment:
    """`standing` is empty where it cannot be computed; `lines` is the arithmetic in words, line by line."""

    standing: str = ""
    lines: tuple[str, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()

    @property
    def words(self) -> str:
        return PovertyClass(self.standing).label if self.standing else "Chưa tính được"


def assess(
    standard: PovertyStandard | None,
    *,
    income: int | None = None,
    b1: int | None = None,
    b2: int | None = None,
    deprivations: int | None = None,
) -> Assessment:
    """`income` in đồng a person a month, `b1` and `b2` points, `deprivations` how many; None where not known."""
    if standard is None:
        return Assessment(lines=("Chưa có chuẩn nghèo cho ngày này; quản trị bổ sung ở trang «Danh mục».",))
    sum = _Sum(standard)
    is_low = sum.income(income, b1)
    is_deprived = sum.deprivation(deprivations, b2)
    return sum.conclude(is_low, is_deprived)


@dataclass
class _Sum:
    """Adds up one household: what it writes down is the arithmetic that people see."""

    standard: PovertyStandard
    lines: list[str] = field(default_factory=list)
    contradictions: list[Contradiction] = field(default_factory=list)

    def __post_init__(self):
        self.lines.append(f"Chuẩn áp dụng: {self.standard}.")

    def income(self, income: int | None, b1: int | None) -> bool | None:
        """Whether the household is at or under the income line."""
        by_income, by_score, line = None, None, self.standard.income_line
        if income is not None:
            by_income = income <= line
            how = "không quá" if by_income else "trên"
            self.lines.append(f"Thu nhập {_dots(income)} đồng/người/tháng, {how} chuẩn {_dots(line)}.")
        if b1 is not None and self.standard.b1_most is None:
            self.lines.append(f"Điểm B1 {b1}: chuẩn này chưa có ngưỡng điểm, không dùng để tính.")
        elif b1 is not None:
            by_score = b1 <= self.standard.b1_most
            self.lines.append(f"Điểm B1 {b1}, {'không quá' if by_score else 'trên'} ngưỡng {self.standard.b1_most}.")
        if by_income is not None and by_score is not None and by_income != by_score:
            says = "dưới" if by_score else "trên"
            text = f"Điểm B1 cho biết {says} chuẩn thu nhập, thu nhập ước tính thì ngược lại. Đã tính theo điểm B1."
            self.contradictions.append(Contradiction("income_b1", text))
        if by_income is None and by_score is None:
            self.lines.append("Chưa có thu nhập hay điểm B1.")
        return by_income if by_score is None else by_score

    def deprivation(self, count: int | None, b2: int | None) -> bool | None:
        """Whether the household lacks as much as makes one poor."""
        by_count, by_score, least = None, None, self.standard.least_deprivations
        if count is not None:
            by_count = count >= least
            self.lines.append(f"Thiếu hụt {count} chỉ số, {_reaches(by_count, least)}.")
        if b2 is not None and self.standard.b2_least is None:
            self.lines.append(f"Điểm B2 {b2}: chuẩn này chưa có ngưỡng điểm, không dùng để tính.")
        elif b2 is not None:
            by_score = b2 >= self.standard.b2_least
            self.lines.append(f"Điểm B2 {b2}, {_reaches(by_score, self.standard.b2_least)}.")
        self._compare(count, b2)
        if by_count is None and by_score is None:
            self.lines.append("Chưa xem đủ các chỉ số thiếu hụt, chưa có điểm B2.")
        return by_count if by_score is None else by_score

    def _compare(self, count: int | None, b2: int | None) -> None:
        if b2 is not None and b2 % POINTS:
            text = f"Điểm B2 {b2} không chia hết cho {POINTS}, trong khi mỗi chỉ số thiếu hụt là {POINTS} điểm."
            self.contradictions.append(Contradiction("b2_step", text))
        elif b2 is not None and count is not None and b2 != POINTS * count:
            text = f"Điểm B2 {b2} ứng với {b2 // POINTS} chỉ số thiếu hụt, nhưng đã đánh dấu {count}."
            self.contradictions.append(Contradiction("b2_count", text))

    def conclude(self, is_low: bool | None, is_deprived: bool | None) -> Assessment:
        if is_low is False:
            standing = PovertyClass.ABOVE_NEAR_POOR
        elif is_low is None or is_deprived is None:
            standing = ""
        else:
            standing = PovertyClass.POOR if is_deprived else PovertyClass.NEAR_POOR
        self.lines.append(self._conclusion(standing, is_low, is_deprived))
        return Assessment(str(standing), tuple(self.lines), tuple(self.contradictions))

    @staticmethod
    def _conclusion(standing: str, is_low: bool | None, is_deprived: bool | None) -> str:
        if standing:
            return f"Kết quả tính: {PovertyClass(standing).label.lower()}."
        if is_low:
            return "Chưa tính được: hộ nghèo hay cận nghèo là tùy số chỉ số thiếu hụt."
        if is_deprived is False:
            return "Chưa tính được: không phải hộ nghèo, nhưng cận nghèo hay vượt chuẩn là tùy thu nhập."
        if is_deprived:
            return "Chưa tính được: hộ nghèo hay vượt chuẩn là tùy thu nhập."
        return "Chưa tính được vì thiếu số liệu."


def _reaches(does: bool, least: int) -> str:
    return f"từ {least} trở lên" if does else f"dưới {least}"


def _dots(number: int) -> str:
    return f"{number:,}".replace(",", ".")
