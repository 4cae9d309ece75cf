"""An event loop written in Python delivers the callbacks of a library."""

import subprocess
import sys

PROGRAM = """
import rollcall

class Loop:
    '''The smallest loop that can be: it knows timers, and calls those that are due.'''

    def __init__(self):
        self.timers, self.freed = {}, []

    def add_timeout(self, frequency, callback, opaque):
        self.timers[len(self.timers) + 1] = [frequency, callback, opaque]
        return len(self.timers)

    def update_timeout(self, timer, frequency):
        self.timers[timer][0] = frequency

    def remove_timeout(self, timer):
        rollcall.virEventInvokeFreeCallback(self.timers.pop(timer)[2])
        self.freed.append(timer)
        return 0

    def run_round(self):
        for timer, (frequency, callback, opaque) in list(self.timers.items()):
            if frequency >= 0:
                callback(timer, opaque)

def no_handles(*arguments):
    return -1

loop = Loop()
rollcall.virEventRegisterImpl(
    no_handles, no_handles, no_handles, loop.add_timeout, loop.update_timeout, loop.remove_timeout)
conn = rollcall.open("mock:///default")
told = []
number = conn.domainEventRegisterAny(None, 0, lambda c, d, event, detail, o: told.append((d.name(), event)), None)
conn.lookupByName("test").suspend()
while not told:
    loop.run_round()
conn.domainEventDeregisterAny(number)
print(told, loop.freed)
"""


def test_a_loop_written_in_python_delivers_events():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "[('test', 3)] [1]\n"
