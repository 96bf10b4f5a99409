//! What is the same for every server.

use std::time::Duration;

use ingrain_core::Diagnostic;
use tokio_postgres::Config;
use tokio_postgres::config::{ChannelBinding, SslNegotiation, TargetSessionAttrs};

use super::super::number::{number, seconds, word};
use crate::connect::pairs::Pairs;

/// How long an address may take to answer; libpq would wait for as long as the system does.
const PATIENCE: Duration = Duration::from_secs(10);

/// A configuration without a server.
pub(super) fn settings(pairs: &Pairs) -> Result<Config, Diagnostic> {
    let mut config = Config::new();
    let name = pairs
        .value("application_name")
        .or(pairs.value("fallback_application_name"));
    config.application_name(name.unwrap_or("ingrain"));
    config.connect_timeout(seconds(pairs, "connect_timeout")?.unwrap_or(PATIENCE));
    if let Some(options) = pairs.value("options") {
        config.options(options);
    }
    if let Some(milliseconds) = number::<u64>(pairs, "tcp_user_timeout")?.filter(|it| *it > 0) {
        config.tcp_user_timeout(Duration::from_millis(milliseconds));
    }
    config.keepalives(number::<i32>(pairs, "keepalives")? != Some(0));
    if let Some(idle) = seconds(pairs, "keepalives_idle")? {
        config.keepalives_idle(idle);
    }
    if let Some(interval) = seconds(pairs, "keepalives_interval")? {
        config.keepalives_interval(interval);
    }
    if let Some(count) = number::<u32>(pairs, "keepalives_count")?.filter(|it| *it > 0) {
        config.keepalives_retries(count);
    }
    let binding = [
        ("disable", ChannelBinding::Disable),
        ("prefer", ChannelBinding::Prefer),
        ("require", ChannelBinding::Require),
    ];
    if let Some(binding) = word(pairs, "channel_binding", &binding)? {
        config.channel_binding(binding);
    }
    let sessions = [
        ("any", TargetSessionAttrs::Any),
        ("read-write", TargetSessionAttrs::ReadWrite),
        ("read-only", TargetSessionAttrs::ReadOnly),
    ];
    if let Some(session) = word(pairs, "target_session_attrs", &sessions)? {
        config.target_session_attrs(session);
    }
    let negotiations = [
        ("postgres", SslNegotiation::Postgres),
        ("direct", SslNegotiation::Direct),
    ];
    if let Some(negotiation) = word(pairs, "sslnegotiation", &negotiations)? {
        config.ssl_negotiation(negotiation);
    }
    Ok(config)
}
