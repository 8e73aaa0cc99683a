"""The rows of the dashboard's tables, computed from the figures without a query."""

from collections.abc import Iterable
from dataclasses import dataclass

from households.models import Movement
from households.models.movement import OTHER_DECREASE_REASONS
from reports.figures import Agency, Commune, Figures
from reports.links import behind, needs
from reports.models import Deadline
from reports.pace import Label, Pace, label
from tasks.models import NeedType
from tasks.states import State

BAR = 120  # width of a bar in pixels
SHADES = (1, 3, 6, 10)  # from how many needs a cell takes the next shade


@dataclass(frozen=True)
class CommuneRow:
    """Places in the bar are text: they go into SVG attributes, where no number format may touch them."""

    commune: Commune
    label: Label
    percent: float
    bar: str
    mark: str


def commune_rows(figures: Figures, pace: Pace) -> list[CommuneRow]:
    """From the slowest to the fastest; those without a list come last."""
    share = pace.share(figures.as_of)
    slowest_first = sorted(figures.communes, key=lambda commune: (not commune.listed, commune.share))
    return [
        CommuneRow(
            commune=commune,
            label=label(listed=commune.listed, left=commune.left, pace_share=share),
            percent=commune.share * 100,
            bar=str(round(BAR * commune.share)),
            mark=str(round(2 + BAR * share)),
        )
        for commune in slowest_first
    ]


def need_types(figures: Figures) -> list[NeedType]:
    """The types that somebody needs, for the heads of columns."""
    wanted = {code for code, count in figures.needs.by_type.items() if count.needs}
    return [type for type in figures.types if type.code in wanted]


@dataclass(frozen=True)
class HeatCell:
    needs: int
    shade: int
    url: str
    label: str


@dataclass(frozen=True)
class HeatRow:
    commune: Commune
    cells: list[HeatCell]
    needing_url: str


def heat_rows(figures: Figures, types: list[NeedType]) -> list[HeatRow]:
    return [
        HeatRow(
            commune=commune,
            cells=[_heat_cell(commune, type) for type in types],
            needing_url=behind("needing", commune=commune.code),
        )
        for commune in figures.communes
    ]


def _heat_cell(commune: Commune, type: NeedType) -> HeatCell:
    count = commune.needs_by_type.get(type.code, 0)
    return HeatCell(
        needs=count,
        shade=sum(count >= start for start in SHADES),
        url=needs(commune=commune.code, type=type.code),
        label=f"nhu cầu {type.short_name} tại {commune.short_name}",
    )


@dataclass(frozen=True)
class BodyRow:
    agency: Agency
    states: list[tuple[str, int, str]]  # label, needs, address
    take_up_overdue_url: str


BODY_STATES = (
    (State.ROUTED, "Chưa nhận"),
    (State.TAKEN_UP, "Đang làm"),
    (State.DELIVERED, "Chờ xác nhận"),
)


def idle_bodies(figures: Figures) -> list[str]:
    return [agency.short_name for agency in figures.agencies if not agency.needs]


def body_rows(figures: Figures) -> list[BodyRow]:
    """The bodies that lead needs, in the plan's order."""
    return [
        BodyRow(
            agency=agency,
            states=[
                (words, agency.by_state.get(state, 0), needs(lead=agency.code, state=state.value))
                for state, words in BODY_STATES
            ],
            take_up_overdue_url=needs(lead=agency.code, state="take_up_overdue"),
        )
        for agency in figures.agencies
        if agency.needs
    ]


@dataclass(frozen=True)
class ReasonRow:
    code: str
    label: str
    is_other: bool  # "giảm khác": off the list, and no exit from poverty


def reason_rows(figures: Figures) -> list[ReasonRow]:
    return [
        ReasonRow(code, Movement.Reason(code).label, code in OTHER_DECREASE_REASONS) for code in figures.left.by_reason
    ]


def in_time(figures: Figures, deadlines: Iterable[Deadline]) -> list[str]:
    """How many came in time by the rule of each deadline, which says what the due day itself counts as."""
    said = []
    for line in deadlines:
        owed = figures.obligations[line.kind]
        whole = owed.on_time + (owed.on_the_day if line.counts_due_day else 0)
        rule = "kể cả" if line.counts_due_day else "không kể"
        said.append(f"{line.get_kind_display()}: {whole}/{owed.expected} đơn vị đúng hạn, {rule} nộp trong ngày hạn.")
    return said
