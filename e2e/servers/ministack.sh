# shellcheck shell=bash disable=SC2034,SC2154
# MiniStack, for `run`: an imitation of AWS in one process. With AUTH it verifies signatures and evaluates IAM policies.
# The users of the suite are IAM users, since of the root user it verifies only complete SigV4 URLs for S3.

# cryptography verifies SigV4A.
wheels=(ministack==1.5.33 cryptography==50.0.2)
variants=(ministack)
tests=(suite ministack)

start() {
    read -r port <<<"$(free_ports 1)"
    daemon ministack env AUTH=true BIND_HOST=127.0.0.1 GATEWAY_PORT="$port" SERVICES=s3,sts,iam IOT_MTLS_ENABLED=0 \
        STATE_DIR="$run_dir/state" AWS_ACCESS_KEY_ID=AKIDEXAMPLEROOT \
        AWS_SECRET_ACCESS_KEY=x5tYwMqzTqU/dN8aVJzM+h2KsGROOTEXAMPLE "$venv/bin/ministack"
    await_ports "$port"
    create_users >"$run_dir/users" 2>"$run_dir/log/start"
}

# Creates two users, a role, and a bucket with a multi-region access point. Prints what the server chooses: the keys of
# the users and the alias of the access point.
create_users() {
    "$venv/bin/python" - "http://127.0.0.1:$port" <<'END'
import json, sys
from botocore.session import Session

def client(service, region='us-east-1'):
    return Session().create_client(
        service, region, endpoint_url=sys.argv[1], aws_access_key_id='AKIDEXAMPLEROOT',
        aws_secret_access_key='x5tYwMqzTqU/dN8aVJzM+h2KsGROOTEXAMPLE')

def policy(action, **to):
    return json.dumps({'Version': '2012-10-17', 'Statement': [{'Effect': 'Allow', 'Action': action, **to}]})

iam = client('iam')
chosen = []
for user, action in [('owner', '*'), ('user2', 's3:ListBucket')]:
    iam.create_user(UserName=user)
    iam.put_user_policy(UserName=user, PolicyName=user, PolicyDocument=policy(action, Resource='*'))
    key = iam.create_access_key(UserName=user)['AccessKey']
    chosen += key['AccessKeyId'], key['SecretAccessKey']
iam.create_role(RoleName='uploader', AssumeRolePolicyDocument=policy('sts:AssumeRole', Principal={'AWS': '*'}))
iam.put_role_policy(RoleName='uploader', PolicyName='read-and-write',
                    PolicyDocument=policy(['s3:GetObject', 's3:PutObject'], Resource='arn:aws:s3:::*'))

# botocore puts the account into the host, which then has no address.
def connect_directly(request, **_):
    request.headers['Host'] = request.url.split('/')[2]
    request.url = request.url.replace('//000000000000.', '//')

client('s3').create_bucket(Bucket='presign-multi-region')
control = client('s3control', 'us-west-2')
control.meta.events.register('before-send.s3-control.*', connect_directly)
control.create_multi_region_access_point(
    AccountId='000000000000', ClientToken='presign',
    Details={'Name': 'presign', 'Regions': [{'Bucket': 'presign-multi-region'}]})
point = control.get_multi_region_access_point(AccountId='000000000000', Name='presign')['AccessPoint']
print(*chosen, point['Alias'])
END
}

describe() {
    export PRESIGN_E2E_ENDPOINT=http://127.0.0.1:$port
    export PRESIGN_E2E_REGION=us-east-1
    export PRESIGN_E2E_ROLE=arn:aws:iam::000000000000:role/uploader
    local alias
    read -r PRESIGN_E2E_OWNER_ACCESS_KEY PRESIGN_E2E_OWNER_SECRET_KEY PRESIGN_E2E_USER2_ACCESS_KEY \
        PRESIGN_E2E_USER2_SECRET_KEY alias <"$run_dir/users"
    export PRESIGN_E2E_OWNER_ACCESS_KEY PRESIGN_E2E_OWNER_SECRET_KEY PRESIGN_E2E_USER2_ACCESS_KEY \
        PRESIGN_E2E_USER2_SECRET_KEY
    # For the tests of MiniStack alone.
    export PRESIGN_E2E_MULTI_REGION_ACCESS_POINT=arn:aws:s3::000000000000:accesspoint/$alias
    export PRESIGN_E2E_PYTHON=$venv/bin/python
}
