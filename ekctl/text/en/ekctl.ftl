# The words of ekctl.

welcome =
    ekctl asks the heat telemetry daemon ekd, and feeds it: ekctl NOUN VERB

    {"  "}ekctl sites live                                      the state of all sites
    {"  "}ekctl readings chart W-0414 --view month              the energy of a month as a chart
    {"  "}ekctl readings export --range 2025-11 -o csv --out november.csv

    Nouns:   sites points meters readings invoices dues payments reports tickets alarms
             sources archive customers contracts tariffs
    More:    login logout whoami account tokens audit outbox status watch schema man
    Help:    ekctl --help, ekctl readings --help, man ekctl
    Forms:   -o table|json|ndjson|csv    Period: --range today|2025-11|-7d|season-1
    Speech:  --lang pl|en                Address: --server unix:/run/ekd/ekd.sock
    Exit:    0 done, 2 usage, 3 not found, 4 log in, 6 later, 7 refused; man ekctl

man-usage =
    To read it:         ekctl man | man -l -
    To a directory:     ekctl man --out-dir DIR
error = error: { $message }
similar = similar: { $things }
known = possible: { $things }
try = try: { $hint }
exit = { $code } · exit { $status }
nothing = nothing found
cut = { $limit } shown; for the rest: --all or a higher --limit
yes = yes
no = no
polled = the source { $name } will be asked at once
sum = sum, { $quantity }: { $sum } · register difference: { $difference } ({ $opening } → { $closing })
sum-replaced = sum, { $quantity }: { $sum } · registers: { $opening } → { $closing }, the meter was replaced meanwhile
resuming = resuming { $path } at { $percent } %
total-sum = sum, { $quantity }: { $sum }
verified = checked: { $points } points, { $pages } pages, { $readings } readings
dry-run = nothing was sent; without --dry-run it will be
info-code = info code { $code } ({ $point }, { $at })
info-bit = bit { $bit } ({ $severity }): { $name }. { $advice }
info-bits-unknown = unknown bits: { $bits }
still-waiting = what still waits: ekctl quarantine list --filter { $point }
imported = together: received { $received } = stored { $stored } + duplicate { $duplicate } + corrected { $corrected } + quarantined { $quarantined } + rejected { $rejected }

complaint-leak = leak
complaint-burst = burst
complaint-air = air
complaint-reversed_flow = reversed flow
complaint-swapped_sensors = swapped sensors
complaint-sensor = sensor
complaint-supply_interrupted = supply interrupted
complaint-battery = battery
complaint-external = external
complaint-communication = communication
complaint-other = other

severity-notice = notice
severity-warning = warning
severity-alarm = alarm

ask-name = Account
ask-password = Password
ask-current-password = Present password
ask-new-password = New password
ask-new-password-again = New password again
ask-code = Code of the authenticator app
ask-first-code = Code that the app shows
ask-sent-code = Code from the message
ask-agreed = Do it? (yes/no)
password-rules = New password: 15 to 256 characters (8 or more with a second factor); letters, spaces and anything else. Four unrelated words are good.
password-is-initial = This password is an initial one: it opens nothing but its own change.
passwords-differ = The two are not the same, once more.
password-changed = the password has been changed; all other sessions have ended
password-set = the new password counts; log in with it: ekctl login
code-sent = If there is such an account with a confirmed address, a code is on its way there. It is valid for 15 minutes.
enrolment-wanted = Over a network this role needs a second factor: codes of an authenticator app on a phone.
enrolment-secret = Read the picture with an authenticator app, or type there: { $secret }
totp-on = from now on a code of the app is asked for
totp-off = no code is asked for any more
logged-in = Logged in: { $login } ({ $name }, { $role }), until { $until } at the latest.
logged-out = logged out
nobody-logged-in = nobody was logged in
previous-none = Last log-in: none, this is the first.
previous-success = Last log-in: { $at }, from { $source }, with { $client }.
previous-failure = Last failure: { $at }, from { $source }, with { $client }: { $outcome }.
previous-no-failure = Last failure: none.
previous-failures = { $failures ->
    [one] WARNING: { $failures } failure since then. If that was not you: ekctl account not-me
   *[other] WARNING: { $failures } failures since then. If that was not you: ekctl account not-me
}
agree-not-me =
    Somebody else was in the account?
    All other sessions end at once. The account is locked: its present password opens
    nothing any more. This session stays, to set a new password.
not-me-done = { $sessions ->
    [one] { $sessions } other session has ended and the account is locked. Now a new password: ekctl account password
   *[other] { $sessions } other sessions have ended and the account is locked. Now a new password: ekctl account password
}
sessions-ended = { $sessions ->
    [one] { $sessions } session has ended
   *[other] { $sessions } sessions have ended
}
contact-pending = a code is on its way to { $address }; enter it: ekctl account contact confirm { $kind }
token-shown-once = the secret is shown only now: keep it in a file that only you can read
token-revoked = token { $id } has ended
initial-password = the initial password is shown only now; it is valid for 7 days and opens nothing but its own change
reset-has-no-channel = the account has no confirmed address: nothing was sent
agree-erase =
    The personal data of customer { $number } ({ $name }) are going to be erased:
    name, address, contacts, passwords, sessions and tokens are removed for ever;
    accounts that act for nobody else are closed. Readings stay without a name, and so
    does what the law requires to keep. This cannot be undone.

usage-unknown-argument = unknown argument `{ $argument }`
    .hint = { $command } --help
usage-unknown-command = there is no command `{ $argument }`
    .hint = { $command } --help
usage-missing-command = the verb is missing
    .hint = { $command } --help
usage-missing-argument = missing: { $argument }
    .hint = { $command } --help
usage-missing-value = the value is missing: { $argument }
    .hint = { $command } --help
usage-bad-value = wrong value `{ $value }`: { $argument }
    .hint = { $command } --help
usage-conflict = { $argument } does not go with { $value }
    .hint = leave one of them
usage-too-many = too many values: { $argument }
    .hint = { $command } --help
usage-not-unicode = an argument is not UTF-8 text
    .hint = { $command } --help
usage-other = this command cannot be understood
    .hint = { $command } --help
usage-watch-form = watch writes lines of JSON only
    .hint = ekctl watch -o ndjson
usage-append-form = --append adds lines of CSV or NDJSON only
    .hint = add -o csv
usage-cursor-range = --since-cursor has no period: it gives all that is new
    .hint = remove --range, --since and --until
usage-parquet-elsewhere = only readings export writes Parquet
    .hint = ekctl readings export --out readings.parquet
usage-parquet-on-terminal = Parquet is no text for a terminal
    .hint = ekctl readings export --out readings.parquet
usage-parquet-columns = a Parquet file always has the same columns: { $argument } does not go with it
    .hint = leave { $argument } out, or add -o csv
usage-no-instant = `{ $value }` is no instant: { $argument }
    .hint = 2025-11-03T10:20, 2025-11-03T10:20+01:00, yesterday, -36h
usage-no-amount = `{ $value }` is no amount that a register shows: { $argument }
    .hint = { $argument } "8412.36 { $unit }"; the decimal separator is a point
usage-wrong-unit = the unit `{ $value }` does not fit: { $argument }
    .hint = { $argument } "8412.36 { $unit }"
