"""The child process in which a council's own template runs. It is given all it may know, and can do nothing but write.

In: JSON {name, sources, facts, seconds, memory, letters} on standard input. Out: JSON {"text": …} or {"file", "line",
"what"}. It imports nothing of ours, so that there is nothing to reach.
"""

import json
import resource
import signal
import sys
import traceback

from jinja2 import FunctionLoader, StrictUndefined, TemplateError, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment


class TooLong(Exception):
    """It computed for longer, or wrote more, than it may."""


def too_long(*_: object) -> None:
    raise TooLong("it takes too long, so it was stopped: does something in it never end?")


def limit(seconds: int, memory: int) -> None:
    """Computing time, memory, no files. The signal comes as an exception, so that its line can be told; a second later
    the process ends whatever it does."""
    signal.signal(signal.SIGXCPU, too_long)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def render(name: str, sources: dict[str, str], facts: dict[str, object], letters: int) -> str:
    def load(wanted: str) -> tuple[str, str, None] | None:
        return (sources[wanted], wanted, None) if wanted in sources else None

    environment = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(load),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=name.endswith(".html.j2"),
    )
    written, size = [], 0
    for piece in environment.get_template(name).generate(facts):
        written.append(piece)
        size += len(piece)
        if size > letters:
            raise TooLong(f"it writes more than {letters:,} characters")
    return "".join(written)


def explained(error: BaseException, name: str, sources: dict[str, str]) -> dict[str, object]:
    """The line is that of the template which was being run when it went wrong."""
    if isinstance(error, TemplateSyntaxError):
        return {"file": error.name or name, "line": error.lineno, "what": error.message or "it cannot be read"}
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in sources]
    file, line = (frames[-1].filename, frames[-1].lineno) if frames else (name, 1)
    if isinstance(error, MemoryError):
        what = "it needs too much memory"
    elif isinstance(error, TemplateNotFound):
        what = f"there is no template '{error.name}'"
    elif isinstance(error, UndefinedError):
        what = f"a field is missing: {error.message}"
    elif isinstance(error, SecurityError):
        what = f"that is not allowed in a template: {error}"
    else:
        what = str(error) if isinstance(error, (TooLong, TemplateError)) else f"{type(error).__name__}: {error}"
    return {"file": file, "line": line, "what": what}


def main() -> None:
    asked = json.load(sys.stdin)
    limit(asked["seconds"], asked["memory"])
    try:
        answer: dict[str, object] = {"text": render(asked["name"], asked["sources"], asked["facts"], asked["letters"])}
    except BaseException as error:  # noqa: BLE001  whatever it is, it is the template's, and is told
        answer = explained(error, asked["name"], asked["sources"])
    signal.signal(signal.SIGXCPU, signal.SIG_IGN)
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
