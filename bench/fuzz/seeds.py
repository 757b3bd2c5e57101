"""Fills the corpora of the fuzz targets from the collection of sheets: seeds.py COLLECTION CORPORA."""

import re
import sys
import zipfile
from pathlib import Path


def parts_of(path):
    """The XML parts that targets take: the sheet with its strings behind a NUL, and the body of a document."""
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        read = lambda name: archive.read(name) if name in names else b""
        sheet = read("xl/worksheets/sheet1.xml")
        if sheet:
            yield "sheet", sheet + b"\0" + read("xl/sharedStrings.xml")
        document = read("word/document.xml")
        if document:
            yield "document", document


def main(collection, corpora):
    for target in ("sheet", "document", "text", "container", "words"):
        (corpora / target).mkdir(parents=True, exist_ok=True)
    written = 0
    for path in sorted(collection.iterdir()):
        data = path.read_bytes()
        if data.startswith(b"PK"):
            if len(data) < 20_000:
                (corpora / "container" / path.name).write_bytes(data)
            for target, part in parts_of(path):
                (corpora / target / path.name).write_bytes(part)
        elif path.suffix == ".json":
            texts = re.findall(r'"([^"]*[年月底期][^"]*)"', data.decode())
            for text in texts[:20]:
                written += 1
                (corpora / "words" / str(written)).write_text(text)
        else:
            (corpora / "text" / path.name).write_bytes(data)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
