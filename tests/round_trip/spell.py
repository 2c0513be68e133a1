"""The ways in which clerks write a value into a cell."""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from incomeaudit.vocabulary import CodeList, Field

from .forms import Form
from .values import Value

_YES = ("是", "有", "√", "Y", "yes", "1", "TRUE", "对", "是 ", "Ｙ", "有　", "✓")
_NO = ("否", "无", "×", "N", "no", "0", "FALSE", "没有", " 否", "Ｎ", "不是", "✗")
_YES_STATES = ("达标", "已达标", "合格", "已参加", "已落实", "安全", "享受", "已解决")
_NO_STATES = ("未达标", "不达标", "不合格", "未参加", "未落实", "不安全", "未享受", "未解决")
_MONEY_STYLES = (
    "#,##0.00",
    '"¥"#,##0.00',
    "0.00_ ;[Red]-0.00 ",
    '#,##0.00"元"',
    "0.00E+00",
    "_ * #,##0.00_ ;_ * -#,##0.00_ ",
)
_NUMBER_STYLES = ("0", "0.0", '0"人"', "@", '0.00"亩"', "000")
_DATE_STYLES = (
    "yyyy-mm-dd", "yyyy/m/d", 'yyyy"年"m"月"d"日"', 'yyyy"年"m"月"', "m/d/yy", "yyyymmdd", "[$-804]yyyy/m/d", "yyyy.mm.dd",
    '[DBNum1][$-804]yyyy"年"m"月"d"日";@', "d-mmm-yy", "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", "yyyy-mm-dd hh:mm",
)  # fmt: skip
_ONES = "零一二三四五六七八九"


@dataclass(frozen=True)
class Styled:
    """A cell with a number format; only some formats keep it."""

    value: int | float | date
    style: str


@dataclass(frozen=True)
class Spelled:
    """A cell, and the kind of issue that its spelling makes, if it makes one."""

    cell: object
    note: str = ""


@dataclass(frozen=True)
class Column:
    """What the cells of a column are written for."""

    field: Field
    form: Form
    codes: Mapping[str, CodeList]
    scale: int = 1
    """How many yuan one of the header's unit is."""
    inverted: bool = False
    date1904: bool = False
    habits: frozenset[str] = field(default_factory=frozenset)
    """The ways in which this column is written; plainly, where none of them fits a value."""


HABITS = ("plain", "text", "signs", "words", "wide", "spaced", "apostrophe", "styled", "odd")


def spelled(value: Value, column: Column) -> st.SearchStrategy[Spelled]:
    """Cells that say a value."""
    ways = [Spelled(None)] if value is None else []
    for habit, cell, *note in _blank(column.field) if value is None else _ways(value, column):
        if habit in column.habits and _fits(cell, column):
            ways.append(Spelled(cell, *note))
    if not ways:
        ways = [Spelled(cell, *note) for habit, cell, *note in _ways(value, column) if habit == "plain"]
        ways = [way for way in ways if _fits(way.cell, column)]
    return st.sampled_from(ways)


def _fits(cell: object, column: Column) -> bool:
    form = column.form
    if isinstance(cell, str):
        return form.holds(cell) and (form.held or not cell.startswith("="))
    if isinstance(cell, Styled):
        return form.styled
    return form.typed


Way = tuple[str, object] | tuple[str, object, str]


def _blank(asked: Field) -> Iterator[Way]:
    yield "spaced", "  "
    yield "spaced", "　"
    yield "text", ""
    if asked.type in {"money", "number", "integer"} and asked.nothing:
        return  # there they mean 0
    yield from (("words", text) for text in ("-", "—", "/", "——", " / "))
    if asked.type != "boolean" and not asked.nothing:
        yield "words", "无"
    if asked.undecided:
        yield from (("words", text) for text in ("暂无", "未落实", "待定", "未 安 排"))


def _ways(value: Value, column: Column) -> Iterator[Way]:
    match column.field.type, value:
        case "money", float():
            yield from _money(Decimal(round(value * 100)) / 100, column)
        case "integer", int():
            yield from _integer(value, column.field)
        case "number", float():
            yield from _number(Decimal(round(value * 100)) / 100, column.field)
        case "boolean", bool():
            yield from _boolean(value is not column.inverted, column)
        case "date", date():
            yield from _date(value, column.date1904)
        case "year", int():
            yield from _year(value)
        case "code", str():
            yield from _code(value, column.codes[column.field.codes])
        case "id", str():
            yield from _id(value, column.field)
        case "text", str():
            yield from _text(value)


