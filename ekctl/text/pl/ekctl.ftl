# Słowa programu ekctl.

welcome =
    ekctl pyta demona telemetrii ciepła ekd i podaje mu dane: ekctl RZECZ CZYNNOŚĆ

    {"  "}ekctl sites live                                      stan wszystkich obiektów
    {"  "}ekctl readings chart W-0414 --view month              wykres energii z miesiąca
    {"  "}ekctl readings export --range 2025-11 -o csv --out listopad.csv

    Rzeczy:  sites points meters readings invoices dues payments reports tickets alarms
             sources archive customers contracts tariffs
    Reszta:  login logout whoami account tokens audit outbox status watch schema man
    Pomoc:   ekctl --help, ekctl readings --help, man ekctl
    Postać:  -o table|json|ndjson|csv    Okres: --range today|2025-11|-7d|season-1
    Język:   --lang pl|en                Adres: --server unix:/run/ekd/ekd.sock
    Wyjście: 0 zrobione, 2 składnia, 3 nie ma, 4 zaloguj się, 6 później; man ekctl

man-usage =
    Do czytania:        ekctl man | man -l -
    Do katalogu:        ekctl man --out-dir KATALOG
error = błąd: { $message }
similar = podobne: { $things }
known = możliwe: { $things }
try = spróbuj: { $hint }
exit = { $code } · wyjście { $status }
nothing = nic nie znaleziono
cut = pokazano { $limit }; reszta: --all albo większe --limit
yes = tak
no = nie
polled = źródło { $name } zostanie zaraz zapytane
sum = suma, { $quantity }: { $sum } · różnica stanów: { $difference } ({ $opening } → { $closing })
sum-replaced = suma, { $quantity }: { $sum } · stany: { $opening } → { $closing }, licznik w tym czasie wymieniono
resuming = wznowienie { $path } od { $percent } %
total-sum = suma, { $quantity }: { $sum }
verified = sprawdzono: układy { $points }, strony { $pages }, odczyty { $readings }
dry-run = niczego nie wysłano; bez --dry-run zostanie wysłane
info-code = kod informacyjny { $code } ({ $point }, { $at })
info-bit = bit { $bit } ({ $severity }): { $name }. { $advice }
info-bits-unknown = bity nieznane: { $bits }
still-waiting = co jeszcze czeka: ekctl quarantine list --filter { $point }
imported = razem: odebrane { $received } = zapisane { $stored } + powtórzone { $duplicate } + poprawione { $corrected } + kwarantanna { $quarantined } + odrzucone { $rejected }

complaint-leak = nieszczelność
complaint-burst = pęknięcie
complaint-air = powietrze
complaint-reversed_flow = odwrotny przepływ
complaint-swapped_sensors = zamienione czujniki
complaint-sensor = czujnik
complaint-supply_interrupted = przerwa zasilania
complaint-battery = bateria
complaint-external = sygnał zewnętrzny
complaint-communication = łączność
complaint-other = inne

severity-notice = uwaga
severity-warning = ostrzeżenie
severity-alarm = alarm

ask-name = Konto
ask-password = Hasło
ask-current-password = Obecne hasło
ask-new-password = Nowe hasło
ask-new-password-again = Nowe hasło jeszcze raz
ask-code = Kod z aplikacji
ask-first-code = Kod, który pokazuje aplikacja
ask-sent-code = Kod z wiadomości
ask-agreed = Zrobić to? (tak/nie)
password-rules = Nowe hasło: od 15 do 256 znaków (z drugim składnikiem od 8); litery, spacje i wszystko inne. Dobre są cztery niezwiązane słowa.
password-is-initial = To hasło jest początkowe: otwiera tylko własną zmianę.
passwords-differ = Wpisano dwie różne rzeczy, jeszcze raz.
password-changed = hasło zmienione; wszystkie inne sesje są zakończone
password-set = nowe hasło obowiązuje; zaloguj się nim: ekctl login
code-sent = Jeśli jest takie konto z potwierdzonym adresem, kod jest już w drodze. Ważny 15 minut.
enrolment-wanted = Przez sieć ta rola wymaga drugiego składnika: kodów z aplikacji w telefonie.
enrolment-secret = Wczytaj obraz aplikacją do kodów albo wpisz w niej: { $secret }
totp-on = od teraz trzeba podawać kod z aplikacji
totp-off = kodu z aplikacji już nie trzeba podawać
logged-in = Zalogowano: { $login } ({ $name }, { $role }), najdłużej do { $until }.
logged-out = wylogowano
nobody-logged-in = nikt nie był zalogowany
previous-none = Poprzednie logowanie: nie było, to jest pierwsze.
previous-success = Poprzednie logowanie: { $at }, z { $source }, program { $client }.
previous-failure = Ostatnia nieudana próba: { $at }, z { $source }, program { $client }: { $outcome }.
previous-no-failure = Ostatnia nieudana próba: nie było.
previous-failures = { $failures ->
    [one] UWAGA: od tamtej pory { $failures } nieudana próba. To nie Ty? ekctl account not-me
    [few] UWAGA: od tamtej pory { $failures } nieudane próby. To nie Ty? ekctl account not-me
   *[other] UWAGA: od tamtej pory { $failures } nieudanych prób. To nie Ty? ekctl account not-me
}
agree-not-me =
    Ktoś inny był na koncie?
    Wszystkie inne sesje skończą się od razu. Konto zostanie zablokowane: obecne hasło
    niczego już nie otworzy. Ta sesja zostaje, żeby ustawić nowe hasło.
not-me-done = { $sessions ->
    [one] zakończono { $sessions } inną sesję, konto jest zablokowane. Teraz nowe hasło: ekctl account password
    [few] zakończono { $sessions } inne sesje, konto jest zablokowane. Teraz nowe hasło: ekctl account password
   *[other] zakończono { $sessions } innych sesji, konto jest zablokowane. Teraz nowe hasło: ekctl account password
}
sessions-ended = { $sessions ->
    [one] zakończono { $sessions } sesję
    [few] zakończono { $sessions } sesje
   *[other] zakończono { $sessions } sesji
}
contact-pending = kod jest w drodze na { $address }; wpisz go: ekctl account contact confirm { $kind }
token-shown-once = sekret jest pokazywany tylko teraz: zachowaj go w pliku, który tylko Ty możesz czytać
token-revoked = token { $id } już nie działa
initial-password = hasło początkowe jest pokazywane tylko teraz; jest ważne 7 dni i otwiera tylko własną zmianę
reset-has-no-channel = konto nie ma potwierdzonego adresu: niczego nie wysłano
agree-erase =
    Dane osobowe klienta { $number } ({ $name }) zostaną usunięte:
    nazwa, adres, kontakty, hasła, sesje i tokeny znikną na zawsze;
    konta, które nie działają za nikogo innego, zostaną zamknięte. Odczyty zostają bez
    nazwiska, tak jak to, co każe zachować prawo. Tego nie da się cofnąć.

usage-unknown-argument = nieznany argument „{ $argument }”
    .hint = { $command } --help
usage-unknown-command = nie ma polecenia „{ $argument }”
    .hint = { $command } --help
usage-missing-command = brakuje czynności
    .hint = { $command } --help
usage-missing-argument = brakuje: { $argument }
    .hint = { $command } --help
usage-missing-value = brakuje wartości: { $argument }
    .hint = { $command } --help
usage-bad-value = niewłaściwa wartość „{ $value }”: { $argument }
    .hint = { $command } --help
usage-conflict = { $argument } nie pasuje do { $value }
    .hint = zostaw jedno z nich
usage-too-many = za dużo wartości: { $argument }
    .hint = { $command } --help
usage-not-unicode = argument nie jest tekstem UTF-8
    .hint = { $command } --help
usage-other = nie rozumiem tego polecenia
    .hint = { $command } --help
usage-watch-form = watch pisze tylko wiersze JSON
    .hint = ekctl watch -o ndjson
usage-append-form = --append dopisuje tylko wiersze CSV albo NDJSON
    .hint = dodaj -o csv
usage-cursor-range = --since-cursor nie ma okresu: daje wszystko, co nowe
    .hint = usuń --range, --since i --until
usage-parquet-elsewhere = Parquet pisze tylko readings export
    .hint = ekctl readings export --out odczyty.parquet
usage-parquet-on-terminal = Parquet to nie tekst dla terminala
    .hint = ekctl readings export --out odczyty.parquet
usage-parquet-columns = plik Parquet ma zawsze te same kolumny: { $argument } do niego nie pasuje
    .hint = pomiń { $argument } albo dodaj -o csv
usage-no-instant = „{ $value }” to nie chwila: { $argument }
    .hint = 2025-11-03T10:20, 2025-11-03T10:20+01:00, wczoraj, -36h
