error-not-found = No such page
error-not-found-what = The address is wrong, or the page is not yours to see. Try the home page or the search.
error-unauthenticated = Please sign in
error-unauthenticated-what = This needs a signed-in person or a valid token.
error-forbidden = This step is not yours
error-conflict = Not possible now
error-stale = Somebody changed it just now
error-stale-what = You saw version { $had }; it is at version { $now }. Open the newest one, compare, then change it.
error-invalid = Some things to correct
error-invalid-what = Below stands what is wrong and what to do. Nothing was changed.
error-too-much = Over a limit
error-too-large = Too large
error-too-many-writes = In this minute you have sent as much as one person may ({ $max } requests). Please try again in { $seconds } seconds; nothing was changed.
error-too-many-heavy-reads = In this minute you have made as many searches and exports as one person may ({ $max }). Please try again in { $seconds } seconds.
error-too-many-from-network = In this minute your network has sent as much as it may ({ $max } requests). Please try again in { $seconds } seconds.
error-internal = Something broke
error-internal-what = It is not your fault. It was noted; please give the reference below to your administrator.
error-reference = Reference { $id }
error-empty = Please fill this in
error-choose = Please choose one
error-too-long = { $max-form ->
    [one] At most 1 character; there are { $length }
   *[other] At most { $max } characters; there are { $length }
}
error-control-character = Holds a character that cannot be stored; please type it again
error-not-in-list = Not one of the choices; please choose again
error-not-a-date = “{ $text }” is no date; write it as 2022-06-21
error-not-a-number = “{ $text }” is no number
error-taken = There is one like this already
error-still-used = Still used elsewhere, so it cannot go
error-csrf = This form did not come from a page of this system, or your session has ended. Reload the page and send it again.
error-key-missing = The idempotency key is missing (Idempotency-Key, 1 to 128 characters)
error-key-reused = This key was used for another request; choose a new one
error-form-unreadable = The form cannot be read; please fill it in again
error-json-unreadable = The JSON cannot be read: { $what }
error-body-too-large = Too large: at most { $max }
error-too-many-fields = A form has at most { $max } fields
error-file-too-large = The file is too large: at most { $max } MiB
error-writer-busy = Many are writing; after { $seconds } seconds it was still not your turn. Please try again soon
error-backup-postgres = For PostgreSQL use pg_dump, as the documentation says
error-sign-in = Account or password is wrong
error-sign-in-wait = Too many tries; please wait { $seconds } seconds
error-password-short = The password needs at least { $min } characters
error-password-long = { $max-form ->
    [one] The password has at most 1 character
   *[other] The password has at most { $max } characters
}
error-password-guessable = The password holds the account, the name or the product; it is easy to guess
error-limit = 1 to 500 rows a page
error-request-unreadable = Address, method or parameters cannot be read
error-as-of-unreadable = Write the day like 2026-03-31
error-as-of-future = This day has not come yet; choose today or an earlier day
