# Słowa, które ekd pisze do ludzi: listy i SMS-y. W SMS-ach polskie litery zamieniane są przy wysyłce na zwykłe.

letter-greeting = Dzień dobry,
letter-facts =
    Konto:  { $login }
    Kiedy:  { $at }
    Skąd:   { $source }
letter-footer =
    Tę wiadomość e-Klient wysłał sam, odpowiedzi nikt nie przeczyta. W jego listach
    nie ma odsyłaczy i nigdy nie ma w nich prośby o hasło.
letter-contact =
    { $kind ->
        [email] adres e-mail
        [mobile] numer komórkowy
       *[landline] numer stacjonarny
    }

letter-contact_code =
    .subject = Kod dla nowego kontaktu konta { $login }
    .body =
        kod, który potwierdza ten kontakt ({ $contact }):

        {"    "}{ $code }

        Kod jest ważny { $minutes } min i działa raz. Wpisz go po poleceniu:

            ekctl account contact confirm
    .alarm =
        Jeśli to nie Ty podajesz ten kontakt, nie rób nic i nikomu nie podawaj
        kodu: bez niego nic się nie zmieni.
    .sms = e-Klient: kod { $code } potwierdza ten numer dla konta { $login }. Ważny { $minutes } min. Nikomu go nie podawaj.

letter-contact_wanted =
    .subject = Nowy kontakt konta { $login } czeka na potwierdzenie
    .body =
        ktoś podał nowy kontakt ({ $contact }) tego konta: { $address }. Zacznie
        obowiązywać dopiero, gdy zostanie wpisany kod, który tam wysłaliśmy.
        Wszystkie kontakty pokazuje polecenie:

            ekctl account show
    .alarm =
        Jeśli to nie Ty, od razu ustaw nowe hasło; kończy to wszystkie sesje:

            ekctl login --reset
    .sms = e-Klient, konto { $login }: { $address } czeka na kod. To nie Ty? Nowe hasło: ekctl login --reset

letter-contact_changed =
    .subject = Zmieniony kontakt konta { $login }
    .body =
        od teraz kontakt ({ $contact }) tego konta to { $address }.
        Wszystkie kontakty pokazuje polecenie:

            ekctl account show
    .alarm =
        Jeśli to nie Ty, od razu ustaw nowe hasło; kończy to wszystkie sesje:

            ekctl login --reset

        Potem popraw kontakt i daj znać Biuru Obsługi Klienta.
    .sms = e-Klient, konto { $login }: nowy kontakt { $address }. To nie Ty? Ustaw nowe hasło: ekctl login --reset

letter-contact_removed =
    .subject = Usunięty kontakt konta { $login }
    .body =
        kontakt ({ $contact }) tego konta został usunięty. Wszystkie kontakty pokazuje
        polecenie:

            ekctl account show
    .alarm =
        Jeśli to nie Ty, od razu ustaw nowe hasło; kończy to wszystkie sesje:

            ekctl login --reset

        Potem popraw kontakt i daj znać Biuru Obsługi Klienta.
    .sms = e-Klient, konto { $login }: usunięto kontakt ({ $contact }). To nie Ty? Ustaw nowe hasło: ekctl login --reset

letter-password_changed =
    .subject = Nowe hasło konta { $login }
    .body =
        hasło tego konta zostało zmienione, a pozostałe sesje zakończone. Próby
        logowania pokazuje polecenie:

            ekctl account log-ins
    .alarm =
        Jeśli to nie Ty, od razu ustaw nowe hasło:

            ekctl login --reset

        Potem daj znać Biuru Obsługi Klienta.
    .sms = e-Klient, konto { $login }: zmieniono hasło { $at }. To nie Ty? Ustaw nowe: ekctl login --reset

