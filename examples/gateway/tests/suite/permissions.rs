//! Who may do what.

use presign::Method;

use crate::site::Site;

#[test]
fn a_user_may_do_what_is_allowed() {
    let site = Site::start();
    for key in ["alice/1", "alice/2", "bob/1", "alicia"] {
        site.write(key, "x");
    }
    let reader = site.user("reader", &[("GetObject", "alice/"), ("ListBucket", "alice/")]);
    let writer = site.user("writer", &[("PutObject", "alice/"), ("DeleteObject", "alice/2")]);
    let nobody = site.user("nobody", &[]);
    let status = |user, method, key: &str| {
        let request = site.bucket().request(method, key);
        site.call_as(user, &request).body("y").send(site.address).status
    };
    for (user, method, key, expected) in [
        (&reader, Method::Get, "alice/1", 200),
        (&reader, Method::Head, "alice/1", 200),
        (&reader, Method::Get, "bob/1", 403),
        (&reader, Method::Get, "alicia", 403),
        (&reader, Method::Head, "bob/1", 403),
        (&reader, Method::Put, "alice/1", 403),
        (&reader, Method::Delete, "alice/1", 403),
        (&writer, Method::Put, "alice/3", 200),
        (&writer, Method::Put, "bob/3", 403),
        (&writer, Method::Put, "ALICE/3", 403),
        (&writer, Method::Get, "alice/3", 403),
        (&writer, Method::Delete, "alice/1", 403),
        (&writer, Method::Delete, "alice/2", 204),
        (&nobody, Method::Get, "alice/1", 403),
    ] {
        assert_eq!(status(user, method, key), expected, "{method} {key}");
    }
    // A prefix is one of the key, not of what a file system makes of it.
    let request = site.bucket().get_object("alice/../bob/1").allow_dot_segments();
    assert_eq!(site.call_as(&reader, &request).send(site.address).error(), (400, "InvalidArgument"));
    assert_eq!(site.files(), ["alice/1", "alice/3", "alicia", "bob/1"]);
}

#[test]
fn lists_are_limited_to_the_prefix() {
    let site = Site::start();
    site.write("alice/1", "x");
    site.write("bob/1", "x");
    let reader = site.user("reader", &[("ListBucket", "alice/")]);
    let list = |prefix: &str| {
        let request = site.bucket().list_objects_v2().prefix(prefix);
        site.call_as(&reader, &request).send(site.address)
    };
    assert_eq!(list("alice/").elements("Key"), ["alice/1"]);
    for prefix in ["", "a", "alice", "bob/"] {
        assert_eq!(list(prefix).error(), (403, "AccessDenied"), "{prefix}");
    }
    assert_eq!(site.call_as(&reader, &site.bucket().head_bucket()).send(site.address).status, 403);
}

#[test]
fn who_may_not_list_does_not_learn_what_exists() {
    let site = Site::start();
    site.write("there", "x");
    let user = site.user("user", &[("GetObject", ""), ("PutObject", ""), ("DeleteObject", "")]);
    let get = site.call_as(&user, &site.bucket().get_object("not-there")).send(site.address);
    assert_eq!(get.error(), (403, "AccessDenied"));
    let put = site.call_as(&user, &site.bucket().put_object("not-there")).header("If-Match", "*").body("x");
    assert_eq!(put.send(site.address).error(), (403, "AccessDenied"));
    let delete = site.call_as(&user, &site.bucket().delete_object("not-there")).header("If-Match", "*");
    assert_eq!(delete.send(site.address).error(), (403, "AccessDenied"));
    assert_eq!(site.call_as(&user, &site.bucket().get_object("there")).send(site.address).status, 200);
}

#[test]
fn a_key_that_is_deleted_is_refused_at_once() {
    let site = Site::start();
    site.write("boat.jpg", "a boat");
    let user = site.user("user", &[("GetObject", "")]);
    let call = site.call_as(&user, &site.bucket().get_object("boat.jpg"));
    assert_eq!(call.send(site.address).status, 200);
    site.database.remove(user.access_key_id()).unwrap();
    assert_eq!(call.send(site.address).error(), (403, "InvalidAccessKeyId"));
}
