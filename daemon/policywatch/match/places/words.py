"""Words that tell roles, in English and French, folded as normalize.py folds them.

What it is: closed classes (prepositions, conjunctions, determiners), and the nouns and verbs of policy prose that say
which government acts. Only what roles.py, clauses.py and find.py ask for.
"""

from __future__ import annotations

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


DETERMINERS: Final = _words(
    "the a an its their his her this that these those all most some any several two three four five both many"
    " more le la les l un une des ses son sa leur leurs ce cet cette ces tout toute tous toutes deux trois quatre"
    " plusieurs"
)
#: words that stand between a preposition or an article and a place's name
BEFORE_NAMES: Final = _words(
    "neighbouring neighboring troubled restive landlocked impoverished war torn coup hit former eastern western"
    " northern southern central east west north south nearby oil rich ousted deposed detained embattled new voisin"
    " voisine nouveau nouvelle ancien ancienne president general"
)
#: where something is, goes or comes from
IN_PLACE: Final = _words(
    "in at near on to for of from inside across into towards toward over about within outside throughout around"
    " against between upon under after before since via amid despite during as until without beyond concerning"
    " regarding en au aux a dans de du des d pour sur vers chez entre sous depuis apres avant malgre contre face"
    " hors pres"
)
#: with whom something is done
WITH: Final = _words("with avec alongside vis")
#: prepositions between a government and its place
OF_NAMES: Final = _words("of in de du des d au aux en a")
BORDERS: Final = _words("border borders crossing crossings frontiere frontieres")
FROM: Final = _words("from depuis")
#: who is only compared with: no actor, no place
ASIDE: Final = _words("unlike like than besides except contrairement comme")
BY: Final = _words("by par")
#: they name who says so: "according to Paris", "selon Paris", "d'apres Paris"
SOURCES: Final = _words("selon per citing quoting")
SOURCE_PAIRS: Final = frozenset({("according", "to"), ("d", "apres")})

#: they speak for a government: "the government of Niger", "Niger's junta", "the junta in Niger"
GOVERNMENT: Final = _words(
    "government governments president presidency junta authorities authority administration army military"
    " parliament minister ministry ministers leader leaders ruler rulers regime cabinet court courts congress"
    " senate lawmakers generals putschists officials state treasury chancellor premier king commander commanders"
    " forces soldiers senators gouvernement gouvernements presidence junte autorites autorite armee militaires"
    " parlement ministre ministere ministres dirigeant dirigeants generaux putschistes etat senat assemblee"
    " pouvoir chef roi soldats senateurs deputes responsables tresor"
    " secretary secretaries secretaire officers troops police deputies policymakers mutineers envoys negotiators heads"
    " chefs officiers policiers mutins negociateurs"
    " general colonel captain spokesman spokeswoman spokesperson parole"
)
#: without a name they are those of the place that the text is about: "the junta expelled ..."
LOCAL: Final = _words(
    "junta authorities government putschists rulers mutineers regime plotters parliament army generals junte"
    " autorites gouvernement putschistes mutins parlement armee militaires generaux pouvoir"
)
#: military leaders, coup leaders: LOCAL, too
LEADERS: Final = _words("leaders chiefs dirigeants")
OF_LEADERS: Final = _words("military coup junta new nouveaux")
#: "its ambassador to France", "ambassadeurs à Paris": the country is the other side, and no place
DIPLOMATS: Final = _words("ambassador ambassadors envoy envoys ambassadeur ambassadeurs ambassadrice ambassade embassy")
#: between a ministry and its country: "ministres des Affaires étrangères de l'UE"
OF_MINISTRIES: Final = _words(
    "of des de la l affairs affaires etrangeres foreign interior interieur defense defence finance finances justice"
)
#: who belongs to a country and does not act for it
CIVIL: Final = _words(
    "people citizens protesters demonstrators civilians students women men workers villagers refugees migrants"
    " journalists analysts experts activists newspapers newspaper media opposition voters families children"
    " nationals hostages hostage traders farmers doctors academics economy border territory soil airspace crisis"
    " coup putsch peuple citoyens manifestants civils etudiants femmes hommes travailleurs villageois refugies"
    " journalistes analystes militants journaux medias opposants electeurs familles enfants ressortissants otages"
    " economie frontiere territoire sol crise"
)
#: what a government has in other places: "US troops", "the French ambassador"
OWNED: Final = _words(
    "troops soldiers forces force military army aid assistance funding funds money support cooperation sanctions"
    " embassy ambassador ambassadors envoy envoys diplomat diplomats base bases drones drone aircraft planes"
    " helicopters mission missions personnel trainers instructors advisers advisors contractors marines commandos"
    " training programs programmes weapons arms loan loans credits law laws legislation policy designation"
    " officials official citizens nationals general generals commander commanders counterpart company companies"
    " firm firms presence accord agreement pact treaty minister president government administration foreign"
    " peacekeepers staff officers warships navy police radio broadcaster troupes soldats armee aide aides fonds"
    " argent soutien appui ambassade ambassadeur ambassadrice ambassadeurs envoye envoyes diplomate diplomates"
    " avions instructeurs conseillers formation armes pret prets loi lois politique responsables ressortissants"
    " generaux militaires entreprise entreprises societe accords traite pacte ministre gouvernement casques"
    " officiers contingent operation"
)
#: adjectives between an owner and what it owns
OF_THINGS: Final = _words(
    "military foreign development security economic humanitarian special armed financial defense defence air"
    " naval counterterrorism budget bilateral direct deputy top senior former nuclear peacekeeping combat private"
    " new imposed backed led based run funded joint visa trade state coup militaire militaires etrangere"
    " etrangeres economique economiques humanitaire financiere speciales speciale armees publique budgetaire"
    " bilaterale directe aerienne aeriennes bleus"
)
#: somebody else did it to the subject, most often those of the place: "US troops told to leave"
SENT_AWAY: Final = _words(
    "expelled ordered told asked forced kicked evicted urged barred banned expulse expulses expulsee expulsees"
    " chasse chasses somme sommes prie pries"
)
DONE_TO: Final = SENT_AWAY | _words(
    "ousted detained killed attacked arrested wounded kidnapped tue tues attaque attaques arrete arretes blesse"
    " blesses enleve"
)
BE: Final = _words(
    "is are was were be been being get gets got est sont etait etaient ete sera seront soit etre fut furent"
    " serait seraient"
)
#: who says these is the reporter of what follows
SAYS: Final = _words(
    "said says say announced announces told tells claimed claims added adds reported reports stated believes"
    " believed argued argues noted notes warned warns confirmed confirms insisted protested complained dit disent"
    " declare declarent annonce annoncent affirme affirment assure assurent estime estiment precise precisent"
    " indique indiquent"
)
#: who does these to somebody's act is not its author
COMMENTS: Final = _words(
    "condemned condemns condemn criticised criticized criticises criticizes welcomed welcomes denounced denounces"
    " deplored deplores rejected rejects protested regretted regrets praised praises condamne condamnent critique"
    " critiquent salue saluent denonce denoncent deplore deplorent regrette rejette"
)
#: a clause starts here
OPENS_CLAUSE: Final = _words(
    "but while whereas although though however because after before when since unless until whether if which who"
    " whom whose where that as despite mais tandis alors quoique parce car qui que qu dont ou lorsque quand si"
    " puisque afin pendant apres avant"
)
AND: Final = _words("and or et")
#: the subject is somebody named before
PRONOUNS: Final = _words("it he she they its his her their il elle ils elles celui celle ceux on")
#: somebody speaks of what they do themselves: the subject is the speaker
FIRST_PERSON: Final = _words("we our ours i my nous notre nos je mon")
RELATIVE: Final = _words("which who that qui")
#: after "and" and a name they make it a new subject
VERBS: Final = _words(
    "is are was were has have had will would may might can could should must did does do says said cut cuts left"
    " sent put hit held kept told went took gave made ran won lost met began froze withdrew a ont avait avaient"
    " est sont etait sera seront va vont doit dit suspend gele rompt quitte retire impose annonce condamne demande"
    " envoie refuse attend broke drove fell flew grew knew led paid rose saw spoke stood struck threw wrote sought"
    " fought bought brought chose found got laid shot shut sold spent swore thought overthrew suspends freezes"
    " halts imposes lifts ends bans expels orders tells asks calls warns rejects condemns recalls closes opens"
    " sends signs breaks leaves withdraws announces denies confirms agrees refuses plans wants seeks threatens"
    " accuses urges holds keeps makes takes gives backs blocks supports needs decides remains returns resumes"
    " restores considers reviews weighs pledges vows drops adopts approves votes cancels scraps revokes severs"
    " pauses pulls resumed reste ferme ouvre rappelle expulse appelle menace veut accuse maintient decide reprend"
    " leve coupe exige adopte approuve vote annule revoque"
)


