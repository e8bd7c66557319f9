#!/bin/sh
# Uploads a file as an image, straight from here to S3, over URLs that the functions hand out.
#
#   upload.sh FUNCTIONS ID FILE        uploads, or goes on where an earlier run ended
#   upload.sh --cancel FUNCTIONS ID    gives up an upload that is not finished
#
# FUNCTIONS is their address, such as https://glint.example.org. What is needed to go on is kept in
# $XDG_STATE_HOME/glint (else ~/.local/state/glint). Needs curl and jq.
# Where the functions demand a token, set GLINT_TOKEN to it, or GLINT_TOKEN_FILE, which counts first, to the
# path of a file with it. The file is read for each call, so the token can be renewed during an upload.
# Status: 0 done, with the answer of add on the standard output; 1 refused, and nothing is left to go
# on with; 2 called wrongly; 3 broken off, the same command goes on.
set -u
umask 077
workers=4
pauses='0 1 2 4 8' # seconds, before each attempt to send a part

say() { printf '%s%s\n' "${clear}" "$1" >&2; } # Shows a sentence, in place of the progress.
quit() { say "$2"; exit "$1"; } # Ends with a status and a sentence.
quit_for_good() { rm -rf "${state}"; quit "$1" "$2"; } # The same, and nothing is left to go on with.
stop() { # For signals: ends what runs in the background, then the script with a status.
    for job in ${sum} ${bar} ${working}; do kill "${job}" 2>/dev/null; done
    wait
    quit "$1" 'Interrupted. The same command goes on.'
}

write_token() { # Has the header with the token, as it is now, in $run/token for curl. Else fails, and sentence says why.
    token=${GLINT_TOKEN-} from=GLINT_TOKEN
    if [ -n "${GLINT_TOKEN_FILE-}" ]; then
        token=$({ cat <"${GLINT_TOKEN_FILE}"; } 2>/dev/null) from='the file of GLINT_TOKEN_FILE'
        [ -n "${token}" ] || { sentence="There is no token in ${from}, or it cannot be read."; return 1; }
    fi
    case ${token} in
    '') : >"${run}/token" ;;
    *[!A-Za-z0-9._~+/=-]*)
        sentence="The token in ${from} has a character that no token has: it may be of letters, digits and - . _ ~ + / =."
        return 1 ;;
    *) printf 'header = "Authorization: Bearer %s"\n' "${token}" >"${run}/token" ;;
    esac
}
ask() { # Calls a function, with what a jq program makes of the known fields. Sets http; succeeds if that is 200.
    write_token || quit 3 "${sentence}"
    http=$(jq -n --arg id "${id}" --argjson size "${size}" --arg md5 "${md5}" --arg sha256 "${sha256}" --arg upload "${upload_id}" \
        --argjson first "${first:-null}" '{imageId: $id, size: $size} + if $md5 != "" then {checksum: $md5} else {} end
            + if $sha256 != "" then {hash: $sha256, hashAlgorithm: "sha256"} else {} end
            + if $upload != "" then {uploadId: $upload, firstPart: $first} else {} end' | jq "$2" |
        curl -s -K "${run}/token" --connect-timeout 20 --retry 3 --retry-connrefused -H "Idempotency-Key: ${key}" \
            --data-binary @- -H 'Content-Type: application/json' -o "${run}/answer" -w '%{http_code}' "${functions}/$1")
    rm -f "${run}/token"
    [ "${http}" = 200 ]
}
has_type() { jq -e ".type == \"urn:glint:$1\"" "${run}/answer" >/dev/null 2>&1; } # Whether the answer is this problem.
give_up() { # Removes from S3 what came from here, but no image that add was asked for. Succeeds if it is gone.
    if [ -z "${upload_id}" ] && { [ ! -s "${state}/done" ] || [ -e "${state}/asked" ]; }; then return 0; fi
    ask delete '{imageId} + if .uploadId then {uploadId} else {} end' || has_type not-found
}
refused() { # Ends with what a function said. Where a later try may succeed, it can go on.
    sentence=$(jq -er '.detail // .title | strings' "${run}/answer" 2>/dev/null) ||
        sentence="${functions} answered with HTTP ${http}, not as Glint does."
    case ${http} in
    000) quit 3 "The functions at ${functions} cannot be reached." ;;
    401) quit 3 "${sentence} With a valid token in GLINT_TOKEN the same command goes on." ;;
    403 | 429 | 431 | 5??) quit 3 "${sentence}" ;;
    *) if [ -n "${upload_id}" ]; then give_up; fi ;;
    esac
    quit_for_good 1 "${sentence}"
}

