"""Quantities of people and money in news prose: what is read, what each means, and what is none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from policywatch.match.quantities import read_quantities
from policywatch.model.quantity import Quantity, QuantityKind

M = 10**6
BN = 10**9


def shown(quantity: Quantity) -> str:
    """Return a quantity in one line: its range, where `(` and `)` are bounds not meant themselves, and its unit."""
    opening, closing = ("(", ")") if quantity.strict else ("[", "]")
    figures = [f"{one:,}" if one is not None else "" for one in (quantity.low, quantity.high)]
    figure = figures[0] if figures[0] == figures[1] else opening + "..".join(figures) + closing
    about = "~" if quantity.approximate else ""
    return f"{about}{figure} {quantity.unit or quantity.kind}"


def read(text: str, lang: str = "en") -> list[str]:
    return [shown(quantity) for quantity in read_quantities(text, lang)]


ENGLISH_PEOPLE = [
    # one figure
    ("1,100 U.S. troops are in Niger", "1,100 troops"),
    ("1,000 U.S. military personnel", "1,000 personnel"),
    ("the last 200 American troops", "200 troops"),
    ("Niger's 2000 soldiers", "2,000 soldiers"),
    ("1,100 of its soldiers", "1,100 soldiers"),
    ("300 of the country's elite paratroopers", "300 paratroopers"),
    ("500 more French troops", "500 troops"),
    ("12 wounded soldiers", "12 soldiers"),
    ("40 soldiers dead", "40 soldiers"),
    ("40 dead and 12 wounded", "40 dead", "12 wounded"),
    ("200 police officers", "200 officers"),
    ("some 500 heavily armed French special forces soldiers", "~500 soldiers"),
    ("the 2,500 US and French troops", "2,500 troops"),
    ("400 women and children", "400 women"),
    ("1,100 troops' families", "1,100 troops"),
    ("One soldier was killed", "1 soldiers"),
    ("one U.S. soldier", "1 soldiers"),
    ("about 2,000 Americans and 40 Nigeriens", "~2,000 people", "40 people"),
    ("1,200 service members", "1,200 members"),
    ("1,200 servicemen", "1,200 service members"),
    ("1,00,000 people", "100,000 people"),
    ("1.200 soldiers", "1,200 soldiers"),
    ("1'200 soldiers", "1,200 soldiers"),
    ("1 200 soldiers", "1,200 soldiers"),
    ("On July 26, 200 soldiers mutinied", "200 soldiers"),
    ("In July 500 troops left", "500 troops"),
    ("10k protesters and 2.5m refugees", "10,000 protesters", "2,500,000 refugees"),
    ("4.3 million people", "4,300,000 people"),
    ("15,000 Muslims and 3,000 Ukrainians", "15,000 muslims", "3,000 people"),
    # spelled out
    ("two dozen soldiers", "~24 soldiers"),
    ("a dozen troops", "~12 troops"),
    ("half a dozen officers", "~6 officers"),
    ("nineteen soldiers", "19 soldiers"),
    ("twenty-five soldiers", "25 soldiers"),
    ("a hundred soldiers", "100 soldiers"),
    ("Hundred soldiers desert", "100 soldiers"),
    ("twelve hundred men", "1,200 men"),
    ("two hundred and fifty thousand refugees", "250,000 refugees"),
    ("ten thousand soldiers", "10,000 soldiers"),
    ("one million two hundred thousand three hundred and five people", "1,200,305 people"),
    ("one and a half million people", "1,500,000 people"),
    ("a million and a half people", "1,500,000 people"),
    ("two point five million people", "2,500,000 people"),
    ("half a million people", "500,000 people"),
    ("a quarter of a million people", "250,000 people"),
    ("three quarters of a million people", "750,000 people"),
    ("a couple of hundred soldiers", "~200 soldiers"),
    # uncounted
    ("tens of thousands of refugees", "~(10,000..100,000) refugees"),
    ("hundreds of soldiers", "~(100..1,000) soldiers"),
    ("several hundred troops", "~(100..1,000) troops"),
    ("a few thousand people", "~(1,000..10,000) people"),
    ("dozens of villagers", "~(12..120) villagers"),
    ("scores of prisoners", "~(20..200) prisoners"),
    ("hundreds of thousands of displaced people", "~(100,000..1,000,000) people"),
    ("millions of people", "~(1,000,000..10,000,000) people"),
    # bounds
    ("just over 1,000 troops", "~(1,000..1,050) troops"),
    ("nearly 1,100 personnel", "~(1,045..1,100) personnel"),
    ("nearly 10 soldiers", "~(9..10) soldiers"),
    ("fewer than 700 soldiers", "(..700) soldiers"),
    ("less than 700 soldiers", "(..700) soldiers"),
    ("at least 40 dead", "[40..] dead"),
    ("no fewer than 12 soldiers", "[12..] soldiers"),
    ("up to 1,200 troops", "[..1,200] troops"),
    ("as many as 40 people", "[..40] people"),
    ("no more than 500 men", "[..500] men"),
    ("more than 500 men", "(500..) men"),
    ("over 500 men", "(500..) men"),
    ("well over a hundred men", "(100..) men"),
    ("upwards of 2,000 protesters", "(2,000..) protesters"),
    ("More than a dozen soldiers", "~(12..) soldiers"),
    ("some 1,000 people", "~1,000 people"),
    ("roughly 1,000 people", "~1,000 people"),
    ("an estimated 4.3 million people", "~4,300,000 people"),
    ("~1,000 refugees", "~1,000 refugees"),
    ("1,000+ troops", "[1,000..] troops"),
    ("1,000-plus soldiers", "[1,000..] soldiers"),
    ("40 or more people", "[40..] people"),
    ("40 people or more", "[40..] people"),
    ("500 or so villagers", "~500 villagers"),
    # ranges
    ("500-600 troops", "[500..600] troops"),
    ("500–600 troops", "[500..600] troops"),
    ("between 500 and 600 soldiers", "[500..600] soldiers"),
    ("from 500 to 600 soldiers", "[500..600] soldiers"),
    ("500 to 600 soldiers", "[500..600] soldiers"),
    ("two or three soldiers", "[2..3] soldiers"),
    ("about 500 to 600 troops", "~[500..600] troops"),
    ("10 to 15 million people", "[10,000,000..15,000,000] people"),
    ("Its contingent rose from 1,100 to 1,500 troops.", "1,100 troops", "1,500 troops"),
    ("It cut its troops from 1,100 to 648.", "1,100 troops", "648 troops"),
    # compounds
    ("a thousand-strong force", "1,000 troops"),
    ("a 1,100-strong contingent", "1,100 troops"),
    ("The crowd, some 5,000 strong, marched.", "~5,000 people"),
    ("a 500-man force", "500 men"),
    ("a 500-member unit", "500 members"),
    ("a 200-troop deployment", "200 troops"),
    # the noun stands elsewhere
    ("The troops, numbering about 1,100, left.", "~1,100 troops"),
    ("Of the troops between 500 and 600 will stay.", "[500..600] troops"),
    ("The troops (about 1,100) left.", "~1,100 troops"),
    ("The troops—about 1,100—left.", "~1,100 troops"),
    ("The number of troops fell to 648.", "648 troops"),
    ("The number of U.S. troops, now 1,100, is to be halved.", "1,100 troops"),
    ("a contingent of about 600, Paris said", "~600 troops"),
    ("Berlin, which has about 100 troops at a base, wants to keep 60 there.", "~100 troops", "60 troops"),
    ("a military presence of 1,100", "1,100 troops"),
    ("The death toll rises to 40.", "40 dead"),
    ("An attack killing at least 40 and wounding 12.", "[40..] dead", "12 wounded"),
    ("The raid killed 40 and wounded 12 others.", "40 dead", "12 wounded"),
    ("40 were killed in the raid", "40 dead"),
    ("The soldiers came, about 500 of them.", "~500 soldiers"),
    ("the troops, 500 of whom left", "500 troops"),
    ("200 French and 300 American soldiers", "200 soldiers", "300 soldiers"),
    # none at all
    ("There are no U.S. troops in Niger.", "0 troops"),
    ("no foreign military personnel", "0 personnel"),
    ("no American soldier", "0 soldiers"),
    ("zero casualties", "0 casualties"),
]

ENGLISH_MONEY = [
    ("hundreds of millions of dollars", f"~({100 * M:,}..{BN:,}) USD"),
    ("billions of dollars", f"~({BN:,}..{10 * BN:,}) USD"),
    ("half a billion dollars", f"{500 * M:,} USD"),
    ("USD442 million", f"{442 * M:,} USD"),
    ("USD 442 million", f"{442 * M:,} USD"),
    ("S$4.4 million", "4,400,000 SGD"),
    ("$200m", f"{200 * M:,} USD"),
    ("$200M", f"{200 * M:,} USD"),
    ("$1.2bn", f"{1200 * M:,} USD"),
    ("$1.2 billion", f"{1200 * M:,} USD"),
    ("$5 bn", f"{5 * BN:,} USD"),
    ("US$ 5 million", f"{5 * M:,} USD"),
    ("5 million US$, or 4 million €", f"{5 * M:,} USD", f"{4 * M:,} EUR"),
    ("€500,000", "500,000 EUR"),
    ("EUR2.5bn", f"{2500 * M:,} EUR"),
    ("2.5 million euros", "2,500,000 EUR"),
    ("£3 million", f"{3 * M:,} GBP"),
    ("3 million pounds", f"{3 * M:,} GBP"),
    ("A$3m, C$5m and HK$2 billion", f"{3 * M:,} AUD", f"{5 * M:,} CAD", f"{2 * BN:,} HKD"),
    ("200 million US dollars", f"{200 * M:,} USD"),
    ("two billion U.S. dollars", f"{2 * BN:,} USD"),
    ("3 million Canadian dollars", f"{3 * M:,} CAD"),
    ("500 million taxpayer dollars", f"{500 * M:,} USD"),
    ("5 billion CFA francs", f"{5 * BN:,} XOF"),
    ("5 million Swiss francs", f"{5 * M:,} CHF"),
    ("5 million francs", f"{5 * M:,} money"),
    ("N500bn", f"{500 * BN:,} NGN"),
    ("Rs 500 crore", f"{5 * BN:,} INR"),
    ("₦500 million", f"{500 * M:,} NGN"),
    ("$10-15 million", f"[{10 * M:,}..{15 * M:,}] USD"),
    ("$10–$15 million", f"[{10 * M:,}..{15 * M:,}] USD"),
    ("between $1m and $2m", f"[{M:,}..{2 * M:,}] USD"),
    ("US$1m-US$2m", f"[{M:,}..{2 * M:,}] USD"),
    ("from $1 million to $2 million", f"[{M:,}..{2 * M:,}] USD"),
    ("between 1 and 2 million dollars", f"[{M:,}..{2 * M:,}] USD"),
    ("up to $1 billion", f"[..{BN:,}] USD"),
    ("more than $200 million", f"({200 * M:,}..) USD"),
    ("nearly $1bn", f"~({950 * M:,}..{BN:,}) USD"),
    ("an estimated $5 billion", f"~{5 * BN:,} USD"),
    ("at least US$5 million", f"[{5 * M:,}..] USD"),
    ("$1 billion or more", f"[{BN:,}..] USD"),
    ("a $110-million base", f"{110 * M:,} USD"),
    ("a 200-million-dollar base", f"{200 * M:,} USD"),
    ("a half-billion-dollar deal", f"{500 * M:,} USD"),
    ("$200 million (£150 million)", f"{200 * M:,} USD", f"{150 * M:,} GBP"),
    ("200 million in military aid", f"{200 * M:,} money"),
    ("millions in assistance", f"~({M:,}..{10 * M:,}) money"),
    ("$1.50", "1.5 USD"),
    ("5$ 6 soldiers", "5 USD", "6 soldiers"),
]

FRENCH = [
    ("jusqu'à 1 200 soldats", "[..1,200] soldiers"),
    ("jusqu’à 1 200 soldats", "[..1,200] soldiers"),
    ("1 000 hommes", "1,000 men"),
    ("1.200 soldats", "1,200 soldiers"),
    ("mille soldats", "1,000 soldiers"),
    ("un millier de soldats", "~1,000 soldiers"),
    ("plus d'un millier de soldats", "~(1,000..) soldiers"),
    ("une centaine de militaires", "~100 troops"),
    ("une quarantaine de civils", "~40 civilians"),
    ("deux douzaines de soldats", "~24 soldiers"),
    ("une demi-douzaine de blessés", "~6 wounded"),
    ("soixante-dix militaires", "70 troops"),
    ("soixante et onze soldats", "71 soldiers"),
    ("quatre-vingts soldats", "80 soldiers"),
    ("quatre-vingt-onze soldats", "91 soldiers"),
    ("septante-deux soldats", "72 soldiers"),
    ("vingt et un soldats", "21 soldiers"),
    ("dix-sept soldats", "17 soldiers"),
    ("trois mille deux cents soldats", "3,200 soldiers"),
    ("quatre-vingt-dix-sept mille deux cent cinquante et un soldats", "97,251 soldiers"),
    ("deux millions et demi de personnes", "2,500,000 people"),
    ("un demi-million de personnes", "500,000 people"),
    ("un quart de million de personnes", "250,000 people"),
    ("1,5 million de personnes", "1,500,000 people"),
    ("4,3 millions d’habitants", "4,300,000 inhabitants"),
    ("Environ 1 500 soldats français", "~1,500 soldiers"),
    ("quelque 1 500 militaires", "~1,500 troops"),
    ("près de 3 000 hommes", "~(2,850..3,000) men"),
    ("un peu plus de 1 000 soldats", "~(1,000..1,050) soldiers"),
    ("moins de 700 soldats", "(..700) soldiers"),
    ("au moins 40 morts et 12 blessés", "[40..] dead", "12 wounded"),
    ("500 soldats au maximum", "[..500] soldiers"),
    ("de 500 à 600 soldats", "[500..600] soldiers"),
    ("entre 500 et 600 soldats", "[500..600] soldiers"),
    ("Le contingent est passé de 500 à 600 hommes.", "500 men", "600 men"),
    ("Les effectifs passent de 1 100 à 648.", "1,100 personnel", "648 personnel"),
    ("des dizaines de milliers de réfugiés", "~(10,000..100,000) refugees"),
    ("plusieurs centaines de soldats", "~(100..1,000) soldiers"),
    ("quelques milliers de manifestants", "~(1,000..10,000) protesters"),
    ("1 100 de ses soldats", "1,100 soldiers"),
    ("200 autres soldats", "200 soldiers"),
    ("12 casques bleus", "12 peacekeepers"),
    ("30 Nigériens et 20 Français", "30 people", "20 people"),
    ("Le contingent, fort de 1 100 hommes, partira.", "1,100 men"),
    ("Le contingent compte environ 1 100, selon Paris", "~1,100 troops"),
    ("Le bilan s'élève à 40.", "40 dead"),
    ("aucun soldat français", "0 soldiers"),
    ("500 millions de dollars", f"{500 * M:,} USD"),
    ("200 millions de dollars américains", f"{200 * M:,} USD"),
    ("des centaines de millions de dollars", f"~({100 * M:,}..{BN:,}) USD"),
    ("un demi-milliard de dollars", f"{500 * M:,} USD"),
    ("quelque 500 M$", f"~{500 * M:,} USD"),
    ("2,5 milliards d'euros", f"{2500 * M:,} EUR"),
    ("2,5 Md€", f"{2500 * M:,} EUR"),
    ("500 k€", "500,000 EUR"),
    ("5 milliards de francs CFA", f"{5 * BN:,} XOF"),
    ("500 000 FCFA", "500,000 XOF"),
    ("10 à 15 millions de dollars", f"[{10 * M:,}..{15 * M:,}] USD"),
    ("entre 1 et 2 millions d'euros", f"[{M:,}..{2 * M:,}] EUR"),
    ("5 millions de dollars canadiens", f"{5 * M:,} CAD"),
    ("200 millions d'aide", f"{200 * M:,} money"),
]

NO_QUANTITY = [
    "Troops left Air Base 201 on Monday.",
    "Base 201 personnel had left",
    "Under Section 7008 troops must leave.",
    "In 2023 troops left.",
    "2023 protesters",
    "the 2020-2023 troops",
    "On July 26 soldiers seized power.",
    "On 26 July soldiers seized power.",
    "At 10:30 soldiers came; at 10 a.m. soldiers left.",
    "At about 10, soldiers stormed the palace.",
    "The G7 leaders met.",
    "Resolution 2719 on troops",
    "F-16 pilots and AK-47 fighters",
    "Flight 370 passengers, Route 66 drivers, Article 5 members",
    "Call +227 20 73 31 69, soldiers say, or 555-0199.",
    "20% of the troops, 20 percent of soldiers, 15 to 20 per cent of soldiers",
    "the 1st Infantry troops and the 3rd soldiers",
    "The soldiers won 3-1.",
    "the troops play 24/7 since 9/11",
    "three trucks carrying soldiers",
    "two days after soldiers mutinied",
    "two bases housing troops",
    "a 25-year-old soldier",
    "two-star generals",
    "Moussa, 34, a soldier",
    "He is 63, soldiers say.",
    "a 15-member council of ministers",
    "one of the soldiers said",
    "one in five soldiers, 1 in 10 soldiers",
    "No doubt soldiers will come; no man is an island.",
    "The forces of two countries met 20 km away.",
    "COVID-19 patients",
    "No. 5 soldiers",
    "TOP 10 SOLDIERS",
    "over the N7 and R2 roads",
    "200 pounds of explosives",
    "200 million in Europe",
    "5km from the troops",
    "the year 2000",
    "500",
    "between 500 and 600",
    "He reads on page 23 about troops.",
    "The bill on troops passed by 86-11 in the 27 member states' council.",
    "It cost the troops 30 days and 2,000 km.",
    "a three-year deal after 12 flights for troops",
]
NO_QUANTITY_FRENCH = [
    "la base aérienne 201 et ses soldats",
    "l'article 7008 sur les soldats",
    "en 2023 les soldats, le 26 juillet des soldats",
    "à 10h30 les soldats, à 10 heures les soldats",
    "20 % des soldats, vingt pour cent des soldats",
    "un soldat sur cinq",
    "le 1er régiment de soldats",
    "les deux pays et leurs soldats",
    "en quarantaine, les soldats",
]


@pytest.mark.parametrize(("text", "expected"), [(text, [*found]) for text, *found in ENGLISH_PEOPLE])
def test_people_in_english(text: str, expected: list[str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(("text", "expected"), [(text, [*found]) for text, *found in ENGLISH_MONEY])
def test_money_in_english(text: str, expected: list[str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(("text", "expected"), [(text, [*found]) for text, *found in FRENCH])
def test_people_and_money_in_french(text: str, expected: list[str]) -> None:
    assert read(text, "fr") == expected


@pytest.mark.parametrize("text", NO_QUANTITY)
def test_what_is_no_quantity(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize("text", NO_QUANTITY_FRENCH)
def test_what_is_no_quantity_in_french(text: str) -> None:
    assert read(text, "fr") == []


@pytest.mark.parametrize(
    ("text", "lang", "words", "figure"),
    [
        ("It has just over 1,000 U.S. troops there.", "en", "just over 1,000 U.S. troops", "just over 1,000"),
        ("a loan of $200m, he said", "en", "$200m", "200m"),
        ("about US$ 5 million now", "en", "about US$ 5 million", "about US$ 5 million"),
        ("the 200 million US dollars", "en", "200 million US dollars", "200 million"),
        ("Troops: about 1,100.", "en", "", ""),
        ("The force, between 500 and 600, left", "en", "between 500 and 600", "between 500 and 600"),
        ("quelque 500 M$ de prêts", "fr", "quelque 500 M$", "quelque 500 M"),
        ("jusqu’à 1 200 réfugiés", "fr", "jusqu’à 1 200 réfugiés", "jusqu’à 1 200"),
        # hard and thin spaces, a soft hyphen, marks of their own, wide digits
        ("d’ici là, 1\u00a0200 re\u0301fugie\u0301s", "fr", "1\u00a0200 re\u0301fugie\u0301s", "1\u00a0200"),
        ("les 1\u202f200 soldats", "fr", "1\u202f200 soldats", "1\u202f200"),
        ("the 500 sol\u00addiers", "en", "500 sol\u00addiers", "500"),
        ("\ufeffİ: 500\u200d troops", "en", "500\u200d troops", "500"),
        ("🪖🪖 ５００ troops", "en", "５００ troops", "５００"),
        ("some 1,100² troops", "en", "some 1,100² troops", "some 1,100"),
        ("\u202eשלום\u202c 500 troops", "en", "500 troops", "500"),
    ],
)
def test_spans_point_into_the_text_as_published(text: str, lang: str, words: str, figure: str) -> None:
    found = read_quantities(text, lang)
    assert [(one.words, text[slice(*one.span)], text[slice(*one.figure)]) for one in found] == (
        [(words, words, figure)] if words else []
    )


def test_a_text_of_unknown_language_is_read_in_both() -> None:
    text = "Some 500 U.S. troops left; un millier de soldats restent; $5m"
    assert [shown(one) for one in read_quantities(text, None)] == ["~500 troops", "~1,000 soldiers", "5,000,000 USD"]
    assert read_quantities(text, "de") == read_quantities(text, None)


def test_the_founding_article_tells_two_quantities() -> None:
    text = (
        "Officials warned that the takeover puts hundreds of millions of dollars in support at risk. The country"
        " elected its leader in 2021, the first since 1960. Washington keeps just over 1,000 troops near Agadez."
    )
    assert read(text) == [f"~({100 * M:,}..{BN:,}) USD", "~(1,000..1,050) troops"]


def test_values_are_exact() -> None:
    (quantity,) = read_quantities("$0.1 billion")
    assert quantity.kind is QuantityKind.MONEY
    assert quantity.low == quantity.high == Decimal(100_000_000)
    assert str(quantity.low) == "100000000"
