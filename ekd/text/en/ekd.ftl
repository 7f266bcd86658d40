# What ekd writes to people: letters and short messages.

letter-greeting = Good day,
letter-facts =
    Account:  { $login }
    When:     { $at }
    From:     { $source }
letter-footer =
    e-Klient sent this message by itself; nobody reads a reply. Its letters hold no
    links and never ask for a password.
letter-contact =
    { $kind ->
        [email] e-mail address
        [mobile] mobile number
       *[landline] landline number
    }

letter-contact_code =
    .subject = Code for a new contact of account { $login }
    .body =
        the code that confirms this contact ({ $contact }):

        {"    "}{ $code }

        The code is valid for { $minutes } min and works once. Enter it after:

            ekctl account contact confirm
    .alarm =
        If it is not you who enters this contact, do nothing and give the code to
        nobody: without it nothing changes.
    .sms = e-Klient: code { $code } confirms this number for account { $login }. Valid for { $minutes } min. Give it to nobody.

letter-contact_wanted =
    .subject = A new contact of the account { $login } waits to be confirmed
    .body =
        somebody has given a new contact ({ $contact }) for this account: { $address }.
        It counts only once the code has been entered that we sent there.
        All contacts are shown by the command:

            ekctl account show
    .alarm =
        If that was not you, set a new password at once; it ends all sessions:

            ekctl login --reset
    .sms = e-Klient, account { $login }: { $address } waits for its code. Not you? Do: ekctl login --reset

letter-contact_changed =
    .subject = Changed contact of account { $login }
    .body =
        from now on the contact ({ $contact }) of this account is { $address }.
        All contacts are shown by:

            ekctl account show
    .alarm =
        If that was not you, set a new password at once; it ends all sessions:

            ekctl login --reset

        Then correct the contact and tell customer service.
    .sms = e-Klient, account { $login }: new contact { $address }. Not you? Set a new password: ekctl login --reset

letter-contact_removed =
    .subject = Removed contact of account { $login }
    .body =
        the contact ({ $contact }) of this account has been removed. All contacts are
        shown by:

            ekctl account show
    .alarm =
        If that was not you, set a new password at once; it ends all sessions:

            ekctl login --reset

        Then correct the contact and tell customer service.
    .sms = e-Klient, account { $login }: contact removed ({ $contact }). Not you? Set a new password: ekctl login --reset

letter-password_changed =
    .subject = New password of account { $login }
    .body =
        the password of this account has been changed, and the other sessions have
        been ended. Attempts to log in are shown by:

            ekctl account log-ins
    .alarm =
        If that was not you, set a new password at once:

            ekctl login --reset

        Then tell customer service.
    .sms = e-Klient, account { $login }: password changed { $at }. Not you? Set a new one: ekctl login --reset

letter-reset_code =
    .subject = Code for a new password of account { $login }
    .body =
        the code with which a new password of this account can be set:

        {"    "}{ $code }

        The code is valid for { $minutes } min and works once. Enter it after:

            ekctl login --reset
    .alarm =
        If it is not you who asks for a new password, do nothing and give the code to
        nobody: without it the password stays.
    .sms = e-Klient, account { $login }: code for a new password { $code }, valid for { $minutes } min. Give it to nobody.

letter-reset_by_staff =
    .subject = New password of account { $login } on request
    .body =
        our staff has begun to set a new password for this account. You alone choose it;
        none of the staff sees it. The code:

        {"    "}{ $code }

        The code is valid for { $minutes } min and works once. Enter it after:

            ekctl login --reset
    .alarm =
        If you did not ask for this, do not use the code, give it to nobody, and tell
        customer service.
    .sms = e-Klient, account { $login }: our staff sent a code for a new password { $code }, valid { $minutes } min. Keep it secret.

letter-account_locked =
    .subject = Locked account { $login }
    .body =
        from this account it was said "that was not me": all other sessions have ended, and
        the present password and the tokens open nothing any more. A new password does:

            ekctl login --reset
    .alarm =
        If it was not you who said so, somebody had one of your sessions. Set a new password
        and tell customer service.
    .sms = e-Klient, account { $login }: locked { $at } after "not me". This opens it: ekctl login --reset

letter-totp_on =
    .subject = Second factor of account { $login }
    .body =
        from now on logging in to this account also needs a code of the app.
        The state of the account is shown by:

            ekctl account show
    .alarm =
        If that was not you, set a new password at once and tell customer service:

            ekctl login --reset
    .sms = e-Klient, account { $login }: code of the app switched on { $at }. Not you? Set a new password: ekctl login --reset

