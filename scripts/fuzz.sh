#!/usr/bin/env bash
# Coverage-guided fuzzing of every parser of foreign files: scripts/fuzz.sh [SECONDS in all, 60].
# The corpora begin with the sheets of bench/reading; what is found stays in target/fuzz/found and is named at the end.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-60}
targets=(sheet document text container words)
folder=$PWD/${CARGO_TARGET_DIR:-target}/fuzz
mkdir -p "$folder/found"
# The compiler's own coverage pass: no nightly toolchain is asked for.
export RUSTFLAGS='-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares'
triple=$(rustc -vV | sed -n 's/^host: //p')
# A triple keeps the flags away from build scripts and macros.
cargo build --quiet --release --locked --bins --manifest-path bench/fuzz/Cargo.toml --target "$triple" --target-dir "$folder"
programs=$folder/$triple/release
python3 bench/fuzz/seeds.py bench/reading/sheets "$folder/corpus"
each=$((seconds / ${#targets[@]}))
failed=0
for target in "${targets[@]}"; do
  # Machines are noisy: an input that hangs is found at 20 s, as surely as at two.
  if ! "$programs/$target" -max_total_time="$each" -seed=1 -timeout=20 -rss_limit_mb=1024 -max_len=65536 -print_final_stats=1 \
      -artifact_prefix="$folder/found/$target-" "$folder/corpus/$target" >"$folder/$target.log" 2>&1; then
    failed=1
    tail -n 40 "$folder/$target.log" >&2
  fi
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$folder/$target.log")
  printf 'fuzz: %-9s %s runs in %s s, %s\n' "$target" "${runs:-?}" "$each" "$(grep -o 'cov: [0-9]*' "$folder/$target.log" | tail -n 1)"
done
exit "$failed"
