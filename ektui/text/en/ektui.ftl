# Words of the dashboard ektui. Short names of actions (.short) stand in the footer.

demo = DEMO
loading = loading…
never = never
too-small = The window is too small: { $width } columns and { $height } rows are needed. Enlarge it and everything comes back.

tab-sites = Sites
    .short = Sites
tab-account = Account
    .short = Acct
tab-customers = Customers
    .short = Cust
tab-system = System
    .short = Sys
place-sites = { $n ->
    [one] { $n } site
   *[other] { $n } sites
  }
place-troubled = { $n ->
    [one] { $n } needs attention
   *[other] { $n } need attention
  }
place-outdoor = outdoors { $degrees } °C
place-system = System: ekd, data sources, documents
data-live = live { $at }
data-from = data of { $at }
data-none = no data
state-connecting = connecting to ekd…
banner-down = DISCONNECTED since { $since }
banner-retry = retry in { $seconds } s
banner-key = r = now
stale = data of { $at }, because: { $reason }
failed-retry = r = try again

action-open = Site in detail
    .short = details
action-approach = Closer: the period pointed at
action-poll = Ask the source now
    .short = ask now
action-change = Change the row pointed at
    .short = change
action-open-customer = Customer's card
    .short = card
action-next-tab = Next part of the account
    .short = next
action-not-me = Not me: lock the account
    .short = not me
action-new-token = New token
    .short = new
action-end-session = End the session
    .short = end
action-end-others = End the other sessions
action-revoke = Revoke the token
    .short = revoke
action-change-password = Change the password
action-change-contact = Change telephone or e-mail
action-confirm-code = Enter the code of a new address
action-switch-totp = Second factor of the log-in
action-log-out = Log out
action-up = Up
    .short = row
action-down = Down
action-page-up = Page up
action-page-down = Page down
action-first = To the beginning
action-last = To the end
action-previous = Previous period
    .short = period
action-next = Next period
action-day = Day
action-week = Week
action-month = Month
action-season = Heating season
action-next-topic = Next quantity
action-compare = Next comparison
action-read-out = Cursor in the chart
    .short = cursor
action-table = Table or chart
    .short = table
action-narrow = Shorter period
action-widen = Longer period
action-filter = Filter the list
    .short = filter
action-sort = Sort
    .short = sort
action-export = Save to a file
    .short = export
action-copy = Copy to the clipboard
action-refresh = Refresh, reconnect
    .short = refresh
action-show-sites = Sites
action-show-account = Account: sessions, tokens
action-show-customers = Customers
action-show-system = System: sources and documents
action-palette = Commands and sites
    .short = commands
action-command-line = The same with ekctl
    .short = ekctl
action-help = Help
    .short = help
action-redraw = Draw the screen again
action-suspend = To the shell (back: fg)
action-back = Back; in the list q: quit
    .short = back

pane-list = List:{" "}
pane-chart = Chart:{" "}
column-site = SITE
column-power = kW
column-contracted = %CON
column-supply = SUPPLY
column-return = RETURN
column-flow = m³/h
column-today = GJ DAY
column-strip = 24 h
list-more = … { $n } more{ $above ->
    [0] {""}
   *[other] {" "}({ $above } above)
  }
sites-cut = { $loaded } of { $all } loaded, the rest: ekctl sites live
sites-summary = { $shown } of { $total } · sort: { $sort } · filter: { $filter }
filter-none = none
sites-none = There is no site yet.
sites-none-hint = Sites appear with the first document: 9 = data sources, { $ekctl } readings import FILE.
sites-filtered-out = The filter “{ $filter }” lets no site through. Esc = clear it.

sort-title = Sort by
sort-state = state
sort-code = code
sort-name = name
sort-power = power
sort-contracted = % of contracted power
sort-supply = supply
sort-return = return
sort-flow = flow
sort-today = used today

strip-meter = meter { $serial }
strip-contracted = contracted { $power } MW
strip-points = { $n ->
    [one] { $n } metering point
   *[other] { $n } metering points
  }