usage-no-amount = „{ $value }” to nie stan licznika: { $argument }
    .hint = { $argument } "8412,36 { $unit }"
usage-wrong-unit = jednostka „{ $value }” nie pasuje: { $argument }
    .hint = { $argument } "8412,36 { $unit }"
usage-decision-needs = --as { $value } wymaga: { $argument }
    .hint = { $value ->
        [rollover] ekctl meters resolve W-0414 --quantity energy --as rollover --at 2025-11-03T10:00 --capacity "100000 GJ"
       *[other] ekctl meters resolve W-0414 --quantity energy --as { $value } --range 2025-11-03T10:00..2025-11-03T12:00
    }
usage-decision-refuses = --as { $value } nie ma { $argument }
    .hint = { $value ->
        [rollover] ekctl meters resolve W-0414 --quantity energy --as rollover --at 2025-11-03T10:00 --capacity "100000 GJ"
       *[other] ekctl meters resolve W-0414 --quantity energy --as { $value } --range 2025-11-03T10:00..2025-11-03T12:00
    }

usage-no-expiry = „{ $value }” to ani liczba dni, ani chwila: { $argument }
    .hint = { $argument } 90d, { $argument } 2027-01-01
usage-nobody-to-ask = nie ma kogo zapytać: { $argument }
    .hint = uruchom w terminalu bez --no-input albo dodaj --password-stdin
usage-needs-consent = tego nie da się cofnąć, potrzebna jest zgoda
    .hint = dodaj -y albo uruchom w terminalu bez --no-input
usage-nothing-to-change = nie podano, co zmienić
    .hint = { $command } users edit --help

range-unreadable = „{ $text }” to ani data, ani okres
    .hint = --range 2025-11, --range -7d, --range wczoraj, --range 2025-11-01..2025-11-08
range-skipped = godziny { $text } nie było: zegary przesunięto do przodu
    .hint = podaj inną godzinę albo dodaj przesunięcie, na przykład +02:00
range-doubled = godzina { $text } była dwa razy
    .hint = dodaj przesunięcie: +02:00 dla pierwszej, +01:00 dla drugiej
range-backwards = okres kończy się przed początkiem
    .hint = zamień daty miejscami
range-calendar = okres wykracza poza kalendarz
    .hint = podaj bliższą datę

failure-no-such-column = nie ma kolumny „{ $name }”
    .hint = ekctl schema list
failure-no-such-meter = nie ma licznika „{ $text }”
    .hint = ekctl meters list
failure-no-such-schema = nie ma odpowiedzi „{ $name }”
    .hint = ekctl schema list
failure-pack = nieczytelna odpowiedź ekd: { $reason }
    .hint = zaktualizuj ten program
failure-page = nieczytelna strona dziennika odczytów: { $reason }
    .hint = ekctl archive verify; jeśli niczego nie znajdzie, zaktualizuj ten program
failure-zone = strefa czasowa instalacji „{ $name }” jest nieznana
    .hint = podaj --tz Europe/Warsaw
failure-unreadable = nie można odczytać pliku { $path }: { $reason }
    .hint = sprawdź nazwę i uprawnienia: ls -l { $path }
failure-unwritable = nie można zapisać pliku { $path }: { $reason }
    .hint = sprawdź katalog i uprawnienia
failure-file-exists = plik { $path } już jest, nic nie zapisano
    .hint = --force go zastąpi
failure-bad-cursor = { $path } nie jest kursorem eksportu
    .hint = podaj inny --cursor-file; bez kursora eksport zaczyna od początku
failure-other-archive = kursor { $path } pochodzi z innego archiwum albo sprzed przywrócenia kopii tego archiwum
    .hint = usuń go, a wszystko zostanie wyeksportowane od nowa: rm { $path }
failure-no-state-directory = nie wiadomo, gdzie trzymać kursor
    .hint = podaj --cursor-file PLIK
failure-interrupted = import nie jest skończony: { $reason }
    .hint = to samo polecenie wznowi import od tego miejsca
failure-import-runs = plik { $path } jest już importowany
    .hint = zaczekaj na koniec drugiego ekctl
failure-parked = { $documents ->
    [one] odłożono { $documents } dokument, nic z niego nie zapisano: { $reason }
    [few] odłożono { $documents } dokumenty, nic z nich nie zapisano; pierwszy powód: { $reason }
   *[other] odłożono { $documents } dokumentów, nic z nich nie zapisano; pierwszy powód: { $reason }
}
    .hint = ekctl sources show import
failure-not-all-taken = { $values ->
    [one] nie przyjęto { $values } wartości
   *[other] nie przyjęto { $values } wartości
}
    .hint = ekctl quarantine list
failure-damaged = { $n ->
    [one] uszkodzony odcinek archiwum, brakuje tu odczytów z niego: { $stretches }
    [few] { $n } uszkodzone odcinki archiwum, brakuje tu odczytów z nich: { $stretches }
   *[other] { $n } uszkodzonych odcinków archiwum, brakuje tu odczytów z nich: { $stretches }
}
    .hint = ekctl archive verify
failure-found = { $findings ->
    [one] w archiwum { $findings } rzecz nie jest taka, jak powinna
    [few] w archiwum { $findings } rzeczy nie są takie, jak powinny
   *[other] w archiwum { $findings } rzeczy nie jest takich, jak powinny
}
    .hint = { $cure ->
        [import] zaimportuj wymienione miesiące ponownie: ekctl readings import PLIK
       *[log] odczyty nie są stracone; więcej mówi dziennik demona: journalctl -u ekd
    }
failure-too-long = { $quantity } z { $at } ma więcej cyfr niż liczba w pliku Parquet
    .hint = dodaj -o csv: tam nie ma takiej granicy
failure-output = nie można zapisać odpowiedzi: { $reason }
    .hint = sprawdź wolne miejsce: df -h

pass-unreadable = nie można odczytać pliku { $path }: { $reason }
    .hint = sprawdź nazwę i uprawnienia: ls -l { $path }
pass-exposed = inni mogą czytać plik { $path } (uprawnienia { $mode }): nie zostanie użyty
    .hint = chmod 600 { $path }
pass-malformed = w pliku { $path } nie ma tokenu
    .hint = token zaczyna się od ekt_ i stoi w pliku sam; nowy: ekctl tokens create
pass-no-directory = nie wiadomo, gdzie trzymać sesję
    .hint = ustaw HOME albo użyj tokenu: --token-file PLIK
pass-bad-variable = w zmiennej { $name } nie ma tokenu
    .hint = token zaczyna się od ekt_; lepszy jest plik: --token-file PLIK
answer-differs = nowe hasło za każdym razem wpisano inaczej
    .hint = spróbuj jeszcze raz
answer-missing = brakuje odpowiedzi
    .hint = przy --password-stdin każda odpowiedź to jeden wiersz, w kolejności pytań
answer-not-agreed = nic nie zrobiono
    .hint = odpowiedz tak albo dodaj -y
signalled = przerwano sygnałem
failure-left-out = tych danych nie wolno Ci oglądać, więc ich tu brakuje: { $files }
    .hint = poproś administratora o pełny eksport
failure-broken = wpis { $number } dziennika dostępu nie jest taki, jak go zapisano: { $flaw ->
        [altered] zmieniono go
        [missing] brakuje go
       *[unknown] nieznana wada
    }
    .hint = najpierw zachowaj kopię bazy, potem ustal, kto mógł w niej pisać

reason-not-found = nie ma takiego pliku ani katalogu
reason-denied = brak uprawnień
reason-is-a-directory = to katalog, a nie plik
reason-not-a-directory = część ścieżki nie jest katalogiem
reason-exists = taki plik już istnieje
reason-not-empty = coś już w nim leży
reason-read-only = nośnik jest tylko do odczytu
reason-full = brak miejsca na dysku

