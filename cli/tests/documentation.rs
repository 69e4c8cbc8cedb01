//! Runs the commands in docs/cli.md and in `mistakes/`, and compares what they print.

#[test]
fn every_command_prints_what_its_documentation_shows() {
    trycmd::TestCases::new()
        .case("../docs/cli.md")
        .case("tests/mistakes/*.md")
        .env("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
        .env("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        .env("HOME", "/nonexistent")
        .env("NO_COLOR", "1");
}
