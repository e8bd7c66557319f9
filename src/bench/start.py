"""Measures the start of several artifacts, up to the first answered get-size, and prints Markdown. Started by `run start`.

The artifacts are those in target that `./mvnw package` (alone, with -Ptracing, with -Pnative) and `./mvnw verify -Paot-jar` have
made, or the given paths. Jars run on each JDK, a jar with an AOT cache only on the JDK that made the cache. CPU is user and system
time, which a busy machine disturbs less than seconds. The artifacts take turns; medians count.
"""

import argparse
import contextlib
import os
import pathlib
import shutil
import signal
import statistics
import sys
import time
import zipfile

from processes import TARGET, Glint, Sink
from report import MIB, number, progress, table

BUILT_JARS = {"jar": "quarkus-app", "tracing": "tracing/quarkus-app", "AOT cache": "aot-jar/quarkus-app"}
JSON_LOGS = {"QUARKUS_PROFILE": "prod,json"}
TRACED = {"QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4317"}
IDLE_SECONDS = 1


class Artifact:
    def __init__(self, name, path, **variables):
        self.name, self.path, self.variables = name, path, variables
        self.cache = path / "app.aot"

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


def found():
    for name, place in BUILT_JARS.items():
        path = TARGET / place
        if (path / "quarkus-run.jar").exists():
            yield Artifact(name, path)
            if name == "jar":
                yield Artifact("jar, JSON logs", path, **JSON_LOGS)
            if name == "tracing":
                yield Artifact("tracing, to an endpoint", path, **TRACED)
    for path in TARGET.glob("*-runner"):
        yield Artifact("native", path)


def measure(artifact, jdk, java, sink):
    with Glint(java, sink, sink, artifact.command(jdk, java), **artifact.variables) as glint:
        cpu = glint.cpu()
        time.sleep(IDLE_SECONDS)
        return glint.first_answer, cpu, glint.memory("VmRSS")


def main():
    parser = argparse.ArgumentParser(
        prog="src/bench/run start", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("paths", nargs="*", type=pathlib.Path, metavar="PATH", help="a quarkus-app or an executable")
    parser.add_argument("--rounds", type=int, default=11, help="default: %(default)s")
    parser.add_argument("--jdk", action="append", metavar="HOME", help="may be repeated; default: the one on the path")
    parser.add_argument("--java-options", default="-Xmx64m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError", help="default: %(default)s")
    options = parser.parse_args()
    java = options.java_options.split()
    jdks = options.jdk or [os.path.realpath(shutil.which("java")).removesuffix("/bin/java")]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
    starts = {}
    for artifact in [Artifact(str(path), path.resolve()) for path in options.paths] or found():
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
