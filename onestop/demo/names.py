"""Made-up people of Kim Sơn: the family and given names usual there, none of them anybody in particular."""

from dataclasses import dataclass
from random import Random

FAMILY_NAMES = {
    "Nguyễn": 26,
    "Phạm": 19,
    "Trần": 15,
    "Vũ": 9,
    "Lê": 6,
    "Đỗ": 5,
    "Mai": 4,
    "Hoàng": 4,
    "Bùi": 3,
    "Đinh": 3,
    "Phan": 3,
    "Tạ": 2,
    "Dương": 2,
    "Ngô": 2,
    "Trịnh": 1,
    "Đoàn": 1,
    "Lưu": 1,
    "Tống": 1,
}
MEN = (
    ["Văn", "Văn", "Văn", "Đức", "Ngọc", "Quang", "Minh", "Xuân", "Công", "Hữu", "Đình", "Trung"],
    ["An", "Bình", "Chiến", "Cường", "Dũng", "Duy", "Đạt", "Điệp", "Đông", "Đức", "Giang", "Hải", "Hậu", "Hiếu", "Hiệp"]
    + ["Hòa", "Hùng", "Huy", "Khánh", "Khoa", "Kiên", "Lâm", "Linh", "Long", "Lượng", "Mạnh", "Minh", "Nam", "Nghĩa"]
    + ["Phong", "Phúc", "Phương", "Quân", "Quyền", "Sơn", "Tâm", "Thanh", "Thắng", "Thành", "Thịnh", "Thuận", "Tiến"]
    + ["Toàn", "Trung", "Trường", "Tú", "Tuấn", "Tùng", "Việt", "Vinh", "Vương"],
)
WOMEN = (
    ["Thị", "Thị", "Thị", "Thị", "Thị", "Ngọc", "Thu", "Thanh", "Minh", "Kim", "Hồng", "Thùy"],
    ["Ánh", "Bích", "Chi", "Cúc", "Dung", "Duyên", "Giang", "Hà", "Hạnh", "Hằng", "Hiền", "Hoa", "Hòa", "Hồng", "Huế"]
    + ["Huệ", "Huyền", "Hương", "Hường", "Khuyên", "Lan", "Liên", "Liễu", "Linh", "Loan", "Lý", "Mai", "Mến", "Mùi"]
    + ["Nga", "Ngân", "Ngọc", "Nguyệt", "Nhài", "Nhung", "Oanh", "Phương", "Quyên", "Sen", "Tâm", "Thảo", "Thắm", "Thu"]
    + ["Thúy", "Thủy", "Thương", "Trang", "Tuyết", "Vân", "Xuyến", "Yến"],
)
MOBILE_PREFIXES = ["0912", "0915", "0943", "0948", "0904", "0936", "0972", "0977", "0982", "0988", "01234", "01668"]
MOBILE_PREFIXES += ["01682", "01689", "01699"]


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    identity: str
    phone: str
    address: str


def full_name(rng: Random, *, woman: bool | None = None) -> str:
    middles, givens = WOMEN if (rng.random() < 0.5 if woman is None else woman) else MEN
    family = rng.choices(list(FAMILY_NAMES), FAMILY_NAMES.values())[0]
    middle, given = rng.choice(middles), rng.choice(givens)
    while middle == given:
        given = rng.choice(givens)
    return f"{family} {middle} {given}"


def mobile(rng: Random) -> str:
    return f"{rng.choice(MOBILE_PREFIXES)}{rng.randrange(1_000_000):06d}"


def identity(rng: Random) -> str:
    """A nine-digit card of Ninh Bình (164…), a new one of twelve (037…), or none."""
    kind = rng.random()
    if kind < 0.88:
        return f"164{rng.randrange(1_000_000):06d}"
    if kind < 0.96:
        return f"037{rng.randrange(2)}{rng.randrange(40, 100):02d}{rng.randrange(1_000_000):06d}"
    return ""


def person(rng: Random, unit_name: str, district: str = "") -> Person:
    return Person(full_name(rng), identity(rng), mobile(rng), address(rng, unit_name, district))


def address(rng: Random, unit_name: str, district: str = "") -> str:
    """`Xóm 5, xã Kim Định`; in towns `Phố 3, thị trấn Phát Diệm`."""
    part = "Phố" if unit_name.startswith(("Thị trấn", "Phường")) else "Xóm"
    place = f"{part} {rng.randrange(1, 15)}, {unit_name[0].lower()}{unit_name[1:]}"
    return f"{place}, {district[0].lower()}{district[1:]}" if district else place
