#!/usr/bin/env bash
# Proposes a problem through the JSON API and finds it in the list; fails on the first unexpected status.
#
#   BASE   address of the server, for example http://127.0.0.1:8080
#   TOKEN  an API token of somebody who may propose problems: gongjie token --as NAME
#   UNIT_ID, THEME_ID   optional; without them the script takes the first choices of the page's own form
#
# Needs bash, curl and node.
set -euo pipefail

BASE=${BASE:?address of the server, for example http://127.0.0.1:8080}
TOKEN=${TOKEN:?make one with: gongjie token --as NAME}
BASE=${BASE%/}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Headers come from a file, so that the token does not stand in the list of processes.
(umask 077 && printf 'Authorization: Bearer %s\nAccept-Language: en\n' "$TOKEN" >"$work/headers")

# call WANTED METHOD PATH [BODY [KEY]]: sends one request; its answer is then in $work/answer.
call() {
  local wanted=$1 method=$2 path=$3 status
  local arguments=(-sS -o "$work/answer" -w '%{http_code}' -X "$method" -H "@$work/headers")
  if [ $# -ge 4 ]; then
    printf '%s' "$4" >"$work/body"
    arguments+=(-H 'Content-Type: application/json' --data-binary "@$work/body")
  fi
  [ $# -lt 5 ] || arguments+=(-H "Idempotency-Key: $5")
  status=$(curl "${arguments[@]}" "$BASE$path")
  if [ "$status" != "$wanted" ]; then
    printf '%s %s: wanted %s, got %s\n' "$method" "$path" "$wanted" "$status" >&2
    cat "$work/answer" >&2
    exit 1
  fi
}

# answer EXPRESSION: a value of the last answer, which is `it`; fails where there is none.
answer() {
  node -e '
    const it = JSON.parse(require("fs").readFileSync(process.argv[1], "utf8"));
    const value = new Function("it", `return ${process.argv[2]}`)(it);
    if (value === undefined) throw new Error(`the answer has no ${process.argv[2]}`);
    console.log(value === null ? "" : value);
  ' "$work/answer" "$1"
}

# same WANTED GOT WHAT
same() {
  [ "$1" = "$2" ] || { printf '%s: wanted %s, got %s\n' "$3" "$1" "$2" >&2; exit 1; }
}

# 0. Is the token good? 401 if not.
call 200 GET '/api/v1/problems?limit=1'

# 1. The choices. The API has no list of units and themes yet; the form of the page holds the asker's own.
first_choice() {
  node -e '
    const form = require("fs").readFileSync(process.argv[1], "utf8");
    const [, name] = process.argv.slice(1);
    const list = new RegExp(`<select[^>]*name="${name}"[^>]*>(.*?)</select>`, "s").exec(form)?.[1] ?? "";
    const found = /<option value="(\d+)"/.exec(list) ?? new RegExp(`name="${name}" value="(\\d+)"`).exec(form);
    if (!found) throw new Error(`the form offers no ${name}`);
    console.log(found[1]);
  ' "$work/answer" "$1"
}
call 200 GET /problems/new
UNIT_ID=${UNIT_ID:-$(first_choice raised_by_unit_id)}
THEME_ID=${THEME_ID:-$(first_choice theme_id)}

# 2. A body that breaks rules is refused with every field that is wrong, and changes nothing.
call 422 POST /api/v1/problems '{"title": ""}' "refused-$$-$(date +%s)"
same title "$(answer 'it.errors.find((e) => e.field === "title").field')" 'the refused field'
printf 'refused, as it should be: %s\n' "$(answer 'it.errors.map((e) => e.field).join(", ")')"

# 3. Propose a problem. The key makes it safe to send again when no answer came.
title="Laboratory doors stay locked in the evening ($(date +%s)-$$)"
key="example-$$-$(date +%s)"
body=$(node -e '
  const [title, unit, theme] = process.argv.slice(1);
  console.log(JSON.stringify({
    title,
    hurts: "Graduate students cannot get in after ten.",
    raised_by_unit_id: Number(unit),
    theme_id: Number(theme),
  }));
' "$title" "$UNIT_ID" "$THEME_ID")
call 201 POST /api/v1/problems "$body" "$key"
id=$(answer it.id)
same proposed "$(answer it.state)" 'the state of a new problem'
printf 'proposed: problem %s\n' "$id"

# 4. The same request again gives the first answer and makes nothing new.
call 201 POST /api/v1/problems "$body" "$key"
same "$id" "$(answer it.id)" 'the second answer to one key'

# 5. Read it back.
call 200 GET "/api/v1/problems/$id"
same "$title" "$(answer it.title)" 'the title'

# 6. Find it in the list, page by page: `next` of one page is `before` of the following one.
found=''
before=''
while [ -z "$found" ]; do
  call 200 GET "/api/v1/problems?state=proposed&limit=50${before:+&before=$before}"
  found=$(answer "it.items.some((p) => p.id === $id) ? $id : ''")
  before=$(answer it.next)
  [ -n "$before" ] || break
done
same "$id" "$found" 'the list'
printf 'listed: problem %s\n' "$id"