state-live = na żywo
state-late = spóźniony
state-silent = milczy
state-doubtful = wątpliwy
state-no_data = brak danych
state-unknown = nieznany
quality-measured = zmierzone
quality-estimated = szacowane
standing-counts = liczy się
standing-replaced = później poprawiony
standing-struck_out = wykreślony
finding-page_damaged = strona uszkodzona
finding-page_set_aside = utracone odczyty
finding-total_differs = błędna suma
finding-newest_differs = błędna ostatnia wartość
finding-unknown = nieznany
finding-figures = { $quantity }: jest { $kept }, powinno być { $computed }
finding-lost = { $readings ->
    [one] { $readings } odczyt nie wrócił
    [few] { $readings } odczyty nie wróciły
   *[other] { $readings } odczytów nie wróciło
}
outcome-taken = przyjęty
outcome-parked = odłożony
outcome-unknown = nieznany
role-customer = klient
role-manager = zarządca
role-technician = technik
role-clerk = pracownik BOK
role-administrator = administrator
account-active = czynne
account-locked = zablokowane
account-disabled = zamknięte
account-erased = dane usunięte
account-unknown = nieznany
password-none = brak
password-initial = początkowe
password-own = własne
password-unknown = nieznane
method-password = hasło
method-password_and_code = hasło i kod
method-session = sesja
method-token = token
method-peer = użytkownik serwera
method-reset = przysłany kod
method-unknown = nieznane
attempt-success = udane
attempt-wrong_password = złe hasło
attempt-wrong_code = zły kod
attempt-unfinished = hasło dobre, reszta nie nadeszła
attempt-waiting = za dużo prób przedtem
attempt-closed = konto zamknięte
attempt-expired = hasło początkowe za stare
attempt-unknown_name = nieznana nazwa
attempt-unknown = nieznany
contact-landline = telefon stacjonarny
contact-mobile = komórka
contact-email = e-mail
right-finance = finanse
right-technical = technika
right-admin = konta
right-unknown = nieznane
scope-read = czytać
scope-operate = działać
channel-email = e-mail
channel-sms = SMS
channel-webhook = program
ceiling-recipient_hour = odbiorca, godzina
ceiling-recipient_day = odbiorca, doba
ceiling-installation_day = instalacja, doba
delivery-waiting = czeka
delivery-sent = wysłana
delivery-failed = odrzucona
delivery-expired = nikt nie odebrał
delivery-unknown = nieznany
flaw-altered = zmieniony
flaw-missing = brakuje go
flaw-unknown = nieznana
fate-removed = usunięte
fate-kept = zachowane
counted-accounts = konta
counted-audit_lines = wpisy dziennika dostępu
counted-contacts = adresy
counted-customer_data = nazwa i adres
counted-customer_number = numer klienta
counted-log_ins = logowania
counted-message_recipients = odbiorcy wiadomości
counted-notices = powiadomienia
counted-ownerships = obiekty
counted-readings_of_sites = obiekty z odczytami
counted-sessions = sesje
counted-tokens = tokeny
counted-saved_reports = zapisane raporty
counted-made_reports = gotowe raporty
counted-drafts = szkice
counted-ticket_entries = wpisy w zgłoszeniach
counted-ticket_files = pliki w zgłoszeniach
counted-ticket_texts = treści zgłoszeń
counted-tickets_without_words = zgłoszenia bez treści
counted-settings_without_author = nastawy bez autora

view-day = doba: { $name }
view-week = tydzień: { $name }
view-month = miesiąc: { $name }
view-season = sezon: { $name }
per-raw = każdy odczyt
per-quarter-hour = na kwadrans
per-hour = na godzinę
per-day = na dobę
per-week = na tydzień
per-month = na miesiąc
per-season = na sezon
per-year = na rok
legend-register = { $mark } { $unit } { $per }   ? brak danych
legend-replaced = { $mark } wymiana lub obrót licznika
legend-gauge = { $mark } { $unit }, średnia { $per }
chart-sum = suma { $total } · najmniej { $min } · najwięcej { $max }
chart-mean = średnia { $total } · min { $min } · maks { $max }
chart-empty = brak danych w tym okresie
chart-coverage = dane { $share } %
chart-coverage-unknown = dane: nie wiadomo, ile ma być odczytów
chart-zone = czas: { $zone }
chart-late = { $mark } { $bucket }: zużycie do { $until } (brak odczytów)
chart-replaced = { $mark } { $at }: wymiana licznika albo jego obrót (przejście przez zero)
chart-more-replaced = wymian więcej: { $more } · ekctl points show { $point }
chart-damaged = ? { $period }: uszkodzone w archiwum; dalej: ekctl archive verify
chart-gap = luka { $from } – { $until }, brakuje odczytów: { $missing }
chart-gap-open = luka od { $from }, trwa; brakuje odczytów: { $missing }
chart-more-gaps = luk więcej: { $more } · ekctl readings gaps { $point }
weekday-1 = pn
weekday-2 = wt
weekday-3 = śr
weekday-4 = cz
weekday-5 = pt
weekday-6 = so
weekday-7 = nd

weather-no-station = nie ustawiono stacji; wskaż układ, który mierzy temperaturę zewnętrzną: ekctl weather station set UKŁAD
curve-line = wiersz { $place }
curve-point = punkt { $place }
curve-of-network = sieć
curve-of-site = obiekt
outdoor-from-own = własny regulator
outdoor-from-site_station = stacja obiektu
outdoor-from-network_station = stacja sieci
outdoor-from-unknown = nieznane
failure-no-curve = obiekt { $site } nie ma wtedy krzywej grzewczej
    .hint = ekctl weather curves list --site { $site }
failure-no-table = nie ma wtedy tabeli regulacyjnej sieci
    .hint = ekctl weather curves list --network
failure-curve =
    { $place }: { $problem ->
        [no-headings] w pierwszym wierszu nie ma nagłówków outdoor_c i supply_c
        [unknown-column] nieznana kolumna „{ $text }”
        [cells] inna liczba pól, niż powinna: „{ $text }”
        [no-temperature] „{ $text }” to nie temperatura
        [doubled] ta sama temperatura zewnętrzna jest już w innym miejscu: „{ $text }”
        [out-of-range] takich temperatur nie ma w sieci cieplnej: „{ $text }”
        [return-here] temperatura powrotu jest tylko w części wierszy: „{ $text }”
        [count] krzywa ma od 2 do 50 punktów, a jest ich { $text }
        [too-long] to nie krzywa: plik jest za długi
        [return-of-site] temperaturę powrotu ma tylko tabela sieci, nie krzywa obiektu
       *[other] „{ $text }”
    }
    .hint =
        { $problem ->
            [no-headings] pierwszy wiersz: outdoor_c;supply_c (dla sieci też ;return_c)
            [unknown-column] kolumny: outdoor_c, supply_c, return_c
            [cells] punkt to -20:95 albo -20:120:60, wiersz pliku to -20;95; przy przecinkach dziesiętnych rozdzielaj średnikami
            [no-temperature] pisz -3,5 albo -3.5, bez jednostki; w pliku z przecinkami między polami tylko -3.5
            [doubled] zostaw jeden z punktów
            [out-of-range] stopnie Celsjusza: na zewnątrz od -60 do 60, woda od 0 do 250
            [return-here] podaj powrót w każdym punkcie albo w żadnym
            [count] podaj co najmniej najzimniejszy i najcieplejszy punkt
            [return-of-site] usuń return_c albo użyj --network zamiast --site
           *[other] wzór: ekctl weather curves set --network --points "-20:120,0:76,10:70" --dry-run
        }

nagios-line = EK { $verdict } - alarmy: { $alarms }, ostrzeżenia: { $warnings }, uwagi: { $notices }
nagios-unknown = EK UNKNOWN - { $message }
advice-source_silent = Co robić: sprawdź źródło i łącze (ekctl sources show NAZWA); dopóki milczy, nie wiadomo nic o jego licznikach.
advice-meter_silent = Co robić: sprawdź zasilanie i łączność licznika; inne liczniki tego źródła się odzywają.
advice-leak = Co robić: wyślij kogoś zaraz. Węzeł trzeba obejrzeć, a przy wycieku zamknąć zawory.
advice-water_lost = Co robić: porównaj przepływ zasilania i powrotu; szukaj wycieku w instalacji za licznikiem.
advice-meter_fault = Co robić: odczytaj kod licznika na miejscu; odczyty z usterką czekają w kwarantannie (ekctl quarantine list).
advice-difference_low = Co robić: sprawdź regulację przepływu i czystość wymiennika; woda wraca prawie niewychłodzona.
advice-return_hot = Co robić: sprawdź nastawę regulatora i wymiennik; za gorący powrót to straty sieci.
advice-supply_off_table = Co robić: porównaj zasilanie z tabelą regulacyjną (ekctl weather show) i zapytaj ciepłownię.
advice-circuit_off_curve = Co robić: sprawdź krzywą w regulatorze; ustawioną u nas pokazuje ekctl weather curves show --site OBIEKT.
advice-power_above_contract = Co robić: sprawdź, czy moc zamówiona wystarcza; przekroczenie może kosztować.
advice-register_doubtful = Co robić: rozstrzygnij, czym jest ten stan: ekctl quarantine list, potem ekctl meters resolve.
advice-no_consumption = Co robić: zadzwoń do obiektu: zimno, a ciepła nikt nie bierze. Zamknięty zawór, awaria węzła albo licznik.
advice-meter_clock = Co robić: ustaw zegar licznika przy najbliższej wizycie; godziny jego odczytów są przesunięte.
advice-verification_due = Co robić: zaplanuj wymianę licznika; po legalizacji zapisz ją: ekctl meters verify NUMER --on DZIEŃ.
advice-limit = Co robić: porównaj wartość z progiem reguły i z tym, co zwykle bywa w tym miejscu.
advice-unknown = Co robić: zaktualizuj ten program; nie zna takiego alarmu.
next-ack = Dalej: ekctl alarms ack { $id } --comment "…"
next-unack = Dalej: ekctl alarms unack { $id }
next-mute = {"       "}ekctl alarms mute { $id } --for 4h
next-rule = {"       "}ekctl rules show { $rule }
failure-alarms-active = { $alarms ->
    [one] trwa { $alarms } alarm
    [few] trwają { $alarms } alarmy
   *[other] trwa { $alarms } alarmów
}
    .hint = ekctl alarms list --active
