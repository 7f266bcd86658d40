# Słowa raportów.

report-month =
    { $month ->
        [1] styczeń { $year }
        [2] luty { $year }
        [3] marzec { $year }
        [4] kwiecień { $year }
        [5] maj { $year }
        [6] czerwiec { $year }
        [7] lipiec { $year }
        [8] sierpień { $year }
        [9] wrzesień { $year }
        [10] październik { $year }
        [11] listopad { $year }
       *[12] grudzień { $year }
    }
report-total = Razem
report-no-sites = Raport nie obejmuje żadnego obiektu.
report-nothing-read = Z tego czasu nie ma żadnych odczytów energii: nie wiadomo, ile ciepła zużyto.
report-partial = Miesiące, z których policzono tylko część: { $months }. Tych liczb nie porównuje się z innymi.

report-figure-site = Obiekt
report-figure-n-sites = Obiekty
report-figure-month = Miesiąc
report-figure-category = Rodzaj budynku
report-figure-area = Powierzchnia ogrzewana
report-figure-contracted = Moc zamówiona
report-figure-tariff = Taryfa
report-figure-signature-base = Ogrzewanie zaczyna się poniżej
report-figure-signature-slope = Ciepło na stopniodzień poniżej tej temperatury
report-figure-energy = Ciepło
report-figure-n-read = Obiekty z odczytami
report-figure-n-without-area = Obiekty bez znanej powierzchni
report-figure-cost = Koszt netto
report-figure-n-without-cost = Obiekty z odczytami bez kosztu

report-column-compared = Zużycie
report-column-month = Miesiąc
report-column-energy = Ciepło
report-column-energy_per_area = Na powierzchnię
report-column-own_change = Własne wobec tego
report-column-volume = Nośnik
report-column-degree_days = Stopniodni
report-column-energy_per_degree_day = Na stopniodzień
report-column-year_before = Rok wcześniej
report-column-year_before_corrected = Rok wcześniej, ta sama pogoda
report-column-change = Zmiana
report-column-cost = Koszt netto
report-column-coverage = Dane
report-column-place = Nr
report-column-site = Obiekt
report-column-name = Nazwa
report-column-peak = Szczyt
report-column-peak_share = Szczyt / zam.
report-column-difference = ΔT
report-column-return = Powrót
report-column-volume_per_energy = Nośnik / ciepło
report-column-alarms = Alarmy

report-table-comparison = Porównanie miesiąca
report-table-months = Dwanaście miesięcy
report-table-portfolio = Obiekty od najgorszego

report-compared-own = własne w miesiącu arkusza
report-compared-month-before = własne miesiąc wcześniej
report-compared-year-before = własne rok wcześniej
report-compared-corrected = rok wcześniej przy tej samej pogodzie
report-compared-average = średni odbiorca tego rodzaju
report-chart-corrected = Ciepło w dwunastu miesiącach i rok wcześniej przy tej samej pogodzie
report-chart-uncorrected = Ciepło w dwunastu miesiącach i rok wcześniej
report-chart-alternative = Słupki zużycia ciepła w kolejnych miesiącach, za nimi słupki tych samych miesięcy rok wcześniej. Te same liczby są w tabeli.
report-plot-own = zużycie
report-plot-year-before = rok wcześniej
report-plot-corrected = rok wcześniej, ta sama pogoda
report-note-uncorrected = Nie można uwzględnić pogody: brakuje temperatur zewnętrznych albo zużycie od nich nie zależy.

report-monthly-sheet = Arkusz zużycia ciepła: { $month }
report-portfolio = Zestawienie obiektów: { $period }

