# Słowa pulpitu ektui. Skrócone nazwy czynności (.short) stoją w stopce.

demo = DEMO
loading = pobieram…
never = nigdy
too-small = Okno jest za małe: potrzeba co najmniej { $width } kolumn i { $height } wierszy. Powiększ je, a wszystko wróci.

tab-sites = Obiekty
    .short = Ob.
tab-account = Konto
    .short = Konto
tab-customers = Klienci
    .short = Kl.
tab-system = System
    .short = Sys.
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
stale = dane z { $at }, bo: { $reason }
failed-retry = r = spróbuj ponownie

action-open = Szczegóły obiektu
    .short = szczegóły
action-approach = Bliżej: wskazany okres
action-poll = Odpytaj źródło teraz
    .short = odpytaj
action-change = Zmień wskazany wiersz
    .short = zmień
action-open-customer = Karta klienta
    .short = karta
action-next-tab = Następna część konta
    .short = dalej
action-not-me = To nie ja: zablokuj konto
    .short = to nie ja
action-new-token = Nowy token
    .short = nowy
action-end-session = Zakończ sesję
    .short = zakończ
action-end-others = Zakończ pozostałe sesje
action-revoke = Unieważnij token
    .short = unieważnij
action-change-password = Zmień hasło
action-change-contact = Zmień telefon lub e-mail
action-confirm-code = Wpisz kod z nowego adresu
action-switch-totp = Drugi składnik logowania
action-log-out = Wyloguj
action-up = W górę
    .short = wiersz
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
action-show-account = Konto: dane, sesje, tokeny
action-show-customers = Klienci
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
list-summary = { $shown } z { $total } · sort: { $sort } · filtr: { $filter }
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
wanted-by-table = wg tabeli { $degrees }
wanted-by-curve = wg krzywej { $degrees }
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
short-return-volume = Obj. powrotu
short-info-code = Kod info
short-clock-offset = Zegar

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
note-wanted = przy { $outdoor } °C chciane: { $parts }
wanted-supply = zasilanie { $degrees } °C wg tabeli sieci
wanted-heating = c.o. { $degrees } °C wg krzywej
note-info-code = kod informacyjny licznika { $code }
note-info-bits = licznik zgłasza: { $names } ({ $code })
note-verification = legalizacja do { $until }
note-verification-over = legalizacja licznika skończyła się { $until }
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
help-page = Pomoc: Enter wykonuje · strona { $page } z { $pages }
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
news-mailbox-failing = skrzynki pocztowej BOK nie da się odczytać
news-mailbox-recovered = skrzynka pocztowa BOK znów działa
news-recovered = źródło { $source } znów działa
news-replaced = wymieniono licznik na { $serial }
news-removed = usunięto odczyty według reguły { $rule }
news-ceiling =
    { $ceiling ->
        [installation_day] za dużo SMS-ów w ciągu doby: kolejne nie są wysyłane
       *[recipient_hour] za dużo SMS-ów na jeden numer: kolejne nie są wysyłane
    }

role-customer = klient
role-manager = zarządca
role-technician = technik
role-clerk = pracownik BOK
role-administrator = administrator
standing-active = czynne
standing-locked = zablokowane
standing-disabled = zamknięte
standing-erased = dane usunięte
standing-unknown = stan nieznany
right-finance = finanse
right-technical = technika
right-admin = konta klienta
right-unknown = nieznane
right-none = tylko odczyty
method-password = hasło
method-password_and_code = hasło i kod
method-session = trwająca sesja
method-token = token
method-peer = konto serwera
method-reset = kod resetu
method-unknown = nieznany
outcome-success = zalogowano
outcome-wrong_password = błędne hasło
outcome-wrong_code = błędny kod
outcome-unfinished = dobre hasło, bez kodu
outcome-waiting = po wielu błędach
outcome-closed = konto zamknięte
outcome-expired = hasło nieważne
outcome-unknown_name = nieznana nazwa
outcome-unknown = wynik nieznany
contact-mobile = Telefon komórkowy
contact-email = E-mail
contact-landline = Telefon stacjonarny
contact-pending = czeka na kod: { $address } (do { $until })
scope-read = odczyt
scope-operate = odczyt i zmiany
password-none = brak
password-initial = początkowe
password-own = własne
password-unknown = nieznane
denied = Rola „{ $role }” na to nie pozwala: { $what }.

field-login = Nazwa
field-password = Hasło
field-current = Obecne hasło
field-code = Kod
field-new-password = Nowe hasło
field-again = Nowe hasło jeszcze raz
field-kind = Rodzaj
field-address = Numer lub adres
field-name = Nazwa
field-scope = Zakres
field-days = Ważny dni
field-empty = pole jest puste
field-differs = hasła różnią się od siebie
field-days-wrong = liczba od 1 do { $most }
button-go-on = Dalej
button-forgotten = Nie pamiętam hasła
button-quit = Wyjdź
button-cancel = Anuluj
button-change = Zmień
button-confirm = Potwierdź
button-create = Utwórz
button-totp-off = Wyłącz
button-end-session = Zakończ sesję
button-end-others = Zakończ pozostałe
button-revoke = Unieważnij
button-not-me = To nie ja

log-in-program = e-Klient · ektui { $version }
log-in-again = { $reason }. Zaloguj się ponownie: wszystko zostało tak, jak było.
log-in-over = { $reason }. Zaloguj się ponownie.
log-in-title = Logowanie
log-in-title-code = Kod z aplikacji uwierzytelniającej
log-in-title-new-password = Nowe hasło w miejsce początkowego
log-in-title-enrolment = Drugi składnik
log-in-title-forgotten = Nie pamiętam hasła
log-in-title-reset = Nowe hasło
log-in-code = Hasło jest poprawne. Wpisz kod, który pokazuje teraz aplikacja w telefonie.
log-in-initial = Hasło początkowe służy tylko do ustawienia własnego.
log-in-forgotten = Na potwierdzony adres lub telefon konta zostanie wysłany kod, ważny 15 minut.
log-in-code-sent = Jeśli jest takie konto i ma potwierdzony adres, kod jest już w drodze.
log-in-password-set = Nowe hasło już obowiązuje.
log-in-refused-hint = Po pięciu błędach trzeba odczekać od 30 s do godziny. Nowe hasło: przycisk „Nie pamiętam hasła”.
log-in-demo = Demonstracja: anna (zarządca), tomek (technik), maria (BOK), root (administrator). Hasło każdego z nich: demo
log-in-from = z { $source }
password-rules = Co najmniej 15 znaków, przy drugim składniku co najmniej 8; najwyżej 256. Dowolne znaki, także spacje i polskie litery; dobre jest zdanie z kilku niezwiązanych słów. Bez nazwy konta, klienta i programu.
enrolment-picture = Zeskanuj obraz w aplikacji uwierzytelniającej albo wpisz do niej sekret, potem podaj kod, który ona pokaże.
enrolment-letters = Wpisz ten sekret do aplikacji uwierzytelniającej (rodzaj: TOTP, czasowy), potem podaj kod, który ona pokaże.

previous-who = { $name } ({ $login }), { $role }
previous-success = Ostatnie udane logowanie:
previous-failure = Ostatnia nieudana próba:
previous-failures-since = { $n ->
    [one] { $n } NIEUDANA PRÓBA od ostatniego udanego logowania
    [few] { $n } NIEUDANE PRÓBY od ostatniego udanego logowania
   *[many] { $n } NIEUDANYCH PRÓB od ostatniego udanego logowania
  }
previous-no-failures = Od ostatniego udanego logowania nie było nieudanych prób.
previous-advice = Jeśli to nie Ty próbowałeś albo powyższe logowanie nie było Twoje, naciśnij n.

confirm-title = Tego nie da się cofnąć
confirm-own-session = Zakończyć tę sesję? Trzeba będzie zalogować się ponownie.
confirm-session = Zakończyć sesję programu { $client } z { $source }, trwającą od { $since }?
confirm-others = Zakończyć wszystkie sesje tego konta oprócz tej?
confirm-token = Unieważnić token „{ $name }”? Skrypty, które go używają, przestaną działać od razu.
confirm-not-me = Zakończyć wszystkie inne sesje i zablokować konto? Obecne hasło przestanie działać; zaraz potem ustawisz nowe.