def is_verb(word: str) -> bool:
    """Say whether a word after a name makes the name a subject."""
    return word in VERBS or word.endswith("ed")


#: between "Nigerian" and "Bazoum" or "Niamey"
TITLES: Final = _words(
    "president leader general gen junta chief head prime minister premier strongman ruler capital city town king"
    " presidente dirigeant chef capitale ville ministre roi"
)
AROUND_TITLES: Final = _words(
    "the a former ousted deposed elected democratically detained then late new coup military army northern"
    " southern le la l ancien ancienne ex dechu renverse elu nouveau du de"
)
#: before a leader's name
BEFORE_PEOPLE: Final = (
    TITLES | (AROUND_TITLES - {"du", "de"}) | _words("secretary minister mr mrs ms m mme envoy spokesman")
)
#: who makes "Nigerian coup leaders" those of the country that had one
PUTSCH: Final = _words("junta coup putsch putschists mutineers junte putschistes")

#: words with a capital letter beside a place's name that make no person of it
OFFICES: Final = _words(
    "president prime minister king queen prince princess foreign defence defense interior finance government army"
    " parliament state cabinet police navy air ambassador embassy radio tv television times news north south east"
    " west northern southern eastern western central greater lower upper river lake valley city region in and or"
    " on the of for from to at with as but while after before when says said monday tuesday wednesday thursday"
    " friday saturday sunday january february march april may june july august september october november december"
)
HONORIFICS: Final = _words("mr mrs ms mx dr sir lord lady m mme mlle")
#: words that begin a sentence and are no first name
OPENERS: Final = _words(
    "meanwhile today yesterday now then why how what only even also not no yes can did does neither either nearly ainsi"
    " aussi hier aujourd hui pourquoi comment meme ni"
).union(DETERMINERS, IN_PLACE, WITH, BY, OPENS_CLAUSE, AND, PRONOUNS, BE, VERBS, BEFORE_NAMES, OFFICES)
