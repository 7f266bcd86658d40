# Słowa wspólne dla ekd, ekctl i ektui.

quantity-energy = energia
quantity-volume = objętość
quantity-supply = zasilanie
quantity-return = powrót
quantity-difference = różnica temperatur
quantity-flow = przepływ
quantity-power = moc
quantity-operating_time = czas pracy
quantity-error_time = czas błędu
quantity-outdoor = temperatura zewnętrzna
quantity-heating_set = c.o. zadana
quantity-heating = c.o.
quantity-hot_water_set = c.w.u. zadana
quantity-hot_water = c.w.u.
quantity-return_volume = objętość na powrocie
quantity-info_code = kod informacyjny
quantity-clock_offset = odchyłka zegara

suspicion-register_decreased = stan licznika mniejszy niż poprzedni
suspicion-register_jumped = stan licznika wzrósł niemożliwie
suspicion-future = czas odczytu z przyszłości
suspicion-not_installed = licznik nie był wtedy zamontowany
suspicion-unknown_point = nieznany układ pomiarowy
suspicion-wrong_meter = inny licznik niż zamontowany
suspicion-not_a_number = to nie jest liczba
suspicion-overflow = liczba zbyt duża
suspicion-wrong_unit = jednostka nie pasuje do wielkości
suspicion-unknown_quantity = nieznana wielkość
suspicion-sensor_fault = uszkodzony czujnik
suspicion-out_of_range = wartość poza zakresem
suspicion-local_time = godzina, której zegar nie wskazał albo wskazał dwa razy
suspicion-bad_time = nieczytelny czas
suspicion-marked_invalid = oznaczone przez nadawcę jako nieważne

problem-unreachable = nikt nie odpowiada pod tym adresem
problem-timed_out = odpowiedź trwa zbyt długo
problem-tls = certyfikat nie budzi zaufania
problem-denied = serwer odmówił dostępu
problem-missing = nie ma takiego dokumentu
problem-refused = serwer odpowiedział błędem
problem-redirected = przekierowanie na inny adres
problem-web_page = strona dla ludzi zamiast danych
problem-too_large = dokument zbyt duży
problem-malformed = dokument uszkodzony lub ucięty
problem-unknown_format = nieznany rodzaj dokumentu
problem-mapping = mapowanie nie pasuje do pliku
problem-not_a_file = to nie jest zwykły plik
problem-storage = błąd dysku lub uprawnień
problem-other = inny problem

health-waiting = jeszcze nie pytano
health-healthy = działa
health-stale = brak nowych danych
health-failing = nie działa
health-unknown = stan nieznany

fault-no-such-site = nie ma obiektu „{ $text }”
    .hint = ekctl sites list
fault-no-such-point = nie ma układu pomiarowego „{ $text }”
    .hint = ekctl points list
fault-no-such-meter = nie ma licznika „{ $text }”
    .hint = ekctl meters list
fault-no-such-source = nie ma źródła „{ $name }”
    .hint = ekctl sources list
fault-no-such-mapping = nie ma mapowania „{ $name }”
    .hint = opisz je w ekd.toml w sekcji [mapping.{ $name }] i sprawdź: ekd check-config
fault-several = „{ $text }” pasuje do kilku rzeczy
    .hint = podaj pełny kod
fault-no-such-quantity = w punkcie { $point } nie odczytano nigdy wielkości „{ $quantity }”
    .hint = ekctl points show { $point }
fault-no-cadence = nie wiadomo, jak często { $point } powinien dawać odczyt
    .hint = podaj --cadence, na przykład --cadence 1h
fault-not-a-register = { $quantity } nie jest licznikiem narastającym: nie ma zużycia
    .hint = zapytaj o energy albo volume
fault-step-too-fine = sumy ze wszystkich punktów są prowadzone dobowo
    .hint = wybierz --step day albo dłuższy
fault-nothing-to-decide = { $point } nie ma takich odczytów, ani liczonych, ani czekających
    .hint = zobacz, co jest: ekctl quarantine list, ekctl readings history { $point }
fault-meter-is-there = licznik { $serial } jest w { $point } od { $since }
    .hint = wymiana jest późniejsza i ma inny numer fabryczny; zobacz ekctl meters show { $serial }