place-account = Konto:
place-customers = Klienci
place-customer = Klient { $number }
part-details = dane
part-log-ins = logowania
part-sessions = sesje
part-tokens = tokeny
account-password = Hasło
account-totp = Drugi składnik
account-totp-on = włączony
account-totp-off = wyłączony
account-customers = Klienci, w których imieniu działa to konto
account-staff = Konto pracownika: nie działa w imieniu żadnego klienta.
account-no-customers = To konto nie działa teraz w imieniu żadnego klienta.
account-mandate = { $period } · { $rights }
account-no-log-ins = Nie ma jeszcze żadnych logowań.
account-no-sessions = Nie ma otwartych sesji.
account-no-tokens = Nie ma tokenów. n = nowy token dla skryptu.
account-this-session = ta
account-token-over = nieważny
period-since = od { $from }
period-until = od { $from } do { $until }
column-when = KIEDY
column-outcome = WYNIK
column-method = SPOSÓB
column-source = SKĄD
column-client = PROGRAM
column-since = OD
column-used = UŻYTO
column-until = DO
column-own = {""}
column-name = NAZWA
column-scope = ZAKRES
column-number = NUMER
column-address = ADRES

sheet-password = Zmiana hasła
sheet-contact = Zmiana telefonu lub adresu
sheet-contact-rules = Nowy numer lub adres liczy się, gdy wpiszesz kod, który na niego przyjdzie; do tego czasu wiadomości idą na dotychczasowy. Puste pole usuwa dotychczasowy.
sheet-contact-code = Potwierdzenie numeru lub adresu
sheet-contact-code-rules = Wpisz kod, który przyszedł na nowy numer lub adres.
sheet-code-sent = Kod wysłano na { $address }. Dotychczasowy adres dostał o tym wiadomość.
sheet-totp = Włączenie drugiego składnika
sheet-totp-rules = Podaj obecne hasło; w następnym kroku dostaniesz sekret dla aplikacji uwierzytelniającej.
sheet-totp-off = Wyłączenie drugiego składnika
sheet-totp-off-rules = Bez drugiego składnika konto chroni samo hasło: musi wtedy mieć co najmniej 15 znaków.
sheet-token = Nowy token
sheet-token-rules = Tokenem loguje się skrypt: ekctl --token-file PLIK. Sekret zobaczysz tylko raz. Spacja zmienia zakres.
sheet-not-me = { $n ->
    [one] Zakończono { $n } sesję i zablokowano konto. Ustaw teraz nowe hasło: ono je odblokuje.
    [few] Zakończono { $n } sesje i zablokowano konto. Ustaw teraz nowe hasło: ono je odblokuje.
   *[many] Zakończono { $n } sesji i zablokowano konto. Ustaw teraz nowe hasło: ono je odblokuje.
  }
token-title = Token „{ $name }”
token-once = To jedyny raz, gdy widać ten sekret. Zapisz go w pliku, który czyta tylko jego właściciel (chmod 600).
token-facts = { $scope } · ważny do { $until }

customer-number = Numer klienta
customer-name = Nazwa
customer-address = Adres
customer-phone = tel. { $phone }
customer-card-phone = Telefon
customer-card-email = E-mail
customer-erased = dane osobowe usunięto { $at }
customer-name-erased = (dane usunięte)
customer-sites = Obiekty
customer-mandates = Pełnomocnictwa
customer-accounts = Konta
customer-nothing = brak
customers-none = Nie ma jeszcze żadnego klienta: { $ekctl } customers save
customers-filtered-out = Filtr „{ $filter }” nie przepuszcza żadnego klienta. Esc = usuń filtr.
customers-summary = { $shown } z { $total } · filtr: { $filter }
customers-summary-cut = { $shown } z { $total }, jest ich więcej: zawęź filtrem · filtr: { $filter }

hints-log-in = ▲▼ Tab pole  Enter dalej  Esc wstecz  Ctrl-C wyjście
hints-previous = Enter dalej  n to nie ja
hints-confirm = ◄► wybór  Enter wykonaj  Esc anuluj
hints-sheet = ▲▼ Tab pole  Spacja wybór  PgDn przyciski  Enter dalej  Esc wyjdź
hints-token = y kopiuj do schowka  Enter zamknij
toast-password-changed = zmieniono hasło; pozostałe sesje zakończono
toast-contact-confirmed = potwierdzono: nowy adres już obowiązuje
toast-contact-removed = usunięto
toast-totp-on = włączono drugi składnik
toast-totp-off = wyłączono drugi składnik
toast-sessions-ended = { $n ->
    [one] zakończono { $n } sesję
    [few] zakończono { $n } sesje
   *[many] zakończono { $n } sesji
  }
toast-token-revoked = unieważniono token
toast-session-file = nie użyto pliku sesji: { $reason }
news-alarm = alarm: { $kind }
alarm-source_silent = źródło milczy
alarm-meter_silent = licznik milczy
alarm-leak = wyciek
alarm-water_lost = ubytek wody
alarm-meter_fault = usterka licznika
alarm-difference_low = za mała różnica temperatur
alarm-return_hot = za gorący powrót
alarm-supply_off_table = zasilanie poza tabelą
alarm-circuit_off_curve = obieg poza krzywą
alarm-power_above_contract = moc ponad zamówioną
alarm-register_doubtful = wątpliwy stan licznika
alarm-no_consumption = brak zużycia
alarm-meter_clock = zegar licznika
alarm-verification_due = legalizacja
alarm-limit = próg przekroczony
alarm-unknown = nieznany

tab-alarms = Alarmy
    .short = Al.
place-rule = Reguła { $name }
part-active = aktywne
part-history = historia
part-rules = reguły
action-open-alarm = Alarm z historią
    .short = szczegóły
action-show-cause = Wykres obiektu
    .short = wykres obiektu
action-acknowledge = Potwierdź alarm
    .short = potwierdź
action-mute = Wycisz alarm
    .short = wycisz
action-undo = Cofnij to, co przed chwilą
    .short = cofnij
action-open-rule = Reguła ze wszystkimi progami
    .short = szczegóły
action-new-rule = Nowa reguła: próg
    .short = nowa
action-edit-rule = Zmień regułę
    .short = zmień
action-switch-rule = Włącz albo wyłącz regułę
    .short = wł./wył.
action-remove-rule = Usuń regułę
    .short = usuń
action-next-part = Następna część
    .short = dalej
action-show-alarms = Alarmy, historia, reguły
column-alarm = NR
column-kind = RODZAJ
column-what = CO
column-state = STAN
column-severity = WAGA
sort-urgency = pilność
sort-since = od kiedy
sort-number = numer
sort-site = obiekt
sort-kind = rodzaj
severity-notice = uwaga
severity-warning = ostrzeżenie
severity-alarm = alarm
state-new = nowy
state-acknowledged = potwierdzony
    .short = potw.
state-acknowledged-by = potw. { $by }
state-muted = wyciszony
    .short = cisza
state-muted-until = cisza do { $at }
state-maintenance = prace
state-cleared = ustąpił
state-cleared-at = ustąpił { $at }
strip-alarm = ALARM { $what } od { $since }
strip-warning = OSTRZEŻENIE { $what } od { $since }
strip-notice = UWAGA { $what } od { $since }
strip-alarms-more = { $n ->
    [one] i jeszcze { $n } alarm
    [few] i jeszcze { $n } alarmy
   *[many] i jeszcze { $n } alarmów
  }
alarms-n-alarms = { $n ->
    [one] { $n } alarm
    [few] { $n } alarmy
   *[many] { $n } alarmów
  }
alarms-n-warnings = { $n ->
    [one] { $n } ostrzeżenie
    [few] { $n } ostrzeżenia
   *[many] { $n } ostrzeżeń
  }
alarms-n-notices = { $n ->
    [one] { $n } uwaga
    [few] { $n } uwagi
   *[many] { $n } uwag
  }
alarms-source = źródło { $name }
alarms-point = układ { $code }
alarms-rule = reguła { $name }
alarms-peak = najgorzej { $value } o { $at }
alarms-since = od { $from }, trwa { $lasting }
alarms-from-until = od { $from } do { $until }, trwał { $lasting }
alarms-unacknowledged = nikt jeszcze nie potwierdził
alarms-acknowledged = potwierdzono { $at }
alarms-acknowledged-by = potwierdził(a) { $by } { $at }
alarms-muted = wyciszony do { $until }
alarms-maintenance = trwają prace, nikt nie jest powiadamiany
alarms-history = Historia
alarms-none = Nie ma alarmów, na które ktoś miałby spojrzeć.
alarms-never = Nie było jeszcze żadnego alarmu.
alarms-none-hint = Tab = historia i reguły, czyli progi, które obowiązują.
alarms-filtered-out = Filtr „{ $filter }” nie przepuszcza żadnego alarmu. Esc = usuń filtr.
alarms-cut = jest ich więcej: { $ekctl } alarms history --all
alarms-fact-what = Alarm
alarms-fact-place = Gdzie
alarms-fact-condition = Co jest nie tak
alarms-fact-peak = Skrajna wartość
alarms-fact-lasting = Kiedy
alarms-fact-rule = Reguła
alarms-fact-standing = Stan
alarms-fact-advice = Co zrobić
lasting-d = { $n } d
lasting-h = { $n } h
lasting-m = { $n } min
lasting-s = { $n } s
fact-info-code = kod informacyjny { $code }
fact-days-left = { $n ->
    [one] został { $n } dzień
    [few] zostały { $n } dni
   *[many] zostało { $n } dni
  }