strip-doubt = DOUBTFUL: quarantine, last { $since } · { $ekctl } quarantine list
wanted-by-table = by table { $degrees }
wanted-by-curve = by curve { $degrees }
strip-read-at = read { $at }
state-doubtful = DOUBTFUL since { $since } · values wait in quarantine · { $ekctl } quarantine list
state-silent = SILENT since { $since } · last known values below
state-late = LATE · last reading { $since }
state-live = Readings come in time
state-no-data = No reading has come from this site yet
state-unknown = State unknown: ekd is newer than this program
used-unknown = used today unknown
used-today = used today { $energy } GJ
used-a-year-ago = a year ago { $energy }

short-energy = Energy
short-volume = Volume
short-supply = Supply
short-return = Return
short-difference = dT
short-flow = Flow
short-power = Power
short-operating-time = Hours
short-error-time = Error hours
short-outdoor = Outdoor
short-heating-set = Heating set
short-heating = Heating
short-hot-water-set = Hot water set
short-hot-water = Hot water
short-return-volume = Return vol.
short-info-code = Info code
short-clock-offset = Clock

topic-energy = Energy
topic-power = Power
topic-temperatures = Temperatures
topic-flow = Flow
topic-volume = Volume
span-day = day: { $span }
span-week = week: { $span }
span-month = month: { $span }
span-season = season: { $span }
view-day = d day
view-week = w week
view-month = m month
view-season = o season
choice-right = Tab quantity  c compared: { $comparison }
choice-right-short = c: { $comparison }
compare-last-year = a year ago
compare-weekdays = 52 weeks ago
compare-previous = period before
compare-nothing = nothing
per-hour = { $unit } an hour
per-day = { $unit } a day
per-month = { $unit } a month
legend-missing = no data
legend-beyond = gap follows
legend-replaced = meter starts anew

total-hours = { $known }/{ $over } h
total-days = { $known }/{ $over } d
total-months = { $known }/{ $over } mo.
total-mean = mean
total-last-year = year ago
total-weekdays = 52 weeks ago
total-previous = before
total-running = under way:

note-newest = newest reading { $day } (End)
note-coverage = data { $share } %
note-coverage-unknown = coverage unknown
note-damaged = ? { $period }: damaged (ekctl archive verify)
note-replaced = { $mark } { $at }: meter replaced or turned over
note-gap = gap { $gap }
note-gaps-more = { $n ->
    [one] and { $n } more gap
   *[other] and { $n } more gaps
  }
note-odd-day = { $day }: day of { $hours } h
note-wanted = wanted at { $outdoor } °C: { $parts }
wanted-supply = supply { $degrees } °C by the network table
wanted-heating = heating { $degrees } °C by the curve
note-info-code = info code of the meter { $code }
note-info-bits = the meter reports: { $names } ({ $code })
note-verification = verified until { $until }
note-verification-over = the meter's verification ended on { $until }
note-zone = time: { $zone }
gap-open = since { $from }, still open

table-period = PERIOD
table-min = MIN
table-max = MAX
table-compared = BEFORE
table-change = CHANGE
table-coverage = DATA
table-beyond = gap follows

weekday-1 = Mon
weekday-2 = Tue
weekday-3 = Wed
weekday-4 = Thu
weekday-5 = Fri
weekday-6 = Sat
weekday-7 = Sun
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December

system-daemon = ekd { $version } · running since { $since } · time: { $zone }
system-archive = Sites { $sites } · points { $points } · documents { $documents } · newest reading { $data }
system-troubles = Parked documents { $parked } · values in quarantine { $quarantined } · failing sources { $failing }
system-sources = Data sources
system-sources-heading = SOURCE|KIND|STATE|DATA OF|DOCUMENTS
system-source-documents = { $documents }, parked { $parked }
system-no-sources = No source is configured: ekd config init, then ekd check-config.
system-failing = failing since { $since }, attempts: { $attempts } · { $problem }
system-stale = nothing new since { $since }
system-documents = Last documents
system-no-documents = No document has come yet.
system-document-time = CAME
system-document-name = DOCUMENT
document-parked = parked: { $problem }
tally-stored = STORED
tally-duplicate = REPEATED
tally-quarantined = QUARANT.
tally-rejected = REJECTED

