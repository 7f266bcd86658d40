//! A dovecot of its own: one user with a maildir on the loopback line, TLS with an authority of its own.

use std::fs::{self, Permissions};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustix::fs::{Gid, Uid};
use tempfile::TempDir;

use super::peer::{program, wait_for};

/// An IMAP server that runs; dropping it stops it and takes its own mail away.
pub(crate) struct Dovecot {
    child: Child,
    doveadm: PathBuf,
    port: u16,
    tls_port: u16,
    mail: PathBuf,
    home: TempDir,
}

pub(crate) const USER: &str = "bok";
pub(crate) const PASSWORD: &str = "Zima;\"2025\\";
/// The user `nobody`: mail is never read as root.
const NOBODY: u32 = 65_534;

impl Dovecot {
    /// Starts a server with an empty mailbox; `None` where dovecot is not installed or the user is not root.
    pub(crate) async fn start() -> Option<Self> {
        Self::serving(None).await
    }

    /// Starts a server of the maildir in `mail`, into which another program puts what comes.
    pub(crate) async fn serving(mail: Option<&Path>) -> Option<Self> {
        let (dovecot, doveadm) = (program("dovecot", true)?, program("doveadm", true)?);
        let home = tempfile::tempdir().unwrap();
        // Its parts run as three different users.
        fs::set_permissions(home.path(), Permissions::from_mode(0o755)).unwrap();
        let mail = mail.map_or_else(|| home.path().join("mail"), Path::to_owned);
        for name in ["", "new", "cur", "tmp"] {
            fs::create_dir_all(mail.join(name)).unwrap();
            own(&mail.join(name));
        }
        // Held together, so that they are two.
        let [one, other] = [(), ()].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
        let [port, tls_port] = [&one, &other].map(|listener| listener.local_addr().unwrap().port());
        drop([one, other]);
        write_certificates(home.path());
        let config = home.path().join("dovecot.conf");
        fs::write(&config, configuration(home.path(), &mail, [port, tls_port])).unwrap();
        let log = fs::File::create(home.path().join("errors")).unwrap();
        let child = Command::new(dovecot).arg("-F").arg("-c").arg(&config).stdout(Stdio::null()).stderr(log).spawn();
        let mut server = Self { child: child.unwrap(), doveadm, port, tls_port, mail, home };
        server.answering().await;
        Some(server)
    }

    async fn answering(&mut self) {
        let (ports, home) = ([self.port, self.tls_port], self.home.path().to_owned());
        let child = &mut self.child;
        wait_for("dovecot", || {
            let ended = child.try_wait().unwrap();
            assert!(ended.is_none(), "{}", fs::read_to_string(home.join("errors")).unwrap_or_default());
            ports.iter().all(|port| std::net::TcpStream::connect(("127.0.0.1", *port)).is_ok()).then_some(())
        })
        .await;
    }

    /// Returns the port at which it speaks TLS after STARTTLS.
    pub(crate) const fn port(&self) -> u16 {
        self.port
    }

    /// Returns the section of `ekd.toml` that has this mailbox read; the password lies in a file in `place`.
    pub(crate) fn section(&self, place: &Path) -> String {
        let password = place.join("mailbox.password");
        fs::write(&password, PASSWORD).unwrap();
        fs::set_permissions(&password, Permissions::from_mode(0o600)).unwrap();
        format!(
            "\n[mailbox]\nhost = 'localhost'\nport = {}\nca-file = '{}'\nuser = '{USER}'\npassword-file = '{}'\n\
             address = 'bok@example.pl'\nauthserv-id = 'mx.example.pl'\n",
            self.tls_port,
            self.home.path().join("ca.pem").display(),
            password.display(),
        )
    }

    /// Puts a mail into the mailbox, as a delivering program does.
    pub(crate) fn deliver(&self, name: &str, mail: &[u8]) {
        let (waiting, new) = (self.mail.join("tmp").join(name), self.mail.join("new").join(name));
        fs::write(&waiting, mail).unwrap();
        own(&waiting);
        fs::rename(waiting, new).unwrap();
    }

    /// Returns the mails in the mailbox, by the names of their files.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        let files = ["cur", "new"].map(|name| fs::read_dir(self.mail.join(name)).unwrap());
        files.into_iter().flatten().map(|entry| entry.unwrap().path()).collect()
    }

    /// Has the mailbox lose all numbers, as after a restore from a backup: its mails come in the order of these names.
    pub(crate) fn rebuild(&self, names: &[String]) {
        for entry in fs::read_dir(&self.mail).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if name.starts_with("dovecot") && path.is_file() {
                let _ = fs::remove_file(path);
            }
        }
        for (file, name) in self.files().iter().zip(names) {
            fs::rename(file, self.mail.join("new").join(name)).unwrap();
        }
    }

    /// Returns a fact about the mailbox, such as `uidvalidity` or `uidnext`.
    pub(crate) fn status(&self, what: &str) -> u32 {
        let asked = self.doveadm(&["mailbox", "status", "-u", USER, what, "INBOX"]);
        asked.trim().rsplit('=').next().unwrap().parse().unwrap()
    }

    /// Returns how many mails carry a flag.
    pub(crate) fn count(&self, flag: &str) -> usize {
        self.doveadm(&["search", "-u", USER, "mailbox", "INBOX", flag]).lines().count()
    }

    /// Returns how many mails carry a mark of a program.
    pub(crate) fn count_marked(&self, keyword: &str) -> usize {
        self.doveadm(&["search", "-u", USER, "mailbox", "INBOX", "keyword", keyword]).lines().count()
    }

    /// Has somebody read the mails with this subject.
    pub(crate) fn mark_read(&self, subject: &str) {
        self.doveadm(&["flags", "add", "-u", USER, "\\Seen", "mailbox", "INBOX", "subject", subject]);
    }

    fn doveadm(&self, arguments: &[&str]) -> String {
        let config = self.home.path().join("dovecot.conf");
        let done = Command::new(&self.doveadm).arg("-c").arg(config).args(arguments).output().unwrap();
        assert!(done.status.success(), "doveadm {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8(done.stdout).unwrap()
    }
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        // A test that fails has more to say than this.
        let _ =
            rustix::process::kill_process(rustix::process::Pid::from_child(&self.child), rustix::process::Signal::TERM);
        let _ = self.child.wait();
    }
}

fn own(path: &Path) {
    let (user, group) = (Uid::from_raw(NOBODY), Gid::from_raw(NOBODY));
    rustix::fs::chown(path, Some(user), Some(group)).unwrap();
}

fn write_certificates(home: &Path) {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let certificate = params.signed_by(&key, &authority).unwrap();
    fs::write(home.join("ca.pem"), authority.pem()).unwrap();
    fs::write(home.join("chain.pem"), certificate.pem()).unwrap();
    fs::write(home.join("key.pem"), key.serialize_pem()).unwrap();
    fs::set_permissions(home.join("key.pem"), Permissions::from_mode(0o600)).unwrap();
}

fn configuration(home: &Path, mail: &Path, [port, tls_port]: [u16; 2]) -> String {
    let (home, mail) = (home.display(), mail.display());
    let password = PASSWORD.replace('\\', "\\\\").replace('"', "\\\"");
    format!(
        "base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{home}/chain.pem
ssl_key = <{home}/key.pem
mail_location = maildir:{mail}
first_valid_uid = {NOBODY}
first_valid_gid = {NOBODY}
passdb {{
  driver = static
  args = \"password={password}\"
}}
userdb {{
  driver = static
  args = uid={NOBODY} gid={NOBODY} home={mail} allow_all_users=yes
}}
service imap-login {{
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
"
    )
}
