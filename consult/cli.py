"""The `consult` command."""

from importlib import import_module
from typing import Final

import click

from consult.commands.office import Commands

# Where each command stands, in the order of use. Only the one that is asked for is loaded: all of them take
# longer to load than most take to do their work.
COMMANDS: Final = {
    "init": "preparing.init",
    "admin": "admin.admin",
    "contacts": "opening.contacts",
    "open": "opening.open_",
    "serve": "serving.serve",
    "demo": "serving.demo",
    "example": "example.example",
    "work": "working.work",
    "simulate": "filling.simulate",
    "replay": "filling.replay",
    "close": "ending.close",
    "finish-late": "ending.finish_late",
    "freeze": "ending.freeze",
    "purge": "ending.purge",
    "backup": "backups.backup",
    "restore": "backups.restore",
    "check": "checking.check",
}


class AllCommands(Commands):
    """Every command by its name, loaded when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's way
        """Name all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's way
        """Load a command; None where there is none of this name."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(".")
        found: click.Command = getattr(import_module(f"consult.commands.{module}"), name)
        return found


@click.group(cls=AllCommands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Ask children, so that nobody can tell who answered, and bring back what they said."""


if __name__ == "__main__":
    main()