help-title = Help: Enter does it
command-title = The same as a command
export-title = Save as
export-csv = CSV
export-excel = CSV for Excel (Polish)
export-json = JSON
palette-nothing = There is no such thing.

hints-help = ▲▼ choose  Enter do it  Esc close
hints-palette = ▲▼ choose  Enter do it  Esc close
hints-filter = such as lakowa, state:silent, power>80, -school  Enter done  Esc clear
hints-sort = ▲▼ choose  Enter or s: sort, again: reverse  Esc close
hints-choice = ▲▼ choose  Enter save  Esc close
hints-command = Enter copies  Esc close

toast-copied = sent to the clipboard
toast-saved = saved { $path }
toast-not-saved = not saved: { $reason }
toast-polled = asking the source { $source }
toast-import = { $source }: documents come by hand, there is nobody to ask
toast-not-polled = not asked: { $reason }
toast-quit = q = quit
toast-back = connected again
news-readings = new readings
news-parked = document { $name } parked
news-failing = source { $source } fails
news-mailbox-failing = the office's mailbox cannot be read
news-mailbox-recovered = the office's mailbox works again
news-recovered = source { $source } works again
news-replaced = meter replaced by { $serial }
news-removed = readings removed by rule { $rule }
news-ceiling =
    { $ceiling ->
        [installation_day] too many short messages in a day: more are not sent
       *[recipient_hour] too many short messages to one number: more are not sent
    }

role-customer = customer
role-manager = property manager
role-technician = technician
role-clerk = clerk
role-administrator = administrator
standing-active = active
standing-locked = locked
standing-disabled = closed
standing-erased = data erased
standing-unknown = state unknown
right-finance = finance
right-technical = technical
right-admin = customer's accounts
right-unknown = unknown
right-none = readings only
method-password = password
method-password_and_code = password, code
method-session = open session
method-token = token
method-peer = server's user
method-reset = reset code
method-unknown = unknown
outcome-success = logged in
outcome-wrong_password = wrong password
outcome-wrong_code = wrong code
outcome-unfinished = right password, no code
outcome-waiting = after many failures
outcome-closed = account closed
outcome-expired = password expired
outcome-unknown_name = unknown name
outcome-unknown = unknown
contact-mobile = Mobile phone
contact-email = E-mail
contact-landline = Landline
contact-pending = waits for its code: { $address } (until { $until })
scope-read = read
scope-operate = read and change
password-none = none
password-initial = initial
password-own = own
password-unknown = unknown
denied = The role “{ $role }” does not allow this: { $what }.

field-login = Name
field-password = Password
field-current = Present password
field-code = Code
field-new-password = New password
field-again = New password again
field-kind = Kind
field-address = Number or address
field-name = Name
field-scope = Scope
field-days = Days valid
field-empty = the field is empty
field-differs = the passwords differ
field-days-wrong = a number from 1 to { $most }
button-go-on = Go on
button-forgotten = I forgot my password
button-quit = Quit
button-cancel = Cancel
button-change = Change
button-confirm = Confirm
button-create = Create
button-totp-off = Turn off
button-end-session = End the session
button-end-others = End the others
button-revoke = Revoke
button-not-me = Not me

log-in-program = e-Klient · ektui { $version }
log-in-again = { $reason }. Log in again: everything is as it was.
log-in-over = { $reason }. Log in again.
log-in-title = Log in
log-in-title-code = Code of the authenticator app
log-in-title-new-password = A new password in place of the initial one
log-in-title-enrolment = Second factor
log-in-title-forgotten = I forgot my password
log-in-title-reset = New password
log-in-code = The password is right. Enter the code that the app on your telephone shows now.
log-in-initial = The initial password is only good for setting your own.
log-in-forgotten = A code goes to the account's confirmed address or telephone; it is valid for 15 minutes.
log-in-code-sent = If there is such an account and it has a confirmed address, the code is on its way.
log-in-password-set = The new password counts already.
log-in-refused-hint = After five failures there is a wait of 30 s up to an hour. A new password: the button “I forgot my password”.
log-in-demo = Demonstration: anna (manager), tomek (technician), maria (clerk), root (administrator). The password of each: demo
log-in-from = from { $source }
password-rules = At least 15 characters, with a second factor at least 8; 256 at most. Any characters, spaces and accents too; a phrase of a few unrelated words is good. Not the name of the account, the customer or the program.
enrolment-picture = Scan the picture with an authenticator app or type the secret into it, then enter the code that it shows.
enrolment-letters = Type this secret into an authenticator app (kind: TOTP, by time), then enter the code that it shows.

