#!/usr/bin/env python3
"""Compares `presign get` with `aws s3 presign` on many inputs.

    side_by_side.py PRESIGN     PRESIGN is the path of the command; needs awscli (pip install awscli)

The two URLs of an input must have the same scheme, host, path and parameters, and so the same signature. Where the AWS CLI
fails, `presign` must fail too. The inputs whose results differ on purpose are listed with the reason.

Inputs run with s3.signature_version=s3v4, because the AWS CLI otherwise signs with Signature Version 2 for us-east-1 and for
custom endpoints, and most with an addressing style, because it otherwise signs for the global host and another region.
"""

import contextlib
import io
import itertools
import os
import subprocess
import sys
import tempfile
from urllib.parse import parse_qsl, urlsplit

import awscli.clidriver

KEY = {'AWS_ACCESS_KEY_ID': 'AKIAIOSFODNN7EXAMPLE', 'AWS_SECRET_ACCESS_KEY': 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'}
OTHER = {'AWS_ACCESS_KEY_ID': 'AKIDEXAMPLE', 'AWS_SECRET_ACCESS_KEY': 'another/secret+with=signs'}
AUTO = 's3 =\n    signature_version = s3v4\n'
V4 = AUTO + '    addressing_style = virtual\n'
PATH = AUTO + '    addressing_style = path\n'
DEFAULT = f'[default]\nregion = eu-west-1\n{V4}'


# Where the results differ on purpose, and why.
GLOBAL_HOST = 'without an addressing style or a region, the AWS CLI signs for the global host; presign for that of the region'
DEFAULT_PORT = 'the AWS CLI keeps the default port in the URL, although clients do not send it'
OBJECT_LAMBDA = '`aws s3` does not support S3 Object Lambda'
REFUSED = 'presign refuses what the server or the client would reject or change later'
PROFILE_ORDER = 'version 1 of the AWS CLI prefers AWS_DEFAULT_PROFILE; version 2 and presign prefer AWS_PROFILE'


def case(*arguments, config=DEFAULT, credentials='', other='', why=None, **environment):
    return {'arguments': list(arguments), 'config': config, 'credentials': credentials, 'other': other, 'environment': environment, 'why': why}


def cases():
    keys = [
        'boat.jpg', 'a b', 'a+b', 'a%20b', 'a/b/c', 'ü/日本', "quote'\"", 'a&b=c', 'a?b', 'a#b', 'tilde~', '(x)', '!*', 'a:b@c', '$,;=',
        '%', '[x]', 'back\\slash', 'a//b', '//a', 'end/', '{x}|^`<>', 'tab\there', '😀', '-x', 'index.html', 'e\u0301',
    ]
    for key in keys:
        yield case(f's3://photos/{key}', **KEY)
        yield case(f's3://photos/{key}', '--endpoint-url', 'http://127.0.0.1:9000', config=f'[default]\nregion = eu-west-1\n{PATH}', **KEY)
    buckets = ['photos', 'my.dotted.bucket', 'abc', '123', 'a' * 63, 'under_score', 'UPPER', 'my-bucket', 'a-b-c.d']
    regions = ['us-east-1', 'us-west-2', 'eu-central-1', 'cn-north-1', 'us-gov-west-1', 'ap-southeast-4', 'us-iso-east-1', 'eusc-de-east-1', 'il-central-1']
    for bucket, region in itertools.product(buckets, regions):
        yield case(f's3://{bucket}/k', '--region', region, **KEY)
    for bucket in buckets:
        yield case(f's3://{bucket}/k', '--endpoint-url', 'https://s3.example.com', **KEY)
        yield case(f'{bucket}/k', **KEY)
        for style in ['path', 'virtual', 'auto']:
            config = f'[default]\nregion = eu-west-1\n{AUTO}    addressing_style = {style}\n'
            is_global = style == 'auto' and bucket not in ('my.dotted.bucket', 'under_score', 'a-b-c.d')
            yield case(f's3://{bucket}/k', config=config, why=GLOBAL_HOST if is_global else None, **KEY)
            yield case(f's3://{bucket}/k', '--endpoint-url', 'https://s3.example.com:8443', config=config, **KEY)
    for endpoint in ['http://localhost', 'http://localhost:80', 'https://localhost:443', 'https://EXAMPLE.com', 'http://[::1]:9000', 'https://s3.example.com/', 'https://example.com/base', 'https://example.com/base/']:
        yield case('s3://photos/k', '--endpoint-url', endpoint, why=DEFAULT_PORT if endpoint.endswith((':80', ':443')) else None, **KEY)
    for expiry in ['1', '60', '900', '3600', '86400', '604799', '604800']:
        yield case('s3://photos/k', '--expires-in', expiry, **KEY)
    for arn in [
        'arn:aws:s3:eu-west-1:123456789012:accesspoint/ap', 'arn:aws:s3:eu-west-1:123456789012:accesspoint:ap', 'arn:aws:s3:us-west-2:123456789012:accesspoint/ap',
        'arn:aws:s3-outposts:eu-west-1:123456789012:outpost/op-01234567890123456/accesspoint/ap', 'arn:aws:s3-object-lambda:eu-west-1:123456789012:accesspoint/lambda',
        'arn:aws-cn:s3:cn-north-1:123456789012:accesspoint/ap',
    ]:
        why = OBJECT_LAMBDA if 'object-lambda' in arn else None
        yield case(f's3://{arn}/k', why=why, **KEY)
        yield case(f's3://{arn}/a/b c', why=why, **KEY)
    # Regions
    yield case('s3://photos/k', config=f'[default]\n{V4}', AWS_DEFAULT_REGION='ap-south-1', **KEY)
    yield case('s3://photos/k', AWS_DEFAULT_REGION='ap-south-1', **KEY)
    yield case('s3://photos/k', '--region', 'us-west-2', AWS_DEFAULT_REGION='ap-south-1', **KEY)
    yield case('s3://photos/k', config=DEFAULT + f'[profile p]\nregion = sa-east-1\n{V4}', AWS_PROFILE='p', **KEY)
    yield case('s3://photos/k', '--profile', 'p', config=DEFAULT + f'[profile p]\nregion = sa-east-1\n{V4}', credentials='[p]\naws_access_key_id = AKIDP\naws_secret_access_key = p\n')
    # Settings of endpoints
    for setting in ['use_dualstack_endpoint', 'use_accelerate_endpoint']:
        yield case('s3://photos/k', config=DEFAULT + f'    {setting} = true\n', **KEY)
        yield case('s3://photos/k', config=DEFAULT + f'    {setting} = false\n', **KEY)
        yield case('s3://my.dotted/k', config=DEFAULT + f'    {setting} = true\n', **KEY)
    yield case('s3://photos/k', config=DEFAULT + 'use_fips_endpoint = true\n', **KEY)
    yield case('s3://photos/k', config=DEFAULT + 'use_dualstack_endpoint = true\n', **KEY)
    yield case('s3://photos/k', AWS_USE_FIPS_ENDPOINT='true', **KEY)
    yield case('s3://photos/k', AWS_USE_DUALSTACK_ENDPOINT='true', **KEY)
    yield case('s3://photos/k', AWS_USE_DUALSTACK_ENDPOINT='true', AWS_USE_FIPS_ENDPOINT='true', **KEY)
    yield case('s3://photos/k', config=DEFAULT + 'endpoint_url = https://p.example.com\n', **KEY)
    yield case('s3://photos/k', config=DEFAULT + 'endpoint_url = https://p.example.com\nservices = s\n[services s]\ns3 =\n  endpoint_url = https://s.example.com\n', **KEY)
    yield case('s3://photos/k', config=DEFAULT + 'endpoint_url = https://p.example.com\nignore_configured_endpoint_urls = true\n', **KEY)
    yield case('s3://photos/k', config=DEFAULT + 'endpoint_url = https://p.example.com\n', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS='true', **KEY)
    yield case('s3://photos/k', config=DEFAULT + 'endpoint_url = https://p.example.com\n', AWS_ENDPOINT_URL='https://e.example.com', **KEY)
    yield case('s3://photos/k', AWS_ENDPOINT_URL='https://e.example.com', AWS_ENDPOINT_URL_S3='https://e3.example.com', **KEY)
    yield case('s3://photos/k', '--endpoint-url', 'https://f.example.com', AWS_ENDPOINT_URL_S3='https://e3.example.com', **KEY)
    yield case('s3://photos/k', '--endpoint-url', 'https://f.example.com', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS='true', **KEY)
    for regional in ['legacy', 'regional']:
        yield case('s3://photos/k', '--region', 'us-east-1', AWS_S3_US_EAST_1_REGIONAL_ENDPOINT=regional, **KEY)
        yield case('s3://photos/k', config=f'[default]\nregion = us-east-1\ns3_us_east_1_regional_endpoint = {regional}\n{V4}', **KEY)
        yield case('s3://photos/k', AWS_S3_US_EAST_1_REGIONAL_ENDPOINT=regional, **KEY)
    yield case('s3://arn:aws:s3:us-west-2:123456789012:accesspoint/ap/k', AWS_S3_USE_ARN_REGION='false', **KEY)
    yield case('s3://arn:aws:s3:us-west-2:123456789012:accesspoint/ap/k', config=DEFAULT + '    use_arn_region = false\n', **KEY)
    yield case('s3://arn:aws:s3:us-west-2:123456789012:accesspoint/ap/k', config=DEFAULT + '    use_arn_region = false\n', AWS_S3_USE_ARN_REGION='true', **KEY)
    # Credentials
    file = '[default]\naws_access_key_id = AKIDFILE\naws_secret_access_key = file\n[p]\naws_access_key_id = AKIDP\naws_secret_access_key = p\n[t]\naws_access_key_id=ASIAT\naws_secret_access_key=t\naws_session_token=to+k/en=\n'
    config = DEFAULT + f'[profile p]\nregion=eu-west-3\n{V4}[profile t]\n{V4}[profile "two words"]\nregion=eu-west-3\naws_access_key_id=AKIDTWO\naws_secret_access_key=two\n{V4}'
    for environment in [{}, KEY, {**KEY, 'AWS_SESSION_TOKEN': 'to/k+en=='}, {**KEY, 'AWS_SECURITY_TOKEN': 'old'}, {**KEY, 'AWS_SESSION_TOKEN': 'new', 'AWS_SECURITY_TOKEN': 'old'}, {**KEY, 'AWS_SESSION_TOKEN': ''}, {**OTHER, 'AWS_PROFILE': 'p'}, {'AWS_PROFILE': 'p'}, {'AWS_DEFAULT_PROFILE': 'p'}, {'AWS_DEFAULT_PROFILE': 't', 'AWS_PROFILE': 'p'}, {'AWS_PROFILE': 't'}, {'AWS_PROFILE': 'two words'}, {'AWS_PROFILE': 'missing'}, {'AWS_ACCESS_KEY_ID': 'AKIDONLY'}, {'AWS_SECRET_ACCESS_KEY': 'only'}]:
        why = PROFILE_ORDER if len(environment) == 2 and 'AWS_DEFAULT_PROFILE' in environment else GLOBAL_HOST if environment.get('AWS_PROFILE') == 't' else None
        yield case('s3://photos/k', config=config, credentials=file, why=why, **environment)
        yield case('s3://photos/k', '--profile', 'p', config=config, credentials=file, **environment)
    yield case('s3://photos/k', '--profile', 'missing', config=config, credentials=file)
    yield case('s3://photos/k', '--profile', 'default', config=config, credentials=file, **KEY)
    yield case('s3://photos/k', config='[profile default]\nregion = eu-west-3\n' + V4, credentials=file)
    yield case('s3://photos/k', config=DEFAULT + 'aws_access_key_id = AKIDCONFIG\naws_secret_access_key = config\n')
    yield case('s3://photos/k', config=DEFAULT + 'aws_access_key_id = AKIDCONFIG\naws_secret_access_key = config\n', credentials=file)
    yield case('s3://photos/k', config=DEFAULT + 'aws_access_key_id = AKIDCONFIG\naws_secret_access_key = config\n', credentials='[other]\naws_access_key_id = x\naws_secret_access_key = y\n')
    process = """credential_process = sh -c 'printf "{\\"Version\\":1,\\"AccessKeyId\\":\\"ASIAPROCESS\\",\\"SecretAccessKey\\":\\"pro\\",\\"SessionToken\\":\\"to/ken\\",\\"Expiration\\":\\"2099-01-01T00:00:00Z\\"}"'\n"""
    yield case('s3://photos/k', config=DEFAULT + process)
    yield case('s3://photos/k', config=DEFAULT + process, credentials=file)
    yield case('s3://photos/k', config=DEFAULT + process + 'aws_access_key_id = AKIDCONFIG\naws_secret_access_key = config\n')
    yield case('s3://photos/k', config=DEFAULT + 'credential_process = false\n')
    yield case('s3://photos/k', config=DEFAULT + 'credential_process = echo {}\n')
    yield case('s3://photos/k', config=DEFAULT, credentials='[default]\naws_access_key_id = AKIDONLY\n')
    yield case('s3://photos/k', config=DEFAULT, credentials='# c\n[default]\n; c\naws_access_key_id=AKIDFILE\naws_secret_access_key = a;b#c = d\n')
    yield case('s3://photos/k', config='region = x\n' + DEFAULT, **KEY)
    yield case('s3://photos/k', config='[default\n', **KEY)
    # What the AWS CLI signs, although it can't work
    for key in ['a/../b', './a', '..']:
        yield case(f's3://photos/{key}', why=REFUSED, **KEY)
        yield case(f's3://photos/{key}', '--region', 'eu west', **KEY)
    for expiry in ['0', '604801']:
        yield case('s3://photos/k', '--expires-in', expiry, why=REFUSED, **KEY)
    yield case('s3://photos/k', why=REFUSED, **{**KEY, 'AWS_ACCESS_KEY_ID': 'ASIAIOSFODNN7EXAMPLE'})
    yield case('s3://photos/k', '--expires-in', '129600', AWS_SESSION_TOKEN='token', **KEY)
    yield case('s3://photos/k', '--expires-in', '129601', why=REFUSED, AWS_SESSION_TOKEN='token', **KEY)
    # Where the files are
    for path in ['~/.aws/other', '$HOME/.aws/other', '${HOME}/.aws/other', '$MISSING/.aws/other', '~/.aws/missing']:
        yield case('s3://photos/k', config='', credentials='', AWS_CONFIG_FILE=path, other=DEFAULT + 'aws_access_key_id = AKIDOTHER\naws_secret_access_key = other\n')
    # What is no S3 URI
    for uri in ['s3://', 's3:///k', '']:
        yield case(uri, **KEY)


def run_aws(case, environment):
    """Runs the AWS CLI in this process, since it takes long to start. Returns the URL, or None."""
    before = dict(os.environ)
    os.environ.clear()
    # The AWS CLI finds its data by a variable that it sets when it is imported.
    os.environ.update(environment, AWS_DATA_PATH=before['AWS_DATA_PATH'])
    out, err = io.StringIO(), io.StringIO()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = awscli.clidriver.create_clidriver().main(['s3', 'presign', *case['arguments']])
    except SystemExit as exit:
        status = exit.code
    except Exception as error:
        # A config file that it can't parse.
        status, err = 1, io.StringIO(str(error))
    finally:
        os.environ.clear()
        os.environ.update(before)
    return out.getvalue().strip() if status == 0 else None, err.getvalue().strip()


def run_presign(binary, case, environment, at):
    arguments = [binary, 'get', *case['arguments'], '--at', at]
    done = subprocess.run(arguments, env=environment, capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else None, done.stderr.strip()


def parts(url):
    split = urlsplit(url)
    return split.scheme, split.netloc.lower(), split.path, sorted(parse_qsl(split.query, keep_blank_values=True))


def main():
    binary = os.path.abspath(sys.argv[1])
    count, differences, explained = 0, [], 0
    for index, one in enumerate(cases()):
        with tempfile.TemporaryDirectory() as home:
            os.mkdir(f'{home}/.aws')
            for name in ['config', 'credentials', 'other']:
                if one[name]:
                    with open(f'{home}/.aws/{name}', 'w') as file:
                        file.write(one[name])
            environment = {'HOME': home, 'AWS_S3_US_EAST_1_REGIONAL_ENDPOINT': 'regional', 'PATH': os.environ['PATH'], 'AWS_EC2_METADATA_DISABLED': 'true', **one['environment']}
            theirs, their_error = run_aws(one, environment)
            date = dict(parse_qsl(urlsplit(theirs).query)).get('X-Amz-Date') if theirs else None
            at = f'{date[:4]}-{date[4:6]}-{date[6:11]}:{date[11:13]}:{date[13:]}' if date else '2026-11-23T12:00:00Z'
            ours, our_error = run_presign(binary, one, environment, at)
        count += 1
        same = (theirs is None) == (ours is None) and (theirs is None or parts(theirs) == parts(ours))
        if same == (one['why'] is not None):
            differences.append(f"{one['arguments']} {one['environment']} {one['config']!r} {one['credentials']!r}\n  aws:     {(theirs or their_error)[:int(os.environ.get('W', 10000))]}\n  presign: {(ours or our_error)[:int(os.environ.get('W', 10000))]}")
        explained += one['why'] is not None
    print(f'{count} inputs, {explained} of them documented differences')
    for difference in differences:
        print(difference)
    sys.exit(1 if differences else 0)


if __name__ == '__main__':
    main()
