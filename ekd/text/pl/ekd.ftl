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
