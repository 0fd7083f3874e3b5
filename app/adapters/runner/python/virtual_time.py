"""Time that costs nothing: sleeping and waiting are exact, and over at once.

`enter()` makes `time`, `asyncio.run` and new event loops virtual until what it returns is called. There is one clock;
where the code under test runs in another process than its tests, both have the same (`candidate.SharedClock`).
"""
import asyncio
import math
import time

# A small base keeps the steps of a float far below a microsecond; with Unix time, short sleeps would vanish.
START = 1_000.0
EPOCH = 1_700_000_000.0
MAX_SPINS = 50_000
# Of one wait and of all of a test's, in seconds; beyond it a float no longer tells milliseconds apart.
LONGEST = 1e11
READ = ("time", "monotonic", "perf_counter", "time_ns", "monotonic_ns", "perf_counter_ns")


class Deadlock(RuntimeError):
    pass


class Clock:
    """Seconds since START - 1,000. `sleeps` are all `time.sleep` calls of a test; `blocked` are seconds slept that way
    inside a running event loop, where it would have stopped everybody else."""

    def __init__(self):
        self.reset()

    def reset(self):
        self.now, self.spins, self.sleeps, self.blocked = START, 0, [], 0.0

    @property
    def elapsed(self):
        return self.now - START

    def advance(self, seconds):
        """Nobody has anything to do for so long."""
        if not (isinstance(seconds, (int, float)) and 0 <= seconds <= LONGEST and self.now <= LONGEST):
            raise ValueError("time cannot pass by that")
        self.now += max(seconds, 1e-6)
        self.spins = 0

    def sleep(self, seconds, in_loop=None):
        """What `time.sleep` does. Raises ValueError and TypeError as that does."""
        if math.isnan(seconds) or seconds < 0:
            raise ValueError("sleep length must be non-negative")
        if seconds > LONGEST or self.now > LONGEST:
            raise OverflowError("timestamp too large to convert to C PyTime_t")
        self.now += seconds
        self.sleeps.append(seconds)
        if asyncio.events._get_running_loop() is not None if in_loop is None else in_loop:
            self.blocked += seconds

    def spin(self):
        self.spins += 1
        if self.spins > MAX_SPINS:
            raise Deadlock("coroutines keep yielding and no time ever passes (busy loop)")


clock = Clock()


def use(other):
    """Makes `other` the clock of this process."""
    global clock
    clock = other


class Alone:
    """What there is to wait for when all coroutines run in this process: nothing but time."""

    def __init__(self, loop):
        pass

    def select(self, timeout):
        if timeout is None:
            raise Deadlock("all coroutines are waiting for something that never happens")
        if timeout > 0:
            clock.advance(timeout)
        else:
            clock.spin()
        return []

    def close(self):
        pass


class VirtualLoop(asyncio.BaseEventLoop):
    """An event loop without a world: when everybody waits, the clock jumps to the next timer."""

    waits = Alone

    def __init__(self):
        super().__init__()
        self._selector = self.waits(self)
        self._clock_resolution = 1e-5

    def time(self):
        return clock.now

    def next_timer(self):
        """When the next timer is due; None without one."""
        return min((handle._when for handle in self._scheduled if not handle._cancelled), default=None)

    def _process_events(self, events):
        pass

    def _write_to_self(self):
        pass

    def run_in_executor(self, executor, function, *args):
        # There are no threads in a browser: the work is done here and now.
        future = self.create_future()
        try:
            future.set_result(function(*args))
        except BaseException as error:
            future.set_exception(error)
        return future


def run(main):
    """asyncio.run in virtual time."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(main)


def enter():
    """Time, sleep and event loops become virtual. Returns what turns them back."""
    saved = {name: getattr(time, name) for name in (*READ, "sleep")}
    time.time = lambda: EPOCH + clock.now
    time.monotonic = time.perf_counter = lambda: clock.now
    time.time_ns = lambda: int((EPOCH + clock.now) * 1e9)
    time.monotonic_ns = time.perf_counter_ns = lambda: int(clock.now * 1e9)
    time.sleep = lambda seconds: clock.sleep(seconds)
    events = asyncio.events
    loops = events.new_event_loop, asyncio.new_event_loop
    events.new_event_loop = asyncio.new_event_loop = VirtualLoop
    # In a browser a loop is always running already, and asyncio.run is patched to need it.
    running = events._get_running_loop()
    events._set_running_loop(None)
    real_run = asyncio.run
    asyncio.run = lambda main, *, debug=None, loop_factory=None: run(main)

    def leave():
        for name, value in saved.items():
            setattr(time, name, value)
        events.new_event_loop, asyncio.new_event_loop = loops
        asyncio.run = real_run
        events._set_running_loop(running)

    return leave
