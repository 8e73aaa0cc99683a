"""Who should lead a need: what the tables say, or nobody, and then a person chooses."""

from povertyplan.accounts.models import Unit
from tasks.models import Need


def suggested_lead(need: Need) -> Unit | None:
    """By the indicator where one is named, else by the type; never a body that has already sent it back.

    None where the need must be split first and where the plan names nobody. Only a suggestion: the division
    may choose any body.
    """
    if need.must_be_split:
        return None
    lead = _by_tables(need)
    refused_by = {step.by.unit_id for step in need.refusals}
    return None if lead is None or lead.pk in refused_by else lead


def _by_tables(need: Need) -> Unit | None:
    if need.indicator_id:
        for row in need.type.indicator_leads.all():
            if row.indicator_id == need.indicator_id:
                return row.lead
    return need.type.lead or need.type.suggestion