previous-who = { $name } ({ $login }), { $role }
previous-success = Last successful log-in:
previous-failure = Last failed try:
previous-failures-since = { $n ->
    [one] { $n } FAILED TRY since the last successful log-in
   *[other] { $n } FAILED TRIES since the last successful log-in
  }
previous-no-failures = There have been no failed tries since the last successful log-in.
previous-advice = If that was not you, or the log-in above was not yours, press n.

confirm-title = This cannot be undone
confirm-own-session = End this session? You will have to log in again.
confirm-session = End the session of { $client } from { $source }, open since { $since }?
confirm-others = End all sessions of this account but this one?
confirm-token = Revoke the token “{ $name }”? Scripts that use it stop working at once.
confirm-not-me = End all other sessions and lock the account? The present password will open nothing any more; you set a new one right after.

place-account = Account:
place-customers = Customers
place-customer = Customer { $number }
part-details = details
part-log-ins = log-ins
part-sessions = sessions
part-tokens = tokens
account-password = Password
account-totp = Second factor
account-totp-on = on
account-totp-off = off
account-customers = Customers for whom this account acts
account-staff = An account of the staff: it acts for no customer.
account-no-customers = This account acts for no customer now.
account-mandate = { $period } · { $rights }
account-no-log-ins = There are no log-ins yet.
account-no-sessions = There are no open sessions.
account-no-tokens = There are no tokens. n = a new token for a script.
account-this-session = this
account-token-over = expired
period-since = since { $from }
period-until = from { $from } until { $until }
column-when = WHEN
column-outcome = RESULT
column-method = BY
column-source = FROM
column-client = PROGRAM
column-since = SINCE
column-used = USED
column-until = UNTIL
column-own = {""}
column-name = NAME
column-scope = SCOPE
column-number = NUMBER
column-address = ADDRESS

sheet-password = Change the password
sheet-contact = Change a telephone or an address
sheet-contact-rules = A new number or address counts once you enter the code that comes to it; until then messages go to the present one. An empty field removes the present one.
sheet-contact-code = Confirm a number or an address
sheet-contact-code-rules = Enter the code that came to the new number or address.
sheet-code-sent = The code was sent to { $address }. The address until now has been told.
sheet-totp = Turn the second factor on
sheet-totp-rules = Enter the present password; the next step gives you a secret for an authenticator app.
sheet-totp-off = Turn the second factor off
sheet-totp-off-rules = Without a second factor the password alone protects the account: it must have at least 15 characters then.
sheet-token = New token
sheet-token-rules = A script logs in with a token: ekctl --token-file FILE. You see the secret only once. Space changes the scope.
sheet-not-me = { $n ->
    [one] { $n } session has been ended and the account is locked. Set a new password now: it opens the account.
   *[other] { $n } sessions have been ended and the account is locked. Set a new password now: it opens the account.
  }
token-title = Token “{ $name }”
token-once = This is the only time that the secret is seen. Keep it in a file that only its owner reads (chmod 600).
token-facts = { $scope } · valid until { $until }

customer-number = Customer number
customer-name = Name
customer-address = Address
customer-phone = tel. { $phone }
customer-card-phone = Telephone
customer-card-email = E-mail
customer-erased = personal data erased { $at }
customer-name-erased = (data erased)
customer-sites = Sites
customer-mandates = Mandates
customer-accounts = Accounts
customer-nothing = none
customers-none = There are no customers yet: { $ekctl } customers save
customers-filtered-out = No customer passes the filter “{ $filter }”. Esc = drop the filter.
customers-summary = { $shown } of { $total } · filter: { $filter }
customers-summary-cut = { $shown } of { $total }, there are more: use the filter · filter: { $filter }

