#!/usr/bin/env bash
# Raises a problem, puts it on the list, pairs it and reads the ledger, all through the JSON API.
# Stops at the first answer that is not as expected.
#
#   BASE               address of the server, for example http://127.0.0.1:8080
#   TOKEN              of a liaison, whose unit raises the problem and leads: gongjie token --as NAME
#   PARTNER_TOKEN      of a liaison of another unit, which joins
#   COORDINATOR_TOKEN  of a coordinator, who puts the problem on the list
#
# Needs bash and curl.
set -euo pipefail

BASE=${BASE:?address of the server, for example http://127.0.0.1:8080}
BASE=${BASE%/}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Headers come from files, so that no token stands in the list of processes.
keep() { (umask 077 && printf 'Authorization: Bearer %s\nAccept-Language: en\n' "$2" >"$work/$1"); }
keep lead "${TOKEN:?make one with: gongjie token --as NAME}"
keep partner "${PARTNER_TOKEN:?make one with: gongjie token --as NAME}"
keep coordinator "${COORDINATOR_TOKEN:?make one with: gongjie token --as NAME}"

# call WHO WANTED METHOD PATH [BODY [KEY]]: sends one request; its answer is then in $work/answer.
call() {
  local who=$1 wanted=$2 method=$3 path=$4 status
  local arguments=(-sS -o "$work/answer" -w '%{http_code}' -X "$method" -H "@$work/$who")
  if [ $# -ge 5 ]; then
    arguments+=(-H 'Content-Type: application/json' --data-binary "$5")
    # A key of your own choice makes it safe to send again when no answer came.
    arguments+=(-H "Idempotency-Key: ${6:-example-$$-$RANDOM-$RANDOM}")
  fi
  status=$(curl "${arguments[@]}" "$BASE$path")
  [ "$status" = "$wanted" ] && return
  printf '%s %s: wanted %s, got %s\n' "$method" "$path" "$wanted" "$status" >&2
  cat "$work/answer" >&2
  exit 1
}

# field NAME: the first value of this name in the last answer. A program would use a JSON parser.
field() { grep -oE "\"$1\":(\"[^\"]*\"|[^,}]*)" "$work/answer" | sed -n '1{s/^[^:]*://;s/"//g;p;}'; }

# same WANTED GOT WHAT
same() {
  [ "$1" = "$2" ] && return
  printf '%s: wanted %s, got %s\n' "$3" "$1" "$2" >&2
  exit 1
}

# 1. Who am I, and which themes are there? 401 if the token is not good.
call partner 200 GET /api/v1/home
partner=$(field unit_id)
call lead 200 GET /api/v1/home
lead=$(field unit_id)
theme=$(field theme_id)
call lead 200 GET "/api/v1/units/$lead"
printf 'lead: unit %s, %s\n' "$lead" "$(field name)"

# 2. A body that breaks rules is refused with every field that is wrong, and changes nothing.
call lead 422 POST /api/v1/problems '{"title": ""}'
printf 'refused, as it should be: %s\n' "$(grep -o '"field":"[^"]*"' "$work/answer" | cut -d'"' -f4 | tr '\n' ' ')"

# 3. Raise a problem. The same request with the same key gives the first answer again and makes nothing new.
title="Laboratory doors stay locked in the evening ($$)"
body="{\"title\": \"$title\", \"hurts\": \"Graduate students cannot get in after ten.\", \"raised_by_unit_id\": $lead,
  \"theme_id\": $theme, \"class\": \"multi_dept\", \"grade\": 1}"
key="example-$$-$RANDOM"
call lead 201 POST /api/v1/problems "$body" "$key"
problem=$(field id)
same proposed "$(field state)" 'the state of a new problem'
call lead 201 POST /api/v1/problems "$body" "$key"
same "$problem" "$(field id)" 'the second answer to one key'
printf 'raised: problem %s\n' "$problem"

# 4. The coordinator puts it on the list. `version` as it was read: a stale one is refused with 409.
version=$(field version)
call coordinator 200 POST "/api/v1/problems/$problem/moves" "{\"action\": \"list\", \"version\": $version}"
call coordinator 409 POST "/api/v1/problems/$problem/moves" "{\"action\": \"list\", \"version\": $version}"
call lead 200 GET '/api/v1/problems?state=listed&limit=1'
same "$problem" "$(field id)" 'the newest problem on the list'
printf 'listed: problem %s\n' "$problem"

# 5. Pair it: draft, invite, and the partner confirms for itself. The last yes makes the pairing active.
call lead 201 POST /api/v1/pairings "{\"title\": \"Open doors ($$)\", \"lead\": $lead, \"partners\": [$partner],
  \"problems\": [$problem], \"theme_id\": $theme, \"date_text\": \"2026-11-23\"}"
pairing=$(field id)
version=$(field version)
call lead 200 POST "/api/v1/pairings/$pairing/invitations" "{\"version\": $version}"
call lead 403 POST "/api/v1/pairings/$pairing/answers" "{\"unit_id\": $partner, \"answer\": \"confirmed\"}"
call partner 200 POST "/api/v1/pairings/$pairing/answers" "{\"unit_id\": $partner, \"answer\": \"confirmed\"}"
same active "$(field state)" 'the state of the pairing'
call partner 200 GET "/api/v1/problems/$problem"
same paired "$(field state)" 'the state of the problem'
printf 'paired: pairing %s\n' "$pairing"

# 6. The ledger is a view over these facts: the row is there, and nobody typed it.
call partner 200 GET "/api/v1/ledger?unit=$partner&limit=500"
grep -q "\"pairing_id\":$pairing," "$work/answer" || same "$pairing" none 'the row of the ledger'
row=$(grep -oE "\"pairing_id\":$pairing,\"lead\":\"[^\"]*\"" "$work/answer" | cut -d'"' -f6)
printf 'in the ledger: pairing %s, lead %s\n' "$pairing" "$row"
