"""Households as columns of an Excel file, by django-import-export."""

from import_export import fields, resources
from import_export.widgets import IntegerWidget

from households.models import Household, Plan
from households.standing import standing_of


class HouseholdResource(resources.ModelResource):
    """One row a household, ID numbers masked. Households have to come from `with_place(plan)`."""

    code = fields.Field(attribute="code", column_name="Mã hộ")
    head = fields.Field(attribute="head", column_name="Họ và tên chủ hộ")
    sex = fields.Field(attribute="get_sex_display", column_name="Giới tính")
    birth_year = fields.Field(
        attribute="birth_year", column_name="Năm sinh", widget=IntegerWidget(coerce_to_string=False)
    )
    id_no = fields.Field(attribute="masked_id", column_name="Số CCCD/CMND (4 số cuối)")
    ethnicity = fields.Field(attribute="ethnicity", column_name="Dân tộc")
    commune = fields.Field(attribute="commune__name", column_name="Xã, phường")
    hamlet = fields.Field(attribute="hamlet__name", column_name="Thôn, tổ dân phố")
    address = fields.Field(attribute="address", column_name="Địa chỉ")
    member_count = fields.Field(
        attribute="member_count", column_name="Số khẩu", widget=IntegerWidget(coerce_to_string=False)
    )
    causes = fields.Field(column_name="Nguyên nhân nghèo")
    needs = fields.Field(column_name="Nhu cầu")
    standing = fields.Field(column_name="Trạng thái")
    reason = fields.Field(column_name="Lý do giảm")
    counted_on = fields.Field(column_name="Ra khỏi danh sách từ ngày")
    seen_on = fields.Field(column_name="Cập nhật gần nhất")
    officer = fields.Field(attribute="officer__full_name", column_name="Cán bộ phụ trách")

    class Meta:
        model = Household
        fields = export_order = (
            "code head sex birth_year id_no ethnicity commune hamlet address member_count causes needs standing "
            "reason counted_on seen_on officer"
        ).split()

    def __init__(self, plan: Plan, **kwargs):
        super().__init__(**kwargs)
        self.plan = plan

    def dehydrate_causes(self, household):
        return "; ".join(cause.name for cause in household.causes.all())

    def dehydrate_needs(self, household):
        """With their state: `shown_needs` comes along from the tasks floor."""
        return "; ".join(f"{need.type.name} ({need.get_state_display().lower()})" for need in household.shown_needs)

    def dehydrate_standing(self, household):
        return standing_of(household, self.plan).text

    def dehydrate_reason(self, household):
        standing = standing_of(household, self.plan)
        return standing.departure.get_reason_display() if standing.has_left else ""

    def dehydrate_counted_on(self, household):
        standing = standing_of(household, self.plan)
        return standing.departure.counted_on if standing.has_left else None

    def dehydrate_seen_on(self, household):
        entry = standing_of(household, self.plan).entry
        return entry.seen_on if entry else None
