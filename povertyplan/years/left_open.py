"""What is still to be done in a year: a warning before it is closed, for afterwards nobody can do it."""

from dataclasses import dataclass

from households.models import Household, Movement, Plan
from povertyplan.intake.models import ImportBatch
from reports.models import Obligation, Submission
from tasks.models import Need, Question

Waiting = ImportBatch.State


@dataclass(frozen=True)
class Rest:
    count: int
    text: str

    def __str__(self):
        return f"{self.count} {self.text}"


def left_open(plan: Plan) -> list[Rest]:
    """Only what there is; households and needs are counted apart."""
    movements = Movement.objects.in_plan(plan)
    owed = Obligation.objects.in_plan(plan).with_moments()
    batches = ImportBatch.objects.filter(plan=plan, state__in=[Waiting.PREVIEW, Waiting.READING, Waiting.WRITING])
    counts = [
        (movements.open().count(), "đề nghị chưa có quyết định"),
        (movements.decided().exits().filter(official="").count(), "hộ thoát nghèo chưa có kết quả rà soát cuối năm"),
        (Household.objects.remaining(plan).count(), "hộ còn trong danh sách"),
        (Household.objects.to_review(plan).count(), "hộ cần rà soát vì vắng trong danh sách mới"),
        (Need.objects.in_plan(plan).open().count(), "nhu cầu chưa hoàn thành"),
        (Question.objects.in_plan(plan).unsettled().count(), "vướng mắc chưa giải quyết xong"),
        (owed.filter(first_at=None).count(), "văn bản các đơn vị chưa nộp"),
        (Submission.objects.in_plan(plan).waiting().count(), "văn bản chờ kiểm tra"),
        (batches.count(), "lần nhập Excel chưa ghi"),
    ]
    return [Rest(count, text) for count, text in counts if count]
