"""What a file is, told from its bytes."""

import gzip
import io
import random
import sqlite3
import struct
import tarfile
import zipfile
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet
import pytest
from tests.writers.encrypted import agile
from tests.writers.office import convert

from incomeaudit.ingest.files.recognise import recognise
from incomeaudit.ingest.files.recognised import Recognised
from incomeaudit.ingest.files.suffix import suffix_fits
from incomeaudit.messages import LANGUAGES, Messages, Problem

ROWS = (("户编号", "户主姓名", "家庭人口数"), ("H1", "张三", 2), ("H2", "李四", 3))
TABLE = "\r\n".join(",".join(map(str, row)) for row in ROWS)
TYPES = "[Content_Types].xml"
SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def problem_of(data: bytes, file: str = "名册.xlsx") -> str:
    """The key of the problem, whose texts are one line each and name the file."""
    with pytest.raises(Problem) as caught:
        recognise(data, file)
    for lang in LANGUAGES:
        said = Messages(lang).problem(caught.value)
        assert said.startswith(file)
        assert "\n" not in said
    return caught.value.key


def workbook() -> bytes:
    written = openpyxl.Workbook()
    for row in ROWS:
        written["Sheet"].append(row)
    made = io.BytesIO()
    written.save(made)
    return made.getvalue()


def zipped(**members: str | bytes) -> bytes:
    return packed(members)


