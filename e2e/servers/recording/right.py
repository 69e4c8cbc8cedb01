"""Makes `tests/vectors/right-urls.json`: URLs in which nothing is wrong, however odd they look."""

import base64
import datetime
import hashlib
import hmac
import json
import zlib
from urllib.parse import parse_qsl, quote, unquote, unquote_to_bytes, urlsplit

from .corpus import ROOT
from .signing import amz_date, keys, presign

VECTORS = ROOT / 'tests/vectors'
FILE = VECTORS / 'right-urls.json'
AT = datetime.datetime(2026, 11, 28, 12, tzinfo=datetime.timezone.utc)
SECRET = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY'
KEYS = keys('AKIDEXAMPLE', SECRET)
TOKEN = 'IQoJb3JpZ2luX2VjEXAMPLE//////////wEaCXVzLWVhc3QtMSJ+MEUCIQDEXAMPLE+token/with+plus+and/slash=='
SESSION = keys('ASIAEXAMPLE', SECRET, TOKEN)
BUCKET = 'https://examplebucket.s3.eu-west-1.amazonaws.com'

# What is taken from the other files of vectors, by the names of the rows.
TAKEN = {
    'independent.json': '''
        s3/get_object s3/get_object_us_east_1_7days s3/get_object_path_style s3/put_object_headers
        s3/put_object_content_length s3/put_object_checksum_sha256_value s3/get_object_response_overrides
        s3/get_object_version_part s3/delete_object_version s3/upload_part_sha256 s3/list_objects_v2_params
        s3/copy_object s3/key_special_chars s3/key_leading_slash s3/key_leading_slash_path_style
        s3/bucket_legacy_uppercase_us_east_1 s3/cn_north_1 s3/custom_endpoint_virtual s3/list_buckets
        polly/synthesize_speech transcribe/websocket sts/get_caller_identity_get/eu-west-1 apigateway/websocket
        lambda_url/get opensearch/wildcard_path opensearch_serverless/get neptune/gremlin
        iot/mqtt_wss_host_only_no_expires smithy/iot/mqtt_wss_expires_86400 session/get_object_long_token
        key/percent_escape key/quotes key/control key/dots_inside key/query_like s3/fips_dualstack s3/access_point_arn
        s3/outposts_arn s3express/put_object s3express/create_session_presigned_readonly endpoint/accelerate
        endpoint/access_point_alias kinesisvideo/connect_as_viewer bedrock_agentcore/websocket
        rekognition/face_liveness_port chime/messaging location/map_glyphs sqs/receive_message
        apigateway/connection'''.split(), 'parameters.json': '''
        copy_object_version delete_objects_md5 create_bucket get_object_range_several get_object_download_as
        get_object_sse_c get_object_request_payer put_object_metadata put_object_lock put_object_sse_kms
        put_object_crc64nvme put_object_md5 put_object_payload_sha256'''.split(), 'rust-libraries.json': [
        'rusty-s3: GetObject a&b=c;d?e#f%41', 'rusty-s3: GetObject $,:@[]{}|\\^`"<>',
        'rusty-s3: path style, a port, a token', 'rusty-s3: UploadPart', 'aws-sigv4: S3, parameters',
        'aws-sigv4: S3, a default port', 'object_store: GET, a key that it encodes first',
        'object_store: a repeated parameter', 'rust-s3: an endpoint with a path', 'rust-s3: PUT, headers'
    ], 'sigv4a.json': ['smithy/sigv4a/s3_mrap', 'sigv4a/s3_get', 'sigv4a/botocore_mrap_get_object'], 'tokens.json': [
        'rds/mysql', 'rds/user_percent', 'rds/session', 'dsql/db_connect', 'elasticache/serverless', 'memorydb/cluster'
    ]
}


