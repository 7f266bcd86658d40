# The words of reports.

report-month =
    { $month ->
        [1] January { $year }
        [2] February { $year }
        [3] March { $year }
        [4] April { $year }
        [5] May { $year }
        [6] June { $year }
        [7] July { $year }
        [8] August { $year }
        [9] September { $year }
        [10] October { $year }
        [11] November { $year }
       *[12] December { $year }
    }
report-total = Total
report-no-sites = The report covers no site.
report-nothing-read = No energy was read in this time: how much heat was used is not known.
report-partial = Months of which only a part was counted: { $months }. These figures are compared with no others.

report-figure-site = Site
report-figure-n-sites = Sites
report-figure-month = Month
report-figure-category = Kind of building
report-figure-area = Heated area
report-figure-contracted = Contracted power
report-figure-tariff = Tariff
report-figure-signature-base = Heating begins below
report-figure-signature-slope = Heat by degree day below that temperature
report-figure-energy = Heat
report-figure-n-read = Sites with readings
report-figure-n-without-area = Sites without a known area
report-figure-cost = Net cost
report-figure-n-without-cost = Sites with readings and without a cost

report-column-compared = Use
report-column-month = Month
report-column-energy = Heat
report-column-energy_per_area = By area
report-column-own_change = Own against it
report-column-volume = Carrier
report-column-degree_days = Degree days
report-column-energy_per_degree_day = By degree day
report-column-year_before = Year before
report-column-year_before_corrected = Year before, same weather
report-column-change = Change
report-column-cost = Net cost
report-column-coverage = Data
report-column-place = No.
report-column-site = Site
report-column-name = Name
report-column-peak = Peak
report-column-peak_share = Peak / contr.
report-column-difference = ΔT
report-column-return = Return
report-column-volume_per_energy = Carrier / heat
report-column-alarms = Alarms

report-table-comparison = The month compared
report-table-months = Twelve months
report-table-portfolio = Sites, the worst first

report-compared-own = own, month of the sheet
report-compared-month-before = own, month before
report-compared-year-before = own, year before
report-compared-corrected = year before in the same weather
report-compared-average = average user of this kind
report-chart-corrected = Heat in twelve months and a year before in the same weather
report-chart-uncorrected = Heat in twelve months and a year before
report-chart-alternative = Bars of the heat used month by month, behind them bars of the same months a year before. The table has the same figures.
report-plot-own = used
report-plot-year-before = year before
report-plot-corrected = year before, same weather
report-note-uncorrected = The weather cannot be allowed for: outdoor temperatures are missing, or the use does not depend on them.

report-monthly-sheet = Heat used: { $month }
report-portfolio = Sites compared: { $period }

report-definition-energy = Heat and carrier are differences of registers; a difference belongs to the period in which it begins.
report-definition-compared = “Own against it” tells by how many per cent the use of the sheet's month is above the compared one; a negative number means below.
report-definition-average = The average user is the mean use by area of buildings of the same kind times the area of this building; it is told from five buildings on.
report-definition-corrected = “In the same weather” is the use of a year before plus the slope of the building's energy signature times the difference of the degree days of both months.
report-definition-degree-days = Degree days Sd(15) are the sum over hours of max(15 °C − outdoor temperature; 0) / 24.
report-definition-whole = Only months are compared that readings cover as a whole, to the day.
report-definition-cost = The net cost is the price of heat and the variable transmission charge of the site's tariff, without fixed charges, carrier and VAT. It is no invoice.
report-definition-sheet = The sheet is laid out after annex VIIa to directive 2012/27/EU and art. 45c of the Polish energy law. Whether it meets a duty towards users of premises is for the building's manager to judge.
report-definition-ranking = Worst is the site that used most heat by area; sites without a known area follow by carrier by heat, sites without readings come last.
report-definition-peak = The peak is the highest power that was read, with several metering points the sum of their peaks; beside it, as a share of the contracted power.
report-definition-means = ΔT and return temperature are means of the readings of the first metering point that tells them.
report-definition-alarms = Alarms are those that were active at the end of the period.
report-definition-totals = In the row “Total”, heat by area and carrier by heat are of the sites of which both are known.
report-definition-missing = A dash means that the value is not known; it never means zero.
report-definition-time = Days and months are those of the time of { $zone }.

## Seasons compared

report-season-comparison = Heating seasons compared, the last { $season }
report-figure-period = Period
report-column-season = Season
report-column-corrected = In the weather of the last
report-column-last_change = Last against it
report-table-seasons = Seasons
report-table-season-months = Seasons month by month
report-chart-seasons = Heat in the last season and in the one before
report-chart-seasons-alternative = Bars of the heat used in the months of the last season, behind them bars of the one before. The tables have the figures.
report-plot-season = { $season }
report-plot-season-corrected = { $season }, weather of the last
report-definition-season = A season lasts from 1 September to 31 May; of each, the months are compared that are over in the last.
report-definition-season-corrected = “In the weather of the last” is the use plus the slope of the building's energy signature times the difference of the degree days; the change is against that value, and where there is none, against the use as it was.

