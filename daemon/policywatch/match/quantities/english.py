"""English: the words around quantities in English news."""

from __future__ import annotations

from policywatch.match.quantities.lexicon import Lexicon, bounds, leads, numbered, table, words

_SMALL = """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen
"""
_TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety"
_SCALES = {
    "hundred": 100,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "dozen": 12,
    "lakh": 10**5,
    "crore": 10**7,
}

_PEOPLE = """
    people: people, persons, human beings, souls, individuals, israelis, iraqis, pakistanis, saudis, yemenis, afghans
    people: turks
    people: kurds, poles, swedes, danes, britons, filipinos, houthis, tuaregs, somalis, bangladeshis, burkinabe
    people: burkinabes
    people: beninois, finns, spaniards, greeks, serbs, croats, czechs, slovaks, arabs, hutus, tutsis, lithuanians, thais
    people: westerners, africans, nigeriens, germans, romans
    dead: dead, deaths, fatalities, killed, lives, corpses
    wounded: wounded, injured, injuries
    advisers: advisers, advisors
    protesters: protesters, protestors
    service members: servicemen, servicewomen, servicemembers, service members
    troops, soldiers, personnel, forces, marines, paratroopers, peacekeepers, commandos, fighters, militants, rebels
    insurgents, jihadists, jihadis, gunmen, terrorists, extremists, mercenaries, contractors, trainers, instructors
    officers, police, policemen, policewomen, gendarmes, guards, guardsmen, recruits, conscripts, reservists, veterans
    sailors, airmen, pilots, aviators, crew, crewmen, combatants, infantrymen, legionnaires, militiamen, operatives
    agents, men, women, children, boys, girls, babies, students, pupils, teachers, doctors, nurses, medics, workers
    employees, staff, staffers, officials, diplomats, ministers, ambassadors, envoys, lawmakers, legislators, senators
    congressmen, deputies, mps, generals, colonels, commanders, captains, leaders, politicians, journalists, reporters
    activists, demonstrators, supporters, voters, citizens, nationals, residents, inhabitants, villagers, locals
    civilians, migrants, refugees, returnees, evacuees, exiles, deportees, prisoners, detainees, hostages, captives
    suspects, inmates, victims, casualties, survivors, missing, members, experts, observers, monitors, passengers
    tourists, travellers, travelers, farmers, herders, traders, delegates, participants, witnesses, relatives, patients
    adults, youths, teenagers, expatriates, expats, foreigners, immigrants, seekers, technicians, engineers, specialists
    analysts, consultants, volunteers, humans, strikers, followers, partisans, bandits, pirates, smugglers, traffickers
    attackers, assailants, bombers, snipers, spies, defectors, deserters, dissidents, judges, lawyers, priests
    worshippers, pilgrims, muslims, christians, jews, believers, customers, consumers, readers, viewers, taxpayers
    jobless, unemployed, homeless, displaced, reinforcements, negotiators, mediators, inspectors, investigators
    responders, firefighters, rescuers, miners, drivers, artists, academics, scientists, researchers, peasants
    orphans, widows, elders, chiefs
"""
_IRREGULAR = {
    "people": "person",
    "children": "child",
    "police": "policeman",
    "personnel": "serviceman",
    "forces": "",
    "troops": "",
    "staff": "staffer",
    "babies": "baby",
    "deputies": "deputy",
    "spies": "spy",
    "fatalities": "fatality",
    "casualties": "casualty",
    "injuries": "injury",
    "mercenaries": "mercenary",
    "witnesses": "witness",
    "lives": "life",
    "crew": "crewman",
}
#: the same in the singular and the plural
_INVARIANT = words("dead killed wounded injured missing displaced homeless jobless unemployed")


def _singular(plural: str) -> str:
    if plural in _INVARIANT:
        return plural
    if plural in _IRREGULAR:
        return _IRREGULAR[plural]
    return plural[:-2] + "an" if plural.endswith("men") else plural.removesuffix("s")


_PLURALS = table(_PEOPLE)
_SINGULARS = {one: unit for plural, unit in _PLURALS.items() if (one := _singular(plural))}

_CUES = """
    troops: force, contingent, presence, garrison, deployment, army, battalion, brigade, regiment, unit, troop
    troops: detachment
    people: crowd, headcount, workforce, team, population, delegation
    dead: toll, died, killing, killed, kills, perished, drowned, slain, death
    wounded: wounding, injuring, wounded, injured
    arrested: arrested, arresting, detained, detaining, jailed
    displaced: displaced, displacing
    abducted: abducted, kidnapped
"""