hints-log-in = ▲▼ Tab field  Enter go on  Esc back  Ctrl-C quit
hints-previous = Enter go on  n not me
hints-confirm = ◄► choose  Enter do it  Esc cancel
hints-sheet = ▲▼ Tab field  Space choose  PgDn buttons  Enter go on  Esc leave
hints-token = y copy to the clipboard  Enter close
toast-password-changed = password changed; the other sessions have ended
toast-contact-confirmed = confirmed: the new address counts now
toast-contact-removed = removed
toast-totp-on = second factor on
toast-totp-off = second factor off
toast-sessions-ended = { $n ->
    [one] { $n } session ended
   *[other] { $n } sessions ended
  }
toast-token-revoked = token revoked
toast-session-file = session file not used: { $reason }
news-alarm = alarm: { $kind }
alarm-source_silent = source is silent
alarm-meter_silent = meter is silent
alarm-leak = leak
alarm-water_lost = water is lost
alarm-meter_fault = meter fault
alarm-difference_low = temperature difference too low
alarm-return_hot = return too hot
alarm-supply_off_table = supply off the table
alarm-circuit_off_curve = circuit off the curve
alarm-power_above_contract = power above the contract
alarm-register_doubtful = doubtful register
alarm-no_consumption = no consumption
alarm-meter_clock = meter clock
alarm-verification_due = verification
alarm-limit = limit exceeded
alarm-unknown = unknown

tab-alarms = Alarms
    .short = Al
place-rule = Rule { $name }
part-active = active
part-history = history
part-rules = rules
action-open-alarm = Alarm with its history
    .short = details
action-show-cause = Chart of the site
    .short = site's chart
action-acknowledge = Acknowledge the alarm
    .short = acknowledge
action-mute = Mute the alarm
    .short = mute
action-undo = Undo what was just done
    .short = undo
action-open-rule = Rule with all its limits
    .short = details
action-new-rule = New rule: a limit
    .short = new
action-edit-rule = Change the rule
    .short = change
action-switch-rule = Switch the rule on or off
    .short = on/off
action-remove-rule = Delete the rule
    .short = delete
action-next-part = Next part
    .short = next
action-show-alarms = Alarms, history, rules
column-alarm = NO
column-kind = KIND
column-what = WHAT
column-state = STATE
column-severity = SEVERITY
sort-urgency = urgency
sort-since = since
sort-number = number
sort-site = site
sort-kind = kind
severity-notice = notice
severity-warning = warning
severity-alarm = alarm
state-new = new
state-acknowledged = acknowledged
    .short = ack.
state-acknowledged-by = ack. { $by }
state-muted = muted
    .short = muted
state-muted-until = muted to { $at }
state-maintenance = work
state-cleared = cleared
state-cleared-at = cleared { $at }
strip-alarm = ALARM { $what } since { $since }
strip-warning = WARNING { $what } since { $since }
strip-notice = NOTICE { $what } since { $since }
strip-alarms-more = { $n ->
    [one] and { $n } more alarm
   *[other] and { $n } more alarms
  }
alarms-n-alarms = { $n ->
    [one] { $n } alarm
   *[other] { $n } alarms
  }
alarms-n-warnings = { $n ->
    [one] { $n } warning
   *[other] { $n } warnings
  }
alarms-n-notices = { $n ->
    [one] { $n } notice
   *[other] { $n } notices
  }
alarms-source = source { $name }
alarms-point = point { $code }
alarms-rule = rule { $name }
alarms-peak = worst { $value } at { $at }
alarms-since = since { $from }, for { $lasting }
alarms-from-until = from { $from } until { $until }, for { $lasting }
alarms-unacknowledged = nobody has acknowledged it yet
alarms-acknowledged = acknowledged { $at }
alarms-acknowledged-by = acknowledged by { $by } { $at }
alarms-muted = muted until { $until }
alarms-maintenance = work is going on, nobody is told
alarms-history = History
alarms-none = There is no alarm that anybody should look at.
alarms-never = There has been no alarm yet.
alarms-none-hint = Tab = history, and the rules: the limits in force.
alarms-filtered-out = The filter “{ $filter }” lets no alarm pass. Esc = remove the filter.
alarms-cut = there are more: { $ekctl } alarms history --all
alarms-fact-what = Alarm
alarms-fact-place = Where
alarms-fact-condition = What is wrong
alarms-fact-peak = Worst value
alarms-fact-lasting = When
alarms-fact-rule = Rule
alarms-fact-standing = State
alarms-fact-advice = What to do
lasting-d = { $n } d
lasting-h = { $n } h
lasting-m = { $n } min
lasting-s = { $n } s
fact-info-code = info code { $code }
fact-days-left = { $n ->
    [one] { $n } day left
   *[other] { $n } days left
  }
