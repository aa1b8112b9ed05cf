"""Run by a Python that has doccano: imports JSON Lines as its upload does, and exports them.

with_doccano.py FOLDER FILE [relations] puts a database into FOLDER, imports FILE into a project
for sequence labelling, and prints as JSON what doccano then holds, `{"errors", "spans":
[[text, start, end, label]], "export": [line]}`, the export with relations where asked for.
"""

import json
import os
import sys
from pathlib import Path

import backend

folder, file = Path(sys.argv[1]), Path(sys.argv[2])
use_relation = "relations" in sys.argv[3:]
os.environ.update(
    DOCCANO_HOME=str(folder),
    STANDALONE="True",
    DEBUG="False",
    DJANGO_SETTINGS_MODULE="config.settings.production",
    DATABASE_URL=f"sqlite:///{folder / 'db.sqlite3'}",
    MEDIA_ROOT=str(folder / "media"),
)
sys.path.insert(0, str(Path(backend.__file__).parent))

import django  # noqa: E402

django.setup()

from data_export.celery_tasks import create_collaborative_dataset  # noqa: E402
from data_export.pipeline.factories import create_formatter, create_writer  # noqa: E402
from data_import.datasets import load_dataset  # noqa: E402
from data_import.pipeline.catalog import create_file_format  # noqa: E402
from data_import.pipeline.readers import FileName  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from labels.models import Span  # noqa: E402
from projects.models import ProjectType, SequenceLabelingProject  # noqa: E402

call_command("migrate", verbosity=0)
user = get_user_model().objects.create_user("ann", password="secret")
project = SequenceLabelingProject.objects.create(
    name="stories",
    project_type=ProjectType.SEQUENCE_LABELING,
    created_by=user,
    allow_overlapping=True,
    use_relation=use_relation,
    collaborative_annotation=True,
)
names = [FileName(str(file), file.name, file.name)]
task = "RelationExtraction" if use_relation else "SequenceLabeling"
dataset = load_dataset(
    task,
    create_file_format("JSONL"),
    names,
    project,
    encoding="Auto",
    column_data="text",
    column_label="label",
)
dataset.save(user, batch_size=1000)
spans = [
    [one.example.text, one.start_offset, one.end_offset, one.label.text]
    for one in Span.objects.order_by("example_id", "start_offset", "end_offset", "label__text")
]
create_collaborative_dataset(
    project, str(folder), False, create_formatter(project, "JSONL"), create_writer("JSONL")
)
export = (folder / "all.jsonl").read_text(encoding="utf-8").split("\n")
told = {
    "errors": [str(error.dict()) for error in dataset.errors],
    "spans": spans,
    "export": [line for line in export if line.strip()],
}
sys.stdout.buffer.write(json.dumps(told).encode("ascii"))