report-definition-energy = Ciepło i nośnik to różnice stanów liczników; różnica należy do okresu, w którym się zaczyna.
report-definition-compared = „Własne wobec tego” mówi, o ile procent zużycie z miesiąca arkusza jest większe od porównywanego; liczba ujemna oznacza mniejsze.
report-definition-average = Średni odbiorca to średnie zużycie na powierzchnię budynków tego samego rodzaju, pomnożone przez powierzchnię tego budynku; podaje się je od pięciu budynków.
report-definition-corrected = „Przy tej samej pogodzie” to zużycie sprzed roku powiększone o nachylenie sygnatury energetycznej budynku razy różnica stopniodni obu miesięcy.
report-definition-degree-days = Stopniodni Sd(15) to suma po godzinach max(15 °C − temperatura zewnętrzna; 0) / 24.
report-definition-whole = Porównuje się tylko miesiące, które odczyty obejmują w całości, z dokładnością do doby.
report-definition-cost = Koszt netto to cena ciepła i zmienna opłata za przesył z taryfy obiektu; bez opłat stałych, nośnika i VAT. To nie jest faktura.
report-definition-sheet = Układ arkusza idzie za załącznikiem VIIa do dyrektywy 2012/27/UE i art. 45c Prawa energetycznego. Czy wypełnia obowiązek wobec użytkowników lokali, ocenia zarządca budynku.
report-definition-ranking = Najgorszy jest obiekt, który zużył najwięcej ciepła na powierzchnię; obiekty bez znanej powierzchni idą dalej według nośnika na ciepło, obiekty bez odczytów na końcu.
report-definition-peak = Szczyt to najwyższa odczytana moc, przy kilku układach pomiarowych suma ich szczytów; obok jako część mocy zamówionej.
report-definition-means = ΔT i temperatura powrotu to średnie z odczytów pierwszego układu pomiarowego, który je podaje.
report-definition-alarms = Alarmy to te, które trwały na koniec okresu.
report-definition-totals = Ciepło na powierzchnię i nośnik na ciepło w wierszu „Razem” liczy się z obiektów, w których znane są obie wielkości.
report-definition-missing = Kreska oznacza, że wartości nie znamy; nigdy nie oznacza zera.
report-definition-time = Doby i miesiące liczą się według czasu { $zone }.

## Porównanie sezonów

report-season-comparison = Porównanie sezonów grzewczych, ostatni { $season }
report-figure-period = Okres
report-column-season = Sezon
report-column-corrected = Przy pogodzie ostatniego
report-column-last_change = Ostatni wobec tego
report-table-seasons = Sezony
report-table-season-months = Sezony miesiąc po miesiącu
report-chart-seasons = Ciepło w ostatnim sezonie i w poprzednim
report-chart-seasons-alternative = Słupki zużycia ciepła w miesiącach ostatniego sezonu, za nimi słupki poprzedniego. Liczby są w tabelach.
report-plot-season = { $season }
report-plot-season-corrected = { $season }, pogoda ostatniego
report-definition-season = Sezon trwa od 1 września do 31 maja; porównuje się w każdym te same miesiące, które w ostatnim już minęły.
report-definition-season-corrected = „Przy pogodzie ostatniego” to zużycie powiększone o nachylenie sygnatury energetycznej budynku razy różnica stopniodni; zmiana liczona jest względem tej wartości, a gdzie jej nie ma, względem zużycia bez poprawki.

## Dziennik alarmów

report-alarm-log = Dziennik alarmów: { $period }
report-no-alarms = W tym okresie nie wykryto żadnego alarmu.
report-goes-on = trwa
report-erased = konto usunięte
report-the-house = e-Klient
report-worst = { $peak } (granica { $limit })
report-told =
    { $login } { $channel ->
        [email] e-mail
        [sms] SMS
       *[other] program
    } { $at } { $state ->
        [waiting] czeka na wysłanie
        [sent] wysłano
        [failed] nie dotarło
        [expired] wygasło
        [bounced] wróciło
        [kept] w podsumowaniu
        [dropped] nie wysłano
       *[other] stan nieznany
    }
