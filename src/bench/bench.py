"""Measures the packaged application beside other programs, and prints Markdown. Started by `run`.

A machine has good and bad minutes. So everything that is compared takes turns, the medians count, and ratios say
more than seconds. CPU is user and system time of the measured process, without the server it talks to.
"""

import argparse
import contextlib
import datetime
import os
import pathlib
import platform
import re
import signal
import subprocess
import sys
import tempfile

from calls import measure_calls, measure_start
from comparison import PEER_NAMES, Peers
from direct import compare_uploads
from images import SLOW_RATE, compare_adds, measure_memory, measure_slow_sources
from known import measure_known
from processes import BUILT, Glint, Sink
from report import GIB, MIB


def describe_machine(java, peers):
    processor = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    version = subprocess.run(["java", "-version"], stderr=subprocess.PIPE, text=True).stderr.splitlines()[0]
    cores = f"{len(os.sched_getaffinity(0))} cores of {processor[1] if processor else 'unknown make'}"
    print(
        f"{datetime.date.today()}, {cores}, Linux {platform.release()}, {version}, `{' '.join(java)}`. "
        "Client, application and server share the machine."
    )
    if peers.missing:
        print("Not compared, because not installed: " + ", ".join(PEER_NAMES[name] for name in peers.missing) + ".")


def main():
    parser = argparse.ArgumentParser(prog="src/bench/run", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small images and few rounds: less than two minutes")
    parser.add_argument(
        "--java-options", default="-Xmx64m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError", help="for the application; default: %(default)s"
    )
    options = parser.parse_args()
    quick, java = options.quick, options.java_options.split()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
    (BUILT / "glint.log").unlink(missing_ok=True)
    peers = Peers()
    describe_machine(java, peers)
    with contextlib.ExitStack() as stack:
        directory = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(dir=BUILT)))
        sink, slow = Sink(stack), Sink(stack, "-d", "200" if quick else "1500")
        measure_start(java, sink, 1 if quick else 5)
        with Glint(java, sink, sink) as glint:
            glint.warm_up(quick)
            for size, rounds in ((64 * MIB, 3), (256 * MIB, 1)) if quick else ((64 * MIB, 5), (GIB, 3), (5 * GIB, 1)):
                compare_adds(glint, sink, peers, directory, size, rounds)
            measure_calls(glint, sink, peers, 1 if quick else 5, 1 if quick else 3)
        measure_slow_sources(java, sink, Sink(stack, "-b", str(SLOW_RATE)), *((256 * MIB, 1) if quick else (GIB, 3)))
        measure_known(java, *((256 * MIB, 256 * MIB, 1) if quick else (5 * GIB, GIB, 3)))
        compare_uploads(java, peers, *((256 * MIB, 3) if quick else (GIB, 5)))
        if quick:
            measure_memory(java, sink, slow, peers, [256 * MIB], [64 * MIB])
        else:
            measure_memory(java, sink, slow, peers, [GIB, 5 * GIB], [GIB, 5 * GIB])


if __name__ == "__main__":
    main()