class Urls:

    def __init__(self):
        self.urls = []

    def keep(self, name, url, method='GET', headers=(), credentials=KEYS, now=AT):
        self.urls.append({
            'name': name, 'url': url, 'method': method, 'headers': [list(h) for h in headers],
            'credentials': credentials, 'now': amz_date(now)
        })

    def sign(self,
             name,
             url,
             method='GET',
             signed=(),
             also_sent=(),
             credentials=KEYS,
             region='eu-west-1',
             service='s3',
             expires=3600,
             age=60,
             as_sent=lambda url: url,
             **more):
        """Signs a URL, and keeps it as it is sent: `as_sent` may write it in another way that means the same."""
        at = AT - datetime.timedelta(seconds=age)
        url = presign(credentials, url, method, signed, region, service, expires, at, **more)
        self.keep(name, as_sent(url), method, [*signed, *also_sent], credentials)


def write():
    urls = Urls()
    for part in [taken, keys_of_objects, queries, uploads, hosts, sessions_and_times, spellings]:
        part(urls)
    names = [url['name'] for url in urls.urls]
    assert len(set(names)) == len(names), [name for name in names if names.count(name) > 1]
    checked = sum(verify(url) for url in urls.urls)
    lines = ',\n'.join(json.dumps(url, ensure_ascii=False, separators=(',', ':')) for url in urls.urls)
    FILE.write_text(f'[\n{lines}\n]\n')
    print(f'{len(urls.urls)} URLs, {checked} of S3 verified, {FILE.stat().st_size} bytes')


def taken(n):
    for file, names in TAKEN.items():
        content = json.loads((VECTORS / file).read_text())
        rows = {row['name']: row for row in content.get('urls') or content['tokens']}
        for name in names:
            row = rows[name]
            url = row.get('url') or 'https://' + row['token']
            claims = dict(parse_qsl(urlsplit(url).query))
            canonical = row.get('canonical_request', '').split('\n')
            headers = row.get('headers')
            if headers is None:
                headers = ([
                    line.split(':', 1) for line in canonical[3:canonical.index('', 3)] if not line.startswith('host:')
                ] if row.get('canonical_request') else [])
            access_key_id = claims['X-Amz-Credential'].rsplit('/', 3 if 'ECDSA' in claims['X-Amz-Algorithm'] else 4)[0]
            token = claims.get('X-Amz-Security-Token') or claims.get('X-Amz-S3session-Token')
            date = datetime.datetime.strptime(claims['X-Amz-Date'],
                                              '%Y%m%dT%H%M%SZ').replace(tzinfo=datetime.timezone.utc)
            n.keep(f'{file.split(".")[0]}: {name}', url,
                   row.get('method') or (canonical[0] or 'GET'), headers, keys(access_key_id, SECRET, token),
                   date + datetime.timedelta(seconds=30))


