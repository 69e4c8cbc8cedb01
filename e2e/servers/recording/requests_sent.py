"""Requests that differ from what was signed: method, host, path, query, headers."""

from urllib.parse import quote

from .server import BUCKET, EMPTY
from .signing import presign, presign_as_text


def record(s):
    methods(s)
    hosts(s)
    paths(s)
    queries(s)
    headers(s)
    bodies(s)


def methods(s):
    get, put = presign(s.owner, s.url()), presign(s.owner, s.url(), 'PUT')
    s.record('head-of-a-get-url', 'wrong-method', get, 'HEAD', signed=(get, 'GET', ()))
    s.record('put-to-a-get-url', 'wrong-method', get, 'PUT', [('Content-Type', 'image/jpeg')], signed=(get, 'GET', ()))
    s.record('get-of-a-put-url', 'wrong-method', put, signed=(put, 'PUT', ()))
    s.record('post-to-a-put-url', 'wrong-method', put, 'POST', signed=(put, 'PUT', ()))
    s.record('delete-of-a-get-url', 'wrong-method', get, 'DELETE', signed=(get, 'GET', ()))


def hosts(s):
    port = s.host.split(':')[1]
    url = presign(s.owner, s.url(host=f'minio:{port}'))
    s.record('signed-for-a-container-name',
             'host-changed',
             s.url(host=f'localhost:{port}') + '?' + url.split('?')[1],
             candidate_hosts=[f'minio:{port}'],
             signed=(url, 'GET', ()))
    url = presign(s.owner, s.url())
    s.record('signed-for-the-address',
             'host-changed',
             url.replace('127.0.0.1', 'localhost'),
             candidate_hosts=[s.host],
             signed=(url, 'GET', ()))
    url = presign(s.owner, s.url(host='files.example.com').replace('http:', 'https:'))
    s.record('host-rewritten-by-a-proxy',
             'host-changed',
             url,
             sent=s.url() + '?' + url.split('?')[1],
             host=s.host,
             candidate_hosts=[s.host],
             signed=(url, 'GET', ()))
    url = presign(s.owner, s.url(host='127.0.0.1'))
    s.record('signed-without-the-port',
             'port-changed',
             url.replace('127.0.0.1/', s.host + '/'),
             signed=(url, 'GET', ()))
    url = presign(s.owner, s.url(host='files.example.com:8443').replace('http:', 'https:'))
    s.record('port-dropped-by-a-proxy',
             'port-changed',
             url,
             host='files.example.com',
             sent=url.replace(':8443', ''),
             signed=(url, 'GET', ()))
    url = presign(s.owner, s.url(host='127.0.0.1:9000'))
    s.record('signed-for-the-port-inside-the-container',
             'port-changed',
             url.replace('127.0.0.1:9000', s.host),
             signed=(url, 'GET', ()),
             candidate_hosts=['127.0.0.1:9000'])
    if s.domain:
        # rust-s3 signs the port that clients leave out.
        url = presign_as_text(s.owner, f'http://{s.domain}:80/{BUCKET}/boat.jpg')
        s.record('default-port-signed', 'port-changed', url, host=s.domain, signed=(url, 'GET', (), {'as_written': True}))
        url = presign(s.owner, f'http://{BUCKET}.{s.domain}:{port}/{BUCKET}/boat.jpg')
        s.record('bucket-in-host-and-path', 'bucket-twice', url)
    url = presign(s.owner, f'http://{BUCKET}.storage.example:{port}/boat.jpg')
    s.record('host-names-the-bucket-and-is-not-read', 'host-bucket-ignored', url)
    url = presign(s.owner, f'http://{BUCKET}.storage.example:{port}/photos/2026/boat.jpg')
    s.record('host-names-the-bucket-and-is-not-read-folder', 'host-bucket-ignored', url)


