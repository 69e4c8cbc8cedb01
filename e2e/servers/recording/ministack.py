"""Starts MiniStack with users whose access keys no secret scanner takes for real ones.

The keys that it makes look exactly like AWS's, and a repository with such keys can't be pushed to some hosts.
"""

import contextlib
import json
import os
import socket
import subprocess
import sys
import time

from botocore.session import Session

from .signing import keys

ROOT = keys('AKIDEXAMPLEROOT', 'x5tYwMqzTqU/dN8aVJzM+h2KsGROOTEXAMPLE')
MAIN = '''
import itertools
from ministack.services import iam
count = itertools.count(1)
iam._gen_access_key_id = lambda: f'AKIAEXAMPLE{next(count)}'
iam._gen_session_access_key = lambda: f'ASIAEXAMPLE{next(count)}'
from ministack.services import sts
sts._gen_session_access_key = iam._gen_session_access_key
from ministack.app import main
main()
'''


@contextlib.contextmanager
def run(directory):
    """Runs the server, and gives its endpoint, its users and the role."""
    with socket.create_server(('127.0.0.1', 0)) as free:
        port = free.getsockname()[1]
    environment = {
        **os.environ, 'AUTH': 'true', 'BIND_HOST': '127.0.0.1', 'GATEWAY_PORT': str(port), 'SERVICES': 's3,sts,iam',
        'IOT_MTLS_ENABLED': '0', 'STATE_DIR': directory, 'AWS_ACCESS_KEY_ID': ROOT['access_key_id'],
        'AWS_SECRET_ACCESS_KEY': ROOT['secret_access_key']
    }
    server = subprocess.Popen([sys.executable, '-c', MAIN],
                              env=environment,
                              stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(('127.0.0.1', port)):
                break
            time.sleep(0.1)
        endpoint = f'http://127.0.0.1:{port}'
        yield endpoint, *create_users(endpoint)
    finally:
        server.kill()
        server.wait()


def create_users(endpoint):
    iam = Session().create_client('iam',
                                  'us-east-1',
                                  endpoint_url=endpoint,
                                  aws_access_key_id=ROOT['access_key_id'],
                                  aws_secret_access_key=ROOT['secret_access_key'])

    def policy(action, **to):
        return json.dumps({'Version': '2012-10-17', 'Statement': [{'Effect': 'Allow', 'Action': action, **to}]})

    for user, action in [('owner', '*'), ('user2', 's3:ListBucket')]:
        iam.create_user(UserName=user)
        iam.put_user_policy(UserName=user, PolicyName=user, PolicyDocument=policy(action, Resource='*'))
        key = iam.create_access_key(UserName=user)['AccessKey']
        yield keys(key['AccessKeyId'], key['SecretAccessKey'])
    iam.create_role(RoleName='uploader', AssumeRolePolicyDocument=policy('sts:AssumeRole', Principal={'AWS': '*'}))
    iam.put_role_policy(RoleName='uploader',
                        PolicyName='read-and-write',
                        PolicyDocument=policy(['s3:GetObject', 's3:PutObject'], Resource='arn:aws:s3:::*'))
    yield 'arn:aws:iam::000000000000:role/uploader'
