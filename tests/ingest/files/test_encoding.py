"""The encoding of a text, told from the text."""

import codecs

import pytest

from incomeaudit.ingest.files.encoding import LOST, decode
from incomeaudit.messages import Messages, Problem

HEAD = "户编号,户主姓名,身份证号,所在乡镇,所在村,家庭人口数,人均可支配收入,主要致贫原因\n"
LINE = "H{n},张三丰,33010219900101{n:04},百丈漈镇,石垟村,3,8000.50,因病\n"
ROSTER = HEAD + "".join(LINE.format(n=n) for n in range(40))
TRADITIONAL = "戶編號,戶主姓名,所在鄉鎮,家庭人口數,人均可支配收入\n" + "H1,張三豐,百丈鎮,3,8000\n" * 20


def key(data: bytes) -> str:
    with pytest.raises(Problem) as caught:
        decode(data, "花名册.csv")
    for lang in ("zh", "en"):
        assert "花名册.csv" in Messages(lang).problem(caught.value)
    return caught.value.key


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (b"", "utf-8"),
        (b"", "gb18030"),
        (b"", "gbk"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
    ],
)
def test_every_encoding_that_chinese_exports_come_in(mark: bytes, encoding: str) -> None:
    assert decode(mark + ROSTER.encode(encoding), "f") == ROSTER


def test_big5() -> None:
    assert decode(TRADITIONAL.encode("big5"), "f") == TRADITIONAL
    assert decode(TRADITIONAL.encode("big5"), "f", "big5") == TRADITIONAL


@pytest.mark.parametrize("said", ["gb2312", "big5", "iso-8859-1", "nonsense"])
def test_what_a_file_says_of_itself_does_not_outweigh_its_bytes(said: str) -> None:
    assert decode(ROSTER.encode(), "f", said) == ROSTER
    assert decode(ROSTER.encode("gb18030"), "f", said) == ROSTER


def test_plain_ascii_and_nothing() -> None:
    assert decode(b"a,b\r\n1,2\r\n", "f") == "a,b\r\n1,2\r\n"
    assert decode(b"", "f") == ""


def test_a_character_of_four_bytes_in_gb18030() -> None:
    text = ROSTER + "H99,张𠮷,,,,,,\n"
    assert decode(text.encode("gb18030"), "f") == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le"])
@pytest.mark.parametrize("text", ["户编号,户主", ROSTER + "H9,张"])
def test_a_text_cut_within_its_last_character(encoding: str, text: str) -> None:
    mark = codecs.BOM_UTF16_LE if encoding == "utf-16-le" else b""
    assert decode(mark + text.encode(encoding)[:-1], "f") == text[:-1] + LOST


def test_a_few_broken_bytes_in_utf8_do_not_make_it_gb18030() -> None:
    good = ROSTER.encode()
    for place in range(len(HEAD.encode()), len(good), 97):
        broken = good[:place] + b"\xff" + good[place + 1 :]
        text = decode(broken, "f")
        assert LOST in text
        assert text.startswith(HEAD)
        assert text.count(LOST) <= 3


def test_nulls_here_and_there_stay_for_the_cells_to_tell() -> None:
    text = ROSTER.replace("丰", "丰\0")
    assert decode(text.encode(), "f") == text


def test_utf8_within_gb18030_is_refused() -> None:
    mixed = (ROSTER * 5).encode("gb18030") + "浙江省文成县百丈漈镇石垟村,张三\n".encode() + HEAD.encode("gb18030")
    with pytest.raises(Problem) as caught:
        decode(mixed, "f")
    assert caught.value.key in ("text_of_two_encodings", "text_undecoded")


def test_the_line_in_another_encoding_is_named() -> None:
    # Whole lines whose bytes also happen to be good GB18030, so that nothing but the look at lines tells.
    line = "家庭人口数家庭人口数\n"
    assert line.encode().decode("gb18030")
    with pytest.raises(Problem) as caught:
        decode((ROSTER * 5).encode("gb18030") + line.encode(), "f")
    assert (caught.value.key, caught.value.values["line"]) == ("text_of_two_encodings", 206)


@pytest.mark.parametrize(
    "data",
    [
        bytes(3000),
        bytes(range(256)) * 8,
        ROSTER.encode() + ROSTER.encode("gb18030"),
        "Größe;Müller;Straße;où;déjà\n".encode("latin-1"),
        "氏名,住所,電話番号、カタカナ\n".encode("shift_jis") * 20,
    ],
)
def test_what_fits_no_encoding_is_said(data: bytes) -> None:
    assert key(data) in ("text_undecoded", "text_of_two_encodings")