failure-checked = coś jest nie tak
failure-rule-file = { $place }: { $problem ->
        [not-toml] to nie jest TOML: { $text }
        [unknown-key] nieznany klucz „{ $key }”: nic by go nie czytało
        [missing-key] brakuje klucza „{ $key }”
        [bad-value] zła wartość klucza „{ $key }”: { $text }
        [no-rule] nie ma tu reguły: każda zaczyna się od [[rule]]
        [several] jest tu kilka reguł, a ma być jedna
        [renamed] nazwy nie zmienia się edycją
        [too-long] plik jest za długi jak na reguły
       *[other] { $text }
    }
    .hint = { $problem ->
        [not-toml] klucz = "tekst", jeden w wierszu; wzór: { $example }
        [bad-value] wartości z jednostką, czasy jak 2h albo 30m; wzór: { $example }
        [several] ekctl rules apply PLIK
        [renamed] nowa nazwa to nowa reguła: ekctl rules create --file PLIK
       *[other] wzór: { $example }
    }
failure-rule-exists = reguła „{ $name }” już jest
    .hint = ekctl rules edit { $name }
failure-editor = edytor „{ $command }” zawiódł: { $reason }
    .hint = EDITOR=nano ekctl rules edit NAZWA
usage-no-limit = „{ $value }” to nie wartość z jednostką: { $argument }
    .hint = { $argument } "55 { $unit }"
ask-edit-again = Popraw (e) albo zostaw (q)
rule-unchanged = nic nie zmieniono
rule-kept = tekst został w pliku { $path }
rule-deleted = reguła { $name } usunięta
rules-same = reguły są już takie: nic się nie zmienia
agree-rule-delete =
    Reguła { $name } zostanie usunięta, a jej trwające alarmy się zakończą.
    Wyłączyć ją na czas można przez ekctl rules disable.
agree-rules-remove =
    W pliku nie ma tych reguł, więc zostaną usunięte, a ich trwające alarmy się zakończą:
    { $names }
maintenance-ended = okno prac { $number } skończone

severity-mark-notice = i
severity-mark-warning = !
severity-mark-alarm = !!
alarm-state-new = nowy
alarm-state-acknowledged = potw.
alarm-state-cleared = minął
alarm-state-closed = zamk.
alarm-state-quiet-new = cicho
alarm-state-quiet-acknowledged = potw.
alarm-state-quiet-cleared = minął
alarm-state-quiet-closed = zamk.
alarm-state-long-new = trwa, nikt nie potwierdził
alarm-state-long-acknowledged = trwa, potwierdzony
alarm-state-long-cleared = minął, nikt nie potwierdził
alarm-state-long-closed = minął, potwierdzony
alarm-short-source_silent = źródło milczy
alarm-short-meter_silent = licznik milczy
alarm-short-leak = wyciek
alarm-short-water_lost = ubytek wody
alarm-short-meter_fault = usterka
alarm-short-difference_low = mała różnica
alarm-short-return_hot = gorący powrót
alarm-short-supply_off_table = poza tabelą
alarm-short-circuit_off_curve = poza krzywą
alarm-short-power_above_contract = za duża moc
alarm-short-register_doubtful = wątpliwy stan
alarm-short-no_consumption = brak zużycia
alarm-short-meter_clock = zegar
alarm-short-verification_due = legalizacja
alarm-short-limit = próg
alarm-short-unknown = nieznany
area-installation = instalacja
area-customer = klient
area-site = obiekt
area-point = układ
rule-change-added = dodana
rule-change-changed = zmieniona
rule-change-removed = usunięta
rule-change-same = bez zmian
maintenance-planned = planowane
maintenance-open = trwa
maintenance-over = skończone

cut-time = trwałoby za długo
cut-points = za dużo układów
cut-condition = nie mówią tego dawne odczyty
cut-unknown = nieznane
notice-kept = zbiorczo
notice-dropped = odwołane
notice-unknown = nieznany
notice-log_in_failures = nieudane logowania
notice-ceiling = limit SMS
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
notice-ticket_noted = notatka
notice-ticket_changed = zmiana zgłoszenia
news-raised = zgłoszenie
news-risen = ważniejszy
news-reminder = przypomnienie
news-escalated = eskalacja
news-cleared = koniec
news-unknown = nieznane

column-about = opis
column-account = rachunek
column-accounts = konta
column-acknowledged_at = potwierdzono
column-acknowledged_by = potwierdził
column-actor = kto
column-address = adres
column-advice = co robić
column-advised_power_kw = moc zalecana
    .short = zalec.
column-after = jest
column-after_degree_days_kd = stopniodni po [K·d]
column-after_from = po: od
column-after_gj = zużycie po
column-after_until = po: do
column-alarm = alarm
    .short = nr
column-alarm_kind = rodzaj alarmu
column-alarms = alarmy na obiekcie
column-allocated = rozliczone
column-allocation = rozliczenie
column-allocations = rozliczenia
column-amount = kwota
column-amount_pln = kwota
column-answer = odpowiedź
column-answer_due_at = odpowiedzieć do
column-answered_at = odpowiedź
column-area = zakres
column-area_m2 = powierzchnia [m²]
column-assignee = kto
column-at = czas
column-attached = załącznik
column-attached_lines = wiersze
column-attachment = załącznik
    .short = zał.
column-attachments = załączniki
column-attempts = próby
column-authentication = co wie serwer poczty
column-author = kim jest
column-author_address = adres
column-author_login = konto
column-author_name = kto
column-awaits_office = czeka na biuro
column-back_test_error_percent = błąd testu wstecz [%]
column-bank_account = rachunek w banku
column-base_c = temperatura bazowa
    .short = baza
column-became = stało się
column-before = było
column-before_degree_days_kd = stopniodni przed [K·d]
column-before_from = przed: od
column-before_gj = zużycie przed
column-before_until = przed: do
column-bill_verdict = wynik
column-billed = za co
column-billed_net = netto na fakturze
    .short = na fakturze
column-billed_price = cena na fakturze
column-billed_units = ilość na fakturze
    .short = na fakturze
column-billing_file = plik nr
column-bit = bit
column-body = treść
column-booked_on = zaksięgowano
column-booked_pln = zaksięgowana kwota
column-broken_line = uszkodzony wpis
column-brought_by = skąd
column-building_category = kategoria budynku
column-buyer = nabywca
column-buyer_nip = NIP nabywcy
column-by = kto
column-cadence_s = co ile
column-carrier_pln_m3 = nośnik [zł/m³]
    .short = nośnik zł/m³
column-category = kategoria
column-ceiling = granica
column-change = zmiana
column-changed_at = ostatnia zmiana
column-changes = zmiany
column-channel = jak
column-channels = wysłano przez
column-checked_lines = pozycje
column-cleared_at = ustąpił
column-client = program
column-clock = zegar
column-closed_at = stan z
column-closing = stan końcowy
    .short = koniec
column-closing_balance = saldo końcowe
column-code = kod
column-coldest_outdoor_c = najzimniejszy punkt
column-coldest_supply_c = zasilanie w nim
column-comment = powód
column-component = składnik
column-computed = obliczone
column-contacts = adresy
column-contract = umowa
column-contract_sites = obiekty umowy
column-contracted_power_kw = moc zamówiona
column-corrected = poprawione
column-corrected_invoice = faktura korygowana
column-correction = korekta
column-corrections = korekty
column-corrects = koryguje
column-cost_high_pln = koszt górny
column-cost_lines = składniki
column-cost_low_pln = koszt dolny
column-cost_pln = koszt netto
column-costs_pln = kosztuje rocznie
column-counts_on = liczy się od
column-coverage_percent = pokrycie %
    .short = dane %
column-covered_percent = pokrycie okresu [%]
column-created_at = utworzono
column-credit = nadpłata
column-csv_dialect = odmiana CSV
column-currency = waluta
column-cursor = kursor
column-cursors = kursory
column-curve_from = obowiązuje od
column-customer = klient
column-customer_name = nazwa klienta
column-customers = klienci
column-cut = dlaczego nie wszystko
column-cv_rmse_percent = CV(RMSE) [%]
column-data_at = dane do
column-data_digest = skrót danych
column-date = dzień
column-days = doby
column-days_left = dni do końca legalizacji
column-days_overdue = dni po terminie
    .short = po term.