report-figure-n-alarms = Alarmy
report-figure-n-warnings = Ostrzeżenia
report-figure-n-notices = Uwagi
report-figure-n-active = Trwające na koniec okresu
report-figure-n-unnoted = Niepotwierdzone w okresie
report-column-kind = Rodzaj
report-column-count = Ile
report-column-lasting = Trwanie
report-column-number = Numer
report-column-place_of = Gdzie
report-column-severity = Waga
report-column-since = Od
report-column-until = Do
report-column-worst = Najgorzej
report-column-told = Kogo powiadomiono
report-column-noted = Kto potwierdził
report-table-alarm-kinds = Alarmy według rodzaju
report-table-alarms = Alarmy
report-definition-alarm-log = Dziennik obejmuje alarmy wykryte w okresie; to, co stało się po nim, nie wchodzi do raportu.
report-definition-alarm-times = „Od” i „do” wynikają z odczytów; trwanie alarmu, który nie ustąpił, liczy się do końca okresu.
report-definition-alarm-told = „Wysłano” znaczy, że wiadomość przyjął serwer pocztowy lub bramka SMS.

## Przegląd liczników

report-meter-audit = Przegląd liczników: { $period }
report-no-meters = W tym okresie w wybranych obiektach nie było żadnego licznika.
report-no-replacements = W tym okresie nie wymieniono żadnego licznika.
report-no-doubtful = Żadna wartość z tego okresu nie czeka na decyzję.
report-verification-valid = ważna
report-verification-soon = kończy się w ciągu 90 dni
report-verification-over = po terminie
report-verification-unknown = nieznana
report-figure-n-meters = Liczniki w okresie
report-figure-n-verification-over = Zainstalowane po terminie legalizacji
report-figure-n-verification-soon = Legalizacja kończy się w ciągu 90 dni
report-figure-n-verification-unknown = Legalizacja nieznana
report-figure-n-replacements = Wymiany
report-figure-n-doubtful = Wartości czekające na decyzję
report-column-point = Układ
report-column-meter = Licznik
report-column-model = Typ
report-column-put_in = Założony
report-column-taken_out = Zdjęty
report-column-verified_on = Legalizacja
report-column-verified_until = Ważna do
report-column-standing = Stan
report-column-quantity = Wielkość
report-column-unit = Jednostka
report-column-opened_at = Pierwszy odczyt
report-column-opening = Stan
report-column-closed_at = Ostatni odczyt
report-column-closing = Stan
report-column-counted = Różnica
report-column-replaced_at = Wymiana
report-column-old_meter = Zdjęty
report-column-last_register = Stan końcowy
report-column-new_meter = Założony
report-column-initial_register = Stan początkowy
report-column-read_at = Czas odczytu
report-column-value = Wartość
report-column-reason = Powód
report-column-received_at = Otrzymano
report-table-meters = Liczniki
report-table-registers = Stany liczników
report-table-replacements = Wymiany liczników
report-table-doubtful = Wartości czekające na decyzję
report-definition-registers = Stany są takie, jak pokazał licznik; ostatnim jest pierwszy odczyt po końcu okresu, bo nim kończy się zużycie okresu, a przy kilku licznikach w okresie ostatni odczyt każdego z nich.
report-definition-verification = Legalizacja ciepłomierza jest ważna 5 lat od 1 stycznia roku po niej; stan jest na ostatni dzień okresu.
report-definition-doubtful = Na decyzję czekają wartości, które przyszły w okresie i którym nie można wierzyć; nie wchodzą do zużycia.

## Akta zgłoszenia

