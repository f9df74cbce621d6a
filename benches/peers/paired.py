#!/usr/bin/env python3
"""Times whole processes side by side: A B A B ..., and prints the median of the ratios A/B, pair by pair.

usage: paired.py ROUNDS 'COMMAND_A' 'COMMAND_B' [MOST]

Two ratios, because a machine is seldom idle: wall time, and processor time (user and system, of all threads). Peak
memory is that of the process. With MOST the exit status is 1 where the ratio of processor times is above it. What the
commands print is thrown away.
"""
import os
import shlex
import statistics
import sys
import time


def run(command):
    words = shlex.split(command)
    null = os.open(os.devnull, os.O_RDWR)
    actions = [(os.POSIX_SPAWN_DUP2, null, fd) for fd in (0, 1, 2)]
    start = time.monotonic()
    pid = os.posix_spawnp(words[0], words, os.environ, file_actions=actions)
    _, status, usage = os.wait4(pid, 0)
    wall = time.monotonic() - start
    os.close(null)
    if os.waitstatus_to_exitcode(status) not in (0, 1, 2):
        sys.exit(f"{command}: ended with {os.waitstatus_to_exitcode(status)}")
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    rounds, commands = int(sys.argv[1]), sys.argv[2:4]
    for command in commands:
        run(command)
    figures = [[run(command) for command in commands] for _ in range(rounds)]
    for at, command in enumerate(commands):
        wall, cpu, peak = (statistics.median(round[at][column] for round in figures) for column in range(3))
        least = min(round[at][1] for round in figures)
        print(f"{'AB'[at]}  wall {wall:.3f} s  cpu {cpu:.3f} s (least {least:.3f})  peak {peak:.0f} MiB  {command}")
    ratios = []
    for column, name in enumerate(["wall", "cpu"]):
        of = sorted(a[column] / max(b[column], 1e-6) for a, b in figures)
        ratios.append(statistics.median(of))
        print(f"A/B {name}: {ratios[-1]:.3f}  ({of[0]:.3f} to {of[-1]:.3f}, {rounds} pairs)")
    if len(sys.argv) > 4 and ratios[1] > float(sys.argv[4]):
        sys.exit(1)


main()
