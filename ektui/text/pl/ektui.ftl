# Słowa pulpitu ektui. Skrócone nazwy czynności (.short) stoją w stopce.

demo = DEMO
loading = pobieram…
never = nigdy
too-small = Okno jest za małe: potrzeba co najmniej { $width } kolumn i { $height } wierszy. Powiększ je, a wszystko wróci.

tab-sites = Obiekty
tab-system = System
place-sites = { $n ->
    [one] { $n } obiekt
    [few] { $n } obiekty
   *[many] { $n } obiektów
  }
place-troubled = { $n ->
    [one] { $n } wymaga uwagi
    [few] { $n } wymagają uwagi
   *[many] { $n } wymaga uwagi
  }
place-outdoor = zewn. { $degrees } °C
place-system = System: ekd, źródła danych, dokumenty
data-live = na żywo { $at }
data-from = dane z { $at }
data-none = brak danych
state-connecting = łączę z ekd…
banner-down = ROZŁĄCZONO z ekd od { $since }
banner-retry = ponowię za { $seconds } s
banner-key = r = teraz
failed-retry = r = spróbuj ponownie

action-open = Szczegóły obiektu
    .short = szczegóły
action-approach = Bliżej: wskazany okres
action-poll = Odpytaj źródło teraz
    .short = odpytaj
action-up = W górę
action-down = W dół
action-page-up = Strona w górę
action-page-down = Strona w dół
action-first = Na początek
action-last = Na koniec
action-previous = Poprzedni okres
    .short = okres
action-next = Następny okres
action-day = Doba
action-week = Tydzień
action-month = Miesiąc
action-season = Sezon grzewczy
action-next-topic = Następna wielkość
action-compare = Porównanie: następne
action-read-out = Kursor na wykresie
    .short = kursor
action-table = Tabela albo wykres
    .short = tabela
action-narrow = Krótszy okres
action-widen = Dłuższy okres
action-filter = Filtr listy
    .short = filtr
action-sort = Sortowanie
    .short = sort
action-export = Zapis do pliku
    .short = eksport
action-copy = Kopia do schowka
action-refresh = Odśwież, połącz ponownie
    .short = odśwież
action-show-sites = Obiekty
action-show-system = System: źródła i dokumenty
action-palette = Polecenia i obiekty
    .short = polecenia
action-command-line = To samo w ekctl
    .short = ekctl
action-help = Pomoc
    .short = pomoc
action-redraw = Narysuj ekran od nowa
action-suspend = Do powłoki (wróć: fg)
action-back = Wstecz; na liście q: koniec
    .short = wróć

pane-list = Lista:{" "}
pane-chart = Wykres:{" "}
column-site = OBIEKT
column-power = MOC kW
column-contracted = %ZAM
column-supply = ZASIL
column-return = POWR
column-flow = m³/h
column-today = GJ DZIŚ
column-strip = 24 h
list-more = … jeszcze { $n }{ $above ->
    [0] {""}
   *[other] {" "}(wyżej { $above })
  }
sites-cut = wczytano { $loaded } z { $all }, reszta: ekctl sites live
sites-summary = { $shown } z { $total } · sort: { $sort } · filtr: { $filter }
filter-none = brak
sites-none = Nie ma jeszcze żadnego obiektu.
sites-none-hint = Obiekty pojawią się z pierwszym dokumentem: 9 = źródła danych, { $ekctl } readings import PLIK.
sites-filtered-out = Filtr „{ $filter }” nie przepuszcza żadnego obiektu. Esc = usuń filtr.

sort-title = Sortuj według
sort-state = stan
sort-code = kod
sort-name = nazwa
sort-power = moc
sort-contracted = % mocy zamówionej
sort-supply = zasilanie
sort-return = powrót
sort-flow = przepływ
sort-today = zużycie dziś

strip-meter = licznik { $serial }
strip-contracted = moc zamówiona { $power } MW
strip-points = { $n ->
    [one] { $n } układ pomiarowy
    [few] { $n } układy pomiarowe
   *[many] { $n } układów pomiarowych
  }
strip-doubt = WĄTPLIWE: kwarantanna, ostatnio { $since } · { $ekctl } quarantine list
strip-read-at = odczyt { $at }
state-doubtful = WĄTPLIWE od { $since } · wartości czekają w kwarantannie · { $ekctl } quarantine list
state-silent = CISZA od { $since } · poniżej ostatnie znane wartości
state-late = SPÓŹNIONE · ostatni odczyt { $since }
state-live = Odczyty przychodzą na czas
state-no-data = Z tego obiektu nie przyszedł jeszcze żaden odczyt
state-unknown = Stan nieznany: ekd jest nowszy niż ten program
used-unknown = zużycie doby nieznane
used-today = zużycie doby { $energy } GJ
used-a-year-ago = rok temu { $energy }

short-energy = Energia
short-volume = Objętość
short-supply = Zasilanie
short-return = Powrót
short-difference = dT
short-flow = Przepływ
short-power = Moc
short-operating-time = Godziny
short-error-time = Godz. błędu
short-outdoor = Zewn.
short-heating-set = c.o. zadana
short-heating = c.o.
short-hot-water-set = c.w.u. zadana
short-hot-water = c.w.u.

