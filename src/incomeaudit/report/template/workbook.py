"""Putting the template together and writing it."""

from pathlib import Path

from openpyxl import Workbook

from incomeaudit.auditing.groups import wanted_place
from incomeaudit.auditing.setting import Setting
from incomeaudit.messages import Problem
from incomeaudit.report.safe_write import ensure_writable, safe_write
from incomeaudit.report.template.examples import example_of
from incomeaudit.report.template.forms import Ask, Form, forms_of
from incomeaudit.report.template.guide import draw_guide
from incomeaudit.report.template.lists import draw_lists
from incomeaudit.report.template.notes import Writer
from incomeaudit.report.template.sheet import draw_form, sheet_title

_SUFFIX = ".xlsx"


def write_template(path: Path, ask: Ask, setting: Setting, *, force: bool = False) -> tuple[Form, ...]:
    """Write a blank workbook to ``path``, whole or not at all; gives the sheets that are to be filled in.

    Raises ``Problem``: ``template_suffix`` for a name that does not end in .xlsx; ``template_exists`` where there is a
    file already, unless ``force``; ``template_open``, ``template_folder``, ``template_no_folder``,
    ``template_disk_full`` and ``template_unwritable`` as ``safe_write`` has them; and what ``forms_of`` raises.
    """
    if path.suffix.lower() != _SUFFIX:
        raise Problem("template_suffix", path=path, better=path.with_name(path.name + _SUFFIX))
    if path.is_file() and not force:
        raise Problem("template_exists", path=path)
    forms = forms_of(ask, setting)
    try:
        ensure_writable(path)
        book = _book(forms, ask, setting)
        with safe_write(path, private=False) as file:
            book.save(file)
    except Problem as problem:
        # What a report meets where it cannot be written, in a template's words.
        raise Problem(problem.key.replace("report_", "template_", 1), **problem.values) from problem
    return forms


def _book(forms: tuple[Form, ...], ask: Ask, setting: Setting) -> Workbook:
    messages, codes = setting.messages, setting.vocabulary.codes
    place = setting.places.get(wanted_place(ask.place, setting.places) or "")
    county = place.name.zh if place is not None and place.level == "county" else None
    examples = {form.table.id: example_of(form.table.id, county, ask.year) for form in forms}
    writer = Writer(messages, codes)
    book = Workbook()
    book.properties.title = messages("template.title")
    book.properties.creator = "incomeaudit template"
    guide = book.worksheets[0]
    guide.title = messages("template.sheet_guide")
    draw_guide(guide, forms, examples, writer)
    sheets = [book.create_sheet(form.table.title.zh) for form in forms]
    lists = draw_lists(book, forms, codes, messages)
    for sheet, form in zip(sheets, forms, strict=True):
        title = sheet_title(form, messages, place.name.zh if place is not None else "", ask.year)
        draw_form(sheet, form, examples[form.table.id], lists, writer, title=title, rows=ask.rows)
    return book
