#!/usr/bin/env python3
"""What reaches one agent, as data for `puppet lookup --explain`: agent, agent group, tenant, application.

usage: hiera.py DEPLOYMENT.json AGENT FOLDER
"""
import json
import os
import sys

path, username, folder = sys.argv[1:]
with open(path, encoding="utf-8") as file:
    deployment = json.load(file)
agent = next(one for one in deployment["agents"] if one["username"] == username)
group = next(one for one in deployment["agent-groups"] if one["name"] == agent["agent-groups"][0])
tenant = next(one for one in deployment["tenants"] if one["name"] == agent["tenant"])
data = os.path.join(folder, "env", "production", "data")
os.makedirs(data, exist_ok=True)
levels = {"agent": agent, "group": group, "tenant": tenant, "application": deployment["applications"][0]}
for name, thing in levels.items():
    options = thing.get("options", {}).get("interaction-workspace", {})
    with open(os.path.join(data, name + ".yaml"), "w", encoding="utf-8") as file:
        # JSON is YAML.
        json.dump({"options": options}, file)
hierarchy = [{"name": name, "path": name + ".yaml"} for name in levels]
with open(os.path.join(folder, "env", "production", "hiera.yaml"), "w", encoding="utf-8") as file:
    json.dump(
        {"version": 5, "defaults": {"datadir": "data", "data_hash": "yaml_data"}, "hierarchy": hierarchy}, file
    )
with open(os.path.join(folder, "facts.json"), "w", encoding="utf-8") as file:
    json.dump({"agent": username}, file)
