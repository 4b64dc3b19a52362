# SPDX-License-Identifier: MIT
"""The year once more, while its daemons are killed: nothing is lost, nothing is there twice, all is as if nothing had been."""

import pytest

import demo
import ending
from kills import KillingDriver

N_KILLS = 60


@pytest.mark.year
def test_a_year_of_kills_ends_as_the_plain_year(plain_year, chance):
    with KillingDriver(chance, N_KILLS) as driver:
        demo.drive(driver, demo.shipped(), demo.LAST_DAY)
        print(f"{driver.told()}; {ending.n_repeated(driver.folder)} mails came again")
        assert driver.kills.total() == N_KILLS
        assert ending.n_repeated(plain_year) == 0
        assert ending.n_repeated(driver.folder) <= sum(driver.kills[name] for name in driver.sinks)
        assert ending.differences(plain_year, driver.folder) == []