fact-days-over = { $n ->
    [one] minęła { $n } dzień temu
   *[many] minęła { $n } dni temu
  }
fact-lost = nie wraca { $percent } % wody
fact-last = ostatnio { $at }
fact-outdoor = przy { $degrees } °C na zewnątrz
turn-raised = wykryto: { $severity }
turn-severity = waga zmieniona: { $from } → { $to }
turn-cleared = ustąpił
turn-acknowledged = potwierdzono
turn-unacknowledged = cofnięto potwierdzenie
turn-muted = wyciszono do { $until }
turn-unmuted = odciszono
turn-escalated = nikt nie potwierdził: powiadomiono następnych
turn-unknown = zmiana nieznana: ekd jest nowszy niż ten program
advice-source_silent = Sprawdź łącze i konfigurację źródła (9 = System); liczniki za nim mogą działać dalej.
advice-meter_silent = Sprawdź moduł komunikacyjny, baterię i zasięg; sąsiednie liczniki pokażą, czy milczy tylko ten.
advice-leak = Wyślij ekipę do węzła: licznik zgłasza wyciek. Zamknij zawory, gdy leje się woda.
advice-water_lost = Szukaj ubytku w instalacji: nieszczelności, spustu, upustu do instalacji wewnętrznej.
advice-meter_fault = Sprawdź licznik na miejscu: powietrze, kierunek przepływu, pary czujników. Odczyty są niepewne.
advice-difference_low = Woda wraca prawie gorąca: sprawdź zawór regulacyjny, wymiennik i krzywą grzewczą.
advice-return_hot = Sprawdź zawór regulacyjny i wymiennik: woda wraca cieplejsza, niż pozwala umowa lub tabela.
advice-supply_off_table = Porównaj z sąsiednimi węzłami: jeśli wszędzie tak samo, przyczyna jest w sieci lub źródle ciepła.
advice-circuit_off_curve = Sprawdź nastawy regulatora i siłownik: obieg nie trzyma krzywej grzewczej budynku.
advice-power_above_contract = Ogranicz szczyt (c.w.u., rozruch rano) albo zmień moc zamówioną: przekroczenia kosztują.
advice-register_doubtful = Zdecyduj o wartościach w kwarantannie: wymiana licznika, obrót liczydła czy błąd odczytu.
advice-no_consumption = Zadzwoń do obiektu: na dworze zimno, a ciepło nie płynie. Sprawdź zawory i licznik.
advice-meter_clock = Ustaw zegar licznika przy najbliższej wizycie: od niego zależą granice dób.
advice-verification_due = Zaplanuj legalizację lub wymianę licznika: po terminie nie wolno nim rozliczać.
advice-limit = Ktoś ustawił ten próg: sprawdź na wykresie (Enter), czy to chwila, czy trend.
advice-unknown = ekd jest nowszy niż ten program: zaktualizuj ektui, żeby zobaczyć więcej.
mute-title = Wycisz { $number }
mute-1h = na 1 h
mute-4h = na 4 h
mute-morning = do 06:00
mute-never = odcisz
hints-mute = ▲▼ wybór  Enter wykonaj  ! ekctl  Esc zamknij
hints-filter-alarms = np. lakowa, powrót, stan:nowy, -stan:ustapil  Enter gotowe  Esc usuń
sheet-acknowledge = Potwierdzenie alarmu
sheet-acknowledge-rules = Potwierdzony alarm trwa dalej, ale nikt nie jest o nim więcej przypominany. Komentarz widzą wszyscy, którzy widzą alarm; może być pusty.
sheet-new-rule = Nowa reguła
sheet-rule = Zmiana reguły
sheet-rule-rules = Alarm powstaje, gdy wielkość jest za progiem przez tyle minut; kończy się za progiem końca. Bez obiektu reguła obowiązuje wszędzie, gdzie wolno ją ustawić. Spacja zmienia wybór.
field-comment = Komentarz
field-quantity = Wielkość
field-beyond = Źle, gdy jest
field-raise = Próg alarmu
field-clear = Próg końca
field-after = Po ilu minutach
field-severity = Waga
field-site = Obiekt (kod)
field-name-wrong = nazwa reguły: litery, cyfry i myślniki, bez znaków niewidocznych
field-amount-wrong = liczba w { $unit }, np. 55 albo 55,5
field-minutes-wrong = liczba minut, 0 lub więcej
field-site-wrong = nie ma takiego obiektu; puste pole = wszystkie
beyond-above = powyżej
beyond-below = poniżej
button-acknowledge = Potwierdź
button-save = Zapisz
button-remove-rule = Usuń regułę
confirm-rule = Usunąć regułę „{ $name }”? Jej aktywne alarmy skończą się od razu.
rules-none = Nie ma żadnych reguł: nic nie wywoła alarmu.
rules-none-hint = n = nowa reguła
rules-gone = Tej reguły już nie ma.
rules-installation = wszędzie
rules-customer = klient { $number }
rules-on = wł.
rules-off = wył.
rules-name = Nazwa
rules-kind = Rodzaj
rules-scope = Gdzie
rules-state = Stan
rules-severity = Waga
rules-remind = Przypomnienie co
rules-escalation = Gdy nikt nie reaguje
rules-rise = po { $after } { $severity }
rules-escalate = po { $after } powiadom: { $people }
rules-figures = Progi
rules-no-figures = Ta reguła nie ma progów: wykrywa ją sam odbiór danych.
rules-table-only = tylko tabela sieci
rules-summary = { $n ->
    [one] { $n } reguła
    [few] { $n } reguły
   *[many] { $n } reguł
  }, wyłączone: { $off }
param-quantity = Wielkość
param-raise = Alarm
param-clear = Koniec
param-limit = Próg z umowy
param-above-table = Ponad tabelę
param-clear-below = Koniec poniżej o
param-raise-after = Musi trwać
param-clear-after = Koniec po
param-power = Od mocy zamówionej
param-outdoor-over = średnia zewn. z
param-mean-over = Średnia z
param-missed = Opuszczone odczyty
param-cadence = Oczekiwany co
param-hours = W godzinach
param-lost = Ubytek ponad
param-night-flow = Przepływ w nocy ponad
param-night = Noc
param-season = Sezon grzewczy
param-clear-reads = Odczyty bez usterki
param-during = Bez zużycia przez
param-below = Gdy zimniej niż
param-days = Dni przed terminem
param-urgent-days = Pilne dni przed
toast-acknowledged = Potwierdzono { $number } na { $where }.
toast-unacknowledged = Cofnięto potwierdzenie { $number } na { $where }.
toast-muted = Wyciszono { $number } na { $where } do { $until }.
toast-unmuted = Odciszono { $number } na { $where }.
toast-undo = z = cofnij ({ $seconds } s)
toast-nothing-back = nie ma już czego cofać
toast-no-site = tego alarmu nie dotyczy żaden obiekt z listy
toast-edit-elsewhere = progi tego rodzaju zmienia: { $line }
toast-rule-added = Dodano regułę „{ $name }”.
toast-rule-changed = Zmieniono regułę „{ $name }”.
toast-rule-on = Włączono regułę „{ $name }”.
toast-rule-off = Wyłączono regułę „{ $name }”.
toast-rule-same = reguła „{ $name }” już taka jest
toast-rule-removed = usunięto regułę „{ $name }”
button-preview = Podgląd z 30 dni
preview = W ostatnich { $days } dniach byłoby: { $what }.
preview-emails = { $n ->
    [one] { $n } e-mail
    [few] { $n } e-maile
   *[many] { $n } e-maili
  }
preview-sms = { $n } SMS
preview-points = { $n ->
    [one] sprawdzono { $n } układ
    [few] sprawdzono { $n } układy
   *[many] sprawdzono { $n } układów
  }
preview-since = od { $from }, trwałby dalej
preview-until = od { $from } do { $until }
alarms-told = Powiadomienia
alarms-told-nobody = Nikt nie został powiadomiony.
notice-kept = czeka do { $until }, w zbiorczym
notice-dropped = nie wysłano: nieaktualne
channel-email = e-mail
channel-sms = SMS
delivery-waiting = w drodze
delivery-sent = wysłano
delivery-failed = nie dostarczono
delivery-expired = nikt nie odebrał na czas
delivery-bounced = list wrócił
delivery-unknown = los nieznany
preview-cut-time = Nie wszystko sprawdzono: trwałoby to za długo.
preview-cut-points = Nie wszystko sprawdzono: reguła dotyczy zbyt wielu układów. Podaj obiekt.
preview-cut-condition = Tego warunku nie da się sprawdzić na dawnych odczytach.
preview-cut-unknown = Nie wszystko sprawdzono.

