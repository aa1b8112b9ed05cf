"""Run by a Python that has label-studio-sdk: checks tasks against a labelling configuration.

with_label_studio.py FOLDER TASKS CONFIGURATION prints as JSON `{"configuration": error,
"errors": [error], "conll": [[token, tag]]}`: what its validation says of the configuration and
of each task with its annotations, and the tokens of its CoNLL export, which it cuts at regions.
"""

import json
import sys
from pathlib import Path

from label_studio_sdk.converter import Converter
from label_studio_sdk.label_interface import LabelInterface

folder, tasks, configuration = map(Path, sys.argv[1:4])
config = configuration.read_text(encoding="utf-8")
found = {"configuration": "", "errors": [], "conll": []}
interface = LabelInterface(config)
try:
    interface.validate()
except Exception as error:  # whatever it is, it is told
    found["configuration"] = repr(error)
known = json.loads(tasks.read_text(encoding="utf-8"))
for task in known:
    # With annotations its validation of tasks fails for want of an argument.
    if not interface.validate_task({"data": task["data"]}):
        found["errors"].append("the task does not fit")
    for annotation in task["annotations"]:
        # An annotation is checked as a prediction is, which tells what is wrong with it.
        found["errors"] += interface.validate_prediction(annotation, return_errors=True)
        if not interface.validate_annotation(annotation):
            found["errors"].append("the annotation does not fit")
if "<Label " in config:
    # Its exports have numbers, which an import gives.
    numbered = [{"id": number, **task} for number, task in enumerate(known, 1)]
    (folder / "numbered.json").write_text(json.dumps(numbered), encoding="utf-8")
    converter = Converter(config, str(folder), download_resources=False)
    converter.convert_to_conll2003(
        str(folder / "numbered.json"), str(folder / "conll"), is_dir=False
    )
    for line in (folder / "conll" / "result.conll").read_text(encoding="utf-8").split("\n"):
        parts = line.split(" -X- _ ")
        if len(parts) == 2:
            found["conll"].append(parts)
sys.stdout.buffer.write(json.dumps(found).encode("ascii"))
