# What ekd writes to people: letters and short messages.

letter-greeting = Good day,
letter-facts =
    Account:  { $login }
    When:     { $at }
    From:     { $source }
letter-footer =
    e-Klient sent this message by itself; nobody reads a reply. Its letters hold no
    links and never ask for a password.
letter-contact =
    { $kind ->
        [email] e-mail address
        [mobile] mobile number
       *[landline] landline number
    }

letter-contact_code =
    .subject = Code for a new contact of account { $login }
    .body =
        the code that confirms this contact ({ $contact }):

        {"    "}{ $code }

        The code is valid for { $minutes } min and works once. Enter it after:

            ekctl account contact confirm
    .alarm =
        If it is not you who enters this contact, do nothing and give the code to
        nobody: without it nothing changes.
    .sms = e-Klient: code { $code } confirms this number for account { $login }. Valid for { $minutes } min. Give it to nobody.

letter-contact_wanted =
    .subject = A new contact of the account { $login } waits to be confirmed
    .body =
        somebody has given a new contact ({ $contact }) for this account: { $address }.
        It counts only once the code has been entered that we sent there.
        All contacts are shown by the command:

            ekctl account show
    .alarm =
        If that was not you, set a new password at once; it ends all sessions:

            ekctl login --reset
    .sms = e-Klient, account { $login }: { $address } waits for its code. Not you? Do: ekctl login --reset

letter-contact_changed =
    .subject = Changed contact of account { $login }
    .body =
        from now on the contact ({ $contact }) of this account is { $address }.
        All contacts are shown by:

            ekctl account show
    .alarm =
        If that was not you, set a new password at once; it ends all sessions:

            ekctl login --reset

        Then correct the contact and tell customer service.
    .sms = e-Klient, account { $login }: new contact { $address }. Not you? Set a new password: ekctl login --reset

letter-contact_removed =
    .subject = Removed contact of account { $login }
    .body =
        the contact ({ $contact }) of this account has been removed. All contacts are
        shown by:

            ekctl account show
    .alarm =
        If that was not you, set a new password at once; it ends all sessions:

            ekctl login --reset

        Then correct the contact and tell customer service.
    .sms = e-Klient, account { $login }: contact removed ({ $contact }). Not you? Set a new password: ekctl login --reset

letter-password_changed =
    .subject = New password of account { $login }
    .body =
        the password of this account has been changed, and the other sessions have
        been ended. Attempts to log in are shown by:

            ekctl account log-ins
    .alarm =
        If that was not you, set a new password at once:

            ekctl login --reset

        Then tell customer service.
    .sms = e-Klient, account { $login }: password changed { $at }. Not you? Set a new one: ekctl login --reset

letter-reset_code =
    .subject = Code for a new password of account { $login }
    .body =
        the code with which a new password of this account can be set:

        {"    "}{ $code }

        The code is valid for { $minutes } min and works once. Enter it after:

            ekctl login --reset
    .alarm =
        If it is not you who asks for a new password, do nothing and give the code to
        nobody: without it the password stays.
    .sms = e-Klient, account { $login }: code for a new password { $code }, valid for { $minutes } min. Give it to nobody.

letter-reset_by_staff =
    .subject = New password of account { $login } on request
    .body =
        our staff has begun to set a new password for this account. You alone choose it;
        none of the staff sees it. The code:

        {"    "}{ $code }

        The code is valid for { $minutes } min and works once. Enter it after:

            ekctl login --reset
    .alarm =
        If you did not ask for this, do not use the code, give it to nobody, and tell
        customer service.
    .sms = e-Klient, account { $login }: our staff sent a code for a new password { $code }, valid { $minutes } min. Keep it secret.

letter-account_locked =
    .subject = Locked account { $login }
    .body =
        from this account it was said "that was not me": all other sessions have ended, and
        the present password and the tokens open nothing any more. A new password does:

            ekctl login --reset
    .alarm =
        If it was not you who said so, somebody had one of your sessions. Set a new password
        and tell customer service.
    .sms = e-Klient, account { $login }: locked { $at } after "not me". This opens it: ekctl login --reset

letter-totp_on =
    .subject = Second factor of account { $login }
    .body =
        from now on logging in to this account also needs a code of the app.
        The state of the account is shown by:

            ekctl account show
    .alarm =
        If that was not you, set a new password at once and tell customer service:

            ekctl login --reset
    .sms = e-Klient, account { $login }: code of the app switched on { $at }. Not you? Set a new password: ekctl login --reset

letter-totp_off =
    .subject = Account { $login } without a second factor
    .body =
        from now on the password is enough to log in to this account: the code of the app
        has been switched off. The state of the account is shown by:

            ekctl account show
    .alarm =
        If that was not you, set a new password at once and tell customer service:

            ekctl login --reset
    .sms = e-Klient, account { $login }: code of the app switched off { $at }. Not you? Set a new password: ekctl login --reset

letter-new_account =
    .subject = Account { $login } at e-Klient
    .body =
        the account { $login } is ready. You get the initial password separately; at the
        first log-in you choose your own:

            ekctl login
    .alarm =
        If you do not know why you have this account, tell customer service.
    .sms = e-Klient: account { $login } is ready. You get the initial password separately. Log in: ekctl login
