"""The programs that Glint is compared with, and what they cost."""

import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from processes import LIMIT_SECONDS

PEERS_SCRIPT = pathlib.Path(__file__).resolve().with_name("peers.py")
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


class Cost:
    """CPU seconds, wall seconds and peak RSS in MiB; of a direct upload also the CPU seconds of the functions."""

    def __init__(self, cpu, wall, rss=None, functions=0):
        self.cpu, self.wall, self.rss, self.functions = cpu, wall, rss, functions

    @staticmethod
    def median(costs):
        rss = [cost.rss for cost in costs if cost.rss is not None]
        return Cost(
            statistics.median(cost.cpu for cost in costs),
            statistics.median(cost.wall for cost in costs),
            statistics.median(rss) if rss else None,
            statistics.median(cost.functions for cost in costs),
        )


def run(command):
    """The cost of a shell command and its children, and its output."""
    # rclone does not start with a certificate authority that is meant for the AWS CLI.
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
        sys.exit(f"{command} failed with {process.returncode}: {said[-500:]}")
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024), said


def floors(sink, file, size):
    """The least that passing an image on and digesting it costs: each step alone, as a command."""
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
    """A Python that has a module, or None."""
    for python in dict.fromkeys((sys.executable, "python3", "/usr/bin/python3")):
        if subprocess.run([python, "-c", "import " + module], stderr=subprocess.DEVNULL).returncode == 0:
            return python
    return None


class Peers:
    """The other clients of S3 that are installed."""

    def __init__(self):
        self.pythons = {name: python_with(name) for name in ("glance_store", "boto3")}
        self.tools = {name: shutil.which(name) for name in ("aws", "rclone")}
        everything = {**self.pythons, **self.tools}
        self.missing = [name for name, found in everything.items() if found is None]

    def python(self, name, s3, operation, count, source=""):
        """The cost of a number of calls, without the start of the interpreter."""
        cost, said = run(f"{self.pythons[name]} {PEERS_SCRIPT} {name} {s3.url} {operation} {count} '{source}'")
        cost.cpu, cost.wall = (float(word) for word in said.split()[-2:])
        return cost

    def adds(self, s3, source, size):
        """A measurement for each client. The command line tools start anew for each image, and their start counts."""
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
