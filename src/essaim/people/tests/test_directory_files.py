"""What Excel and directories write is read, whatever the encoding; what is no table of people is refused in words."""

import io
import zipfile

import pytest

from essaim.kernel.errors import Refused
from essaim.people.directory import columns, table
from essaim.people.directory.decoding import MAX_BYTES
from essaim.people.directory.entries import read

from .directory_files import FILES, csv_bytes, person

EXPECTED = [
    ("B001", "Lefèvre", "Zoé", "zoe.lefevre@brindel.example", "2003-06-02"),
    ("B002", "D'Hérouville", "Noël", "noel.dherouville@brindel.example", "2003-06-03"),
    ("B003", "Garçon", 'Anne; dite "Nanou"', None, "2019-12-31"),
]


@pytest.mark.parametrize(
    ("name", "encoding", "separator"),
    [
        ("excel-fr-cp1252.csv", "cp1252", ";"),
        ("excel-fr-utf8-bom.csv", "utf-8-sig", ";"),
        ("excel-fr-mac.csv", "mac_roman", ";"),
        ("excel-unicode-text.txt", "utf-16", "\t"),
        ("english-utf8.csv", "utf-8", ","),
    ],
)
def test_every_usual_file_gives_the_same_people(name: str, encoding: str, separator: str) -> None:
    found = table.read((FILES / name).read_bytes())
    assert (found.encoding, found.separator) == (encoding, separator)
    entries = read(found, columns.guess(found.headings))
    assert [e.problems for e in entries] == [[], [], []]
    got = [(e.number, e.values["last_name"], e.values["first_name"], e.email, str(e.values["arrived_on"])) for e in entries]
    assert got == EXPECTED
    assert entries[1].values["team"] == ("Brindel", "Service client", "Équipe du matin")


def test_utf16_without_its_mark_is_recognised() -> None:
    data = (FILES / "excel-unicode-text.txt").read_bytes()
    assert table.read(data[2:]).encoding == "utf-16-le"
    assert table.read(data.decode("utf-16").encode("utf-16-be")).encoding == "utf-16-be"


def test_excels_separator_line_is_obeyed_and_counted() -> None:
    found = table.read(b"sep=|\r\nMatricule|Nom|Prenom\r\n1|a|b\r\n")
    assert found.headings == ["Matricule", "Nom", "Prenom"]
    assert found.rows[0].line == 3


def test_lines_are_numbered_as_in_the_file_with_blank_lines_and_breaks_inside_quotes() -> None:
    found = table.read(b'Matricule;Nom;Prenom\n\n1;"a\nb";c\n;;\n2;d;e\n')
    assert [(row.line, row.cells[0]) for row in found.rows] == [(3, "1"), (6, "2")]


def _workbook() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (_workbook(), "workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500, "workbook"),
        (b"Matricule;Nom;Prenom\r\n1;a\x00b;c\r\n", "binary"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x08\x06", "binary"),
        (csv_bytes(), "no-people"),
        (b"x" * (MAX_BYTES + 1), "too-big"),
        (b'Matricule;Nom;Prenom\r\n1;"a;b\r\n2;c;d\r\n', "quotes"),
        (b"Nom;" * 300 + b"\r\n1", "columns"),
    ],
)
def test_what_is_no_table_of_people_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        table.read(data)
    assert refused.value.code == code
    assert str(refused.value)


def test_a_workbook_is_told_how_to_become_a_csv() -> None:
    with pytest.raises(Refused, match="CSV"):
        table.read(_workbook())


def test_damaged_utf8_is_refused_with_its_line_rather_than_garbled() -> None:
    data = csv_bytes(person("1", "Lefèvre", "Zoé"), person("2", "Hérou", "Noël"), encoding="utf-8")
    damaged = data.replace("Noël".encode(), b"No\xebl")
    with pytest.raises(Refused, match="ligne 3") as refused:
        table.read(damaged)
    assert refused.value.code == "encoding"
    assert table.read(damaged, encoding="cp1252").encoding == "cp1252"


def test_an_unknown_encoding_names_those_that_are_known() -> None:
    with pytest.raises(Refused, match="cp1252"):
        table.read(b"Nom", encoding="klingon")


def test_an_unclosed_quotation_mark_names_the_line_where_it_opens() -> None:
    with pytest.raises(Refused, match="ligne 3"):
        table.read(b'Matricule;Nom;Prenom\r\n1;a;b\r\n2;"c;d\r\n3;e;f\r\n')