column-deadline = zamówić do
column-deed = czynność
column-definition = definicja
column-definition_digest = skrót definicji
column-degree_day_ratio_error_percent = błąd stosunku stopniodni [%]
column-degree_days_kd = stopniodni [K·d]
    .short = Sd K·d
column-deliveries = wiadomości
column-delivery = wiadomość
column-demo = demo
column-design_outdoor_c = temperatura obliczeniowa
column-design_power_high_kw = moc przy obliczeniowej, góra
column-design_power_kw = moc przy obliczeniowej
column-design_power_low_kw = moc przy obliczeniowej, dół
column-detail = szczegóły
column-details = szczegóły
column-difference_gj = różnica
column-difference_high_gj = różnica, góra
column-difference_low_gj = różnica, dół
column-differs_by = różnica
column-digest = SHA-256
column-document = dokument
    .short = dok.
column-document_name = dokument
column-documents = ostatnie dokumenty
column-draft_body = treść zgłoszenia
column-draft_subject = temat zgłoszenia
column-due_at = termin
column-due_on = za dzień
column-duplicate = powtórzone
column-email = e-mail
column-enabled = liczy się
column-energy_gj = energia
column-entries = wątek
column-entry = wpis
column-erased_at = usunięto dane
column-escalate_after_s = eskalacja po
column-escalate_to = eskalacja do
column-excess_at = ostatnie przekroczenie
column-excess_kw = najwyższa ponad umowę
column-expected_degree_days_kd = stopniodni do końca [K·d]
column-expected_gj = przewidywane
column-expected_gross = brutto z wyliczenia
column-expected_high_gj = przewidywane, góra
column-expected_low_gj = przewidywane, dół
column-expected_net = netto z wyliczenia
    .short = wyliczone
column-expected_price = cena z taryfy
column-expected_units = ilość z odczytów
    .short = z odczytów
column-expected_vat = VAT z wyliczenia
column-expires_at = ważne do
    .short = ważne do
column-facts = nad tabelą
column-failure_at = ostatnia nieudana próba
column-failure_client = program
column-failure_outcome = wynik
column-failure_source = skąd
column-fate = co się stało
column-field = pole
column-file = plik
column-file_bytes = bajty wszystkich plików
column-file_bytes_per_reading = bajty na odczyt, wszystkie pliki
column-file_kind = rodzaj pliku
    .short = rodzaj
column-finding = co jest źle
column-first_at = pierwszy odczyt
column-first_day = od dnia
column-first_line = początek
column-first_read_at = odczyt na początku
column-first_register = stan na początku
column-flags = uwagi
column-flaw = wada
column-flow_m3h = przepływ
column-form = postać
column-former = inne zgłoszenia klienta
column-forms = postacie
column-found = jest
column-from = od
column-gross = brutto
column-gross_pln = brutto
column-headings = nagłówki
column-health = stan
column-heat_pln_gj = ciepło [zł/GJ]
    .short = ciepło zł/GJ
column-heat_transmission_pln_gj = przesył zmienny [zł/GJ]
    .short = przesył zł/GJ
column-highest_at = kiedy najwyższa
column-highest_kw = najwyższa godzina
column-highest_outdoor_c = na dworze przy najwyższej
column-history = przebieg
column-id = numer
column-in_maintenance = w oknie prac
column-incoming = wpływy
column-independent_error_gj = ± część stała
column-independent_gj = część stała na dobę
column-info_bits = bity kodu
column-info_code = kod informacyjny
column-initial_energy_gj = energia przy montażu
column-initial_password = hasło początkowe
column-initial_volume_m3 = objętość przy montażu
column-installed_from = zamontowany od
column-installed_until = zdjęty
column-interest_kind = odsetki
column-interval_s = co ile
column-invoice = nr w archiwum
    .short = id
column-invoice_number = faktura
column-invoices = faktury
column-contracts = umowy
column-payments = wpłaty
column-is_amount_open = kwotę wpisuje płacący
column-is_automatic = pisał program
column-is_balanced = saldo się zgadza
    .short = zgodne
column-is_before = przed korektą
column-is_internal = wewnętrzne
column-is_outlier = odstaje
column-is_overdue = po terminie
column-is_split_payment = podzielona płatność
column-is_unread = nowe
column-is_virtual = rachunek wirtualny
column-issued_on = wystawiono
column-item = pozycja
    .short = poz.
column-kept = przechowywane
column-kept_until = zbiorczo do
column-key = klucz
column-kind = rodzaj
column-ksef_address = adres w KSeF
column-ksef_label = pod kodem KSeF
column-ksef_number = numer KSeF
column-label = co
column-language = język listów
column-last_24_hours_kw = 24 h
column-last_at = ostatni odczyt
column-last_day = do dnia
column-last_energy_gj = energia przy zdjęciu
column-last_log_in_at = ostatnie logowanie
    .short = ostatnie log.
column-last_paid = ostatnia wpłata
column-last_paid_on = ostatnio wpłacono
column-last_read_at = odczyt na końcu
column-last_register = stan na końcu
column-last_source = ostatnio skąd
column-last_used_at = ostatnio użyte
column-last_volume_m3 = objętość przy zdjęciu
column-lasting_s = jak długo
column-late_interest = odsetki
column-latest = ostatnie wartości
column-leaves_at = odejdzie
column-left_s = zostało
column-limit = próg
column-line = wiersz
column-lines = pozycje
column-local_time = godzina
    .short = godz.
column-login = konto
column-lost_percent = ubytek %
column-made_at = sporządzono
column-mail = list
column-mandates = pełnomocnictwa
column-matched_by = rozpoznano po
column-max = maks
column-mean = średnia
column-media_type = rodzaj pliku
column-median_first_answer_s = pierwsza odpowiedź (mediana)
    .short = odpow. po
column-median_settled_s = załatwienie (mediana)
    .short = załatw. po
column-merged_into = część zgłoszenia
column-meter = licznik
column-meters = liczniki
column-method = sposób logowania
    .short = sposób
column-min = min
column-model = model
column-muted_until = wyciszony do
column-n = ile
column-n_alarms = alarmy
column-n_answered = z odpowiedzią
    .short = odpow.
column-n_attachments = załączniki
column-n_attempts = próby
column-n_booked = wpłaty
column-n_booked_before = wpłaty znane
column-n_changes = zmian
column-n_days = dni znane
    .short = dni
column-n_days_after = dni po
column-n_days_before = dni przed
column-n_dismissed = oddalone
column-n_documents = dokumenty
column-n_emails = listy
column-n_ended = zakończone sesje
column-n_entries = punkty
column-n_excess_hours = godziny ponad umowę
column-n_expected = oczekiwane
column-n_expected_days = dni minione
    .short = z dni
column-n_failures = nieudane próby od ostatniego logowania
column-n_flags = liczba uwag
column-n_fresh = odczyty jeszcze poza stronami
column-n_installations = miejsca
column-n_invoices = faktury
column-n_known = faktury znane
column-n_late = po terminie
column-n_lines = wpisy
column-n_lost = utracone odczyty
column-n_matched = rozpoznane
column-n_missing = brakuje
column-n_months = miesiące testu
column-n_muted = wyciszone
column-n_new = faktury nowe
column-n_next_due = faktury na ten dzień
column-n_notices = uwagi
column-n_open = otwarte
column-n_opened = zgłoszone
column-n_outgoing = wypłaty
column-n_outliers = odstające
column-n_overdue = po terminie faktur
column-n_pages = zamknięte strony
column-n_parked = odłożone dokumenty
    .short = odłożone
column-n_payments = wpłaty
column-n_pending = niezaksięgowane
column-n_points = układy pomiarowe
column-n_problems = liczba problemów
column-n_quarantined = wartości w kwarantannie
column-n_readings = odczyty
column-n_released = zwolnione z kwarantanny
column-n_removed = usunięte z wiekiem
column-n_rows = wiersze
column-n_sealed = odczyty na stronach
column-n_set_aside = odłożone uszkodzone strony
column-n_settled = załatwione
column-n_sites = obiekty
column-n_sms = SMS-y
column-n_sources = źródła
column-n_sources_failing = źródła z awarią
column-n_statement_entries = zapisy
column-n_statements = wyciągi
column-n_struck = wersje, które się nie liczą
column-n_struck_out = wykreślone
column-n_thinned = przerzedzone
column-n_unacknowledged = niepotwierdzone
column-n_unassigned = faktury niczyje
column-n_unpaid = niezapłacone faktury
column-n_unread = nieprzeczytane
column-n_waiting = jeszcze czekają
column-n_warnings = ostrzeżenia
column-n_years = lata pogody
column-name = nazwa
column-net = netto
column-net_pln = netto
column-new_meter = nowy licznik
column-newest_protocol = najnowszy protokół
column-news = o czym
column-next_at = następne pytanie
column-next_due = najbliższa kwota
column-next_due_on = najbliższy termin
    .short = termin
