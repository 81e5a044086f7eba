"""The query itself: what may be meant, what may match, what fits best. Three statements, a fourth for words that nobody wrote,
all for what the searcher may see."""

import dataclasses
import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from essaim.people.models import Member

from .analysis import offset
from .correction import correct
from .excerpts import excerpt
from .meant import hidden_of, vocabulary_of
from .models.document import EVERYBODY
from .query import Asked, parse
from .ranking import CLOSER, Candidate, Group, Ranked, rank
from .sources import sources
from .vocabulary import Vocabulary

# Rows that are fetched for the pages behind the first few.
CANDIDATES = 300
# Matches that the OR of the rarest words may bring before the others must come in pairs.
ENOUGH = 1_500
PAGE = 10
MOST_PAGES = CANDIDATES // PAGE
# With so many rows that are likely good, those that are less so are not looked at: as many as are ranked.
PLENTY = CLOSER


@dataclasses.dataclass(frozen=True)
class Result:
    """One line of the answer."""

    kind: str
    object_id: int
    # That of its title and passage, "" where they are in nobody's.
    language: str
    title: str
    url: str
    meta: dict[str, Any]
    updated_at: datetime | None
    # Names of the audiences that it is restricted to.
    audiences: list[str]
    # The passage that answers, in pieces: text, and whether it is a word that was asked.
    excerpt: list[tuple[str, bool]]


@dataclasses.dataclass(frozen=True)
class Answer:
    results: list[Result]
    # What was looked for instead of what was typed, where nobody ever wrote that.
    corrected: dict[str, str]
    more: bool
    # The words that were looked for, as corrected.
    asked: Sequence[Asked] = ()


def search(member: Member, query: str, *, kind: str = "", language: str = "fr", page: int = 1) -> Answer:
    """What ``member`` may see and fits ``query`` best."""
    asked = parse(query, language)
    if not asked:
        return Answer([], {}, False)
    seen = [EVERYBODY, *member.audience_ids]
    start = (page - 1) * PAGE
    most = CLOSER if start + PAGE < CLOSER else CANDIDATES
    found = _found(asked, seen, kind, most)
    if hidden := hidden_of(asked, found.vocabulary, found.rows, seen):
        found = _found(asked, seen, kind, most, hidden)
    ranked = found.ranked(language)
    if len(found.rows) == most == CLOSER and len(ranked) <= start + PAGE:
        # Rows of one thing, in its languages and for its audiences, are one result.
        found = found._replace(rows=_candidates(found.groups, found.vocabulary, seen, kind, CANDIDATES))
        ranked = found.ranked(language)
    shown = ranked[start : start + PAGE]
    results = _results(shown, language) if shown else []
    return Answer(results, found.corrected, len(ranked) > start + PAGE, found.asked)


class _Found(NamedTuple):
    """What may fit, before it is ranked, and the words that were looked for."""

    vocabulary: Vocabulary
    asked: Sequence[Asked]
    corrected: dict[str, str]
    groups: list[Group]
    rows: list[Candidate]

    def ranked(self, language: str) -> list[Ranked]:
        return rank(self.rows, self.groups, self.vocabulary, self.asked, language)


def _found(typed: Sequence[Asked], seen: Sequence[int], kind: str, most: int, hidden: Collection[str] = ()) -> _Found:
    vocabulary = vocabulary_of(typed, seen, hidden)
    asked, corrected = correct(typed, vocabulary)
    groups = _groups(asked, vocabulary)
    return _Found(vocabulary, asked, corrected, groups, _candidates(groups, vocabulary, seen, kind, most) if groups else [])


def _groups(asked: Sequence[Asked], vocabulary: Vocabulary) -> list[Group]:
    """The words of the query that somebody wrote, rarest first."""
    groups = []
    for word in asked:
        terms = tuple(term for term in word.terms if vocabulary.df.get(term))
        if terms:
            df = sum(vocabulary.df[term] for term in terms)
            title_df = sum(vocabulary.title_df.get(term, 0) for term in terms)
            groups.append(Group(terms, df, vocabulary.idf(df), vocabulary.idf(title_df), word.position))
    return sorted(groups, key=lambda group: group.df)


def _tsquery(groups: Sequence[Group], documents: int) -> str:
    """The rarest words joined by OR while they bring ENOUGH or less, and pairs of the others, the rarer first, while these do;
    a word alone is itself.

    Where even the rarest is common, pairs are enough: there are thousands of them.
    """
    total, rare = 0, 0
    while rare < len(groups) and (len(groups) == 1 or total + groups[rare].df <= ENOUGH):
        total += groups[rare].df
        rare += 1
    alternatives = [_any(group) for group in groups[:rare]]
    rest = groups[rare:]
    promised = 0.0
    for i, group in enumerate(rest[:-1]):
        others = rest[i + 1 :]
        promised += group.df * min(sum(other.df for other in others) / documents, 1)
        if i and promised > ENOUGH:
            break
        # The index follows the rarer word alone.
        alternatives.append(f"({_any(group)} & ({' | '.join(map(_any, others))}))")
    return " | ".join(alternatives)


def _any(group: Group, mark: str = "") -> str:
    return "(" + " | ".join(f"'{mark}{term}'" for term in group.terms) + ")"


# A word in a title counts twice.
_WEIGHTS = "'{.5, .5, .5, 1}'::float4[]"
# Of a document of more words than that, which is no match before others are, it is not looked at how often they stand in it (as
# usual): to unpack the few that are so long was half of a search.
LONG, USUAL = 1_000, 0.3
# How much more than the commonest word the rarest may weigh where they are counted as alike.
ALIKE = 1.5
# Words so rare that all that have every one of them are looked at, one word alone and several.
RARE_ALONE, RARE = 400, 5_000