tab-notices = Powiad.
    .short = Pow.
part-told = powiadomienia
part-notice-settings = ustawienia
part-deliveries = dziennik wysyłek
action-show-notices = Powiadomienia, ustawienia
action-open-told = Alarm, którego dotyczy
    .short = alarm
action-new-route = Nowa trasa: o czym i którędy
    .short = nowa
action-edit-route = Zmień trasę
    .short = zmień
action-remove-route = Usuń trasę
    .short = usuń
action-edit-manners = Cisza, zbiorczy, limity SMS
    .short = cisza i limity
action-test-route = Wyślij wiadomość próbną
    .short = próba
column-channel = JAK
column-from-severity = OD WAGI
column-kinds = O CZYM
column-sites = OBIEKTY
column-hours = KIEDY
column-topic = O CZYM
column-recipient = DO KOGO
column-tries = PRÓBY
column-answer = ODPOWIEDŹ
notices-none = Nie było jeszcze żadnych powiadomień.
notices-none-hint = Tab = ustawienia: o czym, którędy i kiedy.
notices-older = starsze: { $line }
notices-other-route = Idzie tamtędy inna trasa: usuń ją (D) albo dopisz adres do konta (7).
notices-no-routes = Nie ma żadnej trasy: o niczym nie zostaniesz powiadomiony(a).
notices-no-routes-hint = n = nowa trasa
notices-manners = Dla wszystkich tras (e = zmień)
notices-quiet = Cisza
notices-no-quiet = nigdy
notices-breaks = Ciszę przerywa
notices-digest = Zbiorczy o
notices-most = SMS najwyżej
notices-most-sms = { $hour } na godzinę, { $day } na dobę; reszta w jednym zbiorczym
notices-fallback = Gdy SMS nie wyjdzie
notices-always = zawsze
notices-some-hours = w godzinach
notices-all-kinds = wszystkie rodzaje
notices-all-sites = wszystkie
notices-from = od wagi { $severity }
notices-n-kinds = { $n ->
    [one] { $n } rodzaj
    [few] { $n } rodzaje
   *[many] { $n } rodzajów
  }
notice-waits = czeka do { $until }
notice-log_in_failures = nieudane logowania
notice-ceiling = limit SMS
notice-risen = waga wzrosła
notice-reminder = przypomnienie
notice-escalated = nikt nie zareagował
notice-cleared = ustąpił
notice-unknown = ?
notice-ticket_opened = nowe zgłoszenie
notice-ticket_written = wiadomość klienta
notice-ticket_answered = odpowiedź BOK
notice-ticket_settled = zgłoszenie załatwione
notice-ticket_reopened = zgłoszenie wznowione
notice-ticket_assigned = zgłoszenie dla Ciebie
notice-ticket_overdue = zgłoszenie po terminie
notice-ticket_bounced = list wrócił
notice-invoice_arrived = nowa faktura
notice-due_soon = zbliża się termin płatności
notice-due_over = termin płatności minął
notice-payment_booked = zaksięgowano wpłatę
notice-payment_unmatched = nierozpoznana wpłata
notice-invoice_unassigned = faktura nieznanego klienta
notice-file_refused = odrzucony plik rozliczeń
fallback-nothing = nic
channel-webhook = program
deliveries-none = Nic jeszcze nie wyszło.
deliveries-none-hint = Tu widać listy i SMS-y, ich los i odpowiedź serwera.
deliveries-tries = { $n ->
    [one] { $n } próba
    [few] { $n } próby
   *[many] { $n } prób
  }
day-mon = pn
day-tue = wt
day-wed = śr
day-thu = cz
day-fri = pt
day-sat = sb
day-sun = nd
letter-contact_code = kod adresu
letter-contact_wanted = prośba o adres
letter-contact_changed = zmiana adresu
letter-contact_removed = usunięty adres
letter-password_changed = zmiana hasła
letter-reset_code = kod do hasła
letter-reset_by_staff = hasło od BOK
letter-account_locked = blokada konta
letter-totp_changed = drugi składnik
letter-new_account = nowe konto
letter-alarm = alarm
letter-log_in_failures = złe logowania
letter-ceiling = limit SMS
letter-digest = zbiorcze
letter-test = próba
sheet-new-route = Nowa trasa
sheet-route = Zmiana trasy
sheet-route-rules = Każda trasa mówi, o czym chcesz wiedzieć i którędy. Rodzaje i obiekty po przecinku, np. „wyciek, powrót” i „W-0414”; puste = wszystkie. Godziny np. „pn-pt 08:00-16:00, sb 20:00-22:00”; puste = zawsze.
sheet-manners = Cisza, zbiorczy, limity
sheet-manners-rules = W ciszy czeka to, co mniej ważne; rano przychodzi razem, jako jedna wiadomość. Cisza np. „22:00-06:00, sb nd 00:00-09:00”; puste = nigdy. Ponad limit SMS-ów przychodzi jeden zbiorczy.
field-channel = Którędy
field-from-severity = Od wagi
field-kinds = Rodzaje
field-sites = Obiekty (kody)
field-hours = Godziny
field-quiet = Cisza
field-breaks = Ciszę przerywa
field-digest = Zbiorczy o
field-most-an-hour = SMS na godzinę
field-most-a-day = SMS na dobę
field-fallback = Gdy SMS nie wyjdzie
field-kind-wrong = „{ $word }” to żaden rodzaj albo kilka naraz; np. wyciek, za gorący powrót, licznik milczy
field-hours-wrong = godziny np. 22:00-06:00 albo sb nd 08:00-16:00, po przecinku
field-clock-wrong = godzina, np. 07:00
field-count-wrong = liczba, 1 lub więcej
toast-no-alarm = to powiadomienie nie dotyczy alarmu
toast-notices-same = ustawienia już takie są
toast-route-added = Dodano trasę.
toast-route-removed = Usunięto trasę.
toast-route-changed = Zmieniono trasę.
toast-manners-changed = Zmieniono ustawienia powiadomień.
toast-tested-log = w kolejce: { $way } do { $recipient } · Tab = dziennik wysyłek
toast-tested-sms = w kolejce: { $way } do { $recipient } · sprawdź telefon
toast-tested-email = w kolejce: { $way } do { $recipient } · sprawdź skrzynkę

tab-tickets = Zgłoszenia
    .short = Zgł.
part-mine = moje
    .short = moje
part-unassigned = wolne
    .short = wolne
part-open = otwarte
    .short = otw.
part-all = wszystkie
    .short = wsz.
part-messages = wiadomości
    .short = wiad.
part-drafts = szkice
    .short = szkice
part-figures = statystyki
    .short = stat.
action-show-tickets = Zgłoszenia i wiadomości
action-open-ticket = Zgłoszenie z wątkiem
    .short = wątek
action-open-message = Zgłoszenie, do którego należy
    .short = wątek
action-open-draft = Pisz dalej
    .short = pisz dalej
action-drop-draft = Odrzuć szkic
    .short = odrzuć
action-new-ticket = Nowe zgłoszenie stąd
    .short = zgłoś
action-reply = Odpowiedz
    .short = odpowiedz
action-take-ticket = Weź zgłoszenie
    .short = weź
action-assign-ticket = Przydziel zgłoszenie
    .short = przydziel
action-turn-ticket = Zamknij, rozwiąż, wznów
    .short = zamknij
action-edit-ticket = Zmień rodzaj, pilność, obiekt
    .short = zmień
action-merge-ticket = Dołącz do innego zgłoszenia
    .short = połącz
action-mark-entry = Zaznacz wpis
    .short = zaznacz
action-split-ticket = Wydziel zaznaczone wpisy
    .short = podziel
action-unfold = Cytaty i podpis: pokaż, ukryj
    .short = cytaty
action-next-pane = Wątek albo karta
    .short = karta
action-turn-figures = Tabela albo wykres
    .short = wykres