letter-reset_code =
    .subject = Kod do nowego hasła konta { $login }
    .body =
        kod, z którym można ustawić nowe hasło tego konta:

        {"    "}{ $code }

        Kod jest ważny { $minutes } min i działa raz. Wpisz go po poleceniu:

            ekctl login --reset
    .alarm =
        Jeśli to nie Ty prosisz o nowe hasło, nie rób nic i nikomu nie podawaj kodu:
        bez niego hasło się nie zmieni.
    .sms = e-Klient, konto { $login }: kod do nowego hasła { $code }, ważny { $minutes } min. Nikomu go nie podawaj.

letter-reset_by_staff =
    .subject = Nowe hasło konta { $login } na wniosek
    .body =
        pracownik rozpoczął ustawianie nowego hasła tego konta. Hasło wybierasz tylko Ty,
        nikt z pracowników go nie widzi. Kod:

        {"    "}{ $code }

        Kod jest ważny { $minutes } min i działa raz. Wpisz go po poleceniu:

            ekctl login --reset
    .alarm =
        Jeśli o to nie prosisz, nie używaj kodu, nikomu go nie podawaj i daj znać Biuru
        Obsługi Klienta.
    .sms = e-Klient, konto { $login }: pracownik wysłał kod do nowego hasła { $code }, ważny { $minutes } min. Nie podawaj go nikomu.

letter-account_locked =
    .subject = Zablokowane konto { $login }
    .body =
        z tego konta zgłoszono „to nie ja”: pozostałe sesje są zakończone, a obecne hasło
        i tokeny niczego już nie otwierają. Konto otwiera nowe hasło:

            ekctl login --reset
    .alarm =
        Jeśli to nie Ty zgłosiłeś, ktoś miał dostęp do Twojej sesji. Ustaw nowe hasło i daj
        znać Biuru Obsługi Klienta.
    .sms = e-Klient, konto { $login }: zablokowane { $at } po zgłoszeniu "to nie ja". Otwiera je: ekctl login --reset

letter-totp_on =
    .subject = Drugi składnik logowania konta { $login }
    .body =
        od teraz logowanie do tego konta wymaga też kodu z aplikacji.
        Stan konta pokazuje polecenie:

            ekctl account show
    .alarm =
        Jeśli to nie Ty, od razu ustaw nowe hasło i daj znać Biuru Obsługi Klienta:

            ekctl login --reset
    .sms = e-Klient, konto { $login }: włączono kod z aplikacji { $at }. To nie Ty? Ustaw nowe hasło: ekctl login --reset

letter-totp_off =
    .subject = Logowanie do konta { $login } bez drugiego składnika
    .body =
        od teraz do logowania do tego konta wystarcza hasło: kod z aplikacji został wyłączony.
        Stan konta pokazuje polecenie:

            ekctl account show
    .alarm =
        Jeśli to nie Ty, od razu ustaw nowe hasło i daj znać Biuru Obsługi Klienta:

            ekctl login --reset
    .sms = e-Klient, konto { $login }: wyłączono kod z aplikacji { $at }. To nie Ty? Ustaw nowe hasło: ekctl login --reset

letter-new_account =
    .subject = Konto { $login } w serwisie e-Klient
    .body =
        konto { $login } jest gotowe. Hasło początkowe dostaniesz osobno; przy pierwszym
        logowaniu wybierzesz własne:

            ekctl login
    .alarm =
        Jeśli nie wiesz, dlaczego masz to konto, daj znać Biuru Obsługi Klienta.
    .sms = e-Klient: konto { $login } jest gotowe. Hasło początkowe dostaniesz osobno. Logowanie: ekctl login

news-alarm =
    .subject = { $head }: { $what }, { $where }
    .intro =
        { $news ->
            [raised] zaczął się alarm A-{ $id }:
            [risen] alarm A-{ $id } jest pilniejszy niż na początku:
            [reminder] alarm A-{ $id } nadal trwa i nikt go nie potwierdził:
            [escalated] nikt nie potwierdził alarmu A-{ $id } na czas, dlatego piszemy też do Ciebie:
           *[cleared] alarm A-{ $id } się skończył:
        }
    .what = Co:        { $what } ({ $severity })
    .where = Gdzie:     { $where }
    .since = Od:        { $since }
    .until = Do:        { $until } ({ $lasting })
    .value = Wartość:   { $value }, granica { $limit }
    .peak = Najgorzej: { $peak } ({ $at })
    .outdoor = Pogoda:    { $outdoor }
    .problem = Powód:     { $problem }
    .last = Ostatnio:  { $last }
    .days-left = Zostało:   { $days } dni
    .days-over = Minęło:    { $days } dni
    .lost = Ubytek:    { $percent } % dopływu
    .command = Więcej pokazuje, a potwierdzić pozwala:
    .sms = { $head }: { $what }, { $where }{ $value } od { $since } A-{ $id }
    .sms-cleared = { $head }: { $what }, { $where } { $since }-{ $until }{ $peak } A-{ $id }
