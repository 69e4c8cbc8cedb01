# shellcheck shell=bash disable=SC2034,SC2154
# Ceph on one machine, for `run`: a monitor, an in-memory storage daemon, and two gateways to the same buckets. There is
# no manager and no authentication between the daemons, and all ports are on loopback.
#
# STS needs its own gateway, since radosgw with STS reports every wrong signature or key as AccessDenied.

packages=(radosgw ceph-mon ceph-osd)
variants=(radosgw radosgw-sts)

start() {
    local mon plain sts fsid osd
    read -r mon plain sts <<<"$(free_ports 3)"
    endpoint_radosgw=http://127.0.0.1:$plain
    endpoint_radosgw_sts=http://127.0.0.1:$sts
    fsid=$(</proc/sys/kernel/random/uuid)
    osd=$(</proc/sys/kernel/random/uuid)
    mkdir "$run_dir"/{mon,osd}
    # All of Ceph's tools read it.
    export CEPH_CONF=$run_dir/ceph.conf
    configuration >"$CEPH_CONF"

    {
        create_cluster
        start_daemons
        create_users
    } >>"$run_dir/log/start" 2>&1
}

configuration() {
    cat <<END
[global]
fsid = $fsid
mon initial members = a
mon host = [v2:127.0.0.1:$mon]
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind msgr1 = false
auth cluster required = none
auth service required = none
auth client required = none
# The default, only "secure", does not work without authentication.
ms mon client mode = crc secure

# One copy of everything, on one daemon.
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
osd objectstore = memstore
memstore device bytes = 4294967296
mon allow pool size one = true
mon max pg per osd = 1000

# A single monitor need not collect changes before it commits them. This shortens the start from 14 s to 2 s.
paxos propose interval = 0.02
paxos min wait = 0.01
mon tick interval = 1
# The data is in memory, so the monitor need not stop when the disk is nearly full.
mon data avail crit = 1

run dir = $run_dir
crash dir = $run_dir
keyring = $run_dir/keyring
mon data = $run_dir/mon
osd data = $run_dir/osd
# No socket: its path must be short, and TMPDIR may be long.
admin socket =
# Log to standard error, which goes to the log of the daemon.
log to file = false
log to stderr = true
err to stderr = true
mon cluster log to file = false

[client]
rgw dns name = s3.localhost
rgw thread pool size = 32
rgw rados pool pg num min = 1
rgw gc max objs = 4
rgw lc max objs = 4
rgw sts key = sixteen-bytes-of
# Accept customer keys without TLS, unlike S3.
rgw crypt require ssl = false

[client.plain]
rgw frontends = beast endpoint=127.0.0.1:$plain

[client.sts]
rgw frontends = beast endpoint=127.0.0.1:$sts
rgw s3 auth use sts = true
END
}

create_cluster() {
    local client
    ceph-authtool "$run_dir/keyring" --create-keyring --gen-key --name mon. --cap mon 'allow *'
    for client in admin plain sts; do
        ceph-authtool "$run_dir/keyring" --gen-key --name "client.$client" --cap mon 'allow *' --cap osd 'allow *'
    done
    monmaptool --create --fsid "$fsid" --addv a "[v2:127.0.0.1:$mon]" "$run_dir/monmap"
    ceph-mon --mkfs --id a --monmap "$run_dir/monmap" --keyring "$run_dir/keyring"
}

start_daemons() {
    daemon ceph-mon ceph-mon --id a -f
    await_ports "$mon"
    ceph osd new "$osd"
    ceph-osd --id 0 --mkfs --osd-uuid "$osd"
    daemon ceph-osd ceph-osd --id 0 -f
    # Start one gateway after the other, since the first creates the pools.
    daemon radosgw radosgw --name client.plain -f
    await_ports "$plain"
    daemon radosgw-sts radosgw --name client.sts -f
    await_ports "$sts"
}

create_users() {
    radosgw-admin user create --uid owner --display-name owner --access-key AKIDEXAMPLEOWNER \
        --secret wJalrXUtnFEMI/K7MDENG+bPxRfiOWNEREXAMPLE
    radosgw-admin user create --uid user2 --display-name user2 --access-key AKIDEXAMPLEUSER2 \
        --secret je7MtGbClwBF/2Zp9Utk/h3yCo8nvUSER2EXAMPLE
    # Sessions of this role may read and write objects, but not list or delete them.
    radosgw-admin role create --role-name uploader --path / --assume-role-policy-doc \
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["sts:AssumeRole"],
          "Principal": {"AWS": ["arn:aws:iam:::user/owner"]}}]}'
    radosgw-admin role-policy put --role-name uploader --policy-name read-and-write --policy-doc \
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"],
          "Resource": "arn:aws:s3:::*"}]}'
}

describe() {
    case $1 in
        radosgw) export PRESIGN_E2E_ENDPOINT=$endpoint_radosgw ;;
        radosgw-sts)
            export PRESIGN_E2E_ENDPOINT=$endpoint_radosgw_sts
            export PRESIGN_E2E_ROLE=arn:aws:iam:::role/uploader
            ;;
    esac
    export PRESIGN_E2E_REGION=us-east-1
    export PRESIGN_E2E_OWNER_ID=owner
    export PRESIGN_E2E_OWNER_ACCESS_KEY=AKIDEXAMPLEOWNER
    export PRESIGN_E2E_OWNER_SECRET_KEY=wJalrXUtnFEMI/K7MDENG+bPxRfiOWNEREXAMPLE
    export PRESIGN_E2E_USER2_ID=user2
    export PRESIGN_E2E_USER2_ACCESS_KEY=AKIDEXAMPLEUSER2
    export PRESIGN_E2E_USER2_SECRET_KEY=je7MtGbClwBF/2Zp9Utk/h3yCo8nvUSER2EXAMPLE
}
