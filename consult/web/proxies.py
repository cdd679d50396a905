"""How many proxies stand in front, so that "our own page" is recognised by the name children typed."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from consult.config import Config


def attach(app: Flask, config: Config) -> None:
    """Believe the given number of proxies about scheme and host; never about the child's address."""
    if config.proxy_hops:
        hops = config.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=0, x_proto=hops, x_host=hops)  # type: ignore[method-assign]  # as Flask documents it
