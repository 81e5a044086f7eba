"""Questions as people of the demo might type them, written before any answer was seen, with the titles that answer them.

Any of the titles counts. Grouped by what makes them hard.
"""

QUESTIONS: dict[str, list[tuple[str, tuple[str, ...]]]] = {
    "plain": [
        ("numéro de commande réponse publique", ("Peut-on citer le numéro de commande dans une réponse publique ?",)),
        ("salaire dans une annonce", ("Peut-on écrire le salaire dans l'annonce ?",)),
        ("vis manquantes commode", ("Commode Lison : onze messages pour des vis manquantes",)),
        ("flouter adresse photo", ("Flouter une étiquette avant de partager une photo",)),
        ("réponses types", ("Ranger ses réponses types",)),
        ("passer en privé", ("Quand passer en privé",)),
        ("droit à l'image", ("Photo de l'atelier avec des collègues à l'arrière-plan : que faut-il ?",)),
        ("temps de travail leçon pause", ("Le temps passé ici compte-t-il comme du travail ?",)),
    ],
    "question": [
        ("dans quelle langue répondre à un client étranger ?", ("Un avis en néerlandais : on répond dans quelle langue ?",)),
        ("combien de temps peut-on garder un CV", ("CV transmis par un collègue : combien de temps les garde-t-on ?",)),
        ("que faire quand on s'est trompé de client", ("J'ai répondu à la mauvaise cliente", "Et quand on s'est trompé ?")),
        ("comment recommander quelqu'un de sa famille", ("Mon beau-frère postule : je le dis à qui ?",)),
        (
            "est-ce que je peux regarder le profil d'un candidat",
            (
                "Le profil professionnel oui, le reste non : où est la limite ?",
                "Ce qu'on ne cherche pas sur un candidat",
            ),
        ),
        ("qui répond aux avis des places de marché", ("Qui lit les avis sur les places de marché pour professionnels ?",)),
        ("remplacer une réunion par un fil de discussion", ("Nous avons remplacé le point du lundi par un fil",)),
        (
            "faut-il répondre à une étoile d'un ancien salarié",
            (
                "Un ancien salarié écrit des choses fausses sur Nantes : on demande le retrait ?",
                "Répondre aux avis",
            ),
        ),
    ],
    "accents": [
        ("reponse en neerlandais", ("Un avis en néerlandais : on répond dans quelle langue ?",)),
        ("ECOUTER AVANT D'ECRIRE", ("Écouter avant d'écrire",)),
        ("etiquette floutee", ("Flouter une étiquette avant de partager une photo",)),
        ("capture d ecran telephone", ("J'ai des captures d'écran de messages de clients sur mon téléphone",)),
        ("beau frere", ("Mon beau-frère postule : je le dis à qui ?",)),
    ],
    "elision": [
        ("l'atelier démonte", ("Tout le monde publie", "Un client démonte notre fauteuil mieux que notre notice")),
        ("d’une annonce de tapissier", ('Notre annonce de tapissier dit quatre fois "esprit d\'équipe"',)),
        ("j'ose publier", ("Je n'ose pas publier : quelqu'un peut relire avant ?",)),
        ("l’entretien agréable", ('"Entretien agréable, puis plus rien pendant sept semaines"',)),
    ],
    "form": [
        ("recommandation d'un candidat par les employés", ("Les collègues qui recommandent",)),
        ("annonces honnêtes", ("Une annonce qui dit vrai",)),
        ("livraisons abîmées photographiées", ("Où vont les photos de livraison abîmée ?",)),
        ("note de passage", ("Les notes de passage entre matin et après-midi",)),
        ("premières phrases solutions", ("Vos premières phrases quand la solution n'est pas encore là",)),
        ("pas à pas photo", ("Quelqu'un a déjà écrit un pas-à-pas avec des photos ?",)),
    ],
    "typo": [
        ("salire annonce", ("Peut-on écrire le salaire dans l'annonce ?",)),
        ("placage fandu", ("Placage fendu : je demande les photos en public ou en privé ?",)),
        ("néerlendais", ("Un avis en néerlandais : on répond dans quelle langue ?",)),
        ("rembourssement livraison", ("Dit-on ce que l'on a offert quand on referme le fil ?",)),
        ("recomandation collegue", ("Les collègues qui recommandent",)),
        ("numérodecommande", ("Peut-on citer le numéro de commande dans une réponse publique ?",)),
    ],
    "people": [
        ("samia belkacem", ("Samia Belkacem",)),
        ("Inès Robin", ("Inès Robin",)),
        ("clemence pasquier", ("Clémence Pasquier",)),
    ],
}