news-source = źródło { $name }
news-point = { $site } { $name }, punkt { $point }
news-peak = , najgorzej { $peak }
news-head =
    { $news ->
        [risen] Pilniejsze
        [reminder] Nadal
        [escalated] Bez reakcji
        [cleared] Koniec
       *[raised]
        { $severity ->
            [alarm] ALARM
            [warning] Ostrzeżenie
           *[notice] Uwaga
        }
    }
news-severity =
    { $severity ->
        [alarm] alarm
        [warning] ostrzeżenie
       *[notice] uwaga
    }
news-lasting = { $days ->
        [0] { $hours } h { $minutes } min
       *[other] { $days } d { $hours } h
    }

news-digest =
    .subject = Podsumowanie: { $n } powiadomień, trwa { $n_active }
    .intro = tego nie przysłaliśmy osobno (powiadomień: { $n }, trwających alarmów: { $n_active }):
    .line = { $since }  A-{ $id }  { $head }: { $what }, { $where }
    .times = { $line } (razy: { $n })
    .log-ins = { $since }  nieudane próby logowania na konto { $login }: { $n }
    .ceiling = { $since }  limit SMS-ów osiągnięty
    .more = … i { $n } innych.
    .command = Wszystko pokazuje:
    .sms = Podsumowanie: { $n } powiadomień, trwa { $n_active }. { $first } Wszystkie: { $command }

news-ceiling =
    .subject = Za dużo SMS-ów: część nie została wysłana
    .body =
        wysłano tyle SMS-ów, ile wolno ({ $at }). Następne nie wychodzą, a ich listę pokazuje
        polecenie:

            ekctl outbox list

        Sprawdź, czy któryś alarm nie pojawia się i nie znika bez końca: ekctl alarms history
    .sms = e-Klient: limit SMS-ów osiągnięty { $at }. Lista: ekctl outbox list

news-log-ins =
    .subject = Nieudane próby logowania na konto { $login }
    .body =
        ktoś { $n } razy podał złe hasło do konta { $login } ({ $at }). Dalsze próby muszą
        teraz czekać. Próby pokazuje polecenie:

            ekctl account log-ins

        Jeśli to nie Ty, wybierz nowe, długie hasło i włącz kod z aplikacji.
    .sms = e-Klient: { $n } nieudanych prób logowania na konto { $login }, { $at }. Próby: ekctl account log-ins

news-report =
    .subject = Raport: { $title }, { $period }
    .body =
        w załączniku jest raport „{ $title }” ({ $period }).
        Powstał sam, bo raport „{ $name }” ma harmonogram.

        Odcisk danych: { $digest }

        Raport pobiera jeszcze raz polecenie:

            ekctl reports download { $id }

        Czy dane od tego czasu się zmieniły, mówi polecenie:

            ekctl reports check { $id }

        Harmonogramy pokazuje polecenie:

            ekctl reports saved
    .sms = e-Klient: raport { $title } ({ $period }) jest gotowy. Pobiera go: ekctl reports download { $id }
news-test =
    .subject = Próbna wiadomość dla konta { $login }
    .body =
        to tylko próba ({ $at }): powiadomienia dla konta { $login } tu dochodzą.
        Ustawienia pokazuje polecenie:

            ekctl notifications settings show
    .sms = e-Klient: to tylko próba dla konta { $login }, { $at }. Powiadomienia tu dochodzą.

