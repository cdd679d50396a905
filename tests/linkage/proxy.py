"""nginx before the server, as an office would run it; where the machine has none the game says so."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from browser_server import free_port, wait_for

# No access log, errors only where the proxy itself cannot go on, bodies never on the disk. What an office is told
# to use (docs/operations/nginx.conf) also keeps the browser's name from the server; here it is passed on, because
# the server must not keep it even then.
SILENT = "access_log off; error_log logs/error.txt crit;"
TALKING = "access_log logs/access.txt combined; error_log logs/error.txt info;"
SETTINGS = """
daemon off;
pid proxy.pid;
master_process off;
{user}
events {{ worker_connections 512; }}
http {{
  {log}
  server_tokens off;
  client_max_body_size 64k;
  client_body_buffer_size 64k;
  client_body_temp_path body;
  proxy_temp_path temp;
  fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  proxy_max_temp_file_size 0;
  map $upstream_http_cache_control $unkept {{ "" no-store; }}
  add_header Cache-Control $unkept always;
  server {{
    listen 127.0.0.1:{port};
    error_page 502 504 = @away;
    location @away {{ return 503; }}
    location / {{
      proxy_pass http://127.0.0.1:{behind};
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-Proto http;
      proxy_set_header X-Forwarded-Host $http_host;
      proxy_set_header X-Forwarded-For "";
    }}
  }}
}}
"""


def installed() -> str | None:
    """Give the path of nginx, which is often not on the path of ordinary users."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


@contextmanager
def before(behind: int, folder: Path, *, talks: bool) -> Iterator[int]:
    """Stand before the server on port `behind`; give the port where children come in."""
    program = installed()
    if program is None:
        yield behind
        return
    (folder / "logs").mkdir(parents=True, exist_ok=True)
    port = free_port()
    settings = SETTINGS.format(
        log=TALKING if talks else SILENT,
        port=port,
        behind=behind,
        user="user root;" if os.geteuid() == 0 else "",
    )
    (folder / "nginx.conf").write_text(settings)
    words = [program, "-p", str(folder), "-c", "nginx.conf", "-e", "logs/start.txt"]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz", process)
            yield port
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=20)