## Alarm log

report-alarm-log = Alarm log: { $period }
report-no-alarms = No alarm was found in this period.
report-goes-on = goes on
report-erased = account erased
report-the-house = e-Klient
report-worst = { $peak } (limit { $limit })
report-told =
    { $login } { $channel ->
        [email] e-mail
        [sms] SMS
       *[other] program
    } { $at } { $state ->
        [waiting] waits to be sent
        [sent] sent
        [failed] did not arrive
        [expired] expired
        [bounced] came back
        [kept] in the digest
        [dropped] not sent
       *[other] state unknown
    }
report-figure-n-alarms = Alarms
report-figure-n-warnings = Warnings
report-figure-n-notices = Notices
report-figure-n-active = Active at the end of the period
report-figure-n-unnoted = Not acknowledged in the period
report-column-kind = Kind
report-column-count = How many
report-column-lasting = Lasting
report-column-number = Number
report-column-place_of = Where
report-column-severity = Severity
report-column-since = Since
report-column-until = Until
report-column-worst = Worst
report-column-told = Who was told
report-column-noted = Who took note
report-table-alarm-kinds = Alarms by kind
report-table-alarms = Alarms
report-definition-alarm-log = The log has the alarms that were found in the period; what happened after it is not in the report.
report-definition-alarm-times = “Since” and “until” are as the readings tell; an alarm that did not clear is counted to the end of the period.
report-definition-alarm-told = “Sent” means that the mail server or the SMS gateway took the message.

## Meter audit

report-meter-audit = Meter audit: { $period }
report-no-meters = No meter was in the chosen sites in this period.
report-no-replacements = No meter was replaced in this period.
report-no-doubtful = No value of this period waits for a decision.
report-verification-valid = valid
report-verification-soon = ends within 90 days
report-verification-over = over
report-verification-unknown = unknown
report-figure-n-meters = Meters in the period
report-figure-n-verification-over = Installed beyond their verification
report-figure-n-verification-soon = Verification ends within 90 days
report-figure-n-verification-unknown = Verification unknown
report-figure-n-replacements = Replacements
report-figure-n-doubtful = Values that wait for a decision
report-column-point = Point
report-column-meter = Meter
report-column-model = Model
report-column-put_in = Put in
report-column-taken_out = Taken out
report-column-verified_on = Verified
report-column-verified_until = Valid until
report-column-standing = Standing
report-column-quantity = Quantity
report-column-unit = Unit
report-column-opened_at = First reading
report-column-opening = Register
report-column-closed_at = Last reading
report-column-closing = Register
report-column-counted = Difference
report-column-replaced_at = Replaced
report-column-old_meter = Old
report-column-last_register = Last register
report-column-new_meter = New
report-column-initial_register = First register
report-column-read_at = Read at
report-column-value = Value
report-column-reason = Reason
report-column-received_at = Received
report-table-meters = Meters
report-table-registers = Registers
report-table-replacements = Replacements of meters
report-table-doubtful = Values that wait for a decision
report-definition-registers = Registers are as the meter showed them; the last is the first reading after the end of the period, which closes the use of the period, and with several meters in the period the last reading of each.
report-definition-verification = The verification of a heat meter is valid for 5 years from the first of January after it; the standing is that of the last day of the period.
report-definition-doubtful = Values that came in the period and cannot be believed wait for a decision; they are not in what was used.

## Ticket dossier

report-ticket-dossier = Dossier of ticket { $number }
report-heading-thread = Course
report-heading-readings = Readings
report-internal = internal note
report-empty-entry = (without text)
report-nobody = nobody
report-entry-message = message
report-entry-unknown = unknown entry
report-attached-readings = readings { $site } { $period }
report-no-readings-around = There are no readings of temperatures or power of this time.
report-author-customer = customer
report-author-office = office
report-author-outside-office = office, by mail
report-author-correspondent = correspondent
report-author-unverified = unverified sender
report-author-house = e-Klient
report-author-erased = data erased
report-author-unknown = unknown
report-turn-opened = ticket opened
report-turn-state = state
report-turn-assigned = worked on by
report-turn-priority = priority
report-turn-category = category
report-turn-site = site
report-turn-customer = customer
report-turn-watched = watched by
report-turn-unwatched = no more watched by
report-turn-merged-into = merged into
report-turn-merged = merged with
report-turn-split-into = part went to
report-turn-split-from = split from
report-turn-overdue = the clock ran out
report-turn-bounced = a letter came back
report-turn-refers = letters refer to
report-figure-subject = Subject
report-figure-number = Number
report-figure-kind-of-ticket = Category
report-figure-state = State
report-figure-priority = Priority
report-figure-opened-by = Opened by
report-figure-opened-at = Opened
report-figure-customer = Customer
report-figure-detail-since = Since
report-figure-detail-place = Place
report-figure-detail-meter_serial = Meter
report-figure-detail-invoice_number = Invoice
report-figure-detail-wanted_from = Wanted from
report-figure-detail-contracted_power = Power, MW
report-figure-detail-unknown = Other
report-figure-due-at = Due
report-figure-answered-at = First answer
report-figure-ran-out-at = Clock ran out
report-figure-merged-into = Part of ticket
report-figure-assignee = Worked on by
report-column-at = When
report-column-by = Who
report-column-what = What
report-column-attached = Attached
report-column-hour = Hour from
report-table-entries = Entries
report-table-hours = Hourly means
report-table-alarms-around = Alarms of the site in this time
report-chart-temperatures = Temperatures
report-chart-power = Power
report-chart-around-alternative = Hourly means around the ticket; the upright line is when it was opened. The table has the figures.
report-definition-dossier = The course is as the account sees it for which the report was made; readings are of the day before the opening and the day after, or of the period that was attached to the ticket.
report-definition-hours = The mean of an hour is the mean of its readings.