send() { # Sends a part by its URL in $run/answer. Sets status to what S3 answers, and puts the rest in $run/reply.*.
    # The URL goes to curl in a file that only its owner reads: a command line is for all to see.
    jq -r --argjson number "$1" '(.parts // [. + {number: 1}])[] | select(.number == $number) | "url = \(.url | @json)",
        (.headers | to_entries[] | "header = \("\(.key): \(.value)" | @json)")' "${run}/answer" >"${run}/part.$1"
    begin=$((($1 - 1) * part_size))
    length=$((size - begin < part_size ? size - begin : part_size))
    # curl would send what it reads from a pipe in chunks, which S3 does not take.
    tail -c "+$((begin + 1))" <"${file}" | head -c "${length}" |
        curl -s -K "${run}/part.$1" -T - -H 'Transfer-Encoding:' --connect-timeout 20 --speed-time 120 \
            -o "${run}/reply.$1" -w '%{http_code}' >"${run}/status.$1" &
    sending=$!
    wait "${sending}"
    status=$(cat "${run}/status.$1")
    rm -f "${run}/part.$1"
}
deliver() { # Sends a part until S3 takes it, which is noted in $state/done, or does not, and why is in $run/stop.
    for pause in ${pauses}; do
        sleep "${pause}"
        # Nobody is there any more who would finish it, or it has failed elsewhere.
        if ! kill -0 "$$" 2>/dev/null || [ -e "${run}/stop" ]; then exit; fi
        send "$1"
        case ${status} in
        200) echo "$1" >>"${state}/done"; return ;;
        403 | 404 | 412) break ;;
        esac
    done
    echo "${status} $(sed -n 's/.*<Code>\(.*\)<\/Code>.*/\1/p' "${run}/reply.$1" 2>/dev/null)" >"${run}/stop"
}
work() { # Delivers a worker's share of the parts in $run/todo. Runs in the background.
    trap 'kill "${sending-}" 2>/dev/null; exit' TERM
    share=$(awk -v worker="$1" -v workers="${workers}" 'NR % workers == worker' "${run}/todo")
    for part in ${share}; do deliver "${part}"; done
}
transfer() { # Has the parts in $run/todo delivered by all workers.
    show_progress &
    bar=$! working=''
    for worker in $(seq 0 $((workers - 1))); do
        work "${worker}" &
        working="${working} $!"
    done
    for worker in ${working}; do wait "${worker}"; done
    kill "${bar}"
}

finished() { sort -u "${state}/done" 2>/dev/null | wc -l; } # Prints how many parts are in S3.
missing() { # Prints those of the parts on its standard input that are not in S3.
    awk '!listed { sent[$1]; next } !($1 in sent)' "${state}/done" listed=yes -
}
show_progress() { # Draws a line each second on a terminal, else for each tenth. Runs in the background.
    start=$(date +%s) before=$(finished) shown=-1
    while sleep 1 && kill -0 "$$" 2>/dev/null; do
        now=$(finished) time=$(date +%s)
        if [ -z "${clear}" ] && [ $((now * 10 / count)) -eq "${shown}" ]; then continue; fi
        shown=$((now * 10 / count))
        awk -v clear="${clear}" -v size="${size}" -v count="${count}" -v now="${now}" -v new="$((now - before))" \
            -v seconds="$((time - start))" -v bar='##############################' 'BEGIN {
            percent = int(now * 100 / count); part = size / count / 1e6; bar = substr(bar, 1, int(percent * 0.3))
            printf "%s[%-30s] %3d %%  %.0f of %.0f MB", clear, bar, percent, now * part, size / 1e6
            left = new ? (count - now) * seconds / new : 0
            if (new * seconds) printf "  %.1f MB/s  %d:%02d left", new * part / seconds, left / 60, left % 60
            printf "%s", clear ? "" : "\n" }' >&2
    done
}

prepare() { # Gets ready, and loads what an earlier run left. Needs FUNCTIONS and ID.
    functions=${1%/} id=$2 key='' upload_id='' size=0 md5='' sha256='' first='' http='' taken='' sum='' bar='' working=''
    for tool in curl jq md5sum sha256sum; do command -v "${tool}" >/dev/null || quit 2 "This needs ${tool}."; done
    name=$(printf '%s %s' "${functions}" "${id}" | md5sum | cut -c 1-32)
    state=${XDG_STATE_HOME:-${HOME:?}/.local/state}/glint/${name}
    run=$(mktemp -d) || quit 2 'There is no room for temporary files.'
    trap 'rm -rf "${run}"' EXIT
    trap 'stop 130' INT; trap 'stop 143' HUP TERM
    write_token || quit 2 "${sentence}"
    if [ -s "${state}/key" ]; then key=$(cat "${state}/key"); fi
    if [ -s "${state}/upload" ]; then read -r upload_id part_size <"${state}/upload"; fi
}
cancel() { # Gives up what an earlier run left, and ends.
    [ -n "${key}" ] || quit 1 "No upload of ${id} is under way from here."
    give_up || refused
    if [ -e "${state}/asked" ] && [ "${http}" != 200 ]; then
        quit_for_good 1 "${id} may be stored as an image by now, and stays."
    fi
    quit_for_good 0 "The upload of ${id} is given up."
}