def keys_of_objects(n):
    for name, key in [('ends with a dot', 'notes/To whom it may concern.'), ('ends with a parenthesis', 'boat (1)'),
                      ('ends with a quote', 'say "boat"'), ('ends with a comma', 'red, green,'),
                      ('ends with a blank', 'boat '), ('ends with a slash', 'photos/2026/'),
                      ('ends with a signature', 'a&X-Amz-Signature=' + '0' * 64),
                      ('has an escape', 'report%20final.pdf'), ('has an escaped slash', 'tenants/a%2Fb/boat.jpg'),
                      ('has a doubled escape', '100%2525.txt'), ('has a lone percent sign', '100% cotton.txt'),
                      ('has a printf verb', 'log-%d-%s.txt'), ('has what Go prints', '%!F(MISSING).txt'),
                      ('has a reference', 'Tom &amp; Jerry.jpg'), ('has a JSON escape', 'Tom \\u0026 Jerry.jpg'),
                      ('has a plus', 'C++/1+1=2.txt'), ('has only a plus', '+'),
                      ('has two slashes', 'logs//2026//boat.txt'), ('begins with two slashes', '//boat.txt'),
                      ('has dots in segments', '...'), ('has a hidden folder', '.well-known/acme.json'),
                      ('is composed', 'caf\u00e9.txt'), ('is decomposed', 'cafe\u0301.txt'), ('is Arabic', 'قارب.jpg'),
                      ('has a family', '👩‍👩‍👧‍👦.png'), ('has a line feed', 'a\nb'),
                      ('has a URL', 'https://example.com/?utm_source=mail&fbclid=1'),
                      ('has a fragment', 'page.html#top'), ('is a query', '?versionId=1'),
                      ('is named like the bucket', 'examplebucket/boat.jpg'),
                      ('is the name of the bucket', 'examplebucket'),
                      ('is named like a host', 's3.eu-west-1.amazonaws.com/boat.jpg'), ('has a star', '*.jpg'),
                      ('has angle brackets', '<boat>'), ('is a UUID', '3f2a1c9e-1111-2222-3333-444455556666'),
                      ('has an at sign and a colon', 'user@example.com:80')]:
        n.sign(f'a key that {name}', f'{BUCKET}/{quote(key, safe="/-_.~")}')
    n.sign('path style, a key named like the bucket',
           'https://s3.eu-west-1.amazonaws.com/examplebucket/examplebucket/boat.jpg')
    n.sign('path style, a key with two slashes',
           'http://localhost:9000/examplebucket/logs//boat.txt',
           region='us-east-1')


def queries(n):
    for name, query in [
        ('utm_source that was signed', 'utm_source=newsletter&utm_medium=email'),
        ('fbclid that was signed', 'fbclid=IwAR0tMJlLdo'), ('x-id of the JavaScript SDK', 'x-id=GetObject'),
        ('requestedBy that was signed', 'requestedBy=jane'), ('cache buster that was signed', '_=1764340000000'),
        ('a parameter without value', 'download='), ('a parameter named X-Amz-Meta', 'X-Amz-Meta-Author=jane'),
        ('X-Amz-Content-Sha256 as the JavaScript SDK', 'X-Amz-Content-Sha256=UNSIGNED-PAYLOAD'),
        ('checksum mode in the query', 'x-amz-checksum-mode=ENABLED'),
        ('request payer in the query', 'x-amz-request-payer=requester'), ('versionId null', 'versionId=null'),
        ('versionId with slashes', 'versionId=3%2FL4kqtJlcpXroDTDmJ%2BrmSpXd3dIbrHY%2BMTRCxf3vjVBH40Nr8X8gdRQBpUMLUo'),
        ('a file name with an ampersand',
         'response-content-disposition=' + quote('attachment; filename="Tom & Jerry; part 1.pdf"', safe='')),
        ('a file name after RFC 8187',
         'response-content-disposition=' + quote("attachment; filename*=UTF-8''caf%C3%A9%20(1).txt", safe='')),
        ('a content type with a charset', 'response-content-type=' + quote('text/html; charset=utf-8', safe='')),
        ('an expiry date', 'response-expires=' + quote('Tue, 01 Dec 2026 00:00:00 GMT', safe='')),
        ('a cache control', 'response-cache-control=' + quote('public, max-age=31536000, immutable', safe='')),
        ('a value with an escape', 'label=100%2525'),
        ('a value with a reference', 'label=' + quote('Tom &amp; Jerry', safe='')),
        ('a value that ends with a dot', 'label=done.'),
        ('a value that is a presigned URL', 'next=' + quote(f'{BUCKET}/a?X-Amz-Signature=00', safe=''))
    ]:
        n.sign(f'query: {name}', f'{BUCKET}/boat.jpg?{query}')
    n.sign(
        'list of a prefix',
        f'{BUCKET}/?list-type=2&prefix=photos%2F2026%2F&delimiter=%2F&continuation-token=1ueGcxLPRx1Tr%2FXYExHnhbYLgveDs2J%2Fwm36Hy4vbOwM%3D'
    )
    n.sign('head of the bucket', f'{BUCKET}/', 'HEAD')
    n.sign('list in path style', 'https://s3.eu-west-1.amazonaws.com/examplebucket?list-type=2')
    n.sign('uploads begun', f'{BUCKET}/boat.jpg?uploads=', 'POST')
    n.sign('upload completed',
           f'{BUCKET}/boat.jpg?uploadId=2~exampleuploadid',
           'POST',
           also_sent=[('Content-Type', 'application/xml')])
    n.sign('upload aborted', f'{BUCKET}/boat.jpg?uploadId=VXBsb2Fk%2B%2F%3D', 'DELETE')


