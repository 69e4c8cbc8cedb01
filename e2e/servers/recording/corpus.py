"""The file of exchanges: which of them it holds, and whether they are consistent."""

import json
import re
import sys
from pathlib import Path

from .signing import resign

ROOT = Path(__file__).resolve().parents[3]
FILE = ROOT / 'tests/vectors/exchanges.json'
# The exchanges of each server that the file holds: those in which it answers differently from the others.
KEPT = json.loads((Path(__file__).parent / 'kept.json').read_text())


def load():
    return json.loads(FILE.read_text()) if FILE.exists() else []


def store(exchanges):
    lines = ',\n'.join(json.dumps(exchange, ensure_ascii=False, separators=(',', ':')) for exchange in exchanges)
    FILE.write_text(f'[\n{lines}\n]\n')


def replace(server, recorded, everything=False):
    """Puts the exchanges of one server into the file, in place of those that it has."""
    kept = KEPT.get(server)
    if kept is not None and not everything:
        by_scenario = {scenario(exchange): exchange for exchange in recorded}
        missing = [name for name in kept if name not in by_scenario]
        if missing:
            print(f'not recorded: {", ".join(missing)}', file=sys.stderr)
        recorded = [by_scenario[name] for name in kept if name in by_scenario]
    for exchange in recorded:
        shorten(exchange)
    title = {exchange['server'] for exchange in recorded}
    others = [exchange for exchange in load() if exchange['server'] not in title]
    store(sorted(others + recorded, key=lambda exchange: (exchange['cause'], exchange['name'])))
    print(f'{server}: {len(recorded)} exchanges', file=sys.stderr)


def scenario(exchange):
    return exchange['name'].rsplit(' on ', 1)[0]


def shorten(exchange):
    """Leaves out what is there twice, such as strings in hex besides those in text, and what says nothing."""
    if exchange['name'] != 'wrong-secret on swift':
        exchange['body'] = re.sub(r'<(StringToSignBytes|CanonicalRequestBytes)>.*?</\1>', '', exchange['body'])
    exchange['response_headers'] = [h for h in exchange['response_headers'] if h[1] != 'application/xml']
    # The clock of these servers is right, so their date says something only in answers about time.
    if exchange['cause'] not in ('clock-skew', 'expired', 'credentials-expired'):
        exchange.pop('server_date', None)
    # Many of those who ask do not hold the secret.
    if not exchange['needs_secret'] and not exchange['server'].startswith('embedded'):
        exchange['credentials'] = None
    if 'signed_as' in exchange:
        exchange['signed_as'] = {
            name: value
            for name, value in exchange['signed_as'].items() if value != sent(exchange).get(name)
        }


def sent(exchange):
    """Returns the request as it was sent, for comparison with what is said to have been signed."""
    return {
        'url': exchange['url'].split('&X-Amz-Signature=')[0], 'method': exchange['method'],
        'headers': exchange['headers']
    }


def check():
    """Checks names, fields, and that botocore computes each signature from what is said to have been signed."""
    exchanges = load()
    names = [exchange['name'] for exchange in exchanges]
    assert len(set(names)) == len(names), [name for name in names if names.count(name) > 1]
    checked = 0
    for exchange in exchanges:
        assert {
            'name', 'cause', 'server', 'now', 'url', 'method', 'headers', 'credentials', 'needs_secret', 'status',
            'response_headers', 'body', 'client_error'
        } <= set(exchange), exchange['name']
        assert exchange['status'] is not None or exchange['client_error'], exchange['name']
        assert exchange['credentials'] or not exchange['needs_secret'], exchange['name']
        if 'signed_as' in exchange:
            claimed = re.search('X-Amz-Signature=([0-9a-f]{64})', exchange['url']).group(1)
            assert resign(exchange['credentials'], {**sent(exchange), **exchange['signed_as']}) == claimed, exchange['name']
            checked += 1
    needed = sum(exchange['needs_secret'] for exchange in exchanges)
    print(f'{len(exchanges)} exchanges; {needed} need the secret, and {checked} of those signatures are confirmed')
