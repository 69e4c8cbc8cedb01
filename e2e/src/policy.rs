//! The permissions of a user: IAM's identity policies, reduced to what the tests need.
//!
//! There are only `Allow` statements. Everything that no statement allows is denied. Actions have IAM's names
//! (`s3:GetObject`). A resource is `bucket` or `bucket/key`, which is the ARN without `arn:aws:s3:::`.

/// A list of statements. A request is allowed if any of them allows it. The default allows nothing.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    statements: Vec<Statement>,
}

#[derive(Clone, Debug)]
struct Statement {
    actions: Vec<String>,
    resources: Vec<String>,
}

impl Policy {
    /// Creates a policy that allows nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Creates a policy that allows everything on every bucket.
    #[must_use]
    pub fn allow_all() -> Self {
        Self::new().allow(&["s3:*"], &["*"])
    }

    /// Adds a statement that allows all of these actions on all of these resources. In both, `*` matches any text,
    /// including `/`, and `?` matches any one character.
    #[must_use]
    pub fn allow(mut self, actions: &[&str], resources: &[&str]) -> Self {
        let owned = |patterns: &[&str]| patterns.iter().map(|&p| p.to_owned()).collect();
        self.statements.push(Statement { actions: owned(actions), resources: owned(resources) });
        self
    }

    /// Returns whether a statement allows the action on the resource.
    #[must_use]
    pub fn allows(&self, action: &str, resource: &str) -> bool {
        let any = |patterns: &[String], text| patterns.iter().any(|p| matches(p, text));
        self.statements.iter().any(|s| any(&s.actions, action) && any(&s.resources, resource))
    }
}

/// Returns whether a text matches a pattern. There is no recursion: after a mismatch, the last `*` takes one more
/// character. So the time is at most the product of both lengths, whatever key a client sends.
fn matches(pattern: &str, text: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let text: Vec<char> = text.chars().collect();
    let (mut p, mut t) = (0, 0);
    let mut last_star: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some('*') => {
                last_star = Some((p, t));
                p += 1;
            }
            Some(&c) if c == '?' || c == text[t] => {
                p += 1;
                t += 1;
            }
            _ => match last_star {
                Some((star, taken)) => {
                    last_star = Some((star, taken + 1));
                    p = star + 1;
                    t = taken + 1;
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|&c| c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards() {
        for (pattern, text) in [
            ("s3:Get*", "s3:GetObject"),
            ("*", ""),
            ("b/*", "b/"),
            ("b/*", "b/deep/er"),
            ("b/*.jpg", "b/a.jpg.jpg"),
            ("b/?.jpg", "b/é.jpg"),
            ("a*b*c", "a__b_b_c"),
        ] {
            assert!(matches(pattern, text), "{pattern} should match {text}");
        }
        for (pattern, text) in [
            ("", "x"),
            ("b", "b/key"),
            ("b/*", "b"),
            ("b/*", "bb/key"),
            ("b/?.jpg", "b/.jpg"),
            ("s3:Get*", "s3:PutObject"),
            ("a*b*c", "a__c_b"),
        ] {
            assert!(!matches(pattern, text), "{pattern} should not match {text}");
        }
    }

    #[test]
    fn nothing_is_allowed_unless_one_statement_says_both() {
        let policy = Policy::new().allow(&["s3:ListBucket"], &["b"]).allow(&["s3:GetObject"], &["b/public/*"]);
        assert!(policy.allows("s3:ListBucket", "b"));
        assert!(policy.allows("s3:GetObject", "b/public/x"));
        assert!(!policy.allows("s3:GetObject", "b"));
        assert!(!policy.allows("s3:ListBucket", "b/public/x"));
        assert!(!Policy::new().allows("s3:GetObject", "b/public/x"));
    }
}
