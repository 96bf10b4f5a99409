//! Values that the columns of many a real schema want.

use rusqlite::types::Value;

use super::text;

pub(super) fn numbers() -> Vec<Value> {
    let mut values: Vec<Value> = [1, 2, 0, 3, 5, 10, 50, 100, 1_000, 10_000, 1_000_000]
        .map(Value::Integer)
        .to_vec();
    // Seconds and milliseconds since 1970, for a moment of 2001.
    values.extend([981_173_106, 981_173_106_000, -1].map(Value::Integer));
    values.extend([1.5, 0.5].map(Value::Real));
    values
}

pub(super) fn texts() -> Vec<Value> {
    let mut values: Vec<Value> = [
        "abc",
        "a",
        "b",
        "a@example.com",
        "https://example.com",
        "2001-02-03",
        "2001-02-03 04:05:06",
        "2001-02-03T04:05:06Z",
        "2001-02-03T04:05:06.000Z",
        "2001-02-03T04:05:06+00:00",
        "04:05:06",
        "04:05",
        "2001-02",
        "2001",
        "0190a3c4-5d6e-7f80-91a2-b3c4d5e6f708",
        "01HZX3J8Q5R7T9V1W3Y5A7C9E1",
        "{}",
        "[]",
        "#aabbcc",
        "en",
        "en-US",
        "US",
        "USD",
        "A",
        "ABC",
        "1",
        "0",
        "1.0.0",
        "+12025550123",
        "0123456789",
        "127.0.0.1",
        "/",
        "/a",
        "a/b",
        "UTC",
        "Europe/Paris",
        "text/plain",
        "true",
        "abcdefghijklmnopqrstuvwxyz",
    ]
    .map(text)
    .to_vec();
    let digests = [32, 40, 64, 128]
        .map(|length| Value::Text("0123456789abcdef".repeat(length / 16 + 1)[..length].to_owned()));
    values.extend(digests);
    values
}

pub(super) fn blobs() -> Vec<Value> {
    [16, 32, 1, 12, 20, 24, 64]
        .map(|length| Value::Blob(vec![0xab; length]))
        .to_vec()
}
