# Pomoc programu ekctl: słowa dla poleceń i ich argumentów. Angielskie stoją w kodzie przy argumentach.

heading-usage = Składnia
heading-commands = Polecenia
heading-arguments = Argumenty
heading-options = Opcje
heading-answer = Odpowiedź
heading-reader = Czytelnik
heading-connection = Połączenie
heading-list = Lista
heading-period = Okres
usage-options = [OPCJE]
usage-command = POLECENIE
usual = {" "}[domyślnie: { $value }]
variable = {" "}[zmienna: { $name }]

help-shared =
    .help = Pokaż pomoc
    .version = Pokaż wersję
    .output = Postać odpowiedzi; parquet tylko dla readings export
    .json = To samo co --output json
    .out = Zapisz do pliku, który pojawia się lub zmienia dopiero z pełną odpowiedzią
    .csv-dialect = Rodzaj CSV; excel-pl: średnik, przecinek dziesiętny, znacznik BOM, CRLF
    .tz = Strefa podawanych i pokazywanych czasów zamiast strefy instalacji, np. Europe/Warsaw albo UTC
    .lang = Język tabel i komunikatów [zmienna: EK_LANG, potem ustawienia systemu]
    .units = Jednostka energii w tabelach i na wykresach; programy zawsze dostają GJ
    .color = Czy nagłówki są pogrubione
    .glyphs = Znaki wykresów
    .server = Adres demona, np. /run/ekd/ekd.sock
    .timeout = Najdłuższe czekanie na jedną odpowiedź, najwyżej 60s
    .retry = Próbuj jeszcze do N razy, gdy demon jest nieosiągalny lub zbyt powolny
    .quiet = Nie mów nic prócz odpowiedzi i błędów
    .verbose = Mów, jaki adres jest pytany, ile to trwa i co jest powtarzane
    .columns = Kolumny do wypisania, według nagłówków CSV; all: wszystkie (tabele mają ich kilka)
    .sort = Kolumny porządkujące, najważniejsza pierwsza; -KOLUMNA odwraca kolejność
    .limit = Najwyżej tyle wierszy [domyślnie: 500 w tabeli, w csv, json i ndjson wszystkie]
    .all = Wypisz wszystkie wiersze
    .after = Kontynuuj tam, gdzie skończyła się poprzednia lista (pole next)
    .no-header = Pomiń nagłówki tabeli lub CSV
    .filter = Tylko pozycje z tym tekstem w kodzie, nazwie lub numerze; wielkość liter i ogonki nie mają znaczenia
    .since = Od tej chwili, np. 2025-11-01, 2025-11-01T06:00, yesterday albo -7d
    .until = Do tej chwili, bez niej
    .range = Okres bez końcowej chwili, np. 2025-11, 2025-W47, dziś, miesiąc-1, sezon-1, -7d albo OD..DO
    .id = Kod, numer fabryczny lub jednoznaczna część nazwy, np. W-0414
    .point = Kod układu pomiarowego, numer jego licznika albo kod obiektu z jednym układem

help = Pytaj demona telemetrii ciepła ekd i podawaj mu dane

help-sites = Obiekty: budynki zaopatrywane w ciepło
help-sites-list = Wypisz obiekty według kodu
help-sites-show = Pokaż jeden obiekt, jego układy pomiarowe i ostatnie wartości
help-sites-live = Wypisz obiekty ze stanem i ostatnimi wartościami, najpilniejsze najpierw

help-points = Układy pomiarowe
help-points-list = Wypisz układy pomiarowe według kodu
help-points-show = Pokaż jeden układ pomiarowy, jego liczniki i ostatnie wartości

help-meters = Liczniki: miejsca, wymiany, decyzje o tym, co podały
help-meters-list = Wypisz liczniki według numeru wraz z obecnym miejscem
help-meters-show = Pokaż jeden licznik i wszystkie jego miejsca
help-meters-replace = Wstaw licznik w miejsce innego
    .at = Kiedy zdjęto stary licznik i wstawiono nowy, np. 2025-11-03T10:20
    .serial = Numer fabryczny nowego licznika
    .model = Producent i model nowego licznika, np. "Kamstrup MULTICAL 603"
    .last-energy = Ostatni stan starego licznika, np. "8412,36 GJ"; bez jednostki GJ
    .last-volume = Ostatni stan starego licznika, np. "61240,5 m3"; bez jednostki m3
    .initial-energy = Stan nowego licznika przy wstawieniu; bez jednostki GJ
    .initial-volume = Stan nowego licznika przy wstawieniu; bez jednostki m3
    .dry-run = Pokaż, co zostałoby wysłane, i niczego nie wysyłaj
help-meters-resolve = Rozstrzygnij wątpliwe odczyty: przejście licznika przez zero, wartości złe, wartości prawdziwe
    .quantity = Wielkość, o której odczytach mowa
    .decision = Czym są: rollover to przejście licznika przez zero, bad to wartości złe, true to prawdziwe
    .at = Odczyt z tej chwili; z rollover pierwszy po przejściu przez zero
    .capacity = Z rollover: najmniejszy stan, którego licznik już nie pokaże, np. "100000 GJ" po 99999,99

