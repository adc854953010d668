"""The groups of admin accounts and their permissions.

Django creates permission rows only after all migrations have run. The groups need the permissions
earlier, so this module creates the rows itself.
"""

from typing import Any

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

DEPENDENCIES = [
    ("auth", "0012_alter_user_first_name_max_length"),
    ("contenttypes", "0002_remove_content_type_name"),
]

EDITOR = [
    *[f"{act}_{name}" for name in ("show", "shelf", "guest", "tag") for act in ("add", "change")],
    *[f"view_{name}" for name in ("show", "shelf", "guest", "tag", "segment", "assessment", "speakermark", "challenge", "mirroroverride")],
    *["add_episode", "change_episode", "view_episode", "submit_episode"],
    *["add_transcript", "change_transcript", "view_transcript"],
    *["change_pendingchange", "view_pendingchange"],
    *["add_feed", "change_feed", "view_feed"],
    *["add_assessment", "add_job", "change_job", "view_job"],
    *["add_token", "change_token", "view_token"],
    *[f"{act}_subject" for act in ("add", "change", "view")],
    *[f"{act}_subjectoverride" for act in ("add", "change", "delete", "view")],
]
REVIEWER = [
    *EDITOR, "review_episode", "waive_gates", "publish_assessment", "change_challenge",
    *[f"{act}_mirroroverride" for act in ("add", "change", "delete")],
]
ADMINISTRATOR = [
    *REVIEWER,
    *["archive_episode", "override_publication"],
    *[f"delete_{name}" for name in ("show", "shelf", "guest", "tag", "episode", "transcript", "feed", "challenge")],
    *[f"{act}_user" for act in ("add", "change", "delete", "view")],
    "view_group",
    "delete_subject",
    *[f"{act}_webhook" for act in ("add", "change", "delete", "view")],
    *["change_delivery", "view_delivery"],
    *["keep_tokens", "delete_token"],
    "view_status",
]
GROUPS = {"Editor": EDITOR, "Reviewer": REVIEWER, "Administrator": ADMINISTRATOR}


def make_groups(apps: Apps, editor: Any) -> None:
    for label in ("auth", "library", "scoring"):
        app = apps.get_app_config(label)
        # create_permissions() needs the models module, which the app of a migration lacks.
        models_module = getattr(app, "models_module", None)
        app.models_module = models_module or True
        create_permissions(app, apps=apps, verbosity=0)
        app.models_module = models_module
    group_model, permission_model = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, codenames in GROUPS.items():
        group, _ = group_model.objects.get_or_create(name=name)
        permissions = permission_model.objects.filter(
            codename__in=codenames, content_type__app_label__in=("auth", "library", "scoring")
        )
        missing = set(codenames) - {permission.codename for permission in permissions}
        if missing:
            raise LookupError(f"unknown permissions: {', '.join(sorted(missing))}")
        group.permissions.set(permissions)


def remove_groups(apps: Apps, editor: Any) -> None:
    apps.get_model("auth", "Group").objects.filter(name__in=GROUPS).delete()


OPERATIONS = [migrations.RunPython(make_groups, remove_groups)]