news-ticket =
    .subject = [{ $number }] { $head }{ $subject }
    .intro =
        { $news ->
            [ticket_answered] Biuro Obsługi Klienta odpowiada w sprawie zgłoszenia { $number }.
            [ticket_settled]
                { $state ->
                    [closed] zgłoszenie { $number } jest zamknięte.
                   *[other] zgłoszenie { $number } jest załatwione.
                }
            [ticket_opened] jest nowe zgłoszenie { $number }.
            [ticket_written] klient napisał w sprawie zgłoszenia { $number }.
            [ticket_reopened] zgłoszenie { $number } jest znów otwarte.
            [ticket_assigned] zgłoszenie { $number } jest teraz Twoje.
            [ticket_overdue] minął termin zgłoszenia { $number }.
            [ticket_bounced] list w sprawie zgłoszenia { $number } wrócił.
           *[other] w zgłoszeniu { $number } jest coś nowego.
        }
    .what = Sprawa:    { $subject } ({ $category })
    .customer = Klient:    { $customer }
    .where = Obiekt:    { $where }
    .priority = Pilność:   { $priority }
    .state = Stan:      { $state }
    .due = Termin:    { $due }
    .detail-since = Od kiedy:  { $value }
    .detail-place = Miejsce:   { $value }
    .detail-meter_serial = Licznik:   { $value }
    .detail-invoice_number = Faktura:   { $value }
    .detail-wanted_from = Na kiedy:  { $value }
    .detail-contracted_power = Moc:       { $value } MW
    .bounced = Wrócił od: { $recipient } ({ $status })
    .text = Treść ({ $writer }, { $at }):
    .text-of-nobody = Treść ({ $at }):
    .cut = (dalszy ciąg: ekctl tickets show { $number })
    .enclosed = W załączeniu: { $names }
    .left-out = Bez załączników, które pokazuje ekctl tickets show { $number }: { $names }
    .readings = odczyty { $site }
    .answer-customer-mail =
        Możesz odpowiedzieć na ten list albo użyć polecenia:

            ekctl tickets reply { $number }
    .answer-customer-command =
        Odpowiedzieć pozwala polecenie:

            ekctl tickets reply { $number }
    .answer-correspondent-mail =
        Możesz odpowiedzieć na ten list; numer zgłoszenia zostaw w temacie.
    .answer-correspondent-command =
        Jeśli chcesz odpowiedzieć, podaj numer zgłoszenia { $number }.
    .answer-office-mail =
        Odpowiedź na ten list przeczyta klient. Zgłoszenie pokazuje polecenie:

            ekctl tickets show { $number }
    .answer-office-command =
        Zgłoszenie pokazuje, a odpowiedzieć pozwala:

            ekctl tickets show { $number }
            ekctl tickets reply { $number }
    .answer-outside-mail =
        Odpowiedź na ten list przeczyta klient.
    .answer-outside-command =
        Zgłoszenie czeka w systemie e-Klient.
    .footer =
        W listach e-Klienta nie ma odsyłaczy i nigdy nie ma w nich prośby o hasło.
    .sms = { $head } { $number }: { $subject }. Treść: ekctl tickets show { $number }
    .line = { $since }  { $number }  { $head }: { $subject }
news-ticket-head =
    { $news ->
        [ticket_settled]
            { $state ->
                [closed] Zamknięte
               *[other] Załatwione
            }
        [ticket_opened] Nowe
        [ticket_written] Klient napisał
        [ticket_answered] Odpowiedź BOK
        [ticket_reopened] Znów otwarte
        [ticket_assigned] Twoje
        [ticket_overdue] Po terminie
        [ticket_bounced] List wrócił
       *[other] Zmiana
    }
news-ticket-category =
    { $category ->
        [no_heating] brak ogrzewania
        [too_hot] za ciepło
        [too_cold] za zimno
        [leak] wyciek
        [meter] licznik
        [invoice] faktura
        [contract] umowa
        [heating_start] włączenie ogrzewania
        [heating_stop] wyłączenie ogrzewania
        [contracted_power] moc zamówiona
        [outage] przerwa w dostawie
       *[other] inna sprawa
    }
