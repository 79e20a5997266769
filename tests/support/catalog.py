# What is to be translated: the strings of the sources, as xgettext sees them, and the entries of a PO file.
# SPDX-License-Identifier: GPL-3.0-or-later
import os
import re
import subprocess

XGETTEXT = ["xgettext", "--from-code=UTF-8", "--add-comments", "--keyword=_", "--keyword=N_", "--keyword=C_:1c,2",
            "--keyword=NC_:1c,2", "--keyword=g_dcgettext:2", "--keyword=g_dngettext:2,3", "--keyword=g_dpgettext2:2c,3",
            "--flag=N_:1:pass-c-format", "--flag=C_:2:pass-c-format", "--flag=NC_:2:pass-c-format",
            "--flag=g_dngettext:2:pass-c-format", "--flag=g_strdup_printf:1:c-format", "--flag=g_string_printf:2:c-format",
            "--flag=g_string_append_printf:2:c-format", "--flag=g_error_new:3:c-format", "--flag=g_set_error:4:c-format",
            "--flag=g_print:1:c-format", "--flag=fl_cli_complain:2:c-format"]


def listed_files(top):
    """What po/POTFILES.in names."""
    with open(os.path.join(top, "po", "POTFILES.in"), encoding="utf-8") as file:
        return [line for line in file.read().splitlines() if line and not line.startswith("#")]


def extract(top, folder):
    """The catalog of the sources as text, and what xgettext has to say about them."""
    pot = os.path.join(folder, "words.pot")
    run = subprocess.run([*XGETTEXT, f"--directory={top}", f"--output={pot}", *listed_files(top)], capture_output=True,
                         text=True, env={**os.environ, "LC_ALL": "C.UTF-8"}, check=False)
    complaints = [line for line in run.stderr.splitlines() if "warning: " in line or "error: " in line]
    if run.returncode != 0:
        return "", [*complaints, f"xgettext ended with {run.returncode}: {run.stderr.strip()[-500:]}"]
    with open(pot, encoding="utf-8") as file:
        return file.read(), complaints


def _unquote(line):
    return re.sub(r"\\(.)", lambda match: {"n": "\n", "t": "\t"}.get(match[1], match[1]),
                  line[line.index('"') + 1:line.rindex('"')])


def entries_of(catalog):
    """(where, {"msgid": text, "msgstr[0]": text, …}) of each entry of a PO file's text, without its header."""
    for block in re.split(r"\n\n+", catalog):
        where, parts, key = [], {}, None
        for line in block.splitlines():
            if line.startswith("#:"):
                where += line[2:].split()
            if line.startswith("#"):
                continue
            head = re.match(r'(msgctxt|msgid_plural|msgid|msgstr(?:\[\d+\])?) "', line)
            if head:
                key = head[1]
                parts[key] = ""
            parts[key] += _unquote(line)
        if parts.get("msgid"):
            yield where[0] if where else parts["msgid"], parts