_FUNCTION_WORDS = """
    in at on from to by for with without into onto over under near of off out up down across along around inside
    outside within through during until till since before after as than that which who whom whose when where while if
    unless though although but and or nor so because is are was were be been being am have has had having do does did
    will would shall should can could may might must not no yes it they he she we you i there here this these those
    the his her its their our your my last next now then today yesterday tomorrow tonight already still also only just
    later ago earlier again once say says said saying tells told according left leave leaves remain remained remains
    died killed went came come go gone went took take takes made make fell fall falls rose rise stayed stay began
    begin others amid among amongst between against toward towards via versus about
"""

LEXICON = Lexicon(
    small=numbered(_SMALL) | numbered(_TENS, 10),
    never_first=words("a an"),
    hundreds=words("hundred"),
    scales={name: value for name, value in _SCALES.items() if name != "hundred"}
    | {"dozens": 12, "thousands": 10**3, "millions": 10**6, "billions": 10**9, "trillions": 10**12}
    | {"mn": 10**6, "mln": 10**6, "bn": 10**9, "tn": 10**12, "trn": 10**12},
    round_scales=words("dozen dozens"),
    single=frozenset(_SCALES),
    plural={f"{name}s": value for name, value in _SCALES.items()} | {"tens": 10, "scores": 20},
    plural_before_of=words("tens scores"),
    several=words("several few many"),
    couple=words("couple"),
    halves=words("half"),
    quarters=words("quarter quarters"),
    joints=words("and"),
    and_a_half=frozenset({"and a half"}),
    point=words("point"),
    suffixes={"k": 10**3, "m": 10**6, "mn": 10**6, "mln": 10**6, "b": 10**9, "bn": 10**9, "tn": 10**12, "trn": 10**12},
    articles=words("a an"),
    of=words("of"),
    vigesimal=False,
    decimal_sign=".",
    between=words("between"),
    and_=words("and"),
    from_=words("from"),
    to=words("to or"),
    rises=words("""
        rose rise rises rising risen grew grow grown growing increase increased increasing raise raised raising boost
        boosted boosting jumped climbed doubled up expand expanded expanding swelled went go goes gone
    """),
    bounds=bounds(
        about="about, around, some, roughly, approximately, approx, an estimated, estimated, close to, circa, ca,"
        " maybe, perhaps, possibly, in the region of, on the order of, in the order of, somewhere around",
        more_than="more than, over, above, well over, well above, far more than, much more than, upwards of, upward of,"
        " in excess of, exceeding, exceeded, topped, topping, surpassing, surpassed, not less than just, north of",
        fewer_than="fewer than, less than, under, below, well under, well below, far fewer than, far less than, much"
        " less than, much fewer than",
        at_least="at least, no fewer than, no less than, not fewer than, not less than, a minimum of, minimum of",
        at_most="up to, at most, as many as, as much as, no more than, not more than, a maximum of, maximum of, at the"
        " most",
        just_over="just over, just above, just more than, a little over, a little more than, slightly over, slightly"
        " more than, slightly above, a bit over, a bit more than, marginally more than",
        just_under="nearly, almost, just under, just below, just short of, close on, approaching, a little under, a"
        " little less than, a little fewer than, slightly under, slightly less than, slightly fewer than, not quite,"
        " just shy of, very nearly, slightly below",
    ),
    bounds_after=bounds(
        about="or so, or thereabouts", at_least="or more, plus, and more, or above", at_most="or fewer, or less"
    ),
    people=_PLURALS,
    person=_SINGULARS,
    demonym_endings=("ians", "icans", "eans"),
    participles=_INVARIANT | words("deaths"),
    happenings=_INVARIANT
    | words("died perished drowned slain arrested detained abducted kidnapped evacuated deported"),
    cues=_PLURALS | table(_CUES),
    strong=words("strong"),
    member={"troop": "troops", "soldier": "soldiers", "officer": "officers"},
    team_member={"member": "members", "man": "men", "men": "men", "person": "people"},
    teams=words("""
        crew staff mission squad platoon company family jury band choir panel committee cast patrol convoy expedition
        commando militia guard corps division march protest rally audience throng
    """),
    none=words("no zero"),
    everybody=words("men women people children"),
    none_modifiers=words("foreign military combat ground civilian western allied armed private special"),
    modifiers=None,
    plural_modifiers=words("""
        states nations forces operations emirates islands affairs services sports arms us reuters relations
        communications rights s
    """),
    lasting=words("""
        remaining serving surviving working visiting peacekeeping fighting protesting striking training departing
        retreating withdrawing returning fleeing dying opposing ruling leading existing rotating outgoing incoming
        invading attacking occupying
    """),
    determiners=words("its his her their our your my the these those such whose this that"),
    pronouns=words("them whom which us these those"),
    function_words=words(_FUNCTION_WORDS),
    shares=words("percent per pc pct a an each times a.m. p.m. a.m p.m am pm gmt utc"),
    leads=leads(
        3,
        """
        numbering numbered numbers totalling totaling totalled totaled of to from reached reaching reaches hit hits
        killed killing kills wounding wounded injuring injured arrested detained displaced displacing leaving left
        exceeds includes including comprising comprises whom
    """,
    )
    | leads(20, "keep keeps kept withdraw withdrew pull pulled deploy deployed send sends sent has have had hosts")
    | leads(25, "at stands stood now currently still only")
    | leads(100, "is are was were be been"),
    time_leads=words("at around about by until till before after from since"),
    conjunctions=words("while but although though whereas however because"),
    identifiers=words("""
        section sections article articles resolution resolutions flight route base bases chapter phase page pages level
        version title part number no nos highway road room act clause paragraph annex appendix line lane gate channel
        track exhibit case bill order decree directive regulation law unit squadron platoon company battalion regiment
        brigade division group class type model mark area zone district region sector camp checkpoint block building
        apartment suite floor day week year age aged verse psalm vol volume issue figure table step stage tier round
        game season episode expo boeing airbus falcon mission operation agenda vision windows terminal runway
        interstate exit pier platform protocol fiscal top minute minutes category covid
    """),
    months=words("""
        january february march april may june july august september october november december jan feb mar apr jun jul
        aug sep sept oct nov dec
    """),
    capital_months=True,
    year_leads=words("""
        in since of by until till before after during from early mid late around year between to the through and for
    """),
    ratios=words("per every"),
    ratio_joints=words("in"),
    currencies=table("""
        USD: dollars, us dollars, u.s. dollars, u.s dollars, dollars us, american dollars, united states dollars, dollar
        EUR: euros, euro
        GBP: pounds sterling, british pounds, sterling, uk pounds
        XOF: cfa francs, cfa franc, francs cfa, fcfa, cfa, west african cfa francs, f cfa
        XAF: central african cfa francs
        CHF: swiss francs
        GNF: guinean francs
        CDF: congolese francs
        RWF: rwandan francs
        BIF: burundian francs
        DJF: djiboutian francs
        : francs, pesos, rupees, dinars, dirhams, kroner, krona, kronor, riyals, shillings
        CAD: canadian dollars
        AUD: australian dollars
        SGD: singapore dollars, singaporean dollars
        HKD: hong kong dollars
        NZD: new zealand dollars
        TWD: taiwan dollars, taiwanese dollars
        NAD: namibian dollars
        LRD: liberian dollars
        : zimbabwean dollars, zimbabwe dollars
        EGP: egyptian pounds
        SDG: sudanese pounds
        SSP: south sudanese pounds
        SYP: syrian pounds
        LBP: lebanese pounds
        NGN: naira, nairas, nigerian naira
        GHS: cedis, ghanaian cedis, ghana cedis
        ZAR: rand, rands, south african rand
        KES: kenyan shillings, kenya shillings
        UGX: ugandan shillings, uganda shillings
        TZS: tanzanian shillings
        SOS: somali shillings
        ETB: birr, ethiopian birr
        MAD: moroccan dirhams
        AED: emirati dirhams, uae dirhams
        DZD: algerian dinars
        TND: tunisian dinars
        LYD: libyan dinars
        IQD: iraqi dinars
        JPY: yen, japanese yen
        CNY: yuan, chinese yuan, renminbi
        KRW: korean won, south korean won
        INR: indian rupees
        PKR: pakistani rupees
        LKR: sri lankan rupees
        RUB: rubles, roubles, russian rubles, russian roubles
        UAH: hryvnias, hryvnia
        TRY: lira, liras, turkish lira, turkish liras
        ILS: shekels, israeli shekels
        SAR: saudi riyals
        QAR: qatari riyals
        IRR: iranian rials
        BRL: reais, brazilian reais
        MXN: mexican pesos
        ARS: argentine pesos
        COP: colombian pesos
        PLN: zlotys, zloty
        SEK: swedish kronor, swedish crowns
        NOK: norwegian kroner, norwegian crowns
        DKK: danish kroner, danish crowns
        MRU: ouguiyas, ouguiya
        GMD: dalasis, dalasi
    """),
    scaled_currencies=table("GBP: pounds, pound\nKRW: won\n: rials, rial, crowns, francs"),
    money_modifiers=words("taxpayer taxpayers"),
    money_nouns=words("""
        aid assistance funding funds loans loan grants grant debt financing finance investment investments damage
        damages losses revenue revenues support relief reserves budget sales arms exports imports credit credits
    """),
)
