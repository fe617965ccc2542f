"""All commands that work on an open shop, in the order in which the help lists them."""

from shopcrm.cli import (
    arrivals,
    customers,
    doctor,
    erasing,
    exporting,
    imports,
    memory,
    merges,
    notes,
    prefer,
    send,
    who_to_tell,
    wishes,
)
from shopcrm.cli.command import Command

COMMANDS: tuple[Command, ...] = (
    doctor.COMMAND,
    imports.COMMAND,
    exporting.COMMAND,
    customers.FIND,
    customers.SHOW,
    memory.COMMAND,
    prefer.COMMAND,
    notes.COMMAND,
    merges.MERGE,
    merges.UNMERGE,
    erasing.COMMAND,
    arrivals.COMMAND,
    send.COMMAND,
    who_to_tell.COMMAND,
    wishes.COMMAND,
)
