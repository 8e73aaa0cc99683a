"""The pages of a big list: how far the work has got, and the preview that the worker has put away."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.shortcuts import render

from povertyplan.intake import keeping, queueing
from povertyplan.intake.forms import ApplyForm
from povertyplan.intake.jobs import ImportJob
from povertyplan.intake.models import ImportBatch

SECONDS = 2  # between two looks at the work
PER_PAGE = 50
AT_FIRST = 10
TITLES = {
    "problems": "Lỗi và điều cần xem lại",
    "changed": "Hộ thay đổi",
    "new": "Hộ mới",
    "missing": "Hộ đang lưu nhưng vắng trong tệp",
    "kept": "Giữ như đang lưu, khác với tệp",
    "skipped": "Dòng và trang đã bỏ qua",
}


@dataclass(frozen=True)
class Part:
    """One part of the preview: how many there are, and those of its kept lines that stand on this page."""

    key: str
    title: str
    count: int
    page: Page

    @property
    def kept(self) -> int:
        return self.page.paginator.count


@dataclass(frozen=True)
class Found:
    """The numbers of a kept preview under the names that the form of agreeing asks a comparison for."""

    batch: ImportBatch
    job: ImportJob

    @property
    def read(self) -> int:
        return self.job.row_count

    @property
    def blocked(self) -> range:
        return range(self.batch.blocked_count)

    @property
    def missing(self) -> range:
        return range(self.batch.missing_count)


def progress(request, batch: ImportBatch):
    """How far it has got, or why it failed. The browser asks again by itself; no script is needed."""
    queueing.see_to_it()
    batch.refresh_from_db()
    job = ImportJob.objects.get(batch=batch)
    step = 4 if job.writes else 3
    context = {
        "batch": batch,
        "job": job,
        "step": step,
        "before": queueing.waiting().filter(asked_at__lt=job.asked_at).count(),
    }
    response = render(request, "intake/progress.html", context)
    if batch.state != ImportBatch.State.FAILED:
        response.headers["Refresh"] = str(SECONDS)
    return response


def preview(request, batch: ImportBatch, job: ImportJob):
    only, number = request.GET.get("show", ""), request.GET.get("page")
    found = Found(batch, job)
    initial = {"digest": job.digest, "follow_file": job.follow_file}
    context = {
        "batch": batch,
        "job": job,
        "parts": _parts(batch, job, only, number),
        "only": only if only in TITLES else "",
        "sheets": batch.preview_lines.filter(part=keeping.SHEETS),
        "form": ApplyForm(comparison=found, initial=initial),
        "same": ImportBatch.objects.same_file(batch).select_related("by").first(),
    }
    return render(request, "intake/preview_big.html", context)


def _parts(batch: ImportBatch, job: ImportJob, only: str, number) -> list[Part]:
    counts = {
        "problems": job.problem_count, "changed": batch.changed_count, "new": batch.new_count,
        "missing": batch.missing_count, "kept": job.kept_count, "skipped": job.skipped_count,
    }  # fmt: skip
    found = []
    for key in [only] if only in TITLES else TITLES:
        if counts[key]:
            lines = Paginator(batch.preview_lines.filter(part=key), PER_PAGE if only in TITLES else AT_FIRST)
            found.append(Part(key, TITLES[key], counts[key], lines.get_page(number if only in TITLES else 1)))
    return found
