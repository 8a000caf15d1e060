"""French: the words around quantities in French news. Folded: *réfugiés* is *refugies*."""

from __future__ import annotations

from policywatch.match.quantities.lexicon import Lexicon, bounds, leads, numbered, table, words

_SMALL = "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
_TENS = {"vingt": 20, "vingts": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60}
_TENS |= {"septante": 70, "huitante": 80, "octante": 80, "nonante": 90}
#: nouns for round numbers
_ROUND = {
    "dizaine": 10,
    "douzaine": 12,
    "quinzaine": 15,
    "vingtaine": 20,
    "trentaine": 30,
    "quarantaine": 40,
    "cinquantaine": 50,
    "soixantaine": 60,
    "centaine": 100,
    "millier": 1000,
}
_LARGE = {"million": 10**6, "milliard": 10**9, "billion": 10**12}
_PLURAL = {f"{name}s": value for name, value in (_ROUND | _LARGE).items()}

_PEOPLE = """
    people: personnes, gens, individus, ames
    dead: morts, mortes, tues, tuees, deces, victimes mortelles
    wounded: blesses, blessees
    troops: militaires, troupes
    soldiers: soldats, soldates
    men: hommes
    women: femmes
    children: enfants, mineurs
    civilians: civils, civiles
    paratroopers: parachutistes, paras
    peacekeepers: casques bleus
    commandos: commandos
    fighters: combattants, combattantes
    rebels: rebelles, insurges
    jihadists: djihadistes, jihadistes
    terrorists: terroristes
    mercenaries: mercenaires
    instructors: instructeurs, formateurs
    advisers: conseillers
    officers: officiers
    police: policiers, agents de police
    gendarmes: gendarmes
    guards: gardes
    personnel: personnels, effectifs
    agents: agents
    recruits: recrues
    veterans: veterans
    sailors: marins
    pilots: pilotes, aviateurs
    legionnaires: legionnaires
    militiamen: miliciens
    workers: travailleurs, ouvriers, humanitaires
    employees: employes, salaries, fonctionnaires
    officials: responsables
    diplomats: diplomates
    ministers: ministres
    lawmakers: deputes, parlementaires, elus
    senators: senateurs
    generals: generaux
    journalists: journalistes
    activists: militants, activistes
    protesters: manifestants, manifestantes
    supporters: partisans, sympathisants
    voters: electeurs
    citizens: citoyens
    nationals: ressortissants
    residents: residents, riverains
    inhabitants: habitants
    villagers: villageois
    migrants: migrants, migrantes
    refugees: refugies, refugiees
    displaced: deplaces, deplacees
    returnees: rapatries, retournes
    prisoners: prisonniers, detenus
    hostages: otages
    suspects: suspects
    victims: victimes
    survivors: survivants, rescapes
    missing: disparus
    members: membres
    experts: experts
    observers: observateurs
    passengers: passagers
    tourists: touristes
    farmers: agriculteurs, paysans
    herders: eleveurs
    students: etudiants, eleves
    teachers: enseignants, professeurs
    doctors: medecins
    relatives: proches
    participants: participants
    witnesses: temoins
    patients: patients, malades
    adults: adultes
    youths: jeunes
    expatriates: expatries
    foreigners: etrangers
    assailants: assaillants
    technicians: techniciens
    volunteers: volontaires, benevoles
    deserters: deserteurs
    faithful: fideles
    strikers: grevistes
"""
_PLURALS = table(_PEOPLE)
_IRREGULAR = {"generaux": "general", "gens": "", "deces": "deces", "effectifs": "", "personnels": "", "troupes": ""}
_SINGULARS = {one: unit for plural, unit in _PLURALS.items() if (one := _IRREGULAR.get(plural, plural.rstrip("s")))}

_CUES = """
    troops: contingent, presence, force, garnison, detachement, deploiement, armee, bataillon, brigade, regiment
    troops: effectif, troupe
    people: foule, equipe, population, delegation
    dead: bilan, tuant, tue, tues, mort, morts, peri
    wounded: blessant, blesse
    displaced: deplace
    arrested: arretes, arrete, interpelles
"""

_FUNCTION_WORDS = """
    a au aux en dans sur sous par avec sans vers chez entre depuis pendant avant apres contre des du de d selon et ou
    mais ni car donc or que qui quoi dont lorsque quand si comme ainsi est sont etait etaient ete etre fut furent sera
    seront serait seraient soit ont avait avaient aura auront ai as il elle ils elles on nous vous je y ne n pas plus
    moins le la les l un une ce cet cette ces son sa ses leur leurs hier aujourd demain deja encore aussi seulement
    ensuite puis dit disent affirme ajoute restent reste resteront restait quittent doivent devraient pourraient jusqu
    parmi d'abord environ fin debut alors tandis autres
"""

