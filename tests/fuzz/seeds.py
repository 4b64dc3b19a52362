#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""Puts seeds for a fuzzer into FOLDER: the files of each SEED, a file or a folder, and each message of a table of
vectors (NAME.tsv) as a file of its own."""

import pathlib
import sys


def inputs(path):
    """(name, bytes) of all that a seed holds."""
    files = sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]
    for file in files:
        if file.suffix != ".tsv":
            yield file.name, file.read_bytes()
            continue
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            if not line.startswith("#"):
                yield f"{file.stem}_{number}", bytes.fromhex(line.split("\t")[1])


def main():
    folder = pathlib.Path(sys.argv[1])
    for seed in sys.argv[2:]:
        for name, data in inputs(pathlib.Path(seed)):
            (folder / name).write_bytes(data)


if __name__ == "__main__":
    main()