def _figure(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _digits(amount: Decimal) -> str:
    text = f"{amount:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _wide(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)


def _signed(amount: Decimal, sign: str) -> str:
    """With a currency sign; the minus before it."""
    return ("-" if amount < 0 else "") + sign + f"{abs(amount):,f}"


def _money(yuan: Decimal, column: Column) -> Iterator[Way]:
    amount = yuan / column.scale
    amount = Decimal(_digits(amount))
    text = _digits(amount)
    own = "unit_in_cell" if column.scale != 1 else ""
    yield "plain", _figure(amount)
    yield "plain", text
    yield "text", text
    yield "text", f"{amount:,f}"
    yield "text", float(amount)
    yield "signs", _signed(amount, "¥")
    yield "signs", _signed(amount, "￥ ")
    yield "words", f"{_digits(yuan)}元", own
    yield "words", f"{yuan:,f} 元", own
    yield "words", f"{_digits(yuan / 10_000)}万元", own
    yield "words", f"{_digits(yuan / 10_000)}万", own
    yield "wide", _wide(text)
    yield "wide", _wide(f"{amount:,f}")
    yield "spaced", f" {text} "
    yield "spaced", f"\u00a0{text}　"
    yield "spaced", f"{text}\n"
    yield "apostrophe", f"'{text}"
    for style in _MONEY_STYLES:
        yield "styled", Styled(_figure(amount), style)
    yield "odd", f"{amount:E}"
    if "." not in text:
        yield "odd", f"{text}.00"
        yield "odd", f"{text}."
    if yuan < 0:
        yield "odd", f"({-amount:,f})"
        yield "odd", f"（{-amount:f}）"
        yield "odd", f"−{-amount:f}"
    if yuan == 0:
        yield "words", "零"
        if column.field.nothing:
            yield from (("words", none) for none in ("无", "-", "/", "没有", "——"))


def _integer(number: int, asked: Field) -> Iterator[Way]:
    unit = asked.unit or "个"
    yield "plain", number
    yield "plain", str(number)
    yield "text", str(number)
    yield "text", float(number)
    yield "words", f"{number}{unit}"
    yield "words", f"{number} 个"
    yield "wide", _wide(str(number))
    yield "spaced", f" {number}　"
    yield "apostrophe", f"'{number}"
    yield "odd", f"{number}.0"
    yield "odd", f"{number:,}"
    for style in _NUMBER_STYLES:
        yield "styled", Styled(number, style)
    if number < 100:
        yield "words", _numeral(number)
        yield "words", f"{_numeral(number)}{unit}"
    if number == 0 and asked.nothing:
        yield from (("words", none) for none in ("无", "-", "/", "没有"))


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    return (_ONES[tens] if tens > 1 else "") + ("十" if tens else "") + (_ONES[ones] if ones or not tens else "")


def _number(number: Decimal, asked: Field) -> Iterator[Way]:
    text = _digits(number)
    yield "plain", _figure(number)
    yield "plain", text
    yield "text", text
    yield "text", f"{number:,f}"
    yield "wide", _wide(text)
    yield "spaced", f" {text} "
    yield "apostrophe", f"'{text}"
    yield "words", f"{text}{asked.unit}"
    yield "words", f"{text} {asked.unit}"
    for style in _NUMBER_STYLES:
        yield "styled", Styled(_figure(number), style)
    if number == 0 and asked.nothing:
        yield "words", "无"


def _boolean(answer: bool, column: Column) -> Iterator[Way]:
    yes = answer
    yield "plain", "是" if yes else "否"
    yield "styled", Styled(int(yes), "0")
    yield "odd", int(yes)
    yield "odd", float(yes)
    yield "text", yes
    yield from (("words", word) for word in (_YES if yes else _NO))
    if not column.inverted:
        yield from (("signs", word) for word in (_YES_STATES if yes else _NO_STATES))


def serial(day: date, date1904: bool) -> int:
    """The number under which a workbook keeps a day."""
    return (day - (date(1904, 1, 1) if date1904 else date(1899, 12, 30))).days


def _date(day: date, date1904: bool) -> Iterator[Way]:
    year, month, number = day.year, day.month, day.day
    yield "plain", day
    yield "plain", f"{year}-{month:02}-{number:02}"
    for separator in "-./":
        yield "text", f"{year}{separator}{month}{separator}{number}"
        yield "text", f"{year}{separator}{month:02}{separator}{number:02}"
    yield "text", f"{day:%Y%m%d}"
    yield "odd", int(f"{day:%Y%m%d}")
    yield "words", f"{year}年{month}月{number}日"
    yield "words", f"{year}年{month:02}月{number:02}日"
    yield "words", f"{year} 年 {month} 月 {number} 日"
    yield "words", f"{year}年{month}月{number}号"
    yield "wide", _wide(f"{year}.{month}.{number}")
    yield "wide", _wide(f"{year}") + f"年{month}月{number}日"
    yield "spaced", f" {year}-{month}-{number} "
    yield "spaced", f"{year}/{month}/{number}\n"
    yield "spaced", f"{year}-{month:02}-{number:02} 00:00:00"
    yield "apostrophe", f"'{year}-{month}-{number}"
    yield "odd", datetime(year, month, number, 10, 30)
    yield "odd", f"{year}/{month}/{number} 9:05"
    for style in _DATE_STYLES:
        yield "styled", Styled(day, style)
    count = serial(day, date1904)
    if 10_000 <= count <= 80_000:
        yield "signs", count
        yield "signs", str(count)
        yield "signs", count + 0.5
    if number == 1:
        yield from _month(year, month)
    if (month, number) == (1, 1):
        yield from (("odd", cell, "date_year_only") for cell in (year, f"{year}年", str(year), f"{year}年度"))


def _month(year: int, month: int) -> Iterator[Way]:
    trailing = "date_trailing_zero" if month == 1 else ""
    yield "text", f"{year}.{month:02}"
    yield "text", f"{year}.{month}", trailing
    yield "text", f"{year}-{month}"
    yield "text", f"{year}/{month:02}"
    yield "text", f"{year}{month:02}"
    yield "odd", int(f"{year}{month:02}")
    yield "words", f"{year}年{month}月"
    yield "words", f"{year}年{month:02}月"
    if month != 10:  # as a number, October would be January
        yield "odd", float(f"{year}.{month}"), trailing


def _year(year: int) -> Iterator[Way]:
    yield "plain", year
    yield "plain", str(year)
    yield "text", str(year)
    yield "odd", float(year)
    yield "words", f"{year}年"
    yield "words", f"{year}年度"
    yield "words", f"{year} 年份"
    yield "wide", _wide(str(year))
    yield "spaced", f" {year}　"
    yield "apostrophe", f"'{year}"
    yield "styled", Styled(year, '0"年"')


def _folded(text: str) -> str:
    plain = "".join(unicodedata.normalize("NFKC", text).split()).lower()
    return str(int(plain)) if plain.isdecimal() else plain


def _code(code: str, codes: CodeList) -> Iterator[Way]:
    count = Counter(_folded(text) for said, also in codes.values.items() for text in {*map(_folded, (said, *also))})
    also = [text for text in codes.values[code] if count[_folded(text)] == 1]
    numbers = [text for text in also if text.isdecimal()]
    names = [text for text in (code, *also) if not any(char.isdigit() or char.isascii() for char in text)]
    yield "plain", code
    yield from (("text", text) for text in also)
    yield from (("wide", _wide(text)) for text in (code, *also) if text.isascii())
    yield from (("spaced", text) for text in (f" {code}", f"{code}　", "　".join(code), f"{code}\n"))
    yield "apostrophe", f"'{code}"
    for number in numbers:
        yield "odd", int(number)
        yield "styled", Styled(int(number), "00")
        for name in names[:3]:
            yield "signs", f"{number}-{name}"
            yield "signs", f"{number}.{name}"
            yield "signs", f"{number}、{name}"
            yield "signs", f"{number}{name}"
            yield "signs", f"{number} {name}"
            yield "words", f"{name}({number})"
            yield "words", f"{name}（{number}）"
            yield "words", f"({number}){name}"
            yield "words", f"{name}-{number}"
            yield "wide", f"{_wide(number)}－{name}"


def _id(text: str, asked: Field) -> Iterator[Way]:
    yield "plain", text
    yield "apostrophe", f"'{text}"
    yield "apostrophe", f"‘{text}"
    yield "apostrophe", f'="{text}"'
    yield "spaced", f" {text} "
    yield "spaced", f"{text[:3]} {text[3:]}"
    yield "spaced", f"{text}\u00a0"
    yield "spaced", f"{text[:6]}\n{text[6:]}"
    yield "wide", _wide(text)
    if asked.personal == "id" and text.endswith("X"):
        yield "text", text.lower()
        yield "wide", text[:-1] + "Ｘ"
        yield "wide", text[:-1] + "ｘ"
    if text.isdecimal() and not text.startswith("0") and len(text) < 16:
        yield "odd", int(text)
        yield "styled", Styled(int(text), "0")
        if len(text) < 15:
            yield "odd", f"{text}.0"


def _text(text: str) -> Iterator[Way]:
    yield "plain", text
    yield "spaced", f" {text} "
    yield "spaced", f"　{text}\u00a0"
    yield "spaced", f"{text}\n"
    yield "odd", f"{text[0]}\u200b{text[1:]}", "control_characters"
    if " " in text:
        yield "spaced", text.replace(" ", "　 ")
        yield "spaced", text.replace(" ", "\n")
    if text.isdecimal() and str(int(text)) == text:
        yield "odd", int(text)


def unstyled(cell: object) -> object:
    """A cell as a format without number formats keeps it."""
    return cell.value if isinstance(cell, Styled) else cell


def days_of(moment: date | datetime, date1904: bool) -> float:
    """Days and parts of a day, as a workbook counts them."""
    clock = moment - datetime(moment.year, moment.month, moment.day) if isinstance(moment, datetime) else timedelta()
    day = date(moment.year, moment.month, moment.day)
    return serial(day, date1904) + clock.total_seconds() / 86_400
