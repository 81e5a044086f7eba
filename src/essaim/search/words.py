"""Words that carry no meaning of their own, by language, and small sets of French grammar."""


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


STOP = {
    "fr": _set("""
        a à ai ait as au aucun aucune aussi autre aux avait avec avez avons ayant c ça car ce ceci cela celle celles
        celui ces cet cette ceux chaque chez ci d dans de des donc dont du dès déjà elle elles en encore entre es est
        et eu eux fait font hors ici il ils j je jusque l la le les leur leurs lui là m ma mais me mes moi moins mon
        même mêmes n ne ni nos notre nous on ont ou où par parce pas peu plus plusieurs pour puis qu que quelque
        quelques qui quoi s sa sans se sera seront ses si sien soi soit sommes son sont sous suis sur t ta te tel
        telle telles tels tes toi ton tous tout toute toutes trop très tu un une va vers vont vos votre vous y étaient
        était été être êtes
    """),
    "en": _set("""
        a about after all also am an and any are as at be because been before being between both but by can could d
        did do does doing down each few for from had has have having he her here hers him his i if in into is it its
        itself just ll m me more most my no nor not now of off on once only or other our ours out over own re s same
        she should so some such t than that the their theirs them then there these they this those through to too
        under until up ve very was we were while will with would you your yours
    """),
}
# Dropped from what people ask, not from what they write.
QUESTION = {
    "fr": _set(
        "combien comment doit dois doivent existe faire falloir faut peut peux peuvent pourquoi quand quel quelle quelles quels savoir"
    ),
    "en": _set("how must what when where which who whom whose why"),
}
# What stands before an apostrophe: l'équipe, jusqu'ici, puisqu'elle.
ELISIONS = _set("c d j l m n s t qu jusqu lorsqu presqu puisqu quelqu quoiqu")
# What stands after the hyphen of an inverted verb or an imperative: parle-t-il, dites-le-nous.
PRONOUNS = _set("ce elle elles en il ils je la le les leur lui moi nous on t toi tu vous y ci là")
# Hyphened words that end like one and are one.
WHOLE = frozenset(["rendezvous"])
