"""Encrypted workbooks: opened with a password that fits, and what is said where none does."""

import io
import random
import struct
from collections.abc import Callable

import msoffcrypto
import openpyxl
import pytest
import xlrd
from msoffcrypto.exceptions import InvalidKeyError
from tests.writers import encrypted as writers
from tests.writers.office import EXCEL_97, convert

from incomeaudit.ingest.files.encrypted import EXCELS_OWN, decrypt
from incomeaudit.ingest.files.recognise import recognise
from incomeaudit.messages import LANGUAGES, Messages, Problem

PASSWORD = "nongye2024"
ROWS = [["户编号", "户主姓名", "人均可支配收入"], *([f"H{row}", "张三", 8000.5 + row] for row in range(300))]
OF_XLSX = (writers.agile, writers.standard)
OF_XLS = (writers.rc4, writers.crypto_api, lambda data, password: writers.crypto_api(data, password, 40), writers.xor)
Writer = Callable[[bytes, str], bytes]


def workbook() -> bytes:
    written = openpyxl.Workbook()
    for row in ROWS:
        written["Sheet"].append(row)
    made = io.BytesIO()
    written.save(made)
    return made.getvalue()


@pytest.fixture(scope="module")
def xls(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("xls")
    (folder / "r.xlsx").write_bytes(workbook())
    return convert(folder / "r.xlsx", "xls", EXCEL_97, folder).read_bytes()


def problem_of(data: bytes, *passwords: str) -> Problem:
    """The problem, whose texts are one line each and name the file and no password."""
    with pytest.raises(Problem) as caught:
        decrypt(data, "r.xlsx", passwords)
    for lang in LANGUAGES:
        said = Messages(lang).problem(caught.value)
        assert said.startswith("r.xlsx")
        assert "\n" not in said
        assert not any(password in said for password in passwords)
    assert not any(password in repr(caught.value) for password in passwords)
    return caught.value


def rows_of(xls: bytes) -> list[list[object]]:
    sheet = xlrd.open_workbook(file_contents=xls).sheet_by_index(0)
    return [sheet.row_values(row) for row in range(sheet.nrows)]


@pytest.mark.parametrize("write", OF_XLSX)
def test_an_open_xml_workbook(write: Writer) -> None:
    clear = workbook()
    data = write(clear, PASSWORD)
    assert recognise(data, "f").encrypted
    assert decrypt(data, "f", [PASSWORD]) == clear
    assert decrypt(data, "f", ["x", "", PASSWORD, "y"]) == clear
    assert problem_of(data).key == "password_needed"
    wrong = problem_of(data, "wrong-one", "wrong-two")
    assert (wrong.key, wrong.values["count"]) == ("password_wrong", 2)
    assert decrypt(write(clear, EXCELS_OWN), "f", []) == clear


@pytest.mark.parametrize("write", OF_XLS)
def test_an_older_workbook(write: Writer, xls: bytes) -> None:
    data = write(xls, PASSWORD)
    assert recognise(data, "f").encrypted
    with pytest.raises(xlrd.XLRDError):
        rows_of(data)
    clear = decrypt(data, "f", ["x", PASSWORD])
    assert not recognise(clear, "f").encrypted
    assert rows_of(clear) == rows_of(xls) == ROWS
    assert problem_of(data).key == "password_needed"
    assert problem_of(data, "wrong-one").key == "password_wrong"
    assert rows_of(decrypt(write(xls, EXCELS_OWN), "f", [])) == ROWS


@pytest.mark.parametrize("write", OF_XLS)
def test_msoffcrypto_makes_the_same_of_it(write: Writer, xls: bytes) -> None:
    data, clear = write(xls, PASSWORD), io.BytesIO()
    office = msoffcrypto.OfficeFile(io.BytesIO(data))
    with pytest.raises(InvalidKeyError):
        office.load_key(password="wrong-one")
    office.load_key(password=PASSWORD)
    office.decrypt(clear)
    assert decrypt(data, "f", [PASSWORD]) == clear.getvalue()


def test_a_bare_workbook_of_excel_5() -> None:
    records = [
        (0x0809, struct.pack("<HHI", 0x0500, 5, 0)),
        (0x005C, b"\x05clerk".ljust(32)),
        (0x0085, struct.pack("<IH", 99, 0) + b"\x03one"),
        (0x000A, b""),
    ]
    stream = b"".join(struct.pack("<HH", code, len(content)) + content for code, content in records)
    data = writers.xor_stream(stream, PASSWORD, biff8=False)
    assert b"clerk" not in data
    assert recognise(data, "f").encrypted
    clear = decrypt(data, "f", [PASSWORD])
    assert not recognise(clear, "f").encrypted
    assert clear.endswith(stream[-17:])
    assert problem_of(data, "wrong-one").key == "password_wrong"


def test_a_password_of_chinese_characters(xls: bytes) -> None:
    password = "农业农村局"
    assert decrypt(writers.agile(workbook(), password), "f", [password]) == workbook()
    assert rows_of(decrypt(writers.rc4(xls, password), "f", [password])) == ROWS


def agile_with(**changes: str) -> bytes:
    """An agile file whose description says something else."""
    data = writers.agile(workbook(), PASSWORD)
    with writers.streams(data) as ole:
        info, package = (ole.openstream(name).read() for name in ("EncryptionInfo", "EncryptedPackage"))
    for old, new in changes.items():
        assert old.encode() in info
        info = info.replace(old.encode(), new.encode())
    return writers.in_container(info, package)


@pytest.mark.parametrize(
    ("data", "method"),
    [
        (agile_with(SHA512="SM3"), "SM3"),
        (agile_with(**{'cipherAlgorithm="AES"': 'cipherAlgorithm="SM4"'}), "SM4"),
        (agile_with(ChainingModeCBC="ChainingModeCFB"), "ChainingModeCFB"),
        (writers.standard(workbook(), PASSWORD, 0x6801), "CryptoAPI 6801"),
        (writers.in_container(struct.pack("<HHI", 4, 3, 0) + bytes(64), bytes(4_096)), "4.3"),
    ],
)
def test_a_way_of_encrypting_that_is_not_known(data: bytes, method: str) -> None:
    problem = problem_of(data, PASSWORD)
    assert (problem.key, problem.values["method"]) == ("encryption_unread", method)


def test_a_cipher_of_xls_that_is_not_known(xls: bytes) -> None:
    data = writers.crypto_api(xls, PASSWORD).replace(
        struct.pack("<II", 0x6801, 0x8004), struct.pack("<II", 0x660E, 0x8004)
    )
    assert problem_of(data, PASSWORD).key == "encryption_unread"


@pytest.mark.parametrize(
    "data",
    [
        agile_with(encryptedKeyValue="encryptedKeyNone"),
        agile_with(**{'spinCount="1000"': 'spinCount="many"'}),
        agile_with(**{'<?xml version="1.0"': '<!DOCTYPE x><?xml version="1.0"'}),
        agile_with(**{"</encryption>": ""}),
        writers.in_container(b"\x04\0\x04\0", bytes(4_096)),
        writers.in_container(struct.pack("<HHI", 4, 2, 0x24) + bytes(64), bytes(4_096)),
    ],
)
def test_a_damaged_description(data: bytes) -> None:
    assert problem_of(data, PASSWORD).key in ("broken_file", "encryption_unread")


def test_rights_management() -> None:
    data = writers.agile(workbook(), PASSWORD)
    name = "StrongEncryptionDataSpace\0".encode("utf-16-le")
    entry = data.index(name)
    other = "DRMEncryptedDataSpace\0".encode("utf-16-le")
    renamed = data[:entry] + other.ljust(64, b"\0") + struct.pack("<H", len(other)) + data[entry + 66 :]
    assert problem_of(renamed, PASSWORD).key == "rights_managed"


def test_an_open_document_with_a_password() -> None:
    assert problem_of(b"PK\x03\x04" + bytes(60), PASSWORD).key == "encrypted_ods"


def test_what_is_not_encrypted(xls: bytes) -> None:
    assert problem_of(xls, PASSWORD).key == "broken_file"


def test_damaged_files_are_opened_or_refused(xls: bytes) -> None:
    chance = random.Random(5)
    clear = workbook()
    whole = [write(clear, PASSWORD) for write in OF_XLSX] + 2 * [write(xls, PASSWORD) for write in OF_XLS]
    seen = set()
    for _ in range(500):
        data = bytearray(chance.choice(whole))
        for _ in range(chance.choice((1, 3, 30))):
            data[chance.randrange(min(len(data), chance.choice((2_048, 1 << 30))))] = chance.randrange(256)
        cut = chance.choice((len(data), len(data), chance.randrange(len(data))))
        try:
            decrypt(bytes(data[:cut]), "f", ["wrong-one", PASSWORD])
            seen.add("opened")
        except Problem as problem:
            assert PASSWORD not in str(problem)
            seen.add(problem.key)
    assert {"opened", "broken_file", "password_wrong"} <= seen
