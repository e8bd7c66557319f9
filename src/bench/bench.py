"""Measures the packaged application beside what it is compared with, and prints Markdown. Started by `run`.

A machine has good and bad minutes. Hence everything that is compared takes turns, the medians count, and ratios say
more than seconds. CPU is user and system time of the process alone, not of the server it talks to.
"""

import argparse
import concurrent.futures
import contextlib
import datetime
import http.client
import json
import os
import pathlib
import platform
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid

HERE = pathlib.Path(__file__).resolve().parent
TARGET = HERE.parent.parent / "target"
BUILT = TARGET / "bench"
MIB, GIB = 1 << 20, 1 << 30
TICKS = os.sysconf("SC_CLK_TCK")
LIMIT_SECONDS = 1200
PEER_NAMES = {"glance_store": "glance_store", "boto3": "boto3", "aws": "AWS CLI", "rclone": "rclone"}
PEER_ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "access",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
    "RCLONE_CONFIG": "/dev/null",
    "RCLONE_S3_PROVIDER": "Other",
    "RCLONE_S3_ENV_AUTH": "true",
    "RCLONE_S3_NO_CHECK_BUCKET": "true",
    "RCLONE_S3_NO_HEAD": "true",
}
NAMES_OF_CALLS = {
    "add": "add of 1 MiB",
    "get-size": "get-size",
    "get-presigned": "get-presigned, not verified",
    "presign": "presign",
}
SMALL_IMAGE = {"imageId": f"zeros-{MIB}"}
PRESIGN = {**SMALL_IMAGE, "verify": False}


def progress(text):
    print(text, file=sys.stderr, flush=True)


# The processes that are measured, and those that help.


class Sink:
    """The server: S3, and source of images too."""

    def __init__(self, stack, *options):
        self.process = subprocess.Popen([BUILT / "sink", *options], stdout=subprocess.PIPE, text=True)
        stack.callback(stop, self.process)
        self.port = int(self.process.stdout.readline())
        self.url = f"http://127.0.0.1:{self.port}"

    def counter(self, name):
        with urllib.request.urlopen(self.url + "/-/counters") as counters:
            return int(dict(line.split() for line in counters.read().decode().splitlines())[name])

    def image(self, size, known=True):
        return f"{self.url}/bucket/zeros-{size}" + ("" if known else "?chunked")


