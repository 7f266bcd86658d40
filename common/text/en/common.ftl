# Words that ekd, ekctl and ektui share.

quantity-energy = energy
quantity-volume = volume
quantity-supply = supply
quantity-return = return
quantity-difference = temperature difference
quantity-flow = flow
quantity-power = power
quantity-operating_time = operating time
quantity-error_time = error time
quantity-outdoor = outdoor temperature
quantity-heating_set = heating, set
quantity-heating = heating
quantity-hot_water_set = hot water, set
quantity-hot_water = hot water
quantity-return_volume = return volume
quantity-info_code = info code
quantity-clock_offset = clock offset

suspicion-register_decreased = register lower than before
suspicion-register_jumped = register rose impossibly far
suspicion-future = reading from the future
suspicion-not_installed = the meter was not installed then
suspicion-unknown_point = unknown metering point
suspicion-wrong_meter = another meter than the installed one
suspicion-not_a_number = not a number
suspicion-overflow = number too large
suspicion-wrong_unit = unit does not fit the quantity
suspicion-unknown_quantity = unknown quantity
suspicion-sensor_fault = broken sensor
suspicion-out_of_range = value out of range
suspicion-local_time = a time that clocks skipped or showed twice
suspicion-bad_time = unreadable time
suspicion-marked_invalid = marked as invalid by the sender

problem-unreachable = nobody answers at this address
problem-timed_out = the answer takes too long
problem-tls = the certificate is not trusted
problem-denied = the server denied access
problem-missing = there is no such document
problem-refused = the server answered with an error
problem-redirected = redirected to another address
problem-web_page = a page for people instead of data
problem-too_large = the document is too large
problem-malformed = the document is damaged or cut off
problem-unknown_format = unknown kind of document
problem-mapping = the mapping does not fit the file
problem-not_a_file = not a regular file
problem-storage = disk or permission error
problem-other = another problem

health-waiting = not asked yet
health-healthy = works
health-stale = nothing new
health-failing = fails
health-unknown = state unknown

fault-no-such-site = there is no site `{ $text }`
    .hint = ekctl sites list
fault-no-such-point = there is no metering point `{ $text }`
    .hint = ekctl points list
fault-no-such-meter = there is no meter “{ $text }”
    .hint = ekctl meters list
fault-no-such-source = there is no source `{ $name }`
    .hint = ekctl sources list
fault-no-such-mapping = there is no mapping `{ $name }`
    .hint = describe it in ekd.toml under [mapping.{ $name }] and check: ekd check-config
fault-several = `{ $text }` fits several things
    .hint = give the full code
fault-no-such-quantity = `{ $quantity }` has never been read at { $point }
    .hint = ekctl points show { $point }
fault-no-cadence = nobody has said how often { $point } should be read
    .hint = give --cadence, such as --cadence 1h
fault-not-a-register = { $quantity } is no register: it has no consumption
    .hint = ask for energy or volume
fault-step-too-fine = sums over all points are kept by day
    .hint = choose --step day or a longer one
fault-nothing-to-decide = { $point } has no such readings, neither counting nor waiting
    .hint = see what there is: ekctl quarantine list, ekctl readings history { $point }
fault-meter-is-there = meter { $serial } has been at { $point } since { $since }
    .hint = a replacement is later than that and has another serial number; see ekctl meters show { $serial }
fault-register-contradicts = the { $quantity } register contradicts what was read at { $point }
    .hint = look at the readings around that instant: ekctl readings history { $point }
fault-bad-page = this page of the list does not belong to this request
    .hint = start the list from the beginning
fault-too-many-buckets = the period has { $buckets } buckets, { $limit } can be had at once
    .hint = shorten the period or choose a longer step, such as --step day
fault-upload-incomplete = only { $arrived } bytes have arrived
    .hint = repeat the command; what has arrived is not sent again
fault-upload-damaged = the file changed while it was sent
    .hint = repeat the command when the file is complete
