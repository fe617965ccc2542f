"""All commands that work on an open shop, in the order in which the help lists them."""

from shopcrm.cli import doctor
from shopcrm.cli.command import Command

COMMANDS: tuple[Command, ...] = (doctor.COMMAND,)
