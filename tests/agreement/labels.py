# SPDX-License-Identifier: MIT
"""What the labels of a problem package's submissions ask for, and what a submission is made of. Nothing is run here.

Two readings of a label exist, and both are answered: the *final* verdict, which is the first case that does not pass, and a *rule*
over all cases: none but `permitted` ones, and at least one of `required`. Facts of the formats: the package format's 2025-09
"default directories", and the headers that DOMjudge reads.
"""

import collections
import fnmatch
import json
import re

try:
    import yaml
except ImportError:
    yaml = None

# Too much output is told in three ways by judges.
OF_FORMAT = {'AC': {'pass'}, 'WA': {'wrong', 'output'}, 'TLE': {'timeout', 'output'}, 'RTE': {'runtime', 'memory', 'output'},
             'CE': {'compile'}}
OF_HEADER = {'CORRECT': 'AC', 'ACCEPTED': 'AC', 'AC': 'AC', 'WRONG-ANSWER': 'WA', 'WA': 'WA', 'NO-OUTPUT': 'WA', 'TIMELIMIT': 'TLE',
             'TLE': 'TLE', 'RUN-ERROR': 'RTE', 'RTE': 'RTE', 'MEMORY-LIMIT': 'RTE', 'COMPILER-ERROR': 'CE', 'OUTPUT-LIMIT': 'OLE'}
ANY = frozenset().union(*OF_FORMAT.values())
REJECTED = ANY - {'pass', 'compile'}

# ending -> language, and the ending that we take
ENDINGS = {'.py': ('python', '.py'), '.py3': ('python', '.py'), '.c': ('c', '.c'), '.cpp': ('cpp', '.cpp'), '.cc': ('cpp', '.cpp'),
           '.cxx': ('cpp', '.cpp'), '.h': ('cpp', '.h'), '.hpp': ('cpp', '.hpp'), '.java': ('java', '.java'), '.cs': ('csharp', '.cs'),
           '.php': ('php', '.php'), '.js': ('javascript', '.js'), '.go': ('go', '.go'), '.rs': ('rust', '.rs'), '.pl': ('perl', '.pl'),
           '.rb': ('ruby', '.rb'), '.lua': ('lua', '.lua'), '.sh': ('sh', '.sh'), '.awk': ('awk', '.awk')}
SHEBANGS = (('python', 'python', '.py'), ('perl', 'perl', '.pl'), ('ruby', 'ruby', '.rb'), ('awk', 'awk', '.awk'), ('sh', 'sh', '.sh'))


class Skipped(Exception):
    """The reason."""


class Label:
    """`final`: the verdicts that agree; `permitted`, `required`: the rule; `score`: the points, when they are said."""

    def __init__(self, permitted, required, final=None, score=None):
        self.permitted, self.required = frozenset(permitted), frozenset(required)
        self.final = frozenset(final if final is not None else self.required or self.permitted)
        self.score = score

    def agrees(self, verdict):
        return verdict in self.final

    def agrees_with_all(self, verdicts):
        return bool(verdicts) and verdicts <= self.permitted and (not self.required or bool(verdicts & self.required))

    def __str__(self):
        return ' or '.join(sorted(self.final)) + ('' if self.score is None else ' with a score of %g' % self.score)


def verdicts_of(names):
    return frozenset().union(*(OF_FORMAT[name] for name in names))


def of_rule(permitted, required):
    """A rule of 2025-09. Each reading is what it is: a final verdict can be any of the permitted that is no pass, or the pass."""
    may, must = verdicts_of(permitted), verdicts_of(required)
    return Label(may, must, must if must else may)


DIRECTORIES = {
    'accepted': of_rule(['AC'], []),
    'slow_accepted': of_rule(['AC'], []),
    'wrong_answer': of_rule(['AC', 'WA'], ['WA']),
    'time_limit_exceeded': of_rule(['AC', 'TLE'], ['TLE']),
    'run_time_error': of_rule(['AC', 'RTE'], ['RTE']),
    'brute_force': of_rule(['AC', 'RTE', 'TLE'], ['RTE', 'TLE']),
    'rejected': Label(ANY, REJECTED),
    'partially_accepted': Label(ANY, ANY - {'compile'}, ANY - {'compile'}),
    'compiler_error': Label(OF_FORMAT['CE'], OF_FORMAT['CE']),
    'no_output': of_rule(['AC', 'WA'], ['WA']),
    'output_limit': Label(ANY - {'compile'}, REJECTED - {'wrong'}),
}


def of_header(content):
    """@EXPECTED_RESULTS@ wins over the directory; None when there is none."""
    found = re.search(rb'@EXPECTED_RESULTS?@:[ \t]*([A-Za-z0-9_, \t-]+)', content)
    if not found:
        return None
    wanted = set()
    for name in found.group(1).decode().replace('_', '-').upper().split(','):
        name = OF_HEADER.get(name.strip())
        if name is None:
            return None
        wanted |= REJECTED - {'wrong'} if name == 'OLE' else OF_FORMAT[name]
    return Label(wanted | {'pass'}, wanted)