def uploads(n):
    body = b'a boat'
    crc = base64.b64encode(zlib.crc32(body).to_bytes(4, 'big')).decode()
    md5 = base64.b64encode(hashlib.md5(body).digest()).decode()
    put = f'{BUCKET}/boat.jpg'
    for name, signed, sent in [
        ('content type with a charset', [('Content-Type', 'text/plain;charset=UTF-8')], []),
        ('form content type', [('Content-Type', 'application/x-www-form-urlencoded')], []),
        ('unsigned content type', [], [('Content-Type', 'image/jpeg')]),
        ('two kinds of blanks', [('x-amz-meta-title', 'a  boat   on the sea')], []),
        ('disposition', [('Content-Disposition', 'attachment; filename="boat.jpg"')], [('Content-Type', 'image/jpeg')]),
        ('content encoding', [('Content-Encoding', 'gzip'), ('Cache-Control', 'no-cache')], []),
        ('tags', [('x-amz-tagging', 'kind=boat&color=dark%20blue')], []),
        ('acl', [('x-amz-acl', 'bucket-owner-full-control')], []), ('only if absent', [('If-None-Match', '*')], []),
        ('owner', [('x-amz-expected-bucket-owner', '123456789012')], []),
        ('crc32', [('x-amz-checksum-crc32', crc), ('x-amz-sdk-checksum-algorithm', 'CRC32')], []),
        ('md5', [('Content-MD5', md5), ('Content-Length', '6')], []),
        ('sha256 unsigned', [], [('x-amz-content-sha256', 'UNSIGNED-PAYLOAD')]),
        ('crc32 of an empty file', [('Content-Length', '0'), ('x-amz-checksum-crc32', 'AAAAAA==')], []),
        ('md5 of an empty file', [('Content-Length', '0'), ('Content-MD5', '1B2M2Y8AsgTpgAmY7PhCfg==')], []),
        ('trace of a load balancer', [], [('x-amzn-trace-id', 'Root=1-67891233-abcdef012345678912345678')]),
        ('what a browser adds', [], [('Origin', 'https://app.example.com'), ('Referer', 'https://app.example.com/'),
                                     ('Accept-Encoding', 'gzip, deflate, br, zstd'), ]),
        ('expect', [], [('Expect', '100-continue'), ('User-Agent', 'curl/8.5.0')])
    ]:
        n.sign(f'upload: {name}', put, 'PUT', signed, sent)
    n.sign('upload: x-amz-* in the query as the JavaScript SDK',
           f'{put}?x-amz-checksum-crc32={quote(crc, safe="")}&x-amz-sdk-checksum-algorithm=CRC32&x-id=PutObject', 'PUT')
    n.sign('download: range that was not signed', put, also_sent=[('Range', 'bytes=0-1023')])
    n.sign('download: conditional', put, signed=[('If-Modified-Since', 'Fri, 27 Nov 2026 12:00:00 GMT')])
    n.sign('download: identity', put, signed=[('Accept-Encoding', 'identity')])
    n.sign('part: with its checksum', f'{put}?partNumber=1&uploadId=2~exampleuploadid', 'PUT',
           [('x-amz-checksum-crc32', crc)])