fault-register-contradicts = stan licznika ({ $quantity }) przeczy odczytom w { $point }
    .hint = obejrzyj odczyty wokół tej chwili: ekctl readings history { $point }
fault-bad-page = ta strona listy nie pochodzi z tego zapytania
    .hint = zacznij listę od początku
fault-too-many-buckets = okres ma { $buckets } przedziałów, można pobrać { $limit }
    .hint = skróć okres albo wybierz dłuższy krok, na przykład --step day
fault-upload-incomplete = dotarło dopiero { $arrived } bajtów
    .hint = powtórz polecenie; to, co dotarło, nie zostanie wysłane drugi raz
fault-upload-damaged = plik zmienił się w czasie wysyłania
    .hint = powtórz polecenie, gdy plik będzie gotowy
fault-upload-too-large = dokument jest większy niż { $limit } bajtów
    .hint = podziel go na mniejsze
fault-too-many-uploads = trwa zbyt wiele wysyłań naraz
    .hint = powtórz za chwilę
fault-not-allowed = nie masz do tego prawa
    .hint = rola konta albo token tylko do odczytu na to nie pozwala; rolę pokazuje ekctl whoami, nadaje administrator
fault-busy = ekd ma teraz zbyt wiele pracy
    .hint = powtórz za chwilę
fault-storage-full = na dysku ekd skończyło się miejsce; odczyt danych działa dalej
    .hint = zwolnij miejsce; ekd podejmie zapis sam
fault-answer-too-long = odpowiedź jest zbyt długa
    .hint = skróć okres albo poproś o mniej
fault-unknown-method = ekd jest starszy niż ten program i nie zna tego polecenia
    .hint = zaktualizuj ekd
fault-stopping = ekd właśnie się zatrzymuje
    .hint = powtórz za chwilę
fault-internal = błąd wewnętrzny ekd
    .hint = szczegóły są w dzienniku: journalctl -u ekd
fault-unreachable = brak połączenia z ekd ({ $endpoint }): { $reason ->
        [not-found] nie ma takiego gniazda
        [refused] nikt tam nie słucha
        [denied] brak uprawnień do gniazda
        [closed] połączenie zostało zamknięte
       *[other] { $reason }
    }
    .hint = sprawdź, czy działa: systemctl status ekd; bez usługi: ekd run
fault-timed-out = ekd ({ $endpoint }) nie odpowiedział w ciągu { $seconds } s
    .hint = powtórz albo wydłuż czas: --timeout 60s
fault-connection-lost = połączenie z ekd ({ $endpoint }) zostało przerwane
    .hint = powtórz; jeśli się powtarza: journalctl -u ekd
fault-not-a-daemon = pod { $endpoint } słucha inny program niż ekd
    .hint = podaj właściwy adres: --server unix:/run/ekd/ekd.sock
fault-version-mismatch = wersje programu i ekd ({ $endpoint }) nie pasują do siebie: { $detail }
    .hint = zaktualizuj starszy z nich
fault-unknown = ekd zgłosił błąd, którego ten program jeszcze nie zna
    .hint = zaktualizuj ten program

fault-not-logged-in = nikt nie jest zalogowany
    .hint = zaloguj się: ekctl login
fault-session-ended =
    { $why ->
        [expired] sesja wygasła
        [closed] konto zostało zamknięte
       *[ended] sesja została zakończona
    }
    .hint = zaloguj się ponownie: ekctl login
fault-log-in-refused = nie udało się zalogować: nazwa i hasło nie pasują do siebie albo konto nie jest teraz dostępne
    .hint = po pięciu błędach trzeba odczekać od 30 s do godziny; nowe hasło: ekctl login --reset
fault-peer-unknown = użytkownik serwera { $user } nie ma przypisanego konta
    .hint = zaloguj się hasłem (ekctl login) albo poproś administratora o wpis [rpc] peers w ekd.toml
fault-wrong-password = podane obecne hasło jest błędne
    .hint = spróbuj jeszcze raz; zapomniane hasło: ekctl login --reset
