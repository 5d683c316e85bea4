"""What Ctrl-C does while a plan is solved: it asks for the best plan so far, and a plan found is finished."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

LOOK_SECONDS = 0.2
"""How often a waiting main thread looks at the keyboard."""


_ENDING = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]  # Windows knows no SIGHUP


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


def end_like_ctrl_c() -> None:
    """Let what ends a program from outside (``kill``, a closed terminal) end it as Ctrl-C does.

    What is to be ignored (``nohup``) stays ignored.
    """
    for number in _ENDING:
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _as_ctrl_c)


def hear_what_is_swallowed() -> None:
    """Let Ctrl-C be heard a moment later where it came while Python cleaned up, and would be ignored.

    Libraries hang functions of their own on that (Dask does), and what is raised in one is only told.
    """
    told = sys.unraisablehook

    def hook(what: sys.UnraisableHookArgs) -> None:
        if issubclass(what.exc_type, KeyboardInterrupt):
            threading.Timer(LOOK_SECONDS, _tell_main_thread).start()
        else:
            told(what)

    sys.unraisablehook = hook


def _tell_main_thread() -> None:
    """Send Ctrl-C to the main thread itself: one that came to another would not wake it from a wait."""
    main = threading.main_thread().ident
    if main is not None and hasattr(signal, "pthread_kill"):
        signal.pthread_kill(main, signal.SIGINT)
    else:  # Windows wakes the main thread
        signal.raise_signal(signal.SIGINT)


def _as_ctrl_c(_number: int, frame: FrameType | None) -> None:
    handler = signal.getsignal(signal.SIGINT)
    if not callable(handler):  # Ctrl-C is ignored (a job in the background), this is not
        raise KeyboardInterrupt
    handler(signal.SIGINT, frame)


@contextmanager
def ctrl_c_asks(stop: Stop, told: Callable[[], None]) -> Iterator[None]:
    """Within, Ctrl-C sets ``stop`` once that is listening; before, and the second time, it interrupts.

    ``told`` is called when it asks. So do the signals of ``end_like_ctrl_c``. Elsewhere than in the main
    thread, and for what is ignored (Ctrl-C in a job in the background), nothing changes.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def heard(_number: int, _frame: FrameType | None) -> None:
        if not stop.listening or stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        told()

    before = {
        number: handler
        for number in _ENDING
        if (handler := signal.getsignal(number)) in (signal.default_int_handler, _as_ctrl_c)
    }
    for number in before:
        signal.signal(number, heard)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


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