usage-decision-needs = --as { $value } lacks: { $argument }
    .hint = { $value ->
        [rollover] ekctl meters resolve W-0414 --quantity energy --as rollover --at 2025-11-03T10:00 --capacity "100000 GJ"
       *[other] ekctl meters resolve W-0414 --quantity energy --as { $value } --range 2025-11-03T10:00..2025-11-03T12:00
    }
usage-decision-refuses = --as { $value } has no { $argument }
    .hint = { $value ->
        [rollover] ekctl meters resolve W-0414 --quantity energy --as rollover --at 2025-11-03T10:00 --capacity "100000 GJ"
       *[other] ekctl meters resolve W-0414 --quantity energy --as { $value } --range 2025-11-03T10:00..2025-11-03T12:00
    }

usage-no-expiry = `{ $value }` is neither a number of days nor an instant: { $argument }
    .hint = { $argument } 90d, { $argument } 2027-01-01
usage-nobody-to-ask = there is nobody to ask: { $argument }
    .hint = run it at a terminal without --no-input, or add --password-stdin
usage-needs-consent = this cannot be undone and must be agreed to
    .hint = add -y, or run it at a terminal without --no-input
usage-nothing-to-change = nothing is to be changed
    .hint = { $command } users edit --help

range-unreadable = `{ $text }` is neither a date nor a period
    .hint = --range 2025-11, --range -7d, --range yesterday, --range 2025-11-01..2025-11-08
range-skipped = the time { $text } did not exist: clocks were put forward
    .hint = give another time, or add the offset, such as +02:00
range-doubled = the time { $text } happened twice
    .hint = add the offset: +02:00 for the first, +01:00 for the second
range-backwards = the period ends before it begins
    .hint = swap the dates
range-calendar = the period reaches beyond the calendar
    .hint = give a nearer date

failure-no-such-column = there is no column `{ $name }`
    .hint = ekctl schema list
failure-no-such-meter = there is no meter `{ $text }`
    .hint = ekctl meters list
failure-no-such-schema = there is no answer `{ $name }`
    .hint = ekctl schema list
failure-pack = the answer of ekd cannot be read: { $reason }
    .hint = update this program
failure-page = a page of the logbook cannot be read: { $reason }
    .hint = ekctl archive verify; if nothing is found there, update this program
failure-zone = the installation's time zone `{ $name }` is unknown
    .hint = give --tz Europe/Warsaw
failure-unreadable = the file { $path } cannot be read: { $reason }
    .hint = check name and permissions: ls -l { $path }
failure-unwritable = the file { $path } cannot be written: { $reason }
    .hint = check the directory and its permissions
failure-file-exists = the file { $path } is there already, nothing was written
    .hint = --force replaces it
failure-bad-cursor = { $path } is no cursor of an export
    .hint = give another --cursor-file; without a cursor the export begins at the beginning
failure-other-archive = the cursor { $path } is of another archive, or from before this one was restored from a copy
    .hint = delete it to export everything again: rm { $path }
failure-no-state-directory = it is not known where to keep the cursor
    .hint = give --cursor-file FILE
failure-interrupted = the import is not finished: { $reason }
    .hint = the same command goes on where this one ended
failure-import-runs = { $path } is being imported already
    .hint = wait until the other ekctl has ended
failure-parked = { $documents ->
    [one] { $documents } document was set aside, nothing of it was stored: { $reason }
   *[other] { $documents } documents were set aside, nothing of them was stored; the first reason: { $reason }
}
    .hint = ekctl sources show import
failure-not-all-taken = { $values ->
    [one] { $values } value was not taken
   *[other] { $values } values were not taken
}
    .hint = ekctl quarantine list
failure-damaged = { $n ->
    [one] a stretch of the archive is damaged, what was read there is missing here: { $stretches }
   *[other] { $n } stretches of the archive are damaged, what was read there is missing here: { $stretches }
}
    .hint = ekctl archive verify
failure-found = { $findings ->
    [one] { $findings } thing in the archive is not as it must be
   *[other] { $findings } things in the archive are not as they must be
}
    .hint = { $cure ->
        [import] import the named months again: ekctl readings import FILE
       *[log] readings are not lost; the daemon's log tells more: journalctl -u ekd
    }
failure-too-long = { $quantity } at { $at } has more digits than a Parquet decimal
    .hint = add -o csv: it has no such limit
failure-output = the answer cannot be written: { $reason }
    .hint = check the free space: df -h

pass-unreadable = the file { $path } cannot be read: { $reason }
    .hint = check name and permissions: ls -l { $path }
pass-exposed = others can read { $path } (mode { $mode }): it is not used
    .hint = chmod 600 { $path }
pass-malformed = { $path } holds no token
    .hint = a token begins with ekt_ and stands alone in its file; make one: ekctl tokens create
pass-no-directory = it is not known where to keep the session
    .hint = set HOME, or use a token: --token-file FILE
pass-bad-variable = the variable { $name } holds no token
    .hint = a token begins with ekt_; a file is better: --token-file FILE
answer-differs = the new password was typed differently each time
    .hint = try again
answer-missing = an answer is missing
    .hint = with --password-stdin each answer is a line, in the order in which they are asked
answer-not-agreed = nothing was done
    .hint = answer yes, or add -y
signalled = ended by a signal
failure-left-out = you may not see these data, so they are missing here: { $files }
    .hint = ask an administrator for the whole export
failure-broken = line { $number } of the audit log is not as it was written: { $flaw ->
        [altered] it was altered
        [missing] it is missing
       *[unknown] unknown flaw
    }
    .hint = keep a copy of the database before anything else, and find out who could write to it

reason-not-found = there is no such file or directory
reason-denied = permission denied
reason-is-a-directory = it is a directory, not a file
reason-not-a-directory = a part of the path is no directory
reason-exists = such a file exists already
reason-not-empty = something lies in it already
reason-read-only = the medium is read-only
reason-full = no space left on the disk