letter-totp_off =
    .subject = Account { $login } without a second factor
    .body =
        from now on the password is enough to log in to this account: the code of the app
        has been switched off. The state of the account is shown by:

            ekctl account show
    .alarm =
        If that was not you, set a new password at once and tell customer service:

            ekctl login --reset
    .sms = e-Klient, account { $login }: code of the app switched off { $at }. Not you? Set a new password: ekctl login --reset

letter-new_account =
    .subject = Account { $login } at e-Klient
    .body =
        the account { $login } is ready. You get the initial password separately; at the
        first log-in you choose your own:

            ekctl login
    .alarm =
        If you do not know why you have this account, tell customer service.
    .sms = e-Klient: account { $login } is ready. You get the initial password separately. Log in: ekctl login

news-alarm =
    .subject = { $head }: { $what }, { $where }
    .intro =
        { $news ->
            [raised] alarm A-{ $id } has begun:
            [risen] alarm A-{ $id } is more urgent than it was at first:
            [reminder] alarm A-{ $id } goes on and nobody has acknowledged it:
            [escalated] nobody has acknowledged alarm A-{ $id } in time, so you are told too:
           *[cleared] alarm A-{ $id } is over:
        }
    .what = What:      { $what } ({ $severity })
    .where = Where:     { $where }
    .since = Since:     { $since }
    .until = Until:     { $until } ({ $lasting })
    .value = Value:     { $value }, limit { $limit }
    .peak = Worst:     { $peak } ({ $at })
    .outdoor = Outdoors:  { $outdoor }
    .problem = Reason:    { $problem }
    .last = Last:      { $last }
    .days-left = Left:      { $days } days
    .days-over = Overdue:   { $days } days
    .lost = Lost:      { $percent } % of what flows in
    .command = See more, or acknowledge it:
    .sms = { $head }: { $what }, { $where }{ $value } since { $since } A-{ $id }
    .sms-cleared = { $head }: { $what }, { $where } { $since }-{ $until }{ $peak } A-{ $id }
news-source = source { $name }
news-point = { $site } { $name }, point { $point }
news-peak = , worst { $peak }
news-head =
    { $news ->
        [risen] More urgent
        [reminder] Still
        [escalated] No reaction
        [cleared] Over
       *[raised]
        { $severity ->
            [alarm] ALARM
            [warning] Warning
           *[notice] Notice
        }
    }
news-severity =
    { $severity ->
        [alarm] alarm
        [warning] warning
       *[notice] notice
    }
news-lasting = { $days ->
        [0] { $hours } h { $minutes } min
       *[other] { $days } d { $hours } h
    }

news-digest =
    .subject = Summary: { $n } notices, { $n_active } active
    .intro = this was not sent to you one by one (notices: { $n }, active alarms: { $n_active }):
    .line = { $since }  A-{ $id }  { $head }: { $what }, { $where }
    .times = { $line } (times: { $n })
    .log-ins = { $since }  failed tries to log in to account { $login }: { $n }
    .ceiling = { $since }  ceiling of short messages reached
    .more = … and { $n } others.
    .command = See them all:
    .sms = Summary: { $n } notices, { $n_active } active. { $first } All: { $command }

news-ceiling =
    .subject = Too many short messages: some have not left
    .body =
        as many short messages have left as may ({ $at }). More do not leave; the command that
        lists them:

            ekctl outbox list

        See whether some alarm comes and goes without end: ekctl alarms history
    .sms = e-Klient: ceiling of short messages reached { $at }. List: ekctl outbox list

news-log-ins =
    .subject = Failed tries to log in to account { $login }
    .body =
        somebody gave a wrong password for account { $login } { $n } times ({ $at }).
        Further tries have to wait now. They are listed by the command:

            ekctl account log-ins

        If it was not you, choose a new, long password and turn on codes from an app.
    .sms = e-Klient: { $n } failed tries to log in to account { $login }, { $at }. List them: ekctl account log-ins

news-report =
    .subject = Report: { $title }, { $period }
    .body =
        attached is the report “{ $title }” ({ $period }).
        It was made by itself, as the report “{ $name }” has a schedule.

        Digest of the data: { $digest }

        This command downloads the report again:

            ekctl reports download { $id }

        Whether its data has changed since then, this command tells:

            ekctl reports check { $id }

        This command shows the schedules:

            ekctl reports saved
    .sms = e-Klient: the report { $title } ({ $period }) is ready. Download it: ekctl reports download { $id }
