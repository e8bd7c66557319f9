"""Measures starts, up to the first answered get-size, of several artifacts in turn, and prints Markdown. Started by `run start`.

What is measured: target/quarkus-app, also with JSON logs; a native executable in target; whatever --build leaves in
target/bench/artifacts, or somebody copied there; for Java, on each JDK. An artifact with an AOT cache runs on the JDK that made it
only. CPU is user and system time, which a busy machine disturbs less than seconds; medians count.
"""

import argparse
import contextlib
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import time
import zipfile

from processes import BUILT, TARGET, Glint, Sink
from report import MIB, number, progress, table

ARTIFACTS = BUILT / "artifacts"
#: Maven arguments; the second needs a JDK 25.
BUILDS = {"jar": [], "tracing": ["-Ptracing"], "aot": ["-Paot-jar"]}
JSON = {"QUARKUS_PROFILE": "prod,json"}
IDLE_SECONDS = 1


class Artifact:
    def __init__(self, path, **variables):
        self.path, self.variables = path, variables
        self.cache = path / "app.aot"
        self.name = path.name + "".join(f", {name}={value}" for name, value in variables.items())

    def command(self, jdk, java):
        if self.path.is_file():
            return [self.path]
        cache = [f"-XX:AOTCache={self.cache}"] if self.cache.exists() else []
        return [pathlib.Path(jdk) / "bin" / "java", *java, *cache, "-jar", self.path / "quarkus-run.jar"]

    def runs_on(self, jdk):
        return not self.cache.exists() or version(jdk) >= 25

    def size(self):
        files = [self.path] if self.path.is_file() else [file for file in self.path.rglob("*") if file.is_file()]
        return sum(file.stat().st_size for file in files) / MIB

    def classes(self):
        jars = [] if self.path.is_file() else self.path.rglob("*.jar")
        return sum(name.endswith(".class") for jar in jars for name in zipfile.ZipFile(jar).namelist())


def version(jdk):
    release = (pathlib.Path(jdk) / "release").read_text()
    return int(release.partition('JAVA_VERSION="')[2].partition(".")[0])


def build(jdks):
    for name, arguments in BUILDS.items():
        jdk = max(jdks, key=version) if name == "aot" else jdks[0]
        if name == "aot" and version(jdk) < 25:
            progress("There is no JDK 25 for an AOT cache.")
            continue
        progress("building " + name)
        goal = ["verify"] if name == "aot" else ["package", "-DskipTests"]
        command = ["./mvnw", "-q", "-B", "-ntp", *goal, *arguments]
        subprocess.run(command, check=True, env={**os.environ, "JAVA_HOME": jdk}, stdout=sys.stderr)
        shutil.rmtree(ARTIFACTS / name, ignore_errors=True)
        shutil.copytree(TARGET / "quarkus-app", ARTIFACTS / name)


def found():
    kept = sorted(ARTIFACTS.iterdir()) if ARTIFACTS.exists() else []
    paths = kept or [TARGET / "quarkus-app"]
    for path in [*paths, *TARGET.glob("*-runner")]:
        yield Artifact(path)
        if path.name in ("jar", "quarkus-app"):
            yield Artifact(path, **JSON)


def measure(artifact, jdk, java, sink):
    with Glint(java, sink, sink, artifact.command(jdk, java), **artifact.variables) as glint:
        cpu = glint.cpu()
        time.sleep(IDLE_SECONDS)
        return glint.first_answer, cpu, glint.memory("VmRSS")


def main():
    parser = argparse.ArgumentParser(
        prog="src/bench/run start", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--build", action="store_true", help="the jar, and those with tracing and with an AOT cache, first")
    parser.add_argument("--rounds", type=int, default=11, help="default: %(default)s")
    parser.add_argument("--jdk", action="append", metavar="HOME", help="may be repeated; default: the one on the path")
    parser.add_argument("--java-options", default="-Xmx64m -XX:+UseSerialGC", help="default: %(default)s")
    options = parser.parse_args()
    java = options.java_options.split()
    jdks = options.jdk or [os.path.realpath(shutil.which("java")).removesuffix("/bin/java")]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
    if options.build:
        build(jdks)
    starts = {}
    for artifact in found():
        for jdk in jdks if artifact.path.is_dir() else jdks[:1]:
            if artifact.runs_on(jdk):
                on = f"JDK {version(jdk)}" if artifact.path.is_dir() else "native"
                starts[artifact.name, on] = (artifact, jdk, [])
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