def score_of(content):
    found = re.search(rb'@EXPECTED_SCORE@:[ \t]*([0-9.]+)', content)
    return float(found.group(1)) if found else None


def braces(pattern):
    """x{a,b} -> xa, xb; the package format's globs."""
    found = re.search(r'\{([^{}]*)\}', pattern)
    if not found:
        return [pattern]
    return [whole for part in found.group(1).split(',')
            for whole in braces(pattern[:found.start()] + part.strip() + pattern[found.end():])][:100]


def globbed(name, pattern):
    """Whether a name below submissions/ is meant: a `*` does not match a `/`, and a folder means all in it."""
    for whole in braces(pattern):
        parts = whole.strip('/').split('/')
        given = name.split('/')[:len(parts)]
        if len(given) == len(parts) and all(fnmatch.fnmatchcase(a, b) for a, b in zip(given, parts)):
            return True
    return False


def read_rules(package):
    """submissions.yaml as [(glob, mapping)]."""
    path = package / 'submissions/submissions.yaml'
    if not path.is_file():
        return []
    if yaml is None:
        raise Skipped('submissions.yaml can\'t be read without Python\'s yaml: install the package python3-yaml')
    try:
        rules = yaml.safe_load(path.read_text())
    except (yaml.YAMLError, ValueError) as error:
        raise Skipped('submissions.yaml: %s' % str(error).splitlines()[0]) from error
    return [(str(glob), rule) for glob, rule in (rules or {}).items() if isinstance(rule, dict)]


def label_of(package, name, sources):
    """Of the submission DIRECTORY/NAME, whose files' contents are `sources`."""
    label = DIRECTORIES.get(name.split('/')[0])
    for content in sources:
        label = of_header(content) or label
    for glob, rule in read_rules(package):
        if globbed(name, glob) and ('permitted' in rule or 'required' in rule):
            try:
                label = of_rule(rule.get('permitted') or list(OF_FORMAT), rule.get('required') or [])
            except KeyError as error:
                raise Skipped('submissions.yaml: %s is no verdict' % error) from error
    if label is None:
        raise Skipped('a label without one meaning')
    score = next((score for score in map(score_of, sources) if score is not None), None)
    return label if score is None else Label(label.permitted, label.required, label.final, score)


def entry_of(package, name):
    """The file that submissions.json or submissions.yaml names as the first to run, or None."""
    entry = None
    path = package / 'submissions/submissions.json'
    if path.is_file():
        try:
            said = json.loads(path.read_text())
        except ValueError as error:
            raise Skipped('submissions.json: %s' % error) from error
        said = said if isinstance(said, list) else [dict(what, filename=key) for key, what in said.items() if isinstance(what, dict)]
        entry = next((what.get('entry_point') for what in said if str(what.get('filename', '')) in (name, name.split('/')[-1])), None)
    for glob, rule in read_rules(package):
        if globbed(name, glob):
            entry = rule.get('entrypoint', entry)
    return entry


def is_python_2(content):
    return bool(re.match(rb'#!.*python2', content) or re.search(rb'(?m)^[ \t]*print[ \t]+["\'\w]|\braw_input\(|\bxrange\(', content)
                and not re.search(rb'(?m)^#!.*python3|^[ \t]*(raw_input|xrange)[ \t]*=', content))


def language_of(file, content):
    if file.suffix == '.pl' and re.search(rb'(?m)^:-|^\w.*:-', content):
        return None, None  # Prolog
    if file.suffix in ENDINGS:
        return ENDINGS[file.suffix]
    line = content.split(b'\n', 1)[0].decode(errors='replace')
    if line.startswith('#!') and not file.suffix:
        for word, language, ending in SHEBANGS:
            if word in line:
                return language, ending
    return None, None


def read_submission(package, path):
    """(language, words of CHECK, contents) of a file or a folder."""
    files = sorted(p for p in path.rglob('*') if p.is_file()) if path.is_dir() else [path]
    languages, words = collections.Counter(), []
    for file in files:
        content = file.read_bytes()
        language, ending = language_of(file, content)
        if language is None:
            continue
        if language == 'python' and is_python_2(content):
            raise Skipped('Python 2, which is not taught')
        languages[language] += 0 if ending in ('.h', '.hpp') else 1
        name = file.relative_to(path if path.is_dir() else path.parent)
        words += [str(name.with_suffix(ending)), content]
    if not words:
        raise Skipped('no language of ours has the ending "%s"' % path.suffix if path.is_file() else 'no source of a language of ours')
    language = languages.most_common(1)[0][0]
    entry = entry_of(package, str(path.relative_to(package / 'submissions')))
    if entry in words[::2] and len(words) > 2:
        at = words.index(entry)
        words[at] = 'main' + entry[entry.rindex('.'):]
    return language, words, [file.read_bytes() for file in files]
