"""Run by a Python that has bioc and mendelai-brat-parser: prints what both find in a folder.

with_brat_parsers.py FOLDER prints as JSON `{"bioc": [passage], "brat_parser": [passage]}` with
`[file, type, [[start, end]], words]` for each, by file and start.
"""

import json
import sys
from pathlib import Path

from bioc import brat
from brat_parser import get_entities_relations_attributes_groups

folder = Path(sys.argv[1])
found = {"bioc": [], "brat_parser": []}
for path in sorted(folder.rglob("*.ann")):
    name = path.relative_to(folder).as_posix()
    beside = path.with_suffix(".txt")
    with beside.open(encoding="utf-8") as text, path.open(encoding="utf-8") as annotations:
        document = brat.load(text, annotations)
    for entity in document.entities:
        pieces = [[piece.begin, piece.end] for piece in sorted(entity.locations)]
        found["bioc"].append([name, entity.type, pieces, entity.text])
    for entity in get_entities_relations_attributes_groups(str(path))[0].values():
        pieces = [list(piece) for piece in entity.span]
        found["brat_parser"].append([name, entity.type, pieces, entity.text])
for passages in found.values():
    passages.sort(key=lambda one: (one[0], one[2], one[1]))
sys.stdout.buffer.write(json.dumps(found).encode("ascii"))
