//! How large a file may grow. Functions are clippy's: `too_many_lines` and `too_many_arguments` in `.clippy.toml`.

use crate::sources::Source;

/// Lines of a file, its tests not counted.
const MOST_LINES: usize = 500;
/// Lines of a `main.rs`: parse, call, turn the result into a status.
const MOST_LINES_OF_MAIN: usize = 60;

/// Names every file that is too long.
fn too_long(sources: &[Source]) -> Vec<String> {
    let mut complaints = Vec::new();
    for source in sources.iter().filter(|source| !source.is_test()) {
        let most = if source.path.ends_with("/src/main.rs") { MOST_LINES_OF_MAIN } else { MOST_LINES };
        let n_lines = lines_outside_tests(source);
        if n_lines > most {
            complaints.push(format!("{} has {n_lines} lines, {most} are the most", source.path));
        }
    }
    complaints
}

/// Counts the lines up to the last one that is built outside tests.
fn lines_outside_tests(source: &Source) -> usize {
    let of_tests = source.plain.lines().zip(source.parts.code.lines());
    let n_of_tests = of_tests.filter(|(plain, code)| plain.trim().is_empty() && !code.trim().is_empty()).count();
    source.text.lines().count() - n_of_tests
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sources::{example, workspace};

    #[test]
    fn no_file_is_too_long() {
        assert_eq!(too_long(&workspace()), Vec::<String>::new());
    }

    #[test]
    fn a_long_file_is_found_and_its_tests_are_not_counted() {
        let n = |path, text: &str| too_long(&example(path, text)).len();
        assert_eq!(n("ekd/src/a.rs", &"fn f() {}\n".repeat(501)), 1);
        assert_eq!(n("ekd/src/a.rs", &"// why\n".repeat(500)), 0);
        assert_eq!(n("ekd/src/main.rs", &"fn f() {}\n".repeat(61)), 1);
        let tests = format!("fn f() {{}}\n#[cfg(test)]\nmod tests {{\n{}}}\n", "fn f() {}\n".repeat(600));
        assert_eq!(n("ekd/src/a.rs", &tests), 0);
    }
}