## Account statement

report-account-statement = Account statement: { $period }
report-no-accounts = There is no customer whose account can be shown here.
report-opening-balance = opening balance
report-closing-balance = closing balance
report-due-on = due on { $on }
report-paid-before = paid before, by the invoice
report-payment = payment
report-no-rate = no rate of interest is configured
report-no-rate-on = the table of rates does not reach { $on }
report-figure-n-accounts = Accounts
report-figure-address = Address
report-figure-pays-into = Account to pay into
report-figure-opening-balance = Opening balance
report-figure-asked = Invoices of the period
report-figure-paid = Payments of the period
report-figure-closing-balance = Closing balance
report-figure-overdue = Overdue
report-figure-credit = Payments that pay nothing yet
report-figure-interest-on = Late interest until { $on }
report-column-on = Day
report-column-document = Document
report-column-about = About
report-column-asked = To pay
report-column-paid = Paid
report-column-balance = Balance
report-column-issued_on = Issued
report-column-due_on = Due
report-column-settled = Settled
report-column-open = Open
report-column-days_overdue = Days overdue
report-column-interest = Interest
report-column-paid_with = Paid with
report-column-invoice = Invoice
report-column-amount = Amount
report-table-account-entries = Entries
report-table-account-open = Open at the end
report-table-account-allocations = What paid what
report-definition-balance = A balance above zero is to be paid, one below zero was paid too much.
report-definition-booked = An invoice counts from the day of its issue, a payment from the day on which the bank booked it.
report-definition-open-invoices = What was not paid by its last day is overdue; a correction below zero is to be given back.
report-definition-statement-interest = Interest is that of invoices open at the end: it runs from the day after the due date (where that is a Saturday or a holiday, after the next working day), on what was unpaid on each day, at the rate of that day, a year having 365 days. This is no interest note.
report-definition-later = What happened after the period is not in the report; a later change of what a payment pays changes it, though.

## Invoice and transfer on paper

report-line-before = { $text } (before the correction)
report-payment-number = payment no. { $id }
report-split-payment = split payment
report-heading-remarks = Remarks of the document
report-heading-attached = Attachment
report-heading-transfer = Transfer
report-heading-ksef = Check in KSeF
report-transfer-slip = Transfer details
report-code-transfer = Transfer code (ZBP 2D)
report-code-without-amount = The amount is too high for a code: type it after scanning.
report-no-code-split = A transfer with split payment has no code: copy the title exactly as it stands above.
report-no-code-account = The account is not Polish: no code can hold this transfer.
report-no-code = No code can hold this transfer.
report-figure-seller = Seller
report-figure-buyer = Buyer
report-figure-customer-number = Customer number
report-figure-sites = Sites
report-figure-issued-on = Issued
report-figure-billed-days = Period
report-figure-due-on = Due
report-figure-into-account = Account of the invoice
report-figure-ksef-number = KSeF number
report-figure-corrects = Corrects invoice
report-figure-net = Net
report-figure-vat = VAT
report-figure-gross = Gross
report-figure-payable = To pay by the document
report-figure-settled = Settled
report-figure-open = Left to pay
report-figure-to-give-back = To give back
report-figure-split-payment = Payment
report-figure-payee = Payee
report-figure-payee-nip = NIP of the payee
report-figure-transfer-amount = Amount
report-figure-transfer-title = Title
report-column-line = No.
report-column-billed = Name
report-column-quantity_billed = Quantity
report-column-price = Net price
report-column-net = Net
report-column-vat = VAT
report-column-gross = Gross
report-column-rate = Rate
report-table-invoice-lines = Lines
report-table-invoice-rates = Rates of VAT
report-table-invoice-allocations = What paid it
report-table-invoice-corrections = Related invoices
report-table-transfer-invoices = What this transfer pays
report-definition-document = The document is the file { $form } with the SHA-256 digest { $digest }; this shows it and does not replace it.
report-definition-invoice-paid = What is settled is what was known when this was made.
report-definition-transfer = By the numbers in the title the payment will be known: leave them as they are. Amounts are those known when this was made.