report-ticket-dossier = Akta zgłoszenia { $number }
report-heading-thread = Przebieg
report-heading-readings = Odczyty
report-internal = notatka wewnętrzna
report-empty-entry = (bez treści)
report-nobody = nikt
report-entry-message = wiadomość
report-entry-unknown = nieznany wpis
report-attached-readings = odczyty { $site } { $period }
report-no-readings-around = Z tego czasu nie ma odczytów temperatur ani mocy.
report-author-customer = klient
report-author-office = BOK
report-author-outside-office = BOK, pocztą
report-author-correspondent = korespondent
report-author-unverified = nadawca niepotwierdzony
report-author-house = e-Klient
report-author-erased = dane usunięte
report-author-unknown = nieznany
report-turn-opened = otwarto zgłoszenie
report-turn-state = stan
report-turn-assigned = zajmuje się
report-turn-priority = pilność
report-turn-category = rodzaj
report-turn-site = obiekt
report-turn-customer = klient
report-turn-watched = śledzi
report-turn-unwatched = nie śledzi
report-turn-merged-into = dołączono do
report-turn-merged = dołączono tu
report-turn-split-into = część przeszła do
report-turn-split-from = wydzielono z
report-turn-overdue = minął termin
report-turn-bounced = list wrócił
report-turn-refers = listy powołują się na
report-figure-subject = Temat
report-figure-number = Numer
report-figure-kind-of-ticket = Rodzaj sprawy
report-figure-state = Stan
report-figure-priority = Pilność
report-figure-opened-by = Zgłosił(a)
report-figure-opened-at = Otwarte
report-figure-customer = Klient
report-figure-detail-since = Od kiedy
report-figure-detail-place = Miejsce
report-figure-detail-meter_serial = Licznik
report-figure-detail-invoice_number = Faktura
report-figure-detail-wanted_from = Na kiedy
report-figure-detail-contracted_power = Moc, MW
report-figure-detail-unknown = Inna informacja
report-figure-due-at = Termin
report-figure-answered-at = Pierwsza odpowiedź
report-figure-ran-out-at = Termin minął
report-figure-merged-into = Część zgłoszenia
report-figure-assignee = Zajmuje się
report-column-at = Kiedy
report-column-by = Kto
report-column-what = Co
report-column-attached = Załączniki
report-column-hour = Godzina od
report-table-entries = Wpisy
report-table-hours = Średnie godzinowe
report-table-alarms-around = Alarmy obiektu z tego czasu
report-chart-temperatures = Temperatury
report-chart-power = Moc
report-chart-around-alternative = Średnie godzinowe wokół zgłoszenia; kreska pionowa to chwila jego otwarcia. Liczby są w tabeli.
report-definition-dossier = Przebieg jest taki, jak widzi go konto, dla którego powstał raport; odczyty są z doby przed otwarciem i po nim albo z okresu, który załączono do zgłoszenia.
report-definition-hours = Średnia godziny to średnia jej odczytów.

## Stan rozliczeń

report-account-statement = Stan rozliczeń: { $period }
report-no-accounts = Nie ma klienta, którego rozliczenia można tu pokazać.
report-opening-balance = saldo na początek
report-closing-balance = saldo na koniec
report-due-on = płatna do { $on }
report-paid-before = zapłacono wcześniej według faktury
report-payment = wpłata
report-no-rate = brak stopy odsetek w konfiguracji
report-no-rate-on = tabela odsetek nie sięga { $on }
report-figure-n-accounts = Konta rozliczeń
report-figure-address = Adres
report-figure-pays-into = Rachunek do wpłat
report-figure-opening-balance = Saldo na początek
report-figure-asked = Faktury w okresie
report-figure-paid = Wpłaty w okresie
report-figure-closing-balance = Saldo na koniec
report-figure-overdue = Po terminie
report-figure-credit = Wpłaty, które jeszcze niczego nie rozliczają
report-figure-interest-on = Odsetki za opóźnienie do { $on }
report-column-on = Dzień
report-column-document = Dokument
report-column-about = Czego dotyczy
report-column-asked = Do zapłaty
report-column-paid = Wpłacono
report-column-balance = Saldo
report-column-issued_on = Wystawiona
report-column-due_on = Termin
report-column-settled = Rozliczono
report-column-open = Zostało
report-column-days_overdue = Dni po terminie
report-column-interest = Odsetki
report-column-paid_with = Czym rozliczono
report-column-invoice = Faktura
report-column-amount = Kwota
report-table-account-entries = Obroty
report-table-account-open = Nierozliczone na koniec
report-table-account-allocations = Co czym rozliczono
report-definition-balance = Saldo powyżej zera jest do zapłaty, poniżej zera jest nadpłatą.
report-definition-booked = Faktura liczy się od dnia wystawienia, wpłata od dnia zaksięgowania przez bank.
report-definition-open-invoices = Po terminie jest to, czego nie zapłacono do ostatniego dnia płatności; korekta poniżej zera to kwota do oddania.
report-definition-statement-interest = Odsetki dotyczą faktur nierozliczonych na koniec: liczą się od dnia po terminie (gdy wypada on w sobotę lub święto, po najbliższym dniu roboczym), od kwoty, która w danym dniu była niezapłacona, stopą z tego dnia, rok ma 365 dni. To nie jest nota odsetkowa.
report-definition-later = To, co stało się po okresie, nie wchodzi do raportu; późniejsza zmiana rozliczenia wpłaty zmienia go jednak.

