"""The cost of small calls, and of the start of the application."""

import statistics
import time

from processes import PRESIGN, SMALL_IMAGE, Glint
from report import MIB, number, progress, table

NAMES_OF_CALLS = {
    "add": "add of 1 MiB",
    "get-size": "get-size",
    "get-presigned": "get-presigned, not verified",
    "presign": "presign",
}


def measure_calls(glint, sink, peers, seconds, rounds):
    """Calls per second, and CPU milliseconds of each."""
    progress("small calls")
    calls = {}
    for function, body in (
        ("add", glint.small_add()),
        ("get-size", SMALL_IMAGE),
        ("get-presigned", PRESIGN),
    ):
        for connections in (1, 16):
            what = f"{NAMES_OF_CALLS[function]}, {connections} connection{'s' if connections > 1 else ''}"
            calls["Glint: " + what] = lambda f=function, b=body, c=connections: glint.load(f, b, c, seconds)

    def peer(name, operation, count):
        cost = peers.python(name, sink, operation, count, sink.image(MIB))
        return count / cost.wall, cost.cpu * 1000 / count

    for name, operation, count in (
        ("glance_store", "add", 10),
        ("boto3", "add", 200),
        ("glance_store", "get-size", 10),
        ("boto3", "get-size", 1000),
        ("boto3", "presign", 3000),
    ):
        if peers.pythons[name]:
            calls[f"{name}: {NAMES_OF_CALLS[operation]}"] = lambda n=name, o=operation, c=count: peer(n, o, c)
    results = {name: [] for name in calls}
    for _ in range(rounds):
        for name, call in calls.items():
            results[name].append(call())
    table(
        ("small calls", "per second", "CPU ms each"),
        *((name, *(number(statistics.median(column)) for column in zip(*rows))) for name, rows in results.items()),
    )


def measure_start(java, sink, rounds):
    progress("cold starts")
    answers, idle = [], []
    for _ in range(rounds):
        with Glint(java, sink, sink) as glint:
            answers.append(glint.first_answer)
            time.sleep(3)
            idle.append(glint.memory("VmRSS"))
    table(
        ("start", ""),
        ("to the first answered get-size, s", number(statistics.median(answers))),
        ("RSS when idle after it, MiB", number(statistics.median(idle))),
    )
