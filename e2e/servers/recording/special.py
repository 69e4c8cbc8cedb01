"""What one server alone can answer: browsers' checks, archived objects, sessions that have expired, other services."""

import base64
import json
import socket
import subprocess
import threading
import zlib

from . import wire
from .server import BUCKET
from .signing import keys, presign


def record(s):
    hash_in_key = presign(s.owner, s.url('notes%231.txt')).replace('%23', '#')
    s.record('hash-of-a-key-written-raw', 'fragment', hash_in_key)
    {'ministack': ministack, 'radosgw': radosgw, 'moto': moto, 'embedded': clients}.get(s.name, lambda _: None)(s)


def ministack(s):
    s3 = s.client(request_checksum_calculation='when_required')
    rule = {'AllowedMethods': ['GET'], 'AllowedOrigins': ['https://app.example.com'], 'MaxAgeSeconds': 60}
    s3.put_bucket_cors(Bucket=BUCKET, CORSConfiguration={'CORSRules': [rule]})
    asked = [('Origin', 'https://app.example.com'), ('Access-Control-Request-Method', 'PUT')]
    s.record('preflight-of-a-method-that-cors-does-not-allow', 'cors-preflight', presign(s.owner, s.url(), 'PUT'),
             'OPTIONS', asked)
    asked = [('Origin', 'https://other.example.com'), ('Access-Control-Request-Method', 'GET')]
    s.record('preflight-of-an-origin-that-cors-does-not-allow', 'cors-preflight', presign(s.owner, s.url()), 'OPTIONS',
             asked)
    # An <img> asked without Origin, so the answer that the browser keeps has no CORS header and no Vary.
    s.record(
        'answer-to-an-image-reused-for-fetch',
        'cached-without-cors',
        presign(s.owner, s.url()),
        'GET', [('Origin', 'https://app.example.com')],
        arriving=[],
        accept=True,
        client_error="Access to fetch at '{url}' from origin 'https://app.example.com' has been blocked by CORS policy: "
        "No 'Access-Control-Allow-Origin' header is present on the requested resource.")
    s3.delete_bucket_cors(Bucket=BUCKET)

    upload = s3.create_multipart_upload(Bucket=BUCKET, Key='parts.jpg')['UploadId']
    crc = [('x-amz-checksum-crc32', base64.b64encode(zlib.crc32(b'a boat').to_bytes(4, 'big')).decode())]
    url = presign(s.owner, s.url('parts.jpg', f'partNumber=1&uploadId={upload}'), 'PUT', crc)
    s.record('part-with-a-checksum-that-the-upload-lacks', 'checksum-type', url, 'PUT', crc, only=['InvalidRequest'])

    # Another service: its errors are of another form.
    sts = f'http://{s.host}/?Action=GetCallerIdentity&Version=2011-06-15'
    wrong = keys(s.owner['access_key_id'], 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY')
    url = presign(wrong, sts, service='sts')
    s.record('sts-wrong-secret', 'wrong-secret', url, credentials=wrong, signed=(url, 'GET', ()))
    unknown = keys('AKIDEXAMPLEUNKNOWN', 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY')
    s.record('sts-unknown-key', 'unknown-access-key', presign(unknown, sts, service='sts'), credentials=unknown)


def radosgw(s):
    """Lets the second user read every object and list none, so that a missing one is hidden."""
    s3 = s.client(request_checksum_calculation='when_required')
    statement = {
        'Effect': 'Allow', 'Principal': {'AWS': ['arn:aws:iam:::user/user2']}, 'Action': ['s3:GetObject'],
        'Resource': [f'arn:aws:s3:::{BUCKET}/*']
    }
    s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps({'Version': '2012-10-17', 'Statement': [statement]}))
    s.record('missing-key-of-a-user-who-may-not-list',
             'missing-key-hidden',
             presign(s.user2, s.url('bot.jpg')),
             credentials=s.user2,
             also=['signer-not-allowed'])
    s3.delete_bucket_policy(Bucket=BUCKET)


def moto(s):
    """moto verifies next to no signature, but knows storage classes."""
    s3 = s.client(request_checksum_calculation='when_required')
    for storage_class in ['GLACIER', 'DEEP_ARCHIVE']:
        s3.put_object(Bucket=BUCKET, Key='old.jpg', Body=b'a boat', StorageClass=storage_class)
        s.record(f'object-in-{storage_class.lower()}', 'archived-object', presign(s.owner, s.url('old.jpg')))


class Tap(threading.Thread):
    """Passes one connection on to the server and keeps what the client has sent and received."""

    def __init__(self, address):
        super().__init__(daemon=True)
        self.address, self.socket = address, socket.create_server(('127.0.0.1', 0))
        self.host = '127.0.0.1:%d' % self.socket.getsockname()[1]
        self.request = self.response = b''

    def run(self):
        client, _ = self.socket.accept()
        self.socket.close()
        with client, socket.create_connection(self.address) as server:

            def upwards():
                while data := client.recv(65536):
                    self.request += data
                    server.sendall(data)

            threading.Thread(target=upwards, daemon=True).start()
            while data := server.recv(65536):
                self.response += data
                client.sendall(data)
                if b'</Error>' in self.response:
                    break


def clients(s):
    """Runs real clients, as they change a request by themselves."""

    def run(name, cause, key, method, signed, command, needs_secret):
        tap = Tap(s.address)
        url = presign(s.owner, f'http://{tap.host}/{BUCKET}/{key}', method, signed)
        tap.start()
        subprocess.run([part.replace('{url}', url) for part in command], capture_output=True, timeout=20)
        tap.join(2)
        head, _, rest = tap.request.partition(b'\r\n\r\n')
        line, *lines = head.decode('latin-1').split('\r\n')
        verb, target, _ = line.split(' ')
        sent = [tuple(l.split(': ', 1)) for l in lines]
        ours = [h for h in sent if h[0].lower() not in ('host', 'connection', 'content-length', 'user-agent')]
        # Sent again byte for byte, so that the answer can be kept.
        full = url if wire.target_of(url) == target else None
        s.record(name,
                 cause,
                 url,
                 verb,
                 ours,
                 sent=None if full else f'http://{tap.host}{target}',
                 host=tap.host,
                 needs_secret=needs_secret,
                 signed=(url, method, signed))

    text = [('content-type', 'text/plain')]
    run('string-body-of-node-fetch', 'header-changed', 'notes.txt', 'PUT', text,
        ['node', '-e', "fetch('{url}', {method: 'PUT', body: 'a boat'})"], True)
    run('form-urlencoded-of-curl', 'header-changed', 'notes.txt', 'PUT', text,
        ['curl', '-s', '-X', 'PUT', '-d', 'a boat', '{url}'], True)
    run('no-content-type-of-curl-upload', 'header-missing', 'notes.txt', 'PUT', text,
        ['curl', '-s', '-T', __file__, '{url}'], False)
    run('head-of-curl', 'wrong-method', 'boat.jpg', 'GET', [], ['curl', '-s', '-I', '{url}'], True)
    run('dot-segments-removed-by-curl', 'path-normalized', 'photos/../boat.jpg', 'GET', [], ['curl', '-s', '{url}'],
        False)
    run('dot-segments-removed-by-node-fetch', 'path-normalized', 'photos/../boat.jpg', 'GET', [],
        ['node', '-e', "fetch('{url}')"], False)
    run('dot-segments-removed-by-requests', 'path-normalized', 'photos/./boat.jpg', 'GET', [],
        ['python3', '-c', "import requests; requests.get('{url}')"], False)
    run('content-type-of-requests-data', 'header-changed', 'notes.txt', 'PUT', text,
        ['python3', '-c', "import requests; requests.put('{url}', data={'a': 'boat'})"], True)
