#!/usr/bin/env bash
# Installs what is missing to build or test Gongjie on a Debian-like machine; see usage below.
set -euo pipefail
cd "$(dirname "$0")/.."

NODE_MIN=18.17
PYTHON_MIN=3.11
packages=() # Debian packages to install
refusals=() # sentences about what this script cannot install

usage() {
  cat <<'END'
scripts/install.sh build   C compiler, make, pkg-config, git, the npm packages of assets/; checks Rust and Node
scripts/install.sh test    PostgreSQL server binaries, Chromium, a Chinese font, curl, the npm packages and Python tools of e2e/

Says nothing when nothing is missing. Exit codes: 0 all there, 1 an installation failed,
2 something is missing that only you can install (the message says what and how).
END
}

have() { command -v "$1" >/dev/null 2>&1; }
say() { printf 'install: %s\n' "$*" >&2; }
at_least() { [ "$(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1)" = "$1" ]; } # MINIMUM FOUND

# Runs a long command with its output kept aside; shows that time passes, and the output if it fails.
step() {
  local title=$1 log pid started=$SECONDS tick=0
  shift
  log=$(mktemp)
  say "$title …"
  "$@" >"$log" 2>&1 </dev/null &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.5
    tick=$((tick + 1))
    [ $((tick % 20)) -ne 0 ] || say "  still at it, $((SECONDS - started)) s"
  done
  if ! wait "$pid"; then
    say "failed: $*"
    tail -n 30 "$log" >&2
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
}

need_build() {
  have cc || packages+=(gcc libc6-dev)
  have make || packages+=(make)
  have pkg-config || packages+=(pkg-config)
  have git || packages+=(git)
  need_rust
  need_node
}

need_rust() {
  local min found
  min=$(sed -n 's/^rust-version *= *"\(.*\)"/\1/p' Cargo.toml)
  if ! have rustc || ! have cargo; then
    refusals+=("Rust $min or newer is needed and there is none. Install it with rustup (https://rustup.rs); Debian's own package is too old.")
    return
  fi
  found=$(rustc --version | awk '{print $2}')
  at_least "$min" "$found" ||
    refusals+=("Rust $min or newer is needed, this machine has $found. With rustup: rustup update stable. Debian's own package is too old.")
}

need_node() {
  local found
  if ! have node || ! have npm; then
    refusals+=("Node $NODE_MIN or newer with npm is needed to build and test (the running product needs none). On Debian: apt-get install nodejs npm; elsewhere see https://nodejs.org.")
    return
  fi
  found=$(node --version | tr -d v)
  at_least "$NODE_MIN" "$found" ||
    refusals+=("Node $NODE_MIN or newer is needed, this machine has $found. See https://nodejs.org.")
}

need_test() {
  have initdb || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || packages+=(postgresql)
  [ -n "${CHROMIUM:-}" ] || have chromium || have chromium-browser || have google-chrome || packages+=(chromium)
  has_chinese_font || packages+=(fonts-noto-cjk)
  have curl || packages+=(curl)
  have c++ || packages+=(g++) # the fuzzer of the readers
  need_python
  need_node
  if have cargo; then
    cargo fmt --version >/dev/null 2>&1 || refusals+=("rustfmt is missing. With rustup: rustup component add rustfmt")
    cargo clippy --version >/dev/null 2>&1 || refusals+=("clippy is missing. With rustup: rustup component add clippy")
  fi
}

# Debian's python3 can make no virtual environment before python3-venv is installed.
need_python() {
  local found
  if ! have python3; then
    packages+=(python3 python3-venv)
    return
  fi
  found=$(python3 --version | awk '{print $2}')
  if ! at_least "$PYTHON_MIN" "$found"; then
    refusals+=("Python $PYTHON_MIN or newer is needed to test the JSON API (the product needs none), this machine has $found.")
    return
  fi
  python3 -c 'import ensurepip, venv' 2>/dev/null || packages+=(python3-venv)
}

has_chinese_font() {
  [ -e /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc ] && return
  have fc-list && [ -n "$(fc-list :lang=zh-cn 2>/dev/null | head -n 1)" ]
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

apt() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y "$@"; }

may_apt() {
  have apt-get || return 1
  [ "$(id -u)" -eq 0 ] || { have sudo && sudo -n true 2>/dev/null; }
}

install_packages() {
  [ ${#packages[@]} -gt 0 ] || return 0
  if ! may_apt; then
    refusals+=("These Debian packages are missing and this user may not install them. Run: sudo apt-get install ${packages[*]}")
    return
  fi
  step "reading the package lists" apt update || say "goes on with the lists that are here"
  case " ${packages[*]} " in
  *" postgresql "*) without_a_cluster step "installing ${packages[*]}" apt install --no-install-recommends "${packages[@]}" ;;
  *) step "installing ${packages[*]}" apt install --no-install-recommends "${packages[@]}" ;;
  esac
}

# Only the server's binaries are wanted: the tests start a private server. Debian's package would
# also create a cluster and start it at boot; for the length of this one installation it is told not to.
without_a_cluster() {
  local conf=/etc/postgresql-common/createcluster.d/gongjie-install.conf result=0
  as_root mkdir -p "${conf%/*}"
  echo 'create_main_cluster = false' | as_root tee "$conf" >/dev/null
  "$@" || result=$?
  as_root rm -f "$conf"
  return "$result"
}

install_e2e() {
  have npm || return 0
  local stamp=e2e/node_modules/.package-lock.json # npm writes it last
  [ ! -e "$stamp" ] || [ e2e/package-lock.json -nt "$stamp" ] || return 0
  step "installing the packages of e2e/" npm --prefix e2e ci --ignore-scripts --no-audit --no-fund
  touch "$stamp"
}

# The script of the network that can be explored. Without npm or without a connection the product is built without it.
install_islands() {
  have npm || return 0
  local out=assets/out/echarts.js
  [ ! -e "$out" ] || [ assets/package-lock.json -nt "$out" ] || return 0
  if step "fetching the scripts of assets/" npm --prefix assets ci --ignore-scripts --no-audit --no-fund; then
    cp assets/node_modules/echarts/dist/echarts.esm.min.mjs "$out"
    touch "$out"
  else
    say "goes on without: the network of pairings has no view that can be explored"
  fi
}

install_fuzz() {
  have python3 || return 0
  local stamp=e2e/.venv/installed
  [ ! -e "$stamp" ] || [ e2e/requirements.txt -nt "$stamp" ] || return 0
  step "making e2e/.venv" python3 -m venv --clear e2e/.venv
  step "installing the Python tools of e2e/" e2e/.venv/bin/python -m pip install --require-hashes --only-binary :all: \
    --no-input --disable-pip-version-check -r e2e/requirements.txt
  touch "$stamp"
}

wants_e2e=false
wants_build=false
[ $# -gt 0 ] || set -- --help
for what in "$@"; do
  case $what in
  build)
    need_build
    wants_build=true
    ;;
  test)
    need_test
    wants_e2e=true
    ;;
  -h | --help)
    usage
    exit 0
    ;;
  *)
    say "unknown: $what"
    usage >&2
    exit 2
    ;;
  esac
done

install_packages
[ ${#refusals[@]} -gt 0 ] || ! $wants_build || install_islands
[ ${#refusals[@]} -gt 0 ] || ! $wants_e2e || { install_e2e && install_fuzz; }
if [ ${#refusals[@]} -gt 0 ]; then
  printf '%s\n' "${refusals[@]}" | sort -u | while read -r line; do say "$line"; done
  exit 2
fi
