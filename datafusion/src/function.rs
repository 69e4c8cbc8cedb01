//! The functions as DataFusion sees them.

use std::sync::Arc;

use datafusion_common::arrow::datatypes::{DataType, Field, FieldRef};
use datafusion_common::{DataFusionError, Result, ScalarValue, exec_err, plan_err};
use datafusion_expr::expr::ScalarFunction;
use datafusion_expr::simplify::{ExprSimplifyResult, SimplifyContext};
use datafusion_expr::{
    ColumnarValue, Expr, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

use crate::inventory_key::DecodeInventoryKey;
use crate::operation::Operation;
use crate::presigner::Presigner;
use crate::sign_rows::{OnBadKey, Rows, sign_rows};
use crate::signing_time::{self, SigningTimes};
use crate::strings::{Strings, string_type};
use crate::ttl::{Ttls, ttl_type};

/// Returns functions that can be planned, but not executed: for the scheduler of a cluster, which needs no secret.
/// Executing one fails.
///
/// ```
/// let names: Vec<_> = presign_datafusion::planning_functions().iter().map(|f| f.name().to_owned()).collect();
/// assert!(names.contains(&"presign_get".to_owned()));
/// ```
pub fn planning_functions() -> Vec<Arc<ScalarUDF>> {
    functions(None)
}

/// Returns all functions.
pub(crate) fn functions(presigner: Option<&Presigner>) -> Vec<Arc<ScalarUDF>> {
    let mut functions = Vec::new();
    for operation in Operation::ALL {
        for on_bad_key in [OnBadKey::Fail, OnBadKey::Null] {
            let function = Presign {
                operation,
                on_bad_key,
                presigner: presigner.cloned(),
                signature: Signature::user_defined(Volatility::Stable),
            };
            functions.push(Arc::new(ScalarUDF::from(function)));
        }
    }
    functions.push(Arc::new(ScalarUDF::from(DecodeInventoryKey::new())));
    functions
}

/// One of the functions that sign.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Presign {
    operation: Operation,
    on_bad_key: OnBadKey,
    /// `None` if the function can't be executed.
    presigner: Option<Presigner>,
    signature: Signature,
}

impl ScalarUDFImpl for Presign {
    fn name(&self) -> &str {
        match (self.on_bad_key, self.operation) {
            (OnBadKey::Fail, Operation::Get) => "presign_get",
            (OnBadKey::Fail, Operation::Put) => "presign_put",
            (OnBadKey::Fail, Operation::Head) => "presign_head",
            (OnBadKey::Null, Operation::Get) => "try_presign_get",
            (OnBadKey::Null, Operation::Put) => "try_presign_put",
            (OnBadKey::Null, Operation::Head) => "try_presign_head",
        }
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, given: &[DataType]) -> Result<Vec<DataType>> {
        let name = self.name();
        if !matches!(given.len(), 3 | 4) {
            return plan_err!(
                "{name} has {} arguments: bucket, key, ttl and optionally the signing time are needed",
                given.len()
            );
        }
        let mut types = Vec::with_capacity(given.len());
        for (index, given) in given.iter().enumerate() {
            let (argument, coerced, expected) = match index {
                0 => ("bucket", string_type(given), "a string"),
                1 => ("key", string_type(given), "a string"),
                2 => ("ttl", ttl_type(given), "an interval or a whole number of seconds"),
                _ => ("signing time", signing_time::time_type(given), "a timestamp"),
            };
            match coerced {
                Some(coerced) => types.push(coerced),
                None => return plan_err!("{argument} of {name} has the type {given}: {expected} is needed"),
            }
        }
        Ok(types)
    }

    fn return_type(&self, _arguments: &[DataType]) -> Result<DataType> {
        Ok(DataType::Utf8)
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs<'_>) -> Result<FieldRef> {
        let nullable = self.on_bad_key == OnBadKey::Null || args.arg_fields.iter().any(|field| field.is_nullable());
        Ok(Arc::new(Field::new(self.name(), DataType::Utf8, nullable)))
    }

    fn is_strict(&self) -> bool {
        true
    }

    /// Adds the signing time, and marks the call as volatile: the optimizer evaluates calls of constants, and the URL
    /// would be in the plan.
    fn simplify(&self, mut args: Vec<Expr>, context: &SimplifyContext) -> Result<ExprSimplifyResult> {
        if self.signature.volatility == Volatility::Volatile || args.len() < 3 {
            return Ok(ExprSimplifyResult::Original(args));
        }
        let Some(time) = signing_time::planned(args.get(3).cloned(), context)? else {
            return Ok(ExprSimplifyResult::Original(args));
        };
        args.truncate(3);
        args.push(time);
        let planned = Self { signature: Signature::user_defined(Volatility::Volatile), ..self.clone() };
        let call = ScalarFunction::new_udf(Arc::new(ScalarUDF::from(planned)), args);
        Ok(ExprSimplifyResult::Simplified(Expr::ScalarFunction(call)))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let name = self.name();
        let Some(presigner) = &self.presigner else {
            return exec_err!("{name} can't be executed in this process: it has no signer");
        };
        let [bucket, key, ttl, time] = args.args.as_slice() else {
            return exec_err!("{name} has no signing time: optimize the plan, or give a timestamp as fourth argument");
        };
        let constant = args.args.iter().all(|argument| matches!(argument, ColumnarValue::Scalar(_)));
        if constant && time.data_type() != signing_time::planned_type() {
            return exec_err!("{name} of constants is evaluated only in an optimized plan");
        }
        let rows = Rows {
            count: if constant { 1 } else { args.number_rows },
            bucket: Strings::new(bucket)?,
            key: Strings::new(key)?,
            ttl: Ttls::new(ttl)?,
            time: SigningTimes::new(time)?,
        };
        let urls = sign_rows(presigner, self.operation, self.on_bad_key, &rows).map_err(|error| named(name, error))?;
        Ok(if constant {
            ColumnarValue::Scalar(ScalarValue::try_from_array(&urls, 0)?)
        } else {
            ColumnarValue::Array(urls)
        })
    }
}

/// Says which function failed.
fn named(name: &str, error: DataFusionError) -> DataFusionError {
    match error {
        DataFusionError::Execution(message) => DataFusionError::Execution(format!("{name}: {message}")),
        other => other,
    }
}