fault-upload-too-large = the document has more than { $limit } bytes
    .hint = split it
fault-too-many-uploads = too many uploads at once
    .hint = try again in a moment
fault-not-allowed = you are not allowed to do that
    .hint = the role of the account, or a token for looking only, does not allow it: ekctl whoami shows it, an administrator gives it
fault-busy = ekd has too much to do right now
    .hint = try again in a moment
fault-storage-full = the disk of ekd is full; reading goes on
    .hint = free some space; ekd resumes writing by itself
fault-answer-too-long = the answer is too long
    .hint = shorten the period or ask for less
fault-unknown-method = ekd is older than this program and does not know this command
    .hint = update ekd
fault-stopping = ekd is stopping
    .hint = try again in a moment
fault-internal = internal error of ekd
    .hint = the log tells more: journalctl -u ekd
fault-unreachable = no connection to ekd ({ $endpoint }): { $reason ->
        [not-found] there is no such socket
        [refused] nobody listens there
        [denied] no permission to use the socket
        [closed] the connection was closed
       *[other] { $reason }
    }
    .hint = check whether it runs: systemctl status ekd; without a service: ekd run
fault-timed-out = ekd ({ $endpoint }) did not answer within { $seconds } s
    .hint = try again, or wait longer: --timeout 60s
fault-connection-lost = the connection to ekd ({ $endpoint }) broke
    .hint = try again; if it happens again: journalctl -u ekd
fault-not-a-daemon = another program than ekd listens at { $endpoint }
    .hint = give the right address: --server unix:/run/ekd/ekd.sock
fault-version-mismatch = this program and ekd ({ $endpoint }) do not fit together: { $detail }
    .hint = update the older one
fault-unknown = ekd reported an error that this program does not know yet
    .hint = update this program

fault-not-logged-in = nobody is logged in
    .hint = log in: ekctl login
fault-session-ended =
    { $why ->
        [expired] the session has expired
        [closed] the account has been closed
       *[ended] the session has been ended
    }
    .hint = log in again: ekctl login
fault-log-in-refused = not logged in: name and password do not fit, or the account is not to be had now
    .hint = after five failures there is a wait of 30 s up to an hour; a new password: ekctl login --reset
fault-peer-unknown = the server's user { $user } has no account
    .hint = log in by password (ekctl login), or ask an administrator for an entry of [rpc] peers in ekd.toml
fault-wrong-password = the present password is wrong
    .hint = try again; a forgotten password: ekctl login --reset
fault-weak-password =
    { $weakness ->
        [short] the password is too short: 15 characters at least, 8 with a second factor
        [long] the password is longer than 256 characters
        [common] the password is too easy to guess
        [known] the password holds the name of the account, the customer or the program
        [same] the new password is the present one
       *[unknown] the password is not good enough
    }
    .hint = a phrase of several unrelated words is good, such as four random ones
fault-wrong-code = the code is wrong, used, or too old
    .hint = enter the newest code, or ask for another
fault-nothing-pending = nothing waits for a code
    .hint = ask for a code first: ekctl account contact set, ekctl account totp on
fault-bad-contact =
    { $reason ->
        [phone] a phone number is written like this: +48601234567
        [not_mobile] no short message can be sent there: that is no Polish mobile number
        [not_landline] that is a mobile number, not a landline
        [premium] premium-rate and special numbers are not taken
        [country] no short messages go there: the number is of another country
        [email] that is no e-mail address
       *[unknown] the address is wrong
    }
    .hint = phone: +48601234567 or 22 555 12 34; e-mail: anna@example.pl
fault-too-many-codes = too many codes have been asked for
    .hint = try again in { $minutes } min
fault-no-confirmed-contact =
    { $channel ->
        [sms] the account has no confirmed mobile number
       *[email] the account has no confirmed e-mail address
    }
    .hint = add one: ekctl account contact set { $channel ->
        [sms] mobile
       *[email] email
    }
