"""Where in the program an error arose, for lines that say so without a word of what was being worked on."""


def where_of(error: BaseException) -> str:
    """The last place in our own code that the error passed through: module:line."""
    where = ""
    trace = error.__traceback__
    while trace is not None:
        module = trace.tb_frame.f_globals.get("__name__", "")
        if module.startswith("incomeaudit"):
            where = f"{module}:{trace.tb_lineno}"
        trace = trace.tb_next
    return where