fault-weak-password =
    { $weakness ->
        [short] hasło jest za krótkie: co najmniej 15 znaków, przy drugim składniku co najmniej 8
        [long] hasło jest dłuższe niż 256 znaków
        [common] to hasło jest zbyt łatwe do odgadnięcia
        [known] hasło zawiera nazwę konta, klienta albo programu
        [same] nowe hasło jest takie samo jak obecne
       *[unknown] hasło nie jest dość dobre
    }
    .hint = dobre jest zdanie z kilku niezwiązanych słów, na przykład cztery przypadkowe wyrazy
fault-wrong-code = kod jest błędny, zużyty albo przeterminowany
    .hint = wpisz najnowszy kod albo poproś o nowy
fault-nothing-pending = nic nie czeka na kod
    .hint = poproś o kod od nowa: ekctl account contact set, ekctl account totp on
fault-bad-contact =
    { $reason ->
        [phone] numer telefonu zapisuje się tak: +48601234567
        [not_mobile] na ten numer nie można wysłać SMS: to nie jest polski numer komórkowy
        [not_landline] to jest numer komórkowy, nie stacjonarny
        [premium] numery o podwyższonej opłacie i specjalne nie są przyjmowane
        [country] tam nie wysyła się SMS-ów: to numer innego kraju
        [email] to nie jest adres e-mail
       *[unknown] adres jest nieprawidłowy
    }
    .hint = telefon: +48601234567 albo 22 555 12 34; e-mail: anna@example.pl
fault-too-many-codes = poproszono już o zbyt wiele kodów
    .hint = spróbuj ponownie za { $minutes } min
fault-no-confirmed-contact =
    { $channel ->
        [sms] na koncie nie ma potwierdzonego numeru komórkowego
       *[email] na koncie nie ma potwierdzonego adresu e-mail
    }
    .hint = dodaj: ekctl account contact set { $channel ->
        [sms] mobile
       *[email] email
    }
fault-no-channel =
    { $channel ->
        [sms] wysyłanie SMS-ów nie jest skonfigurowane
        [webhook] wysyłanie do programów nie jest skonfigurowane
       *[email] wysyłanie poczty nie jest skonfigurowane
    }
    .hint = administrator: sekcja [smtp] albo [sms] w ekd.toml
fault-no-such-account = nie ma konta „{ $text }”
    .hint = ekctl users list
fault-no-such-customer = nie ma klienta „{ $text }”
    .hint = ekctl customers list
fault-too-many-tokens = to konto ma już { $most } tokenów, więcej mieć nie może
    .hint = unieważnij któryś: ekctl tokens list, ekctl tokens revoke NUMER
fault-no-such-token = nie ma tokenu { $id }
    .hint = ekctl tokens list
fault-no-such-session = nie ma sesji { $id }
    .hint = ekctl account sessions list
fault-login-taken = konto „{ $login }” już istnieje
    .hint = wybierz inną nazwę albo zobacz tamto konto: ekctl users show { $login }
fault-bad-period = okres jest nieprawidłowy: { $detail }
    .hint = okres kończy się po swoim początku i nie nachodzi na inny: ekctl customers show NUMER
fault-role-forbids = konto w roli „{ $role }” nie może tego mieć
    .hint = pełnomocnictwa mają konta klientów (jedno naraz) i zarządców
fault-last-administrator = to jest ostatni administrator
    .hint = najpierw uczyń administratorem kogoś innego: ekctl users edit NAZWA --role administrator
fault-bad-verification = { $on } nie może być dniem legalizacji
    .hint = data minionej legalizacji: ekctl meters verify NUMER --on 2024-05-14
fault-bad-expiry = token jest ważny od teraz najwyżej 366 dni
    .hint = ekctl tokens create NAZWA --expires 90d
fault-bad-text = pole „{ $field }” jest puste, za długie albo zawiera niewidoczne znaki
    .hint = wpisz je jeszcze raz, najlepiej bez wklejania
fault-untrusted =
    { $reason ->
        [expired] certyfikat serwera { $endpoint } stracił ważność
        [not-yet] certyfikat serwera { $endpoint } nie jest jeszcze ważny
        [name] certyfikat serwera { $endpoint } jest wystawiony na inną nazwę
        [issuer] certyfikat serwera { $endpoint } wystawił ktoś, komu ten komputer nie ufa
       *[other] certyfikat serwera { $endpoint } nie budzi zaufania: { $reason }
    }
    .hint = własny urząd certyfikacji wskazuje --ca PLIK; bez zaufania nic nie zostało wysłane