## Faktura i przelew na papierze

report-line-before = { $text } (przed korektą)
report-payment-number = wpłata nr { $id }
report-split-payment = mechanizm podzielonej płatności
report-heading-remarks = Uwagi z dokumentu
report-heading-attached = Załącznik
report-heading-transfer = Przelew
report-heading-ksef = Sprawdzenie w KSeF
report-transfer-slip = Dane do przelewu
report-code-transfer = Kod przelewu (ZBP 2D)
report-code-without-amount = Kwota jest za wysoka na kod: po zeskanowaniu wpisz ją ręcznie.
report-no-code-split = Przelew z podzieloną płatnością nie ma kodu: przepisz tytuł dokładnie tak, jak stoi wyżej.
report-no-code-account = Rachunek nie jest polski: tego przelewu nie da się zapisać w kodzie.
report-no-code = Tego przelewu nie da się zapisać w kodzie.
report-figure-seller = Sprzedawca
report-figure-buyer = Nabywca
report-figure-customer-number = Numer klienta
report-figure-sites = Obiekty
report-figure-issued-on = Wystawiono
report-figure-billed-days = Okres
report-figure-due-on = Termin płatności
report-figure-into-account = Rachunek z faktury
report-figure-ksef-number = Numer KSeF
report-figure-corrects = Koryguje fakturę
report-figure-net = Netto
report-figure-vat = VAT
report-figure-gross = Brutto
report-figure-payable = Do zapłaty według dokumentu
report-figure-settled = Rozliczono
report-figure-open = Zostało do zapłaty
report-figure-to-give-back = Do oddania
report-figure-split-payment = Płatność
report-figure-payee = Odbiorca
report-figure-payee-nip = NIP odbiorcy
report-figure-transfer-amount = Kwota
report-figure-transfer-title = Tytuł
report-column-line = Lp.
report-column-billed = Nazwa
report-column-quantity_billed = Ilość
report-column-price = Cena netto
report-column-net = Netto
report-column-vat = VAT
report-column-gross = Brutto
report-column-rate = Stawka
report-table-invoice-lines = Pozycje
report-table-invoice-rates = Stawki VAT
report-table-invoice-allocations = Rozliczenia
report-table-invoice-corrections = Faktury powiązane
report-table-transfer-invoices = Co opłaca ten przelew
report-definition-document = Dokumentem jest plik { $form } o skrócie SHA-256 { $digest }; ten wydruk go pokazuje i go nie zastępuje.
report-definition-invoice-paid = To, co rozliczono, jest stanem znanym w chwili powstania wydruku.
report-definition-transfer = Po numerach w tytule wpłata zostanie rozpoznana: nie zmieniaj ich. Kwoty są stanem znanym w chwili powstania wydruku.
