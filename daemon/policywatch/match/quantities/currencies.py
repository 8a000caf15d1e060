"""Currencies: the codes of ISO 4217, and the signs and letters that stand for them before or behind a figure."""

from __future__ import annotations

from typing import Final

_ACTIVE = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY
    COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS
    INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP
    MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR
    SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND
    VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
#: the active codes of ISO 4217 that name a money people pay with
CODES: Final = frozenset(_ACTIVE.split())

#: codes that are words in capitals too: in ALL 500, TOP 10 and SOS 3 they stand for no money
_WORDS = {"ALL", "BAM", "BOB", "COP", "CUP", "GEL", "LAK", "MAD", "MOP", "PEN", "RON", "SOS", "TOP", "TRY"}
#: codes that a reader may take for money, folded; `fcfa` and the like are what print uses for them
WRITTEN: Final = {code.lower(): code for code in CODES - _WORDS} | {
    "fcfa": "XOF",
    "cfa": "XOF",
    "rmb": "CNY",
    "ksh": "KES",
    "ugx": "UGX",
    "naira": "NGN",
}

#: signs -> code
SIGNS: Final = {
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₦": "NGN",
    "₹": "INR",
    "₽": "RUB",
    "₺": "TRY",
    "₩": "KRW",
    "₪": "ILS",
    "₴": "UAH",
    "₵": "GHS",
    "₫": "VND",
    "₱": "PHP",
    "฿": "THB",
}
#: letters directly before a dollar sign -> code
DOLLARS: Final = {
    "us": "USD",
    "u.s.": "USD",
    "u.s": "USD",
    "s": "SGD",
    "sg": "SGD",
    "a": "AUD",
    "au": "AUD",
    "c": "CAD",
    "ca": "CAD",
    "can": "CAD",
    "hk": "HKD",
    "nz": "NZD",
    "nt": "TWD",
    "r": "BRL",
    "j": "JMD",
    "ec": "XCD",
    "z": "",
    "tt": "TTD",
    "n": "NAD",
    "mx": "MXN",
}
#: letters directly before a figure that has a scale (N500bn, R2 million), which are names of things elsewhere (N7, R2)
LETTERS: Final = {"n": "NGN", "r": "ZAR", "rs": "INR", "re": "INR"}