LEXICON = Lexicon(
    small=numbered(_SMALL) | {"une": 1} | _TENS,
    never_first=words("un une vingts"),
    hundreds=words("cent cents"),
    scales={"mille": 1000, "mil": 1000} | _ROUND | _LARGE | _PLURAL | {"md": 10**9, "mds": 10**9, "mrd": 10**9},
    round_scales=frozenset(_ROUND) | {f"{name}s" for name in _ROUND},
    single=frozenset({"mille"} | _ROUND.keys() | _LARGE.keys()),
    plural={name: value for name, value in _PLURAL.items() if name != "quarantaines"},
    plural_before_of=frozenset(),
    several=words("plusieurs quelques"),
    couple=frozenset(),
    halves=words("demi demie"),
    quarters=words("quart quarts"),
    joints=words("et"),
    and_a_half=frozenset({"et demi", "et demie"}),
    point=words("virgule"),
    suffixes={"k": 10**3, "m": 10**6, "md": 10**9, "mds": 10**9, "mrd": 10**9, "mn": 10**6, "bn": 10**9},
    articles=words("un une des"),
    of=words("de d des"),
    vigesimal=True,
    decimal_sign=",",
    between=words("entre"),
    and_=words("et"),
    from_=words("de"),
    to=words("a ou"),
    rises=words("""
        passe passer passee passes passera passant augmente augmenter augmentee augmentation porte porter portee hausse
        croitre grimpe grimper monte monter bondi doubler
    """),
    bounds=bounds(
        about="environ, quelque, autour de, autour d, aux alentours de, de l ordre de, approximativement, a peu pres,"
        " peut etre, pas loin de, grosso modo, on estime a, estime a, estimes a",
        more_than="plus de, plus d, bien plus de, plus que, au dela de, depassant, depasse",
        fewer_than="moins de, moins d, bien moins de, sous les, en dessous de",
        at_least="au moins, pas moins de, au minimum, un minimum de, minimum",
        at_most="jusqu a, au plus, au maximum, pas plus de, un maximum de, tout au plus",
        just_over="un peu plus de, un peu plus d, a peine plus de, a peine plus d, legerement plus de",
        just_under="pres de, pres d, presque, un peu moins de, un peu moins d, a peine moins de, legerement moins de,"
        " proche de, proche des",
    ),
    bounds_after=bounds(about="environ", at_least="ou plus, au moins, au minimum", at_most="au plus, au maximum"),
    people=_PLURALS,
    person=_SINGULARS,
    demonym_endings=("iens", "ains", "ais", "ois", "eens", "ands"),
    participles=words("morts tues blesses disparus deplaces mort tue blesse mortes tuees blessees"),
    happenings=words("morts tues blesses disparus deplaces tue mort arretes interpelles enleves peri"),
    cues=_PLURALS | table(_CUES),
    strong=frozenset(),
    member={},
    team_member={},
    teams=frozenset(),
    none=words("aucun aucune"),
    everybody=words("men women people children"),
    none_modifiers=words("autre seul seule jeune"),
    modifiers=words("""
        jeunes anciens anciennes nouveaux nouvelles autres hauts hautes vieux vieilles grands grandes petits petites
        premiers premieres derniers dernieres simples ex seuls vrais faux nouveau bons meilleurs principaux
        supplementaires
    """),
    plural_modifiers=frozenset(),
    lasting=frozenset(),
    determiners=words("ses leurs ces nos vos mes les leur son sa cette l"),
    pronouns=words("eux elles"),
    function_words=words(_FUNCTION_WORDS),
    shares=words("pour fois chacun"),
    leads=leads(
        3,
        """
        de d fait faisant tuant tue blessant blesse compte comptant atteint atteindre totalise totalisant dont comprend
        comprenant
    """,
    )
    | leads(25, "a")
    | leads(100, "sont est etait etaient"),
    time_leads=words("a vers depuis avant apres"),
    conjunctions=words("tandis mais alors cependant toutefois"),
    identifiers=words("""
        section article articles resolution vol route base chapitre phase page niveau version titre numero no n loi
        chambre decret directive alinea annexe ligne voie porte lot camp zone region district bataillon regiment
        brigade groupe classe type jour semaine annee an age chaine saison tome expo boeing airbus operation vision
        agenda terminal protocole top mission unite compagnie salle categorie covid canal ordonnance
    """),
    months=words("janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre janv fevr dec"),
    capital_months=False,
    year_leads=words("en depuis de d avant apres vers debut fin courant mi an annee jusqu des a entre et l ete du"),
    ratios=frozenset(),
    ratio_joints=words("sur pour"),
    currencies=table("""
        USD: dollars, dollars americains, dollars us, dollar
        EUR: euros, euro
        GBP: livres sterling, livre sterling
        XOF: francs cfa, franc cfa, fcfa, cfa, f cfa
        CHF: francs suisses
        GNF: francs guineens
        CDF: francs congolais
        RWF: francs rwandais
        : francs, pesos, roupies, dinars, dirhams, couronnes, riyals, shillings
        CAD: dollars canadiens
        AUD: dollars australiens
        SGD: dollars de singapour, dollars singapouriens
        HKD: dollars de hong kong
        NZD: dollars neo zelandais
        EGP: livres egyptiennes
        LBP: livres libanaises
        NGN: nairas, naira
        GHS: cedis
        ZAR: rands
        ETB: birrs
        MAD: dirhams marocains
        DZD: dinars algeriens
        TND: dinars tunisiens
        LYD: dinars libyens
        JPY: yens
        CNY: yuans, yuan
        INR: roupies indiennes
        RUB: roubles
        TRY: livres turques, lires turques
        UAH: hryvnias
        BRL: reals
        MRU: ouguiyas
    """),
    scaled_currencies={"livres": ""},
    money_modifiers=frozenset(),
    money_nouns=words("aide aides prets pret dons financements financement dette dettes degats pertes credits fonds"),
)
