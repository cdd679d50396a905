"""The proxy of docs/operations in front of the real application: it works, and keeps nothing about a child."""

import http.client
import re
import shutil
import signal
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from browser_server import free_port
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from polls import document as small
from smuggled import AMBIGUOUS, statuses
from stores import open_wave
from werkzeug.serving import WSGIRequestHandler, make_server

from consult import create_app
from consult.config import Config
from consult.survey import questionnaire

CONF = Path(__file__).parents[2] / "docs" / "operations" / "nginx.conf"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
CHILD, AGENT = "127.0.0.77", "Canaryphone/7.7"
TRACES = (CHILD, AGENT, "203.0.113.77", "canary-in-path", "canary-word")
pytestmark = pytest.mark.skipif(
    NGINX is None, reason="no nginx here: the proxy's configuration was NOT tried"
)


class Quiet(WSGIRequestHandler):
    """Says nothing of requests, as the real server does."""

    def log(self, *_args: object) -> None:
        """Write nothing."""


@dataclass
class Behind:
    """The application behind the proxy, and what reached it."""

    port: int
    version: str
    seen: list[dict[str, str]] = field(default_factory=list)


@pytest.fixture
def behind(prepared: Path, tmp_path: Path) -> Iterator[Behind]:
    folder = tmp_path / "office"
    folder.mkdir()
    shutil.copy(prepared, folder / "consult.db")
    config = Config(
        folder,
        folder / "keys",
        f"sqlite:///{folder / 'consult.db'}",
        secret_key="for tests " * 4,
        proxy_hops=1,
    )
    app = create_app(config)
    engine = app.extensions["consult-polls"].engine
    asked = small("kinds")
    open_wave(engine, asked, code="proxied")
    made = Behind(0, questionnaire.load(asked).digest[:16])
    inner = app.wsgi_app

    def watching(environ, start_response):
        made.seen.append({name: str(value) for name, value in environ.items()})
        return inner(environ, start_response)

    server = make_server("127.0.0.1", 0, watching, threaded=True, request_handler=Quiet)
    made.port = server.port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield made
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()
    engine.dispose()


def certificate(folder: Path) -> None:
    """Make a certificate of nobody for this machine."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(1))
    (folder / "fullchain.pem").write_bytes(
        made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    )
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )


@dataclass(frozen=True)
class Proxy:
    """A running nginx: its folder, where all it writes must end, and its two ports."""

    folder: Path
    plain: int
    secure: int

    def request(self, method: str, path: str, body: bytes | None = None, **headers: str) -> int:
        """Ask as a child's phone that has an address of its own."""
        line = http.client.HTTPSConnection(
            "127.0.0.1", self.secure, timeout=30, source_address=(CHILD, 0),
            context=ssl._create_unverified_context(),
        )  # fmt: skip
        try:
            given = {"User-Agent": AGENT, "X-Forwarded-For": "203.0.113.77", "Host": "localhost", **headers}
            line.request(method, path, body, given)
            return line.getresponse().status
        finally:
            line.close()

    def written(self) -> bytes:
        """Give all that nginx wrote anywhere it may write, but for the settings that we gave it."""
        own = [
            path for path in self.folder.rglob("*") if path.is_file() and path.suffix not in {".conf", ".pem"}
        ]
        theirs = Path("/var/log/nginx")
        own += [path for path in theirs.rglob("*") if path.is_file()] if theirs.is_dir() else []
        return b"\n".join(path.read_bytes() for path in own)


def settings(folder: Path, behind: int, plain: int, secure: int) -> str:
    """Take the documented configuration and change names, ports and paths, nothing else."""
    text = CONF.read_text()
    changes = {
        "user www-data;": "user root;",
        "/run/nginx.pid": str(folder / "nginx.pid"),
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen [::]:80;": "",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{secure} ssl http2;",
        "listen [::]:443 ssl http2;": "",
        "/etc/ssl/consult/": f"{folder}/",
        "127.0.0.1:8000": f"127.0.0.1:{behind}",
        "consult.example.org": "localhost",
    }
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new)
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return text.replace("server_tokens off;", f"server_tokens off; {temporary}")


