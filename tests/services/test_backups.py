from datetime import timedelta

import pytest

from shopcrm.app import App
from shopcrm.services import backups
from shopcrm.store.copies import CopyFailed
from shopcrm.store.shop_file import FileState, look_at
from tests.conftest import NOW


def test_a_backup_is_a_whole_shop_and_its_age_is_known(application: App) -> None:
    assert backups.last_made(application.path) is None
    backups.make(application.path, NOW)
    newest = backups.make(application.path, NOW + timedelta(hours=1))
    assert look_at(newest).state is FileState.CURRENT
    assert backups.last_made(application.path) == NOW + timedelta(hours=1)


def test_foreign_files_in_the_folder_do_not_count(application: App) -> None:
    folder = backups.folder_of(application.path)
    folder.mkdir()
    (folder / "shop-holiday.db").write_bytes(b"")
    assert backups.last_made(application.path) is None


def test_a_place_that_cannot_be_written_is_a_sentence(application: App) -> None:
    backups.folder_of(application.path).write_text("in the way")
    with pytest.raises(CopyFailed, match="No good copy"):
        backups.make(application.path, NOW)
