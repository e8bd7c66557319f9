"""Measures what calls cost each artifact once it has started, and prints Markdown. Started by `run kinds`.

The artifacts are those of `run start`. Each adds 1 GiB in a new process, whose peak memory is then that of the add; answers
small calls after a warm-up; and, once, adds four images of 5 GiB at a time in another new process. They take turns; medians count.
"""

import argparse
import concurrent.futures
import contextlib
import pathlib
import signal
import statistics
import sys
import tempfile

from artifacts import add_options, chosen
from comparison import floors
from processes import BUILT, PRESIGN, SMALL_IMAGE, Glint, Sink
from report import GIB, name_of, number, progress, table

AT_A_TIME = 4
WARM_UP_SECONDS = 10
FLOORS = ("`md5sum`", "`sha512sum`", "`openssl dgst -sha256`", "`curl` GET", "`curl` PUT")


def measure_floors(sink, size):
    """CPU seconds of five commands, which together do what an add does."""
    with tempfile.TemporaryDirectory(dir=BUILT) as directory:
        file = pathlib.Path(directory) / "zeros"
        with open(file, "wb") as zeros:
            zeros.truncate(size)
        commands = floors(sink, file, size)
        return sum(commands[name]().cpu for name in FLOORS)


def measure_one(sink, command, variables, size):
    """CPU of the first and of the second add, and the peak memory after both."""
    with Glint(command=command, java=(), s3=sink, source=sink, **variables) as glint:
        first, second = glint.add(size)[0], glint.add(size)[0]
        return first, second, glint.memory("VmHWM")


def measure_calls(sink, command, variables, seconds):
    """Calls per second with 16 connections."""
    with Glint(command=command, java=(), s3=sink, source=sink, **variables) as glint:
        calls = (("get-size", SMALL_IMAGE), ("get-presigned", PRESIGN))
        for function, body in calls:
            glint.load(function, body, 16, WARM_UP_SECONDS)
        return [glint.load(function, body, 16, seconds)[0] for function, body in calls]


def measure_many(sink, command, variables, size):
    """The peak memory of several large adds at a time."""
    with Glint(command=command, java=(), s3=sink, source=sink, **variables) as glint:
        with concurrent.futures.ThreadPoolExecutor(AT_A_TIME) as pool:
            for done in [pool.submit(glint.add, size) for _ in range(AT_A_TIME)]:
                done.result()
        return glint.memory("VmHWM")


def main():
    parser = argparse.ArgumentParser(
        prog="src/bench/run kinds", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_options(parser)
    parser.add_argument("--rounds", type=int, default=3, help="default: %(default)s")
    parser.add_argument("--seconds", type=int, default=5, help="of each load; default: %(default)s")
    options = parser.parse_args()
    java = options.java_options.split()
    heap = [option for option in java if option.startswith("-Xmx")]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
    large = 5 * GIB
    results, of_floors, peaks = {}, [], {}
    with contextlib.ExitStack() as stack:
        sink = Sink(stack)
        for turn in range(options.rounds):
            of_floors.append(measure_floors(sink, GIB))
            for names, artifact, jdk in chosen(options):
                command = artifact.command(jdk, java) + (heap if artifact.path.is_file() else [])
                row = (
                    *measure_one(sink, command, artifact.variables, GIB),
                    *measure_calls(sink, command, artifact.variables, options.seconds),
                )
                results.setdefault(names, []).append(row)
                if names not in peaks:
                    peaks[names] = measure_many(sink, command, artifact.variables, large)
            progress(f"  round {turn + 1} of {options.rounds}")
    floor = statistics.median(of_floors)
    rows = {names: [statistics.median(column) for column in zip(*measured)] for names, measured in results.items()}
    table(
        (
            *("artifact", "on", "first GiB: CPU s", "second: CPU s", "second / floors", "peak RSS MiB", "get-size/s"),
            *("get-presigned/s", f"{AT_A_TIME} x {name_of(large)} at a time: peak RSS MiB"),
        ),
        *(
            (*names, *map(number, (first, second, second / floor, *others, peaks[names])))
            for names, (first, second, *others) in rows.items()
        ),
    )
    print(f"\nThe five floors together take {number(floor)} s of CPU.")


if __name__ == "__main__":
    main()