@contextmanager
def running(folder: Path, text: str, plain: int, secure: int) -> Iterator[Proxy]:
    """Check a configuration with nginx itself, then run it."""
    folder.mkdir()
    certificate(folder)
    conf = folder / "nginx.conf"
    conf.write_text(text)
    checked = subprocess.run(
        [NGINX, "-t", "-q", "-p", folder, "-c", conf], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr
    with (folder / "said.txt").open("wb") as said:
        process = subprocess.Popen(
            [NGINX, "-p", folder, "-c", conf, "-g", "daemon off;"], stdout=said, stderr=said
        )
        try:
            wait(secure)
            yield Proxy(folder, plain, secure)
        finally:
            process.send_signal(signal.SIGQUIT)
            process.wait(timeout=30)


def wait(port: int) -> None:
    for _ in range(200):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError("nginx did not start")


def everything_that_is_logged_elsewhere(proxy: Proxy, behind: Behind) -> None:
    """Do, as a child, all that makes servers write: come, answer, err, send too much, break off, send rubbish."""
    form = urlencode({"band": "7-18", "key": "ab" * 16, "v": behind.version, "words": "canary-word"}).encode()
    own = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
    assert proxy.request("GET", "/en/proxied") == 200
    assert proxy.request("POST", "/en/proxied", form, **own) == 200
    assert proxy.request("GET", "/canary-in-path") == 404
    assert proxy.request("GET", "/metrics") == 404
    with suppress(OSError, http.client.HTTPException):
        assert proxy.request("POST", "/en/proxied", b"canary-word" * 20_000, **own) == 413
    for port, rubbish in (
        (proxy.secure, b"canary-in-path\r\n\r\n"),
        (proxy.plain, b"GET \x01 canary-in-path\r\n\r\n"),
    ):
        with socket.create_connection(("127.0.0.1", port), source_address=(CHILD, 0)) as line:
            line.sendall(rubbish)
            with suppress(OSError):
                line.recv(1000)
    with socket.create_connection(("127.0.0.1", proxy.plain), source_address=(CHILD, 0)) as line:
        line.sendall(f"GET /en/proxied HTTP/1.1\r\nHost: localhost\r\nUser-Agent: {AGENT}\r\n\r\n".encode())
        assert line.recv(1000).startswith(b"HTTP/1.1 301")


def traces(proxy: Proxy) -> list[str]:
    return [trace for trace in TRACES if trace.encode() in proxy.written()]


def test_a_child_leaves_no_trace_in_the_proxy(behind: Behind, tmp_path: Path) -> None:
    plain, secure = free_port(), free_port()
    folder = tmp_path / "nginx"
    with running(folder, settings(folder, behind.port, plain, secure), plain, secure) as proxy:
        everything_that_is_logged_elsewhere(proxy, behind)
    assert traces(proxy) == []
    assert not [path for path in folder.rglob("*") if path.is_file() and path.parent != folder], (
        "a temporary file"
    )
    told = " ".join(" ".join(each.values()) for each in behind.seen)
    assert AGENT not in told, "the application need not know the browser"
    assert CHILD not in told
    assert "203.0.113.77" not in told
    assert {each["HTTP_X_FORWARDED_PROTO"] for each in behind.seen} == {"https"}


def test_where_consult_is_away_the_proxy_says_so_and_writes_nothing(tmp_path: Path) -> None:
    plain, secure = free_port(), free_port()
    folder = tmp_path / "nginx"
    with running(folder, settings(folder, free_port(), plain, secure), plain, secure) as proxy:
        assert proxy.request("GET", "/en/canary-in-path") == 503
        context = ssl._create_unverified_context()
        line = http.client.HTTPSConnection("127.0.0.1", proxy.secure, timeout=30, context=context)
        line.request("GET", "/en/canary-in-path", headers={"Host": "localhost"})
        away = line.getresponse()
        assert away.headers["Cache-Control"] == "no-store"
        assert "يرجى المحاولة بعد دقيقة" in away.read().decode()
        line.close()
    assert traces(proxy) == []


def test_no_reply_may_be_kept_not_even_one_that_the_proxy_makes(behind: Behind, tmp_path: Path) -> None:
    plain, secure = free_port(), free_port()
    folder = tmp_path / "nginx"
    # A second way in, behind which nobody is: the backend stopped.
    gone = f"location /gone {{ proxy_pass http://127.0.0.1:{free_port()}; }} location = /metrics"
    text = settings(folder, behind.port, plain, secure).replace("location = /metrics", gone)
    with running(folder, text, plain, secure) as proxy:
        for request, status in (
            (b"GET /en/proxied HTTP/1.1", "200"),
            (b"GET /nowhere HTTP/1.1", "404"),
            (b"GET /metrics HTTP/1.1", "404"),
            (b"GET /gone HTTP/1.1", "503"),
            (b"POST /en/proxied HTTP/1.1\r\nContent-Length: 100000", "413"),
            (b"no request at all", "400"),
            (b"GET /" + b"x" * 9_000 + b" HTTP/1.1", "414"),
        ):
            assert kept(proxy.secure, request) == (status, ["no-store"]), request[:40]
        assert kept(proxy.plain, b"GET /en/proxied HTTP/1.1", secure=False) == ("301", ["no-store"])
        page = asked(proxy.secure, b"GET /staff/sign-in HTTP/1.1")
        style = re.search(rb"/staff/static/\w+/staff\.css", page)
        assert style is not None
        status, (told,) = kept(proxy.secure, b"GET " + style[0] + b" HTTP/1.1")
        assert (status, "immutable" in told) == ("200", True), "what may be kept still may"


def test_the_proxy_hands_on_nothing_that_could_end_in_two_places(behind: Behind, tmp_path: Path) -> None:
    plain, secure = free_port(), free_port()
    folder = tmp_path / "nginx"
    with running(folder, settings(folder, behind.port, plain, secure), plain, secure) as proxy:
        found = {how: statuses(proxy.secure, "/en/proxied", AMBIGUOUS[how], secure=True) for how in AMBIGUOUS}
    assert not {how: told for how, told in found.items() if told not in ([], [b"400"], [b"501"])}
    assert not [each["PATH_INFO"] for each in behind.seen if "canary" in each["PATH_INFO"]]


def test_only_current_ciphers_are_agreed_on(behind: Behind, tmp_path: Path) -> None:
    plain, secure = free_port(), free_port()
    folder = tmp_path / "nginx"
    offers = {
        "ECDHE-ECDSA-AES128-GCM-SHA256": True,
        "ECDHE-ECDSA-CHACHA20-POLY1305": True,
        "ECDHE-ECDSA-AES128-SHA:@SECLEVEL=0": False,
        "ECDHE-ECDSA-AES256-SHA384:@SECLEVEL=0": False,
    }
    with running(folder, settings(folder, behind.port, plain, secure), plain, secure) as proxy:
        assert {offer: agreed(proxy.secure, offer) for offer in offers} == offers


def agreed(port: int, ciphers: str) -> bool:
    """Say whether the proxy takes one of these ciphers of TLS 1.2."""
    context = ssl._create_unverified_context()
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(ciphers)
    with socket.create_connection(("127.0.0.1", port), timeout=30) as bare:
        try:
            with context.wrap_socket(bare) as line:
                return line.cipher() is not None
        except ssl.SSLError:
            return False


def kept(port: int, request: bytes, *, secure: bool = True) -> tuple[str, list[str]]:
    """Give the status of a reply, and all that it says of being kept."""
    head = asked(port, request, secure=secure).partition(b"\r\n\r\n")[0].decode()
    return head.split(" ")[1], re.findall(r"(?im)^cache-control: *(.*?)\r?$", head)


def asked(port: int, request: bytes, *, secure: bool = True) -> bytes:
    """Send a request, well made or not, and give the whole reply."""
    found = b""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as bare:
        context = ssl._create_unverified_context()
        with context.wrap_socket(bare) if secure else bare as line, suppress(OSError):
            # nginx may hang up before it has heard all.
            line.sendall(request + b"\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            while piece := line.recv(65536):
                found += piece
    return found


@pytest.mark.parametrize(
    ("quiet", "talkative"),
    [
        ("access_log off;", "access_log said.log combined;"),
        ("    error_log stderr emerg;", "    error_log stderr info;"),
    ],
    ids=["access log", "error log"],
)
def test_a_talkative_proxy_is_noticed(behind: Behind, tmp_path: Path, quiet: str, talkative: str) -> None:
    """The seeded leaks: nginx as it comes."""
    plain, secure = free_port(), free_port()
    folder = tmp_path / "nginx"
    text = settings(folder, behind.port, plain, secure)
    assert quiet in text
    said = talkative.replace("said.log", str(folder / "said.log"))
    with running(folder, text.replace(quiet, said), plain, secure) as proxy:
        everything_that_is_logged_elsewhere(proxy, behind)
    assert CHILD in traces(proxy)


def test_every_header_that_names_a_child_is_emptied() -> None:
    text = CONF.read_text()
    for name in ("X-Forwarded-For", "X-Real-IP", "Forwarded", "User-Agent"):
        assert re.search(rf'proxy_set_header {name} "";', text)
    assert text.count("proxy_set_header") == 8, "a second block of them would undo the first"
