"""Which file name suffixes a format may have."""

SUFFIXES = {
    "xlsx": (".xlsx", ".et"),
    "xlsm": (".xlsm", ".et"),
    "xltx": (".xltx", ".ett"),
    "xltm": (".xltm", ".ett"),
    "xlam": (".xlam",),
    "xlsb": (".xlsb",),
    "xls": (".xls", ".xlt", ".xlw", ".et", ".ett"),
    "ods": (".ods",),
    "ots": (".ots",),
    "csv": (".csv", ".tsv", ".tab", ".txt", ".prn"),
    "html": (".html", ".htm", ".xhtml"),
    "xml2003": (".xml",),
    "parquet": (".parquet", ".parq", ".pq"),
}
"""WPS writes its .et in either of Excel's formats. Excel refuses macros under .xlsx, so that they are kept apart."""


def suffix_fits(suffix: str, kind: str) -> bool:
    """Whether a file of this kind (``Recognised.kind``) may be called so.

    ``suffix`` is with its dot, in capitals or not, as ``Path.suffix``.
    """
    return suffix.lower() in SUFFIXES[kind]
