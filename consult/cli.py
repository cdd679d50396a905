"""The `consult` command."""

import click

from consult.commands import admin, backups, checking, ending, example, filling, opening, serving, working
from consult.commands.office import Commands


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Ask children, so that nobody can tell who answered, and bring back what they said."""


COMMANDS = (
    opening.init,
    admin.admin,
    opening.contacts,
    opening.open_,
    serving.serve,
    serving.demo,
    example.example,
    working.work,
    filling.simulate,
    filling.replay,
    ending.close,
    ending.finish_late,
    ending.freeze,
    ending.purge,
    backups.backup,
    backups.restore,
    checking.check,
)
for command in COMMANDS:
    main.add_command(command)

if __name__ == "__main__":
    main()
