"""Run by a Python that has label-studio: imports tasks into a project, and exports them.

with_label_studio_project.py FOLDER TASKS CONFIGURATION puts a database into FOLDER, makes a
project with the configuration, imports the tasks as its page does, and prints as JSON what it
said of that, and its exports: `{"imported": {}, "JSON": [task], "JSON_MIN": [task]}`.
"""

import json
import os
import sys
from pathlib import Path

import label_studio

folder, tasks, configuration = map(Path, sys.argv[1:4])
os.environ.update(
    DJANGO_SETTINGS_MODULE="core.settings.label_studio",
    DJANGO_DB="sqlite",
    LABEL_STUDIO_BASE_DATA_DIR=str(folder),
    SECRET_KEY="of a test",
    LATEST_VERSION_CHECK="False",
    COLLECT_ANALYTICS="False",
    SENTRY_DSN="",
    LOG_LEVEL="ERROR",
)
sys.path.insert(0, str(Path(label_studio.__file__).parent))
# It prints while it starts.
printed, sys.stdout = sys.stdout, sys.stderr

import django  # noqa: E402

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from organizations.models import Organization  # noqa: E402
from rest_framework.test import APIClient  # noqa: E402

call_command("migrate", verbosity=0)
user = get_user_model().objects.create_user("ann@stories.test", "secret")
user.active_organization = Organization.create_organization(created_by=user, title="stories")
user.save()
client = APIClient()
client.force_authenticate(user)
config = configuration.read_text(encoding="utf-8")
made = client.post("/api/projects/", {"title": "stories", "label_config": config}, format="json")
assert made.status_code == 201, made.content
project = f"/api/projects/{made.json()['id']}"
sent = json.loads(tasks.read_text(encoding="utf-8"))
done = client.post(f"{project}/import", sent, format="json")
assert done.status_code == 201, done.content
told = {"imported": done.json()}
for kind in ("JSON", "JSON_MIN"):
    answer = client.get(f"{project}/export?exportType={kind}&download_all_tasks=true")
    assert answer.status_code == 200, answer.content
    parts = answer.streaming_content if answer.streaming else [answer.content]
    told[kind] = json.loads(b"".join(parts))
printed.buffer.write(json.dumps(told).encode("ascii"))