fault-bad-rule = reguła „{ $name }”: { $problem ->
        [name] nazwa ma znak, którego nie widać
        [rises] „rises” musi iść od najkrótszego czasu do najdłuższego
        [remind-every] przypomnienie może być co 10 minut lub rzadziej
        [escalate] eskalacja musi mówić, do kogo i po jakim czasie
        [source-scope] cisza źródła dotyczy całej instalacji, a nie jednego miejsca
        [delays] czas jest ujemny albo dłuższy niż 400 dni
        [clear-beyond-raise] próg końca leży za progiem początku albo ma inną jednostkę: alarm migałby bez końca
        [cadence] liczba opuszczonych odczytów i ich rytm muszą być większe od zera
        [water-lost] procent jest od 1 do 100, miesiące od 1 do 12, a noc musi mieć początek i koniec
        [clear-reads] liczba odczytów na koniec musi być większa od zera
        [days] pilny termin musi być bliższy niż pierwszy
        [twice] ta nazwa jest w pliku dwa razy
        [too-many] reguł może być najwyżej 1000
       *[other] jest błędna
    }
    .hint = wzór: ekctl rules show NAZWA, pomoc: man ekctl-rules
fault-no-such-rule = nie ma reguły „{ $name }”
    .hint = ekctl rules list
fault-no-such-alarm = nie ma alarmu A-{ $id }
    .hint = ekctl alarms list --all
fault-no-such-maintenance = nie ma okna prac { $id }
    .hint = ekctl maintenance list
fault-alarm-stands = alarm A-{ $id } już tak jest: nic się nie zmieniło
    .hint = ekctl alarms show { $id }

fault-no-such-ticket = nie ma zgłoszenia { $number }
    .hint = ekctl tickets list --all
fault-no-such-entry = nie ma wpisu { $id }
    .hint = ekctl tickets show NUMER
fault-no-such-attachment = nie ma załącznika { $id }
    .hint = ekctl tickets show NUMER
fault-no-such-template = nie ma szablonu „{ $name }”
    .hint = ekctl tickets templates list
fault-no-such-draft = nie ma takiego szkicu
    .hint = ekctl tickets drafts list
fault-too-late-to-undo = za późno: wiadomość już jest w wątku
    .hint = napisz drugą albo zamknij zgłoszenie: ekctl tickets close
fault-field-missing = brakuje pola: { $field ->
        [since] od kiedy
        [place] gdzie w budynku
        [meter_serial] numer licznika
        [invoice_number] numer faktury
        [wanted_from] od którego dnia
        [contracted_power] moc zamówiona w MW
       *[other] { $field }
    }
    .hint = bez tego nie da się zacząć: ekctl tickets create --help
fault-field-wrong = nie da się odczytać pola: { $field ->
        [since] od kiedy (na przykład 2025-11-14T17:00)
        [place] gdzie w budynku
        [meter_serial] numer licznika
        [invoice_number] numer faktury
        [wanted_from] od którego dnia (na przykład 2025-11-14)
        [contracted_power] moc zamówiona w MW (na przykład 0.150)
       *[other] { $field }
    }
    .hint = pole ma najwyżej 200 znaków: ekctl tickets create --help
fault-site-missing = to zgłoszenie dotyczy jednego obiektu, a żaden nie jest podany
    .hint = ekctl sites list
fault-customer-missing = nie wiadomo, którego klienta dotyczy zgłoszenie
    .hint = podaj obiekt (--site) albo numer klienta (--customer)
fault-state-forbids = zgłoszenie { $number } ma stan „{ $state ->
        [new] nowe
        [open] w toku
        [waiting] czeka na klienta
        [solved] rozwiązane
        [closed] zamknięte
        [reopened] wznowione
       *[other] { $state }
    }”: tego z nim zrobić nie można
    .hint = ekctl tickets show { $number }
fault-is-merged = zgłoszenie { $number } jest częścią { $into }
    .hint = ekctl tickets show { $into }
