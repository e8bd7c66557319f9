"""Measures adds whose digests are known already, and prints Markdown. Started by `run known`.

S3 copies an image from another location whose digests stand in its tags; and it has verified the SHA-256 that was declared
for a direct upload with one PUT. Beside each is what an add costs whose digests are not known. They take turns; medians count.
"""

import argparse
import contextlib
import hashlib
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import uuid

from comparison import Cost
from direct import etag_options
from images import take_turns
from processes import BUILT, Glint, Sink
from report import GIB, MIB, name_of, number, progress, table

WARM_UP = 10


class Counted(Cost):
    """What something costs, and how many MiB of images any client read from S3 or sent to it."""

    def __init__(self, cpu, wall, moved):
        super().__init__(cpu, wall, rss=moved)


def measured(glint, sink, size, fields):
    """An add, whose answer must be of the right size."""
    moved, cpu, wall = sink.asked("image-bytes"), glint.cpu(), time.monotonic()
    answer = glint.call("add", fields)
    cpu, wall = glint.cpu() - cpu, time.monotonic() - wall
    assert answer["size"] == size, answer
    return Counted(cpu, wall, (sink.asked("image-bytes") - moved) / MIB)


def show(title, contestants, rounds):
    table(
        (title, "CPU s", "wall s", "MiB moved"),
        *(
            (name, number(cost.cpu), number(cost.wall), number(cost.rss))
            for name, cost in take_turns(contestants, rounds).items()
        ),
    )


def measure_copies(java, size, rounds):
    """An image of our own bucket as the source of another one."""
    progress(f"copies of {name_of(size)}")
    with contextlib.ExitStack() as stack:
        sink = Sink(stack, *etag_options(size))
        glint = stack.enter_context(Glint(java, sink, sink))
        original = glint.call("add", {"imageId": str(uuid.uuid4()), "source": sink.image(size)})

        def add(**more):
            fields = {"imageId": str(uuid.uuid4()), "source": original["location"], **more}
            return measured(glint, sink, size, fields)

        for _ in range(WARM_UP):
            add()
        # The digest that is stored is another one: the image has to be read.
        contestants = {"copied by S3": add, "read and sent": lambda: add(hashAlgorithm="sha256")}
        show(f"{name_of(size)} from a location", contestants, rounds)


def digests_of_zeros(size):
    md5, sha256, zeros = hashlib.md5(), hashlib.sha256(), bytes(MIB)
    for _ in range(size // MIB):
        md5.update(zeros)
        sha256.update(zeros)
    return md5.hexdigest(), sha256.hexdigest()


def measure_finishes(java, size, rounds):
    """A direct upload with one PUT, which is finished."""
    progress(f"finishing direct uploads of {name_of(size)}")
    md5, sha256 = digests_of_zeros(size)
    with contextlib.ExitStack() as stack:
        file = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(dir=BUILT))) / "zeros"
        with open(file, "wb") as zeros:
            zeros.truncate(size)
        sink = Sink(stack, "-e", f"{size}={md5}")
        glint = stack.enter_context(Glint(java, sink, sink, S3_STORE_PRESIGNED_MULTIPART_THRESHOLD=str(size)))

        def finish(**declared):
            image = str(uuid.uuid4())
            begin = {"imageId": image, "operation": "upload", "size": size, **declared}
            presigned = glint.call("get-presigned", begin)
            headers = [word for name, value in presigned["headers"].items() for word in ("-H", f"{name}: {value}")]
            subprocess.run(["curl", "-fsS", "-T", file, *headers, presigned["url"]], check=True)
            return measured(glint, sink, size, {"imageId": image, "upload": {}, "hashAlgorithm": "sha256"})

        contestants = {
            "SHA-256 declared": lambda: finish(hashAlgorithm="sha256", hash=sha256),
            "not declared: read back": finish,
        }
        for _ in range(WARM_UP):
            contestants["SHA-256 declared"]()
        show(f"{name_of(size)}, direct upload finished", contestants, rounds)


def measure_known(java, copied, uploaded, rounds):
    measure_copies(java, copied, rounds)
    measure_finishes(java, uploaded, rounds)


def main():
    parser = argparse.ArgumentParser(
        prog="src/bench/run known", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3, help="default: %(default)s")
    parser.add_argument("--java-options", default="-Xmx64m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError", help="default: %(default)s")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
    measure_known(options.java_options.split(), 5 * GIB, GIB, options.rounds)


if __name__ == "__main__":
    main()