state-live = live
state-late = late
state-silent = silent
state-doubtful = doubtful
state-no_data = no data
state-unknown = unknown
quality-measured = measured
quality-estimated = estimated
standing-counts = counts
standing-replaced = corrected later
standing-struck_out = struck out
finding-page_damaged = page damaged
finding-page_set_aside = readings lost
finding-total_differs = wrong total
finding-newest_differs = wrong newest value
finding-unknown = unknown
finding-figures = { $quantity }: is { $kept }, should be { $computed }
finding-lost = { $readings ->
    [one] { $readings } reading has not come again
   *[other] { $readings } readings have not come again
}
outcome-taken = taken
outcome-parked = set aside
outcome-unknown = unknown
role-customer = customer
role-manager = manager
role-technician = technician
role-clerk = clerk
role-administrator = administrator
account-active = active
account-locked = locked
account-disabled = closed
account-erased = erased
account-unknown = unknown
password-none = none
password-initial = initial
password-own = own
password-unknown = unknown
method-password = password
method-password_and_code = password and code
method-session = session
method-token = token
method-peer = user of the server
method-reset = sent code
method-unknown = unknown
attempt-success = success
attempt-wrong_password = wrong password
attempt-wrong_code = wrong code
attempt-unfinished = right password, the rest never came
attempt-waiting = too many tries before
attempt-closed = account closed
attempt-expired = initial password too old
attempt-unknown_name = unknown name
attempt-unknown = unknown
contact-landline = landline
contact-mobile = mobile
contact-email = e-mail
right-finance = finance
right-technical = technical
right-admin = accounts
right-unknown = unknown
scope-read = look
scope-operate = operate
channel-email = e-mail
channel-sms = SMS
channel-webhook = program
ceiling-recipient_hour = recipient, hour
ceiling-recipient_day = recipient, day
ceiling-installation_day = installation, day
delivery-waiting = waiting
delivery-sent = sent
delivery-failed = refused
delivery-expired = nobody took it
delivery-unknown = unknown
flaw-altered = altered
flaw-missing = missing
flaw-unknown = unknown
fate-removed = removed
fate-kept = kept
counted-accounts = accounts
counted-audit_lines = audit lines
counted-contacts = addresses
counted-customer_data = name and address
counted-customer_number = customer number
counted-log_ins = log-ins
counted-message_recipients = recipients of messages
counted-notices = notices
counted-ownerships = sites owned
counted-readings_of_sites = sites with readings
counted-sessions = sessions
counted-tokens = tokens
counted-saved_reports = saved reports
counted-made_reports = reports that were made
counted-drafts = drafts
counted-ticket_entries = entries in tickets
counted-ticket_files = files in tickets
counted-ticket_texts = texts of tickets
counted-tickets_without_words = tickets without their words
counted-settings_without_author = settings without their author

view-day = day: { $name }
view-week = week: { $name }
view-month = month: { $name }
view-season = season: { $name }
per-raw = each reading
per-quarter-hour = a quarter-hour
per-hour = an hour
per-day = a day
per-week = a week
per-month = a month
per-season = a season
per-year = a year
legend-register = { $mark } { $unit } { $per }   ? no data
legend-replaced = { $mark } meter replaced or turned over
legend-gauge = { $mark } { $unit }, mean of { $per }
chart-sum = sum { $total } · least { $min } · most { $max }
chart-mean = mean { $total } · min { $min } · max { $max }
chart-empty = no data in this period
chart-coverage = data { $share } %
chart-coverage-unknown = data: nobody has said how many readings to expect
chart-zone = time: { $zone }
chart-late = { $mark } { $bucket }: used until { $until } (no readings)
chart-replaced = { $mark } { $at }: meter replaced, or its register turned over
chart-more-replaced = more replacements: { $more } · ekctl points show { $point }
chart-damaged = ? { $period }: damaged in the archive; next: ekctl archive verify
chart-gap = gap { $from } – { $until }, missing readings: { $missing }
chart-gap-open = gap since { $from }, going on; missing readings: { $missing }
chart-more-gaps = more gaps: { $more } · ekctl readings gaps { $point }
weekday-1 = Mo
weekday-2 = Tu
weekday-3 = We
weekday-4 = Th
weekday-5 = Fr
weekday-6 = Sa
weekday-7 = Su

weather-no-station = no station is set; name a point that measures outdoors: ekctl weather station set POINT
curve-line = line { $place }
curve-point = point { $place }
curve-of-network = network
curve-of-site = site
outdoor-from-own = own regulator
outdoor-from-site_station = station of the site
outdoor-from-network_station = station of the network
outdoor-from-unknown = unknown
failure-no-curve = the site { $site } has no heating curve then
    .hint = ekctl weather curves list --site { $site }
failure-no-table = there is no network table then
    .hint = ekctl weather curves list --network
failure-curve =
    { $place }: { $problem ->
        [no-headings] the first line lacks the headings outdoor_c and supply_c
        [unknown-column] there is no column “{ $text }”
        [cells] more or fewer fields than there should be: “{ $text }”
        [no-temperature] “{ $text }” is no temperature
        [doubled] the same outdoor temperature stands elsewhere already: “{ $text }”
        [out-of-range] no heating network has such temperatures: “{ $text }”
        [return-here] only some lines have a return temperature: “{ $text }”
        [count] a curve has 2 to 50 points, this one has { $text }
        [too-long] this is no curve: the file is too long
        [return-of-site] only the network table has return temperatures, no curve of a site
       *[other] “{ $text }”
    }
    .hint =
        { $problem ->
            [no-headings] the first line: outdoor_c;supply_c (for the network also ;return_c)
            [unknown-column] the columns: outdoor_c, supply_c, return_c
            [cells] a point is -20:95 or -20:120:60, a line of a file -20;95; where decimals have commas, put semicolons between
            [no-temperature] write -3.5 or -3,5 without a unit; in a file with commas between fields only -3.5
            [doubled] leave one of the points
            [out-of-range] degrees Celsius: outdoors from -60 to 60, water from 0 to 250
            [return-here] give the return in every point or in none
            [count] give at least the coldest and the warmest point
            [return-of-site] take return_c out, or say --network instead of --site
           *[other] for example: ekctl weather curves set --network --points "-20:120,0:76,10:70" --dry-run
        }

nagios-line = EK { $verdict } - alarms: { $alarms }, warnings: { $warnings }, notices: { $notices }
nagios-unknown = EK UNKNOWN - { $message }
advice-source_silent = What to do: check the source and the line (ekctl sources show NAME); while it is silent, nothing is known of its meters.
advice-meter_silent = What to do: check the meter's power and its line; other meters of this source go on bringing.
advice-leak = What to do: send somebody now. The substation must be looked at, and its valves closed if it leaks.
advice-water_lost = What to do: compare the flow of supply and return; look for a leak in the installation behind the meter.
advice-meter_fault = What to do: read the meter's code on site; readings with a fault wait in quarantine (ekctl quarantine list).
advice-difference_low = What to do: check the flow control and whether the heat exchanger is clean; the water comes back hardly cooler.
advice-return_hot = What to do: check the regulator's setting and the heat exchanger; a hot return is a loss of the network.
advice-supply_off_table = What to do: compare the supply with the network table (ekctl weather show) and ask the heating plant.
advice-circuit_off_curve = What to do: check the regulator's curve; the one that is set here shows ekctl weather curves show --site SITE.
advice-power_above_contract = What to do: check whether the contracted power is enough; going beyond it may cost.
advice-register_doubtful = What to do: decide what this state is: ekctl quarantine list, then ekctl meters resolve.
advice-no_consumption = What to do: ring the site: it is cold and nobody takes heat. A closed valve, a broken substation, or the meter.
advice-meter_clock = What to do: set the meter's clock at the next visit; the hours of its readings are shifted.
advice-verification_due = What to do: plan the meter's replacement; after a verification note it: ekctl meters verify NUMBER --on DAY.
advice-limit = What to do: compare the value with the rule's limit and with what is usual in this place.
advice-unknown = What to do: update this program; it knows no such alarm.
next-ack = Next: ekctl alarms ack { $id } --comment "…"
next-unack = Next: ekctl alarms unack { $id }
next-mute = {"      "}ekctl alarms mute { $id } --for 4h
next-rule = {"      "}ekctl rules show { $rule }
failure-alarms-active = { $alarms ->
    [one] { $alarms } alarm is active
   *[other] { $alarms } alarms are active
}
    .hint = ekctl alarms list --active
