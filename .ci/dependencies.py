"""Holds the tree of dependencies against `.deny.toml`: licences, bans and sources, from what cargo says, offline."""

import os
import re
import subprocess
import sys
import tomllib


def alternatives(expression):
    """Returns the sets of licences of which one must be acceptable as a whole."""
    tokens = re.findall(r"\(|\)|[^\s()]+", expression.replace("/", " OR "))

    def either():
        found = both()
        while tokens and tokens[0] == "OR":
            tokens.pop(0)
            found = found + both()
        return found

    def both():
        found = one()
        while tokens and tokens[0] == "AND":
            tokens.pop(0)
            other = one()
            found = [left | right for left in found for right in other]
        return found

    def one():
        token = tokens.pop(0)
        if token == "(":
            found = either()
            tokens.pop(0)
            return found
        if tokens and tokens[0] == "WITH":
            tokens.pop(0)
            tokens.pop(0)
        return [{token}]

    return either()


def complaints(packages, rules):
    """Returns a line for each package that the rules refuse."""
    general = set(rules["licenses"]["allow"])
    exceptions = {entry["crate"]: set(entry["allow"]) for entry in rules["licenses"]["exceptions"]}
    banned = {entry["crate"] for entry in rules["bans"]["deny"]}
    for package in packages:
        name = f"{package['name']} {package['version']}"
        if package["name"] in banned:
            yield f"{name} is banned"
        source = package["source"]
        if source:
            yield f"{name} comes from {source}"
        allowed = general | exceptions.get(package["name"], set())
        licence = package["license"]
        if not licence or not any(choice <= allowed for choice in alternatives(licence)):
            yield f"{name} has the licence {licence}"


def check_myself(rules):
    """Stops unless the rules refuse what they should."""

    def refused(name, licence, source=None):
        return len(list(complaints([{"name": name, "version": "1", "license": licence, "source": source}], rules)))

    assert refused("a", "MIT") == 0
    assert refused("a", "GPL-3.0-only OR (MIT AND Zlib)") == 0
    assert refused("a", "Apache-2.0 WITH LLVM-exception") == 0
    assert refused("a", "MIT AND GPL-3.0-only") == 1
    assert refused("a", "MPL-2.0") == 1
    assert refused("colored", "MPL-2.0") == 0
    assert refused("a", None) == 1
    assert refused("openssl-sys", "MIT") == 1
    assert refused("a", "MIT", "https://example.org/a#1") == 1


def tree():
    """Returns the packages that are built or tested here."""
    # Not `cargo metadata`: it lists optional packages that no feature brings.
    command = ["cargo", "tree", "--workspace", "--locked", "--prefix", "none", "--format", "{p}|{l}"]
    for line in sorted(set(subprocess.check_output(command, text=True).split("\n")) - {""}):
        package, licence = line.removesuffix(" (*)").split("|")
        name, version, *rest = package.split(" ", 2)
        # After name and version cargo names a path or a repository in parentheses; the registry has none.
        place = re.sub(r"\(proc-macro\)", "", " ".join(rest)).strip(" ()")
        is_ours = place.startswith(os.getcwd() + os.sep)
        yield {"name": name, "version": version, "license": licence, "source": None if is_ours else place}


def main():
    with open(".deny.toml", "rb") as file:
        rules = tomllib.load(file)
    check_myself(rules)
    packages = list(tree())
    found = list(complaints(packages, rules))
    print("\n".join(found) or f"{len(packages)} packages are as they should be")
    sys.exit(1 if found else 0)


main()
