"""Rules of security that a reader of one file can check: each is tried on every file, and on a line that breaks it.

Every rule is a function from a file's text to the lines that break it. What may break it stands in its table of
exceptions, with the reason; an exception that nothing needs any more is refused too.
"""

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
Rule = Callable[[str], list[int]]


@cache
def files(*patterns: str) -> list[Path]:
    """Give the files of the product that a rule is about."""
    found = {path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file()}
    return sorted(path for path in found if "__pycache__" not in path.parts)


def label(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


PYTHON = ("consult/**/*.py", "analysis/**/*.py", "migrations/**/*.py", "wsgi.py")


@cache
def nodes(text: str) -> tuple[ast.AST, ...]:
    """Give all that a program is made of; read once for all rules."""
    return tuple(ast.walk(ast.parse(text)))


@cache
def calls(text: str) -> tuple[tuple[ast.Call, str], ...]:
    """Give every call with the dotted name of what is called."""
    return tuple((node, ast.unparse(node.func)) for node in nodes(text) if isinstance(node, ast.Call))


@cache
def imports(text: str) -> tuple[tuple[int, str], ...]:
    """Give every module and name that is imported, dotted; not those that only types need."""
    for_types = {
        id(each)
        for node in nodes(text)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for each in ast.walk(node)
    }
    found = []
    for node in nodes(text):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        if isinstance(node, ast.ImportFrom):
            found += [(node.lineno, f"{node.module}.{alias.name}") for alias in node.names]
    return tuple(found)


def written(pattern: str, flags: int = 0) -> Rule:
    """Make a rule about words in a file, whatever its language."""
    searched = re.compile(pattern, flags)
    return lambda text: [text.count("\n", 0, found.start()) + 1 for found in searched.finditer(text)]


def no_modules(*names: str) -> Rule:
    """Make a rule about what is imported."""

    def broken(text: str) -> list[int]:
        return [
            line for line, name in imports(text) if any(f"{name}.".startswith(f"{each}.") for each in names)
        ]

    return broken


def runs_words(text: str) -> list[int]:
    """Find words that become code, or a command for a shell."""
    plain = {"eval", "exec", "compile", "__import__", "os.system", "os.popen", "yaml.load", "builtins.eval"}
    found = [node.lineno for node, name in calls(text) if name in plain]
    for node, _ in calls(text):
        found += [node.lineno for each in node.keywords if each.arg == "shell"]
    return found


def builds_statements(text: str) -> list[int]:
    """Find SQL that is put together from pieces where it is executed."""
    run = ("execute", "executemany", "executescript", "exec_driver_sql", "text", "sql")
    found = []
    for node, name in calls(text):
        if name.rpartition(".")[2] not in run or not node.args:
            continue
        if any(_is_put_together(part) for part in ast.walk(node.args[0])):
            found.append(node.lineno)
    return found


def _is_put_together(node: ast.AST) -> bool:
    """Say whether words with a gap in them are filled, or words are joined."""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
        return any(
            isinstance(side, ast.Constant) and isinstance(side.value, str) for side in (node.left, node.right)
        )
    return isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".format")


def talks_about_values(text: str) -> list[int]:
    """Find engines that would write values into their errors and logs."""
    found = []
    for node, name in calls(text):
        if name.rpartition(".")[2] in {"create_engine", "create_async_engine"}:
            silent = [each for each in node.keywords if each.arg == "hide_parameters"]
            if not silent or ast.unparse(silent[0].value) != "True":
                found.append(node.lineno)
            found += [node.lineno for each in node.keywords if each.arg == "echo"]
    return found


def notes_the_time(text: str) -> list[int]:
    """Find columns that tell when: by their type, their default, or their name."""
    told = re.compile(r"(^|_)(at|on|time|when|created|updated|received|arrived|submitted|stamp|clock)($|_)")
    found = []
    for node, called in calls(text):
        if called in {"Column", "mapped_column"}:
            words = ast.unparse(node)
            name = node.args[0].value if node.args and isinstance(node.args[0], ast.Constant) else ""
            clock = re.search(r"\b(DateTime|Time|TIMESTAMP|func\.now|utcnow|datetime)\b", words)
            if clock or told.search(str(name)):
                found.append(node.lineno)
    return found


