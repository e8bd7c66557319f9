"""Measures the start of several artifacts, up to the first answered get-size, and prints Markdown. Started by `run start`.

The artifacts are those in target that `./mvnw package` (alone, with -Ptracing, with -Pnative) and `./mvnw verify -Paot-jar` have
made, or the given paths. Jars run on each JDK, a jar with an AOT cache only on the JDK that made the cache. CPU is user and system
time, which a busy machine disturbs less than seconds. The artifacts take turns; medians count.
"""

import argparse
import contextlib
import signal
import statistics
import sys
import time

from artifacts import add_options, chosen
from processes import Glint, Sink
from report import number, progress, table

IDLE_SECONDS = 1


def measure(artifact, jdk, java, sink):
    with Glint(java, sink, sink, artifact.command(jdk, java), **artifact.variables) as glint:
        cpu = glint.cpu()
        time.sleep(IDLE_SECONDS)
        return glint.first_answer, cpu, glint.memory("VmRSS")


def main():
    parser = argparse.ArgumentParser(
        prog="src/bench/run start", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_options(parser)
    parser.add_argument("--rounds", type=int, default=11, help="default: %(default)s")
    options = parser.parse_args()
    java = options.java_options.split()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
    starts = {names: (artifact, jdk, []) for names, artifact, jdk in chosen(options)}
    with contextlib.ExitStack() as stack:
        sink = Sink(stack)
        for turn in range(options.rounds):
            for artifact, jdk, costs in starts.values():
                costs.append(measure(artifact, jdk, java, sink))
            progress(f"  round {turn + 1} of {options.rounds}")
    table(
        ("start to the first answer", "on", "wall s", "CPU s", "RSS MiB", "size MiB", "classes"),
        *(
            (
                *names,
                *(number(statistics.median(column)) for column in zip(*costs)),
                number(artifact.size()),
                str(artifact.classes()),
            )
            for names, (artifact, _, costs) in starts.items()
        ),
    )


if __name__ == "__main__":
    main()
