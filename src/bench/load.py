"""Loads several instances more and more, with an S3 as slow as the real one, and prints Markdown. Started by `run load`.

The S3 of this test is the sink, which answers small requests after 15 to 30 ms and PUTs after 100 to 150 ms, and carries 70 MB/s on
each connection, all of it `--slow` times slower. So the instances wait for S3 most of the time, and this machine can carry several.
The sources are as slow. A load of 1 is one caller for each instance, who calls again at once, whatever the answer; a load of 100 is
a hundred. At the end of a step all leave, and what they wait for is cancelled; then the instances must come to rest.
"""

import argparse
import contextlib
import itertools
import pathlib
import re
import signal
import sys
import time
import urllib.request
import uuid

from artifacts import add_options, chosen
from callers import Answers, load
from processes import BUILT, SMALL_IMAGE, Glint, Sink
from report import MIB, name_of, number, progress, table

SMALL, LARGE = 64 * 1024, 32 * MIB
SECONDS_TO_REST = 60


def slowness(times):
    return ("-d", f"{15 * times}-{30 * times}", "-p", f"{100 * times}-{150 * times}", "-b", str(70_000_000 // times))


def adds(source, size):
    """Bodies of adds, each of another image."""
    return ({"imageId": str(uuid.uuid4()), "source": source.image(size)} for _ in itertools.count())


def machine_cpu():
    """Busy seconds and all seconds of all cores, in ticks."""
    ticks = [int(word) for word in pathlib.Path("/proc/stat").read_text().splitlines()[0].split()[1:9]]
    return sum(ticks) - ticks[3] - ticks[4], sum(ticks)


class Fleet:
    """Instances of one artifact, with one S3 and one source of images."""

    def __init__(self, stack, command, slow, instances, *s3_options):
        self.s3 = Sink(stack, *slowness(slow), *s3_options)
        self.source = Sink(stack, *slowness(slow))
        self.instances = [
            stack.enter_context(Glint(java=(), s3=self.s3, source=self.source, command=command)) for _ in range(instances)
        ]

    def step(self, function, bodies, callers, seconds, beside=None):
        """What the callers of one function hear, and what that costs; another can be loaded beside it."""
        answers, others = Answers(), Answers()
        calls = [(answers, glint.port, function, bodies, callers) for glint in self.instances]
        if beside:
            calls += [(others, glint.port, *beside) for glint in self.instances]
        cpu, machine = sum(glint.cpu() for glint in self.instances), machine_cpu()
        before = [self.s3.asked(question) for question in ("bytes-in", "requests", "throttled")]
        start = time.monotonic()
        load(calls, seconds)
        wall = time.monotonic() - start
        busy, ticks = (now - then for now, then in zip(machine_cpu(), machine))
        cpu = sum(glint.cpu() for glint in self.instances) - cpu
        after = [self.s3.asked(question) for question in ("bytes-in", "requests", "throttled")]
        taken, served, throttled = ((now - then) / wall for now, then in zip(after, before))
        rss = max(glint.memory("VmRSS") for glint in self.instances)
        self.rest()
        return Step(answers, others, wall, cpu, busy / ticks, rss, taken, served, throttled)

    def rest(self):
        """Waits until nothing of the calls is left: no part, no memory, no upload."""
        end = time.monotonic() + SECONDS_TO_REST
        while left := self.left():
            if time.monotonic() > end:
                progress(f"  LEFT after {SECONDS_TO_REST} s: {left}")
                return
            time.sleep(0.2)

    def left(self):
        left = {}
        for glint in self.instances:
            with urllib.request.urlopen(f"http://127.0.0.1:{glint.port}/q/metrics") as answer:
                metrics = answer.read().decode()
            for name in ("glint_parts_in_flight", "glint_memory_bytes"):
                value = float(re.search(rf"^{name}(?:\{{.*\}})? (\S+)$", metrics, re.MULTILINE)[1])
                if value:
                    left[f"{name} of {glint.port}"] = value
        with contextlib.suppress(urllib.error.HTTPError), urllib.request.urlopen(self.s3.url + "/bucket?uploads") as answer:
            uploads = answer.read().count(b"<Upload>")
            if uploads:
                left["uploads"] = uploads
        return left


class Step:
    """What one step of the load has shown."""

    def __init__(self, answers, others, wall, cpu, busy, rss, taken, served, throttled):
        self.answers, self.others, self.wall, self.cpu, self.busy, self.rss = answers, others, wall, cpu, busy, rss
        self.taken, self.served, self.throttled = taken, served, throttled

    def per_second(self):
        return self.answers.count("200") / self.wall

    def heard(self):
        """What the table says of the answers."""
        answers = self.answers
        seconds = (answers.percentile(50), answers.percentile(99), answers.percentile(50, "503"))
        return (
            number(self.per_second()),
            *("" if of is None else number(of * 1000) for of in seconds),
            str(answers.count("503")),
            wrong(answers) + (" beside: " + wrong(self.others) if wrong(self.others) != "0" else ""),
        )

    def cost(self):
        called = self.answers.count("200")
        return (number(self.cpu * 1000 / called) if called else "", f"{self.busy:.0%}", number(self.rss))


def wrong(answers):
    """Answers that nobody should hear."""
    of = [f"{count} x {status}" for status, count in answers.others().items()]
    if answers.without_retry_after:
        of.append(f"{answers.without_retry_after} x 503 without Retry-After")
    return ", ".join(of) or "0"


HEARD = ("answered/s", "median ms", "99 % ms", "median ms of 503", "503", "wrong")
COST = ("CPU ms each", "machine busy", "RSS MiB")


def show(title, steps, *columns):
    """A row for each step; columns are names and functions of a step."""
    table(
        (title, *HEARD, *(name for name, _ in columns), *COST),
        *((str(load), *step.heard(), *(of(step) for _, of in columns), *step.cost()) for load, step in steps.items()),
    )


def main():
    parser = argparse.ArgumentParser(
        prog="src/bench/run load", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_options(parser)
    parser.add_argument("--instances", type=int, default=4, help="default: %(default)s")
    parser.add_argument("--slow", type=int, default=3, help="how many times slower than S3; default: %(default)s")
    parser.add_argument("--seconds", type=int, default=10, help="of a step; large adds take six times that; default: %(default)s")
    parser.add_argument("--rate", type=int, default=200, help="requests a second that S3 allows where it throttles; default: %(default)s")
    parser.add_argument("--steps", default="1,3,10,30,100", help="default: %(default)s")
    parser.add_argument("--only", choices=("get-size", "small", "large", "beside", "throttled", "throttled-large"))
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
    (BUILT / "glint.log").unlink(missing_ok=True)
    java = options.java_options.split()
    names, artifact, jdk = max(chosen(options), key=lambda one: one[1].path.is_file())
    heap = [option for option in java if option.startswith("-Xmx")]
    command = artifact.command(jdk, java) + (heap if artifact.path.is_file() else [])
    steps = [int(step) for step in options.steps.split(",")]
    size = f"{SMALL // 1024} KiB"
    print(f"{options.instances} instances ({', '.join(names)}), S3 {options.slow} times as slow as the real one.")

    def wanted(what):
        progress(what)
        return options.only in (None, what)

    def run(fleet, function, bodies, seconds, beside=lambda callers: None):
        return {callers: fleet.step(function, bodies, callers, seconds, beside(callers)) for callers in steps}

    stored = ("MiB/s to S3", lambda step: number(step.taken / MIB))
    of_s3 = (("S3 served/s", lambda step: number(step.served)), ("S3 refused/s", lambda step: number(step.throttled)))
    with contextlib.ExitStack() as stack:
        fleet = Fleet(stack, command, options.slow, options.instances)
        if wanted("get-size"):
            show("get-size", run(fleet, "get-size", itertools.repeat(SMALL_IMAGE), options.seconds), *of_s3[:1])
        if wanted("small"):
            show(f"add of {size}", run(fleet, "add", adds(fleet.source, SMALL), options.seconds), *of_s3[:1])
        if wanted("large"):
            show(f"add of {name_of(LARGE)}", run(fleet, "add", adds(fleet.source, LARGE), 6 * options.seconds), stored)
        if wanted("beside"):
            bodies = adds(fleet.source, LARGE)
            results = {
                callers: fleet.step("get-size", itertools.repeat(SMALL_IMAGE), 1, 2 * options.seconds, ("add", bodies, callers))
                for callers in steps
            }
            show(f"get-size, load 1, beside adds of {name_of(LARGE)}, load", results, stored)
    for what, size in (("throttled", SMALL), ("throttled-large", LARGE)):
        if wanted(what):
            with contextlib.ExitStack() as stack:
                fleet = Fleet(stack, command, options.slow, options.instances, "-r", str(options.rate))
                name = f"{size // 1024} KiB" if size < MIB else name_of(size)
                results = run(fleet, "add", adds(fleet.source, size), (2 if size < MIB else 6) * options.seconds)
                show(f"add of {name}, S3 throttles at {options.rate}/s", results, *of_s3, stored)


if __name__ == "__main__":
    main()