fault-no-channel =
    { $channel ->
        [sms] no way to send short messages is configured
        [webhook] no way to tell programs is configured
       *[email] no way to send mail is configured
    }
    .hint = administrators: section [smtp] or [sms] of ekd.toml
fault-no-such-account = there is no account “{ $text }”
    .hint = ekctl users list
fault-no-such-customer = there is no customer “{ $text }”
    .hint = ekctl customers list
fault-too-many-tokens = this account has { $most } tokens already and may not have more
    .hint = revoke one: ekctl tokens list, ekctl tokens revoke NUMBER
fault-no-such-token = there is no token { $id }
    .hint = ekctl tokens list
fault-no-such-session = there is no session { $id }
    .hint = ekctl account sessions list
fault-login-taken = there is an account “{ $login }” already
    .hint = choose another name, or look at that account: ekctl users show { $login }
fault-bad-period = the period is wrong: { $detail }
    .hint = a period ends after it begins and does not overlap another: ekctl customers show NUMBER
fault-role-forbids = an account with the role “{ $role }” cannot have that
    .hint = mandates belong to customers' accounts (one at a time) and to managers
fault-last-administrator = that is the last administrator
    .hint = make somebody else one first: ekctl users edit NAME --role administrator
fault-bad-verification = { $on } cannot be the day of a verification
    .hint = the day of a verification that is over: ekctl meters verify NUMBER --on 2024-05-14
fault-bad-expiry = a token lasts from now to 366 days at most
    .hint = ekctl tokens create NAME --expires 90d
fault-bad-text = the field “{ $field }” is empty, too long, or holds what cannot be seen
    .hint = type it again rather than paste it
fault-untrusted =
    { $reason ->
        [expired] the certificate of { $endpoint } has expired
        [not-yet] the certificate of { $endpoint } is not valid yet
        [name] the certificate of { $endpoint } is for another name
        [issuer] the certificate of { $endpoint } comes from nobody this machine trusts
       *[other] the certificate of { $endpoint } is not believed: { $reason }
    }
    .hint = --ca FILE names an authority of your own; without trust nothing was sent
fault-bad-rule = rule "{ $name }": { $problem ->
        [name] the name holds a character that cannot be seen
        [rises] "rises" must go from the shortest time to the longest
        [remind-every] a reminder may come every 10 minutes or less often
        [escalate] an escalation must say to whom and after what time
        [source-scope] the silence of a source is the whole installation's, not one place's
        [delays] a time is negative or longer than 400 days
        [clear-beyond-raise] it would clear beyond where it raises, or in another unit: the alarm would flap for ever
        [cadence] the number of missed readings and their cadence must be greater than zero
        [water-lost] the percentage is 1 to 100, months are 1 to 12, and a night must begin and end
        [clear-reads] the number of readings that end it must be greater than zero
        [days] the urgent date must be nearer than the first
        [twice] this name is in the file twice
        [too-many] there may be 1000 rules at most
       *[other] is wrong
    }
    .hint = an example: ekctl rules show NAME, help: man ekctl-rules
fault-no-such-rule = there is no rule "{ $name }"
    .hint = ekctl rules list
fault-no-such-alarm = there is no alarm A-{ $id }
    .hint = ekctl alarms list --all
fault-no-such-maintenance = there is no maintenance window { $id }
    .hint = ekctl maintenance list
fault-alarm-stands = alarm A-{ $id } is so already: nothing has changed
    .hint = ekctl alarms show { $id }

fault-no-such-ticket = there is no ticket { $number }
    .hint = ekctl tickets list --all
fault-no-such-entry = there is no entry { $id }
    .hint = ekctl tickets show NUMBER
fault-no-such-attachment = there is no attachment { $id }
    .hint = ekctl tickets show NUMBER
fault-no-such-template = there is no template “{ $name }”
    .hint = ekctl tickets templates list