def hosts(n):
    for name, url, region in [
        ('dots in the bucket', 'https://s3.eu-west-1.amazonaws.com/photos.example.com/boat.jpg', 'eu-west-1'),
        ('dots in the bucket over http', 'http://photos.example.com.s3.eu-west-1.amazonaws.com/boat.jpg', 'eu-west-1'),
        ('cname', 'http://photos.example.com/boat.jpg', 'eu-west-1'),
        ('global endpoint', 'https://examplebucket.s3.amazonaws.com/boat.jpg', 'us-east-1'),
        ('global endpoint of another region', 'https://examplebucket.s3.amazonaws.com/boat.jpg', 'eu-west-1'),
        ('hyphen', 'https://examplebucket.s3-eu-west-1.amazonaws.com/boat.jpg', 'eu-west-1'),
        ('dual stack', 'https://examplebucket.s3.dualstack.eu-west-1.amazonaws.com/boat.jpg', 'eu-west-1'),
        ('interface endpoint',
         'https://bucket.vpce-0a1b2c3d-4e5f6g7h.s3.eu-west-1.vpce.amazonaws.com/examplebucket/boat.jpg', 'eu-west-1'),
        ('European sovereign cloud', 'https://examplebucket.s3.eusc-de-east-1.amazonaws.eu/boat.jpg', 'eusc-de-east-1'),
        ('secret region', 'https://examplebucket.s3.us-iso-east-1.c2s.ic.gov/boat.jpg', 'us-iso-east-1'),
        ('Cloudflare R2', 'https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com/examplebucket/boat.jpg',
         'auto'),
        ('Cloudflare R2 with the bucket in the host',
         'https://examplebucket.0123456789abcdef0123456789abcdef.eu.r2.cloudflarestorage.com/boat.jpg', 'auto'),
        ('Tencent COS', 'https://examplebucket-1250000000.cos.ap-beijing.myqcloud.com/boat.jpg', 'ap-beijing'),
        ('Alibaba OSS', 'https://examplebucket.oss-cn-hangzhou.aliyuncs.com/boat.jpg', 'oss-cn-hangzhou'),
        ('Alibaba OSS, plain region', 'https://examplebucket.oss-cn-hangzhou.aliyuncs.com/boat.jpg', 'cn-hangzhou'),
        ('Oracle OCI',
         'https://axaxnpcrorw5.compat.objectstorage.eu-frankfurt-1.oraclecloud.com/examplebucket/boat.jpg',
         'eu-frankfurt-1'),
        ('Backblaze B2', 'https://s3.us-west-004.backblazeb2.com/examplebucket/boat.jpg', 'us-west-004'),
        ('DigitalOcean', 'https://examplebucket.nyc3.digitaloceanspaces.com/boat.jpg', 'nyc3'),
        ('DigitalOcean, as its documentation signs', 'https://examplebucket.nyc3.digitaloceanspaces.com/boat.jpg',
         'us-east-1'), ('Google Cloud Storage', 'https://storage.googleapis.com/examplebucket/boat.jpg', 'auto'),
        ('Wasabi', 'https://s3.eu-central-1.wasabisys.com/examplebucket/boat.jpg', 'eu-central-1'),
        ('Scaleway', 'https://examplebucket.s3.fr-par.scw.cloud/boat.jpg', 'fr-par'),
        ('OVH', 'https://s3.gra.io.cloud.ovh.net/examplebucket/boat.jpg', 'gra'),
        ('Hetzner', 'https://examplebucket.fsn1.your-objectstorage.com/boat.jpg', 'fsn1'),
        ('Supabase', 'https://abcdefghijklmnopqrst.supabase.co/storage/v1/s3/examplebucket/boat.jpg', 'eu-west-1'),
        ('Garage', 'http://garage.example.com:3900/examplebucket/boat.jpg', 'garage'),
        ('MinIO in a container', 'http://minio:9000/examplebucket/boat.jpg', 'us-east-1'),
        ('IPv6', 'http://[::1]:9000/examplebucket/boat.jpg', 'us-east-1'),
        ('LocalStack', 'http://examplebucket.s3.localhost.localstack.cloud:4566/boat.jpg', 'us-east-1'),
        ('behind a prefix', 'https://files.example.com/minio/s3/examplebucket/boat.jpg', 'us-east-1'),
        ('a port of TLS', 'https://storage.example.com:8443/examplebucket/boat.jpg', 'us-east-1'),
        ('Yandex', 'https://storage.yandexcloud.net/examplebucket/boat.jpg', 'ru-central1')
    ]:
        n.sign(f'host: {name}', url, region=region)
    n.sign('host: default port written', f'{BUCKET}/boat.jpg', as_sent=lambda url: url.replace('.com/', '.com:443/', 1))
    n.sign('host: capitals',
           f'{BUCKET}/boat.jpg',
           as_sent=lambda url: url.replace('examplebucket.s3', 'ExampleBucket.S3', 1))
    for name, key_id, url, region in [
        ('MinIO', 'minioadmin', 'http://localhost:9000/examplebucket/boat.jpg', 'us-east-1'),
        ('Swift', 'test:tester', 'http://swift.example.com:8080/examplebucket/boat.jpg', 'us-east-1'),
        ('Garage', 'GK31c2f218a2e44f485b94239e', 'http://localhost:3900/examplebucket/boat.jpg', 'garage'),
        ('a folder', 'team/ci', 'http://localhost:9000/examplebucket/boat.jpg', 'us-east-1'),
        ('test', 'test', 'http://localhost:4566/examplebucket/boat.jpg', 'us-east-1'),
        ('hex', '0123456789abcdef0123456789abcdef',
         'https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com/examplebucket/boat.jpg', 'auto')
    ]:
        n.sign(f'access key: {name}', url, region=region, credentials=keys(key_id, SECRET))


