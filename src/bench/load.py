"""Loads several instances more and more, with an S3 as slow as the real one, and prints Markdown. Started by `run load`.

The S3 of this test is the sink, which answers small requests after 15 to 30 ms and PUTs after 100 to 150 ms, and carries 70 MB/s on
each connection, all of it `--slow` times slower. So the instances wait for S3 most of the time, and this machine can carry several.
The sources are as slow. A load of 1 is one caller for each instance, who calls again at once, whatever the answer; a load of 100 is
a hundred. At the end of a step all leave, and what they wait for is cancelled; then the instances must come to rest.
"""

import argparse
import collections
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

SMALL, LARGE = 64 * 1024, 16 * MIB
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


def milliseconds_of(seconds):
    return "-" if seconds is None else number(seconds * 1000)


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
        before = self.counts()
        load(calls, seconds)
        counted = [now - then for now, then in zip(self.counts(), before)]
        rss = max(glint.memory("VmRSS") for glint in self.instances)
        return Step(answers, others, self.rest(), rss, *counted)

    def counts(self):
        of_s3 = [self.s3.asked(question) for question in ("bytes-in", "requests", "throttled")]
        return time.monotonic(), sum(glint.cpu() for glint in self.instances), *machine_cpu(), *of_s3

    def rest(self):
        """Waits until nothing of the calls is left: no part, no memory, no upload; answers what is left all the same."""
        end = time.monotonic() + SECONDS_TO_REST
        while (left := self.left()) and time.monotonic() < end:
            time.sleep(0.2)
        return left

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

    def __init__(self, answers, others, left, rss, wall, cpu, busy, ticks, stored, served, throttled):
        self.answers, self.others, self.left, self.rss, self.cpu = answers, others, left, rss, cpu
        self.wall, self.busy = wall, busy / ticks
        self.stored, self.served, self.throttled = (count / wall for count in (stored, served, throttled))

    def per_second(self):
        return self.answers.count("200") / self.wall

    def heard(self):
        """What the table says of the answers."""
        answers = self.answers
        waits = (answers.percentile(50), answers.percentile(99), answers.percentile(50, "503"))
        return (
            number(self.per_second()),
            *map(milliseconds_of, waits),
            str(answers.count("503")),
            self.wrong(),
        )

    def wrong(self):
        """What nobody should hear, and what should not be left."""
        of = [f"{count} x {status}" for heard in (self.answers, self.others) for status, count in heard.others().items()]
        lacking = self.answers.without_retry_after + self.others.without_retry_after
        if lacking:
            of.append(f"{lacking} x 503 without Retry-After")
        of += [f"{count} {what} left" for what, count in self.left.items()]
        return ", ".join(of) or "nothing"

    def cost(self):
        return self.cpu_each(), f"{self.busy:.0%}", number(self.rss)

    def cpu_each(self):
        answered = self.answers.count("200")
        return number(self.cpu * 1000 / answered) if answered else "-"


HEARD = ("answered/s", "median ms", "99 % ms", "median ms of 503", "503", "wrong")
COST = ("CPU ms each", "machine busy", "RSS MiB")
TO_S3 = ("MiB/s to S3", lambda step: number(step.stored / MIB))
OF_S3 = (("S3 served/s", lambda step: number(step.served)), ("S3 refused/s", lambda step: number(step.throttled)))


class Scenario:
    """A kind of load that grows step by step."""

    def __init__(self, title, function, bodies, seconds, *columns, throttled=False, beside=False):
        self.title, self.function, self.bodies, self.seconds, self.columns = title, function, bodies, seconds, columns
        self.throttled, self.beside = throttled, beside

    def run(self, fleet, loads, seconds):
        """What each load shows; where large adds go on beside the calls, they are what grows."""
        bodies = self.bodies(fleet.source)
        steps = {}
        for load_of_step in loads:
            beside = ("add", adds(fleet.source, LARGE), load_of_step) if self.beside else None
            callers = 1 if self.beside else load_of_step
            steps[load_of_step] = fleet.step(self.function, bodies, callers, self.seconds * seconds, beside)
            progress(f"  {self.title}: {load_of_step}")
        return steps

    def show(self, steps):
        table(
            (self.title, *HEARD, *(name for name, _ in self.columns), *COST),
            *(
                (str(of), *step.heard(), *(column(step) for _, column in self.columns), *step.cost())
                for of, step in steps.items()
            ),
        )
        reasons = sum((step.answers.reasons + step.others.reasons for step in steps.values()), collections.Counter())
        for reason, count in reasons.most_common():
            print(f"\n{count} times: {reason}")