def logs_more_than_words(text: str) -> list[int]:
    """Find log lines with a trace, or with anything of a request besides its method and its rule.

    The number of an account of staff may stand in one, and the status of a reply.
    """
    found = []
    for node, name in calls(text):
        if not re.fullmatch(
            r"(log|logger|logging|_log)\.(debug|info|warning|error|exception|critical)", name
        ):
            continue
        given = [ast.unparse(part) for part in node.args[1:]]
        allowed = re.compile(
            r"request\.method|rule|reply\.status_code|account_id|type\(\w+\)\.__name__|self\.job_id|task\.job\.id|fault"
        )
        more = name.endswith("exception") or any(each.arg == "exc_info" for each in node.keywords)
        put_together = bool(node.args) and not isinstance(node.args[0], ast.Constant)
        if more or put_together or not all(allowed.fullmatch(each) for each in given):
            found.append(node.lineno)
    return found


def posts_without_proof(text: str) -> list[int]:
    """Find forms that post without the proof that a page of ours made them."""
    found, at = [], 0
    while (at := text.find("<form", at)) >= 0:
        form = text[at : text.find("</form>", at)]
        posts = 'method="post"' in form or "method=post" in form
        if posts and not re.search(r"csrf|hidden_tag|proof\(\)|kept\(\)|influence_form", form):
            found.append(text.count("\n", 0, at) + 1)
        at += 1
    return found


@dataclass(frozen=True)
class Held:
    """One rule: its files, how it is found broken, a line that breaks it, and who may."""

    name: str
    about: tuple[str, ...]
    broken: Rule
    seed: str
    but: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name

    def may(self, place: str) -> bool:
        """Say whether a file, or the folder it lies in, has a reason to break it."""
        return any(place == name or (name.endswith("/") and place.startswith(name)) for name in self.but)


