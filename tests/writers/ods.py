"""OpenDocument spreadsheets written by hand, for what LibreOffice does not write or only long ago."""

import io
import zipfile
from collections.abc import Mapping

_SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
}
MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"


def ods(sheets: Mapping[str, str], *, before: str = "", after: str = "", prolog: str = "") -> bytes:
    """A spreadsheet of sheets given as the XML inside their table element. Style ``ta0`` hides a sheet."""
    tables = "".join(
        f'<table:table table:name="{name}" table:style-name="{"ta0" if name.startswith("隐") else "ta1"}">{rows}</table:table>'
        for name, rows in sheets.items()
    )
    return packed(content(f"<office:spreadsheet>{before}{tables}{after}</office:spreadsheet>", prolog))


def content(body: str, prolog: str = "") -> str:
    """``content.xml`` with this body."""
    spaces = " ".join(f'xmlns:{prefix}="{space}"' for prefix, space in _SPACES.items())
    styles = "".join(
        f'<style:style style:name="{name}" style:family="table"><style:table-properties table:display="{shown}"/></style:style>'
        for name, shown in (("ta0", "false"), ("ta1", "true"))
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<office:document-content {spaces} office:version="1.3">'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>{body}</office:body></office:document-content>"
    )


def packed(xml: str, manifest: str = "") -> bytes:
    """The package around a ``content.xml``."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", MIMETYPE, zipfile.ZIP_STORED)
        archive.writestr("content.xml", xml)
        if manifest:
            archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def row(*cells: str, repeated: int = 1, attributes: str = "") -> str:
    """A row of cells."""
    again = f' table:number-rows-repeated="{repeated}"' if repeated > 1 else ""
    return f"<table:table-row{again} {attributes}>{''.join(cells)}</table:table-row>"


def cell(text: str | None = None, *, repeated: int = 1, inside: str = "", **attributes: str) -> str:
    """A cell with its text as one paragraph; attributes as ``office_value_type="float"``, the first _ being the colon
    and the others hyphens.
    """
    said = "".join(
        f' {name.partition("_")[0]}:{name.partition("_")[2].replace("_", "-")}="{value}"'
        for name, value in attributes.items()
    )
    again = f' table:number-columns-repeated="{repeated}"' if repeated > 1 else ""
    paragraph = "" if text is None else f"<text:p>{text}</text:p>"
    return f"<table:table-cell{again}{said}>{inside}{paragraph}</table:table-cell>"


def words(text: str, **attributes: str) -> str:
    """A cell of text."""
    return cell(text, office_value_type="string", **attributes)
