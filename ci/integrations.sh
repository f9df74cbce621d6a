#!/usr/bin/env bash
# Tries wdectl in what it is made to work with: pre-commit runs its hook in a new repository, which fails, is fixed and
# passes; an independent reader reads its JUnit, an independent validator applies its schemas.
# Needs Python 3 with venv and its package index. Usage: ci/integrations.sh PATH-OF-WDECTL
set -euo pipefail
wdectl=$(realpath "$1")
project=$(realpath "$(dirname "$0")/..")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/python"
"$work/python/bin/pip" --quiet --disable-pip-version-check install \
    pre-commit==4.3.0 junitparser==4.0.2 check-jsonschema==0.39.0
PATH="$work/python/bin:$(dirname "$wdectl"):$PATH"
export PRE_COMMIT_HOME="$work/pre-commit"
export GIT_CONFIG_GLOBAL="$work/gitconfig"
git config --global user.name wdectl
git config --global user.email wdectl@example.invalid
git config --global --add safe.directory '*'

say() { printf -- '-- %s\n' "$*"; }
fails() { if "$@"; then echo "this should have failed: $*" >&2; exit 1; fi; }

say "pre-commit: a mistake stops the commit, --fix repairs it, the commit passes"
mkdir "$work/export" && cd "$work/export"
git init --quiet
wdectl init . > /dev/null
cat > .pre-commit-config.yaml <<EOF
repos:
  - repo: $project
    rev: $(git -C "$project" rev-parse HEAD)
    hooks:
      - id: wdectl-check-system
        args: [--fail-on, warning]
EOF
pre-commit install > /dev/null
git add --all
git commit --quiet --message "as it begins"
sed -i 's/chat\.on-hold-queue: .*/chat.on-hold-queu: chat-hold # renamed/' deployment.yaml
fails git commit --quiet --all --message "with a mistake" > told 2>&1
grep -q 'unknown-option' told || { cat told; exit 1; }
wdectl check --fix --unsafe-fixes > told || { cat told; exit 1; }
git commit --quiet --all --message "with its fix"
git show | grep -q '^+ *chat.on-hold-queue: chat-hold # renamed$'

say "JUnit: junitparser counts what is told"
cd "$work"
broken="$project/fixtures/deployments/acme-broken"
for command in "check $broken" "chat verify -d $broken" "chat run -d $project/fixtures/deployments/acme"; do
    # The words of the command are several arguments. Findings and refutations end with 1.
    # shellcheck disable=SC2086
    wdectl $command --format junit > junit.xml || [ $? -eq 1 ]
    python - <<'EOF'
from junitparser import JUnitXml
report = JUnitXml.fromfile("junit.xml")
told = (report.tests, report.failures, report.errors)
report.update_statistics()
assert told == (report.tests, report.failures, report.errors) and told[0] > 0, told
EOF
done

say "schemas: check-jsonschema accepts Acme, and refuses its broken twin"
for name in deployment scenario settings; do wdectl schema "$name" > "$name.json"; done
acme="$project/fixtures/deployments/acme"
find "$acme" -name '*.yaml' -not -path '*/scenarios/*' -exec check-jsonschema --quiet --schemafile deployment.json {} +
find "$acme" -name '*.yaml' -path '*/scenarios/*' -exec check-jsonschema --quiet --schemafile scenario.json {} +
check-jsonschema --quiet --schemafile settings.json "$acme/wdectl.toml"
fails check-jsonschema --schemafile deployment.json "$broken/agents/acme-sales.yaml" > told
grep -q "employe-id" told
say "done"
