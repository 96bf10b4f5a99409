//! The routes.
mod api;
mod failure;
mod health;
mod page;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

pub(crate) use self::page::Typed;

use crate::store::Store;

/// What the journal answers to.
pub(crate) fn router(store: Arc<Store>) -> Router {
    Router::new()
        .route("/", get(page::list))
        .route("/entries", post(page::add))
        .route("/style.css", get(page::style))
        .route("/api/entries", get(api::list).post(api::add))
        .route("/api/entries/{id}", get(api::entry).delete(api::delete))
        .route("/api/search", get(api::search))
        .route("/healthz", get(health::show))
        .with_state(store)
}
