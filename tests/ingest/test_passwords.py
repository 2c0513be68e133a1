"""The file of passwords."""

from pathlib import Path

import pytest

from incomeaudit.ingest.passwords import read_passwords
from incomeaudit.messages import LANGUAGES, Messages, Problem


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"abc", ("abc",)),
        (b"\xef\xbb\xbfabc\r\n\r\n  \r\nx y \r\n", ("abc", "x y ")),
        ("农业局\n a\n".encode(), ("农业局", " a")),
    ],
)
def test_one_a_line(tmp_path: Path, content: bytes, expected: tuple[str, ...]) -> None:
    path = tmp_path / "密码.txt"
    path.write_bytes(content)
    assert read_passwords(path) == expected


@pytest.mark.parametrize(
    ("content", "key"),
    [
        (None, "password_file_missing"),
        (b"\r\n \n", "password_file_empty"),
        ("secret密码".encode("gb18030"), "password_file_encoding"),
        (b"secret\n" * 10_000, "password_file_large"),
    ],
)
def test_what_is_wrong_with_it_is_said(tmp_path: Path, content: bytes | None, key: str) -> None:
    path = tmp_path / "密码.txt"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(Problem) as caught:
        read_passwords(path)
    assert caught.value.key == key
    for lang in LANGUAGES:
        said = Messages(lang).problem(caught.value)
        assert "密码.txt" in said
        assert "secret" not in said


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="无法读取") as caught:
        read_passwords(tmp_path)
    assert caught.value.key == "password_file_unread"
