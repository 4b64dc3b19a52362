# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# What the gates written in shell share: they run at the top of ROOT, their argument or else the repository.
set -euo pipefail
cd "${1:-$(dirname "${BASH_SOURCE[0]}")/..}"

# Keeps the file names of standard input that exist.
existing() {
    local file
    while IFS= read -r file; do
        [[ -f $file ]] && echo "$file"
    done
    return 0
}

# list PATTERN...: the files of the tree that match, those not yet added too, ignored ones not.
list() {
    git ls-files --cached --others --exclude-standard -- "$@" | existing
}

# A gate that checked nothing is red.
demand_files() {
    (($1 > 0)) && return
    echo "$(basename "$0"): no file to check in $PWD"
    exit 1
}
