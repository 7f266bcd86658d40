# Words of the dashboard ektui. Short names of actions (.short) stand in the footer.

demo = DEMO
loading = loading…
never = never
too-small = The window is too small: { $width } columns and { $height } rows are needed. Enlarge it and everything comes back.

tab-sites = Sites
tab-system = System
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
failed-retry = r = try again

action-open = Site in detail
    .short = details
action-approach = Closer: the period pointed at
action-poll = Ask the source now
    .short = ask now
action-up = Up
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
news-recovered = source { $source } works again
news-replaced = meter replaced by { $serial }
news-removed = readings removed by rule { $rule }