help-readings = Odczyty: lista, wykres, historia, sumy, eksport, import
help-readings-list = Wypisz odczyty układu albo jego zużycie w godzinach, dniach, miesiącach…
    .quantity = Wielkości, np. energia,zasilanie [domyślnie: wszystkie; z --step energy]
    .step = Długość przedziałów w czasie lokalnym; raw to każdy odczyt z osobna
help-readings-latest = Wypisz najnowszą wartość każdej wielkości
    .point = Tylko ten układ: jego kod albo numer licznika
help-readings-export = Zapisz wszystkie odczyty z okresu albo to, co nowe od ostatniego razu, także jako Parquet
    .point = Tylko ten układ: jego kod albo numer licznika
    .quantity = Tylko te wielkości, np. energia,objętość
    .since-cursor = Tylko to, co przyszło od ostatniego takiego uruchomienia; poprawione przychodzi znowu z wyższym revision
    .cursor-file = Gdzie trzymać miejsce ostatniego uruchomienia; ten sam plik dla tego samego eksportu
    .append = Dopisz na końcu pliku --out
    .no-header = Pomiń nagłówki CSV
help-readings-chart = Narysuj jedną wielkość układu
    .quantity = Wielkość do narysowania
    .view = Ile pokazać: dzień, tydzień, miesiąc lub sezon najnowszego odczytu
    .width = Szerokość w znakach, od 40 do 300
    .height = Liczba wierszy rysunku, od 4 do 60
help-readings-gaps = Wypisz okresy, w których brakuje oczekiwanych odczytów
    .quantity = Wielkość, której odczyty są oczekiwane
    .cadence = Co ile oczekiwany jest odczyt, np. 15m [domyślnie: według układu]
help-readings-history = Wypisz wersje odczytów: pierwszą, poprawione, wykreślone
    .at = Wszystkie wersje odczytów z tej chwili, np. 2025-11-01T06:00
    .quantity = Tylko ta wielkość
    .all = Wypisz wszystkie wiersze, także odczytów nigdy niezmienionych
help-readings-total = Pokaż, ile zużyły wszystkie układy razem: w dniach, miesiącach, sezonach…
    .quantity = Licznik narastający: energia lub objętość
    .step = Długość przedziałów w czasie lokalnym
help-readings-import = Wyślij demonowi pliki z odczytami
    .files = Pliki do wysłania; - czyta standardowe wejście
    .mapping = Mapowanie z ekd.toml, według którego czytany jest obcy CSV
    .header-lines = Ile początkowych wierszy długiego CSV ma powtarzać każdy wycięty z niego dokument; wiersze z # zawsze
    .strict = Zakończ statusem 8, gdy jakaś wartość trafiła do kwarantanny lub została odrzucona
    .restart = Zacznij długi plik od nowa, choć jego wcześniejszy import został przerwany

help-quarantine = Wartości, które czekają na człowieka
help-quarantine-list = Wypisz, co czeka w kwarantannie i dlaczego, najnowsze najpierw

help-sources = Skąd przychodzą odczyty i jak to idzie
help-sources-list = Wypisz źródła i ich stan
help-sources-show = Pokaż jedno źródło: stan, ostatnie dokumenty i odłożone
    .name = Nazwa źródła, jak w ekd.toml
help-sources-poll = Zapytaj źródło teraz, nie czekając na jego porę
    .name = Nazwa źródła, jak w ekd.toml

help-archive = Ile mieści archiwum i czy jest całe
help-archive-stat = Pokaż, ile odczytów i w ilu bajtach mieści archiwum
help-archive-verify = Przelicz całe archiwum i wypisz, co jest w nim źle; status 10, gdy coś się znajdzie

help-status = Pokaż, jak się ma demon
help-watch = Śledź, co się dzieje: jeden wiersz JSON na zdarzenie
    .what = Które zdarzenia: te o nowych odczytach albo wszystkie
    .lasting = Zakończ po tym czasie, np. 10m
    .count = Zakończ po tylu zdarzeniach; sygnały życia się nie liczą
    .since-cursor = Zacznij za tym miejscem dziennika, podanym w polu cursor zdarzenia

help-schema = Kształty odpowiedzi dla programów
help-schema-list = Wypisz rodzaje odpowiedzi
help-schema-show = Wypisz JSON Schema jednej odpowiedzi
    .name = Nazwa odpowiedzi, np. site.list

help-completions = Wypisz skrypt uzupełniania dla powłoki
    .shell = Powłoka
help-man = Wypisz lub zapisz strony podręcznika
    .out-dir = Zapisz po jednej stronie na polecenie w tym katalogu
help-config = Co ten program czyta i zapisuje na tym komputerze
help-config-path = Pokaż adres demona i miejsce kursorów eksportu
help-version = Pokaż wersję programu i jego protokołu
