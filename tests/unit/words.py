#!/usr/bin/env python3
# The words people see: every file with them is listed, every one can be translated, none is malformed.
# A string that nobody translated yet is no failure.
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

top = os.environ.get("FERNLIGHT_SRC", ".")
sys.path.insert(0, os.path.join(top, "tests", "support"))
from catalog import entries_of, extract, listed_files  # noqa: E402

MARKED = re.compile(r'(?<![A-Za-z_])(?:_|N_|C_|NC_|ngettext|g_dngettext|gettext) ?\(')
# Functions whose literal is read by people, so that it has to come from gettext.
SHOWN = re.compile(r'\b(\w*(?:_set_(?:label|text|title|subtitle|description|tooltip_text|placeholder_text|heading|body)'
                   r'|_toast_new|_button_new_with_label|gtk_label_new)) \((?:[^()"]+, )?"((?:[^"\\]|\\.)*)"\)')
PROPERTIES = {"label", "title", "subtitle", "description", "tooltip-text", "placeholder-text", "text", "heading", "body",
              "primary-text", "secondary-text"}
BUTTONS = {"GtkButton", "GtkMenuButton", "GtkToggleButton", "GtkLinkButton"}
SMALL_WORDS = {"a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with", "without"}
# Letters that are no words: file, text → why nobody translates it.
passed_over = set()
NO_WORDS = {
    ("fl-device-card.ui", "Fernet"): "a name",
    ("fl-identity-card.ui", "SHA-256"): "a name",
    ("fl-window.ui", "Fernlight"): "a name",
}


def read(*names):
    with open(os.path.join(top, *names), encoding="utf-8") as file:
        return file.read()


def without_comments(text):
    """C without its comments; what is between quotes stays."""
    return re.sub(r'("(?:[^"\\]|\\.)*")|/\*.*?\*/', lambda match: match[1] or " ", text, flags=re.S)


# ---------------------------------------------------------------- which files

def has_words(name, text):
    """Whether a file has text for translators."""
    if name.endswith(".c"):
        return bool(MARKED.search(without_comments(text)))
    if name.endswith(".ui"):
        return 'translatable="yes"' in text
    return name.endswith((".desktop.in", ".metainfo.xml.in", ".gschema.xml.in"))


def files_with_words():
    found = set()
    for folder in ("src", "data"):
        for place, _, names in os.walk(os.path.join(top, folder)):
            for name in names:
                path = os.path.relpath(os.path.join(place, name), top)
                if name.endswith((".c", ".ui", ".in")) and has_words(name, read(path)):
                    found.add(path)
    return found


def check_listing():
    listed = listed_files(top)
    there = files_with_words()
    return ([f"not listed: {path}" for path in sorted(there - set(listed))]
            + [f"listed without words: {path}" for path in listed if path not in there]
            + ([] if listed == sorted(set(listed)) else ["the list is not sorted, or has a line twice"]))


# ---------------------------------------------------------------- what can be translated

def is_no_word(name, words):
    passed_over.add((name, words))
    return (name, words) in NO_WORDS


def untranslatable_of_ui(name, text):
    """What a template shows that nobody can translate, and buttons that are not in title case."""
    complaints = []
    for node in ElementTree.fromstring(text).iter():
        if node.tag == "object" and node.get("class") in BUTTONS:
            complaints += [f"{name}: button “{label.text}” is not in title case" for label in node.findall("property")
                           if label.get("name") == "label" and not is_title_case(label.text or "")]
        words = (node.text or "").strip()
        shown = (node.tag in ("property", "attribute") and node.get("name") in PROPERTIES) or node.tag == "item" and len(node) == 0
        if shown and re.search(r"[^\W\d_]{2}", words) and node.get("translatable") != "yes" and node.get("bind-source") is None \
                and not is_no_word(name, words):
            complaints.append(f"{name}: “{words}” cannot be translated")
    return complaints


def untranslatable_of_c(name, text):
    return [f"{name}: {function} (“{words}”) cannot be translated"
            for function, words in SHOWN.findall(without_comments(text))
            if re.search(r"[^\W\d_]{2}", words) and not is_no_word(name, words)]


def is_title_case(words):
    return all(word in SMALL_WORDS or not word[:1].islower() for word in re.findall(r"[^\W\d_][\w’-]*", words.replace("_", "")))


