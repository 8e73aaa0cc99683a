from django.forms.renderers import TemplatesSetting


class FieldTemplates(TemplatesSetting):
    """Every form field of the product is shown by one template."""

    field_template_name = "_field.html"
