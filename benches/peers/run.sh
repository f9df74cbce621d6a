#!/usr/bin/env bash
# usage: LAB=<folder for data and installed peers> ./run.sh SECTION...
# sections: check yaml toml resolve jsonl explain start growth; ROUNDS (default 5) and AGENTS (100000) may be set
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd); top=$(cd "$here/../.." && pwd)
: "${LAB:?set LAB}"; rounds=${ROUNDS:-5}; agents=${AGENTS:-100000}
wdectl=${WDECTL:-$top/target/release/wdectl}
yardsticks=${YARDSTICKS:-$LAB/yardsticks/release/yardsticks}
validator=${VALIDATOR:-$LAB/root/bin/jsonschema-cli}
sourcemeta=$LAB/npm/node_modules/@sourcemeta/jsonschema/build/github-releases/jsonschema-linux-x86_64
data() { # FORMAT FILES AGENTS [FAULTS]: the folder with that deployment
    local out=$LAB/data/$1-$2-$3-${4:-0}
    [ -d "$out" ] || (cd "$top" && cargo run -q --locked --example generate -- --format "$1" --files "$2" \
        --agents "$3" --faults "${4:-0}" --out "$out" >/dev/null)
    echo "$out"
}
beside() { python3 "$here/paired.py" "$rounds" "$@"; }
schema() { "$wdectl" schema deployment > "$LAB/deployment.schema.json"; echo "$LAB/deployment.schema.json"; }
for section in "$@"; do
    echo "## $section"
    case $section in
        check)
            json=$(data json 1 "$agents")/deployment.json
            beside "$wdectl check $json" "$validator validate $(schema) -i $json"
            beside "$wdectl check $json" "$yardsticks json-typed $json"
            stat -c '%s bytes of input' "$json" ;;
        yaml) # What a shell would expand stands here as the files themselves.
            folder=$(data yaml 100 "$agents")
            beside "$wdectl check $folder" "$yardsticks yaml-events $(ls "$folder"/*.yaml | tr '\n' ' ')" ;;
        toml)
            folder=$(data toml 100 "$agents")
            beside "$wdectl check $folder" "$yardsticks toml-tree $(ls "$folder"/*.toml | tr '\n' ' ')" ;;
        resolve)
            json=$(data json 1 "$agents")/deployment.json
            beside "$wdectl resolve -d $json --all --format csv" "python3 $here/resolve.py $json" ;;
        jsonl)
            json=$(data json 1 "$agents")/deployment.json
            beside "$wdectl resolve -d $json --all" "$wdectl list tenants -d $json"
            "$wdectl" resolve -d "$json" --all | wc -c ;;
        explain)
            json=$(data json 1 10000)/deployment.json
            python3 "$here/hiera.py" "$json" agent000003 "$LAB/hiera"
            beside "$wdectl resolve -d $json --agent agent000003 --explain" "puppet lookup --explain --merge hash \
                --environmentpath $LAB/hiera/env --environment production --facts $LAB/hiera/facts.json --node x \
                --confdir $LAB/hiera/conf --vardir $LAB/hiera/var options" ;;
        start)
            json=$(data json 1 100)/deployment.json
            beside "$wdectl check $json" "$sourcemeta validate $(schema) $json" ;;
        growth)
            for size in 1 1000 10000 100000 1000000; do data json 1 $size >/dev/null; done
            python3 "$here/growth.py" "${GROWTH_ROUNDS:-3}" "$wdectl check $LAB/data/json-1-{}-0/deployment.json" \
                1 1000 10000 100000 1000000 ;;
        *) echo "no section $section" >&2; exit 2 ;;
    esac
done
