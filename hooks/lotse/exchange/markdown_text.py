"""Write words and addresses so that Python-Markdown, with our extensions, reads back exactly what went in.

Inline Markdown is put together with marks (Unicode noncharacters, which no text contains) for what depends on its
surroundings: line breaks, the ends of emphasis, the beginnings of pictures and links. `finished` turns them into characters at last.
"""

import re
from urllib.parse import quote

BREAK, PICTURE, LINK = "\ufdd0", "\ufdd5", "\ufdd6"
STRONG, EMPHASIS = ("\ufdd1", "\ufdd2"), ("\ufdd3", "\ufdd4")
MARKS = {STRONG[0]: "**", STRONG[1]: "**", EMPHASIS[0]: "*", EMPHASIS[1]: "*", PICTURE: "!", LINK: "", BREAK: "  \n"}
BLANK = rf"[ \u00a0{BREAK}]*"
EDGES = re.compile(rf"({BLANK})(.*?)({BLANK})", re.DOTALL)
# What XML forbids, Python-Markdown's own placeholders (U+0002, U+0003), and our marks.
FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]")
SPECIAL = re.compile(r"[\\*\[\]{|]|(?<![^\W_])_|_(?![^\W_])")
ENTITY = re.compile(r"&(?=#?\w+;)")
UNSAFE = re.compile(r"[\s<>\"'`\\\[\]{}|^\x00-\x1f\x7f]")


def escaped(text: str) -> str:
    """Return plain text as inline Markdown; white space becomes single blanks, no-break spaces stay."""
    text = re.sub(r"[ \t\r\n\f]+", " ", FORBIDDEN.sub("", text))
    return SPECIAL.sub(r"\\\g<0>", ENTITY.sub("&amp;", text)).replace("<", "&lt;").replace("`", "&#96;")


def code(text: str) -> str:
    """Return plain text as a code span, on one line, the white space at its ends outside."""
    before, words, after = edges(re.sub(r"\s+", " ", FORBIDDEN.sub("", text)))
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", words)), default=0))
    space = " " if "`" in words else ""
    return f"{before}{fence}{space}{words}{space}{fence}{after}" if words else before


def destination(address: str) -> str:
    """Return an address as it stands between the parentheses of a link."""
    address = UNSAFE.sub(lambda match: quote(match.group()), FORBIDDEN.sub("", address.strip()))
    return ENTITY.sub("&amp;", address if _balanced(address) else address.replace("(", "%28").replace(")", "%29"))


def edges(inline: str) -> tuple[str, str, str]:
    """Return the white space before, the words, and the white space after: emphasis and links must not begin or end with any."""
    match = EDGES.fullmatch(inline)
    assert match is not None
    return match.group(1), match.group(2), match.group(3)


def paragraphs(inline: str) -> list[str]:
    """Return the paragraphs a run of inline Markdown makes; two breaks in a row begin a new one."""
    chunks = re.split(f"{BREAK}{{2,}}", tidy(inline))
    return ["  \n".join(guarded(line) for line in chunk.split(BREAK)) for chunk in chunks if chunk]


def one_line(inline: str) -> str:
    """Return inline Markdown without line breaks, as headings and table cells need it."""
    return finished(tidy(inline.replace(BREAK, " ")))


def tidy(inline: str) -> str:
    """Return inline Markdown without superfluous white space and with neighbouring emphasis joined."""
    inline = re.sub(r"[ \u00a0]{2,}", " ", inline)
    for start, end in (STRONG, EMPHASIS):
        inline = re.sub(f"{end}([ \u00a0]?){start}", r"\1", inline)
    inline = re.sub(
        f"{STRONG[1]}{EMPHASIS[0]}(.*?){EMPHASIS[1]}", rf"{STRONG[1]}\1", inline
    )  # three stars in a row say nothing clearly
    inline = re.sub(f"[ \u00a0]*{BREAK}[ \u00a0]*", BREAK, inline)
    return inline.strip(f" \u00a0{BREAK}")


def guarded(line: str) -> str:
    """Return a finished line of a paragraph whose beginning no list, heading, rule, admonition or definition is read from."""
    line = re.sub(r"^(\d+)\.(?= |$)", r"\1\\.", line)
    line = re.sub(r"^(?=#|!!!|-[- ]|-$|\+ |\+$)", r"\\", line)
    line = re.sub(r"^>", "&gt;", line)
    line = re.sub(r"^:(?= )", "&#58;", line)
    return finished(re.sub(r"^=(?==*$)", "&#61;", line))


def finished(inline: str) -> str:
    """Return inline Markdown with its marks turned into characters."""
    inline = inline.replace(f"!{LINK}", r"\!")  # "Call![here](…)" is no picture
    for mark, text in MARKS.items():
        inline = inline.replace(mark, text)
    return inline


def indented(text: str, by: str = "    ") -> str:
    """Return a text with every line but the first moved in; Python-Markdown nests by four blanks."""
    return re.sub(r"\n(?=[^\n])", "\n" + by, text)


def _balanced(address: str) -> bool:
    depth = 0
    for character in address:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth < 0:
            return False
    return depth == 0