column-subject = TEMAT
column-due = TERMIN
column-left = ZOSTAŁO
column-from = OD KOGO
column-message = TREŚĆ
column-category = RODZAJ
column-opened = PRZYSZŁO
column-open = OTWARTE
column-late = PO TERM.
column-answered = ODPOW.
column-first-answer = 1. ODP.
column-settled = ZAŁATWIONE
sort-due = termin
sort-changed = ostatnia zmiana
sort-subject = temat
sort-priority = pilność
ticket-new = nowe
ticket-open = w toku
ticket-waits-for-you = czeka na Ciebie
ticket-waits-for-customer = czeka na klienta
ticket-solved = rozwiązane
ticket-closed = zamknięte
ticket-reopened = wznowione
ticket-state-unknown = ?
ticket-unread = nowe
ticket-note = notatka wewnętrzna
ticket-automatic = odpowiedź automatyczna
ticket-nobody = nikt
ticket-due = termin { $due }
ticket-folded = … cytat i podpis, wiersze: { $n } (u = pokaż)
category-no-heating = brak ogrzewania
category-too-hot = za gorąco
category-too-cold = za zimno
category-leak = wyciek
category-meter = licznik
category-invoice = faktura
category-contract = umowa
category-heating-start = uruchomienie c.o.
category-heating-stop = wstrzymanie c.o.
category-contracted-power = moc zamówiona
category-outage = przerwa w dostawie
category-other = inne
category-unknown = rodzaj nieznany
priority-low = niska
priority-normal = zwykła
priority-high = wysoka
priority-urgent = pilna
when-today = dziś { $at }
when-yesterday = wcz. { $at }
when-tomorrow = jutro { $at }
author-customer = { $name }
author-office = BOK, { $name }
author-the-office = BOK
author-outside-office = BOK (poczta) { $address }
author-correspondent = { $address }
author-unverified = { $address } (niepotwierdzony)
author-nobody = nadawca nieznany
author-house = e-Klient
author-erased = dane usunięte
author-unknown = ?
turned-opened = otwarto zgłoszenie
turned-state = stan: { $what }
turned-assigned = zajmuje się: { $what }
turned-priority = pilność: { $what }
turned-category = rodzaj: { $what }
turned-site = obiekt: { $what }
turned-customer = klient: { $what }
turned-watched = śledzi: { $what }
turned-unwatched = nie śledzi: { $what }
turned-merged-into = dołączono do { $what }
turned-merged = dołączono tu { $what }
turned-split-into = część przeszła do { $what }
turned-split-from = wydzielono z { $what }
turned-overdue = minął termin
turned-bounced = list wrócił: { $what }
turned-refers = listy powołują się na { $what }
attached-file = { $name } ({ $size })
attached-readings = odczyty { $site } od { $from } do { $until }
attached-alarm = alarm { $number }
attached-unknown = załącznik nieznany: ekd jest nowszy niż ten program
finding-confirmed = Telemetria potwierdza.
finding-not_confirmed = Telemetria nie potwierdza: ciepło dociera, szukaj za licznikiem.
finding-unclear = Telemetria nie rozstrzyga.
finding-unknown = Wynik nieznany: ekd jest nowszy niż ten program.
says-no_flow = woda nie płynie
says-no_power = ciepło nie jest pobierane
says-cold = za zimno
says-hot = za gorąco
says-usual = jak trzeba
says-old = stary odczyt
says-unknown = ?
tickets-none = Nie ma tu żadnego zgłoszenia.
tickets-none-hint = n = nowe zgłoszenie, Tab = następna część
tickets-filtered-out = Filtr „{ $filter }” nie przepuszcza żadnego zgłoszenia. Esc = usuń filtr.
tickets-cut = jest ich więcej: { $ekctl } tickets list --all
messages-none = Nie ma żadnych wiadomości.
messages-summary = { $n ->
    [one] { $n } wiadomość, najnowsza na górze
    [few] { $n } wiadomości, najnowsze na górze
   *[many] { $n } wiadomości, najnowsze na górze
  }
drafts-none = Nie ma żadnych szkiców.
drafts-none-hint = Co zaczniesz pisać, zapisuje się samo co sekundę i czeka tutaj.
drafts-summary = { $n ->
    [one] { $n } szkic
    [few] { $n } szkice
   *[many] { $n } szkiców
  }
draft-new = nowe
figures-summary = ostatnie 30 dni
figures-all = razem
figures-by-category = Zgłoszenia według rodzaju: wszystkie i po terminie
figures-by-day = Zgłoszenia według dnia
figures-bar = { $n }{ $late ->
    [0] {""}
   *[other] {", "}po terminie { $late }
  }
figures-days = przyszło { $opened }, załatwiono { $settled }, najwięcej w jednym dniu { $most }
card-ticket = Zgłoszenie
card-customer = Klient
card-readings = Odczyty
card-alarms = Aktywne alarmy
card-similar = Otwarte zgłoszenia tego obiektu
card-former = Inne zgłoszenia klienta
card-what = Rodzaj i pilność
card-state = Stan
card-opened = Otwarto
card-site = Obiekt
card-told = Podano
card-due = Termin
card-assignee = Zajmuje się
card-answer = Pierwsza odpowiedź
card-merged = Część zgłoszenia
card-due-in = { $at }, zostało { $left }
card-overdue = { $at }, po terminie { $left }
card-stands-still = zegar stoi, zostało { $left }
card-answer-until = najpóźniej { $at }
compose-answer = Odpowiedź
compose-note = Notatka wewnętrzna
compose-ticket = Nowe zgłoszenie
compose-text = Treść
compose-sending = wysyłam…
compose-saved = szkic zapisany { $at }
compose-undo = Po wysłaniu masz 10 s na cofnięcie (z).
compose-for-us = widzi: BOK i Twoi współpracownicy
compose-for-customer = widzi: klient i BOK
compose-for-office = widzi: tylko BOK
compose-attached = Załączniki: { $what }
compose-nothing-attached = brak
compose-path = Ścieżka pliku
compose-attaching = dołączam { $path }…
compose-unreadable = ! nie dołączono: { $reason }
compose-too-large = ! nie dołączono: razem najwyżej { $most } MiB
compose-too-many = ! najwyżej { $most } załączników
compose-no-site = ! brak obiektu, którego odczyty można dołączyć
compose-no-place = ! szablon nie zna pola { $place }
compose-no-editor = ! edytor: { $reason }
compose-cut = ! tekst skrócono do { $most } znaków
compose-empty = ! nie ma czego wysłać: wpisz treść
compose-not-sent = ! nie wysłano: { $reason }. Szkic jest zapisany.
templates-title = Szablony
templates-none = Nie ma żadnych szablonów.
button-send = Wyślij
button-send-solve = Wyślij i rozwiąż
button-send-close = Wyślij i zamknij
button-keep-note = Zapisz notatkę
button-template = Szablon
button-note = Notatka
button-for-both = Do klienta
button-readings = Dołącz odczyty
button-no-readings = Bez odczytów
button-file = Dołącz plik
button-editor = Edytor
button-drop = Odrzuć szkic
button-merge = Połącz
button-split = Wydziel
hints-text = Tab przyciski  Enter nowy wiersz  PgUp/PgDn wątek  Esc wyjdź (szkic zostaje)
hints-new-text = Tab przyciski  Enter nowy wiersz  PgUp pola  Esc wyjdź (szkic zostaje)
hints-head = Tab dalej  ◄► wybór  PgDn przyciski  Esc wyjdź (szkic zostaje)
hints-buttons = Tab ◄► wybór  Enter wykonaj  ▲ treść  Esc wyjdź (szkic zostaje)
hints-path = Enter dołącz  Esc zamknij
hints-templates = ▲▼ wybór  Enter wstaw  Esc zamknij
hints-filter-tickets = np. grzejnik, stan:nowe, typ:wyciek, kto:maria, -szkoła  Esc usuń
field-category = Rodzaj
field-ticket-site = Obiekt (kod)
field-subject = Temat
field-customer = Klient (numer)
field-priority = Pilność
field-origin = Jak przyszło
field-since = Od kiedy
field-place = Gdzie w budynku
field-meter-serial = Numer licznika
field-invoice-number = Numer faktury
field-wanted-from = Od którego dnia
field-contracted-power = Moc zamówiona, MW
field-unknown = ?
field-site-unknown = to nie jest kod obiektu, np. W-0414
field-customer-unknown = to nie jest numer klienta, np. K-1001
field-since-wrong = data i godzina, np. 2025-11-14 17:00
field-day-wrong = data, np. 2025-11-14
field-power-wrong = liczba w MW, np. 0,150
field-text-wrong = najwyżej 200 znaków, bez znaków niewidocznych
field-merge-into = Do którego
field-ticket-wrong = numer innego zgłoszenia, np. Z-2025-118
field-nothing-changed = nic nie zmieniono
origin-terminal = stąd
origin-phone = telefon
sheet-ticket = Zmiana zgłoszenia
sheet-ticket-rules = Rodzaj decyduje, który zegar biegnie; zmiana trafia do wątku. Spacja zmienia wybór.
sheet-merge = Dołączenie do innego zgłoszenia
sheet-merge-rules = Wątek przejdzie do tamtego zgłoszenia, to zostanie zamknięte. Tego nie da się cofnąć.
sheet-split = Wydzielenie zgłoszenia
sheet-split-rules = Zaznaczone wpisy przejdą do nowego zgłoszenia tego samego klienta.
turning-title = { $number } jest
turning-solve = rozwiązane
turning-close = zamknięte
turning-wait = czeka na klienta
turning-open = w toku
turning-reopen = wznowione
assign-title = { $number } dla
assign-me = mnie
assign-nobody = nikogo
toast-sending = Wysyłam { $what } za { $seconds } s.  z = cofnij
toast-left = wysłano
toast-sent = wysłano { $number }
toast-draft-kept = szkic zostaje: 3, szkice
toast-draft-dropped = Odrzucono szkic.
toast-drafts-not-kept = szkice nie zapisują się na tej maszynie: { $reason }
toast-taken = { $number } jest Twoje.
toast-assigned = { $number }: zajmuje się { $what }.
toast-turned = { $number }: { $what }.
toast-merged = { $number } jest częścią { $what }.
toast-split = Wydzielono z { $number }.
toast-ticket-changed = Zmieniono { $number }.
toast-mark-first = najpierw zaznacz wpisy spacją
assign-other = kogoś innego…
sheet-assign = Przydzielenie zgłoszenia
sheet-assign-rules = Nazwa, pod którą ta osoba się loguje; dowie się o tym od razu.
field-assignee = Kto
field-assignee-wrong = nazwa logowania, np. maria
button-assign = Przydziel

