from django.urls import path

from reports.views import dashboard, home, movements, submissions

urlpatterns = [
    path("", home.home, name="home"),
    path("dashboard/", dashboard.dashboard, name="dashboard"),
    path("dashboard/rows/<slug:name>/", dashboard.figure_rows, name="figure_rows"),
    path("movements/", movements.movements, name="movement_table"),
    path("movements/rows/", movements.rows, name="movement_rows"),
    path("submissions/", submissions.board, name="submissions"),
    path("submissions/<int:pk>/", submissions.submission, name="submission"),
    # These three take one version by its own number: who answers it answers the version that was read.
    path("submissions/versions/<int:pk>/accept/", submissions.accept, name="submission_accept"),
    path("submissions/versions/<int:pk>/return/", submissions.return_version, name="submission_return"),
    path("submissions/versions/<int:pk>/file/", submissions.submission_file, name="submission_file"),
]
