"""A shop is brought back from a backup, and what was there stays."""

import gzip
import shutil
import sqlite3
import struct
from pathlib import Path

import pytest
from sqlalchemy import select

from shopcrm import app as program
from shopcrm import app_backups
from shopcrm.app import App
from shopcrm.rules.delivery import State
from shopcrm.services import audit, customers, postbox, restoring, settings
from shopcrm.services.customers import Draft
from shopcrm.services.restoring import BackupDamaged, BackupIsFolder, BackupIsPacked, NoBackupThere, OtherShop
from shopcrm.store import swap
from shopcrm.store.messages import Message
from shopcrm.store.shop_file import NewerShop, NotAShop
from tests import makers
from tests.conftest import NOW


def _names(path: Path) -> set[str]:
    with program.opened(path, clock=lambda: NOW) as app:
        return {row.name for row in app.shop.ask(customers.everybody)} if hasattr(customers, "everybody") else {
            name for (name,) in app.shop.engine.connect().exec_driver_sql("SELECT name FROM customer")
        }
