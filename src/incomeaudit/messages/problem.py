"""The exception for everything a user can put right."""


class Problem(Exception):
    """Something that the user must know: what, where, and what to do.

    ``key`` names a text of the catalog; ``values`` fill its places. The command line says it in one
    line and leaves with exit status 2. No cell value of a household may be among the values.
    """

    def __init__(self, key: str, /, **values: object) -> None:
        super().__init__(key, values)
        self.key = key
        self.values = values

    def __str__(self) -> str:
        # A caller of the Python API sees this without choosing a language.
        from incomeaudit.messages.catalog import Messages  # noqa: PLC0415  (the catalog is read only when needed)

        return Messages("zh").problem(self)