news-test =
    .subject = Test message for account { $login }
    .body =
        this is only a test ({ $at }): notices for account { $login } arrive here.
        The settings are shown by the command:

            ekctl notifications settings show
    .sms = e-Klient: this is only a test for account { $login }, { $at }. Notices arrive here.

news-ticket =
    .subject = [{ $number }] { $head }{ $subject }
    .intro =
        { $news ->
            [ticket_answered] The customer service office has answered your ticket { $number }.
            [ticket_settled]
                { $state ->
                    [closed] Ticket { $number } is closed.
                   *[other] Ticket { $number } is solved.
                }
            [ticket_opened] There is a new ticket { $number }.
            [ticket_written] The customer has written about ticket { $number }.
            [ticket_reopened] Ticket { $number } is open again.
            [ticket_assigned] Ticket { $number } is yours now.
            [ticket_overdue] The time for ticket { $number } has run out.
            [ticket_bounced] A letter about ticket { $number } came back.
           *[other] There is something new about ticket { $number }.
        }
    .what = About:     { $subject } ({ $category })
    .customer = Customer:  { $customer }
    .where = Site:      { $where }
    .priority = Priority:  { $priority }
    .state = State:     { $state }
    .due = Due:       { $due }
    .detail-since = Since:     { $value }
    .detail-place = Place:     { $value }
    .detail-meter_serial = Meter:     { $value }
    .detail-invoice_number = Invoice:   { $value }
    .detail-wanted_from = From:      { $value }
    .detail-contracted_power = Power:     { $value } MW
    .bounced = Returned:  { $recipient } ({ $status })
    .text = Text ({ $writer }, { $at }):
    .text-of-nobody = Text ({ $at }):
    .cut = (the rest: ekctl tickets show { $number })
    .enclosed = Enclosed: { $names }
    .left-out = Without attachments that ekctl tickets show { $number } shows: { $names }
    .readings = readings { $site }
    .answer-customer-mail =
        You can answer this letter or use the command:

            ekctl tickets reply { $number }
    .answer-customer-command =
        To answer, use the command:

            ekctl tickets reply { $number }
    .answer-correspondent-mail =
        You can answer this letter; leave the number of the ticket in the subject.
    .answer-correspondent-command =
        If you want to answer, name the ticket { $number }.
    .answer-office-mail =
        The customer will read an answer to this letter. The ticket is shown by:

            ekctl tickets show { $number }
    .answer-office-command =
        To see the ticket and to answer it:

            ekctl tickets show { $number }
            ekctl tickets reply { $number }
    .answer-outside-mail =
        The customer will read an answer to this letter.
    .answer-outside-command =
        The ticket waits in e-Klient.
    .footer =
        Letters of e-Klient hold no links and never ask for a password.
    .sms = { $head } { $number }: { $subject }. Text: ekctl tickets show { $number }
    .line = { $since }  { $number }  { $head }: { $subject }
news-ticket-head =
    { $news ->
        [ticket_settled]
            { $state ->
                [closed] Closed
               *[other] Solved
            }
        [ticket_opened] New
        [ticket_written] The customer wrote
        [ticket_answered] Answer
        [ticket_reopened] Open again
        [ticket_assigned] Yours
        [ticket_overdue] Overdue
        [ticket_bounced] Letter came back
       *[other] Change
    }
news-ticket-category =
    { $category ->
        [no_heating] no heating
        [too_hot] too hot
        [too_cold] too cold
        [leak] leak
        [meter] meter
        [invoice] invoice
        [contract] contract
        [heating_start] start of heating
        [heating_stop] end of heating
        [contracted_power] contracted power
        [outage] outage
       *[other] something else
    }
news-ticket-priority =
    { $priority ->
        [low] low
        [high] high
        [urgent] urgent
       *[normal] normal
    }
news-ticket-state =
    { $state ->
        [new] new
        [open] open
        [waiting] waits for the customer
        [solved] solved
        [closed] closed
        [reopened] open again
       *[other] other
    }

news-ticket-received =
    .subject = [{ $number }] Received
    .body =
        Your letter has reached the customer service office. The ticket has the number { $number }.
    .answer-mail =
        If you want to add something, answer this letter.
    .answer-number =
        If you want to add something, write to us with this number in the subject.
    .footer =
        This receipt was sent by e-Klient itself. Its letters hold no links and never ask for
        a password.
    .sms = Customer service: ticket received, number { $number }.

