#!/bin/sh
# Uploads a file as an image, straight from here to S3, over URLs that the functions hand out.
#
#   upload.sh FUNCTIONS ID FILE        uploads, or goes on where an earlier run ended
#   upload.sh --cancel FUNCTIONS ID    gives up an upload that is not finished
#
# FUNCTIONS is their address, such as https://glint.example.org. What is needed to go on is kept in
# $XDG_STATE_HOME/glint (else ~/.local/state/glint). Needs curl and jq.
#
# Status: 0 done, with the answer of add on the standard output; 1 refused, and nothing is left to go
# on with; 2 called wrongly; 3 broken off, the same command goes on.

# shellcheck disable=SC2013,SC2015,SC2016,SC2086,SC2317
set -u
umask 077
workers=4
attempts=5

say() { printf '%s%s\n' "$clear" "$1" >&2; }
quit() { say "$2"; exit "$1"; }

# Answers are in $run/answer.
ask() { # function, body
    http=$(printf '%s' "$2" | curl -s --connect-timeout 20 --retry 3 --retry-connrefused --data-binary @- \
        -H 'Content-Type: application/json' -H "Idempotency-Key: $key" \
        -o "$run/answer" -w '%{http_code}' "$functions/$1")
    [ "$http" = 200 ]
}

problem() { jq -r '.type // "" | sub("^urn:glint:"; "")' "$run/answer" 2>/dev/null; }
refused() { # by a function: what it says
    sentence=$(jq -er '.detail // .title | strings' "$run/answer" 2>/dev/null ||
        echo "$functions answered with HTTP $http, not as Glint does.")
    [ "$http" != 000 ] || quit 3 "The functions at $functions cannot be reached."
    case $http in 403 | 429 | 5??) quit 3 "$sentence" ;; esac
    [ -z "$upload_id" ] || give_up
    rm -rf "$state"
    quit 1 "$sentence"
}

body() { jq -n --arg id "$id" --argjson size "$size" --arg md5 "$md5" --arg upload "$upload_id" "$@"; }

give_up() { # what is in S3 of it, and was put there from here; no image that add was asked for
    [ -n "$upload_id" ] || { [ -s "$state/done" ] && [ ! -e "$state/asked" ]; } || return 0
    ask delete "$(body '{imageId: $id} + if $upload != "" then {uploadId: $upload} else {} end')" ||
        [ "$(problem)" = not-found ]
}

sign() { # first part
    ask get-presigned "$(body --argjson first "$1" '{operation: "upload", imageId: $id, size: $size}
        + if $upload != "" then {uploadId: $upload, firstPart: $first} elif $md5 != "" then {checksum: $md5} else {} end')"
}

# The URL goes to curl in a file that only its owner reads: a command line is for all to see.
send() { # part
    jq -r --argjson number "$1" '.parts // [. + {number: 1}] | .[] | select(.number == $number)
        | "url = \(.url | @json)", (.headers | to_entries[] | "header = \("\(.key): \(.value)" | @json)")' \
        "$run/urls" >"$run/part.$1"
    begin=$((($1 - 1) * part_size))
    length=$((size - begin < part_size ? size - begin : part_size))
    # curl would send what it reads from a pipe in chunks, which S3 does not take.
    tail -c "+$((begin + 1))" <"$file" | head -c "$length" |
        curl -s -K "$run/part.$1" -T - -H 'Transfer-Encoding:' --connect-timeout 20 --speed-time 120 \
            -o "$run/reply.$1" -w '%{http_code}' >"$run/status.$1" &
    transfer=$!
    wait "$transfer"
    status=$(cat "$run/status.$1" 2>/dev/null)
    rm -f "$run/part.$1"
}

work() { # worker
    trap 'kill "${transfer-}" 2>/dev/null; exit' TERM
    for part in $(awk -v worker="$1" -v workers="$workers" 'NR % workers == worker' "$run/todo"); do
        for attempt in $(seq "$attempts"); do
            # Nobody is there any more who would finish it, or it has failed elsewhere.
            kill -0 $$ 2>/dev/null && [ ! -e "$run/stop" ] || return
            send "$part"
            case $status in
            200) echo "$part" >>"$state/done"; break ;;
            403 | 404 | 412) break ;;
            *) [ "$attempt" -eq "$attempts" ] || sleep $((1 << (attempt - 1))) ;;
            esac
        done
        [ "$status" = 200 ] || echo "$status $(sed -n 's/.*<Code>\(.*\)<\/Code>.*/\1/p' "$run/reply.$part" 2>/dev/null)" >"$run/stop"
    done
}

# The first part that is missing.
first() { awk -v count="$count" '{ done[$1] } END { for (n = 1; n <= count && n in done; n++); print n }' "$state/done"; }
digest() { wait "$sum"; md5=$(cut -c 1-32 "$run/md5"); }
finished() { sort -u "$state/done" | wc -l; }

progress() {
    since=$(date +%s) before=$(finished) shown=-1
    while sleep 1 && kill -0 $$ 2>/dev/null; do
        now=$(finished) percent=$(($(finished) * 100 / count))
        [ -z "$clear" ] && [ $((percent / 10)) -eq "$shown" ] && continue
        shown=$((percent / 10))
        echo "$now $((now - before)) $count $size $(($(date +%s) - since)) $percent" | awk -v clear="$clear" '{
            part = $4 / $3 / 1e6; bar = sprintf("%" int($6 * 0.3) "s", ""); gsub(" ", "#", bar)
            printf "%s[%-30s] %3d %%  %.0f of %.0f MB", clear, bar, $6, $1 * part, $4 / 1e6
            if ($2 * $5) { rate = $2 * part / $5; left = ($3 - $1) * part / rate
                printf "  %.1f MB/s  %d:%02d left", rate, left / 60, left % 60 }
            printf "%s", clear ? "" : "\n" }' >&2
    done
}