column-next_on = następny
column-nip = NIP
column-no_interest = dlaczego bez odsetek
column-not_allocated = nierozliczone
    .short = zostało
column-notice_settings = ustawienia powiadomień
column-notices = powiadomienia
column-now = czas ekd
column-number = numer
column-number_of_units = ilość
column-of = czego
column-old_meter = stary licznik
column-oldest_protocol = najstarszy protokół
column-on_day = dzień
column-open = trwa
column-opened_at = stan od
column-opener = kto zgłosił
column-opener_address = adres zgłaszającego
column-opener_login = konto zgłaszającego
column-opener_name = zgłaszający
column-opening = stan początkowy
    .short = początek
column-opening_balance = saldo początkowe
column-origin = droga
column-outcome = wynik
column-outdoor_age_s = wiek
column-outdoor_at = zmierzono
column-outdoor_c = temperatura zewnętrzna
    .short = zewn.
column-outdoor_from = skąd
column-outgoing = wypływy
column-overdue = po terminie
column-own = ta
column-ownerships = obiekty
column-page_bytes = bajty stron
column-page_bytes_per_reading = bajty na odczyt, strony
column-parked = odłożone
column-part = część
column-password = hasło
column-paused_at = zegar stoi od
column-pay_by = termin płatności
    .short = termin
column-payable = do zapłaty
    .short = kwota
column-payable_pln = kwota faktur
column-payee = odbiorca
column-payee_nip = NIP odbiorcy
column-payer = płacący
column-payer_account = rachunek płacącego
column-payment = wpłata
column-peak = najgorsza wartość
column-peak_at = najgorsza wartość z
column-peaks = szczyty miesięcy
column-pending_address = czeka na kod
column-pending_until = kod ważny do
column-phone = telefon
column-place = miejsce
    .short = gdzie
column-point = układ
column-points = układy pomiarowe
column-postal_code = kod pocztowy
column-power_advice = zalecenie
column-power_kw = moc
    .short = moc
column-power_monthly_pln_mw = moc, miesięcznie [zł/MW]
    .short = moc zł/MW
column-power_pln_mw = moc, rocznie [zł/MW]
column-power_transmission_monthly_pln_mw = przesył stały, miesięcznie [zł/MW]
    .short = przesył zł/MW
column-power_transmission_pln_mw = przesył stały, rocznie [zł/MW]
column-previous = przed tym logowaniem
column-price_of_10_kw_pln = 0,01 MW na rok
column-priority = priorytet
column-problem = problem
column-problems = problemy
column-qr_text = treść kodu
column-quality = jakość
column-quantities = wielkości
column-quantity = wielkość
column-quarantined = kwarantanna
    .short = kwarant.
column-quoted = cytat
column-r_squared = R²
column-raised_at = wykryto
column-ran_out_at = termin minął
column-rates = stawki
column-read_at = odczytano
column-read_from = stan z
column-read_only = tylko odczyt
column-read_until = stan do
column-reason = co się robi
column-reasons = powody
column-received = odebrane
column-received_at = odebrano
column-recipient = do kogo
column-reference = numer w banku
column-registers = liczniki
column-rejected = odrzucone
    .short = odrzuc.
column-release_reason = powód wycofania
    .short = powód
column-released_at = wycofano
column-released_by = wycofał
column-remark = dopisek
column-remarks = dopiski
column-remind_every_s = przypomnienie co
column-report_language = język
column-return_c = powrót
    .short = powrót
column-revision = poprawka
column-rhythm = jak często
column-rights = prawa
column-role = rola
column-row = wiersz
column-rule = reguła
column-same_month_error_percent = błąd tego samego miesiąca [%]
column-saved_at = zapisano
column-saves_pln = oszczędza rocznie
column-says = co mówi
column-scope = może
column-secret = sekret
column-seller = sprzedawca
column-seller_nip = NIP sprzedawcy
column-sender = nadawca
column-sending = wysyłka
column-serial = numer
column-server = adres
column-server_exists = adres istnieje
column-session_file = plik sesji
column-sessions = sesje
column-set_at = ustawiono
column-set_by = ustawił
column-settled = rozliczone
column-severity = waga
    .short = waga
column-severity_before = waga przedtem
column-share_high_percent = udział, góra [%]
column-share_low_percent = udział, dół [%]
column-share_percent = udział [%]
column-sheet_unit = jednostka
column-should_be = powinno być
column-signature = podpis
column-signs = co mówi telemetria
column-similar = otwarte zgłoszenia tego obiektu
column-since = od kiedy
column-site = obiekt
column-site_balances = obiekty
column-site_name = nazwa obiektu
column-sites = obiekty
column-size = bajty
column-slope_error_gj = ± na stopniodzień
column-slope_gj = na stopniodzień
column-source = źródło
column-spells = alarmy
column-standing = znaczenie
column-started_at = uruchomiono
column-state = stan
column-statement = wyciąg
    .short = nr
column-statement_number = numer wyciągu
    .short = wyciąg
column-station = stacja
column-station_at = pomiar stacji
column-station_c = na stacji
column-stored = zapisane
column-street = ulica
column-subject = temat
column-success_at = ostatnie logowanie
column-success_client = program
column-success_source = skąd
column-suggestions = co może rozliczać
column-sums_verdict = sumy
column-supply_c = zasilanie
    .short = zasil.
column-suspicion = powód
column-table = tabela
column-tariff = taryfa
column-template = raport
column-text = co
column-texts = teksty
column-ticket = zgłoszenie
column-tickets = zgłoszenia
column-title = tytuł
column-to = dokąd
column-to_account = na rachunek
column-to_pay = do zapłaty po nadpłacie
column-tokens = tokeny
column-told = kogo zawiadomiono
column-toml = plik
column-topic = o czym
column-total_due = razem do zapłaty
    .short = razem
column-totp = drugi składnik
column-town = miejscowość
column-transfer_title = tytuł przelewu
    .short = tytuł
column-trouble = kłopot
column-turn = co się stało
column-unit = jednostka
    .short = jedn.
column-unit_price = cena
column-unit_price_pln = cena [zł]
    .short = cena zł
column-unpaid = pozostało do zapłaty
    .short = zostało
column-until = do
column-used = zużycie
column-used_a_year_ago_gj = rok temu
column-used_gj = zużycie
column-used_today_gj = dziś
column-used_until = znane do
column-valid_from = obowiązuje od
column-valid_since = od dnia
column-valid_to = do dnia
column-valid_until = obowiązuje do
column-value = wartość
column-vat = VAT
column-vat_percent = VAT [%]
column-vat_pln = VAT
column-vat_rate = stawka VAT
    .short = VAT
column-verdict = telemetria
column-verification_until = legalizacja do
column-verified_on = legalizacja
column-version = wersja
column-version_after = wersja teraz
column-version_before = wersja wtedy
column-view = okres
column-volume_m3 = objętość
column-wanted = ma być
column-wanted_heating_c = c.o. wg krzywej
    .short = krzywa
column-wanted_return_c = powrót wg tabeli
column-wanted_supply_c = zasilanie wg tabeli
    .short = tabela
column-was_billed = na fakturze
column-watchers = obserwują
column-what = co
column-why = dlaczego
column-zone = strefa
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
turn-raised = zgłoszony
turn-severity_changed = zmiana wagi
turn-cleared = ustąpił
turn-acknowledged = potwierdzony
turn-unacknowledged = potwierdzenie cofnięte
turn-muted = wyciszony
turn-unmuted = wyciszenie cofnięte
turn-escalated = eskalowany
turn-unknown = nieznane

