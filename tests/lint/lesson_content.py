#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What is asked of the shipped lessons beyond practiced --verify: lesson_content.py LESSONS LANGUAGES [LOCAL_MK]

The headings are those of all our lessons, the diagrams fit a narrow terminal, the quiz has enough questions, the programs
in the text are starters, every file is installed, and a server's solution answers each request before the next one is
sent. The programs are our own, so they run bare, with a time limit only.

Exit 0, 1 with a line a problem (file: message), or 77 when all is well but a tool was missing.
"""

from __future__ import annotations

import argparse
import dataclasses
import fnmatch
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading

DIAGRAM_WIDTH = 38
QUIZ_MIN = 6
TEXT_PARTS = (
    "Learning goals", "The core concept", "Visual guide", "Code and implementation", "Expected output",
    "Practical project", "The challenge", "Steps", "Helpful hints", "Tips", "Code highlights",
    "Quick knowledge check", "Continue learning",
)
LESSON_KEYS = {"title", "level", "minutes", "summary", "goal", "languages", "after", "next", "text", "quiz"}
STEP_KEYS = {
    "title", "text", "hint", "points", "example", "check", "files", "main", "cases", "compare", "show", "time", "memory",
    "processes", "output", "tests", "test", "proof",
    "judge", "judge-language", "generator", "generator-language", "variants", "languages", "wall", "disk", "stop",
}
WITH_JUDGE = {"checker", "interactive", "service"}
LANGUAGE_KEYS = {
    "name", "extensions", "sources", "tools", "libraries", "package", "version", "compile", "run", "test", "template",
    "time", "memory", "output", "disk", "compile-time", "compile-memory", "processes", "open-files", "address-space", "contest-time",
    "proof", "count", "drop",
}
TURN_SECONDS = 10
COMPILE_SECONDS = 120

# A dialogue with a step's solution, through pipes: each reply has to come before the next request is sent.
TURNS = {
    ("client-server", "server"): (("PING", "+PONG"), ("STATUS", "+idle"), ("START a b", "+Now practicing: a b"),
                                  ("fly", "-ERR unknown verb 'fly'"), ("QUIT", "+OK")),
}


def read_ini(path: pathlib.Path) -> dict[str, list[tuple[str, str]]]:
    """Sections in order, each a list of (key, value): keys may be repeated."""
    sections: dict[str, list[tuple[str, str]]] = {}
    section = ""
    text = re.sub(r"\\\n\s*", " ", path.read_text(encoding="utf-8"))
    for number, line in enumerate(text.splitlines(), 1):
        line = re.sub(r"\s;.*", "", line).strip()
        if not line or line[0] in ";#":
            continue
        if line[0] == "[" and line[-1] == "]":
            section = line[1:-1]
            if section in sections:
                raise ValueError(f"{path}:{number}: section [{section}] is there twice")
            sections[section] = []
            continue
        key, equals, value = line.partition("=")
        if not equals or not section:
            raise ValueError(f"{path}:{number}: expected a section or key = value")
        sections[section].append((key.strip(), value.strip()))
    return sections


@dataclasses.dataclass
class Case:
    part: pathlib.Path
    name: str
    args: list[str]
    stdin: bytes
    expected: bytes
    status: int


@dataclasses.dataclass
class Result:
    passed: bool
    detail: str


class Language:
    def __init__(self, path: pathlib.Path) -> None:
        self.id = path.stem
        self.keys = dict(pair for pairs in read_ini(path).values() for pair in pairs)

    def missing_tools(self) -> list[str]:
        return [tool for tool in self.keys.get("tools", "").split() if not shutil.which(tool, path="/usr/bin:/bin")]

    def command(self, template: str, box: pathlib.Path, names: list[str], main: str) -> list[str]:
        extension = "." + self.keys["extensions"].split()[0]
        words: list[str] = []
        for word in template.split():
            if word == "%f":
                words += [str(box / name) for name in names if name.endswith(extension)]
            elif word != "%a":
                words.append(word.replace("%m", str(box / main)).replace("%o", str(box / "program")))
        return words


class Step:
    def __init__(self, folder: pathlib.Path, name: str, pairs: list[tuple[str, str]]) -> None:
        self.folder = folder
        self.name = name
        self.keys = dict(pairs)
        self.n_hints = sum(key == "hint" for key, _ in pairs)

    def per_language(self, key: str, language: str) -> str:
        return self.keys.get(f"{key}.{language}", self.keys.get(key, ""))

    def cases(self) -> list[Case]:
        folder, _, pattern = self.keys["cases"].rpartition("/")
        found = []
        endings = (".args", ".in", ".out") if self.keys["check"] in {"service", "interactive"} else (".out",)
        names = {part.stem for part in (self.folder / folder).glob("*") if part.suffix in endings}
        for name in sorted(names):
            if fnmatch.fnmatchcase(name, pattern):
                found.append(read_case(self.folder / folder / f"{name}.out"))
        return found


def read_case(part: pathlib.Path) -> Case:
    def side(ending: str) -> bytes:
        path = part.with_suffix(ending)
        return path.read_bytes() if path.exists() else b""

    return Case(part, part.stem, side(".args").decode().splitlines(), side(".in"), side(".out"), int(side(".status") or b"0"))


def environment(cwd: pathlib.Path) -> dict[str, str]:
    return {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(cwd)}


def run_bare(command: list[str], cwd: pathlib.Path, seconds: int, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, cwd=cwd, env=environment(cwd), input=stdin, capture_output=True, timeout=seconds, check=False)


def talk(command: list[str], cwd: pathlib.Path, turns: tuple[tuple[str, str], ...]) -> str:
    """Says what was wrong, or nothing."""
    server = subprocess.Popen(command, cwd=cwd, env=environment(cwd), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    watch = threading.Timer(TURN_SECONDS, server.kill)
    watch.start()
    with server:
        try:
            for request, expected in turns:
                server.stdin.write(request.encode() + b"\n")
                server.stdin.flush()
                reply = server.stdout.readline().decode()
                if reply != expected + "\n":
                    return f"{request}: expected {expected!r}, got {reply!r} (is it flushed?)"
            return "" if server.wait(TURN_SECONDS) == 0 else f"status {server.returncode} after the last turn"
        except OSError as error:
            return str(error)
        finally:
            watch.cancel()
            server.kill()


class Prover:
    """Puts a submission into a box, as the runner does, and says whether it passes."""

    def __init__(self, step: Step, language: Language) -> None:
        self.language = language
        self.files = step.per_language("files", language.id).split()
        self.main = step.per_language("main", language.id) or self.files[0]

    def prove_turns(self, source: pathlib.Path, turns: tuple[tuple[str, str], ...]) -> str:
        with tempfile.TemporaryDirectory(prefix="lesson-") as root:
            box = pathlib.Path(root)
            for name in self.files:
                shutil.copyfile(source / name, box / name)
            compiled = self.compile(box, box, self.files)
            run = self.language.command(self.language.keys["run"], box, self.files, self.main)
            return talk(run, box, turns) if compiled.passed else compiled.detail

    def compile(self, box: pathlib.Path, scratch: pathlib.Path, names: list[str]) -> Result:
        template = self.language.keys.get("compile")
        if not template:
            return Result(True, "")
        done = run_bare(self.language.command(template, box, names, self.main), scratch, COMPILE_SECONDS)
        return Result(done.returncode == 0 and not done.stderr, "compiler: " + done.stderr.decode(errors="replace"))


class Checker:
    def __init__(self, languages: dict[str, Language]) -> None:
        self.languages = languages
        self.problems: list[str] = []
        self.skipped: set[str] = set()
        self.n_proved = 0

    def expect(self, condition: object, where: object, message: str) -> bool:
        if not condition:
            self.problems.append(f"{where}: {message}")
        return bool(condition)

    def check_language(self, language: Language) -> None:
        where = f"languages.d/{language.id}.ini"
        for key in sorted(set(language.keys) - LANGUAGE_KEYS):
            self.expect(False, where, f"unknown key {key}")
        for key in ("name", "extensions", "tools", "package", "run", "test"):
            self.expect(language.keys.get(key), where, f"{key} is missing")
        if "%o" in language.keys.get("run", ""):
            self.expect("%o" in language.keys.get("compile", ""), where, "runs %o, but nothing makes it")

    def check_course(self, folder: pathlib.Path) -> None:
        manifest = folder / "course.ini"
        course = dict(read_ini(manifest)["course"])
        order = course.get("lessons", "").split()
        there = sorted(path.parent.name for path in folder.glob("*/lesson.ini"))
        self.expect(sorted(order) == there, manifest, f"lessons = {order}, but the folders are {there}")
        for name in order:
            if self.expect((folder / name / "lesson.ini").exists(), manifest, f"no lesson {name}"):
                self.check_lesson(folder / name)

    def check_lesson(self, folder: pathlib.Path) -> None:
        manifest = folder / "lesson.ini"
        sections = read_ini(manifest)
        pairs = sections.pop("lesson")
        keys = dict(pairs)
        for key in sorted(set(keys) - LESSON_KEYS):
            self.expect(False, manifest, f"unknown key {key}")
        for key in ("title", "level", "minutes", "summary", "languages"):
            self.expect(keys.get(key), manifest, f"{key} is missing")
        self.check_text(folder / keys.get("text", "lesson.md"), keys, [value for key, value in pairs if key == "goal"])
        if "quiz" in keys:
            self.check_quiz(folder / keys["quiz"])
        self.check_code_blocks(folder, keys)
        for path in sorted(path for path in folder.rglob("*") if path.suffix in {".md", ".ini", ".gift"}):
            self.check_blanks(path)
        for section, values in sections.items():
            kind, _, name = section.partition(" ")
            if self.expect(kind == "step" and name, manifest, f"unknown section [{section}]"):
                self.check_step(manifest, Step(folder, name, values), keys["languages"].split())

    def check_blanks(self, path: pathlib.Path) -> None:
        for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
            self.expect(line == line.rstrip(), f"{path}:{number}", "blanks at the end of the line")

    def check_text(self, path: pathlib.Path, keys: dict[str, str], goals: list[str]) -> None:
        text = path.read_text(encoding="utf-8")
        headings = re.findall(r"^#+ (.*)$", re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
        self.expect(headings[:1] == [keys["title"]], path, f"does not begin with the title {keys['title']}")
        found = [heading for heading in headings if heading in TEXT_PARTS]
        self.expect(found == list(TEXT_PARTS), path, f"parts are missing or out of order: {found}")
        intro = text.split("\n## ", 1)[0]
        for word in (keys["level"], f"{keys['minutes']} min read"):
            self.expect(word in intro, path, f"the intro block does not say {word}")
        listed = re.findall(r"^\d+\. (.*)$", text.split("\n## Learning goals\n", 1)[-1].split("\n## ", 1)[0], re.MULTILINE)
        self.expect(listed == goals, path, "the learning goals are not those of lesson.ini")
        guide = text.split("\n## Visual guide\n", 1)[-1].split("\n## ", 1)[0]
        diagrams = re.findall(r"^```text\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)
        self.expect(diagrams, path, "no diagram in the visual guide")
        for line in "".join(diagrams).splitlines():
            self.expect(len(line) <= DIAGRAM_WIDTH, path, f"diagram wider than {DIAGRAM_WIDTH} columns: {line}")

    def check_code_blocks(self, folder: pathlib.Path, keys: dict[str, str]) -> None:
        """The programs in "Code and implementation" are the starters of the first step, word for word."""
        text = (folder / keys.get("text", "lesson.md")).read_text(encoding="utf-8")
        code = text.split("\n## Code and implementation\n", 1)[-1].split("\n## ", 1)[0]
        starters = {"\n".join(line for line in path.read_text(encoding="utf-8").splitlines()
                              if "SPDX-License-Identifier" not in line and not line.startswith("#!")).strip()
                    for path in (folder / "starter").rglob("*") if path.is_file()}
        for language in keys["languages"].split():
            blocks = re.findall(rf"^```{language}\n(.*?)^```$", code, re.MULTILINE | re.DOTALL)
            self.expect(blocks, folder, f"no example in {language} under Code and implementation")
            for block in blocks:
                self.expect(block.strip() in starters, folder, f"the example in {language} is not a starter file")

    def check_quiz(self, path: pathlib.Path) -> None:
        items = re.split(r"\n\s*\n", re.sub(r"^//.*\n?", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE))
        items = [item for item in items if item.strip() and not item.lstrip().startswith("$CATEGORY")]
        self.expect(len(items) >= QUIZ_MIN, path, f"{len(items)} questions, at least {QUIZ_MIN} are wanted")
        for item in items:
            bare = re.sub(r"\\.", "", item)
            self.expect(bare.count("{") == 1 == bare.count("}"), path, f"braces do not match: {item[:60]}")
            self.expect(re.match(r"::[^:]+::", item.lstrip()), path, f"no ::title:: {item[:60]}")

    def check_step(self, manifest: pathlib.Path, step: Step, languages: list[str]) -> None:
        where = f"{manifest} [step {step.name}]"
        for key in sorted({key.partition(".")[0] for key in step.keys} - STEP_KEYS):
            self.expect(False, where, f"unknown key {key}")
        self.expect(2 <= step.n_hints <= 4, where, f"{step.n_hints} hints, two to four are wanted")
        text = step.folder / step.keys.get("text", "")
        if self.expect(text.is_file(), where, "no text"):
            first = text.read_text(encoding="utf-8").split("\n", 1)[0]
            self.expect(first == f"# {step.keys.get('title')}", text, "does not begin with the step's title")
        kind = step.keys.get("check")
        if not self.expect(kind in {"output", "tests"} | WITH_JUDGE, where, "check is none that is known how to prove"):
            return
        if kind != "tests" and not self.expect(step.cases(), where, "no cases"):
            return
        offered = step.keys.get("languages", " ".join(languages)).split()
        self.expect(set(offered) <= set(languages), where, f"languages = {offered}, but the lesson's are {languages}")
        if kind in WITH_JUDGE and not self.check_judge(where, step):
            return
        for language in offered:
            self.check_programs(where, step, language)

    def check_judge(self, where: str, step: Step) -> bool:
        judge = self.languages.get(step.keys.get("judge-language", ""))
        if not self.expect(judge and (step.folder / step.keys.get("judge", "")).is_file(), where, "no judge of a known language"):
            return False
        if judge.missing_tools():
            self.skipped.add(f"{judge.id}: {' '.join(judge.missing_tools())} not found (package {judge.keys['package']})")
            return False
        return True

    def check_programs(self, where: str, step: Step, name: str) -> None:
        language = self.languages.get(name)
        if not self.expect(language, where, f"no language {name}"):
            return
        missing = language.missing_tools()
        if missing:
            self.skipped.add(f"{name}: {' '.join(missing)} not found (package {language.keys['package']})")
            return
        prover = Prover(step, language)
        where = f"{where} {name}"
        solution, starter = step.folder / "solution" / name, step.folder / "starter" / name
        for file in prover.files:
            if not self.expect((solution / file).is_file() and (starter / file).is_file(), where, f"no {file}"):
                return
        if (step.folder.name, step.name) in TURNS:
            complaint = prover.prove_turns(solution, TURNS[step.folder.name, step.name])
            self.expect(not complaint, where, complaint)
        self.n_proved += 1


def check_listed(checker: Checker, lessons: pathlib.Path, makefile: pathlib.Path) -> None:
    """Every file has to stand in the makefile, or it is not installed."""
    listed = set(makefile.read_text(encoding="utf-8").split())
    for path in sorted(path for path in lessons.rglob("*") if path.is_file() and path != makefile):
        name = str(pathlib.PurePosixPath("lessons") / path.relative_to(lessons))
        checker.expect(name in listed, makefile, f"{name} is not listed")


def main() -> int:
    parser = argparse.ArgumentParser(description="Says what the shipped lessons lack beyond practiced --verify.")
    parser.add_argument("lessons", type=pathlib.Path)
    parser.add_argument("languages", type=pathlib.Path)
    parser.add_argument("makefile", type=pathlib.Path, nargs="?")
    arguments = parser.parse_args()
    languages = {path.stem: Language(path) for path in sorted(arguments.languages.glob("*.ini"))}
    checker = Checker(languages)
    for language in languages.values():
        checker.check_language(language)
    courses = sorted(path.parent for path in arguments.lessons.glob("*/course.ini"))
    checker.expect(courses, arguments.lessons, "no course")
    for course in courses:
        checker.check_course(course)
    if arguments.makefile:
        check_listed(checker, arguments.lessons, arguments.makefile)
    for problem in checker.problems:
        print(problem, file=sys.stderr)
    for reason in sorted(checker.skipped):
        print(f"skipped {reason}")
    print(f"{checker.n_proved} steps looked at, {len(checker.problems)} problems")
    if checker.problems:
        return 1
    return 77 if checker.skipped else 0


if __name__ == "__main__":
    os.environ["LC_ALL"] = "C.UTF-8"
    sys.exit(main())
