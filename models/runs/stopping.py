"""What Ctrl-C does while a plan is solved: it asks for the best plan so far, and a plan found is finished."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

LOOK_SECONDS = 0.2
"""How often a waiting main thread looks at the keyboard."""


class Stop(threading.Event):
    """Asks a run to end and to keep its best plan.

    ``listening`` says that there is something to stop or to finish: Ctrl-C is then to set this event, and
    only before that to interrupt the program.
    """

    listening = False


class NotNow(threading.Event):
    """A wish to stop that is noted where it belongs, and not obeyed while a plan found is being finished."""

    def __init__(self, noted: threading.Event) -> None:
        super().__init__()
        self.noted = noted

    def set(self) -> None:
        """Note that the user wants to stop."""
        self.noted.set()

    def is_set(self) -> bool:
        """Go on."""
        return False


def listen(stop: threading.Event, *, listening: bool = True) -> None:
    """Tell ``ctrl_c_asks`` whether Ctrl-C is to ask or to interrupt."""
    if isinstance(stop, NotNow):
        listen(stop.noted, listening=listening)
    if isinstance(stop, Stop):
        stop.listening = listening


@contextmanager
def ctrl_c_asks(stop: Stop, told: Callable[[], None]) -> Iterator[None]:
    """Within, Ctrl-C sets ``stop`` once that is listening; before, and the second time, it interrupts.

    ``told`` is called when it asks. Elsewhere than in the main thread, and where Ctrl-C is ignored (a job in
    the background), nothing changes.
    """
    before = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or before is not signal.default_int_handler:
        yield
        return

    def heard(_number: int, _frame: FrameType | None) -> None:
        if not stop.listening or stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        told()

    signal.signal(signal.SIGINT, heard)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def in_thread(
    work: Callable[[], object], stop: threading.Event, waiting: Callable[[], None] | None = None
) -> None:
    """Do the work in a thread of its own and wait for it, so that Ctrl-C is heard.

    Parameters
    ----------
    work : callable
        Ends soon once ``stop`` is set.
    stop : threading.Event
        Set by Ctrl-C; what was set already is not asked for twice but interrupts.
    waiting : callable, optional
        Called now and then meanwhile.

    Raises
    ------
    KeyboardInterrupt
    """
    done = threading.Event()  # not Thread.join: after Ctrl-C that takes a running thread for a finished one

    def run() -> None:
        try:
            work()
        finally:
            done.set()

    threading.Thread(target=run, daemon=True).start()
    while True:
        try:
            while not done.wait(LOOK_SECONDS):
                if waiting is not None:
                    waiting()
            break
        except KeyboardInterrupt:
            if (stop.noted if isinstance(stop, NotNow) else stop).is_set():
                raise
            stop.set()