news-billing =
    .subject =
        { $news ->
            [invoice_arrived] New invoice { $invoice }, { $payable }
            [due_soon] Due: invoice { $invoice }, { $open }
            [due_over] Overdue: invoice { $invoice }, { $open }
            [payment_booked] Payment booked: { $paid }
            [payment_unmatched] Payment to be looked at: { $paid }
            [invoice_unassigned] Invoice of no customer: { $invoice }
            [file_refused] Refused file: { $file }
           *[other] Billing: a change
        }
    .intro =
        { $news ->
            [invoice_arrived] There is a new invoice:
            [due_soon]
                { $when ->
                    [today] Today is the last day to pay this invoice:
                   *[other]
                        { $days ->
                            [one] Tomorrow is the last day to pay this invoice:
                           *[other] This invoice is due in { $days } days:
                        }
                }
            [due_over]
                { $days ->
                    [one] Yesterday was the last day to pay this invoice:
                   *[other] This invoice was due { $days } days ago:
                }
            [payment_booked] We have booked a payment:
            [payment_unmatched] Nobody knows whose payment this is:
            [invoice_unassigned] Nobody knows whose invoice this is:
            [file_refused] The file could not be taken, nothing of it was written:
           *[other] There is something new in billing:
        }
    .line-file = File:        { $file }
    .line-customer = Customer:    { $customer }
    .line-invoice = Invoice:     { $invoice }
    .line-payable = Amount:      { $payable }
    .line-open = To pay:      { $open }
    .line-due = Due:         { $due }
    .line-paid = Payment:     { $paid }
    .line-booked = Day:         { $booked }
    .line-payer = From:        { $payer }
    .line-title = Title:       { $title }
    .command =
        { $news ->
            [due_soon] What to transfer, and all that is to be paid, is shown by:
            [due_over] What to transfer, and all that is to be paid, is shown by:
           *[other] More is shown by:
        }
    .sms =
        { $news ->
            [invoice_arrived] e-Klient: new invoice { $invoice }, { $payable }, due { $due }. ekctl invoices list
            [due_soon] e-Klient: invoice { $invoice }, pay { $open } until { $due }. ekctl dues list
            [due_over] e-Klient: invoice { $invoice } is overdue ({ $due }), pay { $open }. ekctl dues list
            [payment_booked] e-Klient: payment { $paid } of { $booked } is booked. ekctl payments list
            [payment_unmatched] e-Klient: payment { $paid } of { $booked }, nobody knows whose. ekctl payments unmatched
            [invoice_unassigned] e-Klient: invoice { $invoice }, nobody knows whose. ekctl invoices list --unassigned
            [file_refused] e-Klient: refused file { $file }. ekctl invoices files
           *[other] e-Klient: a change in billing. ekctl dues balances
        }
    .head =
        { $news ->
            [invoice_arrived] New invoice { $invoice }
            [due_soon] Invoice { $invoice } is due
            [due_over] Invoice { $invoice } is overdue
            [payment_booked] Payment { $paid }
            [payment_unmatched] Payment of nobody { $paid }
            [invoice_unassigned] Invoice of no customer { $invoice }
            [file_refused] Refused file { $file }
           *[other] Change in billing
        }
    .line =
        { $news ->
            [invoice_arrived] { $since }  { $head }: { $payable }, due { $due }
            [due_soon] { $since }  { $head }: { $open }, { $due }
            [due_over] { $since }  { $head }: { $open }, { $due }
           *[other] { $since }  { $head }
        }

news-kind-source_silent = source silent
    .advice = Check that the system that the source reads from works, and the way to it.
news-kind-meter_silent = meter silent
    .advice = Check the meter's power supply and the way of its readings.
news-kind-leak = leak
    .advice = Send somebody there, and close the valves if need be.
news-kind-water_lost = water lost
    .advice = Compare both flows and look for a leak in the building.
news-kind-meter_fault = meter fault
    .advice = Check the meter's sensors and mounting; do not trust its readings until then.
news-kind-difference_low = low temperature difference
    .advice = Check the control valve and bypasses: the water comes back hardly cooler.
news-kind-return_hot = hot return
    .advice = Check the substation's control and exchanger: the return is hotter than allowed.
news-kind-supply_off_table = supply off the table
    .advice = Check the supply temperature of the network; many substations are usually concerned.
news-kind-circuit_off_curve = circuit off the curve
    .advice = Check the controller and its heating curve.
