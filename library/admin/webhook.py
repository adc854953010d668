"""Admin for webhooks and their delivery log."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from library.admin.addresses import HTTPS
from library.admin.deleting import DeletesDependents
from library.models import Delivery, Webhook
from library.services.webhooks import EVENT_FIELDS, queue_test, resend, rotate_secret
from library.tasks import queue_webhooks

SHOWN_ONCE = "Copy the secret of {} now; it is not shown again: {}"


@admin.register(Webhook)
class WebhookAdmin(DeletesDependents):
    formfield_overrides = HTTPS
    list_display = ["url", *EVENT_FIELDS.values(), "active", "created_at"]
    list_filter = ["active"]
    search_fields = ["url"]
    fields = ["url", *EVENT_FIELDS.values(), "active"]
    actions = ["test", "rotate"]

    def save_model(
        self, request: HttpRequest, obj: Webhook, form: ModelForm[Webhook], change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        if not change:
            messages.warning(request, SHOWN_ONCE.format(obj.url, obj.secret))

    @admin.action(description="Send test message", permissions=["change"])
    def test(self, request: HttpRequest, queryset: QuerySet[Webhook]) -> None:
        for webhook in queryset:
            queue_test(webhook)
        queue_webhooks()
        messages.success(request, "Test message queued. Its delivery will show the response.")

    @admin.action(description="Rotate secret", permissions=["change"])
    def rotate(self, request: HttpRequest, queryset: QuerySet[Webhook]) -> None:
        for webhook in queryset:
            messages.warning(request, SHOWN_ONCE.format(webhook.url, rotate_secret(webhook)))


@admin.register(Delivery)
class DeliveryAdmin(admin.ModelAdmin[Delivery]):
    """A read-only delivery log with an action to resend deliveries."""

    list_display = ["event", "webhook", "state", "attempts", "answer", "created_at", "finished_at"]
    list_filter = ["state", "event", "webhook"]
    list_select_related = ["webhook"]
    readonly_fields = [field.name for field in Delivery._meta.fields]
    actions = ["again"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Delivery | None = None) -> bool:
        return obj is None and super().has_change_permission(request)

    @admin.action(description="Send again", permissions=["change"])
    def again(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        number = resend(queryset)
        queue_webhooks()
        messages.success(request, f"{number} deliver{'y' if number == 1 else 'ies'} queued.")
