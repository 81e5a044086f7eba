"""``bin/essaim``: the command line. Each command is a Django management command of the package that owns the matter."""

import os
import signal
import sys
from argparse import SUPPRESS, ArgumentParser
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.core.management.base import BaseCommand

COMMANDS: dict[tuple[str, ...], tuple[str, str]] = {
    ("serve",): ("serve", "serve the site"),
    ("worker",): ("run_worker", "run the jobs: notifications, mails, publications"),
    ("mail",): ("receive_mail", "receive answers by mail, over SMTP or LMTP or from a Maildir"),
    ("organisation", "import"): ("import_organisation", "read themes, objectives and audiences from a file"),
    ("people", "import"): ("import_people", "read people from a CSV file of the directory"),
    ("content", "import"): ("import_content", "read sequences and lessons from a folder"),
    ("conversations", "import"): ("import_conversations", "read threads from files"),
    ("announcements", "import"): ("import_announcements", "read announcements from a file"),
    ("teams", "import"): ("import_teams", "read team pages, their dates and who may be asked about what from a file"),
    ("sign-in-link",): ("sign_in_link", "print a one-time address that signs a member in"),
    ("second-step-reset",): ("second_step_reset", "take the second step away from a member who lost it"),
    ("token", "create"): ("token_create", "make a token by which a program uses the API"),
    ("token", "list"): ("token_list", "list the tokens"),
    ("token", "revoke"): ("token_revoke", "end a token"),
    ("prepare",): ("prepare", "bring database and static files up to a new version"),
    ("backup",): ("backup", "write everything to one file, while the site is served"),
    ("backup-key",): ("backup_key", "make the keys for encrypted backups"),
    ("restore",): ("restore", "fill an empty instance from a backup"),
    ("doctor",): ("doctor", "say what is wrong with this installation, and what to do"),
    ("demo",): ("demo", "make the demo organisation and serve it (bin/demo)"),
    ("generate",): ("generate", "fill an empty database with a plausible organisation, to measure with"),
    ("bench",): ("bench", "measure what pages cost, on what generate made"),
}

# Commands with which an installation begins: they make the tables where nothing was served yet.
FIRST = {
    "import_organisation",
    "import_people",
    "import_content",
    "import_conversations",
    "sign_in_link",
    "token_create",
    "generate",
}


# What Django says of every command, and nobody who runs a site needs.
UNSAID = {"--version", "--settings", "--pythonpath", "--traceback", "--no-color", "--force-color", "--skip-checks"}


def usage(only: str = "") -> str:
    """What commands there are; ``only``: those that begin with this word."""
    shown = {words: about for words, (_name, about) in COMMANDS.items() if only in ("", words[0])}
    width = max(len(" ".join(words)) for words in shown)
    lines = [f"  {' '.join(words):{width}}  {about}" for words, about in shown.items()]
    if only:
        return f"usage: bin/essaim {only} … [--help]\n\n" + "\n".join(lines)
    lines.append(f"  {'manage …':{width}}  any management command of Django and its libraries")
    return "usage: bin/essaim COMMAND [--help]\n\n" + "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Runs one command. Returns the exit code: 0, 1 for an error told in one line, 2 for a call that is not understood."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or words[0] in ("-h", "--help", "help"):
        print(usage())
        return 0 if words else 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "essaim.config.settings.base")
    if words[0] == "demo" or os.environ.get("ESSAIM_DEMO") == "1":
        from essaim.config.demo import environment

        environment.prepare(serving=words[0] == "demo")
    if words[0] == "manage":
        return _with_database(["bin/essaim manage", *words[1:]])
    for length in (2, 1):
        key = tuple(words[:length])
        if found := COMMANDS.get(key):
            program = " ".join(["bin/essaim", *key[:-1]])
            return _with_database([program, key[-1], *words[len(key) :]], command=found[0])
    known = [" ".join(key) for key in COMMANDS if key[0] == words[0]]
    if known and {"-h", "--help", "help"} & set(words[1:2]):
        print(usage(only=words[0]))
        return 0
    near = (
        known
        or get_close_matches(" ".join(words[:2]), names := [" ".join(key) for key in COMMANDS])
        or get_close_matches(words[0], names)
    )
    hint = f": did you mean {', '.join(near)}?" if near else ", see bin/essaim --help"
    print(f"essaim: no command “{' '.join(words[:2])}”{hint}", file=sys.stderr)
    return 2


def _with_database(argv: list[str], command: str | None = None) -> int:
    """Runs the command while holding the embedded PostgreSQL, where there is one."""
    from django.core.exceptions import ImproperlyConfigured

    from essaim.config.embedded import EmbeddedError
    from essaim.config.settings import database
    from essaim.kernel.errors import Refused

    server, loaded = None, None
    # Being told to end is an end like any other: the embedded server is let go.
    signal.signal(signal.SIGTERM, lambda _signal, _frame: sys.exit(143))
    try:
        if command:
            # What is mistyped is told before anything is made for it.
            loaded = _loaded(argv, command)
        if database.is_embedded() and "--help" not in argv and "-h" not in argv:
            server = database.embedded()
            server.acquire()
        _run(argv, loaded)
        return 0
    except KeyboardInterrupt:
        return 130
    except (Refused, ImproperlyConfigured, EmbeddedError, OSError) as error:
        print(f"essaim: {error}", file=sys.stderr)
        return 1
    except SystemExit as leave:
        if isinstance(leave.code, int):
            return leave.code
        return 0 if leave.code is None else 1
    finally:
        if server:
            server.release()


def _loaded(argv: list[str], command: str) -> "BaseCommand":
    """The command, once it understood its arguments. Leaves with 2 where it does not, and with 0 after its help."""
    import django

    django.setup()
    from django.core.management import get_commands, load_command_class

    loaded = load_command_class(get_commands()[command], command)
    loaded.suppressed_base_arguments = UNSAID
    loaded._called_from_command_line = True  # type: ignore[attr-defined]
    make_parser = loaded.create_parser

    def parser_of(*names: str, **options: Any) -> ArgumentParser:
        parser: ArgumentParser = make_parser(*names, **options)
        for action in parser._actions:
            # Django adds --skip-checks beside what it lets one leave out.
            if UNSAID.intersection(action.option_strings):
                action.help = SUPPRESS
        return parser

    loaded.create_parser = parser_of  # type: ignore[method-assign,assignment]
    loaded.create_parser(argv[0], argv[1]).parse_args(argv[2:])
    return loaded


def _run(argv: list[str], loaded: "BaseCommand | None") -> None:
    if loaded is None:
        from django.core.management import execute_from_command_line

        execute_from_command_line(argv)
        return
    if loaded.__module__.rpartition(".")[2] in FIRST:
        from essaim.config import processes

        processes.ensure_migrated(say=lambda line: print(f"· {line}", file=sys.stderr))
    loaded.run_from_argv(argv)


if __name__ == "__main__":
    sys.exit(main())