failure-checked = something is wrong
failure-rule-file = { $place }: { $problem ->
        [not-toml] this is no TOML: { $text }
        [unknown-key] unknown key “{ $key }”: nothing would read it
        [missing-key] the key “{ $key }” is missing
        [bad-value] a wrong value of the key “{ $key }”: { $text }
        [no-rule] there is no rule here: each begins with [[rule]]
        [several] there are several rules here, and one is wanted
        [renamed] an edit does not change the name
        [too-long] the file is too long for rules
       *[other] { $text }
    }
    .hint = { $problem ->
        [not-toml] key = "text", one a line; an example: { $example }
        [bad-value] amounts with their unit, times such as 2h or 30m; an example: { $example }
        [several] ekctl rules apply FILE
        [renamed] a new name is a new rule: ekctl rules create --file FILE
       *[other] an example: { $example }
    }
failure-rule-exists = there is a rule “{ $name }” already
    .hint = ekctl rules edit { $name }
failure-editor = the editor “{ $command }” failed: { $reason }
    .hint = EDITOR=nano ekctl rules edit NAME
usage-no-limit = “{ $value }” is no amount with its unit: { $argument }
    .hint = { $argument } "55 { $unit }"
ask-edit-again = Edit again (e) or leave it (q)
rule-unchanged = nothing was changed
rule-kept = the text is kept in { $path }
rule-deleted = rule { $name } deleted
rules-same = the rules are so already: nothing changes
agree-rule-delete =
    The rule { $name } will be deleted, and its active alarms will be over.
    To turn it off for a while: ekctl rules disable.
agree-rules-remove =
    These rules are not in the file, so they will be deleted, and their active alarms will be over:
    { $names }
maintenance-ended = maintenance window { $number } ended

severity-mark-notice = i
severity-mark-warning = !
severity-mark-alarm = !!
alarm-state-new = new
alarm-state-acknowledged = ack
alarm-state-cleared = over
alarm-state-closed = done
alarm-state-quiet-new = quiet
alarm-state-quiet-acknowledged = ack
alarm-state-quiet-cleared = over
alarm-state-quiet-closed = done
alarm-state-long-new = active, nobody has acknowledged it
alarm-state-long-acknowledged = active, acknowledged
alarm-state-long-cleared = over, nobody has acknowledged it
alarm-state-long-closed = over, acknowledged
alarm-short-source_silent = source silent
alarm-short-meter_silent = meter silent
alarm-short-leak = leak
alarm-short-water_lost = water lost
alarm-short-meter_fault = meter fault
alarm-short-difference_low = difference low
alarm-short-return_hot = return hot
alarm-short-supply_off_table = off the table
alarm-short-circuit_off_curve = off the curve
alarm-short-power_above_contract = power too high
alarm-short-register_doubtful = doubtful state
alarm-short-no_consumption = no consumption
alarm-short-meter_clock = meter clock
alarm-short-verification_due = verification
alarm-short-limit = limit
alarm-short-unknown = unknown
area-installation = installation
area-customer = customer
area-site = site
area-point = point
rule-change-added = added
rule-change-changed = changed
rule-change-removed = removed
rule-change-same = the same
maintenance-planned = planned
maintenance-open = open
maintenance-over = over

cut-time = it would have taken too long
cut-points = too many points
cut-condition = readings of the past do not tell it
cut-unknown = unknown
notice-kept = in a digest
notice-dropped = dropped
notice-unknown = unknown
notice-log_in_failures = failed log-ins
notice-ceiling = SMS ceiling
notice-ticket_opened = new ticket
notice-ticket_written = message of a customer
notice-ticket_answered = answer of the office
notice-ticket_settled = ticket settled
notice-ticket_reopened = ticket reopened
notice-ticket_assigned = ticket for you
notice-ticket_overdue = ticket overdue
notice-ticket_bounced = letter came back
notice-invoice_arrived = new invoice
notice-due_soon = payment due soon
notice-due_over = payment overdue
notice-payment_booked = payment booked
notice-payment_unmatched = unmatched payment
notice-invoice_unassigned = invoice of an unknown customer
notice-file_refused = billing file refused
notice-ticket_noted = note
notice-ticket_changed = ticket changed
news-raised = raised
news-risen = risen
news-reminder = reminder
news-escalated = escalated
news-cleared = cleared
news-unknown = unknown

column-about = about
column-account = account
column-accounts = accounts
column-acknowledged_at = acknowledged
column-acknowledged_by = by
column-actor = by
column-address = address
column-advice = what to do
column-advised_power_kw = advised power
    .short = advised
column-after = now
column-after_degree_days_kd = degree days after [K·d]
column-after_from = after: from
column-after_gj = used after
column-after_until = after: until
column-alarm = alarm
    .short = no.
column-alarm_kind = kind of alarm
column-alarms = alarms at the site
column-allocated = allocated
column-allocation = allocation
column-allocations = allocations
column-amount = amount
column-amount_pln = amount
column-answer = answer
column-answer_due_at = answer by
column-answered_at = answered
column-area = area
column-area_m2 = area [m²]
column-assignee = whose
column-at = time
column-attached = attachment
column-attached_lines = lines
column-attachment = attachment
    .short = att.
column-attachments = attachments
column-attempts = attempts
column-authentication = what the mail server knows
column-author = author
column-author_address = address
column-author_login = account
column-author_name = who
column-awaits_office = waits for the office
column-back_test_error_percent = back-test error [%]
column-bank_account = bank account
column-base_c = base temperature
    .short = base
column-became = became
column-before = before
column-before_degree_days_kd = degree days before [K·d]
column-before_from = before: from
column-before_gj = used before
column-before_until = before: until
column-bill_verdict = verdict
column-billed = billed
column-billed_net = net as billed
    .short = billed
column-billed_price = price as billed
column-billed_units = quantity as billed
    .short = billed
column-billing_file = file no.
column-bit = bit
column-body = text
column-booked_on = booked on
column-booked_pln = booked
column-broken_line = broken line
column-brought_by = brought by
column-building_category = category of the building
column-buyer = buyer
column-buyer_nip = buyer’s tax number
column-by = who
column-cadence_s = every
column-carrier_pln_m3 = heat carrier [zł/m³]
    .short = carrier zł/m³
column-category = category
column-ceiling = ceiling
column-change = change
column-changed_at = last change
column-changes = changes
column-channel = channel
column-channels = sent by
column-checked_lines = lines
column-cleared_at = over at
column-client = program
column-clock = clock
column-closed_at = closed at
column-closing = closing
    .short = closing
column-closing_balance = closing balance
column-code = code
column-coldest_outdoor_c = coldest point
column-coldest_supply_c = supply there
column-comment = why
column-component = component
column-computed = computed
column-contacts = addresses
column-contract = contract
column-contract_sites = sites of the contract
column-contracted_power_kw = contracted power
column-corrected = corrected
column-corrected_invoice = corrected invoice
column-correction = correction
column-corrections = corrections
column-corrects = corrects
column-cost_high_pln = upper cost
column-cost_lines = lines
column-cost_low_pln = lower cost
column-cost_pln = net cost
column-costs_pln = costs a year
column-counts_on = counts on
column-coverage_percent = coverage %
    .short = data %