def paths(s):
    plus = presign(s.owner, s.url('a%20boat%2Boar.jpg'))
    s.record('path-encoded-twice',
             'path-encoding',
             plus.replace('a%20boat%2Boar', 'a%2520boat%252Boar'),
             signed=(plus, 'GET', ()))
    s.record('plus-of-a-key-read-as-a-blank', 'path-encoding', plus.replace('%2B', '%20'), signed=(plus, 'GET', ()))
    s.record('blank-of-a-key-as-plus', 'path-encoding', plus.replace('a%20boat', 'a+boat'), signed=(plus, 'GET', ()))
    url = presign_as_text(s.owner, s.url('a%20boat+oar.jpg'))
    s.record('plus-of-a-key-signed-raw', 'path-encoding', url, signed=(url, 'GET', ()))
    url = presign_as_text(s.owner, s.url('photos%2F2026%2Fboat.jpg'))
    s.record('slash-of-a-key-signed-encoded', 'path-encoding', url, signed=(url, 'GET', ()))
    percent = presign(s.owner, s.url('100%25%20cotton.txt'))
    s.record('path-decoded-once-too-often',
             'path-encoding',
             percent.replace('100%25%20cotton', '100%20cotton'),
             signed=(percent, 'GET', ()))
    url = presign(s.owner, s.url(quote('a boat+oar.jpg', safe='').replace('%20', '%2520')))
    s.record('path-signed-encoded-twice',
             'path-encoding',
             plus.split('?')[0] + '?' + url.split('?')[1],
             signed=(url, 'GET', ()))
    url = presign(s.owner, s.url('photos/../boat.jpg'))
    s.record('dot-segments-removed-by-the-client',
             'path-normalized',
             url,
             sent=url.replace('photos/../', ''),
             signed=(url, 'GET', ()),
             needs_secret=False)
    url = presign(s.owner, s.url('./photos/2026/boat.jpg'))
    s.record('dot-segment-removed-by-the-client',
             'path-normalized',
             url,
             sent=url.replace('/./', '/'),
             signed=(url, 'GET', ()),
             needs_secret=False)
    url = presign(s.owner, s.url('logs//boat.txt'))
    s.record('slashes-merged-by-a-proxy',
             'path-normalized',
             url,
             sent=url.replace('logs//', 'logs/'),
             signed=(url, 'GET', ()))
    s.record('slashes-merged-in-the-url', 'path-normalized', url.replace('logs//', 'logs/'), signed=(url, 'GET', ()))
    url = presign(
        s.owner,
        s.url(host='files.example.com').replace('http://files.example.com/', 'https://files.example.com/storage/'))
    s.record('prefix-stripped-by-a-proxy',
             'path-prefix',
             url,
             sent=url.replace('https:', 'http:').replace('/storage/', '/'),
             host='files.example.com',
             signed=(url, 'GET', ()))
    url = presign(s.owner, s.url(host='files.example.com').replace('http:', 'https:'))
    s.record('prefix-added-in-front',
             'path-prefix',
             url.replace('.com/', '.com/storage/'),
             sent=url.replace('https:', 'http:').replace('.com/', '.com/storage/'),
             host='files.example.com',
             signed=(url, 'GET', ()))
    s.record('missing-key', 'no-such-key', presign(s.owner, s.url('bot.jpg')), needs_secret=False)
    s.record('missing-key-head', 'no-such-key', presign(s.owner, s.url('bot.jpg'), 'HEAD'), 'HEAD', needs_secret=False)
    s.record('missing-bucket',
             'no-such-bucket',
             presign(s.owner,
                     s.url().replace(BUCKET, 'presign-no-such-bucket')),
             needs_secret=False)
    s.record('put-of-an-empty-key', 'empty-key', presign(s.owner, s.url(''), 'PUT'), 'PUT', needs_secret=False)
    url = presign(s.owner, s.url('').replace(BUCKET, EMPTY))
    s.record('get-of-an-empty-key', 'empty-key', url, needs_secret=False, accept=True)


