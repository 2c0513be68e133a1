"""Cell addresses as Excel shows them."""


def letter(index: int) -> str:
    """The letters of a column: 0 is A, 26 is AA."""
    text = ""
    index += 1
    while index:
        index, digit = divmod(index - 1, 26)
        text = chr(ord("A") + digit) + text
    return text


def position(letters: str) -> int:
    """The index of a column, the reverse of ``letter``."""
    index = 0
    for character in letters:
        index = index * 26 + ord(character) - ord("A") + 1
    return index - 1
