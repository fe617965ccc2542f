import sys
import time

import pytest

from shopcrm.outside import ticks


def test_it_goes_on_by_itself_and_the_start_stays_the_same() -> None:
    first = ticks.tick()
    time.sleep(0.02)
    second = ticks.tick()
    assert 15 <= second.ms - first.ms < 60_000
    assert second.boot == first.boot


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux names each start of the computer")
def test_on_linux_each_start_has_a_name() -> None:
    assert len(ticks.tick().boot) == 36
