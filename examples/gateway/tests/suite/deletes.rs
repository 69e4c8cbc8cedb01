//! DeleteObject.

use crate::site::Site;

#[test]
fn deletes() {
    let site = Site::start();
    for key in ["a/b/c", "a/d"] {
        site.put(key, "x");
    }
    let delete = |key: &str| site.send(&site.bucket().delete_object(key));
    assert_eq!((delete("a/b/c").status, delete("a/b/c").status, delete("none/at/all").status), (204, 204, 204));
    assert_eq!(site.get("a/b/c").error(), (404, "NoSuchKey"));
    assert!(!site.path("a/b").exists(), "an empty directory would be in the way of the object a/b");
    assert_eq!(site.files(), ["a/d"]);
    assert_eq!(site.put("a/b", "y").status, 200);
    assert_eq!((delete("a").status, delete("a/d").status, delete("a/b").status), (204, 204, 204));
    assert!(!site.path("a").exists() && site.path("").exists());
}

#[test]
fn a_directory_is_removed_while_uploads_into_it_begin() {
    let site = Site::start();
    std::thread::scope(|scope| {
        for name in ["one", "two", "three"] {
            let site = &site;
            scope.spawn(move || {
                for _ in 0..30 {
                    let key = format!("directory/deep/{name}");
                    assert_eq!(site.put(&key, name).status, 200);
                    assert_eq!(site.get(&key).text(), name);
                    assert_eq!(site.send(&site.bucket().delete_object(&key)).status, 204);
                }
            });
        }
    });
    assert!(!site.path("directory").exists());
}
