"""The server that a recording talks to, and the notebook of its exchanges."""

from urllib.parse import urlsplit

import boto3
from botocore.config import Config

from . import wire
from .signing import amz_date, describe, now, resign, signature_of

BUCKET = 'presign-exchanges'
# Another one, without objects.
EMPTY = 'presign-empty'

# Headers that say nothing about a failure.
SILENT = ('date', 'connection', 'content-length', 'transfer-encoding', 'accept-ranges', 'content-security-policy',
          'strict-transport-security', 'x-xss-protection', 'x-content-type-options', 'x-trans-id',
          'x-openstack-request-id', 'x-amzn-requestid', 'x-amz-id-2', 'x-amz-request-id')


class Server:

    def __init__(self,
                 name,
                 title,
                 endpoint,
                 owner,
                 user2=None,
                 temporary=None,
                 uploader=None,
                 domain=None,
                 region='us-east-1'):
        self.name, self.title, self.endpoint, self.region, self.domain = name, title, endpoint, region, domain
        self.owner, self.user2, self.temporary = owner, user2, temporary
        self.host = urlsplit(endpoint).netloc
        self.address = (self.host.split(':')[0], int(self.host.split(':')[1]))
        self.exchanges = []
        self.log = []

    def client(self, credentials=None, service='s3', **config):
        credentials = credentials or self.owner
        return boto3.client(
            service,
            self.region,
            endpoint_url=self.endpoint,
            aws_access_key_id=credentials['access_key_id'],
            aws_secret_access_key=credentials['secret_access_key'],
            aws_session_token=credentials.get('session_token'),
            config=(Config(
                signature_version='s3v4', s3={'addressing_style': 'path'}, retries={'max_attempts': 0}, **config)
                    if service == 's3' else Config(retries={'max_attempts': 0})))

    def prepare(self):
        s3 = self.client(request_checksum_calculation='when_required')
        for bucket in [BUCKET, EMPTY]:
            try:
                s3.create_bucket(Bucket=bucket)
            except Exception as error:  # It is there already.
                self.log.append(f'create_bucket: {error}')
        for key in ['boat.jpg', 'a boat+oar.jpg', '100% cotton.txt', 'photos/2026/boat.jpg', 'logs//boat.txt']:
            try:
                s3.put_object(Bucket=BUCKET, Key=key, Body=b'a boat', ContentType='image/jpeg')
            except Exception as error:
                self.log.append(f'put_object {key}: {error}')

    def url(self, key='boat.jpg', query='', host=None):
        """Returns the unsigned path-style URL of an encoded key."""
        return f'http://{host or self.host}/{BUCKET}/{key}{"?" if query else ""}{query}'

    def record(self,
               name,
               cause,
               url,
               method='GET',
               headers=(),
               *,
               body=None,
               sent=None,
               host=None,
               arriving=None,
               credentials='owner',
               candidates=None,
               candidate_hosts=(),
               needs_secret=None,
               signed=None,
               chunked=False,
               accept=False,
               form=None,
               only=(),
               also=(),
                              client_error=None):
        """Sends a request, and keeps the exchange if the server refuses it.

        `url` and `headers` are those that the user has in hand. A proxy may change them: `sent`, `host` and `arriving`
        are what arrives. `signed` is the request that the signature is for: a URL, method and headers. Without the
        secret, nobody can prove that it is, unless the server shows that something else arrived. `only` names the codes
        with which a server says what is meant here, and `also` the causes that the exchange does not rule out.
        """
        credentials = self.owner if credentials == 'owner' else credentials
        target = wire.target_of(sent or url)
        body = b'a boat' if body is None and method in ('PUT', 'POST') else body
        try:
            answer = wire.send(self.address, method, target, host or urlsplit(sent or url).netloc,
                               headers if arriving is None else arriving, body, chunked)
        except Exception as error:
            self.log.append(f'{name}: {error!r}')
            return None
        if answer.status < 300 and not accept:
            self.log.append(f'{name}: accepted, {answer.status}')
            return answer
        if only and not any(f'<Code>{code}</Code>' in answer.body for code in only):
            self.log.append(f'{name}: other answer, {answer.status} {answer.body[:120]}')
            return answer
        if needs_secret is None:
            changed = any(part is not None for part in (sent, host, arriving))
            needs_secret = signed is not None and not (changed and '<CanonicalRequest>' in answer.body)
        date = dict((n.lower(), v) for n, v in answer.headers).get('date')
        exchange = {
            'name': f'{name} on {self.name}', 'cause': cause, 'server': self.title, 'now': amz_date(now()), 'url': url,
            'method': method, 'headers': [list(h)
                                          for h in headers] + ([['Transfer-Encoding', 'chunked']] if chunked else []),
            'credentials': credentials, 'needs_secret': needs_secret, 'status': answer.status, 'response_headers': [
                h for h in answer.headers if h[0].lower() not in SILENT and (h[0].lower() != 'vary' or 'cors' in cause)
            ], 'body': answer.body, 'client_error': client_error and client_error.format(url=url)
        }
        if date:
            exchange['server_date'] = date
        if also:
            exchange['or'] = list(also)
        if candidates:
            exchange['candidate_credentials'] = candidates
        if candidate_hosts:
            exchange['candidate_hosts'] = list(candidate_hosts)
        if form:
            exchange['form_fields'] = [list(field) for field in form]
        if signed and needs_secret:
            exchange['signed_as'] = describe(*signed)
            if resign(credentials, exchange['signed_as']) != signature_of(signed[0]):
                raise AssertionError(f'{name}: what is said to be signed has another signature')
        self.exchanges.append(exchange)
        return answer