column-covered_percent = covered [%]
column-created_at = made
column-credit = credit
column-csv_dialect = kind of CSV
column-currency = currency
column-cursor = cursor
column-cursors = cursors
column-curve_from = in force since
column-customer = customer
column-customer_name = name of the customer
column-customers = customers
column-cut = why not all
column-cv_rmse_percent = CV(RMSE) [%]
column-data_at = data until
column-data_digest = digest of the data
column-date = day
column-days = days
column-days_left = days until the verification ends
column-days_overdue = days overdue
    .short = days late
column-deadline = order by
column-deed = deed
column-definition = definition
column-definition_digest = digest of the definition
column-degree_day_ratio_error_percent = error of the degree-day ratio [%]
column-degree_days_kd = degree days [K·d]
    .short = Sd K·d
column-deliveries = messages
column-delivery = message
column-demo = demo
column-design_outdoor_c = design temperature
column-design_power_high_kw = power at design, upper
column-design_power_kw = power at design
column-design_power_low_kw = power at design, lower
column-detail = details
column-details = details
column-difference_gj = difference
column-difference_high_gj = difference, upper
column-difference_low_gj = difference, lower
column-differs_by = differs by
column-digest = SHA-256
column-document = document
    .short = doc
column-document_name = document
column-documents = last documents
column-draft_body = text of a ticket
column-draft_subject = subject of a ticket
column-due_at = due
column-due_on = due on
column-duplicate = duplicate
column-email = e-mail
column-enabled = counts
column-energy_gj = energy
column-entries = thread
column-entry = entry
column-erased_at = erased
column-escalate_after_s = escalates after
column-escalate_to = escalates to
column-excess_at = last exceeded
column-excess_kw = highest above
column-expected_degree_days_kd = degree days to come [K·d]
column-expected_gj = expected
column-expected_gross = gross as it should be
column-expected_high_gj = expected, upper
column-expected_low_gj = expected, lower
column-expected_net = net as it should be
    .short = expected
column-expected_price = price as it should be
column-expected_units = quantity as it should be
    .short = expected
column-expected_vat = VAT as it should be
column-expires_at = valid until
    .short = until
column-facts = above the table
column-failure_at = last failure
column-failure_client = program
column-failure_outcome = outcome
column-failure_source = from where
column-fate = what became of it
column-field = field
column-file = file
column-file_bytes = bytes of all files
column-file_bytes_per_reading = bytes per reading, all files
column-file_kind = kind of file
    .short = kind
column-finding = finding
column-first_at = first reading
column-first_day = first day
column-first_line = beginning
column-first_read_at = read at the beginning
column-first_register = register at the beginning
column-flags = flags
column-flaw = flaw
column-flow_m3h = flow
column-form = form
column-former = other tickets of the customer
column-forms = forms
column-found = found
column-from = from
column-gross = gross
column-gross_pln = gross
column-headings = headings
column-health = state
column-heat_pln_gj = heat [zł/GJ]
    .short = heat zł/GJ
column-heat_transmission_pln_gj = transmission, variable [zł/GJ]
    .short = transm. zł/GJ
column-highest_at = when highest
column-highest_kw = highest hour
column-highest_outdoor_c = outdoor at the highest
column-history = history
column-id = number
column-in_maintenance = in maintenance
column-incoming = incoming
column-independent_error_gj = ± independent part
column-independent_gj = independent part a day
column-info_bits = bits of the code
column-info_code = info code
column-initial_energy_gj = energy when put in
column-initial_password = initial password
column-initial_volume_m3 = volume when put in
column-installed_from = installed
column-installed_until = taken out
column-interest_kind = interest
column-interval_s = every
column-invoice = number here
    .short = id
column-invoice_number = invoice
column-invoices = invoices
column-contracts = contracts
column-payments = payments
column-is_amount_open = amount typed by the payer
column-is_automatic = by a program
column-is_balanced = balanced
    .short = balanced
column-is_before = before the correction
column-is_internal = internal
column-is_outlier = outlier
column-is_overdue = overdue
column-is_split_payment = split payment
column-is_unread = new
column-is_virtual = virtual account
column-issued_on = issued on
column-item = line
    .short = line
column-kept = kept
column-kept_until = in a digest until
column-key = key
column-kind = kind
column-ksef_address = address in KSeF
column-ksef_label = below the KSeF code
column-ksef_number = KSeF number
column-label = what
column-language = language of letters
column-last_24_hours_kw = 24 h
column-last_at = last reading
column-last_day = last day
column-last_energy_gj = energy when taken out
column-last_log_in_at = last log-in
    .short = last log-in
column-last_paid = last payment
column-last_paid_on = last paid on
column-last_read_at = read at the end
column-last_register = register at the end
column-last_source = last used from
column-last_used_at = last used
column-last_volume_m3 = volume when taken out
column-lasting_s = how long
column-late_interest = interest
column-latest = latest values
column-leaves_at = leaves at
column-left_s = left
column-limit = limit
column-line = line
column-lines = lines
column-local_time = time
    .short = time
column-login = account
column-lost_percent = lost %
column-made_at = made
column-mail = mail
column-mandates = mandates
column-matched_by = matched by
column-max = max
column-mean = mean
column-media_type = kind of file
column-median_first_answer_s = first answer (median)
    .short = answered in
column-median_settled_s = settled (median)
    .short = settled in
column-merged_into = part of
column-meter = meter
column-meters = meters
column-method = logged in by
    .short = by
column-min = min
column-model = model
column-muted_until = muted until
column-n = how much
column-n_alarms = alarms
column-n_answered = answered
    .short = answered
column-n_attachments = attachments
column-n_attempts = tries
column-n_booked = payments
column-n_booked_before = payments known
column-n_changes = changes
column-n_days = days known
    .short = days
column-n_days_after = days after
column-n_days_before = days before
column-n_dismissed = dismissed
column-n_documents = documents
column-n_emails = letters
column-n_ended = sessions ended
column-n_entries = points
column-n_excess_hours = hours above the contract
column-n_expected = expected
column-n_expected_days = days over
    .short = of days
column-n_failures = failures since the last success
column-n_flags = flags
column-n_fresh = readings not yet sealed
column-n_installations = places
column-n_invoices = invoices
column-n_known = invoices known
column-n_late = late
column-n_lines = lines
column-n_lost = readings lost
column-n_matched = matched
column-n_missing = missing
column-n_months = months tested
column-n_muted = muted
column-n_new = invoices new
column-n_next_due = invoices due then
column-n_notices = notices
column-n_open = open
column-n_opened = opened
column-n_outgoing = outgoing entries
column-n_outliers = outliers
column-n_overdue = invoices overdue
column-n_pages = sealed pages
column-n_parked = documents set aside
    .short = parked
