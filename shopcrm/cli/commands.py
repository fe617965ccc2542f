"""All commands that work on an open shop, in the order in which the help lists them."""

from shopcrm.cli import arrivals, customers, doctor, imports, send, who_to_tell
from shopcrm.cli.command import Command

COMMANDS: tuple[Command, ...] = (
    doctor.COMMAND,
    imports.COMMAND,
    customers.FIND,
    customers.SHOW,
    arrivals.COMMAND,
    send.COMMAND,
    who_to_tell.COMMAND,
)
