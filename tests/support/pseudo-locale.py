#!/usr/bin/env python3
# Makes catalogs in which every string is there, longer and recognisable, so that layouts can be tested before
# anybody translated them:
#   pseudo-locale.py TOP FOLDER     → FOLDER/en_XA/LC_MESSAGES/fernlight.mo   accents, brackets, about 40 % longer
#                                     FOLDER/en_XB/…                          written from right to left
#                                     FOLDER/locale/de_DE.UTF-8               a locale in which catalogs are looked for
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from catalog import entries_of, extract  # noqa: E402

# What has to stay as it is: formats of printf and strftime, names in braces, options, variables.
KEPT = re.compile(r"(%(?:\d+\$)?[-+ #0]*\d*(?:\.\d+)?(?:<PRI\w+>|(?:hh|h|ll|l|z)?[A-Za-z%])|\{\w+\}|--[\w-]+|\$\w+|\w+://|\n)")
ACCENTS = str.maketrans("AaBbCcDdEeGgHhIiKkLlNnOoRrSsTtUuWwYyZz", "ÀåƁƀÇçÐđÈéĜğĤħÌîĶķĻļÑñÖöŔřŠšŢţÛüŴŵÝýŽž")
HEADER = ('msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nLanguage: {}\\n'
          'Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n')


def longer(text):
    """Each vowel twice, accents on all: a word stays one word, as in German."""
    return re.sub(r"([aeiouAEIOU])", r"\1\1", text).translate(ACCENTS)


def leftward(text):
    """Its letters drawn from right to left, as those of Hebrew are; each word by itself, so that lines break."""
    return re.sub(r"[^\W\d_]+", lambda match: f"\u202e{match[0]}\u202c", text)


def pseudo(text, change):
    parts = KEPT.split(text)
    return "".join(part if number % 2 else change(part) for number, part in enumerate(parts))


def translate(text, language):
    if language == "en_XA":
        return f"[{pseudo(text, longer)}]"
    # The mark at its beginning makes a line with nothing but numbers a line from right to left, too.
    return "\u200f" + pseudo(text, leftward)


def quote(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def catalog_of(language, entries):
    blocks = [HEADER.format(language)]
    for _, parts in entries:
        lines = [f"msgctxt {quote(parts['msgctxt'])}"] if "msgctxt" in parts else []
        lines.append(f"msgid {quote(parts['msgid'])}")
        if "<PRI" in parts["msgid"]:  # only then are the sizes of this machine put in
            lines.insert(0, "#, c-format")
        if "msgid_plural" in parts:
            lines += [f"msgid_plural {quote(parts['msgid_plural'])}",
                      f"msgstr[0] {quote(framed(parts['msgid'], language))}",
                      f"msgstr[1] {quote(framed(parts['msgid_plural'], language))}"]
        else:
            lines.append(f"msgstr {quote(framed(parts['msgid'], language))}")
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def framed(text, language):
    """gettext wants line breaks at the ends where the original has them."""
    body = text.strip("\n")
    return text.replace(body, translate(body, language), 1)


def main():
    top, folder = sys.argv[1:3]
    os.makedirs(folder, exist_ok=True)
    text, complaints = extract(top, folder)
    if not text:
        sys.exit("\n".join(complaints))
    entries = list(entries_of(text))
    for language in ("en_XA", "en_XB"):
        place = os.path.join(folder, language, "LC_MESSAGES")
        os.makedirs(place, exist_ok=True)
        source = os.path.join(folder, f"{language}.po")
        with open(source, "w", encoding="utf-8") as file:
            file.write(catalog_of(language, entries))
        subprocess.run(["msgfmt", "--check-format", f"--output-file={place}/fernlight.mo", source], check=True)
    os.makedirs(os.path.join(folder, "locale"), exist_ok=True)
    subprocess.run(["localedef", "--no-archive", "-i", "de_DE", "-f", "UTF-8",
                    os.path.join(folder, "locale", "de_DE.UTF-8")], check=True)


main()
