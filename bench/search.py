"""How fast the catalogue of a served demo is searched: `make bench` prints the table.

Over HTTP, one after the other, from the request to the last byte: what the server takes is less. The words are what
people type: with and without diacritics, begun, wrong by a letter, everyday words, codes, words of papers; and what
those who keep the catalogue look for in all of its texts.
"""

import os
import statistics
import sys
import time
from urllib.parse import urljoin

import requests

from bench.pages import log_in

ROUNDS = 5
KEEPER = "control.376"
IN_NAMES = (
    "khai sinh", "dang ky khai sinh", "khai sihn", "kết hôn", "ket hon", "khai tử", "chứng thực", "chung thuc ban sao",
    "sao y", "sổ đỏ", "so do", "quyền sử dụng đất", "dat dai", "giấy phép xây dựng", "xay dung", "ho kinh doanh",
    "hộ kinh doanh cá thể", "hợp tác xã", "giấy phép", "giay chung nhan", "trợ cấp", "bao hiem y te", "khuyết tật",
    "ho ngheo", "liệt sĩ", "con nuôi", "tạm trú", "hộ khẩu", "nghĩa vụ quân sự", "tôn giáo", "karaoke", "ban ruou",
    "1.001193", "2.000815", "1.00", "giấy chứng sinh", "bản sao giấy chứng minh nhân dân", "đơn đề nghị", "dat", "cap",
)  # fmt: skip

ANYWHERE = (
    "khai sinh", "đất đai", "nghị định 136", "giay chung nhan", "đơn đề nghị", "quyet dinh huong", "1.001193", "giấy",
    "thông tư 15 2015", "tờ khai đăng ký", "an", "luật hộ tịch", "trình tự", "bo tu phap", "chứng minh nhân dân",
)  # fmt: skip
SEARCHES = (("", "/procedures/", IN_NAMES, 100), (KEEPER, "/procedures/manage/", ANYWHERE, 200))  # ms at the median


def timed(session, address, query):
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        session.get(address, params={"q": query}).raise_for_status()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def searched(site, who, path, queries, budget):
    """Whether the median is within the budget; its line of the table is printed."""
    session, address = requests.Session(), urljoin(site, path)
    if who:
        log_in(session, site, who, os.environ["DEMO_PASSWORD"])
    session.get(address).raise_for_status()
    times = {query: timed(session, address, query) for query in queries}
    median, slowest = statistics.median(times.values()), max(times, key=times.get)
    ninth = statistics.quantiles(times.values(), n=10)[-1]
    slow = f"{times[slowest]:.0f} (“{slowest}”)"
    print(f"| `{path}` | {len(times)} | {median:.0f} | {budget} | {ninth:.0f} | {slow} |")
    return median <= budget


def main(site):
    print("| Page | Searches | Median, ms | Budget | 9 of 10 within | Slowest |\n|---|---|---|---|---|---|")
    are_fast = [searched(site, *search) for search in SEARCHES]
    sys.exit(not all(are_fast))


if __name__ == "__main__":
    main(sys.argv[1])