fault-no-such-draft = there is no such draft
    .hint = ekctl tickets drafts list
fault-too-late-to-undo = too late: the message is in the thread already
    .hint = write another one, or close the ticket: ekctl tickets close
fault-field-missing = a field is missing: { $field ->
        [since] since when
        [place] where in the building
        [meter_serial] the meter's serial number
        [invoice_number] the invoice's number
        [wanted_from] from which day on
        [contracted_power] the contracted power in MW
       *[other] { $field }
    }
    .hint = nobody can begin without it: ekctl tickets create --help
fault-field-wrong = a field cannot be read: { $field ->
        [since] since when (such as 2025-11-14T17:00)
        [place] where in the building
        [meter_serial] the meter's serial number
        [invoice_number] the invoice's number
        [wanted_from] from which day on (such as 2025-11-14)
        [contracted_power] the contracted power in MW (such as 0.150)
       *[other] { $field }
    }
    .hint = a field has at most 200 characters: ekctl tickets create --help
fault-site-missing = this ticket is about one site, and none is named
    .hint = ekctl sites list
fault-customer-missing = nobody knows which customer the ticket is about
    .hint = name a site (--site) or the customer's number (--customer)
fault-state-forbids = ticket { $number } is { $state ->
        [new] new
        [open] open
        [waiting] waiting for the customer
        [solved] solved
        [closed] closed
        [reopened] reopened
       *[other] { $state }
    }: that cannot be done with it
    .hint = ekctl tickets show { $number }
fault-is-merged = ticket { $number } is part of { $into }
    .hint = ekctl tickets show { $into }
fault-cannot-merge = ticket { $number } cannot be merged: it is the same one, or another customer's
    .hint = ekctl tickets show { $number }
fault-cannot-split = ticket { $number } cannot be split: each must keep at least one message
    .hint = ekctl tickets show { $number }
fault-too-many-attachments = too many attachments: at most { $most }
    .hint = send the rest with another message
fault-attachments-too-large = the attachments are too large: at most { $most } bytes in all
    .hint = send them in parts
fault-no-such-place = the template knows no place { "{" }{ $place }{ "}" }
    .hint = places: number, subject, site, customer, due, clerk, today
fault-too-many-drafts = too many drafts: at most { $most }
    .hint = ekctl tickets drafts list
fault-too-many-templates = too many canned answers: at most { $most }
    .hint = ekctl tickets templates list
fault-no-mailbox = the office's mailbox is not configured
    .hint = section [mailbox]: man ekd.toml

fault-no-such-report = there is no saved report “{ $name }”
    .hint = ekctl reports saved
fault-no-such-made = there is no report number { $id }
    .hint = ekctl reports list
fault-no-such-setting = there is no change of settings number { $id }
    .hint = ekctl sites settings
fault-is-a-curve = this change is a heating curve: another curve changes it
    .hint = ekctl weather curves
fault-no-such-tariff = the configuration has no tariff “{ $name }”; it has: { $known }
    .hint = describe it in ekd.toml under [tariff.{ $name }] and check: ekd check-config
fault-nothing-read = no heat was read at { $site } in this period
    .hint = see since when there are readings: ekctl points list
fault-too-few-days = too few days with known use and outdoor temperature: { $days }, { $wanted } are needed
    .hint = choose a longer period or read data in: ekctl readings import
fault-too-even-weather = all days are about equally warm: the weather’s part cannot be told from the rest
    .hint = choose a period with winter and spring or autumn
fault-no-pattern = use does not follow the weather well enough to foretell anything
    .hint = look at the chart: ekctl sites signature
fault-no-weather = no outdoor temperature of this period is known for { $site }
    .hint = name a station: ekctl weather station
fault-period-too-long = the period is too long: { $days } days at most
    .hint = choose a shorter period
fault-period-wrong = the period has not begun yet, or is empty
    .hint = give a period, such as --range 2026-10