news-kind-power_above_contract = power above contract
    .advice = Reduce the load, or check whether the contracted power is enough.
news-kind-register_doubtful = doubtful register
    .advice = Look at the values and decide about them: ekctl quarantine list
news-kind-no_consumption = no consumption
    .advice = Check that the substation works: it is cold and nothing is used.
news-kind-meter_clock = meter clock
    .advice = Set the meter's clock.
news-kind-verification_due = verification due
    .advice = Plan a new meter or a new verification.
news-kind-limit = limit exceeded
    .advice = Find out why the value is beyond its limit.
news-kind-unknown = other alarm
    .advice = See the alarm's details.

## Titles of tickets

ticket-subject = { $category ->
        [no_heating] No heating
        [too_hot] Too hot
        [too_cold] Too cold
        [leak] Leak
        [meter] Meter
        [invoice] Invoice
        [contract] Contract
        [heating_start] Heating on
        [heating_stop] Heating off
        [contracted_power] Change of contracted power
        [outage] When does the outage end
       *[other] Another matter
    }
ticket-not-me = Not me: a log-in to the account { $login }
ticket-not-me-text = The holder of the account { $login } reported a log-in that was not theirs. The other sessions were ended, and the account is locked until a new password is set. Look at the history of log-ins, and contact that person in another way.

## Paper: the words on every report and chart

paper-page = page { $page } of { $pages }
paper-coverage = Data coverage: { $share } % ({ $n } of { $expected } readings)
paper-zone = local time: { $zone }
paper-marks = definition digest { $definition } · data digest { $data }
paper-definitions = How it was computed
paper-no-data = no data
paper-no-rows = Nothing in this period.
paper-more = … and { $n } more

## Charts on paper

drawing-site = Building
drawing-point = Metering point
drawing-from = From
drawing-compared = { $name }, compared
drawing-coverage = Readings
drawing-replaced = meter replaced
drawing-sum = { $name }: sum { $sum }.
drawing-sum-compared = { $name }: sum { $sum }; in the intervals wholly known in both periods { $own } against { $before } ({ $change } %).
drawing-extremes = { $name }: least { $min }, mean { $mean }, greatest { $max }.
drawing-nothing = { $name }: no readings in this period.
drawing-missing = { $name }: no data in { $missing } of { $all } intervals.
drawing-late = { $name }: the bar from { $from } holds what was used until { $until }, since there was a gap between those readings.
drawing-damaged = A part of the archive's records is damaged: readings of it are shown here as missing.
drawing-definition-register = A bar is the sum of the differences between readings of the meter that begin in its interval; what was used in a gap counts in the interval in which the gap began.
drawing-definition-gauge = A line is the mean of the readings in an interval; where there are none, the line is broken.
drawing-scatter = { $name } against the outdoor temperature
drawing-hours = means of hours
drawing-wanted = wanted
drawing-n-hours = Hours in which both are known: { $n }; period { $period }.
drawing-definition-scatter = A dot is the mean of the readings of an hour against the mean outdoor temperature of that hour; the dashed line is the curve in force at the end of the period.
drawing-signature = Energy signature
drawing-days = days
drawing-outliers = outlying days
drawing-fitted = signature
drawing-n-days = Days to which the signature was fitted: { $n }; period { $period }.
drawing-base = Temperature below which the building is heated (tb)
drawing-independent = Use that does not depend on the weather (a), with the 95 % interval
drawing-slope = Use per degree day (b), with the 95 % interval
drawing-explained = Variance of the use explained by the weather (R²)
drawing-deviation = Deviation of a day from the signature, CV(RMSE)
drawing-left-out = Days left out as outliers
drawing-definition-signature = E = a + b · Sd(tb) a day; Sd(tb) is the sum of the differences between tb and the hourly means of the outdoor temperature, divided by 24; tb is the one whose line fits the days best.

# The question about a bill that its check proposes
bill-draft-subject = Invoice { $number }: please check
bill-draft-opening = Please check invoice { $number } of { $issued }. It differs from contract, tariff or readings:
bill-draft-line = Line { $number } { $what }: billed { $billed }, should be { $wanted } ({ $reasons })
bill-draft-sums = Sum on the invoice: net { $net }, VAT { $vat }, gross { $gross }; should be: net { $wanted_net }, VAT { $wanted_vat }, gross { $wanted_gross }
bill-draft-register = Registers of { $point }: { $from } – { $opening }, { $until } – { $closing }
bill-draft-closing = Please explain or correct it.