news-ticket-priority =
    { $priority ->
        [low] niska
        [high] wysoka
        [urgent] pilne
       *[normal] zwykła
    }
news-ticket-state =
    { $state ->
        [new] nowe
        [open] otwarte
        [waiting] czeka na klienta
        [solved] załatwione
        [closed] zamknięte
        [reopened] znów otwarte
       *[other] inny
    }

news-ticket-received =
    .subject = [{ $number }] Potwierdzenie przyjęcia
    .body =
        Twój list dotarł do Biura Obsługi Klienta. Zgłoszenie ma numer { $number }.
    .answer-mail =
        Jeśli chcesz coś dodać, odpowiedz na ten list.
    .answer-number =
        Jeśli chcesz coś dodać, napisz do nas i podaj ten numer w temacie.
    .footer =
        To potwierdzenie e-Klient wysłał sam. W jego listach nie ma odsyłaczy i nigdy nie ma
        w nich prośby o hasło.
    .sms = BOK: zgłoszenie przyjęte, numer { $number }.

news-billing =
    .subject =
        { $news ->
            [invoice_arrived] Nowa faktura { $invoice }, { $payable }
            [due_soon] Termin płatności: faktura { $invoice }, { $open }
            [due_over] Po terminie: faktura { $invoice }, { $open }
            [payment_booked] Zaksięgowana wpłata { $paid }
            [payment_unmatched] Wpłata do wyjaśnienia: { $paid }
            [invoice_unassigned] Faktura bez klienta: { $invoice }
            [file_refused] Odrzucony plik: { $file }
           *[other] Rozliczenia: zmiana
        }
    .intro =
        { $news ->
            [invoice_arrived] jest nowa faktura:
            [due_soon]
                { $when ->
                    [today] dziś mija termin płatności faktury:
                   *[other]
                        { $days ->
                            [one] jutro mija termin płatności faktury:
                           *[other] za { $days } dni mija termin płatności faktury:
                        }
                }
            [due_over]
                { $days ->
                    [one] wczoraj minął termin płatności faktury:
                   *[other] termin płatności faktury minął { $days } dni temu:
                }
            [payment_booked] zaksięgowaliśmy wpłatę:
            [payment_unmatched] nie wiadomo, czyja jest ta wpłata:
            [invoice_unassigned] nie wiadomo, czyja jest ta faktura:
            [file_refused] pliku nie dało się przyjąć, nic z niego nie zostało zapisane:
           *[other] w rozliczeniach jest coś nowego:
        }
    .line-file = Plik:        { $file }
    .line-customer = Klient:      { $customer }
    .line-invoice = Faktura:     { $invoice }
    .line-payable = Kwota:       { $payable }
    .line-open = Do zapłaty:  { $open }
    .line-due = Termin:      { $due }
    .line-paid = Wpłata:      { $paid }
    .line-booked = Data:        { $booked }
    .line-payer = Od kogo:     { $payer }
    .line-title = Tytuł:       { $title }
    .command =
        { $news ->
            [due_soon] Dane do przelewu i wszystko, co jest do zapłaty, pokazuje:
            [due_over] Dane do przelewu i wszystko, co jest do zapłaty, pokazuje:
           *[other] Więcej pokazuje:
        }
    .sms =
        { $news ->
            [invoice_arrived] e-Klient: nowa faktura { $invoice }, { $payable }, termin { $due }. ekctl invoices list
            [due_soon] e-Klient: faktura { $invoice }, do zapłaty { $open } do { $due }. ekctl dues list
            [due_over] e-Klient: faktura { $invoice } po terminie ({ $due }), do zapłaty { $open }. ekctl dues list
            [payment_booked] e-Klient: zaksięgowano wpłatę { $paid } z { $booked }. ekctl payments list
            [payment_unmatched] e-Klient: wpłata { $paid } z { $booked } do wyjaśnienia. ekctl payments unmatched
            [invoice_unassigned] e-Klient: faktura { $invoice }, nie wiadomo czyja. ekctl invoices list --unassigned
            [file_refused] e-Klient: odrzucony plik { $file }. ekctl invoices files
           *[other] e-Klient: zmiana w rozliczeniach. ekctl dues balances
        }
    .head =
        { $news ->
            [invoice_arrived] Nowa faktura { $invoice }
            [due_soon] Termin faktury { $invoice }
            [due_over] Po terminie faktura { $invoice }
            [payment_booked] Wpłata { $paid }
            [payment_unmatched] Wpłata do wyjaśnienia { $paid }
            [invoice_unassigned] Faktura bez klienta { $invoice }
            [file_refused] Odrzucony plik { $file }
           *[other] Zmiana w rozliczeniach
        }
    .line =
        { $news ->
            [invoice_arrived] { $since }  { $head }: { $payable }, termin { $due }
            [due_soon] { $since }  { $head }: { $open }, { $due }
            [due_over] { $since }  { $head }: { $open }, { $due }
           *[other] { $since }  { $head }
        }

