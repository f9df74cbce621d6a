#!/usr/bin/env python3
"""The straightforward script: the effective options of every agent with the level and object of each, as CSV.

usage: resolve.py DEPLOYMENT.json > resolved.csv

Dictionaries are laid over each other: application, tenant, agent groups by name, agent. No place in the file is known.
"""
import csv
import json
import sys

deployment = {"tenants": [], "applications": [], "agent-groups": [], "agents": []}
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        for name, objects in json.load(file).items():
            deployment.setdefault(name, []).extend(objects)


def level(word, thing):
    source = f"{word}/{thing.get('name') or thing['username']}"
    return {
        (section, option): (value, word, source)
        for section, options in thing.get("options", {}).items()
        for option, value in options.items()
    }


application = level("application", deployment["applications"][0])
tenants = {thing["name"]: level("tenant", thing) for thing in deployment["tenants"]}
groups = {(thing["tenant"], thing["name"]): level("agent-group", thing) for thing in deployment["agent-groups"]}
out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow(["subject", "section", "option", "value", "level", "object"])
for agent in deployment["agents"]:
    effective = dict(application)
    effective.update(tenants[agent["tenant"]])
    for group in sorted(agent.get("agent-groups", [])):
        effective.update(groups[agent["tenant"], group])
    effective.update(level("agent", agent))
    subject = "agent/" + agent["username"]
    out.writerows((subject, *option, *found) for option, found in effective.items())