class Glint:
    """The packaged application, started anew. Ready when it has answered a get-size."""

    def __init__(self, java, s3, source):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.s3, self.source = s3, source
        environment = {
            "QUARKUS_HTTP_HOST": "127.0.0.1",
            "QUARKUS_HTTP_PORT": str(self.port),
            "S3_STORE_HOST": s3.url,
            "S3_STORE_BUCKET": "bucket",
            "S3_STORE_ACCESS_KEY": "access",
            "S3_STORE_SECRET_KEY": "secret",
            "IMAGE_SOURCE_ALLOWED_SCHEMES": "http,https",
            "IMAGE_SOURCE_ALLOWED_PORTS": str(source.port),
            "IMAGE_SOURCE_ALLOW_PRIVATE_ADDRESSES": "true",
        }
        jar = TARGET / "quarkus-app" / "quarkus-run.jar"
        started = time.monotonic()
        with open(BUILT / "glint.log", "ab") as log:
            self.process = subprocess.Popen(
                ["java", *java, "-jar", jar], env={**os.environ, **environment}, stdout=log, stderr=log
            )
        try:
            self.first_answer = self.await_answer(started)
        except BaseException:
            stop(self.process)
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        stop(self.process)

    def await_answer(self, started):
        while time.monotonic() - started < 60 and self.process.poll() is None:
            with contextlib.suppress(ConnectionError):
                self.call("get-size", SMALL_IMAGE)
                return time.monotonic() - started
            time.sleep(0.005)
        sys.exit(f"The application did not start; see {BUILT / 'glint.log'}.")

    def call(self, function, body):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LIMIT_SECONDS)
        with contextlib.closing(connection):
            connection.request("POST", "/" + function, json.dumps(body))
            response = connection.getresponse()
            answer = response.read()
        if response.status != 200:
            sys.exit(f"{function} was answered with {response.status}: {answer.decode()}")
        return json.loads(answer)

    def cpu(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def memory(self, field):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(rf"{field}:\s+(\d+) kB", status)[1]) / 1024

    def add(self, size, known=True):
        """CPU and wall of one add."""
        stored = self.s3.counter("bytes-in")
        cpu, wall = self.cpu(), time.monotonic()
        answer = self.call("add", {"imageId": str(uuid.uuid4()), "source": self.source.image(size, known)})
        cpu, wall = self.cpu() - cpu, time.monotonic() - wall
        assert answer["size"] == size and self.s3.counter("bytes-in") - stored >= size, answer
        return cpu, wall

    def load(self, function, body, connections, seconds):
        """Calls per second, and CPU milliseconds each."""
        cpu = self.cpu()
        out = subprocess.run(
            [BUILT / "load", str(self.port), "/" + function, str(connections), str(seconds), json.dumps(body)],
            stdout=subprocess.PIPE,
            text=True,
            timeout=seconds + 90,
            check=True,
        ).stdout
        cpu = self.cpu() - cpu
        answered, failed, wall = (float(word) for word in out.split())
        if failed or not answered:
            sys.exit(f"{failed:.0f} calls of {function} failed, {answered:.0f} did not.")
        return answered / wall, cpu * 1000 / answered

    def small_add(self):
        return {"imageId": "image-########", "source": self.source.image(MIB)}

    def warm_up(self, quick):
        progress("warming up")
        for _ in range(2 if quick else 6):
            self.add(GIB // (4 if quick else 1))
            self.add(GIB // 4, known=False)
        seconds = 3 if quick else 20
        for function, body in (("add", self.small_add()), ("get-size", SMALL_IMAGE), ("get-presigned", PRESIGN)):
            self.load(function, body, 16, seconds)


def stop(process):
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class Cost:
    """What some work took: CPU seconds, wall seconds, peak RSS in MiB."""

    def __init__(self, cpu, wall, rss=None):
        self.cpu, self.wall, self.rss = cpu, wall, rss

    @staticmethod
    def median(costs):
        rss = [cost.rss for cost in costs if cost.rss is not None]
        return Cost(
            statistics.median(cost.cpu for cost in costs),
            statistics.median(cost.wall for cost in costs),
            statistics.median(rss) if rss else None,
        )


def run(command):
    """The cost of a shell command with all that it starts, and what it says."""
    # rclone does not start where others are told of a certificate authority of their own.
    environment = {**os.environ, **PEER_ENVIRONMENT}
    environment.pop("AWS_CA_BUNDLE", None)
    with tempfile.TemporaryFile("w+") as output:
        started = time.monotonic()
        process = subprocess.Popen(
            ["timeout", "--foreground", str(LIMIT_SECONDS), "sh", "-c", command],
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - started
        output.seek(0)
        said = output.read()
    if process.returncode != 0:
        sys.exit(f"{command} failed: {said[-500:]}")
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024), said


# What Glint is compared with.


def floors(sink, file, size):
    """What nobody is spared who passes an image on and digests it, each alone."""
    commands = {
        "`md5sum`": f"md5sum {file}",
        "`sha512sum`": f"sha512sum {file}",
        "`openssl dgst -sha512`": f"openssl dgst -sha512 {file}",
        "`openssl dgst -sha256`": f"openssl dgst -sha256 {file}",
        "`curl` GET": f"curl -sSf -o /dev/null {sink.image(size)}",
        "`curl` PUT": f"curl -sSf -o /dev/null -T {file} {sink.url}/bucket/image",
    }
    return {name: lambda command=command: run("exec " + command)[0] for name, command in commands.items()}


def python_with(module):
    """A Python that has a module; None if there is none."""
    for python in dict.fromkeys((sys.executable, "python3", "/usr/bin/python3")):
        if subprocess.run([python, "-c", "import " + module], stderr=subprocess.DEVNULL).returncode == 0:
            return python
    return None


class Peers:
    """What else is installed that puts what a URL has into S3."""

    def __init__(self):
        self.pythons = {name: python_with(name) for name in ("glance_store", "boto3")}
        self.tools = {name: shutil.which(name) for name in ("aws", "rclone")}
        everything = {**self.pythons, **self.tools}
        self.missing = [name for name, found in everything.items() if found is None]

    def python(self, name, s3, deed, count, source=""):
        """The cost of that many calls, without that of the interpreter's start."""
        cost, said = run(f"{self.pythons[name]} {HERE / 'peers.py'} {name} {s3.url} {deed} {count} '{source}'")
        cost.cpu, cost.wall = (float(word) for word in said.split()[-2:])
        return cost

    def adds(self, s3, source, size):
        """For each that is there, how it is timed; the tools with their start, for they are started for each image."""
        image = source.image(size)
        adds = {
            name: lambda name=name: self.python(name, s3, "add", 1, image)
            for name, found in self.pythons.items()
            if found
        }
        commands = {
            "aws": f"curl -sSf {image} | aws s3 cp --endpoint-url {s3.url} --expected-size {size} - s3://bucket/image",
            "rclone": f"rclone copyurl --s3-endpoint {s3.url} {image} :s3:bucket/image",
        }
        adds |= {
            name: lambda command=command: run(command)[0] for name, command in commands.items() if self.tools[name]
        }
        return {PEER_NAMES[name]: add for name, add in adds.items()}


# The tables.


def table(*rows):
    print()
    for number, row in enumerate(rows):
        print("| " + " | ".join(row) + " |")
        if number == 0:
            print("|" + " --- |" * len(row))
    sys.stdout.flush()


def name_of(size):
    return f"{size // GIB} GiB" if size >= GIB else f"{size // MIB} MiB"


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}" if value < 10 else f"{value:.1f}"


def take_turns(contestants, rounds):
    costs = {name: [] for name in contestants}
    for turn in range(rounds):
        for name, contestant in contestants.items():
            costs[name].append(contestant())
        progress(f"  round {turn + 1} of {rounds}")
    return {name: Cost.median(of) for name, of in costs.items()}


def compare_adds(glint, sink, peers, directory, size, rounds):
    """CPU and wall per GiB of images of one size, everybody in turn."""
    progress(f"images of {name_of(size)}")
    file = directory / "zeros"
    with open(file, "wb") as zeros:
        zeros.truncate(size)
    # Only the first to read a hole pays for its pages.
    run(f"cat {file} > /dev/null")
    of_floors = floors(sink, file, size)
    of_glint = {
        f"Glint, size {'known' if known else 'unknown'}": lambda known=known: Cost(*glint.add(size, known))
        for known in (True, False)
    }
    costs = take_turns({**of_floors, **of_glint, **peers.adds(sink, sink, size)}, rounds)
    per_gib = GIB / size
    table(
        (f"{name_of(size)}, per GiB", "CPU s", "wall s", "peak RSS MiB"),
        *(
            (
                name,
                number(cost.cpu * per_gib),
                number(cost.wall * per_gib),
                number(cost.rss) if cost.rss and name not in of_floors else "",
            )
            for name, cost in costs.items()
        ),
    )
    slow, fast = "`sha512sum`", "`openssl dgst -sha512`"
    needed = sum(costs[name].cpu for name in of_floors)
    ratios = [("Glint, ratios", "size known", "size unknown")]
    for left_out, what in ((fast, "the floors, SHA-512 by `sha512sum`"), (slow, "the floors, SHA-512 by `openssl`")):
        floor = needed - costs[left_out].cpu
        ratios.append(("CPU / " + what, *(number(costs[name].cpu / floor) for name in of_glint)))
    for peer in PEER_NAMES.values():
        if peer in costs:
            ratios.append(("CPU / " + peer, *(number(costs[name].cpu / costs[peer].cpu) for name in of_glint)))
            ratios.append(("wall / " + peer, *(number(costs[name].wall / costs[peer].wall) for name in of_glint)))
    table(*ratios)


def measure_memory(java, sink, slow, peers, sizes, slow_sizes):
    """Each image in an application of its own, so that its peak is the image's."""
    progress("memory")

    def first_add(s3, size, known):
        with Glint(java, s3, sink) as glint:
            cpu, wall = glint.add(size, known)
            return Cost(cpu, wall, glint.memory("VmHWM"))

    def name(size, known, s3):
        return f"{name_of(size)}, size {'known' if known else 'unknown'}{', slow S3' if s3 is slow else ''}"

    both = (True, False)
    costs = {name(size, known, sink): first_add(sink, size, known) for size in sizes for known in both}
    # With a slow S3 all of them wait nearly all of the time, and may as well do so together.
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        waiting = {
            name(size, known, slow): pool.submit(first_add, slow, size, known) for size in slow_sizes for known in both
        }
        if peers.pythons["glance_store"]:
            waiting["glance_store, " + name(slow_sizes[0], True, slow)] = pool.submit(
                peers.python, "glance_store", slow, "add", 1, sink.image(slow_sizes[0])
            )
        costs |= {what: future.result() for what, future in waiting.items()}
    table(
        ("first image of a process", "CPU s", "wall s", "peak RSS MiB"),
        *((what, number(cost.cpu), number(cost.wall), number(cost.rss)) for what, cost in costs.items()),
    )


def measure_calls(glint, sink, peers, seconds, rounds):
    """Calls per second, and what each costs, of everybody in turn."""
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

    def peer(name, deed, count):
        cost = peers.python(name, sink, deed, count, sink.image(MIB))
        return count / cost.wall, cost.cpu * 1000 / count

    for name, deed, count in (
        ("glance_store", "add", 10),
        ("boto3", "add", 200),
        ("glance_store", "get-size", 10),
        ("boto3", "get-size", 1000),
        ("boto3", "presign", 3000),
    ):
        if peers.pythons[name]:
            calls[f"{name}: {NAMES_OF_CALLS[deed]}"] = lambda n=name, d=deed, c=count: peer(n, d, c)
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


def describe_machine(java, peers):
    processor = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    version = subprocess.run(["java", "-version"], stderr=subprocess.PIPE, text=True).stderr.splitlines()[0]
    cores = f"{len(os.sched_getaffinity(0))} cores of {processor[1] if processor else 'unknown make'}"
    print(
        f"{datetime.date.today()}, {cores}, Linux {platform.release()}, {version}, `{' '.join(java)}`. "
        "Client, application and server share the machine."
    )
    if peers.missing:
        print("Not installed here, hence not compared: " + ", ".join(PEER_NAMES[name] for name in peers.missing) + ".")


def main():
    parser = argparse.ArgumentParser(prog="src/bench/run", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small images and few rounds: less than two minutes")
    parser.add_argument(
        "--java-options", default="-Xmx64m -XX:+UseSerialGC", help="for the application; default: %(default)s"
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
        if quick:
            measure_memory(java, sink, slow, peers, [256 * MIB], [64 * MIB])
        else:
            measure_memory(java, sink, slow, peers, [GIB, 5 * GIB], [GIB, 5 * GIB])


if __name__ == "__main__":
    main()