fact-days-over = { $n ->
    [one] over since { $n } day
   *[other] over since { $n } days
  }
fact-lost = { $percent } % of the water does not come back
fact-last = last { $at }
fact-outdoor = at { $degrees } °C outdoors
turn-raised = found: { $severity }
turn-severity = severity changed: { $from } → { $to }
turn-cleared = cleared
turn-acknowledged = acknowledged
turn-unacknowledged = acknowledgement taken back
turn-muted = muted until { $until }
turn-unmuted = told again
turn-escalated = nobody acknowledged it: the next ones were told
turn-unknown = unknown change: ekd is newer than this program
advice-source_silent = Check the source's line and configuration (9 = System); the meters behind it may be working.
advice-meter_silent = Check radio module, battery and reception; its neighbours show whether it alone is silent.
advice-leak = Send a crew to the substation: the meter reports a leak. Close the valves if water is running.
advice-water_lost = Look for lost water: a leak, an open drain, water let into the building's own circuit.
advice-meter_fault = Check the meter on the spot: air, direction of flow, pairs of sensors. Readings are uncertain.
advice-difference_low = The water comes back nearly hot: check control valve, heat exchanger and heating curve.
advice-return_hot = Check control valve and heat exchanger: the return is hotter than contract or table allow.
advice-supply_off_table = Compare with its neighbours: if all are alike, the cause is in the network or the heat source.
advice-circuit_off_curve = Check the regulator's settings and the actuator: the circuit is off the building's curve.
advice-power_above_contract = Lower the peak (hot water, morning start) or change the contracted power: excess costs money.
advice-register_doubtful = Decide about the values in quarantine: a new meter, a register turned over, or a wrong reading.
advice-no_consumption = Call the site: it is cold and no heat flows. Check valves and meter.
advice-meter_clock = Set the meter's clock at the next visit: the limits of days depend on it.
advice-verification_due = Plan verification or a new meter: after that date it must not be billed by.
advice-limit = Somebody set this limit: see in the chart (Enter) whether it is a moment or a trend.
advice-unknown = ekd is newer than this program: update ektui to see more.
mute-title = Mute { $number }
mute-1h = for 1 h
mute-4h = for 4 h
mute-morning = until 06:00
mute-never = unmute
hints-mute = ▲▼ choose  Enter do it  ! ekctl  Esc close
hints-filter-alarms = e.g. lakowa, return, state:new, -state:cleared  Enter done  Esc remove
sheet-acknowledge = Acknowledge an alarm
sheet-acknowledge-rules = An acknowledged alarm goes on, but nobody is reminded of it any more. Whoever sees the alarm sees the comment; it may be empty.
sheet-new-rule = New rule
sheet-rule = Change a rule
sheet-rule-rules = An alarm is raised once the quantity has been beyond the limit for so many minutes; it is over beyond the end's limit. Without a site the rule counts wherever you may set it. Space changes a choice.
field-comment = Comment
field-quantity = Quantity
field-beyond = Wrong when
field-raise = Alarm at
field-clear = Over at
field-after = After minutes
field-severity = Severity
field-site = Site (code)
field-name-wrong = name of a rule: letters, digits and hyphens, no invisible characters
field-amount-wrong = a number in { $unit }, such as 55 or 55.5
field-minutes-wrong = a number of minutes, 0 or more
field-site-wrong = there is no such site; an empty field means all
beyond-above = above
beyond-below = below
button-acknowledge = Acknowledge
button-save = Save
button-remove-rule = Delete the rule
confirm-rule = Delete the rule “{ $name }”? Its active alarms are over at once.
rules-none = There are no rules: nothing will raise an alarm.
rules-none-hint = n = new rule
rules-gone = This rule is not there any more.
rules-installation = everywhere
rules-customer = customer { $number }
rules-on = on
rules-off = off
rules-name = Name
rules-kind = Kind
rules-scope = Where
rules-state = State
rules-severity = Severity
rules-remind = Reminder every
rules-escalation = If nobody reacts
rules-rise = after { $after } { $severity }
rules-escalate = after { $after } tell: { $people }
rules-figures = Limits
rules-no-figures = This rule has no limits: the intake itself finds it.
rules-table-only = the network's table only
rules-summary = { $n ->
    [one] { $n } rule
   *[other] { $n } rules
  }, off: { $off }