news-kind-source_silent = źródło milczy
    .advice = Sprawdź, czy działa system, z którego źródło czyta, i połączenie z nim.
news-kind-meter_silent = licznik milczy
    .advice = Sprawdź zasilanie licznika i drogę jego odczytów.
news-kind-leak = wyciek
    .advice = Wyślij kogoś na miejsce i w razie potrzeby zamknij zawory.
news-kind-water_lost = ubytek wody
    .advice = Porównaj oba przepływy i poszukaj wycieku w instalacji.
news-kind-meter_fault = usterka licznika
    .advice = Sprawdź czujniki i montaż licznika; do tego czasu nie ufaj jego odczytom.
news-kind-difference_low = mała różnica temperatur
    .advice = Sprawdź zawór regulacyjny i obejścia: woda wraca prawie nieschłodzona.
news-kind-return_hot = gorący powrót
    .advice = Sprawdź regulację węzła i wymiennik: powrót jest gorętszy, niż wolno.
news-kind-supply_off_table = zasilanie poza tabelą
    .advice = Sprawdź temperaturę zasilania z sieci; dotyczy to zwykle wielu węzłów.
news-kind-circuit_off_curve = obieg poza krzywą
    .advice = Sprawdź regulator i jego krzywą grzewczą.
news-kind-power_above_contract = moc ponad zamówioną
    .advice = Ogranicz pobór albo sprawdź, czy zamówiona moc wystarcza.
news-kind-register_doubtful = wątpliwy stan licznika
    .advice = Obejrzyj wartości i zdecyduj, co z nimi zrobić: ekctl quarantine list
news-kind-no_consumption = brak zużycia
    .advice = Sprawdź, czy węzeł działa: jest zimno, a nic nie jest pobierane.
news-kind-meter_clock = zegar licznika
    .advice = Ustaw zegar licznika.
news-kind-verification_due = legalizacja
    .advice = Zaplanuj wymianę licznika albo nową legalizację.
news-kind-limit = próg przekroczony
    .advice = Sprawdź, skąd bierze się wartość za progiem.
news-kind-unknown = inny alarm
    .advice = Zobacz szczegóły alarmu.

## Tytuły zgłoszeń

ticket-subject = { $category ->
        [no_heating] Brak ogrzewania
        [too_hot] Za gorąco
        [too_cold] Za zimno
        [leak] Wyciek
        [meter] Licznik
        [invoice] Faktura
        [contract] Umowa
        [heating_start] Włączenie ogrzewania
        [heating_stop] Wyłączenie ogrzewania
        [contracted_power] Zmiana mocy zamówionej
        [outage] Kiedy koniec przerwy
       *[other] Inna sprawa
    }
ticket-not-me = To nie ja: logowanie na konto { $login }
ticket-not-me-text = Osoba, do której należy konto { $login }, zgłosiła logowanie, którego nie wykonała. Pozostałe sesje zakończono, a konto jest zablokowane do czasu ustawienia nowego hasła. Sprawdź historię logowań i skontaktuj się z tą osobą innym kanałem.

