//! `GET /healthz`: whether this binary and its database belong together.
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ingrain::Status;
use serde::Serialize;

use crate::store::Store;

/// How long the database may take to answer: probes give up early themselves.
const PATIENCE: Duration = Duration::from_secs(3);

#[derive(Serialize)]
#[serde(tag = "status", rename_all = "lowercase")]
enum Health {
    Current(Status),
    Pending(Status),
    Refused(Status),
    /// The database cannot be reached, or its history makes no sense.
    Unknown {
        error: String,
    },
}

/// 200 when the database is current, 503 otherwise.
pub(crate) async fn show(State(store): State<Arc<Store>>) -> Response {
    let health = match tokio::time::timeout(PATIENCE, store.status()).await {
        Ok(Ok(status)) => Health::from(status),
        Ok(Err(error)) => Health::Unknown {
            error: error.to_string(),
        },
        Err(_) => Health::Unknown {
            error: format!("the database did not answer within {PATIENCE:?}"),
        },
    };
    let code = match health {
        Health::Current(_) => StatusCode::OK,
        _ => StatusCode::SERVICE_UNAVAILABLE,
    };
    (code, Json(health)).into_response()
}

impl From<Status> for Health {
    fn from(status: Status) -> Self {
        match status.refusal() {
            Some(_) => Self::Refused(status),
            None if status.is_current() => Self::Current(status),
            None => Self::Pending(status),
        }
    }
}