stop() { # status
    kill $jobs 2>/dev/null
    wait
    quit "$1" 'Interrupted. The same command goes on.'
}

transfer() { # the parts in $run/todo
    progress &
    jobs="$sum $!" bar=$! working=''
    for worker in $(seq 0 $((workers - 1))); do
        work "$worker" & working="$working $!" jobs="$jobs $!"
    done
    wait $working
    kill "$bar"
}

clear='' jobs='' upload_id='' md5='' size=0 taken=''
[ ! -t 2 ] || clear=$(printf '\r\033[K')
cancel=''; [ "${1-}" = --cancel ] && cancel=yes && shift
[ $# -eq "$([ -n "$cancel" ] && echo 2 || echo 3)" ] || quit 2 'Usage: upload.sh [--cancel] FUNCTIONS ID [FILE]'
functions=${1%/} id=$2
for tool in curl jq md5sum; do command -v "$tool" >/dev/null || quit 2 "This needs $tool."; done

key=$(od -An -N 16 -tx1 /dev/urandom | tr -d ' \n') resumed=''
state=${XDG_STATE_HOME:-${HOME:?}/.local/state}/glint/$(printf '%s %s' "$functions" "$id" | md5sum | cut -c 1-32)
run=$(mktemp -d) || quit 2 'There is no room for temporary files.'
trap 'rm -rf "$run"' EXIT
trap 'stop 130' INT; trap 'stop 143' HUP TERM
if [ -s "$state/key" ]; then
    key=$(cat "$state/key") resumed=yes
    [ -s "$state/upload" ] && read -r upload_id _ <"$state/upload"
fi

if [ -n "$cancel" ]; then
    [ -n "$resumed" ] || quit 1 "No upload of $id is under way from here."
    asked='' http=''; [ ! -e "$state/asked" ] || asked=yes
    give_up || refused; rm -rf "$state"
    [ -z "$asked" ] || [ "$http" = 200 ] || quit 1 "$id may be stored as an image by now, and stays."
    quit 0 "The upload of $id is given up."
fi

case $3 in -*) file=./$3 ;; *) file=$3 ;; esac
[ -f "$file" ] && [ -r "$file" ] || quit 2 "There is no file $3 that can be read."
stamp() { stat -Lc '%s %Y %i' "$file" 2>/dev/null || stat -Lf '%z %m %i' "$file"; }
size=$(($(wc -c <"$file"))) stamp=$(stamp)
if [ -n "$resumed" ] && [ "$(cat "$state/stamp")" != "$stamp" ]; then
    say "$3 is not what it was: the upload begins anew."
    { [ -z "$upload_id" ] || give_up || refused; } && rm -rf "$state"
    key=$key-again upload_id='' resumed=''
fi
mkdir -p "$state" && echo "$key" >"$state/key" && echo "$stamp" >"$state/stamp" && : >>"$state/done" ||
    quit 2 "Nothing can be written to $state."

if [ -z "$upload_id" ] && [ ! -s "$state/done" ]; then
    # A run before this one may have got as far as to S3.
    sign 1 || { [ -n "$resumed" ] && [ "$(problem)" = duplicate ] && taken=yes; } || refused
    upload_id=$(jq -r '.uploadId // empty' "$run/answer")
    [ -z "$upload_id" ] || jq -r '"\(.uploadId) \(.partSize)"' "$run/answer" >"$state/upload"
fi
count=1
md5sum <"$file" >"$run/md5" &
sum=$! jobs=$sum
if [ -n "$upload_id" ]; then
    read -r upload_id part_size <"$state/upload"
    count=$(((size - 1) / part_size + 1))
else
    part_size=$size
    digest
fi

while [ -z "$taken" ] && first=$(first) && [ "$first" -le "$count" ]; do
    before=$(finished)
    sign "$first" || refused
    mv "$run/answer" "$run/urls"
    jq -r '.parts // [{number: 1}] | .[].number' "$run/urls" | grep -vxF -f "$state/done" >"$run/todo"
    rm -f "$run/stop"
    transfer
    read -r status reason 2>/dev/null <"$run/stop" || continue
    case $status in
    412) taken=yes ;; # Taken meanwhile, or by the attempt whose answer was lost: add knows.
    403) [ "$(finished)" -gt "$before" ] || quit 3 "The store refuses the URLs of the functions ($reason)." ;;
    404) rm -rf "$state" && quit 1 "The store knows no such upload ($reason)." ;;
    000) quit 3 'The store cannot be reached. The same command goes on.' ;;
    *) quit 3 "The store answered with HTTP $status $reason. The same command goes on." ;;
    esac
done
[ "$(stamp)" = "$stamp" ] || quit 3 "$3 was changed meanwhile; the same command begins anew."
digest
say 'Checking what has arrived.'; : >"$state/asked"
ask add "$(body '{imageId: $id, size: $size, checksum: $md5}
    + {upload: (if $upload != "" then {uploadId: $upload} else {} end)}')" || refused
rm -rf "$state"
jq . "$run/answer"