def sessions_and_times(n):
    url = f'{BUCKET}/boat.jpg'
    n.sign('session', url, credentials=SESSION)
    n.sign('session: upload', url, 'PUT', [('Content-Type', 'image/jpeg')], credentials=SESSION)
    n.sign('session: long token',
           url,
           credentials=keys('ASIAEXAMPLE', SECRET, 'FwoGZXIvYXdz' + 'EXAMPLE+/' * 120 + '=='))
    n.sign('session: token of MinIO',
           'http://localhost:9000/examplebucket/boat.jpg',
           region='us-east-1',
           credentials=keys('H3GIFAN43K1JS7V3FL4R', SECRET,
                            'eyJhbGciOiJIUzUxMiIsInR5cCI6IkpXVCJ9.eyJhY2Nlc3NLZXkiOiJIM0dJRkFOIn0.kKtbirpm_aJo-HflJb'))
    n.sign('time: seven days, the sixth', url, expires=604800, age=6 * 86400)
    n.sign('time: seven days, the last second', url, expires=604800, age=604799)
    n.sign('time: one second', url, expires=1, age=0)
    n.sign('time: just signed', url, age=0)
    n.sign('time: a clock five minutes ahead', url, age=-300)
    n.sign('time: a clock fourteen minutes ahead', url, age=-840)
    n.sign('time: signed before midnight', url, expires=86400, age=43201)
    sts = 'https://sts.eu-west-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15'
    n.sign('sts for EKS', sts, signed=[('x-k8s-aws-id', 'boats')], service='sts', expires=60, age=30)
    n.sign('sts for Vault', sts, 'POST', service='sts', signed=[('x-vault-aws-iam-server-id', 'vault.example.com')])
    n.sign('execute-api with a stage',
           'https://abc123def4.execute-api.eu-west-1.amazonaws.com/prod/boats/a%20b?q=x',
           service='execute-api',
           expires=300)
    n.sign('appsync',
           'https://abcdefghijklmnopqrstuvwxyz.appsync-api.eu-west-1.amazonaws.com/graphql',
           'POST',
           service='appsync')
    n.sign('bedrock key',
           'https://bedrock.amazonaws.com/?Action=CallWithBearerToken',
           'POST',
           service='bedrock',
           expires=43200,
           credentials=SESSION)