# Raporty, nastawy, prognozy i moc zamówiona.
tab-reports = Raporty
    .short = Rap.
part-templates = szablony
part-finished = gotowe
part-schedule = harmonogram
action-show-reports = Raporty i harmonogram
action-open-template = Wypełnij i zrób raport
    .short = wypełnij
action-preview-report = Podgląd raportu
    .short = podgląd
action-open-made = Podgląd, co się zmieniło
    .short = podgląd
action-edit-report = Zmień, czego dotyczy
    .short = zmień
action-edit-saved = Zmień definicję, harmonogram
    .short = zmień
action-new-saved = Nowa definicja
    .short = nowa
action-remove-saved = Usuń definicję
    .short = usuń
action-drop-made = Wyrzuć raport
    .short = wyrzuć
action-print-report = Raport jako PDF
    .short = PDF
action-print-chart = Ten wykres jako PDF
    .short = PDF
action-export-report = Tabele raportu jako CSV
    .short = CSV
action-previous-columns = Kolumny w lewo
action-next-columns = Kolumny w prawo
    .short = kolumny
action-record-setting = Zapisz zmianę nastaw
    .short = nastawa
action-compare-settings = Wariant A/B: GJ i zł
    .short = wariant A/B
action-show-peaks = Moc zamówiona i szczyty
    .short = szczyty
action-show-portfolio = Zestawienie obiektów
    .short = zestawienie
topic-curve = Krzywa

template-monthly-sheet = Arkusz miesięczny
template-season-comparison = Porównanie sezonów
template-portfolio = Zestawienie obiektów
template-alarm-log = Dziennik alarmów
template-meter-audit = Przegląd liczników
template-ticket-dossier = Akta zgłoszenia
template-account-statement = Stan rozliczeń
about-monthly-sheet = Miesiąc każdego budynku obok poprzedniego miesiąca, tego samego miesiąca rok temu i przeciętnego odbiorcy w kategorii; wykres skorygowany o pogodę i tabela 12 miesięcy.
about-season-comparison = Sezony grzewcze każdego budynku obok siebie, skorygowane o pogodę.
about-portfolio = Wszystkie obiekty w jednej tabeli, najgorszy pierwszy: GJ, GJ/m², szczyt do mocy zamówionej, dT, powrót, m³/GJ, alarmy i zł.
about-alarm-log = Alarmy z okresu: co się działo, kogo powiadomiono i kto potwierdził.
about-meter-audit = Stany, wymiany, odczyty wątpliwe i legalizacja liczników.
about-ticket-dossier = Jedno zgłoszenie z całym wątkiem i odczytami z dób przed nim i po nim.
about-account-statement = Faktury, wpłaty i saldo klienta od początku do końca okresu, z odsetkami.
report-how = Enter = wybierz okres i obiekty, f = zrób i zapisz PDF od razu, v = podgląd. Gotowe raporty zostają i można je potem sprawdzić.
report-one-ticket = jedno zgłoszenie
report-season = sezon { $years }
report-period = Okres
report-coverage = Pokrycie danymi
report-definitions = Definicje
report-no-rows = brak wierszy
report-rows-left = … i jeszcze { $n } wierszy (w PDF i CSV są wszystkie)
report-columns = kolumny { $first }-{ $last } z { $all } ({ $left } { $right })
report-chart = Wykres: { $title }
report-plot = { $name }, najwięcej { $most } { $unit }
report-digests = definicja { $definition } · dane { $data } · wersja { $version }
report-trouble = ostatnio nic nie powstało: { $trouble }
report-no-schedule = bez harmonogramu: f = zrób teraz
report-waits = Zbieram dane do raportu…
check-waits = Sprawdzam, czy raport zgadza się z dzisiejszymi odczytami…
check-same = Raport zgadza się z dzisiejszymi odczytami co do cyfry.
check-changed = { $n ->
    [one] Od zrobienia raportu zmieniła się { $n } liczba:
    [few] Od zrobienia raportu zmieniły się { $n } liczby:
   *[many] Od zrobienia raportu zmieniło się { $n } liczb:
  }
check-more = … i jeszcze { $n }
check-new-version = Szablon ma nową wersję ({ $was } › { $is }): liczb nie można porównać.
reports-none = Nie zrobiono jeszcze żadnego raportu.
reports-none-hint = Tab = szablony; f na szablonie robi raport za ostatni okres i zapisuje PDF.
saved-none = Nie ma jeszcze żadnej zapisanej definicji.
saved-none-hint = n = nowa definicja: raport pod nazwą, który może powstawać sam.
column-report = RAPORT
column-period = OKRES
column-made = ZROBIONO
column-coverage = DANE
column-rhythm = KIEDY
column-next = NASTĘPNY
rhythm-never = nie sam
rhythm-daily = codziennie
rhythm-weekly = co tydzień
rhythm-monthly = co miesiąc
rhythm-season = po sezonie
rhythm-weekly-on = co tydzień, { $day }
rhythm-monthly-on = co miesiąc, { $day }.
rhythm-season-on = po sezonie, { $day } VI
to-email = e-mail
to-directory = katalog
forms-pdf = PDF
forms-csv = CSV
forms-excel = CSV Excel
forms-both = PDF + CSV

field-ticket = Zgłoszenie (numer)
field-dossier-wrong = numer zgłoszenia, np. Z-2025-118
field-range = Okres
field-range-wrong = okres, np. 2025-10, season-1, 2025-10-01..2025-11-01
field-customer-wrong = numer klienta, np. K-1001; puste pole = wszyscy
field-report-site-wrong = nie ma obiektu { $code }; kody po spacji, puste pole = wszystkie
field-report-name-wrong = nazwa: litery, cyfry i myślniki, bez spacji
field-template = Raport
field-template-wrong = akta dotyczą jednego zgłoszenia, więc nie mogą powstawać same
field-rhythm = Powstaje sam
field-day = Dnia
field-day-of-month-wrong = dzień miesiąca od 1 do 31
field-june-wrong = dzień czerwca od 1 do 30
field-weekday-wrong = dzień tygodnia: pn, wt, śr, cz, pt, sb, nd
field-at = O godzinie
field-forms = Jako
field-to = Dokąd
field-setting-kind = Co zmieniono
field-setting = Nastawa
field-setting-wrong = najwyżej { $most } znaków
field-setting-since = Od kiedy
field-setting-since-wrong = dzień albo chwila, nie później niż teraz, np. 2025-11-14 06:30
setting-curve = krzywa grzewcza
setting-set-back = obniżenie
setting-heating-limit = próg grzania
setting-hot-water = c.w.u.
setting-hydraulics = pompy i zawory
setting-building = budynek
setting-other = inne
sheet-setting = Zmiana nastaw
sheet-setting-rules = Zapisz, co zmieniono, np. krzywa 1,4→1,2. Pod wykresem będzie widać, ile to dało; b = szczegóły w GJ i zł.
sheet-report-rules = Puste pola = wszystko, co widzisz. Zrobiony raport zostaje na karcie „gotowe”, a plik trafia do bieżącego katalogu.
sheet-account-rules = Numer klienta, np. K-1001. Kto płaci za kilku klientów, może zostawić to pole puste: raport obejmie wszystkich.
sheet-dossier-rules = Podaj numer zgłoszenia, np. Z-2025-118.
sheet-new-saved = Nowa definicja raportu
sheet-saved = Definicja raportu
sheet-saved-rules = Raport pod nazwą. Może powstawać sam; dzień to np. pn albo 1.
button-preview-report = Podgląd
button-make-report = Zrób i zapisz PDF
button-drop-made = Wyrzuć
confirm-made = Raport nr { $id } „{ $title }” zniknie na zawsze. Zapisane pliki zostają.

