"""Asking for papers from a page: short ones are made at once, long ones by the worker; both are kept for a while."""

from django.core.files.base import ContentFile
from django.db import transaction

from households.changes import Refused
from povertyplan import clock, working
from reports.documents import making
from reports.documents.kinds import KINDS, Form
from reports.documents.making import Paper
from reports.documents.orders import Order
from reports.models import MadePaper

# From how many households on a list of them takes longer than a person should wait (about three seconds).
LONG_FROM = {Form.DOCX: 1_500, Form.PDF: 700, Form.XLSX: 3_000}


def is_long(order: Order, form: Form) -> bool:
    return order.kind.by_household and order.count_households() > LONG_FROM[form]


@transaction.atomic
def ask(order: Order, form: Form) -> MadePaper:
    """Makes the paper, or queues it where it is long. Raises Refused where `order.by` cannot have it."""
    making.check(order, form)
    if not order.kind.may_be_made_by(order.by, order.unit):
        raise Refused(f"Tài khoản này không lập được «{order.kind.title}» của {order.whose}.")
    made = MadePaper(
        kind=order.kind.code,
        title=order.kind.title,
        form=form,
        plan=order.plan,
        unit=order.unit,
        household=order.household,
        as_of=order.as_of,
        first=order.since if order.kind.by_period else None,
        number=order.number,
        asked_at=order.made_at,
        asked_by=order.by,
    )
    if is_long(order, form):
        made.save()
        transaction.on_commit(see_to_it)
    else:
        made.started_at = clock.now()
        _keep(made, making.make(order, form))
    return made


@transaction.atomic
def ask_again(made: MadePaper) -> None:
    """The same once more by the worker, after it failed or its file was thrown away."""
    fresh = MadePaper.objects.exclude(finished_at=None).filter(pk=made.pk, file="")
    if not fresh.update(asked_at=clock.now(), started_at=None, finished_at=None, told="", step=""):
        raise Refused("Văn bản này không cần lập lại.")
    transaction.on_commit(see_to_it)


def order_of(made: MadePaper) -> Order:
    """Raises Refused for a kind that is made no more."""
    if made.kind not in KINDS:
        raise Refused(f"Phần mềm không còn lập «{made.title}».")
    return Order(
        KINDS[made.kind],
        made.plan,
        made.as_of,
        unit=made.unit,
        household=made.household,
        by=made.asked_by,
        number=made.number,
        first=made.first,
        made_at=made.asked_at,
    )


def do(made: MadePaper) -> None:
    """The worker makes one that waits; what is refused is said in `told`."""
    made.started_at = clock.now()
    made.save(update_fields=["started_at"])
    try:
        paper = making.make(order_of(made), Form(made.form), tell=lambda step: _tell(made, step))
    except Refused as refused:
        fail(made, str(refused))
    else:
        _keep(made, paper)


def _tell(made: MadePaper, step: str) -> None:
    MadePaper.objects.filter(pk=made.pk).update(step=step)


def _keep(made: MadePaper, paper: Paper) -> None:
    made.file_name, made.size, made.step, made.finished_at = paper.name, len(paper.content), "", clock.now()
    made.file.save(paper.name, ContentFile(paper.content))


def fail(made: MadePaper, told: str) -> None:
    unfinished = MadePaper.objects.filter(pk=made.pk, finished_at=None)
    unfinished.update(finished_at=clock.now(), told=told[:300], step="")


def see_to_it() -> None:
    """Says of dead work that it is dead, and starts a worker where one is wanted and none is there."""
    working.see_to_it(bury=bury, waits=lambda: MadePaper.objects.waiting().exists())


def bury() -> None:
    """Call it with the worker's lock: what was begun and not ended died with its process."""
    for made in MadePaper.objects.in_hand():
        fail(made, "Chương trình bị dừng giữa chừng, chưa có tệp. Hãy lập lại.")


def throw_away_old() -> int:
    """The files that have been kept long enough; the rows stay, as a record of what was made."""
    outdated = list(MadePaper.objects.outdated())
    for made in outdated:
        made.file.delete(save=False)
        MadePaper.objects.filter(pk=made.pk).update(file="")
    return len(outdated)
