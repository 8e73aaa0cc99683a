"""Needs as columns of an Excel file, by django-import-export."""

from decimal import Decimal

from import_export import resources
from import_export.fields import Field

from tasks.models import Measure, Need


class NeedResource(resources.Resource):
    """One row a need, ID numbers masked. Needs have to come from `with_faces().with_measures()`, in order."""

    code = Field(attribute="household__code", column_name="Mã hộ")
    head = Field(attribute="household__head", column_name="Chủ hộ")
    id_no = Field(attribute="household__masked_id", column_name="Số CCCD/CMND (4 số cuối)")
    commune = Field(attribute="commune__name", column_name="Xã, phường")
    hamlet = Field(attribute="household__hamlet__name", column_name="Thôn, tổ dân phố")
    type = Field(attribute="type__name", column_name="Nhu cầu")
    detail = Field(attribute="detail", column_name="Cụ thể")
    indicator = Field(attribute="indicator__name", column_name="Chỉ số thiếu hụt")
    lead = Field(attribute="lead__name", column_name="Cơ quan chủ trì")
    officer = Field(attribute="officer__full_name", column_name="Cán bộ phụ trách")
    due_on = Field(column_name="Hạn hoàn thành")
    is_late = Field(column_name="Quá hạn")
    state = Field(attribute="get_state_display", column_name="Trạng thái")
    grants = Field(column_name="Đã hỗ trợ (đồng)")
    loans = Field(column_name="Đã cho vay (đồng)")

    def dehydrate_due_on(self, need: Need):
        return need.due_on

    def dehydrate_is_late(self, need: Need):
        return need.is_late

    def dehydrate_grants(self, need: Need):
        return _sum(one.amount for one in need.measures.all() if one.kind != Measure.Kind.LOAN)

    def dehydrate_loans(self, need: Need):
        return _sum(one.amount for one in need.measures.all() if one.kind == Measure.Kind.LOAN)


def _sum(amounts) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if known else None