fault-cannot-merge = zgłoszenia { $number } nie da się połączyć: to ono samo albo innego klienta
    .hint = ekctl tickets show { $number }
fault-cannot-split = zgłoszenia { $number } nie da się podzielić: w każdym musi zostać co najmniej jedna wiadomość
    .hint = ekctl tickets show { $number }
fault-too-many-attachments = za dużo załączników: najwyżej { $most }
    .hint = wyślij resztę drugą wiadomością
fault-attachments-too-large = załączniki są za duże: razem najwyżej { $most } bajtów
    .hint = wyślij je w częściach
fault-no-such-place = szablon nie zna pola { "{" }{ $place }{ "}" }
    .hint = pola: number, subject, site, customer, due, clerk, today
fault-too-many-drafts = za dużo szkiców: najwyżej { $most }
    .hint = ekctl tickets drafts list
fault-too-many-templates = za dużo gotowych odpowiedzi: najwyżej { $most }
    .hint = ekctl tickets templates list
fault-no-mailbox = skrzynka biura nie jest skonfigurowana
    .hint = sekcja [mailbox]: man ekd.toml

fault-no-such-report = nie ma zapisanego raportu „{ $name }”
    .hint = ekctl reports saved
fault-no-such-made = nie ma raportu o numerze { $id }
    .hint = ekctl reports list
fault-no-such-setting = nie ma zmiany nastaw o numerze { $id }
    .hint = ekctl sites settings
fault-is-a-curve = ta zmiana to krzywa grzewcza: zmienia ją następna krzywa
    .hint = ekctl weather curves
fault-no-such-tariff = w konfiguracji nie ma taryfy „{ $name }”, są: { $known }
    .hint = opisz ją w ekd.toml w sekcji [tariff.{ $name }] i sprawdź: ekd check-config
fault-nothing-read = w obiekcie { $site } nie odczytano w tym okresie energii
    .hint = sprawdź, od kiedy są odczyty: ekctl points list
fault-too-few-days = za mało dni ze znanym zużyciem i temperaturą zewnętrzną: { $days }, potrzeba { $wanted }
    .hint = wybierz dłuższy okres albo doczytaj dane: ekctl readings import
fault-too-even-weather = wszystkie dni są prawie równie ciepłe: nie da się oddzielić wpływu pogody
    .hint = wybierz okres z zimą i wiosną albo jesienią
fault-no-pattern = zużycie nie zależy od pogody na tyle, by można było coś przewidzieć
    .hint = obejrzyj wykres: ekctl sites signature
fault-no-weather = dla obiektu { $site } nie ma temperatury zewnętrznej z tego okresu
    .hint = wskaż stację: ekctl weather station
fault-period-too-long = okres jest za długi: najwyżej { $days } dni
    .hint = wybierz krótszy okres
fault-period-wrong = ten okres jeszcze się nie zaczął albo jest pusty
    .hint = podaj okres, na przykład --range 2026-10
fault-periods-overlap = porównywane okresy zachodzą na siebie
    .hint = podaj okres przed zmianą i okres po zmianie
fault-ticket-missing = ten raport dotyczy jednego zgłoszenia: podaj jego numer
    .hint = ekctl tickets list
fault-payer-missing = ten raport dotyczy jednego klienta: podaj jego numer
    .hint = ekctl customers list
fault-not-of-sites = ten raport dotyczy klienta, nie obiektów
    .hint = pomiń obiekty; klienta wskazuje --customer
fault-too-many-sites = raport może wymieniać najwyżej { $most } obiektów
    .hint = nie wymieniaj obiektów, a raport obejmie wszystkie
fault-too-many-saved = zapisanych raportów może być najwyżej { $most }
    .hint = usuń niepotrzebne: ekctl reports delete
fault-bad-schedule = harmonogramu nie można przyjąć: { $problem ->
        [day] takiego dnia nie ma (1 do 31)
        [forms] nie wybrano ani PDF, ani CSV
        [period] ten raport nie ma okresu, więc nie może powstawać sam
        [address] konto nie ma potwierdzonego adresu e-mail
        [directory] w konfiguracji nie ma katalogu raportów
        [channel] w konfiguracji nie ma serwera poczty
       *[other] { $problem }
    }
    .hint = ekctl reports schedule --help