SMALL_ADD, LARGE_ADD = f"add of {SMALL // 1024} KiB", f"add of {name_of(LARGE)}"
SCENARIOS = {
    "get-size": Scenario("get-size", "get-size", lambda _: itertools.repeat(SMALL_IMAGE), 1, OF_S3[0]),
    "small": Scenario(SMALL_ADD, "add", lambda source: adds(source, SMALL), 1, OF_S3[0]),
    "large": Scenario(LARGE_ADD, "add", lambda source: adds(source, LARGE), 6, TO_S3),
    "beside": Scenario(
        f"get-size at 1, beside {LARGE_ADD} at", "get-size", lambda _: itertools.repeat(SMALL_IMAGE), 2, TO_S3, beside=True
    ),
    "small-throttled": Scenario(
        SMALL_ADD + ", S3 throttles", "add", lambda source: adds(source, SMALL), 2, *OF_S3, throttled=True
    ),
    "large-throttled": Scenario(
        LARGE_ADD + ", S3 throttles", "add", lambda source: adds(source, LARGE), 6, *OF_S3, throttled=True
    ),
}


def show_all(results, loads):
    """The table of deploy/README.md."""
    first, last = loads[0], loads[-1]
    milliseconds = (f"median ms at {first}", f"at {last}")
    table(
        ("calls answered per second, by load", *map(str, loads), *milliseconds, f"503 at {last}", f"CPU ms each at {loads[len(loads) // 2]}"),
        *(
            (
                SCENARIOS[name].title,
                *(number(step.per_second()) for step in steps.values()),
                *(milliseconds_of(steps[of].answers.percentile(50)) for of in (first, last)),
                f"{steps[last].answers.share('503'):.0%}",
                steps[loads[len(loads) // 2]].cpu_each(),
            )
            for name, steps in results.items()
        ),
    )


def main():
    parser = argparse.ArgumentParser(
        prog="src/bench/run load", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_options(parser)
    parser.add_argument("--instances", type=int, default=4, help="default: %(default)s")
    parser.add_argument("--slow", type=int, default=3, help="how many times slower than S3; default: %(default)s")
    parser.add_argument("--seconds", type=int, default=10, help="of a step; large adds take six times as long; default: %(default)s")
    parser.add_argument("--rates", default="200,10", help="requests a second that a throttling S3 serves, while adds are small and large; default: %(default)s")
    parser.add_argument("--loads", default="1,3,10,30,100", help="default: %(default)s")
    parser.add_argument("--only", action="append", choices=SCENARIOS, help="may be repeated; default: all")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
    (BUILT / "glint.log").unlink(missing_ok=True)
    java = options.java_options.split()
    names, artifact, jdk = max(chosen(options), key=lambda one: one[1].path.is_file())
    heap = [option for option in java if option.startswith("-Xmx")]
    command = artifact.command(jdk, java) + (heap if artifact.path.is_file() else [])
    loads = [int(of) for of in options.loads.split(",")]
    small_rate, large_rate = options.rates.split(",")
    print(
        f"{options.instances} instances ({', '.join(names)}, {' '.join(heap)}), S3 {options.slow} times as slow as the real one; "
        f"where it throttles, it serves {small_rate} requests a second while adds are small, and {large_rate} while they are large."
    )
    results = {}
    for name in options.only or SCENARIOS:
        scenario = SCENARIOS[name]
        rate = ("-r", large_rate if "large" in name else small_rate) if scenario.throttled else ()
        with contextlib.ExitStack() as stack:
            fleet = Fleet(stack, command, options.slow, options.instances, *rate)
            results[name] = scenario.run(fleet, loads, options.seconds)
        scenario.show(results[name])
    show_all(results, loads)


if __name__ == "__main__":
    main()
