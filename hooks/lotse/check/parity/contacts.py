"""Rules for links to dial, write to and open: what readers see is what they reach. They need one language only.

Machine translation splits them: `0 [8216508](tel:0821650874010) 74010` (26 of 233 pages of a real portal).
"""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from lotse.check.parity.extract import LINK, MAIL, URL, facts, mail, phone, url
from lotse.check.parity.fold import folded
from lotse.check.parity.pair import Pair
from lotse.check.parity.split import reach
from lotse.report import Finding

LONGEST_EXTENSION = 5  # "0821 3102-2718, -2719": the second link says its last digits only
FILE = re.compile(r"\.(?:png|jpe?g|svg|gif|webp|pdf)$", re.IGNORECASE)
MEND_SPLIT = "Put the whole of it between the brackets."


def check_contacts(pair: Pair) -> Iterator[Finding]:
    """Find links whose words are another number or address than their target."""
    text = folded(pair.translation.text)
    for match in LINK.finditer(text):
        target, label = match[3] or match[4] or "", match[2].strip(" *_|")
        kind = target.partition(":")[0].lower()
        if match[1] or kind not in ("tel", "sms", "mailto", "http", "https"):
            continue
        if reach(text, match):
            yield pair.finding("T017", f"The link to {target} covers only “{label}”.", MEND_SPLIT, at=target)
        elif _broken(pair, kind, label, target):
            what = f"The link says “{label}” and leads to {target}."
            yield pair.finding("T016", what, "Make both the same.", at=target)


def _broken(pair: Pair, kind: str, label: str, target: str) -> bool:
    """Tell whether a label is not what its target is."""
    if kind in ("http", "https"):
        return _other_site(label, target)
    return _other_mail(label, target) if kind == "mailto" else _other_phone(label, target, pair.to.tag)


def _other_phone(label: str, target: str, tag: str) -> bool:
    digits = re.sub(r"\D", "", label)
    if len(digits) < 3 or not re.fullmatch(r"[\d\s()+/.,–-]*", re.sub(r"[^\W\d_]{2,}\.?:?", "", label)):
        return False
    number = phone(unquote(target.partition(":")[2]))
    seen = {fact.value for fact in facts(label, tag) if fact.kind == "phone"} | {phone(label), phone("0" + digits)}
    extension = len(digits) <= LONGEST_EXTENSION and number.endswith(digits)
    return number not in seen and not extension and number != phone("+" + digits)


def _other_mail(label: str, target: str) -> bool:
    address = mail(target.partition(":")[2])
    seen = [mail(found) for found in MAIL.findall(label)]
    if seen:
        return address not in seen
    return bool(label) and " " not in label and label.casefold() != address and label.casefold() in address


def _other_site(label: str, target: str) -> bool:
    if not URL.fullmatch(label) or FILE.search(label):
        return False
    return url(label).removeprefix("//").split("/")[0] != url(target).removeprefix("//").split("/")[0]
