#!/usr/bin/env python3
"""How the cost grows: runs a command on deployments of several sizes and fits cost = a * size ** b.

usage: growth.py ROUNDS 'COMMAND with {}' SIZE...

Cost is the least processor time of the rounds, without that of the smallest of all sizes that a process has anyway:
give the command a size of 1 first. Prints each cost and the exponent b; 1 is linear.
"""
import math
import os
import shlex
import sys


def cost(command):
    words = shlex.split(command)
    null = os.open(os.devnull, os.O_RDWR)
    pid = os.posix_spawnp(words[0], words, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, null, fd) for fd in (0, 1, 2)])
    _, _, usage = os.wait4(pid, 0)
    os.close(null)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


rounds, command, sizes = int(sys.argv[1]), sys.argv[2], [int(size) for size in sys.argv[3:]]
points, start = [], None
for size in sizes:
    runs = [cost(command.format(size)) for _ in range(rounds)]
    seconds, peak = min(runs)[0], max(run[1] for run in runs)
    print(f"{size:>9} agents  {seconds:8.3f} s  {seconds / size * 1e6:7.2f} us an agent  peak {peak:.0f} MiB")
    if start is None:
        start = seconds
    elif seconds > start:
        points.append((math.log(size), math.log(seconds - start)))
mean = [sum(point[axis] for point in points) / len(points) for axis in (0, 1)]
slope = sum((x - mean[0]) * (y - mean[1]) for x, y in points) / sum((x - mean[0]) ** 2 for x, _ in points)
print(f"cost grows as agents to the power of {slope:.3f}")