fault-mixed-quantities = na jednym wykresie mogą być tylko wielkości o tej samej jednostce
    .hint = narysuj osobne wykresy
fault-not-a-gauge = z temperaturą zewnętrzną można zestawić tylko temperatury, przepływ i moc
    .hint = wybierz na przykład --quantity supply

template-monthly_sheet = arkusz miesięczny
template-season_comparison = porównanie sezonów
template-portfolio = zestawienie obiektów
template-alarm_log = dziennik alarmów
template-meter_audit = przegląd liczników
template-ticket_dossier = akta zgłoszenia
template-account_statement = stan rozliczeń

setting-curve = krzywa grzewcza
setting-set_back = obniżenie
setting-heating_limit = próg grzania
setting-hot_water = c.w.u.
setting-hydraulics = pompy i zawory
setting-building = budynek
setting-other = inne

category-multi_family = wielorodzinny
category-single_family = jednorodzinny
category-education = oświata
category-office = biura
category-health = zdrowie
category-commerce = handel i usługi
category-industry = przemysł
category-other = inny

verdict-less = mniej
verdict-more = więcej
verdict-unclear = nie da się rozstrzygnąć

rhythm-daily = codziennie
rhythm-weekly = co tydzień
rhythm-monthly = co miesiąc
rhythm-season = po sezonie

destination-email = e-mail
destination-directory = katalog

# Rozliczenia
fault-no-such-invoice = nie ma faktury „{ $text }”
    .hint = ekctl invoices list
fault-no-such-payment = nie ma wpłaty nr { $id }
    .hint = ekctl payments list
fault-no-such-allocation = nie ma rozliczenia wpłaty nr { $id }
    .hint = rozliczenia widać przy wpłacie: ekctl payments show NUMER
fault-no-such-contract = nie ma umowy „{ $number }”
    .hint = ekctl contracts list
fault-no-such-invoice-mapping = w konfiguracji nie ma opisu pliku faktur „{ $name }”, są: { $known }
    .hint = opisz go w ekd.toml w sekcji [invoice-mapping.{ $name }] i sprawdź: ekd check-config
fault-no-contract = obiektu { $site } nie obejmuje w dniu { $on } żadna umowa
    .hint = ekctl contracts save NUMER --customer K-… --site { $site } --from { $on }
fault-no-tariff = ani umowa, ani karta obiektu { $site } nie podają taryfy, która jest w konfiguracji
    .hint = ekctl contracts save … --tariff NAZWA; ekctl tariffs list
fault-no-price = taryfa { $tariff } nie ma ceny na dzień { $on }
    .hint = dopisz cennik w sekcji [tariff.{ $tariff }] pliku ekd.toml
fault-no-rate = tabela odsetek ({ $kind }) nie ma stopy na dzień { $on }
    .hint = dopisz nową stopę w sekcji [interest] pliku ekd.toml albo wybierz wcześniejszy dzień
fault-more-than-open = to więcej, niż zostało do zapłaty na fakturze: { $amount } zł
    .hint = podaj mniejszą kwotę albo pomiń ją, a rozliczy się tyle, ile można
fault-more-than-left = to więcej, niż zostało z wpłaty: { $amount } zł
    .hint = podaj mniejszą kwotę albo pomiń ją, a rozliczy się tyle, ile można
fault-other-currency = waluty się różnią
    .hint = wpłata rozlicza faktury w tej samej walucie
fault-not-in-zloty = przelew z kodem jest tylko w złotych, a faktura jest w innej walucie
    .hint = rachunek i kwota: ekctl invoices show NUMER
fault-split-payment-alone = faktura { $number } wymaga podzielonej płatności: płaci się ją osobnym przelewem
    .hint = ekctl dues transfer { $number }; pozostałe należności osobno
fault-other-customer = to należności różnych klientów
    .hint = wybierz faktury jednego klienta
fault-released-before = rozliczenie nr { $id } już wycofano
    .hint = ekctl payments list
fault-payment-stands = w obecnym stanie wpłaty nr { $id } nie da się tego zrobić
    .hint = ekctl payments show { $id }