column-n_payments = payments
column-n_pending = pending
column-n_points = metering points
column-n_problems = problems
column-n_quarantined = values in quarantine
column-n_readings = readings
column-n_released = released from quarantine
column-n_removed = removed by age
column-n_rows = rows
column-n_sealed = sealed readings
column-n_set_aside = damaged pages put aside
column-n_settled = settled
column-n_sites = sites
column-n_sms = short messages
column-n_sources = sources
column-n_sources_failing = failing sources
column-n_statement_entries = entries
column-n_statements = statements
column-n_struck = versions that count no more
column-n_struck_out = struck out
column-n_thinned = thinned out
column-n_unacknowledged = not acknowledged
column-n_unassigned = invoices of nobody
column-n_unpaid = unpaid invoices
column-n_unread = unread
column-n_waiting = still waiting
column-n_warnings = warnings
column-n_years = years of weather
column-name = name
column-net = net
column-net_pln = net
column-new_meter = new meter
column-newest_protocol = newest protocol
column-news = news
column-next_at = next
column-next_due = next due
column-next_due_on = next due on
    .short = next on
column-next_on = next
column-nip = tax number
column-no_interest = why no interest
column-not_allocated = not allocated
    .short = left
column-notice_settings = notice settings
column-notices = notices
column-now = ekd time
column-number = number
column-number_of_units = quantity
column-of = of
column-old_meter = old meter
column-oldest_protocol = oldest protocol
column-on_day = day
column-open = open
column-opened_at = opened at
column-opener = opened by
column-opener_address = address of the opener
column-opener_login = account of the opener
column-opener_name = opener
column-opening = opening
    .short = opening
column-opening_balance = opening balance
column-origin = came by
column-outcome = outcome
column-outdoor_age_s = age
column-outdoor_at = measured
column-outdoor_c = outdoor temperature
    .short = outd.
column-outdoor_from = from
column-outgoing = outgoing
column-overdue = overdue
column-own = this one
column-ownerships = sites owned
column-page_bytes = bytes of pages
column-page_bytes_per_reading = bytes per reading, pages
column-parked = set aside
column-part = part
column-password = password
column-paused_at = clock stands since
column-pay_by = pay by
    .short = pay by
column-payable = payable
    .short = payable
column-payable_pln = payable
column-payee = payee
column-payee_nip = payee’s tax number
column-payer = payer
column-payer_account = payer’s account
column-payment = payment
column-peak = worst value
column-peak_at = worst value at
column-peaks = peaks of the months
column-pending_address = waits for its code
column-pending_until = code valid until
column-phone = phone
column-place = place
    .short = where
column-point = point
column-points = points
column-postal_code = postal code
column-power_advice = advice
column-power_kw = power
    .short = power
column-power_monthly_pln_mw = power, monthly [zł/MW]
    .short = power zł/MW
column-power_pln_mw = power, yearly [zł/MW]
column-power_transmission_monthly_pln_mw = transmission, fixed, monthly [zł/MW]
    .short = transm. zł/MW
column-power_transmission_pln_mw = transmission, fixed, yearly [zł/MW]
column-previous = before this log-in
column-price_of_10_kw_pln = 0.01 MW a year
column-priority = priority
column-problem = problem
column-problems = problems
column-qr_text = text of the code
column-quality = quality
column-quantities = quantities
column-quantity = quantity
column-quarantined = quarantined
    .short = quarant.
column-quoted = quoted
column-r_squared = R²
column-raised_at = found at
column-ran_out_at = time was over
column-rates = rates
column-read_at = read at
column-read_from = read from
column-read_only = may change nothing
column-read_until = read until
column-reason = what is done
column-reasons = reasons
column-received = received
column-received_at = received at
column-recipient = to
column-reference = bank reference
column-registers = registers
column-rejected = rejected
    .short = rejected
column-release_reason = why released
    .short = why
column-released_at = released at
column-released_by = released by
column-remark = remark
column-remarks = remarks
column-remind_every_s = reminds every
column-report_language = language
column-return_c = return
    .short = return
column-revision = revision
column-rhythm = how often
column-rights = rights
column-role = role
column-row = row
column-rule = rule
column-same_month_error_percent = error of the same month [%]
column-saved_at = saved
column-saves_pln = saves a year
column-says = says
column-scope = may
column-secret = secret
column-seller = seller
column-seller_nip = seller’s tax number
column-sender = sender
column-sending = sending
column-serial = serial
column-server = address
column-server_exists = address exists
column-session_file = session file
column-sessions = sessions
column-set_at = set
column-set_by = set by
column-settled = settled
column-severity = severity
    .short = sev.
column-severity_before = severity before
column-share_high_percent = share, upper [%]
column-share_low_percent = share, lower [%]
column-share_percent = share [%]
column-sheet_unit = unit
column-should_be = should be
column-signature = signature
column-signs = what telemetry says
column-similar = open tickets of the site
column-since = since
column-site = site
column-site_balances = sites
column-site_name = site name
column-sites = sites
column-size = bytes
column-slope_error_gj = ± a degree day
column-slope_gj = a degree day
column-source = source
column-spells = alarms
column-standing = standing
column-started_at = started
column-state = state
column-statement = statement
    .short = no.
column-statement_number = statement number
    .short = statement
column-station = station
column-station_at = measured there
column-station_c = at the station
column-stored = stored
column-street = street
column-subject = subject
column-success_at = last success
column-success_client = program
column-success_source = from where
column-suggestions = what it may pay
column-sums_verdict = sums
column-supply_c = supply
    .short = supply
column-suspicion = reason
column-table = table
column-tariff = tariff
column-template = report
column-text = what
column-texts = texts
column-ticket = ticket
column-tickets = tickets
column-title = title
column-to = to
column-to_account = to account
column-to_pay = to pay after the credit
column-tokens = tokens
column-told = who was told
column-toml = file
column-topic = about
column-total_due = total due
    .short = total
column-totp = second factor
column-town = town
column-transfer_title = title
    .short = title
column-trouble = trouble
column-turn = what happened
column-unit = unit
    .short = unit
column-unit_price = price
column-unit_price_pln = price [zł]
    .short = price zł
column-unpaid = left to pay
    .short = left
column-until = until
column-used = used
column-used_a_year_ago_gj = a year ago
column-used_gj = used
column-used_today_gj = today
column-used_until = known until
column-valid_from = in force from
column-valid_since = since
column-valid_to = until
column-valid_until = in force until
column-value = value
column-vat = VAT
column-vat_percent = VAT [%]
column-vat_pln = VAT
column-vat_rate = VAT rate
    .short = VAT
column-verdict = telemetry
column-verification_until = verified until
column-verified_on = verified
column-version = version
column-version_after = version now
column-version_before = version then
column-view = period
column-volume_m3 = volume
column-wanted = wanted
column-wanted_heating_c = heating by curve
    .short = curve
column-wanted_return_c = return by table
column-wanted_supply_c = supply by table
    .short = table
column-was_billed = billed
column-watchers = watched by
column-what = what
column-why = why
column-zone = zone
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
turn-raised = raised
turn-severity_changed = severity changed
turn-cleared = cleared
turn-acknowledged = acknowledged
turn-unacknowledged = acknowledgement taken back
turn-muted = muted
turn-unmuted = unmuted
turn-escalated = escalated
turn-unknown = unknown

