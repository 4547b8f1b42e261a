# SPDX-License-Identifier: MIT
# A thin door to meson. Everything real is in meson.build and scripts/.
BUILD ?= build
PREFIX ?= /usr
DESTDIR ?=

all: build-tree

build-tree:
	@scripts/setup.sh build
	@scripts/build.sh "$(BUILD)" -Dbuildtype=release -Dtests=false

demo: build-tree
	@scripts/demo.sh "$(BUILD)"

check:
	@scripts/setup.sh check
	@scripts/check.sh

check-clients: build-tree
	@scripts/setup.sh clients
	@tests/clients/run.sh "$(BUILD)"

check-hw: build-tree
	@scripts/check-hw.sh "$(BUILD)"

bench: build-tree
	@scripts/setup.sh bench
	@scripts/bench.sh

# Lays hand-written C out as check-format.sh wants it.
format:
	@git ls-files '*.c' '*.h' | grep -vE '^(gen|include)/' | xargs clang-format -i

ci:
	@.ci/run

install: build-tree
	@scripts/build.sh "$(BUILD)" -Dprefix="$(PREFIX)"
	@DESTDIR="$(DESTDIR)" meson install -C "$(BUILD)" --no-rebuild --quiet

clean:
	rm -rf "$(BUILD)" build-*

.PHONY: all build-tree demo check check-clients check-hw bench format ci install clean
