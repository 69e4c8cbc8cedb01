"""Uses a gateway with boto3, the AWS CLI and curl: clients.py GATEWAY

The gateway is started on a temporary directory. boto3 and the AWS CLI make URLs for curl. They also send requests of
their own that are presigned, so that they parse the answers.
"""
import contextlib
import io
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile
import urllib.parse

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

import presigned_requests

KEYS = ['boat.jpg', 'a/b/c.txt', 'a b+c%20d&e=f.txt', 'ü/日本.txt', "it's (1)~!*.txt", 'a:b@c,d;e']


def main(gateway):
    with tempfile.TemporaryDirectory() as place:
        place = pathlib.Path(place)
        directory = place / 'photos'
        directory.mkdir()
        with running(gateway, directory) as url:
            database = sqlite3.connect(place / 'photos.gateway.sqlite')
            (key, secret), = database.execute('SELECT access_key_id, secret_access_key FROM keys')
            endpoint = url.split('/?')[0]
            for test in curl_alone, boto3_urls, boto3_posts, boto3_requests, aws_presign, aws_requests:
                test(Context(place, directory, url, endpoint, key, secret))
                print('ok', test.__name__)


class Context:
    def __init__(self, place, directory, url, endpoint, key, secret):
        self.place, self.directory, self.url, self.endpoint = place, directory, url, endpoint
        self.key, self.secret = key, secret
        for path in sorted(directory.rglob('*'), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()

    def s3(self, secret=None):
        config = Config(signature_version='s3v4', s3={'addressing_style': 'path'}, retries={'total_max_attempts': 1})
        return boto3.client('s3', 'us-east-1', endpoint_url=self.endpoint, aws_access_key_id=self.key,
                            aws_secret_access_key=secret or self.secret, config=config)

    def presigning_s3(self, secret=None):
        client = self.s3(secret)
        presigned_requests.awscli_initialize(client.meta.events)
        return client

    def write(self, key, content):
        path = self.directory / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def read(self, key):
        return (self.directory / key).read_bytes()

    def aws(self, *arguments, fails=False):
        """Returns what the AWS CLI prints, or its error message."""
        config = self.place / 'config'
        config.write_text('[default]\nregion = us-east-1\ns3 =\n  addressing_style = path\n'
                          '[plugins]\npresigned_requests = presigned_requests\n')
        environment = dict(os.environ, AWS_CONFIG_FILE=str(config), AWS_SHARED_CREDENTIALS_FILE=str(self.place / 'none'),
                           AWS_ACCESS_KEY_ID=self.key, AWS_SECRET_ACCESS_KEY=self.secret, AWS_MAX_ATTEMPTS='1',
                           PYTHONPATH=str(pathlib.Path(__file__).parent))
        command = [str(pathlib.Path(sys.executable).parent / 'aws'), '--endpoint-url', self.endpoint, '--output', 'text']
        result = subprocess.run([*command, *arguments], env=environment, capture_output=True, text=True)
        assert (result.returncode != 0) == fails, (arguments, result)
        return result.stderr if fails else result.stdout


@contextlib.contextmanager
def running(gateway, directory):
    process = subprocess.Popen([gateway, directory, '--max-upload-bytes', '20000000'], stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, text=True)
    try:
        yield next(line for line in process.stdout if line.startswith('http://')).strip()
    finally:
        process.terminate()
        assert process.wait(20) == 0


def curl(*arguments):
    """Returns the status and the body."""
    command = ['curl', '--silent', '--show-error', '--max-time', '20', '--write-out', '\n%{http_code}', *map(str, arguments)]
    body, _, status = subprocess.run(command, check=True, capture_output=True).stdout.rpartition(b'\n')
    return int(status), body


def fails(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response['Error']['Code'] == code, error
    else:
        raise AssertionError(f'{arguments} must fail with {code}')


def curl_alone(context):
    """The page that the gateway prints, its links, and what curl does with them."""
    for key in KEYS:
        context.write(key, key.encode())
    status, page = curl(context.url)
    links = [unescape(link) for link in re.findall(r'<a href="([^"]*)"', page.decode())]
    assert status == 200 and len(links) == len(KEYS)
    assert sorted(curl(link)[1].decode() for link in links) == sorted(KEYS)

    action = unescape(re.search(r'action="([^"]*)"', page.decode())[1])
    status, page = curl('--data-urlencode', 'key=new/a b.txt', '--data', 'method=PUT&seconds=900', action)
    url = unescape(re.search(r'<code>(http[^<]*)</code>', page.decode())[1])
    file = context.place / 'file'
    file.write_bytes(b'0123456789' * 100_000)
    assert curl('--upload-file', file, url)[0] == 200
    assert context.read('new/a b.txt') == file.read_bytes()
    shown = unescape(re.search(r'<code>(curl [^<]*)</code>', page.decode())[1])
    assert url in shown

    # A download that is resumed, and one that is repeated only if the object has changed.
    link = next(link for link in links if 'boat.jpg' in link)
    part = context.place / 'part'
    part.write_bytes(b'boa')
    assert curl('--continue-at', '-', '--output', part, link)[0] == 206 and part.read_bytes() == b'boat.jpg'
    assert curl('--time-cond', part, link)[0] == 304
    assert curl('--head', link)[0] == 403
    # The host is signed, and so is everything else.
    assert curl('--header', 'Host: other.example', link)[0] == 403
    for path in 'photos/../photos.gateway.sqlite', '../photos.gateway.sqlite', 'photos/%2e%2e/photos.gateway.sqlite':
        status, body = curl('--path-as-is', link.replace('photos/boat.jpg', path))
        assert status == 403 and b'SQLite' not in body, (path, status)


def boto3_urls(context):
    s3 = context.s3()

    def url(operation, key, seconds=60, **arguments):
        arguments = dict(Bucket='photos', Key=key, **arguments)
        return s3.generate_presigned_url(operation, arguments, ExpiresIn=seconds)

    for key in KEYS:
        content = key.encode() * 1000
        assert curl('--request', 'PUT', '--data-binary', content.decode(), '--header', 'Content-Type:',
                    url('put_object', key)) == (200, b'')
        assert context.read(key) == content
        assert curl(url('get_object', key)) == (200, content)
        assert curl('--head', url('head_object', key))[0] == 200
        assert curl('--request', 'DELETE', url('delete_object', key))[0] == 204
        assert curl(url('get_object', key))[0] == 404
    assert not any(context.directory.iterdir())

    context.write('boat.jpg', b'a boat')
    shown = url('get_object', 'boat.jpg', ResponseContentDisposition='attachment; filename="a.jpg"',
                ResponseContentType='text/plain')
    _, answer = curl('--include', shown)
    assert b'content-disposition: attachment; filename="a.jpg"\r\n' in answer and b'content-type: text/plain\r\n' in answer
    # botocore signs what our own library refuses to.
    split = url('get_object', 'boat.jpg', ResponseContentType='text/plain\r\nSet-Cookie: a=b')
    status, answer = curl('--include', split)
    assert status == 400 and b'set-cookie' not in answer.lower()
    for key in '../photos.gateway.sqlite', 'a/../boat.jpg', 'a//b', '.env', 'a\\b', 'a\0b', 'a/':
        upload = ['--request', 'PUT', '--data-binary', 'x', '--header', 'Content-Type:']
        for operation, arguments in ('get_object', []), ('put_object', upload):
            status, body = curl('--path-as-is', *arguments, url(operation, key))
            assert status == 400 and b'InvalidArgument' in body, (key, status, body)
    status, body = curl(url('get_object', 'boat.jpg', seconds=0))
    assert status == 403 and b'Request has expired' in body
    assert curl(s3.generate_presigned_url('list_objects_v2', {'Bucket': 'photos'}))[1].count(b'<Key>') == 1
    # The client must send what is signed, and nothing else counts.
    fixed = url('put_object', 'fixed', ContentMD5='1B2M2Y8AsgTpgAmY7PhCfg==')
    assert curl('--request', 'PUT', '--data-binary', 'x', '--header', 'Content-Type:', fixed)[0] == 403
    md5 = ['--header', 'Content-Type:', '--header', 'Content-MD5: 1B2M2Y8AsgTpgAmY7PhCfg==']
    assert curl('--request', 'PUT', '--data-binary', 'x', *md5, fixed)[0] == 400
    assert curl('--request', 'PUT', '--data-binary', '', *md5, fixed)[0] == 200


def boto3_posts(context):
    s3 = context.s3()
    file = context.place / 'file'
    file.write_bytes(b'0123456789' * 100)

    def post(key, conditions=(), fields=None, changed=None):
        form = s3.generate_presigned_post('photos', key, Fields=fields, Conditions=list(conditions), ExpiresIn=60)
        fields = [f'{name}={value}' for name, value in {**form['fields'], **(changed or {})}.items()]
        before = [argument for field in fields for argument in ('--form-string', field)]
        return curl(*before, '--form', f'file=@{file}', form['url'])

    assert post('a/${filename}') == (204, b'')
    assert context.read('a/file') == file.read_bytes()
    assert post('b', [['content-length-range', 1, 1000]])[0] == 204
    status, body = post('c', [['content-length-range', 1, 999]])
    assert status == 400 and b'EntityTooLarge' in body
    status, body = post('d', changed={'key': 'e'})
    assert status == 403 and b'AccessDenied' in body
    status, body = post('d', [{'success_action_status': '201'}], {'success_action_status': '201'})
    assert status == 201 and b'<Key>d</Key>' in body
    status, body = post('../outside')
    assert status == 400 and b'InvalidArgument' in body
    assert sorted(path.name for path in context.directory.iterdir()) == ['a', 'b', 'd']


def boto3_requests(context):
    s3 = context.presigning_s3()
    for key in KEYS:
        etag = s3.put_object(Bucket='photos', Key=key, Body=key.encode())['ETag']
        answer = s3.get_object(Bucket='photos', Key=key)
        assert answer['Body'].read() == key.encode() and answer['ETag'] == etag
        head = s3.head_object(Bucket='photos', Key=key)
        assert head['ContentLength'] == len(key.encode()) and head['LastModified'] == answer['LastModified']
    listed = s3.list_objects_v2(Bucket='photos')['Contents']
    assert [entry['Key'] for entry in listed] == sorted(KEYS, key=str.encode)
    assert {entry['Key']: entry['ETag'] for entry in listed}[KEYS[-1]] == etag
    pages = s3.get_paginator('list_objects_v2').paginate(Bucket='photos', PaginationConfig={'PageSize': 2})
    assert [entry['Key'] for page in pages for entry in page['Contents']] == sorted(KEYS, key=str.encode)
    top = s3.list_objects_v2(Bucket='photos', Delimiter='/')
    assert [entry['Prefix'] for entry in top['CommonPrefixes']] == ['a/', 'ü/']
    assert s3.head_bucket(Bucket='photos')['ResponseMetadata']['HTTPStatusCode'] == 200

    assert s3.get_object(Bucket='photos', Key='boat.jpg', Range='bytes=2-3')['Body'].read() == b'at'
    fails('InvalidRange', s3.get_object, Bucket='photos', Key='boat.jpg', Range='bytes=100-')
    fails('NoSuchKey', s3.get_object, Bucket='photos', Key='none')
    fails('404', s3.head_object, Bucket='photos', Key='none')
    fails('NoSuchBucket', s3.get_object, Bucket='other', Key='none')
    fails('PreconditionFailed', s3.put_object, Bucket='photos', Key='boat.jpg', Body=b'', IfNoneMatch='*')
    fails('PreconditionFailed', s3.get_object, Bucket='photos', Key='boat.jpg', IfMatch='"other"')
    fails('304', s3.get_object, Bucket='photos', Key=KEYS[-1], IfNoneMatch=etag)
    fails('BadDigest', s3.put_object, Bucket='photos', Key='boat.jpg', Body=b'x', ChecksumSHA256='A' * 43 + '=')
    fails('NotImplemented', s3.put_object, Bucket='photos', Key='boat.jpg', Body=b'x', ACL='public-read')
    fails('NotImplemented', s3.put_object_tagging, Bucket='photos', Key='boat.jpg', Tagging={'TagSet': []})
    fails('NotImplemented', s3.copy_object, Bucket='photos', Key='copy', CopySource='photos/boat.jpg')
    assert context.read('boat.jpg') == b'boat.jpg'

    # An upload of megabytes, with the checksum that boto3 adds.
    content = os.urandom(6_000_000)
    s3.upload_fileobj(io.BytesIO(content), 'photos', 'large')
    received = io.BytesIO()
    s3.download_fileobj('photos', 'large', received)
    assert received.getvalue() == content
    fails('EntityTooLarge', s3.put_object, Bucket='photos', Key='larger', Body=b'x' * 20_000_001)
    for key in [*KEYS, 'large', 'none']:
        s3.delete_object(Bucket='photos', Key=key)
    assert not any(context.directory.iterdir())
    fails('SignatureDoesNotMatch', context.presigning_s3('guessed').list_objects_v2, Bucket='photos')


def aws_presign(context):
    context.write('a b/ü.txt', b'a text')
    url = context.aws('s3', 'presign', 's3://photos/a b/ü.txt', '--expires-in', '60').strip()
    assert curl(url) == (200, b'a text')
    query = urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)
    assert query['X-Amz-Expires'] == ['60']
    assert curl(url.replace('X-Amz-Expires=60', 'X-Amz-Expires=61'))[0] == 403


def aws_requests(context):
    file = context.place / 'file'
    file.write_bytes(os.urandom(1_000_000))
    context.aws('s3', 'cp', str(file), 's3://photos/a b/copy.bin')
    assert context.read('a b/copy.bin') == file.read_bytes()
    assert 'PRE a b/' in context.aws('s3', 'ls', 's3://photos/')
    assert context.aws('s3', 'ls', 's3://photos/', '--recursive').split(maxsplit=3)[2:] == ['1000000', 'a b/copy.bin\n']
    back = context.place / 'back'
    context.aws('s3', 'cp', 's3://photos/a b/copy.bin', str(back))
    assert back.read_bytes() == file.read_bytes()
    of_object = ['--bucket', 'photos', '--key', 'a b/copy.bin']
    assert context.aws('s3api', 'head-object', *of_object, '--query', 'ContentLength') == '1000000\n'
    assert 'NoSuchKey' in context.aws('s3api', 'get-object', '--bucket', 'photos', '--key', 'none', str(back), fails=True)
    context.aws('s3', 'rm', 's3://photos/a b/copy.bin')
    assert not any(context.directory.iterdir())


def unescape(html):
    for entity, character in ('&lt;', '<'), ('&gt;', '>'), ('&quot;', '"'), ('&apos;', "'"), ('&amp;', '&'):
        html = html.replace(entity, character)
    return html


main(sys.argv[1])
