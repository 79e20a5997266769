#!/usr/bin/python3
# Python's cryptography opens the lines of standard input REPEAT times each; prints nanoseconds a token.
# SPDX-License-Identifier: GPL-3.0-or-later
import sys
import time

from cryptography.fernet import Fernet

with open(sys.argv[1], encoding="ascii") as file:
    fernet = Fernet(file.read().strip())
tokens = [line.rstrip(b"\n") for line in sys.stdin.buffer]
begin = time.process_time_ns()
for _ in range(int(sys.argv[2])):
    for token in tokens:
        fernet.decrypt(token)
print((time.process_time_ns() - begin) / len(tokens) / int(sys.argv[2]))