OURS = "names of our own tables and settings, no word from outside"
RULES = (
    Held(
        "nobody asks who calls",
        ("consult/**/*.py", "templates/**/*.html", "wsgi.py"),
        written(
            r"remote_addr|REMOTE_ADDR|access_route|user_agent|HTTP_USER_AGENT|X-Forwarded-For|X-Real-IP|FORWARDED_FOR"
        ),
        "found = request.remote_addr\n",
    ),
    Held(
        "answers have no clock",
        ("consult/tables/mixing.py", "consult/tables/voices.py", "consult/tables/moderating.py"),
        notes_the_time,
        "x = Table('responses', m, Column('created_at', String))\n",
        {},
    ),
    Held(
        "words are never code in a page",
        ("consult/**/*.py", "analysis/**/*.py", "templates/**/*"),
        written(
            r"\|\s*safe\b|\bMarkup\(|autoescape\s+false|autoescape=False|render_template_string|(?<!RGBColor)\.from_string\("
            r"|def __html__"
        ),
        "<p>{{ words | safe }}</p>\n",
        {
            "templates/staffing/dialogues/lead.html": "the picture of a join code, drawn by segno from our address",
            "consult/web/pages.py": "our own style and script, read at the start",
        },
    ),
    Held("no words are run", PYTHON, runs_words, "subprocess.run(words, shell=True)\n"),
    Held(
        "nothing is unpacked into objects",
        PYTHON,
        no_modules("pickle", "cPickle", "dill", "marshal", "shelve", "yaml", "jsonpickle", "cloudpickle"),
        "import pickle\n",
    ),
    Held(
        "statements have places for values",  # the analysis writes its own: see the next rule
        ("consult/**/*.py", "migrations/**/*.py", "wsgi.py"),
        builds_statements,
        "rows = connection.execute(f'SELECT * FROM texts WHERE text = {words!r}')\n",
        {
            "consult/services/backups/portable.py": OURS,
            "consult/services/collecting/settling.py": OURS,
            "consult/services/freezing/bundles.py": OURS,
            "migrations/versions/0009_indicators.py": OURS,
        },
    ),
    Held(
        "what the linter is told to overlook has its reason",
        PYTHON,
        written(r"noqa: S\d+(?!\d| +(?:- )?\w)"),
        "x = run(words)  # noqa: S603\n",
    ),
    Held("engines are silent about values", PYTHON, talks_about_values, "made = create_engine(url)\n"),
    Held(
        "secrets come from the system's randomness",
        ("consult/**/*.py",),
        lambda text: [
            line for line, name in imports(text) if re.match(r"random(\.(?!SystemRandom)|$)", name)
        ],
        "import random\n",
        {
            "consult/services/trying/": "children who do not exist, the same for a seed",
        },
    ),
    Held(
        "no hash that can be forged",
        PYTHON,
        written(r"\b(md5|sha1|MD5|SHA1)\b"),
        "found = hashlib.md5(words).hexdigest()\n",
    ),
    Held(
        "XML of others is read without its entities",
        ("consult/**/*.py",),
        no_modules(
            "lxml",
            "xml.dom",
            "xml.etree",
            "xml.sax.parse",
            "xml.sax.make_parser",
            "xml.sax.parseString",
            "xml.parsers",
        ),
        "from xml.etree.ElementTree import fromstring\n",
    ),
    Held(
        "the product calls nobody",
        ("consult/**/*.py", "analysis/**/*.py"),
        no_modules(
            "urllib.request", "urllib3", "requests", "httpx", "http.client", "smtplib", "ftplib", "socket"
        ),
        "import urllib.request\n",
        {
            "consult/services/trying/replaying.py": "sends made-up children to a server that one names",
            "consult/commands/serving.py": "tries whether the port is free",
        },
    ),
    Held(
        "one place sets a cookie",
        ("consult/**/*.py",),
        written(r"set_cookie|Set-Cookie"),
        "reply.set_cookie('seen', '1')\n",
        {"consult/web/staffing/cookies.py": "the office's own, under /staff alone"},
    ),
    Held(
        "logs hold no values",
        ("consult/**/*.py",),
        logs_more_than_words,
        "log.error('failed: %s', request.form)\n",
    ),
    Held(
        "temporary files have names nobody can guess",
        PYTHON,
        written(r"mktemp\(|[\"']/tmp/"),
        "path = tempfile.mktemp()\n",
    ),
    Held(
        "pages carry no script beside their own",
        ("templates/**/*.html",),
        written(r"<[^>{}]*\son[a-z]+\s*=|http-equiv|javascript:|srcdoc", re.IGNORECASE),
        "<button onclick=send()>Send</button>\n",
        {
            "templates/reports/child_summary.html": "a file by itself carries its policy, which lets no script run",
            "templates/reports/trend.html": "a file by itself carries its policy, which lets no script run",
            "templates/staffing/releasing/job.html": "without script the page asks again by itself",
        },
    ),
    Held(
        "scripts write words, not elements",
        ("consult/static/**/*.js", "templates/**/*.html", "consult/**/*.py"),
        written(
            r"\.(inner|outer)HTML\s*\+?=|insertAdjacentHTML|document\.write|\bnew Function\b|createContextualFragment"
            r"|set(Timeout|Interval)\(\s*[\"'`]|[^.\w]eval\("
        ),
        "box.innerHTML = words;\n",
    ),
    Held(
        "a child's page remembers nothing",
        ("consult/static/*.js",),
        written(r"localStorage|sessionStorage|document\.cookie|indexedDB|caches\.|sendBeacon|serviceWorker"),
        "localStorage.setItem('a', 1);\n",
        {
            "consult/static/kiosk_tablet.js": "a shared tablet keeps sealed letters (decision 10)",
            "consult/static/kiosk_store.js": "same",
            "consult/static/kiosk_worker.js": "same",
        },
    ),
    Held(
        "posts of the office carry their proof",
        ("templates/staffing/**/*.html",),
        posts_without_proof,
        "<form method=post action=/staff/x><button>Go</button></form>\n",
    ),
)


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_a_rule_is_kept_everywhere(rule: Held) -> None:
    looked_at = files(*rule.about)
    assert looked_at
    broken = {
        label(path): rule.broken(path.read_text(encoding="utf-8", errors="replace")) for path in looked_at
    }
    found = {place: lines for place, lines in broken.items() if lines}
    assert {place: lines for place, lines in found.items() if not rule.may(place)} == {}
    needed = {name for name in rule.but if any(place.startswith(name) for place in found)}
    assert needed == set(rule.but), "an exception that nothing needs"


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_a_rule_finds_what_breaks_it(rule: Held) -> None:
    assert rule.broken("# before\n" + rule.seed if rule.seed[0] != "<" else "\n" + rule.seed) == [2]