def spellings(n):
    """The same signature in another spelling of the URL."""
    url = (
        f'{BUCKET}/boats/boat%20%281%29.jpg?response-content-disposition=attachment%3B%20filename%3D%22a%20boat.jpg%22')

    def parameters(change):
        return lambda url: url.split('?')[0] + '?' + '&'.join(change(url.split('?')[1].split('&')))

    n.sign('spelling: sorted', url, as_sent=parameters(sorted))
    n.sign('spelling: signature first', url, as_sent=parameters(lambda given: given[::-1]))
    n.sign(
        'spelling: slashes of the credential raw',
        url,
        as_sent=parameters(lambda given: [p.replace('%2F', '/') if p.startswith('X-Amz-Cred') else p for p in given]))
    n.sign('spelling: lower-case escapes',
           url,
           as_sent=parameters(
               lambda given: [p.replace('%2F', '%2f').replace('%3B', '%3b').replace('%3D', '%3d') for p in given]))
    n.sign('spelling: parentheses raw', url, as_sent=lambda url: url.replace('%28', '(').replace('%29', ')'))
    n.sign('spelling: blanks as plus', url, as_sent=parameters(lambda given: [p.replace('%20', '+') for p in given]))
    n.sign('spelling: semicolon of the signed headers raw',
           url,
           signed=[('Range', 'bytes=0-3')],
           as_sent=lambda url: url.replace('host%3Brange', 'host;range'))
    n.sign('spelling: a fragment behind', f'{BUCKET}/report.pdf', as_sent=lambda url: url + '#page=2')


def verify(entry):
    """Checks the signature of a URL of S3 as a server does. Returns whether it is one."""
    parts = urlsplit(entry['url'])
    given = [(unquote(n.replace('+', ' ')), unquote(v.replace('+', ' ')))
             for n, v in (p.split('=', 1) if '=' in p else (p, '') for p in parts.query.split('&'))]
    claims = dict(given)
    key_id, date, region, service, end = (claims['X-Amz-Credential'].rsplit('/', 4) + [''])[:5]
    if claims['X-Amz-Algorithm'] != 'AWS4-HMAC-SHA256' or service != 's3':
        return False
    encode = lambda value, safe='': quote(value, safe=safe + '-_.~')
    default = {'https': ':443', 'http': ':80'}.get(parts.scheme, '')
    host = parts.netloc.lower().removesuffix(default)
    headers = {}
    for name, value in entry['headers']:
        headers.setdefault(name.lower(), []).append(' '.join(value.split()))
    headers['host'] = [host]
    payload = claims.get('X-Amz-Content-Sha256') or ','.join(headers.get('x-amz-content-sha256', ['UNSIGNED-PAYLOAD']))
    names = claims['X-Amz-SignedHeaders']
    query = '&'.join(f'{n}={v}' for n, v in sorted((encode(n), encode(v)) for n, v in given if n != 'X-Amz-Signature'))
    canonical = '\n'.join([
        entry['method'],
        encode(unquote_to_bytes(parts.path or '/'), '/'), query,
        *(f'{name}:{",".join(headers[name])}' for name in names.split(';')), '', names, payload
    ])
    text = '\n'.join([
        'AWS4-HMAC-SHA256', claims['X-Amz-Date'], f'{date}/{region}/{service}/{end}',
        hashlib.sha256(canonical.encode()).hexdigest()
    ])
    key = b'AWS4' + entry['credentials']['secret_access_key'].encode()
    for piece in [date, region, service, end, text]:
        key = hmac.new(key, piece.encode(), hashlib.sha256).digest()
    assert key.hex() == claims['X-Amz-Signature'], entry['name']
    return True