fault-nothing-to-pay = nie ma nic do zapłaty
    .hint = ekctl dues list
fault-no-account = ani umowa, ani faktura nie podają poprawnego numeru rachunku
    .hint = ekctl contracts save … --account NRB
fault-too-many-invoices = najwyżej { $most } faktur naraz
    .hint = wybierz mniej faktur
fault-bad-contract = umowa jest niepełna albo sprzeczna: { $problem }
    .hint = ekctl contracts save --help
fault-account-taken = rachunek { $account } jest już rachunkiem innego klienta
    .hint = ekctl contracts list

invoice-kind-basic = faktura
invoice-kind-simplified = faktura uproszczona
invoice-kind-advance = faktura zaliczkowa
invoice-kind-final = faktura rozliczeniowa
invoice-kind-correction = korekta
invoice-kind-advance_correction = korekta zaliczkowej
invoice-kind-final_correction = korekta rozliczeniowej
invoice-kind-debit_note = nota
invoice-overdue = po terminie
invoice-open = do zapłaty
invoice-credit = nadpłata
invoice-settled = rozliczona
payment-unmatched = nierozpoznana
payment-credit = nadpłata
payment-allocated = rozliczona
payment-set_aside = odłożona
payment-returned = zwrócona
matched-virtual_account = rachunek wirtualny
matched-invoice_number = numer faktury w tytule
matched-ksef_number = numer KSeF w tytule
matched-customer_number = numer klienta w tytule
matched-payer_account = rachunek płacącego
matched-amount_and_name = kwota i nazwa
matched-person = człowiek
billing-file-fa2 = FA(2)
billing-file-fa3 = FA(3)
billing-file-csv = CSV
billing-file-pdf = PDF
billing-file-mt940 = MT940
billing-file-camt053 = camt.053
billing-file-unknown = nieznany
file-outcome-taken = przyjęty
file-outcome-flagged = przyjęty z uwagami
file-outcome-known = już był
file-outcome-refused = odrzucony
component-power = moc zamówiona
component-heat = ciepło
component-carrier = nośnik ciepła
component-power_transmission = przesył stały
component-heat_transmission = przesył zmienny
bill-agrees = zgodne
bill-differs = różni się
bill-cannot_tell = nie da się sprawdzić
interest-civil = ustawowe za opóźnienie
interest-commercial = w transakcjach handlowych
interest-commercial_health = w transakcjach handlowych, podmiot leczniczy
file-problem-unknown_format = nieznany format
file-problem-malformed = uszkodzony plik
file-problem-too_large = za duży plik
file-problem-missing = brakuje
file-problem-unexpected = nie należy tutaj
file-problem-bad_value = zła wartość
file-problem-does_not_add_up = kwoty się nie zgadzają
file-problem-repeated = powtórzone
file-problem-bad_account = błędny numer rachunku
file-problem-negative = wartość ujemna
file-problem-contradicts = sprzeczność
file-problem-unknown_customer = nieznany klient
file-problem-original_missing = brak faktury korygowanej
file-problem-differs_from_known = inna treść niż poprzednio
file-problem-statement_missing = brak poprzedniego wyciągu
file-problem-unknown = inny problem
check-reading_date = stany z innych chwil: { $from } i { $until }
check-register = ilość różni się od liczników o { $by }
check-price_differs = cena { $billed }, w taryfie { $tariff }
check-power_differs = moc { $billed }, w umowie { $contract }
check-line_does_not_multiply = ilość razy cena nie daje kwoty pozycji
check-amount_differs = kwota różni się od wyliczonej o { $by }
check-rounding = różnica z zaokrąglenia
check-data_missing = odczyty obejmują tylko { $percent } % okresu
check-data_doubtful = część odczytów czeka na decyzję (kwarantanna)
check-no_price = taryfa nie ma ceny na { $on }
check-no_contract = brak umowy na ten okres
check-no_tariff = brak taryfy
check-not_recognised = z opisu nie wynika, za co jest pozycja
check-line_missing = tej pozycji nie ma na fakturze
check-billed_before = ten okres jest już na fakturze { $number }
check-unknown = inny powód
