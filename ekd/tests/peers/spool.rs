//! A real gammu-smsd takes our short messages.

use common::delivery::{Channel, DeliveryState};
use ekd::store::StoreError;
use ekd::store::log::Write;
use jiff::SignedDuration;
use tokio_util::sync::CancellationToken;

use crate::gammu::Gammu;
use crate::house::{CODE, House};

const NUMBER: &str = "+48601234567";

#[tokio::test(flavor = "multi_thread")]
async fn a_short_message_leaves_once() {
    let Some(gammu) = Gammu::start() else { return };
    let house = House::start(&gammu.section());
    let id = house.queue(Channel::Sms, NUMBER).await;
    let stop = CancellationToken::new();
    let running = tokio::spawn(house.deliverer().run(stop.clone()));
    let sent = gammu.wait_for(1).await;
    let text = format!("e-Klient, konto anna: kod do nowego hasla {CODE}, wazny 15 min. Nikomu go nie podawaj.");
    assert_eq!(sent, [(NUMBER.to_owned(), text)]);
    stop.cancel();
    running.await.unwrap().unwrap();
    let row = house.row(id).await;
    assert_eq!((row.state, row.n_attempts), (DeliveryState::Sent, 1));
}

/// Keeps a letter that will be forgotten once it has left.
pub(crate) async fn keep(house: &House) {
    let keep = |tx: &Write<'_>| {
        tx.execute_batch("CREATE TABLE kept AS SELECT letter AS text FROM outbox")?;
        Ok::<_, StoreError>(())
    };
    house.store.write("keep", keep).await.unwrap();
}

/// What the archive knew when the power went, while the file was in the spool already: the attempt and not its end.
pub(crate) async fn forget_the_end(house: &House) {
    let again = |tx: &Write<'_>| {
        tx.execute_batch("UPDATE outbox SET state = 'waiting', settled_at = NULL, letter = (SELECT text FROM kept)")?;
        Ok::<_, StoreError>(())
    };
    house.store.write("forget", again).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_after_the_file_was_put_in_sends_nothing_twice() {
    let Some(mut gammu) = Gammu::start() else { return };
    gammu.pause();
    let house = House::start(&gammu.section());
    let id = house.queue(Channel::Sms, NUMBER).await;
    keep(&house).await;
    assert_eq!(house.deliver(id).await.answer.as_deref(), Some("put into the spool"));

    forget_the_end(&house).await;
    house.go_to(House::begin() + SignedDuration::from_mins(1));
    assert_eq!(house.deliver(id).await.answer.as_deref(), Some("in the spool already"));

    gammu.resume();
    gammu.wait_for(1).await;
    forget_the_end(&house).await;
    house.go_to(House::begin() + SignedDuration::from_mins(5));
    assert_eq!(house.deliver(id).await.answer.as_deref(), Some("sent already"));
    // Another message goes through behind it: nothing else lay in the spool.
    let other = house.queue(Channel::Sms, NUMBER).await;
    house.deliver(other).await;
    gammu.wait_for(2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn polish_letters_come_as_they_were_written() {
    let Some(gammu) = Gammu::start() else { return };
    let house = House::start(&(gammu.section() + "transliterate = false\n"));
    house.queue(Channel::Sms, NUMBER).await;
    house.deliverer().deliver_due(Channel::Sms).await.unwrap();
    crate::peer::wait_for("the short message", || (gammu.n_sent() == 1).then_some(())).await;
    let (text, is_unicode) = gammu.read().remove(0);
    assert!(text.contains("do nowego hasła") && text.contains("ważny 15 min") && is_unicode, "{text}");
}

/// A file system of its own, so small that little fits; dropping it takes it away.
struct Narrow(tempfile::TempDir);

impl Narrow {
    /// Mounts it; `None` where this user may not.
    fn mount() -> Option<Self> {
        let mount = crate::peer::program("mount", true)?;
        let home = tempfile::tempdir().unwrap();
        let mut command = std::process::Command::new(mount);
        command.args(["-t", "tmpfs", "-o", "size=64k", "narrow"]).arg(home.path());
        if command.status().unwrap().success() {
            return Some(Self(home));
        }
        println!("skipped: nothing can be mounted here");
        None
    }
}

impl Drop for Narrow {
    fn drop(&mut self) {
        // What stays mounted is only a directory more.
        let _ = std::process::Command::new("umount").arg(self.0.path()).status();
    }
}

#[tokio::test]
async fn a_spool_that_is_full_or_only_for_reading_loses_nothing() {
    let Some(narrow) = Narrow::mount() else { return };
    let home = narrow.0.path();
    for name in ["outbox", "checked", "sent", "error"] {
        std::fs::create_dir(home.join(name)).unwrap();
    }
    let at = home.display();
    let spool = format!("[sms]\noutbox = '{at}/outbox'\nsent = '{at}/sent'\nerror = '{at}/error'\n");
    for section in [spool.clone(), format!("{spool}kind = 'smstools3'\nchecked = '{at}/checked'\n")] {
        let house = House::start(&section);
        let id = house.queue(Channel::Sms, NUMBER).await;
        let try_again = async || {
            house.go_to(house.row(id).await.at.max(house.clock.now()));
            house.deliverer().deliver_due(Channel::Sms).await.unwrap();
            house.row(id).await
        };
        // Whole pages, until none is left.
        let ballast = home.join("ballast");
        let filled = std::fs::write(&ballast, vec![0; 1 << 20]);
        assert_eq!(filled.unwrap_err().kind(), std::io::ErrorKind::StorageFull);
        let row = try_again().await;
        assert_eq!(row.state, DeliveryState::Waiting);
        assert!(row.answer.unwrap().contains("No space left"));
        std::fs::remove_file(&ballast).unwrap();

        remount(home, "ro");
        let row = try_again().await;
        assert_eq!(row.state, DeliveryState::Waiting);
        assert!(row.answer.unwrap().contains("Read-only"));
        remount(home, "rw");

        let row = try_again().await;
        assert_eq!((row.state, row.n_attempts), (DeliveryState::Sent, 3), "{row:?}");
        let left: Vec<_> = std::fs::read_dir(home.join("outbox")).unwrap().map(|entry| entry.unwrap().path()).collect();
        assert_eq!(left.len(), 1, "{left:?}");
        assert!(std::fs::read_to_string(&left[0]).unwrap().contains(CODE));
        std::fs::remove_file(&left[0]).unwrap();
    }
}

fn remount(home: &std::path::Path, how: &str) {
    let mut command = std::process::Command::new("mount");
    command.arg("-o").arg(format!("remount,{how}")).arg(home);
    assert!(command.status().unwrap().success());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_old_short_message_is_listed_and_not_sent() {
    let Some(gammu) = Gammu::start() else { return };
    let house = House::start(&gammu.section());
    let old = house.queue(Channel::Sms, NUMBER).await;
    house.go_to(House::begin() + SignedDuration::from_hours(6));
    let new = house.queue(Channel::Sms, NUMBER).await;
    house.deliverer().deliver_due(Channel::Sms).await.unwrap();
    gammu.wait_for(1).await;
    assert_eq!(house.row(old).await.state, DeliveryState::Expired);
    assert_eq!(house.row(new).await.state, DeliveryState::Sent);
}