category-no_heating = brak ogrzewania
category-too_hot = za gorąco
category-too_cold = za zimno
category-leak = wyciek
category-meter = licznik
category-invoice = faktura
category-contract = umowa
category-heating_start = włączenie ogrzewania
category-heating_stop = wyłączenie ogrzewania
category-contracted_power = moc zamówiona
category-outage = przerwa w dostawie
category-other = inne
category-unknown = nieznana
category-all = razem
ticket-state-new = nowe
ticket-state-open = w toku
ticket-state-waiting = u klienta
ticket-state-solved = rozwiązane
ticket-state-closed = zamknięte
ticket-state-reopened = wznowione
ticket-state-unknown = nieznany
priority-low = niski
priority-normal = zwykły
priority-high = wysoki
priority-urgent = pilny
origin-terminal = terminal
origin-phone = telefon
origin-email = e-mail
origin-house = ekd
origin-unknown = nieznana
author-customer = klient
author-office = BOK
author-outside_office = BOK (poczta)
author-correspondent = poczta, po odpowiedzi
author-unverified = poczta, nadawca niepewny
author-house = ekd
author-erased = dane usunięte
author-unknown = nieznany
entry-message = wiadomość
entry-note = notatka
entry-turn = zmiana
entry-ticket = zgłoszenie
entry-unknown = nieznany
entry-internal = NOTATKA WEWNĘTRZNA
entry-automatic = pisał program
entry-unread = nowe
entry-nobody = nikt
ticket-turn-opened = otwarto zgłoszenie
ticket-turn-state = stan
ticket-turn-assigned = zajmuje się
ticket-turn-priority = priorytet
ticket-turn-category = kategoria
ticket-turn-site = obiekt
ticket-turn-customer = klient
ticket-turn-watched = obserwuje
ticket-turn-unwatched = już nie obserwuje
ticket-turn-merged_into = jest teraz częścią
ticket-turn-merged = dołączono
ticket-turn-split_into = wydzielono
ticket-turn-split_from = wydzielono z
ticket-turn-overdue = minął termin
ticket-turn-bounced = list wrócił
ticket-turn-refers = być może należy do
ticket-turn-unknown = nieznana zmiana
attached-file = plik
attached-readings = odczyty
attached-alarm = alarm
attached-unknown = nieznany
field-since = od kiedy
field-place = gdzie
field-meter_serial = numer licznika
field-invoice_number = numer faktury
field-wanted_from = od dnia
field-contracted_power = moc zamówiona, MW
field-unknown = nieznane
verdict-confirmed = potwierdza: tak jest
verdict-not_confirmed = nie potwierdza: ciepło dochodzi, trzeba szukać za licznikiem
verdict-unclear = nie wiadomo: dane za stare albo nic nie mówią
verdict-unknown = nieznana
says-no_flow = woda nie płynie
says-no_power = ciepło nie jest pobierane
says-cold = za zimne
says-hot = za gorące
says-usual = jak trzeba
says-old = stare
says-unknown = nieznane
became-ticket = zgłoszenie
became-entry = wpis
became-bounce = zwrot
became-automatic = pisał program
became-parked = zostało w skrzynce
became-unknown = nieznane
delivery-bounced = wróciła
attachment-file = plik: { $name } ({ $kind }, { $size } B): ekctl tickets download { $id }
attachment-written = zapisano { $file } ({ $size } B)
ticket-opened = otwarto zgłoszenie { $number }: { $subject }
ticket-written = dopisano do zgłoszenia { $number }: { $subject }
ticket-held = wyjdzie o { $at }; cofnij: ekctl tickets undo { $sending }
ticket-undone = cofnięte i zapisane jako szkic: ekctl tickets drafts show { $key }
ticket-sent-unknown = wysłane, ale ten program jest starszy od demona i nie zna jego odpowiedzi
ticket-read = przeczytane: { $number }
ticket-next-open = odpowiedz: ekctl tickets reply { $number } · załatwione: ekctl tickets close { $number }
ticket-next-solved = nadal coś nie tak: ekctl tickets reopen { $number }
ticket-next-closed = zamknięte; nowa sprawa: ekctl tickets create
ticket-next-merged = dalszy ciąg: ekctl tickets show { $into }
ticket-next-read = przeczytane: ekctl messages read { $number }
draft-deleted = szkic usunięty
template-saved = szablon { $name } zapisany
template-deleted = szablon { $name } usunięty
agree-template-delete = Szablon { $name } zniknie dla wszystkich w biurze.
text-kept = tekst został w pliku { $path }
chart-tickets = zgłoszenia, { $period }
chart-tickets-empty = w tym okresie nie było zgłoszeń
chart-tickets-sum = zgłoszone { $opened } · załatwione { $settled }
entry-quoted = { $lines ->
    [one] (cytat: { $lines } wiersz; pokaż: --quoted)
    [few] (cytat: { $lines } wiersze; pokaż: --quoted)
   *[other] (cytat: { $lines } wierszy; pokaż: --quoted)
}
legend-tickets = { $opened } zgłoszone   { $settled } załatwione   { $days ->
    [one] każda para słupków to doba
    [few] każda para słupków to { $days } doby
   *[other] każda para słupków to { $days } dób
}
usage-no-text = brakuje treści: { $argument }
    .hint = dodaj --body TEKST albo --body-file PLIK (- czyta standardowe wejście); w terminalu otworzy się edytor
usage-empty-text = treść jest pusta
    .hint = dodaj --body TEKST albo --body-file PLIK (- czyta standardowe wejście)
usage-long-text = treść jest za długa: najwyżej { $value } znaków
    .hint = resztę wyślij jako załącznik: --attach PLIK
usage-text-not-unicode = to nie jest tekst UTF-8: { $argument }
    .hint = przekoduj: iconv -t UTF-8, albo wyślij jako załącznik: --attach PLIK
usage-assign-whom = podaj jedną osobę na końcu albo --nobody
    .hint = ekctl tickets assign Z-2025-118 Z-2025-119 maria
usage-export-form = eksport zgłoszeń nie jest tabelą: { $argument }
    .hint = ekctl tickets export -o json --out zgloszenia.json
usage-no-site = { $argument } potrzebuje obiektu, a żaden nie jest podany
    .hint = dodaj --site OBIEKT
service-clock-complaint_inquiry = reklamacja z badaniem
service-clock-complaint_phone = reklamacja przez telefon
service-clock-complaint_writing = reklamacja na piśmie
service-clock-heating_switch = włączenie lub wyłączenie ogrzewania
service-clock-outage_phone = pytanie o przerwę przez telefon
service-clock-outage_writing = pytanie o przerwę na piśmie

usage-file-on-terminal = plik PDF, SVG albo CSV to nie tekst dla terminala: { $argument }
    .hint = podaj nazwę pliku albo przekieruj wyjście: { $argument } > PLIK
usage-two-on-standard = na standardowe wyjście może iść tylko jeden plik: { $argument }
    .hint = podaj nazwę drugiego pliku
failure-report-changed = { $changes ->
    [one] w raporcie { $number } zmieniła się { $changes } liczba
    [few] w raporcie { $number } zmieniły się { $changes } liczby
   *[other] w raporcie { $number } zmieniło się { $changes } liczb
}
    .hint = poprawione odczyty: ekctl readings history UKŁAD; nowy raport: ekctl reports create
failure-report-aged = raport { $number } powstał w starszej wersji szablonu: liczb nie da się porównać
    .hint = sporządź go na nowo: ekctl reports create
file-written = zapisano { $file } ({ $size } B)

page-day = doba
page-week = tydzień
page-month = miesiąc
page-season = sezon
language-pl = polski
language-en = angielski
form-pdf = PDF
form-svg = SVG
form-csv = CSV
dialect-plain = zwykły
dialect-excel-pl = dla Excela
report-check-same = bez zmian
report-check-changed = zmieniony
report-check-new_version = nowa wersja szablonu
report-made = sporządzono raport { $number }: { $title }
report-same = raport { $number } wyszedłby dziś tak samo, co do znaku
report-version = wersja szablonu wtedy { $was }, teraz { $is }
report-dropped = raport { $number } usunięty
report-saved = zapisano { $name }; sporządź: ekctl reports create --name { $name }
report-scheduled = zapisano { $name }; sam powstanie { $day }
report-deleted = zapisany raport { $name } usunięty; to, co z niego powstało, zostało
agree-report-drop = Raport { $number } zniknie na zawsze.
agree-report-delete = Zapisany raport { $name } zniknie razem z harmonogramem; sporządzone zostaną.
sheet-period = okres: { $from } – { $until }
sheet-rows-left = { $rows ->
    [one] … i jeszcze { $rows } wiersz, będzie w raporcie
    [few] … i jeszcze { $rows } wiersze, będą w raporcie
   *[other] … i jeszcze { $rows } wierszy, będą w raporcie
}

setting-recorded = zapisano zmianę nastaw { $number } w obiekcie { $site }
setting-withdrawn = zmiana nastaw { $number } wycofana
building-multi_family = wielorodzinny
building-single_family = jednorodzinny
building-education = oświata
building-office = biura
building-health = zdrowie
building-commerce = handel i usługi
building-industry = przemysł
building-other = inny

