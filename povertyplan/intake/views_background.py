"""What a person says about a big list while the worker has it in hand."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from households.changes import Refused
from povertyplan.accounts.access import allowed
from povertyplan.accounts.roles import Permission as P
from povertyplan.intake import queueing
from povertyplan.intake.jobs import ImportJob
from povertyplan.intake.models import ImportBatch
from povertyplan.intake.views import batch_of


@allowed(P.IMPORT_LIST)
@require_POST
def again(request, pk):
    """Does once more what a worker did not end; or reads a waiting list anew, following the file or not."""
    batch = batch_of(request, pk)
    if not (batch.is_kept and ImportJob.objects.filter(batch=batch).exists()):
        messages.error(request, "Việc này không cần làm lại.")
        return redirect("import", batch.pk)
    try:
        if batch.state == ImportBatch.State.PREVIEW:
            queueing.ask_to_read(batch, follow_file=request.POST.get("conflicts") == "file")
        else:
            queueing.ask_again(batch)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("import", batch.pk)