topic-energy = Energia
topic-power = Moc
topic-temperatures = Temperatury
topic-flow = Przepływ
topic-volume = Objętość
span-day = doba: { $span }
span-week = tydzień: { $span }
span-month = miesiąc: { $span }
span-season = sezon: { $span }
view-day = d doba
view-week = w tydzień
view-month = m miesiąc
view-season = o sezon
choice-right = Tab wielkość  c porównanie: { $comparison }
choice-right-short = c: { $comparison }
compare-last-year = rok temu
compare-weekdays = 52 tyg. temu
compare-previous = poprz. okres
compare-nothing = brak
per-hour = { $unit } na godzinę
per-day = { $unit } na dobę
per-month = { $unit } na miesiąc
legend-missing = brak danych
legend-beyond = z luką po
legend-replaced = licznik od nowa

total-hours = { $known }/{ $over } h
total-days = { $known }/{ $over } d
total-months = { $known }/{ $over } mies.
total-mean = śr.
total-last-year = rok temu
total-weekdays = 52 tyg. temu
total-previous = poprzednio
total-running = w toku:

note-newest = najnowszy odczyt { $day } (End)
note-coverage = dane { $share } %
note-coverage-unknown = pokrycie nieznane
note-damaged = ? { $period }: uszkodzone (ekctl archive verify)
note-replaced = { $mark } { $at }: wymiana lub obrót licznika
note-gap = luka { $gap }
note-gaps-more = { $n ->
    [one] i jeszcze { $n } luka
    [few] i jeszcze { $n } luki
   *[many] i jeszcze { $n } luk
  }
note-odd-day = { $day }: doba { $hours } h
note-zone = czas: { $zone }
gap-open = od { $from }, trwa

table-period = OKRES
table-min = MIN
table-max = MAX
table-compared = PRZEDTEM
table-change = ZMIANA
table-coverage = DANE
table-beyond = z luką po

weekday-1 = pn
weekday-2 = wt
weekday-3 = śr
weekday-4 = cz
weekday-5 = pt
weekday-6 = so
weekday-7 = nd
month-1 = styczeń
month-2 = luty
month-3 = marzec
month-4 = kwiecień
month-5 = maj
month-6 = czerwiec
month-7 = lipiec
month-8 = sierpień
month-9 = wrzesień
month-10 = październik
month-11 = listopad
month-12 = grudzień

system-daemon = ekd { $version } · działa od { $since } · czas: { $zone }
system-archive = Obiekty { $sites } · układy { $points } · dokumenty { $documents } · najnowszy odczyt { $data }
system-troubles = Odłożone dokumenty { $parked } · wartości w kwarantannie { $quarantined } · niedziałające źródła { $failing }
system-sources = Źródła danych
system-sources-heading = ŹRÓDŁO|RODZAJ|STAN|DANE Z|DOKUMENTY
system-source-documents = { $documents }, odłożone { $parked }
system-no-sources = Nie skonfigurowano żadnego źródła: ekd config init, potem ekd check-config.
system-failing = nie działa od { $since }, próby: { $attempts } · { $problem }
system-stale = nic nowego od { $since }
system-documents = Ostatnie dokumenty
system-no-documents = Nie przyszedł jeszcze żaden dokument.
system-document-time = PRZYSZEDŁ
system-document-name = DOKUMENT
document-parked = odłożony: { $problem }
tally-stored = ZAPIS.
tally-duplicate = POWT.
tally-quarantined = KWARANT.
tally-rejected = ODRZUC.

help-title = Pomoc: Enter wykonuje
command-title = To samo poleceniem
export-title = Zapisz jako
export-csv = CSV
export-excel = CSV dla Excela
export-json = JSON
palette-nothing = Nic takiego nie ma.

hints-help = ▲▼ wybór  Enter wykonaj  Esc zamknij
hints-palette = ▲▼ wybór  Enter wykonaj  Esc zamknij
hints-filter = np. lakowa, stan:cisza, moc>80, -szkoła  Enter gotowe  Esc usuń
hints-sort = ▲▼ wybór  Enter lub s: sortuj, ponownie: odwróć  Esc zamknij
hints-choice = ▲▼ wybór  Enter zapisz  Esc zamknij
hints-command = Enter kopiuje  Esc zamknij

toast-copied = wysłano do schowka
toast-saved = zapisano { $path }
toast-not-saved = nie zapisano: { $reason }
toast-polled = odpytuję źródło { $source }
toast-import = { $source }: dokumenty wgrywa się ręcznie, nie ma kogo pytać
toast-not-polled = nie odpytano: { $reason }
toast-quit = q = wyjście
toast-back = połączono ponownie
news-readings = nowe odczyty
news-parked = odłożono dokument { $name }
news-failing = źródło { $source } nie działa
news-recovered = źródło { $source } znów działa
news-replaced = wymieniono licznik na { $serial }
news-removed = usunięto odczyty według reguły { $rule }
