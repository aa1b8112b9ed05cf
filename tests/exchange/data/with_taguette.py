"""Run by a Python that has Taguette: makes its exports of a project, or imports a codebook.

with_taguette.py export FOLDER < {"documents": {name: html}, "tags": {path: description},
"highlights": [[document, start, end, [path]]]}, where start and end count bytes as Taguette
does; with_taguette.py codebook FILE prints the tags its importer finds.
"""

import asyncio
import json
import sys
from pathlib import Path

from taguette import convert, database, export, extract, import_codebook, validate


class _Locale:
    def translate(self, message, plural=None, n=None):
        return message if plural is None or n == 1 else plural

    def pgettext(self, _context, message, *_more):
        return message


def _exports(folder, wanted):
    session = database.connect(f"sqlite:///{folder / 'project.sqlite3'}")()
    user = database.User(login="ann")
    project = database.Project(name="lamps", description="")
    session.add_all([user, project])
    session.flush()
    tags = {}
    for path, description in wanted["tags"].items():
        tags[path] = database.Tag(project=project, path=path, description=description)
    documents = {}
    for name, html in wanted["documents"].items():
        html = f'<html><head><meta charset="utf-8"></head><body>{html}</body></html>'
        body = asyncio.run(convert.to_html(html.encode(), "text/html", "a.html", {}))
        documents[name] = database.Document(
            name=name,
            description="",
            filename="a.html",
            project=project,
            text_direction=database.TextDirection.LEFT_TO_RIGHT,
            contents=body,
        )
    session.add_all([*tags.values(), *documents.values()])
    session.flush()
    for name, start, end, paths in wanted["highlights"]:
        document = documents[name]
        highlight = database.Highlight(
            document=document,
            start_offset=start,
            end_offset=end,
            snippet=extract.extract(document.contents, start, end),
            tags=[tags[path] for path in paths],
        )
        session.add(highlight)
        session.flush()
        ids = [tags[path].id for path in paths]
        session.add(database.Command.highlight_add("ann", document, highlight, ids))
    session.commit()
    with (folder / "highlights.csv").open("w", encoding="utf-8", newline="") as stream:
        export.highlights_csv(session, project.id, "", stream)
    known = session.query(database.Tag).order_by(database.Tag.path).all()
    with (folder / "codebook.csv").open("w", encoding="utf-8", newline="") as stream:
        export.codebook_csv(known, stream)
    with (folder / "codebook.qdc").open("wb") as stream:
        export.codebook_xml(known, stream)

    async def page(document):
        _, parts = await export.highlighted_document(
            session, document, "html", config={}, locale=_Locale()
        )
        return b"".join(part if isinstance(part, bytes) else part.encode() for part in parts)

    snippets = [[one.snippet, one.document.name] for one in session.query(database.Highlight).all()]
    (folder / "snippets.json").write_text(json.dumps(snippets), encoding="utf-8")
    for number, document in enumerate(documents.values()):
        (folder / f"{number}.html").write_bytes(asyncio.run(page(document)))
    session.close()


def _codebook(path):
    with path.open("rb") as stream:
        tags = import_codebook.list_tags(stream)
    for tag in tags:
        validate.tag_path(tag["path"])
        validate.description(tag["description"])
    sys.stdout.buffer.write(json.dumps(tags).encode("ascii"))


if sys.argv[1] == "export":
    _exports(Path(sys.argv[2]), json.load(sys.stdin))
else:
    _codebook(Path(sys.argv[2]))
