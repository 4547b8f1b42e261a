# SPDX-License-Identifier: MIT
"""A machine file with the models of the catalogue put in, read with a YAML reader of others."""
import pathlib
import sys

import yaml


def read_yaml(path):
    return yaml.safe_load(path.read_text(encoding='utf-8'))


def over(base, own):
    """Keys of own, else of base; so, too, in mappings inside."""
    return base | {key: over(base[key], value) if isinstance(value, dict) and key in base else value for key, value in own.items()}


def read_machine(name):
    path = pathlib.Path(name)
    machine = read_yaml(path)

    def of_catalogue(model):
        return read_yaml(path.parent / 'models' / f'{model}.yaml')

    models = [over(of_catalogue(model['base']), model) if 'base' in model else model for model in machine.get('models', [])]
    known = {model['id'] for model in models}
    named = dict.fromkeys(gpu['model'] for gpu in machine['gpus'])
    machine['models'] = models + [of_catalogue(model) for model in named if model not in known]
    return machine


def report(what, machine, rows, least):
    """Ends the program: rows are of name, answer and what the machine file says; more than least of them."""
    wrong = [row for row in rows if row[1] != row[2]]
    for name, got, wanted in wrong:
        print(f'{name}: {got!r}, the machine file says {wanted!r}')
    print(f'{what} on {machine["name"]}: {len(rows)} answers, {len(wrong)} wrong')
    sys.exit(1 if wrong or len(rows) <= least else 0)
