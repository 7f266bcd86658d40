//! A postfix of its own: takes mail for everybody at example.pl into one mailbox, refuses `refused@` and puts `later@`
//! off, and reaches nothing beyond the loopback line.

use std::fs::{self, Permissions};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tempfile::TempDir;

use super::peer::{program, wait_for};

/// A mail server that runs; dropping it stops it and takes its mail away.
pub(crate) struct Postfix {
    program: PathBuf,
    port: u16,
    tls_port: u16,
    home: TempDir,
}

const SERVICES: &str = "\
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
";
/// What comes for the office lies apart, whatever token is in its address.
const MAILBOXES: &str = "/^bok(\\+.*)?@/ bok/\n";
const RECIPIENTS: &str = "/^refused@/ 550 no such person\n/^later@/ 450 come again\n";
/// The user `nobody`: mail is never put down as root.
const NOBODY: u32 = 65_534;

impl Postfix {
    /// Starts a server; `None` where postfix is not installed or the user is not root.
    pub(crate) fn start() -> Option<Self> {
        let program = program("postfix", true)?;
        let home = tempfile::tempdir().unwrap();
        // Its parts run as three different users.
        fs::set_permissions(home.path(), Permissions::from_mode(0o755)).unwrap();
        for name in ["etc", "queue", "data", "mail", "log"] {
            fs::create_dir(home.path().join(name)).unwrap();
        }
        let owner = |name: &str, user: &str| {
            assert!(Command::new("chown").arg(user).arg(home.path().join(name)).status().unwrap().success());
        };
        owner("data", "postfix");
        owner("mail", &NOBODY.to_string());
        // Held together, so that they are two.
        let [one, other] = [(), ()].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
        let [port, tls_port] = [&one, &other].map(|listener| listener.local_addr().unwrap().port());
        drop([one, other]);
        let server = Self { program, port, tls_port, home };
        server.write_certificates();
        server.configure();
        server.control("start");
        Some(server)
    }

    pub(crate) const fn port(&self) -> u16 {
        self.port
    }

    /// Returns the port at which it speaks TLS from the first byte.
    pub(crate) const fn tls_port(&self) -> u16 {
        self.tls_port
    }

    /// Returns the authority by which the server is known as `localhost`.
    pub(crate) fn ca_file(&self) -> PathBuf {
        self.home.path().join("etc/ca.pem")
    }

    /// Returns where the mail for `bok@example.pl` lies: a maildir.
    pub(crate) fn office(&self) -> PathBuf {
        self.home.path().join("mail/bok")
    }

    /// Returns the whole letters that have come for somebody, in no certain order.
    pub(crate) fn mails(&self, user: &str) -> Vec<String> {
        // It appears with the first letter.
        let Ok(entries) = fs::read_dir(self.home.path().join("mail/all/new")) else { return Vec::new() };
        let mails = entries.map(|entry| fs::read_to_string(entry.unwrap().path()).unwrap());
        let to = format!("Delivered-To: {user}@example.pl");
        mails.filter(|mail| mail.lines().any(|line| line == to)).collect()
    }

    /// Waits until so many letters have come for somebody.
    pub(crate) async fn wait_for_mail(&self, user: &str, n_mails: usize) -> Vec<String> {
        let mails = wait_for("the mail", || Some(self.mails(user)).filter(|mails| mails.len() >= n_mails)).await;
        assert_eq!(mails.len(), n_mails);
        mails
    }

    /// Waits until the server has nothing more to do: what is in the mailboxes then is all.
    pub(crate) async fn wait_until_idle(&self) {
        let is_empty = |name: &str| fs::read_dir(self.home.path().join("queue").join(name)).unwrap().next().is_none();
        wait_for("the end of the queue", || ["incoming", "active"].iter().all(|name| is_empty(name)).then_some(()))
            .await;
    }

    fn write_certificates(&self) {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &authority).unwrap();
        fs::write(self.ca_file(), authority.pem()).unwrap();
        let chain = self.home.path().join("etc/chain.pem");
        fs::write(&chain, key.serialize_pem() + &certificate.pem()).unwrap();
        fs::set_permissions(&chain, Permissions::from_mode(0o600)).unwrap();
    }

    fn configure(&self) {
        let home = self.home.path();
        let etc = home.join("etc");
        let standard =
            Command::new(self.program.with_file_name("postconf")).args(["-dh", "daemon_directory"]).output().unwrap();
        let programs = String::from_utf8(standard.stdout).unwrap();
        fs::write(etc.join("recipients"), RECIPIENTS).unwrap();
        fs::write(etc.join("mailboxes"), MAILBOXES).unwrap();
        let inet = |port: u16, options: &str| format!("127.0.0.1:{port} inet n - n - - smtpd{options}\n");
        let tls = inet(self.tls_port, " -o smtpd_tls_wrappermode=yes");
        fs::write(etc.join("master.cf"), inet(self.port, "") + &tls + SERVICES).unwrap();
        fs::write(etc.join("main.cf"), main_cf(home, programs.trim())).unwrap();
    }

    fn control(&self, command: &str) {
        let done =
            Command::new(&self.program).arg("-c").arg(self.home.path().join("etc")).arg(command).output().unwrap();
        assert!(done.status.success(), "postfix {command}: {}", String::from_utf8_lossy(&done.stderr));
    }
}

impl Drop for Postfix {
    fn drop(&mut self) {
        // A test that fails has more to say than this.
        let _ = Command::new(&self.program).arg("-c").arg(self.home.path().join("etc")).arg("stop").output();
    }
}

fn main_cf(home: &Path, programs: &str) -> String {
    let home = home.display();
    format!(
        "compatibility_level = 3.6
queue_directory = {home}/queue
data_directory = {home}/data
daemon_directory = {programs}
maillog_file = {home}/log/mail.log
maillog_file_prefixes = {home}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.test
mydestination =
mynetworks = 127.0.0.0/8
alias_maps =
alias_database =
local_recipient_maps =
default_transport = error:no network here
relay_transport = error:no network here
disable_dns_lookups = yes
smtpd_peername_lookup = no
smtpd_tls_security_level = may
smtpd_tls_received_header = yes
smtpd_tls_chain_files = {home}/etc/chain.pem
virtual_mailbox_domains = example.pl
virtual_mailbox_base = {home}/mail
recipient_delimiter = +
virtual_mailbox_maps = regexp:{home}/etc/mailboxes, static:all/
virtual_uid_maps = static:{NOBODY}
virtual_gid_maps = static:{NOBODY}
virtual_minimum_uid = 1000
smtpd_recipient_restrictions = check_recipient_access regexp:{home}/etc/recipients, permit_mynetworks, reject
"
    )
}
