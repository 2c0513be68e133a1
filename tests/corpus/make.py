"""Makes the corpus of fixtures: a small file of every format and layout.

python -m tests.corpus.make DIR
"""

import io
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

from tests.writers import encrypted, office
from tests.writers.biff5 import biff5
from tests.writers.ole2 import wrapped
from tests.writers.xlsb import xlsb

from .households import FACTS, HEADERS, households
from .texts import TEXTS
from .workbooks import WORKBOOKS, headers_only, plain, strict

PASSWORD = "遂昌2020"
DEFAULT_PASSWORD = "VelvetSweatshop"
UTF_8 = "Text - txt - csv (StarCalc):44,34,76,1"
"""LibreOffice's filter for csv, and its options: comma, quotes, UTF-8, from the first row on."""
CONVERTED = ("plain", "titled", "merged_down", "hidden", "errors", "odd_cells", "township_sheets", "form")
"""Workbooks that LibreOffice writes once more as xls and ods."""


def make_corpus(folder: Path) -> None:
    """Write all fixtures into a folder; without LibreOffice those that it writes are left out."""
    folder.mkdir(parents=True, exist_ok=True)
    for write in WORKBOOKS:
        write(folder / f"{write.__name__}.xlsx")
    for name, write_text in TEXTS.items():
        write_text(folder / name)
    source = (folder / "plain.xlsx").read_bytes()
    shutil.copyfile(folder / "plain.xlsx", folder / "wrong-suffix.xls")
    shutil.copyfile(folder / "plain.xlsx", folder / "plain.xlsm")
    shutil.copyfile(folder / "gb18030.csv", folder / "csv-inside.xls")
    (folder / "strict.xlsx").write_bytes(_strict(source))
    _records(folder)
    _encrypted(folder, source)
    if shutil.which("soffice") or shutil.which("libreoffice"):
        _converted(folder)
        _encrypted_old(folder, (folder / "plain-office.xls").read_bytes())


def _strict(source: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, strict(old.read(name)))
    return buffer.getvalue()


def _records(folder: Path) -> None:
    """Excel 5's and 2007's binary workbooks, by our own writers: LibreOffice writes neither."""
    rows = [HEADERS, *households()]
    (folder / "plain.xlsb").write_bytes(xlsb({"农户": rows, "县级参数": FACTS}))
    stream = biff5({"农户": rows, "县级参数": FACTS})
    (folder / "biff5.xls").write_bytes(wrapped(stream, "Book"))
    (folder / "biff5-bare.xls").write_bytes(stream)


def _encrypted(folder: Path, source: bytes) -> None:
    """With a password, and with the one that Excel itself puts in for workbooks that are only protected."""
    for name, password in (("", PASSWORD), ("-default", DEFAULT_PASSWORD)):
        (folder / f"agile{name}.xlsx").write_bytes(encrypted.agile(source, password))
        (folder / f"standard{name}.xlsx").write_bytes(encrypted.standard(source, password))


def _encrypted_old(folder: Path, source: bytes) -> None:
    for name, password in (("", PASSWORD), ("-default", DEFAULT_PASSWORD)):
        (folder / f"rc4{name}.xls").write_bytes(encrypted.rc4(source, password))
        (folder / f"crypto-api{name}.xls").write_bytes(encrypted.crypto_api(source, password))
        (folder / f"xor{name}.xls").write_bytes(encrypted.xor(source, password))


def _converted(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        out = Path(temporary)
        for name in CONVERTED:
            for suffix, kind in (("xls", office.EXCEL_97), ("ods", None)):
                made = office.convert(folder / f"{name}.xlsx", suffix, kind, out)
                shutil.move(made, folder / f"{name}-office.{suffix}")
        plain(out / "plain.xlsx")
        headers_only(out / "headers.xlsx")
        for source, suffix, kind in (
            ("plain", "fods", None), ("plain", "html", None), ("plain", "csv", UTF_8), ("headers", "ods", None),
        ):  # fmt: skip
            made = office.convert(out / f"{source}.xlsx", suffix, kind, out)
            shutil.move(made, folder / f"{source}-office.{suffix}")
        # In a folder of its own, for there the source would be in its own way.
        shutil.move(office.convert(out / "plain.xlsx", "xlsx", None, out / "again"), folder / "plain-office.xlsx")
        shutil.move(office.as_et(out / "plain.xlsx", out), folder / "plain.et")


if __name__ == "__main__":
    make_corpus(Path(sys.argv[1]))
