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
