//! The JSON API.
use std::sync::Arc;

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::failure::Failure;
use crate::entry::{Draft, Entry, NewEntry};
use crate::selection::Selection;
use crate::store::Store;

type Journal = State<Arc<Store>>;
type Selected = Result<Query<Selection>, QueryRejection>;
type Id = Result<Path<i64>, PathRejection>;

/// `GET /api/entries`: a page of entries, newest first, of all or of one tag.
pub(crate) async fn list(
    State(store): Journal,
    selection: Selected,
) -> Result<Json<Vec<Entry>>, Failure> {
    let Query(selection) = selection?;
    Ok(Json(store.page(&selection).await?.entries))
}

/// `GET /api/search`: the same, where `q` must hold a word.
pub(crate) async fn search(
    State(store): Journal,
    selection: Selected,
) -> Result<Json<Vec<Entry>>, Failure> {
    let Query(selection) = selection?;
    if selection.words().is_none() {
        return Err(Failure::new(
            StatusCode::BAD_REQUEST,
            "there is nothing to search for: expected ?q= with a word",
        ));
    }
    Ok(Json(store.page(&selection).await?.entries))
}

/// `POST /api/entries`: adds an entry and answers with it.
pub(crate) async fn add(
    State(store): Journal,
    draft: Result<Json<Draft>, JsonRejection>,
) -> Result<Response, Failure> {
    let Json(draft) = draft?;
    let id = store.add(NewEntry::try_from(draft)?).await?;
    let entry = store.entry(id).await?.ok_or(Failure::no_entry(id))?;
    let location = [(header::LOCATION, format!("/api/entries/{id}"))];
    Ok((StatusCode::CREATED, location, Json(entry)).into_response())
}

/// `GET /api/entries/{id}`
pub(crate) async fn entry(State(store): Journal, id: Id) -> Result<Json<Entry>, Failure> {
    let Path(id) = id?;
    let entry = store.entry(id).await?;
    Ok(Json(entry.ok_or(Failure::no_entry(id))?))
}

/// `DELETE /api/entries/{id}`
pub(crate) async fn delete(State(store): Journal, id: Id) -> Result<StatusCode, Failure> {
    let Path(id) = id?;
    if store.delete(id).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(Failure::no_entry(id))
    }
}
