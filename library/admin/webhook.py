"""Webhooks and the log of what they were told."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from library.admin.addresses import HTTPS
from library.models import Delivery, Webhook
from library.services.webhooks import note_test, renew_secret, send_again
from library.tasks import queue_webhooks

SHOWN_ONCE = "The secret of {}, shown this once: {}"


@admin.register(Webhook)
class WebhookAdmin(admin.ModelAdmin[Webhook]):
    formfield_overrides = HTTPS
    list_display = ["url", "on_publish", "on_rescore", "active", "created_at"]
    list_filter = ["active"]
    search_fields = ["url"]
    fields = ["url", "on_publish", "on_rescore", "active"]
    actions = ["test", "renew"]

    def save_model(
        self, request: HttpRequest, obj: Webhook, form: ModelForm[Webhook], change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        if not change:
            messages.warning(request, SHOWN_ONCE.format(obj.url, obj.secret))

    @admin.action(description="Send a test", permissions=["change"])
    def test(self, request: HttpRequest, chosen: QuerySet[Webhook]) -> None:
        for webhook in chosen:
            note_test(webhook)
        queue_webhooks()
        messages.success(request, "A test is on its way; its delivery says what was answered.")

    @admin.action(description="Draw another secret", permissions=["change"])
    def renew(self, request: HttpRequest, chosen: QuerySet[Webhook]) -> None:
        for webhook in chosen:
            messages.warning(request, SHOWN_ONCE.format(webhook.url, renew_secret(webhook)))


@admin.register(Delivery)
class DeliveryAdmin(admin.ModelAdmin[Delivery]):
    """The log: it is read, and what did not arrive is sent again."""

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
    def again(self, request: HttpRequest, chosen: QuerySet[Delivery]) -> None:
        number = send_again(chosen)
        queue_webhooks()
        messages.success(request, f"{number} will be sent again.")
