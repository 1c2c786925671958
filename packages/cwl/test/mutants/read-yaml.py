"""Reads texts as YAML, one JSON string a line, and writes what PyYAML makes of each: a tree, or "refused".

A scalar is a list of its text and whether it stands without quotes, a list is {"items": [...]}, a mapping is {"pairs": [...]}.
"""
import json
import sys

import yaml


def tree(node):
    if isinstance(node, yaml.ScalarNode):
        return [node.value, not node.style]
    if isinstance(node, yaml.SequenceNode):
        return {"items": [tree(item) for item in node.value]}
    keys = [key.value for key, _ in node.value]
    # What every reader of CWL refuses as well, although it is YAML.
    if not all(isinstance(key, yaml.ScalarNode) for key, _ in node.value) or len(set(keys)) < len(keys):
        raise yaml.YAMLError("a key is here twice, or no text")
    return {"pairs": [[key, tree(value)] for key, (_, value) in zip(keys, node.value)]}


def read(text):
    """What libyaml reads. It refuses `{a:[b]}`, which others read: there a blank is put behind the colon."""
    try:
        return yaml.compose(text, Loader=yaml.CBaseLoader)
    except yaml.scanner.ScannerError as error:
        if error.problem != "found unexpected ':'":
            raise
        # A byte order mark is not counted.
        colon = text.index(":", error.problem_mark.index)
        return read(text[: colon + 1] + " " + text[colon + 1 :])


for line in sys.stdin:
    try:
        root = read(json.loads(line))
        print(json.dumps(tree(root) if root else ["", True]))
    except yaml.YAMLError:
        print('"refused"')
