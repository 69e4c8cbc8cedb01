# shellcheck shell=bash disable=SC2034,SC2154
# OpenStack Swift on one machine, for `run`: a proxy with s3api, one server each for accounts, containers and objects,
# and memcached, which `tempauth` needs. All ports are on loopback.

packages=(swift-proxy swift-account swift-container swift-object memcached)
variants=(swift)

start() {
    local proxy account container object memcached server
    read -r proxy account container object memcached <<<"$(free_ports 5)"
    endpoint=http://127.0.0.1:$proxy
    mkdir -p "$run_dir"/{etc,dev/disk,cache}
    # Swift keeps the metadata of a file in extended attributes.
    python3 -c 'import os, sys; os.setxattr(sys.argv[1], "user.presign", b"")' "$run_dir" || {
        echo "$run_dir has no extended attributes; set TMPDIR to a directory on another file system" >&2
        return 1
    }
    # Swift's tools read this directory instead of /etc.
    export SWIFT_DIR=$run_dir/etc
    common_configuration >"$SWIFT_DIR/swift.conf"
    proxy_configuration >"$SWIFT_DIR/proxy.conf"
    for server in account container object; do
        storage_configuration "$server" "${!server}" >"$SWIFT_DIR/$server.conf"
        create_ring "$server" "${!server}" >>"$run_dir/log/start" 2>&1
    done

    # It runs as root only if told to.
    daemon memcached memcached -u "$(id -un)" -l 127.0.0.1 -p "$memcached" -m 64
    for server in account container object proxy; do
        daemon "$server" "swift-$server-server" "$SWIFT_DIR/$server.conf" --verbose
    done
    await_ports "$memcached" "$account" "$container" "$object" "$proxy"
}

common_configuration() {
    cat <<END
[swift-hash]
swift_hash_path_suffix = presign

[storage-policy:0]
name = one-copy
default = yes
END
}

storage_configuration() {
    cat <<END
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = $2
workers = 0
user = $(id -un)
swift_dir = $SWIFT_DIR
devices = $run_dir/dev
mount_check = false
disable_fallocate = true
recon_cache_path = $run_dir/cache
# Don't use syslog. With --verbose, the log goes to standard error.
log_address = /dev/null

[pipeline:main]
pipeline = $1-server

[app:$1-server]
use = egg:swift#$1
END
}

proxy_configuration() {
    cat <<END
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = $proxy
workers = 0
user = $(id -un)
swift_dir = $SWIFT_DIR
log_address = /dev/null

[pipeline:main]
pipeline = catch_errors proxy-logging cache s3api tempauth copy bulk slo dlo versioned_writes symlink proxy-logging proxy-server

[app:proxy-server]
use = egg:swift#proxy
allow_account_management = true
account_autocreate = true

[filter:catch_errors]
use = egg:swift#catch_errors

[filter:proxy-logging]
use = egg:swift#proxy_logging

[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:$memcached

[filter:s3api]
use = egg:swift#s3api
location = us-east-1
storage_domain = s3.localhost
# Use ACLs like S3's. Without them, a user who may list a bucket may also read its objects.
s3_acl = true
# The same limit as on S3. The default is 1,000.
max_upload_part_num = 10000

[filter:tempauth]
use = egg:swift#tempauth
user_test_owner = wJalrXUtnFEMI/K7MDENG+bPxRfiOWNEREXAMPLE .admin
user_test_user2 = je7MtGbClwBF/2Zp9Utk/h3yCo8nvUSER2EXAMPLE

[filter:copy]
use = egg:swift#copy

[filter:bulk]
use = egg:swift#bulk

[filter:slo]
use = egg:swift#slo

[filter:dlo]
use = egg:swift#dlo

[filter:versioned_writes]
use = egg:swift#versioned_writes
allow_object_versioning = true

[filter:symlink]
use = egg:swift#symlink
END
}

# One copy of everything, on one device.
create_ring() {
    local builder=$SWIFT_DIR/$1.builder
    swift-ring-builder "$builder" create 4 1 1
    swift-ring-builder "$builder" add "r1z1-127.0.0.1:$2/disk" 1
    swift-ring-builder "$builder" rebalance
}

describe() {
    export PRESIGN_E2E_ENDPOINT=$endpoint
    export PRESIGN_E2E_REGION=us-east-1
    # The account and the user in it. This is also the access key.
    export PRESIGN_E2E_OWNER_ID=test:owner
    export PRESIGN_E2E_OWNER_ACCESS_KEY=test:owner
    export PRESIGN_E2E_OWNER_SECRET_KEY=wJalrXUtnFEMI/K7MDENG+bPxRfiOWNEREXAMPLE
    export PRESIGN_E2E_USER2_ID=test:user2
    export PRESIGN_E2E_USER2_ACCESS_KEY=test:user2
    export PRESIGN_E2E_USER2_SECRET_KEY=je7MtGbClwBF/2Zp9Utk/h3yCo8nvUSER2EXAMPLE
}