fault-periods-overlap = the periods to compare overlap
    .hint = give a period before the change and one after it
fault-ticket-missing = this report is of one ticket: give its number
    .hint = ekctl tickets list
fault-payer-missing = this report is of one customer: give its number
    .hint = ekctl customers list
fault-not-of-sites = this report is of a customer, not of sites
    .hint = leave the sites out; --customer names the customer
fault-too-many-sites = a report names { $most } sites at most
    .hint = name none, and the report is of all
fault-too-many-saved = there may be { $most } saved reports at most
    .hint = delete what is not needed: ekctl reports delete
fault-bad-schedule = the schedule cannot be taken: { $problem ->
        [day] there is no such day (1 to 31)
        [forms] neither PDF nor CSV is chosen
        [period] this report has no period, so it cannot be made by itself
        [address] the account has no confirmed e-mail address
        [directory] the configuration has no directory for reports
        [channel] the configuration has no mail server
       *[other] { $problem }
    }
    .hint = ekctl reports schedule --help
fault-mixed-quantities = one chart shows quantities of one unit only
    .hint = draw separate charts
fault-not-a-gauge = only temperatures, flow and power can be held against the outdoor temperature
    .hint = choose for example --quantity supply

template-monthly_sheet = monthly sheet
template-season_comparison = comparison of seasons
template-portfolio = portfolio
template-alarm_log = alarm log
template-meter_audit = meter audit
template-ticket_dossier = ticket dossier
template-account_statement = account statement

setting-curve = heating curve
setting-set_back = set-back
setting-heating_limit = heating limit
setting-hot_water = hot water
setting-hydraulics = pumps and valves
setting-building = building
setting-other = other

category-multi_family = multi-family
category-single_family = single-family
category-education = education
category-office = offices
category-health = health care
category-commerce = commerce
category-industry = industry
category-other = other

verdict-less = less
verdict-more = more
verdict-unclear = cannot be told

rhythm-daily = daily
rhythm-weekly = weekly
rhythm-monthly = monthly
rhythm-season = after the season

destination-email = e-mail
destination-directory = directory

# Invoices, dues, payments
fault-no-such-invoice = there is no invoice “{ $text }”
    .hint = ekctl invoices list
fault-no-such-payment = there is no payment number { $id }
    .hint = ekctl payments list
fault-no-such-allocation = there is no allocation number { $id }
    .hint = a payment shows its allocations: ekctl payments show NUMBER
fault-no-such-contract = there is no contract “{ $number }”
    .hint = ekctl contracts list
fault-no-such-invoice-mapping = the configuration has no mapping of invoices “{ $name }”; it has: { $known }
    .hint = describe it in ekd.toml under [invoice-mapping.{ $name }] and check: ekd check-config
fault-no-contract = no contract covers { $site } on { $on }
    .hint = ekctl contracts save NUMBER --customer K-… --site { $site } --from { $on }
fault-no-tariff = neither the contract nor the card of { $site } names a tariff that is configured
    .hint = ekctl contracts save … --tariff NAME; ekctl tariffs list
fault-no-price = tariff { $tariff } has no price for { $on }
    .hint = add a price list under [tariff.{ $tariff }] in ekd.toml
fault-no-rate = the table of interest ({ $kind }) has no rate for { $on }
    .hint = add the next rate under [interest] in ekd.toml, or choose an earlier day
fault-more-than-open = that is more than is open of the invoice: { $amount } zł
    .hint = give less, or no amount: then as much as can be is allocated
fault-more-than-left = that is more than is left of the payment: { $amount } zł
    .hint = give less, or no amount: then as much as can be is allocated
fault-other-currency = the currencies differ
    .hint = a payment pays invoices of its own currency
fault-not-in-zloty = a transfer with a code is in złotys only, and the invoice is in another currency
    .hint = account and amount: ekctl invoices show NUMBER