param-quantity = Quantity
param-raise = Alarm
param-clear = Over
param-limit = Limit of the contract
param-above-table = Above the table
param-clear-below = Over below it by
param-raise-after = Must last
param-clear-after = Over after
param-power = From contracted power
param-outdoor-over = outdoor mean over
param-mean-over = Mean of
param-missed = Missed readings
param-cadence = Expected every
param-hours = In the hours
param-lost = Lost more than
param-night-flow = Flow at night above
param-night = Night
param-season = Heating season
param-clear-reads = Readings without it
param-during = Nothing used for
param-below = When colder than
param-days = Days before the end
param-urgent-days = Urgent days before
toast-acknowledged = Acknowledged { $number } at { $where }.
toast-unacknowledged = Took back the acknowledgement of { $number } at { $where }.
toast-muted = Muted { $number } at { $where } until { $until }.
toast-unmuted = Unmuted { $number } at { $where }.
toast-undo = z = undo ({ $seconds } s)
toast-nothing-back = there is nothing to undo any more
toast-no-site = this alarm is about no site of the list
toast-edit-elsewhere = limits of this kind are changed by: { $line }
toast-rule-added = Added the rule “{ $name }”.
toast-rule-changed = Changed the rule “{ $name }”.
toast-rule-on = Switched the rule “{ $name }” on.
toast-rule-off = Switched the rule “{ $name }” off.
toast-rule-same = the rule “{ $name }” is like that already
toast-rule-removed = deleted the rule “{ $name }”
button-preview = Preview of 30 days
preview = In the last { $days } days there would have been: { $what }.
preview-emails = { $n ->
    [one] { $n } e-mail
   *[other] { $n } e-mails
  }
preview-sms = { $n } SMS
preview-points = { $n ->
    [one] { $n } point looked at
   *[other] { $n } points looked at
  }
preview-since = since { $from }, and on
preview-until = from { $from } until { $until }
alarms-told = Notices
alarms-told-nobody = Nobody was told.
notice-kept = waits until { $until }, in a digest
notice-dropped = not sent: out of date
channel-email = e-mail
channel-sms = SMS
delivery-waiting = on its way
delivery-sent = sent
delivery-failed = not delivered
delivery-expired = nobody took it in time
delivery-unknown = fate unknown
preview-cut-time = Not all was looked at: it would have taken too long.
preview-cut-points = Not all was looked at: the rule counts at too many points. Name a site.
preview-cut-condition = Readings of the past do not tell what this condition hangs on.
preview-cut-unknown = Not all was looked at.

tab-notices = Notices
    .short = Ntf
part-told = notices
part-notice-settings = settings
part-deliveries = delivery log
action-show-notices = Notices and their settings
action-open-told = Alarm that it tells of
    .short = alarm
action-new-route = New route: what, which way
    .short = new
action-edit-route = Change the route
    .short = change
action-remove-route = Delete the route
    .short = delete
action-edit-manners = Quiet hours, digest, ceilings
    .short = quiet hours
action-test-route = Send a test message
    .short = test
