#!/usr/bin/env python3
"""Writes ../sheets: office files with every trap of docs/reading.md, and beside each the truth, as a clerk means it;
and ../bad: files that are broken or made to harm, with the answers that are right for each.

Same bytes on every run. Needs xlwt (requirements.txt). The truth was written with each sheet, by somebody who had not seen the reader.
"""
import importlib
import json
import os
import sys

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
SHEETS = os.path.join(HERE, "..", "sheets")
sys.path.insert(0, HERE)


def main():
    os.makedirs(SHEETS, exist_ok=True)
    for mod in ("set_a", "set_b", "set_c"):
        for name, about, data, sheets in importlib.import_module(mod).OUT:
            with open(os.path.join(SHEETS, name), "wb") as f:
                f.write(data if isinstance(data, bytes) else data.encode())
            truth = os.path.join(SHEETS, name.rsplit(".", 1)[0] + ".truth.json")
            with open(truth, "w", encoding="utf-8") as f:
                json.dump({"about": about, "sheets": [s.truth() for s in sheets]}, f, ensure_ascii=False, indent=1)
                f.write("\n")
    importlib.import_module("bad_files").write(os.path.join(HERE, "..", "bad"))


if __name__ == "__main__":
    main()
