import errno
import os
import re
from pathlib import Path

import pytest

from shopcrm.outside import catalogues, paths
from shopcrm.outside.tables import writing
from shopcrm.rules import disk_words
from shopcrm.rules.sayings import Saying
from shopcrm.rules.wording import Words

PERSIAN = Words("fa", catalogue=catalogues.catalogue(paths.resources(), "fa"))


@pytest.mark.parametrize("known", [errno.ENOENT, errno.EACCES, errno.ENOSPC, errno.EROFS, errno.EISDIR])
def test_what_the_system_says_is_said_in_the_persons_language(known: int) -> None:
    said = disk_words.why(OSError(known, os.strerror(known)))
    assert isinstance(said, Saying)
    assert not re.search("[A-Za-z]", PERSIAN.tell(said))


def test_what_is_rarer_stays_in_the_systems_words() -> None:
    assert disk_words.why(OSError(errno.EDOM, "beyond")) == "beyond"
    assert disk_words.why(OSError("no number")) == "no number"
    assert disk_words.why(ValueError("no file at all")) == "no file at all"


def test_an_export_that_fails_says_why_in_persian(tmp_path: Path) -> None:
    with pytest.raises(writing.NotWritten) as failed:
        writing.write_csv(tmp_path / "nowhere" / "people.csv", ["a"], [])
    assert "چنین فایل یا پوشه‌ای نیست" in PERSIAN.tell(failed.value)