column-channel = BY
column-from-severity = FROM
column-kinds = OF WHAT
column-sites = SITES
column-hours = WHEN
column-topic = ABOUT
column-recipient = TO
column-tries = TRIES
column-answer = ANSWER
notices-none = You have not been told of anything yet.
notices-none-hint = Tab = settings: of what, by which way and when.
notices-older = older ones: { $line }
notices-other-route = Another route goes that way: delete it (D), or add the address to the account (7).
notices-no-routes = There is no route: you will not be told of anything.
notices-no-routes-hint = n = new route
notices-manners = For all routes (e = change)
notices-quiet = Quiet hours
notices-no-quiet = never
notices-breaks = Broken by
notices-digest = Digest at
notices-most = SMS at most
notices-most-sms = { $hour } an hour, { $day } a day; the rest in one summary
notices-fallback = If an SMS fails
notices-always = always
notices-some-hours = at hours
notices-all-kinds = all kinds
notices-all-sites = all
notices-from = from { $severity } on
notices-n-kinds = { $n ->
    [one] { $n } kind
   *[other] { $n } kinds
  }
notice-waits = waits until { $until }
notice-log_in_failures = failed log-ins
notice-ceiling = SMS ceiling
notice-risen = more severe
notice-reminder = reminder
notice-escalated = nobody reacted
notice-cleared = cleared
notice-unknown = ?
notice-ticket_opened = new ticket
notice-ticket_written = message of a customer
notice-ticket_answered = answer of the office
notice-ticket_settled = ticket settled
notice-ticket_reopened = ticket reopened
notice-ticket_assigned = ticket for you
notice-ticket_overdue = ticket overdue
notice-ticket_bounced = letter came back
fallback-nothing = nothing
channel-webhook = program
deliveries-none = Nothing has left yet.
deliveries-none-hint = Letters and short messages stand here, what became of them, and what the server answered.
deliveries-tries = { $n ->
    [one] { $n } try
   *[other] { $n } tries
  }
day-mon = Mon
day-tue = Tue
day-wed = Wed
day-thu = Thu
day-fri = Fri
day-sat = Sat
day-sun = Sun
letter-contact_code = address code
letter-contact_wanted = address wanted
letter-contact_changed = address changed
letter-contact_removed = address gone
letter-password_changed = new password
letter-reset_code = password code
letter-reset_by_staff = reset by staff
letter-account_locked = account locked
letter-totp_changed = second factor
letter-new_account = new account
letter-alarm = alarm
letter-log_in_failures = failed log-ins
letter-ceiling = SMS ceiling
letter-digest = digest
letter-test = test
sheet-new-route = New route
sheet-route = Change a route
sheet-route-rules = Each route says of what you want to be told, and by which way. Kinds and sites with commas between, such as “leak, return” and “W-0414”; empty means all. Hours such as “Mon-Fri 08:00-16:00, Sat 20:00-22:00”; empty means always.
sheet-manners = Quiet hours, digest, ceilings
sheet-manners-rules = In quiet hours what matters less waits; in the morning it comes together, as one message. Quiet hours such as “22:00-06:00, Sat Sun 00:00-09:00”; empty means never. Beyond the ceiling of short messages one summary comes.
field-channel = By
field-from-severity = From severity
field-kinds = Kinds
field-sites = Sites (codes)
field-hours = Hours
field-quiet = Quiet hours
field-breaks = Broken by
field-digest = Digest at
field-most-an-hour = SMS an hour
field-most-a-day = SMS a day
field-fallback = If an SMS fails
field-kind-wrong = “{ $word }” is no kind, or several at once; such as leak, return too hot, meter is silent
field-hours-wrong = hours such as 22:00-06:00 or Sat Sun 08:00-16:00, with commas between
field-clock-wrong = a time of day, such as 07:00
field-count-wrong = a number, 1 or more
toast-no-alarm = this notice is not about an alarm
toast-notices-same = the settings are like that already
toast-route-added = Added the route.
toast-route-removed = Deleted the route.
toast-route-changed = Changed the route.
toast-manners-changed = Changed the settings of notices.
toast-tested-log = queued: { $way } to { $recipient } · Tab = delivery log
toast-tested-sms = queued: { $way } to { $recipient } · look at the phone
toast-tested-email = queued: { $way } to { $recipient } · look into the mailbox
