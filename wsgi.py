"""The application for a WSGI server: settings come from the environment."""

from consult import create_app
from consult.config import Config

app = create_app(Config.from_env())
