//! The page for people.
use std::sync::Arc;

use axum::extract::{Form, Query, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use serde::Deserialize;

use crate::console;
use crate::entry::{Draft, NewEntry};
use crate::error::Result;
use crate::html::{self, View};
use crate::selection::Selection;
use crate::store::Store;

/// The form for a new entry, as typed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Typed {
    pub(crate) title: String,
    pub(crate) body: String,
    pub(crate) written_on: String,
    pub(crate) place: String,
    /// Separated by commas.
    pub(crate) tags: String,
}

/// Nothing but the page's own style sheet and forms: escaping is the wall, this is the ditch.
const POLICY: (HeaderName, &str) = (
    header::CONTENT_SECURITY_POLICY,
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'",
);

/// `GET /`
pub(crate) async fn list(
    State(store): State<Arc<Store>>,
    Query(selection): Query<Selection>,
) -> Response {
    let shown = show(&store, &selection, &Typed::default(), None).await;
    answer(StatusCode::OK, shown)
}

/// `POST /entries`: back to the list, or the form once more with what is wrong.
pub(crate) async fn add(State(store): State<Arc<Store>>, Form(typed): Form<Typed>) -> Response {
    match NewEntry::try_from(Draft::from(typed.clone())) {
        Ok(entry) => match store.add(entry).await {
            Ok(_) => Redirect::to("/").into_response(),
            Err(error) => answer(StatusCode::OK, Err(error)),
        },
        Err(invalid) => {
            let problem = invalid.to_string();
            let shown = show(&store, &Selection::default(), &typed, Some(&problem)).await;
            answer(StatusCode::UNPROCESSABLE_ENTITY, shown)
        }
    }
}

/// `GET /style.css`
pub(crate) async fn style() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "text/css; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, html::STYLE)
}

async fn show(
    store: &Store,
    selection: &Selection,
    typed: &Typed,
    problem: Option<&str>,
) -> Result<String> {
    let view = View {
        page: &store.page(selection).await?,
        tags: &store.tags().await?,
        selection,
        typed,
        problem,
    };
    Ok(view.to_string())
}

fn answer(status: StatusCode, shown: Result<String>) -> Response {
    let (status, page) = shown.map_or_else(
        |error| {
            console::say(error);
            (StatusCode::SERVICE_UNAVAILABLE, html::trouble())
        },
        |page| (status, page),
    );
    (status, [POLICY], Html(page)).into_response()
}

impl From<Typed> for Draft {
    fn from(typed: Typed) -> Self {
        Self {
            title: typed.title,
            body: typed.body,
            written_on: Some(typed.written_on),
            place: Some(typed.place),
            tags: typed.tags.split(',').map(str::to_owned).collect(),
        }
    }
}