def check_translatable():
    complaints = []
    for place, _, names in os.walk(os.path.join(top, "src")):
        for name in sorted(names):
            if name.endswith(".ui"):
                complaints += untranslatable_of_ui(name, read(place, name))
            elif name.endswith(".c"):
                complaints += untranslatable_of_c(name, read(place, name))
    return complaints + [f"{name}: “{words}” is listed as no words, and not there" for name, words in set(NO_WORDS) - passed_over]


# ---------------------------------------------------------------- how it is written

def malformed(words):
    """What is wrong with a string, or None."""
    if words != words.strip():
        return "blanks or line breaks around it"
    if re.search(r"\S  +\S", words):
        return "two blanks"
    if "..." in words:
        return "three dots in place of “…”"
    if re.search(r"\w'\w|'\w+'|\w'(?:\s|$)", words):
        return "a straight apostrophe"
    if '"' in words:
        return "straight quotation marks"
    if re.search(r"\s[,;:!?](?:\s|$)", words):
        return "a blank before a mark"
    if "\t" in words or "\u00a0\u00a0" in words:
        return "tabs"
    return None


def check_form(catalog):
    return [f"{where}: {why}: “{words}”" for where, parts in entries_of(catalog)
            for key, words in parts.items() if key.startswith("msgid") and (why := malformed(words))]


# ---------------------------------------------------------------- the languages

def check_language(language):
    """Formats survive, and what is translated is well-formed."""
    path = os.path.join(top, "po", f"{language}.po")
    run = subprocess.run(["msgfmt", "--check", "--output-file=/dev/null", path], capture_output=True, text=True, check=False,
                         env={**os.environ, "LC_ALL": "C.UTF-8"})
    complaints = [line for line in run.stderr.splitlines() if line.strip()] if run.returncode != 0 else []
    return complaints + [f"{where}: {why}: “{words}”" for where, parts in entries_of(read("po", f"{language}.po"))
                         for key, words in parts.items()
                         if key.startswith("msgstr") and words and (why := malformed(words))]


def check_can_fail():
    """Every rule, broken once."""
    ui = '<interface><object class="GtkButton"><property name="label"{}>{}</property></object></interface>'
    broken = {
        "listing": has_words("x.c", 'f (_("Words"));') and not has_words("x.c", '/* _("Words") */ f_ (1);'),
        "template": untranslatable_of_ui("x.ui", ui.format("", "Words")),
        "title case": untranslatable_of_ui("x.ui", ui.format(' translatable="yes"', "Copy the topic")),
        "code": untranslatable_of_c("x.c", 'gtk_label_set_label (label, "Some words");'),
        "blanks": malformed("Words "), "double": malformed("Two  words"), "dots": malformed("Wait..."),
        "apostrophe": malformed("the broker's"), "quotes": malformed('a "name"'), "mark": malformed("What ?"),
    }
    fine = (not malformed("Fernet <1 %, the broker’s “name”…") and not untranslatable_of_ui("x.ui", ui.format("", "5"))
            and not untranslatable_of_ui("x.ui", ui.format(' translatable="yes"', "Copy to the Topic…"))
            and not untranslatable_of_c("x.c", 'gtk_label_set_label (label, _("Some words"));'))
    return [f"{rule} is not seen" for rule, seen in broken.items() if not seen] + ([] if fine else ["what is right is refused"])


def main():
    results = [("each rule can fail", check_can_fail()),
               ("POTFILES.in lists the files with words, and only those", check_listing()),
               ("what templates and code show can be translated", check_translatable())]
    with tempfile.TemporaryDirectory() as folder:
        catalog, complaints = extract(top, folder)
    results += [("xgettext reads every string whole", complaints),
                ("no string is malformed", check_form(catalog))]
    results += [(f"{language}: formats survive, nothing is malformed", check_language(language))
                for language in read("po", "LINGUAS").split()]
    print(f"1..{len(results)}")
    for number, (what, found) in enumerate(results, 1):
        for line in found:
            print("#", line)
        print("not ok" if found else "ok", number, what)
    count = sum(1 for _ in entries_of(catalog))
    print(f"# {count} strings for translators")
    return 1 if any(found for _, found in results) else 0


sys.exit(main())
