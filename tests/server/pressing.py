"""A clerk and an officer of a unit who press buttons at random, over HTTP."""

import random
import re
import time
from collections import Counter
from contextlib import suppress
from urllib.parse import urlsplit

import requests

from tests.builders import PASSWORD

PATIENCE = 60  # seconds
IDLE = 0.1  # seconds, where nothing is to be done
MOST_OPEN = 12  # dossiers of a unit, before its clerk receives less
# "Nothing was changed: somebody was quicker" leads back to the dossier; what one may not do any more is a 403.
LAWFUL = {200, 302, 400, 403, 409}


def clients_of(address, units):
    return [
        kind(address, f"{name}.{unit.code}", PASSWORD, unit)
        for unit in units
        for kind, name in ((Clerk, "clerk"), (Officer, "officer"))
    ]


class Client:
    """One browser; `faults` are the answers that nobody may get."""

    def __init__(self, address, username, password, unit):
        self.address, self.unit, self.rng = address, unit, random.Random(username)
        self.answers, self.faults = Counter(), []
        self.session = requests.Session()
        self.session.get(f"{address}/accounts/login/", timeout=PATIENCE)
        answer = self.post("/accounts/login/", username=username, password=password)
        assert answer.status_code == 302, answer.text

    def work(self, over):
        while not over.is_set():
            try:
                self.press()
            except requests.RequestException as error:
                self.faults.append(f"no answer: {error}")

    def post(self, path, **data):
        data["csrfmiddlewaretoken"] = self.session.cookies["csrftoken"]
        answer = self.session.post(f"{self.address}{path}", data, timeout=PATIENCE, allow_redirects=False)
        self.answers[answer.status_code] += 1
        if answer.status_code not in LAWFUL:
            self.faults.append(f"{answer.status_code} of {path}")
        return answer

    def move(self, code, verb, **data):
        return self.post(f"/dossiers/{code}/{verb}/", **data).status_code

    def some(self, codes):
        """One of the codes, or None; the other client takes them away meanwhile."""
        with suppress(IndexError):
            return self.rng.choice(codes)


class Clerk(Client):
    def press(self):
        presses = [self.receive, self.hand_back, self.withdraw, self.correct]
        weights = [6 if len(self.unit.open) < MOST_OPEN else 1, 3, 1, 2]
        self.rng.choices(presses, weights)[0]()

    def receive(self):
        at_once = {"hand_back_now": "1"} if self.rng.random() < 0.3 else {}
        person = {"applicant_name": f"Người dân {self.rng.randrange(10**9)}", "applicant_id": "164000111"}
        asked = {"procedure": self.rng.choice(self.unit.procedures), "channel": self.channel()}
        answer = self.post("/desk/receive/", **asked, **person, **at_once, key=f"{self.rng.getrandbits(128):032x}")
        if answer.status_code != 302:
            self.faults.append(f"not received: {answer.status_code}")
        elif not at_once:
            code = urlsplit(answer.headers["Location"]).path.split("/")[2]
            self.unit.open.append(code)
            self.unit.received.append(code)

    def hand_back(self):
        if code := self.some(self.unit.ready):
            self.move(code, "hand_back", collected_by="applicant", paper_shown="receipt")
            self.unit.ready.remove(code)

    def withdraw(self):
        if (code := self.some(self.unit.open)) and self.move(code, "withdraw", reason="Không cần nữa") == 302:
            with suppress(ValueError):
                self.unit.open.remove(code)

    def correct(self):
        """How it came, where that was taken down wrongly: what differs is shown, then saved."""
        if code := self.some(self.unit.received):
            right = {"channel": self.channel(), "reason": "Ghi nhầm"}
            shown = re.search(r'name="shown" value="(\w+)"', self.post(f"/dossiers/{code}/correct/", **right).text)
            if shown:
                self.post(f"/dossiers/{code}/correct/", **right, shown=shown[1])

    def channel(self):
        return self.rng.choice(["in_person", "in_person", "online", "post"])


class Officer(Client):
    def press(self):
        codes = self.unit.paused if self.rng.random() < 0.3 else self.unit.open
        if code := self.some(codes):
            is_paused = codes is self.unit.paused
            (self.resume if is_paused else self.rng.choice([self.finish, self.finish, self.pause, self.deny]))(code)
        else:
            time.sleep(IDLE)

    def finish(self, code):
        self.move(code, "start")
        if self.move(code, "resolve") == 302:
            self.is_ready(code)

    def deny(self, code):
        if self.move(code, "deny", reason="Không đủ điều kiện") == 302:
            self.is_ready(code)

    def pause(self, code):
        given = {"papers": "Sổ hộ khẩu", "reason": "Thiếu", "leader_reason": "Đồng ý"}
        if self.move(code, "ask_for_papers", **given) == 302:
            self.unit.paused.append(code)

    def resume(self, code):
        self.unit.paused.remove(code)
        self.move(code, "resume", papers="Sổ hộ khẩu")

    def is_ready(self, code):
        """Also what only led back to the dossier because it was finished before: handing it back says so."""
        with suppress(ValueError):
            self.unit.open.remove(code)
            self.unit.ready.append(code)
