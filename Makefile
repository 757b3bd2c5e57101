# Thin: every target is one or two commands that can also be typed by hand.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run test check e2e fuzz fuzz-readers screens bench bench-voices reading

DATA ?= data
LISTEN ?= 127.0.0.1:8080
TARGET := $(or $(CARGO_TARGET_DIR),target)
# `cargo test` has built the program already; a build of its own takes other features and would begin anew.
BUILT ?=
# CI passes --locked: there the lock file must be right as it was committed.
LOCKED ?=

help: ## this list
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

run: ## install what is missing, build, load the demo on first start, serve on 127.0.0.1:8080
	@scripts/install.sh build
	@[ -x $(TARGET)/release/gongjie ] || echo 'First build: 10 to 20 minutes on 2 cores. Later starts take seconds.'
	cargo build --release --locked --bin gongjie
	@exec $(TARGET)/release/gongjie demo --data $(DATA) --listen $(LISTEN)

test: ## every test there is: format, lints, cargo test on both engines, a real browser, a fuzzed API, fuzzed readers
	@scripts/install.sh build test
	@$(MAKE) --no-print-directory check
	@$(MAKE) --no-print-directory e2e fuzz BUILT=1
	@$(MAKE) --no-print-directory fuzz-readers

check: ## format, lints and cargo test, without the browser
	cargo fmt --all --check
	@# The fuzz targets have a lock file of their own, which a new dependency of the reader makes stale.
	cargo metadata --format-version 1 --locked --manifest-path bench/fuzz/Cargo.toml >/dev/null
	cargo clippy --workspace --all-targets $(LOCKED) -- -D warnings
	cargo test --workspace $(LOCKED)

e2e: ## browser tests of the debug build; make e2e FILES=keyboard runs one file
	@scripts/install.sh test
	@$(if $(BUILT),,cargo build --workspace --bin gongjie $(LOCKED))
	@GONGJIE_BIN='$(abspath $(TARGET))/debug/gongjie' node e2e/run.mjs $(FILES)

fuzz: ## schemathesis against the JSON API of the debug build
	@scripts/install.sh test
	@$(if $(BUILT),,cargo build --workspace --bin gongjie $(LOCKED))
	@GONGJIE_BIN='$(abspath $(TARGET))/debug/gongjie' node e2e/fuzz.mjs

SECONDS_OF_FUZZ ?= 60
fuzz-readers: ## every parser of foreign files, guided by coverage, for a minute; SECONDS_OF_FUZZ=600 for longer
	@scripts/install.sh test
	@scripts/fuzz.sh $(SECONDS_OF_FUZZ)

screens: ## the README's screenshots into docs/screens
	@scripts/install.sh test
	cargo build --workspace --bin gongjie $(LOCKED)
	@GONGJIE_BIN='$(abspath $(TARGET))/debug/gongjie' node e2e/screens.mjs docs/screens

reading: ## how well ledgers are read: share of cells right, wrong, and wrong without a doubt; then the time of 10,000 rows
	cargo run --release $(LOCKED) -p gongjie_reading
	cargo run --release $(LOCKED) -p gongjie_reader --example large -- 10000 $(TARGET)/ledger-10000.xlsx

SIZES ?= 10000,100000,1000000
ENGINE ?= sqlite
bench: ## speed beside a bare server on the same driver; SIZES=10000,100000 ENGINE=postgres
	cargo build --release --bins -p gongjie -p gongjie_bench $(LOCKED)
	@$(TARGET)/release/gongjie_bench run --program $(TARGET)/release/gongjie --keep $(TARGET)/bench --sizes $(SIZES) --engine $(ENGINE) --write docs/performance.md

NIGHT ?= 1000000
bench-voices: ## voices raised in a second, and the nightly look over NIGHT=1000000 problems; ENGINE=postgres
	cargo build --release --bins -p gongjie -p gongjie_bench $(LOCKED)
	@$(TARGET)/release/gongjie_bench voices --program $(TARGET)/release/gongjie --keep $(TARGET)/bench --night $(NIGHT) --engine $(ENGINE) --write docs/performance.md
