# SPDX-License-Identifier: MIT
"""A driver that kills daemons while they work, and starts each again at the same step."""

import collections
import signal

from driver import AGGREGATOR, Driver
from office import wait_at_most

SHARE_OF_AGGREGATOR = 1 / 6  # of the kills while files are read: each may cost its producers 10 s without an answer
DELAY_S = 0.03


class KillingDriver(Driver):
    """Kills a random daemon at some steps, 0 to 30 ms after the step was written: half of them when files have come."""

    def __init__(self, chance, n_kills):
        super().__init__()
        self.chance = chance
        self.n_kills = n_kills
        self.kills_at = set()
        self.working = set()
        self.kills = collections.Counter()
        self.n_unready = 0

    def drive(self, planned):
        """Chooses the steps, and visits all moments."""
        quiet, busy, step = [], [], self.step
        for moment in planned:
            quiet.append(step := step + 1)
            if moment.deliveries or moment.decisions:
                busy.append(step := step + 1)
        n_busy = self.n_kills // 2
        self.kills_at = {*self.chance.sample(busy, n_busy), *self.chance.sample(quiet, self.n_kills - n_busy)}
        super().drive(planned)

    def deliver(self, delivery):
        """Also remembers who has something to read."""
        super().deliver(delivery)
        self.working.add(delivery.source)

    def settle(self):
        """Kills somebody first, if this is a step for it."""
        if self.step in self.kills_at:
            self.kill(self.victim())
        self.working.clear()
        super().settle()

    def victim(self):
        """Who reads a file, or else the aggregator, a watcher or a sink."""
        if self.working and self.chance.random() >= SHARE_OF_AGGREGATOR:
            return self.chance.choice(sorted(self.working))
        kinds = [[AGGREGATOR], sorted(self.watches), self.sinks]
        return AGGREGATOR if self.working else self.chance.choice(self.chance.choice(kinds))

    def kill(self, name):
        """Kills a daemon and starts it again; its mark of this step has to come from the new one."""
        wait_at_most(self.daemons[name].process, self.chance.uniform(0, DELAY_S))
        self.n_unready += not self.has_mark(name)
        self.end(name, signal.SIGKILL)
        (self.marks / name).unlink(missing_ok=True)
        self.start(name)
        self.kills[name] += 1

    def told(self):
        """How many kills there were, and whose."""
        victims = ", ".join(f"{name} {n}" for name, n in self.kills.most_common())
        return f"{self.kills.total()} kills, {self.n_unready} of them before the work of the step was done: {victims}"