degree-days-sum = suma: { $sum } K·d, znane dni: { $days } z { $expected }
degree-days-hourly = definicja: Sd({ $base }) = suma po godzinach nadwyżki { $base } °C nad temperaturą zewnętrzną, podzielona przez 24
degree-days-eurostat = definicja Eurostatu: 18 °C minus średnia doby, w doby o średniej najwyżej 15 °C
degree-days-from = temperatura zewnętrzna: { $from }
degree-days-by-eurostat = Eurostat
signature-title = { $site } · charakterystyka energetyczna
signature-formula = zużycie doby = ({ $independent } ± { $independent-error }) + ({ $slope } ± { $slope-error }) na stopniodzień poniżej { $base }
signature-fit = wyjaśnia { $explained } zmienności · CV(RMSE) { $scatter } · dni { $days }, pominięte jako odstające { $outliers } · { $period }
forecast-title = { $site } · prognoza, { $view }
forecast-expected = na koniec okresu: { $range }, 9 przypadków na 10 w nawiasie
forecast-cost = koszt netto: { $range } · taryfa { $tariff }
forecast-no-cost = koszt: nieznany, obiekt nie ma taryfy z cenami na cały okres (ekctl sites edit { $site } --tariff NAZWA)
forecast-error = błąd testu wstecz: { $error }, { $months ->
    [one] na { $months } miesiącu
   *[other] na { $months } miesiącach
}
forecast-others = dla porównania błąd: { $others }
forecast-error-same-month = ten sam miesiąc rok wcześniej { $error }
forecast-error-ratio = stosunek stopniodni { $error }
forecast-used = zużyto już: { $used }, stan z { $until }
forecast-unused = zużyto już: nic nie wiadomo
forecast-weather = pogoda do końca: { $days } poniżej { $base }, { $years ->
    [one] z { $years } roku
   *[other] średnia z { $years } lat
}
peaks-title = { $site } · moc zamówiona { $contracted }
peaks-no-contract = nieznana
peaks-keep = zalecenie: zostawić, moc pasuje
peaks-lower = zalecenie: zmniejszyć do { $to }{ $is-known ->
    [yes] {", oszczędność"} { $money } netto rocznie
   *[no] {""}
}
peaks-raise = zalecenie: zwiększyć do { $to }{ $is-known ->
    [yes] {", koszt"} { $money } netto rocznie
   *[no] {""}
}
peaks-unknown = zalecenie: brak, dane go nie uzasadniają
peaks-deadline = termin zamówienia na następny okres: { $day }
peaks-no-deadline = termin zamówienia: nie podano go w konfiguracji
peaks-highest = najwyższa godzina: { $power }, { $at }, na dworze { $outdoor }
peaks-design = przy { $design }: { $power }, prosta przez { $days ->
    [one] { $days } dobę
    [few] { $days } doby
   *[other] { $days } dób
}, najzimniejsza { $coldest }
peaks-no-design = przy { $design }: nie wiadomo, za mało zimnych dób
peaks-excess = w tym miesiącu ponad umowę: godziny { $hours }, najwięcej { $most }, ostatnio { $last }
peaks-no-excess = w tym miesiącu umowy nie przekroczono
peaks-price = 0,01 MW kosztuje { $price } netto rocznie · taryfa { $tariff }
peaks-months = najwyższe godziny miesięcy
power-advice-keep = zostawić
power-advice-lower = zmniejszyć
power-advice-raise = zwiększyć
power-advice-unknown = nie wiadomo
comparison-title = { $site } · porównanie przy tej samej pogodzie
comparison-less = mniej: { $share }, { $difference }; to nie przypadek
comparison-more = więcej: { $share }, { $difference }; to nie przypadek
comparison-unclear = nie wiadomo: { $share }, { $difference }; różnica może być przypadkiem
comparison-cost = w złotych netto: { $range } · taryfa { $tariff }
comparison-expected = bez zmiany zużyłby { $expected }, zużył { $used }; w nawiasach 9 przypadków na 10
comparison-before = przed: { $period } · { $used } · { $degree-days } poniżej { $base } · dni { $days }
comparison-after = po: { $period } · { $used } · { $degree-days } poniżej { $base } · dni { $days }
comparison-verdict-less = mniej
comparison-verdict-more = więcej
comparison-verdict-unclear = nie wiadomo
degree-days-by-hourly = godzinowa
scatter-title = { $point } · { $quantity } a temperatura zewnętrzna, { $period }
scatter-hours = średnie godzinowe: { $hours }{ $has-curve ->
    [yes] {" · linia: ile ma być"}
   *[no] {""}
}
legend-scatter = w górę { $up }, w prawo { $across } na dworze   { $dots } coraz więcej
legend-scatter-line = { $mark } linia
legend-scatter-faint = { $mark } pominięte

due-total = Razem do zapłaty
due-overdue = W tym po terminie
due-next = Najbliższy termin
due-next-amount = { $amount } do { $day }
due-next-none = brak
due-credit = Nadpłata
due-interest-on = Odsetki w wierszach: na { $day }
dues-sum = { $items ->
    [one] razem: { $items } faktura, zostało { $first }
    [few] razem: { $items } faktury, zostało { $first }
   *[other] razem: { $items } faktur, zostało { $first }
}{ $known ->
    [nothing] {""}
   *[other] {", odsetki"}{ $has-day ->
        [yes] {" na "}{ $day }
       *[no] {""}
    }
}{ $known ->
    [nothing] {""}
    [none] {" nieznane (brak stopy)"}
    [part] {" co najmniej "}{ $second }
   *[all] {" "}{ $second }
}
invoices-sum = { $items ->
    [one] razem: { $items } faktura, do zapłaty zostało { $first }, do zwrotu { $second }
    [few] razem: { $items } faktury, do zapłaty zostało { $first }, do zwrotu { $second }
   *[other] razem: { $items } faktur, do zapłaty zostało { $first }, do zwrotu { $second }
}
payments-sum = { $items ->
    [one] razem: { $items } wpłata na { $first }, nierozliczone { $second }
    [few] razem: { $items } wpłaty na { $first }, nierozliczone { $second }
   *[other] razem: { $items } wpłat na { $first }, nierozliczone { $second }
}
no-interest-no_rate = tabela odsetek kończy się wcześniej
no-interest-other_currency = inna waluta
transfer-account = Rachunek
transfer-amount = Kwota
transfer-title = Tytuł
transfer-payee = Odbiorca
transfer-amount-open = Kwota jest za duża dla kodu: wpisz ją w aplikacji banku.
transfer-no-blocks = Ten terminal nie ma znaków, z których powstaje kod; zapisz go na druku: --pdf przelew.pdf
bill-line = poz. { $line } { $component }
bill-line-missing = brakująca pozycja, { $component }
bill-draft-kept = zgłoszenie do biura czeka jako szkic: ekctl tickets drafts list
billing-imported = razem pliki: { $files } = przyjęte { $taken } + przyjęte z uwagami { $flagged } + znane { $known } + odrzucone { $refused }
billing-imported-invoices = nowe faktury: { $new }, w tym złotowe na { $payable }, nieznanego klienta: { $unassigned }
billing-imported-payments = nowe wpłaty: { $booked }, w tym złotowe na { $amount }, rozpoznane: { $matched }
billing-trial = to była próba: niczego nie zapisano; bez --dry-run zostanie zapisane
billing-line = wiersz { $line }
billing-found = jest „{ $text }”
billing-wanted = ma być „{ $text }”
failure-files-refused = { $files ->
    [1] plik odrzucono, nic z niego nie zapisano: { $reason }
   *[other] odrzucono pliki: { $refused } z { $files }; pierwszy { $name }: { $reason }
}
    .hint = { $cure ->
        [even-unbalanced] przyjmij wyciąg mimo to: ekctl invoices import PLIK --even-unbalanced
       *[look] ekctl invoices files --outcome refused
    }
failure-bill-differs = faktura { $number } różni się od tego, co wynika z umowy, taryfy i odczytów
    .hint = zapytaj biuro: ekctl invoices check { $number } --draft
failure-bill-unclear = faktury { $number } nie da się w całości sprawdzić
    .hint = ekctl contracts list; ekctl readings gaps UKŁAD
failure-no-transfer-code = { $reason ->
    [split-payment] przelew z podzieloną płatnością nie ma kodu
    [foreign-account] przelew na rachunek za granicą nie ma kodu
    [nothing-to-pay] nie ma nic do zapłaty
   *[empty] przelew bez odbiorcy lub tytułu nie ma kodu
}
    .hint = ekctl dues transfer, ekctl dues transfer --pdf przelew.pdf
usage-no-money = „{ $value }” to nie kwota: { $argument }
    .hint = 234,56
usage-of-one-file = { $argument } dotyczy jednego pliku, a podano ich więcej albo żadnego
    .hint = importuj ten plik osobno
usage-whose-dues = nie wiadomo, czyje należności: { $argument }
    .hint = ekctl dues balances, potem { $argument } NUMER
