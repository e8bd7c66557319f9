"""Loads several instances more and more, with an S3 as slow as the real one, and prints Markdown. Started by `run load`.

The S3 of this test is the sink, which answers small requests after 15 to 30 ms and PUTs after 100 to 150 ms, and carries 70 MB/s on
each connection, all of it `--slow` times slower. So the instances wait for S3 most of the time, and this machine can carry several.
The sources are as slow. A load of 1 is one caller for each instance, a load of 100 a hundred. As soon as a caller has an answer, it
makes its next call. At the end of a step all leave, and what they wait for is cancelled; then the instances must come to rest.
"""

import argparse
import collections
import contextlib
import itertools
import signal
import sys
import uuid

from artifacts import add_options, chosen
from fleet import Fleet, milliseconds_of
from processes import BUILT, SMALL_IMAGE
from report import MIB, name_of, number, progress, table

SMALL, LARGE = 64 * 1024, 16 * MIB


def adds(source, size):
    """Bodies of adds, each of another image."""
    return ({"imageId": str(uuid.uuid4()), "source": source.image(size)} for _ in itertools.count())


HEARD = ("answered/s", "median ms", "99 % ms", "median ms of 503", "503", "wrong")
COST = ("CPU ms each", "machine busy", "RSS MiB")
TO_S3 = ("MiB/s to S3", lambda step: number(step.stored / MIB))
OF_S3 = (("S3 served/s", lambda step: number(step.served)), ("S3 refused/s", lambda step: number(step.throttled)))


class Scenario:
    """A kind of load that grows step by step."""

    def __init__(self, title, function, bodies, seconds, *columns, throttled=False, beside=False):
        self.title, self.function, self.bodies, self.seconds = title, function, bodies, seconds
        self.columns, self.throttled, self.beside = columns, throttled, beside

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
        f"get-size at 1, beside {LARGE_ADD} at",
        "get-size",
        lambda _: itertools.repeat(SMALL_IMAGE),
        2,
        TO_S3,
        beside=True,
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
    first, middle, last = loads[0], loads[len(loads) // 2], loads[-1]
    names = (f"median ms at {first}", f"at {last}", f"503 at {last}", f"CPU ms each at {middle}")
    table(
        ("calls answered per second, by load", *map(str, loads), *names),
        *(
            (
                SCENARIOS[name].title,
                *(number(step.per_second()) for step in steps.values()),
                *(milliseconds_of(steps[of].answers.percentile(50)) for of in (first, last)),
                f"{steps[last].answers.share('503'):.0%}",
                "-" if SCENARIOS[name].beside else steps[middle].cpu_each(),
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
    parser.add_argument(
        "--seconds", type=int, default=10, help="of a step; large adds take six times as long; default: %(default)s"
    )
    parser.add_argument(
        "--rates", default="200,10", help="requests a second that S3 serves of small and of large adds; default: %(default)s"
    )
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
        f"{options.instances} instances ({', '.join(names)}, {' '.join(heap)}), S3 {options.slow} times as slow as the real "
        f"one. Where it throttles, it serves {small_rate} requests a second of small adds, {large_rate} of large ones."
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
