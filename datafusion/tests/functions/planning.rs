//! The signing time in plans.

use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::execution::FunctionRegistry;
use datafusion::logical_expr::{Expr, Volatility, col, lit};

use crate::util::{AT, HOUR, context, presigner, run, strings, url, with_inventory};

#[test]
fn the_functions_are_stable() {
    for function in presigner().functions() {
        let expected = match function.name() {
            "decode_inventory_key" => Volatility::Immutable,
            _ => Volatility::Stable,
        };
        assert_eq!(function.signature().volatility, expected, "{}", function.name());
    }
}

/// Returns the value of `X-Amz-Date`.
fn date(url: &str) -> &str {
    url.split("X-Amz-Date=").nth(1).unwrap().split('&').next().unwrap()
}

#[tokio::test]
async fn one_time_for_the_whole_query() {
    let keys = vec![Some("k"); 4].try_into().unwrap();
    let context = with_inventory::<1>([("key", strings::<4>(keys))]);
    let query = "SELECT presign_get('photos', key, 60) FROM inventory
                 UNION ALL SELECT presign_put('photos', pg, 60) FROM (SELECT presign_head('b-b', key, 60) AS pg FROM inventory)
                 UNION ALL SELECT presign_get('photos', 'constant', 60)";
    let plan = context.sql(query).await.unwrap();
    let (state, plan) = plan.into_parts();
    let plan = state.optimize(&plan).unwrap();
    let mut times = Vec::new();
    plan.apply(|node| {
        node.apply_expressions(|expression| {
            expression.apply(|expression| {
                if let Expr::ScalarFunction(call) = expression
                    && call.name().starts_with("presign")
                {
                    times.push(call.args[3].clone());
                }
                Ok(TreeNodeRecursion::Continue)
            })
        })
    })
    .unwrap();
    assert_eq!(times.len(), 4, "{}", plan.display_indent());
    assert!(matches!(&times[0], Expr::Literal(..)));
    assert!(times.iter().all(|time| *time == times[0]), "{times:?}");

    // Executing the plan later changes nothing.
    let urls = datafusion::prelude::DataFrame::new(state.clone(), plan.clone()).collect().await.unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1100));
    let later = datafusion::prelude::DataFrame::new(state, plan).collect().await.unwrap();
    assert_eq!(urls, later);
}

#[tokio::test]
async fn each_query_has_its_own_time() {
    let context = context();
    let query = "SELECT presign_get('photos', 'k', 60)";
    let first = run(&context, query).await.unwrap().remove(0).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1100));
    let second = run(&context, query).await.unwrap().remove(0).unwrap();
    assert!(date(&first) < date(&second), "{first} {second}");
}

#[tokio::test]
async fn a_prepared_query_is_signed_when_it_is_executed() {
    let context = context();
    run(&context, "PREPARE p(VARCHAR) AS SELECT presign_get('photos', $1, 60)").await.unwrap();
    let first = run(&context, "EXECUTE p('k')").await.unwrap().remove(0).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(1100));
    let second = run(&context, "EXECUTE p('k')").await.unwrap().remove(0).unwrap();
    assert!(date(&first) < date(&second), "{first} {second}");
}

#[tokio::test]
async fn a_time_of_the_query() {
    for time in [
        AT,
        "'2026-11-23T12:00:00Z'",
        "'2026-11-23 12:00:00.9'",
        "'2026-11-23T13:00:00+01:00'",
        "TIMESTAMPTZ '2026-11-23 12:00:00Z'",
        "arrow_cast('2026-11-23T12:00:00', 'Timestamp(Millisecond, None)')",
        "arrow_cast('2026-11-23T12:00:00', 'Timestamp(Second, Some(\"+00:00\"))')",
    ] {
        let query = format!("SELECT presign_get('photos', 'k', 3600, {time})");
        assert_eq!(run(&context(), &query).await.unwrap(), [Some(url("photos", "k", HOUR))], "{time}");
    }
}

#[tokio::test]
async fn a_column_of_times() {
    let at = strings([Some("2026-11-23T12:00:00Z"), None, Some("2026-11-23T12:00:01Z")]);
    let context = with_inventory([("at", at)]);
    for key in ["'k'", "at"] {
        let query = format!("SELECT presign_get('photos', {key}, 3600, at) FROM inventory");
        let urls = run(&context, &query).await.unwrap();
        let dates: Vec<_> = urls.iter().map(|url| url.as_deref().map(date)).collect();
        assert_eq!(dates, [Some("20261123T120000Z"), None, Some("20261123T120001Z")]);
    }
}

#[tokio::test]
async fn without_the_optimizer_there_is_no_time() {
    let context = with_inventory([("key", strings([Some("k")]))]);
    let function = context.udf("presign_get").unwrap();
    let call = function.call(vec![lit("photos"), col("key"), lit(60)]);
    let frame = context.table("inventory").await.unwrap().select(vec![call]).unwrap();
    let (state, plan) = frame.into_parts();
    let physical = state.query_planner().create_physical_plan(&plan, &state).await.unwrap();
    let found = datafusion::physical_plan::collect(physical, state.task_ctx()).await.unwrap_err().strip_backtrace();
    let expected = "presign_get has no signing time: optimize the plan, or give a timestamp as fourth argument";
    assert!(found.contains(expected), "{found}");
}

#[tokio::test]
async fn in_every_clause() {
    let context = with_inventory([("key", strings([Some("b"), Some("a/../b"), Some("a"), Some("b")]))]);
    let (a, b) = (url("photos", "a", HOUR), url("photos", "b", HOUR));
    let call = format!("try_presign_get('photos', key, 3600, {AT})");
    for (query, expected) in [
        (format!("SELECT {call} AS url FROM inventory WHERE {call} IS NOT NULL ORDER BY url"), vec![&a, &b, &b]),
        (format!("SELECT {call} FROM inventory WHERE {call} LIKE '%/a?%'"), vec![&a]),
        (format!("SELECT url FROM (SELECT {call} AS url, key FROM inventory) WHERE key = 'a'"), vec![&a]),
        (format!("SELECT {call} FROM inventory WHERE {call} IS NOT NULL GROUP BY {call} ORDER BY 1"), vec![&a, &b]),
        (
            format!("SELECT DISTINCT {call} AS url FROM inventory WHERE key IN ('a', 'b') ORDER BY url LIMIT 1"),
            vec![&a],
        ),
        (format!("SELECT max({call}) FROM inventory"), vec![&b]),
        (
            format!(
                "SELECT CASE WHEN key = 'a' THEN {call} ELSE 'none' END AS url FROM inventory ORDER BY url DESC LIMIT 1"
            ),
            vec![],
        ),
    ] {
        let urls = run(&context, &query).await.unwrap();
        if expected.is_empty() {
            assert_eq!(urls, [Some("none".to_owned())], "{query}");
        } else {
            assert_eq!(urls, expected.into_iter().cloned().map(Some).collect::<Vec<_>>(), "{query}");
        }
    }
}
