#!/usr/bin/env python3
"""Records `tests/vectors/exchanges.json`: presigned URLs that failed, with the answers of real servers.

It needs botocore 1.43 and boto3. Each of these replaces the exchanges of one server:

    cargo build -p presign-e2e --bin s3-server && e2e/servers/record-exchanges.py embedded    the server of this package
    e2e/servers/run --with ./record-exchanges.py juicefs    also swift and radosgw, which need Debian 12
    e2e/servers/record-exchanges.py ministack               after `pip install ministack==1.5.33 cryptography`
    e2e/servers/record-exchanges.py moto                    after `pip install 'moto[server]==5.2.1'`
    e2e/servers/record-exchanges.py clients                 what clients say when no server answers; as root
    e2e/servers/record-exchanges.py reported                what servers answered to others; nothing is sent

    e2e/servers/record-exchanges.py check                   checks the whole file; nothing is sent
    e2e/servers/record-exchanges.py right                   makes `tests/vectors/right-urls.json` again; nothing is sent

A recording has the ports and times of the day when it was made, and so does not come out the same twice. Where STS gives
sessions, it waits 15 minutes for one to expire. `recording/kept.json` says which exchanges of a server go into the file;
with `--all` as the last argument, all do.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from recording import claims, clients, corpus, mangled, ministack, permissions, reported, requests_sent, right, special
from recording.server import BUCKET, Server
from recording.signing import keys

TITLES = {
    'embedded': 'embedded server of e2e', 'ministack': 'MiniStack 1.5.33', 'moto': 'moto 5.2.1',
    'juicefs': "JuiceFS 1.4.2 (MinIO's gateway code)", 'radosgw': 'Ceph radosgw 16.2.15',
    'radosgw-sts': 'Ceph radosgw 16.2.15 with STS', 'swift': 'OpenStack Swift 2.30.1 s3api'
}
OWNER = keys('AKIDEXAMPLEOWNER', 'wJalrXUtnFEMI/K7MDENG+bPxRfiOWNEREXAMPLE')
UPLOADER = keys('AKIDEXAMPLEUPLOADER', 'pHuQ9cSXWN/0aZkJTn+3rLxDqUPLOADEREXAMPLE')
# The shortest session that STS gives.
SHORTEST = 900


def main(name='', *options):
    if name in ('', 'juicefs', 'radosgw', 'radosgw-sts', 'swift'):
        name = os.environ.get('PRESIGN_E2E_SERVER', '')
        if name not in TITLES:
            sys.exit(__doc__)
        exchanges = from_environment(name)
    elif name in ('embedded', 'moto'):
        exchanges = globals()[f'from_{name}']()
    elif name == 'ministack':
        exchanges = from_ministack()
    elif name in ('clients', 'reported'):
        exchanges = {'clients': clients, 'reported': reported}[name].record()
    elif name == 'check':
        return corpus.check()
    elif name == 'right':
        return right.write()
    else:
        sys.exit(__doc__)
    corpus.replace(name, exchanges, everything='--all' in options)


def exchanges_of(server, *parts):
    server.prepare()
    for part in parts or (mangled, claims, requests_sent, permissions, special):
        part.record(server)
    print('\n'.join(server.log), file=sys.stderr)
    return server.exchanges


def from_embedded():
    program = Path(os.environ.get('CARGO_TARGET_DIR', corpus.ROOT / 'target')) / 'debug/s3-server'
    environment = {
        **os.environ, 'AWS_ACCESS_KEY_ID': OWNER['access_key_id'], 'AWS_SECRET_ACCESS_KEY': OWNER['secret_access_key']
    }
    with subprocess.Popen([program, BUCKET], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          text=True) as process:
        endpoint = process.stdout.readline().strip()
        exchanges = exchanges_of(Server('embedded', TITLES['embedded'], endpoint, OWNER, domain='s3.localhost'))
        process.stdin.close()
    return exchanges


def from_moto():
    endpoint = 'http://127.0.0.1:15999'
    process = subprocess.Popen(['moto_server', '-H', '127.0.0.1', '-p', '15999'], stderr=subprocess.DEVNULL)
    try:
        time.sleep(4)
        return exchanges_of(Server('moto', TITLES['moto'], endpoint, OWNER), special)
    finally:
        process.terminate()


def from_ministack():
    with tempfile.TemporaryDirectory() as directory, ministack.run(directory) as (endpoint, owner, user2, role):
        server = Server('ministack', TITLES['ministack'], endpoint, owner, user2, domain='s3.localhost')
        server.temporary = sessions(server, owner, role)
        return exchanges_of(server)


def from_environment(name):
    """Records the server that `run` has started."""
    given = {n.removeprefix('PRESIGN_E2E_'): v for n, v in os.environ.items()}
    owner, user2 = (keys(given[f'{user}_ACCESS_KEY'], given[f'{user}_SECRET_KEY']) for user in ['OWNER', 'USER2'])
    server = Server(name, TITLES[name], given['ENDPOINT'], owner, user2, domain='s3.localhost')
    if name == 'juicefs':
        server.temporary = sessions(server, UPLOADER, 'arn:aws:iam:::role/any')
    elif 'ROLE' in given:
        server.temporary = sessions(server, owner, given['ROLE'])
    return exchanges_of(server)


def sessions(server, user, role):
    """Returns two sessions and one that has expired, for which it waits."""
    sts = server.client(user, 'sts')

    def session():
        made = sts.assume_role(RoleArn=role, RoleSessionName='recording', DurationSeconds=SHORTEST)['Credentials']
        return keys(made['AccessKeyId'], made['SecretAccessKey'], made['SessionToken'])

    three = [session() for _ in range(3)]
    if 'PRESIGN_E2E_SKIP_EXPIRED' in os.environ:
        return three[:2]
    print(f'waiting {SHORTEST} s for a session to expire', file=sys.stderr)
    time.sleep(SHORTEST + 1)
    # Those that the other exchanges need are new.
    return [session(), session(), three[2]]


if __name__ == '__main__':
    main(*sys.argv[1:])