def _candidates(groups: Sequence[Group], vocabulary: Vocabulary, seen: Sequence[int], kind: str, most: int) -> list[Candidate]:
    """The ``most`` rows worth ranking, best first: those in which the words, the rarest above all, stand often for their length.

    Of their words they bring those that were asked, and the others of their families: writing out a whole document costs
    five times as much as finding it.
    """
    mean = max(vocabulary.words / max(vocabulary.documents, 1), 1)
    steps = _steps(groups, max(vocabulary.documents, 1))
    scopes, values = [], []
    for n, step in enumerate(steps):
        # In the last step some words are missing; where all stand and weigh about the same, one count of them does.
        last = n == len(steps) - 1
        alike = not last and groups[0].idf <= ALIKE * groups[-1].idf
        score, given = _alike(groups) if alike else _by_weight(groups)
        # Of few rows it is sooner seen one by one than in the index who may read them. And a query in a subselect is planned
        # once, not each time for its words: that was a sixth of the statement.
        asked_late = " IS TRUE" if _are_rare(groups) and not last else ""
        scopes.append(
            f"""
            SELECT id, ctid AS place, CASE WHEN length > {LONG} THEN {USUAL} ELSE {score} END / (1.3 + .9 * length / %s) AS score
            FROM search_document
            WHERE tsv @@ (SELECT %s::tsquery) AND (restricted_to && %s::bigint[]){asked_late} AND (%s = '' OR kind = %s)
            """
        )
        values += [*given, mean, step, list(seen), kind, kind]
    sql = f"""
        {_first_plenty(scopes)}, best AS (SELECT * FROM found ORDER BY score DESC, id DESC LIMIT {most})
        SELECT d.id, d.kind, d.object_id, d.language, d.title, d.length, d.title_length,
            ts_filter(setweight(d.tsv, 'B', %s::text[]), '{{b}}')::text
        FROM best JOIN search_document d ON d.ctid = best.place ORDER BY best.score DESC, d.id DESC
    """
    wanted = {term for group in groups for term in group.terms} | vocabulary.kin
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, sorted(wanted)])
        return [Candidate._make(row) for row in cursor.fetchall()]


def _alike(groups: Sequence[Group]) -> tuple[str, list[Any]]:
    return f"ts_rank({_WEIGHTS}, tsv, %s::tsquery)", [" | ".join(map(_any, groups))]


def _by_weight(groups: Sequence[Group]) -> tuple[str, list[Any]]:
    """As ``_alike``, each word by its share of the query's weight."""
    whole = sum(group.idf for group in groups)
    # ts_rank divides by the number of terms.
    score = " + ".join(f"%s * ts_rank({_WEIGHTS}, tsv, %s::tsquery)" for _group in groups)
    return f"({score})", [value for group in groups for value in (group.idf / whole * len(group.terms), _any(group))]


def _steps(groups: Sequence[Group], documents: int) -> list[str]:
    """Index queries, each wider than the one before: documents about every word, about one and with the others in them, with
    every word, with some of them. What is about a word is asked apart only where the rarest one is common."""
    every, strong = [_any(group) for group in groups], [_any(group, "=") for group in groups]
    rare = _are_rare(groups)
    steps = [] if rare else [" & ".join(strong)]
    if len(groups) > 1:
        steps += [] if rare else [f"({' & '.join(every)}) & ({' | '.join(strong)})"]
        steps.append(" & ".join(every))
    return [*steps, _tsquery(groups, documents)]


def _are_rare(groups: Sequence[Group]) -> bool:
    return groups[0].df <= (RARE_ALONE if len(groups) == 1 else RARE)


def _first_plenty(scopes: Sequence[str]) -> str:
    """SQL in which ``found`` is the first of some queries that brings PLENTY, else the last. Those behind are not run."""
    parts, chosen, short = [], [], ""
    for n, scope in enumerate(scopes):
        parts.append(f"step_{n} AS MATERIALIZED ({scope} {short})")
        chosen.append(f"SELECT * FROM step_{n} WHERE (SELECT count(*) FROM step_{n}) >= {PLENTY}")
        short += f" AND (SELECT count(*) FROM step_{n}) < {PLENTY}"
    chosen[-1] = f"SELECT * FROM step_{len(scopes) - 1}"
    return f"WITH {', '.join(parts)}, found AS ({' UNION ALL '.join(chosen)})"


_SHOWN = """
SELECT d.id, d.body, d.url, d.meta::text, d.updated_at, CASE WHEN d.restricted_to = '{0}' THEN '{}' ELSE ARRAY(
    SELECT CASE WHEN %s = 'en' AND a.name_en <> '' THEN a.name_en ELSE a.name END AS label
    FROM people_audience a WHERE a.id = ANY(d.restricted_to) ORDER BY label
) END
FROM search_document d WHERE d.id = ANY(%s)
"""


def _results(ranked: Sequence[Ranked], language: str) -> list[Result]:
    with connection.cursor() as cursor:
        cursor.execute(_SHOWN, [language, [one.row.id for one in ranked]])
        shown = {row[0]: row[1:] for row in cursor.fetchall()}
    results = []
    for one in ranked:
        # What was removed since it was ranked is left out.
        if one.row.id in shown:
            body, url, meta, updated_at, audiences = shown[one.row.id]
            row = one.row
            written = "" if (source := sources.get(row.kind)) and source.named else row.language
            before = offset(row.title)
            pieces = excerpt(body, [[p - before for p in places] for places in one.body])
            results.append(
                Result(row.kind, row.object_id, written, row.title, url, json.loads(meta), updated_at, audiences, pieces)
            )
    return results