fault-split-payment-alone = invoice { $number } asks for split payment: it is paid by a transfer of its own
    .hint = ekctl dues transfer { $number }; the other dues apart
fault-other-customer = these are dues of different customers
    .hint = choose invoices of one customer
fault-released-before = allocation number { $id } was taken back before
    .hint = ekctl payments list
fault-payment-stands = as payment number { $id } stands, that cannot be done
    .hint = ekctl payments show { $id }
fault-nothing-to-pay = there is nothing to pay
    .hint = ekctl dues list
fault-no-account = neither the contract nor the invoice tells an account number that checks
    .hint = ekctl contracts save … --account NRB
fault-too-many-invoices = at most { $most } invoices at a time
    .hint = choose fewer
fault-bad-contract = the contract is incomplete or contradicts itself: { $problem }
    .hint = ekctl contracts save --help
fault-account-taken = account { $account } is another customer’s
    .hint = ekctl contracts list

invoice-kind-basic = invoice
invoice-kind-simplified = simplified invoice
invoice-kind-advance = advance invoice
invoice-kind-final = final invoice
invoice-kind-correction = correction
invoice-kind-advance_correction = correction of an advance
invoice-kind-final_correction = correction of a final invoice
invoice-kind-debit_note = debit note
invoice-overdue = overdue
invoice-open = to pay
invoice-credit = credit
invoice-settled = settled
payment-unmatched = unmatched
payment-credit = credit
payment-allocated = allocated
payment-set_aside = set aside
payment-returned = returned
matched-virtual_account = virtual account
matched-invoice_number = invoice number in the title
matched-ksef_number = KSeF number in the title
matched-customer_number = customer number in the title
matched-payer_account = account of the payer
matched-amount_and_name = amount and name
matched-person = a person
billing-file-fa2 = FA(2)
billing-file-fa3 = FA(3)
billing-file-csv = CSV
billing-file-pdf = PDF
billing-file-mt940 = MT940
billing-file-camt053 = camt.053
billing-file-unknown = unknown
file-outcome-taken = taken
file-outcome-flagged = taken, with flags
file-outcome-known = known before
file-outcome-refused = refused
component-power = contracted power
component-heat = heat
component-carrier = heat carrier
component-power_transmission = transmission, fixed
component-heat_transmission = transmission, variable
bill-agrees = agrees
bill-differs = differs
bill-cannot_tell = cannot be checked
interest-civil = statutory
interest-commercial = commercial
interest-commercial_health = commercial, health entity
file-problem-unknown_format = unknown format
file-problem-malformed = damaged file
file-problem-too_large = file too large
file-problem-missing = missing
file-problem-unexpected = does not belong here
file-problem-bad_value = bad value
file-problem-does_not_add_up = amounts do not add up
file-problem-repeated = repeated
file-problem-bad_account = account number does not check
file-problem-negative = less than zero
file-problem-contradicts = contradiction
file-problem-unknown_customer = unknown customer
file-problem-original_missing = the corrected invoice is missing
file-problem-differs_from_known = other content than before
file-problem-statement_missing = the statement before is missing
file-problem-unknown = another problem
check-reading_date = registers of other instants: { $from } and { $until }
check-register = the quantity differs from the registers by { $by }
check-price_differs = price { $billed }, by the tariff { $tariff }
check-power_differs = power { $billed }, by the contract { $contract }
check-line_does_not_multiply = quantity times price is not the amount
check-amount_differs = the amount differs from the computed one by { $by }
check-rounding = a matter of rounding
check-data_missing = readings cover only { $percent } % of the period
check-data_doubtful = some readings wait for a decision (quarantine)
check-no_price = the tariff has no price for { $on }
check-no_contract = no contract covers the period
check-no_tariff = no tariff
check-not_recognised = the text does not tell what the line bills
check-line_missing = the invoice has no such line
check-billed_before = the period is already on invoice { $number }
check-unknown = another reason