## Papier: słowa na każdym raporcie i wykresie

paper-page = strona { $page } z { $pages }
paper-coverage = Kompletność danych: { $share } % ({ $n } z { $expected } odczytów)
paper-zone = czas lokalny: { $zone }
paper-marks = odcisk definicji { $definition } · odcisk danych { $data }
paper-definitions = Jak liczono
paper-no-data = brak danych
paper-no-rows = Brak pozycji w tym okresie.
paper-more = … i jeszcze { $n }

## Wykresy na papierze

drawing-site = Obiekt
drawing-point = Układ pomiarowy
drawing-from = Od
drawing-compared = { $name }, porównanie
drawing-coverage = Odczyty
drawing-replaced = wymiana licznika
drawing-sum = { $name }: suma { $sum }.
drawing-sum-compared = { $name }: suma { $sum }; w przedziałach w całości znanych w obu okresach { $own } wobec { $before } ({ $change } %).
drawing-extremes = { $name }: najmniej { $min }, średnio { $mean }, najwięcej { $max }.
drawing-nothing = { $name }: brak odczytów w tym okresie.
drawing-missing = { $name }: brak danych w { $missing } z { $all } przedziałów.
drawing-late = { $name }: słupek od { $from } obejmuje zużycie do { $until }, bo między tymi odczytami była luka.
drawing-damaged = Część zapisów archiwum jest uszkodzona: odczyty z niej są tu pokazane jako brak danych.
drawing-definition-register = Słupek to suma różnic kolejnych wskazań licznika, które zaczynają się w jego przedziale; zużycie z luki w odczytach należy do przedziału, w którym luka się zaczęła.
drawing-definition-gauge = Linia to średnia odczytów w przedziale; gdzie odczytów brak, linia jest przerwana.
drawing-scatter = { $name } a temperatura zewnętrzna
drawing-hours = średnie godzinowe
drawing-wanted = wartość wymagana
drawing-n-hours = Godzin, w których znane są obie wartości: { $n }; okres { $period }.
drawing-definition-scatter = Punkt to średnia odczytów w godzinie wobec średniej temperatury zewnętrznej tej godziny; linia przerywana to krzywa obowiązująca na końcu okresu.
drawing-signature = Sygnatura energetyczna
drawing-days = doby
drawing-outliers = doby odstające
drawing-fitted = sygnatura
drawing-n-days = Dób, do których dopasowano sygnaturę: { $n }; okres { $period }.
drawing-base = Temperatura, poniżej której budynek jest ogrzewany (tb)
drawing-independent = Zużycie niezależne od pogody (a), z przedziałem 95 %
drawing-slope = Zużycie na stopniodzień (b), z przedziałem 95 %
drawing-explained = Zmienność zużycia wyjaśniona pogodą (R²)
drawing-deviation = Odchylenie doby od sygnatury, CV(RMSE)
drawing-left-out = Doby pominięte jako odstające
drawing-definition-signature = E = a + b · Sd(tb) na dobę; Sd(tb) to suma różnic między tb a średnią godzinową temperaturą zewnętrzną, podzielona przez 24; tb dobrano tak, by linia najlepiej pasowała do dób.

# Pytanie o rachunek, które proponuje jego sprawdzenie
bill-draft-subject = Faktura { $number }: proszę o sprawdzenie
bill-draft-opening = Proszę o sprawdzenie faktury { $number } z dnia { $issued }. Różni się od umowy, taryfy albo odczytów:
bill-draft-line = Pozycja { $number } { $what }: na fakturze { $billed }, powinno być { $wanted } ({ $reasons })
bill-draft-sums = Suma na fakturze: netto { $net }, VAT { $vat }, brutto { $gross }; powinno być: netto { $wanted_net }, VAT { $wanted_vat }, brutto { $wanted_gross }
bill-draft-register = Stany { $point }: { $from } – { $opening }, { $until } – { $closing }
bill-draft-closing = Proszę o wyjaśnienie albo korektę.
