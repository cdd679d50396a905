"""For everybody: which polls are open, the way out, and whether the service is alive."""

from flask import Blueprint, Flask, Response, current_app

from consult.config import Config
from consult.web import i18n, pages
from consult.web.help import help_places
from consult.web.polls import polls
from consult.web.public import clear, looking, results

public = Blueprint("public", __name__)
LANGUAGE = f"<any({', '.join(i18n.CODES)}):language>"


def attach(app: Flask, config: Config) -> None:
    """Put the public pages under their addresses."""
    app.config["EXIT_URL"] = config.exit_url
    app.register_blueprint(public)
    results.attach(app, config)
    app.register_blueprint(clear.asked)
    app.register_blueprint(looking.looked)


@public.get("/")
@public.get(f"/{LANGUAGE}")
def index(language: str = "") -> Response:
    """List the polls that are open now, and the results that can be read."""
    chosen = language or i18n.language_of_request()
    shown = [
        {"code": poll.code, "title": poll.questionnaire.title.say(chosen)}
        for poll in polls().open_now()
        if chosen in poll.questionnaire.languages
    ]
    words = {
        "polls": shown,
        "results": results.known().titles(chosen),
        "languages": i18n.LOCALES,
        "help_places": help_places(polls().contacts(), chosen),
    }
    reply = pages.plain(pages.render("public/index.html", chosen, words))
    return reply if language else pages.by_language(reply)


@public.route("/leave", methods=["GET", "POST"])
def leave() -> Response:
    """Leave quickly: on to a page that nobody asks about, with nothing of ours left in the browser."""
    return Response(status=303, headers={"Location": current_app.config["EXIT_URL"]})


leave.route_class = "leave"  # type: ignore[attr-defined]  # read by security.route_class


@public.get("/healthz")
def healthz() -> Response:
    """Say whether pages and store work, for whoever watches the machine."""
    alive = polls().reachable()
    return Response("ok\n" if alive else "no database\n", 200 if alive else 503, mimetype="text/plain")


healthz.route_class = "machine"  # type: ignore[attr-defined]  # read by security.route_class