def packed(members: dict[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def retyped(main_type: str) -> bytes:
    """The workbook with another type of its main part."""
    with zipfile.ZipFile(io.BytesIO(workbook())) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    types = parts[TYPES]
    assert isinstance(types, bytes)
    parts[TYPES] = types.replace(SHEETS.encode(), main_type.encode())
    return packed(parts)


def package(main_type: str, member: str) -> bytes:
    return packed({TYPES: f'<Types><Override PartName="/{member}" ContentType="{main_type}"/></Types>', member: "<x/>"})


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> "Office":
    return Office(tmp_path_factory.mktemp("office"))


class Office:
    """The workbook in the formats that LibreOffice writes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "名册.xlsx"
        self.path.write_bytes(workbook())

    def written(self, suffix: str, filter_name: str | None = None) -> bytes:
        made = self.folder / suffix / f"{self.path.stem}.{suffix}"
        if not made.exists():
            convert(self.path, suffix, filter_name, made.parent)
        return made.read_bytes()


@pytest.mark.parametrize(
    ("main_type", "variant"),
    [
        (SHEETS, "xlsx"),
        ("application/vnd.ms-excel.sheet.macroEnabled.main+xml", "xlsm"),
        (SHEETS.replace("sheet.main", "template.main"), "xltx"),
        ("application/vnd.ms-excel.template.macroEnabled.main+xml", "xltm"),
        ("application/vnd.ms-excel.addin.macroEnabled.main+xml", "xlam"),
        ("application/unheard-of", "xlsx"),
    ],
)
def test_open_xml_workbooks(main_type: str, variant: str) -> None:
    assert recognise(retyped(main_type), "f") == Recognised("xlsx", variant)


def test_a_binary_workbook() -> None:
    kind = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    assert recognise(package(kind, "xl/workbook.bin"), "f").format == "xlsb"
    assert recognise(zipped(**{"xl/workbook.bin": b"\0"}), "f").format == "xlsb"


@pytest.mark.parametrize(
    ("suffix", "filter_name", "expected"),
    [
        ("xls", "MS Excel 97", Recognised("xls", "BIFF8")),
        ("ods", None, Recognised("ods", "ods")),
        ("ots", "calc8_template", Recognised("ods", "ots")),
        ("html", "HTML (StarCalc)", Recognised("html")),
        ("csv", None, Recognised("csv")),
    ],
)
def test_what_libreoffice_writes(office: Office, suffix: str, filter_name: str | None, expected: Recognised) -> None:
    recognised = recognise(office.written(suffix, filter_name), "f")
    assert recognised == expected
    assert suffix_fits(f".{suffix}", recognised.kind)


@pytest.mark.parametrize(
    ("suffix", "filter_name", "key"),
    [
        ("pdf", None, "is_pdf"),
        ("slk", "SYLK", "is_old_text_table"),
        ("fods", "OpenDocument Spreadsheet Flat XML", "is_flat_table"),
    ],
)
def test_what_libreoffice_writes_and_is_not_read(
    office: Office, suffix: str, filter_name: str | None, key: str
) -> None:
    assert problem_of(office.written(suffix, filter_name)) == key


@pytest.mark.parametrize(("stream", "key"), [("WordDocument", "is_word"), ("Contents", "is_unknown")])
def test_other_compound_files(office: Office, stream: str, key: str) -> None:
    data = office.written("xls", "MS Excel 97")
    entry = data.index("Workbook".encode("utf-16-le"))
    name = f"{stream}\0".encode("utf-16-le")
    renamed = data[:entry] + name.ljust(64, b"\0") + struct.pack("<H", len(name)) + data[entry + 66 :]
    assert problem_of(renamed) == key


@pytest.mark.parametrize(
    ("record", "version"),
    [
        (struct.pack("<HHHH", 0x0009, 4, 2, 0x10), "BIFF2"),
        (struct.pack("<HHHHH", 0x0209, 6, 3, 0x10, 0), "BIFF3"),
        (struct.pack("<HHHHH", 0x0409, 6, 4, 0x10, 0), "BIFF4"),
        (struct.pack("<HHHHI", 0x0809, 8, 0x0500, 5, 0), "BIFF5"),
    ],
)
def test_workbooks_older_than_the_container(record: bytes, version: str) -> None:
    end = struct.pack("<HH", 0x000A, 0)
    assert recognise(record + end, "f") == Recognised("xls", version)
    locked = struct.pack("<HHHH", 0x002F, 4, 1, 2)
    assert recognise(record + locked + end, "f") == Recognised("xls", version, encrypted=True)


def test_an_encrypted_workbook() -> None:
    assert recognise(agile(workbook(), "x"), "f") == Recognised("xlsx", encrypted=True)


def test_an_encrypted_open_document() -> None:
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = f'<manifest:file-entry manifest:media-type="{kind}"><manifest:encryption-data/></manifest:file-entry>'
    data = packed({"mimetype": kind, "content.xml": b"\x01\x02", "META-INF/manifest.xml": manifest})
    assert recognise(data, "f") == Recognised("ods", "ods", encrypted=True)


def test_parquet() -> None:
    made = io.BytesIO()
    pa.parquet.write_table(pa.table({"户编号": ["H1"]}), made)
    assert recognise(made.getvalue(), "f") == Recognised("parquet")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("separator", [",", "\t", ";", "|", "，"])
def test_texts_with_fields(encoding: str, separator: str) -> None:
    assert recognise(TABLE.replace(",", separator).encode(encoding), "f") == Recognised("csv")


def test_a_text_in_big5() -> None:
    assert recognise("戶編號,姓名\nH1,陳大文\nH2,李小明\n".encode("big5"), "f") == Recognised("csv")


@pytest.mark.parametrize(
    "text",
    [
        "2024年低收入农户花名册\n单位：元\n" + TABLE,
        "\n\n" + TABLE,
        '="H1",张三\n="H2",李四\n',
        "sep=^\n户编号^户主姓名\nH1^张三\n",
        TABLE + "\x1a",
        TABLE + "\nH3,王\x0b五,2",
        "户编号,备注\nH1,<5万\n",
        "<5万,户编号\n3,H1\n",
        "户编号,户主姓名",
        "户编号,户主姓名\n" * 20_000,
    ],
)
def test_tables_that_look_odd(text: str) -> None:
    assert recognise(text.encode(), "f") == Recognised("csv")


def test_a_text_cut_within_a_character() -> None:
    assert recognise((TABLE * 40).encode("gb18030")[:-1], "f") == Recognised("csv")
    assert recognise(TABLE.encode()[:-1], "f") == Recognised("csv")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<html><body><table></table></body></html>", "html"),
        ("\ufeff\r\n  <!DOCTYPE html>\n<html></html>", "html"),
        ('<?xml version="1.0"?><!-- x --><html xmlns="http://www.w3.org/1999/xhtml"></html>', "html"),
        ("<style>td {}</style><table><tr><td>1,2</td></tr></table>", "html"),
        ("Warning: something\n<table><tr><td>1</td></tr></table>", "html"),
        ('\n<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', "xml2003"),
        (
            '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
            '<ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "xml2003",
        ),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_markup(text: str, expected: str, encoding: str) -> None:
    assert recognise(text.encode(encoding), "f").format == expected


def dbase() -> bytes:
    """A dBASE III table of one column and one row."""
    column = b"HBH".ljust(11, b"\0") + b"C" + bytes(4) + b"\x04" + bytes(15)
    head = struct.pack("<4BIHH20x", 3, 124, 5, 1, 1, 32 + 32 + 1, 5)
    return head + column + b"\r H001\x1a"


def gzipped(data: bytes) -> bytes:
    return gzip.compress(data)


def tarred(data: bytes) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w") as archive:
        entry = tarfile.TarInfo("r.xlsx")
        entry.size = len(data)
        archive.addfile(entry, io.BytesIO(data))
    return made.getvalue()


def letter_with(subtype: str, data: bytes) -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "a@example.com", "b@example.com", "名册"
    made.set_content("见附件，请查收")
    if subtype == "related":
        made.add_related(data, "application", "octet-stream")
    else:
        made.add_attachment(data, "application", "octet-stream", filename="r.xlsx")
    return bytes(made)


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"%PDF-1.7\n1 0 obj", "is_pdf"),
        (b"\n%PDF-1.4\n", "is_pdf"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "is_picture"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is_picture"),
        (dbase(), "is_dbf"),
        (b"GIF89a\x01\0\x01\0", "is_picture"),
        (b"BM" + struct.pack("<IIIII", 70, 0, 54, 40, 1), "is_picture"),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "is_picture"),
        (b"\0\0\0\x18ftypheic\0\0\0\0", "is_picture"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0", "is_media"),
        (b"Rar!\x1a\x07\x01\0" + bytes(20), "is_archive"),
        (b"7z\xbc\xaf\x27\x1c\0\x04", "is_archive"),
        (gzipped(TABLE.encode()), "is_archive"),
        (tarred(b"x"), "is_archive"),
        (packed({"说明.docx": b"", "图.png": b""}), "is_archive"),
        (packed({}), "is_archive"),
        (b"\0\x01\0\0Standard ACE DB\0", "is_database"),
        (b"\0\x01\0\0Standard Jet DB\0", "is_database"),
        (b"MZ\x90\0\x03", "is_program"),
        (bytes.fromhex("4c0000000114020000000000c000000000000046"), "is_shortcut"),
        (b"[InternetShortcut]\r\nURL=https://example.com/\r\n", "is_shortcut"),
        (b"\0\x05\x16\x07\0\x02\0\0", "is_leftover"),
        (b"%TSD-Header-###%" + bytes(100), "is_locked"),
        (b"{\\rtf1\\ansi, x, y}", "is_word"),
        (
            package("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", "w.xml"),
            "is_word",
        ),
        (packed({"word/document.xml": "<x/>"}), "is_word"),
        (
            package("application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml", "p.xml"),
            "is_slides",
        ),
        (packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), "is_word"),
        (packed({"OFD.xml": "<x/>", "Doc_0/Document.xml": "<x/>"}), "is_ofd"),
        (packed({"Index/Document.iwa": b"", "Metadata/Properties.plist": b""}), "is_numbers"),
        (letter_with("mixed", b"abc"), "is_mail"),
        (letter_with("related", b"abc"), "is_web_archive"),
        (b'[{"id": 1, "name": "x"},\n {"id": 2, "name": "y"}]', "is_json"),
        (b'{"rows": [1, 2]}', "is_json"),
        ("今天天气好".encode(), "is_text"),
        ("今天天气好，\n明天也好".encode("gb18030"), "is_text"),
        ("户编号\nH1\nH2\n".encode(), "is_text"),
        (b'<?xml version="1.0"?><rows><row a="1"/></rows>', "is_xml"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "is_picture"),
        (b'<?xml version="1.0"?><w:wordDocument/>', "is_word"),
        (random.Random(1).randbytes(5_000), "is_unknown"),
        (b"\x80\x81\xff\xfe\x90\x91", "is_unknown"),
        (b" \r\n\t\0\0", "blank_file"),
        (bytes(4_096), "blank_file"),
        (b"", "empty_file"),
        (b"PK\x03\x04" + bytes(100), "broken_file"),
        (workbook()[:-300], "broken_file"),
        (b"\xef\xbb\xbf" + workbook(), "broken_file"),
        (bytes(64) + workbook(), "broken_file"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(1_024), "broken_file"),
        (bytes.fromhex("d0cf11e0a1b11ae1"), "broken_file"),
    ],
)
def test_what_is_no_spreadsheet_is_named(data: bytes, key: str) -> None:
    assert problem_of(data) == key


def test_a_database(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    with sqlite3.connect(path) as database:
        database.execute("create table household (id text)")
    database.close()
    assert problem_of(path.read_bytes()) == "is_database"


def test_an_archive_tells_how_many_tables_it_holds() -> None:
    data = packed({"甲/名册.xlsx": b"", "乙.XLS": b"", "丙.csv": b"", "__MACOSX/甲/._名册.xlsx": b"", "说明.txt": b""})
    with pytest.raises(Problem) as caught:
        recognise(data, "名册.zip")
    assert (caught.value.key, caught.value.values["count"]) == ("is_zip_of_tables", 3)


def test_an_archive_with_a_password() -> None:
    data = bytearray(packed({"r.xlsx": b"x"}))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + flags] |= 1
    assert problem_of(bytes(data)) == "is_zip_with_password"


def test_what_excel_leaves_beside_an_open_workbook() -> None:
    owner = b"\x05admin".ljust(55, b" ") + b"\x05\0a\0d\0m\0i\0n\0".ljust(110, b" ")
    assert problem_of(owner, "~$名册.xlsx") == "is_leftover"
    assert problem_of(owner, "甲/~$名册.xlsx") == "is_leftover"


@pytest.mark.parametrize(
    ("suffix", "data", "fits"),
    [
        (".xlsx", workbook(), True),
        (".XLSX", workbook(), True),
        (".et", workbook(), True),
        (".xls", workbook(), False),
        ("", workbook(), False),
        (".xlsx", retyped("application/vnd.ms-excel.sheet.macroEnabled.main+xml"), False),
        (".xlsm", retyped("application/vnd.ms-excel.sheet.macroEnabled.main+xml"), True),
        (".txt", TABLE.encode(), True),
        (".xls", TABLE.encode(), False),
        (".xls", b"<table></table>", False),
        (".htm", b"<table></table>", True),
    ],
)
def test_suffixes(suffix: str, data: bytes, fits: bool) -> None:
    assert suffix_fits(suffix, recognise(data, "f").kind) is fits


def test_damaged_files_are_told_or_named(office: Office) -> None:
    chance = random.Random(4)
    whole = [workbook(), office.written("xls", "MS Excel 97"), office.written("ods"), TABLE.encode("gb18030") * 20]
    whole += [agile(workbook(), "x"), office.written("html", "HTML (StarCalc)"), letter_with("mixed", b"abc")]
    for _ in range(500):
        data = bytearray(chance.choice(whole))
        for _ in range(chance.choice((1, 3, 30))):
            data[chance.randrange(min(len(data), chance.choice((600, 1 << 30))))] = chance.randrange(256)
        cut = chance.choice((len(data), len(data), chance.randrange(len(data))))
        try:
            found = recognise(bytes(data[:cut]), "f")
        except Problem as problem:
            assert str(problem).startswith("f：")
        else:
            assert found.kind
