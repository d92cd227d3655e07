"""Amounts of money as slips write them: in figures, and in words so that no figure is added afterwards."""

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
SCALES = ("", "nghìn", "triệu")


def in_figures(amount: int) -> str:
    """`8.000`"""
    return f"{amount:,}".replace(",", ".")


def amount_in_words(amount: int) -> str:
    """5000 → `Năm nghìn đồng`, 21105 → `Hai mươi mốt nghìn một trăm lẻ năm đồng`"""
    words = _read(amount) or "không"
    return f"{words[0].upper()}{words[1:]} đồng"


def _read(number, is_inside=False):
    """Thousands of millions ("tỷ") first, and they as a number of their own. "" for nothing."""
    above, below = divmod(number, 10**9)
    if above:
        return " ".join(filter(None, (_read(above, is_inside), "tỷ", _read(below, is_inside=True))))
    parts = []
    for place in (2, 1, 0):
        group = number // 1000**place % 1000
        if group:
            parts += [_group(group, is_inside or bool(parts)), SCALES[place]]
    return " ".join(filter(None, parts))


def _group(group, is_inside):
    """Three digits; inside a number its hundreds are said even where there are none, so that no place is lost."""
    hundreds, rest = divmod(group, 100)
    words = [DIGITS[hundreds], "trăm"] if hundreds or is_inside else []
    tens, ones = divmod(rest, 10)
    if tens:
        words += ["mười"] if tens == 1 else [DIGITS[tens], "mươi"]
    elif ones and words:
        words.append("lẻ")
    if ones:
        words.append(_ones(ones, tens))
    return " ".join(words)


def _ones(ones, tens):
    if ones == 5 and tens:
        return "lăm"
    if tens > 1:
        return {1: "mốt", 4: "tư"}.get(ones, DIGITS[ones])
    return DIGITS[ones]
