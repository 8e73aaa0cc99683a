"""What a person may take over into a section instead of writing it: offered sentences, and what was told before."""

from dataclasses import dataclass

from reports.drafting.content import Part, Prepared
from reports.models import Obligation, ObligationKind, Submission, TownReport

# A report begins where the plan stopped: which section of the plan is a start for which of the report.
FROM_THE_PLAN = {"next": "tasks", "proposals": "proposals"}


@dataclass(frozen=True)
class Offer:
    """`key` names the source; `section:key` is what the button sends."""

    key: str
    label: str
    text: str


def offers(owed: Obligation | None, prepared: Prepared) -> dict[str, list[Offer]]:
    """By section, every text that differs from the one that stands there and is not empty.

    `owed` None: of the town's own report.
    """
    sources = list(_sources(owed) if owed else _town_sources(prepared))
    return {part.key: [offer for offer in _of(part, sources) if offer.text != part.text] for part in prepared.written}


def _of(part: Part, sources):
    if part.offered:
        yield Offer("figures", "Câu gợi ý theo số liệu hiện tại", part.offered)
    for key, label, told, from_section in sources:
        if text := told.get(from_section(part.key)):
            yield Offer(key, label, text)


def _sources(owed: Obligation):
    """(key, label, texts by section, which section of it is meant) of what was told before, the nearest first."""
    if newest := _newest(Obligation.objects.filter(pk=owed.pk)):
        yield f"v{newest.version}", f"Lần nộp {newest.version} đã viết", told_texts(newest), str
    if owed.kind == ObligationKind.REPORT:
        plans = Obligation.objects.filter(plan=owed.plan, unit=owed.unit, kind=ObligationKind.PLAN)
        if newest := _newest(plans):
            yield "plan", "Kế hoạch đã nộp viết", told_texts(newest), FROM_THE_PLAN.get
    if newest := _newest(_last_year(owed)):
        year = newest.obligation.plan.year
        yield "before", f"{owed.get_kind_display()} năm {year} viết", told_texts(newest), str


def _town_sources(prepared: Prepared):
    year = prepared.plan.year
    if issued := TownReport.objects.filter(plan__year=year).first():
        yield f"v{issued.version}", f"Lần ban hành {issued.version} đã viết", told_texts(issued), str
    if before := TownReport.objects.filter(plan__year=year - 1).first():
        yield "before", f"Báo cáo năm {year - 1} viết", told_texts(before), str


def _last_year(owed: Obligation):
    return Obligation.objects.filter(
        plan__year=owed.plan.year - 1, unit__code=owed.unit.code, unit__kind=owed.unit.kind, kind=owed.kind
    )


def _newest(obligations) -> Submission | None:
    versions = Submission.objects.filter(obligation__in=obligations).select_related("obligation__plan")
    return versions.order_by("-version").first()


def told_texts(version: Submission | TownReport) -> dict[str, str]:
    """By section; empty for what was handed in as a file alone."""
    return dict(version.frozentexts.values_list("section", "text"))


def chosen(all_offers: dict[str, list[Offer]], asked: str) -> tuple[str, str] | None:
    """(section, text) of the button `asked` ("next:plan"), or None for what is not offered."""
    section, _, key = asked.partition(":")
    return next(((section, offer.text) for offer in all_offers.get(section, ()) if offer.key == key), None)
