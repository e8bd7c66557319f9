"""Measures uploads straight to S3 with deploy/upload.sh beside AWS CLI and rclone, and prints Markdown. Started by `run direct`.

All of them send the same file of zeros. The upload script digests the file while it sends it; the functions sign the URLs, and
read the image back to digest it. The CPU of a client is that of all its processes. The clients take turns; medians count.
"""

import argparse
import contextlib
import hashlib
import pathlib
import shlex
import signal
import sys
import tempfile
import uuid

from comparison import PEER_NAMES, Peers, run
from images import take_turns
from processes import BUILT, Glint, Sink
from report import GIB, MIB, name_of, number, progress, table

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / "deploy" / "upload.sh"
PART = 8 * MIB
LARGEST_PUT = 64 * MIB
NAME = "Glint"


def etag_options(size):
    """Options for a sink that knows the ETags of an image of zeros, so that the functions compare them as on S3."""
    full, rest = divmod(size, PART)
    parts = [PART] * full + [rest] * (rest > 0)
    digests = {length: hashlib.md5(bytes(length)) for length in set(parts)}
    whole = hashlib.md5(b"".join(digests[length].digest() for length in parts)).hexdigest()
    etags = {length: digest.hexdigest() for length, digest in digests.items()} | {size: f"{whole}-{len(parts)}"}
    return [option for length, etag in etags.items() for option in ("-e", f"{length}={etag}")]


def timed(sink, size, command, glint=None):
    stored, functions = sink.bytes_in(), glint.cpu() if glint else 0
    cost, _ = run(command)
    cost.functions = glint.cpu() - functions if glint else 0
    if sink.bytes_in() - stored < size:
        sys.exit(f"{command} did not upload the image.")
    return cost


def contestants(glint, sink, plain, peers, file, size):
    state, image, address = (shlex.quote(str(what)) for what in (file.parent, file, f"http://127.0.0.1:{glint.port}"))
    commands = {
        "aws": f"aws s3 cp --endpoint-url {plain.url} {image} s3://bucket/",
        "rclone": f"rclone copyto --s3-endpoint {plain.url} {image} :s3:bucket/",
    }
    # Each upload has a new id: rclone skips an object that is like the file already.
    return {
        NAME: lambda: timed(
            sink, size, f"XDG_STATE_HOME={state} sh {shlex.quote(str(SCRIPT))} {address} {uuid.uuid4()} {image}", glint
        )
    } | {
        PEER_NAMES[name]: lambda command=command: timed(plain, size, f"{command}{uuid.uuid4()}")
        for name, command in commands.items()
        if peers.tools[name]
    }


def compare_uploads(java, peers, size, rounds):
    """CPU of the client and of the functions, and wall, of uploading one image."""
    progress(f"direct uploads of {name_of(size)}")
    with contextlib.ExitStack() as stack:
        directory = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory(dir=BUILT)))
        file = directory / "zeros"
        with open(file, "wb") as zeros:
            zeros.truncate(size)
        # The other clients choose other part sizes, and may compare ETags, which would then be wrong.
        sink, plain = Sink(stack, *etag_options(size)), Sink(stack)
        glint = stack.enter_context(Glint(java, sink, sink))
        uploads = contestants(glint, sink, plain, peers, file, size)
        for _ in range(3):
            uploads[NAME]()
        costs = take_turns(uploads, rounds)
    ours = costs[NAME]
    table(
        (f"{name_of(size)}, direct upload", "client CPU s", "functions CPU s", "wall s"),
        *(
            (name, number(cost.cpu), number(cost.functions) if name == NAME else "", number(cost.wall))
            for name, cost in costs.items()
        ),
    )
    others = {name: cost for name, cost in costs.items() if name != NAME}
    if others:
        table(
            (f"{NAME}, ratios", "client CPU", "client and functions CPU", "wall"),
            *(
                (
                    "/ " + name,
                    number(ours.cpu / cost.cpu),
                    number((ours.cpu + ours.functions) / cost.cpu),
                    number(ours.wall / cost.wall),
                )
                for name, cost in others.items()
            ),
        )


def main():
    parser = argparse.ArgumentParser(
        prog="src/bench/run direct", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", type=int, default=GIB // MIB, metavar="MIB", help="default: %(default)s")
    parser.add_argument("--rounds", type=int, default=5, help="default: %(default)s")
    parser.add_argument("--java-options", default="-Xmx64m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError", help="default: %(default)s")
    options = parser.parse_args()
    size = options.size * MIB
    if size <= LARGEST_PUT:
        parser.error("an image of 64 MiB or less is not uploaded in parts")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
    compare_uploads(options.java_options.split(), Peers(), size, options.rounds)


if __name__ == "__main__":
    main()
