#!/usr/bin/env bash
# Opens pages of `wdectl report` in headless Chromium: axe-core finds no violation, HTML is valid, the network is asked for
# nothing. Installs what is missing: Chromium, and packages at the versions of ci/page/package-lock.json.
# Needs Debian as root, or Chromium and Node.js 18 or later. Usage: ci/page.sh PATH-OF-WDECTL [DIR-FOR-PICTURES]
set -euo pipefail
wdectl=$(realpath "$1")
shots=${2:+$(realpath -m "$2")}
project=$(realpath "$(dirname "$0")/..")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

missing=()
command -v chromium > /dev/null || missing+=(chromium)
command -v node > /dev/null || missing+=(nodejs)
command -v npm > /dev/null || command -v node > /dev/null || missing+=(npm)
if [ "${#missing[@]}" -gt 0 ]; then
    apt-get update > /dev/null
    DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "${missing[@]}" > /dev/null
fi
cp "$project"/ci/page/{check.mjs,package.json,package-lock.json} "$work"
(cd "$work" && npm ci --ignore-scripts --no-audit --no-fund --loglevel error)

say() { printf -- '-- %s\n' "$*"; }
cd "$project"
acme=fixtures/deployments/acme
say "pages of a deployment, of a broken one, of a change, and of one with hostile names"
"$wdectl" report -d "$acme" -o "$work/acme.html"
"$wdectl" report -d "$acme-broken" -o "$work/broken.html"
cp --recursive "$acme" "$work/changed"
sed -i 's/chat-hold-claims/claims-hold/' "$work/changed/scripts/acme.toml" "$work/changed/agents/acme-l2.yaml"
sed -i 's/^chat\.on-hold-queue/#&/' "$work/changed/application/WDE_Main.cfg"
"$wdectl" report "$acme" -d "$work/changed" -o "$work/change.html"
mkdir "$work/hostile"
cat > "$work/hostile/a.json" <<'EOF'
{"tenants": [{"name": "<script>document.title = 'run'</script>"}],
 "agent-groups": [{"name": "\"><img src=//example.invalid/a onerror=alert(1)>", "tenant": "<script>document.title = 'run'</script>",
   "agents": ["<svg onload=alert(2)>"], "options": {"interaction-workspace": {"chat.on-hold-queue": "</td></style><style>*{display:none}"}}}],
 "agents": [{"username": "<svg onload=alert(2)>", "tenant": "<script>document.title = 'run'</script>"}]}
EOF
"$wdectl" report -d "$work/hostile" -o "$work/hostile.html"
node "$work/check.mjs" ${shots:+--shots "$shots"} "$work"/{acme,broken,change,hostile}.html

say "the check itself sees what is wrong"
sed 's/ lang="en"//; s/<h2 /<h2 style="color:#ccc" /; s|</main>|<img src="https://example.invalid/a.png"></main>|' \
    "$work/hostile.html" > "$work/wrong.html"
if node "$work/check.mjs" "$work/wrong.html" > "$work/told" 2>&1; then
    echo "a wrong page passes" >&2
    exit 1
fi
for found in html-has-lang color-contrast image-alt "asks for https://example.invalid/a.png" no-inline-style; do
    grep -q "$found" "$work/told" || { echo "not seen: $found" >&2; cat "$work/told" >&2; exit 1; }
done
