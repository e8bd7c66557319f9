"""What the builds have made: jars, with and without an AOT cache, and executables."""

import os
import pathlib
import shutil
import zipfile

from processes import TARGET
from report import MIB

BUILT_JARS = {"jar": "quarkus-app", "tracing": "tracing/quarkus-app", "AOT cache": "aot-jar/quarkus-app"}
CACHE_OPTIONS = ["-XX:CompileThresholdScaling=10"]  # as deploy/README.md says
JSON_LOGS = {"QUARKUS_PROFILE": "prod,json"}
TRACED = {"QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4317"}


class Artifact:
    def __init__(self, name, path, **variables):
        self.name, self.path, self.variables = name, path, variables
        self.cache = path / "app.aot"

    def command(self, jdk, java):
        if self.path.is_file():
            return [self.path]
        cache = [f"-XX:AOTCache={self.cache}", *CACHE_OPTIONS] if self.cache.exists() else []
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


def add_options(parser):
    parser.add_argument("paths", nargs="*", type=pathlib.Path, metavar="PATH", help="a quarkus-app or an executable")
    parser.add_argument("--jdk", action="append", metavar="HOME", help="may be repeated; default: the one on the path")
    parser.add_argument("--java-options", default="-Xmx64m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError", help="default: %(default)s")


def chosen(options):
    """Each artifact with a JDK that it runs on: their names, the artifact, the JDK."""
    jdks = options.jdk or [os.path.realpath(shutil.which("java")).removesuffix("/bin/java")]
    for artifact in [Artifact(str(path), path.resolve()) for path in options.paths] or found():
        for jdk in jdks if artifact.path.is_dir() else jdks[:1]:
            if artifact.runs_on(jdk):
                on = f"JDK {version(jdk)}" if artifact.path.is_dir() else "native"
                yield (artifact.name, on), artifact, jdk