def queries(s):
    disposition = 'response-content-disposition=attachment%3B%20filename%3D%22a%20boat.jpg%22'
    url = presign(s.owner, s.url(query=disposition))
    for name, escape, written in [('blank-signed-as-plus', '%20', '+'), ('lower-case-escapes-signed', '%3B', '%3b'),
                                  ('semicolon-signed-raw', '%3B', ';')]:
        text = presign_as_text(s.owner, s.url(query=disposition.replace(escape, written)))
        s.record(name, 'query-encoding', text, signed=(text, 'GET', (), {'as_written': True}))
    s.record('override-encoded-twice',
             'query-encoding',
             url.replace(disposition, disposition.replace('%', '%25')),
             signed=(url, 'GET', ()))
    plain = presign(s.owner, s.url())
    s.record('override-added-after-signing',
             'query-changed',
             f'{plain}&response-content-disposition=attachment',
             signed=(plain, 'GET', ()))
    s.record('override-changed-after-signing',
             'query-changed',
             url.replace('a%20boat', 'the%20boat'),
             signed=(url, 'GET', ()))
    s.record('cache-buster-added', 'query-changed', f'{plain}&_=1764340000000', signed=(plain, 'GET', ()))
    s.record('expiry-changed-after-signing',
             'query-changed',
             plain.replace('Expires=3600', 'Expires=86400'),
             signed=(plain, 'GET', ()))
    part = presign(s.owner, s.url(query='partNumber=1&uploadId=2~exampleuploadid'), 'PUT')
    s.record('part-number-changed-after-signing',
             'query-changed',
             part.replace('partNumber=1', 'partNumber=2'),
             'PUT',
             signed=(part, 'PUT', ()))
    removed = presign(s.owner, s.url(query='response-content-type=image%2Fjpeg'))
    s.record('override-removed-after-signing',
             'query-changed',
             removed.replace('response-content-type=image%2Fjpeg&', ''),
             signed=(removed, 'GET', ()))


def headers(s):
    typed = [('content-type', 'image/jpeg')]
    url = presign(s.owner, s.url('upload.jpg'), 'PUT', typed)
    s.record('signed-content-type-not-sent',
             'header-missing',
             url,
             'PUT',
             signed=(url, 'PUT', typed),
             needs_secret=False)
    s.record('other-content-type-sent',
             'header-changed',
             url,
             'PUT', [('Content-Type', 'image/png')],
             signed=(url, 'PUT', typed))
    s.record('content-type-of-curl-data',
             'header-changed',
             url,
             'PUT', [('Content-Type', 'application/x-www-form-urlencoded')],
             signed=(url, 'PUT', typed))
    text = [('content-type', 'text/plain')]
    url = presign(s.owner, s.url('notes.txt'), 'PUT', text)
    s.record('charset-added-by-the-client',
             'header-changed',
             url,
             'PUT', [('Content-Type', 'text/plain;charset=UTF-8')],
             signed=(url, 'PUT', text))
    s.record('charset-added-with-a-blank',
             'header-changed',
             url,
             'PUT', [('Content-Type', 'text/plain; charset=utf-8')],
             signed=(url, 'PUT', text))
    meta = [('x-amz-meta-author', 'Jane Doe')]
    url = presign(s.owner, s.url('upload.jpg'), 'PUT', meta)
    s.record('signed-metadata-not-sent', 'header-missing', url, 'PUT', signed=(url, 'PUT', meta), needs_secret=False)
    s.record('other-metadata-sent',
             'header-changed',
             url,
             'PUT', [('x-amz-meta-author', 'John Doe')],
             signed=(url, 'PUT', meta))
    # rust-s3 does not fold the blanks.
    blanks = [('x-amz-meta-title', 'two  boats')]
    url = presign_as_text(s.owner, s.url('upload.jpg'), 'PUT', blanks)
    s.record('blanks-of-a-header-signed-as-they-are', 'header-changed', url, 'PUT', blanks,
             signed=(url, 'PUT', blanks, {'as_written': True}))
    acl = [('x-amz-acl', 'public-read')]
    url = presign(s.owner, s.url('upload.jpg'), 'PUT')
    s.record('acl-sent-and-not-signed', 'header-not-signed', url, 'PUT', acl, only=['AccessDenied'])
    signed = presign(s.owner, s.url('upload.jpg'), 'PUT', acl)
    s.record('acl-where-acls-are-disabled', 'acl-disabled', signed, 'PUT', acl, only=['AccessControlListNotSupported'])
    s.record('metadata-sent-and-not-signed', 'header-not-signed', url, 'PUT', meta)
    s.record('two-headers-sent-and-not-signed',
             'header-not-signed',
             url,
             'PUT', [('x-amz-meta-author', 'Jane Doe'), ('x-amz-storage-class', 'STANDARD_IA')],
             only=['AccessDenied'])
    s.record('copy-source-sent-and-not-signed',
             'header-not-signed',
             url,
             'PUT', [('x-amz-copy-source', f'/{BUCKET}/boat.jpg')],
             only=['AccessDenied'])
    for value, arrives in [('gzip', 'gzip, br'), ('identity', 'gzip')]:
        signed = [('accept-encoding', value)]
        url = presign_as_text(s.owner, s.url(), headers=signed)
        s.record(f'accept-encoding-{value}-rewritten-by-a-proxy',
                 'header-rewritten',
                 url,
                 headers=[('Accept-Encoding', value)],
                 arriving=[('Accept-Encoding', arrives)],
                 signed=(url, 'GET', signed))
    signed = [('range', 'bytes=0-3')]
    url = presign(s.owner, s.url(), headers=signed)
    s.record('signed-range-not-sent', 'header-missing', url, signed=(url, 'GET', signed), needs_secret=False)

    plain = presign(s.owner, s.url())
    s.record('bearer-token-besides-the-query',
             'two-mechanisms',
             plain,
             headers=[('Authorization', 'Bearer eyJhbGciOiJub25lIn0.e30.')])
    s.record('basic-authentication-besides-the-query',
             'two-mechanisms',
             plain,
             headers=[('Authorization', 'Basic amFuZTpzZWNyZXQ=')])
    s.record('sigv4-header-besides-the-query',
             'two-mechanisms',
             plain,
             headers=[('Authorization',
                       f'AWS4-HMAC-SHA256 Credential={s.owner["access_key_id"]}/20261128/us-east-1/s3/aws4_request, '
                       'SignedHeaders=host, Signature=' + '0' * 64)])
    s.record('preflight-without-cors', 'cors-preflight', presign(s.owner, s.url(), 'PUT'), 'OPTIONS',
             [('Origin', 'https://app.example.com'), ('Access-Control-Request-Method', 'PUT'),
              ('Access-Control-Request-Headers', 'content-type'), ])


