//! Embeds the migrations of a scratch project, and counts every byte that the process allocates.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

use ingrain::{Migrator, Transactions};

static MIGRATIONS: ingrain::Migrations = ingrain::embed!("migrations");

static ALLOCATED: AtomicUsize = AtomicUsize::new(0);

struct Counting;

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATED.fetch_add(layout.size(), Ordering::SeqCst);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocated() -> usize {
    ALLOCATED.load(Ordering::SeqCst)
}

fn main() {
    let start = allocated();
    let migrator = MIGRATIONS.migrator().transactions(Transactions::Together);
    let arguments: Vec<String> = std::env::args().collect();
    match (arguments[1].as_str(), arguments[2].as_str()) {
        (call, place) if place.starts_with("postgres") => {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(postgres(start, call, place, migrator));
        }
        ("apply", path) => {
            let mut connection = rusqlite::Connection::open(path).unwrap();
            migrator.run(&mut connection).unwrap();
        }
        (_, path) => {
            let mut connection = rusqlite::Connection::open(path).unwrap();
            let before = allocated();
            let report = MIGRATIONS.migrator().run(&mut connection).unwrap();
            let ran = allocated();
            let status = MIGRATIONS.migrator().status(&mut connection).unwrap();
            let looked = allocated();
            assert!(report.is_empty() && status.is_current());
            println!("{start} {} {}", ran - before, looked - ran);
        }
    }
}

async fn postgres(start: usize, call: &str, url: &str, migrator: Migrator) {
    let (mut client, connection) = tokio_postgres::connect(url, tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    if call == "apply" {
        migrator.run(&mut client).await.unwrap();
        return;
    }
    let before = allocated();
    let report = MIGRATIONS.migrator().run(&mut client).await.unwrap();
    let ran = allocated();
    let status = MIGRATIONS.migrator().status(&mut client).await.unwrap();
    let looked = allocated();
    assert!(report.is_empty() && status.is_current());
    println!("{start} {} {}", ran - before, looked - ran);
}
