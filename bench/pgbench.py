"""The rows of an intake by pgbench, straight into the tables of the bare view: what PostgreSQL itself takes."""

import re
import subprocess
import tempfile
from pathlib import Path

from bench.databases import environment, postmaster
from bench.measuring import Cost
from bench.processes import Processor

SECONDS = 5
AT_ONCE, AGENCIES = 16, 28
CASE = """
\\set agency random(1, {agencies})
\\set one random(1, 9000000000000000)
BEGIN;
INSERT INTO bare_case (code, desk, procedure, state, channel, applicant_name, applicant_id_number, applicant_phone,
    applicant_address, received_at, due_at)
VALUES ('{run}-' || :one || '-' || :client_id, 1, 1, 'received', 'in_person', 'Nguyễn Thị Hồng Hạnh', '164000111',
    '0912345678', 'Xóm 5, xã Kim Định', now(), now()) RETURNING id AS key \\gset
INSERT INTO bare_paper (case_id, position, name) VALUES {papers};
INSERT INTO bare_event (case_id, kind, at, data) VALUES (:key, 'received', now(), '{{"channel": "in_person"}}');
{number}
COMMIT;
"""
NUMBER = """INSERT INTO bare_counter AS counter (agency, day, last) VALUES (:agency, '2018-01-15', 1)
    ON CONFLICT (agency, day) DO UPDATE SET last = counter.last + 1;"""


def cost(database: str, papers: int) -> Cost:
    """One after the other; pgbench's own time is not the database's."""
    processor = Processor(postmaster())
    processor.start()
    done, latency = run(database, script(papers, ""), clients=1)
    return Cost(0, processor.spent() / done, latency)


def throughputs(database: str, papers: int) -> tuple[float, float]:
    """Transactions with a number of their agency's counter, and without one, by many at once."""
    numbered, _ = run(database, script(papers, NUMBER), clients=AT_ONCE)
    unnumbered, _ = run(database, script(papers, ""), clients=AT_ONCE)
    return numbered, unnumbered


def script(papers: int, number: str) -> str:
    values = ", ".join(f"(:key, {position}, 'Giấy tờ {position}')" for position in range(1, papers + 1))
    return CASE.format(agencies=AGENCIES, run="{run}", papers=values, number=number)


def run(database: str, text: str, *, clients: int) -> tuple[int, float]:
    """How many transactions, and the milliseconds of one."""
    program = Path(f"/proc/{postmaster()}/exe").resolve().parent / "pgbench"
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(text.replace("{run}", str(clients)))
        file.flush()
        options = [f"--client={clients}", "--jobs=2", f"--time={SECONDS}", "--no-vacuum", f"--file={file.name}"]
        url = environment(database)["DATABASE_URL"]
        said = subprocess.run([program, *options, url], capture_output=True, text=True, check=True).stdout
    done = re.search(r"actually processed: (\d+)", said)[1]
    return int(done), float(re.search(r"latency average = ([\d.]+)", said)[1])
