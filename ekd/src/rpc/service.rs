//! The service trait, method by method: who may, which handler, how long it took.

use std::time::Instant;

use common::account::*;
use common::api::{
    DocumentFilter, Ek, Filter, Gap, GapsQuery, LogPages, LogQuery, NewDocument, OnceKey, ReadingsQuery, UploadPart,
};
use common::archive::{
    ArchiveStat, HistoryQuery, ReadingVersion, Replacement, Resolution, Resolved, Total, TotalQuery, Verified,
};
use common::audit::*;
use common::contact::*;
use common::customer::*;
use common::delivery::*;
use common::event::Changes;
use common::fault::{Cause, Fault};
use common::id::{Cursor, CustomerNumber, SourceName, TokenId};
use common::log_in::*;
use common::meter::Meter;
use common::page::{Page, Paged};
use common::point::MeteringPoint;
use common::reading::{NewestValues, Quarantined, Reading};
use common::secret::Secret;
use common::series::{Series, SeriesQuery};
use common::site::{Site, SiteOverview};
use common::source::{Document, Source};
use common::status::Status;
use jiff::SignedDuration;
use tarpc::context::Context;

use super::access::{Principal, Scope};
use super::answer::{NoAnswer, answer};
use super::{House, archive, change, import, point, reading, site, source, status};

/// One connection's side of the service.
#[derive(Clone, Debug)]
pub(super) struct Service {
    pub(super) house: House,
    pub(super) principal: Principal,
}

impl Service {
    async fn reading<T>(
        &self,
        method: &'static str,
        handler: impl AsyncFnOnce(&House, Scope) -> Result<T, NoAnswer>,
    ) -> Result<T, Fault> {
        self.allowed(method, self.principal.read(), handler).await
    }

    async fn operating<T>(
        &self,
        method: &'static str,
        handler: impl AsyncFnOnce(&House, Scope) -> Result<T, NoAnswer>,
    ) -> Result<T, Fault> {
        self.allowed(method, self.principal.operate(&self.house.about.operators), handler).await
    }

    async fn allowed<T>(
        &self,
        method: &'static str,
        scope: Result<Scope, Cause>,
        handler: impl AsyncFnOnce(&House, Scope) -> Result<T, NoAnswer>,
    ) -> Result<T, Fault> {
        let started = Instant::now();
        let result = match scope {
            Ok(scope) => handler(&self.house, scope).await,
            Err(cause) => Err(cause.into()),
        };
        answer(method, started, result)
    }
}

impl Ek for Service {
    async fn status(self, _: Context) -> Result<Status, Fault> {
        self.reading("status", async |house, scope| status::status(house, scope).await).await
    }

    async fn find_site(self, _: Context, text: String) -> Result<Site, Fault> {
        self.reading("find_site", async |house, scope| site::find(house, scope, text).await).await
    }

    async fn sites(self, _: Context, filter: Filter, page: Page) -> Result<Paged<Site>, Fault> {
        self.reading("sites", async |house, scope| site::list(house, scope, filter, page).await).await
    }

    async fn overview(self, _: Context, filter: Filter, page: Page) -> Result<Paged<SiteOverview>, Fault> {
        self.reading("overview", async |house, scope| site::overview(house, scope, filter, page).await).await
    }

    async fn find_point(self, _: Context, text: String) -> Result<MeteringPoint, Fault> {
        self.reading("find_point", async |house, scope| point::find(house, scope, text).await).await
    }

    async fn points(self, _: Context, filter: Filter, page: Page) -> Result<Paged<MeteringPoint>, Fault> {
        self.reading("points", async |house, scope| point::list(house, scope, filter, page).await).await
    }

    async fn meters(self, _: Context, filter: Filter, page: Page) -> Result<Paged<Meter>, Fault> {
        self.reading("meters", async |house, scope| point::meters(house, scope, filter, page).await).await
    }

    async fn latest(self, _: Context, filter: Filter, page: Page) -> Result<NewestValues, Fault> {
        self.reading("latest", async |house, scope| reading::latest(house, scope, filter, page).await).await
    }

    async fn log(self, _: Context, query: LogQuery, page: Page) -> Result<LogPages, Fault> {
        self.reading("log", async |house, scope| archive::log(house, scope, query, page).await).await
    }