stamp() { stat -Lc '%s %Y %i' "${file}" 2>/dev/null || stat -Lf '%z %m %i' "${file}"; } # Differs for a changed file.
open_file() { # Looks at FILE. Gives up an earlier run if it has changed since. Succeeds if all is noted in $state.
    case $1 in -*) file=./$1 ;; *) file=$1 ;; esac
    if [ ! -f "${file}" ] || [ ! -r "${file}" ]; then quit 2 "There is no file $1 that can be read."; fi
    size=$(($(wc -c <"${file}"))) stamp=$(stamp) resumed=${key}
    if [ -z "${key}" ]; then
        key=$(od -An -N 16 -tx1 /dev/urandom | tr -d ' \n')
    elif [ "$(cat "${state}/stamp")" != "${stamp}" ]; then
        say "$1 is not what it was: the upload begins anew."
        if [ -n "${upload_id}" ]; then give_up || refused; fi
        rm -rf "${state}"
        key=${key}-again upload_id='' resumed=''
    fi
    mkdir -p "${state}" && echo "${key}" >"${state}/key" && echo "${stamp}" >"${state}/stamp" && touch "${state}/done"
}
begin_upload() { # Begins an upload, unless one goes on. Sets count and part_size, of its parts.
    if [ -z "${upload_id}" ] && [ ! -s "${state}/done" ]; then
        if ! ask get-presigned '. + {operation: "upload"}'; then
            # The earlier run may have got as far as to S3: add knows.
            if [ -n "${resumed}" ] && has_type duplicate; then taken=yes; else refused; fi
        fi
        jq -r 'select(.uploadId) | "\(.uploadId) \(.partSize)"' "${run}/answer" >"${state}/upload"
    fi
    count=1 part_size=${size}
    if [ -s "${state}/upload" ]; then
        read -r upload_id part_size <"${state}/upload"
        count=$(((size - 1) / part_size + 1))
    fi
}
digest() { wait "${sum}"; md5=$(cut -c 1-32 "${run}/md5"); } # Waits for md5sum, and sets md5.
send_missing() { # Sends the parts that are not in S3, with new URLs as long as that helps.
    md5sum <"${file}" >"${run}/md5" &
    sum=$!
    if [ -z "${upload_id}" ]; then # One URL is for one content, whose SHA-256 S3 itself compares.
        sha256sum <"${file}" >"${run}/sha256" &
        wait "$!"
        sha256=$(cut -c 1-64 "${run}/sha256")
        digest
    fi
    while [ -z "${taken}" ] && first=$(seq "${count}" | missing | head -n 1) && [ -n "${first}" ]; do
        before=$(finished)
        ask get-presigned '. + {operation: "upload"}' || refused
        jq '(.parts // [{number: 1}])[].number' "${run}/answer" | missing >"${run}/todo"
        rm -f "${run}/stop"
        transfer
        read -r status reason 2>/dev/null <"${run}/stop" || continue
        case ${status} in
        403) [ "$(finished)" -gt "${before}" ] || quit 3 "The store refuses the URLs of the functions (${reason})." ;;
        404) quit_for_good 1 "The store knows no such upload (${reason})." ;;
        412) taken=yes ;; # Taken meanwhile, or by the attempt whose answer was lost: add knows.
        000) quit 3 'The store cannot be reached. The same command goes on.' ;;
        *) quit 3 "The store answered with HTTP ${status} ${reason}. The same command goes on." ;;
        esac
    done
}
finish() { # Asks for the image, and prints the answer.
    [ "$(stamp)" = "${stamp}" ] || quit 3 "$1 was changed meanwhile; the same command begins anew."
    digest
    say 'Checking what has arrived.'
    touch "${state}/asked" || quit 2 "Nothing can be written to ${state}."
    ask add '{imageId, size, checksum, upload: (if .uploadId then {uploadId} else {} end)}' || refused
    rm -rf "${state}"
    jq . "${run}/answer"
}

clear=$(if [ -t 2 ]; then printf '\r\033[K'; fi)
[ $# -eq 3 ] || quit 2 'Usage: upload.sh [--cancel] FUNCTIONS ID [FILE]'
if [ "$1" = --cancel ]; then prepare "$2" "$3"; cancel; fi
prepare "$1" "$2"
open_file "$3" || quit 2 "Nothing can be written to ${state}."
begin_upload
send_missing
finish "$3"
