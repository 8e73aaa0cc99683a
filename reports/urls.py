from django.urls import path

from reports.views import dashboard, handing_in, home, movements, submissions, targets, writing

urlpatterns = [
    path("", home.home, name="home"),
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("dashboard/rows/<slug:name>/", dashboard.figure_rows, name="figure_rows"),
    path("movements/", movements.movements, name="movement_table"),
    path("movements/rows/", movements.rows, name="movement_rows"),
    path("targets/", targets.index, name="targets"),
    path("targets/people/", targets.people, name="target_people"),
    path("targets/people/export/", targets.export, name="target_people_export"),
    path("targets/<slug:target>/report/", targets.report, name="target_report"),
    path("submissions/", submissions.board, name="submissions"),
    path("submissions/<int:pk>/", submissions.submission, name="submission"),
    path("submissions/<int:pk>/write/", writing.write, name="submission_write"),
    path("submissions/<int:pk>/preview/", handing_in.preview, name="submission_preview"),
    path("submissions/<int:pk>/draft/<slug:ending>/", handing_in.draft, name="submission_draft"),
    # These take one version by its own number: who answers it answers the version that was read.
    path("submissions/versions/<int:pk>/accept/", submissions.accept, name="submission_accept"),
    path("submissions/versions/<int:pk>/return/", submissions.return_version, name="submission_return"),
    path("submissions/versions/<int:pk>/file/", submissions.submission_file, name="submission_file"),
    path("submissions/versions/<int:pk>/receipt/", submissions.receipt, name="submission_receipt"),
    path("submissions/versions/<int:pk>/document/<slug:ending>/", submissions.document, name="submission_document"),
]
