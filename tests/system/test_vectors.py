# SPDX-License-Identifier: MIT
"""The vectors of proto/vectors: they are what the script writes, and the specification's reader agrees with each."""

import msgpack
import pytest

import codec
import make_vectors

READERS = {
    "frames.tsv": lambda data: codec.read_frame(data)[0],
    "updates.tsv": lambda data: codec.read_update(data)["t"],
}


def outcome(file_name, data):
    """What the reader makes of the bytes: a name, or the code of the refusal."""
    try:
        return READERS[file_name](data)
    except codec.Refused as refusal:
        return refusal.code


@pytest.mark.parametrize("file_name", READERS)
def test_the_committed_file_is_what_the_script_writes(file_name):
    assert (make_vectors.FOLDER / file_name).read_text(encoding="utf-8") == make_vectors.TABLES[file_name]()


@pytest.mark.parametrize("file_name", READERS)
def test_the_reader_agrees_with_every_vector(file_name):
    wrong = [(meaning, expect, outcome(file_name, data)) for expect, data, meaning in make_vectors.read(file_name)
             if outcome(file_name, data) != expect.rstrip("+")]
    assert not wrong


@pytest.mark.parametrize("file_name", READERS)
def test_a_valid_vector_without_a_plus_is_what_a_sender_writes(file_name):
    for expect, data, meaning in make_vectors.read(file_name):
        if not expect.startswith("E_") and not expect.endswith("+"):
            assert msgpack.packb(msgpack.unpackb(data)) == data, meaning


@pytest.mark.parametrize("file_name", READERS)
def test_two_readers_find_the_same_values_in_valid_vectors(file_name):
    for expect, data, meaning in make_vectors.read(file_name):
        if not expect.startswith("E_"):
            assert codec.Reader(data).only_value() == msgpack.unpackb(data), meaning


@pytest.mark.parametrize("file_name", READERS)
def test_keys_of_valid_vectors_stand_in_the_order_of_the_tables(file_name):
    for expect, data, meaning in make_vectors.read(file_name):
        if expect.startswith("E_") or expect.endswith("+"):
            continue
        fields = msgpack.unpackb(data) if file_name == "updates.tsv" else msgpack.unpackb(data)[1]
        table = {**codec.COMMON, **codec.TABLES[expect]} if file_name == "updates.tsv" else codec.FRAMES[expect][1]
        assert list(fields) == [key for key in table if key in fields], meaning


@pytest.mark.parametrize("file_name", READERS)
def test_no_vector_stands_twice_and_each_has_a_meaning(file_name):
    vectors = make_vectors.read(file_name)
    assert len({data for _, data, _ in vectors}) == len(vectors) >= 120
    assert all(meaning and data for _, data, meaning in vectors)