def bodies(s):
    url = presign(s.owner, s.url('upload.jpg'), 'PUT')
    s.record('chunked-body',
             'chunked-upload',
             url,
             'PUT', [('Content-Type', 'image/jpeg')],
             body=b'a boat',
             chunked=True)
    md5 = [('content-md5', '1B2M2Y8AsgTpgAmY7PhCfg==')]
    url = presign(s.owner, s.url('upload.jpg'), 'PUT', md5)
    s.record('md5-of-the-empty-body', 'empty-body-checksum', url, 'PUT', md5)
    md5 = [('content-md5', 'XrY7u+Ae7tCTyyK7j1rNww==')]
    url = presign(s.owner, s.url('upload.jpg'), 'PUT', md5)
    s.record('md5-of-another-body', 'checksum-mismatch', url, 'PUT', md5)
    crc = [('x-amz-checksum-crc32', 'DUoRhQ==')]
    url = presign(s.owner, s.url('upload.jpg'), 'PUT', crc)
    s.record('crc32-of-another-body', 'checksum-mismatch', url, 'PUT', crc)
    sha = [('x-amz-content-sha256', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')]
    url = presign(s.owner, s.url('upload.jpg'), 'PUT', sha)
    s.record('sha256-of-the-empty-body', 'empty-body-checksum', url, 'PUT', sha, only=['XAmzContentSHA256Mismatch'])
    # boto3 signs the checksum of the body that it does not have, unless told not to.
    url = s.client().generate_presigned_url('put_object', {'Bucket': BUCKET, 'Key': 'upload.jpg'})
    s.record('default-checksum-of-boto3', 'empty-body-checksum', url, 'PUT')
    s.log.append(f'boto3 put_object: {url}')
    url = presign(s.owner, s.url('upload.jpg', 'x-amz-checksum-crc32=AAAAAA%3D%3D&x-amz-sdk-checksum-algorithm=CRC32'),
                  'PUT')
    s.record('checksum-of-nothing-in-the-query', 'empty-body-checksum', url, 'PUT')
    crc = [('x-amz-checksum-crc32', 'AAAAAA=='), ('x-amz-sdk-checksum-algorithm', 'CRC32')]
    url = presign(s.owner, s.url('upload.jpg'), 'PUT', crc)
    s.record('checksum-of-nothing-in-a-header', 'empty-body-checksum', url, 'PUT', crc)
    sse = [('x-amz-server-side-encryption-customer-algorithm', 'AES256'),
           ('x-amz-server-side-encryption-customer-key', 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY='),
           ('x-amz-server-side-encryption-customer-key-md5', 'hRasmdxgYDKV3nvbahU1MA=='), ]
    url = presign(s.owner, s.url('secret.jpg'), 'PUT', sse)
    s.record('customer-key-over-http', 'sse-c-over-http', url, 'PUT', sse, only=['InvalidRequest'])