toast-drawing = przygotowuję plik…
toast-making = robię raport…
toast-report-made = zrobiono raport nr { $id }, zapisuję…
toast-report-dropped = wyrzucono raport nr { $id }
toast-report-saved = zapisano definicję { $name }
toast-report-next = następny raz { $day }
toast-report-removed = usunięto definicję { $name }
toast-setting-recorded = zapisano nastawę z { $day }
toast-setting-withdrawn = wycofano zapis nastawy
toast-no-setting = nie zapisano tu jeszcze żadnej zmiany nastaw: a = zapisz
toast-no-cursor = tu nie ma kursora: v = tabela
toast-too-early = za wcześnie: od zmiany nie minęła jeszcze żadna cała doba

axis-outdoor = °C
axis-degree-days = Sd
total-degree-days = Sd({ $base }) { $sum }
total-per-degree-day = GJ/Sd { $ratio }
remark-setting = { $mark } { $day } nastawa „{ $text }”{ $who }{ $worth }
remark-worth = : po zmianie { $ratio } GJ/Sd, { $change }
remark-worth-unclear = : po zmianie { $ratio } GJ/Sd, { $change } (może przypadek)
remark-worth-early = : za wcześnie na wynik ({ $days } z { $wanted } dni)
remark-forecast-brief = Prognoza { $expected } GJ ({ $low }-{ $high })
remark-forecast-month = Prognoza do końca miesiąca { $expected } GJ ({ $low }-{ $high })
remark-forecast-season = Prognoza na sezon { $expected } GJ ({ $low }-{ $high })
remark-cost = { $amount } netto
remark-back-test = błąd testu { $error }
remark-no-forecast = Prognoza: { $reason }
remark-no-peaks = Szczyty: { $reason }
money-thousands = { $amount } tys. zł
money-whole = { $amount } zł
peak-no-contract = moc zamówiona nieznana
peak-contracted = zamówiona { $power } kW
peak-highest = szczyt { $power } kW, { $at }
peak-design = przy { $outdoor } °C { $power } kW ({ $low }-{ $high })
peak-keep = moc zamówiona jest dobra
peak-lower = wystarczy { $power } kW{ $amount }
peak-raise = zamów { $power } kW{ $amount }
peak-saves = : oszczędność { $amount }/rok netto
peak-costs = : koszt { $amount }/rok netto
peak-unknown = rady nie ma: za mało mroźnych dni, brak mocy zamówionej albo temperatury zewnętrznej
peak-deadline = zmiana do { $day }
peak-excess = w tym miesiącu przekroczona { $n } h, do { $most } kW
scatter-legend = { $quantity } °C wg temperatury zewnętrznej   { $dot }{ $full } godziny
scatter-wanted = chciana
scatter-nothing = Nie ma godzin, w których znane są obie temperatury.
scatter-hours = { $n } h
scatter-mean-wanted = chciana { $degrees }
findings-setting = Wariant A/B: { $day } „{ $text }”
findings-peaks = Moc zamówiona i szczyty: { $site }
findings-before = A, przed zmianą
findings-after = B, po zmianie
findings-side = { $from }-{ $until } · { $days } dób · { $energy } GJ · { $degreedays } Sd
findings-expected = B bez zmiany byłoby
findings-used = B było
findings-energy = { $energy } GJ
findings-difference = Różnica
findings-difference-words = { $energy } GJ ({ $low } do { $high }) · { $share } ({ $least } do { $most })
findings-cost = W pieniądzach
findings-cost-words = { $amount } ({ $low } do { $high }) netto, taryfa { $tariff }
findings-no-cost = nieznane: obiekt nie ma taryfy z cenami na ten czas
findings-verdict = Wniosek
findings-signature = Budynek przed zmianą
findings-signature-words = { $independent } GJ/dobę + { $slope } GJ/Sd({ $base }) · R² { $r2 } · { $days } dób
verdict-less = mniej niż przed zmianą
verdict-more = więcej niż przed zmianą
verdict-unclear = nie wiadomo: różnica może być przypadkiem
findings-others = Uwaga
findings-others-words = w czasie A zmieniano nastawy także { $n ->
    [one] raz
   *[other] { $n } razy
  }
findings-contracted = Moc zamówiona
findings-advice = Rada
findings-excess = Przekroczenia
findings-no-excess = w tym miesiącu brak
findings-power = { $power } kW
findings-design = W mrozie
findings-design-words = przy { $outdoor } °C { $power } kW ({ $low }-{ $high }), z { $days } dób, najmroźniejsza { $coldest } °C
findings-price = Cena
findings-price-words = 0,01 MW kosztuje { $amount }/rok netto, taryfa { $tariff }
findings-highest = Najwyższy szczyt
hints-findings = ▲▼ przewijanie  ! ekctl  Esc zamknij

# Rozliczenia
tab-billing = Rozliczenia
    .short = Rozl.
part-dues = należności
    .short = nal.
part-invoices = faktury
    .short = fakt.
part-payments = wpłaty
    .short = wpł.
part-balances = salda
    .short = salda
part-unmatched = do wyjaśnienia
    .short = niejasne
part-files = pliki
    .short = pliki
action-show-billing = Rozliczenia
action-open-invoice = Faktura i jej sprawdzenie
    .short = faktura
action-open-payment = Wpłata: co rozlicza
    .short = wpłata
action-open-balance = Należności tego klienta
    .short = należności
action-show-code = Kod do zapłaty
    .short = kod
action-turn-code = Co opłacić: następne
    .short = co opłacić
action-invert-code = Odwróć czerń i biel kodu
    .short = odwróć
action-copy-transfer = Kopia: rachunek, tytuł, kwota
    .short = kopia
action-turn-dues = Według faktur albo obiektów
    .short = obiekty
action-widen-list = Dłuższy okres listy
    .short = dłużej
action-narrow-list = Krótszy okres listy
action-print-invoice = Faktura jako PDF
    .short = PDF
action-print-transfer = Druk przelewu jako PDF
    .short = PDF
action-save-original = Plik źródłowy faktury
    .short = plik
action-assign-invoice = Czyja faktura
action-take-suggestion = Przyjmij wskazaną propozycję
    .short = przyjmij
action-allocate = Rozlicz wpłatę z fakturą
    .short = rozlicz
action-assign-payment = Czyja wpłata
    .short = klient
action-set-aside = Odłóż: nie od klienta
    .short = odłóż
action-release = Wycofaj wskazane rozliczenie
    .short = wycofaj
action-unassign-payment = Wycofaj całe rozliczenie
action-return-payment = Zwrot innej wpłaty przez bank
hints-filter-billing = fragment numeru, nazwy, tytułu  Enter gotowe  Esc usuń

money-exact = { $amount } zł
money-foreign = { $amount } { $currency }
billing-interest = odsetki na { $day }: { $amount }
billing-no-rate = odsetki: tabela stóp kończy się { $day }
billing-no-rates = odsetki: brak tabeli stóp
billing-line = wiersz { $line }
billing-found = jest „{ $what }”
billing-wanted = powinno być „{ $what }”
billing-payment = wpłata nr { $id }
billing-correction = korekta { $number }
billing-by-itself = samo
billing-reason-returned = cofnięta przez bank
billing-reason-assigned_anew = faktura trafiła do innego odbiorcy
billing-reason-told_in_parts = przelew zbiorczy, zaksięgowany w częściach
billing-more-balances = … i jeszcze { $n } sald
billing-filtered-out = Nic nie pasuje do „{ $filter }”. Esc usuwa filtr.
billing-counted = { $shown } z { $total }
billing-counted-cut = { $shown } z pierwszych { $total }, resztę znajdzie filtr (/)
billing-reach = ostatnie { $months } mies. (- dłużej)
billing-reach-all = wszystkie
billing-filter = filtr: { $filter }
balance-total = Do zapłaty { $amount }
balance-overdue = po terminie { $amount }{ $n ->
    [0] {""}
   *[other] {" "}({ $n })
  }
balance-credit = nadpłata { $amount }
balance-next = Najbliższy termin { $day }: { $amount }
balance-next-short = do { $day }: { $amount }
balance-total-brief = Razem { $amount }
balance-last = ostatnia wpłata { $day }: { $amount }
contract-number = umowa { $number }
contract-tariff = taryfa { $tariff }
contract-interest = odsetki { $kind }
contract-sites = obiekty: { $sites }
contract-account = rachunek do wpłat: { $account }

