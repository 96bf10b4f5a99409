static NO_VALUE: ingrain::Migrations = ingrain::embed!("chains/rust", unwatched, rust);
static A_LIST: ingrain::Migrations = ingrain::embed!("chains/rust", unwatched, rust = [fill]);
static NO_VERSION: ingrain::Migrations = ingrain::embed!("chains/rust", unwatched, rust = { sqlite: { up: fill } });
static NO_DATABASE: ingrain::Migrations = ingrain::embed!("chains/rust", unwatched, rust = { 2 => fill });
static OTHER_DATABASE: ingrain::Migrations = ingrain::embed!("chains/rust", unwatched, rust = { 2 => { mysql: { up: fill } } });
static NO_DIRECTION: ingrain::Migrations = ingrain::embed!("chains/rust", unwatched, rust = { 2 => { sqlite: fill } });
static OTHER_DIRECTION: ingrain::Migrations = ingrain::embed!("chains/rust", unwatched, rust = { 2 => { sqlite: { forward: fill } } });
static CLOSURE: ingrain::Migrations = ingrain::embed!("chains/rust", unwatched, rust = { 2 => { sqlite: { up: |_| Ok(()) } } });
static CALLED: ingrain::Migrations = ingrain::embed!("chains/rust", unwatched, rust = { 2 => { sqlite: { up: fill() } } });
static TWICE: ingrain::Migrations = ingrain::embed!("chains/rust", rust = {}, rust = {});

fn main() {}