category-no_heating = no heating
category-too_hot = too hot
category-too_cold = too cold
category-leak = leak
category-meter = meter
category-invoice = invoice
category-contract = contract
category-heating_start = start of heating
category-heating_stop = end of heating
category-contracted_power = contracted power
category-outage = outage
category-other = other
category-unknown = unknown
category-all = all
ticket-state-new = new
ticket-state-open = open
ticket-state-waiting = waiting
ticket-state-solved = solved
ticket-state-closed = closed
ticket-state-reopened = reopened
ticket-state-unknown = unknown
priority-low = low
priority-normal = normal
priority-high = high
priority-urgent = urgent
origin-terminal = terminal
origin-phone = phone
origin-email = e-mail
origin-house = ekd
origin-unknown = unknown
author-customer = customer
author-office = office
author-outside_office = office by mail
author-correspondent = by mail, with a reply token
author-unverified = by mail, unverified
author-house = ekd
author-erased = erased
author-unknown = unknown
entry-message = message
entry-note = note
entry-turn = change
entry-ticket = ticket
entry-unknown = unknown
entry-internal = INTERNAL NOTE
entry-automatic = by a program
entry-unread = new
entry-nobody = nobody
ticket-turn-opened = opened
ticket-turn-state = state
ticket-turn-assigned = assigned to
ticket-turn-priority = priority
ticket-turn-category = category
ticket-turn-site = site
ticket-turn-customer = customer
ticket-turn-watched = watched by
ticket-turn-unwatched = no longer watched by
ticket-turn-merged_into = is part now of
ticket-turn-merged = merged in
ticket-turn-split_into = split off
ticket-turn-split_from = split from
ticket-turn-overdue = the time is over
ticket-turn-bounced = a letter came back
ticket-turn-refers = perhaps belongs to
ticket-turn-unknown = unknown change
attached-file = file
attached-readings = readings
attached-alarm = alarm
attached-unknown = unknown
field-since = since
field-place = where
field-meter_serial = serial number of the meter
field-invoice_number = number of the invoice
field-wanted_from = from day
field-contracted_power = contracted power, MW
field-unknown = unknown
verdict-confirmed = confirms it
verdict-not_confirmed = does not confirm it: heat is delivered, look behind the meter
verdict-unclear = cannot tell: its values are old or say nothing
verdict-unknown = unknown
says-no_flow = no water flows
says-no_power = no heat is taken
says-cold = too cold
says-hot = too hot
says-usual = as it should be
says-old = old
says-unknown = unknown
became-ticket = ticket
became-entry = entry
became-bounce = bounce
became-automatic = by a program
became-parked = left in the mailbox
became-unknown = unknown
delivery-bounced = came back
attachment-file = file: { $name } ({ $kind }, { $size } B): ekctl tickets download { $id }
attachment-written = { $file } written ({ $size } B)
ticket-opened = ticket { $number } opened: { $subject }
ticket-written = written to ticket { $number }: { $subject }
ticket-held = leaves at { $at }; take it back: ekctl tickets undo { $sending }
ticket-undone = taken back and kept as a draft: ekctl tickets drafts show { $key }
ticket-sent-unknown = sent, but this program is older than the daemon and does not know its answer
ticket-read = read: { $number }
ticket-next-open = answer: ekctl tickets reply { $number } · done: ekctl tickets close { $number }
ticket-next-solved = something is still wrong: ekctl tickets reopen { $number }
ticket-next-closed = closed; something new: ekctl tickets create
ticket-next-merged = it goes on there: ekctl tickets show { $into }
ticket-next-read = mark it as read: ekctl messages read { $number }
draft-deleted = draft deleted
template-saved = template { $name } saved
template-deleted = template { $name } deleted
agree-template-delete = Template { $name } will be gone for the whole office.
text-kept = the text is kept in { $path }
chart-tickets = tickets, { $period }
chart-tickets-empty = there were no tickets in this period
chart-tickets-sum = opened { $opened } · settled { $settled }
entry-quoted = { $lines ->
    [one] (quoted: { $lines } line; show it: --quoted)
   *[other] (quoted: { $lines } lines; show them: --quoted)
}
legend-tickets = { $opened } opened   { $settled } settled   { $days ->
    [one] each pair of bars is a day
   *[other] each pair of bars is { $days } days
}
usage-no-text = a text is missing: { $argument }
    .hint = add --body TEXT or --body-file FILE (- reads standard input); at a terminal an editor opens
usage-empty-text = the text is empty
    .hint = add --body TEXT or --body-file FILE (- reads standard input)
usage-long-text = the text is too long: { $value } characters are the most
    .hint = send the rest as a file: --attach FILE
usage-text-not-unicode = that is no UTF-8 text: { $argument }
    .hint = convert it: iconv -t UTF-8, or send it as a file: --attach FILE
usage-assign-whom = name one person at the end, or --nobody
    .hint = ekctl tickets assign Z-2025-118 Z-2025-119 maria
usage-export-form = an export of tickets is no table: { $argument }
    .hint = ekctl tickets export -o json --out tickets.json
usage-no-site = { $argument } needs a site, and none is named
    .hint = add --site SITE
service-clock-complaint_inquiry = complaint with an inquiry
service-clock-complaint_phone = complaint by phone
service-clock-complaint_writing = complaint in writing
service-clock-heating_switch = switching the heating on or off
service-clock-outage_phone = question about an outage by phone
service-clock-outage_writing = question about an outage in writing

usage-file-on-terminal = a PDF, SVG or CSV file is no text for a terminal: { $argument }
    .hint = name a file or redirect the output: { $argument } > FILE
usage-two-on-standard = one file only can go to the standard output: { $argument }
    .hint = name the other file
failure-report-changed = { $changes ->
    [one] { $changes } figure of report { $number } has changed
   *[other] { $changes } figures of report { $number } have changed
}
    .hint = corrected readings: ekctl readings history POINT; a new report: ekctl reports create
failure-report-aged = report { $number } was made by an older version of its template: figures cannot be compared
    .hint = make it anew: ekctl reports create
file-written = wrote { $file } ({ $size } B)

page-day = day
page-week = week
page-month = month
page-season = season
language-pl = Polish
language-en = English
form-pdf = PDF
form-svg = SVG
form-csv = CSV
dialect-plain = plain
dialect-excel-pl = for Excel
report-check-same = same
report-check-changed = changed
report-check-new_version = new version of the template
report-made = made report { $number }: { $title }
report-same = report { $number } would be the same today, to the letter
report-version = version of the template then { $was }, now { $is }
report-dropped = report { $number } is gone
report-saved = saved { $name }; make it: ekctl reports create --name { $name }
report-scheduled = saved { $name }; it will be made by itself on { $day }
report-deleted = saved report { $name } deleted; what was made of it stays
agree-report-drop = Report { $number } will be gone for good.
agree-report-delete = The saved report { $name } will go with its schedule; those that were made stay.
sheet-period = period: { $from } – { $until }
sheet-rows-left = { $rows ->
    [one] … and { $rows } more row, which the report will have
   *[other] … and { $rows } more rows, which the report will have
}

setting-recorded = wrote down change of settings { $number } at { $site }
setting-withdrawn = change of settings { $number } taken back
building-multi_family = multi-family
building-single_family = single-family
building-education = education
building-office = offices
building-health = health
building-commerce = commerce
building-industry = industry
building-other = other

