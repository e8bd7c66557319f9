"""The application, and the server it talks to."""

import contextlib
import http.client
import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import time
import urllib.request
import uuid

from report import GIB, MIB, progress

TARGET = pathlib.Path(__file__).resolve().parents[2] / "target"
BUILT = TARGET / "bench"
CALLS = pathlib.Path(__file__).resolve().with_name("calls.lua")
TICKS = os.sysconf("SC_CLK_TCK")
LIMIT_SECONDS = 1200
SMALL_IMAGE = {"imageId": f"zeros-{MIB}"}
PRESIGN = {**SMALL_IMAGE, "verify": False}


class Sink:
    """The server: it is S3, and the source of images."""

    def __init__(self, stack, *options):
        self.process = subprocess.Popen([BUILT / "sink", *options], stdout=subprocess.PIPE, text=True)
        stack.callback(stop, self.process)
        self.port = int(self.process.stdout.readline())
        self.url = f"http://127.0.0.1:{self.port}"

    def bytes_in(self):
        return self.asked("bytes-in")

    def asked(self, question):
        """What the sink counts."""
        with urllib.request.urlopen(f"{self.url}/-/{question}") as answer:
            return int(answer.read())

    def image(self, size, known=True):
        return f"{self.url}/bucket/zeros-{size}" + ("" if known else "?chunked")

    def location(self, size):
        return f"s3://127.0.0.1:{self.port}/bucket/zeros-{size}"


class Glint:
    """A new process of the packaged application. It is ready when it has answered a get-size."""

    def __init__(self, java, s3, source, command=None, **variables):
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
            # As on AWS: nothing is found out first.
            "S3_STORE_CONDITIONAL_WRITES": "put,complete,copy,delete",
            "IMAGE_SOURCE_ALLOWED_SCHEMES": "http,https",
            "IMAGE_SOURCE_ALLOWED_PORTS": str(source.port),
            "IMAGE_SOURCE_ALLOW_PRIVATE_ADDRESSES": "true",
            **variables,
        }
        command = command or ["java", *java, "-jar", TARGET / "quarkus-app" / "quarkus-run.jar"]
        started = time.monotonic()
        with open(BUILT / "glint.log", "ab") as log:
            self.process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=log, stderr=log)
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
        return self.add_from(self.source.image(size, known), size)

    def add_from(self, source, size):
        stored = self.s3.bytes_in()
        cpu, wall = self.cpu(), time.monotonic()
        answer = self.call("add", {"imageId": str(uuid.uuid4()), "source": source})
        cpu, wall = self.cpu() - cpu, time.monotonic() - wall
        assert answer["size"] == size and self.s3.bytes_in() - stored >= size, answer
        return cpu, wall

    def load(self, function, body, connections, seconds):
        """Calls per second, and CPU milliseconds each."""
        cpu = self.cpu()
        options = ["-t", "1", "-c", str(connections), "-d", f"{seconds}s", "--timeout", "60s", "-s", CALLS]
        url = f"http://127.0.0.1:{self.port}/{function}"
        out = subprocess.run(
            ["wrk", *options, url, "--", json.dumps(body)],
            stdout=subprocess.PIPE,
            text=True,
            timeout=seconds + 90,
            check=True,
        ).stdout
        cpu = self.cpu() - cpu
        answered, failed, wall = (float(word) for word in out.splitlines()[-1].split())
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
