"""The tokenizer against the reference, and vocabularies that are not what they say."""

import gzip
import json
import time
from pathlib import Path

import pytest

from portrait_app.core.model_files import ModelFileError, Refusal
from portrait_app.engines.local.text.tokenizer import ClipTokenizer
from portrait_app.engines.local.text.vocabulary import (
    Vocabulary,
    clip_vocabulary,
    read_tokenizer_ids,
    read_vocabulary,
)

REFERENCES = Path(__file__).with_name("token_references.json.gz")


@pytest.fixture(scope="module")
def tokenizer() -> ClipTokenizer:
    return ClipTokenizer(clip_vocabulary())


def write_vocabulary(folder: Path, vocabulary: Vocabulary) -> tuple[Path, Path]:
    vocab, merges = folder / "vocab.json", folder / "merges.txt"
    vocab.write_text(json.dumps(dict(vocabulary.ids)), encoding="utf-8")
    lines = ["#version: 0.2", *(" ".join(pair) for pair in vocabulary.ranks)]
    merges.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return vocab, merges


def test_a_thousand_prompts_have_the_tokens_that_the_reference_gives(tokenizer: ClipTokenizer) -> None:
    rows = json.loads(gzip.decompress(REFERENCES.read_bytes()))["rows"]
    start, end = tokenizer.vocabulary.start, tokenizer.vocabulary.end
    wrong = [prompt for prompt, ids in rows if [start, *tokenizer.tokens(prompt), end] != ids]
    assert len(rows) == 1000
    assert wrong == []


def test_the_numbers_are_those_of_clip(tokenizer: ClipTokenizer) -> None:
    assert len(tokenizer.vocabulary.ids) == 49408
    assert (tokenizer.vocabulary.start, tokenizer.vocabulary.end) == (49406, 49407)
    # What is printed everywhere as the tokens of "a photo of a cat"
    assert tokenizer.tokens("a photo of a cat") == [320, 1125, 539, 320, 2368]


def test_a_word_that_was_met_before_has_the_same_tokens(tokenizer: ClipTokenizer) -> None:
    words = [f"word{number}" for number in range(5000)]
    first = [tokenizer.tokens(word) for word in words]
    assert [tokenizer.tokens(word) for word in words] == first


def test_half_a_character_is_not_a_failure(tokenizer: ClipTokenizer) -> None:
    assert tokenizer.tokens("a \ud83d cat") == tokenizer.tokens("a ? cat")


def test_one_enormous_word_takes_no_enormous_time(tokenizer: ClipTokenizer) -> None:
    begun = time.process_time()
    tokenizer.tokens("好" * 30_000)  # comparing all neighbours anew after each merge would take minutes
    assert time.process_time() - begun < 10


def test_a_vocabulary_of_a_folder_is_read(tmp_path: Path) -> None:
    assert read_vocabulary(*write_vocabulary(tmp_path, clip_vocabulary())) == clip_vocabulary()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("vocab.json", "{", Refusal.DAMAGED),
        ("vocab.json", "[" * 100_000, Refusal.DAMAGED),
        ("vocab.json", "[1]", Refusal.DAMAGED),
        ("vocab.json", '{"a": -1}', Refusal.DAMAGED),
        ("vocab.json", '{"a": 1.5}', Refusal.DAMAGED),
        ("vocab.json", '{"a": 1}', Refusal.DAMAGED),
        ("vocab.json", " " * (17 << 20), Refusal.TOO_LARGE),
        ("merges.txt", "i n g\n", Refusal.DAMAGED),
        ("merges.txt", "in\n", Refusal.DAMAGED),
        ("merges.txt", "nosuch token</w>\n", Refusal.DAMAGED),
    ],
)
def test_a_damaged_vocabulary_is_refused(tmp_path: Path, name: str, content: str, reason: Refusal) -> None:
    vocab, merges = write_vocabulary(tmp_path, clip_vocabulary())
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(ModelFileError) as refused:
        read_vocabulary(vocab, merges)
    assert refused.value.reason is reason
    assert refused.value.facts["file"] == name


def test_a_tokenizer_in_one_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "tokenizer.json"
    path.write_text(json.dumps({"model": {"vocab": {"a": 0}}}), encoding="utf-8")
    assert read_tokenizer_ids(path) == {"a": 0}
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(ModelFileError):
        read_tokenizer_ids(path)
