"""Sealing a backup with age (age-encryption.org): the server needs the public key only, and cannot read what it wrote."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pyrage

from essaim.kernel.errors import Refused

MAGIC = b"age-encryption.org/v1"
DAMAGED = "the backup is cut short or damaged and cannot be decrypted: fetch it again, or take another one"
PUBLIC, SECRET = "age1", "AGE-SECRET-KEY-1"


def read_key(path: str | None) -> str | None:
    """The key's text from ``--key-file`` or ESSAIM_BACKUP_KEY, or None where neither is given."""
    if path is None:
        return os.environ.get("ESSAIM_BACKUP_KEY") or None
    try:
        return Path(path).read_text()
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"the key file {path} cannot be read: {error}") from error


def _lines(key: str) -> list[str]:
    return [line.strip() for line in key.splitlines() if line.strip() and not line.strip().startswith("#")]


def recipients(key: str) -> list[pyrage.x25519.Recipient]:
    """Those who will be able to read: public keys, or the public half of secret ones. Raises Refused."""
    found = []
    for line in _lines(key):
        try:
            if line.startswith(SECRET):
                found.append(pyrage.x25519.Identity.from_str(line).to_public())
            else:
                found.append(pyrage.x25519.Recipient.from_str(line))
        except (pyrage.RecipientError, pyrage.IdentityError):
            raise Refused(_NOT_A_KEY) from None
    if not found:
        raise Refused(_NOT_A_KEY)
    return found


def identities(key: str) -> list[pyrage.x25519.Identity]:
    """The secret keys in it. Raises Refused when there is none: the public half opens nothing."""
    secret = [line for line in _lines(key) if line.startswith(SECRET)]
    if not secret:
        raise Refused(f"this key cannot open a backup: a line that begins with {SECRET} is needed, the secret half")
    try:
        return [pyrage.x25519.Identity.from_str(line) for line in secret]
    except pyrage.IdentityError:
        raise Refused(_NOT_A_KEY) from None


_NOT_A_KEY = (
    f"this is no key for backups: lines that begin with {PUBLIC} or {SECRET} are expected"
    " (make a pair with  bin/essaim backup-key FILE)"
)


def new_key() -> tuple[str, str]:
    """A new pair: the text of the secret file, and the public key."""
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    return f"# Opens the backups of Essaim. Keep it elsewhere than the backups.\n# public key: {public}\n{identity}\n", public


@contextmanager
def sealing(file: BinaryIO, key: str | None) -> Iterator[BinaryIO]:
    """What is written to the yielded stream lands in ``file``, sealed when there is a key."""
    if key is None:
        yield file
        return
    to = recipients(key)
    with _beside(lambda source: pyrage.encrypt_io(source, file, to), reads=True) as sink:
        yield sink


@contextmanager
def opening(file: BinaryIO, key: str | None) -> Iterator[BinaryIO]:
    """The readable stream of ``file``'s content. Raises Refused where it is sealed and the key is missing or another."""
    sealed = file.read(len(MAGIC)) == MAGIC
    file.seek(0)
    if not sealed:
        yield file
        return
    if key is None:
        raise Refused("this backup is encrypted: give its secret key with --key-file or ESSAIM_BACKUP_KEY")
    keys = identities(key)

    def decrypt(sink: BinaryIO) -> None:
        try:
            pyrage.decrypt_io(file, sink, keys)
        except pyrage.DecryptError as error:
            if "matching keys" in str(error):
                raise Refused("this backup was encrypted with another key: nothing was touched") from None
            raise Refused(DAMAGED) from error
        except BrokenPipeError:
            raise
        except OSError as error:
            # pyrage tells a block that does not open, and an early end, as an error of reading.
            raise Refused(DAMAGED) from error

    with _beside(decrypt, reads=False) as source:
        yield source


@contextmanager
def _beside(work, *, reads: bool) -> Iterator[BinaryIO]:  # type: ignore[no-untyped-def]
    """Runs ``work`` on one end of a pipe in a thread, and yields the other end: both go at the same pace, in constant memory."""
    read_fd, write_fd = os.pipe()
    theirs, ours = (read_fd, write_fd) if reads else (write_fd, read_fd)
    failure: list[BaseException] = []

    def run() -> None:
        with os.fdopen(theirs, "rb" if reads else "wb", 1 << 18) as end:
            try:
                work(end)
                end.flush() if not reads else None
            except BrokenPipeError:
                pass  # the other end has read enough, or failed: its own words are better
            except BaseException as error:
                failure.append(error)
                if reads:
                    while end.read(1 << 20):  # else the writer would wait for ever
                        pass

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        with os.fdopen(ours, "wb" if reads else "rb", 1 << 18) as end:
            yield end
    except Exception as error:
        thread.join()
        raise (failure[0] if failure else error) from None
    finally:
        thread.join()
    if failure:
        raise failure[0]