    async fn history(self, _: Context, query: HistoryQuery, page: Page) -> Result<Paged<ReadingVersion>, Fault> {
        self.reading("history", async |house, scope| archive::history(house, scope, query, page).await).await
    }

    async fn totals(self, _: Context, query: TotalQuery) -> Result<Vec<Total>, Fault> {
        self.reading("totals", async |house, scope| archive::totals(house, scope, query).await).await
    }

    async fn series(self, _: Context, query: SeriesQuery) -> Result<Series, Fault> {
        self.reading("series", async |house, scope| reading::series(house, scope, query).await).await
    }

    async fn readings(self, _: Context, query: ReadingsQuery, page: Page) -> Result<Paged<Reading>, Fault> {
        self.reading("readings", async |house, scope| reading::list(house, scope, query, page).await).await
    }

    async fn gaps(self, _: Context, query: GapsQuery, page: Page) -> Result<Paged<Gap>, Fault> {
        self.reading("gaps", async |house, scope| reading::gaps(house, scope, query, page).await).await
    }

    async fn quarantine(self, _: Context, filter: Filter, page: Page) -> Result<Paged<Quarantined>, Fault> {
        self.reading("quarantine", async |house, scope| reading::quarantine(house, scope, filter, page).await).await
    }

    async fn sources(self, _: Context) -> Result<Vec<Source>, Fault> {
        self.reading("sources", async |house, scope| source::list(house, scope).await).await
    }

    async fn documents(self, _: Context, filter: DocumentFilter, page: Page) -> Result<Paged<Document>, Fault> {
        self.reading("documents", async |house, scope| source::documents(house, scope, filter, page).await).await
    }

    async fn poll_source(self, _: Context, name: SourceName) -> Result<(), Fault> {
        self.operating("poll_source", async |house, scope| source::poll(house, scope, &name)).await
    }

    async fn replace_meter(self, _: Context, key: OnceKey, replacement: Replacement) -> Result<Resolved, Fault> {
        let replace = async |house: &House, scope| archive::replace_meter(house, scope, key, replacement).await;
        self.operating("replace_meter", replace).await
    }

    async fn resolve(self, _: Context, key: OnceKey, resolution: Resolution) -> Result<Resolved, Fault> {
        let resolve = async |house: &House, scope| archive::resolve(house, scope, key, resolution).await;
        self.operating("resolve", resolve).await
    }

    async fn archive(self, _: Context) -> Result<ArchiveStat, Fault> {
        self.reading("archive", async |house, scope| archive::stat(house, scope).await).await
    }

    async fn verify(self, _: Context, page: Page) -> Result<Verified, Fault> {
        self.reading("verify", async |house, scope| archive::verify(house, scope, page).await).await
    }

    async fn upload(self, _: Context, part: UploadPart) -> Result<u64, Fault> {
        self.operating("upload", async |house, scope| import::upload(house, scope, part).await).await
    }

    async fn import(self, _: Context, key: OnceKey, document: NewDocument) -> Result<Document, Fault> {
        self.operating("import", async |house, scope| import::import(house, scope, key, document).await).await
    }

    async fn account(self, _: Context) -> Result<OwnAccount, Fault> {
        Err(Cause::UnknownMethod.into())
    }

    async fn log_out(self, _: Context) -> Result<(), Fault> {
        Err(Cause::UnknownMethod.into())
    }

    async fn change_password(self, _: Context, _: PasswordChange) -> Result<(), Fault> {
        Err(Cause::UnknownMethod.into())
    }

    async fn begin_totp(self, _: Context, _: Secret) -> Result<TotpOffer, Fault> {
        Err(Cause::UnknownMethod.into())
    }

    async fn confirm_totp(self, _: Context, _: String) -> Result<(), Fault> {
        Err(Cause::UnknownMethod.into())
    }

    async fn remove_totp(self, _: Context, _: Secret) -> Result<(), Fault> {
        Err(Cause::UnknownMethod.into())
    }

    async fn set_contact(self, _: Context, _: OnceKey, _: ContactChange) -> Result<Contact, Fault> {
        Err(Cause::UnknownMethod.into())
    }

