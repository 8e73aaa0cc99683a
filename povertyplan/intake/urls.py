from django.urls import path

from povertyplan.intake import views, views_background, views_mending

urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/list.xlsx", views.filled, name="import_filled"),
    path("imports/<int:pk>/", views.batch, name="import"),
    path("imports/<int:pk>/reading/", views.reading, name="import_reading"),
    path("imports/<int:pk>/mend/", views_mending.mend, name="import_mend"),
    path("imports/<int:pk>/answer/", views_mending.answer, name="import_answer"),
    path("imports/<int:pk>/reopen/", views_mending.reopen, name="import_reopen"),
    path("imports/<int:pk>/unmend/", views_mending.unmend, name="import_unmend"),
    path("imports/<int:pk>/apply/", views.apply, name="import_apply"),
    path("imports/<int:pk>/cancel/", views.cancel, name="import_cancel"),
    path("imports/<int:pk>/again/", views_background.again, name="import_again"),
    path("imports/<int:pk>/undo/", views.undo, name="import_undo"),
    path("imports/<int:pk>/file/", views.original, name="import_file"),
    path("imports/<int:pk>/errors/", views.errors, name="import_errors"),
]
