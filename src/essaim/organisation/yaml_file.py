"""YAML files that people write: every value knows where it stands, so that an error says where to look."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from essaim.kernel.errors import Refused

MAX_BYTES = 1024 * 1024
Place = tuple[str | int, ...]


class FileRefused(Refused):
    """A file that cannot be taken, with the place in it."""


class Source:
    """A file's value and where each part of it stands.

    Parameters:
        name: what the file is called in messages.
        value: plain Python values.
        marks: line and column, from 1, by the path of keys and numbers that leads to a part.
    """

    def __init__(self, name: str, value: Any, marks: dict[Place, tuple[int, int]]):
        self.name, self.value, self._marks = name, value, marks

    def refuse(self, place: Place, message: object) -> FileRefused:
        """The error to raise about the part at ``place`` (or the nearest one above it)."""
        known = next((place[:n] for n in range(len(place), -1, -1) if place[:n] in self._marks), ())
        line, column = self._marks.get(known, (1, 1))
        return _at(self.name, line, column, message)

    def mapping(self, place: Place, value: Any, *, needed: Sequence[str], others: Sequence[str]) -> dict[str, Any]:
        """``value`` if it is a mapping with these keys; raises FileRefused naming what is missing or unknown."""
        if not isinstance(value, dict):
            raise self.refuse(place, _("on attend ici des lignes « mot: valeur »."))
        for key in value:
            if key not in (*needed, *others):
                known = ", ".join((*needed, *others))
                raise self.refuse(
                    (*place, key), _("« %(key)s » n'est pas connu ici ; on attend %(known)s.") % {"key": key, "known": known}
                )
        for key in needed:
            if value.get(key) in (None, ""):
                raise self.refuse(place, _("« %(key)s » manque.") % {"key": key})
        return value

    def items(self, value: dict[str, Any], key: str, place: Place = ()) -> list[Any]:
        """The list under ``key``, empty if absent."""
        listed = value.get(key)
        if listed is None:
            return []
        if not isinstance(listed, list):
            raise self.refuse((*place, key), _("« %(key)s » doit être une liste.") % {"key": key})
        return listed

    def text(self, place: Place, value: dict[str, Any], key: str, *, limit: int) -> str:
        """The text under ``key``, "" if absent, at most ``limit`` characters."""
        text = value.get(key)
        if text is None:
            return ""
        if not isinstance(text, str):
            raise self.refuse((*place, key), _("« %(key)s » doit être un texte : mettez-le entre guillemets.") % {"key": key})
        text = " ".join(text.split())
        if len(text) > limit:
            raise self.refuse(
                (*place, key),
                _("« %(key)s » a %(length)d caractères, %(limit)d au plus.")
                % {"key": key, "length": len(text), "limit": limit},
            )
        return text


def read(path: Path) -> Source:
    """The values of a file. Raises FileRefused for what is not YAML, with the line where it stops being."""
    if not path.is_file():
        raise Refused(_("%(file)s n'existe pas, ou n'est pas un fichier.") % {"file": path})
    data = path.read_bytes()[: MAX_BYTES + 1]
    if len(data) > MAX_BYTES:
        raise Refused(_("%(file)s pèse plus de 1 Mo : ce n'est pas un fichier d'organisation.") % {"file": path.name})
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _at(path.name, line, 1, _("le fichier doit être enregistré en UTF-8.")) from None
    return parse(text, path.name)


def parse(text: str, name: str) -> Source:
    marks: dict[Place, tuple[int, int]] = {}
    try:
        loader = _Loader(text)
        node = loader.get_single_node()
        value = _plain(loader, node, (), marks, name) if node else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise _at(name, line, column, _("ce n'est pas du YAML (%(problem)s).") % {"problem": error.problem or error}) from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise _at(
            name, 1, 1, _("ce n'est pas du YAML (%(problem)s).") % {"problem": " ".join(str(error).split())[:120]}
        ) from None
    return Source(name, value, marks)


class _Loader(yaml.SafeLoader):
    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            # A few lines of references to references can fill the memory.
            event = self.peek_event()
            raise yaml.MarkedYAMLError(problem=_("les renvois « *nom » ne sont pas admis"), problem_mark=event.start_mark)
        return super().compose_node(parent, index)


def _plain(loader: Any, node: yaml.Node, place: Place, marks: dict[Place, tuple[int, int]], name: str) -> Any:
    marks.setdefault(place, (node.start_mark.line + 1, node.start_mark.column + 1))
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(getattr(key_node, "value", ""))
            here = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
            if key in mapping:
                raise _at(name, *here, _("« %(key)s » y est deux fois.") % {"key": key})
            marks[*place, key] = here
            mapping[key] = _plain(loader, value_node, (*place, key), marks, name)
        return mapping
    if isinstance(node, yaml.SequenceNode):
        return [_plain(loader, item, (*place, number), marks, name) for number, item in enumerate(node.value)]
    return loader.construct_object(node)


def _at(name: str, line: int, column: int, message: object) -> FileRefused:
    where = _("%(file)s, ligne %(line)d, colonne %(column)d") % {"file": name, "line": line, "column": column}
    return FileRefused(_("%(where)s : %(message)s") % {"where": where, "message": message}, code="file")