    async fn confirm_contact(self, _: Context, _: ContactCode) -> Result<Contact, Fault> {
        Err(Cause::UnknownMethod.into())
    }

    async fn not_me(self, _: Context) -> Result<u64, Fault> {
        Err(Cause::UnknownMethod.into())
    }

    async fn log_ins(self, _: Context, _: LogInQuery, _: Page) -> Result<Paged<LogIn>, Fault> {
        Err(Cause::UnknownMethod.into())
    }

    async fn sessions(self, _: Context, _: Option<Login>) -> Result<Vec<Session>, Fault> {
        Err(Cause::UnknownMethod.into())
    }

    async fn end_sessions(self, _: Context, _: Ending) -> Result<u64, Fault> {
        Err(Cause::UnknownMethod.into())
    }

    async fn tokens(self, _: Context, _: Option<Login>) -> Result<Vec<Token>, Fault> {
        Err(Cause::UnknownMethod.into())
    }

    async fn create_token(self, _: Context, _: OnceKey, _: NewToken) -> Result<Token, Fault> {
        Err(Cause::UnknownMethod.into())
    }

    async fn rotate_token(self, _: Context, _: TokenRotation) -> Result<Token, Fault> {
        Err(Cause::UnknownMethod.into())
    }

    async fn revoke_token(self, _: Context, _: TokenId) -> Result<(), Fault> {
        Err(Cause::UnknownMethod.into())
    }

    async fn accounts(self, _: Context, _: AccountFilter, _: Page) -> Result<Paged<Account>, Fault> {
        Err(Cause::UnknownMethod.into())
    }

    async fn find_account(self, _: Context, _: String) -> Result<Account, Fault> {
        Err(Cause::UnknownMethod.into())
    }

    async fn create_account(self, _: Context, _: OnceKey, _: NewAccount) -> Result<Account, Fault> {
        Err(Cause::UnknownMethod.into())
    }

    async fn edit_account(self, _: Context, _: Login, _: AccountChange) -> Result<Account, Fault> {
        Err(Cause::UnknownMethod.into())
    }

    async fn reset_account(self, _: Context, _: Login) -> Result<ResetStarted, Fault> {
        Err(Cause::UnknownMethod.into())
    }

    async fn customers(self, _: Context, _: CustomerFilter, _: Page) -> Result<Paged<Customer>, Fault> {
        Err(Cause::UnknownMethod.into())
    }

    async fn find_customer(self, _: Context, _: String) -> Result<CustomerFile, Fault> {
        Err(Cause::UnknownMethod.into())
    }

    async fn save_customer(self, _: Context, _: OnceKey, _: NewCustomer) -> Result<Customer, Fault> {
        Err(Cause::UnknownMethod.into())
    }

    async fn set_ownership(self, _: Context, _: OnceKey, _: Ownership) -> Result<Ownership, Fault> {
        Err(Cause::UnknownMethod.into())
    }

    async fn set_mandate(self, _: Context, _: OnceKey, _: Mandate) -> Result<Mandate, Fault> {
        Err(Cause::UnknownMethod.into())
    }

    async fn export_customer(self, _: Context, _: CustomerNumber) -> Result<PersonalData, Fault> {
        Err(Cause::UnknownMethod.into())
    }

    async fn erase_customer(self, _: Context, _: OnceKey, _: CustomerNumber) -> Result<Erasure, Fault> {
        Err(Cause::UnknownMethod.into())
    }

    async fn audit(self, _: Context, _: AuditQuery, _: Page) -> Result<Paged<AuditLine>, Fault> {
        Err(Cause::UnknownMethod.into())
    }

    async fn verify_audit(self, _: Context) -> Result<AuditVerified, Fault> {
        Err(Cause::UnknownMethod.into())
    }

    async fn deliveries(self, _: Context, _: Page) -> Result<Paged<Delivery>, Fault> {
        Err(Cause::UnknownMethod.into())
    }

    async fn changes(self, _: Context, since: Option<Cursor>, wait: SignedDuration) -> Result<Changes, Fault> {
        self.reading("changes", async |house, scope| change::changes(house, scope, since, wait).await).await
    }
}