degree-days-sum = sum: { $sum } K·d, days known: { $days } of { $expected }
degree-days-hourly = definition: Sd({ $base }) = the sum over the hours of { $base } °C less the outdoor temperature where it is lower, divided by 24
degree-days-eurostat = Eurostat’s definition: 18 °C less the mean of the day, on days whose mean is at most 15 °C
degree-days-from = outdoor temperature: { $from }
degree-days-by-eurostat = Eurostat
signature-title = { $site } · energy signature
signature-formula = heat a day = ({ $independent } ± { $independent-error }) + ({ $slope } ± { $slope-error }) a degree day below { $base }
signature-fit = explains { $explained } of the variance · CV(RMSE) { $scatter } · days { $days }, left out as outliers { $outliers } · { $period }
forecast-title = { $site } · forecast, { $view }
forecast-expected = at the end of the period: { $range }, nine of ten cases in brackets
forecast-cost = net cost: { $range } · tariff { $tariff }
forecast-no-cost = cost: unknown, the site has no tariff with prices for the whole period (ekctl sites edit { $site } --tariff NAME)
forecast-error = back-test error: { $error }, { $months ->
    [one] over { $months } month
   *[other] over { $months } months
}
forecast-others = for comparison, the error of: { $others }
forecast-error-same-month = the same month a year before { $error }
forecast-error-ratio = the ratio of degree days { $error }
forecast-used = used already: { $used }, as of { $until }
forecast-unused = used already: nothing is known
forecast-weather = weather to come: { $days } below { $base }, { $years ->
    [one] of { $years } year
   *[other] the mean of { $years } years
}
peaks-title = { $site } · contracted power { $contracted }
peaks-no-contract = unknown
peaks-keep = advice: keep it, the power fits
peaks-lower = advice: lower it to { $to }{ $is-known ->
    [yes] {", saving"} { $money } net a year
   *[no] {""}
}
peaks-raise = advice: raise it to { $to }{ $is-known ->
    [yes] {", costing"} { $money } net a year
   *[no] {""}
}
peaks-unknown = advice: none, the data do not carry it
peaks-deadline = last day to order for the next period: { $day }
peaks-no-deadline = last day to order: the configuration does not tell it
peaks-highest = highest hour: { $power }, { $at }, outdoors { $outdoor }
peaks-design = at { $design }: { $power }, a line through { $days ->
    [one] { $days } day
   *[other] { $days } days
}, the coldest { $coldest }
peaks-no-design = at { $design }: unknown, too few cold days
peaks-excess = above the contract this month: { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
}, at most { $most }, last { $last }
peaks-no-excess = the contract was not exceeded this month
peaks-price = 0.01 MW costs { $price } net a year · tariff { $tariff }
peaks-months = highest hours of the months
power-advice-keep = keep
power-advice-lower = lower
power-advice-raise = raise
power-advice-unknown = unknown
comparison-title = { $site } · comparison on equal weather
comparison-less = less: { $share }, { $difference }; that is no chance
comparison-more = more: { $share }, { $difference }; that is no chance
comparison-unclear = unclear: { $share }, { $difference }; the difference may be chance
comparison-cost = in złotys, net: { $range } · tariff { $tariff }
comparison-expected = without the change it would have used { $expected }, it used { $used }; nine of ten cases in brackets
comparison-before = before: { $period } · { $used } · { $degree-days } below { $base } · days { $days }
comparison-after = after: { $period } · { $used } · { $degree-days } below { $base } · days { $days }
comparison-verdict-less = less
comparison-verdict-more = more
comparison-verdict-unclear = unclear
degree-days-by-hourly = hourly
scatter-title = { $point } · { $quantity } against the outdoor temperature, { $period }
scatter-hours = hourly means: { $hours }{ $has-curve ->
    [yes] {" · line: what is wanted"}
   *[no] {""}
}
legend-scatter = up { $up }, to the right { $across } outdoors   { $dots } more and more
legend-scatter-line = { $mark } line
legend-scatter-faint = { $mark } left out

due-total = Total due
due-overdue = Of that overdue
due-next = Next due
due-next-amount = { $amount } by { $day }
due-next-none = nothing
due-credit = Credit
due-interest-on = Interest in the rows: until { $day }
dues-sum = { $items ->
    [one] together: { $items } invoice, left { $first }
   *[other] together: { $items } invoices, left { $first }
}{ $known ->
    [nothing] {""}
   *[other] {", interest"}{ $has-day ->
        [yes] {" until "}{ $day }
       *[no] {""}
    }
}{ $known ->
    [nothing] {""}
    [none] {" unknown (no rate)"}
    [part] {" at least "}{ $second }
   *[all] {" "}{ $second }
}
invoices-sum = { $items ->
    [one] together: { $items } invoice, left to pay { $first }, to give back { $second }
   *[other] together: { $items } invoices, left to pay { $first }, to give back { $second }
}
payments-sum = { $items ->
    [one] together: { $items } payment of { $first }, not allocated { $second }
   *[other] together: { $items } payments of { $first }, not allocated { $second }
}
no-interest-no_rate = the table of interest ends before
no-interest-other_currency = other currency
transfer-account = Account
transfer-amount = Amount
transfer-title = Title
transfer-payee = Payee
transfer-amount-open = The amount is too high for the code: type it in your banking app.
transfer-no-blocks = This terminal lacks the characters that a code is made of; write it on a slip: --pdf transfer.pdf
bill-line = line { $line } { $component }
bill-line-missing = missing line, { $component }
bill-draft-kept = the ticket to the office waits as a draft: ekctl tickets drafts list
billing-imported = files together: { $files } = taken { $taken } + taken with flags { $flagged } + known { $known } + refused { $refused }
billing-imported-invoices = new invoices: { $new }, those in złotys of { $payable }, of unknown customers: { $unassigned }
billing-imported-payments = new payments: { $booked }, those in złotys of { $amount }, matched: { $matched }
billing-trial = that was a trial: nothing was written; without --dry-run it will be
billing-line = line { $line }
billing-found = it is “{ $text }”
billing-wanted = it should be “{ $text }”
failure-files-refused = { $files ->
    [1] the file was refused, nothing of it was taken: { $reason }
   *[other] files were refused: { $refused } of { $files }; the first, { $name }: { $reason }
}
    .hint = { $cure ->
        [even-unbalanced] take the statement all the same: ekctl invoices import FILE --even-unbalanced
       *[look] ekctl invoices files --outcome refused
    }
failure-bill-differs = invoice { $number } differs from what contract, tariff and readings say
    .hint = ask the office: ekctl invoices check { $number } --draft
failure-bill-unclear = invoice { $number } cannot be checked as a whole
    .hint = ekctl contracts list; ekctl readings gaps POINT
failure-no-transfer-code = { $reason ->
    [split-payment] a transfer with split payment has no code
    [foreign-account] a transfer to an account abroad has no code
    [nothing-to-pay] there is nothing to pay
   *[empty] a transfer without payee or title has no code
}
    .hint = ekctl dues transfer, ekctl dues transfer --pdf transfer.pdf
usage-no-money = “{ $value }” is no amount: { $argument }
    .hint = 234.56
usage-of-one-file = { $argument } is of one file, and there are several or none
    .hint = import that file by itself
usage-whose-dues = it is not told whose dues are meant: { $argument }
    .hint = ekctl dues balances, then { $argument } NUMBER