column-invoice = FAKTURA
column-issued = WYSTAWIONA
column-due-on = TERMIN
column-days = DNI
column-to-pay = {"   "}DO ZAPŁATY
column-interest = {"  "}ODSETKI
column-gross = {"        "}KWOTA
column-open-amount = {"    "}POZOSTAŁO
column-booked = WPŁYNĘŁA
column-amount = {"        "}KWOTA
column-payment-title = TYTUŁ
column-payer = OD KOGO
column-customer = KLIENT
column-total-due = {"   "}DO ZAPŁATY
column-overdue = {"  "}PO TERMINIE
column-next-due = NAJBLIŻSZY TERMIN
column-credit = {"     "}NADPŁATA
column-received = PRZYSZEDŁ
column-form = FORMAT
column-target = CO ROZLICZA ALBO MOŻE ROZLICZYĆ

dues-none = Nie ma nic do zapłaty.
dues-none-hint = Klient widzi należności, gdy jego konto ma prawo „finanse”. Faktury i wpłaty: Tab.
dues-no-sites = Żaden obiekt nie ma należności.
dues-no-one-site = kilka obiektów
dues-transfer = Przelew · p kod · y kopia: rachunek, tytuł, kwota
dues-account = Rachunek  { $account }
dues-amount = Kwota  { $amount }
dues-title = Tytuł     { $title }
dues-payee = Odbiorca  { $payee }
dues-no-rate = Odsetki   stopy są do { $day }; nowe dodaje administrator w [interest]
dues-no-rates = Odsetki   brak stopy na ten czas; dodaje ją administrator w [interest]
invoices-none = W tym okresie nie ma faktur.
invoices-none-hint = - pokazuje dłuższy okres. Klient widzi faktury, gdy jego konto ma prawo „finanse”.
payments-none = W tym okresie nie ma wpłat.
payments-none-hint = - pokazuje dłuższy okres. Wpłata pojawia się po wczytaniu wyciągu z banku.
balances-none = Nie ma klientów.
balances-none-hint = Dodaje ich ekctl customers save.
unmatched-none = Żadna wpłata nie czeka na wyjaśnienie.
unmatched-none-hint = Trafiają tu wpłaty, po których nie widać, czyje są.
unmatched-suggestions = Propozycje
files-none = Nie wczytano jeszcze żadnego pliku.
files-none-hint = Wczytuje je ekctl invoices import albo katalog z konfiguracji.
files-tally-invoices = faktur { $invoices }: nowych { $new } (bez klienta { $unassigned })
files-tally-statement = pozycji { $entries }: zaksięgowanych { $booked }, rozpoznanych { $matched }, znanych już { $before }
files-brought = plik nr { $id } · przyniósł: { $by }
files-more-problems = … i jeszcze { $n } uwag

invoice-lines = Pozycje
invoice-rates = Stawki VAT
invoice-check = Sprawdzenie z własnymi odczytami i umową
invoice-paid = Co ją rozlicza
invoice-corrected = Koryguje
invoice-corrections = Korekty
invoice-remarks = Uwagi na fakturze
invoice-file = Plik
invoice-open = Pozostało do zapłaty
invoice-due = Termin
invoice-of = Rozliczenie
invoice-amounts = Kwoty
invoice-kind = Rodzaj
invoice-issued = Wystawiona
invoice-period = Okres
invoice-sites = Obiekty
invoice-account = Rachunek
invoice-customer = Klient
invoice-seller = Sprzedawca
invoice-buyer = Nabywca
invoice-ksef = Numer KSeF
invoice-sums = netto { $net } · VAT { $vat } · brutto { $gross }
invoice-settled = do zapłaty { $payable } · rozliczono { $settled }
invoice-corrects = { $kind } do { $number }
invoice-split = ! Mechanizm podzielonej płatności: VAT idzie osobno, kodu nie ma.
invoice-before = {" "}(przed korektą)
invoice-net = { $amount } netto
invoice-gross = { $amount } brutto
invoice-rate = VAT { $rate }
invoice-rate-sum = { $rate }: netto { $net } · VAT { $vat }
invoice-expected = powinno być { $figures } = { $net }
invoice-check-waits = sprawdzam…
invoice-check-agrees = Zgadza się z odczytami, umową i cennikiem.
invoice-check-differs = Nie zgadza się: patrz pozycje z „!!”.
invoice-check-cannot-tell = Nie wszystko da się sprawdzić; to, co się da, zgadza się.
invoice-check-draft = n pisze zgłoszenie z tym, co wyszło.
invoice-coverage = odczyty { $percent }
invoice-sum-net = ! netto { $is }, z pozycji wychodzi { $wanted }
invoice-sum-vat = ! VAT { $is }, ze stawek wychodzi { $wanted }
invoice-sum-gross = ! brutto { $is }, wychodzi { $wanted }
invoice-nothing-paid = Nic jeszcze.
invoice-allocation = { $day } · { $amount } · { $source } · { $by }
invoice-released = wycofano { $at }: { $reason }
invoice-came-as = plik nr { $id }, { $form }, { $at }
invoice-nobodys = niczyja

payment-amount = Kwota
payment-standing = Stan
payment-left = Rozliczenie
payment-title = Tytuł
payment-payer = Od kogo
payment-from = Z rachunku
payment-to = Na rachunek
payment-customer = Klient
payment-reference = Numer w banku
payment-comment = Uwaga
payment-matched = poznano po: { $by }
payment-nobodys = nie wiadomo, czyja
payment-split = rozliczono { $allocated } · zostało { $left }
payment-targets = Rozliczenia i propozycje
payment-no-targets = Niczego nie rozlicza i nie ma propozycji.

code-title = Kod do zapłaty
code-of-invoice = za { $number }
code-of-overdue = zaległość { $customer }
code-of-total = całość { $customer }
code-amount-open = Kwota powyżej 9 999,99 zł nie mieści się w kodzie: wpisz ją w banku.
code-how = Zeskanuj aplikacją banku. Nie wychodzi: i odwraca, f zapisuje PDF.
code-no-room = Okno jest za małe na kod: potrzeba 60 kolumn i 24 wierszy. f zapisuje PDF.
code-no-blocks = Ten terminal nie ma znaków na kod. f zapisuje PDF, y kopiuje rachunek.
code-split = Podzielona płatność: kodu nie ma, wpisz dane w banku.
code-foreign = Rachunek nie jest polski: kodu nie ma.
code-nothing = Nie ma nic do zapłaty.
code-empty = Brak nazwy odbiorcy albo tytułu: kodu nie ma.

field-amount = Kwota (puste = ile się da)
field-reason = Powód
field-payment = Wpłata (numer)
field-money-wrong = kwota, np. 1234,56
field-reason-long = najwyżej { $most } znaków
field-payment-wrong = numer innej wpłaty
sheet-allocate-rules = Wpłata rozliczy tę fakturę, najwyżej tyle, ile zostało z obu. Wystarczy fragment numeru.
sheet-assign-payment-rules = Wpłata będzie tego klienta: rozliczy, co otwarte, od najstarszego terminu; reszta zostanie nadpłatą.
sheet-release-rules = Faktura będzie znów do zapłaty, a pieniądze zostaną nadpłatą klienta. Powód zostaje w historii.
sheet-unassign-rules = Wszystkie rozliczenia tej wpłaty będą wycofane, a ona wróci do wyjaśnienia. Powód zostaje w historii.
sheet-set-aside-rules = Wpłata nie jest klienta: znika z listy do wyjaśnienia. Powód zostaje w historii.
sheet-return-rules = Bank cofnął tą pozycją inną wpłatę: obie rozliczą się ze sobą, a faktury będą znów do zapłaty.
sheet-assign-invoice-rules = Puste pole: niczyja, jak przy fakturze wczytanej przez pomyłkę.
button-allocate = Rozlicz
button-take-back = Wycofaj
button-set-aside = Odłóż
button-return = Zwrot
books-undone = cofnięto
toast-allocated = Rozliczono wpłatę nr { $id }.
toast-payment-assigned = Przypisano wpłatę nr { $id }.
toast-released = Wycofano rozliczenie wpłaty nr { $id }.
toast-payment-unassigned = Wpłata nr { $id } znów do wyjaśnienia.
toast-set-aside = Odłożono wpłatę nr { $id }.
toast-payment-returned = Wpłata nr { $id } rozliczona ze zwrotem.
toast-invoice-assigned = Faktura { $number }: { $whose }.
toast-nothing-to-release = wskaż rozliczenie, które obowiązuje
toast-no-suggestion = wskaż propozycję; a rozlicza z inną fakturą
toast-nothing-to-pay = nie ma nic do zapłaty
toast-copied-account = wysłano rachunek { $text } · y: tytuł
toast-copied-title = wysłano tytuł „{ $text }” · y: kwota
toast-copied-amount = wysłano kwotę { $text } · y: rachunek
customer-balance = Rozliczenia
customer-contracts = Umowy
remark-month-so-far = Koszt miesiąca dotąd { $gross } brutto · netto { $net } · taryfa { $tariff } · do { $day }
remark-month-cost = Koszt miesiąca { $gross } brutto · netto { $net } · taryfa { $tariff }
